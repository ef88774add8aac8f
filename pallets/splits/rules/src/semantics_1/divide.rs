// SPDX-License-Identifier: Apache-2.0

use super::divides_by_shares;
use crate::{
	exact::{ExactSum, Gap},
	Base, Leg, Residue, Rounding, RuleError, RuleSet, Take,
};
use alloc::vec::Vec;
use core::cmp::Ordering;
use split_ledger_primitives::Amount;

/// What a leg gets, and how that came about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Decision {
	pub(super) amount: Amount,
	pub(super) how: How,
}

/// How the amount of a leg came about, as far as the leg itself does not say it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum How {
	/// A fixed amount or an input.
	Given,
	/// A share: the exact quotient is `whole + part / denominator`.
	Share { base: Amount, whole: Amount, part: u32, rounded: Amount, extra_unit: bool },
	/// What the other legs leave.
	Rest,
	/// A remainder that counts as the share which the others leave, rounded down like them.
	RestAsShare { extra_unit: bool },
}

/// Divides what reached a group among its legs, one decision each. They add up to `amount`.
pub(super) fn divide(
	rules: &RuleSet,
	legs: &[Leg],
	amount: Amount,
	inputs: &[(u8, Amount)],
) -> Result<Vec<Decision>, RuleError> {
	if divides_by_shares(rules.residue, legs) {
		divide_by_shares(rules.residue, legs, amount)
	} else {
		divide_in_order(rules.rounding, legs, amount, inputs)
	}
}

/// Each leg takes its part of the group or of what is left; the remainder, wherever it stands,
/// takes what is left after all of them, and with it the residue.
fn divide_in_order(
	rounding: Rounding,
	legs: &[Leg],
	amount: Amount,
	inputs: &[(u8, Amount)],
) -> Result<Vec<Decision>, RuleError> {
	let mut left = amount;
	let mut decisions = Vec::with_capacity(legs.len());
	for leg in legs {
		let decision = match leg.take {
			Take::Fixed(amount) => Decision { amount, how: How::Given },
			Take::Input(input) => Decision { amount: brought(inputs, input)?, how: How::Given },
			Take::Share { numerator, denominator, of, floor, cap } => {
				let base = if of == Base::Gross { amount } else { left };
				let share = share_of(base, numerator, denominator, rounding)?;
				share.bounded(floor, cap)
			}
			Take::Remainder => Decision { amount: Amount::ZERO, how: How::Rest },
		};
		left = left.checked_sub(decision.amount).ok_or(RuleError::LegOverRest)?;
		decisions.push(decision);
	}
	let owner = decisions.iter_mut().find(|decision| decision.how == How::Rest);
	owner.ok_or(RuleError::NoOwnerOfResidue)?.amount = left;
	Ok(decisions)
}

/// Each share is rounded down, a remainder being the share that the others leave; then the missing
/// units go out, one a leg.
fn divide_by_shares(
	residue: Residue,
	legs: &[Leg],
	amount: Amount,
) -> Result<Vec<Decision>, RuleError> {
	let mut fractions = ExactSum::zero();
	let mut decisions = Vec::with_capacity(legs.len());
	for leg in legs {
		decisions.push(match leg.take {
			Take::Share { numerator, denominator, .. } => {
				let share = share_of(amount, numerator, denominator, Rounding::Down)?;
				if let How::Share { part, .. } = share.how {
					fractions.add(part, denominator);
				}
				share
			}
			_ => Decision { amount: Amount::ZERO, how: How::RestAsShare { extra_unit: false } },
		});
	}
	// The exact shares add up to the amount, so the fractions of all legs, that of the remainder
	// included, add up to the missing units: the fractions of the others, rounded up.
	let units = fractions.ceiling();
	give_rest(amount, units, &mut decisions)?;
	let rest = fractions.gap(units);
	for place in receivers(residue, legs, &decisions, &rest).into_iter().take(units as usize) {
		decisions.get_mut(place).ok_or(RuleError::Overflow)?.add_unit()?;
	}
	Ok(decisions)
}

/// Gives the remainder, where there is one, its share rounded down.
fn give_rest(amount: Amount, units: u32, decisions: &mut [Decision]) -> Result<(), RuleError> {
	let given = Amount::checked_sum(decisions.iter().map(|decision| decision.amount));
	let rest = given
		.and_then(|given| amount.checked_sub(given))
		.and_then(|rest| rest.checked_sub(Amount(units.into())))
		.ok_or(RuleError::SharesOverWhole)?;
	let owner = decisions.iter_mut().find(|it| matches!(it.how, How::RestAsShare { .. }));
	match owner {
		Some(owner) => owner.amount = rest,
		None if rest.is_zero() => {}
		None => return Err(RuleError::NoOwnerOfResidue),
	}
	Ok(())
}

