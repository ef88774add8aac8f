// SPDX-License-Identifier: Apache-2.0

//! Items: all of one or nothing, and each row once.

use crate::{mock::*, AccountRow, Accounts, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook},
	AccountNo, Amount, Purpose,
};

fn pay(from: AccountNo, to: AccountNo, amount: u64) -> Entry {
	Entry::Pay { from, to, amount: Amount(amount), purpose: Purpose::Transfer }
}

fn available(book: &mut impl LedgerBook, account: AccountNo) -> u64 {
	book.account(account).unwrap().available.0
}

fn owed() -> Vec<i128> {
	neighbours(|all| all.sent_less_received.values().copied().collect())
}

#[test]
fn a_bad_item_in_the_middle_leaves_nothing_behind() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		let carrier = open(BANK_C, BUYER, CNY);
		let mut book = Ledger::open_book();

		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 10)));
		assert_ok!(book.accept());

		book.begin();
		assert_ok!(book.enter(pay(buyer, carrier, 20)));
		assert_ok!(book.enter(pay(shop, carrier, 10)));
		let short = book.enter(pay(shop, carrier, 1));
		assert_eq!(short, Err(Error::<Test>::NotEnoughAvailable.into()));
		book.discard();

		book.begin();
		assert_ok!(book.enter(pay(buyer, carrier, 90)));
		assert_ok!(book.accept());
		book.commit();

		assert_eq!((balance(buyer), balance(shop), balance(carrier)), ((0, 0), (10, 0), (90, 0)));
		assert_eq!(owed(), [100, -10, -90]);
		let postings = [buyer, shop, carrier].map(|no| Ledger::account(no).unwrap().postings);
		assert_eq!(postings, [3, 1, 1]);
	});
}

#[test]
fn an_item_that_finds_no_cover_leaves_nothing_behind() {
	World::new().with_limit(A, 50).run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		let neighbour = open(BANK_A, SHOP, CNY);
		let mut book = Ledger::open_book();

		book.begin();
		assert_ok!(book.enter(pay(buyer, neighbour, 5)));
		assert_ok!(book.enter(pay(buyer, shop, 51)));
		assert_eq!(book.accept(), Err(NO_COVER));
		assert_eq!((available(&mut book, buyer), available(&mut book, neighbour)), (100, 0));

		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 50)));
		assert_ok!(book.accept());
		book.commit();
		assert_eq!((balance(buyer), balance(shop)), ((50, 0), (50, 0)));
	});
}

#[test]
fn cover_is_tested_on_the_net_of_the_item_and_of_those_before_it() {
	World::new().with_limit(A, 50).run(|| {
		let buyer = funded(BANK_A, BUYER, 200);
		let shop = funded(BANK_B, SHOP, 100);
		let mut book = Ledger::open_book();
		// 120 out and 80 in are 40.
		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 120)));
		assert_ok!(book.enter(pay(shop, buyer, 80)));
		assert_ok!(book.accept());
		// The item before counts.
		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 11)));
		assert_eq!(book.accept(), Err(NO_COVER));
		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 10)));
		assert_ok!(book.accept());
		book.commit();
		assert_eq!((balance(buyer), balance(shop)), ((150, 0), (150, 0)));
	});
}

#[test]
fn an_open_item_sees_itself_and_the_accepted_ones() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 100)));
		assert_eq!((available(&mut book, buyer), available(&mut book, shop)), (0, 100));
		// What came in a moment ago can go out again.
		assert_ok!(book.enter(pay(shop, buyer, 70)));
		assert_ok!(book.accept());
		assert_eq!((available(&mut book, buyer), available(&mut book, shop)), (70, 30));

		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 70)));
		book.discard();
		assert_eq!((available(&mut book, buyer), available(&mut book, shop)), (70, 30));
		book.commit();
		assert_eq!((balance(buyer), balance(shop)), ((70, 0), (30, 0)));
	});
}

