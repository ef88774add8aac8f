// SPDX-License-Identifier: Apache-2.0

//! Refunds, returns and liens, each worked out by hand; the same figures as in
//! `tests/independent/test_giving.py`.

use super::{
	super::{Run, Times},
	legs, refused, HEADER, NOW, PARTICIPANTS,
};
use crate::{bundle::Bundle, rows::Rows};

const TERMS: [(&str, &str); 4] = [
	("plain", "{ policy = \"pro-rata\" }"),
	("merchant-first", "{ policy = \"merchant-first\" }"),
	("fees-kept", "{ policy = \"fees-kept\" }"),
	("advanced", "{ policy = \"pro-rata\", advancers = [\"merchant\", \"platform\"] }"),
];

const NOW_PAID: &str = "now,,";
const HELD: &str = "hold,,";
/// All that the carrier has, and more than it had before.
const SPENT: &str = "v,,van,CNY,11.00,,,,,,to=bert,,now,,\n";

/// An order of 100.00: 10.00 for the carrier, 9.00 for the platform, 81.00 for the merchant.
fn order(reference: &str, rules: &str, release: &str) -> String {
	let parties = "merchant=shop;platform=site;carrier=van";
	format!("{reference},,anna,CNY,100.00,{rules},,,,,{parties},freight=10.00,{release}\n")
}

fn run(orders: &[String], actions: &str) -> Rows {
	let bundle = bundle(orders, actions);
	Run::of(&bundle, Times::of_run(NOW, NOW.plus(600_000))).rows()
}

fn bundle(orders: &[String], actions: &str) -> Bundle {
	let rules = TERMS.map(|(name, terms)| {
		let text = format!(
			"name = \"{name}\"\ncurrency = \"CNY\"\nrefund = {terms}\n[[case]]\nlegs = [\n\
			{{ to = \"carrier\", take = \"input:freight\", purpose = \"logistics\" }},\n\
			{{ to = \"platform\", take = \"10%\", of = \"rest\", purpose = \"fee\" }},\n\
			{{ to = \"merchant\", take = \"remainder\", purpose = \"goods\" }},\n]\n"
		);
		(name, text)
	});
	let rules: Vec<_> = rules.iter().map(|(name, text)| (*name, text.as_str())).collect();
	let orders = format!("{HEADER}{}", orders.concat());
	let actions = format!("order,reference,action,amount,legs\n{actions}");
	Bundle::of_texts(PARTICIPANTS, &rules, &orders, &actions)
}

/// `available held` of participants.
fn balances<const N: usize>(rows: &Rows, names: [&str; N]) -> [String; N] {
	names.map(|name| {
		let row = rows.balances.iter().find(|row| row.participant == name).expect("an account");
		format!("{} {}", row.available, row.held)
	})
}

/// The rows of an order, but for what was paid.
fn backs(rows: &Rows, reference: &str) -> Vec<String> {
	legs(rows, reference).into_iter().filter(|row| !row.ends_with("settled")).collect()
}

#[test]
fn two_halves_leave_everybody_where_nothing_was_sold() {
	let actions = "a,r1,refund,50.00,\na,r2,refund,,\na,r3,refund,0.01,\n";
	let rows = run(&[order("a", "plain", NOW_PAID)], actions);
	let half = ["1 van 5.00 refunded", "2 site 4.50 refunded", "3 shop 40.50 refunded"];
	assert_eq!(backs(&rows, "a"), [half, half].concat());
	let names = ["anna", "van", "site", "shop"];
	assert_eq!(balances(&rows, names), ["300.00 0.00", "1.00 0.00", "0.00 0.00", "0.00 0.00"]);
	assert_eq!(refused(&rows), [("r3", "nothing-remains")]);
	// What crossed between the banks came back.
	let sums: Vec<_> =
		rows.positions.iter().map(|row| format!("{} {}", row.sent, row.received)).collect();
	assert_eq!(sums, ["91.00 91.00", "91.00 91.00"]);
}

#[test]
fn more_than_is_left_is_refused_and_all_but_a_unit_is_not() {
	let rows = run(&[order("a", "plain", NOW_PAID)], "a,r1,refund,100.01,\na,r2,refund,99.99,\n");
	assert_eq!(refused(&rows), [("r1", "more-than-remains")]);
	assert_eq!(balances(&rows, ["anna"]), ["299.99 0.00"]);
}

