// SPDX-License-Identifier: Apache-2.0

//! The node that a command speaks to, and the key that it signs with.

use super::{default_keys, show, Context};
use crate::{
	chain::{
		events::{EscrowEvent, Event},
		Block, Call, Chain, Receipt,
	},
	currency::Unit,
	keys::{development, of_uri, KeyStore},
};
use anyhow::{bail, Context as _};
use clap::Args;
use serde::Serialize;
use serde_json::json;
use split_ledger_primitives::{
	views::{KeyView, OrderView},
	Date, OrderBody, OrderId, ParticipantId, Reference, Text,
};
use std::{future::Future, path::PathBuf};
use subxt_signer::sr25519::Keypair;

#[derive(Args, Clone, Debug)]
pub(super) struct Node {
	/// The node to speak to.
	#[arg(long, value_name = "URL", default_value = "ws://127.0.0.1:9944")]
	pub(super) url: String,
}

impl Node {
	/// Connects, and takes the last final block to answer from.
	pub(super) async fn connect(&self) -> anyhow::Result<(Chain, Block)> {
		let chain = Chain::connect(&self.url).await?;
		let block = chain.final_block().await?;
		Ok((chain, block))
	}
}

/// The key that signs.
#[derive(Args, Clone, Debug)]
pub(super) struct Signer {
	/// Signs with the key of this name.
	#[arg(long = "as", value_name = "NAME", required_unless_present = "key_uri")]
	name: Option<String>,
	/// Takes the key that the name has on a chain for development.
	#[arg(long)]
	dev: bool,
	/// The folder of the keys [default: split-ledger/keys among your configuration].
	#[arg(long, value_name = "DIR")]
	keys: Option<PathBuf>,
	/// Signs with the key of this secret URI, such as `//Alice`. For trying things out only: other
	/// users of the machine can see it.
	#[arg(long, value_name = "URI", conflicts_with = "name")]
	key_uri: Option<String>,
}

impl Signer {
	fn key(&self) -> anyhow::Result<Keypair> {
		match (&self.key_uri, &self.name) {
			(Some(uri), _) => of_uri(uri),
			(None, Some(name)) if self.dev => development(name),
			(None, Some(name)) => {
				KeyStore::at(self.keys.clone().unwrap_or_else(default_keys)).load(name)
			}
			(None, None) => bail!("name the key that signs, by --as NAME"),
		}
	}

	/// Sends a call, waits until it is final, and says in which block.
	pub(super) async fn send(
		&self,
		chain: &Chain,
		call: Call,
		context: Context,
	) -> anyhow::Result<()> {
		let receipt = self.send_quietly(chain, call).await?;
		let answer = json!({ "final": true, "block": receipt.block });
		show::answer(context, &answer, |_| format!("done, final in block {}", receipt.block))
	}

	/// Places an order, waits until it is final, and says its id, also where it was placed before.
	pub(super) async fn place(
		&self,
		chain: &Chain,
		order: &OrderBody,
		context: Context,
	) -> anyhow::Result<()> {
		let receipt = self.send_quietly(chain, Call::place(order)).await?;
		let mut placed = None;
		for event in receipt.events.iter().filter_map(Event::escrow) {
			if let EscrowEvent::Held { order, .. } | EscrowEvent::Paid { order, .. } = event? {
				placed = Some(order);
			}
		}
		let (id, block, date) = match placed {
			Some(id) => (id, receipt.block, id.date()),
			None => {
				let now = chain.final_block().await?;
				let submitter = self.participant(chain, now).await?;
				placed_before(chain, now, submitter, &order.reference).await?
			}
		};
		let repeated = placed.is_none();
		let answer = json!({
			"order": id, "date": date, "repeated": repeated, "final": true, "block": block,
		});
		show::answer(context, &answer, |_| {
			if repeated {
				format!("{id}: it was placed before, under this reference, in block {block}")
			} else {
				format!("{id}, final in block {block}")
			}
		})
	}

