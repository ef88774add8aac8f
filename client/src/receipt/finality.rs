// SPDX-License-Identifier: Apache-2.0

//! Whether a block is final: the headers from it to one that enough authorities voted for, and their
//! votes, as GRANDPA keeps them in a justification.

use super::{authorities::Authority, Set};
use crate::hash::blake2_256;
use anyhow::{ensure, Context};
use codec::{Decode, DecodeAll, Encode};
use ed25519_zebra::{Signature, VerificationKey};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use subxt::{config::substrate::SubstrateHeader, utils::H256};

/// What of a header counts here.
pub(super) struct Head {
	pub(super) number: u32,
	pub(super) hash: [u8; 32],
	pub(super) parent: [u8; 32],
	pub(super) state_root: [u8; 32],
}

impl Head {
	/// Reads a header from its SCALE encoding, of which its hash is made.
	pub(super) fn read(bytes: &[u8]) -> anyhow::Result<Self> {
		let header = SubstrateHeader::<H256>::decode_all(&mut &*bytes)
			.context("these bytes are no header of a block")?;
		Ok(Self {
			number: u32::try_from(header.number)?,
			hash: blake2_256(&[bytes]),
			parent: header.parent_hash.0,
			state_root: header.state_root.0,
		})
	}
}

/// Reads headers that must follow each other. Answers the first and the last.
pub(super) fn in_line<'a>(
	headers: impl IntoIterator<Item = &'a [u8]>,
) -> anyhow::Result<(Head, Head)> {
	let mut headers = headers.into_iter().map(Head::read);
	let first = headers.next().context("there is no header")??;
	let mut last = Head { ..first };
	for next in headers {
		let next = next?;
		ensure!(
			next.parent == last.hash && Some(next.number) == last.number.checked_add(1),
			"the header of block {} does not follow that of block {}",
			next.number,
			last.number
		);
		last = next;
	}
	Ok((first, last))
}

/// How much of a set voted for a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Votes {
	/// The weight of those who signed.
	pub signed: u64,
	/// The weight of all.
	pub of: u64,
}

/// What makes a block final, as GRANDPA encodes it.
#[derive(Decode)]
struct Justification {
	round: u64,
	target: Target,
	votes: Vec<Vote>,
	/// The headers between the block and those above it that votes name.
	ancestries: Vec<SubstrateHeader<H256>>,
}

#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
struct Target {
	hash: [u8; 32],
	number: u32,
}

#[derive(Decode)]
struct Vote {
	target: Target,
	signature: [u8; 64],
	voter: [u8; 32],
}

/// What a precommit is among the messages of GRANDPA.
const PRECOMMIT: u8 = 1;

/// Checks that a justification makes a block final: more than two thirds of the weight of the set signed
/// for it, or for blocks above it. A voter counts once, however often it voted. Every vote must be
/// valid and every header needed: there is nothing in a justification that proves nothing.
pub(super) fn justified(bytes: &[u8], block: &Head, set: &Set) -> anyhow::Result<Votes> {
	let justification = Justification::decode_all(&mut &*bytes)
		.context("these bytes are no justification of a block")?;
	let target = Target { hash: block.hash, number: block.number };
	ensure!(
		justification.target == target,
		"the justification is of another block than number {}",
		block.number
	);
	let weights: HashMap<[u8; 32], u64> =
		set.authorities.iter().map(|Authority { key, weight }| (*key, *weight)).collect();
	let ancestries = Ancestries::of(&justification.ancestries)?;
	let mut signed = BTreeMap::new();
	let mut needed = BTreeSet::new();
	for vote in &justification.votes {
		let voter = || format!("the vote of 0x{}", hex::encode(vote.voter));
		let weight = weights
			.get(&vote.voter)
			.with_context(|| format!("{} is of none of set {}", voter(), set.id))?;
		vote.check(justification.round, set.id).with_context(voter)?;
		needed.extend(ancestries.between(target, vote.target).with_context(voter)?);
		signed.insert(vote.voter, *weight);
	}
	ensure!(
		needed.len() == justification.ancestries.len(),
		"the justification brings headers that no vote needs"
	);
	let votes = Votes { signed: sum(signed.into_values())?, of: sum(weights.into_values())? };
	ensure!(
		u128::from(votes.signed) * 3 > u128::from(votes.of) * 2,
		"{} of {} of set {} signed for block {}: more than two thirds make it final",
		votes.signed,
		votes.of,
		set.id,
		block.number
	);
	Ok(votes)
}

fn sum(mut weights: impl Iterator<Item = u64>) -> anyhow::Result<u64> {
	weights.try_fold(0, u64::checked_add).context("the weights are beyond counting")
}

impl Vote {
	/// Checks the signature, by the rules that the chain checks it with. It covers the block, the round
	/// and the set.
	fn check(&self, round: u64, set: u64) -> anyhow::Result<()> {
		let message = (PRECOMMIT, self.target, round, set).encode();
		let key = VerificationKey::try_from(self.voter);
		let valid = key.and_then(|key| key.verify(&Signature::from(self.signature), &message));
		valid.ok().with_context(|| format!("its signature is not one for set {set}"))
	}
}

/// The headers of a justification, by their hashes.
struct Ancestries(HashMap<[u8; 32], (u32, [u8; 32])>);

impl Ancestries {
	fn of(headers: &[SubstrateHeader<H256>]) -> anyhow::Result<Self> {
		let entry = |header: &SubstrateHeader<H256>| {
			let number = u32::try_from(header.number)?;
			Ok((blake2_256(&[&header.encode()]), (number, header.parent_hash.0)))
		};
		headers.iter().map(entry).collect::<anyhow::Result<_>>().map(Self)
	}

	/// The hashes of the headers that lead from above down to a block, without that block.
	fn between(&self, block: Target, above: Target) -> anyhow::Result<Vec<[u8; 32]>> {
		let mut hashes = Vec::new();
		let mut at = above;
		while at != block {
			let (number, parent) = self
				.0
				.get(&at.hash)
				.context("it does not lead to the block that is to be final")?;
			ensure!(*number == at.number, "it names a block by another number");
			let below = at.number.checked_sub(1).context("it leads past the first block")?;
			hashes.push(at.hash);
			at = Target { hash: *parent, number: below };
		}
		Ok(hashes)
	}
}
