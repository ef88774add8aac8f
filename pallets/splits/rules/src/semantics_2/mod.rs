// SPDX-License-Identifier: Apache-2.0

//! The engine of semantics 2: what semantics 1 says, and shares of net and by tiers. What it answers
//! never changes: `tests/golden/semantics_2.txt`.

pub(crate) mod tiers;

use crate::{
	engine::{give_remainder, Decision, How, Order},
	shares, Base, Leg, RuleError, Take,
};
use alloc::vec::Vec;
use split_ledger_primitives::Amount;

/// Divides what reached a group among its legs.
pub(crate) fn divide(
	order: &Order<'_>,
	legs: &[Leg],
	amount: Amount,
) -> Result<Vec<Decision>, RuleError> {
	if shares::is_share_group(order.rules.residue, legs) {
		shares::divide(order.rules.residue, legs, amount)
	} else {
		divide_in_order(order, legs, amount)
	}
}

/// Each leg takes its part of the group, of what is left, or of what some legs above it leave; the
/// remainder, wherever it stands, takes what is left after all of them, and with it the residue.
fn divide_in_order(
	order: &Order<'_>,
	legs: &[Leg],
	amount: Amount,
) -> Result<Vec<Decision>, RuleError> {
	let mut group = Group { amount, left: amount, decisions: Vec::with_capacity(legs.len()) };
	for leg in legs {
		let decision = group.decide(order, &leg.take)?;
		group.left = decision.taken_off(group.left)?;
		group.decisions.push(decision);
	}
	give_remainder(group.left, &mut group.decisions)?;
	Ok(group.decisions)
}

/// A group while it is divided.
struct Group {
	amount: Amount,
	left: Amount,
	decisions: Vec<Decision>,
}

impl Group {
	fn decide(&self, order: &Order<'_>, take: &Take) -> Result<Decision, RuleError> {
		let rounding = order.rules.rounding;
		Ok(match take {
			Take::Fixed(amount) => Decision::given(*amount),
			Take::Input(input) => Decision::given(order.brought(*input)?),
			Take::Share { numerator, denominator, of, floor, cap } => {
				let base = self.base(*of)?;
				let quotient = shares::share_of(base, *numerator, *denominator, rounding)?;
				Decision::share(base, quotient).bounded(*floor, *cap)
			}
			Take::Remainder => Decision { amount: Amount::ZERO, how: How::Rest },
			Take::Tiered { denominator, tiers, by, of, floor, cap } => {
				let base = self.base(*of)?;
				let product = tiers::product(tiers, *by, base, order.amount)?;
				let quotient = shares::quotient_of(product, *denominator, rounding)?;
				Decision::share(base, quotient).bounded(*floor, *cap)
			}
		})
	}

	fn base(&self, of: Base) -> Result<Amount, RuleError> {
		match of {
			Base::Gross => Ok(self.amount),
			Base::Rest => Ok(self.left),
			Base::Net(places) => {
				let named =
					self.decisions.iter().enumerate().filter(|(place, _)| places.has(*place));
				// All legs above together took no more than there was.
				let taken = Amount::checked_sum(named.map(|(_, decision)| decision.amount));
				taken.and_then(|taken| self.amount.checked_sub(taken)).ok_or(RuleError::Overflow)
			}
		}
	}
}
