// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Accounts, AccountsOf, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook},
	AccountFlags, AccountNo, AccountType, Amount, BankStatus, Scope, Scopes,
};

#[test]
fn an_empty_account_is_closed_and_its_row_stays() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let before = Accounts::<Test>::get(shop.key()).unwrap();
		take_events();

		assert_ok!(Ledger::close_account(signed(BANK_A), shop));

		let after = Accounts::<Test>::get(shop.key()).unwrap();
		assert_eq!(after.flags, before.flags.with(AccountFlags::CLOSED, true));
		assert_eq!(AccountsOf::<Test>::get(SHOP.id).into_inner(), [shop]);
		let told = Event::AccountClosed { account: shop, by: BANK_A.id, key: BANK_A.key };
		assert_eq!(take_events(), [told]);
	});
}

#[test]
fn only_the_accounts_bank_closes_it_and_in_run_off_it_still_does() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let close_by = |origin| Ledger::close_account(origin, shop);
		assert_noop!(close_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(close_by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(close_by(signed(STRANGER)), DispatchError::Other("unknown key"));
		for who in [SHOP, SUPERVISOR] {
			assert_noop!(close_by(signed(who)), Error::<Test>::NotABank);
		}
		assert_noop!(close_by(signed(BANK_B)), Error::<Test>::OtherBank);
		set_scopes(BANK_A, Scopes(Scopes::ALL.0 & !Scope::Admin.bit()));
		assert_noop!(close_by(signed(BANK_A)), DispatchError::Other("key without scope"));
		set_scopes(BANK_A, Scopes::of(&[Scope::Admin]));
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(close_by(signed(BANK_A)));
	});
}

#[test]
fn an_account_with_a_unit_available_or_held_is_not_closed() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 1);
		let close = || Ledger::close_account(signed(BANK_A), shop);
		assert_noop!(close(), Error::<Test>::NotEmpty);

		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.enter(Entry::Hold { from: shop, amount: Amount(1) }));
		assert_ok!(book.accept());
		book.commit();
		assert_eq!(balance(shop), (0, 1));
		assert_noop!(close(), Error::<Test>::NotEmpty);
	});
}

#[test]
fn an_account_that_owes_is_not_closed() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let buyer = open(BANK_A, BUYER, CNY);
		lay_lien(shop, buyer, 5);
		let close = || Ledger::close_account(signed(BANK_A), shop);
		assert_noop!(close(), Error::<Test>::OwesLiens);
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.end_lien(shop, 0));
		assert_ok!(book.accept());
		book.commit();
		assert_ok!(close());
	});
}

#[test]
fn a_bank_that_closes_its_guarantee_account_advances_from_the_next_that_it_opens() {
	World::new().run(|| {
		let guarantee = || open_of_type(BANK_A, BANK_A, CNY, AccountType::Guarantee);
		let (first, second) = (guarantee(), guarantee());
		assert_ok!(Ledger::close_account(signed(BANK_A), second));
		assert_eq!(Ledger::guarantee(A, CNY), Some(first));
		assert_ok!(Ledger::close_account(signed(BANK_A), first));
		assert_eq!(Ledger::guarantee(A, CNY), None);
		let third = guarantee();
		assert_eq!(Ledger::guarantee(A, CNY), Some(third));
	});
}

#[test]
fn closing_is_for_ever() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_noop!(
			Ledger::close_account(signed(BANK_A), AccountNo(9)),
			Error::<Test>::UnknownAccount
		);
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		assert_noop!(Ledger::close_account(signed(BANK_A), shop), Error::<Test>::AccountClosed);
	});
}

#[test]
fn a_frozen_account_can_be_closed_and_keeps_its_reason() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, true, text("court")));
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		assert_eq!(Ledger::status_reasons(shop).len(), 1);
	});
}

#[test]
fn an_unclaimed_account_stays_open() {
	World::new().run(|| {
		let unclaimed = open_of_type(BANK_A, BANK_A, CNY, AccountType::Unclaimed);
		assert_noop!(
			Ledger::close_account(signed(BANK_A), unclaimed),
			Error::<Test>::UnclaimedStays
		);
	});
}
