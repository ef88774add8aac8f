// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_splits::{Call, Error};
use split_ledger_primitives::{Advancer, Amount, Moment, Purpose, RefundPolicy, Uncredited};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{refunded_by, rest, rule_set, share, Dice, CNY};
use split_rules::{
	Base, Case, Condition, Leg, Places, Residue, Rounding, RuleSet, Take, Target, Tier, TierBy,
};

type Splits = Error<Runtime>;

/// What is wrong with a rule set, whatever the amount of an order, and why it is refused.
type Fault = (fn(&mut RuleSet, u16), Splits);

fn to(take: Take, slot: u8) -> Leg {
	Leg { take, target: Target::Slot { slot, purpose: Purpose::Goods } }
}

fn fraction(numerator: u32, denominator: u32, of: Base) -> Take {
	Take::Share { numerator, denominator, of, floor: None, cap: None }
}

fn of_gross(numerator: u32, denominator: u32) -> Leg {
	to(fraction(numerator, denominator, Base::Gross), 0)
}

fn bounded(floor: Option<u64>, cap: Option<u64>) -> Leg {
	let (floor, cap) = (floor.map(Amount), cap.map(Amount));
	to(Take::Share { numerator: 1, denominator: 2, of: Base::Gross, floor, cap }, 0)
}

fn tiered(from: u64) -> Take {
	let tiers = vec![Tier { from: Amount(from), numerator: 1 }];
	let (by, of) = (TierBy::Whole, Base::Gross);
	Take::Tiered { denominator: 10, tiers, by, of, floor: None, cap: None }
}

fn names(word: &str, count: usize) -> Vec<String> {
	(0..count).map(|number| format!("{word} {number}")).collect()
}

fn legs(rules: &mut RuleSet, legs: Vec<Leg>) {
	rules.cases[0].legs = legs;
}

fn when(rules: &mut RuleSet, when: Condition) {
	rules.channels = vec!["web".into()];
	let case = Case { when, legs: rules.cases[0].legs.clone() };
	rules.cases.insert(0, case);
}

fn any() -> Condition {
	Condition::default()
}

/// Names, dictionaries, cases and their conditions.
const OF_CASES: [Fault; 16] = [
	(|rules, _| rules.cases.clear(), Splits::NoCase),
	(|rules, _| rules.name.clear(), Splits::BadName),
	(|rules, n| rules.name = "n".repeat(65 + usize::from(n)), Splits::BadName),
	(|rules, n| rules.channels = names(&"c".repeat(50), 700 + usize::from(n)), Splits::TooLarge),
	(|rules, _| rules.categories = vec!["tea".into(); 2], Splits::DuplicateName),
	(|rules, n| rules.slots = names("slot", 256 + usize::from(n)), Splits::TooManyNames),
	(|rules, _| rules.slots.push("idle".into()), Splits::UnusedSlot),
	(|rules, _| rules.slots.clear(), Splits::UnknownSlot),
	(|rules, _| rules.inputs.push("idle".into()), Splits::UnusedInput),
	(
		|rules, n| {
			for from in 0..32 {
				let amount_from = Some(Amount(1 + from + u64::from(n)));
				when(rules, Condition { amount_from, ..any() });
			}
		},
		Splits::TooManyCases,
	),
	(
		|rules, n| rules.cases[0].when.amount_from = Some(Amount(n.into())),
		Splits::LastCaseConditional,
	),
	(|rules, _| when(rules, any()), Splits::CaseUnreachable),
	(|rules, n| when(rules, Condition { channel: vec![2 + n], ..any() }), Splits::UnknownAttribute),
	(
		|rules, _| when(rules, Condition { channel: vec![1, 1], ..any() }),
		Splits::DuplicateAttribute,
	),
	(
		|rules, n| {
			let (amount_from, amount_below) = (Some(Amount(n.into())), Some(Amount(n.into())));
			when(rules, Condition { amount_from, amount_below, ..any() });
		},
		Splits::EmptyRange,
	),
	(
		|rules, n| {
			let (time_from, time_before) = (Some(Moment(n.into())), Some(Moment(n.into())));
			when(rules, Condition { time_from, time_before, ..any() });
		},
		Splits::EmptyWindow,
	),
];

