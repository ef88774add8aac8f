// SPDX-License-Identifier: Apache-2.0

use crate::{NettingError, Obligation};
use alloc::collections::{btree_map::Entry, BTreeMap};
use split_ledger_primitives::{BankIndex, Position, Total};

/// The net of every bank that has one: never zero, and adding up to zero.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Positions(BTreeMap<BankIndex, Position>);

impl Positions {
	/// Takes positions that were added up elsewhere, one per bank; zeros are left out (C7).
	///
	/// Refuses what does not add up to zero.
	pub fn new(
		positions: impl IntoIterator<Item = (BankIndex, Position)>,
	) -> Result<Self, NettingError> {
		let mut sums = BTreeMap::new();
		for (bank, position) in positions {
			add(&mut sums, bank, position)?;
		}
		let sum = sums.values().try_fold(0i128, |sum, position| sum.checked_add(*position));
		match sum.ok_or(NettingError::Overflow)? {
			0 => Ok(Self(sums)),
			_ => Err(NettingError::Unbalanced),
		}
	}

	/// The position of a bank; zero where it has none.
	pub fn of(&self, bank: BankIndex) -> Position {
		self.0.get(&bank).copied().unwrap_or_default()
	}

	/// Every bank with a position, by index.
	pub fn iter(&self) -> impl Iterator<Item = (BankIndex, Position)> + '_ {
		self.0.iter().map(|(bank, position)| (*bank, *position))
	}

	/// Whether nobody owes anything.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// The money that moves when these positions are settled: the sum of what is owed, which is
	/// half of the sum of all positions, signs left out.
	pub fn moved(&self) -> Result<Total, NettingError> {
		let owed = self.0.values().filter_map(|position| Total::try_from(*position).ok());
		owed.into_iter().try_fold(0u128, Total::checked_add).ok_or(NettingError::Overflow)
	}
}

/// Adds to the position of a bank; a bank at zero has none.
fn add(
	sums: &mut BTreeMap<BankIndex, Position>,
	bank: BankIndex,
	amount: Position,
) -> Result<(), NettingError> {
	match sums.entry(bank) {
		Entry::Vacant(_) if amount == 0 => {}
		Entry::Vacant(place) => {
			place.insert(amount);
		}
		Entry::Occupied(mut place) => {
			match place.get().checked_add(amount).ok_or(NettingError::Overflow)? {
				0 => {
					place.remove();
				}
				sum => {
					place.insert(sum);
				}
			}
		}
	}
	Ok(())
}

/// Nets obligations: each bank's position is what it owes less what it is owed.
///
/// The order of the obligations does not matter, and neither does it whether those of a pair come
/// one by one or as a sum.
pub fn net(obligations: impl IntoIterator<Item = Obligation>) -> Result<Positions, NettingError> {
	let mut sums = BTreeMap::new();
	for obligation in obligations {
		let Obligation { debtor, creditor, amount } = obligation.checked()?;
		let amount = Position::try_from(amount).map_err(|_| NettingError::Overflow)?;
		let credit = amount.checked_neg().ok_or(NettingError::Overflow)?;
		add(&mut sums, debtor, amount)?;
		add(&mut sums, creditor, credit)?;
	}
	Ok(Positions(sums))
}
