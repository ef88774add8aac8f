// SPDX-License-Identifier: Apache-2.0

//! Statements as files.

use super::{
	iso,
	items::{utc, Status, Way},
	statement::{Custody, Position},
	Flow, Ledger, Period, Scope, Statement,
};
use anyhow::{ensure, Context};
use serde::Serialize;
use split_ledger_primitives::ParticipantId;
use std::{
	collections::{BTreeMap, BTreeSet},
	fs,
	path::{Path, PathBuf},
};

/// What a statement is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Format {
	/// Four files of lines.
	Csv,
	/// Messages between banks, and from a bank to its customers.
	#[value(name = "iso20022")]
	Iso20022,
}

/// A statement that was written.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
	/// The folder of its files.
	pub folder: PathBuf,
	/// Its number.
	pub statement: u32,
	/// What there was before, in minor units.
	pub opening: i128,
	/// What there is then.
	pub closing: i128,
	/// How many postings it has.
	pub postings: usize,
	/// How many items are parked, pending or failed.
	pub open: usize,
}

/// Writes the statement of a bank for a period, and for a date those of its customers, or of one of them.
pub fn write(
	ledger: &Ledger,
	scope: Scope,
	period: Period,
	out: &Path,
	formats: &[Format],
) -> anyhow::Result<Vec<Written>> {
	let bank = Scope { customer: None, ..scope };
	let folder =
		out.join(format!("bank-{}", scope.bank)).join(scope.unit.code()).join(period.name());
	let of_bank = Statement::of(ledger, bank, period)?;
	let mut written = vec![write_one(&of_bank, &folder, formats)?];
	if matches!(period, Period::Cycle(_)) {
		return Ok(written);
	}
	let mut customers: BTreeSet<_> =
		of_bank.balances.iter().map(|balance| ParticipantId(balance.owner)).collect();
	if let Some(customer) = scope.customer {
		customers.retain(|other| *other == customer);
		ensure!(
			!customers.is_empty(),
			"{customer} has no account in {} at bank {} that a block up to {} names",
			scope.unit,
			scope.bank,
			of_bank.over.last
		);
	}
	let failed = ledger.failed_for(scope.unit, &of_bank.over)?;
	for customer in customers {
		let folder = folder.join(format!("customer-{customer}"));
		let statement = of_bank.of_customer(customer, &failed)?;
		written.push(write_one(&statement, &folder, formats)?);
	}
	Ok(written)
}

fn write_one(statement: &Statement, folder: &Path, formats: &[Format]) -> anyhow::Result<Written> {
	let as_iso = formats.contains(&Format::Iso20022);
	let messages = if as_iso { iso::messages(statement)? } else { Vec::new() };
	fs::create_dir_all(folder)
		.with_context(|| format!("cannot make the folder {}", folder.display()))?;
	if formats.contains(&Format::Csv) {
		write_lines(&folder.join("statement.csv"), &summary(statement), &SUMMARY)?;
		write_lines(&folder.join("balances.csv"), &statement.balances, &BALANCES)?;
		write_lines(&folder.join("banks.csv"), &banks(statement), &BANKS)?;
		write_lines(&folder.join("items.csv"), &statement.items, &ITEMS)?;
	}
	for (name, bytes) in messages {
		let path = folder.join(format!("{name}.xml"));
		fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
	}
	let postings = statement.postings().count();
	Ok(Written {
		folder: folder.to_owned(),
		statement: statement.number(),
		opening: statement.opening(),
		closing: statement.closing(),
		postings,
		open: statement.items.len().saturating_sub(postings),
	})
}

const SUMMARY: [&str; 3] = ["line", "count", "value"];
const BALANCES: [&str; 7] =
	["account", "owner", "account_type", "opening", "credits", "debits", "closing"];
const BANKS: [&str; 7] = ["bank", "way", "sent_count", "sent", "received_count", "received", "net"];
const ITEMS: [&str; 23] = [
	"status",
	"account",
	"amount",
	"kind",
	"purpose",
	"way",
	"other",
	"other_bank",
	"other_owner",
	"date",
	"cycle",
	"block",
	"place",
	"time",
	"order",
	"leg",
	"submitter",
	"order_reference",
	"reference",
	"end_to_end",
	"uetr",
	"reason",
	"root",
];

