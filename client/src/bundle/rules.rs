// SPDX-License-Identifier: Apache-2.0

use super::{
	document::{Entries, Value},
	shares, Malformed, Source,
};
use crate::currency::Unit;
use split_ledger_primitives::{Amount, Purpose, Uncredited};
use split_rules::{
	Base, Case, Condition, Leg, Residue, Rounding, RuleFault, RuleSet, Take, Target, ValidRuleSet,
	SEMANTICS,
};
use std::{collections::BTreeMap, fs, ops::Range, path::Path};

/// The rule sets of a bundle by name.
pub type Rules = BTreeMap<String, ValidRuleSet>;

/// Reads all rule files in `dir/rules`.
pub(super) fn read(dir: &Path) -> Result<Rules, Malformed> {
	let Ok(entries) = fs::read_dir(dir.join("rules")) else {
		return Ok(Rules::new());
	};
	let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
	let mut stems: Vec<_> =
		names.filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned())).collect();
	stems.sort();
	let read = |stem: String| {
		let source = Source::read(dir, &format!("rules/{stem}.toml"))?;
		Ok((stem.clone(), read_rule_set(&source, &stem)?))
	};
	stems.into_iter().map(read).collect()
}

/// Reads one rule set, which must have the name of its file.
pub fn read_rule_set(source: &Source, stem: &str) -> Result<ValidRuleSet, Malformed> {
	let table = toml::de::DeTable::parse(&source.text).map_err(|error| {
		let at = error.span().map_or(0, |span| span.start);
		source.malformed(at, format!("TOML ({})", error.message()))
	})?;
	let known = ["name", "currency", "rounding", "residue", "uncredited", "case"];
	let top = Entries::of_table(source, table.get_ref(), 0, &known)?;

	let name = top.need("name")?;
	name.ensure(name.text()? == stem, &format!("`{stem}`, the name of the file"))?;
	let currency = top.need("currency")?;
	let unit = Unit::of_code(currency.text()?)
		.ok_or_else(|| currency.malformed("a currency by its ISO 4217 code, such as `CNY`"))?;
	let mut reader = Reader::new(stem, unit, read_rounding(&top)?, read_residue(&top)?);
	reader.rules.uncredited = read_uncredited(&top)?;
	let mut places = Vec::new();
	for case in top.need("case")?.array()? {
		places.push(reader.case(case)?);
	}
	let valid = reader.rules.validate();
	valid.map_err(|fault| source.malformed(place_of(&fault, &places), in_words(&fault)))
}

fn read_rounding(top: &Entries<'_>) -> Result<Rounding, Malformed> {
	let Some(value) = top.get("rounding") else { return Ok(Rounding::Down) };
	match value.text()? {
		"down" => Ok(Rounding::Down),
		"half-up" => Ok(Rounding::HalfUp),
		"half-even" => Ok(Rounding::HalfEven),
		_ => Err(value.malformed("`down`, `half-up` or `half-even`")),
	}
}

fn read_residue(top: &Entries<'_>) -> Result<Residue, Malformed> {
	let Some(value) = top.get("residue") else { return Ok(Residue::Remainder) };
	match value.text()? {
		"remainder" => Ok(Residue::Remainder),
		"largest-remainder" => Ok(Residue::LargestRemainder),
		"first" => Ok(Residue::First),
		_ => Err(value.malformed("`remainder`, `largest-remainder` or `first`")),
	}
}

fn read_uncredited(top: &Entries<'_>) -> Result<Uncredited, Malformed> {
	let Some(value) = top.get("uncredited") else { return Ok(Uncredited::Park) };
	match value.text()? {
		"park" => Ok(Uncredited::Park),
		"merchant" => Ok(Uncredited::Merchant),
		_ => Err(value.malformed("`park` or `merchant`")),
	}
}

/// Where a case or a leg stands in the file.
struct Place {
	span: Range<usize>,
	inner: Vec<Place>,
}

