// SPDX-License-Identifier: Apache-2.0

//! Reports from a follower's file; no node is asked.

use super::{node::unit, show, Context};
use crate::{
	currency::Unit,
	reports::{self, ours, Break, Format, Ledger, Period, Reconciled, Scope},
};
use anyhow::{bail, ensure};
use clap::Args;
use split_ledger_primitives::{BankIndex, CycleNo, Date, ParticipantId};
use std::{path::PathBuf, process::ExitCode};

/// The follower's file, and the part of it that a report is about.
#[derive(Args, Debug)]
pub(super) struct Of {
	/// The file that `split-ledger follow` made.
	#[arg(long, value_name = "FILE", default_value = "split-ledger.sqlite")]
	file: PathBuf,
	/// The place of the bank.
	#[arg(long)]
	bank: u8,
	/// The currency [default: all in which the bank has accounts].
	#[arg(long, value_parser = unit)]
	currency: Option<Unit>,
	#[command(flatten)]
	when: When,
}

/// A cycle or a date.
#[derive(Args, Clone, Copy, Debug)]
#[group(required = true, multiple = false)]
struct When {
	/// The number of a cycle that closed.
	#[arg(long)]
	cycle: Option<u32>,
	/// A business date that is over.
	#[arg(long)]
	date: Option<Date>,
}

impl When {
	fn period(self) -> anyhow::Result<Period> {
		match (self.cycle, self.date) {
			(Some(cycle), None) => Ok(Period::Cycle(CycleNo(cycle))),
			(None, Some(date)) => Ok(Period::Date(date)),
			_ => bail!("name a cycle by --cycle, or a date by --date"),
		}
	}
}

impl Of {
	fn units(&self, ledger: &Ledger) -> anyhow::Result<Vec<Unit>> {
		let bank = self.bank;
		let mut units = ledger.units(BankIndex(bank))?;
		ensure!(!units.is_empty(), "bank {bank} has nothing as far as the file goes");
		if let Some(unit) = self.currency {
			units.retain(|other| *other == unit);
			ensure!(!units.is_empty(), "bank {bank} has nothing in {unit} as far as the file goes");
		}
		ensure!(
			self.when.cycle.is_none() || units.len() == 1,
			"bank {bank} has accounts in several currencies, each with cycles of its own: name one by \
			 --currency"
		);
		Ok(units)
	}

	fn scope(&self, unit: Unit) -> Scope {
		Scope { bank: BankIndex(self.bank), customer: None, unit }
	}
}

/// Writes statements and reconciliation files of a bank, and by date of its customers.
#[derive(Args, Debug)]
pub(super) struct Statements {
	#[command(flatten)]
	of: Of,
	/// Of its customers, only this participant; with --date.
	#[arg(long, conflicts_with = "cycle")]
	customer: Option<u32>,
	/// The folder for the files.
	#[arg(long, value_name = "DIR", default_value = "statements")]
	out: PathBuf,
	/// What to write [default: both].
	#[arg(long, value_name = "FORMAT")]
	format: Option<Format>,
}

impl Statements {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		let ledger = Ledger::open(&self.of.file)?;
		let period = self.of.when.period()?;
		let customer = self.customer.map(ParticipantId);
		let formats = self.format.map_or(vec![Format::Csv, Format::Iso20022], |one| vec![one]);
		let mut written = Vec::new();
		for unit in self.of.units(&ledger)? {
			let scope = Scope { customer, ..self.of.scope(unit) };
			written.extend(reports::write(&ledger, scope, period, &self.out, &formats)?);
		}
		show::answer(context, &written, |written| {
			let rows = written.iter().map(|one| {
				vec![
					one.folder.display().to_string(),
					one.statement.to_string(),
					one.opening.to_string(),
					one.closing.to_string(),
					one.postings.to_string(),
					one.open.to_string(),
				]
			});
			let header = ["folder", "number", "opening", "closing", "postings", "open items"];
			show::figures(show::table(&header, rows), &[1, 2, 3, 4, 5]).to_string()
		})
	}
}

/// Matches a bank's own file against the chain: orders, postings and the bank's entries.
#[derive(Args, Debug)]
pub(super) struct Reconcile {
	/// The bank's own file: CSV with id, account, amount (minor units), currency and date, and order, uetr or
	/// reference.
	#[arg(long, value_name = "FILE")]
	ours: PathBuf,
	#[command(flatten)]
	of: Of,
	/// Writes what does not agree into this file, as CSV.
	#[arg(long, value_name = "FILE")]
	out: Option<PathBuf>,
}

