// SPDX-License-Identifier: Apache-2.0

//! What a rule set would make of orders: one at a time, from files alone, without a node.

use crate::{
	bundle::{Bundle, Labels, Order, Release},
	currency::Unit,
	expected::{Plan, Refusal},
	rules::{attributes_of, inputs_of},
};
use anyhow::{bail, Context};
use split_ledger_primitives::{limits::SHARE_CAP_PPM, Amount, Date, Moment, Total};
use split_rules::{Part, ValidRuleSet};
use std::{
	collections::{BTreeMap, BTreeSet},
	io::Read,
};

/// The whole, in millionths.
const WHOLE_PPM: Total = 1_000_000;

/// An order, as far as its rule set sees it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Line {
	/// The submitter's own text.
	pub reference: String,
	/// How much.
	pub amount: Amount,
	/// The date of the reference.
	pub date: Option<Date>,
	/// What it says of itself.
	pub labels: Labels,
	/// The slots that somebody fills, where the file says it.
	pub slots: Option<Vec<String>>,
	/// The amounts that it brings to the rule.
	pub inputs: Vec<(String, Amount)>,
}

/// What would become of an order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Previewed {
	/// Its reference.
	pub reference: String,
	/// How much it is.
	pub amount: Amount,
	/// Its case and legs, zeros included, or why it would be refused.
	pub outcome: Result<(u8, Vec<Part>), Refusal>,
}

/// What would become of an order, by what its line says: parties are known by their slots only.
pub fn preview(rules: &ValidRuleSet, line: &Line, at: Moment) -> Previewed {
	let outcome = divide(rules, line, at);
	Previewed { reference: line.reference.clone(), amount: line.amount, outcome }
}

fn divide(rules: &ValidRuleSet, line: &Line, at: Moment) -> Result<(u8, Vec<Part>), Refusal> {
	let set = rules.rule_set();
	if line.amount.is_zero() {
		return Err(Refusal::of("zero-amount", "an order of nothing"));
	}
	let inputs = inputs_of(&line.inputs, set)
		.map_err(|name| Refusal::of("input-left-over", format!("no leg takes `{name}`")))?;
	let found = rules
		.allocate(line.amount, &attributes_of(&line.labels, set), at, &inputs)
		.map_err(|error| Refusal::of("rule-refuses", error.to_string()))?;
	for leg in &found.legs {
		let slot = set.slots.get(usize::from(leg.slot)).map_or("", String::as_str);
		let is_filled = |slots: &Vec<String>| slots.iter().any(|filled| filled == slot);
		if !line.slots.as_ref().is_none_or(is_filled) {
			return Err(Refusal::of("party-missing", format!("nobody fills `{slot}`")));
		}
	}
	let capped = found.legs.iter().filter(|leg| leg.purpose.counts_to_share_cap());
	let fees: Total = capped.map(|leg| leg.amount.total()).sum();
	let most = line.amount.total() * Total::from(SHARE_CAP_PPM) / WHOLE_PPM;
	if fees > most {
		let unit = Unit::of_number(set.currency);
		let told = |minor: Total| match unit.zip(i128::try_from(minor).ok()) {
			Some((unit, minor)) => unit.format_signed(minor),
			None => minor.to_string(),
		};
		let detail = format!("fees of {} are over {}", told(fees), told(most));
		return Err(Refusal::of("over-share-cap", detail));
	}
	Ok((found.case, found.legs))
}

/// What would become of an order of a bundle, by all that the bundle says of its parties. `name` is
/// what the bundle calls the rule set.
pub fn preview_in(bundle: &Bundle, name: &str, order: &Order, at: Moment) -> Previewed {
	// When it is released, and how old its reference is, has nothing to do with its rule.
	let rules = Some(name.to_owned());
	let order = Order { rules, date: None, release: Release::Now, ..order.clone() };
	let planned = Plan::of(&order, bundle, at);
	let outcome = planned.and_then(|_| divide(&bundle.rules[name], &line_of(&order), at));
	Previewed { reference: order.reference, amount: order.amount, outcome }
}

fn line_of(order: &Order) -> Line {
	Line {
		reference: order.reference.clone(),
		amount: order.amount,
		date: order.date,
		labels: order.labels.clone(),
		slots: None,
		inputs: order.inputs.clone(),
	}
}

/// The lines of an order file that are for a rule set, read one by one.
pub struct Lines<R> {
	records: csv::StringRecordsIntoIter<R>,
	header: csv::StringRecord,
	unit: Unit,
	only: Option<String>,
	/// Orders that were left out: of other currencies, of other rule sets, plain transfers.
	pub left_out: u64,
}

