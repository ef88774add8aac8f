// SPDX-License-Identifier: Apache-2.0

//! Rule sets as files: what was published, for people to read before they accept it.

use super::{super::shares, conditions, legs, reader, refund};
use crate::currency::Unit;
use split_ledger_primitives::{Amount, Moment, RefundTerms};
use split_rules::{Base, Condition, Leg, RuleSet, Take, Target};
use std::collections::BTreeSet;
use time::{format_description::well_known::Rfc3339, OffsetDateTime};

/// The file that a rule set is read from, without its comments. Reading it again gives the same rule
/// set, where its names stand in the order in which a file names them.
pub fn write_rule_set(set: &RuleSet) -> Option<String> {
	let writer = Writer { set, unit: Unit::of_number(set.currency)? };
	let mut text = format!(
		"name = {}\ncurrency = {}\nrounding = {}\nresidue = {}\nuncredited = {}\n",
		quoted(&set.name),
		quoted(writer.unit.code()),
		quoted(reader::word_of(reader::ROUNDINGS, &set.rounding)),
		quoted(reader::word_of(reader::RESIDUES, &set.residue)),
		quoted(reader::word_of(reader::UNCREDITED, &set.uncredited)),
	);
	if set.refund != RefundTerms::default() {
		text.push_str(&format!("refund = {}\n", refund_terms(&set.refund)));
	}
	for case in &set.cases {
		text.push_str("\n[[case]]\n");
		if !case.when.is_any() {
			text.push_str(&format!("when = {}\n", writer.condition(&case.when)?));
		}
		text.push_str(&format!("legs = {}\n", writer.group(&case.legs, 0)));
	}
	Some(text)
}

struct Writer<'a> {
	set: &'a RuleSet,
	unit: Unit,
}

impl Writer<'_> {
	fn condition(&self, when: &Condition) -> Option<String> {
		let mut keys = Vec::new();
		let lists = [&when.channel, &when.category, &when.promotion, &when.member_tier];
		let dictionaries = [
			&self.set.channels,
			&self.set.categories,
			&self.set.promotions,
			&self.set.member_tiers,
		];
		for ((key, list), dictionary) in conditions::KEYS.iter().zip(lists).zip(dictionaries) {
			let word = |index: &u16| dictionary.get(usize::from(*index).checked_sub(1)?);
			let words: Vec<String> =
				list.iter().map(|index| Some(quoted(word(index)?))).collect::<Option<_>>()?;
			if !words.is_empty() {
				keys.push(format!("{key} = [{}]", words.join(", ")));
			}
		}
		let amount = |it: Amount| Some(self.unit.format(it));
		let bounds = [("from", when.amount_from), ("below", when.amount_below)];
		keys.extend(range("amount", bounds, amount)?);
		let bounds = [("from", when.time_from), ("before", when.time_before)];
		keys.extend(range("time", bounds, rfc3339)?);
		Some(format!("{{ {} }}", keys.join(", ")))
	}

	fn group(&self, legs: &[Leg], depth: usize) -> String {
		let indent = "  ".repeat(depth + 1);
		let names = self.names(legs);
		let lines = legs.iter().zip(&names).map(|(leg, name)| {
			let mut keys = Vec::new();
			if let Target::Slot { slot, .. } = leg.target {
				keys.push(format!("to = {}", quoted(self.slot(slot))));
			}
			if let Name::Given(name) = name {
				keys.push(format!("name = {}", quoted(name)));
			}
			keys.extend(self.take(&leg.take, &names));
			keys.push(match &leg.target {
				Target::Slot { purpose, .. } => {
					format!("purpose = {}", quoted(super::purpose_name(*purpose)))
				}
				Target::Split(legs) => format!("split = {}", self.group(legs, depth + 1)),
			});
			format!("{indent}{{ {} }},\n", keys.join(", "))
		});
		format!("[\n{}{}]", lines.collect::<String>(), "  ".repeat(depth))
	}

	fn slot(&self, slot: u8) -> &str {
		self.set.slots.get(usize::from(slot)).map_or("", String::as_str)
	}

	/// What the legs of a group are called, where others are shares of net of them.
	fn names(&self, legs: &[Leg]) -> Vec<Name> {
		let named: BTreeSet<u8> = legs.iter().flat_map(|leg| net_of(&leg.take)).collect();
		let slots: Vec<Option<&str>> = legs
			.iter()
			.map(|leg| match leg.target {
				Target::Slot { slot, .. } => Some(self.slot(slot)),
				Target::Split(_) => None,
			})
			.collect();
		let is_plain = |slot: &str| {
			let times = slots.iter().filter(|other| **other == Some(slot)).count();
			times == 1 && !slot.is_empty() && slot.trim() == slot && !slot.contains(',')
		};
		let name = |(place, slot): (u8, &Option<&str>)| match slot {
			_ if !named.contains(&place) => Name::None,
			Some(slot) if is_plain(slot) => Name::Slot((*slot).to_owned()),
			_ => {
				let mut name = format!("leg {}", u16::from(place) + 1);
				while slots.contains(&Some(name.as_str())) {
					name.push('\'');
				}
				Name::Given(name)
			}
		};
		(0..).zip(&slots).map(name).collect()
	}

	/// What a leg takes, as keys.
	fn take(&self, take: &Take, names: &[Name]) -> Vec<String> {
		let share = |numerator: u32, denominator: u32| {
			quoted(&shares::text(numerator.into(), denominator.into()))
		};
		match take {
			Take::Fixed(amount) => vec![format!("take = {}", self.amount(*amount))],
			Take::Input(input) => {
				let name = self.set.inputs.get(usize::from(*input)).map_or("", String::as_str);
				vec![format!("take = {}", quoted(&format!("input:{name}")))]
			}
			Take::Remainder => vec!["take = \"remainder\"".to_owned()],
			Take::Share { numerator, denominator, of, floor, cap } => {
				let mut keys = vec![format!("take = {}", share(*numerator, *denominator))];
				keys.extend(self.bounds(*of, *floor, *cap, names));
				keys
			}
			Take::Tiered { denominator, tiers, by, of, floor, cap } => {
				let tier = |tier: &split_rules::Tier| {
					let share = share(tier.numerator, *denominator);
					format!("{{ from = {}, share = {share} }}", self.amount(tier.from))
				};
				let tiers: Vec<_> = tiers.iter().map(tier).collect();
				let by = quoted(reader::word_of(legs::TIERS, by));
				let mut keys = vec![format!("take = [{}], tiers = {by}", tiers.join(", "))];
				keys.extend(self.bounds(*of, *floor, *cap, names));
				keys
			}
		}
	}

	fn bounds(
		&self,
		of: Base,
		floor: Option<Amount>,
		cap: Option<Amount>,
		names: &[Name],
	) -> Vec<String> {
		let of = match of {
			Base::Gross => None,
			Base::Rest => Some("rest".to_owned()),
			Base::Net(places) => {
				let name = |place: u8| names.get(usize::from(place)).and_then(Name::text);
				let names: Vec<&str> = places.iter().filter_map(name).collect();
				Some(format!("net:{}", names.join(",")))
			}
		};
		let of = of.map(|of| format!("of = {}", quoted(&of)));
		let floor = floor.map(|floor| format!("floor = {}", self.amount(floor)));
		let cap = cap.map(|cap| format!("cap = {}", self.amount(cap)));
		of.into_iter().chain(floor).chain(cap).collect()
	}

	fn amount(&self, amount: Amount) -> String {
		quoted(&self.unit.format(amount))
	}
}

