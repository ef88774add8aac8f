// SPDX-License-Identifier: Apache-2.0

//! What each engine answered, for ever. A line of a golden file never changes and never goes; lines
//! may be added at the end of their rule set.

use super::notation::{add_case, rules, NOW};
use crate::{Condition, RuleSet, ValidRuleSet};
use codec::{Decode, Encode};
use split_ledger_primitives::{
	Advancer, Amount, Attributes, FundersBack, Moment, RefundPolicy, RefundTerms, Uncredited,
};
use std::fmt::Write;

const SEMANTICS_1: &str = include_str!("../../tests/golden/semantics_1.txt");
const SEMANTICS_2: &str = include_str!("../../tests/golden/semantics_2.txt");

/// Before, in and after the time of the case that has one.
const TIMES: &[u64] = &[999, 1_000, 2_000];

#[test]
fn semantics_1_answers_what_it_always_answered() {
	check(SEMANTICS_1, 1);
}

#[test]
fn semantics_2_answers_what_it_always_answered() {
	check(SEMANTICS_2, 2);
}

#[test]
fn a_rule_set_is_written_as_it_always_was_so_that_its_hash_is_what_it_was() {
	for (golden, samples) in [(SEMANTICS_1, samples_1()), (SEMANTICS_2, samples_2())] {
		let mut lines = golden.lines().filter_map(|line| line.strip_prefix("rules "));
		for rules in samples {
			assert_eq!(Some(hex(&rules).as_str()), lines.next());
		}
	}
}

#[test]
#[ignore = "prints a new golden file: for new semantics, or for lines to be added"]
fn print_the_golden_file() {
	println!("{}", golden(&samples_2(), TIMES));
}

fn check(golden: &str, semantics: u8) {
	let mut valid = None;
	for (number, line) in (1..).zip(golden.lines()) {
		if let Some(encoded) = line.strip_prefix("rules ") {
			valid = Some(read(encoded, semantics));
		} else if !line.starts_with('#') {
			let (request, expected) = line.split_once(" -> ").expect("request -> answer");
			let answer = answer(valid.as_ref().expect("a rule set first"), request);
			assert_eq!(answer, expected, "line {number}: {request}");
		}
	}
}

fn golden(samples: &[RuleSet], times: &[u64]) -> String {
	let mut text = String::from(
		"# rules SCALE, then: amount attributes inputs time -> case, leg slot amount\n",
	);
	for rules in samples {
		let valid = rules.clone().validate().unwrap();
		writeln!(text, "rules {}", hex(rules)).unwrap();
		let has_window = rules.cases.iter().any(|case| case.when.has_window());
		let times = if has_window { times } else { &times[..1] };
		for amount in ["0", "1", "2", "77", "100", "999", "1000", "7219", "18446744073709551615"] {
			for time in times {
				let inputs = if rules.inputs.is_empty() { "-" } else { "0=29" };
				let request = format!("{amount} 0,0,0,1 {inputs} {time}");
				writeln!(text, "{request} -> {}", answer(&valid, &request)).unwrap();
			}
		}
	}
	text
}

fn samples_1() -> Vec<RuleSet> {
	let shares = "60%:a 35.5%:b 4.5%:c";
	let open = "1/3:a 2/7:b rest:c";
	let market = "$freight:carrier/logistics 6%r>=50<=1500:platform/fee \
	              2.5%r:promoter/commission 15%r:(20%:duty/tax rest:supplier) rest:merchant";
	let mut all = vec![
		rules(shares, "first-leg"),
		rules(shares, "largest-remainder"),
		rules(open, "first-leg"),
		rules(open, "largest-remainder"),
		rules(open, "remainder-leg"),
	];
	for method in ["remainder-leg", "remainder-leg-half-up", "remainder-leg-half-even"] {
		let mut by_tier = rules(market, method);
		by_tier.cases[0].when = Condition { member_tier: vec![1], ..Condition::default() };
		let others = "$freight:carrier/logistics 9%r:platform/fee rest:merchant";
		add_case(&mut by_tier, Condition::default(), others);
		all.push(by_tier);
	}
	let to_merchant = rules("10%:platform/fee rest:merchant", "remainder-leg");
	all.push(RuleSet { uncredited: Uncredited::Merchant, ..to_merchant });
	all.into_iter().map(|rules| RuleSet { semantics: 1, ..rules }).collect()
}

