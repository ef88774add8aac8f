// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, show_view, Node, Signer},
	Context,
};
use crate::{
	bundle::role_named,
	chain::{Block, Call, Chain},
	keys::of_uri,
	run::{blake2_256, decide, WELL_KNOWN_BANKS},
};
use anyhow::{anyhow, Context as _};
use clap::{Args, Subcommand};
use serde_json::json;
use split_ledger_primitives::{
	views::{AccountView, KeyView, ParticipantView},
	BankIndex, BankStatus, Commitment, Date, ParticipantId, Role, Roles, Scope, Scopes,
};
use std::str::FromStr;
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

/// Days until a new participant is reviewed.
const REVIEW_DAYS: u16 = 365;

#[derive(Debug, Subcommand)]
pub(super) enum Participants {
	/// Takes in a bank, a settlement agent or a supervisor, by vote of the banks.
	Admit {
		#[command(flatten)]
		newcomer: Newcomer,
		/// The secret URI of a bank that votes; as often as it takes [default: the well-known banks of
		/// a chain for development].
		#[arg(long = "bank-key", value_name = "URI")]
		bank_keys: Vec<String>,
		#[command(flatten)]
		node: Node,
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
	AddKey {
		/// The id of the participant.
		participant: u32,
		/// The account of the key.
		#[arg(long, value_parser = read_account)]
		account: [u8; 32],
		/// What it may sign: `admin`, `pay`, `treasury`, `rules` and `govern`, separated by `;`, or
		/// `all`.
		#[arg(long, value_parser = read_scopes)]
		scopes: Scopes,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Revokes a key for ever, as the participant itself or as its bank.
	RevokeKey {
		/// The account of the key.
		#[arg(value_parser = read_account)]
		account: [u8; 32],
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows for whom a key signs, and what.
	Key {
		/// The account of the key.
		#[arg(value_parser = read_account)]
		account: [u8; 32],
		#[command(flatten)]
		node: Node,
	},
	/// Puts a bank into run-off, back, or out, by vote of the banks.
	BankStatus {
		/// The place of the bank.
		#[arg(long)]
		bank: u8,
		/// `active`, `run-off` or `exited`.
		#[arg(value_parser = read_status)]
		status: BankStatus,
		/// The secret URI of a bank that votes; as often as it takes [default: the well-known banks of
		/// a chain for development].
		#[arg(long = "bank-key", value_name = "URI")]
		bank_keys: Vec<String>,
		#[command(flatten)]
		node: Node,
	},
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

fn read_roles(text: &str) -> Result<Roles, String> {
	let read = |name: &str| role_named(name).ok_or_else(|| format!("`{name}` is no role"));
	let roles: Vec<Role> = text.split(';').map(read).collect::<Result<_, _>>()?;
	Ok(Roles::of(&roles))
}

fn read_scopes(text: &str) -> Result<Scopes, String> {
	if text == "all" {
		return Ok(Scopes::ALL);
	}
	let named = |name: &str| Scope::ALL.iter().copied().find(|scope| scope_name(*scope) == name);
	let read = |name: &str| named(name).ok_or_else(|| format!("`{name}` is no scope"));
	let scopes: Vec<Scope> = text.split(';').map(read).collect::<Result<_, _>>()?;
	Ok(Scopes::of(&scopes))
}

fn scope_name(scope: Scope) -> &'static str {
	match scope {
		Scope::Admin => "admin",
		Scope::Pay => "pay",
		Scope::Treasury => "treasury",
		Scope::Rules => "rules",
		Scope::Govern => "govern",
	}
}

fn read_status(text: &str) -> Result<BankStatus, String> {
	match text {
		"active" => Ok(BankStatus::Active),
		"run-off" => Ok(BankStatus::RunOff),
		"exited" => Ok(BankStatus::Exited),
		_ => Err("expected `active`, `run-off` or `exited`".to_owned()),
	}
}

fn read_account(text: &str) -> Result<[u8; 32], String> {
	AccountId32::from_str(text).map(|account| account.0).map_err(|error| error.to_string())
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
				Self::Admit { newcomer, bank_keys, node } => {
					let (chain, block) = node.connect().await?;
					let (roles, commitment, review, keys) =
						newcomer.arguments(chain.today(block).await?);
					let call = Call::admit(roles, commitment, review, &keys);
					decide(&chain, &voters(&bank_keys)?, call).await?;
					show_newcomer(&chain, keys[0].0, context).await
				}
				Self::Onboard { newcomer, signer, node } => {
					let (chain, block) = node.connect().await?;
					let (roles, commitment, review, keys) =
						newcomer.arguments(chain.today(block).await?);
					let call = Call::onboard(roles, commitment, review, &keys);
					signer.send_quietly(&chain, call).await?;
					show_newcomer(&chain, keys[0].0, context).await
				}
				Self::AddKey { participant, account, scopes, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::add_key(ParticipantId(participant), account, scopes);
					signer.send_quietly(&chain, call).await?;
					show_key(&chain, account, context).await
				}
				Self::RevokeKey { account, signer, node } => {
					let (chain, _) = node.connect().await?;
					signer.send_quietly(&chain, Call::revoke_key(account)).await?;
					show_key(&chain, account, context).await
				}
				Self::Key { account, node } => {
					let (chain, _) = node.connect().await?;
					show_key(&chain, account, context).await
				}
				Self::BankStatus { bank, status, bank_keys, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::set_bank_status(BankIndex(bank), status);
					decide(&chain, &voters(&bank_keys)?, call).await?;
					let answer = json!({ "bank": bank, "status": status });
					show_view(context, &answer, None)
				}
				Self::Show { who, node } => show(&who, &node, context).await,
			}
		})
	}
}

