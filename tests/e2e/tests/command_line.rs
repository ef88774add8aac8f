// SPDX-License-Identifier: Apache-2.0

//! The command line says what is wrong, and where, before it sends anything.

use anyhow::{Context, Result};
use split_ledger_e2e::split_ledger;
use std::fs;

/// An address at which nothing listens: a malformed bundle must be refused before it matters.
const NOWHERE: &str = "ws://127.0.0.1:9";

/// The account of a well-known key.
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

/// Spoils one file of a generated bundle and answers what the import says of it.
fn refusal_of(file: &str, spoil: impl FnOnce(&str) -> String) -> Result<String> {
	let folder = tempfile::tempdir()?;
	let bundle = folder.path().join("bundle");
	let path = bundle.to_str().context("a temporary path is UTF-8")?;
	let made = split_ledger(&["generate", "--seed", "3", "--orders", "60", "--out", path])?;
	assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
	let spoilt = bundle.join(file);
	fs::write(&spoilt, spoil(&fs::read_to_string(&spoilt)?))?;

	let import = split_ledger(&["orders", "import", "--data", path, "--url", NOWHERE])?;

	assert!(!import.status.success(), "a malformed bundle must be refused");
	Ok(String::from_utf8_lossy(&import.stderr).into_owned())
}

#[test]
fn an_order_with_too_many_decimals_is_refused_with_file_and_line() -> Result<()> {
	let said = refusal_of("orders.csv", |orders| {
		let mut lines: Vec<_> = orders.lines().map(str::to_owned).collect();
		let amount = lines[1].split(',').nth(4).unwrap_or_default().to_owned();
		lines[1] = lines[1].replacen(&amount, "1.23456", 1);
		lines.join("\n")
	})?;
	assert!(said.contains("orders.csv:2"), "{said}");
	Ok(())
}

#[test]
fn a_participant_with_an_unknown_role_is_refused_with_file_and_line() -> Result<()> {
	let said = refusal_of("participants.csv", |rows| rows.replacen(",bank,", ",bnak,", 1))?;
	assert!(said.contains("participants.csv:"), "{said}");
	assert!(said.contains("bnak"), "{said}");
	Ok(())
}

#[test]
fn a_reference_that_occurs_twice_is_refused() -> Result<()> {
	let said = refusal_of("orders.csv", |orders| {
		let twice = orders.lines().nth(1).unwrap_or_default();
		format!("{orders}{twice}\n")
	})?;
	assert!(said.contains("orders.csv:"), "{said}");
	Ok(())
}

#[test]
fn a_rule_set_that_sends_legs_to_nobody_who_sells_is_refused_with_its_case() -> Result<()> {
	let said = refusal_of("rules/tokyo.toml", |rules| {
		let fees = rules.replace("\"goods\"", "\"fee\"");
		fees.replacen("[[case]]", "uncredited = \"merchant\"\n\n[[case]]", 1)
	})?;
	assert!(said.contains("rules/tokyo.toml:11:8"), "{said}");
	assert!(said.contains("leg of goods"), "{said}");
	Ok(())
}

#[test]
fn what_no_chain_could_take_is_refused_before_any_is_asked() -> Result<()> {
	let transfer = ["orders", "transfer", "--from", "1", "--to", "2", "5", "--reference", "r"];
	let key = ["participants", "add-key", "7", "--account", ALICE];
	let ceilings = ["rules", "accept-ceilings", "--merchant", "7", "--platform", "8"];
	let wrong: [(&[&str], &[&str], &str); 6] = [
		(&transfer, &["--end-to-end", "INV_7"], "1 to 35 letters"),
		(&transfer, &["--buyer", "0x12"], "--buyer"),
		(&key, &["--scopes", "everything"], "`everything` is no scope"),
		(&ceilings, &["--share", "0.00001%"], "four decimals at most"),
		(&["cycles", "schedule", "CNY"], &["6"], "such as `30s`"),
		(&["participants", "suspend", "7"], &["--reason", "dislike"], "key-compromised"),
	];
	for (command, more, expected) in wrong {
		let signed = ["--key-uri", "//Alice", "--url", NOWHERE];
		let output = split_ledger(&[command, more, &signed].concat())?;
		let said = String::from_utf8_lossy(&output.stderr);
		assert!(
			!output.status.success() && said.contains(expected),
			"{command:?} {more:?}: {said}"
		);
	}
	Ok(())
}

#[test]
fn a_bundle_that_is_not_there_is_named() -> Result<()> {
	let import = split_ledger(&["orders", "import", "--data", "no-such-folder", "--url", NOWHERE])?;
	let said = String::from_utf8_lossy(&import.stderr);
	assert!(!import.status.success() && said.contains("no-such-folder"), "{said}");
	Ok(())
}

#[test]
fn a_shell_gets_its_completions() -> Result<()> {
	let bash = split_ledger(&["completions", "bash"])?;
	assert!(bash.status.success());
	assert!(String::from_utf8_lossy(&bash.stdout).contains("split-ledger"));
	Ok(())
}
