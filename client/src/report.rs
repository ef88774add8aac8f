// SPDX-License-Identifier: Apache-2.0

//! What a run came to, for people: where the money went, what the banks settled, what was refused.

use crate::{
	currency::Unit,
	rows::{LegRow, PositionRow, RefusedRow, Rows},
};
use anyhow::{ensure, Context};
use serde::Serialize;
use std::collections::BTreeMap;

/// A run in three tables.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Report {
	/// By currency and purpose.
	pub money: Vec<MoneyLine>,
	/// Each bank in each cycle, as `positions.csv` has it.
	pub banks: Vec<PositionRow>,
	/// By error.
	pub refusals: Vec<RefusalLine>,
}

/// The legs of one purpose in one currency, in units of the currency.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct MoneyLine {
	/// The currency.
	pub currency: String,
	/// What the legs are for.
	pub purpose: String,
	/// How many lines of `legs.csv`.
	pub legs: usize,
	/// With their receivers, and settled between the banks or within one.
	pub settled: String,
	/// With their receivers, and owed between the banks in a cycle that is not settled.
	pub unsettled: String,
	/// Held for orders.
	pub held: String,
	/// Released, and waiting for an account that takes it.
	pub parked: String,
	/// Gone back to the payers.
	pub refunded: String,
	/// Given back by receivers to merchants.
	pub returned: String,
	/// Paid out of later credits to those who are owed it.
	pub collected: String,
	/// Still owed.
	pub owed: String,
}

/// What was refused for one reason.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct RefusalLine {
	/// How many orders and actions.
	pub count: usize,
	/// The name of the error.
	pub error: String,
	/// What it means.
	pub detail: String,
}

/// Amounts of legs by their status, in minor units.
#[derive(Default)]
struct Sums {
	legs: usize,
	of: BTreeMap<String, i128>,
}

impl Report {
	/// Adds up the files of a run. Fails where one of them has no such currency, amount or status.
	pub fn of(rows: &Rows) -> anyhow::Result<Self> {
		let mut sums = BTreeMap::<(Unit, &str), Sums>::new();
		for leg in &rows.legs {
			let unit = Unit::of_code(&leg.currency)
				.with_context(|| format!("legs.csv: no currency `{}`", leg.currency))?;
			sums.entry((unit, &leg.purpose)).or_default().add(unit, leg)?;
		}
		let money = sums.iter().map(|((unit, purpose), sums)| sums.line(*unit, purpose)).collect();
		Ok(Self { money, banks: rows.positions.clone(), refusals: refusals(&rows.refused) })
	}
}

impl Sums {
	fn add(&mut self, unit: Unit, leg: &LegRow) -> anyhow::Result<()> {
		let known =
			["held", "parked", "posted", "settled", "refunded", "returned", "collected", "owed"];
		ensure!(known.contains(&leg.status.as_str()), "legs.csv: no status `{}`", leg.status);
		let amount = unit.parse_signed(&leg.amount).map_err(|wanted| {
			anyhow::anyhow!("legs.csv: expected {wanted}, found `{}`", leg.amount)
		})?;
		self.legs += 1;
		*self.of.entry(leg.status.clone()).or_default() += amount;
		Ok(())
	}

	fn line(&self, unit: Unit, purpose: &str) -> MoneyLine {
		let of = |status| unit.format_signed(self.of.get(status).copied().unwrap_or_default());
		MoneyLine {
			currency: unit.to_string(),
			purpose: purpose.to_owned(),
			legs: self.legs,
			settled: of("settled"),
			unsettled: of("posted"),
			held: of("held"),
			parked: of("parked"),
			refunded: of("refunded"),
			returned: of("returned"),
			collected: of("collected"),
			owed: of("owed"),
		}
	}
}

/// The most frequent first.
fn refusals(rows: &[RefusedRow]) -> Vec<RefusalLine> {
	let mut counts = BTreeMap::<(&str, &str), usize>::new();
	for row in rows {
		*counts.entry((&row.error, &row.detail)).or_default() += 1;
	}
	let line = |((error, detail), count): (&(&str, &str), &usize)| RefusalLine {
		count: *count,
		error: (*error).to_owned(),
		detail: (*detail).to_owned(),
	};
	let mut lines: Vec<_> = counts.iter().map(line).collect();
	lines.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.error.cmp(&b.error)));
	lines
}

#[cfg(test)]
mod tests {
	use super::*;

	fn leg(currency: &str, purpose: &str, amount: &str, status: &str) -> LegRow {
		LegRow {
			reference: "o-1".into(),
			leg: 1,
			slot: "shop".into(),
			participant: "shop".into(),
			bank: "east".into(),
			currency: currency.into(),
			amount: amount.into(),
			purpose: purpose.into(),
			status: status.into(),
			block: None,
		}
	}

	fn refused(error: &str) -> RefusedRow {
		RefusedRow { reference: "o-2".into(), error: error.into(), detail: "why".into() }
	}

	#[test]
	fn money_is_added_up_by_currency_purpose_and_where_it_stands() {
		let legs = vec![
			leg("CNY", "goods", "9.50", "settled"),
			leg("CNY", "goods", "0.51", "settled"),
			leg("CNY", "goods", "3.00", "parked"),
			leg("CNY", "fee", "1.00", "posted"),
			leg("JPY", "goods", "7", "held"),
			leg("JPY", "goods", "8", "refunded"),
			leg("JPY", "return", "3", "returned"),
			leg("JPY", "collection", "2", "collected"),
			leg("JPY", "collection", "1", "owed"),
		];
		let report = Report::of(&Rows { legs, ..Rows::default() }).expect("sound rows");
		let told: Vec<_> =
			report
				.money
				.iter()
				.map(|line| {
					let MoneyLine { currency, purpose, legs, .. } = line;
					let MoneyLine { settled, unsettled, held, parked, refunded, .. } = line;
					format!("{currency} {purpose} {legs}: {settled} {unsettled} {held} {parked} {refunded}")
				})
				.collect();
		let backs = report.money.iter().filter(|line| line.settled == "0" && line.held == "0");
		let backs: Vec<_> = backs
			.map(|line| format!("{} {} {}", line.returned, line.collected, line.owed))
			.collect();
		assert_eq!(backs, ["0 2 1", "3 0 0"]);
		assert_eq!(
			told,
			[
				"CNY fee 1: 0.00 1.00 0.00 0.00 0.00",
				"CNY goods 3: 10.01 0.00 0.00 3.00 0.00",
				"JPY collection 2: 0 0 0 0 0",
				"JPY goods 2: 0 0 7 0 8",
				"JPY return 1: 0 0 0 0 0",
			]
		);
	}

	#[test]
	fn refusals_are_counted_by_reason_the_most_frequent_first() {
		let rows = vec![refused("over-cap"), refused("taken"), refused("taken")];
		let report = Report::of(&Rows { refused: rows, ..Rows::default() }).expect("sound rows");
		let told: Vec<_> =
			report.refusals.iter().map(|line| (line.count, line.error.as_str())).collect();
		assert_eq!(told, [(2, "taken"), (1, "over-cap")]);
	}

	#[test]
	fn a_line_that_makes_no_sense_is_named() {
		for (spoilt, named) in [
			(leg("XAU", "goods", "1.00", "settled"), "XAU"),
			(leg("CNY", "goods", "1.000", "settled"), "1.000"),
			(leg("CNY", "goods", "1.00", "lost"), "lost"),
		] {
			let refusal = Report::of(&Rows { legs: vec![spoilt], ..Rows::default() });
			let said = refusal.expect_err("spoilt").to_string();
			assert!(said.contains(named), "{said}");
		}
	}
}
