// SPDX-License-Identifier: Apache-2.0

//! The status bits of an account: what its bank or a supervisor set, until they take it back, and
//! freezes, which end by themselves (M7). The bits of the row are what any of them sets.

use crate::{
	account::{is_unclaimed, SignerOf},
	types::Reasons,
	AccountRow, Accounts, Config, Error, Event, Pallet, StatusReason, StatusReasons,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Participants, Signer},
	AccountFlags, AccountNo, ParticipantId, Role, Text,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_status(
		signer: SignerOf<T>,
		account: AccountNo,
		no_debit: bool,
		no_credit: bool,
		reason: Text,
	) -> DispatchResult {
		let row = Self::row(account)?;
		let by = signer.participant;
		let before = StatusReasons::<T>::get(account.key());
		let earlier = before.iter().find(|entry| entry.freeze.is_none());
		Self::ensure_may_change(by, &row, earlier.map(|earlier| earlier.by))?;
		let is_set = no_debit || no_credit;
		Self::ensure_can_be_set(&row, no_credit)?;
		ensure!(!is_set || !reason.is_empty(), Error::<T>::ReasonMissing);
		let now = StatusReason { no_debit, no_credit, reason: reason.clone(), by, freeze: None };
		let now = is_set.then_some(now);
		if now.as_ref() == earlier {
			return Ok(());
		}
		let mut after = before.clone();
		after.retain(|entry| entry.freeze.is_some());
		if let Some(now) = now {
			// There is one place more than freezes can take.
			after.try_push(now).map_err(|_| Error::<T>::TooManyFreezes)?;
		}

		Self::put_reasons(account, row, after);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::StatusSet { account, no_debit, no_credit, reason, by, key });
		Ok(())
	}

	/// An account that is closed takes no status, and an unclaimed one refuses no credit (O6).
	pub(crate) fn ensure_can_be_set(row: &AccountRow, no_credit: bool) -> Result<(), Error<T>> {
		ensure!(!row.flags.has(AccountFlags::CLOSED), Error::<T>::AccountClosed);
		ensure!(!(no_credit && is_unclaimed(row)), Error::<T>::UnclaimedStays);
		Ok(())
	}

	/// A supervisor may always; the account's bank may change what it set itself. `earlier` set what
	/// is changed.
	pub(crate) fn ensure_may_change(
		participant: ParticipantId,
		row: &AccountRow,
		earlier: Option<ParticipantId>,
	) -> Result<(), Error<T>> {
		let facts = T::Participants::facts(participant);
		if facts.is_some_and(|facts| facts.roles.has(Role::Supervisor)) {
			return Ok(());
		}
		let bank = T::Participants::bank_of(participant);
		ensure!(bank == Some(row.bank), Error::<T>::NotBankNorSupervisor);
		ensure!(earlier.is_none_or(|by| by == participant), Error::<T>::SetBySupervisor);
		Ok(())
	}

	/// Writes why status bits are set, and the row with the bits that any of it sets.
	pub(crate) fn put_reasons(account: AccountNo, row: AccountRow, reasons: Reasons) {
		let no_debit = reasons.iter().any(|entry| entry.no_debit);
		let no_credit = reasons.iter().any(|entry| entry.no_credit);
		let flags = row
			.flags
			.with(AccountFlags::NO_DEBIT, no_debit)
			.with(AccountFlags::NO_CREDIT, no_credit);
		Accounts::<T>::insert(account.key(), AccountRow { flags, ..row });
		if reasons.is_empty() {
			StatusReasons::<T>::remove(account.key());
		} else {
			StatusReasons::<T>::insert(account.key(), reasons);
		}
	}
}
