// SPDX-License-Identifier: Apache-2.0

//! What semantics 2 adds, as orders see it: time windows, refund terms, rates of net and by tiers.

use crate::{mock::*, Error, Shelf};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{PlanRequest, RulePlan, Splits as _},
	Advancer, Amount, FundersBack, Moment, RefundPolicy, RefundTerms, RuleHash,
};
use split_rules::{Base, Places, RuleSet, Take, Tier, TierBy};

fn plan(request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError> {
	Splits::plan(&mut Shelf::default(), request)
}

fn replan(request: &PlanRequest<'_>, case: u8) -> Result<RulePlan, DispatchError> {
	Splits::replan(&mut Shelf::default(), request, case)
}

/// The fee of an order, and the case that it fell under.
fn fee(plan: Result<RulePlan, DispatchError>) -> Result<(u64, u8), DispatchError> {
	plan.map(|plan| (plan.parts[0].amount.0, plan.case))
}

fn terms() -> RefundTerms {
	let advancers = vec![Advancer::Platform, Advancer::Guarantee];
	RefundTerms {
		policy: RefundPolicy::MerchantFirst,
		advancers: advancers.try_into().unwrap(),
		back: FundersBack::PayerFirst,
	}
}

#[test]
fn an_order_falls_under_a_time_window_by_the_time_of_its_block() {
	World::new().run(|| {
		let rules = usable(sale(START.plus(100)));
		let fee_now = || fee(plan(&order(rules, 1_000)));
		assert_eq!(fee_now(), Ok((50, 1)));
		pass(99);
		assert_eq!(fee_now(), Ok((50, 1)));
		pass(1);
		assert_eq!(fee_now(), Ok((100, 2)));
	});
}

#[test]
fn a_plan_is_recomputed_by_its_case_after_the_window_and_after_the_retirement() {
	World::new().run(|| {
		let rules = usable(sale(START.plus(100)));
		let planned = plan(&order(rules, 1_000));
		assert_eq!(fee(planned.clone()), Ok((50, 1)));

		pass(100);
		assert_eq!(fee(plan(&order(rules, 1_000))), Ok((100, 2)));
		assert_eq!(replan(&order(rules, 1_000), 1), planned);

		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, rules));
		assert_noop!(plan(&order(rules, 1_000)), Error::<Test>::Retired);
		assert_eq!(replan(&order(rules, 1_000), 1), planned);
		assert_eq!(fee(replan(&order(rules, 1_000), 2)), Ok((100, 2)));
	});
}

#[test]
fn a_plan_is_recomputed_whatever_became_of_acceptance_and_approval() {
	World::new().run(|| {
		let rules = published(market());
		assert_noop!(plan(&order(rules, 1_000)), Error::<Test>::NotApproved);
		assert_eq!(fee(replan(&order(rules, 1_000), 1)), Ok((100, 1)));
	});
}

#[test]
fn a_plan_is_not_recomputed_by_a_case_that_the_rule_set_does_not_have() {
	World::new().run(|| {
		let rules = usable(sale(START.plus(100)));
		for case in [0, 3, u8::MAX] {
			assert_noop!(replan(&order(rules, 1_000), case), Error::<Test>::UnknownCase);
		}
		let unknown = replan(&order(RuleHash([9; 32]), 100), 1);
		assert_noop!(unknown, Error::<Test>::UnknownRuleSet);
		let short = PlanRequest { legs_max: 1, ..order(rules, 1_000) };
		assert_noop!(replan(&short, 1), Error::<Test>::MoreLegsThanStated);
	});
}

#[test]
fn a_plan_says_how_its_order_is_refunded() {
	World::new().run(|| {
		let plain = plan(&order(usable(market()), 1_000)).unwrap();
		assert_eq!(plain.refund, RefundTerms::default());

		let rules = usable(RuleSet { refund: terms(), ..fee_rules("terms", 20) });
		let planned = plan(&order(rules, 1_000)).unwrap();
		assert_eq!(planned.refund, terms());
		assert_eq!(replan(&order(rules, 1_000), 1), Ok(planned));
	});
}

#[test]
fn rule_sets_of_semantics_1_are_planned_as_ever() {
	World::new().run(|| {
		let rules = usable(RuleSet { semantics: 1, ..market() });
		let planned = plan(&order(rules, 1_009)).unwrap();
		let amounts: Vec<_> = planned.parts.iter().map(|part| part.amount.0).collect();
		assert_eq!((amounts, planned.case), (vec![100, 909], 1));
		assert_eq!(planned.refund, RefundTerms::default());
	});
}

#[test]
fn a_rate_of_net_and_rates_by_tiers_are_planned_to_the_unit() {
	World::new().run(|| {
		let mut of_net = fee_rules("net", 10);
		let [fee, goods] = <[_; 2]>::try_from(of_net.cases[0].legs.clone()).unwrap();
		let of = Base::Net(Places::of([0]));
		let (floor, cap) = (None, None);
		let second = Take::Share { numerator: 1, denominator: 10, of, floor, cap };
		let second = split_rules::Leg { take: second, ..fee };
		of_net.cases[0].legs.insert(1, second);
		let rules = usable(of_net);
		let amounts = |rules, amount| {
			let planned = plan(&order(rules, amount)).unwrap();
			planned.parts.iter().map(|part| part.amount.0).collect::<Vec<_>>()
		};
		assert_eq!(amounts(rules, 1_000), [100, 90, 810]);

		let mut tiered = fee_rules("tiers", 10);
		let tier = |from, numerator| Tier { from: Amount(from), numerator };
		let tiers = vec![tier(0, 1), tier(1_000, 3)];
		let (denominator, by, of) = (100, TierBy::Whole, Base::Gross);
		let take = Take::Tiered { denominator, tiers, by, of, floor, cap };
		tiered.cases[0].legs = vec![split_rules::Leg { take, ..fee_leg() }, goods];
		let rules = usable(tiered);
		assert_eq!(amounts(rules, 999), [9, 990]);
		assert_eq!(amounts(rules, 1_000), [30, 970]);
	});
}

/// The fee of the market.
fn fee_leg() -> split_rules::Leg {
	market().cases[0].legs[0].clone()
}

#[test]
fn what_semantics_2_forbids_is_refused_with_the_error_of_the_fault() {
	World::new().run(|| {
		let publish = |change: fn(&mut RuleSet)| {
			let mut rule_set = market();
			change(&mut rule_set);
			Splits::publish(signed(PLATFORM), Box::new(rule_set), None)
		};
		let in_semantics_1 = publish(|rules| {
			rules.refund.policy = RefundPolicy::FeesKept;
			rules.semantics = 1;
		});
		assert_noop!(in_semantics_1, Error::<Test>::NeedsSemantics2);
		let twice = publish(|rules| {
			let advancers = vec![Advancer::Platform, Advancer::Platform];
			rules.refund.advancers = advancers.try_into().unwrap();
		});
		assert_noop!(twice, Error::<Test>::AdvancerTwice);
		let empty = publish(|rules| {
			let mut case = rules.cases[0].clone();
			case.when.time_from = Some(Moment(7));
			case.when.time_before = Some(Moment(7));
			rules.cases.insert(0, case);
		});
		assert_noop!(empty, Error::<Test>::EmptyWindow);
	});
}
