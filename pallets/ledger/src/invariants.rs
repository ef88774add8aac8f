// SPDX-License-Identifier: Apache-2.0

//! What must always hold of the ledger, by the numbers of `docs/invariants.md`.

#![cfg(any(feature = "std", feature = "try-runtime"))]

mod held;
mod status;

use crate::{
	AccountRow, Accounts, AccountsOf, AllowedBanks, Config, NextAccount, Pallet, Totals, Unclaimed,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use split_ledger_primitives::{
	ports::{Clearing, Participants},
	AccountFlags, AccountNo, AccountType, BankIndex, BankSet, Currency, Position, Role, Total,
};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the ledger. It walks all rows.
	pub fn check_invariants() -> Checked {
		Self::balances_of_a_currency_are_what_was_issued()?;
		Self::balances_of_a_bank_are_what_it_issued_and_received()?;
		Self::rows_and_owners_name_each_other()?;
		Self::flags_mirror_owners()?;
		Self::rows_can_take_back_what_they_hold()?;
		Self::numbers_are_contiguous()?;
		Self::platforms_take_fees_only()?;
		Self::every_bank_with_accounts_has_its_unclaimed_account()?;
		Self::leave_was_given_by_participants_to_banks()?;
		Self::check_status()?;
		Self::check_held()
	}

	/// INV-LED-1, first half: per currency, what is on the rows is what was issued and not redeemed.
	fn balances_of_a_currency_are_what_was_issued() -> Checked {
		let mut balances = BTreeMap::<Currency, Position>::new();
		for ((currency, _), balance) in Self::balances()? {
			add(balances.entry(currency).or_default(), balance)?;
		}
		for ((currency, _), totals) in Totals::<T>::iter() {
			let balance = balances.entry(currency).or_default();
			subtract(balance, position(totals.issued)?)?;
			add(balance, position(totals.redeemed)?)?;
		}
		let is_even = balances.values().all(|balance| *balance == 0);
		ensure!(is_even, "INV-LED-1: balances of a currency differ from issued less redeemed");
		Ok(())
	}

	/// INV-LED-1, second half: per bank, what is on its rows is what it issued, less what it
	/// redeemed, less what it sent to other banks and did not receive from them.
	fn balances_of_a_bank_are_what_it_issued_and_received() -> Checked {
		let mut balances = Self::balances()?;
		for (key, totals) in Totals::<T>::iter() {
			let balance = balances.entry(key).or_default();
			subtract(balance, position(totals.issued)?)?;
			add(balance, position(totals.redeemed)?)?;
		}
		for ((currency, bank), mut balance) in balances {
			add(&mut balance, T::Clearing::sent_less_received(currency, bank))?;
			ensure!(
				balance == 0,
				"INV-LED-1: balances of a bank differ from what it owes for them"
			);
		}
		Ok(())
	}

	/// INV-LED-2 and LED-5: each row is listed once with its owner, and each number listed has a row
	/// of that owner.
	fn rows_and_owners_name_each_other() -> Checked {
		let mut listed = BTreeSet::<AccountNo>::new();
		for (owner, accounts) in AccountsOf::<T>::iter() {
			for account in accounts {
				let row = Accounts::<T>::get(account.key());
				let is_owners = row.is_some_and(|row| row.owner == owner);
				ensure!(is_owners, "INV-LED-2: a listed account is not the owner's");
				ensure!(listed.insert(account), "INV-LED-2: an account is listed twice");
			}
		}
		let is_complete = Accounts::<T>::iter_keys().all(|key| listed.contains(&key.number()));
		ensure!(is_complete, "INV-LED-2: an account is not listed with its owner");
		Ok(())
	}

	/// INV-LED-2: the flags of a row mirror its owner, who is known (INV-PAR), and its type is one.
	fn flags_mirror_owners() -> Checked {
		for row in Accounts::<T>::iter_values() {
			ensure!(row.flags.account_type().is_some(), "INV-LED-2: an account has no type");
			let owner = T::Participants::facts(row.owner)
				.ok_or("INV-PAR: the owner of an account is not known")?;
			let mirror = row.flags.mirroring(owner.roles, owner.suspended, owner.self_operated);
			ensure!(row.flags == mirror, "INV-LED-2: flags differ from their owner");
		}
		Ok(())
	}

	/// INV-LED-3: amounts are never below zero by their type; what a row holds it can take back, and
	/// a closed one has nothing.
	fn rows_can_take_back_what_they_hold() -> Checked {
		for row in Accounts::<T>::iter_values() {
			let balance = row.available.checked_add(row.held);
			let balance = balance.ok_or("INV-LED-3: a row has more than it can hold")?;
			let is_closed = row.flags.has(AccountFlags::CLOSED);
			ensure!(balance.is_zero() || !is_closed, "INV-LED-3: a closed account has money");
		}
		Ok(())
	}

	/// INV-LED-5: numbers are given once each, from 0 on, so the next one counts the rows.
	fn numbers_are_contiguous() -> Checked {
		let next = NextAccount::<T>::get();
		let mut count = 0u64;
		for key in Accounts::<T>::iter_keys() {
			ensure!(key.number().0 < next, "INV-LED-5: a number was used before it was given");
			count = count.checked_add(1).ok_or("INV-LED-5: overflow")?;
		}
		ensure!(count == next, "INV-LED-5: the count of rows differs from the numbers given");
		Ok(())
	}

	/// INV-LED-6, as far as state shows: an account of a platform that is not self-operated takes
	/// fees only.
	fn platforms_take_fees_only() -> Checked {
		for row in Accounts::<T>::iter_values() {
			let owner = T::Participants::facts(row.owner)
				.ok_or("INV-PAR: the owner of an account is not known")?;
			let is_platform = owner.roles.has(Role::Platform) && !owner.self_operated;
			let takes_more = is_platform && !row.flags.has(AccountFlags::FEE_ONLY);
			ensure!(!takes_more, "INV-LED-6: the account of a platform takes more than fees");
		}
		Ok(())
	}

	/// INV-LED-2: a bank with accounts in a currency has one open unclaimed account there, its own.
	fn every_bank_with_accounts_has_its_unclaimed_account() -> Checked {
		for row in Accounts::<T>::iter_values() {
			let has_one = Unclaimed::<T>::contains_key((row.currency, row.bank));
			ensure!(has_one, "INV-LED-2: a bank has no unclaimed account");
		}
		let mut unclaimed = BTreeSet::new();
		for ((currency, bank), account) in Unclaimed::<T>::iter() {
			let row = Accounts::<T>::get(account.key());
			let row = row.ok_or("INV-LED-2: an unclaimed account has no row")?;
			let participant = T::Participants::bank(bank).map(|facts| facts.participant);
			let is_own = (row.currency, row.bank, Some(row.owner)) == (currency, bank, participant);
			ensure!(is_own, "INV-LED-2: an unclaimed account is not its bank's");
			let is_open = !row.flags.has(AccountFlags::CLOSED)
				&& !row.flags.has(AccountFlags::NO_CREDIT)
				&& is_of_type(&row, AccountType::Unclaimed);
			ensure!(is_open, "INV-LED-2: an unclaimed account does not take what is unclaimed");
			unclaimed.insert(account);
		}
		let is_complete = Accounts::<T>::iter()
			.filter(|(_, row)| is_of_type(row, AccountType::Unclaimed))
			.all(|(key, _)| unclaimed.contains(&key.number()));
		ensure!(is_complete, "INV-LED-2: a bank has a second unclaimed account");
		Ok(())
	}

	/// INV-PAR: who lets banks open accounts for it is known, and so are they; there is no row
	/// without a bank.
	fn leave_was_given_by_participants_to_banks() -> Checked {
		for (owner, banks) in AllowedBanks::<T>::iter() {
			let is_known = T::Participants::facts(owner).is_some();
			ensure!(is_known, "INV-PAR: a bank is allowed by nobody known");
			ensure!(banks != BankSet::default(), "INV-PAR: a row in which no bank is allowed");
			let all_known = (0..=u8::MAX)
				.map(BankIndex)
				.filter(|bank| banks.has(*bank))
				.all(|bank| T::Participants::bank(bank).is_some());
			ensure!(all_known, "INV-PAR: a bank that nobody knows is allowed");
		}
		Ok(())
	}

	/// All that is on the rows of a bank in a currency.
	fn balances() -> Result<BTreeMap<(Currency, BankIndex), Position>, TryRuntimeError> {
		let mut balances = BTreeMap::new();
		for row in Accounts::<T>::iter_values() {
			let balance = balances.entry((row.currency, row.bank)).or_default();
			add(balance, row.available.position())?;
			add(balance, row.held.position())?;
		}
		Ok(balances)
	}
}

fn is_of_type(row: &AccountRow, account_type: AccountType) -> bool {
	row.flags.account_type() == Some(account_type)
}

fn position(total: Total) -> Result<Position, TryRuntimeError> {
	Position::try_from(total).map_err(|_| "INV-LED-1: a total is out of range".into())
}

fn add(sum: &mut Position, term: Position) -> Checked {
	*sum = sum.checked_add(term).ok_or("INV-LED-1: a sum is out of range")?;
	Ok(())
}

fn subtract(sum: &mut Position, term: Position) -> Checked {
	*sum = sum.checked_sub(term).ok_or("INV-LED-1: a sum is out of range")?;
	Ok(())
}
