// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, BankTotals};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook},
	AccountNo, Amount, ParticipantId,
};

fn numbers(from: u32, limit: u32) -> Vec<AccountNo> {
	Ledger::accounts_of(SHOP.id, from, limit).into_iter().map(|view| view.number).collect()
}

#[test]
fn the_accounts_of_a_participant_come_in_pages_of_at_most_64() {
	World::new().run(|| {
		let all: Vec<_> = (0..64).map(|_| open(BANK_A, SHOP, CNY)).collect();
		assert_eq!(numbers(0, 64), all);
		assert_eq!(numbers(0, u32::MAX), all);
		assert_eq!(numbers(0, 2), all[..2]);
		assert_eq!(numbers(62, 10), all[62..]);
		assert_eq!(numbers(64, 1), []);
		assert_eq!(numbers(u32::MAX, u32::MAX), []);
		assert_eq!(numbers(0, 0), []);
	});
}

#[test]
fn what_does_not_exist_is_answered_as_nothing() {
	World::new().run(|| {
		assert_eq!(Ledger::account(AccountNo(0)), None);
		assert_eq!(Ledger::accounts_of(ParticipantId(9), 0, 64), []);
		assert_eq!(Ledger::totals(CNY, A), BankTotals::default());
		assert_eq!(Ledger::status_reasons(AccountNo(0)), []);
		assert_eq!(Ledger::held_of(AccountNo(0)), Amount::ZERO);
		assert_eq!(Ledger::unclaimed(A, CNY), None);
	});
}

#[test]
fn holds_are_listed_where_there_are_some() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		funded(BANK_A, BUYER, 500);
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.enter(Entry::Hold { from: shop, amount: Amount(30) }));
		assert_ok!(book.accept());
		book.commit();
		assert_eq!(Ledger::held().collect::<Vec<_>>(), [(shop, Amount(30))]);
		assert_eq!(Ledger::held_of(shop), Amount(30));
	});
}

#[test]
fn the_unclaimed_account_is_found_by_bank_and_currency() {
	World::new().run(|| {
		open(BANK_B, SHOP, USD);
		assert_eq!(Ledger::unclaimed(B, USD), Some(AccountNo(0)));
		assert_eq!(Ledger::unclaimed(B, CNY), None);
		assert_eq!(Ledger::unclaimed(A, USD), None);
	});
}
