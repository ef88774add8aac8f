// SPDX-License-Identifier: Apache-2.0

//! The search against the published scenarios, against every choice there is, and against what settles
//! without it.

#[path = "../../netting/tests/model/mod.rs"]
mod model;

use clearing_solver::{solve, Budget, Ended, Solution};
use model::{any_banks, any_item, banks, choices, is_payable, keeps_order, queue, strict, value};
use netting::{feasible, Banks, Item, Priority, PROPOSED_MAX, QUEUE_MAX};
use proptest::prelude::*;
use split_ledger_primitives::{Amount, BankIndex};

fn steps(steps: u64) -> Budget {
	Budget { steps, deadline: None }
}

fn solved(banks: &Banks, items: &[Item], budget: u64) -> Solution {
	solve(banks, items, PROPOSED_MAX, steps(budget), 1).expect("a queue")
}

#[test]
fn the_search_reaches_the_best_value_of_every_published_scenario() {
	let text = include_str!("../../netting/tests/gridlock.csv");
	let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
	let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
	assert_eq!(rows.len(), 20);
	for row in rows {
		let solution = solved(&banks(&row[1]), &queue(&row[2]), 10_000_000);
		assert_eq!(solution.value().to_string(), row[5], "scenario {}", &row[0]);
		assert_eq!(solution.ended, Ended::Proved, "scenario {}", &row[0]);
		assert_eq!(solution.bound, solution.value(), "scenario {}", &row[0]);
	}
}

#[test]
fn nothing_is_proposed_where_nothing_beats_what_settles_without_it() {
	let solution = solved(&banks("0 0 0"), &queue("A>B:7 B>C:7 C>A:7 A>C:9"), 1_000_000);
	assert_eq!((solution.proposal, solution.resolved.value), (None, 21));
	let empty = solved(&banks("1 1"), &[], 1_000_000);
	assert_eq!((empty.proposal, empty.bound, empty.ended), (None, 0, Ended::Proved));
}

#[test]
fn in_strict_order_first_in_first_out_netting_is_the_best_there_is() {
	let opening = strict(banks("10 8"));
	let items = queue("A>B:20 B>A:15 A>B:30 B>A:12 A>B:15 B>A:80");
	let solution = solved(&opening, &items, 1_000_000);
	assert_eq!((solution.value(), solution.ended), (47, Ended::Proved));
	assert_eq!(solution.netted.settles, solution.resolved.settles);
}

#[test]
fn a_circle_is_found_that_stands_behind_payments_nobody_can_make() {
	let items = queue("A>B:90 B>C:90 C>D:90 A>B:7 B>C:7 C>A:7 D>A:1");
	let solution = solved(&banks("0 0 0 0"), &items, 1_000_000);
	assert_eq!(solution.resolved.value, 0);
	assert_eq!(solution.proposal.map(|proposal| proposal.places), Some(vec![3, 4, 5]));
}

#[test]
fn a_set_has_no_more_payments_than_it_may_have() {
	let items = queue(&"A>B:1 A>B:2 A>B:3 ".repeat(30));
	let solution = solve(&banks("90 0"), &items, 20, steps(1_000_000), 1).expect("a queue");
	// Thirty payments of 3 would be 90; but more settles without a proposal than twenty can move.
	assert_eq!((solution.proposal, solution.resolved.value), (None, 90));
	let gridlocked =
		queue(&"A>B:200 ".repeat(30)).into_iter().chain(queue(&"A>B:4 B>A:4 ".repeat(30)));
	let items: Vec<Item> = gridlocked.collect();
	let solution = solve(&banks("3 0"), &items, 20, steps(1_000_000), 1).expect("a queue");
	assert_eq!(solution.proposal.map(|one| (one.value, one.places.len())), Some((80, 20)));
	assert_eq!(solution.ended, Ended::Proved);
}

#[test]
fn whoever_asks_for_more_payments_than_a_set_may_have_gets_a_set_that_can_be_proposed() {
	let items = queue(&format!("A>B:9000 {}", "A>B:4 B>A:4 ".repeat(600)));
	let solution = solve(&banks("3 0"), &items, usize::MAX, steps(1_000_000), 1).expect("a queue");
	let found = solution.proposal.map(|one| (one.value, one.places.len()));
	assert_eq!((found, solution.ended), (Some((4_000, 1_000)), Ended::Proved));
}