#[test]
fn the_merchant_gives_first() {
	let rows = run(&[order("a", "merchant-first", NOW_PAID)], "a,r,refund,85.00,\n");
	let expected = ["1 van 2.11 refunded", "2 site 1.89 refunded", "3 shop 81.00 refunded"];
	assert_eq!(backs(&rows, "a"), expected);
}

#[test]
fn a_fee_is_kept_and_what_the_merchant_cannot_give_for_it_is_due() {
	let rows = run(&[order("a", "fees-kept", NOW_PAID)], "a,r,refund,,\n");
	let expected = ["1 van 10.00 refunded", "3 shop 81.00 refunded", "3 anna 9.00 owed"];
	assert_eq!(backs(&rows, "a"), expected);
	assert_eq!(balances(&rows, ["anna", "site"]), ["291.00 0.00", "9.00 0.00"]);
}

#[test]
fn of_a_held_order_the_merchant_gives_for_a_kept_fee_after_its_own_leg() {
	let orders = [order("a", "fees-kept", HELD), order("b", "plain", NOW_PAID)];
	let rows = run(&orders, "a,r,refund,,\n");
	let expected = [
		"1 van 10.00 refunded",
		"2 site 9.00 held",
		"3 shop 81.00 refunded",
		"2 shop 9.00 refunded",
	];
	assert_eq!(backs(&rows, "a"), expected);
	assert_eq!(balances(&rows, ["anna", "shop"]), ["200.00 9.00", "72.00 0.00"]);
}

#[test]
fn at_the_deadline_a_kept_fee_goes_to_its_payee() {
	let held = "hold,2026-11-22T00:05:00Z,payer";
	let orders = [order("a", "fees-kept", held), order("b", "plain", NOW_PAID)];
	let rows = run(&orders, "a,r,refund,,\n");
	assert!(legs(&rows, "a").contains(&"2 site 9.00 settled".to_owned()));
	assert_eq!(balances(&rows, ["anna", "site"]), ["200.00 0.00", "18.00 0.00"]);
}

#[test]
fn a_return_goes_to_the_merchant_who_gives_it_on() {
	let actions = "a,b,return,4.00,carrier\na,r,refund,,\n";
	let rows = run(&[order("a", "plain", NOW_PAID)], actions);
	let expected = [
		"1 van 4.00 returned",
		"1 van 6.00 refunded",
		"2 site 9.00 refunded",
		"3 shop 85.00 refunded",
	];
	assert_eq!(backs(&rows, "a"), expected);
	assert_eq!(balances(&rows, ["anna", "van"]), ["300.00 0.00", "1.00 0.00"]);
}

#[test]
fn a_return_is_refused_of_the_merchants_own_leg_of_too_much_and_of_no_leg() {
	let actions = "a,b1,return,,merchant\na,b2,return,10.01,1\na,b3,return,,4\nz,b4,return,,1\n";
	let unpaid = "z,,anna,CNY,999.00,,,,,,to=bert,,now,,\n".to_owned();
	let rows = run(&[order("a", "plain", NOW_PAID), unpaid], actions);
	let expected = [
		("z", "not-enough-available"),
		("b1", "merchants-own-leg"),
		("b2", "more-than-received"),
		("b3", "unknown-leg"),
		("b4", "unknown-order"),
	];
	assert_eq!(refused(&rows), expected);
	assert_eq!(backs(&rows, "a"), [""; 0]);
}

#[test]
fn a_plain_payment_is_returned_to_its_payer() {
	let orders = [order("a", "plain", NOW_PAID), SPENT.to_owned()];
	let rows = run(&orders, "v,b,return,1.00,1\nv,r,refund,,\n");
	assert_eq!(backs(&rows, "v"), ["1 bert 1.00 returned", "1 bert 10.00 refunded"]);
	assert_eq!(balances(&rows, ["van", "bert"]), ["11.00 0.00", "60.00 0.00"]);
}

/// The carrier and the platform have nothing left, the merchant has 10.00 of its own.
fn short() -> Vec<String> {
	vec![
		order("a", "advanced", NOW_PAID),
		SPENT.to_owned(),
		"p,,site,CNY,9.00,,,,,,to=bert,,now,,\n".to_owned(),
		"c,,bert,CNY,10.00,,,,,,to=shop,,now,,\n".to_owned(),
		order("b", "plain", HELD),
	]
}