#[test]
fn a_refused_entry_leaves_nothing_of_itself_in_its_item() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		let platform = open(BANK_C, PLATFORM, CNY);
		let mut book = Ledger::open_book();
		book.begin();
		// The payer could, the payee cannot: the caller may go on with another entry.
		assert!(book.enter(pay(buyer, platform, 40)).is_err());
		assert_eq!(available(&mut book, buyer), 100);
		assert_ok!(book.enter(pay(buyer, shop, 100)));
		assert_ok!(book.accept());
		book.commit();
		assert_eq!((balance(buyer), balance(shop)), ((0, 0), (100, 0)));
		assert_eq!(owed(), [100, -100]);
	});
}

#[test]
fn a_book_that_is_dropped_changed_nothing() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		assert_storage_noop!({
			let mut book = Ledger::open_book();
			book.begin();
			assert_ok!(book.enter(pay(buyer, shop, 10)));
			assert_ok!(book.accept());
			book.record(CNY, [1; 32]);
			drop(book);
		});
		assert_eq!(owed(), []);
		assert!(neighbours(|all| all.leaves.is_empty()));
	});
}

#[test]
fn an_item_that_was_never_accepted_is_not_committed() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		assert_storage_noop!({
			let mut book = Ledger::open_book();
			book.begin();
			assert_ok!(book.enter(pay(buyer, shop, 10)));
			book.commit();
		});
		// A new item begins with nothing of the one that was left open.
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 10)));
		book.begin();
		assert_ok!(book.accept());
		assert_storage_noop!(book.commit());
		assert_eq!(owed(), []);
	});
}

#[test]
fn nothing_is_written_before_the_commit() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		let mut book = Ledger::open_book();
		for _ in 0..10 {
			assert_storage_noop!({
				book.begin();
				assert_ok!(book.enter(pay(buyer, shop, 10)));
				assert_ok!(book.accept());
			});
		}
		// So that one write of each row is all there is.
		book.commit();
		assert_eq!((balance(buyer), balance(shop)), ((0, 0), (100, 0)));
		assert_eq!(Ledger::account(shop).unwrap().postings, 10);
	});
}

#[test]
fn a_row_is_read_once_and_written_only_where_it_changed() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		let looked_at = open(BANK_B, BUYER, CNY);
		let held_and_freed = funded(BANK_A, SHOP, 100);
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 10)));
		assert_ok!(book.accept());
		book.account(looked_at).unwrap();
		book.begin();
		assert_ok!(book.enter(Entry::Hold { from: held_and_freed, amount: Amount(5) }));
		book.discard();

		// A row that is changed behind the book's back shows what the book reads and writes.
		let untouched = |account: AccountNo| {
			let row = Accounts::<Test>::get(account.key()).unwrap();
			let marked = AccountRow { postings: 4_242, ..row };
			Accounts::<Test>::insert(account.key(), marked);
			marked
		};
		let marked = [shop, looked_at, held_and_freed].map(untouched);

		// Not read again: the book goes on from what it has.
		book.begin();
		assert_ok!(book.enter(pay(buyer, shop, 10)));
		assert_ok!(book.accept());
		book.commit();
		let after = [shop, looked_at, held_and_freed].map(|no| Ledger::account(no).unwrap());
		assert_eq!(after[0].postings, 2);
		// Not written: nothing of them had changed.
		assert_eq!(after[1].postings, marked[1].postings);
		assert_eq!(after[2].postings, marked[2].postings);
	});
}

#[test]
fn a_bank_is_asked_for_once_per_book() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		neighbours(|all| all.bank_questions = 0);
		let mut book = Ledger::open_book();
		for _ in 0..10 {
			book.begin();
			assert_ok!(book.enter(pay(buyer, shop, 10)));
			assert_ok!(book.accept());
		}
		book.commit();
		assert_eq!(neighbours(|all| all.bank_questions), 2);
	});
}
