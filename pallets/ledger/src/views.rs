// SPDX-License-Identifier: Apache-2.0

//! What the chain answers when it is asked about accounts.

use crate::{
	Accounts, AccountsOf, BankTotals, Config, DebtorsOf, Hold, Holds, LiensOf, Pallet,
	StatusReason, StatusReasons, Totals,
};
use alloc::{collections::BTreeMap, vec::Vec};
use split_ledger_primitives::{
	limits::ACCOUNTS_MAX,
	ports::{Lien, Liens},
	views::{AccountView, HoldView, LienView, LiensView, OwedView, RestraintView},
	AccountKey, AccountNo, Amount, BankIndex, Currency, ParticipantId,
};

impl<T: Config> Pallet<T> {
	/// An account; `None` for a number that the chain never gave.
	pub fn account(account: AccountNo) -> Option<AccountView> {
		Accounts::<T>::get(account.key()).map(|row| row.view(account))
	}

	/// The accounts of a participant in the order of their opening, from the place `from` on, at most
	/// `limit` and never more than 64.
	pub fn accounts_of(participant: ParticipantId, from: u32, limit: u32) -> Vec<AccountView> {
		let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
		AccountsOf::<T>::get(participant)
			.into_iter()
			.skip(place(from))
			.take(place(limit.min(ACCOUNTS_MAX)))
			.filter_map(Self::account)
			.collect()
	}

	/// What a bank issued and redeemed in a currency, over all time.
	pub fn totals(currency: Currency, bank: BankIndex) -> BankTotals {
		Totals::<T>::get((currency, bank))
	}

	/// Why the status bits of an account are set: the status without an end, and freezes.
	pub fn status_reasons(account: AccountNo) -> Vec<StatusReason> {
		StatusReasons::<T>::get(account.key()).into_inner()
	}

	/// What is held on an account, all kinds together; nothing on one that does not exist. For the
	/// invariants of whoever made the holds.
	pub fn held_of(account: AccountNo) -> Amount {
		Accounts::<T>::get(account.key()).map_or(Amount::ZERO, |row| row.held)
	}

	/// Every account on which something is held. For the invariants of whoever made the holds: it
	/// walks all rows.
	pub fn held() -> impl Iterator<Item = (AccountNo, Amount)> {
		Accounts::<T>::iter()
			.filter(|(_, row)| !row.held.is_zero())
			.map(|(key, row): (AccountKey, _)| (key.number(), row.held))
	}

	/// What is owed from an account to whoever advanced for its owner, the oldest first (R3).
	pub fn liens_of(account: AccountNo) -> Liens {
		LiensOf::<T>::get(account.key()).unwrap_or_default()
	}

	/// What credits brought for the liens of an account and is still held.
	pub fn collected_on(account: AccountNo) -> Amount {
		Self::liens_of(account).collected
	}

	/// What the ledger itself holds on an account, by the numbers of the holds.
	pub fn holds_of(account: AccountNo) -> BTreeMap<u32, Hold> {
		Holds::<T>::iter_prefix(account.key()).collect()
	}

	/// What is owed from an account, for readers.
	pub fn liens_view(account: AccountNo) -> LiensView {
		let Liens { collected, list } = Self::liens_of(account);
		let view = |lien: Lien| {
			let Lien { creditor, order, leg, remaining, deadline } = lien;
			LienView { creditor, order, leg, remaining, deadline }
		};
		LiensView { collected, liens: list.into_iter().map(view).collect() }
	}

	/// What is owed to an account, by the numbers of the debtors after `after`, of at most `limit`
	/// debtors. Who asks on names the last debtor that was answered.
	pub fn liens_to(creditor: AccountNo, after: Option<AccountNo>, limit: u32) -> Vec<OwedView> {
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		let debtors = match after {
			None => DebtorsOf::<T>::iter_key_prefix(creditor.key()),
			Some(last) => {
				let from = DebtorsOf::<T>::hashed_key_for(creditor.key(), last.key());
				DebtorsOf::<T>::iter_key_prefix_from(creditor.key(), from)
			}
		};
		let owed = |debtor: AccountKey| {
			let liens = Self::liens_of(debtor.number()).list.into_iter();
			liens.filter(|lien| lien.creditor == creditor).map(move |lien| {
				let Lien { order, leg, remaining, deadline, .. } = lien;
				OwedView { debtor: debtor.number(), order, leg, remaining, deadline }
			})
		};
		debtors.take(limit).flat_map(owed).collect()
	}

	/// What the ledger itself holds on an account, for readers.
	pub fn holds_view(account: AccountNo) -> Vec<HoldView> {
		let holds = Self::holds_of(account).into_iter();
		holds.map(|(number, hold)| hold.view(number)).collect()
	}

	/// Why the status bits of an account are set, for readers.
	pub fn restraints_view(account: AccountNo) -> Vec<RestraintView> {
		Self::status_reasons(account).into_iter().map(StatusReason::view).collect()
	}

	/// What each account holds for this pallet itself: what was collected for liens, holds of courts
	/// and redemption requests. Together with
	/// what orders hold it is all that is held (INV-ESC-1).
	pub fn held_by_ledger() -> BTreeMap<AccountNo, Amount> {
		let mut held = BTreeMap::new();
		for (key, liens) in LiensOf::<T>::iter() {
			add(&mut held, key, liens.collected);
		}
		for (key, _, hold) in Holds::<T>::iter() {
			add(&mut held, key, hold.amount);
		}
		held
	}
}

/// Adds to what is held on an account; nothing is not listed. The row holds the sum, so it fits.
fn add(held: &mut BTreeMap<AccountNo, Amount>, key: AccountKey, amount: Amount) {
	if !amount.is_zero() {
		let sum = held.entry(key.number()).or_default();
		*sum = sum.checked_add(amount).unwrap_or(Amount::MAX);
	}
}
