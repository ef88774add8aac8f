// SPDX-License-Identifier: Apache-2.0

//! Milestones of an order file on a real chain: stated, awaited, and as both the client and the file say.

use anyhow::Result;
use serde_json::{json, Value};
use split_ledger_e2e::Town;
use std::fs;

const ORDER: &str =
	"works,,anna,CNY,100.00,market,,,,,merchant=shop;platform=site;carrier=van,,hold,\
	\"30.00: payer; 50.00: inspected(2 of seal, judge); 20.00\"\n";

const ACTIONS: &str = "order,reference,action,amount,legs,by,milestone,until\n\
	works,c,confirm,,,,,\n\
	works,s1,inspected,,,seal,2,\n\
	works,s2,inspected,,,judge,2,\n\
	works,early,confirm,,,site,2,\n\
	works,back,refund,5.00,,,,\n\
	works,rest,release,,,,3,\n";

#[tokio::test(flavor = "multi_thread")]
async fn milestones_of_an_order_file_are_paid_as_they_are_met_and_none_twice() -> Result<()> {
	let town = Town::start().await?;
	let (data, out, state) = (town.path("bundle")?, town.path("out")?, town.path("state")?);
	// The order that is there stays in the file.
	let orders = fs::read_to_string(format!("{data}/orders.csv"))?;
	let (header, first) = orders.split_once('\n').unwrap_or_default();
	fs::write(
		format!("{data}/orders.csv"),
		format!("{header},milestones\n{},\n{ORDER}", first.trim_end()),
	)?;
	fs::write(format!("{data}/actions.csv"), ACTIONS)?;
	let import = ["import", "--data", &data, "--out", &out, "--state", &state];

	let done = town.does(&import)?;

	assert_eq!(done["verdict"], Value::Bool(true), "{done}");
	assert_eq!(done["counts"]["actions"], json!({ "already_done": 0, "done": 5, "refused": 1 }));
	let legs = fs::read_to_string(format!("{out}/legs.csv"))?;
	let sold = legs.lines().filter(|line| line.starts_with("works,3,merchant,shop"));
	let amounts: Vec<_> = sold.filter_map(|line| line.split(',').nth(6)).collect();
	// Of each milestone 85 %; the last one is lowered by the refund.
	let mut amounts = amounts;
	amounts.sort();
	assert_eq!(amounts, ["12.75", "25.50", "4.25", "42.50"]);

	let again = town.does(&import)?;
	assert_eq!(again["verdict"], Value::Bool(true), "{again}");
	assert_eq!(again["counts"]["actions"]["already_done"], 5);
	Ok(())
}
