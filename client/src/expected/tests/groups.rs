// SPDX-License-Identifier: Apache-2.0

//! Groups of orders (O10), each worked out by hand; the same figures as in `tests/independent/test_groups.py`.

use super::{legs, refused, HEADER, NOW};
use crate::{
	bundle::{Bundle, Texts},
	expected::{Run, Times},
	rows::Rows,
};

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,
shop,merchant,north,CNY=0,
store,merchant,north,CNY=0,
site,platform,north,CNY=0,
pia,promoter,north,CNY=50.00,
quy,promoter,south,CNY=100.00,
anna,buyer,north,CNY=300.00,
bert,buyer,south,CNY=300.00,
";

const RULES: &str = "\
name = \"deal\"
currency = \"CNY\"
refund = { policy = \"fees-kept\" }
[[case]]
legs = [
  { to = \"platform\", take = \"10%\", purpose = \"fee\" },
  { to = \"leader\", take = \"5%\", purpose = \"commission\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

const GROUPS: &str = "\
name,platform,merchant,rules,needed,deadline,leader
g,site,shop,deal,2,,leader
three,site,shop,deal,3,2026-11-22T00:05:00Z,
";

/// Of 100.00 the platform gets 10.00, the leader 5.00, the merchant 85.00.
fn order(reference: &str, payer: &str, group: &str, leader: &str) -> String {
	timed(reference, payer, group, leader, "hold,")
}

fn timed(reference: &str, payer: &str, group: &str, leader: &str, release: &str) -> String {
	let parties = format!("merchant=shop;platform=site;leader={leader}");
	format!("{reference},,{payer},CNY,100.00,deal,,,,,{parties},,{release},,{group},\n")
}

fn run_among(participants: &str, orders: &[String], actions: &str, ended: u64) -> Rows {
	let is_judged = |line: &String| line.ends_with(",,quy\n") || line.ends_with(",,store\n");
	let more = if orders.iter().any(is_judged) { ",resolver" } else { "" };
	let orders = format!("{},group,milestones{more}\n{}", HEADER.trim_end(), orders.concat());
	let more = if actions.contains("dispute") { ",by,milestone,until,share" } else { "" };
	let actions = format!("order,reference,action,amount,legs{more}\n{actions}");
	let bundle = Bundle::of(Texts {
		participants,
		rules: &[("deal", RULES)],
		groups: GROUPS,
		orders: &orders,
		actions: &actions,
		..Texts::default()
	});
	Run::of(&bundle, Times::of_run(NOW, NOW.plus(ended))).rows()
}

fn run(orders: &[String], actions: &str) -> Rows {
	run_among(PARTICIPANTS, orders, actions, 60_000)
}

fn balance(rows: &Rows, name: &str) -> String {
	let row = rows.balances.iter().find(|row| row.participant == name).expect("an account");
	format!("{} {}", row.available, row.held)
}

/// Anna's order, which comes first and names Pia, and Bert's.
fn both() -> Vec<String> {
	vec![order("a", "anna", "g", "pia"), order("b", "bert", "g", "quy")]
}

const PAID: [&str; 3] = ["1 site 10.00 settled", "2 pia 5.00 settled", "3 shop 85.00 settled"];
const BACK: [&str; 3] = ["1 site 10.00 refunded", "2 pia 5.00 refunded", "3 shop 85.00 refunded"];

#[test]
fn the_order_that_is_enough_pays_all_and_the_first_one_leads() {
	let one = run(&both()[..1], "a,r,release,,\n");
	assert_eq!(legs(&one, "a"), ["1 site 10.00 held", "2 pia 5.00 held", "3 shop 85.00 held"]);
	assert_eq!(refused(&one), [("r", "group-not-complete")]);

	let late = order("c", "anna", "g", "pia");
	let rows = run(&[both(), vec![late]].concat(), "g,r,call-off,,\n");
	assert_eq!(["a", "b"].map(|name| legs(&rows, name)), [PAID, PAID]);
	let balances = ["pia", "quy", "bert"].map(|name| balance(&rows, name));
	assert_eq!(balances, ["60.00 0.00", "100.00 0.00", "200.00 0.00"]);
	assert_eq!(refused(&rows), [("c", "group-closed"), ("r", "already-complete")]);
}

#[test]
fn what_the_leader_would_pay_to_itself_goes_back_to_it() {
	let rows = run(&[order("a", "anna", "g", "pia"), order("b", "quy", "g", "pia")], "");
	assert_eq!(["a", "b"].map(|name| legs(&rows, name)), [PAID, PAID]);
	let rows = run(&[order("a", "anna", "g", "quy"), order("b", "quy", "g", "pia")], "");
	let own = ["1 site 10.00 settled", "2 quy 5.00 refunded", "3 shop 85.00 settled"];
	assert_eq!(legs(&rows, "b"), own);
	// What it had, less the order, its commission of the first, and what came back.
	assert_eq!(balance(&rows, "quy"), "10.00 0.00");
}

#[test]
fn what_was_kept_for_the_leaders_own_leg_is_not_given_back_twice() {
	let own = timed("b", "quy", "g", "pia", "next-date,");
	let orders = [order("a", "anna", "g", "quy"), own];
	let rows = run(&orders, "b,r,refund,40.00,\nb,s,release,,\n");
	// 40.00 of the merchant's leg, of which 4.00 and 2.00 in the place of the fees. So 3.00 of the
	// leader's 5.00 go back, and the bank keeps 2.00 unclaimed.
	let mut found = legs(&rows, "b");
	found.sort();
	let wanted = [
		"1 site 10.00 settled",
		"2 quy 2.00 settled",
		"2 quy 3.00 refunded",
		"3 shop 2.00 refunded",
		"3 shop 34.00 refunded",
		"3 shop 4.00 refunded",
		"3 shop 45.00 settled",
	];
	assert_eq!(found, wanted);
	assert_eq!(balance(&rows, "quy"), "48.00 0.00");
}

#[test]
fn what_a_resolution_keeps_for_the_leaders_own_leg_is_not_given_back_twice() {
	let first = order("a", "anna", "g", "quy").replace(",g,\n", ",g,,\n");
	let own = timed("b", "quy", "g", "pia", "next-date,").replace(",g,\n", ",g,,store\n");
	let said = "b,d,dispute,,,quy,,,\nb,e,answer,,,shop,,,\nb,v,resolve,,,,,,50%\n";
	let rows = run(&[first, own], said);
	// 5.00, 2.50 and 42.50, which the merchant's other half has room for.
	let mut found = legs(&rows, "b");
	found.sort();
	let wanted = [
		"1 site 10.00 settled",
		"2 quy 2.50 refunded",
		"2 quy 2.50 settled",
		"3 shop 2.50 refunded",
		"3 shop 35.00 settled",
		"3 shop 42.50 refunded",
		"3 shop 5.00 refunded",
	];
	assert_eq!((found, refused(&rows)), (wanted.map(str::to_owned).to_vec(), vec![]));
	assert_eq!(balance(&rows, "quy"), "57.50 0.00");
}

#[test]
fn what_was_kept_for_a_leader_without_its_legs_is_unclaimed_at_the_deadline() {
	let last = order("b", "bert", "g", "quy").replace(",g,\n", ",g,100.00: payer\n");
	let rows = run(&[both().remove(0), last], "b,r,refund,40.00,\nb,x,expire,,\n");
	let kept = |row: &&String| row.ends_with("settled");
	let found = legs(&rows, "b");
	let kept: Vec<_> = found.iter().filter(kept).map(String::as_str).collect();
	assert_eq!(kept, ["1 site 4.00 settled", "2 bert 2.00 settled"]);
	assert_eq!(["bert", "pia"].map(|name| balance(&rows, name)), ["294.00 0.00", "55.00 0.00"]);
}

#[test]
fn a_leader_elsewhere_takes_cover_that_nobody_set_aside() {
	let capped = |cap: &str| {
		let from = "south,bank,,CNY=1000.00,";
		let participants = PARTICIPANTS.replace(from, &format!("{from}CNY={cap}"));
		run_among(&participants, &both(), "b,r,release,,\n", 60_000)
	};
	let rows = capped("99.99");
	let held = ["1 site 10.00 held", "2 pia 5.00 held", "3 shop 85.00 held"];
	assert_eq!(
		(legs(&rows, "b"), refused(&rows)),
		(held.map(str::to_owned).to_vec(), vec![("r", "over-cap")])
	);
	let rows = capped("100.00");
	assert_eq!(legs(&rows, "b"), PAID);
	assert_eq!(refused(&rows), [("r", "nothing-remains")]);
}

#[test]
fn an_order_with_a_moment_of_its_own_waits_for_it_and_is_bound() {
	let orders = [both().remove(0), timed("b", "bert", "g", "quy", "next-date,")];
	let rows = run(&orders, "");
	assert_eq!(legs(&rows, "a"), PAID);
	assert_eq!(legs(&rows, "b"), ["1 site 10.00 held", "2 pia 5.00 held", "3 shop 85.00 held"]);
	let rows = run(&orders, "b,r,release,,leader\n");
	let part = ["1 site 10.00 held", "2 pia 5.00 settled", "3 shop 85.00 held"];
	assert_eq!(legs(&rows, "b"), part);
	let after = run(&both(), "b,r,refund,,\n");
	assert_eq!(balance(&after, "bert"), "300.00 0.00");
	// The merchant gives for the fees, which are kept: 85.00 each came in, 100.00 go back.
	assert_eq!(["pia", "shop"].map(|name| balance(&after, name)), ["60.00 0.00", "70.00 0.00"]);
}

#[test]
fn a_group_that_fails_or_is_called_off_gives_all_back() {
	let orders = ["a", "b"].map(|name| order(name, "anna", "three", "pia"));
	let rows = run(&orders, "three,r,call-off,,\nthree,s,call-off,,\na,t,refund,,\n");
	assert_eq!(["a", "b"].map(|name| legs(&rows, name)), [BACK, BACK]);
	assert_eq!(refused(&rows), [("s", "already-failed"), ("t", "nothing-remains")]);
	assert_eq!(balance(&rows, "anna"), "300.00 0.00");

	let waited = run(&orders, "a,r,expire,,\nb,s,expire,,\n");
	assert_eq!(["a", "b"].map(|name| legs(&waited, name)), [BACK, BACK]);
	assert_eq!(refused(&waited), [("s", "nothing-remains")]);
	for (ended, rest) in [(299_999, "100.00 200.00"), (300_000, "300.00 0.00")] {
		assert_eq!(balance(&run_among(PARTICIPANTS, &orders, "", ended), "anna"), rest);
	}
}

#[test]
fn for_one_that_is_frozen_nobody_waits_until_its_group_has_failed() {
	let orders = ["a", "b"].map(|name| order(name, "anna", "three", "pia"));
	let rows = run(&orders, "a,f,freeze,,\na,x,expire,,\n");
	assert_eq!(refused(&rows), [("x", "clocks-stopped")]);
	assert_eq!(balance(&rows, "anna"), "100.00 200.00");
}

#[test]
fn one_that_was_frozen_when_its_group_failed_goes_back_once_that_is_over() {
	let orders = ["a", "b"].map(|name| order(name, "anna", "three", "pia"));
	let frozen = "a,f,freeze,,\nthree,c,call-off,,\na,r,release,,\n";
	let rows = run(&orders, frozen);
	assert_eq!(
		(refused(&rows), balance(&rows, "anna").as_str()),
		(vec![("r", "order-frozen")], "200.00 100.00")
	);
	let rows = run(&orders, &format!("{frozen}a,u,unfreeze,,\na,s,release,,\n"));
	assert_eq!(legs(&rows, "a"), BACK);
	assert_eq!(refused(&rows), [("r", "order-frozen"), ("s", "nothing-remains")]);
	assert_eq!(balance(&rows, "anna"), "300.00 0.00");

	let argued =
		"a,f,freeze,,,,,2026-11-22T00:06:00Z,\nthree,c,call-off,,,,,,\na,d,dispute,,,anna,,,\n";
	let [first, second] = orders;
	let (first, second) =
		(first.replace("three,\n", "three,,quy\n"), second.replace("three,\n", "three,,\n"));
	let rows = run_among(PARTICIPANTS, &[first, second], argued, 600_000);
	assert_eq!(refused(&rows), [("d", "group-not-complete")]);
	assert_eq!(balance(&rows, "anna"), "300.00 0.00");
}

#[test]
fn before_success_no_fee_is_kept_and_who_has_all_back_leaves() {
	let orders = ["a", "b"].map(|name| order(name, "anna", "three", "pia"));
	let rows = run(&orders, "a,r,refund,40.00,\na,s,refund,,\nb,t,refund,10.00,\n");
	let halves =
		["1 site 4.00", "1 site 6.00", "2 pia 2.00", "2 pia 3.00", "3 shop 34.00", "3 shop 51.00"];
	assert_eq!(legs(&rows, "a"), halves.map(|leg| format!("{leg} refunded")));
	assert_eq!(balance(&rows, "anna"), "210.00 90.00");
}

#[test]
fn orders_that_do_not_fit_a_group_do_not_join_it() {
	let other = order("m", "anna", "g", "pia").replace("shop", "store");
	let transfer = "t,,anna,CNY,1.00,,,,,,to=bert,,hold,,,g,\n".to_owned();
	let orders = [
		timed("n", "anna", "g", "pia", "now,"),
		timed("p", "anna", "g", "pia", "after:2026-11-21T00:00:00Z,"),
		timed("s", "anna", "three", "pia", "hold,2026-11-22T00:04:59Z"),
		timed("e", "anna", "three", "pia", "hold,2026-11-22T00:05:00Z"),
		other,
		transfer,
	];
	let rows = run(&orders, "");
	let expected = [
		("n", "paid-before-its-group"),
		("p", "paid-before-its-group"),
		("s", "deadline-before-its-groups"),
		("m", "other-group-terms"),
		("t", "other-group-terms"),
	];
	assert_eq!(refused(&rows), expected);
}

#[test]
fn a_group_whose_deadline_has_passed_is_not_opened() {
	let late = NOW.plus(300_000);
	let orders =
		format!("{},group,milestones\n{}", HEADER.trim_end(), order("a", "anna", "three", "pia"));
	let bundle = Bundle::of(Texts {
		participants: PARTICIPANTS,
		rules: &[("deal", RULES)],
		groups: GROUPS,
		orders: &orders,
		actions: "order,reference,action,amount,legs\nthree,r,call-off,,\n",
		..Texts::default()
	});
	let rows = Run::of(&bundle, Times::of_run(late, late)).rows();
	let expected =
		[("group/three", "deadline-out-of-range"), ("a", "unknown-group"), ("r", "unknown-group")];
	assert_eq!(refused(&rows), expected);
}

#[test]
fn of_an_order_in_milestones_success_releases_what_waits_for_it() {
	let agreed = |order: String| order.replace(",g,\n", ",g,40.00: payer; 60.00: group\n");
	let [first, second] = both().try_into().expect("two orders");
	let confirmed = "a,c,confirm,,\n";
	let alone = run(&[agreed(first.clone())], confirmed);
	assert_eq!(legs(&alone, "a"), ["1 site 10.00 held", "2 pia 5.00 held", "3 shop 85.00 held"]);

	let part = ["1 site 6.00", "1 site 4.00", "2 pia 3.00", "2 pia 2.00", "3 shop 51.00"];
	let rows = run(&[agreed(first.clone()), agreed(second.clone())], "");
	assert_eq!(legs(&rows, "b")[..5], {
		let [site, rest, pia, more, shop] = part;
		[
			format!("{site} settled"),
			format!("{rest} held"),
			format!("{pia} settled"),
			format!("{more} held"),
			format!("{shop} settled"),
		]
	});
	let rows = run(&[agreed(first), agreed(second)], confirmed);
	assert!(legs(&rows, "a").iter().all(|leg| leg.ends_with("settled")));
}

#[test]
fn who_leads_its_group_decides_about_no_order_of_it() {
	let said = "b,d,dispute,,,bert,,,\nb,e,answer,,,shop,,,\nb,v,resolve,,,,,,50%\n";
	for (leader, wanted, rest) in
		[("quy", vec![("v", "resolver-is-party")], "200.00 0.00"), ("pia", vec![], "250.00 0.00")]
	{
		let first = order("a", "anna", "g", leader).replace(",g,\n", ",g,,\n");
		let second = order("b", "bert", "g", "site").replace(",g,\n", ",g,,quy\n");
		let rows = run(&[first, second], said);
		assert_eq!((refused(&rows), balance(&rows, "bert").as_str()), (wanted, rest));
	}
}