/// Writes lines under a header, which is there also where no line is.
pub(super) fn write_lines<T: Serialize>(
	path: &Path,
	lines: &[T],
	header: &[&str],
) -> anyhow::Result<()> {
	let of = || format!("cannot write {}", path.display());
	let file = fs::File::create(path).with_context(of)?;
	let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(file);
	writer.write_record(header).with_context(of)?;
	for line in lines {
		writer.serialize(line).with_context(of)?;
	}
	writer.flush().with_context(of)
}

/// A line of `statement.csv`.
#[derive(Serialize)]
struct Line {
	line: String,
	count: Option<u32>,
	value: String,
}

/// A line of `banks.csv`.
#[derive(Serialize)]
struct BankLine {
	bank: u8,
	way: Way,
	sent_count: u32,
	sent: i128,
	received_count: u32,
	received: i128,
	net: i128,
}

fn banks(statement: &Statement) -> Vec<BankLine> {
	let line = |((bank, way), (sent, received)): (&(u8, Way), &(Flow, Flow))| BankLine {
		bank: *bank,
		way: *way,
		sent_count: sent.count,
		sent: sent.amount,
		received_count: received.count,
		received: received.amount,
		net: received.amount - sent.amount,
	};
	statement.banks.iter().map(line).collect()
}

fn summary(statement: &Statement) -> Vec<Line> {
	let mut lines = head(statement);
	let mut line = |name: &str, count: Option<u32>, value: i128| {
		lines.push(Line { line: name.to_owned(), count, value: value.to_string() });
	};
	line("opening", None, statement.opening());
	let of = |side: &BTreeMap<Way, Flow>, way| side.get(&way).copied().unwrap_or_default();
	for (name, way) in [
		("issued", Way::Issued),
		("received-own", Way::Own),
		("received-same-bank", Way::SameBank),
		("received-net", Way::Net),
		("received-gross", Way::Gross),
	] {
		let Flow { count, amount } = of(&statement.received, way);
		line(name, Some(count), amount);
	}
	for (name, way) in [
		("redeemed", Way::Redeemed),
		("sent-own", Way::Own),
		("sent-same-bank", Way::SameBank),
		("sent-net", Way::Net),
		("sent-gross", Way::Gross),
	] {
		let Flow { count, amount } = of(&statement.sent, way);
		line(name, Some(count), -amount);
	}
	line("closing", None, statement.closing());
	if let Some(position) = statement.position {
		let Position { sent, received, position, reserve_before, reserve_after } = position;
		line("cycle-sent", None, sent);
		line("cycle-received", None, received);
		line("cycle-position", None, position);
		line("reserve-before", None, reserve_before);
		line("reserve-after", None, reserve_after);
	}
	if let Some(Custody { due, owed, amount }) = statement.custody {
		line("due-from-unsettled-cycles", None, due);
		line("owed-to-unsettled-cycles", None, owed);
		line("custody", None, amount);
	}
	for (name, status) in
		[("parked", Status::Parked), ("pending", Status::Pending), ("failed", Status::Failed)]
	{
		let (comes, goes) = statement.open(status);
		line(&format!("{name}-in"), Some(comes.count), comes.amount);
		line(&format!("{name}-out"), Some(goes.count), -goes.amount);
	}
	lines
}

/// What a statement is about.
fn head(statement: &Statement) -> Vec<Line> {
	let Statement { scope, over, .. } = statement;
	let mut lines = Vec::new();
	let mut line = |name: &str, value: String| {
		lines.push(Line { line: name.to_owned(), count: None, value });
	};
	line("statement", over.number.to_string());
	line("bank", scope.bank.to_string());
	if let Some(customer) = scope.customer {
		line("customer", customer.to_string());
	}
	line("currency", scope.unit.code().to_owned());
	line("decimals", scope.unit.exponent().to_string());
	match over.period {
		Period::Cycle(cycle) => line("cycle", cycle.to_string()),
		Period::Date(date) => line("date", date.to_string()),
	}
	if let Some(cycle) = &over.cycle {
		line("cycle-date", cycle.date.clone());
		line("closed-because", cycle.reason.clone().unwrap_or_else(|| "it was due".to_owned()));
		line("cycle-status", if cycle.settled.is_some() { "settled" } else { "closed" }.to_owned());
		line("root", cycle.root.clone());
	}
	if over.cycle.is_none() {
		for (cycle, closed) in &statement.cycles {
			let root = closed.as_ref().map_or("open", |closed| closed.root.as_str());
			line(&format!("root-of-cycle-{cycle}"), root.to_owned());
		}
	}
	line("first-block", over.first.to_string());
	line("last-block", over.last.to_string());
	line("from", utc(over.from));
	line("until", utc(over.until));
	lines
}
