// SPDX-License-Identifier: Apache-2.0

//! Clocks, and what they say of many rounds.

use split_ledger_scenarios::Accesses;
use std::{
	ops::AddAssign,
	time::{Duration, Instant},
};

/// Time on the wall, and time that this thread had a core. The second is nearly the same on a busy
/// machine; it leaves out the threads of the database.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
	pub(crate) wall: Duration,
	pub(crate) core: Duration,
}

impl AddAssign for Spent {
	fn add_assign(&mut self, other: Self) {
		self.wall += other.wall;
		self.core += other.core;
	}
}

/// A clock that runs.
pub(crate) struct Clock {
	wall: Instant,
	core: Duration,
}

impl Clock {
	pub(crate) fn start() -> Self {
		let core = on_core();
		Self { wall: Instant::now(), core }
	}

	pub(crate) fn stop(self) -> Spent {
		let wall = self.wall.elapsed();
		Spent { wall, core: on_core().saturating_sub(self.core) }
	}
}

/// How long this thread had a core so far; nothing where the system does not tell.
fn on_core() -> Duration {
	// The system counts when it switches threads: ask it to look.
	std::thread::yield_now();
	let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
	let nanos = told.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
	Duration::from_nanos(nanos.unwrap_or_default())
}

/// What some transactions cost, over all the blocks that they filled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Work {
	/// Building the blocks: from opening to the state root.
	pub(crate) build: Spent,
	/// Importing them on the other node: execution and commit.
	pub(crate) import: Spent,
	/// Making them final there: the state goes to its place in the database.
	pub(crate) finalise: Spent,
	/// Keys of the state whose value is another one after a block than before it.
	pub(crate) writes: u64,
	/// What the transactions declared.
	pub(crate) declared: Duration,
	/// How many blocks it took.
	pub(crate) blocks: u32,
	/// The encoded events, block by block.
	pub(crate) events: Vec<Vec<u8>>,
	/// What building the blocks read and wrote, where the chain listened.
	pub(crate) accesses: Accesses,
}

/// One round of one workload.
pub(crate) struct Sample {
	pub(crate) work: Work,
	pub(crate) payments: usize,
	pub(crate) legs: usize,
	pub(crate) extrinsics: usize,
	pub(crate) bytes: usize,
}

impl Sample {
	/// Nanoseconds a payment.
	pub(crate) fn each(&self, of: Duration) -> u64 {
		whole(of.as_nanos() / (self.payments as u128).max(1))
	}
}

/// Median, least and most of a series.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Range {
	pub(crate) median: u64,
	pub(crate) least: u64,
	pub(crate) most: u64,
}

impl Range {
	/// The range of values; the lower median where they are even in number.
	pub(crate) fn of(values: impl IntoIterator<Item = u64>) -> Self {
		let mut values: Vec<u64> = values.into_iter().collect();
		values.sort_unstable();
		let at = |place: usize| values.get(place).copied().unwrap_or_default();
		let last = values.len().saturating_sub(1);
		Self { median: at(last / 2), least: at(0), most: at(last) }
	}
}

/// A number that fits, because no run lasts for centuries.
fn whole(number: u128) -> u64 {
	u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
	use super::Range;

	#[test]
	fn the_median_is_the_middle_one_and_the_lower_of_two() {
		assert_eq!(Range::of([5, 1, 9]), Range { median: 5, least: 1, most: 9 });
		assert_eq!(Range::of([5, 1, 9, 7]), Range { median: 5, least: 1, most: 9 });
		assert_eq!(Range::of([]), Range { median: 0, least: 0, most: 0 });
	}
}
