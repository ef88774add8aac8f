// SPDX-License-Identifier: Apache-2.0

use crate::{
	bundle::Order,
	rows::{read_table, write_table},
};
use anyhow::Context;
use serde::{de::DeserializeOwned, Deserialize, Serialize};
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
	/// When actions were done or refused, by their places, where anything depends on that: what stops the
	/// clocks of an order or lets them go on, and the end of a mandate.
	pub acted: BTreeMap<usize, Moment>,
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

/// The file of the times of actions.
const ACTED: &str = "acted.csv";
const ACTED_HEADER: &[&str] = &["action", "acted"];

/// A line of it: an action by its number, from 1 on.
#[derive(Deserialize, Serialize)]
struct ActedLine {
	action: usize,
	acted: u64,
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
		Self { placed, ended, ..Self::default() }
	}

	/// When an order was placed or tried.
	pub fn of(&self, order: &Order) -> Moment {
		self.orders.get(&order.reference).copied().unwrap_or(self.placed)
	}

	/// When a group was opened or a mandate given, by its reference.
	pub fn opened(&self, reference: &str) -> Moment {
		self.opened.get(reference).copied().unwrap_or(self.placed)
	}

	/// Writes the times of the orders, groups, mandates and actions into `dir`.
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
		write_table(dir, OPENED, OPENED_HEADER, &lines)?;
		let line = |(place, acted): (&usize, &Moment)| ActedLine {
			action: place.saturating_add(1),
			acted: acted.0,
		};
		let lines: Vec<_> = self.acted.iter().map(line).collect();
		write_table(dir, ACTED, ACTED_HEADER, &lines)
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
		let lines: Vec<OpenedLine> = read_if_there(dir, OPENED)?;
		let opened = lines.into_iter().map(|line| (line.reference, Moment(line.opened)));
		let lines: Vec<ActedLine> = read_if_there(dir, ACTED)?;
		let place = |line: &ActedLine| line.action.checked_sub(1);
		let acted = lines.iter().filter_map(|line| Some((place(line)?, Moment(line.acted))));
		let (placed, ended) = (time("placed")?, time("ended")?);
		let (orders, opened, acted) = (orders.collect(), opened.collect(), acted.collect());
		Ok(Self { orders, opened, acted, placed, ended })
	}
}

/// The lines of a file that runs from before there were any do not have.
fn read_if_there<T: DeserializeOwned>(dir: &Path, name: &str) -> anyhow::Result<Vec<T>> {
	match dir.join(name).exists() {
		true => read_table(dir, name),
		false => Ok(Vec::new()),
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
		let acted = BTreeMap::from([(0, Moment(8))]);
		let times = Times { orders, opened, acted, placed: Moment(7), ended: Moment(9) };

		times.write(dir.path())?;
		std::fs::write(dir.path().join("summary.json"), "{\"times\":{\"placed\":7,\"ended\":9}}")?;

		assert_eq!(Times::read(dir.path())?, times);
		Ok(())
	}
}
