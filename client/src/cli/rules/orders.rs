// SPDX-License-Identifier: Apache-2.0

//! What a rule set would have done to an order file: a row per order as it is read, and then what all
//! of them come to.

use super::super::{
	values::{hint, now},
	Context,
};
use crate::{
	bundle::{purpose_name, Bundle, Order},
	currency::Unit,
	preview::{basis_points, preview, preview_in, Lines, Previewed, Sum, Totals},
	rules::hash_of,
};
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressBarIter};
use serde_json::{json, Value};
use split_ledger_primitives::{Amount, Moment, Total};
use split_rules::ValidRuleSet;
use std::{fs::File, io::Write, path::PathBuf};
use unicode_width::UnicodeWidthStr;

/// Rows by which the widths of the columns are found.
const ROWS_AHEAD: usize = 1_000;
/// Characters of the longest bar.
const BAR: Total = 40;

#[derive(Args, Debug)]
pub(in crate::cli) struct Source {
	/// An order file: the columns of `orders.csv`, of which `reference` and `amount` must be there. All
	/// orders in the currency of the rule set are taken, but plain transfers.
	#[arg(long, value_name = "FILE")]
	orders: Option<PathBuf>,
	/// The folder of an order bundle: what its participants can be paid for, and its orders where no
	/// order file is named.
	#[arg(long, value_name = "DIR")]
	bundle: Option<PathBuf>,
	/// Takes only the orders that name this rule set.
	#[arg(long, value_name = "NAME", conflicts_with = "amount")]
	only: Option<String>,
	/// Shows what the orders come to, and no row per order.
	#[arg(long, conflicts_with = "amount")]
	totals: bool,
}

impl Source {
	/// Writes what becomes of the orders.
	pub(super) fn write(
		&self,
		rules: &ValidRuleSet,
		at: Option<Moment>,
		context: Context,
		out: &mut dyn Write,
	) -> anyhow::Result<()> {
		let set = rules.rule_set();
		let unit = Unit::of_number(set.currency).context("the rule set has a currency")?;
		let mut shown = Shown::begin(rules, unit, context, self.totals, out)?;
		match (&self.orders, &self.bundle) {
			(Some(file), None) => {
				let open = File::open(file).and_then(|open| Ok((open.metadata()?.len(), open)));
				let (bytes, open) =
					open.with_context(|| format!("cannot read {}", file.display()))?;
				let bar = ProgressBar::new(bytes);
				let read: ProgressBarIter<File> = bar.wrap_read(open);
				let named = || file.display().to_string();
				let mut lines = Lines::read(read, unit, self.only.clone()).with_context(named)?;
				for line in lines.by_ref() {
					let line = line.with_context(named)?;
					let of_date = line.date.map(|date| date.start());
					let at = at.or(of_date).unwrap_or_else(now);
					shown.totals.note_slots(rules, line.slots.iter().flatten());
					shown.add(&preview(rules, &line, at))?;
				}
				bar.finish_and_clear();
				shown.left_out = lines.left_out;
			}
			(file, Some(dir)) => {
				let mut bundle = Bundle::read_with(dir, file.as_deref())?;
				let orders = std::mem::take(&mut bundle.orders);
				bundle.rules.insert(set.name.clone(), rules.clone());
				for order in orders {
					if !self.takes(&order, unit) {
						shown.left_out += 1;
						continue;
					}
					let of_date = order.date.map(|date| date.start());
					let at = at.or(of_date).unwrap_or_else(now);
					shown.totals.note_slots(rules, order.parties.iter().map(|(slot, _)| slot));
					shown.add(&preview_in(&bundle, &set.name, &order, at))?;
				}
			}
			(None, None) => {}
		}
		shown.end()
	}

	fn takes(&self, order: &Order, unit: Unit) -> bool {
		let is_named = self.only.is_none() || order.rules == self.only;
		order.unit == unit && order.rules.is_some() && is_named
	}
}

/// What is written as orders come.
struct Shown<'a> {
	rules: &'a ValidRuleSet,
	unit: Unit,
	json: bool,
	only_totals: bool,
	out: &'a mut dyn Write,
	totals: Totals,
	left_out: u64,
	columns: Columns,
	is_first: bool,
}

impl<'a> Shown<'a> {
	fn begin(
		rules: &'a ValidRuleSet,
		unit: Unit,
		context: Context,
		only_totals: bool,
		out: &'a mut dyn Write,
	) -> anyhow::Result<Self> {
		let set = rules.rule_set();
		if context.json {
			let (name, hash) = (json!(set.name), json!(hash_of(set)));
			write!(out, "{{\"name\":{name},\"hash\":{hash},\"orders\":[")?;
		}
		let fixed = ["reference", "amount", "case"].map(str::to_owned);
		let slots = set.slots.iter().cloned();
		let header = fixed.into_iter().chain(slots).chain(["refused".to_owned()]).collect();
		Ok(Self {
			rules,
			unit,
			json: context.json,
			only_totals,
			out,
			totals: Totals::of(rules),
			left_out: 0,
			columns: Columns::of(header),
			is_first: true,
		})
	}

