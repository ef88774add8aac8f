// SPDX-License-Identifier: Apache-2.0

//! Rules as tables that a merchant can read.

use super::notation::{add_case, outcome, rules, NOW};
use crate::{Condition, RuleSet};
use split_ledger_primitives::{Amount, Attributes};

/// amount | inputs by place | legs | method | what comes out
type Row<'a> = (u64, &'a [(u8, u64)], &'a str, &'a str, &'a str);

fn check(rows: &[Row]) {
	for (amount, inputs, legs, method, expected) in rows {
		assert_eq!(
			&outcome(&rules(legs, method), *amount, inputs),
			expected,
			"{amount} by {legs}, {method}, inputs {inputs:?}"
		);
	}
}

#[test]
fn freight_comes_off_first_and_the_fee_is_a_share_of_what_is_left() {
	let market = "$freight:carrier/logistics 9%r:platform/fee rest:merchant";
	check(&[
		(7_219, &[(0, 1_329)], market, "remainder-leg", "carrier=1329 platform=530 merchant=5360"),
		(7_219, &[(0, 0)], market, "remainder-leg", "carrier=0 platform=649 merchant=6570"),
		(1_329, &[(0, 1_329)], market, "remainder-leg", "carrier=1329 platform=0 merchant=0"),
		(1_328, &[(0, 1_329)], market, "remainder-leg", "refuse:LegOverRest"),
		(7_219, &[], market, "remainder-leg", "refuse:InputMissing"),
		(7_219, &[(0, 1), (0, 1)], market, "remainder-leg", "refuse:InputTwice"),
		(7_219, &[(0, 1), (1, 1)], market, "remainder-leg", "refuse:InputLeftOver"),
	]);
}

#[test]
fn a_share_of_the_rest_sees_the_final_amounts_of_the_legs_above() {
	check(&[
		(1_000, &[], "10%<=50:a 10%r:b rest:c", "remainder-leg", "a=50 b=95 c=855"),
		(1_000, &[], "10%>=200:a 10%r:b rest:c", "remainder-leg", "a=200 b=80 c=720"),
		(1_000, &[], "10%r:a 10%r:b 10%:c rest:d", "remainder-leg", "a=100 b=90 c=100 d=710"),
	]);
}

#[test]
fn a_leg_larger_than_what_is_left_refuses_the_order_and_is_never_clamped() {
	check(&[
		(99, &[], "10%>=100:fee rest:merchant", "remainder-leg", "refuse:LegOverRest"),
		(100, &[], "10%>=100:fee rest:merchant", "remainder-leg", "fee=100 merchant=0"),
		(1, &[], "50%:a 50%:b rest:c", "remainder-leg-half-up", "refuse:LegOverRest"),
		(1, &[], "50%:a 50%:b rest:c", "remainder-leg-half-even", "a=0 b=0 c=1"),
		(99, &[], "rest:a 100:b", "remainder-leg", "refuse:LegOverRest"),
		(100, &[], "rest:a 100:b", "remainder-leg", "a=0 b=100"),
	]);
}

#[test]
fn halves_are_rounded_as_the_rule_set_says() {
	for (amount, down, up, even) in [(5, 2, 3, 2), (7, 3, 4, 4), (6, 3, 3, 3), (1, 0, 1, 0)] {
		for (method, half) in [
			("remainder-leg", down),
			("remainder-leg-half-up", up),
			("remainder-leg-half-even", even),
		] {
			let expected = format!("half={half} rest={}", amount - half);
			assert_eq!(outcome(&rules("50%:half rest:rest", method), amount, &[]), expected);
		}
	}
}

#[test]
fn a_remainder_of_a_share_group_is_a_share_like_the_others() {
	check(&[
		// 1/3 of 100 for the remainder too: its fraction equals that of the others, so the first wins.
		(100, &[], "1/3:a 1/3:b rest:c", "largest-remainder", "a=34 b=33 c=33"),
		(100, &[], "rest:c 1/3:a 1/3:b", "largest-remainder", "c=34 a=33 b=33"),
		(101, &[], "1/3:a 1/3:b rest:c", "largest-remainder", "a=34 b=34 c=33"),
		(101, &[], "1/3:a 1/3:b rest:c", "first-leg", "a=34 b=34 c=33"),
		(101, &[], "1/3:a 1/3:b rest:c", "remainder-leg", "a=33 b=33 c=35"),
		// The remainder has the greatest fraction: 0.8 against 0.7 and 0.5.
		(1, &[], "7%:a 5%:b rest:c", "largest-remainder", "a=0 b=0 c=1"),
		(1, &[], "7%:a 5%:b rest:c", "first-leg", "a=1 b=0 c=0"),
	]);
}

#[test]
fn a_group_with_anything_but_shares_of_gross_gives_its_residue_to_the_remainder() {
	for method in ["first-leg", "largest-remainder", "remainder-leg"] {
		check(&[
			(101, &[], "1/3:a 1/3r:b rest:c", method, "a=33 b=22 c=46"),
			(101, &[], "1/3:a 1/3<=99:b rest:c", method, "a=33 b=33 c=35"),
			(101, &[], "1:f 1/3:a 1/3:b rest:c", method, "f=1 a=33 b=33 c=34"),
		]);
	}
}

