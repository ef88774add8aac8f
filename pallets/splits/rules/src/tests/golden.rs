// SPDX-License-Identifier: Apache-2.0

//! What each engine answered, for ever. A line of a golden file never changes and never goes; lines
//! may be added at the end of their rule set.

use super::notation::{add_case, rules, NOW};
use crate::{Condition, RuleSet, ValidRuleSet};
use codec::{Decode, Encode};
use split_ledger_primitives::{Amount, Attributes, Uncredited};
use std::fmt::Write;

const SEMANTICS_1: &str = include_str!("../../tests/golden/semantics_1.txt");

#[test]
fn semantics_1_answers_what_it_always_answered() {
	let mut valid = None;
	for (number, line) in (1..).zip(SEMANTICS_1.lines()) {
		if let Some(encoded) = line.strip_prefix("rules ") {
			valid = Some(read(encoded));
		} else if !line.starts_with('#') {
			let (request, expected) = line.split_once(" -> ").expect("request -> answer");
			let answer = answer(valid.as_ref().expect("a rule set first"), request);
			assert_eq!(answer, expected, "line {number}: {request}");
		}
	}
}

#[test]
#[ignore = "prints a new golden file: for new semantics, or for lines to be added"]
fn print_the_golden_file() {
	let mut text =
		String::from("# rules SCALE, then: amount attributes inputs -> case, leg slot amount\n");
	for rules in samples() {
		let valid = rules.clone().validate().unwrap();
		let hex = rules.encode().iter().fold(String::new(), |mut hex, byte| {
			write!(hex, "{byte:02x}").unwrap();
			hex
		});
		writeln!(text, "rules {hex}").unwrap();
		for amount in ["0", "1", "2", "77", "100", "999", "7219", "18446744073709551615"] {
			for tier in ["0", "1"] {
				let inputs = if rules.inputs.is_empty() { "-" } else { "0=29" };
				let request = format!("{amount} 0,0,0,{tier} {inputs}");
				writeln!(text, "{request} -> {}", answer(&valid, &request)).unwrap();
			}
		}
	}
	println!("{text}");
}

fn samples() -> Vec<RuleSet> {
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
	all
}

fn read(hex: &str) -> ValidRuleSet {
	let digits: Vec<_> = hex.chars().collect();
	let bytes: Vec<_> = digits
		.chunks(2)
		.map(|pair| u8::from_str_radix(&String::from_iter(pair), 16).unwrap())
		.collect();
	let rules = RuleSet::decode(&mut &bytes[..]).unwrap();
	assert_eq!(rules.encode(), bytes, "the encoding is the name of a rule set");
	rules.validate().expect("what was valid once stays valid")
}

fn answer(rules: &ValidRuleSet, request: &str) -> String {
	let [amount, attributes, inputs] = request.split(' ').collect::<Vec<_>>()[..] else {
		panic!("amount attributes inputs: {request}");
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
	match rules.allocate(amount.parse().unwrap(), &attributes, NOW, &inputs) {
		Err(error) => format!("{error:?}"),
		Ok(allocation) => allocation.legs.iter().fold(allocation.case.to_string(), |text, part| {
			format!("{text}, {} {} {}", part.leg, part.slot, part.amount)
		}),
	}
}