	fn add(&mut self, previewed: &Previewed) -> anyhow::Result<()> {
		self.totals.add(previewed);
		if self.only_totals {
			return Ok(());
		}
		if self.json {
			let comma = if std::mem::take(&mut self.is_first) { "" } else { "," };
			write!(self.out, "{comma}\n{}", self.row_json(previewed))?;
			return Ok(());
		}
		let row = self.row(previewed);
		Ok(self.columns.add(row, self.out)?)
	}

	fn row(&self, previewed: &Previewed) -> Vec<String> {
		let slots = self.rules.rule_set().slots.len();
		let mut row = vec![previewed.reference.clone(), self.unit.format(previewed.amount)];
		match &previewed.outcome {
			Ok((case, legs)) => {
				row.push(case.to_string());
				row.extend((0..slots).map(|slot| {
					let of_slot = legs.iter().filter(|leg| usize::from(leg.slot) == slot);
					let amounts: Vec<_> = of_slot.map(|leg| leg.amount).collect();
					let sum = Amount::checked_sum(amounts.iter().copied());
					sum.filter(|_| !amounts.is_empty())
						.map_or(String::new(), |it| self.unit.format(it))
				}));
				row.push(String::new());
			}
			Err(refusal) => {
				row.extend(vec![String::new(); slots + 1]);
				row.push(format!("{}: {}", refusal.error, refusal.detail));
			}
		}
		row
	}

	fn row_json(&self, previewed: &Previewed) -> Value {
		let Previewed { reference, amount, outcome } = previewed;
		match outcome {
			Ok((case, legs)) => {
				let slots = &self.rules.rule_set().slots;
				let leg = |leg: &split_rules::Part| {
					json!({
						"leg": leg.leg,
						"slot": slots.get(usize::from(leg.slot)),
						"amount": leg.amount,
						"purpose": purpose_name(leg.purpose),
					})
				};
				let legs: Vec<_> = legs.iter().map(leg).collect();
				json!({ "reference": reference, "amount": amount, "case": case, "legs": legs })
			}
			Err(refusal) => json!({
				"reference": reference,
				"amount": amount,
				"error": refusal.error,
				"detail": refusal.detail,
			}),
		}
	}

	fn end(mut self) -> anyhow::Result<()> {
		if self.json {
			let totals = self.totals_json();
			return Ok(writeln!(self.out, "\n],\"totals\":{totals}}}")?);
		}
		if !self.only_totals {
			self.columns.end(self.out)?;
			writeln!(self.out)?;
		}
		self.write_sums()?;
		self.write_chart()?;
		self.warn();
		Ok(())
	}

	fn write_sums(&mut self) -> std::io::Result<()> {
		let set = self.rules.rule_set();
		let mut rows = vec![("divided".to_owned(), self.totals.divided)];
		let cases = self.totals.cases.iter();
		rows.extend(cases.map(|(case, sum)| (format!("  by case {case}"), *sum)));
		let refused = self.totals.refused.values().fold(Sum::default(), |all, sum| Sum {
			orders: all.orders + sum.orders,
			amount: all.amount + sum.amount,
		});
		rows.push(("refused".to_owned(), refused));
		rows.extend(self.totals.refused.iter().map(|(error, sum)| (format!("  {error}"), *sum)));
		rows.push(("all".to_owned(), self.totals.all));
		let mut columns = Columns::of(
			[set.name.as_str(), "orders", self.unit.code()].map(str::to_owned).to_vec(),
		);
		for (name, sum) in rows {
			let amount = total(self.unit, sum.amount);
			columns.add(vec![name, sum.orders.to_string(), amount], self.out)?;
		}
		columns.end(self.out)?;
		if self.left_out > 0 {
			let count = self.left_out;
			writeln!(self.out, "left out: {count} of other currencies or rule sets, or transfers")?;
		}
		Ok(())
	}

