// SPDX-License-Identifier: Apache-2.0

//! What is owed from an account to whoever advanced for its owner (R3): pure functions of a row and
//! its liens. What was collected is held, and never more than what is owed.

use crate::{types::RowError, AccountRow, Config, DebtorsOf, Error, LiensOf, Pallet};
use alloc::collections::BTreeSet;
use split_ledger_primitives::{
	ports::{Lien, Liens},
	AccountFlags, AccountNo, Amount, Moment,
};

/// What the liens of an account cannot do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LienError {
	/// There are as many as there can be.
	TooMany,
	/// None is at this place.
	NotThere,
	/// Less is owed by it.
	MoreThanOwed,
	/// Less was collected.
	NotEnoughCollected,
	/// The sum of what is owed to one creditor for one leg is no amount.
	Overflow,
	/// The row could not.
	Row(RowError),
}

impl From<RowError> for LienError {
	fn from(error: RowError) -> Self {
		Self::Row(error)
	}
}

/// A credit: what is owed and not collected yet is set aside, the rest becomes available.
pub(crate) fn credit(
	row: AccountRow,
	mut liens: Liens,
	amount: Amount,
) -> Result<(AccountRow, Liens), RowError> {
	let row = row.credit(amount)?;
	// Never more is collected than is owed, so nothing is cut off.
	let missing = liens.owed().saturating_sub(liens.collected.total());
	let part = amount.min(Amount(u64::try_from(missing).unwrap_or(u64::MAX)));
	liens.collected = liens.collected.checked_add(part).ok_or(RowError::Full)?;
	Ok((row.set_aside(part)?, liens))
}

/// One lien more. What is owed to the same creditor for the same leg of the same order joins the lien
/// that stands, keeps its place, and ends with the later of both.
pub(crate) fn lay(mut liens: Liens, lien: Lien) -> Result<Liens, LienError> {
	let is_same = |other: &&mut Lien| {
		(other.creditor, other.order, other.leg) == (lien.creditor, lien.order, lien.leg)
	};
	match liens.list.iter_mut().find(is_same) {
		Some(standing) => {
			let sum = standing.remaining.checked_add(lien.remaining);
			standing.remaining = sum.ok_or(LienError::Overflow)?;
			standing.deadline = Moment(standing.deadline.0.max(lien.deadline.0));
		}
		None => liens.list.try_push(lien).map_err(|_| LienError::TooMany)?,
	}
	Ok(liens)
}

/// The lien at a place.
pub(crate) fn at(liens: &Liens, place: u8) -> Result<Lien, LienError> {
	liens.list.get(usize::from(place)).copied().ok_or(LienError::NotThere)
}

/// Pays `amount` of the lien at a place out of what was collected.
pub(crate) fn collect(
	row: AccountRow,
	mut liens: Liens,
	place: u8,
	amount: Amount,
) -> Result<(AccountRow, Liens), LienError> {
	let lien = liens.list.get_mut(usize::from(place)).ok_or(LienError::NotThere)?;
	lien.remaining = lien.remaining.checked_sub(amount).ok_or(LienError::MoreThanOwed)?;
	let collected = liens.collected.checked_sub(amount);
	liens.collected = collected.ok_or(LienError::NotEnoughCollected)?;
	liens.list.retain(|lien| !lien.remaining.is_zero());
	Ok((flagged(row.debit_held(amount)?, &liens), liens))
}

/// Ends the lien at a place. What was collected and is not owed to others becomes available.
pub(crate) fn end(
	row: AccountRow,
	mut liens: Liens,
	place: u8,
) -> Result<(AccountRow, Liens), LienError> {
	at(&liens, place)?;
	liens.list.remove(usize::from(place));
	let owed = Amount(u64::try_from(liens.owed()).unwrap_or(u64::MAX));
	let kept = liens.collected.min(owed);
	let left_over = liens.collected.checked_sub(kept).unwrap_or_default();
	liens.collected = kept;
	Ok((flagged(row.free(left_over)?, &liens), liens))
}

/// The row with the flag that says whether something is owed.
pub(crate) fn flagged(row: AccountRow, liens: &Liens) -> AccountRow {
	let flags = row.flags.with(AccountFlags::LIEN, !liens.list.is_empty());
	AccountRow { flags, ..row }
}

/// Whom something is owed to.
pub(crate) fn creditors(liens: &Liens) -> BTreeSet<AccountNo> {
	liens.list.iter().map(|lien| lien.creditor).collect()
}

impl<T: Config> Pallet<T> {
	/// What is owed from an account. Only a row whose flag says so has more to read.
	pub(crate) fn liens_beside(account: AccountNo, row: &AccountRow) -> Liens {
		if row.flags.has(AccountFlags::LIEN) {
			LiensOf::<T>::get(account.key()).unwrap_or_default()
		} else {
			Liens::default()
		}
	}

	/// Writes what is owed from an account, or that nothing is any more, and who its creditors are.
	pub(crate) fn put_liens(account: AccountNo, liens: Liens) {
		let before = creditors(&LiensOf::<T>::get(account.key()).unwrap_or_default());
		let after = creditors(&liens);
		for creditor in before.difference(&after) {
			DebtorsOf::<T>::remove(creditor.key(), account.key());
		}
		for creditor in after.difference(&before) {
			DebtorsOf::<T>::insert(creditor.key(), account.key(), ());
		}
		if liens.list.is_empty() {
			LiensOf::<T>::remove(account.key());
		} else {
			LiensOf::<T>::insert(account.key(), liens);
		}
	}
}

impl<T: Config> From<LienError> for Error<T> {
	fn from(error: LienError) -> Self {
		match error {
			LienError::TooMany => Self::TooManyLiens,
			LienError::NotThere => Self::NoSuchLien,
			LienError::MoreThanOwed => Self::MoreThanOwed,
			LienError::NotEnoughCollected => Self::NotEnoughCollected,
			LienError::Overflow => Self::Overflow,
			LienError::Row(error) => error.into(),
		}
	}
}
