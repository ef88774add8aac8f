// SPDX-License-Identifier: Apache-2.0

//! What a receipt proves, of nothing but the file and the authorities that its reader trusts.

use super::{
	document::{Bytes, Posting, Receipt},
	finality::{in_line, justified, Head, Votes},
	keys::{self, BlockRoot, CycleHead, CycleState},
	Authorities,
};
use crate::{
	chain::{read_body, OrderHead},
	hash::{blake2_128, blake2_256},
	trie::{place_key, Nodes},
};
use anyhow::{ensure, Context};
use codec::{Decode, DecodeAll};
use serde::Serialize;
use split_ledger_primitives::{
	views::hex, AccountNo, Amount, CoverMode, Currency, CycleNo, Date, Leaf, LeafKind, Moment,
	OrderId, OrderStatus, Purpose, ReleaseMode,
};

/// What a receipt proves. All of it is final, so there is no provisional receipt.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proven {
	/// Of which order; or of which reference in the form of an order's id.
	pub order: OrderId,
	/// The hash of the chain's first block.
	#[serde(with = "hex")]
	pub genesis: [u8; 32],
	/// The block as of which it speaks: final, and so is all that it proves.
	#[serde(rename = "final")]
	pub block: ProvedBlock,
	/// Where the order stands; none where the chain has no order of this id, or no more.
	pub entered: Option<ProvedOrder>,
	/// What of it was posted: what is not here is neither proved nor denied.
	pub postings: Vec<ProvedPosting>,
}

/// A final block.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvedBlock {
	/// Its number.
	pub number: u32,
	/// Its hash.
	#[serde(with = "hex")]
	pub hash: [u8; 32],
	/// Its time, by the chain.
	pub time: Moment,
	/// The block that was voted for, itself or one behind it.
	pub justified: u32,
	/// The set of authorities.
	pub set: u64,
	/// How much of it signed.
	pub votes: Votes,
}

/// An order in a final block.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvedOrder {
	/// The block of its placement.
	pub block: u32,
	/// Where it stands.
	pub status: OrderStatus,
	/// What was placed, where the receipt has it.
	pub body: Option<ProvedBody>,
}

/// What was placed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvedBody {
	/// The text of the submitter's reference.
	pub reference: String,
	/// Who pays.
	pub payer: AccountNo,
	/// How much, in all.
	pub amount: Amount,
	/// Whether the cover for parts of other banks was promised at placement; none where it was paid at
	/// once.
	pub covered: Option<bool>,
}

/// A posting.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvedPosting {
	/// What happened.
	pub kind: LeafKind,
	/// In which block.
	pub block: u32,
	/// In which currency.
	pub currency: Currency,
	/// In which cycle of it.
	pub cycle: CycleNo,
	/// On which business date of the currency.
	pub date: Date,
	/// Where the cycle stands.
	pub cycle_stands: ProvedCycle,
	/// The legs.
	pub legs: Vec<ProvedLeg>,
}

/// Where a cycle stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProvedCycle {
	/// It takes more.
	Open,
	/// It closed in this block; reserves have not moved.
	Closed {
		/// The block.
		block: u32,
	},
	/// Reserves moved: what the banks owed each other is discharged.
	Settled {
		/// The block of its close.
		closed: u32,
	},
}

/// A leg that was posted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvedLeg {
	/// The account debited.
	pub from: AccountNo,
	/// The account credited.
	pub to: AccountNo,
	/// How much.
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
	/// How far it is proved to have come.
	pub proved: Reached,
}

/// How far a leg has come (F1).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
	/// Irrevocable. Between accounts of one bank, or of banks that settle gross, it is settled as well;
	/// a receipt does not tell at which banks accounts are, because their rows tell balances too.
	Posted,
	/// No bank owes another anything for it any more.
	Settled,
}

/// Checks a receipt, and answers what it proves.
pub fn verify(receipt: &Receipt, authorities: &Authorities) -> anyhow::Result<Proven> {
	ensure!(
		receipt.genesis == authorities.genesis,
		"the receipt is of another chain than the authorities: take the file of its chain"
	);
	let headers = receipt.finality.headers.iter().map(|header| header.0.as_slice());
	let (block, last) = in_line(headers)?;
	let set = authorities.set(receipt.finality.set, last.number)?;
	let mut state = State::of(&receipt.state.nodes, &block);

	let genesis: [u8; 32] =
		state.value(&keys::genesis())?.context("the chain names no first block")?;
	ensure!(genesis == receipt.genesis, "the state is one of another chain");
	let time: Moment = state.value(&keys::time())?.context("the block tells no time")?;
	let entered = entered(receipt, &mut state)?;
	let mut postings = Vec::new();
	for posting in &receipt.postings {
		let proved = posted(receipt.order, posting, &mut state);
		postings.push(proved.with_context(|| format!("the posting of block {}", posting.block))?);
	}
	in_order(&receipt.postings, &postings)?;
	ensure!(state.nodes.are_all_read(), "the receipt brings nodes of the state that prove nothing");
	ensure!(
		entered.is_some() || !postings.is_empty(),
		"the chain has no order {} in block {}, and nothing posted is in the receipt",
		receipt.order,
		block.number
	);
	// Last, because it costs most; nothing is proved before.
	let votes = justified(&receipt.finality.justification.0, &last, set)
		.with_context(|| format!("block {} is not proved to be final", last.number))?;
	Ok(Proven {
		order: receipt.order,
		genesis,
		block: ProvedBlock {
			number: block.number,
			hash: block.hash,
			time,
			justified: last.number,
			set: set.id,
			votes,
		},
		entered,
		postings,
	})
}

