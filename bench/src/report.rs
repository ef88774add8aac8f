// SPDX-License-Identifier: Apache-2.0

//! Tables for people, and JSON.

use crate::{
	measure::{Range, Sample, Spent},
	Options, Workload, WORKLOADS,
};
use comfy_table::{presets, CellAlignment, Table};
use serde_json::{json, Value};
use std::time::Duration;

/// What else the machine does.
pub(crate) struct Conditions {
	load: String,
}

impl Conditions {
	pub(crate) fn now() -> Self {
		let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
		let load: Vec<&str> = load.split_whitespace().take(3).collect();
		Self { load: load.join(" ") }
	}
}

/// The results of a run.
pub(crate) struct Report {
	lines: Vec<Line>,
	conditions: [Conditions; 2],
}

/// One way to pay over all rounds: nanoseconds and counts a payment.
struct Line {
	name: &'static str,
	payments: usize,
	extrinsics: usize,
	blocks: u32,
	build: Range,
	build_core: Range,
	import: Range,
	import_core: Range,
	finalise: Range,
	/// The median of the round by round ratios to the stock transfer, in thousandths: build, import.
	ratios: [Range; 2],
	declared: Range,
	/// In thousandths.
	writes: Range,
	bytes_per_leg: u64,
}

impl Report {
	pub(crate) fn new(samples: &[Vec<Sample>; 4], conditions: [Conditions; 2]) -> Self {
		let [.., stock] = samples;
		let lines = WORKLOADS.iter().zip(samples);
		let lines = lines.map(|(workload, samples)| Line::of(*workload, samples, stock));
		Self { lines: lines.collect(), conditions }
	}

	/// Prints both tables and what they stand on.
	pub(crate) fn print(&self) {
		let [before, after] = &self.conditions;
		println!(
			"\n{} cores, load average {} before and {} after",
			std::thread::available_parallelism().map_or(0, usize::from),
			before.load,
			after.load,
		);
		println!("\nMicroseconds a payment: median (least to most) of the rounds");
		println!("{}", self.times());
		println!("\nWhat a payment takes besides");
		println!("{}", self.counts());
		println!(
			"\ncore: only while this thread had a core. x stock: median of the rounds' ratios."
		);
	}

	fn times(&self) -> Table {
		let head = [
			"",
			"build",
			"build, core",
			"x stock",
			"import",
			"import, core",
			"x stock",
			"finalise",
		];
		table(&head, &self.lines, |line| {
			vec![
				micros(line.build),
				micros(line.build_core),
				thousandths(line.ratios[0].median),
				micros(line.import),
				micros(line.import_core),
				thousandths(line.ratios[1].median),
				micros(line.finalise),
			]
		})
	}

	fn counts(&self) -> Table {
		let head = [
			"",
			"payments",
			"transactions",
			"blocks",
			"declared us",
			"declared / import",
			"keys changed",
			"bytes a leg",
		];
		table(&head, &self.lines, |line| {
			vec![
				line.payments.to_string(),
				line.extrinsics.to_string(),
				line.blocks.to_string(),
				thousandths(line.declared.median),
				thousandths(ratio(line.declared.median, line.import.median)),
				thousandths(line.writes.median),
				line.bytes_per_leg.to_string(),
			]
		})
	}

	/// The same for programs: nanoseconds, thousandths where a name says milli.
	pub(crate) fn json(&self, options: &Options) -> Value {
		let [before, after] = &self.conditions;
		json!({
			"paymentsPerRound": options.payments,
			"rounds": options.rounds,
			"receivers": options.receivers,
			"cores": std::thread::available_parallelism().map_or(0, usize::from),
			"loadBefore": before.load,
			"loadAfter": after.load,
			"workloads": self.lines.iter().map(Line::json).collect::<Vec<_>>(),
		})
	}
}

impl Line {
	fn of(workload: Workload, samples: &[Sample], stock: &[Sample]) -> Self {
		let each = |of: fn(&Sample) -> Duration| {
			Range::of(samples.iter().map(|sample| sample.each(of(sample))))
		};
		let ratios = |of: fn(&Sample) -> Spent| {
			let pairs = samples.iter().zip(stock);
			Range::of(pairs.map(|(ours, theirs)| {
				ratio(ours.each(of(ours).wall), theirs.each(of(theirs).wall))
			}))
		};
		let last = samples.last();
		Self {
			name: name(workload),
			payments: last.map_or(0, |sample| sample.payments),
			extrinsics: last.map_or(0, |sample| sample.extrinsics),
			blocks: last.map_or(0, |sample| sample.work.blocks),
			build: each(|sample| sample.work.build.wall),
			build_core: each(|sample| sample.work.build.core),
			import: each(|sample| sample.work.import.wall),
			import_core: each(|sample| sample.work.import.core),
			finalise: each(|sample| sample.work.finalise.wall),
			ratios: [ratios(|sample| sample.work.build), ratios(|sample| sample.work.import)],
			declared: each(|sample| sample.work.declared),
			writes: Range::of(
				samples.iter().map(|sample| ratio(sample.work.writes, sample.payments as u64)),
			),
			bytes_per_leg: last.map_or(0, |sample| (sample.bytes / sample.legs.max(1)) as u64),
		}
	}

	fn json(&self) -> Value {
		json!({
			"name": self.name,
			"payments": self.payments,
			"transactions": self.extrinsics,
			"blocks": self.blocks,
			"buildNanos": range(self.build),
			"buildCoreNanos": range(self.build_core),
			"importNanos": range(self.import),
			"importCoreNanos": range(self.import_core),
			"finaliseNanos": range(self.finalise),
			"buildToStockMilli": range(self.ratios[0]),
			"importToStockMilli": range(self.ratios[1]),
			"declaredNanos": range(self.declared),
			"keysChangedMilli": range(self.writes),
			"bytesPerLeg": self.bytes_per_leg,
		})
	}
}

fn name(workload: Workload) -> &'static str {
	match workload {
		Workload::Plain => "a plain payment",
		Workload::Split => "b split of eight",
		Workload::Batch => "c split of eight, batched",
		Workload::Stock => "d stock transfer",
	}
}

fn table(head: &[&str], lines: &[Line], cells: impl Fn(&Line) -> Vec<String>) -> Table {
	let mut table = Table::new();
	table.load_preset(presets::ASCII_MARKDOWN).set_header(head);
	for line in lines {
		table.add_row(std::iter::once(line.name.to_string()).chain(cells(line)));
	}
	for column in table.column_iter_mut().skip(1) {
		column.set_cell_alignment(CellAlignment::Right);
	}
	table
}

fn range(range: Range) -> Value {
	json!({ "median": range.median, "least": range.least, "most": range.most })
}

fn micros(range: Range) -> String {
	let short = thousandths;
	format!("{} ({} to {})", short(range.median), short(range.least), short(range.most))
}

/// A number of thousandths with one place.
pub(crate) fn thousandths(number: u64) -> String {
	let tenths = number.saturating_add(50) / 100;
	format!("{}.{}", tenths / 10, tenths % 10)
}

/// In thousandths, rounded down.
pub(crate) fn ratio(of: u64, to: u64) -> u64 {
	of.saturating_mul(1_000) / to.max(1)
}
