// SPDX-License-Identifier: Apache-2.0

//! The base-16 Merkle trie over blake2-256, as the chain makes it for its state and for the leaves of a
//! block: the root over pairs, the nodes that prove a pair, and what such nodes prove.
//!
//! A node that proves anything is known by its hash, from the root down: whoever trusts the root need
//! not trust who brought the nodes.

mod build;
mod read;
#[cfg(test)]
mod tests;

pub(crate) use build::Trie;
pub(crate) use read::Nodes;

use codec::{Compact, Encode};

/// The first bits of a node, and the greatest count of nibbles that stands beside them in the first
/// byte; more are counted on in the bytes that follow.
#[derive(Clone, Copy)]
struct Kind {
	bits: u8,
	most: u8,
}

const LEAF: Kind = Kind { bits: 0b0100_0000, most: 0b0011_1111 };
const BRANCH: Kind = Kind { bits: 0b1000_0000, most: 0b0011_1111 };
const BRANCH_WITH_VALUE: Kind = Kind { bits: 0b1100_0000, most: 0b0011_1111 };
/// Nodes that have the hash of their value in its place.
const LEAF_OF_HASH: Kind = Kind { bits: 0b0010_0000, most: 0b0001_1111 };
const BRANCH_OF_HASH: Kind = Kind { bits: 0b0001_0000, most: 0b0000_1111 };

/// The longest value that stands in its node; a longer one is a node of its own.
const INLINE_MAX: usize = 32;

/// The ordered root of the leaves of a block.
pub(crate) fn ordered_root(leaves: &[[u8; 32]]) -> [u8; 32] {
	ordered(leaves).root()
}

/// The trie that has the SCALE-compact place of each leaf as key and the leaf as value.
pub(crate) fn ordered(leaves: &[[u8; 32]]) -> Trie {
	Trie::of((0u32..).map(place_key).zip(leaves.iter().map(|leaf| leaf.to_vec())))
}

/// The key of a place.
pub(crate) fn place_key(place: u32) -> Vec<u8> {
	Compact(place).encode()
}

/// The halves of the bytes of a key, the upper one first.
fn nibbles(key: &[u8]) -> Vec<u8> {
	key.iter().flat_map(|byte| [byte >> 4, byte & 0b1111]).collect()
}
