// SPDX-License-Identifier: Apache-2.0

use crate::{engine::Order, Leg, Part, RuleError, Take, Target};
use alloc::vec::Vec;
use split_ledger_primitives::Amount;

impl Order<'_> {
	/// The parts of the order by a case: its leaves, depth first, zeros included.
	pub(crate) fn parts(&self, legs: &[Leg]) -> Result<Vec<Part>, RuleError> {
		self.ensure_inputs_fit(legs)?;
		let mut parts = Vec::new();
		self.add_parts(legs, self.amount, &mut parts)?;
		Ok(parts)
	}

	fn add_parts(
		&self,
		legs: &[Leg],
		amount: Amount,
		parts: &mut Vec<Part>,
	) -> Result<(), RuleError> {
		let decisions = self.divide(legs, amount)?;
		for (leg, decision) in legs.iter().zip(decisions) {
			match &leg.target {
				Target::Slot { slot, purpose } => parts.push(Part {
					leg: next_leaf(parts.len())?,
					slot: *slot,
					amount: decision.amount,
					purpose: *purpose,
				}),
				Target::Split(legs) => self.add_parts(legs, decision.amount, parts)?,
			}
		}
		Ok(())
	}

	/// Whether every input that the order brings is taken by the case, and brought once. That every
	/// input which the case takes is brought shows when it is taken.
	pub(crate) fn ensure_inputs_fit(&self, legs: &[Leg]) -> Result<(), RuleError> {
		for (place, (input, _)) in self.inputs.iter().enumerate() {
			if self.inputs.iter().take(place).any(|(other, _)| other == input) {
				return Err(RuleError::InputTwice);
			}
			if !takes_input(legs, *input) {
				return Err(RuleError::InputLeftOver);
			}
		}
		Ok(())
	}
}

/// The number of the leaf that follows as many as this.
pub(crate) fn next_leaf(before: usize) -> Result<u8, RuleError> {
	u8::try_from(before).ok().and_then(|leaf| leaf.checked_add(1)).ok_or(RuleError::TooManyLegs)
}

fn takes_input(legs: &[Leg], input: u8) -> bool {
	legs.iter().any(|leg| {
		leg.take == Take::Input(input)
			|| matches!(&leg.target, Target::Split(legs) if takes_input(legs, input))
	})
}
