// SPDX-License-Identifier: Apache-2.0

//! What a court takes of a judicial hold: a payment out of the book.

use crate::{mock::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook},
	AccountFlags, AccountNo, Amount, BankStatus, Purpose, MINUTE_MS,
};

fn deduct(from: AccountNo, hold: u32, to: AccountNo, amount: u64) -> Entry {
	Entry::Deduct { from, hold, to, amount: Amount(amount), purpose: Purpose::Transfer }
}

/// Sets an amount aside for a court until in an hour.
fn hold(account: AccountNo, words: &str, amount: u64) {
	let (bank, until) = (signed(BANK_A), now().plus(60 * MINUTE_MS));
	let (amount, court) = (Amount(amount), text("court 17"));
	let reference = reference(words);
	let held = Ledger::judicial_hold(bank, reference, account, amount, court, EVIDENCE, until);
	assert_ok!(held);
}

fn left(account: AccountNo) -> Vec<(u32, u64)> {
	Ledger::holds_of(account).into_iter().map(|(number, hold)| (number, hold.amount.0)).collect()
}

#[test]
fn a_deduction_pays_out_of_its_hold_and_ends_it_with_the_last_unit() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let court = open(BANK_B, BUYER, CNY);
		hold(shop, "h1", 200);
		hold(shop, "h2", 100);

		assert_ok!(post(&[deduct(shop, 0, court, 150)]));
		assert_eq!((balance(shop), balance(court)), ((200, 150), (150, 0)));
		assert_eq!(left(shop), [(0, 50), (1, 100)]);
		assert_eq!(neighbours(|all| all.sent_less_received[&(CNY, A)]), 150);
		assert_eq!(Ledger::account(shop).unwrap().postings, 2);

		assert_ok!(post(&[deduct(shop, 0, court, 50), deduct(shop, 1, court, 100)]));
		assert_eq!((balance(shop), balance(court)), ((200, 0), (300, 0)));
		assert_eq!(left(shop), []);
		assert!(!Ledger::account(shop).unwrap().flags.has(AccountFlags::HOLDS));
	});
}

#[test]
fn what_is_left_after_a_deduction_ends_at_its_date() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let court = open(BANK_A, BUYER, CNY);
		hold(shop, "h1", 200);
		hold(shop, "h2", 100);
		assert_ok!(post(&[deduct(shop, 0, court, 150), deduct(shop, 1, court, 100)]));
		take_events();
		pass_to(now().plus(61 * MINUTE_MS));
		assert_eq!(balance(shop), (250, 0));
		let told = Event::HoldEnded { account: shop, hold: 0, amount: Amount(50) };
		assert_eq!(take_events(), [told]);
	});
}

#[test]
fn a_deduction_takes_what_is_in_its_hold_and_no_unit_more() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let court = open(BANK_A, BUYER, CNY);
		hold(shop, "h1", 200);
		hold(shop, "h2", 100);
		assert_noop!(post(&[deduct(shop, 0, court, 201)]), Error::<Test>::NotEnoughHeld);
		assert_noop!(post(&[deduct(shop, 0, court, 0)]), Error::<Test>::ZeroAmount);
		assert_noop!(post(&[deduct(shop, 2, court, 1)]), Error::<Test>::NoSuchHold);
		assert_noop!(post(&[deduct(court, 0, shop, 1)]), Error::<Test>::NoSuchHold);
		assert_noop!(post(&[deduct(shop, 0, shop, 1)]), Error::<Test>::SameAccount);
		let twice = [deduct(shop, 0, court, 200), deduct(shop, 0, court, 1)];
		assert_noop!(post(&twice), Error::<Test>::NoSuchHold);
		assert_ok!(post(&[deduct(shop, 0, court, 200)]));
	});
}

#[test]
fn a_deduction_is_tested_for_cover_and_no_status_of_the_payer_refuses_it() {
	World::new().with_limit(A, 99).run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let court = open(BANK_B, BUYER, CNY);
		hold(shop, "h1", 200);
		assert_noop!(post(&[deduct(shop, 0, court, 100)]), NO_COVER);
		let set = |no_credit| {
			let why = text("for the test");
			assert_ok!(Ledger::set_status(signed(BANK_B), court, false, no_credit, why));
		};
		set(true);
		assert_noop!(post(&[deduct(shop, 0, court, 99)]), Error::<Test>::NoCredit);
		set(false);
		let why = text("for the test");
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, true, why));
		change(SHOP, |shop| shop.suspended = true);
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(post(&[deduct(shop, 0, court, 99)]));
	});
}

#[test]
fn what_a_court_holds_pays_no_order_and_no_lien() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let buyer = open(BANK_A, BUYER, CNY);
		hold(shop, "h1", 200);
		assert_ok!(post(&[Entry::Hold { from: shop, amount: Amount(10) }]));
		lay_lien(shop, buyer, 7);
		issue(BANK_A, shop, 5);
		assert_eq!(balance(shop), (290, 215));

		let free = |amount| Entry::Free { from: shop, amount: Amount(amount) };
		let (from, to, purpose, promised) = (shop, buyer, Purpose::Transfer, false);
		let pay = |amount| {
			let amount = Amount(amount);
			Entry::PayHeld { from, to, amount, purpose, promised }
		};
		let collect = |amount| Entry::Collect { from, lien: 0, amount: Amount(amount) };
		assert_noop!(post(&[free(11)]), Error::<Test>::NotEnoughHeld);
		assert_noop!(post(&[pay(11)]), Error::<Test>::NotEnoughHeld);
		assert_noop!(post(&[collect(6)]), Error::<Test>::NotEnoughCollected);
		assert_ok!(post(&[free(4), pay(6), collect(5)]));
		assert_eq!((balance(shop), left(shop)), ((294, 200), vec![(0, 200)]));
		assert_noop!(post(&[free(1)]), Error::<Test>::NotEnoughHeld);
	});
}

#[test]
fn a_deduction_that_is_discarded_or_dropped_leaves_its_hold() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let court = open(BANK_A, BUYER, CNY);
		hold(shop, "h1", 200);
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.enter(deduct(shop, 0, court, 200)));
		book.discard();
		book.begin();
		assert_ok!(book.enter(deduct(shop, 0, court, 120)));
		assert_storage_noop!(assert_ok!(book.accept()));
		book.commit();
		assert_eq!(left(shop), [(0, 80)]);

		assert_storage_noop!({
			let mut book = Ledger::open_book();
			book.begin();
			assert_ok!(book.enter(deduct(shop, 0, court, 80)));
			assert_ok!(book.accept());
		});
	});
}
