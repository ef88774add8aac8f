// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, BankTotals, Error, Event, References};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountNo, Amount, BankStatus, Commitment, CycleNo, Date, Reference, Scope, Scopes, Text,
};

fn issue_as(who: Who, words: &str, account: AccountNo, amount: u64) -> DispatchResult {
	Ledger::issue(signed(who), reference(words), account, Amount(amount), 1, EVIDENCE)
}

fn issue_dated(date: Date, account: AccountNo) -> DispatchResult {
	let reference = Reference { date, text: text("dated") };
	Ledger::issue(signed(BANK_A), reference, account, Amount(1), 1, EVIDENCE)
}

#[test]
fn an_issue_credits_the_account_and_counts_for_the_bank() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		take_events();

		assert_ok!(issue_as(BANK_A, "r1", shop, 500));

		assert_eq!(balance(shop), (500, 0));
		assert_eq!(Ledger::account(shop).unwrap().postings, 1);
		assert_eq!(Ledger::totals(CNY, A), BankTotals { issued: 500, redeemed: 0 });
		assert_eq!(Ledger::totals(CNY, B), BankTotals::default());
		assert_eq!(
			take_events(),
			[Event::Issued {
				reference: reference("r1"),
				account: shop,
				amount: Amount(500),
				source: 1,
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
fn only_the_accounts_bank_issues_and_only_while_it_is_active() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let issue_by =
			|origin| Ledger::issue(origin, reference("r1"), shop, Amount(1), 1, EVIDENCE);
		assert_noop!(issue_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(issue_by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(issue_by(signed(STRANGER)), DispatchError::Other("unknown key"));
		assert_noop!(issue_by(signed(SHOP)), Error::<Test>::NotABank);
		assert_noop!(issue_by(signed(BANK_B)), Error::<Test>::OtherBank);

		set_scopes(BANK_A, Scopes(Scopes::ALL.0 & !Scope::Treasury.bit()));
		assert_noop!(issue_by(signed(BANK_A)), DispatchError::Other("key without scope"));
		set_scopes(BANK_A, Scopes::of(&[Scope::Treasury]));
		for status in [BankStatus::RunOff, BankStatus::Exited] {
			set_bank_status(A, status);
			assert_noop!(issue_by(signed(BANK_A)), Error::<Test>::BankNotActive);
		}
		set_bank_status(A, BankStatus::Active);
		assert_ok!(issue_by(signed(BANK_A)));
	});
}

#[test]
fn an_issue_needs_an_amount_and_an_account_that_takes_it() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_noop!(issue_as(BANK_A, "r", shop, 0), Error::<Test>::ZeroAmount);
		assert_noop!(issue_as(BANK_A, "r", AccountNo(9), 1), Error::<Test>::UnknownAccount);

		assert_ok!(Ledger::set_status(signed(BANK_A), shop, false, true, text("court")));
		assert_noop!(issue_as(BANK_A, "r", shop, 1), Error::<Test>::NoCredit);
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, false, text("court")));
		assert_ok!(issue_as(BANK_A, "no debit is no obstacle", shop, 1));

		let closed = open(BANK_A, SHOP, CNY);
		assert_ok!(Ledger::close_account(signed(BANK_A), closed));
		assert_noop!(issue_as(BANK_A, "r", closed, 1), Error::<Test>::AccountClosed);
	});
}

#[test]
fn a_platform_takes_its_own_issue_and_so_does_a_suspended_owner() {
	World::new().run(|| {
		let platform = open(BANK_A, PLATFORM, CNY);
		assert_ok!(issue_as(BANK_A, "platform", platform, 5));
		change(PLATFORM, |platform| platform.suspended = true);
		assert_ok!(issue_as(BANK_A, "suspended", platform, 5));
		assert_eq!(balance(platform), (10, 0));
	});
}

