// SPDX-License-Identifier: Apache-2.0

//! Every refusal of a rule set, with its place, and the boundary on both sides.

use super::notation::{add_case, rules};
use crate::{Base, Condition, Leg, RuleError, RuleError::*, RuleFault, RuleSet, Take, Target};
use split_ledger_primitives::{
	limits::{CASES_MAX, DEPTH_MAX, INPUTS_MAX, LEGS_MAX, PARTIES_MAX},
	Amount, Uncredited,
};

#[track_caller]
pub(super) fn refused(rules: RuleSet, error: RuleError, case: Option<u8>, leg: &[u8]) {
	let fault = RuleFault { error, case, leg: leg.to_vec() };
	assert_eq!(rules.validate(), Err(fault));
}

#[track_caller]
pub(super) fn accepted(rules: RuleSet) {
	assert_eq!(rules.clone().validate().map(|valid| valid.rule_set().clone()), Ok(rules));
}

pub(super) fn changed(change: impl FnOnce(&mut RuleSet)) -> RuleSet {
	let mut rules = rules("10%:p/fee rest:m", "remainder-leg");
	change(&mut rules);
	rules
}

pub(super) fn with_first_take(take: Take) -> RuleSet {
	changed(|rules| rules.cases[0].legs[0].take = take)
}

fn share(numerator: u32, denominator: u32) -> Take {
	Take::Share { numerator, denominator, of: Base::Gross, floor: None, cap: None }
}

#[test]
fn semantics_that_no_engine_has_are_refused() {
	for semantics in [0, 3, 255] {
		refused(changed(|rules| rules.semantics = semantics), UnknownSemantics, None, &[]);
	}
}

#[test]
fn names_are_1_to_64_bytes_and_stand_once_in_their_list() {
	for name in [String::new(), "x".repeat(65)] {
		refused(changed(|rules| rules.name = name.clone()), BadName, None, &[]);
		refused(changed(|rules| rules.slots[0] = name.clone()), BadName, None, &[]);
		refused(changed(|rules| rules.member_tiers.push(name)), BadName, None, &[]);
	}
	accepted(changed(|rules| rules.name = "x".repeat(64)));
	refused(changed(|rules| rules.slots[1] = "p".into()), DuplicateName, None, &[]);
	refused(changed(|rules| rules.channels.push("app".into())), DuplicateName, None, &[]);
}

#[test]
fn more_than_255_slots_or_inputs_are_refused() {
	let names = || (0..256).map(|place| place.to_string()).collect::<Vec<_>>();
	refused(changed(|rules| rules.slots = names()), TooManyNames, None, &[]);
	refused(changed(|rules| rules.inputs = names()), TooManyNames, None, &[]);
}

#[test]
fn content_over_the_greatest_size_is_refused() {
	let tiers = |count: usize| (0..count).map(|place| format!("{place:063}")).collect::<Vec<_>>();
	accepted(changed(|rules| rules.member_tiers = tiers(500)));
	refused(changed(|rules| rules.member_tiers = tiers(520)), TooLarge, None, &[]);
}

#[test]
fn a_slot_or_input_is_declared_and_used() {
	refused(changed(|rules| rules.slots.push("idle".into())), UnusedSlot, None, &[]);
	refused(changed(|rules| rules.inputs.push("idle".into())), UnusedInput, None, &[]);
	refused(changed(|rules| rules.slots.truncate(1)), UnknownSlot, Some(1), &[2]);
	refused(with_first_take(Take::Input(0)), UnknownInput, Some(1), &[1]);
}

#[test]
fn the_last_case_and_only_that_is_for_every_order() {
	let web = || Condition { channel: vec![2], ..Condition::default() };
	refused(changed(|rules| rules.cases.clear()), NoCase, None, &[]);
	refused(changed(|rules| rules.cases[0].when = web()), LastCaseConditional, Some(1), &[]);
	refused(
		changed(|rules| add_case(rules, Condition::default(), "rest:m")),
		CaseUnreachable,
		Some(1),
		&[],
	);
	accepted(changed(|rules| {
		rules.cases[0].when = web();
		add_case(rules, Condition::default(), "rest:m");
	}));
}

#[test]
fn more_cases_than_allowed_are_refused() {
	let with_cases = |count: u32| {
		changed(|rules| {
			rules.cases[0].when.amount_from = Some(Amount(1));
			for _ in 2..count {
				add_case(rules, rules.cases[0].when.clone(), "rest:m");
			}
			add_case(rules, Condition::default(), "rest:m");
		})
	};
	accepted(with_cases(CASES_MAX));
	refused(with_cases(CASES_MAX + 1), TooManyCases, None, &[]);
}

