// SPDX-License-Identifier: Apache-2.0

//! The hashes of the chain.

use blake2::{
	digest::consts::{U16, U32},
	Blake2b, Digest,
};

/// blake2-256 of parts one after the other.
pub(crate) fn blake2_256(parts: &[&[u8]]) -> [u8; 32] {
	let mut hash = Blake2b::<U32>::new();
	parts.iter().for_each(|part| hash.update(part));
	hash.finalize().into()
}

/// blake2-128, as the chain names texts.
pub(crate) fn blake2_128(bytes: &[u8]) -> [u8; 16] {
	Blake2b::<U16>::digest(bytes).into()
}
