// SPDX-License-Identifier: Apache-2.0

use super::model;
use crate::{
	exact::gcd, Base, Case, Condition, Leg, Part, Residue, Rounding, RuleError, RuleSet,
	StoredRuleSet, Take, Target, ValidRuleSet, SEMANTICS,
};
use codec::{Decode, DecodeAll, Encode};
use proptest::{
	collection::vec, prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner,
};
use split_ledger_primitives::{Amount, Attributes, Currency, Purpose, Uncredited};
use std::collections::BTreeMap;

type Inputs = Vec<(u8, Amount)>;

const DENOMINATORS: &[u32] = &[2, 3, 7, 100, 1_000, 1_000_000, 4_294_967_291, 4_294_967_279];
const PURPOSES: &[Purpose] = &[Purpose::Goods, Purpose::Fee, Purpose::Commission, Purpose::Tax];

proptest! {
	#[test]
	fn an_allocation_is_what_the_model_makes_of_it(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let Ok(valid) = rules.clone().validate() else { return Ok(()) };
		let modelled = model::leaves(&rules, &rules.cases[0].legs, amount.0, &inputs);

		let allocated = valid.allocate(amount, &Attributes::default(), &inputs);

		let amounts = allocated.map(|it| it.legs.iter().map(|part| part.amount.0).collect());
		prop_assert_eq!(amounts, modelled.ok_or(RuleError::LegOverRest));
	}

	#[test]
	fn the_parts_of_an_allocation_add_up_to_the_amount(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let Ok(valid) = rules.validate() else { return Ok(()) };
		if let Ok(allocation) = valid.allocate(amount, &Attributes::default(), &inputs) {
			let parts = allocation.legs.iter().map(|part| part.amount);
			prop_assert_eq!(Amount::checked_sum(parts), Some(amount));
			prop_assert_eq!(allocation.legs.len(), valid.max_legs() as usize);
		}
	}

	#[test]
	fn the_chosen_case_tells_how_many_legs_dividing_gives_and_divides_as_the_rule_set_does(
		(mut rules, inputs) in a_likely_valid_rule_set(),
		when in any_condition(),
		amount in any_amount(),
	) {
		let one_leg = rules.cases[0].legs.iter().find(|leg| leg.take == Take::Remainder).cloned();
		rules.cases.insert(0, Case { when, legs: one_leg.into_iter().collect() });
		let mut stored = StoredRuleSet::read(rules.encode()).unwrap();
		let trusted = ValidRuleSet::trust(rules);
		for category in [0, 1, 0, 2] {
			let attributes = Attributes { category, ..Attributes::default() };

			let chosen = stored.choose(amount, &attributes).unwrap();

			let allocated = chosen.allocate(&inputs);
			prop_assert_eq!(&allocated, &trusted.allocate(amount, &attributes, &inputs));
			prop_assert_eq!(trusted.case_of(amount, &attributes), Some(chosen.case()));
			if let Ok(allocation) = allocated {
				prop_assert_eq!(allocation.case, chosen.case());
				prop_assert_eq!(allocation.legs.len(), chosen.legs() as usize);
			}
		}
	}

	#[test]
	fn a_stored_rule_set_answers_as_the_whole_does_however_wrong_it_is(
		rules in any_rule_set(),
		amount in any_amount(),
		inputs in vec((0..4_u8, any_amount()), 0..3),
	) {
		let mut stored = StoredRuleSet::read(rules.encode()).unwrap();
		prop_assert_eq!(stored.currency(), rules.currency);
		prop_assert_eq!(stored.uncredited(), rules.uncredited);
		let trusted = ValidRuleSet::trust(rules);
		for category in 0..4 {
			let attributes = Attributes { category, ..Attributes::default() };
			let whole = trusted.allocate(amount, &attributes, &inputs);
			let chosen = stored.choose(amount, &attributes);
			prop_assert_eq!(chosen.and_then(|chosen| chosen.allocate(&inputs)), whole);
		}
	}

	#[test]
	fn content_that_was_tampered_with_is_read_or_refused_and_nothing_panics(
		rules in any_rule_set(),
		place in any::<Index>(),
		byte in any::<u8>(),
		left in any::<Index>(),
	) {
		let mut content = rules.encode();
		let place = place.index(content.len());
		content[place] = byte;
		let whole = RuleSet::decode_all(&mut &content[..]);
		let stored = StoredRuleSet::read(content.clone());
		// The whole refuses more: names that are no text.
		prop_assert!(stored.is_ok() || whole.is_err());
		if let Ok(mut stored) = stored {
			let _ = stored.choose(Amount(1), &Attributes::default()).map(|it| it.allocate(&[]));
		}
		content.truncate(left.index(content.len()));
		let _ = StoredRuleSet::read(content);
		let longer = [rules.encode(), vec![byte]].concat();
		prop_assert!(StoredRuleSet::read(longer).is_err());
	}

	#[test]
	fn what_becomes_of_uncredited_legs_changes_no_figure_and_is_refused_without_goods(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let to_merchant = RuleSet { uncredited: Uncredited::Merchant, ..rules.clone() };
		let (parked, sent) = (rules.validate(), to_merchant.validate());
		let Ok(parked) = parked else {
			prop_assert!(sent.is_err());
			return Ok(());
		};
		let Ok(sent) = sent else {
			prop_assert_eq!(sent.unwrap_err().error, RuleError::NoLegOfGoods);
			return Ok(());
		};
		let allocated = parked.allocate(amount, &Attributes::default(), &inputs);
		prop_assert_eq!(&allocated, &sent.allocate(amount, &Attributes::default(), &inputs));
		if let Ok(allocation) = allocated {
			prop_assert!(allocation.legs.iter().any(|part| part.purpose == Purpose::Goods));
		}
	}

	#[test]
	fn an_explanation_has_the_figures_of_the_allocation(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let Ok(valid) = rules.validate() else { return Ok(()) };
		let allocated = valid.allocate(amount, &Attributes::default(), &inputs);
		let explained = valid.explain(amount, &Attributes::default(), &inputs);
		let figures = explained.map(|it| (it.case, it.legs.iter().map(|step| step.part).collect()));
		prop_assert_eq!(figures, allocated.map(|it| (it.case, it.legs)));
	}

	#[test]
	fn fees_stay_under_their_ceiling_but_for_the_rounding_of_each_leg(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in 0..1_000_000_000_000_u64,
	) {
		let Ok(valid) = rules.validate() else { return Ok(()) };
		let Some(ceiling) = valid.fee_share_ceiling() else { return Ok(()) };
		let allocated = valid.allocate(Amount(amount), &Attributes::default(), &inputs);
		let Ok(allocation) = allocated else { return Ok(()) };
		let is_fee = |part: &&Part| part.purpose.counts_to_share_cap();
		let fees: u64 = allocation.legs.iter().filter(is_fee).map(|part| part.amount.0).sum();
		// A group of at most five legs loses or gains less than a unit for each; three groups nest.
		let rounding = u64::from(valid.max_legs()) * 15;
		prop_assert!(fees <= amount * u64::from(ceiling) / 1_000_000 + rounding);
	}

	#[test]
	fn by_largest_remainder_no_leg_waits_behind_one_that_lost_less(
		shares in vec(any_fraction(5), 1..5),
		amount in any_amount(),
	) {
		let Some(allocated) = by_shares(&shares, Residue::LargestRemainder, amount) else {
			return Ok(());
		};
		let lost = |(n, d): (u32, u32)| (u128::from(amount.0) * u128::from(n) % u128::from(d), d);
		let floor = |(n, d): (u32, u32)| u128::from(amount.0) * u128::from(n) / u128::from(d);
		let units: Vec<_> = shares.iter().zip(&allocated)
			.map(|(share, got)| u128::from(got.0) - floor(*share)).collect();
		prop_assert!(units.iter().all(|unit| *unit <= 1), "never more than the share rounded up");
		for (share, unit) in shares.iter().zip(&units) {
			for (other, other_unit) in shares.iter().zip(&units) {
				let ((a, of_a), (b, of_b)) = (lost(*share), lost(*other));
				let is_larger = a * u128::from(of_b) > b * u128::from(of_a);
				prop_assert!(!(is_larger && unit < other_unit));
			}
		}
	}

	#[test]
	fn nothing_panics_on_a_rule_set_that_is_all_wrong(
		rules in any_rule_set(),
		amount in any_amount(),
		inputs in vec((0..4_u8, any_amount()), 0..3),
	) {
		let _ = rules.clone().validate();
		let trusted = ValidRuleSet::trust(rules);
		let attributes = Attributes::default();
		let allocated = trusted.allocate(amount, &attributes, &inputs);
		let explained = trusted.explain(amount, &attributes, &inputs);
		prop_assert_eq!(allocated.map(|it| it.case), explained.map(|it| it.case));
		let _ = (trusted.case_of(amount, &attributes), trusted.max_legs());
		let _ = trusted.fee_share_ceiling();
	}

	#[test]
	fn a_rule_set_reads_back_as_it_was_written(rules in any_rule_set()) {
		prop_assert_eq!(RuleSet::decode(&mut &rules.encode()[..]), Ok(rules.clone()));
		let json = serde_json::to_string(&rules).unwrap();
		prop_assert_eq!(serde_json::from_str::<RuleSet>(&json).unwrap(), rules);
	}

	#[test]
	fn a_release_is_apportioned_as_the_model_has_it(
		remaining in vec(any_amount(), 0..12),
		amount in any_amount(),
	) {
		let apportioned = crate::apportion(&remaining, amount);
		let plain: Vec<_> = remaining.iter().map(|leg| leg.0).collect();
		let modelled = model::apportion(&plain, amount.0).ok_or(RuleError::MoreThanRemains);
		prop_assert_eq!(apportioned.map(|it| it.iter().map(|leg| leg.0).collect()), modelled);
	}

	#[test]
	fn any_series_of_releases_adds_up_to_the_plan(
		plan in vec((0..1_000_000_u64).prop_map(Amount), 1..12),
		cuts in vec(any::<Index>(), 0..12),
	) {
		let mut remaining = plan.clone();
		for cut in cuts.iter().map(Some).chain([None]) {
			let whole = Amount::checked_sum(remaining.iter().copied()).unwrap();
			// The last cut takes what there is.
			let amount = cut.map_or(whole, |cut| Amount(cut.index(whole.0 as usize + 1) as u64));
			let parts = crate::apportion(&remaining, amount).unwrap();
			prop_assert_eq!(Amount::checked_sum(parts.iter().copied()), Some(amount));
			for (left, part) in remaining.iter_mut().zip(parts) {
				*left = left.checked_sub(part).expect("no leg gets more than it is entitled to");
			}
		}
		prop_assert!(remaining.iter().all(|left| left.is_zero()), "all of the plan, and no more");
	}
}

