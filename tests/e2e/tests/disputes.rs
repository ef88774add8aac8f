// SPDX-License-Identifier: Apache-2.0

//! Disputes, freezes and assignees of an order file on a real chain: said, decided, lifted and given, none
//! of it twice.

use anyhow::Result;
use serde_json::{json, Value};
use split_ledger_e2e::Town;
use std::fs;

const ORDERS: &str = "\
	torn,,anna,CNY,100.00,market,,,,,merchant=shop;platform=site;carrier=van,,hold,judge,3\n\
	kept,,anna,CNY,100.00,market,,,,,merchant=shop;platform=site;carrier=van,,hold,,\n";

const ACTIONS: &str = "order,reference,action,amount,legs,by,until,share\n\
	torn,part,release,40.00,,,,\n\
	torn,d,dispute,,,anna,,\n\
	torn,early,resolve,,,,,50%\n\
	torn,,answer,,,,,\n\
	torn,v,resolve,,,,,37%\n\
	kept,f,freeze,,,,,\n\
	kept,soon,release,,,,,\n\
	kept,,unfreeze,,,,,\n\
	kept,a,assign,,carrier,bert,,\n\
	kept,all,release,,,,,\n\
	kept,none,dispute,,,anna,,\n";

#[tokio::test(flavor = "multi_thread")]
async fn disputes_of_an_order_file_are_decided_to_the_unit_and_nothing_is_done_twice() -> Result<()>
{
	let town = Town::start().await?;
	let (data, out, state) = (town.path("bundle")?, town.path("out")?, town.path("state")?);
	// The order that is there stays in the file.
	let orders = fs::read_to_string(format!("{data}/orders.csv"))?;
	let (header, first) = orders.split_once('\n').unwrap_or_default();
	let header = format!("{header},resolver,answer_days");
	fs::write(format!("{data}/orders.csv"), format!("{header}\n{},,\n{ORDERS}", first.trim_end()))?;
	fs::write(format!("{data}/actions.csv"), ACTIONS)?;
	let import = ["import", "--data", &data, "--out", &out, "--state", &state];

	let done = town.does(&import)?;

	assert_eq!(done["verdict"], Value::Bool(true), "{done}");
	assert_eq!(done["counts"]["actions"], json!({ "already_done": 0, "done": 8, "refused": 3 }));
	let legs = fs::read_to_string(format!("{out}/legs.csv"))?;
	let of = |start: &str, status: &str| {
		let rows = legs.lines().filter(|line| line.starts_with(start) && line.contains(status));
		let mut amounts: Vec<_> = rows.filter_map(|line| line.split(',').nth(6)).collect();
		amounts.sort();
		amounts.join(" ")
	};
	// Of 60.00 that are held 22.20 go back, of 40.00 that were released 14.80.
	assert_eq!(of("torn,3,merchant,shop", "refunded"), "12.58 18.87");
	assert_eq!(of("torn,3,merchant,shop", "settled"), "32.13 34.00");
	assert_eq!(of("kept,1,carrier,bert", "settled"), "10.00");
	let refused = fs::read_to_string(format!("{out}/refused.csv"))?;
	for row in ["early,not-answered-yet", "soon,order-frozen", "none,no-dispute-agreed"] {
		assert!(refused.contains(row), "{refused}");
	}

	let again = town.does(&import)?;
	assert_eq!(again["verdict"], Value::Bool(true), "{again}");
	assert_eq!(again["counts"]["actions"]["already_done"], 8);
	Ok(())
}
