// SPDX-License-Identifier: Apache-2.0

//! Every method of the house is asked once about a town in which there is something to tell.

use anyhow::{Context, Result};
use serde_json::{json, Value};
use split_ledger_e2e::{Town, METHODS, SUBSCRIPTION};
use std::collections::BTreeSet;
use subxt::rpcs::{client::RpcParams, client::RpcSubscription, rpc_params, RpcClient};

/// A commitment to some paper.
const PAPER: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";

/// What is asked, of what, and what stands where in the answer.
type Asked = (&'static str, Value, &'static str, Value);

/// Whom and what of the town is asked about, as JSON has it.
struct Things {
	anna: Value,
	annas_key: String,
	annas_account: Value,
	site: Value,
	shop: Value,
	van: Value,
	west: Value,
	/// A held order of 100.00 of anna.
	order: String,
	rules: Value,
	group: Value,
	mandate: Value,
}

fn number(digits: &str) -> Result<Value> {
	Ok(serde_json::from_str(digits)?)
}

/// Lets the shop add a receiver, the platform open a group, and anna propose a mandate.
fn settle(town: &Town) -> Result<Things> {
	let (site, shop, van) = (town.id("site")?, town.id("shop")?, town.account("van")?);
	let annas_account = town.account("anna")?;
	let rules = town.path("bundle/rules/market.toml")?;
	let add = ["receivers", "add", &van, "--merchant", &shop, "--relation", "carrier"];
	town.does_as("shop", &[&add[..], &["--ceiling", "40%"]].concat())?;
	let open = ["groups", "open", "--platform", &site, "--merchant", &shop, "--rules", &rules];
	let more = ["--currency", "CNY", "--needed", "2", "--reference", "winter"];
	let group = town.does_as("site", &[&open[..], &more].concat())?["group"].clone();
	let propose = ["mandates", "propose", "--account", &annas_account, "--to", &site];
	let most = ["--single", "20.00", "--amount", "50.00", "--orders", "3", "--per", "month"];
	let time = ["--from", "2026-01-01", "--until", "2140-01-01", "--evidence", PAPER];
	let mandate = town.does_as("anna", &[&propose[..], &most, &time].concat())?["number"].clone();
	let order = town.hold("asked", &[])?;
	let shown = town.does(&["orders", "show", &order])?;
	let rules = shown.pointer("/details/terms/split/rules").context("an order of a rule set")?;
	Ok(Things {
		anna: number(&town.id("anna")?)?,
		annas_key: town.key("anna")?,
		annas_account: number(&annas_account)?,
		site: number(&site)?,
		shop: number(&shop)?,
		van: number(&van)?,
		west: number(&town.place("west")?)?,
		rules: rules.clone(),
		order,
		group,
		mandate,
	})
}

fn of_people_and_accounts(things: &Things) -> Vec<Asked> {
	let Things { anna, annas_key, annas_account, site, .. } = things;
	vec![
		("participants_get", json!([site]), "/roles", json!(["platform"])),
		("participants_key", json!([annas_key]), "/participant", anna.clone()),
		("participants_keyLimits", json!([annas_key]), "/limited", json!(false)),
		("ledger_account", json!([annas_account]), "/held", json!("14000")),
		("ledger_accountsOf", json!([anna]), "/0/number", annas_account.clone()),
		("ledger_holds", json!([annas_account]), "", json!([])),
		("ledger_restraints", json!([annas_account]), "", json!([])),
		("ledger_liens", json!([annas_account]), "/liens", json!([])),
		("ledger_liensTo", json!([annas_account]), "", json!([])),
		("ledger_remittedUpTo", json!([annas_account]), "", json!(null)),
		("ledger_constants", json!([]), "/banksMax", json!(64)),
	]
}

fn of_rules_and_orders(things: &Things) -> Vec<Asked> {
	let Things { annas_account, site, shop, van, order, rules, group, mandate, .. } = things;
	let request = json!({ "rules": { "hash": rules }, "amount": "10000" });
	vec![
		("splits_ruleSet", json!([rules]), "/hash", rules.clone()),
		("splits_preview", json!([request]), "/legs/0/amount", json!("1000")),
		("splits_receiver", json!([shop, van]), "/ceilingPpm", json!(400_000)),
		("splits_receivers", json!([shop]), "/0/account", van.clone()),
		("splits_merchantLimits", json!([shop]), "/effective/shareCapPpm", json!(300_000)),
		("splits_explain", json!([order]), "/legs/1/amount", json!("500")),
		("escrow_order", json!([order]), "/status", json!("held")),
		("escrow_refundable", json!([order]), "/refundable", json!("10000")),
		("escrow_parked", json!([]), "", json!([])),
		("escrow_unclaimed", json!([order]), "", json!([])),
		("escrow_funders", json!([order]), "/0/account", annas_account.clone()),
		("groups_group", json!([group]), "/needed", json!(2)),
		("groups_members", json!([group]), "", json!([])),
		("mandates_mandate", json!([mandate]), "/confirmed", json!(false)),
		("mandates_of", json!([annas_account]), "/0/number", mandate.clone()),
		("mandates_to", json!([site]), "/0/number", mandate.clone()),
	]
}

fn of_banks(Things { west, .. }: &Things) -> Vec<Asked> {
	let cny = 156;
	vec![
		("clearing_currencies", json!([]), "/0/exponent", json!(2)),
		("clearing_cycle", json!([cny]), "/status", json!("open")),
		("clearing_positions", json!([cny]), "/currency", json!(cny)),
		("clearing_statement", json!([cny, west]), "/bank", west.clone()),
		("clearing_roots", json!([cny, 0]), "", json!([])),
		("clearing_limits", json!([cny, west]), "/reserve", json!("100000")),
	]
}

/// What a method answers, without the block that it speaks of.
async fn asked(rpc: &RpcClient, method: &str, of: &Value) -> Result<Value> {
	let mut params = RpcParams::new();
	for argument in of.as_array().into_iter().flatten() {
		params.push(argument)?;
	}
	let answer: Value = rpc.request(method, params).await.with_context(|| method.to_owned())?;
	assert_eq!(answer["finalised"], json!(true), "{method}: {answer}");
	answer.get("value").cloned().with_context(|| format!("{method}: {answer}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_of_the_house_answers_about_a_town() -> Result<()> {
	let town = Town::start().await?;
	let things = settle(&town)?;
	let rpc = town.rpc().await?;
	let tables = [of_people_and_accounts(&things), of_rules_and_orders(&things), of_banks(&things)];
	let rows: Vec<_> = tables.into_iter().flatten().collect();
	let methods: BTreeSet<_> = rows.iter().map(|row| row.0).collect();
	assert_eq!(methods, METHODS.into_iter().collect(), "each is asked");

	let mut wrong = vec![];
	for (method, of, place, expected) in rows {
		let value = asked(&rpc, method, &of).await?;
		if value.pointer(place) != Some(&expected) {
			wrong.push(format!("{method}{of}{place} is not {expected}: {value}"));
		}
	}
	assert!(wrong.is_empty(), "{}", wrong.join("\n"));

	let [subscribe, unsubscribe] = SUBSCRIPTION;
	let mut changes: RpcSubscription<Value> =
		rpc.subscribe(subscribe, rpc_params![&things.order], unsubscribe).await?;
	let first = changes.next().await.context("it tells what the order is now")??;
	assert_eq!(first["value"]["id"], json!(things.order));
	Ok(())
}
