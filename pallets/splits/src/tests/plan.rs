// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Shelf};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{PlanRequest, RulePart, RulePlan, Splits as _},
	Amount, Purpose, RefundTerms, RuleHash, Uncredited,
};
use split_rules::{Case, Condition, RuleSet};

fn fee_and_goods(fee: u64, goods: u64) -> RulePlan {
	let parts = vec![
		RulePart { leg: 1, slot: 0, amount: Amount(fee), purpose: Purpose::Fee },
		RulePart { leg: 2, slot: 1, amount: Amount(goods), purpose: Purpose::Goods },
	];
	RulePlan { case: 1, parts, uncredited: Uncredited::Park, refund: RefundTerms::default() }
}

fn up_to(amount: u64) -> Condition {
	Condition { amount_below: Some(Amount(amount)), ..Condition::default() }
}

/// Plans an order in a call of its own.
fn plan(request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError> {
	Splits::plan(&mut Shelf::default(), request)
}

#[test]
fn an_order_under_an_accepted_rule_set_is_planned_to_the_unit() {
	World::new().run(|| {
		let rules = usable(market());
		assert_eq!(plan(&order(rules, 1_009)), Ok(fee_and_goods(100, 909)));
		assert_eq!(plan(&order(rules, 9)), Ok(fee_and_goods(0, 9)), "zero parts included");
	});
}

#[test]
fn a_rule_set_takes_orders_from_its_approval_to_its_retirement() {
	World::new().run(|| {
		let rules = hash(&market());
		let plan = || plan(&order(rules, 100));
		assert_noop!(plan(), Error::<Test>::UnknownRuleSet);

		assert_ok!(Splits::publish(signed(PLATFORM), Box::new(market()), None));
		assert_ok!(Splits::accept(signed(MERCHANT), MERCHANT.id, PLATFORM.id, rules));
		assert_noop!(plan(), Error::<Test>::NotApproved);

		assert_ok!(Splits::approve(signed(BANK), PLATFORM.id, rules));
		assert_ok!(plan());

		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, rules));
		assert_noop!(plan(), Error::<Test>::Retired);
	});
}

#[test]
fn approval_for_one_platform_is_none_for_another() {
	World::new().run(|| {
		let rules = usable(market());
		let elsewhere = PlanRequest { platform: OTHER_PLATFORM.id, ..order(rules, 100) };
		assert_noop!(plan(&elsewhere), Error::<Test>::NotApproved);
		assert_ok!(Splits::publish(signed(OTHER_PLATFORM), Box::new(market()), None));
		assert_noop!(plan(&elsewhere), Error::<Test>::NotApproved);
	});
}

#[test]
fn a_platform_that_publishes_what_a_merchant_accepted_of_another_is_not_accepted() {
	World::new().run(|| {
		let rules = usable(market());
		assert_ok!(Splits::publish(signed(OTHER_PLATFORM), Box::new(market()), None));
		assert_ok!(Splits::approve(signed(OTHER_BANK), OTHER_PLATFORM.id, rules));
		let elsewhere = PlanRequest { platform: OTHER_PLATFORM.id, ..order(rules, 100) };
		assert_noop!(plan(&elsewhere), Error::<Test>::NotAccepted);

		assert_ok!(Splits::accept(signed(MERCHANT), MERCHANT.id, OTHER_PLATFORM.id, rules));
		assert_eq!(plan(&elsewhere), Ok(fee_and_goods(10, 90)));
	});
}

#[test]
fn an_order_needs_the_merchants_acceptance() {
	World::new().run(|| {
		let rules = approved(market());
		assert_noop!(plan(&order(rules, 100)), Error::<Test>::NotAccepted);
		assert_ok!(Splits::accept(signed(BANK), OWN_SHOP.id, PLATFORM.id, rules));
		assert_noop!(plan(&order(rules, 100)), Error::<Test>::NotAccepted);
	});
}

