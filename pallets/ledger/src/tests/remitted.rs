// SPDX-License-Identifier: Apache-2.0

//! Tax that its office has passed on to the state.

use crate::{mock::*, Error, Event, RemittedUpTo};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::Ledger as _, AccountNo, AccountType, Date, Scope, Scopes, DAY_MS,
};

fn tax_account() -> AccountNo {
	open_of_type(BANK_A, TAX_OFFICE, CNY, AccountType::Tax)
}

fn mark(who: Who, account: AccountNo, up_to: Date) -> DispatchResult {
	Ledger::mark_remitted(signed(who), account, up_to)
}

fn days_ago(days: u16) -> Date {
	Date(TODAY.0 - days)
}

#[test]
fn the_office_and_its_bank_mark_what_was_passed_on_and_only_forward() {
	World::new().run(|| {
		let tax = tax_account();
		assert_eq!(Ledger::remitted_up_to(tax), None);
		take_events();
		for (who, up_to) in [(TAX_OFFICE, days_ago(9)), (BANK_A, days_ago(8))] {
			assert_ok!(mark(who, tax, up_to));
			assert_eq!(Ledger::remitted_up_to(tax), Some(up_to));
			let told = Event::MarkedRemitted { account: tax, up_to, by: who.id, key: who.key };
			assert_eq!(take_events(), [told]);
		}
		assert_noop!(mark(BANK_A, tax, days_ago(9)), Error::<Test>::RemittedAlready);
		assert_storage_noop!(assert_ok!(mark(BANK_A, tax, days_ago(8))));
		assert_eq!(take_events(), []);
		assert_ok!(mark(BANK_A, tax, days_ago(1)));
	});
}

#[test]
fn a_day_is_marked_once_it_is_over() {
	World::new().run(|| {
		let tax = tax_account();
		for up_to in [TODAY, Date(TODAY.0 + 1), Date(u16::MAX)] {
			assert_noop!(mark(TAX_OFFICE, tax, up_to), Error::<Test>::DayNotOver);
		}
		assert_ok!(mark(TAX_OFFICE, tax, days_ago(1)));
		set_moment(now().plus(DAY_MS - 1));
		assert_noop!(mark(TAX_OFFICE, tax, TODAY), Error::<Test>::DayNotOver);
		set_moment(now().plus(1));
		assert_ok!(mark(TAX_OFFICE, tax, TODAY));
	});
}

#[test]
fn nobody_else_marks_and_nothing_but_tax_is_marked() {
	World::new().run(|| {
		let (tax, shop) = (tax_account(), open(BANK_A, SHOP, CNY));
		for who in [BANK_B, SHOP, SUPERVISOR] {
			assert_noop!(mark(who, tax, days_ago(1)), Error::<Test>::NotOwnerNorBank);
		}
		for who in [BANK_A, SHOP] {
			assert_noop!(mark(who, shop, days_ago(1)), Error::<Test>::NotATaxAccount);
		}
		let unknown = AccountNo(99);
		assert_noop!(mark(BANK_A, unknown, days_ago(1)), Error::<Test>::UnknownAccount);
		assert_noop!(
			Ledger::mark_remitted(RuntimeOrigin::root(), tax, days_ago(1)),
			DispatchError::BadOrigin
		);
		set_scopes(TAX_OFFICE, Scopes::of(&[Scope::Pay]));
		assert!(mark(TAX_OFFICE, tax, days_ago(1)).is_err());
		assert_eq!(RemittedUpTo::<Test>::iter().count(), 0);
	});
}
