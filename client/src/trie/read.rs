// SPDX-License-Identifier: Apache-2.0

use super::{nibbles, Kind, BRANCH, BRANCH_OF_HASH, BRANCH_WITH_VALUE, LEAF, LEAF_OF_HASH};
use crate::hash::blake2_256;
use anyhow::{ensure, Context};
use codec::{Compact, Decode};
use std::collections::{BTreeMap, HashMap};

/// Nodes by their hashes, and which of them were read.
pub(crate) struct Nodes {
	nodes: HashMap<[u8; 32], Vec<u8>>,
	given: usize,
	read: Vec<[u8; 32]>,
}

impl Nodes {
	/// Nodes in any order.
	pub(crate) fn of(nodes: &[Vec<u8>]) -> Self {
		let by_hash = nodes.iter().map(|node| (blake2_256(&[node]), node.clone()));
		Self { nodes: by_hash.collect(), given: nodes.len(), read: Vec::new() }
	}

	/// The value that a key has in the trie of a root; `None` where the nodes prove that it has none.
	/// An error where they prove neither.
	pub(crate) fn value(&mut self, root: [u8; 32], key: &[u8]) -> anyhow::Result<Option<Vec<u8>>> {
		let key = nibbles(key);
		let mut left = key.as_slice();
		let mut bytes = self.node(root)?;
		loop {
			let node = Node::read(&bytes).context("a node of the proof is malformed")?;
			let Some(below) = left.strip_prefix(node.key.as_slice()) else { return Ok(None) };
			let Some((next, below)) = below.split_first() else {
				return match node.value {
					None => Ok(None),
					Some(Value::Inline(value)) => Ok(Some(value.to_vec())),
					Some(Value::Hash(hash)) => self.node(hash).map(Some),
				};
			};
			let Some(child) = node.children.get(next) else { return Ok(None) };
			let child = match <[u8; 32]>::try_from(*child) {
				Ok(hash) => self.node(hash)?,
				Err(_) => child.to_vec(),
			};
			left = below;
			bytes = child;
		}
	}

	/// The nodes that were read, each once, in the order of their first reading.
	pub(crate) fn read(&self) -> Vec<Vec<u8>> {
		self.read.iter().filter_map(|hash| self.nodes.get(hash).cloned()).collect()
	}

	/// Whether every node that was given was read, and none was given twice.
	pub(crate) fn are_all_read(&self) -> bool {
		self.read.len() == self.given
	}

	fn node(&mut self, hash: [u8; 32]) -> anyhow::Result<Vec<u8>> {
		let node = self.nodes.get(&hash).with_context(|| {
			format!("the proof has no node of the hash 0x{}", hex::encode(hash))
		})?;
		if !self.read.contains(&hash) {
			self.read.push(hash);
		}
		Ok(node.clone())
	}
}

/// A node as it is read.
#[derive(Default)]
struct Node<'a> {
	/// The nibbles of the key that it stands for, behind those above it.
	key: Vec<u8>,
	value: Option<Value<'a>>,
	/// By the next nibble of the key: the hash of a node, or a node of less than 32 bytes.
	children: BTreeMap<u8, &'a [u8]>,
}

enum Value<'a> {
	Inline(&'a [u8]),
	Hash([u8; 32]),
}

impl<'a> Node<'a> {
	fn read(bytes: &'a [u8]) -> anyhow::Result<Self> {
		let mut left = bytes;
		let first = u8::decode(&mut left)?;
		let mut node = Self::default();
		if first != 0 {
			let kinds = [LEAF, BRANCH_WITH_VALUE, BRANCH, LEAF_OF_HASH, BRANCH_OF_HASH];
			let kind = kinds.into_iter().find(|kind| first & !kind.most == kind.bits);
			let kind = kind.context("it is of no kind that the chain makes")?;
			node.key = key(kind, first, &mut left)?;
			let is_branch = ![LEAF, LEAF_OF_HASH].iter().any(|leaf| leaf.bits == kind.bits);
			let set = if is_branch { u16::from_le_bytes(array(&mut left)?) } else { 0 };
			node.value = match kind {
				_ if kind.bits == BRANCH.bits => None,
				_ if [LEAF_OF_HASH, BRANCH_OF_HASH].iter().any(|of| of.bits == kind.bits) => {
					Some(Value::Hash(array(&mut left)?))
				}
				_ => Some(Value::Inline(counted(&mut left)?)),
			};
			for nibble in (0..16u8).filter(|nibble| set >> nibble & 1 == 1) {
				let child = counted(&mut left)?;
				ensure!(child.len() <= 32, "a child is longer than a hash");
				node.children.insert(nibble, child);
			}
		}
		ensure!(left.is_empty(), "there are bytes behind it");
		Ok(node)
	}
}

/// The nibbles of a node's key.
fn key(kind: Kind, first: u8, left: &mut &[u8]) -> anyhow::Result<Vec<u8>> {
	let mut count = usize::from(first & kind.most);
	if first & kind.most == kind.most {
		loop {
			let more = u8::decode(left)?;
			count = count.saturating_add(usize::from(more));
			if more != u8::MAX {
				break;
			}
		}
	}
	let whole = nibbles(take(left, count.div_ceil(2))?);
	let (filled, key) = whole.split_at(count % 2);
	ensure!(filled.iter().all(|nibble| *nibble == 0), "its key is filled up with something");
	Ok(key.to_vec())
}

/// Bytes with their count before them.
fn counted<'a>(left: &mut &'a [u8]) -> anyhow::Result<&'a [u8]> {
	let Compact(count) = Compact::<u32>::decode(left)?;
	take(left, usize::try_from(count)?)
}

fn array<const N: usize>(left: &mut &[u8]) -> anyhow::Result<[u8; N]> {
	Ok(take(left, N)?.try_into()?)
}

fn take<'a>(left: &mut &'a [u8], count: usize) -> anyhow::Result<&'a [u8]> {
	let (taken, behind) = left.split_at_checked(count).context("it ends too early")?;
	*left = behind;
	Ok(taken)
}
