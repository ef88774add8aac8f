// SPDX-License-Identifier: Apache-2.0

//! Orders of several funders (O5), each worked out by hand; the same figures as in
//! `tests/independent/test_funders.py`.

use super::{
	super::{Run, Times},
	legs, refused, HEADER, NOW,
};
use crate::{bundle::Bundle, rows::Rows};

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,CNY=100.00
shop,merchant,south,CNY=0,
site,platform,north,CNY=0,
van,carrier,south,CNY=0,
anna,buyer,north,CNY=300.00,
carl,buyer,north,CNY=100.00,
dora,buyer,north,CNY=100.00,
emil,buyer,south,CNY=100.00,
fred,buyer,south,CNY=100.00,
";

/// 100.00, of which Carl brings 30.00 and Dora 10.00: 10.00 for the carrier, 9.00 for the platform, 81.00
/// for the merchant.
fn order(rules: &str, release: &str) -> String {
	let parties = "merchant=shop;platform=site;carrier=van";
	format!(
		"a,,anna,CNY,100.00,{rules},,,,,{parties},freight=10.00,{release},,,carl=30.00;dora=10.00\n"
	)
}

fn run(orders: &str, actions: &str) -> Rows {
	run_among(PARTICIPANTS, orders, actions)
}

fn run_among(participants: &str, orders: &str, actions: &str) -> Rows {
	let rules = ["pro-rata", "payer-first"].map(|back| {
		let text = format!(
			"name = \"{back}\"\ncurrency = \"CNY\"\nrefund = {{ back = \"{back}\" }}\n[[case]]\nlegs = [\n\
			{{ to = \"carrier\", take = \"input:freight\", purpose = \"logistics\" }},\n\
			{{ to = \"platform\", take = \"10%\", of = \"rest\", purpose = \"fee\" }},\n\
			{{ to = \"merchant\", take = \"remainder\", purpose = \"goods\" }},\n]\n"
		);
		(back, text)
	});
	let rules: Vec<_> = rules.iter().map(|(name, text)| (*name, text.as_str())).collect();
	let orders = format!("{},funders\n{orders}", HEADER.trim_end());
	let actions = format!("order,reference,action,amount,legs\n{actions}");
	let bundle = Bundle::of_texts(participants, &rules, &orders, &actions);
	Run::of(&bundle, Times::of_run(NOW, NOW.plus(600_000))).rows()
}

/// `available held` of the three.
fn balances(rows: &Rows) -> [String; 3] {
	["anna", "carl", "dora"].map(|name| {
		let row = rows.balances.iter().find(|row| row.participant == name).expect("an account");
		format!("{} {}", row.available, row.held)
	})
}

const RELEASE: &str = "a,r1,release,50.00,\n";
const REFUND: &str = "a,r2,refund,40.00,\n";
const REST: &str = "a,r3,refund,,\n";
const ALL_BACK: [&str; 3] = ["300.00 0.00", "100.00 0.00", "100.00 0.00"];

#[test]
fn each_brings_its_part_and_gets_it_back_pro_rata() {
	let of = |actions: &[&str]| run(&order("pro-rata", "hold"), &actions.concat());
	assert_eq!(balances(&of(&[])), ["240.00 60.00", "70.00 30.00", "90.00 10.00"]);

	// 30.00, 15.00 and 5.00 are drawn, and matched with the legs in their order.
	let released = of(&[RELEASE]);
	let paid = ["1 van 5.00", "2 site 4.50", "3 shop 20.50", "3 shop 15.00", "3 shop 5.00"];
	let paid = paid.map(|row| format!("{row} settled"));
	let held = ["1 van 5.00 held", "2 site 4.50 held", "3 shop 40.50 held"].map(str::to_owned);
	let mut found = legs(&released, "a");
	let mut wanted = [paid.as_slice(), &held].concat();
	found.sort();
	wanted.sort();
	assert_eq!(found, wanted);
	assert_eq!(balances(&released), ["240.00 30.00", "70.00 15.00", "90.00 5.00"]);

	let refunded = of(&[RELEASE, REFUND]);
	assert_eq!(balances(&refunded), ["264.00 6.00", "82.00 3.00", "94.00 1.00"]);
	assert_eq!(balances(&of(&[RELEASE, REFUND, REST])), ALL_BACK);
}

