// SPDX-License-Identifier: Apache-2.0

//! A small made-up chain: four authorities, a few headers, a state in a trie, leaves of two blocks.

use crate::{
	receipt::{
		document::{Bytes, Posting},
		keys, Authorities, Authority, Receipt, Set,
	},
	trie::{ordered, place_key, Trie},
};
use codec::Encode;
use ed25519_zebra::{SigningKey, VerificationKey};
use split_ledger_primitives::{
	AccountNo, Amount, CoverMode, Currency, CycleNo, Date, ExpiryPolicy, Leaf, LeafKind, LeafLeg,
	Moment, OrderBody, OrderId, OrderStatus, ParticipantId, Purpose, Reference, ReleaseMode, Terms,
	Text,
};
use subxt::{
	config::substrate::{Digest, DigestItem, SubstrateHeader},
	utils::H256,
};

pub(super) const GENESIS: [u8; 32] = [9; 32];
pub(super) const SET: u64 = 7;
pub(super) const ROUND: u64 = 12;
pub(super) const CNY: Currency = Currency(156);
/// The block as of which receipts speak.
pub(super) const BLOCK: u32 = 40;
/// The block of the first posting, and of the second.
pub(super) const POSTED: [u32; 2] = [21, 30];

/// What a vote is for.
pub(super) type Target = ([u8; 32], u32);

/// The made-up chain, of which each part can be turned.
pub(super) struct World {
	pub(super) voters: Vec<SigningKey>,
	/// The headers from the block of the receipt on.
	pub(super) headers: Vec<SubstrateHeader<H256>>,
	pub(super) state: Trie,
	pub(super) beside: Vec<[u8; 32]>,
}

pub(super) fn voter(seed: u8) -> SigningKey {
	SigningKey::from([seed; 32])
}

pub(super) fn key_of(voter: &SigningKey) -> [u8; 32] {
	VerificationKey::from(voter).into()
}

pub(super) fn body() -> OrderBody {
	let text = Text::try_from(b"invoice 7".to_vec()).expect("a short text");
	OrderBody {
		reference: Reference { date: Date(20_000), text },
		payer: AccountNo(1),
		amount: Amount(1_000),
		terms: Terms::Transfer { to: AccountNo(2) },
		release: ReleaseMode::Held {
			after: None,
			deadline: None,
			expiry: ExpiryPolicy::Payer,
			cover: CoverMode::AtPlacement,
		},
		legs_max: 1,
		end_to_end: None,
		not_after: None,
		buyer: None,
		funders: Default::default(),
		mandate: None,
		group: None,
		dispute: None,
	}
}

pub(super) fn order() -> OrderId {
	let text = crate::hash::blake2_128(&body().reference.text);
	OrderId::new(Date(20_000), ParticipantId(5), text)
}

/// The two postings of the order: one in a settled cycle, one that gives money back in the open one.
pub(super) fn leaves() -> [Leaf; 2] {
	let leg = |from, to, amount, purpose| LeafLeg {
		from: AccountNo(from),
		to: AccountNo(to),
		amount: Amount(amount),
		purpose,
	};
	let leaf = |kind, cycle, legs| Leaf {
		kind,
		order: order(),
		currency: CNY,
		cycle: CycleNo(cycle),
		date: Date(20_001),
		legs,
	};
	let paid = vec![leg(1, 2, 600, Purpose::Goods), leg(1, 3, 100, Purpose::Fee)];
	let back = vec![leg(1, 1, 200, Purpose::Refund), leg(2, 1, 100, Purpose::Refund)];
	[leaf(LeafKind::Paid, 3, paid), leaf(LeafKind::Refunded, 4, back)]
}

/// A row of an order that has ended, or is held.
pub(super) fn row(status: OrderStatus) -> Vec<u8> {
	let hash = crate::hash::blake2_256(&[&body().encode()]);
	let (hash, placed) = (&hash[..16], 20u32.encode());
	match status {
		OrderStatus::Held => [&[0][..], hash, &placed, &[7; 300]].concat(),
		ended => [&[1][..], &ended.encode(), hash, &placed, &[0; 3]].concat(),
	}
}

/// The record of a cycle that is in a state, by the place of that state among all.
fn cycle(state: u8) -> Vec<u8> {
	let ending = (35u32, Date(20_001), Date(20_001), 0u8).encode();
	let ending = if state == 0 { Vec::new() } else { ending };
	[(2u32, 70u32, [3u8; 32]).encode(), vec![state], ending].concat()
}

/// What the state has of roots: each block by its number, root and count of leaves.
fn page(block: u32, root: [u8; 32], leaves: u32) -> Vec<u8> {
	let others = (1u32..20).map(|block| (block, [1u8; 32], 3u32));
	others.chain([(block, root, leaves)]).collect::<Vec<_>>().encode()
}

impl World {
	pub(super) fn new() -> Self {
		Self::with(row(OrderStatus::PartlyReleased))
	}

