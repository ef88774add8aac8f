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
/// Why: of the same rule sets.
const REASONS_1: &str = include_str!("../../tests/golden/reasons_1.txt");
const REASONS_2: &str = include_str!("../../tests/golden/reasons_2.txt");

/// What a line asks.
struct Request {
	amount: Amount,
	attributes: Attributes,
	inputs: Vec<(u8, Amount)>,
	now: Moment,
}

/// How what a rule set answers is written.
type Answer = fn(&ValidRuleSet, &Request) -> String;

/// Before, in and after the time of the case that has one.
const TIMES: &[u64] = &[999, 1_000, 2_000];

#[test]
fn semantics_1_answers_what_it_always_answered() {
	check(SEMANTICS_1, 1, amounts);
}

#[test]
fn semantics_2_answers_what_it_always_answered() {
	check(SEMANTICS_2, 2, amounts);
}

#[test]
fn semantics_1_gives_the_reasons_that_it_always_gave() {
	check(REASONS_1, 1, reasons);
}

#[test]
fn semantics_2_gives_the_reasons_that_it_always_gave() {
	check(REASONS_2, 2, reasons);
}

#[test]
fn a_rule_set_is_written_as_it_always_was_so_that_its_hash_is_what_it_was() {
	let all = [(SEMANTICS_1, REASONS_1, samples_1()), (SEMANTICS_2, REASONS_2, samples_2())];
	for (amounts, reasons, samples) in all {
		for golden in [amounts, reasons] {
			let mut lines = golden.lines().filter_map(|line| line.strip_prefix("rules "));
			for rules in &samples {
				assert_eq!(Some(hex(rules).as_str()), lines.next());
			}
		}
	}
}

#[test]
#[ignore = "prints new golden files: for new semantics, or for lines to be added"]
fn print_the_golden_files() {
	println!("{}", golden(&samples_2(), TIMES));
	for samples in [samples_1(), samples_2()] {
		println!("{}", golden_reasons(&samples));
	}
}

#[track_caller]
fn check(golden: &str, semantics: u8, answer: Answer) {
	let mut valid = None;
	for (number, line) in (1..).zip(golden.lines()) {
		if let Some(encoded) = line.strip_prefix("rules ") {
			valid = Some(read(encoded, semantics));
		} else if !line.starts_with('#') {
			let (request, expected) = line.split_once(" -> ").expect("request -> answer");
			let rules = valid.as_ref().expect("a rule set first");
			let answer = answer(rules, &Request::read(request));
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
				let answer = amounts(&valid, &Request::read(&request));
				writeln!(text, "{request} -> {answer}").unwrap();
			}
		}
	}
	text
}

/// Of each case, and of amounts that are divided with and without a rest.
fn golden_reasons(samples: &[RuleSet]) -> String {
	let mut text = String::from(
		"# rules SCALE, then: amount attributes inputs time -> case | leg reason | leg reason\n",
	);
	for rules in samples {
		let valid = rules.clone().validate().unwrap();
		writeln!(text, "rules {}", hex(rules)).unwrap();
		let inputs = if rules.inputs.is_empty() { "-" } else { "0=29" };
		let tiers = if rules.cases.len() > 1 { &[1, 0][..] } else { &[0] };
		for amount in ["1", "77", "7219", "18446744073709551615"] {
			for tier in tiers {
				let request = format!("{amount} 0,0,0,{tier} {inputs} 1000");
				let answer = reasons(&valid, &Request::read(&request));
				writeln!(text, "{request} -> {answer}").unwrap();
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

impl Request {
	fn read(text: &str) -> Self {
		let (amount, attributes, inputs, now) = match text.split(' ').collect::<Vec<_>>()[..] {
			[amount, attributes, inputs] => (amount, attributes, inputs, NOW),
			[amount, attributes, inputs, time] => {
				(amount, attributes, inputs, Moment(time.parse().unwrap()))
			}
			_ => panic!("amount attributes inputs [time]: {text}"),
		};
		let [channel, category, promotion, member_tier] =
			attributes.split(',').map(|it| it.parse().unwrap()).collect::<Vec<_>>()[..]
		else {
			panic!("four attributes: {text}");
		};
		let attributes = Attributes { channel, category, promotion, member_tier };
		let inputs = inputs
			.split(',')
			.filter(|it| *it != "-")
			.map(|it| it.split_once('=').unwrap())
			.map(|(input, amount)| (input.parse().unwrap(), amount.parse().unwrap()));
		Self { amount: amount.parse().unwrap(), attributes, inputs: inputs.collect(), now }
	}
}

/// The case, and what each leg gets.
fn amounts(rules: &ValidRuleSet, request: &Request) -> String {
	let Request { amount, attributes, inputs, now } = request;
	match rules.allocate(*amount, attributes, *now, inputs) {
		Err(error) => format!("{error:?}"),
		Ok(allocation) => allocation.legs.iter().fold(allocation.case.to_string(), |text, part| {
			format!("{text}, {} {} {}", part.leg, part.slot, part.amount)
		}),
	}
}

/// The case, and why each leg gets what it gets.
fn reasons(rules: &ValidRuleSet, request: &Request) -> String {
	let Request { amount, attributes, inputs, now } = request;
	match rules.explain(*amount, attributes, *now, inputs) {
		Err(error) => format!("{error:?}"),
		Ok(explained) => explained.legs.iter().fold(explained.case.to_string(), |text, step| {
			format!("{text} | {} {}", step.part.leg, step.because)
		}),
	}
}