#[test]
fn a_condition_lists_what_the_dictionary_has_once() {
	let conditional = |when: Condition| {
		changed(|rules| {
			rules.cases[0].when = when;
			add_case(rules, Condition::default(), "rest:m");
		})
	};
	let tiers = |member_tier| Condition { member_tier, ..Condition::default() };
	let range = |from, below| Condition {
		amount_from: Some(Amount(from)),
		amount_below: Some(Amount(below)),
		..Condition::default()
	};
	accepted(conditional(tiers(vec![2, 1])));
	refused(conditional(tiers(vec![3])), UnknownAttribute, Some(1), &[]);
	refused(conditional(tiers(vec![0])), UnknownAttribute, Some(1), &[]);
	refused(conditional(tiers(vec![1, 1])), DuplicateAttribute, Some(1), &[]);
	accepted(conditional(range(5, 6)));
	refused(conditional(range(5, 5)), EmptyRange, Some(1), &[]);
	let nothing = Condition { amount_below: Some(Amount(0)), ..Condition::default() };
	refused(conditional(nothing), EmptyRange, Some(1), &[]);
}

#[test]
fn a_group_has_legs_and_nests_no_deeper_than_allowed() {
	refused(changed(|rules| rules.cases[0].legs.clear()), EmptyGroup, Some(1), &[]);
	refused(
		changed(|rules| rules.cases[0].legs[0].target = Target::Split(vec![])),
		EmptyGroup,
		Some(1),
		&[1],
	);
	let nested = |depth: u32| {
		let groups = (1..depth).fold("rest:m".to_owned(), |inner, _| format!("rest:({inner})"));
		rules(&groups, "remainder-leg")
	};
	accepted(nested(DEPTH_MAX));
	refused(nested(DEPTH_MAX + 1), TooDeep, Some(1), &[1; DEPTH_MAX as usize]);
}

#[test]
fn more_leaves_parties_or_inputs_than_allowed_are_refused() {
	let paying = |leaves: u32, slots: u32| {
		let legs: Vec<_> = (1..leaves).map(|leaf| format!("1:s{}", leaf % slots)).collect();
		rules(&format!("{} rest:s0", legs.join(" ")), "remainder-leg")
	};
	accepted(paying(LEGS_MAX, PARTIES_MAX));
	refused(paying(LEGS_MAX + 1, PARTIES_MAX), TooManyLegs, Some(1), &[51]);
	refused(paying(LEGS_MAX, PARTIES_MAX + 1), TooManyParties, Some(1), &[]);

	let taking = |inputs: u32| {
		let legs: Vec<_> = (0..inputs).map(|input| format!("$i{input}:s")).collect();
		rules(&format!("{} rest:s", legs.join(" ")), "remainder-leg")
	};
	accepted(taking(INPUTS_MAX));
	refused(taking(INPUTS_MAX + 1), TooManyInputs, Some(1), &[]);
	refused(rules("$i:a $i:b rest:c", "remainder-leg"), InputTakenTwice, Some(1), &[2]);
}

#[test]
fn a_leg_is_for_a_purpose_of_legs() {
	refused(rules("1:a/refund rest:b", "remainder-leg"), PurposeNotForLegs, Some(1), &[1]);
}

#[test]
fn a_share_is_a_reduced_fraction_above_zero_and_at_most_the_whole() {
	for (numerator, denominator, error) in [
		(0, 1, BadShare),
		(1, 0, BadShare),
		(0, 0, BadShare),
		(2, 4, UnreducedShare),
		(3, 2, SharesOverWhole),
		(u32::MAX, 1, SharesOverWhole),
	] {
		refused(with_first_take(share(numerator, denominator)), error, Some(1), &[1]);
	}
	accepted(with_first_take(share(1, 1)));
	accepted(with_first_take(share(u32::MAX - 1, u32::MAX)));
}

#[test]
fn shares_of_gross_add_up_to_the_whole_at_most() {
	for method in ["first-leg", "largest-remainder", "remainder-leg"] {
		accepted(rules("60%:a 40%:b rest:c", method));
		refused(rules("60%:a 40.0001%:b rest:c", method), SharesOverWhole, Some(1), &[]);
		// Shares of the rest are shares of something smaller each time.
		accepted(rules("60%r:a 60%r:b 60%:c rest:d", method));
	}
	refused(rules("10%:(60%:a 50%:b) rest:c", "first-leg"), SharesOverWhole, Some(1), &[1]);
}

