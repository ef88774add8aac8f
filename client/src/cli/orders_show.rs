// SPDX-License-Identifier: Apache-2.0

//! How orders are shown.

use super::{
	node::{show_view, Node},
	show, Context,
};
use crate::{
	agreed::{kind_name, words},
	chain::{Block, Chain},
	currency::Unit,
};
use anyhow::Context as _;
use serde_json::{json, Map, Value};
use split_ledger_primitives::{
	views::{AgreedView, OrderView, ParkedOrderView, StatedView},
	OrderId, Stated,
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
		let milestones = (1..).zip(&agreed.milestones);
		let milestones = milestones.map(|(number, milestone)| {
			let met = agreed.met.contains(&number);
			json!({ "milestone": number, "met": met, "open": words(milestone, unit) })
		});
		shown.insert("milestones".to_owned(), milestones.collect());
		// Each of them says it.
		shown.remove("met");
	}
	if shown.contains_key("statements") {
		let statements = agreed.statements.iter().map(|statement| {
			let StatedView { milestone, what, by, commitment, at } = statement;
			let what = match what {
				Stated::PayerConfirms => "payer",
				Stated::PlatformConfirms => "platform",
				Stated::Evidence(kind) => kind_name(*kind),
			};
			json!({
				"milestone": milestone, "what": what, "by": by, "at": at, "evidence": commitment,
			})
		});
		shown.insert("statements".to_owned(), statements.collect());
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

#[cfg(test)]
mod tests {
	use super::*;
	use crate::agreed::read_milestones;
	use split_ledger_primitives::{
		views::FunderView, AccountNo, Amount, Commitment, EvidenceKind, Moment, ParticipantId, Side,
	};

	#[test]
	fn what_was_agreed_is_told_in_words_and_what_was_not_is_left_out() -> anyhow::Result<()> {
		let unit = Unit::of_code("CNY").context("a currency")?;
		let id = |name: String| name.parse().map(ParticipantId);
		let milestones = read_milestones("40.00; 60.00: delivered(7)", unit)?.into_iter();
		let milestones: Option<Vec<_>> =
			milestones.map(|of| of.try_map(&id).ok().and_then(|of| of.on_chain())).collect();
		let milestones = milestones.context("milestones")?.try_into().ok().context("a few")?;
		let whole = Amount(10_000);
		let agreed = AgreedView {
			funders: vec![FunderView { account: AccountNo(1), amount: whole, held: whole }],
			milestones,
			group: None,
			assignees: Vec::new(),
			dispute_terms: None,
			freeze: None,
			stopped_since: None,
			extension: Some((Side::Merchant, Moment(1_000))),
			end: Moment(2_000),
			met: vec![2],
			statements: vec![StatedView {
				milestone: 2,
				what: Stated::Evidence(EvidenceKind::Delivered),
				by: ParticipantId(7),
				commitment: Commitment([1; 32]),
				at: Moment(500),
			}],
		};

		let shown = agreed_part(&agreed, unit)?;
		let keys: Vec<&str> = shown.keys().map(String::as_str).collect();
		assert_eq!(keys, ["end", "extension", "milestones", "statements"]);
		let milestones = json!([
			{ "milestone": 1, "met": false, "open": "40.00" },
			{ "milestone": 2, "met": true, "open": "60.00: delivered(7)" },
		]);
		assert_eq!(shown["milestones"], milestones);
		assert_eq!(shown["statements"][0]["what"], "delivered");
		let text = show::value(&Value::Object(shown), Some(unit));
		assert!(text.contains("1970-01-01T00:00:02Z") && text.contains("asked by"), "{text}");
		Ok(())
	}
}
