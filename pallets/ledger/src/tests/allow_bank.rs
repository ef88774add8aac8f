// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, AllowedBanks, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{AccountType, BankIndex, BankSet, BankStatus, Scope, Scopes};

fn open_at(bank: Who, owner: Who) -> DispatchResult {
	Ledger::open_account(signed(bank), owner.id, CNY, AccountType::Current, false)
}

fn set(by: Who, owner: Who, bank: BankIndex, allowed: bool) -> DispatchResult {
	Ledger::allow_bank(signed(by), owner.id, bank, allowed)
}

#[test]
fn a_bank_opens_accounts_for_itself_and_whom_it_sponsors_and_for_nobody_else() {
	World::new().run(|| {
		assert_ok!(open_at(BANK_A, BANK_A));
		assert_ok!(open_at(BANK_A, SHOP));
		assert_ok!(open_at(BANK_B, VENDOR));
		for stranger in [VENDOR, BANK_B, SUPERVISOR] {
			assert_noop!(open_at(BANK_A, stranger), Error::<Test>::OwnerDidNotAllow);
		}
		assert_noop!(open_at(BANK_B, SHOP), Error::<Test>::OwnerDidNotAllow);
	});
}

#[test]
fn the_owner_lets_another_bank_open_accounts() {
	World::new().run(|| {
		assert_ok!(set(VENDOR, VENDOR, A, true));

		let told = Event::BankAllowed {
			owner: VENDOR.id,
			bank: A,
			allowed: true,
			by: VENDOR.id,
			key: VENDOR.key,
		};
		assert_eq!(take_events(), [told]);
		assert_eq!(AllowedBanks::<Test>::get(VENDOR.id), BankSet::default().with(A, true));
		assert_ok!(open_at(BANK_A, VENDOR));
		// It let this bank, and nobody else let it.
		assert_noop!(open_at(BANK_C, VENDOR), Error::<Test>::OwnerDidNotAllow);
		assert_noop!(open_at(BANK_A, BANK_B), Error::<Test>::OwnerDidNotAllow);
	});
}

#[test]
fn the_sponsor_lets_another_bank_open_accounts_for_its_customer() {
	World::new().run(|| {
		assert_ok!(set(BANK_B, VENDOR, A, true));

		let told = Event::BankAllowed {
			owner: VENDOR.id,
			bank: A,
			allowed: true,
			by: BANK_B.id,
			key: BANK_B.key,
		};
		assert_eq!(take_events(), [told]);
		assert_ok!(open_at(BANK_A, VENDOR));
	});
}

#[test]
fn what_is_open_stays_open_when_the_bank_may_no_more() {
	World::new().run(|| {
		allow(VENDOR, A);
		allow(VENDOR, C);
		let account = funded(BANK_A, VENDOR, 100);
		take_events();

		assert_ok!(set(VENDOR, VENDOR, A, false));

		let told = Event::BankAllowed {
			owner: VENDOR.id,
			bank: A,
			allowed: false,
			by: VENDOR.id,
			key: VENDOR.key,
		};
		assert_eq!(take_events(), [told]);
		assert_noop!(open_at(BANK_A, VENDOR), Error::<Test>::OwnerDidNotAllow);
		issue(BANK_A, account, 1);
		assert_eq!(balance(account), (101, 0));
		assert_ok!(open_at(BANK_C, VENDOR));
		assert_ok!(set(VENDOR, VENDOR, C, false));
		assert!(!AllowedBanks::<Test>::contains_key(VENDOR.id));
	});
}

#[test]
fn what_is_so_already_changes_nothing_and_is_not_told() {
	World::new().run(|| {
		assert_storage_noop!(assert_ok!(set(VENDOR, VENDOR, A, false)));
		allow(VENDOR, A);
		assert_storage_noop!(assert_ok!(set(VENDOR, VENDOR, A, true)));
		assert_storage_noop!(assert_ok!(set(BANK_B, VENDOR, A, true)));
	});
}

#[test]
fn only_the_owner_and_its_sponsor_let_a_bank_with_the_scope() {
	World::new().run(|| {
		let by = |origin| Ledger::allow_bank(origin, VENDOR.id, A, true);
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(by(signed(STRANGER)), DispatchError::Other("unknown key"));
		// Not even the bank itself, another customer, or the supervisor.
		for other in [BANK_A, BANK_C, SHOP, SUPERVISOR] {
			assert_noop!(by(signed(other)), Error::<Test>::NotOwnerNorSponsor);
		}
		set_scopes(VENDOR, Scopes(Scopes::ALL.0 & !Scope::Admin.bit()));
		assert_noop!(by(signed(VENDOR)), DispatchError::Other("key without scope"));
		set_scopes(VENDOR, Scopes::of(&[Scope::Admin]));
		assert_ok!(by(signed(VENDOR)));
	});
}

#[test]
fn owner_and_bank_must_be_known() {
	World::new().run(|| {
		assert_noop!(set(BANK_A, STRANGER, A, true), Error::<Test>::UnknownOwner);
		for unknown in [BankIndex(C.0 + 1), BankIndex(63), BankIndex(64), BankIndex(255)] {
			assert_noop!(set(VENDOR, VENDOR, unknown, true), Error::<Test>::UnknownBank);
		}
		assert_ok!(set(VENDOR, VENDOR, C, true));
	});
}

#[test]
fn a_sponsor_in_run_off_still_lets_its_customers_go_elsewhere() {
	World::new().run(|| {
		set_bank_status(B, BankStatus::RunOff);
		assert_ok!(set(BANK_B, VENDOR, A, true));
		assert_ok!(open_at(BANK_A, VENDOR));
	});
}

#[test]
fn a_bank_that_is_no_sponsor_cannot_take_the_places_of_another_banks_customer() {
	World::new().run(|| {
		open(BANK_B, VENDOR, CNY);
		for _ in 0..100 {
			assert_noop!(open_at(BANK_A, VENDOR), Error::<Test>::OwnerDidNotAllow);
		}
		assert_ok!(open_at(BANK_B, VENDOR));
	});
}
