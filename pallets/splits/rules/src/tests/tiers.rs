// SPDX-License-Identifier: Apache-2.0

//! What semantics 2 adds to the figures, as tables: shares of net, tiers, and cases of a time.

use super::notation::{add_case, outcome, rules};
use crate::{Condition, RuleSet};
use split_ledger_primitives::{Amount, Attributes, Moment};

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

/// What the first leg gets of each amount, the second getting the rest.
fn first_gets(legs: &str, method: &str, rows: &[(u64, u64)]) {
	for (amount, first) in rows {
		let expected = format!("fee={first} m={}", amount - first);
		assert_eq!(outcome(&rules(legs, method), *amount, &[]), expected, "{amount} by {legs}");
	}
}

#[test]
fn a_share_of_net_is_of_gross_less_the_legs_that_it_names() {
	let market = "$freight:c/logistics 10%:tax/tax 9%n0:p/fee 9%n0+1:q/fee 9%r:r/fee rest:m";
	check(&[
		// 10,000 less 1,000 is 9,000; less 1,000 of tax too, 8,000; the rest is 8,000 - 810 - 720.
		(
			10_000,
			&[(0, 1_000)],
			market,
			"remainder-leg",
			"c=1000 tax=1000 p=810 q=720 r=582 m=5888",
		),
		// Net of all that there is, is nothing.
		(1_000, &[], "100%:a 50%n0:p/fee rest:m", "remainder-leg", "a=1000 p=0 m=0"),
		// A floor and a cap act after rounding, and those of the named legs before.
		(1_000, &[], "10%>=300:a 10%n0>=80:b 10%n0+1<=61:c rest:m", "remainder-leg", {
			"a=300 b=80 c=61 m=559"
		}),
		// Below the remainder too: all that it names is known there.
		(1_000, &[], "10%:a rest:m 10%n0:b", "remainder-leg", "a=100 m=810 b=90"),
		// Each group names its own legs.
		(1_000, &[], "200:a 50%:(100:b 50%n0:c rest:d) rest:m", "remainder-leg", {
			"a=200 b=100 c=200 d=200 m=300"
		}),
	]);
}

#[test]
fn halves_of_a_share_of_net_are_rounded_as_the_rule_set_says() {
	for (amount, down, up, even) in [(6, 2, 3, 2), (8, 3, 4, 4), (7, 3, 3, 3), (2, 0, 1, 0)] {
		for (method, half) in [
			("remainder-leg", down),
			("remainder-leg-half-up", up),
			("remainder-leg-half-even", even),
		] {
			let expected = format!("one=1 half={half} rest={}", amount - 1 - half);
			let rules = rules("1:one 50%n0:half rest:rest", method);
			assert_eq!(outcome(&rules, amount, &[]), expected, "{amount} {method}");
		}
	}
}

#[test]
fn by_whole_the_rate_of_the_orders_tier_applies_to_all_of_the_base() {
	let tiers = "whole[0=8%,10000=5%,50000=0%]:fee/fee rest:m";
	// 8 % of 9,999 is 799.92; one more unit of the order changes the rate of all of it.
	first_gets(tiers, "remainder-leg", &[(0, 0), (9_999, 799), (10_000, 500), (10_001, 500)]);
	first_gets(tiers, "remainder-leg-half-up", &[(9_999, 800), (10_000, 500), (10_010, 501)]);
	first_gets(tiers, "remainder-leg-half-even", &[(10_010, 500), (10_030, 502)]);
	first_gets(tiers, "remainder-leg", &[(49_999, 2_499), (50_000, 0), (u64::MAX, 0)]);
}

#[test]
fn by_whole_it_is_the_order_that_has_a_tier_and_not_the_base() {
	let after_freight = "$freight:c/logistics whole[0=8%,10000=5%]r:p/fee rest:m";
	let nested = "50%:(whole[0=10%,1000=20%]:a rest:b) rest:m";
	check(&[
		(10_000, &[(0, 1_000)], after_freight, "remainder-leg", "c=1000 p=450 m=8550"),
		(9_999, &[(0, 1_000)], after_freight, "remainder-leg", "c=1000 p=719 m=8280"),
		(1_000, &[], nested, "remainder-leg", "a=100 b=400 m=500"),
		(999, &[], nested, "remainder-leg", "a=49 b=450 m=500"),
	]);
}

#[test]
fn by_marginal_each_slice_of_the_base_takes_the_rate_of_its_tier() {
	let tiers = "marginal[0=8%,10000=5%,50000=3%]:fee/fee rest:m";
	first_gets(
		tiers,
		"remainder-leg",
		&[
			(0, 0),
			// 799.92, 800, 800.05, 800.95, 801
			(9_999, 799),
			(10_000, 800),
			(10_001, 800),
			(10_019, 800),
			(10_020, 801),
			// 2,799.95, 2,800, 2,800.03, 2,801.02
			(49_999, 2_799),
			(50_000, 2_800),
			(50_001, 2_800),
			(50_034, 2_801),
		],
	);
	// A rate of nothing, below and above.
	let middle = "marginal[0=0%,100=50%,200=0%]:fee/fee rest:m";
	first_gets(middle, "remainder-leg", &[(100, 0), (101, 0), (102, 1), (200, 50), (999, 50)]);
	// The slices of the widest base add up to it.
	let all = "marginal[0=100%,1000=1/1]:fee/fee rest:m";
	first_gets(all, "remainder-leg", &[(u64::MAX, u64::MAX), (1_000, 1_000), (999, 999)]);
}