/// The byte at which a fault of the rule set stands.
fn place_of(fault: &RuleFault, cases: &[Place]) -> usize {
	let numbered = |places: &[Place], number: u8| {
		usize::from(number).checked_sub(1).filter(|at| *at < places.len())
	};
	let Some(case) = fault.case.and_then(|number| numbered(cases, number)) else {
		return 0;
	};
	let mut place = &cases[case];
	for number in &fault.leg {
		match numbered(&place.inner, *number) {
			Some(leg) => place = &place.inner[leg],
			None => break,
		}
	}
	place.span.start
}

fn in_words(fault: &RuleFault) -> String {
	format!("a valid rule set. {fault}")
}

/// Collects a rule set, and the names in it as they appear.
struct Reader {
	rules: RuleSet,
	unit: Unit,
}

impl Reader {
	fn new(name: &str, unit: Unit, rounding: Rounding, residue: Residue) -> Self {
		let rules = RuleSet {
			semantics: SEMANTICS,
			name: name.to_owned(),
			currency: unit.number(),
			rounding,
			residue,
			uncredited: Uncredited::Park,
			slots: Vec::new(),
			inputs: Vec::new(),
			channels: Vec::new(),
			categories: Vec::new(),
			promotions: Vec::new(),
			member_tiers: Vec::new(),
			cases: Vec::new(),
		};
		Self { rules, unit }
	}

	fn case(&mut self, value: Value<'_>) -> Result<Place, Malformed> {
		let entries = value.entries(&["when", "legs"])?;
		let when = match entries.get("when") {
			Some(when) => self.condition(when)?,
			None => Condition::default(),
		};
		let (legs, inner) = self.legs(entries.need("legs")?)?;
		self.rules.cases.push(Case { when, legs });
		Ok(Place { span: value.span(), inner })
	}

	fn condition(&mut self, value: Value<'_>) -> Result<Condition, Malformed> {
		let keys = ["channel", "category", "promotion", "member_tier", "amount"];
		let entries = value.entries(&keys)?;
		let mut condition = Condition {
			channel: read_words(&entries, "channel", &mut self.rules.channels)?,
			category: read_words(&entries, "category", &mut self.rules.categories)?,
			promotion: read_words(&entries, "promotion", &mut self.rules.promotions)?,
			member_tier: read_words(&entries, "member_tier", &mut self.rules.member_tiers)?,
			..Condition::default()
		};
		if let Some(amount) = entries.get("amount") {
			let range = amount.entries(&["from", "below"])?;
			condition.amount_from = self.amount(&range, "from")?;
			condition.amount_below = self.amount(&range, "below")?;
			let is_range = condition.amount_from.is_some() || condition.amount_below.is_some();
			amount.ensure(is_range, "`from`, `below`, or both")?;
		}
		Ok(condition)
	}

	fn amount(&self, entries: &Entries<'_>, key: &str) -> Result<Option<Amount>, Malformed> {
		let Some(value) = entries.get(key) else {
			return Ok(None);
		};
		let amount = self.unit.parse(value.text()?);
		amount.map(Some).map_err(|expected| value.malformed(expected))
	}

	fn legs(&mut self, value: Value<'_>) -> Result<(Vec<Leg>, Vec<Place>), Malformed> {
		let mut legs = Vec::new();
		let mut places = Vec::new();
		for leg in value.array()? {
			let (read, inner) = self.leg(leg)?;
			legs.push(read);
			places.push(Place { span: leg.span(), inner });
		}
		Ok((legs, places))
	}

	fn leg(&mut self, value: Value<'_>) -> Result<(Leg, Vec<Place>), Malformed> {
		let keys = ["to", "take", "of", "floor", "cap", "purpose", "split"];
		let entries = value.entries(&keys)?;
		let take = self.take(&entries)?;
		match (entries.get("to"), entries.get("split")) {
			(Some(to), None) => {
				let slot = place_in(&mut self.rules.slots, to)?;
				let purpose = read_purpose(entries.need("purpose")?)?;
				Ok((Leg { take, target: Target::Slot { slot, purpose } }, Vec::new()))
			}
			(None, Some(split)) => {
				if let Some(purpose) = entries.get("purpose") {
					return Err(purpose.malformed("no purpose here: those of the split have one"));
				}
				let (legs, places) = self.legs(split)?;
				Ok((Leg { take, target: Target::Split(legs) }, places))
			}
			_ => Err(value.malformed("a leg with either `to` or `split`")),
		}
	}

