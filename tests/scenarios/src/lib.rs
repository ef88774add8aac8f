// SPDX-License-Identifier: Apache-2.0

//! Stories on the real runtime, in memory. A story is told to a [`World`] in the verbs of the
//! business; each verb is a signed transaction that passes the extensions and the executive as it
//! would on a node. Every story ends with all invariants.

mod blocks;
mod deals;
mod dice;
mod disputes;
mod frozen;
mod genesis;
mod groups;
mod holds;
mod limits;
mod mandates;
mod milestones;
mod money;
mod orders;
mod people;
mod receivers;
mod refunds;
mod rules;
mod writes;

pub use blocks::Snapshot;
pub use deals::Deal;
pub use dice::Dice;
pub use disputes::{disputable, order_freeze};
pub use frozen::Frozen;
pub use genesis::START;
pub use groups::group_terms;
pub use holds::commitment;
pub use milestones::{in_milestones, inspected_by, milestone};
pub use money::CNY;
pub use orders::held;
pub use people::{
	account, bank_id, bank_key, pair, Customer, AGENT, BANKS, EAST, NORTH, SOUTH, SUPERVISOR, WEST,
};
pub use rules::{refunded_by, rest, rule_set, share, Part};
pub use writes::Accesses;

use sp_core::H256;
use sp_io::TestExternalities;
use split_ledger_primitives::{OrderBody, OrderId};
use split_ledger_runtime::invariants;
use std::collections::BTreeMap;

/// A chain of four banks with a block open, and everybody on it.
pub struct World {
	ext: TestExternalities,
	/// The slot of the open block.
	slot: u64,
	/// The number of the open block.
	number: u32,
	/// The hash of the block before.
	parent: H256,
	/// How many references were given.
	references: u64,
	/// The bodies of the orders that were placed, as a follower finds them in the blocks (T2).
	bodies: BTreeMap<OrderId, OrderBody>,
	/// Whether all invariants are looked at after every block.
	watched: bool,
}

impl World {
	/// Tells a story of a working market: an agent, a supervisor, a currency, four banks with a
	/// million each of reserve and cap. All invariants hold at its end.
	pub fn run(story: impl FnOnce(&mut World)) {
		Self::bare(|world| {
			world.open_market();
			story(world);
		});
	}

	/// Tells a story as [`World::run`] does, and looks at all invariants after every block.
	pub fn watched(story: impl FnOnce(&mut World)) {
		Self::run(|world| {
			world.watched = true;
			story(world);
		});
	}

	/// Tells a story from the first block of the preset of four banks.
	pub fn bare(story: impl FnOnce(&mut World)) {
		Self::of("local_testnet", story);
	}

	/// Tells a story from the first block of a preset.
	pub fn of(preset: &str, story: impl FnOnce(&mut World)) {
		let mut world = genesis::fresh(preset);
		story(&mut world);
		world.check_all();
		world.advance(1);
		world.check_all();
	}

	/// Reads from the state, or does what no transaction does.
	pub fn state<R>(&mut self, read: impl FnOnce() -> R) -> R {
		self.ext.execute_with(read)
	}

	/// Every invariant of every pallet, and those between them.
	pub fn check_all(&mut self) {
		self.state(invariants::check_all).expect("all invariants hold");
	}
}
