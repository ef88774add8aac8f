// SPDX-License-Identifier: Apache-2.0

//! Giving back: refunds, returns, and what of an order still can be.

use super::{
	node::{show_view, Named, Node, Signer},
	values::amount,
	Context,
};
use crate::{
	chain::{is_body_of, read_body, Block, Call, Chain, Failure},
	currency::Unit,
};
use anyhow::{anyhow, ensure, Context as _};
use clap::Args;
use split_ledger_primitives::{
	views::{OrderDetails, OrderView, RefundableView, Refusal},
	Amount, OrderBody, OrderId, OrderStatus,
};
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub(super) struct Refund {
	/// The id of the order.
	order: OrderId,
	/// How much, in units of the currency [default: all that can be]. To repeat a refund of all, name
	/// the amount that it gave back: what is left is another one then.
	#[arg(long)]
	amount: Option<String>,
	#[command(flatten)]
	body: Body,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Return {
	/// The id of the order.
	order: OrderId,
	/// The number of the leg.
	#[arg(long)]
	leg: u8,
	/// How much of it, in units of the currency [default: all of it that can be]. A repeat names it.
	#[arg(long)]
	amount: Option<String>,
	#[command(flatten)]
	body: Body,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Refundable {
	/// The id of the order.
	order: OrderId,
	#[command(flatten)]
	node: Node,
}

/// The body of an order that has ended: the chain keeps its hash only.
#[derive(Args, Debug, Default)]
pub(super) struct Body {
	/// A file with the body of the order as it was placed, as bytes or in hex: the column `body` of
	/// the file that `follow` keeps [default: the node's block of its placement].
	#[arg(long, value_name = "FILE")]
	body: Option<PathBuf>,
}

/// An order that something is asked back of.
pub(super) struct Asked {
	pub(super) details: OrderDetails,
	pub(super) unit: Unit,
	/// What the act must bring.
	pub(super) body: Option<OrderBody>,
}

impl Refund {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let asked = Asked::read(&chain, block, self.order, &self.body).await?;
		let amount = match &self.amount {
			Some(text) => amount(asked.unit, text)?,
			None => asked.details.refundable,
		};
		ensure!(!amount.is_zero(), "nothing of the order can be refunded any more: to repeat a refund, name the amount that it gave back");
		let reference = self.named.read(&chain, block).await?;
		let call = Call::refund(&reference, self.order, amount, asked.body.as_ref());
		explained(self.signer.send(&chain, call, context).await, self.amount.is_some())
	}
}

impl Return {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let asked = Asked::read(&chain, block, self.order, &self.body).await?;
		let amount = match &self.amount {
			Some(text) => amount(asked.unit, text)?,
			None => asked.returnable(self.leg)?,
		};
		ensure!(
			!amount.is_zero(),
			"nothing of leg {} can be returned: to repeat a return, name its amount",
			self.leg
		);
		let reference = self.named.read(&chain, block).await?;
		let body = asked.body.as_ref();
		let call = Call::return_leg(&reference, self.order, self.leg, amount, body);
		explained(self.signer.send(&chain, call, context).await, self.amount.is_some())
	}
}

/// What a repeat without its amount is refused for: what is left is another amount by then.
fn explained(sent: anyhow::Result<()>, is_amount_named: bool) -> anyhow::Result<()> {
	let is_other_amount = |error: &anyhow::Error| {
		let failure = error.downcast_ref::<Failure>();
		!is_amount_named && failure.is_some_and(|failure| failure.error == "reference-taken")
	};
	sent.map_err(|error| match is_other_amount(&error) {
		true => error.context("to repeat what this reference stands for, name the amount"),
		false => error,
	})
}

impl Refundable {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let view = chain.order_in_full(block, self.order).await?;
		let view = view.with_context(|| format!("there is no order {}", self.order))?;
		let extrinsics = chain.extrinsics(view.placed).await?;
		let found: Result<RefundableView, Refusal> =
			chain.ask(block, "EscrowApi_refundable", &(self.order, extrinsics)).await?;
		let found = found.map_err(|refusal| anyhow!("{}", refusal.hint))?;
		let currency = view.details.as_ref().map(|details| details.currency);
		show_view(context, &found, currency.and_then(Unit::of_number))
	}
}