/// How the legs below name a leg.
enum Name {
	/// Not at all.
	None,
	/// By whom it pays.
	Slot(String),
	/// By a name of its own.
	Given(String),
}

impl Name {
	fn text(&self) -> Option<&str> {
		match self {
			Self::None => None,
			Self::Slot(name) | Self::Given(name) => Some(name),
		}
	}
}

/// The places that a take is a share of net of.
fn net_of(take: &Take) -> Vec<u8> {
	match take {
		Take::Share { of: Base::Net(places), .. } | Take::Tiered { of: Base::Net(places), .. } => {
			places.iter().collect()
		}
		_ => Vec::new(),
	}
}

/// A table of two bounds; empty where there is none.
fn range<T: Copy>(
	key: &str,
	bounds: [(&str, Option<T>); 2],
	format: impl Fn(T) -> Option<String>,
) -> Option<Option<String>> {
	let mut keys = Vec::new();
	for (bound, value) in bounds {
		if let Some(value) = value {
			keys.push(format!("{bound} = {}", quoted(&format(value)?)));
		}
	}
	Some((!keys.is_empty()).then(|| format!("{key} = {{ {} }}", keys.join(", "))))
}

fn refund_terms(terms: &RefundTerms) -> String {
	let advancer = |it| quoted(reader::word_of(refund::ADVANCERS, it));
	let advancers: Vec<String> = terms.advancers.iter().map(advancer).collect();
	format!(
		"{{ policy = {}, advancers = [{}], back = {} }}",
		quoted(reader::word_of(refund::POLICIES, &terms.policy)),
		advancers.join(", "),
		quoted(reader::word_of(refund::BACK, &terms.back)),
	)
}

/// A moment in UTC, where a calendar has it.
fn rfc3339(moment: Moment) -> Option<String> {
	let nanos = i128::from(moment.0).checked_mul(1_000_000)?;
	OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?.format(&Rfc3339).ok()
}

fn quoted(text: &str) -> String {
	toml::Value::String(text.to_owned()).to_string()
}
