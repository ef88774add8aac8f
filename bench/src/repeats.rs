// SPDX-License-Identifier: Apache-2.0

//! What a leg costs when receivers come again within a block: the same splits of eight in a batch and
//! one by one, each leg first to an account of its own, then to ever fewer accounts.
//!
//! Writes and reads are those that the runtime asks of the state, counted in a round of its own after
//! all that are timed. A key that is written twice counts twice, though it goes to the database once.

use crate::{
	cast::{Cast, CARRIER_LEGS},
	measure::{Range, Sample},
	orders,
	ours::Ours,
	report::{ratio, thousandths},
};
use anyhow::Result;
use comfy_table::{presets, CellAlignment, Table};
use frame_support::storage::storage_prefix;
use serde_json::{json, Value};
use split_ledger_primitives::limits::BATCH_MAX;
use split_ledger_scenarios::Accesses;

/// How often each carrier comes again.
const REPEATS: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];

/// The same orders in two ways, for one number of carriers.
pub(crate) struct Line {
	repeats: usize,
	orders: usize,
	legs: usize,
	/// Everybody who pays or is paid.
	accounts: usize,
	batch: Way,
	single: Way,
}

/// One way to place them.
struct Way {
	/// Writes to rows of accounts.
	rows: u64,
	writes: u64,
	reads: u64,
	/// Nanoseconds a leg while the thread had a core, to import.
	import: Range,
}

/// Measures all numbers of carriers, each way in so many rounds.
pub(crate) fn measure(payments: usize, rounds: usize) -> Result<Vec<Line>> {
	let orders = payments.min(BATCH_MAX as usize);
	let mut cast = Cast::new(orders, orders * CARRIER_LEGS)?;
	let mut ours = Ours::start(&cast)?;
	cast.settle_in(&mut ours)?;
	let mut samples: Vec<[Vec<Sample>; 2]> = REPEATS.iter().map(|_| Default::default()).collect();
	let carriers = |repeats: usize| (orders * CARRIER_LEGS / repeats).max(CARRIER_LEGS);
	let mut name = 0;
	// The first round warms up, the last one counts: listening takes time.
	for round in 0..=rounds + 1 {
		ours.listen(round > rounds);
		for (repeats, samples) in REPEATS.into_iter().zip(&mut samples) {
			let first = carriers(repeats);
			name += 1;
			let batch = orders::batch(&mut ours, &cast, first, &format!("repeats-{name}"))?;
			let single = orders::split(&mut ours, &cast, first, &format!("repeats-{name}"))?;
			if round > 0 {
				samples[0].push(batch);
				samples[1].push(single);
			}
		}
		eprintln!("repeats, round {round} of {}", rounds + 1);
	}
	let lines = REPEATS.into_iter().zip(&samples).map(|(repeats, [batch, single])| Line {
		repeats,
		orders,
		legs: orders * orders::LEGS,
		// Platform and shop are the same for all.
		accounts: orders + carriers(repeats) + 2,
		batch: Way::of(batch),
		single: Way::of(single),
	});
	Ok(lines.collect())
}

impl Way {
	/// The last sample counted, the others are timed.
	fn of(samples: &[Sample]) -> Self {
		let nothing = Accesses::default();
		let (counted, timed) = match samples.split_last() {
			Some((last, timed)) => (&last.work.accesses, timed),
			None => (&nothing, samples),
		};
		let a_leg = |sample: &Sample| {
			let nanos = sample.work.import.core.as_nanos() / (sample.legs as u128).max(1);
			u64::try_from(nanos).unwrap_or(u64::MAX)
		};
		Self {
			rows: counted.written_below(&storage_prefix(b"Ledger", b"Accounts")).values().sum(),
			writes: counted.written(),
			reads: counted.read(),
			import: Range::of(timed.iter().map(a_leg)),
		}
	}

	fn cells(&self, legs: usize) -> [String; 5] {
		let a_leg = |count: u64| thousandths(ratio(count, legs as u64));
		[
			self.rows.to_string(),
			self.writes.to_string(),
			a_leg(self.writes),
			a_leg(self.reads),
			thousandths(self.import.median),
		]
	}

	fn json(&self) -> Value {
		json!({
			"accountRowsWritten": self.rows,
			"writes": self.writes,
			"reads": self.reads,
			"importCoreNanosALeg": self.import.median,
		})
	}
}

/// Prints them, both ways side by side.
pub(crate) fn print(lines: &[Line]) {
	let head = [
		"each carrier",
		"orders",
		"legs",
		"accounts",
		"batch: rows",
		"writes",
		"a leg",
		"reads a leg",
		"us a leg",
		"single: rows",
		"writes",
		"a leg",
		"reads a leg",
		"us a leg",
	];
	let mut table = Table::new();
	table.load_preset(presets::ASCII_MARKDOWN).set_header(head);
	for line in lines {
		let counts = [line.orders, line.legs, line.accounts].map(|count| count.to_string());
		let ways = [&line.batch, &line.single].into_iter().flat_map(|way| way.cells(line.legs));
		table.add_row(std::iter::once(format!("{} x", line.repeats)).chain(counts).chain(ways));
	}
	for column in table.column_iter_mut() {
		column.set_cell_alignment(CellAlignment::Right);
	}
	println!("\nWhat a leg of a split of eight takes when its carriers come again in a block");
	println!("{table}");
	println!("\nrows: writes to rows of accounts. us: to import, core, median of the rounds.");
}

/// The same for programs.
pub(crate) fn json(lines: &[Line]) -> Value {
	let line = |line: &Line| {
		json!({
			"repeats": line.repeats,
			"orders": line.orders,
			"legs": line.legs,
			"accounts": line.accounts,
			"batch": line.batch.json(),
			"single": line.single.json(),
		})
	};
	lines.iter().map(line).collect()
}
