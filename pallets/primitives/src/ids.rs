// SPDX-License-Identifier: Apache-2.0

use crate::Date;
use alloc::{format, string::String, vec::Vec};
use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};

macro_rules! number {
	($(#[$doc:meta])* $name:ident($inner:ty)) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, CompactAs, Debug, Decode, DecodeWithMemTracking, Default, Deserialize, Encode,
			Eq, Hash, MaxEncodedLen, Ord, PartialEq, PartialOrd, Serialize, TypeInfo,
		)]
		#[serde(transparent)]
		pub struct $name(pub $inner);

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				self.0.fmt(f)
			}
		}
	};
}

number!(
	/// A legal person or attestor known to the chain. Assigned by the chain, from 0 on.
	ParticipantId(u32)
);
number!(
	/// The number of an account. Assigned by the chain; carries no meaning (M2).
	AccountNo(u64)
);
number!(
	/// A currency by its ISO 4217 number: 156 is CNY, 840 USD.
	Currency(u16)
);
number!(
	/// The number of a cycle of one currency, contiguous from 0 on.
	CycleNo(u32)
);
number!(
	/// The number of a mandate: the right to place orders against another's account. Assigned by the
	/// chain, from 0 on.
	MandateNo(u32)
);
number!(
	/// The number of a group of orders that succeed together (O10). Assigned by the chain, from 0 on.
	GroupNo(u32)
);

impl AccountNo {
	/// The key of the account's row: the number, big-endian, so that rows lie in order.
	pub const fn key(self) -> AccountKey {
		AccountKey(self.0.to_be_bytes())
	}
}

/// An account number as a key of the state, big-endian.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct AccountKey(pub [u8; 8]);

impl AccountKey {
	/// The number that this is the key of.
	pub const fn number(self) -> AccountNo {
		AccountNo(u64::from_be_bytes(self.0))
	}
}

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
	f.write_str("0x")?;
	bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

fn read_hex<const N: usize>(text: &str) -> Result<[u8; N], String> {
	let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
	if digits.len() != N.saturating_mul(2) {
		return Err(format!("expected {N} bytes as hex"));
	}
	let mut bytes = [0; N];
	for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
		let pair = core::str::from_utf8(pair).map_err(|_| String::from("not hex"))?;
		*byte = u8::from_str_radix(pair, 16).map_err(|_| format!("`{pair}` is not hex"))?;
	}
	Ok(bytes)
}

/// Bytes in JSON: hex with `0x`, like [`OrderId`].
///
/// Use as `#[serde(with = "crate::views::hex")]`.
pub mod hex {
	use super::*;

	/// Writes bytes as hex.
	pub fn serialize<T: AsRef<[u8]>, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
		to.collect_str(&Hex(value.as_ref()))
	}

	/// Reads bytes from hex.
	pub fn deserialize<'de, T: TryFrom<Vec<u8>>, D: Deserializer<'de>>(
		from: D,
	) -> Result<T, D::Error> {
		read(&String::deserialize(from)?).map_err(D::Error::custom)
	}

	fn read<T: TryFrom<Vec<u8>>>(text: &str) -> Result<T, String> {
		let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
		let pairs = digits.chunks(2).map(|pair| match pair {
			[_, _] => read_hex::<1>(core::str::from_utf8(pair).unwrap_or_default()),
			_ => Err(String::from("half a byte")),
		});
		let bytes = pairs.map(|pair| pair.map(|[byte]| byte)).collect::<Result<Vec<u8>, _>>()?;
		T::try_from(bytes).map_err(|_| String::from("another number of bytes was expected"))
	}

	struct Hex<'a>(&'a [u8]);

	impl fmt::Display for Hex<'_> {
		fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
			write_hex(self.0, f)
		}
	}

	/// The same for what may be missing.
	pub mod option {
		use super::*;

		/// Writes bytes as hex, or null.
		pub fn serialize<T: AsRef<[u8]>, S: Serializer>(
			value: &Option<T>,
			to: S,
		) -> Result<S::Ok, S::Error> {
			match value {
				Some(value) => super::serialize(value, to),
				None => to.serialize_none(),
			}
		}

		/// Reads bytes from hex, or null.
		pub fn deserialize<'de, T: TryFrom<Vec<u8>>, D: Deserializer<'de>>(
			from: D,
		) -> Result<Option<T>, D::Error> {
			let text = Option::<String>::deserialize(from)?;
			text.map(|text| read(&text)).transpose().map_err(D::Error::custom)
		}
	}
}

