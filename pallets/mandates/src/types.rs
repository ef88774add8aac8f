// SPDX-License-Identifier: Apache-2.0

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::TypeInfo;
use split_ledger_primitives::{
	Amount, Commitment, Date, MandateLimits, MandateNo, MandateTerms, ParticipantId,
};

/// A mandate that can still be confirmed or used.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Mandate<AccountId> {
	/// What was agreed.
	pub terms: MandateTerms,
	/// Whether it is given yet.
	pub state: State<AccountId>,
}

/// Where a mandate is in its life. What has ended has no row.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum State<AccountId> {
	/// A key proposed it, and another one has to confirm it (P7).
	#[codec(index = 0)]
	Proposed {
		/// Whose key.
		by: ParticipantId,
		/// The key, which does not confirm it.
		maker: AccountId,
	},
	/// It is given.
	#[codec(index = 1)]
	Active {
		/// Who confirmed it.
		by: ParticipantId,
		/// What was drawn by it.
		used: Use,
	},
}

impl<AccountId> Mandate<AccountId> {
	/// The number of the period of a date.
	pub fn period_of(&self, date: Date) -> u32 {
		self.terms.period.number(self.terms.from, date)
	}
}

/// What was drawn in a period.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Use {
	/// The number of the period.
	pub period: u32,
	/// How much.
	pub drawn: Amount,
	/// By how many orders.
	pub orders: u32,
	/// Whether the limits were lowered below what was drawn already.
	pub lowered: bool,
}

impl Use {
	/// As it is in a period: with each one the use starts anew. A clock that went back would start
	/// nothing anew.
	pub fn as_of(self, period: u32) -> Self {
		if period > self.period {
			Self { period, ..Self::default() }
		} else {
			self
		}
	}

	/// With one order of this amount more; none where it goes beyond the limits.
	pub fn drawing(self, amount: Amount, limits: &MandateLimits) -> Option<Self> {
		let drawn = self.drawn.checked_add(amount)?;
		let orders = self.orders.checked_add(1)?;
		let after = Self { drawn, orders, ..self };
		(amount <= limits.single && after.is_within(limits)).then_some(after)
	}

	/// Under other limits. What was drawn stays drawn.
	pub fn lowered_to(self, limits: &MandateLimits) -> Self {
		Self { lowered: !self.is_within(limits), ..self }
	}

	/// Whether no more was drawn than this.
	pub fn is_within(&self, limits: &MandateLimits) -> bool {
		self.drawn <= limits.amount && self.orders <= limits.orders
	}

	/// How much and how many orders may still be drawn.
	pub fn left(&self, limits: &MandateLimits) -> (Amount, u32) {
		let amount = limits.amount.checked_sub(self.drawn).unwrap_or(Amount::ZERO);
		// Nothing is left where the limits were lowered below what was drawn.
		(amount, limits.orders.saturating_sub(self.orders))
	}
}

/// A mandate in the list of its account.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Listed {
	/// Its number.
	pub number: MandateNo,
	/// What it stands on, which no other mandate of the account does.
	pub evidence: Commitment,
}

/// The number of a mandate as a key of the state, big-endian, so that numbers lie in order.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct NumberKey(pub [u8; 4]);

impl NumberKey {
	/// The key of a mandate.
	pub const fn of(mandate: MandateNo) -> Self {
		Self(mandate.0.to_be_bytes())
	}

	/// The mandate that this is the key of.
	pub const fn mandate(self) -> MandateNo {
		MandateNo(u32::from_be_bytes(self.0))
	}
}

/// A date as a key of the state, big-endian, so that dates lie in order.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct DateKey(pub [u8; 2]);

impl DateKey {
	/// The key of a date.
	pub const fn of(date: Date) -> Self {
		Self(date.0.to_be_bytes())
	}

	/// The date that this is the key of.
	pub const fn date(self) -> Date {
		Date(u16::from_be_bytes(self.0))
	}
}