/// The keys of the banks that vote: those named, or the well-known ones.
pub(super) fn voters(uris: &[String]) -> anyhow::Result<Vec<Keypair>> {
	if uris.is_empty() {
		return WELL_KNOWN_BANKS.iter().map(|uri| of_uri(uri)).collect();
	}
	uris.iter().map(|uri| of_uri(uri)).collect()
}

async fn show_newcomer(chain: &Chain, key: [u8; 32], context: Context) -> anyhow::Result<()> {
	let block = chain.final_block().await?;
	let id = key_view(chain, block, key).await?.participant;
	let view: Option<ParticipantView> =
		chain.ask(block, "ParticipantsApi_participant", &id).await?;
	show_view(context, &view, None)
}

async fn show_key(chain: &Chain, key: [u8; 32], context: Context) -> anyhow::Result<()> {
	let view = key_view(chain, chain.final_block().await?, key).await?;
	show_view(context, &view, None)
}

async fn key_view(chain: &Chain, block: Block, key: [u8; 32]) -> anyhow::Result<KeyView> {
	let view: Option<KeyView> = chain.ask(block, "ParticipantsApi_key", &key).await?;
	view.with_context(|| format!("nobody registered the key {}", AccountId32(key)))
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
	let view: Option<ParticipantView> =
		chain.ask(block, "ParticipantsApi_participant", &id).await?;
	let view = view.with_context(|| format!("there is no participant {id}"))?;
	let accounts: Vec<AccountView> =
		chain.ask(block, "LedgerApi_accounts_of", &(id, 0u32, 100u32)).await?;
	let mut value = serde_json::to_value(view)?;
	value["accounts"] = serde_json::to_value(accounts)?;
	show_view(context, &value, None)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn scopes_are_read_by_name_or_all_at_once() {
		let names: Vec<_> = Scope::ALL.iter().map(|scope| scope_name(*scope)).collect();
		assert_eq!(read_scopes(&names.join(";")), Ok(Scopes::ALL));
		assert_eq!(read_scopes("all"), Ok(Scopes::ALL));
		assert_eq!(read_scopes("pay;rules"), Ok(Scopes::of(&[Scope::Pay, Scope::Rules])));
		for wrong in ["", "Pay", "pay,rules", "pay;", "pay;all"] {
			assert!(read_scopes(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn a_bank_is_active_in_run_off_or_exited() {
		for status in [BankStatus::Active, BankStatus::RunOff, BankStatus::Exited] {
			let name = serde_json::to_value(status).expect("a name");
			assert_eq!(read_status(name.as_str().expect("a name")), Ok(status));
		}
		assert!(read_status("closed").is_err());
	}
}
