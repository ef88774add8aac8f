// SPDX-License-Identifier: Apache-2.0

//! A node that dies in the middle of an import loses nothing, and nothing is placed twice.

use anyhow::{ensure, Context, Result};
use serde_json::Value;
use split_ledger_e2e::{split_ledger, split_ledger_command, Node};
use std::{fs, path::Path, process::Stdio};

/// The arguments of the import of a bundle into a node.
fn import<'a>(bundle: &'a str, url: &'a str, out: &'a str, state: &'a str) -> [&'a str; 10] {
	["orders", "import", "--data", bundle, "--url", url, "--out", out, "--state", state]
}

fn text(path: &Path) -> Result<&str> {
	path.to_str().context("a temporary path is UTF-8")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_a_kill_interrupted_is_completed_by_the_next_one() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let (bundle, out) = (folder.path().join("bundle"), folder.path().join("out"));
	let state = folder.path().join("state");
	let (bundle, out, state) = (text(&bundle)?, text(&out)?, text(&state)?);
	let made = split_ledger(&["generate", "--seed", "7", "--orders", "240", "--out", bundle])?;
	ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

	let mut node = Node::start(folder.path()).await?;
	let url = node.url();
	let mut first = split_ledger_command(&import(bundle, &url, out, state))?
		.stdout(Stdio::null())
		.stderr(Stdio::null())
		.spawn()?;
	// Far enough that accounts have money, and before all orders are placed.
	node.wait_for_orders(1).await?;
	node.kill()?;
	// It may have noticed by itself; whichever way it ends, the next import must not care.
	let _ = first.kill();
	first.wait()?;

	let node = Node::start(folder.path()).await?;
	let second = split_ledger(&import(bundle, &node.url(), out, state))?;
	ensure!(second.status.success(), "{}", String::from_utf8_lossy(&second.stderr));
	let again = split_ledger(&import(bundle, &node.url(), out, state))?;
	ensure!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));

	let summary: Value =
		serde_json::from_str(&fs::read_to_string(Path::new(out).join("summary.json"))?)?;
	assert_eq!(summary["verdict"], Value::Bool(true), "{summary}");
	assert_eq!(summary["counts"]["orders"]["placed"], 0, "the third run places nothing: {summary}");
	let verified = split_ledger(&["verify", "--data", bundle, "--out", out])?;
	assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
	Ok(())
}
