// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, show_after, show_view, Node, Signer},
	participant_keys::{key_view, AddKey, RevokeKey, ShowKey},
	standing::{Reinstate, SetBankStatus, SetRoles, Suspend, Validator},
	values::{participant, read_account, read_roles},
	votes::Vote,
	Context,
};
use crate::{
	chain::{Call, Chain},
	hash::blake2_256,
	run::bank_account,
};
use anyhow::anyhow;
use clap::{Args, Subcommand};
use serde_json::json;
use split_ledger_primitives::{views::AccountView, Commitment, Date, ParticipantId, Roles, Scopes};

/// Days until a new participant is reviewed.
const REVIEW_DAYS: u16 = 365;

#[derive(Debug, Subcommand)]
pub(super) enum Participants {
	/// Takes in a bank, a settlement agent or a supervisor, by vote of the banks.
	Admit {
		#[command(flatten)]
		newcomer: Newcomer,
		#[command(flatten)]
		vote: Vote,
	},
	/// Takes in a customer of the signing bank.
	Onboard {
		#[command(flatten)]
		newcomer: Newcomer,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Lets one more key sign for a participant, as the participant itself or as its bank.
	AddKey(AddKey),
	/// Revokes a key for ever, as the participant itself or as its bank.
	RevokeKey(RevokeKey),
	/// Shows for whom a key signs, and what.
	Key(ShowKey),
	/// Says what a customer may do, as its bank.
	SetRoles(SetRoles),
	/// Suspends a participant, so that none of its keys signs anything: as its bank or as a supervisor.
	Suspend(Suspend),
	/// Takes a suspension back, as who decided on it.
	Reinstate(Reinstate),
	/// Puts a bank into run-off, back, or out, by vote of the banks.
	BankStatus(SetBankStatus),
	/// Decides whether a bank makes and finalises blocks, by vote of the banks.
	Validator(Validator),
	/// Shows a participant and its accounts.
	Show {
		/// Its id, or the account of one of its keys.
		who: String,
		#[command(flatten)]
		node: Node,
	},
}

#[derive(Args, Debug)]
pub(super) struct Newcomer {
	/// What it may do, such as `merchant` or `platform;merchant`.
	#[arg(long, value_parser = read_roles)]
	roles: Roles,
	/// The account of its first key, with every scope.
	#[arg(long, value_parser = read_account)]
	account: [u8; 32],
	/// Salted commitment to its identity, in hex [default: one to nothing].
	#[arg(long)]
	commitment: Option<Commitment>,
	/// When it is reviewed [default: in a year].
	#[arg(long)]
	review: Option<Date>,
}

impl Newcomer {
	fn arguments(self, today: Date) -> (Roles, Commitment, Date, [([u8; 32], Scopes); 1]) {
		let review = self.review.unwrap_or(Date(today.0.saturating_add(REVIEW_DAYS)));
		let nothing = || Commitment(blake2_256(&[&rand::random::<[u8; 32]>()]));
		let commitment = self.commitment.unwrap_or_else(nothing);
		(self.roles, commitment, review, [(self.account, Scopes::ALL)])
	}
}

impl Participants {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Admit { newcomer, vote } => admit(newcomer, &vote, context).await,
				Self::Onboard { newcomer, signer, node } => {
					let (chain, block) = node.connect().await?;
					let (roles, commitment, review, keys) =
						newcomer.arguments(chain.today(block).await?);
					let call = Call::onboard(roles, commitment, review, &keys);
					let done = signer.send_quietly(&chain, call).await?;
					show_newcomer(&chain, keys[0].0, done.block, context).await
				}
				Self::AddKey(add) => add.run(context).await,
				Self::RevokeKey(revoke) => revoke.run(context).await,
				Self::Key(show) => show.run(context).await,
				Self::SetRoles(set) => set.run(context).await,
				Self::Suspend(suspend) => suspend.run(context).await,
				Self::Reinstate(reinstate) => reinstate.run(context).await,
				Self::BankStatus(set) => set.run(context).await,
				Self::Validator(set) => set.run(context).await,
				Self::Show { who, node } => show(&who, &node, context).await,
			}
		})
	}
}

async fn admit(newcomer: Newcomer, vote: &Vote, context: Context) -> anyhow::Result<()> {
	let (chain, block) = vote.node.connect().await?;
	let (roles, commitment, review, keys) = newcomer.arguments(chain.today(block).await?);
	let call = Call::admit(roles, commitment, review, &keys);
	// Chance and the date gave them: other banks that vote must name the same.
	let same = json!({ "commitment": commitment, "review": review });
	match vote.carry(&chain, call, same, context).await? {
		Some(done) => show_newcomer(&chain, keys[0].0, done, context).await,
		None => Ok(()),
	}
}

async fn show_newcomer(
	chain: &Chain,
	key: [u8; 32],
	done: u32,
	context: Context,
) -> anyhow::Result<()> {
	let block = chain.final_block().await?;
	let id = key_view(chain, block, key).await?.participant;
	show_after(context, done, &participant(chain, block, id).await?, None)
}

async fn show(who: &str, node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let id = match who.parse::<u32>() {
		Ok(id) => ParticipantId(id),
		Err(_) => {
			let account = read_account(who)
				.map_err(|error| anyhow!("`{who}` is neither an id nor an account: {error}"))?;
			key_view(&chain, block, account).await?.participant
		}
	};
	let view = participant(&chain, block, id).await?;
	let accounts: Vec<AccountView> =
		chain.ask(block, "LedgerApi_accounts_of", &(id, 0u32, 100u32)).await?;
	let is_bank = view.bank.is_some() && view.sponsor == view.id;
	let mut value = serde_json::to_value(view)?;
	if is_bank {
		value["bankAccount"] = json!(format!("0x{}", hex::encode(bank_account(id))));
	}
	value["accounts"] = serde_json::to_value(accounts)?;
	show_view(context, &value, None)
}
