// SPDX-License-Identifier: Apache-2.0

use crate::{
	account::{is_unclaimed, SignerOf},
	AccountRow, Accounts, Config, Error, Event, Pallet, StatusReason, StatusReasons,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Participants, Signer},
	AccountFlags, AccountNo, Role, Text,
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
		let earlier = StatusReasons::<T>::get(account.key());
		Self::ensure_may_set(&signer, &row, earlier.as_ref())?;
		ensure!(!row.flags.has(AccountFlags::CLOSED), Error::<T>::AccountClosed);
		ensure!(!(no_credit && is_unclaimed(&row)), Error::<T>::UnclaimedStays);
		let is_set = no_debit || no_credit;
		ensure!(!is_set || !reason.is_empty(), Error::<T>::ReasonMissing);
		let flags = row
			.flags
			.with(AccountFlags::NO_DEBIT, no_debit)
			.with(AccountFlags::NO_CREDIT, no_credit);
		let now = is_set.then(|| StatusReason {
			reason: reason.clone(),
			by: signer.participant,
			until: None,
		});
		if flags == row.flags && now == earlier {
			return Ok(());
		}

		Accounts::<T>::insert(account.key(), AccountRow { flags, ..row });
		StatusReasons::<T>::set(account.key(), now);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::StatusSet { account, no_debit, no_credit, reason, by, key });
		Ok(())
	}

	/// A supervisor may always; the account's bank may unless a supervisor spoke last.
	fn ensure_may_set(
		signer: &SignerOf<T>,
		row: &AccountRow,
		earlier: Option<&StatusReason>,
	) -> Result<(), Error<T>> {
		let facts = T::Participants::facts(signer.participant);
		if facts.is_some_and(|facts| facts.roles.has(Role::Supervisor)) {
			return Ok(());
		}
		let bank = T::Participants::bank_of(signer.participant);
		ensure!(bank == Some(row.bank), Error::<T>::NotBankNorSupervisor);
		let own = earlier.is_none_or(|earlier| earlier.by == signer.participant);
		ensure!(own, Error::<T>::SetBySupervisor);
		Ok(())
	}
}
