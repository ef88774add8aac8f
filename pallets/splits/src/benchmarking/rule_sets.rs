// SPDX-License-Identifier: Apache-2.0

//! Rule sets that are slow to publish, to read and to divide by.
//!
//! Groups of shares are the slowest, byte for byte to validate and leg for leg to divide: rates by
//! tiers and of net, which semantics 2 has beside them, need no common denominator.

use crate::{content::hash_of, *};
use alloc::{format, string::String, vec, vec::Vec};
use codec::Encode;
use frame::prelude::*;
use split_ledger_primitives::{
	limits::{CASES_MAX, DEPTH_MAX, LEGS_MAX, PARTIES_MAX, RULE_SET_BYTES_MAX},
	ports::Participants,
	Advancer, Amount, Currency, ParticipantId, Purpose, RefundTerms, RuleHash, Uncredited,
};
use split_rules::{
	Base, Case, Condition, Leg, Residue, Rounding, RuleSet, Take, Target, SEMANTICS,
};

/// The currency of every rule set that is published here.
pub(super) const CURRENCY: Currency = Currency(156);
/// The encoded bytes of a case with all its legs, rounded up.
const CASE_BYTES: u32 = 800;

/// Stores a rule set with which an order of the platform and the merchant can be placed: `legs`
/// legs of about equal shares for goods, on slots 0 to `legs`. An order fills 16 slots at most, so
/// the seventeenth leg goes to slot 0 again. What cannot be credited is parked.
///
/// What room is left of `bytes` is made to be slow: three quarters of it by legs of other cases,
/// which take longest to read, the rest by words that each of their conditions lists and that no
/// order without a category meets. The case for it is the last one.
pub(crate) fn usable_rules<T: Config>(
	name: u32,
	platform: ParticipantId,
	merchant: ParticipantId,
	currency: Currency,
	legs: u32,
	bytes: u32,
) -> RuleHash {
	let legs = legs.clamp(1, LEGS_MAX);
	let slots = legs.min(PARTIES_MAX);
	let mut group: Vec<_> =
		(1..legs).map(|leg| to_slot(slow_share(legs, leg), leg - 1, slots)).collect();
	group.push(to_slot(Take::Remainder, legs - 1, slots));
	let case = Case { when: Condition::default(), legs: group };
	let mut rules = rule_set(currency, slots, vec![case]);
	rules.name = format!("benchmark {name}");
	fill(&mut rules, bytes.min(RULE_SET_BYTES_MAX));

	let rules = store::<T>(platform, &rules);
	let by = T::Participants::facts(platform).expect("the platform was made").sponsor;
	Standings::<T>::insert(rules, platform, Standing::Approved { by, effective_from: None });
	Acceptances::<T>::insert((merchant, platform, rules), merchant);
	rules
}

/// Fills a rule set of one case up to about `bytes`, where it is not that long yet.
fn fill(rules: &mut RuleSet, bytes: u32) {
	let size = |bytes: usize| u32::try_from(bytes).expect("it is short");
	let room = bytes.saturating_sub(size(rules.encoded_size()));
	// The length of a list of words takes a byte more than that of an empty one.
	let case_bytes = size(other_case(vec![]).encoded_size() + 1);
	let cases = (room / 4 * 3 / case_bytes).min(CASES_MAX - 1);
	// Two letters with their length, and an index in each condition.
	let word_bytes = 3 + 2 * cases;
	let words = room.saturating_sub(cases * case_bytes + 1) / word_bytes;
	let words = u16::try_from(words).expect("32 KiB hold fewer");
	rules.categories = (0..words).map(word).collect();
	for _ in 0..cases {
		rules.cases.insert(0, other_case((1..=words).collect()));
	}
}

/// A word of two letters.
fn word(number: u16) -> String {
	let letter = |place: u16| char::from_u32(u32::from(b'!') + u32::from(place)).expect("a letter");
	[number / 94, number % 94].map(letter).iter().collect()
}

/// A case of as many legs as there can be, each at the end of as many groups as can nest. No order
/// has an amount below one.
fn other_case(category: Vec<u16>) -> Case {
	let nested = |take| {
		let leaf = to_slot(Take::Remainder, 0, 1);
		let groups = 2..DEPTH_MAX;
		let inner = groups.fold(leaf, |leg, _| split(Take::Remainder, leg));
		split(take, inner)
	};
	let mut legs: Vec<_> = (1..LEGS_MAX).map(|_| nested(Take::Fixed(Amount(0)))).collect();
	legs.push(nested(Take::Remainder));
	let amount_below = Some(Amount(1));
	Case { when: Condition { category, amount_below, ..Condition::default() }, legs }
}

fn split(take: Take, leg: Leg) -> Leg {
	Leg { take, target: Target::Split(vec![leg]) }
}

/// About one in `legs`, of a denominator just below 2^32 that neighbours share few factors with:
/// the common denominator of a case is as long as it gets.
fn slow_share(legs: u32, leg: u32) -> Take {
	let denominator = u32::MAX - 2 * leg;
	let is_reduced = |numerator: &u32| gcd(*numerator, denominator) == 1;
	let numerator = (1..=denominator / legs).rev().find(is_reduced).expect("1 is");
	Take::Share { numerator, denominator, of: Base::Gross, floor: None, cap: None }
}

fn gcd(a: u32, b: u32) -> u32 {
	if b == 0 {
		a
	} else {
		gcd(b, a % b)
	}
}

/// Stores a rule set as the platform's publishing it would.
pub(super) fn store<T: Config>(platform: ParticipantId, rule_set: &RuleSet) -> RuleHash {
	rule_set.clone().validate().expect("the rule set is valid");
	let content = rule_set.encode();
	let rules = hash_of(&content);
	RuleSets::<T>::insert(rules, BoundedVec::try_from(content).expect("the rule set is short"));
	Standings::<T>::insert(rules, platform, Standing::Published { effective_from: None });
	rules
}

