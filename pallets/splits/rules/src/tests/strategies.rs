// SPDX-License-Identifier: Apache-2.0

//! What the properties are tried with.

use crate::{
	exact::gcd, Base, Case, Condition, Leg, Residue, Rounding, RuleSet, Take, Target, SEMANTICS,
};
use proptest::{collection::vec, prelude::*, sample::Index};
use split_ledger_primitives::{Amount, Currency, Purpose, RefundTerms, Uncredited};
use std::collections::BTreeMap;

pub(super) type Inputs = Vec<(u8, Amount)>;

const DENOMINATORS: &[u32] = &[2, 3, 7, 100, 1_000, 1_000_000, 4_294_967_291, 4_294_967_279];
const PURPOSES: &[Purpose] = &[Purpose::Goods, Purpose::Fee, Purpose::Commission, Purpose::Tax];

pub(super) fn any_amount() -> impl Strategy<Value = Amount> {
	prop_oneof![
		0..20_u64,
		0..100_000_u64,
		0..1_000_000_000_000_u64,
		any::<u64>(),
		(u64::MAX - 20)..=u64::MAX
	]
	.prop_map(Amount)
}

/// A reduced fraction of at most about one in `parts`.
pub(super) fn any_fraction(parts: u32) -> impl Strategy<Value = (u32, u32)> {
	(proptest::sample::select(DENOMINATORS), any::<u32>()).prop_map(move |(denominator, pick)| {
		let numerator = 1 + pick % (denominator / parts).max(1);
		let common = gcd(numerator, denominator);
		(numerator / common, denominator / common)
	})
}

/// One case whose groups have an owner of the residue and mostly small shares: nearly all valid.
pub(super) fn a_likely_valid_rule_set() -> impl Strategy<Value = (RuleSet, Inputs)> {
	(likely_group(), any_residue(), any_rounding(), vec((0..5_000_u64).prop_map(Amount), 8))
		.prop_map(|(mut legs, residue, rounding, amounts)| {
			let (mut slots, mut inputs) = (BTreeMap::new(), 0);
			declare(&mut legs, &mut slots, &mut inputs);
			let rounding = if residue == Residue::Remainder { rounding } else { Rounding::Down };
			let slots = slots.len().try_into().unwrap();
			let rules = rule_set(vec![case(legs)], residue, rounding, slots, inputs);
			(rules, (0..inputs).zip(amounts).collect())
		})
}

/// Renames slots to those in use, and gives each input leg an input of its own: a fixed leg where
/// the order can bring no more.
fn declare(legs: &mut [Leg], slots: &mut BTreeMap<u8, u8>, inputs: &mut u8) {
	for leg in legs {
		if let Take::Input(input) = &mut leg.take {
			if *inputs < 8 {
				*input = *inputs;
				*inputs += 1;
			} else {
				leg.take = Take::Fixed(Amount(1));
			}
		}
		match &mut leg.target {
			Target::Split(legs) => declare(legs, slots, inputs),
			Target::Slot { slot, .. } => {
				let next = slots.len().try_into().unwrap();
				*slot = *slots.entry(*slot).or_insert(next);
			}
		}
	}
}

fn likely_group() -> impl Strategy<Value = Vec<Leg>> {
	let flat = with_remainder(any_leaf());
	flat.prop_recursive(3, 40, 5, |inner| {
		with_remainder(prop_oneof![3 => any_leaf(), 1 => inner.prop_map(Target::Split)])
	})
}

/// Some legs, and among them the remainder; no share of the rest stands below it.
fn with_remainder(
	target: impl Strategy<Value = Target> + Clone + 'static,
) -> impl Strategy<Value = Vec<Leg>> {
	let shares = vec((likely_share().boxed(), target.clone()), 0..5);
	let others = vec((likely_take().boxed(), target.clone()), 0..5);
	(prop_oneof![shares, others], target, any::<Index>()).prop_map(|(legs, target, place)| {
		let mut legs: Vec<_> =
			legs.into_iter().map(|(take, target)| Leg { take, target }).collect();
		let place = place.index(legs.len() + 1);
		for leg in &mut legs[place..] {
			if let Take::Share { of, .. } = &mut leg.take {
				*of = Base::Gross;
			}
		}
		legs.insert(place, Leg { take: Take::Remainder, target });
		legs
	})
}

fn any_leaf() -> impl Strategy<Value = Target> + Clone {
	(0..8_u8, proptest::sample::select(PURPOSES))
		.prop_map(|(slot, purpose)| Target::Slot { slot, purpose })
}

