// SPDX-License-Identifier: Apache-2.0

//! The root over the leaves of a block, as the chain makes it: of the trie that has the SCALE-compact
//! place of each leaf as key and the leaf as value.

use crate::hash::blake2_256;
use codec::{Compact, Encode};
use hash_db::Hasher;
use std::hash::Hasher as StdHasher;
use trie_root::{trie_root_no_extension, TrieStream, Value};

/// The first bits of a node: a leaf, a branch, a branch with a value. The others say how many nibbles
/// its key has; a compact place has ten at most, so they always fit.
const LEAF: u8 = 0b01 << 6;
const BRANCH: u8 = 0b10 << 6;
const BRANCH_WITH_VALUE: u8 = 0b11 << 6;

/// The ordered root of leaves.
pub(super) fn ordered_root(leaves: &[[u8; 32]]) -> [u8; 32] {
	let places = (0u32..).map(|place| Compact(place).encode());
	trie_root_no_extension::<Blake2, Node, _, _, _>(places.zip(leaves.iter().copied()), None)
}

/// blake2-256 for the trie.
struct Blake2;

impl Hasher for Blake2 {
	type Out = [u8; 32];
	type StdHasher = Plain;
	const LENGTH: usize = 32;

	fn hash(bytes: &[u8]) -> [u8; 32] {
		blake2_256(&[bytes])
	}
}

/// A hasher of maps of hashes, which the trie names and this use of it never asks.
#[derive(Default)]
struct Plain(u64);

impl StdHasher for Plain {
	fn finish(&self) -> u64 {
		self.0
	}

	fn write(&mut self, bytes: &[u8]) {
		self.0 = bytes.iter().fold(self.0, |sum, byte| sum.rotate_left(8) ^ u64::from(*byte));
	}
}

/// A node of the trie as the chain encodes it.
struct Node(Vec<u8>);

impl Node {
	fn begin(&mut self, kind: u8, nibbles: &[u8]) {
		self.0.push(kind | u8::try_from(nibbles.len()).unwrap_or(u8::MAX));
		let (first, pairs) = nibbles.split_at(nibbles.len() % 2);
		self.0.extend_from_slice(first);
		self.0.extend(pairs.chunks(2).map(|pair| match pair {
			[high, low] => high << 4 | low,
			_ => 0,
		}));
	}

	fn append(&mut self, value: &Value<'_>) {
		match value {
			Value::Inline(value) => value.encode_to(&mut self.0),
			Value::Node(hash) => self.0.extend_from_slice(hash),
		}
	}
}

impl TrieStream for Node {
	fn new() -> Self {
		Self(Vec::new())
	}

	fn append_empty_data(&mut self) {
		self.0.push(0);
	}

	fn begin_branch(
		&mut self,
		partial: Option<&[u8]>,
		value: Option<Value<'_>>,
		has_children: impl Iterator<Item = bool>,
	) {
		let kind = if value.is_some() { BRANCH_WITH_VALUE } else { BRANCH };
		self.begin(kind, partial.unwrap_or_default());
		let children = (0u32..).zip(has_children).filter(|(_, has)| *has);
		let children = children.fold(0u16, |set, (place, _)| set | 1u16 << place);
		self.0.extend_from_slice(&children.to_le_bytes());
		if let Some(value) = &value {
			self.append(value);
		}
	}

	fn append_leaf(&mut self, key: &[u8], value: Value<'_>) {
		self.begin(LEAF, key);
		self.append(&value);
	}

	fn append_extension(&mut self, _: &[u8]) {}

	fn append_substream<H: Hasher>(&mut self, other: Self) {
		match other.0.len() {
			0..=31 => other.0.encode_to(&mut self.0),
			_ => H::hash(&other.0).as_ref().encode_to(&mut self.0),
		}
	}

	fn out(self) -> Vec<u8> {
		self.0
	}
}

#[cfg(test)]
mod tests {
	use super::*;

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
}
