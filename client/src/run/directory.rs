// SPDX-License-Identifier: Apache-2.0

use super::Keyring;
use crate::{
	bundle::{Participants, Who},
	chain::{Block, Chain},
	currency::Unit,
};
use anyhow::{bail, Context};
use futures::{StreamExt, TryStreamExt};
use split_ledger_primitives::{
	views::{AccountView, KeyView, ParticipantView},
	AccountNo, BankIndex, ParticipantId, Scope,
};
use std::collections::BTreeMap;

/// Questions on their way at once.
const QUESTIONS: usize = 32;
/// The longest page of accounts that the chain answers.
const PAGE: u32 = 100;

/// Where the participants of a bundle are on a chain.
#[derive(Default)]
pub struct Directory {
	participants: BTreeMap<Who, ParticipantView>,
	accounts: BTreeMap<(Who, Unit), AccountView>,
	names: BTreeMap<AccountNo, Who>,
}

impl Directory {
	/// Looks everybody up by key, at a final block.
	pub async fn read(
		chain: &Chain,
		block: Block,
		all: &Participants,
		keys: &Keyring,
	) -> anyhow::Result<Self> {
		let found: Vec<_> = futures::stream::iter(all.iter())
			.map(|(who, row)| {
				let public = keys.of_participant(who).public_key().0;
				async move {
					let found = read_one(chain, block, public).await;
					found
						.with_context(|| format!("cannot look `{}` up", row.name))
						.map(|f| (who, f))
				}
			})
			.buffered(QUESTIONS)
			.try_collect()
			.await?;
		let mut directory = Self::default();
		for (who, found) in found {
			let Some((participant, accounts)) = found else { continue };
			for account in accounts {
				directory.add_account(who, account, all);
			}
			directory.participants.insert(who, participant);
		}
		Ok(directory)
	}

	/// Takes an account in: the first of each currency that is of the type of the bundle.
	fn add_account(&mut self, who: Who, account: AccountView, all: &Participants) {
		let of_type = account.account_type == all.get(who).account_type();
		let Some(unit) = Unit::of_number(account.currency).filter(|_| of_type) else { return };
		self.names.entry(account.number).or_insert(who);
		self.accounts.entry((who, unit)).or_insert(account);
	}

	/// A participant, if it is on the chain.
	pub fn participant(&self, who: Who) -> Option<&ParticipantView> {
		self.participants.get(&who)
	}

	/// The id of a participant that must be on the chain.
	pub fn id(&self, who: Who) -> anyhow::Result<ParticipantId> {
		Ok(self.participant(who).context("a participant is not on the chain")?.id)
	}

	/// The place of a bank that must be on the chain.
	pub fn bank(&self, who: Who) -> anyhow::Result<BankIndex> {
		let bank = self.participant(who).and_then(|participant| participant.bank);
		bank.context("a bank is not on the chain")
	}

	/// An account, if it is there.
	pub fn account(&self, who: Who, unit: Unit) -> Option<&AccountView> {
		self.accounts.get(&(who, unit))
	}

	/// The number of an account that must be there.
	pub fn account_no(&self, who: Who, unit: Unit) -> anyhow::Result<AccountNo> {
		Ok(self.account(who, unit).context("an account is not on the chain")?.number)
	}

	/// Whose account it is.
	pub fn owner(&self, account: AccountNo) -> Option<Who> {
		self.names.get(&account).copied()
	}

	/// The participant of the bundle that is this bank.
	pub fn of_bank(&self, bank: BankIndex) -> Option<Who> {
		let is_bank = |view: &ParticipantView| view.bank == Some(bank) && view.sponsor == view.id;
		let found = self.participants.iter().find(|(_, view)| is_bank(view));
		found.map(|(who, _)| *who)
	}
}

type Found = Option<(ParticipantView, Vec<AccountView>)>;

async fn read_one(chain: &Chain, block: Block, public: [u8; 32]) -> anyhow::Result<Found> {
	let key: Option<KeyView> = chain.ask(block, "ParticipantsApi_key", &public).await?;
	let Some(key) = key else { return Ok(None) };
	if !key.active {
		bail!("its key was revoked");
	}
	if let Some(scope) = Scope::ALL.iter().find(|scope| !key.scopes.contains(scope)) {
		bail!("its key has not the scope {scope:?}");
	}
	let id = key.participant;
	let view: Option<ParticipantView> =
		chain.ask(block, "ParticipantsApi_participant", &id).await?;
	let view = view.context("the chain has a key of nobody")?;
	let mut accounts = Vec::new();
	loop {
		let from = u32::try_from(accounts.len())?;
		let page: Vec<AccountView> =
			chain.ask(block, "LedgerApi_accounts_of", &(id, from, PAGE)).await?;
		let is_last = page.len() < PAGE as usize;
		accounts.extend(page);
		if is_last {
			return Ok(Some((view, accounts)));
		}
	}
}
