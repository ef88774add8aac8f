// SPDX-License-Identifier: Apache-2.0

use super::{
	mend::{is_of_group, is_over_whole, mend},
	reader::{Draft, Place},
	Finding,
};
use crate::bundle::shares;
use split_ledger_primitives::limits::{CASES_MAX, INPUTS_MAX, LEGS_MAX, PARTIES_MAX};
use split_rules::{Base, Leg, RuleError, RuleFault, Take, Target, NAME_BYTES_MAX, TIERS_MAX};
use std::{collections::BTreeSet, ops::Range};

/// More faults than anybody reads, so that the search ends whatever the engine says.
const FAULTS_MAX: usize = 200;

/// All that the engine refuses in a draft: what it found first is mended, and it is asked again.
pub(super) fn of(draft: &Draft) -> Vec<Finding> {
	let mut findings: Vec<Finding> = Vec::new();
	let mut rules = draft.rules.clone();
	for _ in 0..FAULTS_MAX {
		let Err(fault) = rules.clone().validate() else { break };
		let site = Site::of(draft, &fault);
		for finding in site.explain(fault.error) {
			// A mended rule set may be refused once more for the same.
			if !findings.contains(&finding) {
				findings.push(finding);
			}
		}
		if !mend(&mut rules, &fault) {
			break;
		}
	}
	findings
}

/// Where a fault stands: the case, the leg, and the group around the leg.
struct Site<'a> {
	draft: &'a Draft,
	case: Option<(&'a [Leg], &'a Place)>,
	/// The group that the fault is of or in: its legs, and the place of what holds it.
	group: (&'a [Leg], &'a Place),
	leg: Option<(&'a Leg, &'a Place)>,
}

impl<'a> Site<'a> {
	fn of(draft: &'a Draft, fault: &RuleFault) -> Self {
		let number = fault.case.unwrap_or_default();
		let legs = draft.rules.cases.get(usize::from(number).wrapping_sub(1));
		let case = legs.map(|case| case.legs.as_slice()).zip(draft.place.part(number));
		let mut site = Self { draft, case, group: case.unwrap_or((&[], &draft.place)), leg: None };
		for (depth, number) in fault.leg.iter().enumerate() {
			let (legs, place) = site.group;
			let leg = legs.get(usize::from(*number).wrapping_sub(1));
			let Some((leg, place)) = leg.zip(place.part(*number)) else { break };
			let is_last = depth + 1 == fault.leg.len();
			match &leg.target {
				Target::Split(inner) if !is_last || is_of_group(fault.error, &leg.take) => {
					site.group = (inner, place);
				}
				_ => site.leg = Some((leg, place)),
			}
		}
		site
	}

	/// The words are the engine's; what stands beside them is the file's.
	fn explain(&self, error: RuleError) -> Vec<Finding> {
		if matches!(error, RuleError::UnusedSlot | RuleError::UnusedInput) {
			// A file has names by using them: what is unused is so because something else was mended.
			return Vec::new();
		}
		let text = error.to_string();
		let (message, remedy) = text.split_once(". ").unwrap_or((text.trim_end_matches('.'), ""));
		let finding = |place: Range<usize>, label: String| Finding {
			code: code_of(error).into(),
			..Finding::fault(place, lower_first(message), label)
				.maybe_help((!remedy.is_empty()).then(|| lower_first(remedy.trim_end_matches('.'))))
		};
		if error == RuleError::BadName {
			return self.bad_names(&finding);
		}
		vec![match error {
			RuleError::TooManyParties | RuleError::TooManyInputs => self.too_many(error, &finding),
			_ if self.leg.is_some() => self.at_leg(error, &finding),
			_ if self.case.is_some() => self.at_case(error, &finding),
			_ => self.at_whole(error, &finding),
		}]
	}

	fn bad_names(&self, finding: &dyn Fn(Range<usize>, String) -> Finding) -> Vec<Finding> {
		let own = (self.draft.rules.name.clone(), self.draft.place.at(&["name"]));
		let names = std::iter::once(&own).chain(&self.draft.names);
		let bad = names.filter(|(name, _)| !(1..=NAME_BYTES_MAX).contains(&name.len()));
		bad.map(|(name, place)| finding(place.clone(), format!("{} bytes", name.len()))).collect()
	}

