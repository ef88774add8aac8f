// SPDX-License-Identifier: Apache-2.0

use crate::Customer;
use split_ledger_primitives::{Advancer, Currency, Purpose, RefundPolicy, RefundTerms, Uncredited};
use split_rules::{
	Base, Case, Condition, Leg, Residue, Rounding, RuleSet, Take, Target, SEMANTICS,
};

/// Who gets what, and what for.
pub type Part<'a> = (&'a Customer, Take, Purpose);

/// So many percent of the whole.
pub fn share(percent: u32) -> Take {
	let common = (1..=percent)
		.rev()
		.find(|by| percent.is_multiple_of(*by) && 100u32.is_multiple_of(*by))
		.unwrap_or(1);
	Take::Share {
		numerator: percent / common,
		denominator: 100 / common,
		of: Base::Gross,
		floor: None,
		cap: None,
	}
}

/// What the others leave.
pub fn rest() -> Take {
	Take::Remainder
}

/// How a refund is divided, and who advances what a receiver cannot give back (R2, R3).
pub fn refunded_by(policy: RefundPolicy, advancers: &[Advancer]) -> RefundTerms {
	let advancers = advancers.to_vec().try_into().expect("each once");
	RefundTerms { policy, advancers, ..RefundTerms::default() }
}

/// A rule set of one case with one group: part after part, a slot each.
pub fn rule_set(currency: Currency, parts: &[Part<'_>]) -> RuleSet {
	let leg = |(slot, part): (u8, &Part<'_>)| {
		let (_, take, purpose) = part.clone();
		Leg { take, target: Target::Slot { slot, purpose } }
	};
	RuleSet {
		semantics: SEMANTICS,
		name: "story".into(),
		currency,
		rounding: Rounding::Down,
		residue: Residue::Remainder,
		uncredited: Uncredited::Park,
		refund: RefundTerms::default(),
		slots: (0..parts.len()).map(|slot| format!("slot {slot}")).collect(),
		inputs: vec![],
		channels: vec![],
		categories: vec![],
		promotions: vec![],
		member_tiers: vec![],
		cases: vec![Case { when: Condition::default(), legs: (0..).zip(parts).map(leg).collect() }],
	}
}
