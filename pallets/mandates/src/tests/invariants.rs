// SPDX-License-Identifier: Apache-2.0

//! The invariants notice what they are for.

use crate::{
	mock::*, DateKey, Endings, Mandate, MandatesOf, MandatesTo, NextMandate, NumberKey, Rows,
	State, Use,
};
use frame::{deps::sp_runtime::TryRuntimeError, testing_prelude::*};
use split_ledger_primitives::{Amount, Commitment, MandateNo, MandatePeriod, ParticipantId};

const MANDATE: MandateNo = MandateNo(0);

/// Breaks the state of a used mandate and gives the first invariant that notices.
#[track_caller]
fn noticed(fault: impl FnOnce(), expected: &'static str) {
	World::new();
	new_state().execute_with(|| {
		given(terms());
		assert_ok!(draw(MANDATE, 100));
		assert_ok!(Mandates::check_invariants());
		fault();
		assert_eq!(Mandates::check_invariants(), Err(TryRuntimeError::Other(expected)));
	});
}

fn change(change: impl FnOnce(&mut Mandate<u64>)) {
	Rows::<Test>::mutate(MANDATE, |row| change(row.as_mut().unwrap()));
}

fn use_is(used: Use) {
	change(|row| row.state = State::Active { by: BANK.id, used });
}

#[test]
fn a_use_beyond_the_limits_is_noticed() {
	let of = |drawn, orders| Use { drawn: Amount(drawn), orders, ..Use::default() };
	let more = "INV-MAN-1: more is drawn than a mandate allows";
	noticed(|| use_is(of(151, 1)), more);
	noticed(|| use_is(of(150, 3)), more);
	noticed(|| use_is(of(1, 2)), "INV-MAN-1: an order that drew nothing");
	noticed(|| use_is(of(1, 0)), "INV-MAN-1: drawn without an order");
}

#[test]
fn a_list_that_is_not_that_of_the_mandates_is_noticed() {
	let other = "INV-MAN-2: an account lists other mandates than it has";
	noticed(|| change(|row| row.terms.account = SAVINGS), other);
	noticed(
		|| MandatesOf::<Test>::remove(WALLET.key()),
		"INV-MAN-2: a mandate that its account does not list",
	);
	noticed(
		|| MandatesOf::<Test>::insert(SAVINGS.key(), BoundedVec::new()),
		"INV-MAN-2: an empty list",
	);
	let twice = || {
		given(another(terms(), 2));
		MandatesOf::<Test>::mutate(WALLET.key(), |list| list[1].evidence = list[0].evidence);
	};
	noticed(twice, "INV-MAN-2: two mandates on one evidence");
	noticed(
		|| change(|row| row.terms.evidence = Commitment([9; 32])),
		"INV-MAN-2: a mandate listed with other evidence",
	);
}

#[test]
fn a_grantee_that_lists_other_mandates_than_its_own_is_noticed() {
	let missing = "INV-MAN-4: a mandate that its grantee does not list";
	let other = "INV-MAN-4: a grantee lists a mandate that it does not have";
	let key = NumberKey::of(MANDATE);
	noticed(|| MandatesTo::<Test>::remove(PLATFORM.id, key), missing);
	noticed(|| MandatesTo::<Test>::insert(MERCHANT.id, key, ()), other);
	let of_nobody = NumberKey::of(MandateNo(7));
	noticed(|| MandatesTo::<Test>::insert(PLATFORM.id, of_nobody, ()), other);
}

#[test]
fn unsound_terms_and_missing_marks_are_noticed() {
	let until = DateKey::of(LIMITS.until);
	noticed(
		|| Endings::<Test>::insert(until, MandateNo(7), ()),
		"INV-MAN-3: a mark without a mandate",
	);
	noticed(
		|| Endings::<Test>::insert(DateKey::of(day(1)), MANDATE, ()),
		"INV-MAN-3: a mark of another date than the last one",
	);
	noticed(
		|| Endings::<Test>::remove(until, MANDATE),
		"INV-MAN-3: a mandate that nothing forgets",
	);
	noticed(|| NextMandate::<Test>::put(MANDATE), "INV-MAN-3: a number that was never given");
	let unsound = "INV-MAN-3: unsound terms";
	noticed(|| change(|row| row.terms.period = MandatePeriod::Days(0)), unsound);
	noticed(|| change(|row| row.terms.from = day(365)), unsound);
	noticed(|| change(|row| row.terms.limits.single = Amount(0)), unsound);
}

#[test]
fn sides_that_nobody_knows_are_noticed() {
	let unknown = "INV-PAR: an unknown side of a mandate";
	noticed(|| forget(PLATFORM), unknown);
	let by = |id: ParticipantId| change(|row| row.state = State::Proposed { by: id, maker: 1 });
	noticed(|| by(STRANGER.id), unknown);
	noticed(|| by(MERCHANT.id), "INV-PAR: a mandate given by a stranger");
	noticed(|| forget_account(WALLET), "INV-PAR: a mandate on no account");
	noticed(
		|| change(|row| row.terms.grantee = OWNER.id),
		"INV-PAR: a mandate for whom needs none",
	);
}
