// SPDX-License-Identifier: Apache-2.0

//! Disputes about orders (O8), and frozen orders (M7).

use super::{
	node::{text, Named, Node, Signer},
	orders_acts::send,
	orders_give::Body,
	restraints::CourtOrder,
	rules::read_ppm,
	Context,
};
use crate::chain::{calls::OrderFreezeTerms, Block, Call, Chain};
use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use split_ledger_primitives::{Commitment, OrderBody, OrderId, OrderStatus, Side};

#[derive(Debug, Subcommand)]
pub(super) enum Disputes {
	/// Freezes an order until a date, as a supervisor or as the bank of its payer: nothing moves and its
	/// clocks stand still.
	Freeze(Freeze),
	/// Lifts the freeze of an order before its date, as who laid it or as a supervisor.
	Unfreeze(Plain),
	/// Disputes an order, as its payer or merchant or the bank of either: its clocks stand still until it
	/// is decided or withdrawn. The order must name a resolver. One that has ended can be disputed as long
	/// as it can be refunded.
	Dispute(Dispute),
	/// Answers a dispute, as the other side.
	Answer(Answer),
	/// Withdraws a dispute, as the side that opened it: the clocks go on.
	Withdraw(Withdraw),
	/// Decides a dispute, as the resolver that the order names: the payer gets back its share of what is
	/// not released, and of what was; the payees get the rest of what is not released.
	Resolve(Resolve),
}

#[derive(Args, Debug)]
pub(super) struct Freeze {
	/// The id of the order.
	order: OrderId,
	#[command(flatten)]
	court: CourtOrder,
	/// Why; no personal data.
	#[arg(long)]
	reason: String,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

/// An order that something is done about.
#[derive(Args, Debug)]
pub(super) struct Plain {
	/// The id of the order.
	order: OrderId,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Dispute {
	/// The id of the order.
	order: OrderId,
	/// For which side: `payer` or `merchant`, which of a plain payment is its payee.
	#[arg(long = "for", value_enum, value_name = "SIDE")]
	side: OfSide,
	/// Commitment to what is said, in hex.
	#[arg(long, value_name = "COMMITMENT")]
	evidence: Commitment,
	#[command(flatten)]
	body: Body,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

/// A side of an order.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum OfSide {
	/// The payer.
	Payer,
	/// The merchant, or the payee of a plain payment.
	Merchant,
}

#[derive(Args, Debug)]
pub(super) struct Withdraw {
	/// The id of the order.
	order: OrderId,
	#[command(flatten)]
	body: Body,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Answer {
	/// The id of the order.
	order: OrderId,
	/// Commitment to what is said, in hex.
	#[arg(long, value_name = "COMMITMENT")]
	evidence: Commitment,
	#[command(flatten)]
	body: Body,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Resolve {
	/// The id of the order.
	order: OrderId,
	/// The share of the payer, such as `37%`.
	#[arg(long, value_name = "SHARE", value_parser = read_ppm)]
	payer_share: u32,
	/// Commitment to the reasons, in hex.
	#[arg(long, value_name = "COMMITMENT")]
	evidence: Commitment,
	#[command(flatten)]
	body: Body,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Disputes {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		match self {
			Self::Freeze(freeze) => freeze.run(context).await,
			Self::Unfreeze(of) => {
				send(&of.signer, &of.node, Call::lift_order_freeze(of.order), context).await
			}
			Self::Dispute(dispute) => dispute.run(context).await,
			Self::Answer(answer) => answer.run(context).await,
			Self::Withdraw(withdraw) => withdraw.run(context).await,
			Self::Resolve(resolve) => resolve.run(context).await,
		}
	}
}

impl Freeze {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let CourtOrder { authority, document, until } = self.court;
		let (authority, reason) = (text(&authority)?, text(&self.reason)?);
		let terms = OrderFreezeTerms { authority, document, reason, until };
		let call = Call::freeze_order(self.order, &terms);
		send(&self.signer, &self.node, call, context).await
	}
}

impl Dispute {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let body = needed_body(&chain, block, self.order, &self.body).await?;
		let side = match self.side {
			OfSide::Payer => Side::Payer,
			OfSide::Merchant => Side::Merchant,
		};
		let call = Call::dispute(self.order, side, self.evidence, body.as_ref());
		self.signer.send(&chain, call, context).await
	}
}

impl Answer {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let body = needed_body(&chain, block, self.order, &self.body).await?;
		let call = Call::answer_dispute(self.order, self.evidence, body.as_ref());
		self.signer.send(&chain, call, context).await
	}
}

impl Withdraw {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let body = needed_body(&chain, block, self.order, &self.body).await?;
		let call = Call::withdraw_dispute(self.order, body.as_ref());
		self.signer.send(&chain, call, context).await
	}
}

impl Resolve {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let body = needed_body(&chain, block, self.order, &self.body).await?;
		let reference = self.named.read(&chain, block).await?;
		let (share, evidence) = (self.payer_share, self.evidence);
		let call = Call::resolve_dispute(&reference, self.order, share, evidence, body.as_ref());
		self.signer.send(&chain, call, context).await
	}
}

/// The body of an order, where it has ended.
async fn needed_body(
	chain: &Chain,
	block: Block,
	order: OrderId,
	body: &Body,
) -> anyhow::Result<Option<OrderBody>> {
	let view = chain.order_in_full(block, order).await?;
	let view = view.with_context(|| format!("there is no order {order}"))?;
	match view.status {
		OrderStatus::Held => Ok(None),
		_ => body.of(chain, &view).await.map(Some),
	}
}
