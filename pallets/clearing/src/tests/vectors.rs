// SPDX-License-Identifier: Apache-2.0

//! `positions.csv`: what a bank may owe, step by step, where closes and settlements are apart.

use crate::{mock::*, BankRow, BankRows, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{Amount, BankIndex, CycleNo, Position};
use std::collections::BTreeMap;

/// The columns of the file.
struct Step<'a> {
	action: &'a str,
	cycle: &'a str,
	from: &'a str,
	to: &'a str,
	amount: &'a str,
	expected: &'a str,
	reserves: [&'a str; 2],
	caps: [&'a str; 2],
	positions: [&'a str; 2],
}

fn steps() -> BTreeMap<&'static str, Vec<Step<'static>>> {
	let mut vectors = BTreeMap::<_, Vec<Step>>::new();
	let lines = include_str!("positions.csv").lines().filter(|line| !line.starts_with('#'));
	for line in lines.skip(1) {
		let fields: Vec<&str> = line.split(',').collect();
		let [vector, _, action, cycle, from, to, amount, expected, r1, r2, c1, c2, p1, p2, _] =
			fields[..]
		else {
			panic!("`{line}` has not 15 columns");
		};
		let (reserves, caps, positions) = ([r1, r2], [c1, c2], [p1, p2]);
		let step = Step { action, cycle, from, to, amount, expected, reserves, caps, positions };
		vectors.entry(vector).or_default().push(step);
	}
	vectors
}

fn bank(name: &str) -> BankIndex {
	match name {
		"P1" => A,
		"P2" => B,
		_ => panic!("no bank is called {name}"),
	}
}

fn cycle(name: &str) -> u32 {
	name.strip_prefix('W').expect("a window").parse::<u32>().expect("a number") - 1
}

fn amount(text: &str) -> u64 {
	text.parse().expect("an amount")
}

/// The position of a bank in a cycle that is open or closed; zero once it is settled.
fn position_in(cycle: u32, bank: BankIndex) -> Position {
	let view = Clearing::positions(CNY, Some(CycleNo(cycle)));
	let of_bank = view.into_iter().find(|position| position.bank == bank);
	let unsettled = Clearing::cycle(CNY, Some(CycleNo(cycle))).expect("a cycle").closed.is_none()
		|| crate::Currencies::<Test>::get(CNY)
			.expect("a currency")
			.unsettled
			.contains(&CycleNo(cycle));
	if unsettled {
		of_bank.expect("a row").position
	} else {
		0
	}
}

fn act(step: &Step) -> DispatchResult {
	match step.action {
		"start" => {
			for (bank, (reserve, limit)) in
				[A, B].into_iter().zip(step.reserves.iter().zip(step.caps))
			{
				assert_ok!(issue(&format!("opening/{bank}"), bank, amount(reserve)));
				assert_ok!(cap(bank, amount(limit)));
			}
			Clearing::set_settlement(agent(), CNY, true)
		}
		"pay" => pay(bank(step.from), bank(step.to), amount(step.amount)),
		"close" => close(),
		"settle" => settle(cycle(step.cycle)),
		"set-cap" => cap(bank(step.from), amount(step.amount)),
		other => panic!("unknown action {other}"),
	}
}

fn outcome(result: DispatchResult) -> &'static str {
	let error = |known: Error<Test>| Err(known.into());
	match result {
		Ok(()) => "accept",
		refused if refused == error(Error::OverCap) => "refuse:over-cap",
		refused if refused == error(Error::ShortOfLiquidity) => "refuse:short-of-liquidity",
		refused if refused == error(Error::CapBelowPosition) => "refuse:cap-below-position",
		refused if refused == error(Error::CapOverReserve) => "refuse:cap-over-reserve",
		other => panic!("unexpected {other:?}"),
	}
}

#[test]
fn every_step_of_the_vectors_ends_as_it_says() {
	let vectors = steps();
	assert_eq!(vectors.values().map(Vec::len).sum::<usize>(), 41);
	for (vector, steps) in vectors {
		World::new().with_bank(A, 0).with_bank(B, 0).run(|| {
			for (number, step) in (1..).zip(steps) {
				let at = format!("{vector}, step {number}");
				let outcome = outcome(act(&step));
				assert_eq!(outcome, step.expected.replace("ok", "accept"), "{at}");
				let rows = [A, B].map(|bank| BankRows::<Test>::get(CNY, bank).expect("joined"));
				let of = |value: fn(&BankRow) -> Amount| {
					rows.each_ref().map(|row| value(row).to_string())
				};
				assert_eq!(of(|row| row.reserve), step.reserves, "{at}: reserves");
				assert_eq!(of(|row| row.cap), step.caps, "{at}: caps");
				if !step.positions[0].is_empty() {
					let cycle = cycle(step.cycle);
					let positions = [A, B].map(|bank| position_in(cycle, bank).to_string());
					assert_eq!(positions, step.positions, "{at}: positions");
				}
				assert_ok!(Clearing::check_invariants());
			}
		});
	}
}

#[test]
fn where_close_and_settlement_are_one_the_inflow_is_settled_money() {
	// The same payments as in `mojaloop-3482`, in a currency that settles with the close.
	World::new().with_capped_bank(A, 100_000, 90_000).with_capped_bank(B, 100_000, 90_000).run(
		|| {
			assert_ok!(pay(A, B, 10_000));
			assert_ok!(close());
			assert_eq!(reserves([A, B]), [90_000, 110_000]);
			assert_ok!(cap(A, 81_000));
			assert_ok!(cap(B, 99_000));
			assert_noop!(pay(B, A, 99_001), Error::<Test>::OverCap);
			assert_ok!(pay(B, A, 99_000));
			assert_noop!(pay(B, A, 1), Error::<Test>::OverCap);
		},
	);
}
