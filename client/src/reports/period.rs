// SPDX-License-Identifier: Apache-2.0

use super::Ledger;
use crate::currency::Unit;
use anyhow::{bail, Context};
use rusqlite::types::Value;
use split_ledger_primitives::{CycleNo, Date, Moment, DAY_MS};

/// What of the time a report is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Period {
	/// A cycle.
	Cycle(CycleNo),
	/// A business date.
	Date(Date),
}

/// A period that is over. A date without a block stands as the last block before it left everything.
#[derive(Clone, Debug)]
pub(super) struct Over {
	pub(super) period: Period,
	/// The number of its statement: every period has one, so none is missing.
	pub(super) number: u32,
	/// Refusals are of it from this block on.
	pub(super) first: u32,
	/// Refusals are no more of it from this block on.
	pub(super) end: u32,
	/// The block at whose end parked and pending items are told.
	pub(super) last: u32,
	/// When the first block of it was made, and `last`.
	pub(super) from: Moment,
	pub(super) until: Moment,
	/// The cycle, where it is one.
	pub(super) cycle: Option<Cycle>,
}

/// A cycle that closed.
#[derive(Clone, Debug)]
pub(super) struct Cycle {
	opened: u32,
	closed: u32,
	pub(super) settled: Option<u32>,
	pub(super) date: String,
	pub(super) reason: Option<String>,
	pub(super) root: String,
}

impl Period {
	/// The column of an entry that says whether it is of this period.
	pub(super) fn column(self) -> &'static str {
		match self {
			Self::Cycle(_) => "cycle",
			Self::Date(_) => "date",
		}
	}

	/// What that column has for this period.
	pub(super) fn value(self) -> Value {
		match self {
			Self::Cycle(cycle) => Value::Integer(cycle.0.into()),
			Self::Date(date) => Value::Text(date.to_string()),
		}
	}

	/// Its name in files.
	pub(super) fn name(self) -> String {
		match self {
			Self::Cycle(cycle) => format!("cycle-{}", cycle.0),
			Self::Date(date) => date.to_string(),
		}
	}
}

impl Ledger {
	/// A period, if it is over.
	pub(super) fn over(&self, unit: Unit, period: Period) -> anyhow::Result<Over> {
		match period {
			Period::Cycle(cycle) => self.cycle_over(unit, cycle),
			Period::Date(date) => self.date_over(unit, date),
		}
	}

	/// A cycle that closed.
	pub(super) fn cycle(&self, unit: Unit, cycle: CycleNo) -> anyhow::Result<Option<Cycle>> {
		self.one(
			"SELECT opened, closed, settled, date, reason, root FROM cycles
			WHERE currency = ?1 AND cycle = ?2",
			(unit.number().0, cycle.0),
			|row| {
				Ok(Cycle {
					opened: row.get(0)?,
					closed: row.get(1)?,
					settled: row.get(2)?,
					date: row.get(3)?,
					reason: row.get(4)?,
					root: row.get(5)?,
				})
			},
		)
	}

	fn cycle_over(&self, unit: Unit, number: CycleNo) -> anyhow::Result<Over> {
		let Some(cycle) = self.cycle(unit, number)? else {
			bail!(
				"cycle {number} of {unit} has not closed as far as the file goes: wait for its close, and \
				 run `split-ledger follow`"
			)
		};
		let first = cycle.opened.max(1);
		Ok(Over {
			period: Period::Cycle(number),
			number: number.0.checked_add(1).context("there is no number for its statement")?,
			first,
			end: cycle.closed,
			last: cycle.closed,
			from: self.time(first)?,
			until: self.time(cycle.closed)?,
			cycle: Some(cycle),
		})
	}

	fn date_over(&self, unit: Unit, date: Date) -> anyhow::Result<Over> {
		let begin = date.start();
		let after = begin.plus(DAY_MS);
		let query =
			"SELECT min(number), max(number) FROM blocks WHERE time_ms >= ?1 AND time_ms < ?2";
		let of_date = self.one(query, (begin.0, after.0), |row| Ok((row.get(0)?, row.get(1)?)))?;
		let of_date: (Option<u32>, Option<u32>) = of_date.unwrap_or_default();
		let query = "SELECT min(time_ms), max(time_ms) FROM blocks";
		let all = self.one(query, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
		let (oldest, newest): (Option<u64>, Option<u64>) = all.unwrap_or_default();
		let (Some(oldest), Some(newest)) = (oldest, newest) else { bail!("the file is empty") };
		if newest < after.0 {
			bail!(
				"{date} is not over as far as the file goes: run `split-ledger follow` once it is"
			);
		}
		let (first, of_clock, end) = match of_date {
			(Some(first), Some(last)) => (first, last, last.saturating_add(1)),
			_ => {
				let query = "SELECT max(number) FROM blocks WHERE time_ms < ?1";
				let before = self.one(query, [begin.0], |row| row.get::<_, Option<u32>>(0))?;
				let before = before.flatten();
				let before =
					before.with_context(|| format!("the chain begins later than on {date}"))?;
				(before, before, before)
			}
		};
		// The business date is that of a block's slot, and its time a little later: the last postings of a
		// date may be in a block whose time is of the next one.
		let query = "SELECT max(block) FROM entries WHERE currency = ?1 AND date = ?2";
		let values = (unit.number().0, date.to_string());
		let posted = self.one(query, values, |row| row.get::<_, Option<u32>>(0))?.flatten();
		let last = posted.map_or(of_clock, |posted| posted.max(of_clock));
		let days =
			date.0.checked_sub(Moment(oldest).date().0).context("a date before the chain")?;
		Ok(Over {
			period: Period::Date(date),
			number: u32::from(days).saturating_add(1),
			first,
			end,
			last,
			from: self.time(first)?,
			until: self.time(last)?,
			cycle: None,
		})
	}
}
