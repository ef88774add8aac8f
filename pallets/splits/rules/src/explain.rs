// SPDX-License-Identifier: Apache-2.0

use crate::{
	engine::{Decision, How, Order},
	leaves::next_leaf,
	semantics_2::tiers,
	shares::Quotient,
	Base, Leg, Part, Residue, Rounding, RuleError, Step, Take, Target, Tier, TierBy,
};
use alloc::{
	format,
	string::{String, ToString},
	vec::Vec,
};
use split_ledger_primitives::Amount;

impl Order<'_> {
	/// The parts of the order by a case, each with its reason in words.
	pub(crate) fn steps(&self, legs: &[Leg]) -> Result<Vec<Step>, RuleError> {
		self.ensure_inputs_fit(legs)?;
		let mut steps = Vec::new();
		Group { order: self, amount: self.amount, above: "" }.add_steps(legs, &mut steps)?;
		Ok(steps)
	}
}

/// A group that is being explained: what reached it, and the reason for that.
struct Group<'a> {
	order: &'a Order<'a>,
	amount: Amount,
	above: &'a str,
}

impl Group<'_> {
	fn add_steps(&self, legs: &[Leg], steps: &mut Vec<Step>) -> Result<(), RuleError> {
		let decisions = self.order.divide(legs, self.amount)?;
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
		match (&leg.take, decision.how) {
			(Take::Input(input), _) => {
				let name = self.order.rules.inputs.get(usize::from(*input));
				let name = name.map_or_else(|| format!("of place {input}"), Clone::clone);
				format!("the input {name} of {amount}")
			}
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
			(take, How::Share { base, quotient, extra_unit }) => {
				let unit = self.unit_reason(extra_unit);
				format!("{}{unit}", self.share_reason(take, base, quotient, amount))
			}
			// No engine decides otherwise on a share.
			(_, _) => String::new(),
		}
	}

	fn share_reason(
		&self,
		take: &Take,
		base: Amount,
		quotient: Quotient,
		amount: Amount,
	) -> String {
		let (rate, denominator, of, floor, cap) = match take {
			Take::Share { numerator, denominator, of, floor, cap } => {
				(share_text(*numerator, *denominator), *denominator, *of, *floor, *cap)
			}
			Take::Tiered { denominator, tiers, by, of, floor, cap } => {
				let rate = self.tiers_reason(tiers, *denominator, *by, base);
				(rate, *denominator, *of, *floor, *cap)
			}
			Take::Fixed(_) | Take::Input(_) | Take::Remainder => return String::new(),
		};
		let base = self.base_text(of, base);
		let Quotient { whole, part, rounded } = quotient;
		let exact = if part == 0 {
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
		format!("{rate} of the {base} is {exact}{bound}")
	}

	fn base_text(&self, of: Base, base: Amount) -> String {
		match of {
			Base::Gross => format!("gross of {base}"),
			Base::Rest => format!("rest of {base}"),
			Base::Net(_) => {
				let taken = self.amount.checked_sub(base).unwrap_or_default();
				format!("net of {base}, which is {} less {taken} of legs above,", self.amount)
			}
		}
	}

	/// The rate of the order's tier, or each rate with its slice.
	fn tiers_reason(&self, tiers: &[Tier], denominator: u32, by: TierBy, base: Amount) -> String {
		match by {
			TierBy::Whole => {
				let order = self.order.amount;
				let Some(Tier { from, numerator }) = tiers::tier_of(tiers, order) else {
					return String::new();
				};
				let rate = share_text(numerator, denominator);
				format!("{rate}, the rate of orders from {from} on like this one of {order},")
			}
			TierBy::Marginal => {
				let slices = tiers::slices(tiers, base).zip(tiers).enumerate();
				let taken =
					slices.filter(|(place, ((slice, _), _))| *place == 0 || !slice.is_zero());
				let texts: Vec<_> = taken
					.map(|(place, ((slice, numerator), _))| {
						let order = if place == 0 { "first" } else { "next" };
						format!("{} of the {order} {slice}", share_text(numerator, denominator))
					})
					.collect();
				texts.join(" and ")
			}
		}
	}

	fn rounding_text(&self, whole: Amount, rounded: Amount) -> &'static str {
		match (self.order.rules.rounding, rounded > whole) {
			(Rounding::Down, _) => "down",
			(Rounding::HalfUp, true) => "half-up, here up,",
			(Rounding::HalfUp, false) => "half-up, here down,",
			(Rounding::HalfEven, true) => "half-even, here up,",
			(Rounding::HalfEven, false) => "half-even, here down,",
		}
	}

	fn unit_reason(&self, extra_unit: bool) -> &'static str {
		match (extra_unit, self.order.rules.residue) {
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
