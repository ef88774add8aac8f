// SPDX-License-Identifier: Apache-2.0

//! Who is paid by a merchant's orders, by hand on a real chain: those that consented, up to what was
//! agreed (P4).

use anyhow::Result;
use serde_json::{json, Value};
use split_ledger_e2e::Town;

/// Opens one more account of a customer at a bank: its number.
fn open(town: &Town, bank: &str, owner: &str, more: &[&str]) -> Result<String> {
	let owner = town.id(owner)?;
	let open = ["accounts", "open", "--owner", &owner, "--currency", "CNY"];
	Ok(town.does_as(bank, &[&open, more].concat())?["number"].to_string())
}

/// An order that is paid at once, and of which this account gets the carrier's tenth.
struct Carried(Vec<String>);

impl Carried {
	fn by(town: &Town, carrier: &str, reference: &str) -> Result<Self> {
		let usual = format!("carrier={}", town.account("van")?);
		let other = format!("carrier={carrier}");
		let words = town.placement("market", reference, &[])?.into_iter();
		let words = words.filter(|word| !["--release", "hold"].contains(&word.as_str()));
		Ok(Self(words.map(|word| if word == usual { other.clone() } else { word }).collect()))
	}

	fn words(&self) -> Vec<&str> {
		self.0.iter().map(String::as_str).collect()
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_paid_by_a_merchants_orders_once_it_consented_and_up_to_its_ceiling(
) -> Result<()> {
	let town = Town::start().await?;
	let shop = town.id("shop")?;
	let van = open(&town, "west", "van", &[])?;
	let act = |verb: &'static str| ["receivers", verb, &van, "--merchant", &shop];
	let add = |ceiling: &'static str| {
		let terms = ["--relation", "carrier", "--ceiling", ceiling];
		town.does_as("shop", &[&act("add")[..], &terms].concat())
	};
	let refused = |reference: &str| -> Result<String> {
		town.refuses("east", &Carried::by(&town, &van, reference)?.words())
	};
	let paid = |reference: &str| -> Result<Value> {
		town.does_as("east", &Carried::by(&town, &van, reference)?.words())?;
		Ok(town.does(&["accounts", "show", &van])?["available"].clone())
	};

	assert_eq!(refused("stranger")?, "receiver-not-consented");
	assert_eq!(add("10%")?["consented"], json!(false));
	assert_eq!(refused("added")?, "receiver-not-consented");
	assert_eq!(town.refuses("shop", &act("consent"))?, "not-for-receiver");
	assert_eq!(town.does_as("van", &act("consent"))?["consented"], json!(true));
	assert_eq!(paid("agreed")?, json!("1000"));

	// A ceiling that is lowered leaves the consent, one that is raised asks it anew.
	assert_eq!(add("9.9999%")?["consented"], json!(true));
	assert_eq!(refused("over")?, "over-receiver-ceiling");
	assert_eq!(add("10%")?["consented"], json!(false));
	assert_eq!(refused("raised")?, "receiver-not-consented");
	town.does_as("west", &act("consent"))?;
	assert_eq!(paid("again")?, json!("2000"));

	town.does_as("van", &act("withdraw"))?;
	assert_eq!(refused("withdrawn")?, "receiver-not-consented");
	let list = ["receivers", "list", "--merchant", &shop];
	assert_eq!(town.does(&list)?, json!([town.does(&act("show"))?]));
	town.does_as("shop", &act("remove"))?;
	assert_eq!(town.does(&list)?, json!([]));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_opened_for_anyone_needs_no_consent() -> Result<()> {
	let town = Town::start().await?;
	let van = open(&town, "west", "van", &["--accepts-anyone"])?;
	town.does_as("east", &Carried::by(&town, &van, "open")?.words())?;
	assert_eq!(town.does(&["accounts", "show", &van])?["available"], "1000");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_opens_a_guarantee_account_for_itself_only() -> Result<()> {
	let town = Town::start().await?;
	let van = town.id("van")?;
	let refused = ["accounts", "open", "--owner", &van, "--currency", "CNY", "--guarantee"];
	assert_eq!(town.refuses("west", &refused)?, "not-for-customers");
	let number = open(&town, "west", "west", &["--guarantee"])?;
	assert_eq!(town.does(&["accounts", "show", &number])?["accountType"], "guarantee");
	Ok(())
}
