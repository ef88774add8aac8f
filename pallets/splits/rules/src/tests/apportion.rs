// SPDX-License-Identifier: Apache-2.0

use crate::{apportion, RuleError};
use split_ledger_primitives::Amount;

#[track_caller]
fn check(remaining: &[u64], amount: u64, expected: Result<&[u64], RuleError>) {
	let remaining: Vec<_> = remaining.iter().copied().map(Amount).collect();
	let parts = apportion(&remaining, Amount(amount));
	let parts = parts.map(|parts| parts.iter().map(|part| part.0).collect::<Vec<_>>());
	assert_eq!(parts, expected.map(<[u64]>::to_vec));
}

#[test]
fn a_release_of_all_is_the_plan() {
	check(&[1_329, 530, 5_360], 7_219, Ok(&[1_329, 530, 5_360]));
	check(&[u64::MAX], u64::MAX, Ok(&[u64::MAX]));
}

#[test]
fn left_over_units_go_to_the_largest_fractions_and_the_earlier_leg_wins_a_tie() {
	check(&[50, 45, 5], 25, Ok(&[13, 11, 1]));
	check(&[45, 50, 5], 25, Ok(&[11, 13, 1]));
	check(&[1, 1, 1], 1, Ok(&[1, 0, 0]));
	check(&[1, 1, 1], 2, Ok(&[1, 1, 0]));
	check(&[1, 2, 1], 2, Ok(&[1, 1, 0]));
}

#[test]
fn a_leg_that_has_got_all_gets_nothing_more() {
	check(&[0, 10, 0], 7, Ok(&[0, 7, 0]));
}

#[test]
fn nothing_is_divided_into_nothings() {
	check(&[5, 0], 0, Ok(&[0, 0]));
	check(&[0, 0], 0, Ok(&[0, 0]));
	check(&[], 0, Ok(&[]));
}

#[test]
fn more_than_all_weights_is_refused_and_never_clamped() {
	check(&[60, 40], 101, Err(RuleError::MoreThanRemains));
	check(&[0], 1, Err(RuleError::MoreThanRemains));
	check(&[], 1, Err(RuleError::MoreThanRemains));
}

#[test]
fn entitlements_that_together_pass_64_bits_are_divided_exactly() {
	check(&[u64::MAX, u64::MAX], u64::MAX, Ok(&[(1 << 63), (1 << 63) - 1]));
}
