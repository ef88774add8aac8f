// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, MandatesTo, NextMandate};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::MandateView, AccountNo, Amount, MandateLimits, MandateNo, MandateTerms, ParticipantId,
};

fn numbers(account: AccountNo, from: u32, limit: u32) -> Vec<u32> {
	let views = Mandates::mandates_of(account, MandateNo(from), limit);
	views.into_iter().map(|view| view.number.0).collect()
}

fn view(mandate: MandateNo) -> MandateView {
	Mandates::mandate_view(mandate).expect("a mandate")
}

/// Whether it is confirmed and by whom, what was drawn, and what is left.
fn use_of(mandate: MandateNo) -> (bool, ParticipantId, (u64, u32), (u64, u32)) {
	let MandateView { confirmed, by, drawn, orders_drawn, left, orders_left, .. } = view(mandate);
	(confirmed, by, (drawn.0, orders_drawn), (left.0, orders_left))
}

fn numbers_to(grantee: Who, after: Option<u32>, limit: u32) -> Vec<u32> {
	let views = Mandates::mandates_to(grantee.id, after.map(MandateNo), limit);
	views.into_iter().map(|view| view.number.0).collect()
}

#[test]
fn a_mandate_is_told_with_what_is_left_of_it() {
	World::new().run(|| {
		let later = MandateTerms { from: day(1), ..terms() };
		let mandate = proposed(later);
		assert_eq!((view(mandate).number, view(mandate).terms), (mandate, later));
		assert_eq!(use_of(mandate), (false, OWNER.id, (0, 0), (0, 0)));
		assert_ok!(Mandates::confirm(signed(BANK), mandate, later));
		assert_eq!(use_of(mandate), (true, BANK.id, (0, 0), (0, 0)), "not begun");
		on(day(1));
		assert_ok!(draw(mandate, 30));
		assert_eq!(use_of(mandate), (true, BANK.id, (30, 1), (120, 1)));
		on(day(31));
		assert_eq!(use_of(mandate), (true, BANK.id, (0, 0), (150, 2)));
	});
}

#[test]
fn what_has_ended_and_what_never_was_are_not_told() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_eq!(Mandates::mandate_view(MandateNo(1)), None);
		on(day(365));
		assert_eq!(Mandates::mandate_view(mandate), None);
		assert!(numbers(WALLET, 0, 100).is_empty());
	});
}

#[test]
fn the_mandates_of_an_account_come_in_pages() {
	World::new().run(|| {
		for number in 1..=4 {
			given(another(terms(), number));
		}
		given(MandateTerms { account: SAVINGS, ..terms() });
		assert_ok!(Mandates::revoke(signed(OWNER), MandateNo(1)));

		assert_eq!(numbers(WALLET, 0, 2), [0, 2]);
		assert_eq!(numbers(WALLET, 3, 2), [3]);
		assert_eq!(numbers(SAVINGS, 0, 100), [4]);
		assert!(numbers(NO_ACCOUNT, 0, 100).is_empty());
		assert_eq!(Amount(150), Mandates::mandates_of(SAVINGS, MandateNo(4), 1)[0].left);
	});
}

#[test]
fn a_grantee_asks_page_by_page_on_which_accounts_it_draws() {
	World::new().run(|| {
		let to =
			|grantee: Who, number| MandateTerms { grantee: grantee.id, ..another(terms(), number) };
		// The first number of two bytes comes after the last one of one byte.
		NextMandate::<Test>::put(MandateNo(254));
		given(to(PLATFORM, 1));
		given(to(MERCHANT, 2));
		given(MandateTerms { account: SAVINGS, ..to(PLATFORM, 3) });
		// Not confirmed yet.
		proposed(to(PLATFORM, 4));

		assert_eq!(numbers_to(PLATFORM, None, 100), [254, 256, 257]);
		assert_eq!(numbers_to(PLATFORM, None, 2), [254, 256]);
		assert_eq!(numbers_to(PLATFORM, Some(254), 1), [256]);
		assert_eq!(numbers_to(PLATFORM, Some(255), 100), [256, 257]);
		assert!(numbers_to(PLATFORM, Some(257), 100).is_empty());
		assert!(numbers_to(PLATFORM, None, 0).is_empty());
		assert_eq!(numbers_to(MERCHANT, None, 100), [255]);
		assert!(numbers_to(OWNER, None, 100).is_empty());
	});
}

#[test]
fn a_grantee_lists_a_mandate_until_it_ends() {
	World::new().run(|| {
		let revoked = given(another(terms(), 1));
		let rejected = proposed(another(terms(), 2));
		let limits = MandateLimits { until: day(3), ..LIMITS };
		let over = given(MandateTerms { limits, ..another(terms(), 3) });
		let rest = given(another(terms(), 4));
		assert_ok!(Mandates::revoke(signed(PLATFORM), revoked));
		assert_ok!(Mandates::reject(signed(OWNER), rejected));
		assert_eq!(numbers_to(PLATFORM, None, 100), [over.0, rest.0]);

		// Over, and not forgotten yet.
		let listed = || MandatesTo::<Test>::iter_key_prefix(PLATFORM.id).count();
		on(day(4));
		assert_eq!((numbers_to(PLATFORM, None, 1), listed()), (vec![rest.0], 2));
		tick();
		assert_eq!(listed(), 1);
	});
}
