// SPDX-License-Identifier: Apache-2.0

use super::{
	faults::all_of,
	fees::{alone, Trial, Tried},
	names::looks_like_slip,
	reach::covering,
	reader::{Draft, Place},
	Finding,
};
use crate::bundle::shares;
use split_ledger_primitives::{
	limits::{PROMOTER_LEVELS, SHARE_CAP_PPM},
	Amount, Purpose,
};
use split_rules::{Case, Leg, Take, Target, ValidRuleSet};
use std::collections::BTreeSet;

/// What is odd about a rule set that is valid.
pub(super) fn of(rules: &ValidRuleSet, draft: &Draft) -> Vec<Finding> {
	let cases: Vec<(u8, &Case, &Place)> = (1..=u8::MAX)
		.zip(rules.rule_set().cases.iter().zip(&draft.place.inner))
		.map(|(number, (case, place))| (number, case, place))
		.collect();
	let mut findings = slips(draft);
	let mut reached = BTreeSet::new();
	let mut never = Vec::new();
	for (number, case, place) in &cases {
		let above: Vec<_> =
			cases.iter().take(usize::from(*number) - 1).map(|it| &it.1.when).collect();
		match covering(&case.when, &above) {
			Some(takers) => {
				let takers: Vec<_> = takers.iter().filter_map(|at| cases.get(*at)).collect();
				findings.push(never_matches(place, &takers));
				never.push((case, place));
			}
			None => {
				reached.extend(slots_of(&case.legs));
				findings.extend(refused_orders(rules, *number, case, place, draft));
				findings.extend(fees_over_cap(rules, case, place));
				findings.extend(many_promoters(rules, case, place));
			}
		}
	}
	for (case, place) in never {
		for (leg, place) in all_of(&case.legs, place) {
			let Target::Slot { slot, .. } = leg.target else { continue };
			if reached.insert(slot) {
				let name = rules.rule_set().slots.get(usize::from(slot));
				findings.push(Finding::warning(
					"unused-party",
					place.at(&["to"]),
					format!("no order pays `{}`", name.map_or("", String::as_str)),
					"only cases that never match do",
				));
			}
		}
	}
	findings
}

/// Names that are one letter from another.
fn slips(draft: &Draft) -> Vec<Finding> {
	let set = &draft.rules;
	let lists = [
		&set.slots,
		&set.inputs,
		&set.channels,
		&set.categories,
		&set.promotions,
		&set.member_tiers,
	];
	let mut findings = Vec::new();
	for list in lists {
		for (place, name) in list.iter().enumerate() {
			let earlier = list.iter().take(place).find(|earlier| looks_like_slip(earlier, name));
			let Some(earlier) = earlier else { continue };
			let at = |name: &String| {
				let found = draft.names.iter().find(|(known, _)| known == name);
				found.map_or_else(|| draft.place.at(&["name"]), |(_, place)| place.clone())
			};
			let warning = Finding::warning(
				"similar-names",
				at(name),
				format!("`{name}` and `{earlier}` are two names"),
				"one letter from another name",
			);
			let warning = warning.also(at(earlier), "the other");
			findings.push(warning.help(format!("write `{earlier}` if that was meant")));
		}
	}
	findings
}

fn never_matches(place: &Place, takers: &[&(u8, &Case, &Place)]) -> Finding {
	let numbers: Vec<String> = takers.iter().map(|(number, ..)| number.to_string()).collect();
	let by = match numbers.as_slice() {
		[one] => format!("case {one} takes"),
		several => format!("cases {} together take", several.join(", ")),
	};
	let warning = Finding::warning(
		"never-matches",
		place.at(&["when"]),
		"a case that no order reaches",
		format!("{by} every order of this"),
	);
	let warning = takers
		.iter()
		.fold(warning, |warning, (_, _, place)| warning.also(place.at(&["when"]), "above it"));
	warning.help("move it up, or leave it out")
}

/// Small orders that the case refuses, and from which amount on it does not.
fn refused_orders(
	rules: &ValidRuleSet,
	number: u8,
	case: &Case,
	place: &Place,
	draft: &Draft,
) -> Option<Finding> {
	let trial = Trial::of(rules, number, case);
	let (smallest, tried) = trial.smallest()?;
	if matches!(tried, Tried::Divided(_)) {
		return None;
	}
	let from = trial.divided_from()?;
	let format = |amount: Amount| draft.unit.format(amount);
	// The largest order that is refused tells the reason that most orders meet.
	let example = Amount(from.0.checked_sub(1)?.max(smallest.0));
	let reason = match trial.of_amount(example)? {
		Tried::TooSmall => format!("the legs take more than {}", format(example)),
		Tried::OverCap(fees) => {
			format!("of {} fees would take {}, over 30% (P6)", format(example), format(fees))
		}
		Tried::Divided(_) => return None,
	};
	// Without a bound it is rounding that refuses, of a few units at most.
	let bound = all_of(&case.legs, place).into_iter().find_map(bound_of)?;
	let code = "small-orders-refused";
	let message = format!("orders below {} of this case are refused", format(from));
	let help = format!(
		"write when = {{ amount = {{ from = \"{}\" }} }}, with a case below for smaller orders",
		format(from)
	);
	Some(Finding::warning(code, bound, message, reason).help(help))
}