#[test]
fn a_ceiling_accepts_plans_whose_fees_are_at_most_its_share_rounded_down() {
	World::new().run(|| {
		let rules = approved(market());
		let set = |share_ppm| {
			Splits::accept_ceilings(signed(MERCHANT), MERCHANT.id, PLATFORM.id, share_ppm, 0)
		};
		assert_ok!(set(100_000));
		assert_eq!(plan(&order(rules, 1_009)), Ok(fee_and_goods(100, 909)));
		assert_ok!(set(99_999));
		assert_noop!(plan(&order(rules, 1_000)), Error::<Test>::OverCeiling);
		// 0.99999 of a unit is none, and so is the fee of nine.
		assert_noop!(plan(&order(rules, 10)), Error::<Test>::OverCeiling);
		assert_eq!(plan(&order(rules, 9)), Ok(fee_and_goods(0, 9)));
		// The fee of 1009 is rounded down to 100, and so is the share of 100.898.
		assert_eq!(plan(&order(rules, 1_009)), Ok(fee_and_goods(100, 909)));
		assert_ok!(set(0));
		assert_noop!(plan(&order(rules, 1_009)), Error::<Test>::OverCeiling);
	});
}

#[test]
fn acceptance_by_hash_stands_whatever_the_ceiling_says() {
	World::new().run(|| {
		let rules = usable(fee_rules("dear", 20));
		assert_ok!(Splits::accept_ceilings(signed(MERCHANT), MERCHANT.id, PLATFORM.id, 0, 0));
		assert_eq!(plan(&order(rules, 100)), Ok(fee_and_goods(20, 80)));
	});
}

#[test]
fn a_ceiling_for_one_platform_is_none_for_another() {
	World::new().run(|| {
		let rules = approved(market());
		let other = OTHER_PLATFORM.id;
		assert_ok!(Splits::accept_ceilings(signed(MERCHANT), MERCHANT.id, other, 1_000_000, 0));
		assert_noop!(plan(&order(rules, 100)), Error::<Test>::NotAccepted);
	});
}

#[test]
fn an_order_in_another_currency_is_refused() {
	World::new().run(|| {
		let rules = usable(market());
		let in_dollars = PlanRequest { currency: USD, ..order(rules, 100) };
		assert_noop!(plan(&in_dollars), Error::<Test>::OtherCurrency);
	});
}

#[test]
fn an_order_states_at_least_the_legs_of_its_case_zero_ones_included() {
	World::new().run(|| {
		let rules = usable(market());
		// Of nine units the fee is none, and still a leg.
		for amount in [9, 1_000] {
			let stating = |legs_max| PlanRequest { legs_max, ..order(rules, amount) };
			for legs_max in [0, 1] {
				assert_noop!(plan(&stating(legs_max)), Error::<Test>::MoreLegsThanStated);
			}
			assert_ok!(plan(&stating(2)));
			assert_ok!(plan(&stating(3)));
		}
	});
}

#[test]
fn the_legs_stated_are_those_of_the_chosen_case_and_are_counted_before_dividing() {
	World::new().run(|| {
		let mut rule_set = market();
		let legs = vec![rule_set.cases[0].legs[1].clone()];
		rule_set.cases.insert(0, Case { when: up_to(1_000), legs });
		let rules = usable(rule_set);
		let stating = |legs_max, amount| PlanRequest { legs_max, ..order(rules, amount) };

		assert_ok!(plan(&stating(1, 999)));
		assert_noop!(plan(&stating(1, 1_000)), Error::<Test>::MoreLegsThanStated);
		let inputs = [(0, Amount(5))];
		let left_over = PlanRequest { inputs: &inputs, ..stating(1, 1_000) };
		assert_noop!(plan(&left_over), Error::<Test>::MoreLegsThanStated);
	});
}

#[test]
fn a_plan_says_what_becomes_of_a_leg_that_cannot_be_credited() {
	World::new().run(|| {
		let uncredited = Uncredited::Merchant;
		let rules = usable(RuleSet { uncredited, ..market() });
		assert_eq!(
			plan(&order(rules, 1_009)),
			Ok(RulePlan { uncredited, ..fee_and_goods(100, 909) })
		);
	});
}

#[test]
fn what_the_rules_refuse_is_refused_with_their_error() {
	World::new().run(|| {
		let rules = usable(market());
		let inputs = [(0, Amount(5))];
		let left_over = PlanRequest { inputs: &inputs, ..order(rules, 100) };
		assert_noop!(plan(&left_over), Error::<Test>::InputLeftOver);
	});
}

#[test]
fn a_plan_is_recomputed_for_readers_whatever_became_of_the_rule_set() {
	World::new().run(|| {
		let rules = usable(market());
		let planned = plan(&order(rules, 1_009));
		assert_ok!(&planned);
		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, rules));

		let replan = |rules| Splits::replan(&mut Shelf::default(), &order(rules, 1_009), 1);
		assert_eq!(replan(rules), planned);
		assert_noop!(replan(RuleHash([9; 32])), Error::<Test>::UnknownRuleSet);
	});
}
