// SPDX-License-Identifier: Apache-2.0

//! What people do by hand on a real chain: each act by its command, and each refusal in words.

use anyhow::{Context, Result};
use serde_json::Value;
use split_ledger_e2e::{Town, RULES};
use std::{fs, path::Path};

/// The keys of all banks of the town, as a vote takes them.
const VOTE: [&str; 6] = [
	"--bank-key",
	"//Alice",
	"--bank-key",
	"//split-ledger//east",
	"--bank-key",
	"//split-ledger//west",
];

#[tokio::test(flavor = "multi_thread")]
async fn keys_come_and_go_and_a_suspended_customer_signs_nothing() -> Result<()> {
	let town = Town::start().await?;
	let (anna, phone) = (town.id("anna")?, town.key("annas-phone")?);
	let add = ["participants", "add-key", &anna, "--account", &phone, "--scopes", "pay;rules"];

	assert_eq!(town.refuses("west", &add)?, "not-allowed");
	let key = town.does_as("east", &add)?;
	assert_eq!(key["scopes"], serde_json::json!(["pay", "rules"]));
	assert_eq!(town.refuses("east", &add)?, "key-in-use");

	let revoke = ["participants", "revoke-key", &phone];
	assert_eq!(town.does_as("anna", &revoke)?["active"], Value::Bool(false));
	assert_eq!(town.does(&["participants", "key", &phone])?["active"], Value::Bool(false));

	let suspend = ["participants", "suspend", &anna, "--reason", "own-request"];
	assert_eq!(town.does_as("east", &suspend)?["suspended"], Value::Bool(true));
	let allow = ["accounts", "allow-bank", "--owner", &anna, "--bank", &town.place("west")?];
	assert_eq!(town.refuses("anna", &allow)?, "participant-suspended");
	let reinstate = ["participants", "reinstate", &anna];
	assert_eq!(town.does_as("east", &reinstate)?["suspended"], Value::Bool(false));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_opens_an_account_for_anothers_customer_once_that_one_lets_it() -> Result<()> {
	let town = Town::start().await?;
	let (anna, west) = (town.id("anna")?, town.place("west")?);
	let open = ["accounts", "open", "--owner", &anna, "--currency", "CNY"];
	let allow = ["accounts", "allow-bank", "--owner", &anna, "--bank", &west];

	assert_eq!(town.refuses("west", &open)?, "owner-did-not-allow");
	assert_eq!(town.refuses("west", &allow)?, "not-owner-nor-sponsor");
	town.does_as("anna", &allow)?;
	let opened = town.does_as("west", &open)?;
	assert_eq!(opened["bank"].to_string(), west);

	let number = opened["number"].to_string();
	assert_eq!(town.refuses("east", &["accounts", "close", &number])?, "other-bank");
	town.does_as("west", &["accounts", "close", &number])?;
	let annas = town.account("anna")?;
	assert_eq!(town.refuses("east", &["accounts", "close", &annas])?, "not-empty");
	town.does_as("east", &[allow.as_slice(), &["--withdraw"]].concat())?;
	assert_eq!(town.refuses("west", &open)?, "owner-did-not-allow");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_that_is_sent_again_changes_nothing_also_when_the_order_has_ended() -> Result<()> {
	let town = Town::start().await?;
	let (anna, shop) = (town.account("anna")?, town.account("shop")?);
	let pay = ["orders", "transfer", "--from", &anna, "--to", &shop, "1.00", "--reference", "rent"];
	let paid = town.does_as("east", &pay)?;
	let again = town.does_as("east", &pay)?;
	assert!(paid["order"].is_string() && paid["repeated"] == Value::Bool(false), "{paid}");
	assert_eq!((&again["order"], &again["block"]), (&paid["order"], &paid["block"]));
	assert_eq!(again["repeated"], Value::Bool(true));
	// Another act under the same reference is told apart.
	let other = pay.map(|word| if word == "1.00" { "2.00" } else { word });
	assert_eq!(town.refuses("east", &other)?, "reference-taken");

	let order = town.hold("two-acts", &[])?;
	let release = ["orders", "release", &order, "--amount", "60.00", "--reference", "half"];
	let refund = ["orders", "refund", &order, "--amount", "40.00", "--reference", "rest"];
	town.does_as("east", &release)?;
	town.does_as("west", &refund)?;
	let balance = || -> Result<Value> { Ok(town.who("shop")?["accounts"][0]["available"].clone()) };
	let before = balance()?;
	assert_eq!(town.does(&["orders", "show", &order])?["details"], Value::Null);

	town.does_as("east", &release)?;
	town.does_as("west", &refund)?;
	assert_eq!(balance()?, before);
	let all = ["orders", "refund", &order, "--reference", "rest"];
	assert!(town.words_against("west", &all)?.contains("name the amount"));
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_leg_is_paid_when_it_is_tried_again() -> Result<()> {
	let town = Town::start().await?;
	let order = town.hold("by-hand", &["--end-to-end", "INV 7"])?;
	let retry = ["orders", "retry-parked", &order];
	let van = town.account("van")?;
	let block = ["accounts", "block", &van];

	assert_eq!(town.refuses("anna", &retry)?, "nothing-parked");
	town.does_as("west", &[block.as_slice(), &["--no-credit", "--reason", "works"]].concat())?;
	town.does_as("east", &["orders", "release", &order, "--reference", "all"])?;
	let open = town.does(&["orders", "show", &order])?;
	assert_eq!(open["details"]["legs"][0]["parked"], "1000");
	assert_eq!(open["uetr"].as_str().map(|uetr| (uetr.len(), &uetr[14..15])), Some((36, "4")));
	assert_eq!(town.refuses("anna", &retry)?, "still-not-creditable");

	town.does_as("west", &block)?;
	town.does_as("anna", &retry)?;
	assert_eq!(town.does(&["orders", "show", &order])?["status"], "released");
	assert_eq!(town.who("van")?["accounts"][0]["available"], "1000");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_the_next_date_is_held_and_shown_so() -> Result<()> {
	let town = Town::start().await?;
	let legs = fs::read_to_string(Path::new(&town.path("out")?).join("legs.csv"))?;
	let held = legs.lines().filter(|line| line.starts_with("tomorrow,") && line.contains(",held,"));
	assert_eq!(held.count(), 3, "{legs}");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_that_its_payee_does_not_take_goes_to_the_merchant_where_the_rules_say_so(
) -> Result<()> {
	let orders = [("kind", "kind", "hold"), ("plain", "market", "hold")];
	let actions = "van,,no-credit,,\nkind,r1,release,,\nplain,r2,release,,\n\
		plain,too-early,retry-parked,,\nvan,,credit,,\nplain,again,retry-parked,,\n";
	// The import compares every leg with what it must be, and fails where one is not.
	let town = Town::with(&orders, actions).await?;
	let read = |file: &str| -> Result<String> {
		Ok(fs::read_to_string(Path::new(&town.path("out")?).join(file))?)
	};

	let legs = read("legs.csv")?;
	assert!(legs.contains("\nkind,1,carrier,shop,west,CNY,4.00,goods,settled,"), "{legs}");
	assert!(legs.contains("\nplain,1,carrier,van,west,CNY,4.00,logistics,settled,"), "{legs}");
	let refused = read("refused.csv")?;
	assert_eq!(refused.lines().count(), 2, "{refused}");
	assert!(refused.contains("\ntoo-early,still-not-creditable,"), "{refused}");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_accepts_a_platform_up_to_ceilings_of_its_own() -> Result<()> {
	let town = Town::start().await?;
	let (shop, site) = (town.id("shop")?, town.id("site")?);
	let accept = ["rules", "accept-ceilings", "--merchant", &shop, "--platform", &site];
	let with = |share: &'static str| [accept.as_slice(), &["--share", share]].concat();

	assert_eq!(town.refuses("east", &with("10%"))?, "not-for-merchant");

	// A rule set that the platform's bank approves and the shop accepts by no hash: it takes 5 %.
	fs::write(town.path("bundle/rules/later.toml")?, RULES.replace("\"market\"", "\"later\""))?;
	let file = town.path("bundle/rules/later.toml")?;
	let published = town.does_as("site", &["rules", "publish", &file])?;
	let hash = published[0]["hash"].as_str().context("a rule set has a hash")?.to_owned();
	town.does_as("east", &["rules", "approve", &hash, "--platform", &site])?;
	let order = town.placement("later", "under-a-ceiling", &[])?;
	let order: Vec<_> = order.iter().map(String::as_str).collect();
	assert_eq!(town.refuses("east", &order)?, "not-accepted");

	// The fee counts against the ceiling of shares, whatever that of liability is.
	town.does_as("shop", &[with("4%").as_slice(), &["--liability", "50%"]].concat())?;
	assert_eq!(town.refuses("east", &order)?, "over-ceiling");
	town.does_as("west", &with("5%"))?;
	assert!(town.does_as("east", &order)?["order"].is_string());
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_closes_and_settles_as_its_agent_says_and_lists_its_roots() -> Result<()> {
	let town = Town::start().await?;
	let agent = "settlement-agent";
	town.does_as(agent, &["cycles", "schedule", "CNY", "6h"])?;
	assert_eq!(town.does(&["currencies", "list"])?[0]["cycleMs"], 21_600_000);
	town.does_as(agent, &["cycles", "schedule", "CNY", "by-call"])?;
	town.does_as(agent, &["cycles", "settlement", "CNY", "later"])?;

	let order = town.hold("to-settle", &[])?;
	town.does_as("east", &["orders", "release", &order, "--reference", "all"])?;
	let cycle = town.does(&["cycles", "show", "CNY"])?["cycle"].to_string();
	town.does_as(agent, &["cycles", "close", "CNY", "--reason", "end of day"])?;
	let settle = ["cycles", "settle", "CNY", &cycle];
	assert_eq!(town.does(&["cycles", "show", "CNY", &cycle])?["status"], "closed");
	assert_eq!(town.refuses("east", &settle)?, "not-the-agent");
	town.does_as(agent, &settle)?;
	assert_eq!(town.refuses(agent, &settle)?, "cycle-not-closed");

	let shown = town.does(&["cycles", "show", "CNY", &cycle])?;
	let roots = town.does(&["cycles", "roots", "CNY", &cycle])?;
	assert_eq!(shown["status"], "settled");
	assert_eq!(roots.as_array().map(Vec::len), Some(1), "{roots}");
	let db = town.path("entries.sqlite")?;
	town.does(&["follow", "--once", "--db", &db])?;
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_banks_settle_payment_by_payment_until_they_net_again() -> Result<()> {
	let town = Town::start().await?;
	let agent = "settlement-agent";
	let (east, west) = (town.place("east")?, town.place("west")?);
	let gross = ["currencies", "gross", "CNY", "--bank", &east, "--with", &west];
	let (anna, shop) = (town.account("anna")?, town.account("shop")?);
	let pays = |reference| {
		let pay = ["orders", "transfer", "--from", &anna, "--to", &shop, "1.00"];
		town.does_as("east", &[pay.as_slice(), &["--reference", reference]].concat())
	};
	let position = || -> Result<Value> {
		let limits = town.does(&["currencies", "limits", "CNY", "--bank", &east])?;
		Ok(limits["position"].clone())
	};

	town.does_as(agent, &gross)?;
	pays("gross")?;
	assert_eq!(position()?, "0");
	town.does_as(agent, &[gross.as_slice(), &["--net"]].concat())?;
	pays("net")?;
	assert_eq!(position()?, "100");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_in_run_off_gets_its_reserve_back_and_leaves() -> Result<()> {
	let town = Town::start().await?;
	let agent = "settlement-agent";
	let west = town.place("west")?;
	let status = |of: &str| {
		town.does(&[&["participants", "bank-status", of, "--bank", &west], &VOTE[..]].concat())
	};
	let back = ["currencies", "return", "CNY", "--bank", &west, "--reference", "farewell"];

	assert_eq!(town.refuses(agent, &back)?, "bank-not-in-run-off");
	status("run-off")?;
	town.does_as(agent, &back)?;
	let limits = town.does(&["currencies", "limits", "CNY", "--bank", &west])?;
	assert_eq!(limits["reserve"], "0");
	let gone = status("exited")?;
	assert_eq!(gone["status"], "exited");
	assert_eq!(town.who("west")?["bankStatus"], "exited");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn banks_decide_each_with_its_own_key() -> Result<()> {
	let town = Town::start().await?;
	let west = town.place("west")?;
	let run_off = ["participants", "bank-status", "run-off", "--bank", &west];

	assert!(town.words_against("anna", &run_off)?.contains("none of the keys votes for a bank"));
	let waits = town.does_as("east", &run_off)?;
	assert_eq!((&waits["carried"], &waits["ayes"]), (&Value::Bool(false), &Value::from(1)));
	assert_eq!(waits["needed"], 3);
	// A bank that sends it twice has one vote.
	assert_eq!(town.does_as("east", &run_off)?["ayes"], 1);
	assert_eq!(town.does_as("west", &run_off)?["ayes"], 2);
	assert_eq!(town.who("west")?["bankStatus"], "active");

	let alice = ["--bank-key", "//Alice"];
	let carried = town.does(&[run_off.as_slice(), &alice].concat())?;
	assert_eq!(carried["status"], "run-off");
	assert!(carried["block"].is_u64(), "{carried}");
	assert_eq!(town.who("west")?["bankStatus"], "run-off");
	let account = town.who("west")?["bankAccount"].as_str().map(str::len);
	assert_eq!(account, Some(66), "the stable account of a bank is 32 bytes in hex");
	assert_eq!(town.who("anna")?["bankAccount"], Value::Null);
	Ok(())
}
