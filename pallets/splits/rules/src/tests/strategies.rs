// SPDX-License-Identifier: Apache-2.0

//! What the properties are tried with.

use crate::{
	exact::gcd, Base, Case, Condition, Leg, Places, Residue, Rounding, RuleSet, Take, Target, Tier,
	TierBy, SEMANTICS,
};
use proptest::{collection::vec, prelude::*, sample::Index};
use split_ledger_primitives::{
	Advancer, Amount, Currency, FundersBack, Moment, Purpose, RefundPolicy, RefundTerms, Uncredited,
};
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

/// Some legs, and among them the remainder; no share of the rest stands below it, and shares of net
/// name legs above.
fn with_remainder(
	target: impl Strategy<Value = Target> + Clone + 'static,
) -> impl Strategy<Value = Vec<Leg>> {
	let shares = vec((likely_share().boxed(), target.clone()), 0..5);
	let others = vec((likely_take().boxed(), target.clone()), 0..5);
	(prop_oneof![shares, others], target, any::<Index>()).prop_map(|(legs, target, place)| {
		let mut legs: Vec<_> =
			legs.into_iter().map(|(take, target)| Leg { take, target }).collect();
		let place = place.index(legs.len() + 1);
		legs.insert(place, Leg { take: Take::Remainder, target });
		for (at, leg) in legs.iter_mut().enumerate() {
			let (Take::Share { of, .. } | Take::Tiered { of, .. }) = &mut leg.take else {
				continue;
			};
			*of = match *of {
				Base::Net(places) => net(places
					.iter()
					.filter(|it| usize::from(*it) < at && usize::from(*it) != place)),
				Base::Rest if at > place => Base::Gross,
				of => of,
			};
		}
		legs
	})
}

/// Net of these, and gross where there are none.
fn net(places: impl Iterator<Item = u8>) -> Base {
	let places = Places::of(places);
	if places.is_empty() {
		Base::Gross
	} else {
		Base::Net(places)
	}
}

fn any_leaf() -> impl Strategy<Value = Target> + Clone {
	(0..8_u8, proptest::sample::select(PURPOSES))
		.prop_map(|(slot, purpose)| Target::Slot { slot, purpose })
}

fn likely_take() -> impl Strategy<Value = Take> {
	let bounded = (any_fraction(6), any_base(), likely_bounds()).prop_map(|(it, of, bounds)| {
		let ((numerator, denominator), (floor, cap)) = (it, bounds);
		Take::Share { numerator, denominator, of, floor, cap }
	});
	prop_oneof![
		1 => (0..500_u64).prop_map(|amount| Take::Fixed(Amount(amount))),
		1 => Just(Take::Input(0)),
		2 => likely_share(),
		2 => bounded,
		2 => likely_tiers(),
	]
}

