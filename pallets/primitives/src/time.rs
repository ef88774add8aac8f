// SPDX-License-Identifier: Apache-2.0

use alloc::{format, string::String};
use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Milliseconds in a minute.
pub const MINUTE_MS: u64 = 60_000;
/// Milliseconds in a day.
pub const DAY_MS: u64 = 86_400_000;

/// A point in time: milliseconds since 1970-01-01T00:00Z, as the chain's slots count it.
#[derive(
	Clone,
	Copy,
	CompactAs,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	Serialize,
	TypeInfo,
)]
#[serde(transparent)]
pub struct Moment(pub u64);

impl Moment {
	/// The UTC date of this moment.
	pub fn date(self) -> Date {
		let days = self.0.checked_div(DAY_MS).unwrap_or_default();
		Date(u16::try_from(days).unwrap_or(u16::MAX))
	}

	/// The number of the minute of this moment: the key of its expiry pages. Pages last until the
	/// year 10136, so a wider moment lands on the last one.
	pub fn minute(self) -> u32 {
		let minutes = self.0.checked_div(MINUTE_MS).unwrap_or_default();
		u32::try_from(minutes).unwrap_or(u32::MAX)
	}

	/// This moment and `ms` more. Time cannot cost anybody money by ending early at the end of the
	/// count, so it saturates.
	pub const fn plus(self, ms: u64) -> Self {
		Self(self.0.saturating_add(ms))
	}
}

/// A calendar date: days since 1970-01-01, until the year 2149. In JSON it is `YYYY-MM-DD`.
#[derive(
	Clone,
	Copy,
	CompactAs,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct Date(pub u16);

impl Date {
	/// The first moment of the date, UTC.
	pub fn start(self) -> Moment {
		Moment(u64::from(self.0).saturating_mul(DAY_MS))
	}

	/// Year, month and day of the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible
	/// low-level date algorithms", `civil_from_days`).
	#[expect(clippy::arithmetic_side_effects, reason = "u16 days stay far inside i64")]
	pub fn civil(self) -> (i64, u32, u32) {
		let z = i64::from(self.0) + 719_468;
		let era = z / 146_097;
		let day_of_era = z - era * 146_097;
		let year_of_era =
			(day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
		let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
		let shifted = (5 * day_of_year + 2) / 153;
		let day = day_of_year - (153 * shifted + 2) / 5 + 1;
		let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
		let year = year_of_era + era * 400 + i64::from(month <= 2);
		(year, u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
	}
}

impl fmt::Display for Date {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let (year, month, day) = self.civil();
		write!(f, "{year:04}-{month:02}-{day:02}")
	}
}

impl FromStr for Date {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		// The range is small enough to walk: 65,536 dates, and no second algorithm to keep right.
		let mut low = 0u16;
		let mut high = u16::MAX;
		let well_formed = text.len() == 10
			&& text.bytes().enumerate().all(|(at, byte)| match at {
				4 | 7 => byte == b'-',
				_ => byte.is_ascii_digit(),
			});
		if !well_formed {
			return Err(format!("`{text}` is not a date of the form YYYY-MM-DD"));
		}
		while low < high {
			let middle = low.midpoint(high);
			if format!("{}", Date(middle)).as_str() < text {
				low = middle.saturating_add(1);
			} else {
				high = middle;
			}
		}
		let found = Date(low);
		if format!("{found}") == text {
			Ok(found)
		} else {
			Err(format!("`{text}` is no date between 1970-01-01 and 2149-06-06"))
		}
	}
}

impl Serialize for Date {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for Date {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		use serde::de::Error;
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_date_reads_back_as_itself() {
		for days in 0..=u16::MAX {
			assert_eq!(Date(days).to_string().parse(), Ok(Date(days)));
		}
	}

	#[test]
	fn known_dates_are_where_the_calendar_has_them() {
		assert_eq!(Date(0).to_string(), "1970-01-01");
		assert_eq!(Date(19_782).to_string(), "2024-02-29");
		assert_eq!(Date(20_779).to_string(), "2026-11-22");
	}

	#[test]
	fn what_is_no_date_is_refused() {
		for text in ["2023-02-29", "2026-13-01", "2026-1-01", "1969-12-31", "2150-01-01", ""] {
			assert!(text.parse::<Date>().is_err(), "{text}");
		}
	}
}