#[test]
fn a_queue_of_the_greatest_size_settles_where_nothing_moves_by_itself() {
	// Sixty-four banks without money, of which half stand behind payments that they can never make to the
	// other half; behind those fifteen rings through all of them.
	let banks = banks(&["0"; 64].join(" "));
	let item = |from: u8, to: u8, amount| {
		Item::of(Priority::Normal, BankIndex(from), [(BankIndex(to), Amount(amount))])
	};
	let rings = 15;
	let stuck = QUEUE_MAX - rings * 64;
	let halves = (0..32u8).cycle().take(stuck).map(|from| item(from, from + 32, 1_000_000));
	let ring = |size: u64| (0..64u8).map(move |from| item(from, (from + 1) % 64, size));
	let items: Vec<Item> = halves.chain((1..=rings as u64).flat_map(ring)).collect();

	let solution = solved(&banks, &items, 10_000_000);
	assert_eq!((items.len(), solution.resolved.value), (QUEUE_MAX, 0));
	let found = solution.proposal.map(|proposal| (proposal.value, proposal.places.len()));
	assert_eq!(found, Some((64 * 120, 960)));
	assert_eq!(solution.ended, Ended::Proved);
}

#[test]
fn a_queue_of_a_hundred_payments_of_every_size_is_proved() {
	let mut dice = 16_u64;
	let mut below = |sides: u64| {
		dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
		(dice >> 33) % sides
	};
	let bank = |place: u64| BankIndex((place % 16) as u8);
	let items: Vec<Item> = (0..100)
		.map(|_| {
			let (debtor, step, size) = (below(16), 1 + below(15), 10_u64.pow(below(5) as u32));
			let high = if below(20) == 0 { Priority::High } else { Priority::Normal };
			let amount = Amount(size + below(9 * size));
			Item::of(high, bank(debtor), [(bank(debtor + step), amount)])
		})
		.collect();
	let reserves: Vec<String> = (0..16).map(|_| below(2_000).to_string()).collect();
	let banks = banks(&reserves.join(" "));

	let solution = solved(&banks, &items, 100_000_000);
	assert_eq!((solution.ended, solution.bound), (Ended::Proved, solution.value()));
	assert!(solution.value() > solution.resolved.value, "the search adds nothing here");
}

#[test]
fn a_search_without_steps_proposes_what_it_has() {
	let items = queue(&"A>B:20 B>A:15 A>B:30 B>A:12 A>B:15 B>A:80 ".repeat(10));
	let solution = solved(&banks("10 8"), &items, 0);
	assert_eq!((solution.ended, &solution.proposal), (Ended::Steps, &None));
	assert!(solution.bound >= solution.value());
}

fn check(banks: &Banks, items: &[Item], solution: &Solution) -> Result<(), TestCaseError> {
	prop_assert!(solution.bound >= solution.value());
	prop_assert!(solution.resolved.value >= solution.netted.value);
	if let Some(proposal) = &solution.proposal {
		prop_assert_eq!(feasible(banks, items, &proposal.places), Ok(proposal.value));
		prop_assert!(proposal.value >= solution.resolved.value);
		let mut settles = vec![false; items.len()];
		proposal.places.iter().for_each(|place| settles[*place as usize] = true);
		prop_assert!(keeps_order(banks, items, &settles, false));
		prop_assert!(is_payable(banks, items, &settles));
	}
	Ok(())
}

proptest! {
	#[test]
	fn a_small_queue_is_searched_to_the_end(
		banks in any_banks(),
		items in prop::collection::vec(any_item(), 0..12),
	) {
		let solution = solved(&banks, &items, 50_000_000);
		check(&banks, &items, &solution)?;
		let possible = |settles: &Vec<bool>| {
			keeps_order(&banks, &items, settles, false) && is_payable(&banks, &items, settles)
		};
		let best = choices(items.len()).filter(possible).map(|set| value(&items, &set)).max();
		prop_assert_eq!((Some(solution.value()), solution.ended), (best, Ended::Proved));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn a_large_queue_settles_never_less_than_without_a_search(
		banks in any_banks(),
		items in prop::collection::vec(any_item(), 40..150),
		most in 1..150usize,
		seed in any::<u64>(),
	) {
		let solution = solve(&banks, &items, most, steps(100_000), seed).expect("a queue");
		check(&banks, &items, &solution)?;
		let proposed = solution.proposal.as_ref().map_or(0, |proposal| proposal.places.len());
		prop_assert!(proposed <= most);
		let again = solve(&banks, &items, most, steps(100_000), seed).expect("a queue");
		prop_assert_eq!(again, solution);
	}
}
