// SPDX-License-Identifier: Apache-2.0

use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, RuntimeDbWeight};
use sp_runtime::traits::Get;

/// What a row costs beside the computing: looked up in ParityDB, and put into the trie and the
/// commit of its block.
///
/// A read is the SDK's `ParityDbWeight`, 8 µs. Its write, 50 µs, was measured with a commit of the
/// database for each key; a block has one for all. What a further key of the same block costs, its
/// read and computing included, is between 7 and 11 µs (docs/performance.md, receivers of their own
/// beside shared ones); 16 µs leaves room for a state that is larger than that one.
pub struct Database;

impl Get<RuntimeDbWeight> for Database {
	fn get() -> RuntimeDbWeight {
		RuntimeDbWeight {
			read: 8 * WEIGHT_REF_TIME_PER_MICROS,
			write: 16 * WEIGHT_REF_TIME_PER_MICROS,
		}
	}
}
