// SPDX-License-Identifier: Apache-2.0

//! What each entry of a book does, and each of its refusals.

use crate::{mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{CycleFacts, Entry, Ledger as _, LedgerBook},
	AccountNo, AccountType, Amount, BankStatus, CycleNo, ParkReason, Purpose,
};

const NOBODY: AccountNo = AccountNo(77);

fn hold(from: AccountNo, amount: u64) -> Entry {
	Entry::Hold { from, amount: Amount(amount) }
}

fn free(from: AccountNo, amount: u64) -> Entry {
	Entry::Free { from, amount: Amount(amount) }
}

fn pay(from: AccountNo, to: AccountNo, amount: u64) -> Entry {
	Entry::Pay { from, to, amount: Amount(amount), purpose: Purpose::Transfer }
}

fn pay_held(from: AccountNo, to: AccountNo, amount: u64, promised: bool) -> Entry {
	Entry::PayHeld { from, to, amount: Amount(amount), purpose: Purpose::Transfer, promised }
}

fn promise(from: AccountNo, to: AccountNo, amount: u64) -> Entry {
	Entry::Promise { from, to, amount: Amount(amount) }
}

fn unpromise(from: AccountNo, to: AccountNo, amount: u64) -> Entry {
	Entry::Unpromise { from, to, amount: Amount(amount) }
}

fn refusal(account: AccountNo, amount: u64, purpose: Purpose) -> Option<ParkReason> {
	Ledger::open_book().credit_refusal(account, Amount(amount), purpose).unwrap()
}

fn postings(account: AccountNo) -> u32 {
	Ledger::account(account).unwrap().postings
}

fn owes(bank: split_ledger_primitives::BankIndex) -> i128 {
	neighbours(|all| all.sent_less_received.get(&(CNY, bank)).copied().unwrap_or_default())
}

fn promised(bank: split_ledger_primitives::BankIndex) -> i128 {
	neighbours(|all| all.promised.get(&(CNY, bank)).copied().unwrap_or_default())
}

#[test]
fn a_hold_sets_money_aside_and_freeing_gives_it_back() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		assert_ok!(post(&[hold(buyer, 60)]));
		assert_eq!(balance(buyer), (40, 60));
		assert_ok!(post(&[free(buyer, 25)]));
		assert_eq!(balance(buyer), (65, 35));
		// Neither is a posting.
		assert_eq!(postings(buyer), 1);
	});
}

#[test]
fn a_hold_takes_all_that_is_available_and_no_unit_more() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		assert_noop!(post(&[hold(buyer, 101)]), Error::<Test>::NotEnoughAvailable);
		assert_ok!(post(&[hold(buyer, 100)]));
		assert_noop!(post(&[hold(buyer, 1)]), Error::<Test>::NotEnoughAvailable);
		assert_noop!(post(&[free(buyer, 101)]), Error::<Test>::NotEnoughHeld);
		assert_ok!(post(&[free(buyer, 100)]));
	});
}

#[test]
fn a_payment_within_a_bank_moves_money_and_no_obligation() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(post(&[pay(buyer, shop, 60)]));
		assert_eq!((balance(buyer), balance(shop)), ((40, 0), (60, 0)));
		assert_eq!((postings(buyer), postings(shop)), (2, 1));
		assert!(neighbours(|all| all.sent_less_received.is_empty()));
	});
}

#[test]
fn a_payment_between_banks_makes_the_payers_bank_owe() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		assert_ok!(post(&[pay(buyer, shop, 60)]));
		assert_eq!((balance(buyer), balance(shop)), ((40, 0), (60, 0)));
		assert_eq!((owes(A), owes(B), promised(A)), (60, -60, 0));
	});
}

#[test]
fn a_held_payment_takes_from_the_hold_and_uses_its_promise() {
	World::new().with_limit(A, 60).run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		assert_ok!(post(&[hold(buyer, 60), promise(buyer, shop, 60)]));
		assert_eq!((owes(A), promised(A)), (0, 60));

		assert_ok!(post(&[pay_held(buyer, shop, 40, true)]));
		assert_eq!((balance(buyer), balance(shop)), ((40, 20), (40, 0)));
		assert_eq!((owes(A), promised(A)), (40, 20));
		assert_eq!((postings(buyer), postings(shop)), (2, 1));

		assert_ok!(post(&[free(buyer, 20), unpromise(buyer, shop, 20)]));
		assert_eq!((balance(buyer), promised(A)), ((60, 0), 0));
	});
}

#[test]
fn without_a_promise_a_held_payment_is_tested_for_cover() {
	World::new().with_limit(A, 50).run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		assert_ok!(post(&[hold(buyer, 60)]));
		assert_noop!(post(&[pay_held(buyer, shop, 51, false)]), NO_COVER);
		assert_ok!(post(&[pay_held(buyer, shop, 50, false)]));
		assert_eq!(owes(A), 50);
	});
}

