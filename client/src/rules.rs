// SPDX-License-Identifier: Apache-2.0

//! From the words of an order to the indices of its rule set.

use crate::bundle::Labels;
use codec::Encode;
use split_ledger_primitives::{Amount, Attributes, Moment, RuleHash};
use split_rules::{Case, Chosen, Condition, RuleSet, ValidRuleSet};

/// The name of a rule set on every chain: blake2-256 of its encoded content.
pub fn hash_of(set: &RuleSet) -> RuleHash {
	RuleHash(crate::hash::blake2_256(&[&set.encode()]))
}

/// What an order says of itself, as indices into the dictionary of its rule set.
pub fn attributes_of(labels: &Labels, set: &RuleSet) -> Attributes {
	let index = |dictionary: &[String], word: &str| {
		let place = dictionary.iter().position(|known| known == word);
		// A dictionary of more words does not fit a rule set.
		place.and_then(|place| u16::try_from(place + 1).ok()).unwrap_or_default()
	};
	Attributes {
		channel: index(&set.channels, &labels.channel),
		category: index(&set.categories, &labels.category),
		promotion: index(&set.promotions, &labels.promotion),
		member_tier: index(&set.member_tiers, &labels.member_tier),
	}
}

/// Inputs by their place in the rule set, ascending; the name of one that it does not have is the
/// error.
pub fn inputs_of(inputs: &[(String, Amount)], set: &RuleSet) -> Result<Vec<(u8, Amount)>, String> {
	let place_of = |name: &str| {
		let place = set.inputs.iter().position(|known| known == name)?;
		u8::try_from(place).ok()
	};
	let placed = inputs
		.iter()
		.map(|(name, amount)| Ok((place_of(name).ok_or_else(|| name.clone())?, *amount)));
	let mut placed = placed.collect::<Result<Vec<_>, String>>()?;
	placed.sort();
	Ok(placed)
}

/// How many legs an order states: those of the case that is for it, zero legs included. Where time
/// decides between several, those of the largest: an order is the same whenever it is placed.
pub fn legs_stated(rules: &ValidRuleSet, amount: Amount, labels: &Labels) -> u8 {
	let legs = cases_of(rules, amount, labels).map(|case| case.legs()).max();
	// A valid rule set has a case for every order, and none of more legs than fit.
	u8::try_from(legs.unwrap_or_else(|| rules.max_legs())).unwrap_or(u8::MAX)
}

/// The cases that an order may fall under, whenever it is placed: those before the first that is for
/// it at any time, and this one.
pub fn cases_of<'a>(
	rules: &'a ValidRuleSet,
	amount: Amount,
	labels: &Labels,
) -> impl Iterator<Item = Chosen<'a>> {
	let attributes = attributes_of(labels, rules.rule_set());
	let timeless = |case: &Case| {
		let when = Condition { time_from: None, time_before: None, ..case.when.clone() };
		when.matches(amount, &attributes, Moment(0))
	};
	let mut numbers = Vec::new();
	for (number, case) in (1..=u8::MAX).zip(&rules.rule_set().cases) {
		if timeless(case) {
			numbers.push(number);
			if !case.when.has_window() {
				break;
			}
		}
	}
	numbers.into_iter().filter_map(move |number| rules.chosen_case(number, amount).ok())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::bundle::{read_rule_set, Source};

	const RULES: &str = "\
name = \"market\"
currency = \"CNY\"
[[case]]
when = { time = { from = \"2026-11-11T00:00:00Z\", before = \"2026-11-12T00:00:00Z\" } }
legs = [
  { to = \"platform\", take = \"3%\", purpose = \"fee\" },
  { to = \"promoter\", take = \"1%\", purpose = \"commission\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
[[case]]
when = { channel = [\"app\"], amount = { below = \"10.00\" } }
legs = [{ to = \"merchant\", take = \"remainder\", purpose = \"goods\" }]
[[case]]
legs = [
  { to = \"platform\", take = \"5%\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

	#[test]
	fn an_order_may_fall_under_each_window_above_and_the_first_case_that_is_for_it_at_any_time() {
		let source = Source::of_bytes("market.toml", RULES.as_bytes().to_vec());
		let rules = source.and_then(|source| read_rule_set(&source, "market")).expect("a rule set");
		let cases = |amount, channel: &str| {
			let labels = Labels { channel: channel.to_owned(), ..Labels::default() };
			let cases: Vec<u8> =
				cases_of(&rules, Amount(amount), &labels).map(|it| it.case()).collect();
			(cases, legs_stated(&rules, Amount(amount), &labels))
		};
		assert_eq!(cases(999, "app"), (vec![1, 2], 3));
		assert_eq!(cases(1_000, "app"), (vec![1, 3], 3));
		assert_eq!(cases(999, ""), (vec![1, 3], 3));
	}
}
