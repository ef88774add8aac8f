// SPDX-License-Identifier: Apache-2.0

use super::notation::{outcome, published_name, rules};
use crate::RuleError;

const ALLOCATIONS: &str = include_str!("../../tests/vectors/allocations.csv");

/// A total that no amount of 64 bits can be.
const TOO_WIDE: &[&str] = &["der-lr-u128-max"];

#[test]
fn every_published_allocation_that_fits_64_bits_comes_out_as_published() {
	let mut reader =
		csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(ALLOCATIONS.as_bytes());
	let (mut ran, mut skipped, mut wrong) = (0, Vec::new(), Vec::new());
	for row in reader.records().map(Result::unwrap) {
		let [id, total, legs, method, expected] = [0, 1, 2, 3, 4].map(|column| &row[column]);
		let Ok(total) = total.parse() else {
			skipped.push(id.to_owned());
			continue;
		};
		let actual = named_as_published(&outcome(&rules(legs, method), total, &[]));
		if actual != expected {
			wrong.push(format!("{id}: expected {expected}, got {actual}"));
		}
		ran += 1;
	}
	assert_eq!(wrong, Vec::<String>::new());
	assert_eq!(skipped, TOO_WIDE, "skipped: wider than an amount");
	assert_eq!(ran, 91, "rows ran");
}

fn named_as_published(outcome: &str) -> String {
	let refused = RuleError::ALL.iter().find(|it| outcome == format!("refuse:{it:?}"));
	refused.map_or_else(|| outcome.into(), |error| format!("refuse:{}", published_name(*error)))
}
