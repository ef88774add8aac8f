// SPDX-License-Identifier: Apache-2.0

use crate::{Chain, Error, Hash, Rooms};
use serde::{Deserialize, Serialize};
use sp_api::{ApiError, ApiRef};

/// The block that an answer speaks of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct At {
	/// Its hash.
	pub hash: Hash,
	/// Its number.
	pub number: u32,
}

/// An answer, and as of which block it holds.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Answer<T> {
	/// The block.
	pub at: At,
	/// Whether that block is final. If not, the answer may still change.
	pub finalised: bool,
	/// The answer; null where the chain knows nothing of what was asked for.
	pub value: T,
}

impl<T> Answer<T> {
	/// The same answer with another value.
	pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
		Answer { at: self.at, finalised: self.finalised, value: change(self.value) }
	}
}

impl<C: Chain> Rooms<C> {
	/// The block `at`, or the last final one, and whether it is final.
	pub(crate) fn block(&self, at: Option<Hash>) -> Result<Answer<()>, Error> {
		let info = self.client.info();
		let hash = at.unwrap_or(info.finalized_hash);
		let number = self.client.number(hash)?.ok_or(Error::UnknownBlock(hash))?;
		let finalised = number <= info.finalized_number && self.client.hash(number)? == Some(hash);
		Ok(Answer { at: At { hash, number }, finalised, value: () })
	}

	/// Asks a runtime API at the block `at`, or at the last final one.
	pub(crate) fn ask<T>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(ApiRef<'_, C::Api>, Hash) -> Result<T, ApiError>,
	) -> Result<Answer<T>, Error> {
		let block = self.block(at)?;
		let value = question(self.client.runtime_api(), block.at.hash)?;
		Ok(block.map(|()| value))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_answer_says_which_block_it_speaks_of() {
		let at = At { hash: Hash::repeat_byte(0xab), number: 7 };
		let json = serde_json::to_value(Answer { at, finalised: true, value: 5 }).unwrap();
		let hash = format!("0x{}", "ab".repeat(32));
		let expected = serde_json::json!({
			"at": { "hash": hash, "number": 7 }, "finalised": true, "value": 5,
		});
		assert_eq!(json, expected);
	}
}
