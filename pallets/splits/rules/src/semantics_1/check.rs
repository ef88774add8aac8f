// SPDX-License-Identifier: Apache-2.0

use super::divides_by_shares;
use crate::{
	exact::{gcd, ExactSum},
	Base, Case, Leg, Residue, Rounding, RuleError, RuleFault, RuleSet, Take, Target,
};
use alloc::{collections::BTreeSet, vec::Vec};
use core::cmp::Ordering;
use split_ledger_primitives::{
	limits::{DEPTH_MAX, INPUTS_MAX, LEGS_MAX, PARTIES_MAX},
	Purpose, Uncredited,
};

/// Refuses a rule set whose groups cannot divide every amount to the unit, that pays or takes what it
/// did not declare, or that sends what cannot be credited to a merchant who has no leg.
pub(crate) fn check(rules: &RuleSet) -> Result<(), RuleFault> {
	let mut slots = BTreeSet::new();
	let mut inputs = BTreeSet::new();
	for (number, case) in (1..=u8::MAX).zip(&rules.cases) {
		let mut walk = Walk::new(rules);
		walk.check_case(case).map_err(|error| RuleFault {
			error,
			case: Some(number),
			leg: walk.path.clone(),
		})?;
		slots.append(&mut walk.slots);
		inputs.append(&mut walk.inputs);
	}
	if slots.len() < rules.slots.len() {
		return Err(RuleError::UnusedSlot.into());
	}
	if inputs.len() < rules.inputs.len() {
		return Err(RuleError::UnusedInput.into());
	}
	Ok(())
}

/// A walk through the legs of one case. `path` says where it is, and stays where a check failed.
struct Walk<'a> {
	rules: &'a RuleSet,
	path: Vec<u8>,
	leaves: u32,
	pays_goods: bool,
	slots: BTreeSet<u8>,
	inputs: BTreeSet<u8>,
}

impl<'a> Walk<'a> {
	fn new(rules: &'a RuleSet) -> Self {
		let (slots, inputs) = (BTreeSet::new(), BTreeSet::new());
		Self { rules, path: Vec::new(), leaves: 0, pays_goods: false, slots, inputs }
	}

	fn check_case(&mut self, case: &Case) -> Result<(), RuleError> {
		self.check_group(&case.legs)?;
		if self.slots.len() > PARTIES_MAX as usize {
			return Err(RuleError::TooManyParties);
		}
		if self.inputs.len() > INPUTS_MAX as usize {
			return Err(RuleError::TooManyInputs);
		}
		if self.rules.uncredited == Uncredited::Merchant && !self.pays_goods {
			return Err(RuleError::NoLegOfGoods);
		}
		Ok(())
	}

	fn check_group(&mut self, legs: &[Leg]) -> Result<(), RuleError> {
		if legs.is_empty() {
			return Err(RuleError::EmptyGroup);
		}
		// The outermost group is 1 deep and has an empty path.
		if self.path.len() >= DEPTH_MAX as usize {
			return Err(RuleError::TooDeep);
		}
		let mut above_remainder = true;
		for (place, leg) in legs.iter().enumerate() {
			self.path.push(u8::try_from(place.saturating_add(1)).unwrap_or(u8::MAX));
			self.check_take(leg, above_remainder)?;
			above_remainder &= leg.take != Take::Remainder;
			self.check_target(leg)?;
			self.path.pop();
		}
		self.check_residue(legs)
	}

	fn check_take(&mut self, leg: &Leg, above_remainder: bool) -> Result<(), RuleError> {
		match leg.take {
			Take::Fixed(_) => Ok(()),
			Take::Input(input) if usize::from(input) >= self.rules.inputs.len() => {
				Err(RuleError::UnknownInput)
			}
			Take::Input(input) if !self.inputs.insert(input) => Err(RuleError::InputTakenTwice),
			Take::Input(_) => Ok(()),
			Take::Share { numerator, denominator, of, floor, cap } => {
				if of == Base::Rest && !above_remainder {
					return Err(RuleError::ShareOfRestBelowRemainder);
				}
				if floor.zip(cap).is_some_and(|(floor, cap)| floor > cap) {
					return Err(RuleError::FloorOverCap);
				}
				check_fraction(numerator, denominator)
			}
			Take::Remainder if !above_remainder => Err(RuleError::TwoRemainders),
			Take::Remainder => Ok(()),
		}
	}

	fn check_target(&mut self, leg: &Leg) -> Result<(), RuleError> {
		let (slot, purpose) = match &leg.target {
			Target::Split(legs) => return self.check_group(legs),
			Target::Slot { slot, purpose } => (*slot, purpose),
		};
		self.leaves = self.leaves.saturating_add(1);
		if self.leaves > LEGS_MAX {
			return Err(RuleError::TooManyLegs);
		}
		if usize::from(slot) >= self.rules.slots.len() {
			return Err(RuleError::UnknownSlot);
		}
		self.slots.insert(slot);
		self.pays_goods |= *purpose == Purpose::Goods;
		if purpose.is_for_legs() {
			Ok(())
		} else {
			Err(RuleError::PurposeNotForLegs)
		}
	}

	/// The shares of a group are the whole at most, and whatever its legs leave has an owner.
	fn check_residue(&self, legs: &[Leg]) -> Result<(), RuleError> {
		let sum = sum_of_gross_shares(legs).compare_with_one();
		if sum == Ordering::Greater {
			return Err(RuleError::SharesOverWhole);
		}
		let by_shares = divides_by_shares(self.rules.residue, legs);
		if by_shares && self.rules.rounding != Rounding::Down {
			return Err(RuleError::RoundingNotDown);
		}
		if legs.iter().any(|leg| leg.take == Take::Remainder) {
			return Ok(());
		}
		if by_shares && sum == Ordering::Equal {
			return Ok(());
		}
		// Under the other residues the bounds are what keeps the group from dividing by shares.
		if self.rules.residue != Residue::Remainder && legs.iter().any(is_bounded) {
			return Err(RuleError::BoundsWithoutRemainder);
		}
		Err(RuleError::NoOwnerOfResidue)
	}
}

fn check_fraction(numerator: u32, denominator: u32) -> Result<(), RuleError> {
	if numerator == 0 || denominator == 0 {
		return Err(RuleError::BadShare);
	}
	if numerator > denominator {
		return Err(RuleError::SharesOverWhole);
	}
	if gcd(numerator, denominator) > 1 {
		return Err(RuleError::UnreducedShare);
	}
	Ok(())
}

fn sum_of_gross_shares(legs: &[Leg]) -> ExactSum {
	let mut sum = ExactSum::zero();
	for leg in legs {
		if let Take::Share { numerator, denominator, of: Base::Gross, .. } = leg.take {
			sum.add(numerator, denominator);
		}
	}
	sum
}

fn is_bounded(leg: &Leg) -> bool {
	matches!(leg.take, Take::Share { floor: Some(_), .. } | Take::Share { cap: Some(_), .. })
}
