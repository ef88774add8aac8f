// SPDX-License-Identifier: Apache-2.0

//! Groups and mandates of an order file on a real chain: opened, given, joined, drawn on, called off and
//! revoked, none of it twice.

use anyhow::Result;
use serde_json::{json, Value};
use split_ledger_e2e::Town;
use std::fs;

const GROUPS: &str = "name,platform,merchant,rules,needed,deadline,leader\n\
	pair,site,shop,market,2,,\n\
	trio,site,shop,market,3,,\n\
	past,site,shop,market,2,2020-02-29T08:00:00Z,\n";

const MANDATES: &str = "name,payer,grantee,currency,single,amount,orders,period,from,until\n\
	monthly,anna,site,CNY,50.00,60.00,2,month,,2149-01-01\n";

/// Reference, payer, amount, group and mandate.
const ORDERS: [(&str, &str, &str, &str, &str); 7] = [
	("by-site", "anna", "40.00", "pair", "monthly"),
	("too-much", "anna", "20.01", "", "monthly"),
	("by-bank", "bert", "20.00", "pair", ""),
	("one-more", "anna", "20.00", "pair", ""),
	("alone", "anna", "30.00", "trio", ""),
	("last", "anna", "20.00", "trio", "monthly"),
	("never", "anna", "10.00", "past", ""),
];

const ACTIONS: &str = "order,reference,action,amount,legs\n\
	alone,early,release,,\n\
	pair,,call-off,,\n\
	trio,,call-off,,\n\
	monthly,,revoke,,\n\
	monthly,,revoke,,\n\
	by-site,some,refund,4.00,\n";

#[tokio::test(flavor = "multi_thread")]
async fn groups_and_mandates_of_an_order_file_are_kept_to_and_nothing_is_done_twice() -> Result<()>
{
	let town = Town::start().await?;
	let (data, out, state) = (town.path("bundle")?, town.path("out")?, town.path("state")?);
	// The order that is there stays in the file.
	let orders = fs::read_to_string(format!("{data}/orders.csv"))?;
	let (header, first) = orders.split_once('\n').unwrap_or_default();
	let mut orders = format!("{header},group,mandate\n{},,\n", first.trim_end());
	for (reference, payer, amount, group, mandate) in ORDERS {
		let parties = "merchant=shop;platform=site;carrier=van";
		orders += &format!(
			"{reference},,{payer},CNY,{amount},market,,,,,{parties},,hold,{group},{mandate}\n"
		);
	}
	for (name, text) in [
		("orders.csv", orders.as_str()),
		("groups.csv", GROUPS),
		("mandates.csv", MANDATES),
		("actions.csv", ACTIONS),
	] {
		fs::write(format!("{data}/{name}"), text)?;
	}
	let import = ["import", "--data", &data, "--out", &out, "--state", &state];

	let done = town.does(&import)?;

	assert_eq!(done["verdict"], Value::Bool(true), "{done}");
	assert_eq!(done["counts"]["actions"], json!({ "already_done": 0, "done": 3, "refused": 3 }));
	let refused = fs::read_to_string(format!("{out}/refused.csv"))?;
	for (reference, error) in [
		("too-much", "over-mandate-amount"),
		("one-more", "group-closed"),
		("never", "unknown-group"),
		("group/past", "deadline-out-of-range"),
		("early", "group-not-complete"),
	] {
		let found = refused.lines().any(|line| line.starts_with(&format!("{reference},{error},")));
		assert!(found, "{reference} is not refused for {error}: {refused}");
	}
	let legs = fs::read_to_string(format!("{out}/legs.csv"))?;
	let status = |reference: &str, status: &str| {
		let of = legs.lines().filter(|line| line.starts_with(&format!("{reference},")));
		of.filter(|line| line.contains(&format!(",{status},"))).count()
	};
	assert_eq!((status("by-bank", "settled"), status("by-site", "settled")), (3, 3), "{legs}");
	assert_eq!((status("alone", "refunded"), status("last", "refunded")), (3, 3), "{legs}");

	let again = town.does(&import)?;
	assert_eq!(again["verdict"], Value::Bool(true), "{again}");
	assert_eq!(again["counts"]["actions"], json!({ "already_done": 3, "done": 0, "refused": 3 }));
	assert_eq!(again["counts"]["orders"]["placed"], 0);
	Ok(())
}
