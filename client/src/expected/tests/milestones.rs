// SPDX-License-Identifier: Apache-2.0

//! Orders in milestones (O11) and later deadlines (O7), each worked out by hand; the same figures as in
//! `tests/independent/test_milestones.py`.

use super::{
	super::{Run, Times},
	legs, refused, HEADER, NOW, PLAIN,
};
use crate::{bundle::Bundle, rows::Rows};
use split_ledger_primitives::MINUTE_MS;

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,
shop,merchant,south,CNY=0,
site,platform,north,CNY=0,
van,carrier,south,CNY=0,
anna,buyer,north,CNY=300.00,
seal,attestor,north,,
quay,attestor,south,,
idle,attestor,south,,
";

const THREE: &str = "30.00: payer; 50.00: inspected(2 of seal, quay, idle); 20.00";

/// Order `a` of 100.00: 10.00 for the carrier, 9.00 for the platform, 81.00 for the merchant.
fn run(milestones: &str, more: &str, actions: &str) -> Rows {
	run_acted(milestones, more, actions, &[])
}

/// The same, with its first actions done after so many minutes.
fn run_acted(milestones: &str, more: &str, actions: &str, acted: &[u64]) -> Rows {
	let parties = "merchant=shop;platform=site;carrier=van";
	let order = format!(
		"a,,anna,CNY,100.00,plain,,,,,{parties},freight=10.00,hold,{more},\"{milestones}\"\n"
	);
	let orders = format!("{},milestones\n{order}", HEADER.trim_end());
	let actions = format!("order,reference,action,amount,legs,by,milestone,until\n{actions}");
	let bundle = Bundle::of_texts(PARTICIPANTS, &[("plain", PLAIN)], &orders, &actions);
	let acted = acted.iter().map(|minutes| NOW.plus(minutes * MINUTE_MS)).enumerate().collect();
	Run::of(&bundle, Times { acted, ..Times::of_run(NOW, NOW.plus(600_000)) }).rows()
}

/// What the merchant got, part by part, and what is held for it.
fn sold(rows: &Rows) -> Vec<String> {
	let of_shop = legs(rows, "a").into_iter().filter(|leg| leg.starts_with("3 shop"));
	of_shop.map(|leg| leg.replace("3 shop ", "")).collect()
}

const CONFIRM: &str = "a,c1,confirm,,,,,\n";
const SEEN: &str = "a,s1,inspected,,,seal,2,\na,s2,inspected,,,quay,2,\n";
const LAST: &str = "a,r3,release,,,,3,\n";

#[test]
fn each_milestone_is_paid_once_its_conditions_hold() {
	let of = |actions: &[&str]| run(THREE, ",", &actions.concat());
	assert_eq!(sold(&of(&[])), ["81.00 held"]);
	assert_eq!(sold(&of(&[CONFIRM])), ["24.30 settled", "56.70 held"]);
	let one_of_two = of(&["a,s1,inspected,,,seal,2,\n"]);
	assert_eq!(sold(&one_of_two), ["81.00 held"]);
	assert_eq!(sold(&of(&[SEEN])), ["40.50 settled", "40.50 held"]);
	let all = of(&[SEEN, CONFIRM, LAST]);
	assert_eq!(sold(&all), ["40.50 settled", "24.30 settled", "16.20 settled"]);
	assert_eq!(refused(&all), []);
}

#[test]
fn a_time_that_came_while_it_was_frozen_counts_once_that_is_over() {
	let frozen = "a,f,freeze,,,,,\na,u,unfreeze,,,,,\na,r,release,,,,1,\n";
	// With the minute after the one in which it is lifted.
	for (minutes, wanted) in [(4, vec![]), (5, vec![("r", "milestone-over")])] {
		let text = "30.00: after 2026-11-22T00:06:00Z; 70.00";
		let rows = run_acted(text, ",", frozen, &[0, minutes]);
		assert_eq!(refused(&rows), wanted);
		assert_eq!(sold(&rows), ["24.30 settled", "56.70 held"]);
	}
}

#[test]
fn what_is_refunded_lowers_all_that_are_open() {
	let refund = "a,b,refund,40.00,,,,\n";
	let rows = run(THREE, ",", &[refund, CONFIRM].concat());
	assert_eq!(sold(&rows), ["14.58 settled", "32.40 refunded", "34.02 held"]);
	let rows = run(THREE, ",", &[CONFIRM, "a,b,refund,35.00,,,,\n", SEEN].concat());
	assert_eq!(sold(&rows), ["24.30 settled", "20.25 settled", "28.35 refunded", "8.10 held"]);
}

