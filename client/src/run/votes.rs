// SPDX-License-Identifier: Apache-2.0

//! Decisions of the banks: one bank, one vote, three quarters of them decide.

use crate::chain::{storage_key, Block, Call, Chain, Letter};
use anyhow::{bail, Context};
use codec::{Decode, Encode};
use split_ledger_primitives::{views::KeyView, ParticipantId, Scope};
use std::collections::BTreeMap;
use subxt_signer::sr25519::Keypair;

/// Sets the account of a bank apart from every hash that means something else, as the chain does.
const BANK_ACCOUNT_DOMAIN: &[u8] = b"split-ledger/bank-account";

type Account = [u8; 32];

/// A motion that waits for votes, as the chain keeps it.
#[derive(Debug, Decode)]
struct Motion {
	index: u32,
	threshold: u32,
	ayes: Vec<Account>,
}

/// What came of a vote.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Decision {
	/// Enough banks agree: it was carried out in this block.
	Carried {
		/// The block.
		block: u32,
	},
	/// The motion waits for more banks.
	Waits {
		/// How many banks agree.
		ayes: usize,
		/// How many must.
		needed: usize,
	},
}

/// The banks whose keys are at hand, by the account that votes for each.
struct Voters {
	seats: usize,
	keys: BTreeMap<Account, Keypair>,
}

impl Voters {
	async fn read(chain: &Chain, block: Block, keys: &[Keypair]) -> anyhow::Result<Self> {
		let members: Vec<Account> =
			chain.read(block, &storage_key("Council", "Members", &())).await?.unwrap_or_default();
		let mut voters = Self { seats: members.len(), keys: BTreeMap::new() };
		for key in keys {
			let public = key.public_key().0;
			let view: Option<KeyView> = chain.ask(block, "ParticipantsApi_key", &public).await?;
			let view = view.filter(|view| view.active && view.scopes.contains(&Scope::Govern));
			let account = view.map(|view| bank_account(view.participant));
			if let Some(account) = account.filter(|account| members.contains(account)) {
				voters.keys.insert(account, key.clone());
			}
		}
		Ok(voters)
	}

	/// How many banks a decision takes.
	fn needed(&self) -> usize {
		(self.seats * 3).div_ceil(4)
	}

	/// The keys of banks that have not agreed yet, as many as the motion still waits for.
	fn missing(&self, motion: &Motion) -> Vec<&Keypair> {
		let open = usize::try_from(motion.threshold).unwrap_or(usize::MAX);
		let open = open.saturating_sub(motion.ayes.len());
		let new = self.keys.iter().filter(|(account, _)| !motion.ayes.contains(account));
		new.map(|(_, key)| key).take(open).collect()
	}
}

/// Lets the banks decide on a call, by those of `keys` that are keys of banks, and carries it out.
/// Refused before anything is sent where they are too few.
pub(crate) async fn decide(chain: &Chain, keys: &[Keypair], call: Call) -> anyhow::Result<()> {
	let voters = Voters::read(chain, chain.final_block().await?, keys).await?;
	let (needed, at_hand) = (voters.needed(), voters.keys.len());
	if at_hand < needed || needed == 0 {
		bail!(
			"a vote takes {needed} of the {} banks of the chain, and the keys of {at_hand} are at \
			hand: name them by --bank-key",
			voters.seats
		);
	}
	match vote_by(chain, &voters, call).await? {
		Decision::Carried { .. } => Ok(()),
		Decision::Waits { ayes, needed } => bail!("a motion waits: {ayes} of {needed} banks agree"),
	}
}

/// Lets those banks whose keys are at hand take part in a decision: they move it where nobody has,
/// else agree to it, and carry it out once enough do.
pub(crate) async fn vote(chain: &Chain, keys: &[Keypair], call: Call) -> anyhow::Result<Decision> {
	let voters = Voters::read(chain, chain.final_block().await?, keys).await?;
	vote_by(chain, &voters, call).await
}

async fn vote_by(chain: &Chain, voters: &Voters, call: Call) -> anyhow::Result<Decision> {
	let speaker = voters.keys.values().next().context(
		"none of the keys votes for a bank: it takes a key of an active bank with the scope govern, \
		named by --as or --bank-key",
	)?;
	let block = chain.final_block().await?;
	let at = chain.at(block).await?;
	let proposal = call.encoded(&at)?;
	let hash = crate::hash::blake2_256(&[&proposal]);
	let as_bank = |call: Call| Ok::<_, anyhow::Error>(Call::act_as_bank(call.encoded(&at)?));

	let motion = match read_motion(chain, block, hash).await? {
		Some(motion) => motion,
		None => {
			let threshold = u32::try_from(voters.needed())?;
			let propose = as_bank(Call::propose(threshold, &proposal))?;
			let proposed = chain.send_one(speaker, propose).await?.ok()?;
			if threshold < 2 {
				return Ok(Decision::Carried { block: proposed.block });
			}
			let block = chain.final_block().await?;
			read_motion(chain, block, hash).await?.context("a motion was lost")?
		}
	};
	let letters = voters
		.missing(&motion)
		.into_iter()
		.map(|key| {
			let call = as_bank(Call::vote(hash, motion.index))?;
			Ok(Letter { key: key.clone(), call })
		})
		.collect::<anyhow::Result<Vec<_>>>()?;
	for receipt in chain.send(&letters, |_| ()).await? {
		receipt.ok()?;
	}
	let ayes = motion.ayes.len().saturating_add(letters.len());
	let needed = usize::try_from(motion.threshold)?;
	if ayes < needed {
		return Ok(Decision::Waits { ayes, needed });
	}
	let close = Call::close_motion(hash, motion.index, u32::try_from(proposal.len())?);
	let closed = chain.send_one(speaker, as_bank(close)?).await?.ok()?;
	Ok(Decision::Carried { block: closed.block })
}

async fn read_motion(
	chain: &Chain,
	block: Block,
	hash: [u8; 32],
) -> anyhow::Result<Option<Motion>> {
	chain.read(block, &storage_key("Council", "Voting", &hash)).await
}

/// The one stable account by which the collective and the consensus know a bank.
pub(crate) fn bank_account(participant: ParticipantId) -> Account {
	crate::hash::blake2_256(&[&(BANK_ACCOUNT_DOMAIN, participant).encode()])
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::keys::development;

	#[test]
	fn those_vote_who_have_not_and_no_more_than_it_takes() -> anyhow::Result<()> {
		let mut voters = Voters { seats: 4, keys: BTreeMap::new() };
		for (place, name) in (1..).zip(["north", "east", "south"]) {
			voters.keys.insert([place; 32], development(name)?);
		}
		assert_eq!(voters.needed(), 3);
		let missing = |ayes: &[Account]| {
			let motion = Motion { index: 0, threshold: 3, ayes: ayes.to_vec() };
			voters.missing(&motion).len()
		};
		assert_eq!(missing(&[]), 3);
		assert_eq!(missing(&[[1; 32]]), 2);
		// A vote that was cast elsewhere counts.
		assert_eq!(missing(&[[1; 32], [4; 32]]), 1);
		assert_eq!(missing(&[[1; 32], [2; 32], [3; 32]]), 0);
		Ok(())
	}

	#[test]
	fn a_bank_alone_decides_and_of_more_three_quarters_do() {
		let needed = |seats| Voters { seats, keys: BTreeMap::new() }.needed();
		assert_eq!([1, 2, 3, 4, 5, 8].map(needed), [1, 2, 3, 3, 4, 6]);
	}
}
