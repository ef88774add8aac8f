// SPDX-License-Identifier: Apache-2.0

//! Why an order was divided as it was, and what of it nobody could be paid.

use super::{
	node::{show_view, text, Node},
	orders_show::currency_of,
	values::account,
	Context,
};
use crate::chain::{Block, Chain};
use anyhow::{anyhow, Context as _};
use clap::Args;
use split_ledger_primitives::{
	views::{OrderView, PreviewView, Refusal, UnclaimedView},
	Date, OrderId, ParticipantId, Reference,
};

#[derive(Args, Debug)]
pub(super) struct Explain {
	#[command(flatten)]
	which: Which,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Unclaimed {
	#[command(flatten)]
	which: Which,
	#[command(flatten)]
	node: Node,
}

/// An order, by its id or by the reference of who placed it.
#[derive(Args, Debug)]
struct Which {
	/// The id of the order.
	#[arg(required_unless_present = "reference", conflicts_with = "reference")]
	order: Option<OrderId>,
	/// The reference of the order, in the place of its id.
	#[arg(long, requires_all = ["submitter", "date"])]
	reference: Option<String>,
	/// The id of the participant that placed it.
	#[arg(long, requires = "reference")]
	submitter: Option<u32>,
	/// The date of the reference.
	#[arg(long, requires = "reference")]
	date: Option<Date>,
}

impl Which {
	async fn find(&self, chain: &Chain, block: Block) -> anyhow::Result<OrderId> {
		let named = (&self.reference, self.submitter, self.date);
		match (self.order, named) {
			(Some(order), _) => Ok(order),
			(None, (Some(of), Some(submitter), Some(date))) => {
				let reference = Reference { date, text: text(of)? };
				let args = (ParticipantId(submitter), reference);
				chain.ask(block, "EscrowApi_order_id", &args).await
			}
			_ => Err(anyhow!("name an order by its id, or by reference, submitter and date")),
		}
	}
}

impl Explain {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let order = self.which.find(&chain, block).await?;
		let view: Option<OrderView> = chain.ask(block, "EscrowApi_order", &order).await?;
		let view = view.with_context(|| {
			format!(
				"there is no order {order}: what is older than 400 days is forgotten; `rules show \
				 --toml` still has its rule set, and `rules preview --at` divides by it again"
			)
		})?;
		let extrinsics = match view.details {
			Some(_) => Vec::new(),
			None => chain.extrinsics(view.placed).await?,
		};
		let told: Result<PreviewView, Refusal> =
			chain.ask(block, "EscrowApi_explain", &(order, extrinsics)).await?;
		let told = told.map_err(|refusal| anyhow!("{}: {}", refusal.error, refusal.hint))?;
		let unit = currency_of(&chain, block, order).await?;
		show_view(context, &told, Some(unit))
	}
}

impl Unclaimed {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let order = self.which.find(&chain, block).await?;
		let kept: Vec<UnclaimedView> = chain.ask(block, "EscrowApi_unclaimed", &order).await?;
		let unit = match kept.first() {
			Some(first) => Some(account(&chain, block, first.keeper).await?.1),
			None => None,
		};
		show_view(context, &kept, unit)
	}
}