#[test]
fn the_slices_are_summed_exactly_and_rounded_once() {
	let tiers = "marginal[0=50%,3=25%]:fee/fee rest:m";
	for (amount, down, up, even) in [
		(1, 0, 1, 0), // 0.5
		(3, 1, 2, 2), // 1.5
		(4, 1, 2, 2), // 1.5 + 0.25
		(5, 2, 2, 2), // 1.5 + 0.5: rounded one by one, 1 or 3
		(7, 2, 3, 2), // 1.5 + 1.0
		(8, 2, 3, 3), // 1.5 + 1.25
	] {
		first_gets(tiers, "remainder-leg", &[(amount, down)]);
		first_gets(tiers, "remainder-leg-half-up", &[(amount, up)]);
		first_gets(tiers, "remainder-leg-half-even", &[(amount, even)]);
	}
}

#[test]
fn tiers_take_a_base_a_floor_and_a_cap_as_shares_do() {
	let marginal = "$freight:c/logistics marginal[0=8%,10000=5%]n0>=100<=900:p/fee rest:m";
	let method = "remainder-leg";
	check(&[
		(1_500, &[(0, 1_000)], marginal, method, "c=1000 p=100 m=400"),
		(2_250, &[(0, 1_000)], marginal, method, "c=1000 p=100 m=1150"),
		(2_263, &[(0, 1_000)], marginal, method, "c=1000 p=101 m=1162"),
		(11_001, &[(0, 1_000)], marginal, method, "c=1000 p=800 m=9201"),
		(13_000, &[(0, 1_000)], marginal, method, "c=1000 p=900 m=11100"),
		(13_020, &[(0, 1_000)], marginal, method, "c=1000 p=900 m=11120"),
		(99, &[], "whole[0=1%]>=100:fee/fee rest:m", method, "refuse:LegOverRest"),
	]);
}

#[test]
fn a_group_with_tiers_or_net_gives_its_residue_to_the_remainder() {
	for method in ["first-leg", "largest-remainder", "remainder-leg"] {
		check(&[
			(101, &[], "1/3:a whole[0=1/3]:b rest:c", method, "a=33 b=33 c=35"),
			(101, &[], "1/3:a marginal[0=1/3]:b rest:c", method, "a=33 b=33 c=35"),
			(101, &[], "1/3:a 1/2n0:b rest:c", method, "a=33 b=34 c=34"),
			(101, &[], "whole[0=1/2]:b 1/2:c", method, "refuse:NoOwnerOfResidue"),
		]);
	}
}

#[test]
fn the_ceiling_of_fees_counts_tiers_at_their_greatest_rate_and_net_as_gross() {
	for (legs, expected) in [
		("whole[0=8%,100=5%]:p/fee rest:m", Some(80_000)),
		("marginal[0=1%,100=1/3]r:p/fee rest:m", Some(333_334)),
		("$i:c/logistics 9%n0:p/fee 2%:q/commission rest:m", Some(110_000)),
		("whole[0=8%]>=1:p/fee rest:m", None),
		("whole[0=8%]>=0<=5:p/fee rest:m", Some(80_000)),
		// What the goods take at least, by the least of their rates.
		("marginal[0=80%,100=70%]:m rest:p/fee", Some(300_000)),
		("marginal[0=80%,100=70%]<=9:m rest:p/fee", Some(1_000_000)),
	] {
		let valid = rules(legs, "remainder-leg").validate().unwrap();
		assert_eq!(valid.fee_share_ceiling(), expected, "{legs}");
	}
}

#[test]
fn a_case_of_a_time_is_for_orders_placed_from_its_first_moment_on_and_before_its_end() {
	let window = |from: Option<u64>, before: Option<u64>| Condition {
		time_from: from.map(Moment),
		time_before: before.map(Moment),
		..Condition::default()
	};
	let by_cases = |cases: &[Condition]| {
		let mut rules = RuleSet { cases: Vec::new(), ..rules("rest:m", "remainder-leg") };
		for when in cases {
			add_case(&mut rules, when.clone(), "rest:m");
		}
		rules.validate().unwrap()
	};
	let sale = by_cases(&[
		window(Some(1_000), Some(2_000)),
		window(Some(3_000), None),
		window(None, Some(500)),
		Condition::default(),
	]);

	let case = |now| sale.case_of(Amount(1), &Attributes::default(), Moment(now)).unwrap();

	assert_eq!([0, 499, 500, 999].map(case), [3, 3, 4, 4]);
	assert_eq!([1_000, 1_999, 2_000].map(case), [1, 1, 4]);
	assert_eq!([2_999, 3_000, u64::MAX].map(case), [4, 2, 2]);
	// Whatever the time, an order that was placed in the sale is divided as it was then.
	assert_eq!(sale.chosen_case(1, Amount(7)).map(|it| it.case()), Ok(1));
	for unknown in [0, 5, 255] {
		let error = sale.chosen_case(unknown, Amount(7)).unwrap_err();
		assert_eq!(error, crate::RuleError::UnknownCase, "{unknown}");
	}
}
