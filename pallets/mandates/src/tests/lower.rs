// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, DateKey, Endings, Error, Event, Rows};
use frame::testing_prelude::*;
use split_ledger_primitives::{Amount, Date, MandateLimits, MandateNo, MandateTerms, Scope};

fn lower(by: Who, mandate: MandateNo, limits: MandateLimits) -> DispatchResult {
	Mandates::lower(signed(by), mandate, limits)
}

#[test]
fn one_key_of_owner_or_bank_lowers_at_once() {
	for who in [OWNER, BANK] {
		World::new().run(|| {
			let mandate = given(terms());
			take_events();
			let (single, amount) = (Amount(50), Amount(60));
			let limits = MandateLimits { single, amount, orders: 1, until: day(10) };

			assert_ok!(lower(who, mandate, limits));

			let (account, by, key) = (WALLET, who.id, who.key);
			assert_eq!(take_events(), [Event::Lowered { mandate, account, limits, by, key }]);
			let facts = asked(mandate).unwrap();
			assert_eq!((facts.single, facts.left, facts.orders_left), (single, amount, 1));
			let marks: Vec<_> = Endings::<Test>::iter_keys().collect();
			assert_eq!(marks, [(DateKey::of(day(10)), mandate)]);
		});
	}
}

#[test]
fn each_part_alone_lowers() {
	World::new().run(|| {
		let lower_ones = [
			MandateLimits { single: Amount(99), ..LIMITS },
			MandateLimits { amount: Amount(149), ..LIMITS },
			MandateLimits { orders: 1, ..LIMITS },
			MandateLimits { until: day(363), ..LIMITS },
		];
		for (number, limits) in (1..).zip(lower_ones) {
			let mandate = given(another(terms(), number));
			assert_ok!(lower(OWNER, mandate, limits));
			assert_eq!(Rows::<Test>::get(mandate).unwrap().terms.limits, limits);
		}
	});
}

#[test]
fn what_would_widen_in_any_part_or_changes_nothing_is_refused() {
	World::new().run(|| {
		let mandate = given(terms());
		let lower_one = MandateLimits { single: Amount(10), ..LIMITS };
		let wider = [
			LIMITS,
			MandateLimits { single: Amount(101), ..LIMITS },
			MandateLimits { amount: Amount(151), ..lower_one },
			MandateLimits { orders: 3, ..lower_one },
			MandateLimits { until: day(365), ..lower_one },
		];
		for limits in wider {
			assert_noop!(lower(OWNER, mandate, limits), Error::<Test>::NotLower);
		}
	});
}

#[test]
fn what_is_left_is_a_sound_mandate() {
	World::new().run(|| {
		let mandate = given(MandateTerms { from: day(1), ..terms() });
		let unsound = [
			MandateLimits { single: Amount(0), ..LIMITS },
			MandateLimits { amount: Amount(99), ..LIMITS },
			MandateLimits { orders: 0, ..LIMITS },
		];
		for limits in unsound {
			assert_noop!(lower(OWNER, mandate, limits), Error::<Test>::UnsoundLimits);
		}
		let to = |until| lower(OWNER, mandate, MandateLimits { until, ..LIMITS });
		assert_noop!(to(FIRST), Error::<Test>::UnsoundDates);
		on(day(5));
		assert_noop!(to(day(4)), Error::<Test>::UnsoundDates);
		assert_ok!(to(day(5)));
		assert_eq!(left(mandate), (150, 2));
		on(day(6));
		assert_noop!(to(Date(0)), Error::<Test>::MandateEnded);
	});
}

#[test]
fn what_was_drawn_stays_drawn_and_can_use_the_period_up() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_ok!(draw(mandate, 100));
		let (single, amount) = (Amount(60), Amount(60));

		assert_ok!(lower(OWNER, mandate, MandateLimits { single, amount, ..LIMITS }));

		assert_eq!(left(mandate), (0, 1));
		assert_noop!(draw(mandate, 1), Error::<Test>::OverMandate);
		assert_ok!(Mandates::check_invariants());
		on(day(31));
		assert_eq!(left(mandate), (60, 2));
		assert_ok!(draw(mandate, 60));
	});
}

#[test]
fn only_owner_and_bank_of_the_account_lower() {
	World::new().run(|| {
		let mandate = given(terms());
		let limits = MandateLimits { orders: 1, ..LIMITS };
		let by = |origin| Mandates::lower(origin, mandate, limits);
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(lower(STRANGER, mandate, limits), UNKNOWN_KEY);
		for who in [OTHER_BANK, PLATFORM, SUPERVISOR, MERCHANT] {
			assert_noop!(lower(who, mandate, limits), Error::<Test>::NotForAccount);
		}
		without_scope(OWNER, Scope::Admin);
		assert_noop!(lower(OWNER, mandate, limits), NO_SCOPE);
	});
}

#[test]
fn what_is_not_confirmed_or_unknown_is_not_lowered() {
	World::new().run(|| {
		let mandate = proposed(terms());
		let limits = MandateLimits { orders: 1, ..LIMITS };
		assert_noop!(lower(OWNER, mandate, limits), Error::<Test>::NotConfirmed);
		assert_noop!(lower(OWNER, MandateNo(1), limits), Error::<Test>::UnknownMandate);
	});
}
