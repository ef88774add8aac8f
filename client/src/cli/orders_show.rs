// SPDX-License-Identifier: Apache-2.0

//! How orders are shown.

use super::{
	node::{show_view, Node},
	show,
	values::account,
	Context,
};
use crate::{
	agreed::{kind_name, words},
	chain::{Block, Chain},
	currency::Unit,
};
use anyhow::Context as _;
use serde_json::{json, Map, Value};
use split_ledger_primitives::{
	views::{AgreedView, OrderView, ParkedOrderView, Refusal, StakeView, StatedView},
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
	show_view(context, &shown(context, view)?, currency)
}

fn shown(context: Context, view: &OrderView) -> anyhow::Result<Value> {
	if context.json {
		Ok(serde_json::to_value(view)?)
	} else {
		for_people(view)
	}
}

/// Shows an order, and whose its money is.
pub(super) async fn show_with_funders(
	chain: &Chain,
	block: Block,
	order: OrderId,
	context: Context,
) -> anyhow::Result<()> {
	let view = order_view(chain, block, order).await?;
	let stakes = stakes(chain, block, &view).await?;
	let unit = match (&view.details, stakes.first()) {
		(Some(details), _) => Unit::of_number(details.currency),
		(None, Some(payer)) => Some(account(chain, block, payer.account).await?.1),
		(None, None) => None,
	};
	let mut value = shown(context, &view)?;
	tell_stakes(context, &mut value, &stakes);
	show_view(context, &value, unit)
}

/// Whose the money of an order is. Of one that has ended its body tells that: nothing where the node
/// does not have it any more.
async fn stakes(chain: &Chain, block: Block, view: &OrderView) -> anyhow::Result<Vec<StakeView>> {
	let extrinsics = match view.details {
		Some(_) => Vec::new(),
		None => chain.extrinsics(view.placed).await.unwrap_or_default(),
	};
	let args = (view.id, extrinsics);
	let told: Result<_, Refusal> = chain.ask(block, "EscrowApi_funders", &args).await?;
	Ok(told.unwrap_or_default())
}

/// People are told of an only funder where something is owed to it: the rest the order says.
fn tell_stakes(context: Context, value: &mut Value, stakes: &[StakeView]) {
	let is_told = match stakes {
		[only] => context.json || !only.owed.is_zero(),
		_ => !stakes.is_empty(),
	};
	if let (true, Value::Object(fields)) = (is_told, value) {
		fields.insert("funders".to_owned(), json!(stakes));
	}
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
	fn funders_are_told_where_they_are_several_or_something_is_owed() {
		let stake = |account, owed| {
			let [amount, held, back] = [600, 200, 100].map(Amount);
			StakeView { account: AccountNo(account), amount, held, back, owed: Amount(owed) }
		};
		let told = |json, stakes: &[StakeView]| {
			let mut value = json!({ "currency": 156 });
			tell_stakes(Context { json }, &mut value, stakes);
			value["funders"].as_array().map_or(0, Vec::len)
		};
		assert_eq!([told(false, &[stake(1, 0)]), told(true, &[stake(1, 0)])], [0, 1]);
		assert_eq!([told(false, &[stake(1, 5)]), told(false, &[])], [1, 0]);
		assert_eq!(told(false, &[stake(1, 0), stake(2, 0)]), 2);

		let mut value = json!({ "currency": 156 });
		tell_stakes(Context { json: false }, &mut value, &[stake(1, 0), stake(2, 5)]);
		let text = show::value(&value, None).replace(' ', "");
		assert!(text.contains("|amount|held|account|back|owed|"), "{text}");
		assert!(text.contains("|6.00|2.00|2|1.00|0.05|"), "{text}");
	}

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
