// SPDX-License-Identifier: Apache-2.0

//! Some seconds of each target on bytes that dice give, so that a target that would fail at once is
//! seen by every run of the tests.
//!
//! ```text
//! FUZZ_SECONDS=600 SEED=7 cargo test --release -p split-ledger-fuzz
//! INPUT=5 SEED=7 cargo test ..   one input only: that whose number a failure names
//! ```

use split_ledger_scenarios::Dice;
use std::{
	io::Write,
	time::{Duration, Instant},
};

/// How long each target is tried where nothing else is said.
const SECONDS: u64 = 5;
/// Bytes of an input, at most.
const BYTES_MAX: u64 = 600;

fn from_env(name: &str) -> Option<u64> {
	std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// Writes a line that also a run shows which keeps the output of tests that pass to itself.
fn tell(line: &str) {
	let told = writeln!(std::io::stderr(), "{line}");
	told.expect("the run can be told of");
}

/// What the bytes of some number are.
fn input_of(seed: u64, number: u64) -> Vec<u8> {
	// Rolled first: what two numbers, or two seeds, start with would else be a place of the same row.
	let mut dice = Dice::new(Dice::new(Dice::new(seed).roll() ^ number).roll());
	let length = dice.below(BYTES_MAX) as usize;
	dice.bytes(length)
}

/// Tries a target on one input after the other, each from its own number: until the time is over, and
/// at least so many, however slow the machine is.
fn try_for_a_while(target: &str, least: u64, check: fn(&[u8])) {
	let seed = from_env("SEED").unwrap_or(20_261_122);
	let input = |number| input_of(seed, number);
	if let Some(number) = from_env("INPUT") {
		check(&input(number));
		return;
	}
	// What all inputs share is made once, before the clock runs.
	check(&[]);
	let end = Instant::now() + Duration::from_secs(from_env("FUZZ_SECONDS").unwrap_or(SECONDS));
	let mut number = 0;
	while number < least || Instant::now() < end {
		let bytes = input(number);
		if let Err(failure) = std::panic::catch_unwind(|| check(&bytes)) {
			tell(&format!("{target}: seed {seed}, input {number}"));
			std::panic::resume_unwind(failure);
		}
		number += 1;
	}
	tell(&format!("{target}: {number} inputs of seed {seed}"));
}

#[test]
fn any_bytes_that_are_a_rule_set_are_refused_or_divide_to_the_unit() {
	try_for_a_while("rule sets", 1_000, split_ledger_fuzz::rule_sets::check);
}

#[test]
fn any_bytes_that_are_calls_leave_every_invariant_as_it_is() {
	try_for_a_while("calls", 20, split_ledger_fuzz::calls::check);
}
