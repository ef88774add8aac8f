// SPDX-License-Identifier: Apache-2.0

//! What a bank does at its desk, by hand on a real chain: payouts, freezes, limits of a merchant
//! and of a key.

use anyhow::Result;
use serde_json::{json, Value};
use split_ledger_e2e::Town;
use std::process::Command;

/// A commitment to some paper.
const PAPER: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";

/// What somebody can spend, in minor units.
fn available(town: &Town, name: &str) -> Result<Value> {
	Ok(town.who(name)?["accounts"][0]["available"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_asks_to_be_paid_out_its_bank_confirms_or_rejects() -> Result<()> {
	let town = Town::start().await?;
	let anna = town.account("anna")?;
	assert_eq!(available(&town, "anna")?, json!("46000"));
	let ask = |amount: &str, reference: &str| -> Result<String> {
		let payout = ["--payout", PAPER, "--reference", reference];
		let ask = [&["accounts", "ask-redemption", &anna, amount], &payout[..]].concat();
		let asked = town.does_as("anna", &ask)?;
		let last = asked["holds"].as_array().and_then(|holds| holds.last().cloned());
		Ok(last.unwrap_or_default()["hold"].to_string())
	};

	let (first, second, third) = (ask("5.00", "a")?, ask("7.00", "b")?, ask("11.00", "c")?);
	assert_eq!(available(&town, "anna")?, json!("43700"));
	town.does_as("anna", &["accounts", "withdraw-redemption", &anna, &second])?;
	let reject = ["accounts", "reject-redemption", &anna, &third, "--reason", "no such payee"];
	assert_eq!(town.refuses("west", &reject)?, "other-bank");
	town.does_as("east", &reject)?;
	let request = format!("{anna}:{first}");
	let confirm = ["accounts", "confirm-redemptions", &request, "--reference", "paid"];
	town.does_as("east", &confirm)?;
	town.does_as("east", &confirm)?;

	assert_eq!(available(&town, "anna")?, json!("45500"));
	assert_eq!(town.does(&["accounts", "holds", &anna])?, json!([]));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_account_pays_nobody_until_its_bank_lifts_the_freeze() -> Result<()> {
	let town = Town::start().await?;
	let (anna, shop) = (town.account("anna")?, town.account("shop")?);
	let until = Command::new("date").args(["-u", "-d", "+30 days", "+%FT%TZ"]).output()?.stdout;
	let until = String::from_utf8(until)?;
	let order = ["--authority", "court", "--document", PAPER, "--reason", "seized"];
	let freeze = ["accounts", "freeze", &anna, "--no-debit", "--until", until.trim()];
	let freeze = [&freeze[..], &order].concat();
	let pay = ["orders", "transfer", "--from", &anna, "--to", &shop, "1.00", "--reference", "rent"];

	assert_eq!(town.refuses("west", &freeze)?, "not-bank-nor-supervisor");
	town.does_as("east", &freeze)?;
	assert_eq!(town.refuses("east", &pay)?, "no-debit");
	let number = town.does(&["accounts", "restraints", &anna])?[0]["freeze"]["freeze"].to_string();
	town.does_as("east", &["accounts", "lift-freeze", &anna, &number])?;
	assert_eq!(town.does(&["accounts", "restraints", &anna])?, json!([]));
	town.does_as("east", &pay)?;
	assert_eq!(available(&town, "shop")?, json!("100"));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchants_share_cap_counts_once_a_second_key_of_its_bank_confirmed_it() -> Result<()> {
	let town = Town::start().await?;
	let (shop, west) = (town.id("shop")?, town.id("west")?);
	let second = town.key("wests-second-key")?;
	let add = ["participants", "add-key", &west, "--account", &second, "--scopes", "rules"];
	town.does_as("west", &add)?;
	let of = [shop.as_str(), "--share-cap", "4.9999%", "--promoters", "1"];
	let (propose, confirm) = (["limits", "propose"], ["limits", "confirm"]);

	town.does_as("west", &[&propose[..], &of].concat())?;
	town.hold("before", &[])?;
	assert_eq!(town.refuses("west", &[&confirm[..], &of].concat())?, "maker-is-checker");
	let limits = town.does_as("wests-second-key", &[&confirm[..], &of].concat())?;
	assert_eq!(limits["effective"]["shareCapPpm"], json!(49_999));
	assert_eq!(limits["pending"], Value::Null);

	let order = town.placement("market", "after", &[])?;
	let order: Vec<&str> = order.iter().map(String::as_str).collect();
	assert_eq!(town.refuses("east", &order)?, "over-share-cap");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_limits_what_a_till_spends_and_it_takes_a_second_one_to_let_it_spend_more(
) -> Result<()> {
	let town = Town::start().await?;
	let till = town.key("annas-till")?;
	let anna = town.id("anna")?;
	let add = ["participants", "add-key", &anna, "--account", &till, "--scopes", "pay"];
	town.does_as("east", &add)?;
	let act = |verb: &'static str| ["limits", verb, &till, "--currency", "CNY"];
	let of = |verb, single: &'static str, daily: &'static str| {
		[&act(verb)[..], &["--single", single, "--daily", daily]].concat()
	};
	// An order of the till, in a file or placed.
	let order = |reference: &str, amount: &str, more: &[&str]| -> Result<Vec<String>> {
		let words = town.placement("market", reference, more)?.into_iter();
		Ok(words.map(|word| if word == "100.00" { amount.to_owned() } else { word }).collect())
	};
	let saved = |reference: &str, amount: &str| -> Result<String> {
		let file = town.path(reference)?;
		let words = order(reference, amount, &["--save", &file])?;
		town.does_as("annas-till", &words.iter().map(String::as_str).collect::<Vec<_>>())?;
		Ok(file)
	};

	// The first limit only restricts. Orders that are placed together are all of one date.
	let limits = town.does_as("anna", &of("propose-key", "60.00", "100.00"))?;
	let row = json!({
		"currency": 156, "single": "6000", "daily": "10000", "spentToday": "0",
		"leftToday": "10000",
	});
	assert_eq!((&limits["limits"], &limits["proposals"]), (&json!([row]), &json!([])));
	let more = order("more", "60.01", &[])?;
	let more: Vec<_> = more.iter().map(String::as_str).collect();
	assert_eq!(town.refuses("annas-till", &more)?, "over-single-limit");
	let (a, b, c) = (saved("a", "60.00")?, saved("b", "40.00")?, saved("c", "40.01")?);
	let (fits, over) = (["orders", "place-combined", &a, &b], ["orders", "place-combined", &a, &c]);
	assert_eq!(town.refuses("annas-till", &over)?, "over-daily-limit");
	town.does_as("annas-till", &fits)?;
	assert_eq!(available(&town, "anna")?, json!("36000"));

	// More waits for another key, which says what it saw.
	let limits = town.does_as("anna", &of("propose-key", "60.01", "160.01"))?;
	assert_eq!(limits["limits"][0]["single"], "6000");
	assert_eq!(limits["proposals"][0]["limit"], json!({ "single": "6001", "daily": "16001" }));
	assert_eq!(town.refuses("annas-till", &more)?, "over-single-limit");
	let confirm = of("confirm-key", "60.01", "160.01");
	assert_eq!(town.refuses("anna", &confirm)?, "maker-is-checker");
	let other = of("confirm-key", "60.01", "170.00");
	assert_eq!(town.refuses("east", &other)?, "proposal-differs");
	let limits = town.does_as("east", &confirm)?;
	assert_eq!(
		(&limits["limits"][0]["daily"], &limits["proposals"]),
		(&json!("16001"), &json!([]))
	);
	town.does_as("annas-till", &more)?;
	assert_eq!(available(&town, "anna")?, json!("29999"));

	// What one key wants, another one drops; and the till lifts no limit of its own.
	let lift = [&act("propose-key")[..], &["--unlimited"]].concat();
	assert_eq!(town.refuses("annas-till", &lift)?, "scope-missing");
	let limits = town.does_as("east", &lift)?;
	assert_eq!(limits["proposals"][0]["limit"], Value::Null);
	town.does_as("anna", &act("reject-key"))?;
	let limits = town.does(&["limits", "show-key", &till])?;
	assert_eq!((&limits["limited"], &limits["proposals"]), (&json!(true), &json!([])));
	Ok(())
}
