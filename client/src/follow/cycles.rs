// SPDX-License-Identifier: Apache-2.0

//! Cycles, their positions, and which banks settle payment by payment, in the file.

use super::{
	checks,
	file::{figure, Page},
	Follower,
};
use crate::chain::{events::Event, Block};
use anyhow::Context;
use codec::Decode;
use rusqlite::{params, types::Value};
use split_ledger_primitives::{
	views::{CycleView, PositionView},
	BankIndex, Currency, CycleNo,
};

/// A cycle takes the blocks from `opened` on; in the block `closed` the next one opened. `reason`: that of the
/// agent, none where it was due. A position above zero owes. Of a pair, `low` is the bank of the lower place.
pub(super) const TABLES: &str = "
	CREATE TABLE IF NOT EXISTS cycles (
		currency INTEGER, cycle INTEGER, opened INTEGER NOT NULL, closed INTEGER NOT NULL,
		settled INTEGER, date TEXT NOT NULL, reason TEXT, root TEXT NOT NULL,
		PRIMARY KEY (currency, cycle)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS positions (
		currency INTEGER, cycle INTEGER, bank INTEGER, sent NOT NULL,
		received NOT NULL, position NOT NULL,
		reserve_before NOT NULL, reserve_after NOT NULL,
		PRIMARY KEY (currency, cycle, bank)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS gross_pairs (
		currency INTEGER, low INTEGER, high INTEGER,
		PRIMARY KEY (currency, low, high)
	) WITHOUT ROWID;
";

/// A cycle that closed or was settled in a block, as it stood at the end of the block.
pub(super) struct Turned {
	pub(super) cycle: CycleView,
	pub(super) positions: Vec<PositionView>,
}

impl Follower<'_> {
	/// The cycles that closed or were settled in a block.
	pub(super) async fn turned(
		&self,
		events: &[Event],
		block: Block,
	) -> anyhow::Result<Vec<Turned>> {
		let mut named: Vec<_> = events.iter().filter_map(turn_of).collect();
		named.sort_unstable();
		named.dedup();
		let mut turned = Vec::new();
		for (currency, number) in named {
			let cycle = self.cycle(block, currency, number).await?;
			let args = (currency, Some(number));
			let positions: Vec<PositionView> =
				self.chain.ask(block, "ClearingApi_positions", &args).await?;
			turned.push(Turned { cycle, positions });
		}
		Ok(turned)
	}
}

/// The cycle of which an event tells that it closed or was settled.
fn turn_of(event: &Event) -> Option<(Currency, CycleNo)> {
	let tells = event.is("Clearing", "CycleClosed") || event.is("Clearing", "CycleSettled");
	tells.then(|| event.fields()).flatten()
}

/// Writes what closed and was settled, once its root is that of its blocks.
pub(super) fn write(
	page: &Page<'_>,
	block: u32,
	events: &[Event],
	turned: &[Turned],
) -> anyhow::Result<()> {
	for event in events {
		if event.is("Clearing", "CycleClosed") {
			let (currency, cycle, reason, count, root) = event
				.fields::<(Currency, CycleNo, CloseReason, u32, [u8; 32])>()
				.context("a close of another version")?;
			checks::whole_cycle(&page.roots(currency, cycle)?, count, root)
				.with_context(|| format!("cycle {cycle} of {currency}"))?;
			let found = turned.iter().map(|turned| &turned.cycle);
			let mut found = found.filter(|view| (view.currency, view.cycle) == (currency, cycle));
			let view = found.next().context("a cycle that closed and is not there")?;
			page.closed(block, view, reason, root)?;
		}
		if event.is("Clearing", "CycleSettled") {
			let (currency, cycle) =
				event.fields::<(Currency, CycleNo)>().context("a settlement of another version")?;
			page.settled(currency, cycle, block)?;
		}
	}
	turned.iter().try_for_each(|turned| page.positions(turned))
}

/// Writes what an event tells of pairs of banks, if anything.
pub(super) fn gross(page: &Page<'_>, event: &Event) -> anyhow::Result<()> {
	if !event.is("Clearing", "GrossSet") {
		return Ok(());
	}
	let (currency, a, b, gross) = event
		.fields::<(Currency, BankIndex, BankIndex, bool)>()
		.context("a pair of another version")?;
	page.pair(currency, a, b, gross)
}

/// Why a cycle closed.
#[derive(Decode)]
pub(super) enum CloseReason {
	/// It was due.
	#[codec(index = 0)]
	Schedule,
	/// The agent closed it.
	#[codec(index = 1)]
	Agent(Vec<u8>),
}

/// A sum as the file has it: as text where it does not fit an integer.
fn sum(of: i128) -> Value {
	i64::try_from(of).map_or_else(|_| Value::Text(of.to_string()), Value::Integer)
}

impl Page<'_> {
	/// Whether two banks settle payment by payment from now on.
	pub(super) fn pair(
		&self,
		currency: Currency,
		a: BankIndex,
		b: BankIndex,
		gross: bool,
	) -> anyhow::Result<()> {
		let statement = if gross {
			"INSERT OR IGNORE INTO gross_pairs VALUES (?1, ?2, ?3)"
		} else {
			"DELETE FROM gross_pairs WHERE currency = ?1 AND low = ?2 AND high = ?3"
		};
		self.change(statement, params![currency.0, a.0.min(b.0), a.0.max(b.0)])
	}

	pub(super) fn closed(
		&self,
		block: u32,
		view: &CycleView,
		reason: CloseReason,
		root: [u8; 32],
	) -> anyhow::Result<()> {
		let reason = match reason {
			CloseReason::Schedule => None,
			CloseReason::Agent(text) => Some(String::from_utf8_lossy(&text).into_owned()),
		};
		self.change(
			"INSERT INTO cycles VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7)",
			params![
				view.currency.0,
				view.cycle.0,
				view.opened,
				block,
				view.date.to_string(),
				reason,
				hex::encode(root),
			],
		)
	}

	pub(super) fn settled(
		&self,
		currency: Currency,
		cycle: CycleNo,
		block: u32,
	) -> anyhow::Result<()> {
		self.change(
			"UPDATE cycles SET settled = ?3 WHERE currency = ?1 AND cycle = ?2",
			params![currency.0, cycle.0, block],
		)
	}

	/// The positions of a cycle: with its settlement, once more with the reserves that moved.
	pub(super) fn positions(&self, turned: &Turned) -> anyhow::Result<()> {
		let Turned { cycle, positions } = turned;
		for position in positions {
			let total = |of: u128| sum(i128::try_from(of).unwrap_or(i128::MAX));
			self.change(
				"INSERT OR REPLACE INTO positions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
				params![
					cycle.currency.0,
					cycle.cycle.0,
					position.bank.0,
					total(position.sent),
					total(position.received),
					sum(position.position),
					figure(position.reserve_before),
					figure(position.reserve_after),
				],
			)?;
		}
		Ok(())
	}
}