/// The state of the block as of which a receipt speaks.
struct State<'a> {
	block: &'a Head,
	nodes: Nodes,
}

impl<'a> State<'a> {
	fn of(nodes: &[Bytes], block: &'a Head) -> Self {
		Self { block, nodes: Nodes::of(&plain(nodes)) }
	}

	/// The value of a key, of which the beginning is enough.
	fn value<T: Decode>(&mut self, key: &[u8]) -> anyhow::Result<Option<T>> {
		let value = self.nodes.value(self.block.state_root, key)?;
		let decode = |bytes: Vec<u8>| T::decode(&mut bytes.as_slice());
		value.map(decode).transpose().context("a value of another version of the chain")
	}
}

fn plain(nodes: &[Bytes]) -> Vec<Vec<u8>> {
	nodes.iter().map(|node| node.0.clone()).collect()
}

/// Where the order stands, and what was placed.
fn entered(receipt: &Receipt, state: &mut State<'_>) -> anyhow::Result<Option<ProvedOrder>> {
	let order = receipt.order;
	let Some(row) = state.value::<OrderHead>(&keys::order(order))? else {
		ensure!(receipt.body.is_none(), "there is a body of an order that the chain does not have");
		return Ok(None);
	};
	let body = receipt.body.as_ref().map(|body| placed(order, row, &body.0)).transpose()?;
	let status = match row {
		OrderHead::Held { .. } => OrderStatus::Held,
		OrderHead::Ended { status, .. } => status,
	};
	Ok(Some(ProvedOrder { block: row.placed(), status, body }))
}

/// The body of an order: the chain keeps half of its hash, and the id has the reference.
fn placed(order: OrderId, row: OrderHead, bytes: &[u8]) -> anyhow::Result<ProvedBody> {
	let body = read_body(bytes)?;
	let hash = blake2_256(&[bytes]);
	let name =
		OrderId::new(body.reference.date, order.submitter(), blake2_128(&body.reference.text));
	ensure!(
		hash.starts_with(&row.body_hash()) && name == order,
		"the body is not the one that was placed for order {order}"
	);
	let covered = match &body.release {
		ReleaseMode::Now => None,
		ReleaseMode::Held { cover, .. }
		| ReleaseMode::NextDate { cover, .. }
		| ReleaseMode::Agreed { cover, .. } => Some(*cover == CoverMode::AtPlacement),
	};
	Ok(ProvedBody {
		reference: String::from_utf8_lossy(&body.reference.text).into_owned(),
		payer: body.payer,
		amount: body.amount,
		covered,
	})
}

/// A leaf in the root of its block, the root in the state, and where its cycle stands there.
fn posted(
	order: OrderId,
	posting: &Posting,
	state: &mut State<'_>,
) -> anyhow::Result<ProvedPosting> {
	let leaf =
		Leaf::decode_all(&mut posting.leaf.0.as_slice()).context("these bytes are no leaf")?;
	let Leaf { kind, currency, cycle, date, .. } = leaf;
	ensure!(leaf.order == order, "it is of another order: {}", leaf.order);
	let roots: Option<Vec<BlockRoot>> = state.value(&keys::roots(currency, cycle, posting.page))?;
	let root = roots.into_iter().flatten().find(|root| root.block == posting.block);
	let root = root.with_context(|| {
		format!("page {} of the roots of cycle {cycle} does not have its block", posting.page)
	})?;
	let mut nodes = Nodes::of(&plain(&posting.nodes));
	let found = nodes.value(root.root, &place_key(posting.place))?;
	ensure!(
		posting.place < root.leaves && found == Some(blake2_256(&[&posting.leaf.0]).to_vec()),
		"the root of its block has another leaf at place {}",
		posting.place
	);
	ensure!(nodes.are_all_read(), "it brings nodes that prove nothing");

	let record: Option<CycleHead> = state.value(&keys::cycle(currency, cycle))?;
	let stands = match record.context("its cycle is not in the state")?.state {
		CycleState::Open => ProvedCycle::Open,
		CycleState::Closed { block } => ProvedCycle::Closed { block },
		CycleState::Settled { block: closed } => ProvedCycle::Settled { closed },
	};
	let is_settled = matches!(stands, ProvedCycle::Settled { .. });
	let legs = leaf.legs.iter().map(|leg| ProvedLeg {
		from: leg.from,
		to: leg.to,
		amount: leg.amount,
		purpose: leg.purpose,
		proved: if is_settled || leg.from == leg.to { Reached::Settled } else { Reached::Posted },
	});
	let (block, legs) = (posting.block, legs.collect());
	Ok(ProvedPosting { kind, block, currency, cycle, date, cycle_stands: stands, legs })
}

/// Postings stand in the order of what happened, so that none is there twice.
fn in_order(postings: &[Posting], proved: &[ProvedPosting]) -> anyhow::Result<()> {
	let places = postings.iter().zip(proved);
	let places = places.map(|(posting, proved)| (posting.block, proved.cycle, posting.place));
	ensure!(
		places.is_sorted_by(|a, b| a < b),
		"a posting is there twice, or not in the order of what happened"
	);
	Ok(())
}
