// SPDX-License-Identifier: Apache-2.0

//! Makes receipts at a node. Each is checked as its reader will check it, before it is given out.

use super::{
	document::{Bytes, Posting},
	keys, verify, Authorities, Authority, Proven, Receipt, Set,
};
use crate::{
	chain::{Block, Chain, OrderHead, DISCARDED},
	follow::{leaves, Accounts},
	run::Report,
	trie::{ordered, place_key, Nodes},
};
use anyhow::{bail, ensure, Context};
use codec::Encode;
use split_ledger_primitives::{
	views::{OrderView, RootView},
	Currency, CycleNo, Leaf, OrderId,
};
use std::collections::{hash_map::Entry, BTreeSet, HashMap};

/// Roots in one page of a cycle.
const ROOTS_PER_PAGE: usize = 64;

/// How far back from the last final block a justification is looked for: a node has one of nearly every
/// block, and the states of more blocks than these.
const LOOKED_BACK: u32 = 128;

/// What a receipt is asked about.
#[derive(Clone, Debug, Default)]
pub struct AsOf {
	/// The block as of which it is to speak; the last one that a node can prove where none is named.
	pub block: Option<u32>,
	/// Where the postings are. Those behind that block are left out.
	pub search: Search,
}

/// The blocks in which postings of an order are looked for.
#[derive(Clone, Debug, Default)]
pub enum Search {
	/// All from the placement on.
	#[default]
	FromPlacement,
	/// Only these, and each must have one.
	Only(Vec<u32>),
	/// These, as a follower's file has them, and all from the next one on that it did not read.
	Known {
		/// The blocks with postings.
		blocks: Vec<u32>,
		/// The first block that was not read.
		next: u32,
	},
}

/// A final block and what proves that it is.
struct Witness {
	block: Block,
	headers: Vec<Vec<u8>>,
	justified: Block,
	justification: Vec<u8>,
}

/// Makes the receipt of an order, and answers what it proves.
pub async fn make(
	chain: &Chain,
	order: OrderId,
	as_of: AsOf,
	report: &dyn Report,
) -> anyhow::Result<(Receipt, Proven)> {
	let witness = witness(chain, as_of.block).await?;
	let block = witness.block;
	let row: Option<OrderHead> = chain.read(block, &keys::order(order)).await.context(DISCARDED)?;
	let found = found(chain, order, block, row, as_of.search, report).await?;
	let (postings, keys) = placed_in_roots(chain, block, order, found).await?;

	let body = match row {
		Some(_) => body(chain, block, order).await?,
		None => None,
	};
	let state = proof(chain, block, &keys).await?;
	let genesis = chain.genesis().0;
	let sets = sets_around(chain, witness.justified).await?;
	let mut refused = None;
	for set in sets {
		let mut authorities = Authorities::of(genesis);
		let id = set.id;
		authorities.add(set)?;
		let finality = (id, witness.headers.clone(), witness.justification.clone());
		let receipt =
			Receipt::of(genesis, order, body.clone(), finality, state.clone(), postings.clone());
		match verify(&receipt, &authorities) {
			Ok(proven) => return Ok((receipt, proven)),
			Err(error) => refused = Some(error),
		}
	}
	Err(refused.context("the node names no authorities")?)
		.context("what the node answers does not prove what it says")
}

/// The set of authorities that votes behind a block, as a node tells it.
pub async fn authorities_at(chain: &Chain, block: Block) -> anyhow::Result<Set> {
	let (id, authorities) = chain.authorities(block).await?;
	let authorities = authorities.into_iter().map(|(key, weight)| Authority { key, weight });
	Ok(Set { id, told_at: block.number, authorities: authorities.collect() })
}

/// The sets that may have voted for a block: the one that is named before it, and the one that it
/// names itself where it changes them.
async fn sets_around(chain: &Chain, block: Block) -> anyhow::Result<Vec<Set>> {
	let before = chain.block(block.number.saturating_sub(1)).await?;
	let sets = [authorities_at(chain, before).await?, authorities_at(chain, block).await?];
	Ok(sets.into())
}

/// The block as of which the receipt speaks: the one that was named, with the headers up to the first
/// justified one, or the last that is justified itself.
async fn witness(chain: &Chain, named: Option<u32>) -> anyhow::Result<Witness> {
	let end = chain.final_block().await?.number;
	let Some(number) = named else {
		let first = end.saturating_sub(LOOKED_BACK).max(1);
		for number in (first..=end).rev() {
			let block = chain.block(number).await?;
			if let Some(justification) = chain.justification(block).await? {
				let headers = vec![chain.header(block).await?];
				return Ok(Witness { block, headers, justified: block, justification });
			}
		}
		bail!("the node kept no votes for its last final blocks: ask another one");
	};
	ensure!((1..=end).contains(&number), "block {number} is not final: the last one is {end}");
	let block = chain.block(number).await?;
	let mut headers = Vec::new();
	for number in number..=end {
		let justified = chain.block(number).await?;
		headers.push(chain.header(justified).await?);
		if let Some(justification) = chain.justification(justified).await? {
			return Ok(Witness { block, headers, justified, justification });
		}
	}
	bail!("the node kept no votes for block {number} or one behind it: ask another one");
}

