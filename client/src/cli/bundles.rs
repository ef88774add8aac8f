// SPDX-License-Identifier: Apache-2.0

use super::{
	show::{self, figures, table},
	Context,
};
use crate::{
	bundle::{moment, Bundle},
	expected::{compare, Run, Times},
	generate::{generate, Wish},
	report::{MoneyLine, RefusalLine, Report},
	rows::{PositionRow, Rows},
};
use anyhow::{ensure, Context as _};
use clap::Args;
use serde_json::json;
use split_ledger_primitives::Moment;
use std::{fs, path::PathBuf, process::ExitCode, time::SystemTime};

#[derive(Args, Debug)]
pub(super) struct Generate {
	/// Decides everything that chance decides: the same seed gives the same bytes.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// How many orders, at least.
	#[arg(long, default_value_t = 2_000)]
	orders: usize,
	/// The folder to write into.
	#[arg(long, value_name = "DIR")]
	out: PathBuf,
	/// Lets some holds end at this moment, and waits for that in `actions.csv`.
	#[arg(long, value_name = "RFC 3339 TIME")]
	expire_at: Option<String>,
}

impl Generate {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		self.expire_at.as_deref().map(time_of).transpose()?;
		let wish = Wish { seed: self.seed, orders: self.orders, expire_at: self.expire_at };
		let made = generate(&wish, &self.out)?;
		let out = self.out.display().to_string();
		let answer = json!({
			"out": out,
			"participants": made.participants,
			"rules": made.rules,
			"orders": made.orders,
			"actions": made.actions,
		});
		show::answer(context, &answer, |_| {
			format!(
				"{} participants, {} rule sets, {} orders and {} actions in {out}",
				made.participants, made.rules, made.orders, made.actions
			)
		})
	}
}

/// A run that does not take place.
#[derive(Args, Debug)]
pub(super) struct Expect {
	/// The bundle.
	#[arg(long, value_name = "DIR")]
	data: PathBuf,
	/// The folder to write into.
	#[arg(long, value_name = "DIR")]
	out: PathBuf,
	/// When all orders are placed [default: now].
	#[arg(long, value_name = "RFC 3339 TIME")]
	at: Option<String>,
	/// When the results are read: holds that end before have ended [default: when they are placed].
	#[arg(long, value_name = "RFC 3339 TIME")]
	until: Option<String>,
}

impl Expect {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		let at = self.at.as_deref().map_or_else(|| Ok(now()), time_of)?;
		let until = self.until.as_deref().map_or(Ok(at), time_of)?;
		ensure!(at <= until, "the results cannot be read before the orders are placed");
		let bundle = Bundle::read(&self.data)?;
		let times = Times::of_run(at, until);
		let rows = Run::of(&bundle, times.clone()).rows();
		rows.write(&self.out)?;
		times.write(&self.out)?;
		let answer = json!({
			"orders": bundle.orders.len(),
			"actions": bundle.actions.len(),
			"legs": rows.legs.len(),
			"balances": rows.balances.len(),
			"positions": rows.positions.len(),
			"refused": rows.refused.len(),
			"times": { "placed": at.0, "ended": until.0 },
		});
		fs::write(self.out.join("summary.json"), serde_json::to_vec_pretty(&answer)?)?;
		show::answer(context, &answer, |_| {
			format!(
				"{} orders and {} actions come to {} legs, {} balances, {} positions and {} refusals",
				bundle.orders.len(),
				bundle.actions.len(),
				rows.legs.len(),
				rows.balances.len(),
				rows.positions.len(),
				rows.refused.len()
			)
		})
	}
}

