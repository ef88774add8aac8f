// SPDX-License-Identifier: Apache-2.0

//! What a case makes of small and large orders: which of them it refuses, and why. Found by trying,
//! with inputs of zero, so that it is the engine that says it.

use split_ledger_primitives::{limits::SHARE_CAP_PPM, Amount};
use split_rules::{Case, Condition, Leg, RuleError, RuleSet, Take, Target, ValidRuleSet};

/// Larger than any order that is tried: no order of a shop is.
const LARGE: u64 = 1 << 50;
/// The whole, in millionths.
const WHOLE_PPM: u128 = 1_000_000;

/// What becomes of an order of one amount.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tried {
	/// It is divided, and fees and commissions take this much.
	Divided(Amount),
	/// A leg is larger than what is left.
	TooSmall,
	/// Fees and commissions take this much, more than everybody's share cap allows (P6).
	OverCap(Amount),
}

impl Tried {
	fn is_divided(self) -> bool {
		matches!(self, Self::Divided(_))
	}
}

/// A case, to try amounts with.
pub(super) struct Trial<'a> {
	rules: &'a ValidRuleSet,
	number: u8,
	inputs: Vec<(u8, Amount)>,
	/// The amounts that the case is for: from the first, below the second.
	amounts: (u64, u64),
}

impl<'a> Trial<'a> {
	pub(super) fn of(rules: &'a ValidRuleSet, number: u8, case: &Case) -> Self {
		let mut inputs = inputs_of(&case.legs);
		inputs.sort();
		let Condition { amount_from, amount_below, .. } = case.when;
		let from = amount_from.map_or(1, |from| from.0.max(1));
		Self { rules, number, inputs, amounts: (from, amount_below.map_or(LARGE, |it| it.0)) }
	}

	/// What becomes of an order of this amount.
	pub(super) fn of_amount(&self, amount: Amount) -> Option<Tried> {
		let chosen = self.rules.chosen_case(self.number, amount).ok()?;
		let legs = match chosen.allocate(&self.inputs) {
			Ok(allocation) => allocation.legs,
			Err(RuleError::LegOverRest) => return Some(Tried::TooSmall),
			Err(_) => return None,
		};
		let fees = legs.iter().filter(|leg| leg.purpose.counts_to_share_cap());
		let fees = Amount::checked_sum(fees.map(|leg| leg.amount))?;
		let most = amount.total() * u128::from(SHARE_CAP_PPM) / WHOLE_PPM;
		Some(if fees.total() > most { Tried::OverCap(fees) } else { Tried::Divided(fees) })
	}

	/// The smallest order of the case, and what becomes of it.
	pub(super) fn smallest(&self) -> Option<(Amount, Tried)> {
		let smallest = Amount(self.amounts.0);
		Some((smallest, self.of_amount(smallest)?))
	}

	/// The least amount from which on orders of the case are divided; none where its largest ones are
	/// not. What lies between is taken to be divided: a leg that a share outgrows, it outgrows for good.
	pub(super) fn divided_from(&self) -> Option<Amount> {
		let (mut refused, end) = self.amounts;
		let mut divided = end.checked_sub(1)?;
		if !self.of_amount(Amount(divided))?.is_divided() {
			return None;
		}
		while refused < divided {
			let middle = refused + (divided - refused) / 2;
			if self.of_amount(Amount(middle))?.is_divided() {
				divided = middle;
			} else {
				refused = middle + 1;
			}
		}
		Some(Amount(divided))
	}
}

/// Nothing of each input that these legs take.
fn inputs_of(legs: &[Leg]) -> Vec<(u8, Amount)> {
	let mut inputs = Vec::new();
	for leg in legs {
		if let Take::Input(input) = leg.take {
			inputs.push((input, Amount::ZERO));
		}
		if let Target::Split(legs) = &leg.target {
			inputs.extend(inputs_of(legs));
		}
	}
	inputs
}

/// The rule set with a case for every order: to ask what its shares bound.
pub(super) fn alone(rules: &RuleSet, case: &Case) -> ValidRuleSet {
	let case = Case { when: Condition::default(), legs: case.legs.clone() };
	ValidRuleSet::trust(RuleSet { cases: vec![case], ..rules.clone() })
}
