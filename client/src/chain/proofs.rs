// SPDX-License-Identifier: Apache-2.0

//! What a node has that proves something to who does not trust it.

use super::{Block, Chain};
use crate::hash::blake2_256;
use anyhow::{ensure, Context};
use codec::Encode;

/// What GRANDPA calls itself among the justifications of a block.
const GRANDPA: [u8; 4] = *b"FRNK";

impl Chain {
	/// The header of a block in SCALE: its hash is the block's.
	pub async fn header(&self, block: Block) -> anyhow::Result<Vec<u8>> {
		let header = self.legacy.chain_get_header(Some(block.hash)).await?;
		let header = header.with_context(|| format!("the node has lost block {}", block.number))?;
		let bytes = header.encode();
		ensure!(
			blake2_256(&[&bytes]) == block.hash.0,
			"the header of block {} is of another form than this client knows",
			block.number
		);
		Ok(bytes)
	}

	/// The votes that made a block final, where the node kept them: it has them of the blocks that were
	/// voted for, and not of those that became final with them.
	pub async fn justification(&self, block: Block) -> anyhow::Result<Option<Vec<u8>>> {
		let body = self.legacy.chain_get_block(Some(block.hash)).await?;
		let body = body
			.with_context(|| format!("the node does not have block {} any more", block.number))?;
		let mut all = body.justifications.into_iter().flatten();
		Ok(all.find(|(engine, _)| *engine == GRANDPA).map(|(_, bytes)| bytes))
	}

	/// Nodes of the state of a block that prove the values of keys, or that they have none.
	pub async fn read_proof(&self, block: Block, keys: &[Vec<u8>]) -> anyhow::Result<Vec<Vec<u8>>> {
		let keys = keys.iter().map(Vec::as_slice);
		let proof = self.legacy.state_get_read_proof(keys, Some(block.hash)).await;
		let proof = proof.context(super::DISCARDED)?;
		Ok(proof.proof.into_iter().map(|node| node.0).collect())
	}

	/// The number and the authorities of the set that votes on the blocks behind this one, with the
	/// weights of their votes.
	pub async fn authorities(&self, block: Block) -> anyhow::Result<(u64, Vec<([u8; 32], u64)>)> {
		let set = self.ask(block, "GrandpaApi_current_set_id", &()).await?;
		Ok((set, self.ask(block, "GrandpaApi_grandpa_authorities", &()).await?))
	}
}
