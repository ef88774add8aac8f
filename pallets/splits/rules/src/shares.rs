// SPDX-License-Identifier: Apache-2.0

//! Groups of shares and quotients: what all semantics have in common. `tests/golden` holds it fast.

use crate::{
	engine::{Decision, How},
	exact::{ExactSum, Gap},
	Base, Leg, Residue, Rounding, RuleError, Take,
};
use alloc::vec::Vec;
use core::cmp::Ordering;
use split_ledger_primitives::{Amount, Total};

/// A share before and after rounding: exactly `whole + part / denominator`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Quotient {
	pub(crate) whole: Amount,
	pub(crate) part: u32,
	pub(crate) rounded: Amount,
}

/// Whether the residue of the rule set acts in a group, which makes it a share group: one made of
/// shares of gross, without floor or cap, and at most a remainder. Every other group gives its residue
/// to its remainder.
pub(crate) fn is_share_group(residue: Residue, legs: &[Leg]) -> bool {
	let is_share =
		|leg: &Leg| matches!(leg.take, Take::Share { of: Base::Gross, floor: None, cap: None, .. });
	residue != Residue::Remainder
		&& legs.iter().any(is_share)
		&& legs.iter().all(|leg| is_share(leg) || leg.take == Take::Remainder)
}

/// Each share is rounded down, a remainder being the share that the others leave; then the missing
/// units go out, one a leg.
pub(crate) fn divide(
	residue: Residue,
	legs: &[Leg],
	amount: Amount,
) -> Result<Vec<Decision>, RuleError> {
	let mut fractions = ExactSum::zero();
	let mut decisions = Vec::with_capacity(legs.len());
	for leg in legs {
		decisions.push(match leg.take {
			Take::Share { numerator, denominator, .. } => {
				let quotient = share_of(amount, numerator, denominator, Rounding::Down)?;
				fractions.add(quotient.part, denominator);
				Decision::share(amount, quotient)
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
		match (&leg.take, decision.how) {
			(Take::Share { denominator, .. }, How::Share { quotient, .. }) => {
				Self::OfShare { part: quotient.part, denominator: *denominator }
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

/// `base * numerator / denominator`, rounded. 64 bits times 32 bits never leave 128.
pub(crate) fn share_of(
	base: Amount,
	numerator: u32,
	denominator: u32,
	rounding: Rounding,
) -> Result<Quotient, RuleError> {
	let product = base.total().checked_mul(numerator.into()).ok_or(RuleError::Overflow)?;
	quotient_of(product, denominator, rounding)
}

/// `product / denominator`, rounded once.
pub(crate) fn quotient_of(
	product: Total,
	denominator: u32,
	rounding: Rounding,
) -> Result<Quotient, RuleError> {
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
	Ok(Quotient { whole, part, rounded })
}