/// Legs, shares, groups and what they leave.
const OF_LEGS: [Fault; 18] = [
	(|rules, _| legs(rules, vec![]), Splits::EmptyGroup),
	(|rules, _| legs(rules, vec![to(Take::Fixed(Amount(1)), 0); 51]), Splits::TooManyLegs),
	(
		|rules, _| {
			rules.slots = names("slot", 17);
			let fixed = (0..16).map(|slot| to(Take::Fixed(Amount(1)), slot));
			legs(rules, fixed.chain([to(rest(), 16)]).collect());
		},
		Splits::TooManyParties,
	),
	(
		|rules, _| {
			rules.inputs = names("input", 9);
			let inputs = (0..9).map(|input| to(Take::Input(input), 0));
			legs(rules, inputs.chain([to(rest(), 0)]).collect());
		},
		Splits::TooManyInputs,
	),
	(
		|rules, _| {
			rules.inputs = names("input", 1);
			legs(rules, vec![to(Take::Input(0), 0), to(Take::Input(0), 0), to(rest(), 0)]);
		},
		Splits::InputTakenTwice,
	),
	(
		|rules, n| legs(rules, vec![to(Take::Input(n as u8), 0), to(rest(), 0)]),
		Splits::UnknownInput,
	),
	(
		|rules, _| {
			rules.cases[0].legs[0].target = Target::Slot { slot: 0, purpose: Purpose::Issue }
		},
		Splits::PurposeNotForLegs,
	),
	(|rules, n| legs(rules, vec![of_gross(0, 1 + u32::from(n)), to(rest(), 0)]), Splits::BadShare),
	(|rules, _| legs(rules, vec![of_gross(2, 4), to(rest(), 0)]), Splits::UnreducedShare),
	(
		|rules, _| legs(rules, vec![of_gross(2, 3), of_gross(1, 2), to(rest(), 0)]),
		Splits::SharesOverWhole,
	),
	(
		|rules, n| {
			legs(rules, vec![bounded(Some(u64::from(n) + 2), Some(1)), to(rest(), 0)]);
		},
		Splits::FloorOverCap,
	),
	(
		|rules, n| {
			rules.residue = Residue::LargestRemainder;
			legs(rules, vec![bounded(None, Some(n.into())), of_gross(1, 2)]);
		},
		Splits::BoundsWithoutRemainder,
	),
	(|rules, _| legs(rules, vec![of_gross(1, 2), of_gross(1, 3)]), Splits::NoOwnerOfResidue),
	(|rules, _| legs(rules, vec![to(rest(), 0), to(rest(), 0)]), Splits::TwoRemainders),
	(
		|rules, _| legs(rules, vec![to(rest(), 0), to(fraction(1, 2, Base::Rest), 0)]),
		Splits::ShareOfRestBelowRemainder,
	),
	(
		|rules, _| {
			rules.residue = Residue::First;
			rules.rounding = Rounding::HalfUp;
			legs(rules, vec![of_gross(1, 2), of_gross(1, 2)]);
		},
		Splits::RoundingNotDown,
	),
	(
		|rules, n| {
			let net = Base::Net(Places(2 << (n % 40)));
			legs(rules, vec![to(fraction(1, 2, net), 0), to(rest(), 0)]);
		},
		Splits::BadNet,
	),
	(
		|rules, n| legs(rules, vec![to(tiered(1 + u64::from(n)), 0), to(rest(), 0)]),
		Splits::BadTiers,
	),
];

/// What becomes of legs that cannot be credited, refunds, and what older semantics do not have.
const OF_TERMS: [Fault; 4] = [
	(
		|rules, _| {
			rules.uncredited = Uncredited::Merchant;
			rules.cases[0].legs[0].target = Target::Slot { slot: 0, purpose: Purpose::Logistics };
		},
		Splits::NoLegOfGoods,
	),
	(
		|rules, _| {
			rules.refund = refunded_by(RefundPolicy::FeesKept, &[]);
			rules.cases[0].legs[0].target = Target::Slot { slot: 0, purpose: Purpose::Logistics };
		},
		Splits::RefundWithoutGoods,
	),
	(
		|rules, _| rules.refund = refunded_by(RefundPolicy::ProRata, &[Advancer::Guarantee; 2]),
		Splits::AdvancerTwice,
	),
	(
		|rules, _| {
			rules.semantics = 1;
			legs(rules, vec![to(tiered(0), 0), to(rest(), 0)]);
		},
		Splits::NeedsSemantics2,
	),
];

/// What is no rule set.
pub(crate) fn contents(town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let good = rule_set(CNY, &[(&town.shop, rest(), Purpose::Goods)]);
	let publish = |key, rules: RuleSet, effective_from, why: Splits| {
		bad(key, Call::<Runtime>::publish { rule_set: Box::new(rules), effective_from }, why)
	};
	let some = 1 + dice.below(200) as u16;
	let platform = town.platform.key;
	let faults = OF_CASES.into_iter().chain(OF_LEGS).chain(OF_TERMS).map(|(change, why)| {
		let mut rules = good.clone();
		change(&mut rules, some);
		publish(platform, rules, None, why)
	});
	let (next_year, moment) = (&town.states.later.1, town.states.later.2);
	let fees = [(&town.platform, share(9), Purpose::Fee), (&town.shop, rest(), Purpose::Goods)];
	let others = [
		publish(town.shop.key, good.clone(), None, Splits::NotAPlatform),
		publish(platform, good.clone(), Some(Moment(some.into())), Splits::EffectiveFromPassed),
		publish(platform, next_year.clone(), None, Splits::OtherEffectiveFrom),
		publish(
			platform,
			next_year.clone(),
			Some(moment.plus(some.into())),
			Splits::OtherEffectiveFrom,
		),
		publish(platform, rule_set(CNY, &fees), None, Splits::Retired),
	];
	faults.chain(others).collect()
}
