// SPDX-License-Identifier: Apache-2.0

//! Disputes, freezes and assignees, each worked out by hand; the same figures as in
//! `tests/independent/test_disputes.py`.

use super::{
	super::{Run, Times},
	legs, refused, HEADER, NOW,
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
near,carrier,north,CNY=0,
loan,supplier,south,CNY=0,
court,attestor,north,,
anna,buyer,north,CNY=300.00,
carl,buyer,north,CNY=100.00,
bert,buyer,south,CNY=60.00,
";
const SPENT: &str = "v,,van,CNY,10.00,,,,,,to=bert,,now,,,,,,\n";
const OPENED: &str = "a,d,dispute,,,anna,,,\n";
const ARGUED: &str = "a,d,dispute,,,anna,,,\na,e,answer,,,shop,,,\n";
const PART: &str = "a,r,release,40.00,,,,,\n";
const FROZEN: &str = "a,f,freeze,,,,,,\n";
const ALL: [&str; 4] = ["anna", "van", "site", "shop"];

fn decided(share: &str) -> String {
	format!("a,v,resolve,,,,,,{share}\n")
}

/// 100.00: 10.00 for the carrier, 9.00 for the platform, 81.00 for the merchant. `more`: deadline, expiry,
/// funders, resolver, answer days, silence.
fn order(rules: &str, release: &str, more: &str) -> String {
	let parties = "merchant=shop;platform=site;carrier=van";
	format!("a,,anna,CNY,100.00,{rules},,,,,{parties},freight=10.00,{release},{more}\n")
}

fn held() -> String {
	order("pro-rata", "hold", ",,,court,,")
}

fn other() -> String {
	order("pro-rata", "now", ",,,court,,").replacen("a,", "x,", 1)
}

fn run(orders: &str, actions: &str) -> Rows {
	run_until(orders, actions, 600_000)
}

fn run_among(participants: &str, orders: &str, actions: &str) -> Rows {
	run_all(participants, orders, actions, 600_000)
}

fn run_until(orders: &str, actions: &str, ms: u64) -> Rows {
	run_all(PARTICIPANTS, orders, actions, ms)
}

fn run_all(participants: &str, orders: &str, actions: &str, ms: u64) -> Rows {
	run_acted((participants, orders, actions), ms, &[])
}

/// Runs it with its first actions done after so many minutes.
fn run_acted(texts: (&str, &str, &str), ms: u64, acted: &[u64]) -> Rows {
	let acted = acted.iter().map(|minutes| NOW.plus(minutes * MINUTE_MS)).enumerate().collect();
	let times = Times { acted, ..Times::of_run(NOW, NOW.plus(ms)) };
	Run::of(&bundle_of(texts), times).rows()
}

fn bundle_of((participants, orders, actions): (&str, &str, &str)) -> Bundle {
	let rules = ["pro-rata", "merchant-first", "fees-kept"].map(|policy| {
		let text = format!(
			"name = \"{policy}\"\ncurrency = \"CNY\"\nrefund = {{ policy = \"{policy}\" }}\n[[case]]\nlegs = [\n\
			{{ to = \"carrier\", take = \"input:freight\", purpose = \"logistics\" }},\n\
			{{ to = \"platform\", take = \"10%\", of = \"rest\", purpose = \"fee\" }},\n\
			{{ to = \"merchant\", take = \"remainder\", purpose = \"goods\" }},\n]\n"
		);
		(policy, text)
	});
	let rules: Vec<_> = rules.iter().map(|(name, text)| (*name, text.as_str())).collect();
	let more = "funders,resolver,answer_days,silence";
	let orders = format!("{},{more}\n{orders}", HEADER.trim_end());
	let actions = format!("order,reference,action,amount,legs,by,milestone,until,share\n{actions}");
	Bundle::of_texts(participants, &rules, &orders, &actions)
}

/// What they can spend.
fn available<const N: usize>(rows: &Rows, names: [&str; N]) -> [String; N] {
	names.map(|name| {
		let row = rows.balances.iter().find(|row| row.participant == name).expect("an account");
		row.available.clone()
	})
}

#[test]
fn at_37_percent_the_hold_is_divided_and_what_was_released_refunded() {
	let rows = run(&held(), &[PART, ARGUED, &decided("37%")].concat());
	assert_eq!(refused(&rows), []);
	let mut found = legs(&rows, "a");
	found.sort();
	let wanted = [
		"1 van 1.48 refunded",
		"1 van 2.22 refunded",
		"1 van 3.78 settled",
		"1 van 4.00 settled",
		"2 site 1.33 refunded",
		"2 site 2.00 refunded",
		"2 site 3.40 settled",
		"2 site 3.60 settled",
		"3 shop 11.99 refunded",
		"3 shop 17.98 refunded",
		"3 shop 30.62 settled",
		"3 shop 32.40 settled",
	];
	assert_eq!(found, wanted);
	assert_eq!(available(&rows, ALL), ["237.00", "6.30", "5.67", "51.03"]);
}

#[test]
fn at_nothing_all_is_the_payees_and_at_the_whole_the_payers() {
	let rows = run(&held(), &[PART, ARGUED, &decided("0%")].concat());
	assert_eq!(available(&rows, ALL), ["200.00", "10.00", "9.00", "81.00"]);
	let rows = run(&held(), &[PART, ARGUED, &decided("100%")].concat());
	assert_eq!(available(&rows, ALL), ["300.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn each_part_is_rounded_down_for_itself() {
	let part = PART.replace("40.00", "33.33");
	let rows = run(&held(), &[&part, ARGUED, &decided("50%")].concat());
	// 33.33 of 66.67 and 16.66 of 33.33: a unit less than half of it all.
	assert_eq!(available(&rows, ["anna"]), ["249.99"]);
}

#[test]
fn where_fees_are_kept_the_merchant_gives_for_them_as_far_as_it_has() {
	let order = order("fees-kept", "hold", ",,,court,,");
	let rows = run(&order, &[ARGUED, &decided("50%")].concat());
	let found = legs(&rows, "a");
	for row in ["1 van 5.00 refunded", "3 shop 40.50 refunded", "3 shop 4.50 refunded"] {
		assert!(found.iter().any(|found| found == row), "{row}: {found:?}");
	}
	assert_eq!(available(&rows, ALL), ["250.00", "5.00", "9.00", "36.00"]);
	let rows = run(&order, &[ARGUED, &decided("100%")].concat());
	assert_eq!(available(&rows, ALL), ["300.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn the_merchant_comes_first_where_the_rule_set_says_so() {
	let order = order("merchant-first", "hold", ",,,court,,");
	let rows = run(&order, &[PART, ARGUED, &decided("50%")].concat());
	assert_eq!(available(&rows, ALL), ["250.00", "10.00", "9.00", "31.00"]);
}

#[test]
fn who_is_short_gives_of_what_it_just_got_unless_it_owes() {
	// The carrier spent what it got of another order, and gives back what it got of this one.
	let orders = [&other(), &held(), SPENT].concat();
	let actions = [PART, "x,b,refund,40.00,,,,,\n", ARGUED, &decided("50%")].concat();
	assert_eq!(available(&run(&orders, &actions), ["anna", "van"]), ["190.00", "1.00"]);

	// Of 100.00 six are due, of which the 3.00 that the carrier gets pay a half.
	let actions = [PART, "x,b,refund,,,,,,\n", ARGUED, &decided("50%")].concat();
	let rows = run(&orders, &actions);
	assert_eq!(available(&rows, ["anna", "van"]), ["245.00", "0.00"]);
	assert!(legs(&rows, "x").contains(&"1 anna 3.00 owed".to_owned()));
	assert!(legs(&rows, "a").contains(&"1 anna 2.00 owed".to_owned()));
}

#[test]
fn one_that_was_paid_at_once_is_disputed_afterwards() {
	let order = order("pro-rata", "now", ",,,court,,");
	let rows = run(&order, &[ARGUED, &decided("25%")].concat());
	assert_eq!(available(&rows, ALL), ["225.00", "7.50", "6.75", "60.75"]);
	// Nothing was ever released of one that went back as a whole.
	let rows = run(&held(), &["a,b,refund,,,,,,\n", ARGUED].concat());
	assert_eq!(refused(&rows), [("d", "already-refunded"), ("e", "not-disputed")]);
}

#[test]
fn several_funders_get_their_parts_of_it() {
	let order = order("pro-rata", "hold", ",,carl=40.00,court,,");
	let rows = run(&order, &[PART, ARGUED, &decided("37%")].concat());
	assert_eq!(available(&rows, ["anna", "carl"]), ["262.20", "74.80"]);
}

#[test]
fn only_after_the_answer_it_is_decided_and_only_where_that_was_agreed() {
	let early = decided("50%");
	let late = early.replace("a,v", "a,late");
	let rows = run(&held(), &[&early, OPENED, &late].concat());
	assert_eq!(refused(&rows), [("v", "not-disputed"), ("late", "not-answered-yet")]);
	let rows = run(&order("pro-rata", "hold", ",,,,,"), ARGUED);
	assert_eq!(refused(&rows), [("d", "no-dispute-agreed"), ("e", "no-dispute-agreed")]);
}

#[test]
fn the_other_side_answers_and_who_opened_withdraws_until_then() {
	let rows = run(&held(), &[OPENED, "a,e,answer,,,anna,,,\na,w,withdraw,,,shop,,,\n"].concat());
	assert_eq!(refused(&rows), [("e", "not-entitled"), ("w", "not-entitled")]);
	let acts = "a,e,answer,,,,,,\na,w,withdraw,,,,,,\na,d2,dispute,,,shop,,,\n";
	let rows = run(&held(), &[OPENED, acts].concat());
	assert_eq!(refused(&rows), [("w", "already-answered"), ("d2", "already-disputed")]);
	let acts = "a,w,withdraw,,,,,,\na,d2,dispute,,,shop,,,\n";
	assert_eq!(refused(&run(&held(), &[OPENED, acts].concat())), []);
}

#[test]
fn a_bank_of_both_sides_speaks_for_either() {
	let order = held().replace("anna", "bert").replace("100.00", "50.00");
	let acts = "a,d,dispute,,,bert,,,\na,e,answer,,,bert,,,\n";
	assert_eq!(refused(&run(&order, acts)), []);
}

#[test]
fn who_gives_in_ends_it() {
	for giving_in in ["a,r,release,,,,,,\n", "a,r,refund,,,,,,\n"] {
		let rows = run(&held(), &[OPENED, giving_in, "a,e,answer,,,,,,\n"].concat());
		assert_eq!(refused(&rows), [("e", "not-disputed")]);
	}
	assert_eq!(refused(&run(&held(), &[OPENED, PART, "a,e,answer,,,,,,\n"].concat())), []);
}

#[test]
fn each_side_disputes_five_times() {
	let lines: String = (0..6)
		.map(|n| format!("a,d{n},dispute,,,anna,,,\na,w{n},withdraw,,,,,,\n"))
		.chain(["a,m,dispute,,,shop,,,\n".to_owned()])
		.collect();
	assert_eq!(
		refused(&run(&held(), &lines)),
		[("d5", "too-many-disputes"), ("w5", "not-disputed")]
	);
}

#[test]
fn the_deadline_does_not_come_while_the_clocks_stand_still() {
	let order = order("pro-rata", "hold", "2026-11-22T01:00:00Z,payer,,court,,");
	let (before, after) = (600_000, 7_200_000);
	assert_eq!(available(&run_until(&order, "", before), ["anna"]), ["200.00"]);
	assert_eq!(available(&run_until(&order, "", after), ["anna"]), ["300.00"]);
	for stop in [OPENED, FROZEN] {
		let rows = run_until(&order, &[stop, "a,x,expire,,,,,,\n"].concat(), after);
		assert_eq!(refused(&rows), [("x", "clocks-stopped")]);
		assert_eq!(available(&rows, ["anna"]), ["200.00"]);
	}
	// By how much it is later is not told: `expire` waits for it.
	let thawed = [FROZEN, "a,u,unfreeze,,,,,,\n"].concat();
	assert_eq!(available(&run_until(&order, &thawed, after), ["anna"]), ["200.00"]);
	let rows = run_until(&order, &[&thawed, "a,x,expire,,,,,,\n"].concat(), after);
	assert_eq!(available(&rows, ["anna"]), ["300.00"]);
}

const STOPS: [[&str; 2]; 2] = [[OPENED, "a,w,withdraw,,,,,,\n"], [FROZEN, "a,u,unfreeze,,,,,,\n"]];

#[test]
fn the_deadline_is_later_by_the_time_for_which_the_clocks_stood_still() {
	let order = order("pro-rata", "hold", "2026-11-22T01:00:00Z,payer,,court,,");
	for stop in STOPS {
		let rest = |minutes: u64, acted: &[u64]| {
			let rows =
				run_acted((PARTICIPANTS, &order, &stop.concat()), minutes * MINUTE_MS, acted);
			available(&rows, ["anna"]).concat()
		};
		let found = [(90, &[0, 30][..]), (91, &[0, 30]), (91, &[]), (61, &[2, 2])]
			.map(|(minutes, acted)| rest(minutes, acted));
		assert_eq!(found, ["200.00", "300.00", "200.00", "300.00"]);
	}
}

#[test]
fn the_deadline_is_later_by_a_freeze_that_ended_at_its_moment() {
	let order = order("pro-rata", "hold", "2026-11-22T01:00:00Z,payer,,court,,");
	let frozen = "a,f,freeze,,,,,2026-11-22T00:30:30Z,\n";
	let rest = |minutes: u64, acted: &[u64]| {
		let rows = run_acted((PARTICIPANTS, &order, frozen), minutes * MINUTE_MS, acted);
		available(&rows, ["anna"]).concat()
	};
	// The clock ends it at 00:31, and the deadline is 01:31.
	assert_eq!([91, 92].map(|minutes| rest(minutes, &[0])), ["200.00", "300.00"]);
	assert_eq!(rest(92, &[]), "200.00");
}

#[test]
fn what_came_due_meanwhile_is_done_before_the_next_line() {
	let order = order("pro-rata", "after:2026-11-22T00:10:00Z", ",,,court,,");
	let run = |actions: &str, acted: &[u64]| {
		run_acted((PARTICIPANTS, &order, actions), 60 * MINUTE_MS, acted)
	};
	for stop in STOPS {
		let lines = [stop[0], stop[1], PART].concat();
		let early = run(&lines, &[0, 9]);
		assert_eq!(
			(refused(&early), available(&early, ["shop"]).concat().as_str()),
			(vec![], "81.00")
		);
		let late = run(&lines, &[0, 10]);
		assert_eq!(refused(&late), [("r", "nothing-remains")]);
		assert_eq!(available(&late, ["shop"]), ["81.00"]);
	}
	// What still stops it lets nothing come due.
	let both = [FROZEN, OPENED, STOPS[1][1], PART].concat();
	let rows = run(&both, &[0, 0, 10]);
	assert_eq!((refused(&rows), available(&rows, ["shop"]).concat().as_str()), (vec![], "32.40"));
}

#[test]
fn the_run_waits_for_the_clock_where_something_may_have_come_due_meanwhile() {
	for (release, waits) in [("hold", false), ("next-date", true)] {
		let order = order("pro-rata", release, ",,,court,,");
		for stop in STOPS {
			let bundle = bundle_of((PARTICIPANTS, &order, &stop.concat()));
			let run = Run::of(&bundle, Times::of_run(NOW, NOW));
			assert_eq!(run.is_due(), [false, waits], "{release}");
		}
	}
}

#[test]
fn a_resolver_that_speaks_for_a_side_is_refused() {
	for (resolver, wanted) in
		[("north", vec![("a", "resolver-is-party")]), ("south", vec![("a", "resolver-is-party")])]
	{
		let rows = run(&held().replace("court", resolver), "");
		assert_eq!(refused(&rows), wanted);
	}
	assert_eq!(refused(&run(&held(), "")), []);
}

#[test]
fn nothing_leaves_a_frozen_hold_until_that_is_lifted() {
	let acts = "a,b,refund,,,,,,\na,g,assign,,carrier,loan,,,\na,p,retry-parked,,,,,,\n";
	let rows = run(&held(), &[FROZEN, PART, acts].concat());
	let frozen = "order-frozen";
	assert_eq!(refused(&rows), [("r", frozen), ("b", frozen), ("g", frozen), ("p", frozen)]);
	let acts = ["a,u,unfreeze,,,,,,\n", PART, "a,u2,unfreeze,,,,,,\n"].concat();
	let rows = run(&held(), &[FROZEN, &acts].concat());
	assert_eq!(refused(&rows), [("u2", "not-frozen")]);
	assert_eq!(available(&rows, ALL), ["200.00", "4.00", "3.60", "32.40"]);
	// What was released is given back all the same.
	let acts = "a,r,release,,carrier,,,,\na,f,freeze,,,,,,\na,q,return,,carrier,,,,\n";
	let rows = run(&held(), acts);
	assert_eq!((refused(&rows), available(&rows, ["shop"])), (vec![], ["10.00".to_owned()]));
}

#[test]
fn a_frozen_order_is_disputed_and_decided_once_that_is_over() {
	let early = decided("50%").replace("a,v", "a,early");
	let acts = [FROZEN, ARGUED, &early, "a,u,unfreeze,,,,,,\n", &decided("50%")].concat();
	let rows = run(&held(), &acts);
	assert_eq!(refused(&rows), [("early", "order-frozen")]);
	assert_eq!(available(&rows, ["anna"]), ["250.00"]);
}

#[test]
fn a_freeze_ends_after_it_began_and_with_the_order_at_the_latest() {
	for (until, wanted) in [
		("2026-11-22T00:00:00Z", vec![("f", "freeze-end-passed")]),
		("2026-11-22T00:00:01Z", vec![]),
		("2027-06-20T00:00:00Z", vec![]),
		("2027-06-20T00:00:01Z", vec![("f", "freeze-past-end")]),
	] {
		let rows = run(&held(), &format!("a,f,freeze,,,,,{until},\n"));
		assert_eq!(refused(&rows), wanted, "{until}");
	}
	// It begins when it is tried, not when the order was placed.
	let frozen = "a,f,freeze,,,,,2026-11-22T00:05:00Z,\n";
	for (minutes, wanted) in [(4, vec![]), (5, vec![("f", "freeze-end-passed")])] {
		let rows = run_acted((PARTICIPANTS, &held(), frozen), 600_000, &[minutes]);
		assert_eq!(refused(&rows), wanted, "{minutes}");
	}
	// Afterwards the clock goes on with what came due.
	let order = order("pro-rata", "after:2026-11-22T01:00:00Z", ",,,court,,");
	let frozen = |until: &str| run_until(&order, &format!("a,f,freeze,,,,,{until},\n"), 7_200_000);
	assert_eq!(available(&frozen("2026-11-22T01:30:00Z"), ["shop"]), ["81.00"]);
	assert_eq!(available(&frozen("2026-11-22T02:30:00Z"), ["shop"]), ["0.00"]);
}

#[test]
fn an_assignee_gets_the_leg_and_its_payee_gives_back() {
	let acts = "a,g,assign,,merchant,loan,,,\na,s,release,,,,,,\na,b,refund,10.00,,,,,\n";
	let rows = run(&held(), &[PART, acts].concat());
	assert_eq!(refused(&rows), []);
	assert!(legs(&rows, "a").contains(&"3 loan 48.60 settled".to_owned()));
	assert_eq!(available(&rows, ["shop", "loan"]), ["24.30", "48.60"]);
	// A merchant that gets another's leg so gets it for that leg: it is no part of its own.
	let acts = "a,g,assign,,carrier,shop,,,\na,s,release,,,,,,\na,b,return,,carrier,,,,\n";
	let rows = run(&held(), acts);
	assert_eq!(refused(&rows), [("b", "not-enough-available")]);
	assert!(legs(&rows, "a").contains(&"1 shop 10.00 settled".to_owned()));
}

#[test]
fn who_gets_it_gives_it_back() {
	let acts = "a,g,assign,,3,loan,,,\na,g2,assign,,3,loan,,,\na,g3,assign,,3,shop,,,\n";
	let rows = run(&held(), &[acts, PART].concat());
	assert_eq!(refused(&rows), [("g2", "gets-it-already")]);
	assert_eq!(available(&rows, ["shop", "loan"]), ["32.40", "0.00"]);
}

#[test]
fn who_pays_or_decides_or_is_a_platform_gets_none() {
	let order = order("pro-rata", "hold", ",,carl=1.00,court,,");
	for (name, error) in
		[("anna", "payer-is-payee"), ("carl", "payer-is-payee"), ("site", "assignee-unfit")]
	{
		let rows = run(&order, &format!("a,g,assign,,carrier,{name},,,\n"));
		assert_eq!(refused(&rows), [("g", error)], "{name}");
	}
	let rows = run(&held(), "a,r,release,,carrier,,,,\na,g,assign,,carrier,loan,,,\n");
	assert_eq!(refused(&rows), [("g", "nothing-to-assign")]);
}

#[test]
fn a_bank_that_would_come_to_owe_too_much_refuses_the_assignment() {
	// 10.00 stay in the north until they are assigned to the south: 81.00 and then 91.00 are promised.
	let near = held().replace("carrier=van", "carrier=near");
	let acts = "a,g,assign,,carrier,loan,,,\n";
	let bundle =
		|cap: &str| PARTICIPANTS.replacen("CNY=1000.00,", &format!("CNY=1000.00,CNY={cap}"), 1);
	for (cap, wanted) in [("91.00", vec![]), ("90.99", vec![("g", "over-cap")])] {
		let rows = run_among(&bundle(cap), &near, acts);
		assert_eq!(refused(&rows), wanted, "{cap}");
	}
}