#[test]
fn who_is_short_owes_who_advances_and_the_rest_is_due() {
	let rows = run(&short(), "a,r,refund,,\n");
	let expected =
		["3 shop 81.00 refunded", "1 shop 10.00 refunded", "2 anna 9.00 owed", "1 shop 10.00 owed"];
	assert_eq!(backs(&rows, "a"), expected);
	assert_eq!(balances(&rows, ["anna", "shop"]), ["191.00 100.00", "0.00 0.00"]);
}

#[test]
fn nobody_advances_before_all_have_given_their_own() {
	// The merchant has just what it is to give itself.
	let rows = run(&[order("a", "advanced", NOW_PAID), SPENT.to_owned()], "a,r,refund,,\n");
	let expected = ["2 site 9.00 refunded", "3 shop 81.00 refunded", "1 anna 10.00 owed"];
	assert_eq!(backs(&rows, "a"), expected);
}

#[test]
fn what_comes_in_goes_to_whom_it_is_owed() {
	let rows = run(&short(), "a,r,refund,,\nb,s,release,,\n");
	let all = backs(&rows, "a");
	assert_eq!(all[2..], ["1 shop 10.00 collected", "2 anna 9.00 collected"]);
	let names = ["anna", "shop", "site", "van", "bert"];
	let expected = ["200.00 0.00", "91.00 0.00", "0.00 0.00", "0.00 0.00", "70.00 0.00"];
	assert_eq!(balances(&rows, names), expected);
}

#[test]
fn a_creditor_that_takes_no_credit_is_paid_when_it_is_asked_for() {
	let before = "a,r,refund,,\nanna,,no-credit,,\nb,s,release,,\n";
	let rows = run(&short(), before);
	// It waits on the account of who owes it.
	assert_eq!(balances(&rows, ["site"]), ["0.00 9.00"]);
	let after = "site,early,collect,,\nanna,,credit,,\nsite,,collect,,\n";
	let rows = run(&short(), &format!("{before}{after}"));
	assert_eq!(refused(&rows), [("early", "creditor-takes-no-credit")]);
	assert_eq!(balances(&rows, ["anna", "site"]), ["200.00 0.00", "0.00 0.00"]);
}

#[test]
fn a_refund_to_a_payer_that_takes_no_credit_is_unclaimed() {
	let rows = run(&[order("a", "plain", NOW_PAID)], "anna,,no-credit,,\na,r,refund,,\n");
	assert_eq!(balances(&rows, ["anna", "shop"]), ["200.00 0.00", "0.00 0.00"]);
	let all = ["1 van 10.00 refunded", "2 site 9.00 refunded", "3 shop 81.00 refunded"];
	assert_eq!(backs(&rows, "a"), all);
}

#[test]
fn a_refund_that_a_bank_has_no_cover_for_is_refused_as_a_whole() {
	// South owes 49.00 and is owed 91.00. The merchant would give 81.00 and advance 9.00 for the
	// platform, the carrier 10.00: 58.00, where 50.00 is the most that south may owe.
	let orders = [
		"b,,bert,CNY,49.00,,,,,,to=anna,,now,,\n".to_owned(),
		order("a", "advanced", NOW_PAID),
		"p,,site,CNY,9.00,,,,,,to=anna,,now,,\n".to_owned(),
		"c,,bert,CNY,11.00,,,,,,to=shop,,now,,\n".to_owned(),
	];
	let rows = run(&orders, "a,r,refund,,\n");
	assert_eq!(refused(&rows), [("r", "over-cap")]);
	assert_eq!(backs(&rows, "a"), [""; 0]);
	assert_eq!(balances(&rows, ["shop", "van", "site"]), ["92.00 0.00", "11.00 0.00", "0.00 0.00"]);

	// 8.00 less, and it owes just 50.00.
	let rows = run(&orders, "a,r,refund,92.00,\n");
	assert_eq!(refused(&rows), []);
}

#[test]
fn what_takes_from_accounts_is_told_from_what_is_held() {
	let orders = [order("a", "plain", HELD), order("b", "plain", HELD)];
	let actions = "a,r1,refund,40.00,\nb,s,release,,\nb,r2,refund,1.00,\nb,r3,refund,99.01,\n\
		b,b,return,,1\nshop,,collect,,\na,r4,refund,,\n";
	let bundle = bundle(&orders, actions);
	let run = Run::of(&bundle, Times::of_run(NOW, NOW));
	assert_eq!(run.on_accounts(), [false, false, true, true, true, true, false]);
}