#[test]
fn a_row_holds_as_much_as_an_amount_can_say_and_no_unit_more() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(issue_as(BANK_A, "r1", shop, u64::MAX - 1));
		assert_noop!(issue_as(BANK_A, "r2", shop, 2), Error::<Test>::RowFull);
		assert_ok!(issue_as(BANK_A, "r2", shop, 1));
		assert_noop!(issue_as(BANK_A, "r3", shop, 1), Error::<Test>::RowFull);
		assert_eq!(balance(shop), (u64::MAX, 0));

		// The totals of the bank are wider than a row.
		let second = open(BANK_A, SHOP, CNY);
		assert_ok!(issue_as(BANK_A, "r4", second, u64::MAX));
		assert_eq!(Ledger::totals(CNY, A).issued, u128::from(u64::MAX) * 2);
	});
}

#[test]
fn the_same_reference_and_body_change_nothing_and_succeed() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(issue_as(BANK_A, "r1", shop, 500));
		take_events();

		assert_storage_noop!(assert_ok!(issue_as(BANK_A, "r1", shop, 500)));
		// Not even where the act could not be done any more.
		set_bank_status(A, BankStatus::RunOff);
		assert_storage_noop!(assert_ok!(issue_as(BANK_A, "r1", shop, 500)));
		assert_eq!(take_events(), []);
	});
}

#[test]
fn the_same_reference_with_another_body_is_refused() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let other = open(BANK_A, BUYER, CNY);
		assert_ok!(issue_as(BANK_A, "r1", shop, 500));

		let taken = || Error::<Test>::ReferenceTaken;
		let again = |account, amount, source, evidence| {
			let amount = Amount(amount);
			Ledger::issue(signed(BANK_A), reference("r1"), account, amount, source, evidence)
		};
		assert_noop!(again(other, 500, 1, EVIDENCE), taken());
		assert_noop!(again(shop, 501, 1, EVIDENCE), taken());
		assert_noop!(again(shop, 500, 2, EVIDENCE), taken());
		assert_noop!(again(shop, 500, 1, Commitment([8; 32])), taken());
	});
}

#[test]
fn a_reference_is_its_banks_own_and_its_days_own() {
	World::new().run(|| {
		let at_a = open(BANK_A, SHOP, CNY);
		let at_b = open(BANK_B, SHOP, CNY);
		assert_ok!(issue_as(BANK_A, "r1", at_a, 500));
		assert_ok!(issue_as(BANK_B, "r1", at_b, 600));
		let yesterday = Reference { date: Date(TODAY.0 - 1), text: text("r1") };
		assert_ok!(Ledger::issue(signed(BANK_A), yesterday, at_a, Amount(7), 1, EVIDENCE));
		assert_eq!((balance(at_a), balance(at_b)), ((507, 0), (600, 0)));
	});
}

#[test]
fn a_refused_reference_is_not_consumed() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_noop!(issue_as(BANK_A, "r1", shop, 0), Error::<Test>::ZeroAmount);
		assert_eq!(References::<Test>::iter().count(), 0);
		assert_ok!(issue_as(BANK_A, "r1", shop, 500));
		assert_eq!(References::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_reference_is_dated_today_or_in_the_30_days_before() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let at = |days: i32| Date((i32::from(TODAY.0) + days) as u16);
		assert_noop!(issue_dated(at(1), shop), Error::<Test>::ReferenceInFuture);
		assert_noop!(issue_dated(Date(u16::MAX), shop), Error::<Test>::ReferenceInFuture);
		assert_noop!(issue_dated(at(-31), shop), Error::<Test>::ReferenceTooOld);
		assert_noop!(issue_dated(Date(0), shop), Error::<Test>::ReferenceTooOld);
		assert_ok!(issue_dated(at(-30), shop));
		assert_ok!(issue_dated(at(0), shop));
	});
}

#[test]
fn a_retry_finds_the_first_after_its_date_is_too_old_for_a_new_one() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(issue_dated(TODAY, shop));
		set_now(Date(TODAY.0 + 31));
		assert_storage_noop!(assert_ok!(issue_dated(TODAY, shop)));
	});
}

#[test]
fn a_reference_has_1_to_64_bytes() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_noop!(issue_as(BANK_A, "", shop, 1), Error::<Test>::ReferenceEmpty);
		assert_ok!(issue_as(BANK_A, "x", shop, 1));
		assert_ok!(issue_as(BANK_A, &"x".repeat(64), shop, 1));
		// The type itself refuses the 65th.
		assert!(Text::try_from(vec![b'x'; 65]).is_err());
		assert_eq!(balance(shop), (2, 0));
	});
}
