// SPDX-License-Identifier: Apache-2.0

use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, RuntimeDbWeight};
use sp_runtime::traits::Get;

/// What a row costs beside the computing: looked up, and put into the trie and the commit of its
/// block.
///
/// The SDK's `ParityDbWeight` has 8 µs a read and 50 µs a write, the write measured with a commit of
/// the database for each key. A block has one commit for all of its keys, and the rows of banks and
/// cells, three of the four that a leg at a bank of its own reads, are in the cache in every block.
/// What a further row of a block costs altogether, read, computing and written, is 7 to 9 µs
/// (docs/performance.md, receivers of their own beside shared ones), against 12 here and the computing
/// on top. That was measured on a small and warm state; `MAX_BLOCK_MS` is under half of a slot for a
/// colder one.
pub struct Database;

impl Get<RuntimeDbWeight> for Database {
	fn get() -> RuntimeDbWeight {
		RuntimeDbWeight {
			read: 4 * WEIGHT_REF_TIME_PER_MICROS,
			write: 8 * WEIGHT_REF_TIME_PER_MICROS,
		}
	}
}
