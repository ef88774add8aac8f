// SPDX-License-Identifier: Apache-2.0

//! The chain tells why an order was divided as it was, what is kept of it for whom, and its own limits.

use anyhow::{Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::{split_ledger, Town};
use subxt::rpcs::rpc_params;

/// An amount of which each share of the town's rule set leaves something to be rounded.
const ODD: &str = "72.19";

/// Each leg, and what this field says of it, as the list of an answer has them.
fn each(legs: &Value, field: &str) -> Vec<(Value, Value)> {
	let legs = legs.as_array().into_iter().flatten();
	legs.map(|leg| (leg["leg"].clone(), leg[field].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_explained_as_it_was_planned_before_and_after_it_has_ended() -> Result<()> {
	let town = Town::start().await?;
	let words = town.placement("market", "odd", &[])?.into_iter();
	let words: Vec<_> = words.map(|w| if w == "100.00" { ODD.to_owned() } else { w }).collect();
	let words: Vec<_> = words.iter().map(String::as_str).collect();
	let placed = town.does_as("east", &words)?;
	let order = placed["order"].as_str().context("an order has an id")?;
	let explained = town.does(&["orders", "explain", order])?;

	// It is what the rule file says of the same amount, and what the chain says of the rule set.
	let rules = town.path("bundle/rules/market.toml")?;
	let previewed = split_ledger(&["rules", "preview", &rules, ODD, "--json"])?.stdout;
	let previewed: Value = serde_json::from_slice(&previewed)?;
	assert_eq!(explained["case"], previewed["case"]);
	assert_eq!(explained["legs"], previewed["legs"]);
	assert_eq!(each(&explained["legs"], "amount").len(), 3);
	assert!(explained["legs"][0]["because"].as_str().is_some_and(|why| why.contains("10%")));
	let shown = town.does(&["orders", "show", order])?["details"].clone();
	let hash = shown["terms"]["split"]["rules"].clone();
	let request = json!({ "rules": { "hash": hash }, "amount": "7219" });
	assert_eq!(town.ask("splits_preview", rpc_params![request]).await?, explained);
	assert_eq!(town.ask("splits_explain", rpc_params![order]).await?, explained);
	assert_eq!(each(&explained["legs"], "amount"), each(&shown["legs"], "entitlement"));

	// By who placed it and under which reference, it is the same order.
	let (east, date) = (town.id("east")?, placed["date"].as_str().context("a date")?.to_owned());
	let named = ["--reference", "odd", "--submitter", &east, "--date", &date];
	let by_name = [&["orders", "explain"], &named[..]].concat();
	assert_eq!(town.does(&by_name)?, explained);

	// What was released is what was explained, and the explanation stays when the order has ended.
	town.does_as("east", &["orders", "release", order, "--amount", "30.01", "--reference", "a"])?;
	town.does_as("east", &["orders", "release", order, "--reference", "b"])?;
	assert_eq!(town.does(&["orders", "show", order])?["status"], "released");
	assert_eq!(town.does(&by_name)?, explained);
	assert_eq!(town.ask("splits_explain", rpc_params![order]).await?, explained);
	let ended = town.ask("escrow_order", rpc_params![order]).await?;
	assert_eq!(each(&explained["legs"], "amount"), each(&ended["details"]["legs"], "released"));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_rule_set_or_is_unknown_is_not_explained() -> Result<()> {
	let town = Town::start().await?;
	let (anna, shop) = (town.account("anna")?, town.account("shop")?);
	let pay = ["orders", "transfer", "--from", &anna, "--to", &shop, "1.00", "--reference", "rent"];
	let paid = town.does_as("east", &pay)?;
	let order = paid["order"].as_str().context("an order has an id")?;
	let why = |order: &str| -> Result<String> {
		let url = town.url();
		let asked = ["orders", "explain", order, "--json", "--url", &url];
		Ok(String::from_utf8(split_ledger(&asked)?.stderr)?)
	};

	assert!(why(order)?.contains("no rule"), "{}", why(order)?);
	let (end, other) = (order.len() - 1, if order.ends_with('0') { "1" } else { "0" });
	let unknown = format!("{}{other}", &order[..end]);
	assert!(why(&unknown)?.contains("there is no order"), "{}", why(&unknown)?);
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_payer_could_not_be_paid_back_is_kept_shown_and_claimed() -> Result<()> {
	let town = Town::start().await?;
	let anna = town.account("anna")?;
	let before = town.who("anna")?["accounts"][0]["available"].clone();
	let order = town.hold("kept", &[])?;
	let unclaimed = ["orders", "unclaimed", &order];
	assert_eq!(town.does(&unclaimed)?, json!([]));
	town.does_as("east", &["orders", "release", &order, "--reference", "all"])?;
	let block = ["accounts", "block", &anna];
	town.does_as("east", &[&block[..], &["--no-credit", "--reason", "works"]].concat())?;
	town.does_as("west", &["orders", "refund", &order, "--reference", "back"])?;

	let kept = town.does(&unclaimed)?;
	let keeper = kept[0]["keeper"].to_string();
	let row = json!({
		"keeper": kept[0]["keeper"], "entitled": anna.parse::<u64>()?, "amount": "10000", "due": "0",
	});
	assert_eq!(kept, json!([row]));
	assert_eq!(town.does(&["accounts", "show", &keeper])?["accountType"], "unclaimed");
	assert_eq!(town.ask("escrow_unclaimed", rpc_params![&order]).await?, kept);

	town.does_as("east", &block)?;
	let claim = ["orders", "claim-unclaimed", &order, "--from", &keeper, "--entitled", &anna];
	assert_eq!(town.refuses("bert", &claim)?, "not-entitled");
	town.does_as("anna", &claim)?;
	assert_eq!(town.does(&unclaimed)?, json!([]));
	assert_eq!(town.who("anna")?["accounts"][0]["available"], before);
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_tells_its_limits() -> Result<()> {
	let town = Town::start().await?;
	let limits = town.does(&["chain", "constants"])?;
	let told = ["legsMax", "partiesMax", "batchMax", "holdDaysMax", "retentionDays"];
	assert_eq!(told.map(|limit| limits[limit].clone()), [50, 16, 500, 180, 400].map(|n| json!(n)));
	assert_eq!(town.ask("ledger_constants", rpc_params![]).await?, limits);
	Ok(())
}
