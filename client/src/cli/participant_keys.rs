// SPDX-License-Identifier: Apache-2.0

//! The keys that sign for a participant.

use super::{
	node::{show_after, show_view, Node, Signer},
	values::read_account,
	Context,
};
use crate::chain::{Block, Call, Chain};
use anyhow::Context as _;
use clap::Args;
use split_ledger_primitives::{views::KeyView, ParticipantId, Scope, Scopes};
use subxt::utils::AccountId32;

#[derive(Args, Debug)]
pub(super) struct AddKey {
	/// The id of the participant.
	participant: u32,
	/// The account of the key.
	#[arg(long, value_parser = read_account)]
	account: [u8; 32],
	/// What it may sign: `admin`, `pay`, `treasury`, `rules` and `govern`, separated by `;`, or `all`.
	#[arg(long, value_parser = read_scopes)]
	scopes: Scopes,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct RevokeKey {
	/// The account of the key.
	#[arg(value_parser = read_account)]
	account: [u8; 32],
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct ShowKey {
	/// The account of the key.
	#[arg(value_parser = read_account)]
	account: [u8; 32],
	#[command(flatten)]
	node: Node,
}

impl AddKey {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let call = Call::add_key(ParticipantId(self.participant), self.account, self.scopes);
		let done = self.signer.send_quietly(&chain, call).await?;
		show(&chain, self.account, Some(done.block), context).await
	}
}

impl RevokeKey {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let done = self.signer.send_quietly(&chain, Call::revoke_key(self.account)).await?;
		show(&chain, self.account, Some(done.block), context).await
	}
}

impl ShowKey {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		show(&chain, self.account, None, context).await
	}
}

/// Shows a key, after an act of that block.
async fn show(
	chain: &Chain,
	key: [u8; 32],
	done: Option<u32>,
	context: Context,
) -> anyhow::Result<()> {
	let view = key_view(chain, chain.final_block().await?, key).await?;
	match done {
		Some(block) => show_after(context, block, &view, None),
		None => show_view(context, &view, None),
	}
}

/// Whom a key signs for.
pub(super) async fn key_view(
	chain: &Chain,
	block: Block,
	key: [u8; 32],
) -> anyhow::Result<KeyView> {
	let view: Option<KeyView> = chain.ask(block, "ParticipantsApi_key", &key).await?;
	view.with_context(|| format!("nobody registered the key {}", AccountId32(key)))
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
}
