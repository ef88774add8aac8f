// SPDX-License-Identifier: Apache-2.0

//! How long it takes to resolve a queue of payments between banks, and how much of it settles: first in
//! first out, by itself with normal payments that pass waiting ones, and by the set that a search of so
//! many steps proposes. No chain is asked.

use crate::{
	measure::{Clock, Range},
	report::{ratio, thousandths},
};
use anyhow::{anyhow, Result};
use clearing_solver::{solve, Budget, Ended, Solution};
use comfy_table::{presets, CellAlignment, Table};
use netting::{
	gridlock, resolve, Bank, Banks, Item, NettingError, Priority, Room, Standing, PROPOSED_MAX,
};
use serde_json::{json, Value};
use split_ledger_primitives::{Amount, BankIndex, Total};

/// Payments of each queue, and the banks between which they are.
const QUEUES: [(usize, u8); 4] = [(40, 8), (100, 16), (1_000, 64), (10_000, 64)];
/// Steps of a search.
const STEPS: u64 = 200_000_000;

/// What became of one queue.
pub(crate) struct Line {
	payments: usize,
	banks: u8,
	/// All that it moves.
	total: Total,
	/// Microseconds while the thread had a core.
	netting: Range,
	resolution: Range,
	search_ms: u64,
	solution: Solution,
}

/// Resolves every queue in so many rounds, and searches it once.
pub(crate) fn measure(rounds: usize) -> Result<Vec<Line>> {
	QUEUES.into_iter().map(|(payments, banks)| line(payments, banks, rounds)).collect()
}

fn line(payments: usize, banks: u8, rounds: usize) -> Result<Line> {
	let (of_banks, items) = made_up(payments, banks);
	let timed = |work: &dyn Fn() -> Result<Total>| -> Result<Range> {
		let mut micros = Vec::new();
		// The first round warms up.
		for round in 0..=rounds {
			let clock = Clock::start();
			std::hint::black_box(work()?);
			let spent = clock.stop().core.as_micros();
			if round > 0 {
				micros.push(u64::try_from(spent).unwrap_or(u64::MAX));
			}
		}
		Ok(Range::of(micros))
	};
	let refused = |error: NettingError| anyhow!("a made-up queue is refused: {error:?}");
	let netting = timed(&|| Ok(gridlock(&of_banks, &items).map_err(refused)?.value))?;
	let resolution =
		timed(&|| Ok(resolve(&of_banks, &items, items.len()).map_err(refused)?.value))?;
	let clock = Clock::start();
	let budget = Budget { steps: STEPS, deadline: None };
	let solution = solve(&of_banks, &items, PROPOSED_MAX, budget, 1).map_err(refused)?;
	let search_ms = u64::try_from(clock.stop().core.as_millis()).unwrap_or(u64::MAX);
	let total = items.iter().map(Item::value).sum();
	eprintln!("queue of {payments} payments");
	Ok(Line { payments, banks, total, netting, resolution, search_ms, solution })
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
	/// A number below `sides`.
	fn below(&mut self, sides: u64) -> u64 {
		self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
		(self.0 >> 33) % sides
	}
}

/// A queue whose amounts are small, large and very large, one in twenty of them high, among banks that
/// have up to a fiftieth of what they are to pay.
fn made_up(payments: usize, banks: u8) -> (Banks, Vec<Item>) {
	let mut dice = Dice(u64::from(banks));
	let count = u64::from(banks);
	let bank = |place: u64| BankIndex(u8::try_from(place % count).unwrap_or_default());
	let items: Vec<Item> = (0..payments)
		.map(|_| {
			let debtor = dice.below(count);
			let creditor = bank(debtor + 1 + dice.below(count - 1));
			let size = (0..dice.below(5)).fold(100, |size: u64, _| size * 10);
			let amount = Amount(size + dice.below(9 * size));
			let priority = if dice.below(20) == 0 { Priority::High } else { Priority::Normal };
			Item::of(priority, bank(debtor), [(creditor, amount)])
		})
		.collect();
	let total: Total = items.iter().map(Item::value).sum();
	let each = u64::try_from(total).unwrap_or(u64::MAX) / count;
	let banks = (0..count).map(|place| {
		let reserve = Amount(each / 50_000 * dice.below(1_001));
		let standing = Standing { reserve, cap: reserve, ..Standing::default() };
		(bank(place), Bank { room: Room::of(&standing), strict: false })
	});
	(banks.collect(), items)
}

/// Thousandths of a total as a percentage.
fn percent(of: Total, to: Total) -> String {
	let [of, to] = [of, to].map(|total| u64::try_from(total).unwrap_or(u64::MAX));
	let tenths = ratio(of, to);
	format!("{}.{}%", tenths / 10, tenths % 10)
}

/// Prints them.
pub(crate) fn print(lines: &[Line]) {
	let head = [
		"payments",
		"banks",
		"FIFO ms",
		"settles",
		"by itself ms",
		"settles",
		"search ms",
		"settles",
		"at most",
		"proved",
	];
	let mut table = Table::new();
	table.load_preset(presets::ASCII_MARKDOWN).set_header(head);
	for line in lines {
		let Line { total, solution, .. } = line;
		table.add_row([
			line.payments.to_string(),
			line.banks.to_string(),
			thousandths(line.netting.median),
			percent(solution.netted.value, *total),
			thousandths(line.resolution.median),
			percent(solution.resolved.value, *total),
			line.search_ms.to_string(),
			percent(solution.value(), *total),
			percent(solution.bound, *total),
			if solution.ended == Ended::Proved { "yes" } else { "no" }.to_owned(),
		]);
	}
	for column in table.column_iter_mut() {
		column.set_cell_alignment(CellAlignment::Right);
	}
	println!("\nWhat settles of a queue, in value of all that waits");
	println!("{table}");
	println!("\nms: core, median of the rounds; of the search, one of {STEPS} steps at most.");
	println!(
		"at most: no set of up to {PROPOSED_MAX} payments settles more, or less than by itself."
	);
}

/// The same for programs.
pub(crate) fn json(lines: &[Line]) -> Value {
	let line = |line: &Line| {
		let Line { solution, .. } = line;
		json!({
			"payments": line.payments,
			"banks": line.banks,
			"value": line.total.to_string(),
			"nettingMicros": line.netting.median,
			"netted": solution.netted.value.to_string(),
			"resolutionMicros": line.resolution.median,
			"resolved": solution.resolved.value.to_string(),
			"searchMillis": line.search_ms,
			"found": solution.value().to_string(),
			"bound": solution.bound.to_string(),
			"proved": solution.ended == Ended::Proved,
		})
	};
	lines.iter().map(line).collect()
}