	fn at_whole(
		&self,
		error: RuleError,
		finding: &dyn Fn(Range<usize>, String) -> Finding,
	) -> Finding {
		let place = &self.draft.place;
		match error {
			RuleError::TooManyCases => {
				let first = place.inner.get(CASES_MAX as usize).unwrap_or(place);
				finding(first.whole.clone(), format!("the case after {CASES_MAX} others"))
			}
			RuleError::NoCase => finding(place.at(&["case"]), "expected a case".to_owned())
				.help(format!("add [[case]] with legs = [{}]", self.remainder())),
			RuleError::TooLarge => {
				let bytes = codec::Encode::encoded_size(&self.draft.rules);
				finding(place.at(&["name"]), format!("{bytes} bytes"))
			}
			_ => finding(place.at(&["name"]), "in this rule set".to_owned()),
		}
	}

	fn at_case(
		&self,
		error: RuleError,
		finding: &dyn Fn(Range<usize>, String) -> Finding,
	) -> Finding {
		let (legs, place) = self.group;
		let top = &self.draft.place;
		let group = place.at(&["split", "legs"]);
		match error {
			RuleError::LastCaseConditional => finding(
				place.at(&["when"]),
				"an order that this does not match has no case".to_owned(),
			)
			.help("leave `when` out, or add a last [[case]] without one"),
			RuleError::CaseUnreachable => {
				finding(place.whole.clone(), "no `when`: no case below is ever used".to_owned())
					.help("give it a `when`, or move it to the end")
			}
			RuleError::EmptyRange => finding(
				place.at(&["amount.below", "amount", "when"]),
				"not above the amount from which on".to_owned(),
			)
			.also(place.at(&["amount.from", "amount", "when"]), "from"),
			RuleError::EmptyWindow => finding(
				place.at(&["time.before", "time", "when"]),
				"not after the time from which on".to_owned(),
			)
			.also(place.at(&["time.from", "time", "when"]), "from"),
			RuleError::EmptyGroup => finding(group, "nobody gets anything".to_owned())
				.help(format!("write {}", self.remainder())),
			RuleError::NoOwnerOfResidue => self.no_owner(legs, finding(group, String::new())),
			RuleError::BoundsWithoutRemainder => {
				let bounded = pairs_of(legs, place).find_map(|(_, place)| {
					let key =
						["floor", "cap"].into_iter().find(|key| place.keys.contains_key(*key));
					key.map(|key| (place.at(&[key]), key))
				});
				let (bound, key) = bounded.unwrap_or((group, "bound"));
				finding(bound, format!("somebody must own what the {key} leaves"))
					.help(format!("add {}", self.remainder()))
			}
			RuleError::SharesOverWhole => self.over_whole(legs, place, finding),
			RuleError::RoundingNotDown => {
				let residue = top.at(&["residue"]);
				finding(top.at(&["rounding"]), "not down".to_owned())
					.also(residue, "this residue needs it")
					.also(group, "here it divides by shares")
					.help("write rounding = \"down\", or residue = \"remainder\"")
			}
			RuleError::NoLegOfGoods | RuleError::RefundWithoutGoods => {
				let key = if error == RuleError::NoLegOfGoods { "uncredited" } else { "refund" };
				finding(group, "nothing here is for goods".to_owned())
					.also(top.at(&[key]), "this needs one")
			}
			RuleError::TooDeep => finding(group, "one group too deep".to_owned()),
			_ => finding(place.whole.clone(), "in this case".to_owned()),
		}
	}

