// SPDX-License-Identifier: Apache-2.0

//! Each `NAME.toml` beside this file is explained, and the explanation compared with `NAME.txt`.
//! `UPDATE_EXPECTED=1` writes the explanations anew; read what changed before it is committed.

mod mutations;
mod notation;

use super::{check_rule_set, Finding};
use crate::bundle::Source;
use split_rules::RuleError;
use std::{collections::BTreeSet, fs, path::PathBuf};

fn folder() -> PathBuf {
	let client = std::env::var_os("CARGO_MANIFEST_DIR").expect("the folder of the crate");
	PathBuf::from(client).join("src/bundle/rules/tests")
}

/// All files, by name: each with what is found in it.
fn explained() -> Vec<(String, Source, Vec<Finding>)> {
	let entries = fs::read_dir(folder()).expect("a folder of rule files");
	let files = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
	let mut stems: Vec<String> =
		files.filter_map(|file| Some(file.strip_suffix(".toml")?.to_owned())).collect();
	stems.sort();
	let explain = |stem: String| {
		let source = Source::read(&folder(), &format!("{stem}.toml")).expect("a rule file");
		let findings = check_rule_set(&source, &stem).findings;
		(stem, source, findings)
	};
	stems.into_iter().map(explain).collect()
}

#[test]
fn each_fault_and_oddity_is_explained_at_its_place() {
	let mut wrong = Vec::new();
	for (stem, source, findings) in explained() {
		let text: String = findings.iter().map(|finding| finding.render(&source, false)).collect();
		let file = folder().join(format!("{stem}.txt"));
		if std::env::var_os("UPDATE_EXPECTED").is_some() {
			fs::write(&file, &text).expect("a file of what is expected");
		}
		if fs::read_to_string(&file).unwrap_or_default() != text {
			wrong.push(format!("{stem}:\n{text}"));
		}
	}
	assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_error_that_a_file_can_bring_about_is_explained_somewhere() {
	let code = |error: &RuleError| {
		let value = serde_json::to_value(error).expect("an error has a name");
		value.as_str().unwrap_or_default().to_owned()
	};
	// Of rule sets that no file can say, of orders, of releases; the largest is tried below.
	let elsewhere = [
		RuleError::UnknownSemantics,
		RuleError::TooLarge,
		RuleError::DuplicateName,
		RuleError::TooManyNames,
		RuleError::UnusedSlot,
		RuleError::UnusedInput,
		RuleError::UnknownSlot,
		RuleError::UnknownInput,
		RuleError::UnknownAttribute,
		RuleError::UnreducedShare,
		RuleError::PurposeNotForLegs,
		RuleError::InputMissing,
		RuleError::InputLeftOver,
		RuleError::InputTwice,
		RuleError::LegOverRest,
		RuleError::NoCaseMatches,
		RuleError::MoreThanRemains,
		RuleError::Overflow,
		RuleError::NeedsSemantics2,
		RuleError::UnknownCase,
	];
	let found = explained();
	let found = found.iter().flat_map(|(_, _, findings)| findings);
	let mut codes: BTreeSet<String> = found.map(|finding| finding.code.to_string()).collect();
	codes.extend(elsewhere.iter().map(code));
	let missing: Vec<_> =
		RuleError::ALL.iter().filter(|error| !codes.contains(&code(error))).collect();
	assert_eq!(missing, Vec::<&RuleError>::new());
}

#[test]
fn a_rule_set_of_too_many_bytes_or_names_says_so() {
	let words: Vec<String> = (0..600).map(|word| format!("\"{word:0>60}\"")).collect();
	let goods = "{ to = \"merchant\", take = \"remainder\", purpose = \"goods\" }";
	let words = words.join(",");
	let text = format!(
		"name = \"large\"\ncurrency = \"CNY\"\n[[case]]\nwhen = {{ channel = [{words}] }}\n\
		 legs = [{goods}]\n[[case]]\nlegs = [{goods}]\n"
	);
	let findings = findings_of("large", &text);
	assert_eq!(findings.iter().map(|it| &*it.code).collect::<Vec<_>>(), ["too-large"]);
	assert!(findings[0].label.ends_with(" bytes"), "{findings:?}");

	let legs = |case: usize| {
		let leg =
			|slot: usize| format!("{{ to = \"s{slot}\", take = \"0.01\", purpose = \"goods\" }}");
		let legs: Vec<String> = (case * 15..case * 15 + 15).map(leg).collect();
		format!(
			"[[case]]\nwhen = {{ channel = [\"c{case}\"] }}\nlegs = [{}, {goods}]\n",
			legs.join(",")
		)
	};
	let cases: String = (0..18).map(legs).collect();
	let text = format!("name = \"n\"\ncurrency = \"CNY\"\n{cases}[[case]]\nlegs = [{goods}]\n");
	let findings = findings_of("n", &text);
	assert!(findings.iter().all(|it| it.message == "more than 255 slots"), "{findings:?}");
	// Merchant and 254 others fit; of 270 others 16 do not.
	assert_eq!(findings.len(), 16);
}

/// What is found in a text.
fn findings_of(stem: &str, text: &str) -> Vec<Finding> {
	let source = Source::of_bytes(stem, text.as_bytes().to_vec()).expect("UTF-8");
	check_rule_set(&source, stem).findings
}