impl<R: Read> Lines<R> {
	/// The lines in the currency of the rule set; those that name the rule set `only`, where that is
	/// given.
	pub fn read(file: R, unit: Unit, only: Option<String>) -> anyhow::Result<Self> {
		let mut reader = csv::ReaderBuilder::new().from_reader(file);
		let header = reader.headers()?.clone();
		for needed in ["reference", "amount"] {
			if !header.iter().any(|name| name == needed) {
				bail!("line 1: expected a column `{needed}`");
			}
		}
		Ok(Self { records: reader.into_records(), header, unit, only, left_out: 0 })
	}

	fn cell<'a>(&self, record: &'a csv::StringRecord, column: &str) -> Option<&'a str> {
		record.get(self.header.iter().position(|name| name == column)?)
	}

	fn is_left_out(&self, record: &csv::StringRecord) -> bool {
		let rules = self.cell(record, "rules");
		let other_currency =
			self.cell(record, "currency").is_some_and(|code| code != self.unit.code());
		let other_rules = self.only.as_deref().is_some_and(|only| rules != Some(only));
		other_currency || other_rules || rules == Some("")
	}

	fn line(&self, record: &csv::StringRecord) -> anyhow::Result<Line> {
		let text = |column| self.cell(record, column).unwrap_or_default().to_owned();
		let date = match self.cell(record, "date") {
			None | Some("") => None,
			Some(date) => Some(date.parse().ok().context("expected a date such as `2026-11-22`")?),
		};
		let slots = self.cell(record, "parties").filter(|cell| !cell.is_empty());
		let slot = |part: &str| part.split_once('=').map_or(part, |(slot, _)| slot).to_owned();
		let inputs = text("inputs");
		let input = |part: &str| {
			let (name, value) = part.split_once('=').context("expected NAME=AMOUNT")?;
			Ok((name.to_owned(), self.amount(value)?))
		};
		Ok(Line {
			reference: text("reference"),
			amount: self.amount(&text("amount"))?,
			date,
			labels: Labels {
				channel: text("channel"),
				category: text("category"),
				promotion: text("promotion"),
				member_tier: text("member_tier"),
			},
			slots: slots.map(|cell| cell.split(';').map(slot).collect()),
			inputs: inputs
				.split(';')
				.filter(|part| !part.is_empty())
				.map(input)
				.collect::<anyhow::Result<_>>()?,
		})
	}

	fn amount(&self, text: &str) -> anyhow::Result<Amount> {
		let amount = self.unit.parse(text);
		amount.map_err(|expected| anyhow::anyhow!("expected {expected}, not `{text}`"))
	}
}

impl<R: Read> Iterator for Lines<R> {
	type Item = anyhow::Result<Line>;

	fn next(&mut self) -> Option<Self::Item> {
		loop {
			let record = match self.records.next()? {
				Ok(record) => record,
				Err(error) => return Some(Err(error.into())),
			};
			if self.is_left_out(&record) {
				self.left_out += 1;
				continue;
			}
			let line = record.position().map_or(0, |position| position.line());
			return Some(self.line(&record).with_context(|| format!("line {line}")));
		}
	}
}

/// How many orders, and how much they are together.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Sum {
	/// How many.
	pub orders: u64,
	/// How much, in minor units.
	pub amount: Total,
}

impl Sum {
	fn add(&mut self, amount: Amount) {
		self.orders += 1;
		self.amount += amount.total();
	}
}

/// What became of all orders together. What slots got adds up to what was divided, and that and what
/// was refused to all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Totals {
	/// All orders.
	pub all: Sum,
	/// Those that were divided.
	pub divided: Sum,
	/// Those that were refused, by the name of the reason.
	pub refused: BTreeMap<&'static str, Sum>,
	/// Those that were divided, by case.
	pub cases: BTreeMap<u8, Sum>,
	/// What each slot got, in minor units.
	pub slots: Vec<Total>,
	/// Slots that orders fill and no leg pays.
	pub unknown_slots: BTreeSet<String>,
}

impl Totals {
	/// Nothing yet, of a rule set.
	pub fn of(rules: &ValidRuleSet) -> Self {
		Self { slots: vec![0; rules.rule_set().slots.len()], ..Self::default() }
	}

	/// Adds what became of an order.
	pub fn add(&mut self, previewed: &Previewed) {
		self.all.add(previewed.amount);
		match &previewed.outcome {
			Ok((case, legs)) => {
				self.divided.add(previewed.amount);
				self.cases.entry(*case).or_default().add(previewed.amount);
				for leg in legs {
					if let Some(sum) = self.slots.get_mut(usize::from(leg.slot)) {
						*sum += leg.amount.total();
					}
				}
			}
			Err(refusal) => {
				self.refused.entry(refusal.error).or_default().add(previewed.amount);
			}
		}
	}

	/// Notes slots of an order that the rule set does not have.
	pub fn note_slots<'a>(
		&mut self,
		rules: &ValidRuleSet,
		filled: impl IntoIterator<Item = &'a String>,
	) {
		let known = &rules.rule_set().slots;
		self.unknown_slots.extend(filled.into_iter().filter(|slot| !known.contains(slot)).cloned());
	}
}

