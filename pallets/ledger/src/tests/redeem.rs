// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, BankTotals, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook},
	AccountNo, Amount, BankStatus, CycleNo, Scope, Scopes,
};

fn redeem_as(who: Who, words: &str, account: AccountNo, amount: u64) -> DispatchResult {
	Ledger::redeem(signed(who), reference(words), account, Amount(amount), 9, EVIDENCE)
}

#[test]
fn a_redemption_debits_the_account_and_counts_for_the_bank() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		take_events();

		assert_ok!(redeem_as(BANK_A, "r1", shop, 200));

		assert_eq!(balance(shop), (300, 0));
		assert_eq!(Ledger::account(shop).unwrap().postings, 2);
		assert_eq!(Ledger::totals(CNY, A), BankTotals { issued: 500, redeemed: 200 });
		assert_eq!(
			take_events(),
			[Event::Redeemed {
				reference: reference("r1"),
				account: shop,
				amount: Amount(200),
				source: 9,
				evidence: EVIDENCE,
				cycle: CycleNo(3),
				date: TODAY,
				by: BANK_A.id,
				key: BANK_A.key,
			}]
		);
	});
}

#[test]
fn only_the_accounts_bank_redeems_and_in_run_off_it_still_does() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let redeem_by =
			|origin| Ledger::redeem(origin, reference("r1"), shop, Amount(1), 9, EVIDENCE);
		assert_noop!(redeem_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(redeem_by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(redeem_by(signed(STRANGER)), DispatchError::Other("unknown key"));
		assert_noop!(redeem_by(signed(SHOP)), Error::<Test>::NotABank);
		assert_noop!(redeem_by(signed(BANK_B)), Error::<Test>::OtherBank);

		set_scopes(BANK_A, Scopes(Scopes::ALL.0 & !Scope::Treasury.bit()));
		assert_noop!(redeem_by(signed(BANK_A)), DispatchError::Other("key without scope"));
		set_scopes(BANK_A, Scopes::of(&[Scope::Treasury]));
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(redeem_by(signed(BANK_A)));
	});
}

#[test]
fn a_redemption_takes_what_is_available_and_nothing_of_a_hold() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.enter(Entry::Hold { from: shop, amount: Amount(300) }));
		assert_ok!(book.accept());
		book.commit();

		assert_noop!(redeem_as(BANK_A, "r", shop, 0), Error::<Test>::ZeroAmount);
		assert_noop!(redeem_as(BANK_A, "r", AccountNo(9), 1), Error::<Test>::UnknownAccount);
		assert_noop!(redeem_as(BANK_A, "r", shop, 201), Error::<Test>::NotEnoughAvailable);
		assert_noop!(redeem_as(BANK_A, "r", shop, u64::MAX), Error::<Test>::NotEnoughAvailable);
		assert_ok!(redeem_as(BANK_A, "r", shop, 200));
		assert_eq!(balance(shop), (0, 300));
	});
}

#[test]
fn a_frozen_or_closed_account_and_a_suspended_owner_redeem_nothing() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(Ledger::set_status(signed(SUPERVISOR), shop, true, false, text("court")));
		assert_noop!(redeem_as(BANK_A, "r", shop, 1), Error::<Test>::NoDebit);
		assert_ok!(Ledger::set_status(signed(SUPERVISOR), shop, false, true, text("court")));
		assert_ok!(redeem_as(BANK_A, "no credit is no obstacle", shop, 1));

		change(SHOP, |shop| shop.suspended = true);
		assert_noop!(redeem_as(BANK_A, "r", shop, 1), Error::<Test>::OwnerSuspended);
		change(SHOP, |shop| shop.suspended = false);

		assert_ok!(redeem_as(BANK_A, "all", shop, 499));
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		assert_noop!(redeem_as(BANK_A, "r", shop, 1), Error::<Test>::AccountClosed);
	});
}

#[test]
fn a_repeated_redemption_changes_nothing_and_another_body_is_refused() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(redeem_as(BANK_A, "r1", shop, 200));
		take_events();

		assert_storage_noop!(assert_ok!(redeem_as(BANK_A, "r1", shop, 200)));
		assert_eq!(take_events(), []);
		assert_noop!(redeem_as(BANK_A, "r1", shop, 201), Error::<Test>::ReferenceTaken);
	});
}

#[test]
fn issue_and_redeem_are_two_domains_of_references() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let same = reference("same");
		assert_ok!(Ledger::issue(signed(BANK_A), same.clone(), shop, Amount(5), 9, EVIDENCE));
		assert_ok!(Ledger::redeem(signed(BANK_A), same, shop, Amount(5), 9, EVIDENCE));
		assert_eq!(balance(shop), (0, 0));
	});
}
