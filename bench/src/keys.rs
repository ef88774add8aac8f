// SPDX-License-Identifier: Apache-2.0

//! The keys of a run: the same in every run, worth nothing anywhere else.

use sp_core::{sr25519, Pair};

/// For how many blocks a signature is good.
pub(crate) const LIFE_BLOCKS: u64 = 256;

/// The key of the payer of this number.
pub(crate) fn payer(no: usize) -> sr25519::Pair {
	numbered(1, no)
}

/// The key of the payer of this number whose bank sends its orders in batches.
pub(crate) fn batched(no: usize) -> sr25519::Pair {
	numbered(2, no)
}

/// The key of the carrier of this number.
pub(crate) fn carrier(no: usize) -> sr25519::Pair {
	numbered(3, no)
}

/// The key of somebody of whom there is one.
pub(crate) fn single(no: usize) -> sr25519::Pair {
	numbered(4, no)
}

fn numbered(kind: u8, no: usize) -> sr25519::Pair {
	let mut seed = [0; 32];
	seed[0] = kind;
	seed[1..9].copy_from_slice(&(no as u64).to_le_bytes());
	sr25519::Pair::from_seed(&seed)
}
