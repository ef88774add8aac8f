// SPDX-License-Identifier: Apache-2.0

use super::{
	super::document::{Entries, Value},
	legs, nearest, Finding,
};
use crate::currency::Unit;
use split_ledger_primitives::{Amount, Currency, RefundTerms, Uncredited};
use split_rules::{Case, Condition, Residue, Rounding, RuleSet};
use std::{collections::BTreeMap, ops::Range};

/// A rule set as a file has it, not yet judged, and where its parts stand.
pub(super) struct Draft {
	pub(super) rules: RuleSet,
	pub(super) unit: Unit,
	/// The rule set, with its cases, with their legs.
	pub(super) place: Place,
	/// Slots, inputs and words, with where each stands first.
	pub(super) names: Vec<(String, Range<usize>)>,
}

/// Where the rule set, a case or a leg stands: as a whole, the values of its keys, and its parts.
#[derive(Default)]
pub(super) struct Place {
	pub(super) whole: Range<usize>,
	pub(super) keys: BTreeMap<String, Range<usize>>,
	pub(super) inner: Vec<Place>,
}

impl Place {
	pub(super) fn of(value: Value<'_>, entries: &Entries<'_>) -> Self {
		Self { whole: value.span(), keys: entries.places().collect(), inner: Vec::new() }
	}

	/// Where the value of the first of these keys stands, else the whole.
	pub(super) fn at(&self, keys: &[&str]) -> Range<usize> {
		let found = keys.iter().find_map(|key| self.keys.get(*key));
		found.unwrap_or(&self.whole).clone()
	}

	/// A part by its number, from 1 on.
	pub(super) fn part(&self, number: u8) -> Option<&Place> {
		self.inner.get(usize::from(number).checked_sub(1)?)
	}
}

/// Collects a rule set, the names in it as they appear, and what is wrong with its form. What cannot
/// be read is left out or stood in for, so that the rest can be judged.
pub(super) struct Reader {
	pub(super) rules: RuleSet,
	pub(super) unit: Unit,
	pub(super) names: Vec<(String, Range<usize>)>,
	pub(super) findings: Vec<Finding>,
}

const KEYS: &[&str] = &["name", "currency", "rounding", "residue", "uncredited", "refund", "case"];

/// Reads a file. The error is what keeps it from being read at all.
pub(super) fn read(text: &str, stem: &str) -> Result<(Draft, Vec<Finding>), Vec<Finding>> {
	let (table, errors) = toml::de::DeTable::parse_recoverable(text);
	if !errors.is_empty() {
		return Err(errors.iter().map(|error| syntax(error, text)).collect());
	}
	let top = Entries::of_file(text, table.get_ref());
	let mut reader = Reader::new(stem);
	reader.findings.extend(top.unknown(KEYS));
	reader.head(&top, stem);
	let whole = top.get("name").map_or(0..0, Value::span);
	let inner = reader.cases(&top);
	let place = Place { whole, keys: top.places().collect(), inner };
	let Reader { mut rules, unit, names, findings } = reader;
	rules.semantics = semantics_of(&rules);
	Ok((Draft { rules, unit, place, names }, findings))
}

/// The oldest semantics that say what a rule set says: so a file that was there before the second came
/// keeps its hash.
fn semantics_of(rules: &RuleSet) -> u8 {
	let windows = rules.cases.iter().any(|case| case.when.has_window());
	let takes = rules.cases.iter().any(|case| legs::need_semantics_2(&case.legs));
	if windows || takes || rules.refund != RefundTerms::default() {
		2
	} else {
		1
	}
}

fn syntax(error: &toml::de::Error, text: &str) -> Finding {
	let place = error.span().unwrap_or(0..0);
	let end = place.end.clamp(place.start, text.len());
	let message = error.message().lines().next().unwrap_or_default();
	let label = format!("expected TOML ({message})");
	Finding::fault(place.start..end, "the file is no TOML here", label)
}

impl Reader {
	fn new(name: &str) -> Self {
		let rules = RuleSet {
			semantics: 1,
			name: name.to_owned(),
			currency: Currency(0),
			rounding: Rounding::Down,
			residue: Residue::Remainder,
			uncredited: Uncredited::Park,
			refund: RefundTerms::default(),
			slots: Vec::new(),
			inputs: Vec::new(),
			channels: Vec::new(),
			categories: Vec::new(),
			promotions: Vec::new(),
			member_tiers: Vec::new(),
			cases: Vec::new(),
		};
		Self { rules, unit: Unit::widest(), names: Vec::new(), findings: Vec::new() }
	}

	/// Keeps what was read; what is wrong with it goes to the findings.
	pub(super) fn keep<T>(&mut self, read: Result<T, Finding>) -> Option<T> {
		read.map_err(|finding| self.findings.push(finding)).ok()
	}