	fn at_leg(
		&self,
		error: RuleError,
		finding: &dyn Fn(Range<usize>, String) -> Finding,
	) -> Finding {
		let Some((leg, place)) = self.leg else { return self.at_whole(error, finding) };
		let take = place.at(&["take"]);
		match error {
			RuleError::SharesOverWhole => finding(take, "more than the whole".to_owned())
				.help("write a share of `100%` at most"),
			RuleError::BadShare => finding(take, "nothing at all".to_owned())
				.help("write a share above zero, or leave the leg out"),
			RuleError::FloorOverCap => finding(place.at(&["floor"]), "over the cap".to_owned())
				.also(place.at(&["cap"]), "the cap"),
			RuleError::TwoRemainders => {
				let first = self.first(|leg| leg.take == Take::Remainder, place);
				let again = finding(take, "a second remainder".to_owned());
				first.into_iter().fold(again, |finding, place| finding.also(place, "the first"))
			}
			RuleError::ShareOfRestBelowRemainder => {
				let first = self.first(|leg| leg.take == Take::Remainder, place);
				let below = finding(place.at(&["of"]), "of what nothing is left".to_owned())
					.help("move the leg above the remainder, or write of = \"gross\"");
				first
					.into_iter()
					.fold(below, |finding, place| finding.also(place, "takes the rest"))
			}
			RuleError::InputTakenTwice => {
				let first = self.first(|other| other.take == leg.take, place);
				let again = finding(take, "taken again".to_owned());
				first.into_iter().fold(again, |finding, place| finding.also(place, "taken here"))
			}
			RuleError::BadNet => {
				finding(place.at(&["of"]), "a leg of these has no amount yet".to_owned())
			}
			RuleError::BadTiers => {
				let (tier, label) = bad_tier(leg, place);
				finding(tier, label.to_owned())
			}
			RuleError::TooManyLegs => {
				finding(place.whole.clone(), format!("a leg after {LEGS_MAX} others"))
			}
			_ => finding(place.whole.clone(), "in this leg".to_owned()),
		}
	}

	/// The take of the first leg of the case, or of the group where it has one, that fits, unless it
	/// is the one at `place`.
	fn first(&self, fits: impl Fn(&Leg) -> bool, place: &Place) -> Option<Range<usize>> {
		let (legs, around) = self.group;
		let in_group = pairs_of(legs, around).find(|(leg, _)| fits(leg));
		let in_case = || {
			let (legs, around) = self.case?;
			all_of(legs, around).into_iter().find(|(leg, _)| fits(leg))
		};
		let (_, found) = in_group.filter(|(_, it)| it.whole != place.whole).or_else(in_case)?;
		(found.whole != place.whole).then(|| found.at(&["take"]))
	}

	fn too_many(
		&self,
		error: RuleError,
		finding: &dyn Fn(Range<usize>, String) -> Finding,
	) -> Finding {
		let (legs, place) = self.case.unwrap_or(self.group);
		let mut seen = BTreeSet::new();
		let mut first_over = |most: u32, key: fn(&Leg) -> Option<u8>| {
			let new = |(leg, _): &(&Leg, &Place)| key(leg).is_some_and(|it| seen.insert(it));
			all_of(legs, place).into_iter().filter(new).nth(most as usize)
		};
		let (over, key, label) = match error {
			RuleError::TooManyParties => (
				first_over(PARTIES_MAX, slot_of),
				"to",
				format!("a party after {PARTIES_MAX} others"),
			),
			_ => (
				first_over(INPUTS_MAX, input_of),
				"take",
				format!("an input after {INPUTS_MAX} others"),
			),
		};
		let place = over.map_or_else(|| place.at(&["legs"]), |(_, place)| place.at(&[key]));
		finding(place, label)
	}

	fn no_owner(&self, legs: &[Leg], finding: Finding) -> Finding {
		let label = match shares::sum(legs.iter().filter_map(share_of_gross)) {
			Some((numerator, denominator))
				if legs.iter().all(|leg| share_of_gross(leg).is_some()) =>
			{
				let sum = shares::text(numerator, denominator);
				format!("the shares add up to {sum}")
			}
			_ => "no leg takes what the others leave".to_owned(),
		};
		Finding { label, ..finding }.help(format!("add {}", self.remainder()))
	}

