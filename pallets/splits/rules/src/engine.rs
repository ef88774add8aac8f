// SPDX-License-Identifier: Apache-2.0

use crate::{semantics_1, semantics_2, shares::Quotient, Leg, RuleError, RuleSet};
use alloc::vec::Vec;
use split_ledger_primitives::Amount;

/// An order as its rule set sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<'a> {
	pub(crate) rules: &'a RuleSet,
	pub(crate) amount: Amount,
	pub(crate) inputs: &'a [(u8, Amount)],
}

/// What a leg gets, and how that came about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Decision {
	pub(crate) amount: Amount,
	pub(crate) how: How,
}

/// How the amount of a leg came about, as far as the leg itself does not say it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum How {
	/// A fixed amount or an input.
	Given,
	/// A share of a base, by one rate or by tiers.
	Share { base: Amount, quotient: Quotient, extra_unit: bool },
	/// What the other legs leave.
	Rest,
	/// A remainder that counts as the share which the others leave, rounded down like them.
	RestAsShare { extra_unit: bool },
}

impl Order<'_> {
	/// Divides what reached a group among its legs by the engine of the rule set, one decision each.
	/// They add up to `amount`.
	pub(crate) fn divide(&self, legs: &[Leg], amount: Amount) -> Result<Vec<Decision>, RuleError> {
		match self.rules.semantics {
			1 => semantics_1::divide(self, legs, amount),
			2 => semantics_2::divide(self, legs, amount),
			_ => Err(RuleError::UnknownSemantics),
		}
	}

	/// What the order brings as the input of this place.
	pub(crate) fn brought(&self, input: u8) -> Result<Amount, RuleError> {
		let found = self.inputs.iter().find(|(brought, _)| *brought == input);
		found.map(|(_, amount)| *amount).ok_or(RuleError::InputMissing)
	}
}

impl Decision {
	/// As the leg itself says.
	pub(crate) fn given(amount: Amount) -> Self {
		Self { amount, how: How::Given }
	}

	/// A share of `base`.
	pub(crate) fn share(base: Amount, quotient: Quotient) -> Self {
		Self { amount: quotient.rounded, how: How::Share { base, quotient, extra_unit: false } }
	}

	/// Lifted to the floor, then held to the cap.
	pub(crate) fn bounded(mut self, floor: Option<Amount>, cap: Option<Amount>) -> Self {
		self.amount =
			self.amount.max(floor.unwrap_or(Amount::ZERO)).min(cap.unwrap_or(Amount::MAX));
		self
	}

	/// Takes the decision off what is left of a group.
	pub(crate) fn taken_off(self, left: Amount) -> Result<Amount, RuleError> {
		left.checked_sub(self.amount).ok_or(RuleError::LegOverRest)
	}

	pub(crate) fn add_unit(&mut self) -> Result<(), RuleError> {
		self.amount = self.amount.checked_add(Amount(1)).ok_or(RuleError::Overflow)?;
		if let How::Share { extra_unit, .. } | How::RestAsShare { extra_unit } = &mut self.how {
			*extra_unit = true;
		}
		Ok(())
	}
}

/// Gives the remainder of a group, wherever it stands, what is left after all of its legs, and with it
/// the residue.
pub(crate) fn give_remainder(left: Amount, decisions: &mut [Decision]) -> Result<(), RuleError> {
	let owner = decisions.iter_mut().find(|decision| decision.how == How::Rest);
	owner.ok_or(RuleError::NoOwnerOfResidue)?.amount = left;
	Ok(())
}