fn likely_bounds() -> impl Strategy<Value = (Option<Amount>, Option<Amount>)> {
	let bound = || proptest::option::of((0..2_000_u64).prop_map(Amount));
	(bound(), bound()).prop_map(|bounds| match bounds {
		(Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
		other => other,
	})
}

/// Up to eight tiers of at most about a sixth each, over a denominator that they have in common.
fn likely_tiers() -> impl Strategy<Value = Take> {
	let froms = vec(any_amount(), 0..8);
	let numerators = vec(any::<u32>(), 8);
	let denominator = proptest::sample::select(DENOMINATORS);
	(froms, numerators, denominator, any_tier_by(), any_base(), likely_bounds()).prop_map(
		|(mut froms, picks, denominator, by, of, (floor, cap))| {
			froms.push(Amount::ZERO);
			froms.sort();
			froms.dedup();
			let greatest = (denominator / 6).max(1);
			let mut numerators: Vec<_> = picks.iter().map(|pick| pick % (greatest + 1)).collect();
			numerators[0] = numerators[0].max(1);
			let used = froms.len();
			let common = numerators.iter().take(used).fold(denominator, |all, it| gcd(*it, all));
			let rates = numerators.into_iter().map(|numerator| numerator / common);
			let tiers = froms.into_iter().zip(rates);
			let tiers = tiers.map(|(from, numerator)| Tier { from, numerator }).collect();
			Take::Tiered { denominator: denominator / common, tiers, by, of, floor, cap }
		},
	)
}

fn likely_share() -> impl Strategy<Value = Take> {
	any_fraction(6).prop_map(|(numerator, denominator)| share(numerator, denominator))
}

pub(super) fn share(numerator: u32, denominator: u32) -> Take {
	Take::Share { numerator, denominator, of: Base::Gross, floor: None, cap: None }
}

/// Rule sets with every kind of fault, of any semantics.
pub(super) fn any_rule_set() -> impl Strategy<Value = RuleSet> {
	let cases = vec((any_condition(), wild_group()), 0..4)
		.prop_map(|cases| cases.into_iter().map(|(when, legs)| Case { when, legs }).collect());
	let outcomes = (any_residue(), any_rounding(), any_uncredited(), any_refund());
	(cases, outcomes, 0..4_u8, 0..3_u8, 0..=3_u8).prop_map(
		|(cases, (residue, rounding, uncredited, refund), slots, inputs, semantics)| RuleSet {
			semantics,
			uncredited,
			refund,
			..rule_set(cases, residue, rounding, slots, inputs)
		},
	)
}

/// Rule sets with every kind of fault but that they can be written as they are.
pub(super) fn any_rule_set_that_can_be_written() -> impl Strategy<Value = RuleSet> {
	any_rule_set().prop_map(|rules| match rules.semantics {
		0 | 1 => in_semantics_1(rules),
		_ => RuleSet { semantics: 2, ..rules },
	})
}

/// The rule set without what semantics 1 cannot write.
fn in_semantics_1(mut rules: RuleSet) -> RuleSet {
	for Case { when, .. } in &mut rules.cases {
		(when.time_from, when.time_before) = (None, None);
	}
	RuleSet { semantics: 1, refund: RefundTerms::default(), ..rules }
}

pub(super) fn any_refund() -> impl Strategy<Value = RefundTerms> {
	let advancer =
		proptest::sample::select(&[Advancer::Merchant, Advancer::Platform, Advancer::Guarantee]);
	let back = prop_oneof![Just(FundersBack::ProRata), Just(FundersBack::PayerFirst)];
	(any_policy(), vec(advancer, 0..=3), back).prop_map(|(policy, advancers, back)| RefundTerms {
		policy,
		advancers: advancers.try_into().unwrap(),
		back,
	})
}

pub(super) fn any_policy() -> impl Strategy<Value = RefundPolicy> {
	prop_oneof![
		Just(RefundPolicy::ProRata),
		Just(RefundPolicy::MerchantFirst),
		Just(RefundPolicy::FeesKept)
	]
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
		(any::<u32>(), vec(any_tier(), 0..10), any_tier_by(), any_base(), bound(), bound())
			.prop_map(|(denominator, tiers, by, of, floor, cap)| Take::Tiered {
				denominator,
				tiers,
				by,
				of,
				floor,
				cap
			}),
	]
}

pub(super) fn any_condition() -> impl Strategy<Value = Condition> {
	let amount = || proptest::option::of(any_amount());
	let moment = || proptest::option::weighted(0.2, any_moment());
	(vec(0..4_u16, 0..3), amount(), amount(), moment(), moment()).prop_map(
		|(category, amount_from, amount_below, time_from, time_before)| Condition {
			category,
			amount_from,
			amount_below,
			time_from,
			time_before,
			..Condition::default()
		},
	)
}

pub(super) fn any_moment() -> impl Strategy<Value = Moment> {
	prop_oneof![0..10_u64, any::<u64>()].prop_map(Moment)
}

fn any_base() -> impl Strategy<Value = Base> {
	let places = prop_oneof![0..64_u64, any::<u64>()].prop_map(Places);
	prop_oneof![Just(Base::Gross), Just(Base::Rest), places.prop_map(Base::Net)]
}

fn any_tier() -> impl Strategy<Value = Tier> {
	(any_amount(), any::<u32>()).prop_map(|(from, numerator)| Tier { from, numerator })
}

fn any_tier_by() -> impl Strategy<Value = TierBy> {
	prop_oneof![Just(TierBy::Whole), Just(TierBy::Marginal)]
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