fn samples_2() -> Vec<RuleSet> {
	let mut all = vec![
		rules("60%:a 35.5%:b 4.5%:c", "first-leg"),
		rules("1/3:a 2/7:b rest:c", "largest-remainder"),
		rules("1/3:a 2/7n0:b rest:c", "largest-remainder"),
		rules("marginal[0=50%,2=25%]:a 1/3n0:b rest:c", "first-leg"),
	];
	for method in ["remainder-leg", "remainder-leg-half-up", "remainder-leg-half-even"] {
		let sale = "$freight:carrier/logistics whole[0=8%,1000=5.5%]n0>=5<=900:platform/fee \
		            2.5%n0+1:promoter/commission rest:merchant";
		let others = "$freight:carrier/logistics marginal[0=9%,100=7.5%,1000=1/30]r:platform/fee \
		              10%:(whole[0=12.5%,7219=20%]:duty/tax rest:supplier) rest:merchant";
		let mut by_time = rules(sale, method);
		by_time.cases[0].when = Condition {
			member_tier: vec![1],
			time_from: Some(Moment(1_000)),
			time_before: Some(Moment(2_000)),
			..Condition::default()
		};
		add_case(&mut by_time, Condition::default(), others);
		all.push(by_time);
	}
	let advancers = vec![Advancer::Guarantee, Advancer::Merchant].try_into().unwrap();
	let (policy, back) = (RefundPolicy::FeesKept, FundersBack::PayerFirst);
	let refund = RefundTerms { policy, advancers, back };
	all.push(RuleSet { refund, ..rules("10%:platform/fee rest:merchant", "remainder-leg") });
	all
}

fn hex(rules: &RuleSet) -> String {
	rules.encode().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(hex: &str, semantics: u8) -> ValidRuleSet {
	let digits: Vec<_> = hex.chars().collect();
	let bytes: Vec<_> = digits
		.chunks(2)
		.map(|pair| u8::from_str_radix(&String::from_iter(pair), 16).unwrap())
		.collect();
	let rules = RuleSet::decode(&mut &bytes[..]).unwrap();
	assert_eq!(rules.encode(), bytes, "the encoding is the name of a rule set");
	assert_eq!(rules.semantics, semantics);
	rules.validate().expect("what was valid once stays valid")
}

fn answer(rules: &ValidRuleSet, request: &str) -> String {
	let (amount, attributes, inputs, now) = match request.split(' ').collect::<Vec<_>>()[..] {
		[amount, attributes, inputs] => (amount, attributes, inputs, NOW),
		[amount, attributes, inputs, time] => {
			(amount, attributes, inputs, Moment(time.parse().unwrap()))
		}
		_ => panic!("amount attributes inputs [time]: {request}"),
	};
	let [channel, category, promotion, member_tier] =
		attributes.split(',').map(|it| it.parse().unwrap()).collect::<Vec<_>>()[..]
	else {
		panic!("four attributes: {request}");
	};
	let attributes = Attributes { channel, category, promotion, member_tier };
	let inputs: Vec<(u8, Amount)> = inputs
		.split(',')
		.filter(|it| *it != "-")
		.map(|it| it.split_once('=').unwrap())
		.map(|(input, amount)| (input.parse().unwrap(), amount.parse().unwrap()))
		.collect();
	match rules.allocate(amount.parse().unwrap(), &attributes, now, &inputs) {
		Err(error) => format!("{error:?}"),
		Ok(allocation) => allocation.legs.iter().fold(allocation.case.to_string(), |text, part| {
			format!("{text}, {} {} {}", part.leg, part.slot, part.amount)
		}),
	}
}