/// The places of the legs in the order in which units go to them.
fn receivers(residue: Residue, legs: &[Leg], decisions: &[Decision], rest: &Gap<'_>) -> Vec<usize> {
	let mut lost: Vec<(usize, Lost)> =
		legs.iter().zip(decisions).map(|(leg, it)| Lost::by(leg, it)).enumerate().collect();
	if residue == Residue::LargestRemainder {
		// A stable sort: the earlier leg first among equals.
		lost.sort_by(|(_, a), (_, b)| b.compare(a, rest));
	}
	lost.into_iter().map(|(place, _)| place).collect()
}

/// The fraction of a unit that rounding down took from a leg.
enum Lost {
	OfShare { part: u32, denominator: u32 },
	OfRest,
}

impl Lost {
	fn by(leg: &Leg, decision: &Decision) -> Self {
		match (leg.take, decision.how) {
			(Take::Share { denominator, .. }, How::Share { part, .. }) => {
				Self::OfShare { part, denominator }
			}
			_ => Self::OfRest,
		}
	}

	fn compare(&self, other: &Self, rest: &Gap<'_>) -> Ordering {
		match (self, other) {
			(
				Self::OfShare { part: a, denominator: of_a },
				Self::OfShare { part: b, denominator: of_b },
			) => {
				let cross = |x: &u32, y: &u32| u64::from(*x).saturating_mul((*y).into());
				cross(a, of_b).cmp(&cross(b, of_a))
			}
			(Self::OfRest, Self::OfShare { part, denominator }) => {
				rest.compare(*part, *denominator)
			}
			(Self::OfShare { part, denominator }, Self::OfRest) => {
				rest.compare(*part, *denominator).reverse()
			}
			(Self::OfRest, Self::OfRest) => Ordering::Equal,
		}
	}
}

impl Decision {
	/// Lifted to the floor, then held to the cap.
	fn bounded(mut self, floor: Option<Amount>, cap: Option<Amount>) -> Self {
		self.amount =
			self.amount.max(floor.unwrap_or(Amount::ZERO)).min(cap.unwrap_or(Amount::MAX));
		self
	}

	fn add_unit(&mut self) -> Result<(), RuleError> {
		self.amount = self.amount.checked_add(Amount(1)).ok_or(RuleError::Overflow)?;
		if let How::Share { extra_unit, .. } | How::RestAsShare { extra_unit } = &mut self.how {
			*extra_unit = true;
		}
		Ok(())
	}
}

/// `base * numerator / denominator`, rounded. 64 bits times 32 bits never leave 128.
fn share_of(
	base: Amount,
	numerator: u32,
	denominator: u32,
	rounding: Rounding,
) -> Result<Decision, RuleError> {
	let product = base.total().checked_mul(numerator.into()).ok_or(RuleError::Overflow)?;
	let whole = product.checked_div(denominator.into()).ok_or(RuleError::BadShare)?;
	let whole = Amount(u64::try_from(whole).map_err(|_| RuleError::SharesOverWhole)?);
	let part = product.checked_rem(denominator.into()).ok_or(RuleError::BadShare)?;
	let part = u32::try_from(part).map_err(|_| RuleError::Overflow)?;

	let half = u64::from(part).saturating_mul(2).cmp(&denominator.into());
	let is_even = whole.0.is_multiple_of(2);
	let goes_up = match (rounding, half) {
		(Rounding::Down, _) | (_, Ordering::Less) => false,
		(Rounding::HalfEven, Ordering::Equal) => !is_even,
		(Rounding::HalfUp, Ordering::Equal) | (_, Ordering::Greater) => true,
	};
	let rounded = whole.checked_add(Amount(goes_up.into())).ok_or(RuleError::Overflow)?;
	let how = How::Share { base, whole, part, rounded, extra_unit: false };
	Ok(Decision { amount: rounded, how })
}

fn brought(inputs: &[(u8, Amount)], input: u8) -> Result<Amount, RuleError> {
	let found = inputs.iter().find(|(brought, _)| *brought == input);
	found.map(|(_, amount)| *amount).ok_or(RuleError::InputMissing)
}