	fn head(&mut self, top: &Entries<'_>, stem: &str) {
		let name = top.need("name").and_then(|name| match name.text()? {
			text if text == stem => Ok(()),
			text => {
				let expected = format!("`{stem}`, the name of the file");
				let fault = name.fault(format!("`{text}` is not the name of the file"), expected);
				Err(fault.help(format!("write `{stem}`, or rename the file to `{text}.toml`")))
			}
		});
		self.keep(name);
		if let Some(unit) = self.keep(top.need("currency").and_then(read_unit)) {
			self.unit = unit;
			self.rules.currency = unit.number();
		}
		if let Some(rounding) = self.word(top, "rounding", ROUNDINGS) {
			self.rules.rounding = rounding;
		}
		if let Some(residue) = self.word(top, "residue", RESIDUES) {
			self.rules.residue = residue;
		}
		if let Some(uncredited) = self.word(top, "uncredited", UNCREDITED) {
			self.rules.uncredited = uncredited;
		}
		if let Some(refund) = top.get("refund") {
			self.refund(refund);
		}
	}

	/// What the value of a key means, by a list of words; none where the key or its meaning lacks.
	pub(super) fn word<T: Copy>(
		&mut self,
		entries: &Entries<'_>,
		key: &str,
		words: &[(&str, T)],
	) -> Option<T> {
		let value = entries.get(key)?;
		self.keep(meaning(value, words))
	}

	fn cases(&mut self, top: &Entries<'_>) -> Vec<Place> {
		// That there must be one is for the engine to say.
		let cases = top.get("case").and_then(|cases| self.keep(cases.array()));
		let cases = cases.unwrap_or_default();
		cases.into_iter().map(|case| self.case(case)).collect()
	}

	fn case(&mut self, value: Value<'_>) -> Place {
		let Some(entries) = self.keep(value.entries()) else {
			self.rules.cases.push(Case { when: Condition::default(), legs: Vec::new() });
			return Place { whole: value.span(), ..Place::default() };
		};
		self.findings.extend(entries.unknown(&["when", "legs"]));
		let mut place = Place::of(value, &entries);
		let before = self.findings.len();
		let mut when = match entries.get("when") {
			Some(when) => self.condition(when, &mut place.keys),
			None => Condition::default(),
		};
		if self.findings.len() > before && when.is_any() {
			// It says something, though not what.
			when.amount_from = Some(Amount(1));
		}
		let (legs, inner) = match self.keep(entries.need("legs")) {
			Some(legs) => self.legs(legs),
			None => (vec![self.stand_in()], Vec::new()),
		};
		self.rules.cases.push(Case { when, legs });
		Place { inner, ..place }
	}

	/// An optional amount.
	pub(super) fn amount(&mut self, entries: &Entries<'_>, key: &str) -> Option<Amount> {
		let value = entries.get(key)?;
		let amount = value.text().and_then(|text| self.read_amount(value, text));
		self.keep(amount)
	}

	pub(super) fn read_amount(&self, value: Value<'_>, text: &str) -> Result<Amount, Finding> {
		let amount = self.parse_amount(text);
		amount.map_err(|expected| value.fault(format!("`{text}` is no such amount"), expected))
	}

	/// An amount, or what was expected. Without a currency, what is an amount in some.
	pub(super) fn parse_amount(&self, text: &str) -> Result<Amount, String> {
		let amount = self.unit.parse(text);
		match self.rules.currency {
			Currency(0) => amount.map_err(|_| "an amount such as `12.50`".to_owned()),
			_ => amount,
		}
	}

	/// Remembers where a name stands first.
	pub(super) fn note(&mut self, name: &str, place: Range<usize>) {
		if name.is_empty() || self.names.iter().all(|(known, _)| known != name) {
			self.names.push((name.to_owned(), place));
		}
	}
}

pub(super) const ROUNDINGS: &[(&str, Rounding)] =
	&[("down", Rounding::Down), ("half-up", Rounding::HalfUp), ("half-even", Rounding::HalfEven)];
pub(super) const RESIDUES: &[(&str, Residue)] = &[
	("remainder", Residue::Remainder),
	("largest-remainder", Residue::LargestRemainder),
	("first", Residue::First),
];
pub(super) const UNCREDITED: &[(&str, Uncredited)] =
	&[("park", Uncredited::Park), ("merchant", Uncredited::Merchant)];

/// What a value means, by a list of words.
pub(super) fn meaning<T: Copy>(value: Value<'_>, words: &[(&str, T)]) -> Result<T, Finding> {
	let text = value.text()?;
	if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
		return Ok(*meaning);
	}
	let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
	let fault = value.fault(format!("`{text}` means nothing here"), one_of(&names));
	Err(fault.maybe_help(nearest(text, names).map(|close| format!("write `{close}`"))))
}

/// The word of a meaning in such a list, which has one for each.
pub(super) fn word_of<T: PartialEq>(words: &[(&'static str, T)], meaning: &T) -> &'static str {
	words.iter().find(|(_, known)| known == meaning).map_or("", |(word, _)| word)
}

/// `a`, `b` or `c`.
pub(super) fn one_of(names: &[&str]) -> String {
	let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
	match quoted.split_last() {
		Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
		_ => quoted.join(""),
	}
}

fn read_unit(value: Value<'_>) -> Result<Unit, Finding> {
	let text = value.text()?;
	let expected = "a currency by its ISO 4217 code, such as `CNY`";
	Unit::of_code(text).ok_or_else(|| {
		let fault = value.fault(format!("`{text}` is no currency"), expected);
		let upper = text.to_uppercase();
		fault.maybe_help(Unit::of_code(&upper).map(|_| format!("write `{upper}`")))
	})
}
