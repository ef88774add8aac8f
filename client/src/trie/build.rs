// SPDX-License-Identifier: Apache-2.0

use super::{
	nibbles, Kind, Nodes, BRANCH, BRANCH_OF_HASH, BRANCH_WITH_VALUE, INLINE_MAX, LEAF, LEAF_OF_HASH,
};
use crate::hash::blake2_256;
use codec::Encode;
use std::collections::BTreeMap;

/// A key, nibble by nibble, and its value.
type Pair = (Vec<u8>, Vec<u8>);

/// A trie with all its nodes.
pub(crate) struct Trie {
	root: [u8; 32],
	nodes: Vec<Vec<u8>>,
}

impl Trie {
	/// The trie of pairs of a key and a value.
	pub(crate) fn of(pairs: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>) -> Self {
		let pairs: BTreeMap<Vec<u8>, Vec<u8>> = pairs.into_iter().collect();
		let pairs: Vec<Pair> =
			pairs.into_iter().map(|(key, value)| (nibbles(&key), value)).collect();
		let mut nodes = Vec::new();
		let top = if pairs.is_empty() { vec![0] } else { node(&pairs, 0, &mut nodes) };
		let root = keep(top, &mut nodes);
		Self { root, nodes }
	}

	/// Its root.
	pub(crate) fn root(&self) -> [u8; 32] {
		self.root
	}

	/// The nodes that prove the values of keys, or that they have none.
	pub(crate) fn proof(&self, keys: &[Vec<u8>]) -> anyhow::Result<Vec<Vec<u8>>> {
		let mut nodes = Nodes::of(&self.nodes);
		for key in keys {
			nodes.value(self.root, key)?;
		}
		Ok(nodes.read())
	}
}

/// The node over pairs that have the first `from` nibbles in common.
fn node(pairs: &[Pair], from: usize, nodes: &mut Vec<Vec<u8>>) -> Vec<u8> {
	let (Some((first, value)), Some((last, _))) = (pairs.first(), pairs.last()) else {
		return Vec::new();
	};
	if pairs.len() == 1 {
		let mut leaf = begin(kind_of(value, LEAF, LEAF_OF_HASH), &first[from..]);
		append(&mut leaf, value, nodes);
		return leaf;
	}
	// The keys are in order: what the first and the last have in common, all have.
	let alike = first[from..].iter().zip(&last[from..]).take_while(|(a, b)| a == b).count();
	let end = from + alike;
	let (own, below) = if first.len() == end { (Some(value), &pairs[1..]) } else { (None, pairs) };
	let kind = own.map_or(BRANCH, |value| kind_of(value, BRANCH_WITH_VALUE, BRANCH_OF_HASH));
	let mut branch = begin(kind, &first[from..end]);
	let children = || below.chunk_by(|(a, _), (b, _)| a[end] == b[end]);
	let set = children().fold(0u16, |set, child| set | 1u16 << child[0].0[end]);
	branch.extend_from_slice(&set.to_le_bytes());
	if let Some(value) = own {
		append(&mut branch, value, nodes);
	}
	for child in children() {
		let child = node(child, end + 1, nodes);
		if child.len() < 32 {
			child.encode_to(&mut branch);
		} else {
			keep(child, nodes).to_vec().encode_to(&mut branch);
		}
	}
	branch
}

fn kind_of(value: &[u8], inline: Kind, of_hash: Kind) -> Kind {
	if value.len() > INLINE_MAX {
		of_hash
	} else {
		inline
	}
}

/// The first bytes of a node: its kind, how many nibbles its key has, and the nibbles, filled up in
/// front to whole bytes.
fn begin(kind: Kind, key: &[u8]) -> Vec<u8> {
	let most = usize::from(kind.most);
	let mut bytes = vec![kind.bits | u8::try_from(key.len().min(most)).unwrap_or(kind.most)];
	if let Some(more) = key.len().checked_sub(most) {
		bytes.extend(std::iter::repeat_n(u8::MAX, more / 255));
		bytes.extend(u8::try_from(more % 255));
	}
	let (first, pairs) = key.split_at(key.len() % 2);
	bytes.extend_from_slice(first);
	bytes.extend(pairs.chunks(2).map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | half)));
	bytes
}

/// Puts a value into its node, or its hash.
fn append(bytes: &mut Vec<u8>, value: &[u8], nodes: &mut Vec<Vec<u8>>) {
	if value.len() > INLINE_MAX {
		bytes.extend_from_slice(&keep(value.to_vec(), nodes));
	} else {
		value.encode_to(bytes);
	}
}

/// Keeps a node, and answers its hash.
fn keep(node: Vec<u8>, nodes: &mut Vec<Vec<u8>>) -> [u8; 32] {
	let hash = blake2_256(&[&node]);
	nodes.push(node);
	hash
}
