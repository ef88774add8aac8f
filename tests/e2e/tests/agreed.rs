// SPDX-License-Identifier: Apache-2.0

//! What can be agreed for an order, by hand on a real chain: each act by its command, and what the chain
//! then has.

use anyhow::{Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::Town;
use std::process::Command;

/// A commitment to some paper.
const PAPER: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";

/// What somebody can spend, in minor units.
fn available(town: &Town, name: &str) -> Result<Value> {
	Ok(town.who(name)?["accounts"][0]["available"].clone())
}

/// What is told of an open order.
fn agreed(town: &Town, order: &str) -> Result<Value> {
	Ok(town.does(&["orders", "show", order])?["details"]["agreed"].clone())
}

/// A time, so many days from now, as commands take it and as the chain tells it.
fn in_days(days: &str) -> Result<(String, u64)> {
	let day = format!("+{days} days");
	let date = Command::new("date").args(["-u", "-d", &day, "+%FT%TZ %s"]).output()?.stdout;
	let date = String::from_utf8(date)?;
	let (time, seconds) = date.trim().split_once(' ').context("a time and its seconds")?;
	Ok((time.to_owned(), seconds.parse::<u64>()? * 1_000))
}

/// Places an order of the town with what is agreed for it, as a bank or a platform: its id.
fn place(town: &Town, by: &str, reference: &str, more: &[&str]) -> Result<String> {
	let order = town.placement("market", reference, &[])?;
	let order =
		order.iter().map(String::as_str).filter(|word| !["--release", "hold"].contains(word));
	let order: Vec<&str> = order.chain(more.iter().copied()).collect();
	let placed = town.does_as(by, &order)?;
	Ok(placed["order"].as_str().context("an order has an id")?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_bring_the_money_of_an_order_and_each_gets_its_part_back() -> Result<()> {
	let town = Town::start().await?;
	let (before, berts) = (available(&town, "anna")?, available(&town, "bert")?);
	let funder = format!("{}=30.00", town.account("bert")?);
	let order = place(&town, "east", "together", &["--release", "hold", "--funder", &funder])?;

	let funders = agreed(&town, &order)?["funders"].clone();
	let brought = [funders[0]["amount"].clone(), funders[1]["held"].clone()];
	assert_eq!(brought, [json!("7000"), json!("3000")]);
	town.does_as("east", &["orders", "release", &order, "--amount", "50.00", "--reference", "r"])?;
	let funders = agreed(&town, &order)?["funders"].clone();
	assert_eq!([&funders[0]["held"], &funders[1]["held"]], [&json!("3500"), &json!("1500")]);
	town.does_as("west", &["orders", "refund", &order, "--reference", "back"])?;

	assert_eq!((available(&town, "anna")?, available(&town, "bert")?), (before, berts));
	// The order has ended: whose its money was is told by its body.
	let stake = town.does(&["orders", "show", &order])?["funders"][1].clone();
	let stake = ["amount", "held", "back", "owed"].map(|figure| stake[figure].clone());
	assert_eq!(stake, ["3000", "0", "3000", "0"].map(|figure| json!(figure)));
	// Every root must be that of the leaves that the follower makes.
	let db = town.path("entries.sqlite")?;
	town.does(&["follow", "--once", "--db", &db])?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn milestones_are_stated_shown_and_released() -> Result<()> {
	let town = Town::start().await?;
	let delivered = format!("60.00: delivered({})", town.id("seal")?);
	let milestones = ["--milestone", "40.00", "--milestone", &delivered];
	let order = place(&town, "east", "works", &milestones)?;
	let attest = ["orders", "attest", &order, "delivered", "--milestone", "2", "--evidence", PAPER];
	let release = ["orders", "release", &order, "--milestone"];

	assert_eq!(town.refuses("anna", &attest)?, "not-entitled");
	town.does_as("seal", &attest)?;
	let told = agreed(&town, &order)?;
	// The chain may have released it by now.
	let is_met = told["met"] == json!([2]) || told["milestones"][1]["amount"] == json!("0");
	assert!(is_met, "{told}");
	assert_eq!(told["statements"][0]["what"], json!({ "evidence": "delivered" }));
	let early = [release.as_slice(), &["1", "--reference", "m1"]].concat();
	assert_eq!(town.refuses("shop", &early)?, "condition-not-met");

	town.does_as("east", &["orders", "release", &order, "--reference", "rest"])?;
	assert_eq!(town.does(&["orders", "show", &order])?["status"], "released");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_is_opened_answered_and_decided() -> Result<()> {
	let town = Town::start().await?;
	let (before, judge) = (available(&town, "anna")?, town.id("judge")?);
	let terms = ["--release", "hold", "--resolver", &judge, "--answer-days", "3"];
	let order = place(&town, "east", "torn", &terms)?;
	let dispute = ["orders", "dispute", &order, "--for", "payer", "--evidence", PAPER];
	let resolve = [
		"orders",
		"resolve",
		&order,
		"--payer-share",
		"37%",
		"--evidence",
		PAPER,
		"--reference",
		"v",
	];

	assert_eq!(town.refuses("judge", &resolve)?, "not-disputed");
	town.does_as("east", &dispute)?;
	assert_eq!(town.does(&["orders", "show", &order])?["dispute"]["by"], "payer");
	town.does_as("west", &["orders", "answer", &order, "--evidence", PAPER])?;
	town.does_as("judge", &resolve)?;

	let paid: u64 = before.as_str().context("an amount")?.parse()?;
	assert_eq!(available(&town, "anna")?, json!((paid - 6_300).to_string()));
	assert_eq!(town.does(&["orders", "show", &order])?["status"], "partly-released");
	let db = town.path("entries.sqlite")?;
	town.does(&["follow", "--once", "--db", &db])?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_stands_still_while_it_is_frozen_and_its_payer_gives_it_more_time() -> Result<()> {
	let town = Town::start().await?;
	let (first, later) = (in_days("20")?, in_days("40")?);
	let order = place(&town, "east", "slow", &["--release", "hold", "--deadline", &first.0])?;
	let freeze = ["orders", "freeze", &order, "--reason", "seized", "--authority", "court"];
	let freeze = [&freeze[..], &["--document", PAPER, "--until", &first.0]].concat();
	let extend = ["orders", "extend", &order, "--until", &later.0];
	let release = ["orders", "release", &order, "--reference", "all"];

	assert_eq!(town.refuses("west", &freeze)?, "not-bank-nor-supervisor");
	town.does_as("east", &freeze)?;
	assert_eq!(agreed(&town, &order)?["freeze"]["by"].to_string(), town.id("east")?);
	assert_eq!(town.refuses("east", &release)?, "order-frozen");
	assert_eq!(town.refuses("anna", &extend)?, "order-frozen");
	town.does_as("east", &["orders", "unfreeze", &order])?;
	assert_eq!(agreed(&town, &order)?["freeze"], Value::Null);

	// The shop can only ask, since the money goes back to the payer at the deadline.
	town.does_as("shop", &extend)?;
	assert_eq!(agreed(&town, &order)?["extension"], json!(["merchant", later.1]));
	town.does_as("anna", &extend)?;
	assert_eq!(agreed(&town, &order)?["extension"], Value::Null);
	assert_eq!(town.does(&["orders", "show", &order])?["details"]["deadline"], json!(later.1));
	assert_eq!(town.refuses("anna", &extend)?, "not-later");
	town.does_as("east", &release)?;
	assert_eq!(town.does(&["orders", "show", &order])?["status"], "released");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_orders_by_a_mandate_that_two_keys_gave() -> Result<()> {
	let town = Town::start().await?;
	let (anna, shop, site) = (town.account("anna")?, town.account("shop")?, town.id("site")?);
	let terms = [
		"--account",
		&anna,
		"--to",
		&site,
		"--single",
		"20.00",
		"--amount",
		"50.00",
		"--orders",
		"3",
		"--per",
		"month",
		"--from",
		"2026-01-01",
		"--until",
		"2140-01-01",
		"--evidence",
		PAPER,
	];
	let proposed = town.does_as("anna", &[&["mandates", "propose"], &terms[..]].concat())?;
	let number = proposed["number"].to_string();
	let confirm = [&["mandates", "confirm", &number], &terms[..]].concat();
	let (from, by) = (["orders", "transfer", "--from", &anna], ["--mandate", &number]);
	let to = ["--to", &shop];
	let pay = |more: &[&'static str]| [&from[..], &to, &by, more].concat();

	town.does_as("east", &confirm)?;
	let over = pay(&["20.01", "--reference", "too-much"]);
	assert_eq!(town.refuses("site", &over)?, "over-mandate-single");
	town.does_as("site", &pay(&["20.00", "--reference", "first"]))?;
	assert_eq!(town.does(&["mandates", "show", &number])?["left"], "3000");
	let lowered = town.does_as("anna", &["mandates", "lower", &number, "--amount", "30.00"])?;
	assert_eq!(lowered["left"], "1000");
	let over = pay(&["10.01", "--reference", "over-what-is-left"]);
	assert_eq!(town.refuses("site", &over)?, "over-mandate-amount");

	let to_site = ["mandates", "list", "--grantee", &site];
	assert_eq!(town.does(&to_site)?[0]["number"].to_string(), number);

	town.does_as("anna", &["mandates", "revoke", &number])?;
	assert_eq!(town.does(&["mandates", "list", &anna])?, json!([]));
	assert_eq!(town.does(&to_site)?, json!([]));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_opened_joined_and_called_off() -> Result<()> {
	let town = Town::start().await?;
	let (site, shop) = (town.id("site")?, town.id("shop")?);
	let rules = town.path("bundle/rules/market.toml")?;
	let open = [
		"groups",
		"open",
		"--platform",
		&site,
		"--merchant",
		&shop,
		"--rules",
		&rules,
		"--currency",
		"CNY",
		"--needed",
		"2",
		"--reference",
		"winter",
	];
	let before = available(&town, "anna")?;
	let opened = town.does_as("site", &open)?;
	let again = town.does_as("site", &open)?;
	assert_eq!((&opened["group"], &opened["status"]), (&again["group"], &json!("open")));
	let group = opened["group"].to_string();

	let order = place(&town, "east", "joins", &["--release", "hold", "--group", &group])?;
	assert_eq!(town.does(&["groups", "show", &group])?["joined"], 1);
	assert_eq!(town.does(&["groups", "members", &group])?[0]["order"], json!(order));
	assert_eq!(town.does_as("site", &["groups", "call-off", &group])?["status"], "called-off");
	// The chain takes its orders up in the blocks that follow: each question waits for a node's answer.
	while town.does(&["orders", "show", &order])?["status"] == "held" {}
	assert_eq!(available(&town, "anna")?, before);
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_court_takes_what_was_set_aside_for_it_and_the_rest_is_free_again() -> Result<()> {
	let town = Town::start().await?;
	let (anna, shop) = (town.account("anna")?, town.account("shop")?);
	let (until, _) = in_days("30")?;
	let order = ["--authority", "court", "--document", PAPER];
	let hold = ["accounts", "hold", &anna, "7.00", "--until", &until, "--reference", "h"];
	let held = town.does_as("east", &[&hold[..], &order].concat())?;
	let hold = held["holds"][0]["hold"].to_string();
	let deduct = ["accounts", "deduct", &anna, &hold, "5.00", "--to", &shop, "--reference", "d"];
	let deduct = [&deduct[..], &order].concat();
	assert_eq!(town.refuses("west", &deduct)?, "not-the-bank");
	town.does_as("east", &deduct)?;
	town.does_as("east", &deduct)?;
	assert_eq!(available(&town, "shop")?, "500");
	assert_eq!(available(&town, "anna")?, "45300");
	town.does_as("east", &["accounts", "release-hold", &anna, &hold])?;
	assert_eq!(available(&town, "anna")?, "45500");
	assert_eq!(town.does(&["accounts", "holds", &anna])?, json!([]));
	let db = town.path("entries.sqlite")?;
	town.does(&["follow", "--once", "--db", &db])?;
	Ok(())
}