/// What keeps a leg from growing with the order.
fn bound_of((leg, place): (&Leg, &Place)) -> Option<std::ops::Range<usize>> {
	match &leg.take {
		Take::Fixed(_) => Some(place.at(&["take"])),
		Take::Share { floor: Some(_), .. } | Take::Tiered { floor: Some(_), .. } => {
			Some(place.at(&["floor"]))
		}
		_ => None,
	}
}

/// Fees and commissions that may take more than everybody's share cap allows.
fn fees_over_cap(rules: &ValidRuleSet, case: &Case, place: &Place) -> Option<Finding> {
	let legs = all_of(&case.legs, place);
	let capped = |(leg, _): &&(&Leg, &Place)| matches!(leg.target, Target::Slot { purpose, .. } if purpose.counts_to_share_cap());
	let mut fees = legs.iter().filter(capped);
	let (_, first) = fees.next()?;
	let ceiling = alone(rules.rule_set(), case).fee_share_ceiling();
	let ceiling = ceiling.or_else(|| as_bounded_by_groups(rules, case));
	let code = "fees-over-cap";
	let warning = match ceiling {
		Some(ppm) if ppm <= SHARE_CAP_PPM => return None,
		Some(ppm) => {
			let share = shares::text(ppm.into(), 1_000_000);
			let message = format!("fees and commissions may take {share} of an order");
			Finding::warning(
				code,
				first.at(&["take"]),
				message,
				"over the 30% of P6 with the others",
			)
			.help("orders over it are refused, unless the merchant's bank set another cap")
		}
		None => {
			let open = legs.iter().filter(capped).find(|(leg, _)| is_unbounded(&leg.take))?;
			let message = "fees that grow without the order";
			let label = "an input bounds it only by what the order brings";
			Finding::warning(code, open.1.at(&["take"]), message, label)
				.help("orders in which fees and commissions pass 30% are refused (P6)")
		}
	};
	Some(fees.fold(warning, |warning, (_, place)| warning.also(place.at(&["take"]), "with this")))
}

/// More commissions than promoters may get one of an order, where each slot is somebody else.
fn many_promoters(rules: &ValidRuleSet, case: &Case, place: &Place) -> Option<Finding> {
	let slots = &rules.rule_set().slots;
	let mut seen = BTreeSet::new();
	let legs = all_of(&case.legs, place);
	let earners: Vec<_> = legs
		.iter()
		.filter(|(leg, _)| match leg.target {
			Target::Slot { slot, purpose: Purpose::Commission } => {
				let is_platform = slots.get(usize::from(slot)).is_some_and(|it| it == "platform");
				!is_platform && seen.insert(slot)
			}
			_ => false,
		})
		.collect();
	let (_, first_over) = earners.get(usize::from(PROMOTER_LEVELS))?;
	let warning = Finding::warning(
		"many-promoters",
		first_over.at(&["to"]),
		format!("{} promoters earn a commission of one order", earners.len()),
		format!("one after {PROMOTER_LEVELS} others"),
	);
	Some(warning.help("the order is refused, unless the merchant's bank set more levels (P6)"))
}

/// The ceiling where every group with fees in it is taken for a fee as a whole: an input in a group
/// that is a share is no more than that share.
fn as_bounded_by_groups(rules: &ValidRuleSet, case: &Case) -> Option<u32> {
	let whole = |leg: &Leg| match &leg.target {
		Target::Split(legs) if legs.iter().any(has_fees) => {
			let target = Target::Slot { slot: 0, purpose: Purpose::Fee };
			Leg { take: leg.take.clone(), target }
		}
		_ => leg.clone(),
	};
	let legs = case.legs.iter().map(whole).collect();
	alone(rules.rule_set(), &Case { when: case.when.clone(), legs }).fee_share_ceiling()
}

fn has_fees(leg: &Leg) -> bool {
	match &leg.target {
		Target::Slot { purpose, .. } => purpose.counts_to_share_cap(),
		Target::Split(legs) => legs.iter().any(has_fees),
	}
}

/// Fixed amounts and floors are told by the amounts that they refuse; an input is known to nobody.
fn is_unbounded(take: &Take) -> bool {
	matches!(take, Take::Input(_))
}

fn slots_of(legs: &[Leg]) -> Vec<u8> {
	let slots = legs.iter().flat_map(|leg| match &leg.target {
		Target::Slot { slot, .. } => vec![*slot],
		Target::Split(legs) => slots_of(legs),
	});
	slots.collect()
}