fn likely_take() -> impl Strategy<Value = Take> {
	let bound = || proptest::option::of(0..2_000_u64);
	let bounded = (any_fraction(6), any_base(), bound(), bound()).prop_map(|(it, of, a, b)| {
		let (floor, cap) = match (a, b) {
			(Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
			other => other,
		};
		let (numerator, denominator) = it;
		Take::Share { numerator, denominator, of, floor: floor.map(Amount), cap: cap.map(Amount) }
	});
	prop_oneof![
		1 => (0..500_u64).prop_map(|amount| Take::Fixed(Amount(amount))),
		1 => Just(Take::Input(0)),
		2 => likely_share(),
		2 => bounded,
	]
}

fn likely_share() -> impl Strategy<Value = Take> {
	any_fraction(6).prop_map(|(numerator, denominator)| share(numerator, denominator))
}

pub(super) fn share(numerator: u32, denominator: u32) -> Take {
	Take::Share { numerator, denominator, of: Base::Gross, floor: None, cap: None }
}

/// Rule sets with every kind of fault.
pub(super) fn any_rule_set() -> impl Strategy<Value = RuleSet> {
	let cases = vec((any_condition(), wild_group()), 0..4)
		.prop_map(|cases| cases.into_iter().map(|(when, legs)| Case { when, legs }).collect());
	let residues = (any_residue(), any_uncredited());
	(cases, residues, any_rounding(), 0..4_u8, 0..3_u8, 1..=2_u8).prop_map(
		|(cases, (residue, uncredited), rounding, slots, inputs, semantics)| RuleSet {
			semantics,
			uncredited,
			..rule_set(cases, residue, rounding, slots, inputs)
		},
	)
}

fn wild_group() -> impl Strategy<Value = Vec<Leg>> {
	let leaf = || {
		(0..5_u8, proptest::sample::select(Purpose::ALL))
			.prop_map(|(slot, purpose)| Target::Slot { slot, purpose })
	};
	let group = |target: BoxedStrategy<Target>| {
		vec((wild_take(), target).prop_map(|(take, target)| Leg { take, target }), 0..5)
	};
	group(leaf().boxed()).prop_recursive(3, 30, 5, move |inner| {
		group(prop_oneof![leaf(), inner.prop_map(Target::Split)].boxed())
	})
}

fn wild_take() -> impl Strategy<Value = Take> {
	let bound = || proptest::option::of(any_amount());
	prop_oneof![
		any_amount().prop_map(Take::Fixed),
		(0..4_u8).prop_map(Take::Input),
		Just(Take::Remainder),
		(any::<u32>(), any::<u32>(), any_base(), bound(), bound()).prop_map(
			|(numerator, denominator, of, floor, cap)| Take::Share {
				numerator,
				denominator,
				of,
				floor,
				cap
			}
		),
		(0..3_u32, 0..3_u32).prop_map(|(numerator, denominator)| share(numerator, denominator)),
	]
}

pub(super) fn any_condition() -> impl Strategy<Value = Condition> {
	let amount = || proptest::option::of(any_amount());
	(vec(0..4_u16, 0..3), amount(), amount()).prop_map(|(category, amount_from, amount_below)| {
		Condition { category, amount_from, amount_below, ..Condition::default() }
	})
}

fn any_base() -> impl Strategy<Value = Base> {
	prop_oneof![Just(Base::Gross), Just(Base::Rest)]
}

fn any_residue() -> impl Strategy<Value = Residue> {
	prop_oneof![Just(Residue::Remainder), Just(Residue::LargestRemainder), Just(Residue::First)]
}

fn any_uncredited() -> impl Strategy<Value = Uncredited> {
	prop_oneof![Just(Uncredited::Park), Just(Uncredited::Merchant)]
}

fn any_rounding() -> impl Strategy<Value = Rounding> {
	prop_oneof![Just(Rounding::Down), Just(Rounding::HalfUp), Just(Rounding::HalfEven)]
}

pub(super) fn case(legs: Vec<Leg>) -> Case {
	Case { when: Condition::default(), legs }
}

pub(super) fn rule_set(
	cases: Vec<Case>,
	residue: Residue,
	rounding: Rounding,
	slots: u8,
	inputs: u8,
) -> RuleSet {
	let names = |count: u8| (0..count).map(|place| format!("n{place}")).collect::<Vec<_>>();
	RuleSet {
		semantics: SEMANTICS,
		name: "property".into(),
		currency: Currency(156),
		rounding,
		residue,
		uncredited: Uncredited::Park,
		refund: RefundTerms::default(),
		slots: names(slots),
		inputs: names(inputs),
		channels: Vec::new(),
		categories: names(2),
		promotions: Vec::new(),
		member_tiers: Vec::new(),
		cases,
	}
}
