// SPDX-License-Identifier: Apache-2.0

//! Who answers when goods come back, by hand on a real chain: the guarantee of a bank for a receiver that
//! has nothing left (R3), a shop for what its financier got (O12), an office for tax that it still has.

use anyhow::{Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::{Town, RULES};
use std::{fs, process::Command};

/// Publishes a rule set of the town with another name and other words, and has it accepted.
fn adopt(town: &Town, name: &str, change: impl FnOnce(String) -> String) -> Result<()> {
	let file = town.path(&format!("bundle/rules/{name}.toml"))?;
	fs::write(&file, change(RULES.replace("\"market\"", &format!("\"{name}\""))))?;
	let (shop, site) = (town.id("shop")?, town.id("site")?);
	let published = town.does_as("site", &["rules", "publish", &file])?;
	let hash = published[0]["hash"].as_str().context("a rule set has a hash")?;
	town.does_as("east", &["rules", "approve", hash, "--platform", &site])?;
	let accept = ["rules", "accept", hash, "--merchant", &shop, "--platform", &site];
	town.does_as("shop", &accept)?;
	Ok(())
}

/// Places an order of 100.00 of anna's at the shop, to be held: its id.
fn hold(town: &Town, rules: &str, reference: &str, more: &[&str]) -> Result<String> {
	place(town, town.placement(rules, reference, more)?)
}

/// The same, paid at once.
fn sell(town: &Town, rules: &str, reference: &str) -> Result<String> {
	let words = town.placement(rules, reference, &[])?.into_iter();
	place(town, words.filter(|word| !["--release", "hold"].contains(&word.as_str())).collect())
}

fn place(town: &Town, words: Vec<String>) -> Result<String> {
	let placed = town.does_as("east", &words.iter().map(String::as_str).collect::<Vec<_>>())?;
	Ok(placed["order"].as_str().context("an order has an id")?.to_owned())
}

/// Opens an account at west: its number.
fn open(town: &Town, owner: &str, kind: &str) -> Result<String> {
	let owner = town.id(owner)?;
	let open = ["accounts", "open", "--owner", &owner, "--currency", "CNY", kind];
	Ok(town.does_as("west", &open)?["number"].to_string())
}

/// What an account can spend, in minor units.
fn available(town: &Town, account: &str) -> Result<String> {
	let shown = town.does(&["accounts", "show", account])?;
	Ok(shown["available"].as_str().context("an account has money")?.to_owned())
}

/// A date, so many days from now, as the chain has it.
fn date(days: &str) -> Result<String> {
	let date = Command::new("date").args(["-u", "-d", days, "+%F"]).output()?.stdout;
	Ok(String::from_utf8(date)?.trim().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_banks_guarantee_advances_for_its_customer_and_the_next_sale_pays_it_back() -> Result<()>
{
	let town = Town::start().await?;
	let guaranteed = "refund = { policy = \"pro-rata\", advancers = [\"guarantee\"] }\n[[case]]";
	adopt(&town, "guaranteed", |rules| rules.replace("[[case]]", guaranteed))?;
	let fund = open(&town, "west", "--guarantee")?;
	let issue = ["accounts", "issue", &fund, "50.00", "--reference", "fund"];
	town.does_as("west", &issue)?;
	let [anna, bert, van] = ["anna", "bert", "van"].map(|name| town.account(name));
	let (anna, bert, van) = (anna?, bert?, van?);
	let before = available(&town, &anna)?;
	let owed = |account: &str| town.does(&["accounts", "claims", account]);

	// The carrier spends all but 1.00 of its 10.00, and the whole order is refunded.
	let sale = sell(&town, "guaranteed", "first")?;
	let pay = ["orders", "transfer", "--from", &van, "--to", &bert, "9.00", "--reference", "fuel"];
	town.does_as("van", &pay)?;
	assert_eq!(owed(&fund)?, json!([]));
	town.does_as("west", &["orders", "refund", &sale, "--reference", "back"])?;

	assert_eq!(available(&town, &anna)?, before);
	assert_eq!((available(&town, &van)?, available(&town, &fund)?), ("0".into(), "4100".into()));
	let lien = |field: &str, account: &str, deadline: &Value| -> Result<Value> {
		let mut lien = json!({ "order": sale, "leg": 1, "remaining": "900", "deadline": deadline });
		lien[field] = json!(account.parse::<u64>()?);
		Ok(lien)
	};
	let claims = owed(&fund)?;
	let deadline = &claims[0]["deadline"];
	assert_eq!(claims, json!([lien("debtor", &van, deadline)?]));
	let liens = json!({ "collected": "0", "liens": [lien("creditor", &fund, deadline)?] });
	assert_eq!(town.does(&["accounts", "liens", &van])?, liens);
	assert_eq!(owed(&anna)?, json!([]));

	// What comes in for the carrier next is the bank's first, and what is left its own.
	let collect = ["accounts", "collect", &van];
	assert_eq!(town.refuses("bert", &collect)?, "nothing-to-collect");
	sell(&town, "guaranteed", "second")?;
	// The chain pays in the block after the sale, which is final where that of a later act is.
	hold(&town, "guaranteed", "third", &[])?;
	assert_eq!(owed(&fund)?, json!([]));
	assert_eq!((available(&town, &van)?, available(&town, &fund)?), ("100".into(), "5000".into()));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_gives_back_what_its_financier_got_and_an_office_the_tax_it_still_has() -> Result<()>
{
	let town = Town::start().await?;
	let tax = "{ to = \"office\", take = \"13%\", purpose = \"tax\" },\n  { to = \"merchant\"";
	adopt(&town, "taxed", |rules| rules.replace("{ to = \"merchant\"", tax))?;
	let key = town.key("office")?;
	town.does_as("west", &["participants", "onboard", "--roles", "tax", "--account", &key])?;
	let office = open(&town, "office", "--tax")?;
	let [anna, bert, shop] = ["anna", "bert", "shop"].map(|name| town.account(name));
	let (anna, bert, shop) = (anna?, bert?, shop?);
	let before = available(&town, &anna)?;
	let order = hold(&town, "taxed", "financed", &["--party", &format!("office={office}")])?;

	// Leg 4 is the shop's: half of it goes to its financier, who then gives the rest back.
	let assign = ["orders", "assign", &order, "--leg", "4"];
	let (to, back) =
		([&assign[..], &["--to", &bert]].concat(), [&assign[..], &["--back"]].concat());
	assert_eq!(town.refuses("anna", &to)?, "not-entitled");
	town.does_as("shop", &to)?;
	let assignees = || -> Result<Value> {
		Ok(town.does(&["orders", "show", &order])?["details"]["agreed"]["assignees"].clone())
	};
	assert_eq!(assignees()?, json!([{ "leg": 4, "account": bert.parse::<u64>()? }]));
	let release = ["orders", "release", &order, "--reference"];
	town.does_as("east", &[&release[..], &["half", "--amount", "50.00"]].concat())?;
	assert_eq!(town.refuses("shop", &back)?, "not-entitled");
	town.does_as("bert", &back)?;
	assert_eq!(assignees()?, json!([]));
	town.does_as("east", &[&release[..], &["rest"]].concat())?;
	let moneys = || -> Result<[String; 4]> {
		Ok([
			available(&town, &anna)?,
			available(&town, &office)?,
			available(&town, &bert)?,
			available(&town, &shop)?,
		])
	};
	assert_eq!(moneys()?, ["36000", "1300", "13600", "3600"]);

	// The office says what it has passed on: of days that are over, only forward. Not this tax.
	let mark = |date: &str, by: &str| {
		town.refuses(by, &["accounts", "remitted", &office, "--up-to", date])
	};
	assert_eq!(mark(&date("+1 day")?, "office")?, "day-not-over");
	let over = date("-1 day")?;
	assert_eq!(mark(&over, "east")?, "not-owner-nor-bank");
	town.does_as("office", &["accounts", "remitted", &office, "--up-to", &over])?;
	assert_eq!(mark(&date("-2 days")?, "office")?, "remitted-already");
	assert_eq!(town.does(&["accounts", "show", &office])?["remittedUpTo"], json!(over));

	let refundable = town.does(&["orders", "refundable", &order])?;
	let leg = json!({ "leg": 3, "left": "1300", "returnable": "1300" });
	assert_eq!((&refundable["refundable"], &refundable["legs"][2]), (&json!("10000"), &leg));
	let money = ["accounts", "issue", &shop, "36.00", "--reference", "savings"];
	town.does_as("west", &money)?;
	town.does_as("west", &["orders", "refund", &order, "--reference", "back"])?;
	assert_eq!(moneys()?, [before.as_str(), "0", "13600", "0"]);
	Ok(())
}
