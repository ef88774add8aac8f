// SPDX-License-Identifier: Apache-2.0

use super::{
	accounts::{account, amount},
	node::{run, show_view, Named, Node, Signer},
	orders_give::{Refund, Refundable, Return},
	orders_place::{Notes, Place},
	runs::Import,
	Context,
};
use crate::{
	chain::{calls::ReleaseWhat, Block, Call, Chain},
	currency::Unit,
};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use split_ledger_primitives::{
	views::OrderView, AccountNo, OrderBody, OrderId, OrderStatus, ReleaseMode, Terms,
};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(super) enum Orders {
	/// Places an order that a rule set splits.
	Place(Box<Place>),
	/// Pays from one account to another, without a rule set.
	Transfer(Transfer),
	/// Runs an order bundle.
	Import(Import),
	/// Releases all or a part of a held order to its payees.
	Release(Release),
	/// Gives all or a part of an order back to its payer, before or after a release.
	Refund(Refund),
	/// Gives a released leg back, or a part of it, as its receiver or the bank of its account: to the
	/// merchant, of a plain payment to the payer.
	Return(Return),
	/// Shows what of an order can still be refunded and returned, leg by leg.
	Refundable(Refundable),
	/// Pays those parked legs of an order that can be credited by now. Anybody may.
	RetryParked {
		/// The id of the order.
		order: OrderId,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows an order. The body of one that has ended is in its block: see `follow`.
	Show {
		/// The id of the order.
		order: OrderId,
		#[command(flatten)]
		node: Node,
	},
	/// Shows an order each time that it changes, until it has ended.
	Watch {
		/// The id of the order.
		order: OrderId,
		#[command(flatten)]
		node: Node,
	},
}

#[derive(Args, Debug)]
pub(super) struct Transfer {
	/// The number of the account that pays.
	#[arg(long)]
	from: u64,
	/// The number of the account that is paid.
	#[arg(long)]
	to: u64,
	/// How much, in units of the currency.
	amount: String,
	#[command(flatten)]
	notes: Notes,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Release {
	/// The id of the order.
	order: OrderId,
	/// How much, in units of the currency [default: all that is left].
	#[arg(long, conflicts_with = "legs")]
	amount: Option<String>,
	/// The numbers of the legs to release whole.
	#[arg(long, value_delimiter = ';')]
	legs: Vec<u8>,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Orders {
	pub(super) fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		run(async {
			match self {
				Self::Place(place) => place.run(context).await?,
				Self::Transfer(transfer) => transfer.run(context).await?,
				Self::Import(import) => return import.run(context).await,
				Self::Release(release) => release.run(context).await?,
				Self::Refund(refund) => refund.run(context).await?,
				Self::Return(back) => back.run(context).await?,
				Self::Refundable(order) => order.run(context).await?,
				Self::RetryParked { order, signer, node } => {
					let (chain, _) = node.connect().await?;
					signer.send(&chain, Call::retry_parked(order), context).await?;
				}
				Self::Show { order, node } => {
					let (chain, block) = node.connect().await?;
					let view = order_view(&chain, block, order).await?;
					show_order(context, &view)?;
				}
				Self::Watch { order, node } => watch(order, &node, context).await?,
			}
			Ok(ExitCode::SUCCESS)
		})
	}
}

impl Transfer {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let (payer, unit) = account(&chain, block, AccountNo(self.from)).await?;
		self.notes.check(&payer)?;
		let body = OrderBody {
			reference: self.named.read(&chain, block).await?,
			payer: payer.number,
			amount: amount(unit, &self.amount)?,
			terms: Terms::Transfer { to: AccountNo(self.to) },
			release: ReleaseMode::Now,
			legs_max: 1,
			end_to_end: self.notes.end_to_end,
			not_after: self.notes.not_after,
			buyer: self.notes.buyer,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		};
		self.signer.place(&chain, &body, context).await
	}
}

impl Release {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let what = match self.amount {
			Some(text) => {
				let unit = currency_of(&chain, block, self.order).await?;
				ReleaseWhat::Amount(amount(unit, &text)?)
			}
			None if self.legs.is_empty() => ReleaseWhat::All,
			None => {
				let mut legs = self.legs;
				legs.sort();
				ReleaseWhat::Legs(legs)
			}
		};
		let reference = self.named.read(&chain, block).await?;
		let call = Call::release(&reference, self.order, &what);
		self.signer.send(&chain, call, context).await
	}
}

async fn order_view(chain: &Chain, block: Block, order: OrderId) -> anyhow::Result<OrderView> {
	let view: Option<OrderView> = chain.ask(block, "EscrowApi_order", &order).await?;
	view.with_context(|| format!("there is no order {order}"))
}

/// The currency of an order: of one that has ended, by the body that its block has.
async fn currency_of(chain: &Chain, block: Block, order: OrderId) -> anyhow::Result<Unit> {
	let view = chain.order_in_full(block, order).await?;
	let view = view.with_context(|| format!("there is no order {order}"))?;
	let details = view.details.context("the order has ended, and its body was not found")?;
	Unit::of_number(details.currency).context("a currency that this client knows")
}

fn show_order(context: Context, view: &OrderView) -> anyhow::Result<()> {
	let currency = view.details.as_ref().and_then(|details| Unit::of_number(details.currency));
	let mut value = serde_json::to_value(view)?;
	if !context.json {
		// For people, the details stand beside what is known without them.
		if let Some(details) = value["details"].take().as_object() {
			for (key, field) in details {
				value[key] = field.clone();
			}
		}
		if let Some(fields) = value.as_object_mut() {
			fields.remove("details");
		}
	}
	show_view(context, &value, currency)
}

async fn watch(order: OrderId, node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, mut block) = node.connect().await?;
	let mut shown = None;
	loop {
		let view = order_view(&chain, block, order).await?;
		if shown.as_ref() != Some(&view) {
			show_order(context, &view)?;
		}
		if view.status != OrderStatus::Held {
			return Ok(());
		}
		shown = Some(view);
		block = chain.next_final(block).await?;
	}
}
