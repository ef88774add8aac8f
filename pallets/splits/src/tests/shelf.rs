// SPDX-License-Identifier: Apache-2.0

//! What the orders of one call share.

use crate::{mock::*, Error, RuleSets, Shelf};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{PlanRequest, ReceiverFacts, RuleShelf, Splits as Port},
	Relation, RuleHash,
};

#[test]
fn a_rule_set_is_read_once_for_all_orders_of_a_call() {
	World::new().run(|| {
		let rules = usable(market());
		let mut shelf = Shelf::default();
		let planned = Splits::plan(&mut shelf, &order(rules, 1_009));
		assert_ok!(&planned);

		// What never happens on a chain shows where the second plan has the rule set from.
		let content = RuleSets::<Test>::take(rules).unwrap();

		assert_eq!(Splits::plan(&mut shelf, &order(rules, 1_009)), planned);
		let afresh = Splits::plan(&mut Shelf::default(), &order(rules, 1_009));
		assert_eq!(afresh, Err(Error::<Test>::UnknownRuleSet.into()));
		RuleSets::<Test>::insert(rules, content);
	});
}

#[test]
fn a_shelf_counts_the_bytes_of_each_rule_set_once() {
	World::new().run(|| {
		let (cheap, dear) = (market(), fee_rules("dear", 20));
		let (first, second) = (usable(cheap.clone()), usable(dear.clone()));
		let mut shelf = Shelf::default();
		assert_eq!(shelf.bytes(), 0);
		for _ in 0..3 {
			assert_ok!(Splits::plan(&mut shelf, &order(first, 100)));
			assert_eq!(shelf.bytes() as usize, cheap.encoded_size());
		}
		assert_ok!(Splits::plan(&mut shelf, &order(second, 100)));
		assert_ok!(Splits::plan(&mut shelf, &order(first, 100)));
		assert_eq!(shelf.bytes() as usize, cheap.encoded_size() + dear.encoded_size());
	});
}

#[test]
fn a_refused_order_pays_for_the_rule_set_that_was_read_and_for_none_that_was_not() {
	World::new().run(|| {
		let unapproved = published(fee_rules("new", 20));
		let rules = approved(market());
		let mut shelf = Shelf::default();
		let mut refused = |rules, error: Error<Test>| {
			let plan = Splits::plan(&mut shelf, &order(rules, 100));
			assert_eq!(plan, Err(error.into()));
			shelf.bytes() as usize
		};
		assert_eq!(refused(RuleHash([9; 32]), Error::UnknownRuleSet), 0);
		assert_eq!(refused(unapproved, Error::NotApproved), 0);
		assert_eq!(refused(rules, Error::NotAccepted), market().encoded_size());
	});
}

#[test]
fn approval_and_acceptance_are_asked_for_every_order_of_a_call() {
	World::new().run(|| {
		let rules = usable(market());
		let mut shelf = Shelf::default();
		let mut plan = |request: &PlanRequest| Splits::plan(&mut shelf, request);
		assert_ok!(plan(&order(rules, 100)));

		let other_merchant = PlanRequest { merchant: OWN_SHOP.id, ..order(rules, 100) };
		assert_eq!(plan(&other_merchant), Err(Error::<Test>::NotAccepted.into()));
		let other_platform = PlanRequest { platform: OTHER_PLATFORM.id, ..order(rules, 100) };
		assert_eq!(plan(&other_platform), Err(Error::<Test>::NotApproved.into()));
		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, rules));
		assert_eq!(plan(&order(rules, 100)), Err(Error::<Test>::Retired.into()));
	});
}

#[test]
fn receivers_and_limits_are_read_once_for_all_orders_of_a_call() {
	World::new().run(|| {
		let relation = Relation::Supplier;
		assert_ok!(Splits::add_receiver(signed(MERCHANT), MERCHANT.id, SUPPLY, relation, 5));
		assert_ok!(Splits::consent(signed(SUPPLIER), MERCHANT.id, SUPPLY, true));
		let mut shelf = Shelf::default();
		let mut ask = || {
			let receiver = |shelf: &mut Shelf, account| {
				<Splits as Port>::receiver(shelf, MERCHANT.id, account)
			};
			let known = receiver(&mut shelf, SUPPLY);
			let unknown = receiver(&mut shelf, SUPPLY_ABROAD);
			(known, unknown, <Splits as Port>::merchant_limits(&mut shelf, MERCHANT.id))
		};
		let first = ask();
		assert_eq!(
			first.0,
			Some(ReceiverFacts {
				relation: Relation::Supplier,
				ceiling_ppm: 5,
				platform_returns: true
			})
		);
		assert_eq!(first.1, None);

		// What no call does between two of its orders shows where the second answer has it from.
		assert_ok!(Splits::remove_receiver(signed(MERCHANT), MERCHANT.id, SUPPLY));
		assert_ok!(Splits::set_consortium_limits(RuntimeOrigin::root(), 1, 1));

		assert_eq!(ask(), first);
		assert_eq!(shelf.bytes(), 0);
	});
}

#[test]
fn a_rule_set_is_read_once_for_plans_and_for_those_that_are_recomputed() {
	World::new().run(|| {
		let rules = usable(market());
		let mut shelf = Shelf::default();
		let planned = Splits::plan(&mut shelf, &order(rules, 1_009));
		let content = RuleSets::<Test>::take(rules).unwrap();
		assert_eq!(Splits::replan(&mut shelf, &order(rules, 1_009), 1), planned);
		RuleSets::<Test>::insert(rules, content);
	});
}
