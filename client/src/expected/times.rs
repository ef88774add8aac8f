// SPDX-License-Identifier: Apache-2.0

use crate::{
	bundle::Order,
	rows::{read_table, write_table},
};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use split_ledger_primitives::Moment;
use std::{collections::BTreeMap, path::Path};

/// When a run took place: what the clock does, and what is refused as too late, depends on it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Times {
	/// When each order was placed, or else refused, by its reference. Runs are interrupted and taken
	/// up again, and files grow, so orders of one bundle may be days apart.
	pub orders: BTreeMap<String, Moment>,
	/// When each group was opened and each mandate given, or else refused to be, by its reference.
	pub opened: BTreeMap<String, Moment>,
	/// When orders were tried of which that is not known.
	pub placed: Moment,
	/// When the results were read.
	pub ended: Moment,
}

/// The file of the times of orders.
const FILE: &str = "placed.csv";
const HEADER: &[&str] = &["reference", "placed"];

/// The file of the times of groups and mandates.
const OPENED: &str = "opened.csv";
const OPENED_HEADER: &[&str] = &["reference", "opened"];

/// A line of it.
#[derive(Deserialize, Serialize)]
struct OpenedLine {
	reference: String,
	opened: u64,
}

/// A line of the file of orders.
#[derive(Deserialize, Serialize)]
struct Line {
	reference: String,
	placed: u64,
}

impl Times {
	/// Of a run whose orders were all placed at one moment.
	pub fn of_run(placed: Moment, ended: Moment) -> Self {
		Self { orders: BTreeMap::new(), opened: BTreeMap::new(), placed, ended }
	}

	/// When an order was placed or tried.
	pub fn of(&self, order: &Order) -> Moment {
		self.orders.get(&order.reference).copied().unwrap_or(self.placed)
	}

	/// When a group was opened or a mandate given, by its reference.
	pub fn opened(&self, reference: &str) -> Moment {
		self.opened.get(reference).copied().unwrap_or(self.placed)
	}

	/// Writes the times of the orders, groups and mandates into `dir`.
	pub fn write(&self, dir: &Path) -> anyhow::Result<()> {
		let line = |(reference, placed): (&String, &Moment)| Line {
			reference: reference.clone(),
			placed: placed.0,
		};
		let lines: Vec<_> = self.orders.iter().map(line).collect();
		write_table(dir, FILE, HEADER, &lines)?;
		let line = |(reference, opened): (&String, &Moment)| OpenedLine {
			reference: reference.clone(),
			opened: opened.0,
		};
		let lines: Vec<_> = self.opened.iter().map(line).collect();
		write_table(dir, OPENED, OPENED_HEADER, &lines)
	}

	/// Reads what a run wrote into `dir`.
	pub fn read(dir: &Path) -> anyhow::Result<Self> {
		let path = dir.join("summary.json");
		let text = std::fs::read_to_string(&path)
			.with_context(|| format!("cannot read {}: name the time by --at", path.display()))?;
		let summary: serde_json::Value = serde_json::from_str(&text)?;
		let time = |name: &str| {
			let ms = summary["times"][name].as_u64();
			ms.map(Moment).with_context(|| format!("{} has no time `{name}`", path.display()))
		};
		let lines: Vec<Line> = read_table(dir, FILE)?;
		let orders = lines.into_iter().map(|line| (line.reference, Moment(line.placed)));
		// Runs from before there were any have no such file.
		let lines: Vec<OpenedLine> = match dir.join(OPENED).exists() {
			true => read_table(dir, OPENED)?,
			false => Vec::new(),
		};
		let opened = lines.into_iter().map(|line| (line.reference, Moment(line.opened)));
		let (placed, ended) = (time("placed")?, time("ended")?);
		Ok(Self { orders: orders.collect(), opened: opened.collect(), placed, ended })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_times_of_a_run_read_back_as_they_were() -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let orders =
			BTreeMap::from([("a".to_owned(), Moment(5)), ("b, \"c\"".to_owned(), Moment(7))]);
		let opened = BTreeMap::from([("group/g".to_owned(), Moment(3))]);
		let times = Times { orders, opened, placed: Moment(7), ended: Moment(9) };

		times.write(dir.path())?;
		std::fs::write(dir.path().join("summary.json"), "{\"times\":{\"placed\":7,\"ended\":9}}")?;

		assert_eq!(Times::read(dir.path())?, times);
		Ok(())
	}
}
