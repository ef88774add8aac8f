// SPDX-License-Identifier: Apache-2.0

//! The order of a queue, and what settles by the rules of C5 without any proposal.

mod model;

use model::{
	any_banks, any_item, bank, banks, flow, is_payable, keeps_order, names, queue, strict, value,
};
use netting::{
	feasible, gridlock, in_turn, is_clear, resolve, running, Banks, Item, Room, Standing,
};
use proptest::prelude::*;
use split_ledger_primitives::Amount;

const ALL: usize = usize::MAX;

fn settled(banks: &Banks, items: &str) -> String {
	names(&resolve(banks, &queue(items), ALL).expect("resolved").settles)
}

fn first(items: &str) -> Item {
	queue(items).remove(0)
}

#[test]
fn high_payments_come_before_normal_ones_and_held_ones_have_no_turn() {
	let items = queue("A>B:25 !A>B:150 ~A>B:10 A>B:7 !A>B:50");
	let turns: Vec<usize> = in_turn(&items).map(|(place, _)| place).collect();
	assert_eq!(turns, [1, 4, 0, 3]);
}

#[test]
fn a_payment_that_was_raised_stands_behind_older_high_ones_and_before_older_normal_ones() {
	// Submitted on 20 May, 21 May, 1 June and 2 June; the last was normal once.
	let items = queue("A>B:25 A>B:10 !A>B:150 !A>B:50");
	let amounts: Vec<u128> = in_turn(&items).map(|(_, item)| item.value()).collect();
	assert_eq!(amounts, [150, 50, 25, 10]);
}

#[test]
fn what_is_left_runs_through_a_queue_and_skips_what_is_held() {
	let room =
		Room::of(&Standing { reserve: Amount(100), cap: Amount::MAX, ..Standing::default() });
	let left = |items: &str| {
		let lines = running(bank("A"), &room, &queue(items)).expect("a queue");
		lines.into_iter().map(|(_, left)| left).collect::<Vec<_>>()
	};
	assert_eq!(left("A>B:150 A>B:25 A>B:10"), [-50, -75, -85]);
	assert_eq!(left("A>B:150 ~A>B:25 A>B:10"), [-50, -50, -60]);
	assert_eq!(left("B>A:5 A>B:10 !A>B:7"), [93, 83], "what others pay is not counted");
}

#[test]
fn a_new_payment_waits_for_what_it_may_not_pass() {
	let clear =
		|banks: &Banks, waiting: &str, new: &str| is_clear(banks, &queue(waiting), &first(new));
	let own = banks("9 9");
	assert!(clear(&own, "A>B:1", "A>B:1"), "a normal one passes a normal one");
	assert!(!clear(&own, "!A>B:1", "A>B:1"), "never a high one");
	assert!(!clear(&own, "!A>B:1", "!A>B:1"), "high ones are first in first out");
	assert!(clear(&own, "A>B:1", "!A>B:1"), "a high one passes normal ones");
	assert!(clear(&own, "!B>A:1 ~!A>B:1", "A>B:1"), "others' and held ones stop nobody");
	let strict = strict(banks("9 9"));
	assert!(!clear(&strict, "A>B:1", "A>B:1"), "none passes another one in strict order");
	assert!(clear(&strict, "A>B:1", "!A>B:1"));
	assert!(clear(&strict, "~A>B:1", "A>B:1"));
}

#[test]
fn a_normal_payment_that_fits_passes_waiting_normal_ones() {
	assert_eq!(settled(&banks("5 0"), "A>B:9 A>B:5"), "T2");
	assert_eq!(settled(&strict(banks("5 0")), "A>B:9 A>B:5"), "-");
	assert_eq!(
		settled(&banks("5 0"), "A>B:9 A>B:3 A>B:2 A>B:1"),
		"T2 T3",
		"the first in turn first"
	);
}

#[test]
fn nothing_passes_a_waiting_high_payment_of_its_bank() {
	assert_eq!(settled(&banks("5 0"), "!A>B:9 A>B:5"), "-");
	assert_eq!(settled(&banks("5 0"), "!A>B:9 !A>B:5"), "-");
	assert_eq!(settled(&banks("5 0"), "A>B:5 !A>B:9"), "-", "whatever their age");
	assert_eq!(settled(&banks("5 5"), "!A>B:9 B>A:4"), "T1 T2");
	assert_eq!(settled(&banks("5 0"), "~!A>B:9 A>B:5"), "T2", "but one that is held");
}

#[test]
fn circular_payments_settle_together_without_any_money() {
	assert_eq!(settled(&banks("0 0 0"), "A>B:7 B>C:7 C>A:7"), "T1 T2 T3");
	assert_eq!(settled(&banks("1 0 0"), "A>B:7 B>C:7 C>A:6"), "T1 T2 T3");
	assert_eq!(settled(&banks("0 0 0"), "!A>B:7 !B>C:7 C>A:7"), "T1 T2 T3");
	assert_eq!(settled(&banks("0 0 0"), "A>B:3+A>C:4 B>A:3 C>A:4"), "T1 T2 T3");
	assert_eq!(settled(&banks("0 0 0"), "A>B:7 B>C:8 C>A:8"), "-");
}

#[test]
fn money_that_comes_in_while_payments_pass_is_used_by_what_stands_before() {
	// C pays A over what it cannot pay itself, and then A has enough for what waited first.
	assert_eq!(settled(&banks("0 0 9"), "A>B:5 C>B:20 C>A:6 B>C:4"), "T1 T3 T4");
	assert_eq!(settled(&banks("4 0 9"), "A>B:9 A>B:5 C>A:20 C>A:5"), "T1 T4");
}

#[test]
fn what_stands_behind_the_first_so_many_is_not_looked_at() {
	let items = queue("A>B:9 A>B:3 !A>B:2");
	let settled = |most| names(&resolve(&banks("5 0"), &items, most).expect("resolved").settles);
	assert_eq!([settled(0), settled(1), settled(2), settled(3)], ["-", "T3", "T3", "T2 T3"]);
}

proptest! {
	#[test]
	fn what_settles_keeps_the_order_fits_and_is_never_less_than_first_in_first_out(
		banks in any_banks(),
		items in prop::collection::vec(any_item(), 0..40),
		most in prop_oneof![Just(ALL), 0..40usize],
	) {
		let resolution = resolve(&banks, &items, most).expect("resolved");
		prop_assert!(keeps_order(&banks, &items, &resolution.settles, false));
		prop_assert!(is_payable(&banks, &items, &resolution.settles));
		prop_assert_eq!(resolution.value, value(&items, &resolution.settles));
		prop_assert_eq!(feasible(&banks, &items, &resolution.places()), Ok(resolution.value));
		for index in banks.keys() {
			let told = resolution.flows.get(index).copied().unwrap_or_default();
			prop_assert_eq!((told.net, told.gross), flow(*index, &items, &resolution.settles));
		}

		let looked_at: Vec<usize> = in_turn(&items).take(most).map(|(place, _)| place).collect();
		let settled = resolution.settles.iter().enumerate().filter(|(_, settles)| **settles);
		prop_assert!(settled.map(|(place, _)| place).all(|place| looked_at.contains(&place)));
		let kept = |(place, item): (usize, &Item)| {
			Item { held: item.held || !looked_at.contains(&place), ..item.clone() }
		};
		let seen: Vec<Item> = items.iter().enumerate().map(kept).collect();
		let prefixes = gridlock(&banks, &seen).expect("resolved").settles;
		prop_assert!(prefixes.iter().zip(&resolution.settles).all(|(one, other)| one <= other));
	}
}