#[test]
fn within_a_bank_promises_are_nothing_to_clearing() {
	World::new().with_limit(A, 0).run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(post(&[hold(buyer, 60), promise(buyer, shop, 60)]));
		assert_ok!(post(&[pay_held(buyer, shop, 40, true), unpromise(buyer, shop, 20)]));
		assert_eq!((balance(shop), promised(A), owes(A)), ((40, 0), 0, 0));
	});
}

#[test]
fn no_entry_is_of_zero() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		let entries = [
			hold(buyer, 0),
			free(buyer, 0),
			pay(buyer, shop, 0),
			pay_held(buyer, shop, 0, true),
			promise(buyer, shop, 0),
			unpromise(buyer, shop, 0),
		];
		for entry in entries {
			assert_noop!(post(&[entry]), Error::<Test>::ZeroAmount);
		}
	});
}

#[test]
fn payer_and_payee_are_two_known_accounts_of_one_currency() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let dollars = open(BANK_A, BUYER, USD);
		let between: [fn(AccountNo, AccountNo) -> Entry; 4] = [
			|from, to| pay(from, to, 1),
			|from, to| pay_held(from, to, 1, true),
			|from, to| promise(from, to, 1),
			|from, to| unpromise(from, to, 1),
		];
		for entry in between {
			assert_noop!(post(&[entry(buyer, buyer)]), Error::<Test>::SameAccount);
			assert_noop!(post(&[entry(buyer, NOBODY)]), Error::<Test>::UnknownAccount);
			assert_noop!(post(&[entry(NOBODY, buyer)]), Error::<Test>::UnknownAccount);
			assert_noop!(post(&[entry(buyer, dollars)]), Error::<Test>::OtherCurrency);
		}
		assert_noop!(post(&[hold(NOBODY, 1)]), Error::<Test>::UnknownAccount);
		assert_noop!(post(&[free(NOBODY, 1)]), Error::<Test>::UnknownAccount);
		let mut book = Ledger::open_book();
		assert_eq!(book.account(NOBODY), Err(Error::<Test>::UnknownAccount.into()));
		let asked = book.credit_refusal(NOBODY, Amount(1), Purpose::Transfer);
		assert_eq!(asked, Err(Error::<Test>::UnknownAccount.into()));
	});
}

#[test]
fn a_payment_takes_what_is_available_and_nothing_of_a_hold() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(post(&[hold(buyer, 60)]));
		assert_noop!(post(&[pay(buyer, shop, 41)]), Error::<Test>::NotEnoughAvailable);
		assert_noop!(post(&[pay_held(buyer, shop, 61, false)]), Error::<Test>::NotEnoughHeld);
		assert_ok!(post(&[pay(buyer, shop, 40)]));
		assert_ok!(post(&[pay_held(buyer, shop, 60, false)]));
		assert_eq!((balance(buyer), balance(shop)), ((0, 0), (100, 0)));
	});
}

#[test]
fn a_frozen_payer_starts_nothing_and_what_it_held_before_is_still_paid() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(post(&[hold(buyer, 60)]));

		assert_ok!(Ledger::set_status(signed(SUPERVISOR), buyer, true, false, text("court")));
		assert_noop!(post(&[hold(buyer, 1)]), Error::<Test>::NoDebit);
		assert_noop!(post(&[pay(buyer, shop, 1)]), Error::<Test>::NoDebit);
		assert_ok!(post(&[pay_held(buyer, shop, 20, false)]));
		assert_ok!(post(&[free(buyer, 20)]));

		assert_ok!(Ledger::set_status(signed(SUPERVISOR), buyer, false, false, text("")));
		change(BUYER, |buyer| buyer.suspended = true);
		assert_noop!(post(&[hold(buyer, 1)]), Error::<Test>::OwnerSuspended);
		assert_noop!(post(&[pay(buyer, shop, 1)]), Error::<Test>::OwnerSuspended);
		assert_ok!(post(&[pay_held(buyer, shop, 20, false)]));
		assert_eq!((balance(buyer), balance(shop)), ((60, 0), (40, 0)));
	});
}

#[test]
fn a_closed_account_neither_pays_nor_is_paid() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		assert_noop!(post(&[hold(shop, 1)]), Error::<Test>::AccountClosed);
		assert_noop!(post(&[pay(shop, buyer, 1)]), Error::<Test>::AccountClosed);
		assert_noop!(post(&[pay(buyer, shop, 1)]), Error::<Test>::AccountClosed);
		assert_eq!(refusal(shop, 1, Purpose::Refund), Some(ParkReason::Closed));
	});
}

#[test]
fn a_payee_without_credit_is_paid_nothing_held_or_not() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		assert_ok!(Ledger::set_status(signed(BANK_B), shop, false, true, text("court")));
		assert_ok!(post(&[hold(buyer, 50)]));
		assert_noop!(post(&[pay(buyer, shop, 1)]), Error::<Test>::NoCredit);
		assert_noop!(post(&[pay_held(buyer, shop, 1, true)]), Error::<Test>::NoCredit);
		assert_eq!(refusal(shop, 1, Purpose::Goods), Some(ParkReason::NoCredit));
		assert_eq!(refusal(buyer, 1, Purpose::Goods), None);
	});
}