fn to_slot(take: Take, leg: u32, slots: u32) -> Leg {
	let slot = u8::try_from(leg % slots).expect("there are 16 slots at most");
	Leg { take, target: Target::Slot { slot, purpose: Purpose::Goods } }
}

fn share_of(denominator: u32) -> Take {
	Take::Share { numerator: 1, denominator, of: Base::Gross, floor: None, cap: None }
}

fn rule_set(currency: Currency, slots: u32, cases: Vec<Case>) -> RuleSet {
	RuleSet {
		semantics: SEMANTICS,
		name: "benchmark".into(),
		currency,
		rounding: Rounding::Down,
		residue: Residue::LargestRemainder,
		uncredited: Uncredited::Park,
		refund: RefundTerms {
			advancers: BoundedVec::truncate_from(
				[Advancer::Platform, Advancer::Guarantee].to_vec(),
			),
			..RefundTerms::default()
		},
		slots: (0..slots).map(|slot| format!("slot {slot}")).collect(),
		inputs: Vec::new(),
		channels: Vec::new(),
		categories: Vec::new(),
		promotions: Vec::new(),
		member_tiers: Vec::new(),
		cases,
	}
}

/// A rule set of about `bytes` that takes long to validate: as many full cases as fit, of shares
/// without a small common denominator, and names for the rest.
pub(super) fn slow_rule_set(bytes: u32) -> RuleSet {
	let cases = (bytes / CASE_BYTES).clamp(1, CASES_MAX);
	let legs = if bytes < CASE_BYTES { 1 } else { LEGS_MAX };
	let case = |number: u32| {
		let when = match number {
			1 => Condition::default(),
			_ => Condition { amount_from: Some(Amount(1)), ..Condition::default() },
		};
		// Odd numbers just below 2^32: neighbours share few factors.
		let denominator = |leg: u32| u32::MAX - 2 * (leg + LEGS_MAX * number);
		let mut legs: Vec<_> = (1..legs)
			.map(|leg| to_slot(share_of(denominator(leg)), leg - 1, legs.min(PARTIES_MAX)))
			.collect();
		legs.push(to_slot(Take::Remainder, 0, 1));
		Case { when, legs }
	};
	let cases = (1..=cases).rev().map(case).collect();
	let mut rules = rule_set(CURRENCY, legs.min(PARTIES_MAX), cases);
	while rules.encoded_size() + 8 <= bytes as usize {
		let room = bytes as usize - rules.encoded_size();
		let name = format!(
			"{:0width$}",
			rules.categories.len(),
			width = room.saturating_sub(4).clamp(5, 60)
		);
		rules.categories.push(name);
	}
	rules
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::mock::{new_state, order, Splits, Test, MERCHANT, PLATFORM};
	use split_ledger_primitives::ports::{RuleShelf, Splits as _};

	fn rules(name: u32, legs: u32, bytes: u32) -> RuleHash {
		Splits::benchmark_rules(name, PLATFORM.id, MERCHANT.id, CURRENCY, legs, bytes)
	}

	#[test]
	fn orders_of_other_pallets_benchmarks_are_planned_with_every_leg_above_zero() {
		new_state().execute_with(|| {
			for legs in 1..=LEGS_MAX {
				for (name, amount) in [(0, legs.into()), (1, 1_000), (2, u64::MAX)] {
					let mut shelf = Shelf::default();
					let request = order(rules(name, legs, RULE_SET_BYTES_MAX), amount);
					let parts = Splits::plan(&mut shelf, &request).unwrap().parts;
					assert_eq!(parts.len(), legs as usize);
					assert!(parts.iter().all(|part| !part.amount.is_zero()));
				}
			}
			frame::testing_prelude::assert_ok!(crate::Pallet::<Test>::check_invariants());
		});
	}

	#[test]
	fn rule_sets_of_other_pallets_benchmarks_have_the_size_and_the_name_that_was_asked_for() {
		new_state().execute_with(|| {
			let size = |rules| RuleSets::<Test>::get(rules).unwrap().len() as u32;
			for legs in [1, LEGS_MAX] {
				let least = size(rules(0, legs, 0));
				assert_eq!(size(rules(1, legs, least)), least);
				for bytes in [least + 100, 5_000, 20_000, RULE_SET_BYTES_MAX, u32::MAX] {
					let greatest = bytes.min(RULE_SET_BYTES_MAX);
					let size = size(rules(0, legs, bytes));
					assert!((greatest - 100..=greatest).contains(&size), "{size} of {bytes}");
				}
				assert_ne!(rules(0, legs, 5_000), rules(1, legs, 5_000));
			}
			frame::testing_prelude::assert_ok!(crate::Pallet::<Test>::check_invariants());
		});
	}

	#[test]
	fn an_order_of_other_pallets_benchmarks_falls_under_the_last_case() {
		new_state().execute_with(|| {
			let mut shelf = Shelf::default();
			let request = order(rules(0, 8, RULE_SET_BYTES_MAX), 1_000);
			frame::testing_prelude::assert_ok!(Splits::plan(&mut shelf, &request));
			assert!(shelf.bytes() > RULE_SET_BYTES_MAX - 100);
			let rules = shelf.rule_set::<Test>(request.rules).unwrap();
			let case =
				rules.choose(request.amount, &request.attributes, request.now).unwrap().case();
			let content = RuleSets::<Test>::get(request.rules).unwrap();
			let cases = crate::content::read(&content).unwrap().cases.len();
			assert!(cases > 20);
			assert_eq!(usize::from(case), cases);
		});
	}
}
