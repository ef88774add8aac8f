// SPDX-License-Identifier: Apache-2.0

//! The chain behind an RPC endpoint.
//!
//! Calls and answers are encoded with the types that the pallets use (`split_ledger_primitives`,
//! `split_rules`), and found by their names in the metadata of the connected chain, so that nothing
//! here is a copy that could drift. What is read is read at a final block.

mod bodies;
pub mod calls;
mod courier;
#[cfg(test)]
mod drift;
mod errors;
pub mod events;
mod proofs;
mod reads;

pub(crate) use bodies::items_in;
pub use bodies::{is_body_of, read_body};
pub use calls::Call;
pub(crate) use courier::refusal;
pub use courier::{Letter, Receipt};
pub(crate) use errors::kebab;
pub use errors::{Failure, Refused};
pub use reads::{storage_key, OrderHead};

use anyhow::{bail, Context};
use codec::{Decode, Encode};
use split_ledger_primitives::{Date, Moment};
use std::sync::Arc;
use subxt::{
	backend::LegacyBackend,
	client::{ClientAtBlock, OnlineClientAtBlockImpl},
	config::{substrate::DigestItem, RpcConfigFor},
	rpcs::{methods::legacy::LegacyRpcMethods, RpcClient},
	utils::H256,
	OnlineClient, SubstrateConfig,
};

/// A client of a block, as subxt has it.
pub type AtBlock = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// The rooms of the chain that this client speaks to.
const PALLETS: [&str; 8] =
	["Council", "Participants", "Ledger", "Splits", "Escrow", "Clearing", "Groups", "Mandates"];

/// How the author of a block signs its digests.
const AURA: &[u8; 4] = b"aura";

/// Why the events of an old block may be out of reach.
pub(crate) const DISCARDED: &str =
	"the node keeps the states of recent blocks only: ask one with --state-pruning archive";

/// A block by number and hash.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Block {
	/// Its number.
	pub number: u32,
	/// Its hash.
	pub hash: H256,
}

/// A connection to a node.
#[derive(Clone)]
pub struct Chain {
	legacy: LegacyRpcMethods<RpcConfigFor<SubstrateConfig>>,
	client: OnlineClient<SubstrateConfig>,
}

impl Chain {
	/// Connects. Plain `ws://` is for this machine only: elsewhere use `wss://`.
	pub async fn connect(url: &str) -> anyhow::Result<Self> {
		let rpc =
			RpcClient::from_url(url).await.with_context(|| format!("cannot connect to {url}"))?;
		let backend = LegacyBackend::builder().build(rpc.clone());
		let client = OnlineClient::from_backend(Arc::new(backend))
			.await
			.with_context(|| format!("{url} is no node of a chain"))?;
		let chain = Self { legacy: LegacyRpcMethods::new(rpc), client };
		chain.check_rooms().await.with_context(|| format!("{url} is another chain"))?;
		Ok(chain)
	}

	async fn check_rooms(&self) -> anyhow::Result<()> {
		let at = self.client.at_current_block().await?;
		let metadata = at.metadata();
		let missing = PALLETS.iter().find(|name| metadata.pallet_by_name(name).is_none());
		match missing {
			Some(name) => bail!("it has no pallet `{name}`"),
			None => Ok(()),
		}
	}

	/// The hash of its first block: the chain's name for ever.
	pub fn genesis(&self) -> H256 {
		self.client.genesis_hash()
	}

	/// A name of this chain and no other. Chains for development begin with the same first block each
	/// time, so the second one counts too.
	pub async fn identity(&self) -> anyhow::Result<[u8; 32]> {
		let mut block = self.final_block().await?;
		while block.number == 0 {
			block = self.next_final(block).await?;
		}
		let second = self.legacy.chain_get_block_hash(Some(1u32.into())).await?;
		let second = second.context("the node does not have the first blocks of the chain")?;
		Ok(crate::hash::blake2_256(&[self.genesis().as_ref(), second.as_ref()]))
	}

	/// The last final block.
	pub async fn final_block(&self) -> anyhow::Result<Block> {
		let hash = self.legacy.chain_get_finalized_head().await?;
		let header = self.legacy.chain_get_header(Some(hash)).await?;
		let header = header.context("the node has lost its last final block")?;
		Ok(Block { number: u32::try_from(header.number)?, hash })
	}

	/// The block of a number on the best chain.
	pub async fn block(&self, number: u32) -> anyhow::Result<Block> {
		let hash = self.legacy.chain_get_block_hash(Some(number.into())).await?;
		let hash = hash.with_context(|| format!("there is no block {number}"))?;
		Ok(Block { number, hash })
	}

	/// The block, as subxt reads it.
	pub async fn at(&self, block: Block) -> anyhow::Result<AtBlock> {
		Ok(self.client.at_block(block.hash).await?)
	}

	/// Asks a runtime API, such as `EscrowApi_order`.
	pub async fn ask<T: Decode>(
		&self,
		block: Block,
		method: &str,
		args: &impl Encode,
	) -> anyhow::Result<T> {
		let answer = self
			.legacy
			.state_call(method, Some(&args.encode()), Some(block.hash))
			.await
			.with_context(|| format!("cannot ask {method}"))?;
		T::decode(&mut answer.as_slice())
			.with_context(|| format!("{method} answers in a form of another version"))
	}

	/// The time of the chain in a block: that of its timestamp.
	pub async fn time(&self, block: Block) -> anyhow::Result<Moment> {
		let key = storage_key("Timestamp", "Now", &());
		Ok(self.read(block, &key).await?.unwrap_or_default())
	}

	/// The extrinsics of a block as its body has them, each with its length before it.
	pub async fn extrinsics(&self, number: u32) -> anyhow::Result<Vec<Vec<u8>>> {
		let block = self.block(number).await?;
		let body = self.legacy.chain_get_block(Some(block.hash)).await?;
		let body =
			body.with_context(|| format!("the node does not have block {number} any more"))?;
		Ok(body.block.extrinsics.into_iter().map(|bytes| bytes.0).collect())
	}

	/// When a block was made: its slot, which its header tells for ever.
	pub async fn made_at(&self, number: u32) -> anyhow::Result<Moment> {
		let block = self.block(number).await?;
		let header = self.legacy.chain_get_header(Some(block.hash)).await?;
		let header = header.with_context(|| format!("the node has lost block {number}"))?;
		let slot = header.digest.logs.iter().find_map(slot_of);
		let slot = slot.with_context(|| format!("block {number} names no slot"))?;
		// The length of a slot never changes.
		let length: u64 = self.ask(self.final_block().await?, "AuraApi_slot_duration", &()).await?;
		Ok(Moment(slot.saturating_mul(length)))
	}

	/// The chain's date in a block, UTC.
	pub async fn today(&self, block: Block) -> anyhow::Result<Date> {
		Ok(self.time(block).await?.date())
	}
}

/// The slot that a digest names, if it is that of the block's author.
fn slot_of(item: &DigestItem) -> Option<u64> {
	let DigestItem::PreRuntime(engine, slot) = item else { return None };
	if engine == AURA {
		u64::decode(&mut slot.as_slice()).ok()
	} else {
		None
	}
}
