// SPDX-License-Identifier: Apache-2.0

//! Running a bundle against a chain: set it up, place the orders, do the actions, close the cycles,
//! read back what came of it.

mod acted;
mod actions;
mod bodies;
mod directory;
mod disputes;
mod expiry;
mod export;
mod giving;
mod groups;
mod history;
mod keyring;
mod mandates;
mod memory;
mod milestones;
mod money;
mod numbers;
mod orders;
mod people;
mod postings;
mod references;
mod report;
mod resolution;
mod rule_sets;
mod sending;
mod standing;
mod turns;
mod votes;
mod waves;

pub(crate) use bodies::release_mode;
pub use directory::Directory;
pub use keyring::Keyring;
pub(crate) use keyring::WELL_KNOWN_BANKS;
pub use memory::Memory;
pub use money::Agent;
pub use numbers::Numbers;
pub use report::{Quiet, Report, Terminal};
pub(crate) use votes::{bank_account, vote, Decision};

use crate::{
	bundle::{Bundle, Participant, Who},
	chain::{Block, Chain},
	currency::Unit,
	expected::{compare, Run, Times},
	rows::Rows,
};
use serde::Serialize;
use serde_json::json;
use split_ledger_primitives::{Role, Roles};
use std::{cell::Cell, collections::BTreeMap, path::Path, time::Instant};

/// The settlement agent that is made where a bundle names none.
const AGENT: &str = "settlement-agent";

/// How to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
	/// Tries orders again that the chain refused before.
	pub retry_refused: bool,
}

/// A bundle, a chain, and all that is needed to bring them together.
pub struct Importer<'a> {
	/// The bundle.
	pub bundle: &'a Bundle,
	/// The chain.
	pub chain: &'a Chain,
	/// The keys.
	pub keys: &'a Keyring,
	/// What must be remembered between runs.
	pub memory: Memory,
	/// Where everybody is on the chain.
	pub directory: Directory,
	/// The settlement agents of the currencies.
	pub agents: BTreeMap<Unit, Agent>,
	/// Until which block this run has read what happened to orders.
	pub read_until: Cell<Option<u32>>,
	/// Where its groups and mandates are on the chain.
	pub numbers: Numbers,
	/// Who hears how far it is.
	pub report: &'a dyn Report,
	/// How to run.
	pub manner: Manner,
}

/// What came of placing the orders.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Placed {
	/// Placed by this run.
	pub placed: usize,
	/// Placed by an earlier run.
	pub already_there: usize,
	/// Refused by the chain, now or in an earlier run.
	pub refused: usize,
}

/// What came of a run.
#[derive(Debug, Serialize)]
pub struct Summary {
	/// Whether every leg, balance, position and refusal is as the bundle has it.
	pub verdict: bool,
	/// How many of everything.
	pub counts: serde_json::Value,
	/// What was checked.
	pub checks: Vec<Check>,
	/// When, in milliseconds since 1970 by the chain's clock, and how long it took.
	pub times: BTreeMap<&'static str, u64>,
}

/// Something that was checked.
#[derive(Debug, Serialize)]
pub struct Check {
	/// What.
	pub check: &'static str,
	/// Whether it holds.
	pub holds: bool,
	/// Where it does not.
	pub differences: Vec<String>,
}

/// The bundle with a settlement agent: its own, or one that is made.
pub fn with_agent(mut bundle: Bundle) -> (Bundle, Who) {
	let is_agent = |row: &Participant| row.roles.has(Role::SettlementAgent);
	let named = bundle.participants.iter().find(|(_, row)| is_agent(row)).map(|(who, _)| who);
	let agent = named.unwrap_or_else(|| {
		let taken = bundle.participants.named(AGENT).is_some();
		bundle.participants.push(Participant {
			name: if taken { format!("{AGENT}-of-the-banks") } else { AGENT.to_owned() },
			roles: Roles::of(&[Role::SettlementAgent]),
			sponsor: None,
			accounts: BTreeMap::new(),
			caps: BTreeMap::new(),
		})
	});
	(bundle, agent)
}

