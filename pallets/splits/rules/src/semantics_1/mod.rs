// SPDX-License-Identifier: Apache-2.0

//! The engine of semantics 1. What it answers never changes: `tests/golden/semantics_1.txt`.

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

/// Each leg takes its part of the group or of what is left; the remainder, wherever it stands,
/// takes what is left after all of them, and with it the residue.
fn divide_in_order(
	order: &Order<'_>,
	legs: &[Leg],
	amount: Amount,
) -> Result<Vec<Decision>, RuleError> {
	let mut left = amount;
	let mut decisions = Vec::with_capacity(legs.len());
	for leg in legs {
		let decision = match &leg.take {
			Take::Fixed(amount) => Decision::given(*amount),
			Take::Input(input) => Decision::given(order.brought(*input)?),
			Take::Share { numerator, denominator, of, floor, cap } => {
				let base = match of {
					Base::Gross => amount,
					Base::Rest => left,
					Base::Net(_) => return Err(RuleError::NeedsSemantics2),
				};
				let rounding = order.rules.rounding;
				let quotient = shares::share_of(base, *numerator, *denominator, rounding)?;
				Decision::share(base, quotient).bounded(*floor, *cap)
			}
			Take::Remainder => Decision { amount: Amount::ZERO, how: How::Rest },
			Take::Tiered { .. } => return Err(RuleError::NeedsSemantics2),
		};
		left = decision.taken_off(left)?;
		decisions.push(decision);
	}
	give_remainder(left, &mut decisions)?;
	Ok(decisions)
}
