// SPDX-License-Identifier: Apache-2.0

//! `docs/rules.md` holds complete files and what commands answer. Both are compared with the files in
//! `examples/rules` and with what the commands answer. `UPDATE_EXPECTED=1` writes the page anew.

use super::preview;
use crate::bundle::{check_rule_set, Severity, Source};
use std::{
	collections::BTreeSet,
	fs,
	path::{Path, PathBuf},
};

fn root() -> PathBuf {
	let client = std::env::var_os("CARGO_MANIFEST_DIR").expect("the folder of the crate");
	PathBuf::from(client).join("..")
}

/// The names of the example files of this ending.
fn examples(ending: &str) -> BTreeSet<String> {
	let entries = fs::read_dir(root().join("examples/rules")).expect("a folder of examples");
	let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
	names.filter(|name| name.ends_with(ending)).collect()
}

#[test]
fn every_example_is_without_fault() {
	for name in examples(".toml") {
		let dir = root().join("examples/rules");
		let source = Source::read(&dir, &name).expect("an example");
		let stem = name.trim_end_matches(".toml");
		let findings = check_rule_set(&source, stem).findings;
		let faults = findings.iter().filter(|finding| finding.severity == Severity::Fault);
		let explained: String = faults.map(|finding| finding.render(&source, false)).collect();
		assert!(explained.is_empty(), "{explained}");
	}
}

#[test]
fn the_page_of_recipes_holds_the_examples_and_what_the_commands_answer() {
	let page = root().join("docs/rules.md");
	let text = fs::read_to_string(&page).expect("the page of recipes");
	let (written, shown) = written_anew(&text);
	if std::env::var_os("UPDATE_EXPECTED").is_some() {
		fs::write(&page, &written).expect("the page of recipes");
	} else {
		for (found, expected) in text.lines().zip(written.lines()) {
			assert_eq!(found, expected, "docs/rules.md");
		}
		assert_eq!(text.lines().count(), written.lines().count(), "docs/rules.md");
	}
	assert_eq!(shown, examples(""), "every example stands on the page");
}

/// The page with its blocks as they must be, and the examples that stand on it.
fn written_anew(text: &str) -> (String, BTreeSet<String>) {
	let mut written = String::new();
	let mut shown = BTreeSet::new();
	let mut lines = text.lines();
	while let Some(line) = lines.next() {
		written.push_str(line);
		written.push('\n');
		let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) else { continue };
		let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
		let example = kind.split_once(' ').map(|(_, name)| name.to_owned());
		written.push_str(&match example {
			Some(path) if path.contains('/') => {
				fs::read_to_string(root().join(path)).expect("a file of the tree")
			}
			Some(name) => {
				let file = root().join("examples/rules").join(&name);
				shown.insert(name);
				fs::read_to_string(file).expect("an example")
			}
			None if kind == "console" => answered(&block),
			None => block.iter().map(|line| format!("{line}\n")).collect(),
		});
		written.push_str("```\n");
	}
	(written, shown)
}

/// The commands of a block, each with what it answers.
fn answered(block: &[&str]) -> String {
	let commands = block.iter().filter(|line| line.starts_with("$ "));
	let answers = commands.map(|command| {
		let line = command.strip_prefix("$ split-ledger rules ").expect("a command on rules");
		let here = line.split(' ').map(|word| {
			let file = root().join(word);
			let is_example = Path::new(word).starts_with("examples");
			if is_example {
				file.display().to_string()
			} else {
				word.to_owned()
			}
		});
		let here = here.collect::<Vec<_>>().join(" ");
		let answer = preview(&here, false).unwrap_or_else(|error| panic!("{line}: {error:#}"));
		format!("{command}\n{}\n", answer.trim_end())
	});
	answers.collect::<Vec<_>>().join("\n")
}
