// SPDX-License-Identifier: Apache-2.0

//! Takes a fault out of a rule set, so that the engine, which stops at the first, finds the next.
//! What is mended is judged and thrown away, never used.

use split_ledger_primitives::{limits::CASES_MAX, Amount, Moment, Purpose};
use split_rules::{
	Condition, Leg, Rounding, RuleError, RuleFault, RuleSet, Take, Target, NAME_BYTES_MAX,
};

/// What stands in for a take that was wrong.
const NOTHING: Take = Take::Fixed(Amount::ZERO);

/// Mends a fault; whether there is any use in asking the engine again.
pub(super) fn mend(rules: &mut RuleSet, fault: &RuleFault) -> bool {
	let Some(number) = fault.case else { return mend_whole(rules, fault.error) };
	let Some(case) = rules.cases.get_mut(usize::from(number).wrapping_sub(1)) else { return false };
	match fault.error {
		RuleError::LastCaseConditional => case.when = Condition::default(),
		// Any condition that is one.
		RuleError::CaseUnreachable => case.when.amount_from = Some(Amount(1)),
		RuleError::EmptyRange => {
			(case.when.amount_from, case.when.amount_below) = (None, Some(Amount::MAX))
		}
		RuleError::EmptyWindow => {
			(case.when.time_from, case.when.time_before) = (None, Some(Moment(u64::MAX)));
		}
		RuleError::RoundingNotDown => rules.rounding = Rounding::Down,
		RuleError::NoLegOfGoods | RuleError::RefundWithoutGoods => {
			case.legs.push(goods(NOTHING));
		}
		RuleError::TooManyLegs | RuleError::TooManyParties | RuleError::TooManyInputs => {
			case.legs = vec![goods(Take::Remainder)];
		}
		error => return mend_group(&mut case.legs, &fault.leg, error),
	}
	true
}

fn mend_whole(rules: &mut RuleSet, error: RuleError) -> bool {
	match error {
		RuleError::BadName => mend_names(rules),
		RuleError::TooManyCases => {
			let last = rules.cases.pop();
			rules.cases.truncate(CASES_MAX as usize - 1);
			rules.cases.extend(last);
		}
		_ => return false,
	}
	true
}

fn mend_names(rules: &mut RuleSet) {
	let is_bad = |name: &str| !(1..=NAME_BYTES_MAX).contains(&name.len());
	if is_bad(&rules.name) {
		"mended".clone_into(&mut rules.name);
	}
	let lists = [
		&mut rules.slots,
		&mut rules.inputs,
		&mut rules.channels,
		&mut rules.categories,
		&mut rules.promotions,
		&mut rules.member_tiers,
	];
	for list in lists {
		for (place, name) in list.iter_mut().enumerate() {
			if is_bad(name) {
				// No file has a name with a line end at its end.
				*name = format!("mended {place}\n");
			}
		}
	}
}

/// Mends a group, or a leg of it, which `path` leads to.
fn mend_group(legs: &mut Vec<Leg>, path: &[u8], error: RuleError) -> bool {
	let Some((place, below)) = path.split_first() else { return mend_whole_group(legs, error) };
	let Some(leg) = legs.get_mut(usize::from(*place).wrapping_sub(1)) else { return false };
	match (&mut leg.target, below) {
		(Target::Split(inner), below) if !below.is_empty() => mend_group(inner, below, error),
		(Target::Split(inner), _) if is_of_group(error, &leg.take) => {
			if error == RuleError::TooDeep {
				leg.target = goods(NOTHING).target;
				return true;
			}
			mend_whole_group(inner, error)
		}
		_ => {
			mend_leg(leg, error);
			give_to_remainder(legs);
			true
		}
	}
}

/// Whether a fault at a leg that is split is one of the split: the engine names both by the leg.
pub(super) fn is_of_group(error: RuleError, take: &Take) -> bool {
	match error {
		RuleError::EmptyGroup
		| RuleError::TooDeep
		| RuleError::NoOwnerOfResidue
		| RuleError::BoundsWithoutRemainder
		| RuleError::RoundingNotDown => true,
		RuleError::SharesOverWhole => !is_over_whole(take),
		_ => false,
	}
}

/// Whether a share alone is more than the whole.
pub(super) fn is_over_whole(take: &Take) -> bool {
	match take {
		Take::Share { numerator, denominator, .. } => numerator > denominator,
		Take::Tiered { denominator, tiers, .. } => {
			tiers.iter().any(|tier| tier.numerator > *denominator)
		}
		Take::Fixed(_) | Take::Input(_) | Take::Remainder => false,
	}
}

fn mend_whole_group(legs: &mut Vec<Leg>, error: RuleError) -> bool {
	if error == RuleError::SharesOverWhole {
		let shares = legs
			.iter_mut()
			.filter(|leg| matches!(leg.take, Take::Share { .. } | Take::Tiered { .. }));
		shares.for_each(|leg| leg.take = NOTHING);
	}
	give_to_remainder(legs);
	true
}

fn mend_leg(leg: &mut Leg, error: RuleError) {
	match (error, &mut leg.take) {
		(RuleError::FloorOverCap, Take::Share { floor, .. }) => *floor = None,
		(_, take) => *take = NOTHING,
	}
}

/// So that what the mending changed is nobody's fault.
fn give_to_remainder(legs: &mut Vec<Leg>) {
	if legs.iter().all(|leg| leg.take != Take::Remainder) {
		legs.push(goods(Take::Remainder));
	}
}

fn goods(take: Take) -> Leg {
	Leg { take, target: Target::Slot { slot: 0, purpose: Purpose::Goods } }
}
