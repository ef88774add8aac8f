// SPDX-License-Identifier: Apache-2.0

use crate::World;
use frame_support::traits::BuildGenesisConfig;
use serde_json::Value;
use sp_core::H256;
use sp_io::TestExternalities;
use split_ledger_primitives::Moment;
use split_ledger_runtime::{genesis_presets, Participants, RuntimeGenesisConfig};
use std::collections::BTreeMap;

/// When the first block of every story is made: 2026-11-22, eight in the morning, UTC.
pub const START: Moment = Moment(20_779 * 86_400_000 + 8 * 3_600_000);

/// A chain with the genesis of a preset, and its first block open.
pub(crate) fn fresh(preset: &str) -> World {
	let config = config(preset);
	let mut ext = TestExternalities::new_empty();
	let slot_millis = ext.execute_with(|| {
		config.build();
		Participants::slot_millis()
	});
	ext.commit_all().expect("no storage transaction is open");
	let slot = START.0 / slot_millis;
	let mut world = World {
		ext,
		slot,
		number: 0,
		parent: H256::repeat_byte(69),
		references: 0,
		bodies: BTreeMap::new(),
		watched: false,
	};
	world.open_block();
	world
}

/// The default genesis with the patch of a preset, as a node merges them.
fn config(preset: &str) -> RuntimeGenesisConfig {
	let patch = genesis_presets::get_preset(&preset.into()).expect("the preset exists");
	let patch = serde_json::from_slice(&patch).expect("a preset is JSON");
	let default = serde_json::to_value(RuntimeGenesisConfig::default());
	let mut genesis = default.expect("the default genesis is JSON");
	merge(&mut genesis, patch);
	serde_json::from_value(genesis).expect("a genesis with a patch is a genesis")
}

fn merge(into: &mut Value, patch: Value) {
	match (into, patch) {
		(Value::Object(into), Value::Object(patch)) => {
			for (name, value) in patch {
				merge(into.entry(name).or_insert(Value::Null), value);
			}
		}
		(into, patch) => *into = patch,
	}
}
