// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, StatusReason, StatusReasons};
use frame::testing_prelude::*;
use split_ledger_primitives::{AccountFlags, AccountNo, AccountType, BankStatus, Scope, Scopes};

fn set(who: Who, account: AccountNo, no_debit: bool, no_credit: bool, why: &str) -> DispatchResult {
	Ledger::set_status(signed(who), account, no_debit, no_credit, text(why))
}

fn bits(account: AccountNo) -> (bool, bool) {
	let flags = Ledger::account(account).unwrap().flags;
	(flags.has(AccountFlags::NO_DEBIT), flags.has(AccountFlags::NO_CREDIT))
}

#[test]
fn both_bits_are_set_and_taken_back_with_their_reason() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		take_events();
		for (no_debit, no_credit) in [(true, false), (false, true), (true, true)] {
			assert_ok!(set(BANK_A, shop, no_debit, no_credit, "court 17"));
			assert_eq!(bits(shop), (no_debit, no_credit));
			let (reason, by, freeze) = (text("court 17"), BANK_A.id, None);
			let reason = StatusReason { no_debit, no_credit, reason, by, freeze };
			assert_eq!(Ledger::status_reasons(shop), [reason]);
			let told = Event::StatusSet {
				account: shop,
				no_debit,
				no_credit,
				reason: text("court 17"),
				by: BANK_A.id,
				key: BANK_A.key,
			};
			assert_eq!(take_events(), [told]);
		}

		assert_ok!(set(BANK_A, shop, false, false, ""));
		assert_eq!(bits(shop), (false, false));
		assert_eq!(StatusReasons::<Test>::iter().count(), 0);
		assert_eq!(take_events().len(), 1);
	});
}

#[test]
fn a_status_that_stands_already_is_not_told_again() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_storage_noop!(assert_ok!(set(BANK_A, shop, false, false, "nothing to do")));
		assert_ok!(set(BANK_A, shop, true, false, "court"));
		take_events();
		assert_storage_noop!(assert_ok!(set(BANK_A, shop, true, false, "court")));
		assert_eq!(take_events(), []);
		// Another reason is a change.
		assert_ok!(set(BANK_A, shop, true, false, "screening"));
		assert_eq!(take_events().len(), 1);
	});
}

#[test]
fn the_accounts_bank_and_the_supervisor_set_the_status_and_nobody_else() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let set_by = |origin| Ledger::set_status(origin, shop, true, false, text("court"));
		assert_noop!(set_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(set_by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(set_by(signed(STRANGER)), DispatchError::Other("unknown key"));
		for who in [SHOP, BANK_B, PLATFORM] {
			assert_noop!(set_by(signed(who)), Error::<Test>::NotBankNorSupervisor);
		}
		set_scopes(SUPERVISOR, Scopes(Scopes::ALL.0 & !Scope::Admin.bit()));
		assert_noop!(set_by(signed(SUPERVISOR)), DispatchError::Other("key without scope"));
		set_scopes(SUPERVISOR, Scopes::of(&[Scope::Admin]));
		// In run-off a bank still freezes.
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(set_by(signed(BANK_A)));
		assert_ok!(set_by(signed(SUPERVISOR)));
	});
}

#[test]
fn what_a_supervisor_set_only_a_supervisor_changes() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(set(BANK_A, shop, true, false, "ours"));
		assert_ok!(set(SUPERVISOR, shop, true, true, "theirs"));
		assert_noop!(set(BANK_A, shop, false, false, ""), Error::<Test>::SetBySupervisor);
		assert_noop!(set(BANK_A, shop, true, true, "ours"), Error::<Test>::SetBySupervisor);
		assert_ok!(set(SUPERVISOR, shop, false, false, ""));
		assert_ok!(set(BANK_A, shop, true, false, "ours again"));
	});
}

#[test]
fn a_bit_needs_a_reason_and_an_open_account() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_noop!(set(BANK_A, shop, true, false, ""), Error::<Test>::ReasonMissing);
		assert_noop!(set(BANK_A, shop, false, true, ""), Error::<Test>::ReasonMissing);
		assert_noop!(set(BANK_A, AccountNo(9), true, false, "x"), Error::<Test>::UnknownAccount);
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		assert_noop!(set(BANK_A, shop, true, false, "x"), Error::<Test>::AccountClosed);
	});
}

#[test]
fn an_unclaimed_account_may_refuse_debits_and_never_credits() {
	World::new().run(|| {
		let unclaimed = open_of_type(BANK_A, BANK_A, CNY, AccountType::Unclaimed);
		for who in [BANK_A, SUPERVISOR] {
			assert_noop!(set(who, unclaimed, false, true, "x"), Error::<Test>::UnclaimedStays);
			assert_noop!(set(who, unclaimed, true, true, "x"), Error::<Test>::UnclaimedStays);
		}
		assert_ok!(set(BANK_A, unclaimed, true, false, "nobody claims yet"));
	});
}