/// The time of this machine.
fn now() -> Moment {
	let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
	Moment(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

fn time_of(text: &str) -> anyhow::Result<Moment> {
	moment(text).with_context(|| format!("`{text}` is no RFC 3339 time"))
}

#[derive(Args, Debug)]
pub(super) struct Verify {
	/// The bundle.
	#[arg(long, value_name = "DIR")]
	data: PathBuf,
	/// The folder that the run wrote into.
	#[arg(long, value_name = "DIR")]
	out: PathBuf,
	/// When the run took place, for orders that the clock releases or ends [default: what its
	/// summary.json, placed.csv, opened.csv and acted.csv say].
	#[arg(long, value_name = "RFC 3339 TIME")]
	at: Option<String>,
}

impl Verify {
	pub(super) fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		let bundle = Bundle::read(&self.data)?;
		let expected = Run::of(&bundle, self.times()?).rows();
		let found = Rows::read(&self.out)?;
		let differences = compare(&expected, &found);
		let listed: Vec<_> = differences.iter().map(ToString::to_string).collect();
		let answer = json!({
			"verdict": listed.is_empty(),
			"legs": found.legs.len(),
			"balances": found.balances.len(),
			"positions": found.positions.len(),
			"refused": found.refused.len(),
			"differences": listed,
		});
		show::answer(context, &answer, |_| {
			let compared = format!(
				"{} legs, {} balances, {} positions and {} refusals compared",
				found.legs.len(),
				found.balances.len(),
				found.positions.len(),
				found.refused.len()
			);
			match listed.len() {
				0 => format!("{compared}: all as the bundle has it"),
				count => format!("{compared}: {count} differences\n{}", listed.join("\n")),
			}
		})?;
		Ok(if listed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
	}
}

impl Verify {
	fn times(&self) -> anyhow::Result<Times> {
		if let Some(time) = &self.at {
			let at = time_of(time)?;
			return Ok(Times::of_run(at, at));
		}
		Times::read(&self.out)
	}
}

#[derive(Args, Debug)]
pub(super) struct Tell {
	/// The folder that the run wrote into.
	#[arg(long, value_name = "DIR")]
	out: PathBuf,
}

impl Tell {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		let report = Report::of(&Rows::read(&self.out)?)?;
		show::answer(context, &report, |report| {
			format!(
				"Where the money went\n{}\nWhat the banks settled\n{}\nWhat was refused\n{}",
				money(&report.money),
				banks(&report.banks),
				refusals(&report.refusals)
			)
		})
	}
}

fn money(lines: &[MoneyLine]) -> comfy_table::Table {
	let header = [
		"currency",
		"purpose",
		"legs",
		"settled",
		"unsettled",
		"held",
		"parked",
		"refunded",
		"returned",
		"collected",
		"owed",
	];
	let row = |line: &MoneyLine| {
		let MoneyLine { currency, purpose, legs, settled, unsettled, held, .. } = line.clone();
		let MoneyLine { parked, refunded, returned, collected, owed, .. } = line.clone();
		let legs = legs.to_string();
		let ways = [settled, unsettled, held, parked, refunded, returned, collected, owed];
		[currency, purpose, legs].into_iter().chain(ways).collect()
	};
	figures(table(&header, lines.iter().map(row)), &[2, 3, 4, 5, 6, 7, 8, 9, 10])
}

fn banks(rows: &[PositionRow]) -> comfy_table::Table {
	let header = [
		"currency",
		"cycle",
		"bank",
		"sent",
		"received",
		"net",
		"reserve before",
		"after",
		"status",
	];
	let row = |row: &PositionRow| {
		let PositionRow { cycle, currency, bank, sent, received, net, .. } = row.clone();
		let PositionRow { reserve_before, reserve_after, status, .. } = row.clone();
		let cycle = cycle.to_string();
		vec![currency, cycle, bank, sent, received, net, reserve_before, reserve_after, status]
	};
	figures(table(&header, rows.iter().map(row)), &[1, 3, 4, 5, 6, 7])
}

fn refusals(lines: &[RefusalLine]) -> comfy_table::Table {
	let row = |line: &RefusalLine| {
		let RefusalLine { count, error, detail } = line.clone();
		vec![count.to_string(), error, detail]
	};
	figures(table(&["count", "error", "meaning"], lines.iter().map(row)), &[0])
}
