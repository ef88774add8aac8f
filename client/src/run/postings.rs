// SPDX-License-Identifier: Apache-2.0

//! What happened to the orders of a bundle, read out of the blocks in which something was posted:
//! the roots of the cycles say which blocks those are.

use super::Importer;
use crate::chain::{events::EscrowEvent, storage_key, Chain};
use anyhow::Context;
use codec::Decode;
use futures::{StreamExt, TryStreamExt};
use split_ledger_primitives::{AccountNo, Amount, CycleNo, OrderId, Purpose};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Blocks that are read at once.
const BLOCKS: usize = 8;

/// A posted leg.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Posting {
	pub(super) leg: u8,
	pub(super) to: AccountNo,
	pub(super) amount: Amount,
	pub(super) purpose: Purpose,
	pub(super) block: u32,
	pub(super) cycle: CycleNo,
}

/// What went back to the payer, leg by leg.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Back {
	pub(super) leg: u8,
	pub(super) amount: Amount,
	pub(super) block: u32,
}

/// A leg of a held order, as far as the events tell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
	pub(super) payee: AccountNo,
	pub(super) purpose: Purpose,
	unreleased: Amount,
	parked: Amount,
}

/// The history of an order.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
	pub(super) planned: BTreeMap<u8, Planned>,
	pub(super) postings: Vec<Posting>,
	pub(super) back: Vec<Back>,
}

/// The root of a block in a cycle, as the chain keeps it.
#[derive(Decode)]
struct BlockRoot {
	block: u32,
	_root: [u8; 32],
	_leaves: u32,
}

impl Importer<'_> {
	/// Reads what orders did in the blocks in which something was posted, and in `blocks`, before the
	/// node discards it.
	pub(super) async fn keep_history(
		&self,
		blocks: impl IntoIterator<Item = u32>,
	) -> anyhow::Result<()> {
		let end = self.chain.final_block().await?;
		let mut wanted: BTreeSet<u32> = blocks.into_iter().collect();
		let Some(first) = wanted.first().copied() else { return Ok(()) };
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
		Ok(())
	}

	/// The histories of orders that were placed in these blocks.
	pub(super) async fn histories(
		&self,
		placed: &HashMap<OrderId, u32>,
	) -> anyhow::Result<HashMap<OrderId, History>> {
		self.keep_history(placed.values().copied()).await?;
		let mut histories: HashMap<OrderId, History> = HashMap::new();
		for (block, events) in self.memory.all_events()? {
			for event in events {
				let event = EscrowEvent::decode(&mut event.as_slice())?;
				let order = order_of(&event).filter(|order| placed.contains_key(order));
				if let Some(order) = order {
					histories.entry(order).or_default().add(block, event)?;
				}
			}
		}
		Ok(histories)
	}
}

/// What a block tells of orders, as it is encoded.
async fn read_block(chain: &Chain, number: u32) -> anyhow::Result<Vec<Vec<u8>>> {
	let block = chain.block(number).await?;
	let events = chain.events(block).await.context(crate::chain::DISCARDED);
	let events = events.with_context(|| format!("cannot read block {number}"))?;
	let ours = events.into_iter().filter(|event| event.pallet == "Escrow");
	Ok(ours.map(|event| event.bytes).collect())
}

fn order_of(event: &EscrowEvent) -> Option<OrderId> {
	match event {
		EscrowEvent::Held { order, .. }
		| EscrowEvent::Paid { order, .. }
		| EscrowEvent::Parked { order, .. }
		| EscrowEvent::Refunded { order, .. }
		| EscrowEvent::Expired { order, .. } => Some(*order),
		EscrowEvent::BatchDone { .. } | EscrowEvent::Halted { .. } => None,
	}
}

impl History {
	fn add(&mut self, block: u32, event: EscrowEvent) -> anyhow::Result<()> {
		match event {
			EscrowEvent::Held { legs, .. } => {
				self.planned = legs
					.iter()
					.map(|leg| {
						let planned = Planned {
							payee: leg.payee,
							purpose: leg.purpose,
							unreleased: leg.amount,
							parked: Amount::ZERO,
						};
						(leg.leg, planned)
					})
					.collect();
			}
			EscrowEvent::Paid { legs, cycle, .. } => {
				for leg in legs {
					let (to, amount, purpose) = (leg.to, leg.amount, leg.purpose);
					let posting = Posting { leg: leg.leg, to, amount, purpose, block, cycle };
					self.post(posting);
				}
			}
			EscrowEvent::Parked { legs, .. } => {
				for leg in legs {
					if let Some(planned) = self.planned.get_mut(&leg.leg) {
						planned.unreleased = less(planned.unreleased, leg.amount);
						planned.parked = Amount(planned.parked.0.saturating_add(leg.amount.0));
					}
				}
			}
			EscrowEvent::Refunded { amount, .. } => self.give_back(block, amount)?,
			EscrowEvent::Expired { .. }
			| EscrowEvent::BatchDone { .. }
			| EscrowEvent::Halted { .. } => {}
		}
		Ok(())
	}

	/// A posting takes from what is not released of its leg, then from what is parked of it; what is
	/// more than both was turned over from the other legs at the deadline.
	fn post(&mut self, posting: Posting) {
		self.postings.push(posting);
		let Some(planned) = self.planned.get_mut(&posting.leg) else { return };
		let own = planned.unreleased.min(posting.amount);
		planned.unreleased = less(planned.unreleased, own);
		let parked = planned.parked.min(less(posting.amount, own));
		planned.parked = less(planned.parked, parked);
		let turned_over = less(less(posting.amount, own), parked);
		if !turned_over.is_zero() {
			self.planned.values_mut().for_each(|leg| leg.unreleased = Amount::ZERO);
		}
	}

	/// A refund takes from what is not released, pro rata; what is more was parked for too long.
	fn give_back(&mut self, block: u32, amount: Amount) -> anyhow::Result<()> {
		let rest: Vec<_> = self.planned.values().map(|leg| leg.unreleased).collect();
		let whole = Amount::checked_sum(rest.iter().copied()).unwrap_or_default();
		let parts = split_rules::apportion(&rest, amount.min(whole))?;
		for ((leg, planned), part) in self.planned.iter_mut().zip(parts) {
			planned.unreleased = less(planned.unreleased, part);
			let waited =
				if amount > whole { std::mem::take(&mut planned.parked) } else { Amount::ZERO };
			for amount in [part, waited] {
				if !amount.is_zero() {
					self.back.push(Back { leg: *leg, amount, block });
				}
			}
		}
		Ok(())
	}
}

/// The difference, which the chain has checked not to fall below zero.
fn less(from: Amount, amount: Amount) -> Amount {
	from.checked_sub(amount).unwrap_or_default()
}
