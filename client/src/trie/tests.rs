// SPDX-License-Identifier: Apache-2.0

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn leaves(count: u8) -> Vec<[u8; 32]> {
	(0..count).map(|place| [place; 32]).collect()
}

/// Made by `LayoutV1::ordered_trie_root` of the SDK, as the chain makes them.
const GOLDEN: &[(u8, &str)] = &[
	(1, "cd1d1b194c3010e33ea0d8bc61a01693f03d334502d980a7c15e809ec1c19a02"),
	(2, "c2a64df09840c1ccb330b038649b073db5c4fa8c1177f8c00c14dc60a9f6848c"),
	(3, "9c0167312ab02078cb7966293be72599eff86b2cfb80fac3b0b52d0294d47b4e"),
	(17, "58d1a19dbec0b4c81c07bbc4de5c943f568aadcff72cd1f8cf370b5e3be524f2"),
	(65, "b32fbb0623f0168121440cbd6b4d7a3e712f8383a0e5e460d408199582ed1c1a"),
	(130, "f0307d44077e4edebba5f583169b1151016052db239c9af7a73465e127a5a4fc"),
	(255, "0c437c8089c4b1b0fc60ddd75993a7cc8417e2106b3459d7d9ed380cbab55df7"),
];

#[test]
fn roots_are_those_of_the_chain() {
	for (count, root) in GOLDEN {
		assert_eq!(hex::encode(ordered_root(&leaves(*count))), *root, "{count} leaves");
	}
}

#[test]
fn each_leaf_is_proved_at_its_place_and_none_behind_the_last() -> anyhow::Result<()> {
	for count in [1, 2, 64, 130] {
		let leaves = leaves(count);
		let trie = ordered(&leaves);
		for (place, leaf) in (0..).zip(&leaves) {
			let mut nodes = Nodes::of(&trie.proof(&[place_key(place)])?);
			assert_eq!(nodes.value(trie.root(), &place_key(place))?, Some(leaf.to_vec()));
			assert!(nodes.are_all_read());
		}
		let behind = place_key(count.into());
		let mut nodes = Nodes::of(&trie.proof(std::slice::from_ref(&behind))?);
		assert_eq!(nodes.value(trie.root(), &behind)?, None);
	}
	Ok(())
}

#[test]
fn a_node_too_many_or_twice_is_seen() -> anyhow::Result<()> {
	let trie = ordered(&leaves(40));
	let proof = trie.proof(&[place_key(3)])?;
	let more = [proof.clone(), vec![vec![0]]].concat();
	let twice = [proof.clone(), proof[..1].to_vec()].concat();
	for nodes in [more, twice] {
		let mut nodes = Nodes::of(&nodes);
		nodes.value(trie.root(), &place_key(3))?;
		assert!(!nodes.are_all_read());
	}
	Ok(())
}

#[test]
fn without_one_of_its_nodes_a_proof_proves_nothing() -> anyhow::Result<()> {
	let trie = ordered(&leaves(130));
	let proof = trie.proof(&[place_key(77)])?;
	assert!(proof.len() > 1);
	for missing in 0..proof.len() {
		let mut left = proof.clone();
		left.remove(missing);
		assert!(Nodes::of(&left).value(trie.root(), &place_key(77)).is_err(), "{missing}");
	}
	Ok(())
}

/// Keys that are beginnings of each other, and values on both sides of what stands in a node.
fn pairs() -> impl Strategy<Value = BTreeMap<Vec<u8>, Vec<u8>>> {
	let key = proptest::collection::vec(prop_oneof![0u8..3, any::<u8>()], 0..80);
	let value = proptest::collection::vec(any::<u8>(), 0..70);
	proptest::collection::btree_map(key, value, 0..24)
}

proptest! {
	#[test]
	fn what_is_in_a_trie_is_proved_and_what_is_not_is_disproved(
		pairs in pairs(),
		other in proptest::collection::vec(0u8..3, 0..80),
	) {
		let trie = Trie::of(pairs.clone());
		let keys = pairs.keys().cloned().chain([other.clone()]);
		for key in keys {
			let proof = trie.proof(std::slice::from_ref(&key)).expect("all nodes are there");
			let mut nodes = Nodes::of(&proof);
			let value = nodes.value(trie.root(), &key).expect("a proof of this key");
			prop_assert_eq!(value.as_ref(), pairs.get(&key));
			prop_assert!(nodes.are_all_read());
		}
	}

	#[test]
	fn no_bytes_make_the_reading_of_a_node_fail_hard(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
		let root = crate::hash::blake2_256(&[&bytes]);
		// An answer or a refusal, but an end.
		let _ = Nodes::of(&[bytes]).value(root, &[0x12, 0x34]);
	}
}
