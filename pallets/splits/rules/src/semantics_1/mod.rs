// SPDX-License-Identifier: Apache-2.0

//! The engine of semantics 1. What it answers never changes: `tests/golden/semantics_1.txt`.

mod check;
mod divide;
mod explain;

use crate::{Case, Leg, Part, Residue, RuleError, RuleSet, Take, Target};
use alloc::vec::Vec;
use split_ledger_primitives::Amount;

pub(crate) use check::check;
pub(crate) use explain::explain;

/// The parts of `amount` by a case: its leaves, depth first, zeros included.
pub(crate) fn allocate(
	rules: &RuleSet,
	case: &Case,
	amount: Amount,
	inputs: &[(u8, Amount)],
) -> Result<Vec<Part>, RuleError> {
	ensure_inputs_fit(&case.legs, inputs)?;
	let mut parts = Vec::new();
	add_parts(rules, &case.legs, amount, inputs, &mut parts)?;
	Ok(parts)
}

fn add_parts(
	rules: &RuleSet,
	legs: &[Leg],
	amount: Amount,
	inputs: &[(u8, Amount)],
	parts: &mut Vec<Part>,
) -> Result<(), RuleError> {
	let decisions = divide::divide(rules, legs, amount, inputs)?;
	for (leg, decision) in legs.iter().zip(decisions) {
		match &leg.target {
			Target::Slot { slot, purpose } => parts.push(Part {
				leg: next_leaf(parts.len())?,
				slot: *slot,
				amount: decision.amount,
				purpose: *purpose,
			}),
			Target::Split(legs) => add_parts(rules, legs, decision.amount, inputs, parts)?,
		}
	}
	Ok(())
}

fn next_leaf(before: usize) -> Result<u8, RuleError> {
	u8::try_from(before).ok().and_then(|leaf| leaf.checked_add(1)).ok_or(RuleError::TooManyLegs)
}

/// Whether every input that the order brings is taken by the case, and brought once. That every
/// input which the case takes is brought shows when it is taken.
fn ensure_inputs_fit(legs: &[Leg], inputs: &[(u8, Amount)]) -> Result<(), RuleError> {
	for (place, (input, _)) in inputs.iter().enumerate() {
		if inputs.iter().take(place).any(|(other, _)| other == input) {
			return Err(RuleError::InputTwice);
		}
		if !takes_input(legs, *input) {
			return Err(RuleError::InputLeftOver);
		}
	}
	Ok(())
}

fn takes_input(legs: &[Leg], input: u8) -> bool {
	legs.iter().any(|leg| {
		leg.take == Take::Input(input)
			|| matches!(&leg.target, Target::Split(legs) if takes_input(legs, input))
	})
}

/// Whether the residue of the rule set acts in a group: one made of shares of gross, without floor
/// or cap, and at most a remainder. Every other group gives its residue to its remainder.
fn divides_by_shares(residue: Residue, legs: &[Leg]) -> bool {
	let is_share = |leg: &Leg| {
		matches!(leg.take, Take::Share { of: crate::Base::Gross, floor: None, cap: None, .. })
	};
	residue != Residue::Remainder
		&& legs.iter().any(is_share)
		&& legs.iter().all(|leg| is_share(leg) || leg.take == Take::Remainder)
}
