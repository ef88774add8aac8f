// SPDX-License-Identifier: Apache-2.0

use super::{
	divide::{divide, Decision, How},
	ensure_inputs_fit, next_leaf,
};
use crate::{Base, Case, Leg, Part, Residue, Rounding, RuleError, RuleSet, Step, Take, Target};
use alloc::{
	format,
	string::{String, ToString},
	vec::Vec,
};
use split_ledger_primitives::Amount;

/// The parts of `amount` by a case, each with its reason in words.
pub(crate) fn explain(
	rules: &RuleSet,
	case: &Case,
	amount: Amount,
	inputs: &[(u8, Amount)],
) -> Result<Vec<Step>, RuleError> {
	ensure_inputs_fit(&case.legs, inputs)?;
	let mut steps = Vec::new();
	Group { rules, inputs, amount, above: "" }.add_steps(&case.legs, &mut steps)?;
	Ok(steps)
}

/// A group that is being explained: what reached it, and the reason for that.
struct Group<'a> {
	rules: &'a RuleSet,
	inputs: &'a [(u8, Amount)],
	amount: Amount,
	above: &'a str,
}

impl Group<'_> {
	fn add_steps(&self, legs: &[Leg], steps: &mut Vec<Step>) -> Result<(), RuleError> {
		let decisions = divide(self.rules, legs, self.amount, self.inputs)?;
		for (leg, decision) in legs.iter().zip(decisions) {
			let because = format!("{}{}", self.above, self.reason(leg, &decision));
			match &leg.target {
				Target::Slot { slot, purpose } => {
					let (slot, purpose, amount) = (*slot, *purpose, decision.amount);
					let part = Part { leg: next_leaf(steps.len())?, slot, amount, purpose };
					steps.push(Step { part, because });
				}
				Target::Split(legs) => {
					let above = format!("{because}; of these {}: ", decision.amount);
					Group { amount: decision.amount, above: &above, ..*self }
						.add_steps(legs, steps)?;
				}
			}
		}
		Ok(())
	}

	fn reason(&self, leg: &Leg, decision: &Decision) -> String {
		let amount = decision.amount;
		match (leg.take, decision.how) {
			(Take::Input(input), _) => {
				let name = self.rules.inputs.get(usize::from(input)).map_or("?", |name| name);
				format!("the input {name} of {amount}")
			}
			(Take::Share { .. }, how) => self.share_reason(&leg.take, how, amount),
			(Take::Remainder, How::RestAsShare { extra_unit }) => {
				let taken = self.unit_reason(extra_unit);
				format!(
					"the share of {} that the other legs leave, rounded down{taken}",
					self.amount
				)
			}
			(Take::Remainder, _) => {
				let others = self.amount.checked_sub(amount).unwrap_or_default();
				format!("the remainder: {} less {others} of the other legs", self.amount)
			}
			(Take::Fixed(_), _) => format!("fixed at {amount}"),
		}
	}

	fn share_reason(&self, take: &Take, how: How, amount: Amount) -> String {
		let Take::Share { numerator, denominator, of, floor, cap } = *take else {
			return String::new();
		};
		let How::Share { base, whole, part, rounded, extra_unit } = how else {
			return String::new();
		};
		let share = share_text(numerator, denominator);
		let base_name = match of {
			Base::Gross => "gross",
			Base::Rest => "rest",
		};
		let quotient = if part == 0 {
			format!("{whole} exactly")
		} else {
			let direction = self.rounding_text(whole, rounded);
			format!("{whole} and {part}/{denominator}, rounded {direction} to {rounded}")
		};
		let bound = match (floor, cap) {
			(Some(floor), _) if rounded < floor && amount == floor => {
				format!(", lifted to the floor of {floor}")
			}
			(_, Some(cap)) if rounded > cap => format!(", held to the cap of {cap}"),
			_ => String::new(),
		};
		let unit = self.unit_reason(extra_unit);
		format!("{share} of the {base_name} of {base} is {quotient}{bound}{unit}")
	}

	fn rounding_text(&self, whole: Amount, rounded: Amount) -> &'static str {
		match (self.rules.rounding, rounded > whole) {
			(Rounding::Down, _) => "down",
			(Rounding::HalfUp, true) => "half-up, here up,",
			(Rounding::HalfUp, false) => "half-up, here down,",
			(Rounding::HalfEven, true) => "half-even, here up,",
			(Rounding::HalfEven, false) => "half-even, here down,",
		}
	}

	fn unit_reason(&self, extra_unit: bool) -> &'static str {
		match (extra_unit, self.rules.residue) {
			(false, _) => "",
			(true, Residue::LargestRemainder) => {
				", plus one unit that rounding left, for one of the largest fractions"
			}
			(true, _) => ", plus one unit that rounding left, for one of the first legs",
		}
	}
}

/// A share as people write it: a percentage where that ends, else the fraction.
fn share_text(numerator: u32, denominator: u32) -> String {
	percentage(numerator, denominator).unwrap_or_else(|| format!("{numerator}/{denominator}"))
}

/// Long division, up to 32 places: that is where every 32-bit denominator that ends has ended.
fn percentage(numerator: u32, denominator: u32) -> Option<String> {
	let hundredfold = u64::from(numerator).checked_mul(100)?;
	let mut text = hundredfold.checked_div(denominator.into())?.to_string();
	let mut rest = hundredfold.checked_rem(denominator.into())?;
	if rest != 0 {
		text.push('.');
	}
	for _ in 0..32 {
		if rest == 0 {
			text.push('%');
			return Some(text);
		}
		let tenfold = rest.checked_mul(10)?;
		text.push_str(&tenfold.checked_div(denominator.into())?.to_string());
		rest = tenfold.checked_rem(denominator.into())?;
	}
	None
}
