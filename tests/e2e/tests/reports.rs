// SPDX-License-Identifier: Apache-2.0

//! Reports from the file of a follower of a real chain.

use anyhow::{ensure, Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::{split_ledger, Town};
use std::fs;

/// Runs a command that asks no node: whether it succeeded, and its answer.
fn report(arguments: &[&str]) -> Result<(bool, Value)> {
	let output = split_ledger(&[arguments, &["--json"]].concat())?;
	let said = String::from_utf8_lossy(&output.stderr);
	ensure!(!output.stdout.is_empty(), "{arguments:?}: {said}");
	Ok((output.status.success(), serde_json::from_slice(&output.stdout)?))
}

/// What a bank would have booked that took over the postings of a reconciliation file.
fn books_of(items: &str) -> Result<Vec<String>> {
	let mut lines = items.lines();
	let header: Vec<_> = lines.next().context("a header")?.split(',').collect();
	let mut books = vec!["id,account,amount,date,order,leg,reference,currency".to_owned()];
	for (number, line) in lines.enumerate() {
		let fields: Vec<_> = line.split(',').collect();
		let field = |name: &str| {
			let place = header.iter().position(|column| *column == name);
			place.and_then(|place| fields.get(place).copied()).unwrap_or_default()
		};
		if ["posted", "settled"].contains(&field("status")) {
			let columns = ["account", "amount", "date", "order", "leg", "reference"];
			books.push(format!("{number},{},CNY", columns.map(field).join(",")));
		}
	}
	Ok(books)
}

#[tokio::test(flavor = "multi_thread")]
async fn banks_state_a_cycle_of_the_chain_and_find_what_their_books_lack() -> Result<()> {
	let town = Town::start().await?;
	let agent = "settlement-agent";
	town.does_as(agent, &["cycles", "schedule", "CNY", "by-call"])?;
	let cycle = town.does(&["cycles", "show", "CNY"])?["cycle"].to_string();
	let order = town.hold("stated", &["--end-to-end", "INV 7"])?;
	town.does_as("east", &["orders", "release", &order, "--reference", "all"])?;
	let dear = town.placement("market", "too-dear", &[])?;
	let dear: Vec<_> =
		dear.iter().map(|word| if word == "100.00" { "900.00" } else { word.as_str() }).collect();
	assert_eq!(town.refuses("east", &dear)?, "not-enough-available");
	town.does_as(agent, &["cycles", "close", "CNY", "--reason", "noon"])?;
	let (db, out) = (town.path("entries.sqlite")?, town.path("statements")?);
	town.does(&["follow", "--once", "--db", &db])?;

	for bank in [town.place("east")?, town.place("west")?] {
		let of = ["--file", &db, "--bank", &bank, "--cycle", &cycle];
		let (stated, _) = report(&[&["statements", "--out", &out][..], &of].concat())?;
		assert!(stated);
		let folder = format!("{out}/bank-{bank}/CNY/cycle-{cycle}");
		let books = books_of(&fs::read_to_string(format!("{folder}/items.csv"))?)?;
		let ours = town.path("ours.csv")?;
		fs::write(&ours, books.join("\n"))?;
		let (agrees, found) = report(&[&["reconcile", "--ours", &ours][..], &of].concat())?;
		assert!(agrees, "{found}");
		assert_eq!(found["matched"], json!(books.len() - 1));
		fs::write(&ours, books[..books.len() - 1].join("\n"))?;
		let (agrees, found) = report(&[&["reconcile", "--ours", &ours][..], &of].concat())?;
		assert!(!agrees);
		assert_eq!(found["breaks"][0]["kind"], "missing-at-bank");
	}

	let folder = format!("{out}/bank-{}/CNY/cycle-{cycle}", town.place("east")?);
	let failed = fs::read_to_string(format!("{folder}/items.csv"))?;
	assert!(failed.contains("not-enough-available"), "{failed}");
	let sent = fs::read_to_string(format!("{folder}/pacs.008.001.08.xml"))?;
	let uetr = town.does(&["orders", "show", &order])?["uetr"].clone();
	let uetr = uetr.as_str().context("an order has a UETR")?;
	assert!(sent.contains("<EndToEndId>INV 7</EndToEndId>") && sent.contains(uetr), "{sent}");
	let (_, counted) = report(&["stats", "--file", &db])?;
	assert_eq!(counted["refused"][0]["error"], "not-enough-available");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_banks_settle_by_itself_is_stated_apart() -> Result<()> {
	let town = Town::start().await?;
	let agent = "settlement-agent";
	let (east, west) = (town.place("east")?, town.place("west")?);
	let (anna, shop) = (town.account("anna")?, town.account("shop")?);
	let pays = |reference| {
		let pay = ["orders", "transfer", "--from", &anna, "--to", &shop, "1.00", "--reference"];
		town.does_as("east", &[&pay[..], &[reference]].concat())
	};
	town.does_as(agent, &["cycles", "schedule", "CNY", "by-call"])?;
	let cycle = town.does(&["cycles", "show", "CNY"])?["cycle"].to_string();
	pays("net")?;
	let gross = ["currencies", "gross", "CNY", "--bank", &east, "--with", &west];
	town.does_as(agent, &gross)?;
	pays("gross-1")?;
	pays("gross-2")?;
	town.does_as(agent, &[&gross[..], &["--net"]].concat())?;
	pays("net-again")?;
	town.does_as(agent, &["cycles", "close", "CNY", "--reason", "noon"])?;
	let (db, out) = (town.path("entries.sqlite")?, town.path("statements")?);
	town.does(&["follow", "--once", "--db", &db])?;

	let of = ["--file", &db, "--bank", &west, "--cycle", &cycle, "--out", &out];
	let (stated, _) = report(&[&["statements"][..], &of].concat())?;
	assert!(stated);
	let lines = fs::read_to_string(format!("{out}/bank-{west}/CNY/cycle-{cycle}/statement.csv"))?;
	for line in ["received-net,2,200", "received-gross,2,200", "cycle-position,,-200"] {
		assert!(lines.lines().any(|found| found == line), "{line}: {lines}");
	}
	Ok(())
}
