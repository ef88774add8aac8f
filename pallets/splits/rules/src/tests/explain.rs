// SPDX-License-Identifier: Apache-2.0

use super::notation::{rules, NOW};
use crate::StoredRuleSet;
use codec::Encode;
use split_ledger_primitives::{Amount, Attributes};

#[track_caller]
fn check(legs: &str, method: &str, amount: u64, inputs: &[(u8, Amount)], expected: &[&str]) {
	let valid = rules(legs, method).validate().unwrap();
	let explained = valid.explain(Amount(amount), &Attributes::default(), NOW, inputs).unwrap();
	let reasons: Vec<_> = explained.legs.iter().map(|step| step.because.as_str()).collect();
	assert_eq!(reasons, expected);
}

#[test]
fn the_reason_of_an_input_a_share_and_the_remainder_names_their_figures() {
	check(
		"$freight:carrier/logistics 8.5%r:platform/fee 250:tax/tax rest:merchant",
		"remainder-leg",
		7_219,
		&[(0, Amount(1_329))],
		&[
			"the input freight of 1329",
			"8.5% of the rest of 5890 is 500 and 130/200, rounded down to 500",
			"fixed at 250",
			"the remainder: 7219 less 2079 of the other legs",
		],
	);
}

#[test]
fn the_reason_says_where_floor_and_cap_acted() {
	check(
		"2%>=1:a 30%<=4:b 50%<=15:c rest:d",
		"remainder-leg",
		30,
		&[],
		&[
			"2% of the gross of 30 is 0 and 30/50, rounded down to 0, lifted to the floor of 1",
			"30% of the gross of 30 is 9 exactly, held to the cap of 4",
			"50% of the gross of 30 is 15 exactly",
			"the remainder: 30 less 20 of the other legs",
		],
	);
}

#[test]
fn the_reason_says_who_got_the_units_that_rounding_left() {
	check(
		"1/3:a 1/3:b rest:c",
		"largest-remainder",
		101,
		&[],
		&[
			"1/3 of the gross of 101 is 33 and 2/3, rounded down to 33, plus one unit that rounding \
			 left, for one of the largest fractions",
			"1/3 of the gross of 101 is 33 and 2/3, rounded down to 33, plus one unit that rounding \
			 left, for one of the largest fractions",
			"the share of 101 that the other legs leave, rounded down",
		],
	);
	check(
		"90%:a 10%:b",
		"first-leg",
		2,
		&[],
		&[
			"90% of the gross of 2 is 1 and 8/10, rounded down to 1, plus one unit that rounding \
			 left, for one of the first legs",
			"10% of the gross of 2 is 0 and 2/10, rounded down to 0",
		],
	);
}

#[test]
fn the_reason_of_a_nested_leg_starts_with_that_of_its_group() {
	check(
		"15%:(20%:duty/tax rest:supplier) rest:merchant",
		"remainder-leg-half-even",
		10_010,
		&[],
		&[
			"15% of the gross of 10010 is 1501 and 10/20, rounded half-even, here up, to 1502; of \
			 these 1502: 20% of the gross of 1502 is 300 and 2/5, rounded half-even, here down, to \
			 300",
			"15% of the gross of 10010 is 1501 and 10/20, rounded half-even, here up, to 1502; of \
			 these 1502: the remainder: 1502 less 300 of the other legs",
			"the remainder: 10010 less 1502 of the other legs",
		],
	);
}

#[test]
fn the_reason_of_a_share_of_net_says_what_was_taken_off() {
	check(
		"$freight:carrier/logistics 5%:tax/tax 8.5%n0:platform/fee rest:merchant",
		"remainder-leg",
		7_219,
		&[(0, Amount(1_329))],
		&[
			"the input freight of 1329",
			"5% of the gross of 7219 is 360 and 19/20, rounded down to 360",
			"8.5% of the net of 5890, which is 7219 less 1329 of legs above, is 500 and 130/200, \
			 rounded down to 500",
			"the remainder: 7219 less 2189 of the other legs",
		],
	);
}

#[test]
fn the_reason_of_tiers_names_the_tier_of_the_order_or_each_slice() {
	check(
		"2000:carrier/logistics whole[0=8%,10000=5%]r:platform/fee rest:merchant",
		"remainder-leg",
		12_011,
		&[],
		&[
			"fixed at 2000",
			"5%, the rate of orders from 10000 on like this one of 12011, of the rest of 10011 is 500 \
			 and 55/100, rounded down to 500",
			"the remainder: 12011 less 2500 of the other legs",
		],
	);
	check(
		"marginal[0=8%,10000=5%,50000=0%]<=850:platform/fee rest:merchant",
		"remainder-leg-half-up",
		12_011,
		&[],
		&[
			"8% of the first 10000 and 5% of the next 2011 of the gross of 12011 is 900 and 55/100, \
			 rounded half-up, here up, to 901, held to the cap of 850",
			"the remainder: 12011 less 850 of the other legs",
		],
	);
	check(
		"marginal[0=8%,10000=5%]>=1:platform/fee rest:merchant",
		"remainder-leg",
		10,
		&[],
		&[
			"8% of the first 10 of the gross of 10 is 0 and 80/100, rounded down to 0, lifted to the \
			 floor of 1",
			"the remainder: 10 less 1 of the other legs",
		],
	);
}

#[test]
fn a_stored_rule_set_explains_without_the_names_of_inputs() {
	let rules = rules("$freight:carrier/logistics rest:merchant", "remainder-leg");
	let mut stored = StoredRuleSet::read(rules.encode()).unwrap();
	let explained = stored.chosen_case(1, Amount(9)).unwrap().explain(&[(0, Amount(4))]).unwrap();
	assert_eq!(explained.legs[0].because, "the input of place 0 of 4");
}
