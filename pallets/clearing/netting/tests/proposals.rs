// SPDX-License-Identifier: Apache-2.0

//! Proposed sets: what is feasible, and which of several settles.

mod model;

use model::{any_banks, any_item, banks, choices, is_payable, keeps_order, queue, strict, value};
use netting::{feasible, Banks, NettingError, Proposal, PROPOSED_MAX};
use proptest::prelude::*;
use split_ledger_primitives::Total;

fn tried(banks: &Banks, items: &str, set: &[u32]) -> Result<Total, NettingError> {
	feasible(banks, &queue(items), set)
}

#[test]
fn a_set_may_skip_normal_payments_and_settle_more_than_first_in_first_out() {
	// Scenario 2.2.3 of the vectors.
	let (banks, items) = (banks("10 8"), "A>B:20 B>A:15 A>B:30 B>A:12 A>B:15 B>A:80");
	assert_eq!(tried(&banks, items, &[0, 1, 3]), Ok(47));
	assert_eq!(tried(&banks, items, &[0, 1, 3, 4]), Ok(62));
	assert_eq!(tried(&strict(banks), items, &[0, 1, 3, 4]), Err(NettingError::OutOfTurn));
}

#[test]
fn a_set_never_skips_a_high_payment_of_a_bank_that_pays_in_it() {
	let (banks, items) = (banks("5 5"), "!A>B:9 A>B:5 !B>A:5 !B>A:1 ~!B>A:9 B>A:1");
	let tried = |set: &[u32]| tried(&banks, items, set);
	assert_eq!(tried(&[1]), Err(NettingError::OutOfTurn), "a normal one passes a high one");
	assert_eq!(tried(&[3]), Err(NettingError::OutOfTurn), "high ones are first in first out");
	assert_eq!(tried(&[2]), Ok(5));
	assert_eq!(tried(&[2, 5]), Err(NettingError::OutOfTurn));
	assert_eq!(tried(&[0, 2, 3, 5]), Ok(16), "what is held stops nobody");
}

#[test]
fn circular_payments_are_a_feasible_set_and_a_part_of_them_is_not() {
	let (banks, items) = (banks("0 0 0"), "A>B:9 A>B:7 B>C:9 B>C:7 C>A:9 C>A:7");
	assert_eq!(tried(&banks, items, &[1, 3, 5]), Ok(21));
	assert_eq!(tried(&banks, items, &[1, 3]), Err(NettingError::BeyondRoom));
	assert_eq!(tried(&banks, items, &[0, 1, 2, 3, 4, 5]), Ok(48));
}

#[test]
fn a_set_of_anything_but_places_of_the_queue_in_their_order_is_refused() {
	let (banks, items) = (banks("5 5"), "A>B:1 A>B:2 ~A>B:3");
	let tried = |set: &[u32]| tried(&banks, items, set);
	assert_eq!(tried(&[]), Ok(0));
	assert_eq!(tried(&[0, 0]), Err(NettingError::NotAscending));
	assert_eq!(tried(&[1, 0]), Err(NettingError::NotAscending));
	assert_eq!(tried(&[3]), Err(NettingError::UnknownItem));
	assert_eq!(tried(&[0, u32::MAX]), Err(NettingError::UnknownItem));
	assert_eq!(tried(&[2]), Err(NettingError::HeldItem));
}

#[test]
fn a_set_has_a_thousand_payments_at_most() {
	let banks = banks("2000 0");
	let items = "A>B:1 ".repeat(PROPOSED_MAX + 1);
	let set: Vec<u32> = (0..).take(PROPOSED_MAX + 1).collect();
	assert_eq!(tried(&banks, &items, &set[..PROPOSED_MAX]), Ok(1_000));
	assert_eq!(tried(&banks, &items, &set), Err(NettingError::TooManyProposed));
}

#[test]
fn the_higher_value_settles_then_more_payments_then_older_ones() {
	let proposal = |value, places: &[u32]| Proposal { places: places.to_vec(), value };
	let falling = [
		proposal(9, &[5]),
		proposal(8, &[1, 2, 9]),
		proposal(8, &[1, 3, 4]),
		proposal(8, &[0, 1]),
		proposal(8, &[2, 3]),
		Proposal::default(),
	];
	for (at, one) in falling.iter().enumerate() {
		for (other_at, other) in falling.iter().enumerate() {
			assert_eq!(one.beats(other), at < other_at, "{one:?} {other:?}");
		}
	}
}

proptest! {
	#[test]
	fn a_set_is_feasible_where_it_keeps_the_order_and_can_be_paid(
		banks in any_banks(),
		items in prop::collection::vec(any_item(), 0..9),
	) {
		for choice in choices(items.len()) {
			let set: Vec<u32> =
				(0..).zip(&choice).filter(|(_, chosen)| **chosen).map(|(place, _)| place).collect();
			let is_held = items.iter().zip(&choice).any(|(item, chosen)| *chosen && item.held);
			let told = feasible(&banks, &items, &set);
			if is_held {
				prop_assert_eq!(told, Err(NettingError::HeldItem));
			} else if !keeps_order(&banks, &items, &choice, false) {
				prop_assert_eq!(told, Err(NettingError::OutOfTurn));
			} else if !is_payable(&banks, &items, &choice) {
				prop_assert_eq!(told, Err(NettingError::BeyondRoom));
			} else {
				prop_assert_eq!(told, Ok(value(&items, &choice)));
			}
		}
	}
}
