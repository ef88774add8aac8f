// SPDX-License-Identifier: Apache-2.0

//! Measures how long blocks of payments take to build and to import: plain payments, splits of
//! eight, the same in batches, and the stock chain's transfer beside them in the same run; then queues of
//! payments between banks, which need no chain.
//!
//! Real wasm, real clients, each on a ParityDB in a temporary folder; no network, no pool, no
//! consensus. All is signed before a clock starts. `docs/performance.md` says what the numbers mean.

mod cast;
mod chain;
mod keys;
mod measure;
mod orders;
mod ours;
mod queues;
mod repeats;
mod report;
mod stock;

use anyhow::{ensure, Result};
use cast::Cast;
use clap::Parser;
use measure::Sample;
use ours::Ours;
use report::{Conditions, Report};
use std::path::PathBuf;
use stock::Stock;

/// Milliseconds of a slot.
const SLOT_MILLIS: u64 = 500;
/// The day of every run, in days since 1970: 2026-11-22.
const DAY: u16 = 20_779;
/// Eight in the morning of that day.
const FIRST_SLOT: u64 = (DAY as u64 * 86_400_000 + 8 * 3_600_000) / SLOT_MILLIS;

/// Measures blocks of payments beside blocks of the stock chain's transfers.
#[derive(Parser)]
#[command(version)]
struct Options {
	/// Payments of each workload in a round. Where the weight limit does not let them into one
	/// block, they fill several.
	#[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u16).range(2..=5000))]
	payments: u16,
	/// Rounds that count; one more goes before them.
	#[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=100))]
	rounds: u16,
	/// Accounts that six of the eight legs of a split go round.
	#[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(6..=30000))]
	receivers: u16,
	/// Write the results there too, as JSON.
	#[arg(long, value_name = "FILE")]
	json: Option<PathBuf>,
}

/// The ways to pay, in the order of the report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Workload {
	Plain,
	Split,
	Batch,
	Stock,
}

const WORKLOADS: [Workload; 4] =
	[Workload::Plain, Workload::Split, Workload::Batch, Workload::Stock];

fn main() -> Result<()> {
	let options = Options::parse();
	ensure!(!cfg!(debug_assertions), "times of a build without optimisation mean nothing");
	let before = Conditions::now();
	let payments = usize::from(options.payments);
	let receivers = usize::from(options.receivers);
	let mut cast = Cast::new(payments, receivers)?;
	let mut ours = Ours::start(&cast)?;
	cast.settle_in(&mut ours)?;
	ours.check()?;
	let mut stock = Stock::start(payments)?;

	let mut samples: [Vec<Sample>; 4] = Default::default();
	for round in 0..=usize::from(options.rounds) {
		// Who comes first takes turns, so that nobody always runs on warm or on cold caches.
		for turn in 0..WORKLOADS.len() {
			let place = (round + turn) % WORKLOADS.len();
			let sample = match WORKLOADS[place] {
				Workload::Plain => orders::plain(&mut ours, &cast, round)?,
				Workload::Split => orders::split(&mut ours, &cast, receivers, &round.to_string())?,
				Workload::Batch => orders::batch(&mut ours, &cast, receivers, &round.to_string())?,
				Workload::Stock => stock.transfers()?,
			};
			// The first round warms up.
			if round > 0 {
				samples[place].push(sample);
			}
		}
		eprintln!("round {round} of {}", options.rounds);
	}
	let report = Report::new(&samples, [before, Conditions::now()]);
	report.print();
	let repeats = repeats::measure(payments, options.rounds.into())?;
	repeats::print(&repeats);
	let queues = queues::measure(options.rounds.into())?;
	queues::print(&queues);
	if let Some(path) = &options.json {
		let mut json = report.json(&options);
		json["repeats"] = repeats::json(&repeats);
		json["queues"] = queues::json(&queues);
		std::fs::write(path, serde_json::to_vec_pretty(&json)?)?;
	}
	Ok(())
}
