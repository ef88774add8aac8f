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
	_threshold: u32,
	ayes: Vec<Account>,
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

	/// As many voters as a decision takes.
	fn enough(&self) -> anyhow::Result<Vec<(Account, &Keypair)>> {
		let needed = (self.seats * 3).div_ceil(4);
		let at_hand = self.keys.len();
		if at_hand < needed || needed == 0 {
			bail!(
				"a vote takes {needed} of the {} banks of the chain, and the keys of {at_hand} are \
				at hand: name them by --bank-key",
				self.seats
			);
		}
		Ok(self.keys.iter().take(needed).map(|(account, key)| (*account, key)).collect())
	}
}

/// Lets the banks decide on a call, by those of `keys` that are keys of banks, and carries it out.
pub(crate) async fn decide(chain: &Chain, keys: &[Keypair], call: Call) -> anyhow::Result<()> {
	let block = chain.final_block().await?;
	let at = chain.at(block).await?;
	let voters = Voters::read(chain, block, keys).await?;
	let enough = voters.enough()?;
	let threshold = u32::try_from(enough.len())?;
	let proposal = call.encoded(&at)?;
	let hash = super::blake2_256(&[&proposal]);
	let as_bank = |call: Call| Ok::<_, anyhow::Error>(Call::act_as_bank(call.encoded(&at)?));
	let (_, speaker) = enough.first().context("somebody votes")?;

	let mut motion = read_motion(chain, block, hash).await?;
	if motion.is_none() {
		let propose = as_bank(Call::propose(threshold, &proposal))?;
		chain.send_one(speaker, propose).await?.ok()?;
		if threshold < 2 {
			return Ok(());
		}
		motion = read_motion(chain, chain.final_block().await?, hash).await?;
	}
	let motion = motion.context("a motion was lost")?;
	let missing = enough.iter().filter(|(account, _)| !motion.ayes.contains(account));
	let letters = missing
		.map(|(_, key)| {
			let call = as_bank(Call::vote(hash, motion.index))?;
			Ok(Letter { key: (*key).clone(), call })
		})
		.collect::<anyhow::Result<Vec<_>>>()?;
	for receipt in chain.send(&letters, |_| ()).await? {
		receipt.ok()?;
	}
	let close = Call::close_motion(hash, motion.index, u32::try_from(proposal.len())?);
	chain.send_one(speaker, as_bank(close)?).await?.ok()?;
	Ok(())
}

async fn read_motion(
	chain: &Chain,
	block: Block,
	hash: [u8; 32],
) -> anyhow::Result<Option<Motion>> {
	chain.read(block, &storage_key("Council", "Voting", &hash)).await
}

/// The one stable account by which the collective knows a bank.
fn bank_account(participant: ParticipantId) -> Account {
	super::blake2_256(&[&(BANK_ACCOUNT_DOMAIN, participant).encode()])
}