impl Reconcile {
	/// Succeeds if all agrees.
	pub(super) fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		let entries = ours::read(&self.ours)?;
		let ledger = Ledger::open(&self.of.file)?;
		let period = self.of.when.period()?;
		let units = self.of.units(&ledger)?;
		self.no_stranger(&entries, &units)?;
		let mut all = Reconciled { matched: 0, elsewhere: 0, breaks: Vec::new() };
		for unit in units {
			let of_unit = reports::reconcile(&ledger, self.of.scope(unit), period, &entries)?;
			all.matched = all.matched.saturating_add(of_unit.matched);
			all.elsewhere = all.elsewhere.saturating_add(of_unit.elsewhere);
			all.breaks.extend(of_unit.breaks);
		}
		all.breaks.sort();
		if let Some(path) = &self.out {
			reports::write_breaks(path, &all.breaks)?;
		}
		show::answer(context, &all, breaks)?;
		Ok(if all.breaks.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
	}

	/// Where no currency is named, none of the file may be left out unseen.
	fn no_stranger(&self, entries: &[ours::OwnEntry], units: &[Unit]) -> anyhow::Result<()> {
		let mut strangers = entries.iter().filter(|entry| !units.contains(&entry.unit));
		match strangers.next() {
			Some(entry) if self.of.currency.is_none() => bail!(
				"{}, line {}: as far as the file goes, nothing is in {} at bank {}",
				self.ours.display(),
				entry.line,
				entry.unit,
				self.of.bank
			),
			_ => Ok(()),
		}
	}
}

/// What does not agree, as people read it.
fn breaks(all: &Reconciled) -> String {
	let Reconciled { matched, elsewhere, breaks } = all;
	let count = format!("{matched} matched, {elsewhere} of other periods, {} breaks", breaks.len());
	if breaks.is_empty() {
		return count;
	}
	let rows = breaks.iter().map(|one: &Break| {
		let columns = [
			Some(one.kind.name().to_owned()),
			one.account.map(|account| account.to_string()),
			one.order.clone().or_else(|| one.reference.clone()),
			one.leg.map(|leg| leg.to_string()),
			one.here.map(|amount| amount.to_string()),
			one.at_bank.map(|amount| amount.to_string()),
			one.bank_entry.clone(),
			Some(one.detail.clone()),
		];
		columns.into_iter().map(Option::unwrap_or_default).collect()
	});
	let header = ["kind", "account", "order", "leg", "here", "at the bank", "entry", "detail"];
	format!("{}\n{count}", show::figures(show::table(&header, rows), &[1, 3, 4, 5]))
}

/// Counts orders by the payer's bank, channel and day: how many were placed and refused and why, and how long
/// it took until they were posted and settled.
#[derive(Args, Debug)]
pub(super) struct Stats {
	/// The file that `split-ledger follow` made.
	#[arg(long, value_name = "FILE", default_value = "split-ledger.sqlite")]
	file: PathBuf,
	/// The place of the payers' bank [default: all].
	#[arg(long)]
	bank: Option<u8>,
	/// The first date, UTC.
	#[arg(long, value_name = "DATE")]
	from: Option<Date>,
	/// The last date, UTC.
	#[arg(long, value_name = "DATE")]
	until: Option<Date>,
}

impl Stats {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		let Self { file, bank, from, until } = self;
		let ledger = Ledger::open(&file)?;
		let asked = reports::Asked { bank: bank.map(BankIndex), from, until };
		show::answer(context, &reports::stats(&ledger, asked)?, counts)
	}
}

const COUNTS: [&str; 13] = [
	"bank",
	"currency",
	"channel",
	"date",
	"placed",
	"refused",
	"success ppm",
	"open",
	"paid",
	"unpaid",
	"ms to posted",
	"settled",
	"ms to settled",
];

/// What was counted, as people read it.
fn counts(stats: &reports::Stats) -> String {
	let text = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
	let channel = |channel: Option<u16>| channel.map_or("transfer".to_owned(), |no| no.to_string());
	let bank = |bank: Option<u8>| bank.map_or("unknown".to_owned(), |place| place.to_string());
	let orders = stats.orders.iter().map(|line| {
		vec![
			bank(line.bank),
			line.currency.clone().unwrap_or_default(),
			channel(line.channel),
			line.date.clone(),
			line.placed.to_string(),
			line.refused.to_string(),
			line.success_ppm.to_string(),
			line.open.to_string(),
			line.paid.to_string(),
			line.unpaid.to_string(),
			text(line.to_posted_ms_median),
			line.settled.to_string(),
			text(line.to_settled_ms_median),
		]
	});
	let figures = [0, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12];
	let orders = show::figures(show::table(&COUNTS, orders), &figures);
	if stats.refused.is_empty() {
		return orders.to_string();
	}
	let refused = stats.refused.iter().map(|line| {
		vec![
			bank(line.bank),
			line.currency.clone().unwrap_or_default(),
			channel(line.channel),
			line.date.clone(),
			line.error.clone(),
			line.count.to_string(),
		]
	});
	let header = ["bank", "currency", "channel", "date", "refused because", "count"];
	format!("{orders}\n\n{}", show::figures(show::table(&header, refused), &[0, 2, 5]))
}
