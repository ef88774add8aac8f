// SPDX-License-Identifier: Apache-2.0

mod disputes;
mod funders;
mod giving;
mod groups;
mod mandates;
mod milestones;

use super::*;
use crate::rows::{BalanceRow, LegRow, PositionRow};
use std::collections::BTreeMap;

/// 2026-11-22T00:00:00Z
const NOW: Moment = Moment(1_795_305_600_000);

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,CNY=50.00
shop,merchant,south,CNY=0,
site,platform,north,CNY=0,
van,carrier,south,CNY=1.00,
near,carrier,north,CNY=0,
mill,supplier,south,CNY=0,
anna,buyer,north,CNY=300.00,
bert,buyer,south,CNY=60.00,
";

const PLAIN: &str = "\
name = \"plain\"
currency = \"CNY\"
[[case]]
legs = [
  { to = \"carrier\", take = \"input:freight\", purpose = \"logistics\" },
  { to = \"platform\", take = \"10%\", of = \"rest\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

const GREEDY: &str = "\
name = \"greedy\"
currency = \"CNY\"
[[case]]
legs = [
  { to = \"platform\", take = \"31%\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

const TO_MERCHANT: &str = "\
name = \"to-merchant\"
currency = \"CNY\"
uncredited = \"merchant\"
[[case]]
legs = [
  { to = \"carrier\", take = \"input:freight\", purpose = \"logistics\" },
  { to = \"platform\", take = \"10%\", of = \"rest\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

const SOLD_BY_MILL: &str = "\
name = \"sold-by-mill\"
currency = \"CNY\"
[[case]]
legs = [ { to = \"supplier\", take = \"remainder\", purpose = \"goods\" } ]
";

const OF_NOTHING: &str = "\
name = \"of-nothing\"
currency = \"CNY\"
[[case]]
legs = [
  { to = \"supplier\", take = \"100%\", purpose = \"goods\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

const HEADER: &str = "reference,payment,payer,currency,amount,rules,channel,category,promotion,\
member_tier,parties,inputs,release,deadline,expiry\n";

fn run(orders: &str, actions: &str) -> Rows {
	run_at(orders, actions, Times::of_run(NOW, NOW.plus(600_000)))
}

fn run_at(orders: &str, actions: &str, times: Times) -> Rows {
	let rules = [
		("plain", PLAIN),
		("greedy", GREEDY),
		("to-merchant", TO_MERCHANT),
		("sold-by-mill", SOLD_BY_MILL),
		("of-nothing", OF_NOTHING),
	];
	let orders = format!("{HEADER}{orders}");
	let actions = format!("order,reference,action,amount,legs\n{actions}");
	let bundle = Bundle::of_texts(PARTICIPANTS, &rules, &orders, &actions);
	Run::of(&bundle, times).rows()
}

/// `leg participant amount status` of every leg of an order.
fn legs(rows: &Rows, reference: &str) -> Vec<String> {
	let of_order = rows.legs.iter().filter(|row| row.reference == reference);
	let line = |row: &LegRow| {
		let LegRow { leg, participant, amount, status, .. } = row;
		format!("{leg} {participant} {amount} {status}")
	};
	of_order.map(line).collect()
}

fn refused(rows: &Rows) -> Vec<(&str, &str)> {
	rows.refused.iter().map(|row| (row.reference.as_str(), row.error.as_str())).collect()
}

const PARTIES: &str = "merchant=shop;platform=site;carrier=van";

const ACTIONS: &str = "\
shop,,no-credit,,
a2,r1,release,33.33,
a2,r2,refund,10.01,
shop,,credit,,
a2,r3,retry-parked,,
a2,r4,release,,platform
a2,r5,release,99.99,
";

fn held(reference: &str, release: &str) -> String {
	format!("{reference},,anna,CNY,100.00,plain,,,,,{PARTIES},freight=0,{release}\n")
}

#[test]
fn a_run_comes_to_what_was_worked_out_by_hand() {
	let orders = format!(
		"b1,,bert,CNY,7.00,,,,,,to=anna,,now,,\n\
		b2,,bert,CNY,50.00,,,,,,to=anna,,now,,\n\
		a1,,anna,CNY,100.00,plain,,,,,{PARTIES},freight=10.00,now,,\n\
		a2,,anna,CNY,100.00,plain,,,,,{PARTIES},freight=0,hold,,\n\
		a3,both,anna,CNY,10.00,plain,,,,,{PARTIES},freight=1.00,now,,\n\
		a4,both,anna,CNY,10.00,plain,,,,,merchant=shop;platform=site,freight=1.00,now,,\n\
		a5,,anna,CNY,10.00,greedy,,,,,merchant=shop;platform=site,,now,,\n\
		a6,,anna,CNY,108.00,plain,,,,,{PARTIES},freight=0,now,,\n"
	);
	let rows = run(&orders, ACTIONS);

	// r1 divides 33.33 one to nine: 3.33 and 29.99, and one unit for the larger fraction. r2 divides
	// 10.01 by 6.67 and 60.00: 1.0014.. and 9.0085.., so the unit goes to the merchant.
	let a1 = ["1 van 10.00 settled", "2 site 9.00 settled", "3 shop 81.00 settled"];
	assert_eq!(legs(&rows, "a1"), a1);
	let a2 = [
		"2 site 3.33 settled",
		"2 site 5.67 settled",
		"2 site 1.00 refunded",
		"3 shop 30.00 settled",
		"3 shop 9.01 refunded",
		"3 shop 50.99 held",
	];
	assert_eq!(legs(&rows, "a2"), a2);
	assert_eq!(legs(&rows, "b1"), ["1 anna 7.00 settled"]);
	let expected = [
		("a3", "payment-refused"),
		("a4", "party-missing"),
		("a5", "over-share-cap"),
		("a6", "not-enough-available"),
		("b2", "over-cap"),
		("r5", "more-than-remains"),
	];
	let mut found = refused(&rows);
	found.sort();
	assert_eq!(found, expected);
	let balance = |row: &BalanceRow| format!("{} {} {}", row.participant, row.available, row.held);
	assert_eq!(
		rows.balances.iter().map(balance).collect::<Vec<_>>(),
		[
			"shop 111.00 0.00",
			"site 18.00 0.00",
			"van 11.00 0.00",
			"near 0.00 0.00",
			"mill 0.00 0.00",
			"anna 117.01 50.99",
			"bert 53.00 0.00"
		]
	);
	let position = |row: &PositionRow| {
		format!("{} {} {} {} {}", row.bank, row.sent, row.received, row.net, row.reserve_after)
	};
	assert_eq!(
		rows.positions.iter().map(position).collect::<Vec<_>>(),
		["north 121.00 7.00 -114.00 886.00", "south 7.00 121.00 114.00 1114.00"]
	);
}

#[test]
fn a_deadline_that_has_passed_pays_whom_the_order_names() {
	let ended = "hold,2026-11-22T00:05:00Z";
	let rows = run(
		&[
			held("to-payer", &format!("{ended},payer")),
			held("to-payees", &format!("{ended},payees")),
			held("to-merchant", &format!("{ended},merchant")),
		]
		.concat(),
		"",
	);

	assert_eq!(legs(&rows, "to-payer"), ["2 site 10.00 refunded", "3 shop 90.00 refunded"]);
	assert_eq!(legs(&rows, "to-payees"), ["2 site 10.00 settled", "3 shop 90.00 settled"]);
	assert_eq!(legs(&rows, "to-merchant"), ["3 shop 100.00 settled"]);
	assert_eq!(refused(&rows), []);
}

#[test]
fn the_clock_releases_what_it_is_asked_to_and_nothing_before() {
	let rows = run(
		&[
			held("past", "after:2026-11-01T00:00:00Z,,"),
			held("soon", "after:2026-11-22T00:05:00Z,,"),
			held("later", "after:2026-12-01T00:00:00Z,,"),
			held("too-late", "after:2027-12-01T00:00:00Z,,"),
		]
		.concat(),
		"",
	);

	let paid = ["2 site 10.00 settled", "3 shop 90.00 settled"];
	assert_eq!(legs(&rows, "past"), paid);
	assert_eq!(legs(&rows, "soon"), paid);
	assert_eq!(legs(&rows, "later"), ["2 site 10.00 held", "3 shop 90.00 held"]);
	assert_eq!(refused(&rows), [("too-late", "deadline-too-far")]);
}

#[test]
fn an_order_of_the_next_date_is_released_when_that_date_has_begun_and_its_minute_is_over() {
	let orders = held("t1", "next-date,,");
	let hours = |hours: u64| Times::of_run(NOW, NOW.plus(hours * 3_600_000));

	assert_eq!(
		legs(&run_at(&orders, "", hours(1)), "t1"),
		["2 site 10.00 held", "3 shop 90.00 held"]
	);
	let midnight = Times::of_run(NOW, NOW.plus(24 * 3_600_000));
	assert_eq!(legs(&run_at(&orders, "", midnight), "t1").len(), 2);
	let paid = ["2 site 10.00 settled", "3 shop 90.00 settled"];
	assert_eq!(legs(&run_at(&orders, "", hours(25)), "t1"), paid);
	let by_hand = run_at(&orders, "t1,r1,release,,\n", hours(1));
	assert_eq!(legs(&by_hand, "t1"), paid);
}

#[test]
fn each_order_counts_from_its_own_placement() {
	let orders = [held("before", "next-date,,"), held("after", "next-date,,")].concat();
	let placed = |before: u64| {
		BTreeMap::from([("before".to_owned(), Moment(NOW.0 - before)), ("after".to_owned(), NOW)])
	};
	let run = |before| {
		let times = Times::of_run(NOW, NOW.plus(600_000));
		run_at(&orders, "", Times { orders: placed(before), ..times })
	};

	let (paid, kept) = (
		["2 site 10.00 settled", "3 shop 90.00 settled"],
		["2 site 10.00 held", "3 shop 90.00 held"],
	);
	// The date after that of the first placement has begun, that of the second has not.
	assert_eq!(legs(&run(1), "before"), paid);
	assert_eq!(legs(&run(1), "after"), kept);
	assert_eq!(legs(&run(0), "before"), kept);

	let ended =
		held("in-time", "hold,2026-11-22T00:05:00Z,") + &held("late", "hold,2026-11-22T00:05:00Z,");
	let late = BTreeMap::from([("late".to_owned(), NOW.plus(400_000))]);
	let times = Times { orders: late, ..Times::of_run(NOW, NOW.plus(600_000)) };
	assert_eq!(refused(&run_at(&ended, "", times)), [("late", "past-deadline")]);
}

#[test]
fn what_a_payee_does_not_take_at_the_deadline_goes_back_to_the_payer_whatever_the_rules_say() {
	let ended = "hold,2026-11-22T00:05:00Z,payees";
	let plain = held("plain", ended);
	let kind = held("kind", ended).replace(",plain,", ",to-merchant,");
	let rows = run(&[plain, kind].concat(), "site,,no-credit,,\n");

	let back = ["2 site 10.00 refunded", "3 shop 90.00 settled"];
	assert_eq!(legs(&rows, "plain"), back);
	assert_eq!(legs(&rows, "kind"), back);
}

#[test]
fn the_deadline_of_an_order_of_the_next_date_lies_after_that_date_has_begun() {
	let at = |time: &str| held(time, &format!("next-date,{time},"));
	let rows = run(&[at("2026-11-23T00:00:00Z"), at("2026-11-23T00:00:01Z")].concat(), "");
	assert_eq!(refused(&rows), [("2026-11-23T00:00:00Z", "after-not-before-deadline")]);
}

#[test]
fn a_leg_that_cannot_be_credited_goes_to_the_merchant_where_the_rules_say_so() {
	let orders = [
		held("to-merchant", "hold,,").replace("plain", "to-merchant"),
		held("parked", "hold,,"),
		held("uncovered", "hold,,").replace("plain", "to-merchant").replace("van", "near"),
	]
	.concat()
	.replace("freight=0", "freight=20.00");
	let blocked = "van,,no-credit,,\nnear,,no-credit,,\n";
	let release = "to-merchant,r1,release,,\nparked,r2,release,,\nuncovered,r3,release,,\n";
	let rows = run(&orders, &format!("{blocked}{release}"));

	// The carrier is at the merchant's bank, which is not the payer's: its leg's own promise covers it.
	let paid = ["1 shop 20.00 settled", "2 site 8.00 settled", "3 shop 72.00 settled"];
	assert_eq!(legs(&rows, "to-merchant"), paid);
	let goods = rows.legs.iter().find(|row| row.reference == "to-merchant" && row.leg == 1);
	assert_eq!(goods.map(|row| row.purpose.as_str()), Some("goods"));
	assert_eq!(legs(&rows, "parked")[0], "1 van 20.00 parked");
	// Nothing was promised for a carrier at the payer's own bank.
	assert_eq!(legs(&rows, "uncovered")[0], "1 near 20.00 parked");
	let again = run(&orders, &format!("{blocked}{release}parked,again,retry-parked,,\n"));
	assert_eq!(refused(&again), [("again", "still-not-creditable")]);
	let closed = run(&orders, &format!("{blocked}shop,,no-credit,,\n{release}"));
	let parked = ["1 van 20.00 parked", "2 site 8.00 settled", "3 shop 72.00 parked"];
	assert_eq!(legs(&closed, "to-merchant"), parked);
}

#[test]
fn a_merchant_whom_the_chosen_case_does_not_pay_is_none() {
	let order = |reference: &str, rules: &str| {
		format!("{reference},,anna,CNY,10.00,{rules},,,,,{PARTIES};supplier=mill,,now,,\n")
	};
	let rows = run(&[order("named", "sold-by-mill"), order("paid", "of-nothing")].concat(), "");
	assert_eq!(refused(&rows), [("named", "merchant-missing")]);
	assert_eq!(legs(&rows, "paid"), ["1 mill 10.00 settled"]);
}

#[test]
fn every_difference_is_found() {
	let rows = run(&held("o", "now,,"), "");
	let differs = |change: &dyn Fn(&mut Rows)| {
		let mut changed = rows.clone();
		change(&mut changed);
		compare(&rows, &changed).len()
	};
	assert_eq!(differs(&|_| ()), 0);
	assert_eq!(differs(&|rows| rows.legs[0].amount = "10.01".to_owned()), 1);
	assert_eq!(differs(&|rows| rows.legs[0].status = "posted".to_owned()), 1);
	assert_eq!(differs(&|rows| rows.legs[0].block = None), 1);
	assert_eq!(differs(&|rows| rows.legs.truncate(1)), 1);
	assert_eq!(differs(&|rows| rows.balances[0].available = "1.00".to_owned()), 1);
	assert_eq!(differs(&|rows| rows.positions[0].reserve_after = "1.00".to_owned()), 1);
	// What a bank sent is wrong, and so are its sum and that of the cycle.
	assert_eq!(differs(&|rows| rows.positions[0].sent = "1.00".to_owned()), 2);
}

#[test]
fn refusals_that_share_a_reference_are_counted() {
	for name in ["", "again"] {
		let twice = format!("o,{name},retry-parked,,\no,{name},unfreeze,,\n");
		let rows = run(&held("o", "hold,,"), &twice);
		assert_eq!(rows.refused.len(), 2);
		let mut changed = rows.clone();
		changed.refused.truncate(1);
		let told = |expected: &Rows, found: &Rows| -> Vec<_> {
			compare(expected, found).iter().map(ToString::to_string).collect()
		};
		let of_two = format!("refused.csv: {name}: expected refused 2 times, found refused");
		assert_eq!(told(&rows, &changed), [of_two]);
		let of_one = format!("refused.csv: {name}: expected refused, found refused 2 times");
		assert_eq!(told(&changed, &rows), [of_one]);
	}
}
