// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, Named, Node, Signer},
	orders_acts::Acts,
	orders_agreed::Sources,
	orders_batch::Batches,
	orders_dispute::Disputes,
	orders_explain::{Explain, Unclaimed},
	orders_give::{Refund, Refundable, Return},
	orders_place::{Notes, Place},
	orders_show::{currency_of, order_view, parked, show_order, show_with_funders},
	runs::Import,
	values::{account, amount},
	Context,
};
use crate::chain::{calls::ReleaseWhat, Call};
use clap::{Args, Subcommand};
use split_ledger_primitives::{AccountNo, OrderBody, OrderId, OrderStatus, ReleaseMode, Terms};
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
	#[command(flatten)]
	Batches(Batches),
	#[command(flatten)]
	Acts(Acts),
	#[command(flatten)]
	Disputes(Disputes),
	/// Lists all legs that were released and could not be credited, with the reason, order by order.
	Parked {
		#[command(flatten)]
		node: Node,
	},
	/// Shows an order, what was agreed for it, and what each of its funders brought, holds, got back and
	/// is still owed. The body of one that has ended is in its block: see `follow`.
	Show {
		/// The id of the order.
		order: OrderId,
		#[command(flatten)]
		node: Node,
	},
	/// Tells why each leg of an order got what it was planned: take, base, rounding, floor, cap, residue.
	Explain(Explain),
	/// Shows what unclaimed accounts keep of an order and for whom: what `claim-unclaimed` names.
	Unclaimed(Unclaimed),
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
	sources: Sources,
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
	#[arg(long, value_delimiter = ';', conflicts_with = "milestone")]
	legs: Vec<u8>,
	/// The number of the milestone to release, of an order that has several: anybody may once its
	/// conditions hold, the payer or its bank at any time.
	#[arg(long, conflicts_with = "amount")]
	milestone: Option<u8>,
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
				Self::Batches(batches) => return batches.run(context).await,
				Self::Acts(acts) => acts.run(context).await?,
				Self::Disputes(disputes) => disputes.run(context).await?,
				Self::Parked { node } => parked(&node, context).await?,
				Self::Show { order, node } => {
					let (chain, block) = node.connect().await?;
					show_with_funders(&chain, block, order, context).await?;
				}
				Self::Explain(order) => order.run(context).await?,
				Self::Unclaimed(order) => order.run(context).await?,
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
		let mut body = OrderBody {
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
		self.sources.write(&mut body, unit)?;
		self.signer.place(&chain, &body, context).await
	}
}

impl Release {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let what = match (self.milestone, self.amount) {
			(Some(number), _) => ReleaseWhat::Milestone(number),
			(None, Some(text)) => {
				let unit = currency_of(&chain, block, self.order).await?;
				ReleaseWhat::Amount(amount(unit, &text)?)
			}
			_ if self.legs.is_empty() => ReleaseWhat::All,
			_ => {
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
