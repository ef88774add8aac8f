// SPDX-License-Identifier: Apache-2.0

//! Sound files, damaged at random: whatever is wrong with a file, it is explained, at a place in it.

use super::super::{check_rule_set, write_rule_set, Severity};
use crate::bundle::{read_rule_set, Source};
use rand::{seq::IndexedRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const FILES: &[(&str, &str)] = &[
	("marketplace", include_str!("../../../generate/rules/marketplace.toml")),
	("gulf", include_str!("../../../generate/rules/gulf.toml")),
	("workshop", include_str!("../../../generate/rules/workshop.toml")),
	("group-leader", include_str!("../../../../../examples/rules/group-leader.toml")),
	("refunds", include_str!("../../../../../examples/rules/refunds.toml")),
	("festival", include_str!("../../../../../examples/rules/festival.toml")),
	("supply-chain", include_str!("../../../../../examples/rules/supply-chain.toml")),
];
const WORDS: &[&str] = &[
	"\"0%\"",
	"\"150%\"",
	"\"1/3\"",
	"\"remainder\"",
	"\"rest\"",
	"\"net:carrier\"",
	"\"gross\"",
	"\"first\"",
	"\"half-up\"",
	"\"merchant\"",
	"\"input:freight\"",
	"\"0\"",
	"\"99999999.99\"",
	"\"\"",
	"\"2026-11-11T00:00:00Z\"",
	"5",
	"[]",
	"{}",
	"\"goods\"",
	"\"fee\"",
	"\"whole\"",
	"\"fees-kept\"",
	"true",
	"2026-11-11",
	"take",
	"split",
	"\"\u{9}\"",
	"\"\u{5e73}\u{53f0}\"",
];

/// The pieces of a text: quoted texts, words, and single characters.
fn pieces(text: &str) -> Vec<String> {
	let mut pieces: Vec<String> = Vec::new();
	let (mut quoted, mut in_word) = (false, false);
	for c in text.chars() {
		let is_word = c.is_alphanumeric() || c == '_' || c == '-';
		match pieces.last_mut().filter(|_| quoted || (in_word && is_word)) {
			Some(piece) => piece.push(c),
			None => pieces.push(c.to_string()),
		}
		quoted ^= c == '"';
		in_word = is_word;
	}
	pieces
}

fn damaged(text: &str, chance: &mut ChaCha8Rng) -> String {
	let mut pieces = pieces(text);
	for _ in 0..chance.random_range(1..6) {
		let at = chance.random_range(0..pieces.len());
		match chance.random_range(0..4) {
			0 => drop(pieces.remove(at)),
			1 => pieces.insert(at, WORDS.choose(chance).copied().unwrap_or_default().to_owned()),
			2 => {
				let other = chance.random_range(0..pieces.len());
				pieces.swap(at, other);
			}
			_ => {
				// A value for a value, so that most files stay TOML.
				let values = (0..pieces.len()).filter(|at| pieces[*at].starts_with('"'));
				let values: Vec<usize> = values.collect();
				if let Some(at) = values.choose(chance) {
					pieces[*at] = WORDS.choose(chance).copied().unwrap_or_default().to_owned();
				}
			}
		}
	}
	pieces.concat()
}

#[test]
fn whatever_is_wrong_with_a_file_is_explained_at_a_place_in_it() {
	let mut chance = ChaCha8Rng::seed_from_u64(7);
	let (mut sound, mut several) = (0, 0);
	for round in 0..4_000 {
		let (stem, text) = FILES[round % FILES.len()];
		let text = damaged(text, &mut chance);
		let source = Source::of_bytes(stem, text.clone().into_bytes()).expect("UTF-8");
		let checked = check_rule_set(&source, stem);
		let faults = checked.findings.iter().filter(|it| it.severity == Severity::Fault).count();
		assert_eq!(checked.rules.is_some(), faults == 0, "{text}");
		assert_eq!(read_rule_set(&source, stem).is_ok(), faults == 0, "{text}");
		for finding in &checked.findings {
			assert!(text.get(finding.place.clone()).is_some(), "{finding:?}\n{text}");
			assert!(finding.render(&source, false).contains(&finding.message), "{text}");
			assert!(!["unused-slot", "unused-input"].contains(&&*finding.code), "{text}");
		}
		if let Some(rules) = &checked.rules {
			let written = write_rule_set(rules.rule_set()).expect("a file");
			let source = Source::of_bytes(stem, written.clone().into_bytes()).expect("UTF-8");
			assert_eq!(read_rule_set(&source, stem).as_ref(), Ok(rules), "{text}\n{written}");
		}
		sound += u32::from(faults == 0);
		several += u32::from(faults > 1);
	}
	assert!(sound > 100 && several > 500, "{sound} sound, {several} with several faults");
}
