// SPDX-License-Identifier: Apache-2.0

//! What must always hold of what the ledger itself keeps on accounts.

use super::{is_of_type, Checked};
use crate::{
	hold::HoldSum, liens, Accounts, Config, DebtorsOf, Guarantees, HoldSums, Holds, LiensOf,
	Pallet, RemittedUpTo,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::prelude::*;
use split_ledger_primitives::{ports::Participants, AccountFlags, AccountType};

impl<T: Config> Pallet<T> {
	/// Checks every invariant of what the ledger keeps on accounts.
	pub(super) fn check_held() -> Checked {
		Self::guarantee_accounts_are_their_banks()?;
		Self::liens_stand_beside_their_flag()?;
		Self::liens_are_owed_between_accounts()?;
		Self::debtors_are_listed_with_their_creditors()?;
		Self::only_tax_is_remitted()?;
		Self::holds_add_up_beside_their_flag()?;
		Self::what_the_ledger_holds_is_held()
	}

	/// INV-LED-2 (R3): the flag of a row and its liens stand together; there is no empty list of them.
	fn liens_stand_beside_their_flag() -> Checked {
		for (key, row) in Accounts::<T>::iter() {
			let owes = row.flags.has(AccountFlags::LIEN);
			ensure!(owes == LiensOf::<T>::contains_key(key), "INV-LED-2: flag and liens differ");
		}
		for (key, liens) in LiensOf::<T>::iter() {
			ensure!(Accounts::<T>::contains_key(key), "INV-LED-2: liens without their account");
			ensure!(!liens.list.is_empty(), "INV-LED-2: liens of which there are none");
		}
		Ok(())
	}

	/// INV-LED-7 (R3): every lien is of an amount between two accounts of one currency, one for each
	/// creditor, order and leg; no more is collected than is owed, and a closed account has nothing.
	fn liens_are_owed_between_accounts() -> Checked {
		for (key, liens) in LiensOf::<T>::iter() {
			let debtor = Accounts::<T>::get(key).ok_or("INV-LED-7: a lien without its debtor")?;
			let mut owed = BTreeSet::new();
			for lien in &liens.list {
				ensure!(!lien.remaining.is_zero(), "INV-LED-7: a lien of nothing");
				let creditor = Accounts::<T>::get(lien.creditor.key());
				let creditor = creditor.ok_or("INV-LED-7: a lien without its creditor")?;
				let is_fit = key != lien.creditor.key() && debtor.currency == creditor.currency;
				ensure!(is_fit, "INV-LED-7: a lien to oneself or of another currency");
				let is_new = owed.insert((lien.creditor, lien.order, lien.leg));
				ensure!(is_new, "INV-LED-7: two liens that should be one");
			}
			let is_covered = liens.collected.total() <= liens.owed();
			ensure!(is_covered, "INV-LED-7: more was collected than is owed");
		}
		Ok(())
	}

	/// INV-LED-7 (R3): who owes to an account is listed with it, and nobody else.
	fn debtors_are_listed_with_their_creditors() -> Checked {
		let mut due = BTreeSet::new();
		for (debtor, liens) in LiensOf::<T>::iter() {
			due.extend(liens::creditors(&liens).into_iter().map(|who| (who.key(), debtor)));
		}
		for (creditor, debtor, ()) in DebtorsOf::<T>::iter() {
			let owes = due.remove(&(creditor, debtor));
			ensure!(owes, "INV-LED-7: listed as a debtor of an account to which it owes nothing");
		}
		ensure!(due.is_empty(), "INV-LED-7: a debtor that is not listed with its creditor");
		Ok(())
	}

	/// INV-LED-2 (P5): tax that was passed on is said of tax accounts alone.
	fn only_tax_is_remitted() -> Checked {
		for key in RemittedUpTo::<T>::iter_keys() {
			let row = Accounts::<T>::get(key).ok_or("INV-LED-2: remitted from no account")?;
			ensure!(is_of_type(&row, AccountType::Tax), "INV-LED-2: remitted, and yet no tax");
		}
		Ok(())
	}

	/// INV-LED-9 (M3): the sums of an account are those of its holds, each of which is of an amount and
	/// of a number that was given; the flag of the row is set exactly while there are some.
	fn holds_add_up_beside_their_flag() -> Checked {
		let mut sums = BTreeMap::new();
		for (key, number, hold) in Holds::<T>::iter() {
			ensure!(!hold.amount.is_zero(), "INV-LED-9: a hold of nothing");
			let given = HoldSums::<T>::get(key).given;
			ensure!(number < given, "INV-LED-9: a hold whose number was not given");
			let sum = sums.entry(key).or_insert(HoldSum { given, ..HoldSum::default() });
			let more = HoldSum { given, ..*sum }.with(hold.amount, hold.cause.kind());
			*sum = more.map(|more| HoldSum { given, ..more }).ok_or("INV-LED-9: too much")?;
			let is_known = T::Participants::facts(hold.by).is_some();
			ensure!(is_known, "INV-PAR: a hold of nobody known");
		}
		for (key, row) in Accounts::<T>::iter() {
			let kept = HoldSums::<T>::get(key);
			let sum =
				sums.remove(&key).unwrap_or(HoldSum { given: kept.given, ..HoldSum::default() });
			ensure!(kept == sum, "INV-LED-9: the sums of an account differ from its holds");
			ensure!(
				row.flags.has(AccountFlags::HOLDS) != kept.is_empty(),
				"INV-LED-9: flag and holds differ"
			);
		}
		ensure!(sums.is_empty(), "INV-LED-9: holds without their account");
		Ok(())
	}

	/// INV-ESC-1, as far as this pallet sees it: a row holds at least what the ledger itself keeps on
	/// it. The other direction needs the open orders: the runtime compares both.
	fn what_the_ledger_holds_is_held() -> Checked {
		for (account, amount) in Self::held_by_ledger() {
			ensure!(
				Self::held_of(account) >= amount,
				"INV-ESC-1: less is held than the ledger keeps"
			);
		}
		Ok(())
	}

	/// INV-LED-2 (R3): the account from which a bank advances is an open guarantee account of its own.
	fn guarantee_accounts_are_their_banks() -> Checked {
		for ((currency, bank), account) in Guarantees::<T>::iter() {
			let row = Accounts::<T>::get(account.key());
			let row = row.ok_or("INV-LED-2: a guarantee account has no row")?;
			let participant = T::Participants::bank(bank).map(|facts| facts.participant);
			let is_own = (row.currency, row.bank, Some(row.owner)) == (currency, bank, participant);
			let is_fit =
				is_of_type(&row, AccountType::Guarantee) && !row.flags.has(AccountFlags::CLOSED);
			ensure!(is_own && is_fit, "INV-LED-2: a guarantee account is another's, or closed");
		}
		Ok(())
	}
}
