// SPDX-License-Identifier: Apache-2.0

//! A bank's own file: what it booked for its customers.

use crate::currency::Unit;
use anyhow::{bail, Context};
use csv::StringRecord;
use split_ledger_primitives::{Date, OrderId, Uetr};
use std::{path::Path, str::FromStr};

/// An entry of a bank's own books.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnEntry {
	/// The line of the file.
	pub line: u64,
	/// The bank's own name for it.
	pub id: String,
	/// The account, by its number on the chain.
	pub account: u64,
	/// In minor units: above zero what came in.
	pub amount: i128,
	/// The currency.
	pub unit: Unit,
	/// When the bank booked it.
	pub date: Date,
	/// What it was booked for.
	pub named: Named,
	/// The leg of the order, where the bank says it.
	pub leg: Option<u8>,
}

/// By what a bank's entry names what it was booked for.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Named {
	/// The id of an order.
	Order(String),
	/// The reference of an order in messages of ISO 20022.
	Uetr(String),
	/// The reference of an act: an issue, a redemption, a release, a return.
	Reference(String),
}

/// Where the columns of a file are.
struct Columns {
	id: usize,
	account: usize,
	amount: usize,
	currency: usize,
	date: usize,
	order: Option<usize>,
	uetr: Option<usize>,
	reference: Option<usize>,
	leg: Option<usize>,
}

/// Reads a file, or says in which line and column it cannot be read.
pub fn read(path: &Path) -> anyhow::Result<Vec<OwnEntry>> {
	let of = || format!("cannot read {}", path.display());
	let mut reader =
		csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).with_context(of)?;
	let columns = Columns::of(reader.headers().with_context(of)?).with_context(of)?;
	let mut entries = Vec::new();
	for record in reader.records() {
		let record = record.with_context(of)?;
		let line = record.position().map_or(0, csv::Position::line);
		let entry = columns.entry(&record, line);
		entries.push(entry.with_context(|| format!("{}, line {line}", path.display()))?);
	}
	Ok(entries)
}

impl Columns {
	fn of(header: &StringRecord) -> anyhow::Result<Self> {
		let place = |name: &str| header.iter().position(|column| column == name);
		let needed = |name: &str| {
			place(name).with_context(|| {
				format!(
					"it has no column `{name}`: a bank's file has id, account, amount, currency and date, and \
					 order, uetr or reference"
				)
			})
		};
		Ok(Self {
			id: needed("id")?,
			account: needed("account")?,
			amount: needed("amount")?,
			currency: needed("currency")?,
			date: needed("date")?,
			order: place("order"),
			uetr: place("uetr"),
			reference: place("reference"),
			leg: place("leg"),
		})
	}

	fn entry(&self, record: &StringRecord, line: u64) -> anyhow::Result<OwnEntry> {
		let code = field(record, Some(self.currency));
		let unit = Unit::of_code(code)
			.with_context(|| format!("currency: expected a code of ISO 4217, found `{code}`"))?;
		let leg = match field(record, self.leg) {
			"" => None,
			_ => Some(parsed(record, self.leg, "leg", "a number from 1 to 50")?),
		};
		let wanted = "whole minor units such as -700";
		Ok(OwnEntry {
			line,
			id: field(record, Some(self.id)).to_owned(),
			account: parsed(record, Some(self.account), "account", "the number of an account")?,
			amount: parsed(record, Some(self.amount), "amount", wanted)?,
			unit,
			date: parsed(record, Some(self.date), "date", "a date such as 2026-11-22")?,
			named: self.named(record)?,
			leg,
		})
	}

	fn named(&self, record: &StringRecord) -> anyhow::Result<Named> {
		if !field(record, self.order).is_empty() {
			let wanted = "the id of an order, 0x and 44 hex digits";
			let id: OrderId = parsed(record, self.order, "order", wanted)?;
			return Ok(Named::Order(id.to_string()));
		}
		if !field(record, self.uetr).is_empty() {
			let uetr: Uetr = parsed(record, self.uetr, "uetr", "a UUID of version 4")?;
			return Ok(Named::Uetr(uetr.to_string()));
		}
		match field(record, self.reference) {
			"" => bail!("it names neither an order, nor a uetr, nor a reference"),
			text => Ok(Named::Reference(text.to_owned())),
		}
	}
}

/// A field; nothing where there is no such column.
fn field(record: &StringRecord, place: Option<usize>) -> &str {
	place.and_then(|place| record.get(place)).unwrap_or_default()
}

fn parsed<T: FromStr>(
	record: &StringRecord,
	place: Option<usize>,
	column: &str,
	wanted: &str,
) -> anyhow::Result<T> {
	let text = field(record, place);
	text.parse().ok().with_context(|| format!("{column}: expected {wanted}, found `{text}`"))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn read_text(text: &str) -> anyhow::Result<Vec<OwnEntry>> {
		let folder = tempfile::tempdir()?;
		let path = folder.path().join("ours.csv");
		std::fs::write(&path, text)?;
		read(&path)
	}

	#[test]
	fn an_entry_names_an_order_a_uetr_or_a_reference() -> anyhow::Result<()> {
		let order = "0x4e200000006601010101010101010101010101010101";
		let uetr = "c1837d77-f9e6-4dc6-8c7a-bb7d555e04b5";
		let entries = read_text(&format!(
			"id,account,amount,currency,date,order,leg,uetr,reference,note\n\
			 a,21,700,CNY,2024-10-04,{order},1,,,any\n\
			 b,21,-7,CNY,2024-10-04,,,{uetr},,\n\
			 c,22,7,JPY,2024-10-05,,,, out-1 ,\n"
		))?;
		let [a, b, c] = entries.as_slice() else { panic!("three entries: {entries:?}") };
		assert_eq!((&a.named, a.leg, a.line), (&Named::Order(order.to_owned()), Some(1), 2));
		assert_eq!((&b.named, b.leg, b.amount), (&Named::Uetr(uetr.to_owned()), None, -7));
		assert_eq!((&c.named, c.unit.code()), (&Named::Reference("out-1".to_owned()), "JPY"));
		Ok(())
	}

	#[test]
	fn what_cannot_be_read_is_told_by_line_and_column() {
		for (line, said) in [
			("a,21,7.00,CNY,2024-10-04,r", "line 2: amount: expected whole minor units"),
			("a,x,7,CNY,2024-10-04,r", "line 2: account"),
			("a,21,7,XAU,2024-10-04,r", "line 2: currency"),
			("a,21,7,CNY,04.10.2024,r", "line 2: date"),
			("a,21,7,CNY,2024-10-04,", "line 2: it names neither"),
			("a,21,7,CNY", "cannot read"),
		] {
			let text = format!("id,account,amount,currency,date,reference\n{line}\n");
			let refused = read_text(&text).expect_err(line);
			assert!(format!("{refused:#}").contains(said), "{refused:#}");
		}
		let refused = read_text("id,account,amount,date\n").expect_err("no currency");
		assert!(format!("{refused:#}").contains("no column `currency`"), "{refused:#}");
	}
}
