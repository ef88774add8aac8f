// SPDX-License-Identifier: Apache-2.0

//! Random calls on the real runtime, side by side with a plain model of the whole business.
//!
//! Each world is a small market: buyers, two shops, a supplier, a carrier, a platform, promoters, a tax
//! office and four banks, under three rule sets of either semantics. A world plays some hundred calls.
//! Orders have one funder or several, milestones and attestors, terms of disputes; they are placed alone,
//! in combined payments and in batches, join groups, are placed by mandates, frozen, disputed and decided
//! about, and their legs are given to others. Courts have money held and take it, and unclaimed accounts
//! keep what somebody could not be paid, until he is.
//! The model says of each call whether it is accepted, and else with which error it is refused; the
//! chain must say the same. After each call every account, hold, lien, bank, cell, order and debtor
//! stands where the model has it, and all invariants hold; a refused call leaves the storage root as it
//! was. At its end each world gives everything back: then everybody stands where he stood, to the unit,
//! but for fees that are kept.
//!
//! Not played, but told by stories and tests of their own: a second currency; banks that leave, and whoever
//! else comes, goes, is suspended or changes roles, keys and limits of keys; accounts that are opened or
//! closed on the way, and pass-through accounts; redemptions that customers ask for; tax that was passed on;
//! reserves that are withdrawn, gross pairs, late settlement and schedules; attributes and inputs of orders;
//! rule sets that come later, and other limits of the consortium; lists at their greatest length; references
//! and orders so old that they are pruned.
//!
//! Calls are dispatched by their origin: what a signature and a wallet add is told by other stories.
//!
//! ```text
//! cargo test --release -p split-ledger-scenarios --test model -- --nocapture
//! CALLS=1000000 SEED=7 cargo test --release -p split-ledger-scenarios --test model -- --nocapture
//!                                             from 100,000 on each kind and refusal must have been met
//! THREADS=1 cargo test ..                     worlds one after the other; else as many at once as there
//!                                             are cores. Which worlds are played does not depend on it
//! WORLD=20261122 CALLS_OF_WORLD=50 cargo ..   one world only, by its seed, cut after so many calls
//! CHECK_EVERY=10 cargo test ..                all invariants after every tenth call only
//! ```
//!
//! What fails, a panic included, is told with the seed and all calls of its world, as text, the last one
//! being the first that failed.

mod acts;
mod cast;
mod compare;
mod ending;
mod plain;
mod rules;
mod stage;
mod tally;

use split_ledger_scenarios::Frozen;
use stage::Stage;
use std::{
	io::Write,
	panic::{catch_unwind, resume_unwind, AssertUnwindSafe},
	sync::{
		atomic::{AtomicUsize, Ordering},
		LazyLock,
	},
	thread::{available_parallelism, scope},
};
use tally::Tally;

/// Random calls of the normal run, at least; what sets worlds up and ends them comes on top.
const CALLS: u64 = 100_000;
/// Of a hundred calls at least so many are accepted: what is refused only shows no room.
const ACCEPTED_PERCENT_MIN: u64 = 33;
/// Calls in which every kind of call and every listed refusal must have been met.
const CALLS_THAT_MEET_ALL: u64 = 100_000;
/// Calls of a world between its beginning and its end.
const CALLS_OF_WORLD: u64 = 400;
/// All invariants are checked after so many calls.
const CHECK_EVERY: u64 = 1;

fn from_env(name: &str) -> Option<u64> {
	std::env::var(name).ok().and_then(|value| value.parse().ok())
}

#[test]
fn the_chain_and_a_plain_model_agree_after_every_call() {
	let seed = from_env("SEED").unwrap_or(20_261_122);
	let calls = from_env("CALLS").unwrap_or(CALLS);
	let calls_of_world = from_env("CALLS_OF_WORLD").unwrap_or(CALLS_OF_WORLD);
	let check_every = from_env("CHECK_EVERY").unwrap_or(CHECK_EVERY);
	if let Some(world) = from_env("WORLD") {
		play(world, calls_of_world, check_every, &mut Tally::default());
		return;
	}
	let worlds: Vec<u64> = (seed..).take(calls.div_ceil(calls_of_world) as usize).collect();
	let tally = play_all(&worlds, calls_of_world, check_every);
	let last = worlds.last().copied().unwrap_or(seed);
	tell(&format!("model: seeds {seed} to {last}, {}", tally.told()));
	tally.print();
	if calls >= CALLS_THAT_MEET_ALL {
		assert!(tally.played >= calls, "too few calls were played");
		let enough = tally.accepted() * 100 >= tally.calls() * ACCEPTED_PERCENT_MIN;
		assert!(enough, "too few calls are accepted");
		let missing = tally.missing(&[&acts::KINDS[..], &tally::MUST_BE_MET[..]].concat());
		assert!(missing.is_empty(), "never met: {missing:?}");
		let rare = tally.rare(&tally::FREQUENT);
		assert!(rare.is_empty(), "met too seldom: {rare:?}");
		assert!(tally.most_orders_are_restored(), "too few orders could be given back");
	}
}

/// Writes a line that also a run shows which keeps the output of tests that pass to itself.
fn tell(line: &str) {
	let told = writeln!(std::io::stderr(), "{line}");
	told.expect("the run can be told of");
}

/// Plays all worlds, as many at once as there are cores. None knows of another, and the first that
/// fails ends the run.
fn play_all(worlds: &[u64], calls: u64, check_every: u64) -> Tally {
	let cores = available_parallelism().map_or(1, usize::from) as u64;
	let threads = from_env("THREADS").unwrap_or(cores);
	let next = AtomicUsize::new(0);
	let work = || {
		let mut tally = Tally::default();
		while let Some(world) = worlds.get(next.fetch_add(1, Ordering::Relaxed)) {
			let played = AssertUnwindSafe(|| play(*world, calls, check_every, &mut tally));
			if let Err(failure) = catch_unwind(played) {
				next.store(worlds.len(), Ordering::Relaxed);
				resume_unwind(failure);
			}
		}
		tally
	};
	scope(|scope| {
		let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
		let tallies = threads.into_iter().map(|thread| thread.join());
		let tallies = tallies.map(|tally| tally.unwrap_or_else(|failure| resume_unwind(failure)));
		tallies.fold(Tally::default(), Tally::plus)
	})
}

impl Stage<'_> {
	fn play_whole(&mut self, calls: u64) {
		self.publish();
		self.endow();
		self.agree();
		self.give_mandates();
		let start = self.tally.calls();
		while self.tally.calls() < start + calls {
			self.play();
		}
		self.tally.played += self.tally.calls() - start;
		self.give_everything_back();
		self.tally.count_world(&self.plain);
	}
}

/// Plays a world to its end.
fn play(seed: u64, calls: u64, check_every: u64, tally: &mut Tally) {
	static MARKET: LazyLock<Frozen> = LazyLock::new(|| Frozen::market(|_| ()));
	MARKET.run(|world| {
		let mut stage = Stage::new(world, tally, seed, check_every);
		let played = catch_unwind(AssertUnwindSafe(|| stage.play_whole(calls)));
		if let Err(failure) = played {
			tell(&stage.story());
			resume_unwind(failure);
		}
	});
}