#[test]
fn floor_and_cap_agree_and_need_a_remainder() {
	accepted(rules("5%>=7<=7:a rest:b", "remainder-leg"));
	refused(rules("5%>=8<=7:a rest:b", "remainder-leg"), FloorOverCap, Some(1), &[1]);
	for method in ["first-leg", "largest-remainder"] {
		accepted(rules("50%<=9:a 50%:b rest:c", method));
		refused(rules("50%<=9:a 50%:b", method), BoundsWithoutRemainder, Some(1), &[]);
	}
}

#[test]
fn what_a_group_leaves_has_one_owner() {
	for (legs, method) in [
		("50%:a 50%:b", "remainder-leg"),
		("50%:a 49.9999%:b", "first-leg"),
		("50%:a 49.9999%:b", "largest-remainder"),
		("10:a 100%r:b", "first-leg"),
		("10:a", "largest-remainder"),
	] {
		refused(rules(legs, method), NoOwnerOfResidue, Some(1), &[]);
	}
	accepted(rules("50%:a 50%:b", "first-leg"));
	refused(rules("rest:a 5:b rest:c", "remainder-leg"), TwoRemainders, Some(1), &[3]);
	refused(rules("rest:a 5%:b rest:c", "first-leg"), TwoRemainders, Some(1), &[3]);
	refused(rules("rest:a rest:(50%:b)", "first-leg"), TwoRemainders, Some(1), &[2]);
	refused(rules("rest:(50%:b) 5:a", "first-leg"), NoOwnerOfResidue, Some(1), &[1]);
}

#[test]
fn a_share_of_the_rest_stands_above_the_remainder() {
	accepted(rules("5%r:a rest:b 5%:c", "remainder-leg"));
	refused(rules("5%:c rest:b 5%r:a", "remainder-leg"), ShareOfRestBelowRemainder, Some(1), &[3]);
	// The rest of a nested group is its own.
	accepted(rules("rest:b 5%:(5%r:a rest:c)", "remainder-leg"));
}

#[test]
fn residues_that_go_unit_by_unit_need_rounding_down_where_they_act() {
	for method in ["first-leg", "largest-remainder"] {
		let half_up = |legs| RuleSet { rounding: crate::Rounding::HalfUp, ..rules(legs, method) };
		refused(half_up("50%:a rest:b"), RoundingNotDown, Some(1), &[]);
		accepted(half_up("50%r:a rest:b"));
	}
}

#[test]
fn what_cannot_be_credited_goes_to_the_merchant_only_where_each_case_pays_goods() {
	let to_merchant = |legs: &str, others: &str| {
		let mut rules = rules(legs, "remainder-leg");
		rules.cases[0].when.channel = vec![2];
		add_case(&mut rules, Condition::default(), others);
		RuleSet { uncredited: Uncredited::Merchant, ..rules }
	};
	accepted(to_merchant("10%:p/fee rest:m", "rest:m/goods"));
	accepted(to_merchant("rest:m", "10%:p/fee rest:(1%:t/tax rest:m/goods)"));
	refused(to_merchant("10%:p/fee rest:c/logistics", "rest:m"), NoLegOfGoods, Some(1), &[]);
	refused(to_merchant("rest:m", "rest:(1%:t/tax rest:p/fee)"), NoLegOfGoods, Some(2), &[]);
	let parked = to_merchant("rest:m", "rest:c/logistics");
	accepted(RuleSet { uncredited: Uncredited::Park, ..parked });
}

#[test]
fn a_fault_reads_like_a_message_of_a_compiler() {
	let mut bad = rules("1:a rest:b", "remainder-leg");
	bad.cases[0].when.amount_from = Some(Amount(1));
	add_case(&mut bad, Condition::default(), "rest:(1:a rest:(2%:a rest:b))");
	let Target::Split(group) = &mut bad.cases[1].legs[0].target else { panic!("a group") };
	let Target::Split(inner) = &mut group[1].target else { panic!("a group") };
	inner[0] = Leg { take: share(2, 100), target: inner[0].target.clone() };
	let fault = bad.validate().unwrap_err();
	assert_eq!(
		fault.to_string(),
		"case 2, leg 1.2.1: A share is not in lowest terms. Divide both numbers by what they share."
	);
}