impl Asked {
	pub(super) async fn read(
		chain: &Chain,
		block: Block,
		order: OrderId,
		body: &Body,
	) -> anyhow::Result<Self> {
		let view = chain.order_in_full(block, order).await?;
		let view = view.with_context(|| format!("there is no order {order}"))?;
		let body = match view.status {
			OrderStatus::Held => None,
			_ => Some(body.of(chain, &view).await?),
		};
		let details = view.details.context("the order has ended, and its body was not found")?;
		let unit =
			Unit::of_number(details.currency).context("a currency that this client knows")?;
		Ok(Self { details, unit, body })
	}

	/// What the receiver of a leg got and did not give back.
	pub(super) fn returnable(&self, number: u8) -> anyhow::Result<Amount> {
		let leg = self.details.legs.iter().find(|leg| leg.leg == number && number > 0);
		let leg = leg.with_context(|| format!("the order pays no leg {number}"))?;
		let back = [leg.returned, leg.given];
		let less = |rest: Amount, part: &Amount| rest.checked_sub(*part).unwrap_or_default();
		Ok(back.iter().fold(leg.released, less))
	}
}

impl Body {
	pub(super) async fn of(&self, chain: &Chain, view: &OrderView) -> anyhow::Result<OrderBody> {
		let Some(path) = &self.body else {
			let found = chain.body_of(view).await;
			return found.context("the body of the order is needed: bring it by --body");
		};
		let body = read_file(path)?;
		ensure!(is_body_of(view, &body), "{} is the body of another order", path.display());
		Ok(body)
	}
}

/// Reads a body from bytes or from hex.
pub(super) fn read_file(path: &Path) -> anyhow::Result<OrderBody> {
	let cannot = || format!("cannot read {}", path.display());
	let bytes = std::fs::read(path).with_context(cannot)?;
	let text = std::str::from_utf8(&bytes).ok().map(str::trim);
	let digits = text.map(|text| text.strip_prefix("0x").unwrap_or(text));
	let from_hex = digits.and_then(|digits| hex::decode(digits).ok());
	read_body(from_hex.as_deref().unwrap_or(&bytes)).with_context(cannot)
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use split_ledger_primitives::{AccountNo, Date, Reference, ReleaseMode, Terms, Text};

	#[test]
	fn a_repeat_without_its_amount_is_told_to_name_it() {
		let refused = |error: &str| {
			let (error, detail) = (error.to_owned(), "used before".to_owned());
			Err(Failure { error, detail }.into())
		};
		let said = |sent, named| format!("{:#}", explained(sent, named).expect_err("refused"));
		assert!(said(refused("reference-taken"), false).contains("name the amount"));
		for (error, named) in [("reference-taken", true), ("returns-over", false)] {
			assert_eq!(said(refused(error), named), format!("{error}: used before"));
		}
		assert!(explained(Ok(()), false).is_ok());
	}

	#[test]
	fn a_body_is_read_from_bytes_and_from_hex() -> anyhow::Result<()> {
		let body = OrderBody {
			reference: Reference { date: Date(20_000), text: Text::default() },
			payer: AccountNo(1),
			amount: Amount(70_000),
			terms: Terms::Transfer { to: AccountNo(2) },
			release: ReleaseMode::Now,
			legs_max: 1,
			end_to_end: None,
			not_after: None,
			buyer: None,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		};
		let dir = tempfile::tempdir()?;
		let path = dir.path().join("body");
		let hex = hex::encode(body.encode());
		for bytes in [body.encode(), hex.clone().into_bytes(), format!("0x{hex}\n").into_bytes()] {
			std::fs::write(&path, bytes)?;
			assert_eq!(read_file(&path)?, body);
		}
		std::fs::write(&path, &hex[2..])?;
		assert!(read_file(&path).is_err());
		Ok(())
	}
}
