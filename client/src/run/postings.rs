// SPDX-License-Identifier: Apache-2.0

//! What happened to the orders of a bundle, read out of the blocks in which something was posted:
//! the roots of the cycles say which blocks those are.

use super::{
	history::{History, Terms},
	Importer,
};
use crate::chain::{events::EscrowEvent, storage_key, Block, Chain};
use anyhow::Context;
use codec::Decode;
use futures::{StreamExt, TryStreamExt};
use split_ledger_primitives::OrderId;
use std::collections::{BTreeSet, HashMap};

/// Blocks that are read at once.
pub(super) const BLOCKS: usize = 8;
/// How many blocks the run stays behind while it waits: nodes keep the states of 256.
const BEHIND_MAX: u32 = 60;

/// The root of a block in a cycle, as the chain keeps it.
#[derive(Decode)]
struct BlockRoot {
	block: u32,
	_root: [u8; 32],
	_leaves: u32,
}

impl Importer<'_> {
	/// Reads what orders did in the blocks in which something was posted since the last time, and in
	/// `blocks`, before the node discards it.
	pub(super) async fn keep_history(
		&self,
		blocks: impl IntoIterator<Item = u32>,
	) -> anyhow::Result<()> {
		let end = self.chain.final_block().await?;
		let mut wanted: BTreeSet<u32> = blocks.into_iter().collect();
		// The clock posts in blocks that nobody named.
		let next = self.read_until.get().map(|read| read.saturating_add(1));
		let first = wanted.first().copied().into_iter().chain(next).min();
		let Some(first) = first else { return Ok(()) };
		for unit in self.bundle.participants.units() {
			let prefix = storage_key("Clearing", "Roots", &unit.number());
			let keys = self.chain.keys(end, &prefix).await?;
			for page in self.chain.read_many(end, &keys).await?.values() {
				let roots = Vec::<BlockRoot>::decode(&mut page.as_slice())?;
				wanted.extend(roots.iter().map(|root| root.block).filter(|block| *block >= first));
			}
		}
		let mut missing = Vec::new();
		for block in wanted {
			if self.memory.events(block)?.is_none() {
				missing.push(block);
			}
		}
		let mut read = futures::stream::iter(missing)
			.map(|number| async move {
				let events = read_block(self.chain, number).await?;
				Ok::<_, anyhow::Error>((number, events))
			})
			.buffered(BLOCKS);
		while let Some((number, events)) = read.try_next().await? {
			self.memory.remember_events(number, &events)?;
		}
		self.read_until.set(Some(end.number));
		Ok(())
	}

	/// Reads on while the run waits for the clock.
	pub(super) async fn keep_up(&self, now: Block) -> anyhow::Result<()> {
		match self.read_until.get() {
			Some(read) if now.number > read.saturating_add(BEHIND_MAX) => {
				self.keep_history([]).await
			}
			Some(_) => Ok(()),
			None => {
				self.read_until.set(Some(now.number));
				Ok(())
			}
		}
	}

	/// The histories, until the block `end`, of orders that were placed in these blocks.
	pub(super) async fn histories(
		&self,
		end: Block,
		placed: &HashMap<OrderId, u32>,
		terms: &HashMap<OrderId, Terms>,
	) -> anyhow::Result<HashMap<OrderId, History>> {
		self.keep_history(placed.values().copied()).await?;
		let mut histories: HashMap<OrderId, History> = HashMap::new();
		let all = self.memory.all_events()?;
		// What the clock did since stands in none of the other results.
		for (block, events) in all.into_iter().filter(|(block, _)| *block <= end.number) {
			for event in events {
				let event = EscrowEvent::decode(&mut event.as_slice())?;
				let order = event.order().filter(|order| placed.contains_key(order));
				if let Some(order) = order {
					let terms = || terms.get(&order).cloned().unwrap_or_default();
					let history = histories.entry(order);
					history.or_insert_with(|| History::under(terms())).add(block, event)?;
				}
			}
		}
		Ok(histories)
	}
}

/// What a block tells of orders, as it is encoded.
pub(super) async fn read_block(chain: &Chain, number: u32) -> anyhow::Result<Vec<Vec<u8>>> {
	let block = chain.block(number).await?;
	let events = chain.events(block).await.context(crate::chain::DISCARDED);
	let events = events.with_context(|| format!("cannot read block {number}"))?;
	let ours = events.into_iter().filter(|event| event.pallet == "Escrow");
	Ok(ours.map(|event| event.bytes).collect())
}