	fn take(&mut self, entries: &Entries<'_>) -> Result<Take, Malformed> {
		let value = entries.need("take")?;
		let text = value.text()?;
		if text.ends_with('%') || text.contains('/') {
			return self.share(entries, value, text);
		}
		for key in ["of", "floor", "cap"] {
			if let Some(value) = entries.get(key) {
				return Err(value.malformed(format!("no `{key}` here: it belongs to a share")));
			}
		}
		if text == "remainder" {
			return Ok(Take::Remainder);
		}
		if let Some(name) = text.strip_prefix("input:") {
			let place = place_of_name(&mut self.rules.inputs, name);
			return place.map(Take::Input).ok_or_else(|| value.malformed("fewer inputs"));
		}
		let fixed = self.unit.parse(text).map(Take::Fixed);
		fixed.map_err(|expected| {
			value.malformed(format!("{expected}, `input:NAME`, `8.5%`, `1/3` or `remainder`"))
		})
	}

	fn share(
		&self,
		entries: &Entries<'_>,
		value: Value<'_>,
		text: &str,
	) -> Result<Take, Malformed> {
		let (numerator, denominator) =
			shares::parse(text).ok_or_else(|| value.malformed(shares::EXPECTED))?;
		let of = match entries.get("of") {
			None => Base::Gross,
			Some(of) => match of.text()? {
				"gross" => Base::Gross,
				"rest" => Base::Rest,
				_ => return Err(of.malformed("`gross` or `rest`")),
			},
		};
		let (floor, cap) = (self.amount(entries, "floor")?, self.amount(entries, "cap")?);
		Ok(Take::Share { numerator, denominator, of, floor, cap })
	}
}

fn read_purpose(value: Value<'_>) -> Result<Purpose, Malformed> {
	let text = value.text()?;
	let fits = |purpose: &&Purpose| purpose.is_for_legs() && purpose_name(**purpose) == text;
	let expected = "`goods`, `logistics`, `fee`, `commission` or `tax`";
	Purpose::ALL.iter().find(fits).copied().ok_or_else(|| value.malformed(expected))
}

/// The name of a purpose in files.
pub fn purpose_name(purpose: Purpose) -> &'static str {
	match purpose {
		Purpose::Transfer => "transfer",
		Purpose::Goods => "goods",
		Purpose::Logistics => "logistics",
		Purpose::Fee => "fee",
		Purpose::Commission => "commission",
		Purpose::Tax => "tax",
		Purpose::Issue => "issue",
		Purpose::Redeem => "redeem",
		Purpose::Return => "return",
		Purpose::Refund => "refund",
		Purpose::Unclaimed => "unclaimed",
	}
}

/// The words of a list as indices into a dictionary, which grows by those that it lacks.
fn read_words(
	entries: &Entries<'_>,
	key: &str,
	dictionary: &mut Vec<String>,
) -> Result<Vec<u16>, Malformed> {
	let Some(value) = entries.get(key) else {
		return Ok(Vec::new());
	};
	let words = value.array()?;
	value.ensure(!words.is_empty(), "a list of one word at least")?;
	let mut indices = Vec::new();
	for word in words {
		let text = word.text()?;
		let known = dictionary.iter().position(|known| known == text);
		let place = known.unwrap_or(dictionary.len());
		if known.is_none() {
			dictionary.push(text.to_owned());
		}
		let index = u16::try_from(place + 1).map_err(|_| word.malformed("fewer words"))?;
		indices.push(index);
	}
	Ok(indices)
}

fn place_in(names: &mut Vec<String>, value: Value<'_>) -> Result<u8, Malformed> {
	let text = value.text()?;
	place_of_name(names, text).ok_or_else(|| value.malformed("fewer slots: 255 at most"))
}

fn place_of_name(names: &mut Vec<String>, name: &str) -> Option<u8> {
	let known = names.iter().position(|known| known == name);
	let place = known.unwrap_or(names.len());
	if known.is_none() {
		names.push(name.to_owned());
	}
	u8::try_from(place).ok()
}
