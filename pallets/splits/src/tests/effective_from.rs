// SPDX-License-Identifier: Apache-2.0

//! Versions side by side: each takes orders from its own moment on.

use crate::{mock::*, Error, Event, Shelf, Standing, Standings};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{PlanRequest, Splits as _},
	Moment, RuleHash,
};
use split_rules::RuleSet;

fn publish(effective_from: Option<Moment>) -> DispatchResult {
	Splits::publish(signed(PLATFORM), Box::new(market()), effective_from)
}

fn standing(rules: RuleHash) -> Option<Standing> {
	Standings::<Test>::get(rules, PLATFORM.id)
}

/// The market's rules, for orders from a moment on.
fn usable_from(moment: Moment) -> RuleHash {
	version(market(), Some(moment))
}

/// Published, approved and accepted.
fn version(rule_set: RuleSet, effective_from: Option<Moment>) -> RuleHash {
	let rules = hash(&rule_set);
	assert_ok!(Splits::publish(signed(PLATFORM), Box::new(rule_set), effective_from));
	assert_ok!(Splits::approve(signed(BANK), PLATFORM.id, rules));
	assert_ok!(Splits::accept(signed(MERCHANT), MERCHANT.id, PLATFORM.id, rules));
	rules
}

/// Places an order now.
fn plan(rules: RuleHash) -> DispatchResult {
	Splits::plan(&mut Shelf::default(), &order(rules, 100)).map(|_| ())
}

#[test]
fn the_moment_is_published_and_stays_with_the_rule_set() {
	World::new().run(|| {
		let (rules, effective_from) = (hash(&market()), Some(START.plus(5)));

		assert_ok!(publish(effective_from));

		assert_eq!(standing(rules), Some(Standing::Published { effective_from }));
		let (platform, key) = (PLATFORM.id, PLATFORM.key);
		let told = Event::Published { platform, rules, effective_from, by: platform, key };
		assert_eq!(take_events(), [told]);

		assert_ok!(Splits::approve(signed(BANK), platform, rules));
		assert_eq!(standing(rules), Some(Standing::Approved { by: BANK.id, effective_from }));

		assert_ok!(Splits::retire(signed(PLATFORM), platform, rules));
		let approved_by = Some(BANK.id);
		let retired = Standing::Retired { approved_by, by: platform, effective_from };
		assert_eq!(standing(rules), Some(retired));
	});
}

#[test]
fn orders_are_taken_from_the_moment_on_and_not_a_millisecond_before() {
	World::new().run(|| {
		let rules = usable_from(START.plus(100));
		assert_noop!(plan(rules), Error::<Test>::NotYetEffective);
		pass(99);
		assert_noop!(plan(rules), Error::<Test>::NotYetEffective);
		pass(1);
		assert_ok!(plan(rules));
	});
}

#[test]
fn it_is_the_moment_of_the_order_that_counts() {
	World::new().run(|| {
		let from = START.plus(100);
		let rules = usable_from(from);
		let at = |now| {
			let request = PlanRequest { now, ..order(rules, 100) };
			Splits::plan(&mut Shelf::default(), &request).map(|_| ())
		};
		assert_noop!(at(Moment(from.0 - 1)), Error::<Test>::NotYetEffective);
		assert_ok!(at(from));
	});
}

#[test]
fn a_moment_does_not_stand_for_an_approval() {
	World::new().run(|| {
		assert_ok!(publish(Some(START.plus(1))));
		pass(1);
		assert_noop!(plan(hash(&market())), Error::<Test>::NotApproved);
	});
}

#[test]
fn a_moment_that_has_passed_is_refused() {
	World::new().run(|| {
		let passed = publish(Some(Moment(START.0 - 1)));
		assert_noop!(passed, Error::<Test>::EffectiveFromPassed);
		// In seconds it would have been long ago.
		let in_seconds = publish(Some(Moment(START.0 / 1_000 + 60)));
		assert_noop!(in_seconds, Error::<Test>::EffectiveFromPassed);
		assert_ok!(publish(Some(START)));
	});
}

#[test]
fn the_same_content_is_published_again_for_the_same_moment_only() {
	World::new().run(|| {
		let moment = START.plus(5);
		assert_ok!(publish(Some(moment)));
		take_events();
		for other in [None, Some(START.plus(4)), Some(START.plus(6))] {
			assert_noop!(publish(other), Error::<Test>::OtherEffectiveFrom);
		}
		assert_storage_noop!(assert_ok!(publish(Some(moment))));
		// Also once the moment has passed: it is a retry.
		pass(6);
		assert_storage_noop!(assert_ok!(publish(Some(moment))));

		// Another platform has a moment of its own.
		assert_ok!(Splits::publish(signed(OTHER_PLATFORM), Box::new(market()), None));
	});
}

#[test]
fn versions_stand_side_by_side_and_the_order_names_one() {
	World::new().run(|| {
		let first = version(fee_rules("first", 10), None);
		let second = version(fee_rules("second", 20), Some(START.plus(100)));
		assert_ok!(plan(first));
		assert_noop!(plan(second), Error::<Test>::NotYetEffective);

		pass(100);
		assert_ok!(plan(first));
		assert_ok!(plan(second));

		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, first));
		assert_noop!(plan(first), Error::<Test>::Retired);
		assert_ok!(plan(second));
	});
}