	/// A bar for each party: what it gets of all that was divided.
	fn write_chart(&mut self) -> std::io::Result<()> {
		let whole = self.totals.divided.amount;
		if whole == 0 {
			return Ok(());
		}
		let slots = self.rules.rule_set().slots.iter().zip(&self.totals.slots);
		let amounts: Vec<_> = slots.clone().map(|(_, sum)| total(self.unit, *sum)).collect();
		let name_width = slots.clone().map(|(slot, _)| slot.width()).max().unwrap_or(0);
		let amount_width = amounts.iter().map(String::len).max().unwrap_or(0);
		let shares = basis_points(&self.totals.slots);
		writeln!(self.out)?;
		for (((slot, sum), amount), share) in slots.zip(&amounts).zip(shares) {
			let bar = bar(*sum, whole);
			let (percent, hundredths) = (share / 100, share % 100);
			let blanks = " ".repeat(name_width.saturating_sub(slot.width()));
			writeln!(
				self.out,
				"{slot}{blanks}  {bar:<40}  {percent:>3}.{hundredths:02}%  {amount:>amount_width$}"
			)?;
		}
		Ok(())
	}

	fn warn(&self) {
		for slot in &self.totals.unknown_slots {
			let hint = hint(slot, &self.rules.rule_set().slots);
			eprintln!("warning: orders have a party `{slot}`, whom no case pays{hint}");
		}
	}

	fn totals_json(&self) -> Value {
		let sum = |sum: &Sum| json!({ "orders": sum.orders, "amount": sum.amount.to_string() });
		let keyed =
			|rows: Vec<(String, Value)>| rows.into_iter().collect::<serde_json::Map<_, _>>();
		let slots = self.rules.rule_set().slots.iter().zip(&self.totals.slots);
		json!({
			"all": sum(&self.totals.all),
			"divided": sum(&self.totals.divided),
			"refused": keyed(
				self.totals.refused.iter().map(|(error, it)| ((*error).to_owned(), sum(it))).collect(),
			),
			"cases": keyed(
				self.totals.cases.iter().map(|(case, it)| (case.to_string(), sum(it))).collect(),
			),
			"parties": keyed(
				slots.map(|(slot, it)| (slot.clone(), json!(it.to_string()))).collect(),
			),
			"unknownParties": self.totals.unknown_slots,
			"leftOut": self.left_out,
		})
	}
}

/// A total in units of the currency. Totals of fewer than 2^63 orders fit.
fn total(unit: Unit, minor: Total) -> String {
	unit.format_signed(i128::try_from(minor).unwrap_or(i128::MAX))
}

/// A bar in eighths of a character, at least one eighth for whatever is not nothing.
fn bar(part: Total, whole: Total) -> String {
	const EIGHTHS: [&str; 8] =
		["", "\u{258f}", "\u{258e}", "\u{258d}", "\u{258c}", "\u{258b}", "\u{258a}", "\u{2589}"];
	let eighths = (part * BAR * 8 / whole).max(u128::from(part > 0));
	let full = usize::try_from(eighths / 8).unwrap_or_default();
	let rest = usize::try_from(eighths % 8).unwrap_or_default();
	format!("{}{}", "\u{2588}".repeat(full), EIGHTHS[rest])
}

/// A table that is written while it grows: the first rows tell how wide its columns are.
struct Columns {
	header: Vec<String>,
	ahead: Vec<Vec<String>>,
	widths: Option<Vec<usize>>,
}

impl Columns {
	fn of(header: Vec<String>) -> Self {
		Self { header, ahead: Vec::new(), widths: None }
	}

	fn add(&mut self, row: Vec<String>, out: &mut dyn Write) -> std::io::Result<()> {
		match &self.widths {
			Some(widths) => write_row(&row, widths, out),
			None => {
				self.ahead.push(row);
				if self.ahead.len() < ROWS_AHEAD {
					return Ok(());
				}
				self.end(out)
			}
		}
	}

	/// Writes what was held back.
	fn end(&mut self, out: &mut dyn Write) -> std::io::Result<()> {
		if self.widths.is_some() {
			return Ok(());
		}
		let rows = || std::iter::once(&self.header).chain(&self.ahead);
		let width = |place: usize| {
			rows().filter_map(|row| Some(row.get(place)?.width())).max().unwrap_or_default()
		};
		let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
		write_row(&self.header, &widths, out)?;
		let line: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
		writeln!(out, "|-{}-|", line.join("-|-"))?;
		for row in &self.ahead {
			write_row(row, &widths, out)?;
		}
		self.ahead.clear();
		self.widths = Some(widths);
		Ok(())
	}
}

/// Texts to the left, figures to the right.
fn write_row(row: &[String], widths: &[usize], out: &mut dyn Write) -> std::io::Result<()> {
	let is_figure = |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
	let cells = row.iter().zip(widths).map(|(cell, width)| {
		let blanks = " ".repeat(width.saturating_sub(cell.width()));
		if is_figure(cell) {
			format!("{blanks}{cell}")
		} else {
			format!("{cell}{blanks}")
		}
	});
	writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))
}
