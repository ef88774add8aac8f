// SPDX-License-Identifier: Apache-2.0

//! The files that a run writes, line by line. Every field is text as it stands in the file, so that
//! what is compared is what a reader sees.

use anyhow::Context;
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use std::{fs::File, path::Path};

/// A line of `legs.csv`: a leg and a posting of it, what was given back of it, or what is still held,
/// parked or owed of it.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct LegRow {
	/// The reference of the order.
	pub reference: String,
	/// The place of the leaf, from 1 on.
	pub leg: u8,
	/// The slot that the leg pays; empty for a transfer.
	pub slot: String,
	/// Who gets it, or was to get what went back; who gave back what was released; who is owed.
	pub participant: String,
	/// The bank of that participant.
	pub bank: String,
	/// The currency.
	pub currency: String,
	/// How much.
	pub amount: String,
	/// What for.
	pub purpose: String,
	/// `held`, `parked`, `posted`, `settled`, `refunded`, `returned`, `collected` or `owed`.
	pub status: String,
	/// The block of the posting, the last one of what was collected; empty for what is held, parked or
	/// owed.
	pub block: Option<u32>,
}

/// Whether a leg of this status waits for something: then it has no block.
pub fn is_open(status: &str) -> bool {
	matches!(status, "held" | "parked" | "owed")
}

/// A line of `balances.csv`: a customer's account.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct BalanceRow {
	/// Whose it is.
	pub participant: String,
	/// Its bank.
	pub bank: String,
	/// Its currency.
	pub currency: String,
	/// What the owner can spend.
	pub available: String,
	/// What is set aside.
	pub held: String,
}

/// A line of `positions.csv`: a bank in a cycle.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct PositionRow {
	/// The number of the cycle.
	pub cycle: u32,
	/// The currency.
	pub currency: String,
	/// The bank.
	pub bank: String,
	/// What it sent to other banks.
	pub sent: String,
	/// What it received from other banks.
	pub received: String,
	/// Received less sent.
	pub net: String,
	/// Its reserve before the settlement.
	pub reserve_before: String,
	/// Its reserve after the settlement.
	pub reserve_after: String,
	/// `open`, `closed` or `settled`.
	pub status: String,
}

/// A line of `refused.csv`: what the chain refused.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RefusedRow {
	/// The reference of the order or action.
	pub reference: String,
	/// The name of the error.
	pub error: String,
	/// What the error means and what can be done.
	pub detail: String,
}

/// Everything that a run leaves behind but its summary.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Rows {
	/// `legs.csv`.
	pub legs: Vec<LegRow>,
	/// `balances.csv`.
	pub balances: Vec<BalanceRow>,
	/// `positions.csv`.
	pub positions: Vec<PositionRow>,
	/// `refused.csv`.
	pub refused: Vec<RefusedRow>,
}

const LEGS: &[&str] = &[
	"reference",
	"leg",
	"slot",
	"participant",
	"bank",
	"currency",
	"amount",
	"purpose",
	"status",
	"block",
];
const BALANCES: &[&str] = &["participant", "bank", "currency", "available", "held"];
const POSITIONS: &[&str] = &[
	"cycle",
	"currency",
	"bank",
	"sent",
	"received",
	"net",
	"reserve_before",
	"reserve_after",
	"status",
];
const REFUSED: &[&str] = &["reference", "error", "detail"];

impl Rows {
	/// Writes the four files into `dir`.
	pub fn write(&self, dir: &Path) -> anyhow::Result<()> {
		std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
		write_table(dir, "legs.csv", LEGS, &self.legs)?;
		write_table(dir, "balances.csv", BALANCES, &self.balances)?;
		write_table(dir, "positions.csv", POSITIONS, &self.positions)?;
		write_table(dir, "refused.csv", REFUSED, &self.refused)
	}

	/// Reads the four files in `dir`.
	pub fn read(dir: &Path) -> anyhow::Result<Self> {
		Ok(Self {
			legs: read_table(dir, "legs.csv")?,
			balances: read_table(dir, "balances.csv")?,
			positions: read_table(dir, "positions.csv")?,
			refused: read_table(dir, "refused.csv")?,
		})
	}
}

/// Writes a table with its header, which a table without rows has too.
pub(crate) fn write_table(
	dir: &Path,
	name: &str,
	header: &[&str],
	rows: &[impl Serialize],
) -> anyhow::Result<()> {
	let path = dir.join(name);
	let mut writer = csv::WriterBuilder::new()
		.has_headers(false)
		.from_path(&path)
		.with_context(|| format!("cannot write {}", path.display()))?;
	writer.write_record(header)?;
	rows.iter().try_for_each(|row| writer.serialize(row))?;
	writer.flush().with_context(|| format!("cannot write {}", path.display()))
}

/// Reads a table.
pub(crate) fn read_table<T: DeserializeOwned>(dir: &Path, name: &str) -> anyhow::Result<Vec<T>> {
	let path = dir.join(name);
	let file = File::open(&path).with_context(|| format!("cannot read {}", path.display()))?;
	let rows: Result<_, _> = csv::Reader::from_reader(file).deserialize().collect();
	rows.with_context(|| format!("cannot read {}", path.display()))
}