#[test]
fn a_platform_is_credited_fees_and_what_comes_back_and_nothing_else() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let platform = open(BANK_A, PLATFORM, CNY);
		for purpose in Purpose::ALL {
			let taken =
				matches!(
					purpose,
					Purpose::Fee
						| Purpose::Commission
						| Purpose::Issue | Purpose::Return
						| Purpose::Refund | Purpose::Collection
						| Purpose::Claimed
				);
			let expected = (!taken).then_some(ParkReason::FeeOnly);
			assert_eq!(refusal(platform, 1, *purpose), expected, "{purpose:?}");
			let (from, to) = (buyer, platform);
			let paid = post(&[Entry::Pay { from, to, amount: Amount(1), purpose: *purpose }]);
			// What was unclaimed comes from an unclaimed account only.
			let comes = taken && *purpose != Purpose::Claimed;
			assert_eq!(paid.is_ok(), comes, "{purpose:?}");
		}
		assert_noop!(post(&[pay(buyer, platform, 1)]), Error::<Test>::FeeOnly);
		assert_eq!(balance(platform), (6, 0));
	});
}

#[test]
fn a_full_row_is_credited_nothing_more() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = funded(BANK_A, SHOP, u64::MAX - 10);
		// What is held needs its room, too.
		assert_ok!(post(&[hold(shop, u64::MAX - 10)]));
		assert_eq!(refusal(shop, 11, Purpose::Goods), Some(ParkReason::Full));
		assert_noop!(post(&[pay(buyer, shop, 11)]), Error::<Test>::RowFull);
		assert_eq!(refusal(shop, 10, Purpose::Goods), None);
		assert_ok!(post(&[pay(buyer, shop, 10)]));
	});
}

#[test]
fn a_bank_in_run_off_starts_nothing_and_its_covered_orders_still_release() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let shop = open(BANK_B, SHOP, CNY);
		assert_ok!(post(&[hold(buyer, 60), promise(buyer, shop, 60)]));
		for status in [BankStatus::RunOff, BankStatus::Exited] {
			set_bank_status(A, status);
			assert_noop!(post(&[hold(buyer, 1)]), Error::<Test>::BankNotActive);
			assert_noop!(post(&[pay(buyer, shop, 1)]), Error::<Test>::BankNotActive);
			assert_ok!(post(&[pay_held(buyer, shop, 20, true)]));
			assert_ok!(post(&[free(buyer, 5), unpromise(buyer, shop, 5)]));
		}
		assert_eq!((balance(buyer), balance(shop)), ((50, 10), (40, 0)));
	});
}

#[test]
fn a_bank_in_run_off_is_credited_what_comes_back_and_what_is_unclaimed_only() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 100);
		let buyer = open(BANK_B, BUYER, CNY);
		set_bank_status(B, BankStatus::RunOff);
		for purpose in Purpose::ALL {
			let taken = matches!(
				purpose,
				Purpose::Refund | Purpose::Collection | Purpose::Unclaimed | Purpose::Claimed
			);
			let expected = (!taken).then_some(ParkReason::BankInRunOff);
			assert_eq!(refusal(buyer, 1, *purpose), expected, "{purpose:?}");
		}
		assert_noop!(post(&[pay(shop, buyer, 1)]), Error::<Test>::PayeeBankNotActive);
		let (from, to, amount, purpose) = (shop, buyer, Amount(1), Purpose::Refund);
		assert_ok!(post(&[Entry::Pay { from, to, amount, purpose }]));

		set_bank_status(B, BankStatus::Exited);
		for purpose in Purpose::ALL {
			assert_eq!(refusal(buyer, 1, *purpose), Some(ParkReason::BankInRunOff));
		}
	});
}

#[test]
fn what_nobody_could_be_paid_goes_to_the_unclaimed_account_even_in_run_off() {
	World::new().run(|| {
		let buyer = funded(BANK_A, BUYER, 100);
		let unclaimed = Ledger::unclaimed(A, CNY).unwrap();
		let view = Ledger::account(unclaimed).unwrap();
		assert_eq!(view.account_type, AccountType::Unclaimed);
		assert_ok!(post(&[hold(buyer, 60)]));
		set_bank_status(A, BankStatus::RunOff);
		let (amount, purpose) = (Amount(60), Purpose::Unclaimed);
		let to_unclaimed =
			Entry::PayHeld { from: buyer, to: unclaimed, amount, purpose, promised: false };
		assert_ok!(post(&[to_unclaimed]));
		assert_eq!((balance(buyer), balance(unclaimed)), ((40, 0), (60, 0)));
	});
}

#[test]
fn a_book_knows_the_open_cycle_and_passes_leaves_on() {
	World::new().run(|| {
		let mut book = Ledger::open_book();
		assert_eq!(book.cycle(CNY), Ok(CycleFacts { cycle: CycleNo(3), date: TODAY }));
		assert!(book.cycle(XXX).is_err());
		book.record(CNY, [1; 32]);
		book.record(USD, [2; 32]);
		book.commit();
		assert_eq!(neighbours(|all| all.leaves.clone()), [(CNY, [1; 32]), (USD, [2; 32])]);
	});
}
