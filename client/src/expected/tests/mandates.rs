// SPDX-License-Identifier: Apache-2.0

//! Orders by mandates (P7), each worked out by hand; the same as in `tests/independent/test_groups.py`.

use super::{refused, HEADER, NOW};
use crate::{
	bundle::{Bundle, Texts},
	expected::{Run, Times},
	rows::Rows,
};
use split_ledger_primitives::DAY_MS;
use std::collections::BTreeMap;

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
site,platform,north,CNY=0,
shop,merchant,north,CNY=0,
anna,buyer,north,CNY=300.00,
";

/// Runs orders of these amounts by the mandate `m`, each placed so many days after the first date.
fn run(mandate: &str, orders: &[(&str, &str, u64)], actions: &str) -> Rows {
	run_acted(mandate, orders, actions, None)
}

/// The same, with the first action so many days after the first date.
fn run_acted(
	mandate: &str,
	orders: &[(&str, &str, u64)],
	actions: &str,
	acted: Option<u64>,
) -> Rows {
	let line = |(reference, amount, _): &(&str, &str, u64)| {
		format!("{reference},,anna,CNY,{amount},,,,,,to=shop,,now,,,m\n")
	};
	let lines: Vec<_> = orders.iter().map(line).collect();
	let bundle = Bundle::of(Texts {
		participants: PARTICIPANTS,
		mandates: &format!(
			"name,payer,grantee,currency,single,amount,orders,period,from,until\n{mandate}\n"
		),
		orders: &format!("{},mandate\n{}", HEADER.trim_end(), lines.concat()),
		actions: &format!("order,reference,action,amount,legs\n{actions}"),
		..Texts::default()
	});
	let at = |days: u64| NOW.plus(days * DAY_MS);
	let placed = orders.iter().map(|(name, _, days)| ((*name).to_owned(), at(*days)));
	let placed: BTreeMap<_, _> = placed.collect();
	let last = placed.values().copied().max().unwrap_or(NOW);
	let opened = BTreeMap::from([("mandate/m".to_owned(), NOW)]);
	// Results are read long after that.
	let ended = last.plus(400 * DAY_MS);
	let acted = acted.map(|days| (0, at(days))).into_iter().collect();
	let times = Times { orders: placed, opened, acted, ..Times::of_run(NOW, ended) };
	Run::of(&bundle, times).rows()
}

const WEEKLY: &str = "m,anna,site,CNY,50.00,80.00,2,7,,2026-12-31";

#[test]
fn orders_of_a_period_are_within_what_it_allows_and_begin_anew_with_the_next() {
	let orders = [
		("a", "50.01", 0),
		("b", "50.00", 0),
		("c", "30.01", 6),
		("d", "30.00", 6),
		("e", "0.01", 6),
		("f", "50.00", 7),
	];
	let expected =
		[("a", "over-mandate-single"), ("c", "over-mandate-amount"), ("e", "over-mandate-orders")];
	assert_eq!(refused(&run(WEEKLY, &orders, "")), expected);
}

#[test]
fn a_month_is_one_of_the_calendar() {
	// The first date is 2026-11-22.
	let monthly = WEEKLY.replace(",7,", ",month,");
	let orders = [("a", "50.00", 0), ("b", "30.01", 8), ("c", "30.01", 9)];
	assert_eq!(refused(&run(&monthly, &orders, "")), [("b", "over-mandate-amount")]);
}

#[test]
fn nothing_is_drawn_before_the_first_date_or_after_the_last_one() {
	let dated = WEEKLY.replace(",,2026-12-31", ",2026-11-24,2026-11-25");
	let orders = [("a", "1.00", 1), ("b", "1.00", 2), ("c", "1.00", 3), ("d", "1.00", 4)];
	assert_eq!(refused(&run(&dated, &orders, "")), [("a", "not-begun"), ("d", "mandate-ended")]);
}

#[test]
fn what_is_refused_for_money_draws_nothing() {
	let wide = WEEKLY.replace("50.00,80.00,2", "400.00,400.00,2");
	let orders = [("a", "300.01", 0), ("b", "300.00", 0)];
	assert_eq!(refused(&run(&wide, &orders, "")), [("a", "not-enough-available")]);
}

#[test]
fn a_mandate_that_is_over_is_not_given_and_one_is_revoked_once() {
	let over = WEEKLY.replace("2026-12-31", "2026-11-21");
	let expected =
		[("mandate/m", "unsound-dates"), ("a", "unknown-mandate"), ("r", "unknown-mandate")];
	assert_eq!(refused(&run(&over, &[("a", "1.00", 0)], "m,r,revoke,,\n")), expected);
	let actions = "m,r,revoke,,\nm,s,revoke,,\n";
	assert_eq!(refused(&run(WEEKLY, &[("a", "1.00", 0)], actions)), [("s", "mandate-ended")]);
}

#[test]
fn a_mandate_is_revoked_when_that_is_done_or_else_when_the_last_order_was_placed() {
	let revoked = |until: &str, acted| {
		let mandate = WEEKLY.replace("2026-12-31", until);
		let orders = [("a", "1.00", 0), ("b", "51.00", 2)];
		let rows = run_acted(&mandate, &orders, "m,r,revoke,,\n", acted);
		!refused(&rows).iter().any(|(name, _)| *name == "r")
	};
	// Placed on 2026-11-22 and on 2026-11-24.
	assert!(!revoked("2026-11-23", None));
	assert!(revoked("2026-11-24", None));
	// Done on 2026-11-26.
	assert!(!revoked("2026-11-25", Some(4)));
	assert!(revoked("2026-11-26", Some(4)));
}
