// SPDX-License-Identifier: Apache-2.0

//! What the clock is to look at, and when: append-only pages by minute, and the debtors that were
//! credited since the last block.

use crate::{
	posting::Book, types::Hint, Config, Credited, DebtorHints, HintCount, HintPages, Pallet,
};
use frame::prelude::{defensive, DispatchResult};
use split_ledger_primitives::{
	limits::EXPIRY_PAGE_ORDERS,
	ports::{Clock, LedgerBook},
	AccountFlags, AccountNo,
};

impl<T: Config> Pallet<T> {
	/// Lets the clock look at something once `minute` is over.
	pub(crate) fn hint(minute: u32, hint: Hint) {
		let count = HintCount::<T>::get(minute);
		let page = count.checked_div(EXPIRY_PAGE_ORDERS).unwrap_or_default();
		if HintPages::<T>::try_append(minute, page, hint).is_err() {
			defensive!("a page takes as many hints as the count leaves room for");
		}
		HintCount::<T>::insert(minute, count.saturating_add(1));
	}

	/// Lets the clock look at a new debtor from the next minute on, ever more rarely. One that owes
	/// already is looked at within the hour.
	pub(crate) fn watch(debtor: AccountNo) {
		if !DebtorHints::<T>::contains_key(debtor) {
			Self::watch_again(debtor, T::Clock::now().minute());
		}
	}

	/// Lets the clock look at a debtor once `minute` is over.
	pub(crate) fn watch_again(debtor: AccountNo, minute: u32) {
		DebtorHints::<T>::insert(debtor, minute);
		Self::hint(minute, Hint::Debtor(debtor));
	}

	/// Lets the clock collect in the next block from those of these accounts from which something is
	/// owed (R3). Where the list is full, it collects when it looks at the debtor again.
	pub(crate) fn note_credits(
		book: &mut Book<T>,
		accounts: impl Iterator<Item = AccountNo>,
	) -> DispatchResult {
		let mut list = None;
		for account in accounts {
			if !book.account(account)?.flags.has(AccountFlags::LIEN) {
				continue;
			}
			let list = list.get_or_insert_with(Credited::<T>::get);
			if !list.contains(&account) && list.try_push(account).is_err() {
				break;
			}
		}
		if let Some(list) = list {
			Credited::<T>::put(list);
		}
		Ok(())
	}
}