	fn over_whole(
		&self,
		legs: &[Leg],
		place: &Place,
		finding: &dyn Fn(Range<usize>, String) -> Finding,
	) -> Finding {
		let takes: Vec<_> = pairs_of(legs, place)
			.filter_map(|(leg, place)| Some((share_of_gross(leg)?, place.at(&["take"]))))
			.collect();
		let Some(((_, last), others)) = takes.split_last() else {
			return finding(place.whole.clone(), "in this group".to_owned());
		};
		let sum = shares::sum(takes.iter().map(|(share, _)| *share));
		let label = sum.map_or_else(
			|| "more than the whole with the others".to_owned(),
			|(numerator, denominator)| {
				format!("the shares add up to {}", shares::text(numerator, denominator))
			},
		);
		let remedy = sum.and_then(|(numerator, denominator)| {
			let over = shares::text(numerator.checked_sub(denominator)?, denominator);
			Some(format!("lower them by {over}"))
		});
		let fault = finding(last.clone(), label);
		let help = remedy.or(fault.help.as_deref().map(str::to_owned));
		let fault = fault.maybe_help(help);
		others.iter().fold(fault, |fault, (_, place)| fault.also(place.clone(), "with this"))
	}

	/// A remainder for somebody whom the file names, the merchant where it does.
	fn remainder(&self) -> String {
		let slots = &self.draft.rules.slots;
		let merchant = slots.iter().find(|slot| *slot == "merchant");
		let slot = merchant.or(slots.first()).map_or("merchant", String::as_str);
		format!("{{ to = \"{slot}\", take = \"remainder\", purpose = \"goods\" }}")
	}
}

/// Where the first tier stands that is wrong, and what is wrong with it.
fn bad_tier(leg: &Leg, place: &Place) -> (Range<usize>, &'static str) {
	let at = |number: usize| place.at(&[&format!("from {number}"), "take"]);
	let Take::Tiered { tiers, .. } = &leg.take else { return (place.at(&["take"]), "no tiers") };
	let Some(first) = tiers.first() else { return (place.at(&["take"]), "no tier") };
	if !first.from.is_zero() {
		return (at(0), "the first tier begins at 0");
	}
	let mut pairs = (1..).zip(tiers.iter().zip(tiers.iter().skip(1)));
	match pairs.find(|(_, (tier, next))| next.from <= tier.from) {
		Some((number, _)) => (at(number), "not above the tier before it"),
		None => (at(TIERS_MAX), "a tier too many"),
	}
}

/// The legs of a group that stand in the file, with their places.
fn pairs_of<'a>(legs: &'a [Leg], place: &'a Place) -> impl Iterator<Item = (&'a Leg, &'a Place)> {
	legs.iter().zip(&place.inner)
}

/// All legs of a group, those of its groups included, depth first.
pub(super) fn all_of<'a>(legs: &'a [Leg], place: &'a Place) -> Vec<(&'a Leg, &'a Place)> {
	let mut all = Vec::new();
	for (leg, place) in pairs_of(legs, place) {
		all.push((leg, place));
		if let Target::Split(inner) = &leg.target {
			all.extend(all_of(inner, place));
		}
	}
	all
}

/// The most that a leg takes of the gross of its group, where that is what it takes.
fn share_of_gross(leg: &Leg) -> Option<(u32, u32)> {
	let share = match &leg.take {
		Take::Share { numerator, denominator, of: Base::Gross, .. } => (*numerator, *denominator),
		Take::Tiered { denominator, tiers, of: Base::Gross, .. } => {
			(tiers.iter().map(|tier| tier.numerator).max()?, *denominator)
		}
		_ => return None,
	};
	Some(share).filter(|_| !is_over_whole(&leg.take))
}

fn slot_of(leg: &Leg) -> Option<u8> {
	match leg.target {
		Target::Slot { slot, .. } => Some(slot),
		Target::Split(_) => None,
	}
}

fn input_of(leg: &Leg) -> Option<u8> {
	match leg.take {
		Take::Input(input) => Some(input),
		_ => None,
	}
}

/// The name that an error has in JSON too.
fn code_of(error: RuleError) -> String {
	let value = serde_json::to_value(error).unwrap_or_default();
	value.as_str().unwrap_or_default().to_owned()
}

fn lower_first(text: &str) -> String {
	let mut chars = text.chars();
	let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
	first + chars.as_str()
}