#[test]
fn where_the_payer_comes_first_the_others_pay_first() {
	let of = |actions: &[&str]| run(&order("payer-first", "hold"), &actions.concat());
	assert_eq!(balances(&of(&[RELEASE])), ["240.00 50.00", "70.00 0.00", "90.00 0.00"]);
	let refunded = of(&[RELEASE, REFUND]);
	assert_eq!(balances(&refunded), ["280.00 10.00", "70.00 0.00", "90.00 0.00"]);
	// 10.00 are held and hers, 10.00 of hers are out: then the others have theirs back, too.
	let more = of(&[RELEASE, REFUND, "a,r3,refund,30.00,\n"]);
	assert_eq!(balances(&more), ["300.00 0.00", "77.50 0.00", "92.50 0.00"]);
	assert_eq!(balances(&of(&[RELEASE, REFUND, REST])), ALL_BACK);
}

#[test]
fn what_is_paid_at_once_is_drawn_and_given_back_the_same() {
	let rows = run(&order("pro-rata", "now"), "");
	assert_eq!(balances(&rows), ["240.00 0.00", "70.00 0.00", "90.00 0.00"]);
	assert_eq!(legs(&rows, "a").len(), 5);
	let rows = run(&order("pro-rata", "now"), "a,r,refund,50.00,\n");
	assert_eq!(balances(&rows), ["270.00 0.00", "85.00 0.00", "95.00 0.00"]);
	assert_eq!(balances(&run(&order("payer-first", "now"), REST)), ALL_BACK);
}

#[test]
fn where_one_funder_is_short_nobody_pays() {
	let line = order("pro-rata", "hold").replace("dora=10.00", "dora=60.00");
	let line = line.replace("carl=30.00", "carl=30.01");
	let twice = format!("{line}{}", line.replacen("a,", "b,", 1));
	let rows = run(&twice, "");
	assert_eq!(refused(&rows), [("b", "not-enough-available")]);
	assert_eq!(balances(&rows), ["290.01 9.99", "69.99 30.01", "40.00 60.00"]);
}

#[test]
fn a_bank_sets_aside_for_its_funders_together_what_it_may_come_to_owe() {
	// 9.00 go north, whichever funder's money they are.
	let parties = "merchant=shop;platform=site;carrier=van";
	let line =
		format!("a,,emil,CNY,100.00,pro-rata,,,,,{parties},freight=10.00,hold,,,fred=40.00\n");
	let refused_at = |cap: &str| {
		let participants = PARTICIPANTS.replace("CNY=100.00\nshop", &format!("CNY={cap}\nshop"));
		let rows = run_among(&participants, &line, "");
		refused(&rows).iter().map(|(_, error)| (*error).to_owned()).collect::<Vec<_>>()
	};
	assert_eq!(refused_at("9.00"), Vec::<String>::new());
	assert_eq!(refused_at("8.99"), ["over-cap"]);
	// A release needs no more of it.
	let participants = PARTICIPANTS.replace("CNY=100.00\nshop", "CNY=9.00\nshop");
	let release = "a,r1,release,50.00,\na,r2,release,,\n";
	assert_eq!(refused(&run_among(&participants, &line, release)), []);
	// Nor does what is paid at once.
	let at_once = line.replace("hold", "now");
	assert_eq!(refused(&run_among(&participants, &at_once, "")), []);
}

#[test]
fn a_plain_payment_of_several_is_not_returned_but_refunded() {
	let line = "t,,anna,CNY,50.00,,,,,,to=shop,,now,,,carl=20.00\n";
	let rows = run(line, "t,b,return,1.00,1\nt,r,refund,10.00,\n");
	assert_eq!(refused(&rows), [("b", "return-to-funders")]);
	assert_eq!(balances(&rows), ["276.00 0.00", "84.00 0.00", "100.00 0.00"]);
}
