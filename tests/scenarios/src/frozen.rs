// SPDX-License-Identifier: Apache-2.0

use crate::{genesis, World};
use sp_core::H256;
use sp_io::TestExternalities;
use sp_runtime::StateVersion;
use split_ledger_primitives::{OrderBody, OrderId};
use split_ledger_runtime::Executive;
use std::collections::BTreeMap;

/// A node of the state's trie by its hash, and how often it is used.
type Node = (Vec<u8>, (Vec<u8>, i32));

/// A market between two blocks, from which any number of stories go on: whoever tells thousands of them
/// opens it once.
pub struct Frozen {
	nodes: Vec<Node>,
	root: H256,
	slot: u64,
	number: u32,
	parent: H256,
	references: u64,
	bodies: BTreeMap<OrderId, OrderBody>,
}

impl Frozen {
	/// The market of [`World::run`], and what a story does in it first.
	pub fn market(story: impl FnOnce(&mut World)) -> Self {
		let mut world = genesis::fresh("local_testnet");
		world.open_market();
		story(&mut world);
		world.check_all();
		let header = world.state(Executive::finalize_block);
		world.ext.commit_all().expect("no storage transaction is open");
		let World { ext, slot, number, references, bodies, .. } = world;
		let (nodes, root) = ext.into_raw_snapshot();
		Self { nodes, root, slot, number, parent: header.hash(), references, bodies }
	}

	/// Tells a story that goes on from there, in a new block. All invariants hold at its end.
	pub fn run(&self, story: impl FnOnce(&mut World)) {
		let nodes = self.nodes.clone();
		let mut world = World {
			ext: TestExternalities::from_raw_snapshot(nodes, self.root, StateVersion::V1),
			slot: self.slot + 1,
			number: self.number,
			parent: self.parent,
			references: self.references,
			bodies: self.bodies.clone(),
			watched: false,
		};
		world.open_block();
		story(&mut world);
		world.check_all();
		world.advance(1);
		world.check_all();
	}
}