#[test]
fn shares_whose_common_denominator_fits_no_machine_word_are_still_exact() {
	// Six prime denominators near 2^32: their product has 192 bits.
	let legs = "1/4294967291:a 1/4294967279:b 1/4294967231:c 1/4294967197:d 1/4294967189:e \
	            1/4294967161:f rest:g";
	check(&[
		(4_294_967_291, &[], legs, "largest-remainder", { "a=1 b=1 c=1 d=1 e=1 f=1 g=4294967285" }),
		(4_294_967_161, &[], legs, "largest-remainder", { "a=1 b=1 c=1 d=1 e=1 f=1 g=4294967155" }),
		(4_294_967_161, &[], legs, "remainder-leg", "a=0 b=0 c=0 d=0 e=0 f=1 g=4294967160"),
	]);
}

#[test]
fn the_first_case_that_matches_is_used_and_bounds_are_inclusive_below_exclusive_above() {
	let books = Condition {
		category: vec![1, 2],
		member_tier: vec![1],
		amount_from: Some(Amount(1_000)),
		amount_below: Some(Amount(50_000)),
		..Condition::default()
	};
	let app = Condition { channel: vec![1], ..Condition::default() };
	let rules = by_cases(&[(books, "rest:a"), (app, "rest:b"), (Condition::default(), "rest:c")]);
	let valid = rules.validate().unwrap();

	let case = |amount, channel, category, member_tier| {
		let attributes = Attributes { channel, category, promotion: 0, member_tier };
		valid.case_of(Amount(amount), &attributes, NOW)
	};
	assert_eq!(case(1_000, 1, 1, 1), Some(1));
	assert_eq!(case(999, 1, 1, 1), Some(2));
	assert_eq!(case(49_999, 0, 2, 1), Some(1));
	assert_eq!(case(50_000, 0, 2, 1), Some(3));
	assert_eq!(case(1_000, 0, 3, 1), Some(3), "toys are not in the list");
	assert_eq!(case(1_000, 0, 1, 0), Some(3), "no tier matches no list");
	assert_eq!(case(1_000, 999, 999, 999), Some(3), "unknown values match no list");
}

#[test]
fn each_attribute_of_an_order_is_asked_for_by_a_list_of_its_own() {
	let none = Attributes::default();
	let table = [
		(Condition { channel: vec![1], ..Condition::default() }, Attributes { channel: 1, ..none }),
		(
			Condition { category: vec![1], ..Condition::default() },
			Attributes { category: 1, ..none },
		),
		(
			Condition { promotion: vec![1], ..Condition::default() },
			Attributes { promotion: 1, ..none },
		),
		(
			Condition { member_tier: vec![1], ..Condition::default() },
			Attributes { member_tier: 1, ..none },
		),
	];
	for (place, (when, _)) in table.iter().enumerate() {
		let rules = by_cases(&[(when.clone(), "rest:a"), (Condition::default(), "rest:b")]);
		let valid = rules.validate().unwrap();
		for (other, (_, attributes)) in table.iter().enumerate() {
			let expected = if place == other { 1 } else { 2 };
			assert_eq!(valid.case_of(Amount(1), attributes, NOW), Some(expected), "{when:?}");
		}
	}
}

#[test]
fn the_legs_of_the_chosen_case_are_counted_zero_ones_and_nested_ones_too() {
	let app = Condition { channel: vec![1], ..Condition::default() };
	let nested = "0:a 5%:(10%:b rest:(50%:c rest:d)) rest:e";
	let valid = by_cases(&[(app, nested), (Condition::default(), "rest:e")]).validate().unwrap();

	let legs = |channel| {
		let attributes = Attributes { channel, ..Attributes::default() };
		let chosen = valid.choose(Amount(1), &attributes, NOW).unwrap();
		assert_eq!(chosen.allocate(&[]).unwrap().legs.len(), chosen.legs() as usize);
		(chosen.case(), chosen.legs())
	};
	assert_eq!(legs(1), (1, 5));
	assert_eq!(legs(2), (2, 1));
}

#[test]
fn the_greatest_number_of_legs_and_the_ceiling_of_fees_are_those_of_the_worst_case() {
	let conditional = Condition { channel: vec![1], ..Condition::default() };
	let ceiling = |legs: &str, others: &str| {
		let cases = [(conditional.clone(), legs), (Condition::default(), others)];
		let valid = by_cases(&cases).validate().unwrap();
		(valid.max_legs(), valid.fee_share_ceiling())
	};
	for (legs, others, expected) in [
		("8.5%r:p/fee 3%:q/commission rest:m", "5%:p/fee rest:m", (3, Some(115_000))),
		("1/3:p/fee rest:m", "rest:m", (2, Some(333_334))),
		("5%:p/fee rest:m", "10:p/fee rest:m", (2, None)),
		("5%>=1:p/fee rest:m", "rest:m", (2, None)),
		("5%<=1:p/fee rest:m", "rest:m", (2, Some(50_000))),
		("20%:(50%:p/fee rest:m) rest:m", "rest:m", (3, Some(100_000))),
		("20%:m rest:p/fee", "rest:m", (2, Some(800_000))),
		("20%<=9:m rest:p/fee", "rest:m", (2, Some(1_000_000))),
		("10:m rest:n", "rest:m", (2, Some(0))),
	] {
		assert_eq!(ceiling(legs, others), expected, "{legs} or {others}");
	}
}

fn by_cases(cases: &[(Condition, &str)]) -> RuleSet {
	let mut rules = rules("rest:m", "remainder-leg");
	rules.cases.clear();
	rules.slots.clear();
	for (when, legs) in cases {
		add_case(&mut rules, when.clone(), legs);
	}
	rules
}