	/// A chain that has this row for the order.
	pub(super) fn with(row: Vec<u8>) -> Self {
		let beside: Vec<[u8; 32]> = (0..7).map(|other| [other; 32]).collect();
		let mut pairs = vec![
			(keys::genesis(), GENESIS.to_vec()),
			(keys::time(), Moment(1_728_086_400_000).encode()),
			(keys::order(order()), row),
		];
		let states = [2, 0];
		for ((leaf, block), state) in leaves().into_iter().zip(POSTED).zip(states) {
			let (trie, place) = among(&beside, &leaf);
			let count = beside.len() as u32 + 1;
			assert_eq!(place, 5);
			pairs.push((keys::roots(CNY, leaf.cycle, 1), page(block, trie.root(), count)));
			pairs.push((keys::cycle(CNY, leaf.cycle), cycle(state)));
		}
		// Others, so that there is something to leave out.
		pairs.extend((0..20u8).map(|other| (vec![other; 40], vec![other; 50])));
		pairs.extend((0..12u64).map(|no| (keys::cycle(CNY, CycleNo(no as u32 + 9)), vec![1; 40])));
		let state = Trie::of(pairs);
		let headers = line_of(BLOCK, [6; 32], state.root(), 3);
		Self { voters: (1..=4).map(voter).collect(), headers, state, beside }
	}

	pub(super) fn target(&self) -> Target {
		let last = self.headers.last().expect("there is a header");
		(hash_of(last), last.number as u32)
	}

	pub(super) fn authorities(&self) -> Authorities {
		let mut file = Authorities::of(GENESIS);
		file.add(set_of(SET, &self.voters)).expect("a set of four");
		file
	}

	/// The receipt with the votes of so many for the last header.
	pub(super) fn receipt_of(&self, votes: usize) -> Receipt {
		let votes: Vec<_> =
			self.voters[..votes].iter().map(|voter| vote(voter, self.target(), SET)).collect();
		self.receipt(justification(self.target(), &votes, &[]))
	}

	/// The receipt with a justification.
	pub(super) fn receipt(&self, justification: Vec<u8>) -> Receipt {
		let mut needed = vec![keys::genesis(), keys::time(), keys::order(order())];
		let mut postings = Vec::new();
		for (leaf, block) in leaves().into_iter().zip(POSTED) {
			needed.extend([keys::roots(CNY, leaf.cycle, 1), keys::cycle(CNY, leaf.cycle)]);
			let (trie, place) = among(&self.beside, &leaf);
			let nodes = trie.proof(&[place_key(place)]).expect("all nodes are there");
			postings.push(Posting {
				what: String::new(),
				block,
				page: 1,
				place,
				leaf: Bytes(leaf.encode()),
				nodes: nodes.into_iter().map(Bytes).collect(),
			});
		}
		let state = self.state.proof(&needed).expect("all nodes are there");
		let headers = self.headers.iter().map(Encode::encode).collect();
		let finality = (SET, headers, justification);
		Receipt::of(GENESIS, order(), Some(body().encode()), finality, state, postings)
	}
}

/// A set of voters of one weight, told in the block of its own number.
pub(super) fn set_of(id: u64, voters: &[SigningKey]) -> Set {
	set_told_at(id as u32, id, voters)
}

/// A set of voters of one weight, told in a block.
pub(super) fn set_told_at(told_at: u32, id: u64, voters: &[SigningKey]) -> Set {
	let authority = |voter| Authority { key: key_of(voter), weight: 1 };
	Set { id, told_at, authorities: voters.iter().map(authority).collect() }
}

/// The trie of the leaves of a block with this one among them, and its place.
fn among(beside: &[[u8; 32]], leaf: &Leaf) -> (Trie, u32) {
	let mut all = beside.to_vec();
	all.insert(5, crate::hash::blake2_256(&[&leaf.encode()]));
	(ordered(&all), 5)
}

/// Headers in line from a number on.
pub(super) fn line_of(
	first: u32,
	parent: [u8; 32],
	state_root: [u8; 32],
	count: u32,
) -> Vec<SubstrateHeader<H256>> {
	let mut parent = parent;
	let header = |number: u32| {
		let header = SubstrateHeader {
			parent_hash: H256(parent),
			number: number.into(),
			state_root: H256(if number == first { state_root } else { [2; 32] }),
			extrinsics_root: H256([4; 32]),
			digest: Digest { logs: vec![DigestItem::Seal(*b"aura", vec![number as u8; 64])] },
		};
		parent = hash_of(&header);
		header
	};
	(first..first + count).map(header).collect()
}

pub(super) fn hash_of(header: &SubstrateHeader<H256>) -> [u8; 32] {
	crate::hash::blake2_256(&[&header.encode()])
}

/// A vote as a justification has it.
pub(super) type Vote = (Target, [u8; 64], [u8; 32]);

/// The vote of one for a block, in a set.
pub(super) fn vote(voter: &SigningKey, target: Target, set: u64) -> Vote {
	let message = (1u8, target, ROUND, set).encode();
	(target, voter.sign(&message).into(), key_of(voter))
}

/// A justification as GRANDPA encodes it.
pub(super) fn justification(
	target: Target,
	votes: &[Vote],
	ancestries: &[SubstrateHeader<H256>],
) -> Vec<u8> {
	(ROUND, target, votes.to_vec(), ancestries.to_vec()).encode()
}