/// Shares of a whole in hundredths of a percent that add up to it: rounded down, then one more each by
/// falling fraction.
pub fn basis_points(parts: &[Total]) -> Vec<u32> {
	let whole: Total = parts.iter().sum();
	if whole == 0 {
		return vec![0; parts.len()];
	}
	let share = |part: &Total| u32::try_from(part * 10_000 / whole).unwrap_or(10_000);
	let mut shares: Vec<u32> = parts.iter().map(share).collect();
	let missing = 10_000_u32.saturating_sub(shares.iter().sum());
	let mut order: Vec<usize> = (0..parts.len()).collect();
	order.sort_by_key(|place| std::cmp::Reverse(parts[*place] * 10_000 % whole));
	for place in order.into_iter().take(missing as usize) {
		shares[place] += 1;
	}
	shares
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::bundle::{read_rule_set, Source};

	const RULES: &str = "\
name = \"market\"
currency = \"CNY\"
[[case]]
when = { channel = [\"app\"] }
legs = [
  { to = \"carrier\", take = \"input:freight\", purpose = \"logistics\" },
  { to = \"platform\", take = \"40%\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
[[case]]
legs = [
  { to = \"platform\", take = \"5%\", floor = \"0.10\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";
	const ORDERS: &str = "\
reference,currency,amount,rules,channel,parties,inputs
o1,CNY,100.00,market,,merchant=a;platform=b,
o2,CNY,10.00,market,app,merchant=a;platform=b;carrier=c,freight=1.00
o3,JPY,100,tokyo,,merchant=a,
o4,CNY,5.00,,,merchant=a,
o5,CNY,20.00,market,,merchant=a;platfrom=b,
o6,CNY,20.00,market,,,freight=1.00
o7,CNY,0.05,market,,,
";

	fn rules() -> ValidRuleSet {
		let source = Source::of_bytes("market.toml", RULES.as_bytes().to_vec());
		source.and_then(|source| read_rule_set(&source, "market")).expect("a rule set")
	}

	fn unit() -> Unit {
		Unit::of_code("CNY").expect("a currency")
	}

	#[test]
	fn orders_are_divided_or_refused_with_the_reason_and_all_sums_foot() {
		let rules = rules();
		let mut lines = Lines::read(ORDERS.as_bytes(), unit(), None).expect("an order file");
		let mut totals = Totals::of(&rules);
		let mut outcomes = Vec::new();
		for line in lines.by_ref() {
			let line = line.expect("a line");
			totals.note_slots(&rules, line.slots.iter().flatten());
			let previewed = preview(&rules, &line, Moment(0));
			totals.add(&previewed);
			let outcome = previewed.outcome.map_or_else(
				|refusal| refusal.error.to_owned(),
				|(case, legs)| {
					let amounts = legs.iter().map(|leg| leg.amount.to_string());
					format!("case {case}: {}", amounts.collect::<Vec<_>>().join(" "))
				},
			);
			outcomes.push(format!("{} {outcome}", previewed.reference));
		}

		assert_eq!(
			outcomes,
			[
				"o1 case 2: 500 9500",
				"o2 over-share-cap",
				"o5 party-missing",
				"o6 rule-refuses",
				"o7 rule-refuses",
			]
		);
		assert_eq!(lines.left_out, 2);
		assert_eq!(totals.unknown_slots, BTreeSet::from(["platfrom".to_owned()]));
		let refused: Total = totals.refused.values().map(|sum| sum.amount).sum();
		assert_eq!(totals.all.amount, totals.divided.amount + refused);
		assert_eq!(totals.slots.iter().sum::<Total>(), totals.divided.amount);
	}

	#[test]
	fn only_the_orders_of_one_rule_set_are_taken_where_one_is_named() {
		let named = |only: &str| {
			let lines = Lines::read(ORDERS.as_bytes(), unit(), Some(only.to_owned()));
			lines.expect("an order file").count()
		};
		assert_eq!((named("market"), named("tokyo")), (5, 0));
	}

	#[test]
	fn a_line_that_cannot_be_read_is_named_by_its_number() {
		let file = "reference,amount\no1,1.00\no2,1.001\n";
		let mut lines = Lines::read(file.as_bytes(), unit(), None).expect("an order file");
		assert!(lines.next().is_some_and(|line| line.is_ok()));
		let error = lines.next().and_then(Result::err).map(|error| format!("{error:#}"));
		assert!(
			error.as_ref().is_some_and(|error| error.starts_with("line 3: expected")),
			"{error:?}"
		);
		assert!(Lines::read("reference\n".as_bytes(), unit(), None).is_err());
	}

	#[test]
	fn shares_of_a_chart_add_up_to_the_whole() {
		assert_eq!(basis_points(&[1, 1, 1]), [3_334, 3_333, 3_333]);
		assert_eq!(basis_points(&[0, 7]), [0, 10_000]);
		assert_eq!(basis_points(&[0, 0]), [0, 0]);
	}
}
