// SPDX-License-Identifier: Apache-2.0

//! How orders are shown.

use super::{
	node::{show_view, Node},
	show, Context,
};
use crate::{
	agreed::words,
	chain::{Block, Chain},
	currency::Unit,
};
use anyhow::Context as _;
use serde_json::{json, Map, Value};
use split_ledger_primitives::{
	views::{AgreedView, OrderView, ParkedOrderView},
	OrderId,
};

/// The longest page that the chain answers.
const PAGE: u32 = 100;

pub(super) async fn order_view(
	chain: &Chain,
	block: Block,
	order: OrderId,
) -> anyhow::Result<OrderView> {
	let view: Option<OrderView> = chain.ask(block, "EscrowApi_order", &order).await?;
	view.with_context(|| format!("there is no order {order}"))
}

/// The currency of an order: of one that has ended, by the body that its block has.
pub(super) async fn currency_of(
	chain: &Chain,
	block: Block,
	order: OrderId,
) -> anyhow::Result<Unit> {
	let view = chain.order_in_full(block, order).await?;
	let view = view.with_context(|| format!("there is no order {order}"))?;
	let details = view.details.context("the order has ended, and its body was not found")?;
	Unit::of_number(details.currency).context("a currency that this client knows")
}

pub(super) fn show_order(context: Context, view: &OrderView) -> anyhow::Result<()> {
	let currency = view.details.as_ref().and_then(|details| Unit::of_number(details.currency));
	let value = if context.json { serde_json::to_value(view)? } else { for_people(view)? };
	show_view(context, &value, currency)
}

/// The details stand beside what is known without them, and what was agreed is told in words.
fn for_people(view: &OrderView) -> anyhow::Result<Value> {
	let mut value = serde_json::to_value(view)?;
	let Value::Object(fields) = &mut value else { return Ok(value) };
	if let Some(Value::Object(mut details)) = fields.remove("details") {
		details.remove("agreed");
		fields.extend(details);
	}
	let details = view.details.as_ref();
	if let Some((agreed, unit)) = details
		.and_then(|details| Some((details.agreed.as_ref()?, Unit::of_number(details.currency)?)))
	{
		fields.extend(agreed_part(agreed, unit)?);
	}
	Ok(value)
}

/// What was agreed for an order, without what was not.
fn agreed_part(agreed: &AgreedView, unit: Unit) -> anyhow::Result<Map<String, Value>> {
	let mut shown = Map::new();
	let Value::Object(fields) = serde_json::to_value(agreed)? else { return Ok(shown) };
	for (key, field) in fields {
		let is_nothing = field.is_null() || field.as_array().is_some_and(Vec::is_empty);
		if !is_nothing {
			shown.insert(key, field);
		}
	}
	if agreed.funders.len() == 1 {
		shown.remove("funders");
	}
	if shown.contains_key("milestones") {
		let milestones = agreed.milestones.iter().enumerate().map(
			|(place, milestone)| json!({ "milestone": place + 1, "open": words(milestone, unit) }),
		);
		shown.insert("milestones".to_owned(), milestones.collect());
	}
	if let Some((side, moment)) = &agreed.extension {
		let asked = json!({ "askedBy": side, "deadline": moment });
		shown.insert("extension".to_owned(), asked);
	}
	Ok(shown)
}

/// Lists all parked legs, a row each.
pub(super) async fn parked(node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let mut orders: Vec<ParkedOrderView> = Vec::new();
	loop {
		let after = orders.last().map(|last| last.order);
		let page: Vec<ParkedOrderView> =
			chain.ask(block, "EscrowApi_parked", &(after, PAGE)).await?;
		if page.is_empty() {
			break;
		}
		orders.extend(page);
	}
	if context.json {
		return show_view(context, &orders, None);
	}
	let mut rows = Vec::new();
	for order in &orders {
		for leg in &order.legs {
			let mut row = serde_json::to_value(leg)?;
			row["order"] = json!(order.order);
			row["payer"] = json!(order.payer);
			row["currency"] = json!(order.currency);
			rows.push(row);
		}
	}
	show::answer(context, &rows, |rows| show::value(&json!(rows), None))
}
