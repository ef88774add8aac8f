// SPDX-License-Identifier: Apache-2.0

//! Groups and mandates, and the orders and actions that name them.

use super::{super::Malformed, Files};
use crate::bundle::{Act, Bundle};
use split_ledger_primitives::{Amount, Date, MandatePeriod, Moment};
use std::fs;

const GROUPS: &str = "\
name,platform,merchant,rules,needed,deadline,leader
g,bazaar,shop,market,2,,
late,bazaar,shop,market,10000,2026-11-22T00:00:00Z,platform
";

const MANDATES: &str = "\
name,payer,grantee,currency,single,amount,orders,period,from,until
m,anna,bazaar,CNY,10.00,20.00,3,month,,2026-12-31
n,anna,shop,CNY,1.00,1.00,1,366,2026-11-22,2026-11-22
";

const ORDERS: &str = "\
reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,parties,inputs,release,funders,group,mandate
o1,,anna,CNY,10,market,,,,,merchant=shop;platform=bazaar,,hold,,g,m
o2,p,anna,CNY,10,market,,,,,merchant=shop;platform=bazaar,,hold,,,m
o3,p,anna,CNY,10,market,,,,,merchant=shop;platform=bazaar,,hold,,,m
";

const ACTIONS: &str = "\
order,reference,action,amount,legs
g,r1,call-off,,
m,,revoke,,
";

/// Reads the files with one change, in the file of this name.
fn read(file: &str, from: &str, to: &str) -> Result<Bundle, Malformed> {
	let dir = tempfile::tempdir().expect("a folder for a test");
	let changed = |name: &str, text: &str| {
		assert!(name != file || text.contains(from), "{from} is not in {file}");
		if name == file {
			text.replacen(from, to, 1)
		} else {
			text.to_owned()
		}
	};
	let files = Files {
		orders: changed("orders.csv", ORDERS),
		actions: changed("actions.csv", ACTIONS),
		..Files::sound()
	};
	files.write(dir.path()).expect("a folder for a test");
	for (name, text) in [("groups.csv", GROUPS), ("mandates.csv", MANDATES)] {
		fs::write(dir.path().join(name), changed(name, text)).expect("a folder for a test");
	}
	Bundle::read(dir.path())
}

#[test]
fn groups_and_mandates_are_read_as_they_are_written() {
	let bundle = read("", "", "").expect("sound");
	let named = |name| bundle.participants.named(name).expect("a name");
	let (group, late) = (&bundle.groups[0], &bundle.groups[1]);
	assert_eq!((group.needed, group.deadline, group.leader_place(&bundle.rules)), (2, None, None));
	assert_eq!(late.deadline, Some(Moment(1_795_305_600_000)));
	assert_eq!(
		(late.leader.as_deref(), late.leader_place(&bundle.rules)),
		(Some("platform"), Some(0))
	);
	let (monthly, yearly) = (&bundle.mandates[0], &bundle.mandates[1]);
	assert_eq!((monthly.single, monthly.amount, monthly.orders), (Amount(1_000), Amount(2_000), 3));
	assert_eq!((monthly.period, monthly.from), (MandatePeriod::Month, None));
	assert_eq!((yearly.period, yearly.from), (MandatePeriod::Days(366), Some(Date(20_779))));
	let [first, ..] = bundle.orders.as_slice() else { panic!("orders") };
	assert_eq!((first.group, first.mandate), (Some(0), Some(0)));
	// Who has the mandate submits, and not the payer's bank.
	assert_eq!(bundle.submitter(first), named("bazaar"));
	let acts: Vec<_> = bundle.actions.iter().map(|action| action.act.clone()).collect();
	assert_eq!(acts, [Act::CallOff(0), Act::Revoke(0)]);
}