impl Importer<'_> {
	/// Runs the bundle and writes what came of it into `out`.
	pub async fn run(mut self, agent: Who, out: &Path) -> anyhow::Result<Summary> {
		let started = Instant::now();
		// Asked now: nodes discard the states of old blocks.
		let begun = self.chain.time(self.chain.final_block().await?).await?;
		self.set_up(agent).await?;
		let (placed, mut refused) = self.place_orders().await?;
		self.add_refused_numbers(&mut refused);
		self.look_up_leaders().await?;
		let acted = self.do_actions(&mut refused).await?;
		let closed = self.close_cycles().await?;

		let end = self.wait_for_all_groups().await?;
		let rows = self.export(end, refused).await?;
		rows.write(out)?;
		let times = self.times(end).await?;
		times.write(out)?;
		let mut summary = self.judge(&rows, &times);
		summary.counts["orders"] = json!(placed);
		summary.counts["actions"] = json!(acted);
		summary.counts["cycles_closed"] = json!(closed);
		summary.times = BTreeMap::from([
			("started", begun.0),
			("placed", times.placed.0),
			("ended", times.ended.0),
			("duration_ms", u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)),
			("final_block", end.number.into()),
		]);
		summary.write(out)?;
		Ok(summary)
	}

	/// Reads what came of an earlier run again, and writes it into `out`.
	pub async fn read_again(mut self, out: &Path) -> anyhow::Result<Summary> {
		self.look_up().await?;
		self.look_up_groups().await?;
		self.find_mandates().await?;
		self.look_up_leaders().await?;
		let end = self.wait_for_all_groups().await?;
		let mut refused = orders::RefusedRows::new();
		for (place, order) in self.bundle.orders.iter().enumerate() {
			let known = self.memory.refusal(self.name_order(order)?)?;
			refused.extend(known.map(|row| (place, row)));
		}
		self.known_action_refusals(&mut refused)?;
		self.add_refused_numbers(&mut refused);
		let rows = self.export(end, refused).await?;
		rows.write(out)?;
		let times = self.times(end).await?;
		times.write(out)?;
		let mut summary = self.judge(&rows, &times);
		summary.times = BTreeMap::from([("placed", times.placed.0), ("ended", times.ended.0)]);
		summary.write(out)?;
		Ok(summary)
	}

	/// When the orders were placed and actions done, by whichever run, or else refused, and when the results
	/// are read.
	async fn times(&mut self, end: Block) -> anyhow::Result<Times> {
		let ended = self.chain.time(end).await?;
		let mut orders = self.placed_at(end).await?;
		let placed = orders.values().max().copied().unwrap_or(ended);
		for order in &self.bundle.orders {
			if !orders.contains_key(&order.reference) {
				let tried = self.memory.tried(self.name_order(order)?)?;
				orders.extend(tried.map(|moment| (order.reference.clone(), moment)));
			}
		}
		let (opened, acted) = (self.numbers.opened.clone(), self.acted()?);
		Ok(Times { orders, opened, acted, placed, ended })
	}

	async fn set_up(&mut self, agent: Who) -> anyhow::Result<()> {
		self.look_up().await?;
		self.admit_people(agent).await?;
		self.open_currencies(agent).await?;
		self.open_accounts().await?;
		self.bring_money().await?;
		self.set_up_rules().await?;
		self.open_groups().await?;
		self.give_mandates().await
	}

	/// Looks everybody up again.
	async fn look_up(&mut self) -> anyhow::Result<Block> {
		let block = self.chain.final_block().await?;
		let all = &self.bundle.participants;
		self.directory = Directory::read(self.chain, block, all, self.keys).await?;
		Ok(block)
	}

	/// Compares what came of the run with what the bundle comes to.
	fn judge(&self, rows: &Rows, times: &Times) -> Summary {
		let expected = Run::of(self.bundle, times.clone()).rows();
		let differences = compare(&expected, rows);
		let check = |check, file| {
			let of_file = differences.iter().filter(|difference| difference.file == file);
			let differences: Vec<_> = of_file.map(ToString::to_string).collect();
			Check { check, holds: differences.is_empty(), differences }
		};
		Summary {
			verdict: differences.is_empty(),
			counts: json!({
				"participants": self.bundle.participants.iter().count(),
				"rule_sets": self.bundle.rules.len(),
				"legs": rows.legs.len(),
				"balances": rows.balances.len(),
				"positions": rows.positions.len(),
				"refused": rows.refused.len(),
			}),
			checks: vec![
				check("every leg is as the rules have it", "legs.csv"),
				check("every balance is opening plus received less sent", "balances.csv"),
				check("every position is the net of its legs and sums to zero", "positions.csv"),
				check("nothing was refused but what had to be", "refused.csv"),
			],
			times: BTreeMap::new(),
		}
	}
}

impl Summary {
	fn write(&self, out: &Path) -> anyhow::Result<()> {
		let text = serde_json::to_string_pretty(self)?;
		Ok(std::fs::write(out.join("summary.json"), format!("{text}\n"))?)
	}
}