#[test]
fn the_payers_bank_releases_all_or_any_of_them_and_no_part_across() {
	let of = |actions: &str| run(THREE, ",", actions);
	assert_eq!(sold(&of("a,r,release,,,,2,\n")), ["40.50 settled", "40.50 held"]);
	assert_eq!(sold(&of("a,r,release,,,,,\n")), ["81.00 settled"]);
	for act in ["release,10.00,", "release,,merchant"] {
		let rows = of(&format!("a,r,{act},,,\n"));
		assert_eq!(refused(&rows), [("r", "by-milestones-only")]);
	}
	let single = run("100.00: payer", ",", "a,r,release,10.00,,,,\na,c,confirm,,,,,\n");
	assert_eq!(sold(&single), ["8.10 settled", "72.90 settled"]);
}

#[test]
fn what_nobody_asked_for_or_comes_too_late_is_refused() {
	for (act, error) in [
		("confirm,,,site,1,", "not-asked-for"),
		("delivered,,,seal,2,", "not-asked-for"),
		("confirm,,,,3,", "not-asked-for"),
	] {
		assert_eq!(refused(&run(THREE, ",", &format!("a,x,{act}\n"))), [("x", error)], "{act}");
	}
	let two = "50.00: inspected(seal); 50.00";
	let rows = run(two, ",", "a,x,inspected,,,quay,1,\n");
	assert_eq!(refused(&rows), [("x", "not-entitled")]);
	let rows = run(THREE, ",", "a,s1,inspected,,,seal,2,\na,s2,inspected,,,seal,2,\n");
	assert_eq!(refused(&rows), [("s2", "stated-before")]);
	let rows = run(THREE, ",", &[CONFIRM, "a,r,release,,,,1,\n"].concat());
	assert_eq!(refused(&rows), [("r", "milestone-over")]);
	let over = run(THREE, ",", &["a,r,release,,,,,\n", CONFIRM].concat());
	assert_eq!(refused(&over), [("c1", "nothing-remains")]);
}

#[test]
fn a_time_that_has_passed_counts_at_the_placement_and_one_that_comes_at_its_minute() {
	let at = |milestones: &str, actions: &str| run(milestones, ",", actions);
	// 10.00 are paid before anybody acts.
	let past = at("10.00: after 2020-01-01T00:00:00Z; 90.00", "a,r,release,,,,,\n");
	assert_eq!(sold(&past), ["8.10 settled", "72.90 settled"]);
	// The run ends at 00:10.
	for (time, is_paid) in [("00:09:59", true), ("00:10:00", false)] {
		let rows =
			at(&format!("100.00: 2 of (payer, platform, after 2026-11-22T{time}Z)"), CONFIRM);
		let state = if is_paid { "settled" } else { "held" };
		assert_eq!(sold(&rows), [format!("81.00 {state}")], "{time}");
	}
	let late = run("100.00: after 2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z,", "");
	assert_eq!(refused(&late), [("a", "time-not-before-deadline")]);
}

#[test]
fn a_deadline_is_moved_by_the_payer_alone_where_the_payer_gets_what_remains() {
	let soon = "2026-11-22T00:05:00Z";
	let later = |by: &str| format!("a,e{by},extend,,,{by},,2026-11-24T00:00:00Z\n");
	let of = |expiry: &str, actions: &str| run(THREE, &format!("{soon},{expiry}"), actions);
	assert_eq!(sold(&of("payer", "")), ["81.00 refunded"]);
	assert_eq!(sold(&of("payer", &later(""))), ["81.00 held"]);
	assert_eq!(sold(&of("payees", &later(""))), ["81.00 settled"]);
	let by_both = [later(""), later("shop")].concat();
	assert_eq!(sold(&of("payees", &by_both)), ["81.00 held"]);
	assert_eq!(sold(&of("payer", &later("shop"))), ["81.00 refunded"]);

	for (until, error) in
		[("2026-11-22T00:05:00Z", "not-later"), ("2027-06-21T00:00:00.001Z", "past-end")]
	{
		let rows = of("payer", &format!("a,e,extend,,,,,{until}\n"));
		// 180 days from the date of the reference on, and 30 more.
		assert_eq!(refused(&rows), [("e", error)]);
	}
	let last = of("payer", "a,e,extend,,,,,2027-06-20T00:00:00Z\n");
	assert_eq!((sold(&last), refused(&last)), (vec!["81.00 held".to_owned()], vec![]));
}
