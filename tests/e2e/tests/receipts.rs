// SPDX-License-Identifier: Apache-2.0

//! A receipt is made at a node and checked without one.

use anyhow::{ensure, Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::{split_ledger, Town};
use std::{fs, path::Path, process::Command};

/// What a receipt proves by a file of authorities, or why it proves nothing. No node is named: none is
/// asked.
fn verify(receipt: &str, authorities: &str) -> Result<Result<Value, String>> {
	let asked = ["verify-receipt", receipt, "--authorities", authorities, "--json"];
	let output = split_ledger(&asked)?;
	if output.status.success() {
		return Ok(Ok(serde_json::from_slice(&output.stdout)?));
	}
	let said: Value = serde_json::from_slice(&output.stderr)?;
	Ok(Err(said["error"].as_str().context("a refusal has words")?.to_owned()))
}

/// Whether the check in Python, which is written from the documents, takes the receipt as well.
fn verify_independently(receipt: &str, authorities: &str) -> Result<bool> {
	let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../independent/receipt.py");
	let checked = Command::new("python3").arg(script).args([receipt, authorities]).output()?;
	Ok(checked.status.success())
}

fn each(proven: &Value, field: &str) -> Vec<Value> {
	let postings = proven["postings"].as_array().into_iter().flatten();
	postings.map(|posting| posting[field].clone()).collect()
}

/// Bytes all over the file, each in turn another one. That none of them all can be another is a test of
/// the client.
fn no_changed_byte_is_overlooked(town: &Town, receipt: &str, authorities: &str) -> Result<()> {
	let whole = fs::read(receipt)?;
	let changed = town.path("changed.json")?;
	for place in (0..whole.len()).step_by(whole.len() / 60) {
		let mut file = whole.clone();
		let byte = file.get_mut(place).context("a place in the file")?;
		*byte ^= 1;
		fs::write(&changed, file)?;
		let said = verify(&changed, authorities)?;
		ensure!(said.is_err(), "byte {place} of the receipt can be another");
	}
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_held_posted_and_settled_is_proved_when_the_node_is_gone() -> Result<()> {
	let mut town = Town::start().await?;
	let (held, posted, settled) =
		(town.path("held.json")?, town.path("posted.json")?, town.path("settled.json")?);
	let authorities = town.path("authorities.json")?;
	let agent = "settlement-agent";
	town.does_as(agent, &["cycles", "schedule", "CNY", "by-call"])?;
	let order = town.hold("paper", &[])?;
	let told = town.does(&["authorities", "--out", &authorities])?;
	assert_eq!((&told["authorities"], &told["added"]), (&json!(1), &json!(true)));
	let again = town.does(&["authorities", "--out", &authorities])?;
	assert_eq!((&again["added"], &again["sets"]), (&json!(false), &json!(1)));

	town.does(&["receipt", &order, "--out", &held])?;
	let (db, followed) = (town.path("db.sqlite")?, town.path("followed.json")?);
	town.does(&["follow", "--once", "--db", &db])?;
	let first = ["orders", "release", &order, "--amount", "30.00", "--reference", "a"];
	let first = town.does_as("east", &first)?["block"].clone();
	town.does_as("east", &["orders", "release", &order, "--reference", "b"])?;
	town.does_as("west", &["orders", "refund", &order, "--reference", "c", "--amount", "10.00"])?;
	town.does(&["receipt", &order, "--out", &posted])?;
	town.does_as(agent, &["cycles", "close", "CNY", "--reason", "end of day"])?;
	town.does(&["receipt", &order, "--out", &settled])?;
	// As of an earlier block, with headers between where that one was not voted for itself.
	let early = town.path("early.json")?;
	town.does(&["receipt", &order, "--out", &early, "--at", &first.to_string()])?;
	// The file does not know the postings yet; what it did not read is searched.
	let followed_by = ["receipt", &order, "--out", &followed, "--db", &db];
	assert_eq!(town.does(&followed_by)?["postings"], 3);
	town.does(&["follow", "--once", "--db", &db])?;
	assert_eq!(town.does(&followed_by)?["postings"], 3);
	town.kill()?;

	let proven = verify(&held, &authorities)?.map_err(anyhow::Error::msg)?;
	assert_eq!((&proven["entered"]["status"], &proven["postings"]), (&json!("held"), &json!([])));
	assert_eq!(proven["entered"]["body"]["reference"], "paper");
	assert_eq!(proven["entered"]["body"]["covered"], true);

	let proven = verify(&posted, &authorities)?.map_err(anyhow::Error::msg)?;
	assert_eq!(each(&proven, "kind"), ["paid", "paid", "refunded"]);
	assert_eq!(each(&proven, "block")[0], first);
	assert_eq!(each(&proven, "cycleStands"), ["open", "open", "open"]);
	assert_eq!(proven["postings"][0]["legs"][0]["amount"], "300");
	assert_eq!(proven["postings"][0]["legs"][0]["proved"], "posted");

	for file in [&settled, &followed] {
		let proven = verify(file, &authorities)?.map_err(anyhow::Error::msg)?;
		assert_eq!(each(&proven, "kind"), ["paid", "paid", "refunded"]);
		assert!(each(&proven, "cycleStands").iter().all(|cycle| cycle["settled"].is_object()));
		assert_eq!(proven["postings"][1]["legs"][2]["proved"], "settled");
	}
	let proven = verify(&early, &authorities)?.map_err(anyhow::Error::msg)?;
	assert_eq!(proven["final"]["number"], first);
	assert_eq!(each(&proven, "kind"), ["paid"]);

	for file in [&held, &posted, &settled, &followed, &early] {
		assert!(verify_independently(file, &authorities)?, "{file}");
	}
	assert!(!verify_independently(&settled, &held)?);
	no_changed_byte_is_overlooked(&town, &settled, &authorities)?;
	let set = &told["set"];
	let file = fs::read_to_string(&authorities)?;
	let renamed = file.replacen(&format!("\"id\": {set}"), "\"id\": 77", 1);
	fs::write(&authorities, renamed)?;
	let said = verify(&settled, &authorities)?.err().context("another set")?;
	assert!(said.contains(&format!("no set {set}")), "{said}");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_receipt_of_what_the_chain_does_not_have() -> Result<()> {
	let town = Town::start().await?;
	let unknown = format!("0x{}", "01".repeat(22));
	let out = town.path("none.json")?;
	let url = town.url();
	let asked = ["receipt", &unknown, "--out", &out, "--url", &url, "--json"];
	let said = String::from_utf8(split_ledger(&asked)?.stderr)?;
	assert!(said.contains("the chain has no order"), "{said}");
	assert!(!fs::exists(&out)?);
	Ok(())
}
