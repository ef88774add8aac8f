// SPDX-License-Identifier: Apache-2.0

//! What escrow is answered, and what it counts.

use crate::{mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::MandateFacts, Amount, MandateLimits, MandateNo, MandatePeriod, MandateTerms,
};

#[test]
fn escrow_is_told_what_a_mandate_allows() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_ok!(draw(mandate, 30));
		let facts = MandateFacts {
			account: WALLET,
			grantee: PLATFORM.id,
			single: Amount(100),
			left: Amount(120),
			orders_left: 1,
		};
		assert_eq!(asked(mandate), Ok(facts));
		assert_noop!(asked(MandateNo(1)), Error::<Test>::UnknownMandate);
	});
}

#[test]
fn no_more_is_drawn_than_is_allowed() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_noop!(draw(mandate, 101), Error::<Test>::OverMandate);
		assert_ok!(draw(mandate, 100));
		assert_noop!(draw(mandate, 51), Error::<Test>::OverMandate);
		assert_ok!(draw(mandate, 50));
		assert_eq!(left(mandate), (0, 0));
	});
}

#[test]
fn no_more_orders_are_drawn_than_are_allowed() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_ok!(draw(mandate, 1));
		assert_ok!(draw(mandate, 1));
		assert_noop!(draw(mandate, 1), Error::<Test>::OverMandate);
		assert_eq!(left(mandate), (148, 0));
	});
}

#[test]
fn a_mandate_is_used_from_its_first_date_to_its_last_one() {
	World::new().run(|| {
		let limits = MandateLimits { until: day(3), ..LIMITS };
		let mandate = given(MandateTerms { from: day(2), limits, ..terms() });
		on(day(1));
		assert_noop!(asked(mandate), Error::<Test>::NotBegun);
		assert_noop!(draw(mandate, 1), Error::<Test>::NotBegun);
		on(day(2));
		assert_ok!(draw(mandate, 1));
		on(day(3));
		assert_ok!(draw(mandate, 1));
		on(day(4));
		assert_noop!(asked(mandate), Error::<Test>::MandateEnded);
		assert_noop!(draw(mandate, 1), Error::<Test>::MandateEnded);
	});
}

#[test]
fn with_each_calendar_month_the_use_begins_anew() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_ok!(draw(mandate, 100));
		// The world begins on the first of December: 31 days.
		on(day(30));
		assert_eq!(left(mandate), (50, 1));
		on(day(31));
		assert_eq!(left(mandate), (150, 2));
		assert_ok!(draw(mandate, 20));
		on(day(31 + 30));
		assert_eq!(left(mandate), (130, 1));
		// Months in which nothing was drawn leave nothing behind.
		on(day(200));
		assert_eq!(left(mandate), (150, 2));
	});
}

#[test]
fn with_each_period_of_days_from_the_first_date_on_the_use_begins_anew() {
	World::new().run(|| {
		let mandate = given(MandateTerms { period: MandatePeriod::Days(7), ..terms() });
		assert_ok!(draw(mandate, 100));
		on(day(6));
		assert_eq!(left(mandate), (50, 1));
		on(day(7));
		assert_eq!(left(mandate), (150, 2));
	});
}

#[test]
fn a_clock_that_goes_back_makes_no_room() {
	World::new().run(|| {
		let mandate = given(terms());
		on(day(31));
		assert_ok!(draw(mandate, 100));
		on(day(30));
		assert_eq!(left(mandate), (50, 1));
		assert_ok!(draw(mandate, 50));
		on(day(31));
		assert_eq!(left(mandate), (0, 0));
	});
}

#[test]
fn mandates_on_one_account_are_counted_apart() {
	World::new().run(|| {
		let first = given(terms());
		let second = given(another(terms(), 2));
		assert_ok!(draw(first, 100));
		assert_eq!((left(first), left(second)), ((50, 1), (150, 2)));
	});
}