#[test]
fn what_the_files_disprove_of_groups_and_mandates_is_refused_with_its_place() {
	let (groups, mandates) = ("groups.csv", "mandates.csv");
	let long = "x".repeat(59);
	for (file, from, to, place, expected) in [
		(groups, "g,bazaar", ",bazaar", (2, 1), "1 to 64 bytes"),
		(groups, "g,bazaar", &format!("{long},bazaar"), (2, 1), "`group/NAME`"),
		(groups, "late,", "g,", (3, 1), "no earlier line"),
		(groups, "g,bazaar", "g,shop", (2, 3), "a platform"),
		(groups, "g,bazaar,shop", "g,bazaar,anna", (2, 10), "a merchant"),
		(groups, "shop,market", "shop,markt", (2, 15), "`rules/`"),
		(groups, "market,2", "market,1", (2, 22), "2 to 10000"),
		(groups, "market,10000", "market,10001", (3, 25), "2 to 10000"),
		(groups, "2026-11-22T", "2026-11-2T", (3, 31), "RFC 3339"),
		(groups, ",platform\n", ",leader\n", (3, 52), "a slot of the rule set"),
		(mandates, "n,anna", "m,anna", (3, 1), "no earlier line"),
		(mandates, "m,anna", "m,north", (2, 3), "a customer with an account in CNY"),
		(mandates, "anna,bazaar,CNY", "anna,bazaar,JPY", (2, 3), "an account in JPY"),
		(mandates, "anna,bazaar", "anna,anna", (2, 8), "another than the payer"),
		(mandates, "anna,bazaar", "anna,north", (2, 8), "another than the payer"),
		(mandates, "10.00", "0.00", (2, 19), "above zero"),
		(mandates, "20.00", "9.99", (2, 25), "no less than one order"),
		(mandates, "20.00,3", "20.00,0", (2, 31), "a number of orders"),
		(mandates, "month", "year", (2, 33), "`month`"),
		(mandates, "366", "367", (3, 29), "1 to 366 days"),
		(mandates, ",366,2026-11-22", ",366,2026-11-23", (3, 44), "not before the first one"),
		(mandates, ",2026-12-31", ",", (2, 40), "a date"),
		("orders.csv", "hold,,g,m", "hold,,h,m", (2, 65), "a name of `groups.csv`"),
		("orders.csv", "hold,,g,m", "hold,,g,g", (2, 67), "a name of `mandates.csv`"),
		("orders.csv", "o1,,anna,", "o1,,shop,", (2, 67), "on the payer's account"),
		("orders.csv", "hold,,,m\no3", "hold,,,\no3", (4, 67), "one submits all"),
		("actions.csv", "g,r1", "h,r1", (2, 1), "a name of `groups.csv`"),
		("actions.csv", "m,,revoke", "g,,revoke", (3, 1), "a name of `mandates.csv`"),
		("actions.csv", "call-off,,", "call-off,1.00,", (2, 15), "a group or a mandate"),
	] {
		let malformed = read(file, from, to).map(|_| ()).expect_err(to);
		assert_eq!((malformed.line, malformed.column), place, "{from} -> {to}: {malformed}");
		assert!(malformed.expected.contains(expected), "{from} -> {to}: {malformed}");
	}
}

#[test]
fn who_submits_by_a_mandate_brings_money_of_the_payer_alone() {
	let malformed = read("orders.csv", "hold,,g,m", "hold,anna=1.00,g,m").map(|_| ());
	assert!(malformed.is_err());
	let more = "anna,buyer,north,CNY=500.00,\nbert,buyer,north,CNY=1.00,\n";
	let dir = tempfile::tempdir().expect("a folder for a test");
	let files = Files {
		participants: super::PARTICIPANTS.replace("anna,buyer,north,CNY=500.00,\n", more),
		orders: ORDERS.replace("hold,,g,m", "hold,bert=1.00,g,m"),
		..Files::sound()
	};
	files.write(dir.path()).expect("a folder for a test");
	fs::write(dir.path().join("groups.csv"), GROUPS).expect("a folder for a test");
	fs::write(dir.path().join("mandates.csv"), MANDATES).expect("a folder for a test");
	let malformed = Bundle::read(dir.path()).map(|_| ()).expect_err("a funder beside");
	assert_eq!((malformed.line, malformed.column), (2, 64));
	assert!(malformed.expected.contains("of the payer alone"));
}