	/// Places the orders of a combined payment, and says their ids, also where they were placed before.
	pub(super) async fn place_combined(
		&self,
		chain: &Chain,
		orders: &[OrderBody],
		context: Context,
	) -> anyhow::Result<()> {
		let receipt = self.send_quietly(chain, Call::place_combined(orders)).await?;
		let now = chain.final_block().await?;
		let submitter = self.participant(chain, now).await?;
		let mut placed = Vec::new();
		for order in orders {
			let (id, block, date) = placed_before(chain, now, submitter, &order.reference).await?;
			let repeated = block < receipt.block;
			placed.push(json!({ "order": id, "date": date, "repeated": repeated, "block": block }));
		}
		show_view(context, &placed, None)
	}

	/// For whom the key signs.
	pub(super) async fn participant(
		&self,
		chain: &Chain,
		block: Block,
	) -> anyhow::Result<ParticipantId> {
		let public = self.key()?.public_key().0;
		let key: Option<KeyView> = chain.ask(block, "ParticipantsApi_key", &public).await?;
		Ok(key.context("nobody registered the key")?.participant)
	}

	/// Sends a call and waits until it is final.
	pub(super) async fn send_quietly(&self, chain: &Chain, call: Call) -> anyhow::Result<Receipt> {
		chain.send_one(&self.key()?, call).await?.ok()
	}
}

/// The order that a participant placed before under a reference, and its block.
async fn placed_before(
	chain: &Chain,
	now: Block,
	submitter: ParticipantId,
	reference: &Reference,
) -> anyhow::Result<(OrderId, u32, Date)> {
	let id: OrderId = chain.ask(now, "EscrowApi_order_id", &(submitter, reference)).await?;
	let view: Option<OrderView> = chain.ask(now, "EscrowApi_order", &id).await?;
	let view = view.context("the chain says neither that it took the order nor that it has it")?;
	Ok((id, view.placed, reference.date))
}

/// The submitter's own name for an act.
#[derive(Args, Clone, Debug)]
pub(super) struct Named {
	/// Your own text for this act, 1 to 64 bytes: the same act under the same reference is done once.
	#[arg(long)]
	reference: String,
	/// The date of the reference: a retry names that of the first try [default: today, UTC, by the
	/// chain].
	#[arg(long)]
	date: Option<Date>,
}

impl Named {
	pub(super) async fn read(self, chain: &Chain, block: Block) -> anyhow::Result<Reference> {
		let date = match self.date {
			Some(date) => date,
			None => chain.today(block).await?,
		};
		Ok(Reference { date, text: text(&self.reference)? })
	}
}

/// A text of the chain.
pub(super) fn text(text: &str) -> anyhow::Result<Text> {
	let bytes = text.as_bytes().to_vec();
	Text::try_from(bytes).ok().context("a text has 64 bytes at most")
}

/// A currency by its code.
pub(super) fn unit(code: &str) -> Result<Unit, String> {
	Unit::of_code(code).ok_or_else(|| format!("`{code}` is no currency of ISO 4217"))
}

/// Shows what the chain answered, with amounts in units of their currency for people.
pub(super) fn show_view<T: Serialize>(
	context: Context,
	view: &T,
	unit: Option<Unit>,
) -> anyhow::Result<()> {
	let value = serde_json::to_value(view)?;
	show::answer(context, &value, |value| show::value(value, unit))
}

/// Shows what the chain has after an act, and the block in which that is final.
pub(super) fn show_after<T: Serialize>(
	context: Context,
	block: u32,
	view: &T,
	unit: Option<Unit>,
) -> anyhow::Result<()> {
	let mut value = serde_json::to_value(view)?;
	value["block"] = json!(block);
	show_view(context, &value, unit)
}

/// Runs what speaks to a node.
pub(super) fn run<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
	tokio::runtime::Runtime::new().context("cannot start")?.block_on(work)
}