#[test]
fn most_of_the_generated_orders_are_divided_so_that_the_properties_are_not_empty() {
	let mut runner = TestRunner::deterministic();
	let strategy = (a_likely_valid_rule_set(), any_amount());
	let divided = (0..500).filter(|_| {
		let ((rules, inputs), amount) = strategy.new_tree(&mut runner).unwrap().current();
		let valid = rules.validate();
		valid.is_ok_and(|it| it.allocate(amount, &Attributes::default(), &inputs).is_ok())
	});
	assert!(divided.count() > 250);
}

fn by_shares(shares: &[(u32, u32)], residue: Residue, amount: Amount) -> Option<Vec<Amount>> {
	let target = || Target::Slot { slot: 0, purpose: Purpose::Goods };
	let share = |(numerator, denominator): &(u32, u32)| share(*numerator, *denominator);
	let mut legs: Vec<_> =
		shares.iter().map(|it| Leg { take: share(it), target: target() }).collect();
	legs.push(Leg { take: Take::Remainder, target: target() });
	let rules = rule_set(vec![case(legs)], residue, Rounding::Down, 1, 0);
	let allocated = rules.validate().ok()?.allocate(amount, &Attributes::default(), &[]).unwrap();
	Some(allocated.legs.iter().map(|part| part.amount).collect())
}

