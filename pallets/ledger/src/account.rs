// SPDX-License-Identifier: Apache-2.0

use crate::{
	AccountRow, Accounts, AccountsOf, Config, Error, Event, Guarantees, NextAccount, Pallet,
	Unclaimed,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Clearing, ParticipantFacts, Participants, Signer},
	AccountFlags, AccountNo, AccountType, BankIndex, BankStatus, Currency, ParticipantId, Role,
};

/// The signer of a call of this chain.
pub(crate) type SignerOf<T> = Signer<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_account(
		signer: SignerOf<T>,
		owner: ParticipantId,
		currency: Currency,
		account_type: AccountType,
		accepts_anyone: bool,
	) -> DispatchResult {
		let bank = Self::bank_of(&signer)?;
		Self::ensure_active(bank)?;
		ensure!(T::Clearing::knows(currency), Error::<T>::UnknownCurrency);
		let facts = T::Participants::facts(owner).ok_or(Error::<T>::UnknownOwner)?;
		ensure!(!facts.suspended, Error::<T>::OwnerSuspended);
		Self::ensure_type_fits(account_type, &facts, signer.participant == owner)?;
		Self::ensure_allowed(bank, signer.participant, owner, &facts)?;
		let is_unclaimed = account_type == AccountType::Unclaimed;
		let has_unclaimed = Unclaimed::<T>::contains_key((currency, bank));
		ensure!(!(is_unclaimed && has_unclaimed), Error::<T>::UnclaimedExists);
		let flags =
			flags_of(account_type, &facts).with(AccountFlags::ACCEPTS_ANYONE, accepts_anyone);
		let asked_for = AccountRow::new(owner, bank, currency, flags);
		let is_missing = !is_unclaimed && !has_unclaimed;
		let missing = is_missing.then(|| Self::unclaimed_row(signer.participant, bank, currency));
		let rows: Vec<_> = missing.transpose()?.into_iter().chain([asked_for]).collect();

		let opened = Self::put_new_rows(&rows)?;

		for (account, row) in opened {
			Self::tell_opened(account, row, &signer);
		}
		Ok(())
	}

	/// Whether an owner can have an account of this type at a bank that is, or is not, itself.
	fn ensure_type_fits(
		account_type: AccountType,
		owner: &ParticipantFacts,
		is_own: bool,
	) -> Result<(), Error<T>> {
		let is_tax = owner.roles.has(Role::Tax);
		match account_type {
			AccountType::Current => ensure!(!is_tax, Error::<T>::WrongAccountType),
			AccountType::Tax => ensure!(is_tax, Error::<T>::WrongAccountType),
			AccountType::Unclaimed | AccountType::PassThrough | AccountType::Guarantee => {
				ensure!(is_own, Error::<T>::NotForCustomers)
			}
		}
		Ok(())
	}

	/// The row of a bank's account for money that nobody could be paid.
	fn unclaimed_row(
		participant: ParticipantId,
		bank: BankIndex,
		currency: Currency,
	) -> Result<AccountRow, Error<T>> {
		let facts = T::Participants::facts(participant).ok_or(Error::<T>::UnknownOwner)?;
		let flags = flags_of(AccountType::Unclaimed, &facts);
		Ok(AccountRow::new(participant, bank, currency, flags))
	}

	/// Gives each row the next number, and a place among its owner's and its bank's. A refusal
	/// changes nothing.
	pub(crate) fn put_new_rows(
		rows: &[AccountRow],
	) -> Result<Vec<(AccountNo, AccountRow)>, Error<T>> {
		let mut next = NextAccount::<T>::get();
		let mut opened = Vec::new();
		let mut lists = BTreeMap::new();
		for row in rows {
			let account = AccountNo(next);
			next = next.checked_add(1).ok_or(Error::<T>::Overflow)?;
			let list = lists.entry(row.owner).or_insert_with(|| AccountsOf::<T>::get(row.owner));
			list.try_push(account).map_err(|_| Error::<T>::TooManyAccounts)?;
			opened.push((account, *row));
		}

		NextAccount::<T>::put(next);
		for (owner, list) in lists {
			AccountsOf::<T>::insert(owner, list);
		}
		for (account, row) in &opened {
			Accounts::<T>::insert(account.key(), row);
			if is_unclaimed(row) {
				Unclaimed::<T>::insert((row.currency, row.bank), account);
			}
			if is_guarantee(row) {
				let first = Guarantees::<T>::get((row.currency, row.bank)).unwrap_or(*account);
				Guarantees::<T>::insert((row.currency, row.bank), first);
			}
		}
		Ok(opened)
	}

	fn tell_opened(account: AccountNo, row: AccountRow, signer: &SignerOf<T>) {
		Self::deposit_event(Event::AccountOpened {
			account,
			owner: row.owner,
			bank: row.bank,
			currency: row.currency,
			account_type: row.flags.account_type().unwrap_or_default(),
			accepts_anyone: row.flags.has(AccountFlags::ACCEPTS_ANYONE),
			by: signer.participant,
			key: signer.key.clone(),
		});
	}

	pub(crate) fn do_close_account(signer: SignerOf<T>, account: AccountNo) -> DispatchResult {
		let bank = Self::bank_of(&signer)?;
		let row = Self::row_at(account, bank)?;
		ensure!(!row.flags.has(AccountFlags::CLOSED), Error::<T>::AccountClosed);
		ensure!(!is_unclaimed(&row), Error::<T>::UnclaimedStays);
		ensure!(row.available.is_zero() && row.held.is_zero(), Error::<T>::NotEmpty);
		ensure!(!row.flags.has(AccountFlags::LIEN), Error::<T>::OwesLiens);

		let flags = row.flags.with(AccountFlags::CLOSED, true);
		Accounts::<T>::insert(account.key(), AccountRow { flags, ..row });
		let place = (row.currency, row.bank);
		if is_guarantee(&row) && Guarantees::<T>::get(place) == Some(account) {
			Guarantees::<T>::remove(place);
		}

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::AccountClosed { account, by, key });
		Ok(())
	}

	/// The bank that the signer is.
	pub(crate) fn bank_of(signer: &SignerOf<T>) -> Result<BankIndex, Error<T>> {
		T::Participants::bank_of(signer.participant).ok_or(Error::<T>::NotABank)
	}

	/// Whether a bank takes anything new (P2).
	pub(crate) fn ensure_active(bank: BankIndex) -> Result<(), Error<T>> {
		let facts = T::Participants::bank(bank).ok_or(Error::<T>::NotABank)?;
		ensure!(facts.status == BankStatus::Active, Error::<T>::BankNotActive);
		Ok(())
	}

	/// The row of an account, or why there is none.
	pub(crate) fn row(account: AccountNo) -> Result<AccountRow, Error<T>> {
		Accounts::<T>::get(account.key()).ok_or(Error::<T>::UnknownAccount)
	}

	/// The row of an account that must be at `bank`.
	pub(crate) fn row_at(account: AccountNo, bank: BankIndex) -> Result<AccountRow, Error<T>> {
		let row = Self::row(account)?;
		ensure!(row.bank == bank, Error::<T>::OtherBank);
		Ok(row)
	}
}

/// The flags of a new account.
pub(crate) fn flags_of(account_type: AccountType, owner: &ParticipantFacts) -> AccountFlags {
	AccountFlags::of_type(account_type).mirroring(owner.roles, owner.suspended, owner.self_operated)
}

/// Whether the account takes what nobody could be paid.
pub(crate) fn is_unclaimed(row: &AccountRow) -> bool {
	row.flags.account_type() == Some(AccountType::Unclaimed)
}

/// Whether the account is one from which its bank advances for its customers (R3).
pub(crate) fn is_guarantee(row: &AccountRow) -> bool {
	row.flags.account_type() == Some(AccountType::Guarantee)
}
