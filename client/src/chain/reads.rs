// SPDX-License-Identifier: Apache-2.0

use super::{Block, Chain};
use anyhow::Context;
use codec::{Decode, Encode};
use split_ledger_primitives::{views::RootView, Currency, CycleNo, OrderStatus};
use std::collections::HashMap;
use subxt::ext::frame_decode::storage::encode_storage_key_prefix;

/// Keys in one question: an answer stays far below the size that a node sends.
const KEYS_PER_QUESTION: usize = 500;

/// The longest page of roots that the chain answers.
const ROOTS_PER_QUESTION: u32 = 100;

/// The key of a storage item whose keys are hashed by Identity, as all keys that the chain gives are.
pub fn storage_key(pallet: &str, item: &str, key: &impl Encode) -> Vec<u8> {
	let mut bytes = encode_storage_key_prefix(pallet, item).to_vec();
	key.encode_to(&mut bytes);
	bytes
}

/// What every row of an order begins with.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
pub enum OrderHead {
	/// Open.
	#[codec(index = 0)]
	Held {
		/// The hash of the placed body.
		body_hash: [u8; 16],
		/// The block of placement.
		placed: u32,
	},
	/// Over.
	#[codec(index = 1)]
	Ended {
		/// How it ended.
		status: OrderStatus,
		/// The hash of the placed body.
		body_hash: [u8; 16],
		/// The block of placement.
		placed: u32,
	},
}

impl OrderHead {
	/// The hash of the placed body.
	pub fn body_hash(self) -> [u8; 16] {
		match self {
			Self::Held { body_hash, .. } | Self::Ended { body_hash, .. } => body_hash,
		}
	}

	/// The block of placement.
	pub fn placed(self) -> u32 {
		match self {
			Self::Held { placed, .. } | Self::Ended { placed, .. } => placed,
		}
	}
}

impl Chain {
	/// The value of a storage key.
	pub async fn read<T: Decode>(&self, block: Block, key: &[u8]) -> anyhow::Result<Option<T>> {
		let value = self.legacy.state_get_storage(key, Some(block.hash)).await?;
		let decode = |bytes: Vec<u8>| T::decode(&mut bytes.as_slice());
		value.map(decode).transpose().context("a value of another version")
	}

	/// The values of many storage keys; those without a value are left out.
	pub async fn read_many(
		&self,
		block: Block,
		keys: &[Vec<u8>],
	) -> anyhow::Result<HashMap<Vec<u8>, Vec<u8>>> {
		let mut values = HashMap::new();
		for keys in keys.chunks(KEYS_PER_QUESTION) {
			let keys = keys.iter().map(Vec::as_slice);
			let sets = self.legacy.state_query_storage_at(keys, Some(block.hash)).await?;
			for (key, value) in sets.into_iter().flat_map(|set| set.changes) {
				if let Some(value) = value {
					values.insert(key.0, value.0);
				}
			}
		}
		Ok(values)
	}

	/// All roots of a cycle, in the order of its blocks. None of one that the chain does not keep any
	/// more.
	pub async fn roots(
		&self,
		block: Block,
		currency: Currency,
		cycle: CycleNo,
	) -> anyhow::Result<Vec<RootView>> {
		let mut roots = Vec::new();
		loop {
			let args = (currency, cycle, u32::try_from(roots.len())?, ROOTS_PER_QUESTION);
			let page: Vec<RootView> = self.ask(block, "ClearingApi_roots", &args).await?;
			if page.is_empty() {
				return Ok(roots);
			}
			roots.extend(page);
		}
	}

	/// All storage keys that begin with `prefix`.
	pub async fn keys(&self, block: Block, prefix: &[u8]) -> anyhow::Result<Vec<Vec<u8>>> {
		let mut keys: Vec<Vec<u8>> = Vec::new();
		loop {
			let count = KEYS_PER_QUESTION as u32;
			let last = keys.last().cloned();
			let page = self
				.legacy
				.state_get_keys_paged(prefix, count, last.as_deref(), Some(block.hash))
				.await?;
			let is_last = page.len() < KEYS_PER_QUESTION;
			keys.extend(page);
			if is_last {
				return Ok(keys);
			}
		}
	}
}
