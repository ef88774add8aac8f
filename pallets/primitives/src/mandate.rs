// SPDX-License-Identifier: Apache-2.0

//! What a mandate says: the right that an account's owner, or its bank for it, gives to another
//! participant to place orders against the account.

use crate::{words::words, AccountNo, Amount, Commitment, Date, ParticipantId};

words! {
	/// How long the amount and the orders of a mandate last before they begin anew.
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum MandatePeriod {
		/// So many days, counted from the first date of the mandate on.
		#[codec(index = 0)]
		Days(u16),
		/// A calendar month, UTC. What begins within one has all of it until its end.
		#[codec(index = 1)]
		Month,
	}

	/// How far a mandate goes.
	#[derive(Copy)]
	pub struct MandateLimits {
		/// The most that one order may draw.
		pub single: Amount,
		/// The most that the orders of a period may draw.
		pub amount: Amount,
		/// The most orders of a period.
		pub orders: u32,
		/// The last date, UTC.
		pub until: Date,
	}

	/// All that is agreed in a mandate.
	#[derive(Copy)]
	pub struct MandateTerms {
		/// The account on which it draws.
		pub account: AccountNo,
		/// Who may place orders against it.
		pub grantee: ParticipantId,
		/// How far it goes.
		pub limits: MandateLimits,
		/// What amount and orders are counted in.
		pub period: MandatePeriod,
		/// The first date, UTC.
		pub from: Date,
		/// Salted commitment to what was signed.
		pub evidence: Commitment,
	}
}

impl MandatePeriod {
	/// The number of the period in which a date lies, of a mandate that begins on `from`. Later dates
	/// never have lower numbers.
	pub fn number(self, from: Date, on: Date) -> u32 {
		match self {
			Self::Days(days) => {
				let passed = on.0.saturating_sub(from.0);
				// Never of no days: such a period is refused.
				passed.checked_div(days).unwrap_or_default().into()
			}
			Self::Month => {
				let (year, month, _) = on.civil();
				// Dates end in 2149.
				let months = year.saturating_mul(12).saturating_add(month.into());
				u32::try_from(months).unwrap_or_default()
			}
		}
	}
}

impl MandateLimits {
	/// Whether it lets anything be drawn, and no order be more than all.
	pub fn is_sound(&self) -> bool {
		!self.single.is_zero() && self.single <= self.amount && self.orders > 0
	}

	/// Whether it allows nothing that `other` does not.
	pub fn is_within(&self, other: &Self) -> bool {
		self.single <= other.single
			&& self.amount <= other.amount
			&& self.orders <= other.orders
			&& self.until <= other.until
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn date(text: &str) -> Date {
		text.parse().expect("a date")
	}

	#[test]
	fn days_are_counted_from_the_first_date_on() {
		let from = date("2026-01-31");
		let number = |on| MandatePeriod::Days(30).number(from, date(on));
		assert_eq!(["2026-01-31", "2026-03-01", "2026-03-02"].map(number), [0, 0, 1]);
		assert_eq!(number("2026-01-01"), 0, "before it begins");
	}

	#[test]
	fn months_are_those_of_the_calendar() {
		let from = date("2026-01-31");
		let number = |on| MandatePeriod::Month.number(from, date(on));
		assert_eq!(number("2026-01-31") + 1, number("2026-02-01"));
		assert_eq!(number("2026-02-01"), number("2026-02-28"));
		assert_eq!(number("2026-12-31") + 1, number("2027-01-01"));
	}

	#[test]
	fn every_part_of_the_limits_counts() {
		let (single, amount) = (Amount(2), Amount(2));
		let limits = MandateLimits { single, amount, orders: 2, until: Date(2) };
		assert!(limits.is_sound() && limits.is_within(&limits));
		let wider = [
			MandateLimits { single: Amount(3), ..limits },
			MandateLimits { amount: Amount(3), ..limits },
			MandateLimits { orders: 3, ..limits },
			MandateLimits { until: Date(3), ..limits },
		];
		assert!(wider.iter().all(|wider| !wider.is_within(&limits) && limits.is_within(wider)));
		let unsound = [
			MandateLimits { single: Amount(0), ..limits },
			MandateLimits { single: Amount(3), ..limits },
			MandateLimits { orders: 0, ..limits },
		];
		assert!(unsound.iter().all(|limits| !limits.is_sound()));
	}
}
