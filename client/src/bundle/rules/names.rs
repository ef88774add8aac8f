// SPDX-License-Identifier: Apache-2.0

use strsim::damerau_levenshtein;

/// The candidate that somebody who wrote `word` most likely meant, where one is near enough.
pub(crate) fn nearest<'a>(
	word: &str,
	candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
	let lower = word.to_lowercase();
	let farthest = (word.chars().count() / 3).max(1);
	let near = candidates.into_iter().map(|name| (damerau_levenshtein(&lower, name), name));
	near.filter(|(distance, _)| *distance <= farthest).min().map(|(_, name)| name)
}

/// Whether one of two names is likely a slip of the other: one letter apart, digits aside.
pub(super) fn looks_like_slip(a: &str, b: &str) -> bool {
	let letters = |name: &str| name.chars().filter(|c| c.is_alphabetic()).collect::<String>();
	let is_long = a.chars().count().min(b.chars().count()) >= 4;
	is_long && letters(a) != letters(b) && damerau_levenshtein(a, b) == 1
}

#[cfg(test)]
mod tests {
	use super::{looks_like_slip, nearest};

	#[test]
	fn a_slip_finds_what_was_meant_and_another_word_finds_nothing() {
		let keys = ["to", "take", "purpose", "floor"];
		assert_eq!(nearest("purpos", keys), Some("purpose"));
		assert_eq!(nearest("tkae", keys), Some("take"));
		assert_eq!(nearest("FLOOR", keys), Some("floor"));
		assert_eq!(nearest("limit", keys), None);
	}

	#[test]
	fn names_that_are_counted_are_no_slips() {
		assert!(looks_like_slip("platform", "platfrom"));
		assert!(looks_like_slip("merchant", "mechant"));
		assert!(!looks_like_slip("supplier-1", "supplier-2"));
		assert!(!looks_like_slip("tax", "fax"));
		assert!(!looks_like_slip("supplier", "carrier"));
	}
}