// Strategies.

fn any_amount() -> impl Strategy<Value = Amount> {
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
fn any_fraction(parts: u32) -> impl Strategy<Value = (u32, u32)> {
	(proptest::sample::select(DENOMINATORS), any::<u32>()).prop_map(move |(denominator, pick)| {
		let numerator = 1 + pick % (denominator / parts).max(1);
		let common = gcd(numerator, denominator);
		(numerator / common, denominator / common)
	})
}

/// One case whose groups have an owner of the residue and mostly small shares: nearly all valid.
fn a_likely_valid_rule_set() -> impl Strategy<Value = (RuleSet, Inputs)> {
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

fn share(numerator: u32, denominator: u32) -> Take {
	Take::Share { numerator, denominator, of: Base::Gross, floor: None, cap: None }
}

/// Rule sets with every kind of fault.
fn any_rule_set() -> impl Strategy<Value = RuleSet> {
	let cases = vec((any_condition(), wild_group()), 0..4)
		.prop_map(|cases| cases.into_iter().map(|(when, legs)| Case { when, legs }).collect());
	let residues = (any_residue(), any_uncredited());
	(cases, residues, any_rounding(), 0..4_u8, 0..3_u8, 0..3_u8).prop_map(
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

fn any_condition() -> impl Strategy<Value = Condition> {
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

fn case(legs: Vec<Leg>) -> Case {
	Case { when: Condition::default(), legs }
}

fn rule_set(
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
		slots: names(slots),
		inputs: names(inputs),
		channels: Vec::new(),
		categories: names(2),
		promotions: Vec::new(),
		member_tiers: Vec::new(),
		cases,
	}
}
