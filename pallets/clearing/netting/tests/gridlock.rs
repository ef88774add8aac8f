// SPDX-License-Identifier: Apache-2.0

//! First-in-first-out netting against the published scenarios, and against every choice there is.

mod model;

use model::{any_banks, any_item, banks, choices, is_payable, keeps_order, names, queue, value};
use netting::{gridlock, NettingError};
use proptest::prelude::*;

#[test]
fn the_published_scenarios_settle_what_they_say() {
	let text = include_str!("gridlock.csv");
	let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
	let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
	assert_eq!(rows.len(), 20);
	for row in rows {
		let (opening, items) = (banks(&row[1]), queue(&row[2]));
		let resolution = gridlock(&opening, &items).expect("resolved");
		assert_eq!(names(&resolution.settles), row[4], "scenario {}", &row[0]);
		let closing = opening.iter().map(|(bank, of)| {
			let flow = resolution.flows.get(bank).copied().unwrap_or_default();
			(of.room.both - flow.net).to_string()
		});
		assert_eq!(closing.collect::<Vec<_>>().join(" "), row[3], "scenario {}", &row[0]);
	}
}

#[test]
fn a_queue_that_names_an_unknown_bank_is_refused() {
	let refused = gridlock(&banks("1 1"), &queue("A>C:1"));
	assert_eq!(refused, Err(NettingError::UnknownBank));
}

#[test]
fn an_item_of_nothing_or_to_its_own_bank_is_refused() {
	for nothing in ["A>B:0", "A>B:1+A>B:0"] {
		let refused = gridlock(&banks("1 1"), &queue(nothing));
		assert_eq!(refused, Err(NettingError::ZeroObligation), "{nothing}");
	}
	let to_itself = gridlock(&banks("1 1"), &queue("A>A:1"));
	assert_eq!(to_itself, Err(NettingError::SelfObligation));
}

#[test]
fn an_item_to_several_banks_settles_as_a_whole_or_not_at_all() {
	let settled = |opening| {
		let resolution = gridlock(&banks(opening), &queue("A>B:5+A>C:5 B>A:3 C>A:3"));
		names(&resolution.expect("resolved").settles)
	};
	assert_eq!(settled("4 0 0"), "T1 T2 T3");
	assert_eq!(settled("3 0 0"), "-");
	assert_eq!(settled("3 3 3"), "T2 T3", "what B and C have they pay, whatever A pays them");
}

#[test]
fn an_item_of_several_payers_stands_in_the_queue_of_each() {
	let settled = |opening| {
		let resolution = gridlock(&banks(opening), &queue("A>C:5+B>C:5 A>C:1 B>C:1"));
		names(&resolution.expect("resolved").settles)
	};
	assert_eq!(settled("6 6 0"), "T1 T2 T3");
	assert_eq!(settled("5 6 0"), "T1 T3");
	assert_eq!(settled("4 9 0"), "-", "nothing of B passes what waits for A");
}

#[test]
fn gross_payments_are_paid_in_money_and_not_by_what_the_cycle_owes() {
	let settled = |text| {
		let resolution = gridlock(&banks("0 9"), &queue(text)).expect("resolved");
		names(&resolution.settles)
	};
	assert_eq!(settled("A>B:5 B>A:5"), "T1 T2");
	assert_eq!(settled("A>>B:5 B>>A:5"), "T1 T2");
	assert_eq!(settled("A>B:5 B>>A:5"), "T1 T2", "money covers what is owed");
	assert_eq!(settled("A>>B:5 B>A:5"), "T2", "what is owed is no money yet");
}

proptest! {
	#[test]
	fn no_choice_of_prefixes_settles_more(
		banks in any_banks(),
		items in prop::collection::vec(any_item(), 0..10),
	) {
		let resolution = gridlock(&banks, &items).expect("resolved");
		let possible = |settles: &Vec<bool>| {
			keeps_order(&banks, &items, settles, true) && is_payable(&banks, &items, settles)
		};
		prop_assert!(possible(&resolution.settles));
		prop_assert_eq!(resolution.value, value(&items, &resolution.settles));
		for choice in choices(items.len()).filter(possible) {
			// Every other solution is a part of this one.
			let is_part = choice.iter().zip(&resolution.settles).all(|(other, one)| other <= one);
			prop_assert!(is_part, "{:?}", choice);
		}
	}
}
