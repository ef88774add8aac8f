// SPDX-License-Identifier: Apache-2.0

//! Cover (C1): what a bank may owe, as a function of its row.
//!
//! Of every row, after every item, both of these hold (INV-CLR-7):
//!
//! - *liquidity*: demand + owed + earmarked <= reserve,
//! - *cap*: demand <= cap,
//!
//! where *demand* is max(position, 0) + promised. What the clauses say of a payment at once, of a
//! promise and of a gross payment are these two, seen from the side of the one thing that changes.
//! Nothing but what is tested can break them:
//!
//! - a release of x moves x from promised to position, and max(p + x, 0) <= max(p, 0) + x, so
//!   demand does not rise; over a gross pair it moves x out of promised and out of the reserve, so
//!   both sides of the liquidity fall by x;
//! - money received lowers the position or raises the reserve;
//! - a close turns max(position, 0) into owed, or takes it out of the reserve; a settlement takes
//!   the same out of owed and reserve. What a closed cycle owes *to* a bank counts nowhere until it
//!   is settled;
//! - a cap is never set below demand, and an earmark is tested for liquidity.

use crate::BankRow;
use split_ledger_primitives::{Amount, Position};

/// The effect of one item on one bank. Sums of fewer than 2^63 amounts always fit.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Change {
	/// Of its position.
	pub(crate) position: Position,
	/// Of what it promised.
	pub(crate) promised: Position,
	/// What it paid out of its reserve, less what it received into it.
	pub(crate) paid: Position,
}

impl Change {
	/// Both changes. No call has 2^63 movements, so nothing is ever cut off.
	pub(crate) fn plus(self, other: Self) -> Self {
		Self {
			position: self.position.saturating_add(other.position),
			promised: self.promised.saturating_add(other.promised),
			paid: self.paid.saturating_add(other.paid),
		}
	}
}

/// What a row cannot do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum RowError {
	/// More would leave the reserve than it holds.
	Short,
	/// More is taken out of a promise than was promised.
	PromiseMissing,
	/// The row cannot hold so much.
	Overflow,
}

impl BankRow {
	/// What the bank owes in the open cycle at most, once all it promised is released.
	pub(crate) fn demand(&self) -> Position {
		// A position is a sum of fewer than 2^63 amounts, so adding one more fits.
		self.position.max(0).saturating_add(self.promised.position())
	}

	/// What of the reserve is not spoken for by closed cycles and earmarks. Below zero only where
	/// the backing was lost.
	pub(crate) fn unowed(&self) -> Position {
		// Three amounts of 64 bits cannot leave 128.
		self.reserve
			.position()
			.saturating_sub(self.earmarked.position())
			.saturating_sub(self.owed.position())
	}

	/// By how much demand passes liquidity; at most zero in every row that was tested.
	fn shortfall(&self) -> Position {
		self.demand().saturating_sub(self.unowed())
	}

	/// Whether the bank, which stood at `before`, has come to be short of liquidity. What does not
	/// make it worse is never refused.
	pub(crate) fn is_short(&self, before: &Self) -> bool {
		self.shortfall() > 0 && self.shortfall() > before.shortfall()
	}

	/// Whether the bank, which stood at `before`, has come to be over its cap.
	pub(crate) fn is_over_cap(&self, before: &Self) -> bool {
		self.demand() > self.cap.position() && self.demand() > before.demand()
	}

	/// What a payment at once may still be.
	pub(crate) fn headroom(&self) -> Amount {
		let limit = self.unowed().min(self.cap.position());
		let room = limit.saturating_sub(self.promised.position());
		if room < 0 {
			return Amount::ZERO;
		}
		// What a bank is owed in this cycle it may owe on top. Only an amount can be paid.
		let room = room.saturating_sub(self.position).max(0);
		Amount(u64::try_from(room).unwrap_or(u64::MAX))
	}

	/// The row after an item, cover not tested.
	pub(crate) fn after(self, change: &Change) -> Result<Self, RowError> {
		let sum = |of: Position, more: Position| of.checked_add(more).ok_or(RowError::Overflow);
		let promised = sum(self.promised.position(), change.promised)?;
		if promised < 0 {
			return Err(RowError::PromiseMissing);
		}
		let paid = change.paid.checked_neg().ok_or(RowError::Overflow)?;
		let reserve = sum(self.reserve.position(), paid)?;
		if reserve < 0 {
			return Err(RowError::Short);
		}
		Ok(Self {
			position: sum(self.position, change.position)?,
			// More than any reserve can hold is promised.
			promised: u64::try_from(promised).map(Amount).map_err(|_| RowError::Short)?,
			reserve: u64::try_from(reserve).map(Amount).map_err(|_| RowError::Overflow)?,
			gross_net: sum(self.gross_net, change.paid)?,
			..self
		})
	}
}