/// The leaves of the order up to a block.
async fn found(
	chain: &Chain,
	order: OrderId,
	block: Block,
	row: Option<OrderHead>,
	search: Search,
	report: &dyn Report,
) -> anyhow::Result<Vec<Found>> {
	let (named, from) = match (search, row) {
		(Search::Only(blocks), _) => (blocks, None),
		(Search::Known { blocks, next }, _) => (blocks, Some(next)),
		(Search::FromPlacement, Some(row)) => (Vec::new(), Some(row.placed())),
		(Search::FromPlacement, None) => bail!(
			"the chain has no order {order} in block {}: name the blocks of its postings by --posted, \
			 or the follower's file by --db",
			block.number
		),
	};
	let named: BTreeSet<u32> = named.into_iter().filter(|number| *number <= block.number).collect();
	let mut blocks = named.clone();
	blocks.extend(from.into_iter().flat_map(|from| from..=block.number));
	let mut found = Vec::new();
	let mut accounts = Accounts::of(chain);
	report.begin("searching", blocks.len());
	for (done, number) in blocks.into_iter().enumerate() {
		let here = postings_in(chain, &mut accounts, number, order).await?;
		ensure!(
			!here.is_empty() || !named.contains(&number),
			"nothing of order {order} was posted in block {number}"
		);
		found.extend(here);
		report.done(done);
	}
	report.end();
	Ok(found)
}

/// A leaf of the order, at its place among those of its block and cycle.
struct Found {
	block: u32,
	leaf: Leaf,
	place: u32,
	beside: Vec<[u8; 32]>,
}

/// The leaves of the order in a block.
async fn postings_in(
	chain: &Chain,
	accounts: &mut Accounts<'_>,
	number: u32,
	order: OrderId,
) -> anyhow::Result<Vec<Found>> {
	let block = chain.block(number).await?;
	let events = chain.events(block).await.context(DISCARDED)?;
	if leaves::all(&events, &BTreeSet::new())?.iter().all(|leaf| leaf.order != order) {
		return Ok(Vec::new());
	}
	let unclaimed = accounts.unclaimed(&events, block).await?;
	let mut cycles = HashMap::<(Currency, CycleNo), Vec<[u8; 32]>>::new();
	let mut own = Vec::new();
	for leaf in leaves::all(&events, &unclaimed)? {
		let beside = cycles.entry((leaf.currency, leaf.cycle)).or_default();
		let place = u32::try_from(beside.len())?;
		beside.push(leaves::hash_of(&leaf));
		if leaf.order == order {
			own.push((leaf, place));
		}
	}
	let found = own.into_iter().map(|(leaf, place)| {
		let beside = cycles.get(&(leaf.currency, leaf.cycle)).cloned().unwrap_or_default();
		Found { block: number, leaf, place, beside }
	});
	Ok(found.collect())
}

/// Proves each leaf in the root of its block, and names the keys of the state that the receipt needs.
async fn placed_in_roots(
	chain: &Chain,
	block: Block,
	order: OrderId,
	found: Vec<Found>,
) -> anyhow::Result<(Vec<Posting>, Vec<Vec<u8>>)> {
	let mut keys = vec![keys::genesis(), keys::time(), keys::order(order)];
	let mut cycles = HashMap::<(Currency, CycleNo), Vec<RootView>>::new();
	let mut postings = Vec::new();
	for Found { block: number, leaf, place, beside } in found {
		let Leaf { currency, cycle, .. } = leaf;
		if let Entry::Vacant(entry) = cycles.entry((currency, cycle)) {
			entry.insert(chain.roots(block, currency, cycle).await?);
		}
		let roots = cycles.get(&(currency, cycle)).map(Vec::as_slice).unwrap_or_default();
		let count = roots.iter().position(|root| root.block == number);
		let count = count.with_context(|| {
			format!(
				"in block {} the chain does not keep the roots of cycle {cycle} of {currency}: name \
				 an earlier block by --at, at a node with --state-pruning archive, or a later one \
				 where the posting is not final yet",
				block.number
			)
		})?;
		let trie = ordered(&beside);
		ensure!(
			roots.get(count).is_some_and(|root| root.root == trie.root()),
			"the root of block {number} in cycle {cycle} of {currency} is not that of its events"
		);
		let page = u32::try_from(count / ROOTS_PER_PAGE)?;
		let nodes = trie.proof(&[place_key(place)])?.into_iter().map(Bytes).collect();
		for key in [keys::roots(currency, cycle, page), keys::cycle(currency, cycle)] {
			if !keys.contains(&key) {
				keys.push(key);
			}
		}
		let (what, leaf) = (String::new(), Bytes(leaf.encode()));
		postings.push(Posting { what, block: number, page, place, leaf, nodes });
	}
	Ok((postings, keys))
}

/// The nodes that prove the values of keys in the state of a block, and no others.
async fn proof(chain: &Chain, block: Block, keys: &[Vec<u8>]) -> anyhow::Result<Vec<Vec<u8>>> {
	let head = super::finality::Head::read(&chain.header(block).await?)?;
	let mut nodes = Nodes::of(&chain.read_proof(block, keys).await?);
	for key in keys {
		nodes.value(head.state_root, key)?;
	}
	Ok(nodes.read())
}

/// The body that was placed, where the node still has the block of the placement.
async fn body(chain: &Chain, block: Block, order: OrderId) -> anyhow::Result<Option<Vec<u8>>> {
	let view: Option<OrderView> = chain.ask(block, "EscrowApi_order", &order).await?;
	let Some(view) = view else { return Ok(None) };
	Ok(chain.body_of(&view).await.ok().map(|body| body.encode()))
}
