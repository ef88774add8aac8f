// SPDX-License-Identifier: Apache-2.0

//! What is owed to an account, asked by the creditor.

use crate::{mock::*, DebtorsOf};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook},
	AccountNo, Amount,
};

/// Who owes how much to an account.
fn owed_to(creditor: AccountNo, after: Option<AccountNo>, limit: u32) -> Vec<(AccountNo, u64)> {
	let owed = Ledger::liens_to(creditor, after, limit);
	owed.into_iter().map(|owed| (owed.debtor, owed.remaining.0)).collect()
}

fn in_item(act: impl FnOnce(&mut crate::Book<Test>) -> DispatchResult) {
	let mut book = Ledger::open_book();
	book.begin();
	assert_ok!(act(&mut book));
	assert_ok!(book.accept());
	book.commit();
}

#[test]
fn a_creditor_asks_page_by_page_what_is_owed_to_it() {
	World::new().run(|| {
		let debtors: Vec<_> = (0..5).map(|_| open(BANK_A, SHOP, CNY)).collect();
		let (buyer, other) = (open(BANK_A, BUYER, CNY), open(BANK_B, VENDOR, CNY));
		for (amount, debtor) in (1u64..).zip(&debtors) {
			lay_lien(*debtor, buyer, amount);
		}
		lay_lien(debtors[2], other, 30);

		let all: Vec<_> = debtors.iter().copied().zip(1u64..).collect();
		assert_eq!(owed_to(buyer, None, 100), all);
		assert_eq!(owed_to(buyer, None, 2), all[..2]);
		assert_eq!(owed_to(buyer, Some(debtors[1]), 2), all[2..4]);
		assert_eq!(owed_to(buyer, Some(debtors[4]), 2), []);
		assert_eq!(owed_to(buyer, None, 0), []);
		assert_eq!(owed_to(other, None, 100), [(debtors[2], 30)]);
		assert_eq!(owed_to(debtors[0], None, 100), []);
	});
}

#[test]
fn a_debtor_is_listed_until_the_last_of_what_it_owes_the_creditor() {
	World::new().run(|| {
		let (shop, buyer) = (open(BANK_A, SHOP, CNY), funded(BANK_A, BUYER, 100));
		lay_lien(shop, buyer, 50);
		in_item(|book| book.lay_lien(shop, split_lien(buyer, 7)));
		assert_eq!(owed_to(buyer, None, 100), [(shop, 50), (shop, 7)]);

		issue(BANK_A, shop, 50);
		let collect = |amount| Entry::Collect { from: shop, lien: 0, amount: Amount(amount) };
		assert_ok!(post(&[collect(20)]));
		assert_eq!(owed_to(buyer, None, 100), [(shop, 30), (shop, 7)]);
		assert_ok!(post(&[collect(30)]));
		assert_eq!(owed_to(buyer, None, 100), [(shop, 7)]);
		in_item(|book| book.end_lien(shop, 0));
		assert_eq!(owed_to(buyer, None, 100), []);
		assert_eq!(DebtorsOf::<Test>::iter().count(), 0);
	});
}

/// The same creditor, for another leg.
fn split_lien(creditor: AccountNo, amount: u64) -> split_ledger_primitives::ports::Lien {
	split_ledger_primitives::ports::Lien { leg: 2, ..lien(creditor, amount) }
}
