// SPDX-License-Identifier: Apache-2.0

//! Many acts in one call, by hand on a real chain: files of releases and returns, combined payments.

use anyhow::{Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::{split_ledger, Town};
use std::fs;

/// Writes a file below the folder of the town: its path.
fn write(town: &Town, name: &str, content: &str) -> Result<String> {
	let path = town.path(name)?;
	fs::write(&path, content)?;
	Ok(path)
}

/// Sends a batch as somebody: what became of it, and whether the command says that all was done.
fn send(town: &Town, by: &str, batch: &[&str]) -> Result<(Value, bool)> {
	let url = town.url();
	let more = ["--as", by, "--dev", "--json", "--url", &url];
	let output = split_ledger(&[batch, &more].concat())?;
	let told = String::from_utf8_lossy(&output.stderr).into_owned();
	let answer = serde_json::from_slice(&output.stdout).with_context(|| told)?;
	Ok((answer, output.status.success()))
}

fn refused(answer: &Value) -> Vec<(Value, Value)> {
	let lines = answer["refused"].as_array().into_iter().flatten();
	lines.map(|line| (line["line"].clone(), line["error"].clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_releases_is_done_line_by_line_or_as_a_whole() -> Result<()> {
	let town = Town::start().await?;
	let (one, two) = (town.hold("one", &[])?, town.hold("two", &[])?);
	let lines = format!(
		"order,reference,amount,legs\n{one},r1,60.00,\n{two},r2,,1;3\n{one},r3,50.00,\n{one},r4,,\n"
	);
	let file = write(&town, "releases.csv", &lines)?;
	let batch = ["orders", "release-batch", &file];
	let all = [&batch[..], &["--all-or-none"]].concat();

	assert_eq!(town.refuses("east", &all)?, "more-than-remains");
	assert_eq!(town.does(&["orders", "show", &one])?["details"]["released"], "0");
	let (done, is_all) = send(&town, "east", &batch)?;
	assert_eq!((&done["done"], &done["repeated"], is_all), (&json!(3), &json!(0), false));
	assert_eq!(refused(&done), [(json!(4), json!("more-than-remains"))]);
	assert_eq!(town.does(&["orders", "show", &one])?["status"], "released");
	assert_eq!(town.does(&["orders", "show", &two])?["details"]["released"], "9500");
	assert_eq!(town.who("van")?["accounts"][0]["available"], "2000");

	// What was done is not done again, also where the order has ended.
	let file = write(&town, "again.csv", &lines.replace(&format!("{one},r3,50.00,\n"), ""))?;
	let (again, is_all) = send(&town, "east", &["orders", "release-batch", &file])?;
	assert_eq!((&again["done"], &again["repeated"], is_all), (&json!(0), &json!(3), true));
	assert_eq!(town.who("van")?["accounts"][0]["available"], "2000");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_returns_is_done_line_by_line_or_as_a_whole() -> Result<()> {
	let town = Town::start().await?;
	let (open, ended) = (town.hold("open", &[])?, town.hold("ended", &[])?);
	let part = ["orders", "release", &open, "--amount", "50.00", "--reference", "half"];
	town.does_as("east", &part)?;
	town.does_as("east", &["orders", "release", &ended, "--reference", "all"])?;
	let lines = format!(
		"order,reference,leg,amount\n{open},b1,1,2.00\n{ended},b2,1,\n{ended},b3,1,11.00\n"
	);
	let file = write(&town, "returns.csv", &lines)?;
	let batch = ["orders", "return-batch", &file];
	let all = [&batch[..], &["--all-or-none"]].concat();

	let merchant =
		|| -> Result<Value> { Ok(town.who("shop")?["accounts"][0]["available"].clone()) };
	let van = || -> Result<Value> { Ok(town.who("van")?["accounts"][0]["available"].clone()) };
	let before = (merchant()?, van()?);
	assert_eq!(before, (json!("12750"), json!("1500")));
	town.refuses("west", &all)?;
	assert_eq!((merchant()?, van()?), before);
	let (done, is_all) = send(&town, "west", &batch)?;
	assert_eq!((&done["done"], is_all, refused(&done).len()), (&json!(2), false, 1));
	assert_eq!((merchant()?, van()?), (json!("13950"), json!("300")));
	let db = town.path("entries.sqlite")?;
	town.does(&["follow", "--once", "--db", &db])?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_orders_of_a_combined_payment_are_placed_together_or_not_at_all() -> Result<()> {
	let town = Town::start().await?;
	let save = |reference: &str, amount: &str| -> Result<String> {
		let file = town.path(reference)?;
		let words = town.placement("market", reference, &["--save", &file])?.into_iter();
		let words = words.map(|word| if word == "100.00" { amount.to_owned() } else { word });
		let words: Vec<String> = words.collect();
		town.does_as("east", &words.iter().map(String::as_str).collect::<Vec<_>>())?;
		Ok(file)
	};
	let (a, b, dear) = (save("a", "10.00")?, save("b", "20.00")?, save("dear", "900.00")?);
	let before = town.who("anna")?["accounts"][0]["available"].clone();

	assert_eq!(
		town.refuses("east", &["orders", "place-combined", &a, &dear])?,
		"not-enough-available"
	);
	assert_eq!(town.who("anna")?["accounts"][0]["available"], before);
	let both = ["orders", "place-combined", &a, &b];
	let placed = town.does_as("east", &both)?;
	assert_eq!((&placed[0]["repeated"], &placed[1]["repeated"]), (&json!(false), &json!(false)));
	let order = placed[1]["order"].as_str().context("an order has an id")?;
	assert_eq!(town.does(&["orders", "show", order])?["details"]["amount"], "2000");
	let again = town.does_as("east", &both)?;
	assert_eq!((&again[1]["repeated"], &again[1]["order"]), (&json!(true), &json!(order)));
	Ok(())
}
