// SPDX-License-Identifier: Apache-2.0

//! An order is followed over RPC from the hold to its end, provisionally and finally.

use anyhow::{ensure, Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::{split_ledger, Node};
use std::{fs, path::Path, time::Duration};
use subxt::rpcs::{client::RpcSubscription, rpc_params};

/// The longest that a change may take to be told: many slots of 500 ms.
const PATIENCE: Duration = Duration::from_secs(60);

const PARTICIPANTS: &str = "name,roles,bank,accounts,caps\n\
	bank-east,bank,,CNY=1000.00,\n\
	bank-west,bank,,CNY=1000.00,\n\
	anna,buyer,bank-east,CNY=100.00,\n\
	bert,buyer,bank-west,CNY=0,\n";

const ORDERS: &str = "reference,payment,payer,currency,amount,rules,channel,category,promotion,\
	member_tier,parties,inputs,release\n\
	kept,,anna,CNY,1.00,,,,,,to=bert,,hold\n";

fn bundle(folder: &Path) -> Result<()> {
	fs::create_dir_all(folder.join("rules"))?;
	fs::write(folder.join("participants.csv"), PARTICIPANTS)?;
	fs::write(folder.join("orders.csv"), ORDERS)?;
	Ok(())
}

fn text(path: &Path) -> Result<&str> {
	path.to_str().context("a temporary path is UTF-8")
}

fn run(arguments: &[&str]) -> Result<()> {
	let output = split_ledger(arguments)?;
	ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
	Ok(())
}

/// What is told next; an error where the subscription ends or nothing comes.
async fn next(changes: &mut RpcSubscription<Value>) -> Result<Value> {
	let told = tokio::time::timeout(PATIENCE, changes.next()).await?;
	Ok(told.context("the subscription ended")??)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_told_at_each_change_until_its_end_is_final() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let (data, out) = (folder.path().join("bundle"), folder.path().join("out"));
	bundle(&data)?;
	let node = Node::start(folder.path()).await?;
	let url = node.url();
	let state = folder.path().join("state");
	let (data, out, state) = (text(&data)?, text(&out)?, text(&state)?);
	run(&["import", "--data", data, "--url", &url, "--out", out, "--state", state])?;
	let orders = node.orders().await?;
	let [order] = orders.as_slice() else { anyhow::bail!("one order was placed: {orders:?}") };

	let rpc = node.rpc().await?;
	let mut changes: RpcSubscription<Value> = rpc
		.subscribe("escrow_subscribeOrder", rpc_params![order], "escrow_unsubscribeOrder")
		.await?;
	let first = next(&mut changes).await?;
	assert_eq!(first["value"]["status"], json!("held"), "{first}");
	assert_eq!(first["value"]["details"]["amount"], json!("100"), "in minor units: {first}");
	run(&[
		"orders",
		"release",
		order,
		"--reference",
		"go",
		"--as",
		"bank-east",
		"--dev",
		"--url",
		&url,
	])?;

	let mut provisional = false;
	let last = loop {
		let told = next(&mut changes).await?;
		let ended = told["value"]["status"] == json!("released");
		match told["finalised"].as_bool() {
			Some(true) if ended => break told,
			Some(false) if ended => provisional = true,
			_ => assert!(!ended, "an answer says whether it is final: {told}"),
		}
	};
	assert!(provisional, "the end is told as of the best block before it is final");
	assert_eq!(last["value"]["id"], json!(order));
	node.wait_for_final(node.final_block().await? + 2).await?;
	// Whatever would be told of these blocks has been sent by now.
	let after = tokio::time::timeout(Duration::from_millis(1), changes.next()).await;
	assert!(!matches!(after, Ok(Some(_))), "nothing follows the final end: {after:?}");
	Ok(())
}