macro_rules! bytes {
	($(#[$doc:meta])* $name:ident[$len:literal]) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, Hash, MaxEncodedLen, Ord,
			PartialEq, PartialOrd, TypeInfo,
		)]
		pub struct $name(pub [u8; $len]);

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				write_hex(&self.0, f)
			}
		}

		impl FromStr for $name {
			type Err = String;

			fn from_str(text: &str) -> Result<Self, String> {
				read_hex(text).map(Self)
			}
		}

		impl Serialize for $name {
			fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.collect_str(self)
			}
		}

		impl<'de> Deserialize<'de> for $name {
			fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
			}
		}
	};
}

bytes!(
	/// The name of an order for ever: date (u16 BE), submitter (u32 BE), 16 bytes of blake2 of the
	/// reference text (design section 5). A day of orders is a prefix.
	OrderId[22]
);
bytes!(
	/// The name of a rule set: blake2-256 of its encoded content.
	RuleHash[32]
);
bytes!(
	/// A salted commitment to something that stays off the chain (T3).
	Commitment[32]
);

impl OrderId {
	/// Puts an id together. `text_hash` is blake2-128 of the reference's text.
	pub fn new(date: Date, submitter: ParticipantId, text_hash: [u8; 16]) -> Self {
		let mut id = [0; 22];
		let parts = date.0.to_be_bytes().into_iter().chain(submitter.0.to_be_bytes());
		for (to, from) in id.iter_mut().zip(parts.chain(text_hash)) {
			*to = from;
		}
		Self(id)
	}

	/// The date of the reference.
	pub fn date(&self) -> Date {
		let [a, b, ..] = self.0;
		Date(u16::from_be_bytes([a, b]))
	}

	/// The participant in whose name the order was submitted.
	pub fn submitter(&self) -> ParticipantId {
		let [_, _, a, b, c, d, ..] = self.0;
		ParticipantId(u32::from_be_bytes([a, b, c, d]))
	}
}

/// The unique end-to-end transaction reference of ISO 20022 messages: a UUID of version 4, derived
/// from an order's id (O1), so that everybody who reads the chain finds the same.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct Uetr([u8; 16]);

impl Uetr {
	/// Makes one of 16 evenly spread bytes: six bits say version and variant (RFC 9562, 5.4).
	pub const fn of_hash(hash: [u8; 16]) -> Self {
		let [a, b, c, d, e, f, version, g, variant, rest @ ..] = hash;
		let (version, variant) = ((version & 0x0f) | 0x40, (variant & 0x3f) | 0x80);
		let [h, i, j, k, l, m, n] = rest;
		Self([a, b, c, d, e, f, version, g, variant, h, i, j, k, l, m, n])
	}
}

impl fmt::Display for Uetr {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (place, byte) in self.0.iter().enumerate() {
			if [4, 6, 8, 10].contains(&place) {
				f.write_str("-")?;
			}
			write!(f, "{byte:02x}")?;
		}
		Ok(())
	}
}

impl FromStr for Uetr {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let bytes = read_hex(&text.replace('-', ""))?;
		let uetr = Self(bytes);
		let whole = Self::of_hash(bytes) == uetr && format!("{uetr}").eq_ignore_ascii_case(text);
		whole.then_some(uetr).ok_or_else(|| String::from("not a UUID of version 4"))
	}
}

impl Serialize for Uetr {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for Uetr {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_uetr_is_a_uuid_of_version_4_and_is_read_as_it_is_written() {
		for byte in [0x00, 0x5a, 0xff] {
			let uetr = Uetr::of_hash([byte; 16]);
			let text = uetr.to_string();
			let groups: Vec<_> = text.split('-').map(str::len).collect();
			assert_eq!(groups, [8, 4, 4, 4, 12]);
			let mut digits = text.chars().skip(14);
			assert_eq!(digits.next(), Some('4'));
			assert!(digits.nth(4).is_some_and(|variant| "89ab".contains(variant)));
			assert_eq!(text.parse(), Ok(uetr));
			assert_eq!(text.to_uppercase().parse(), Ok(uetr));
		}
	}

	#[test]
	fn what_is_no_uuid_of_version_4_is_no_uetr() {
		let good = Uetr::of_hash([7; 16]).to_string();
		let version_1 = good.replacen("-4", "-1", 1);
		for text in ["", &good[1..], &good.replace('-', ""), &version_1] {
			assert!(text.parse::<Uetr>().is_err(), "{text}");
		}
	}
}
