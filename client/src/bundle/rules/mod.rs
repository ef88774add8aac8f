// SPDX-License-Identifier: Apache-2.0

//! Rule files: read into rule sets, or explained as a compiler explains a program, all faults of a
//! file at once.

mod conditions;
mod faults;
mod fees;
mod finding;
mod legs;
mod mend;
mod names;
mod reach;
mod reader;
mod refund;
#[cfg(test)]
mod tests;
mod warnings;
mod write;

pub use finding::{Finding, Severity};
pub(crate) use names::nearest;
pub use write::write_rule_set;

use super::{Malformed, Source};
use split_ledger_primitives::Purpose;
use split_rules::ValidRuleSet;
use std::{collections::BTreeMap, fs, path::Path};

/// The rule sets of a bundle by name.
pub type Rules = BTreeMap<String, ValidRuleSet>;

/// What became of a rule file that was checked.
#[derive(Clone, Debug)]
pub struct Checked {
	/// The rule set, where the file has no fault.
	pub rules: Option<ValidRuleSet>,
	/// What is wrong or odd, by its place in the file.
	pub findings: Vec<Finding>,
}

/// Reads all rule files in `dir/rules`.
pub(super) fn read(dir: &Path) -> Result<Rules, Malformed> {
	let Ok(entries) = fs::read_dir(dir.join("rules")) else {
		return Ok(Rules::new());
	};
	let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
	let mut stems: Vec<_> =
		names.filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned())).collect();
	stems.sort();
	let read = |stem: String| {
		let source = Source::read(dir, &format!("rules/{stem}.toml"))?;
		Ok((stem.clone(), read_rule_set(&source, &stem)?))
	};
	stems.into_iter().map(read).collect()
}

/// Reads one rule set, which must have the name of its file. Its first fault is the error.
pub fn read_rule_set(source: &Source, stem: &str) -> Result<ValidRuleSet, Malformed> {
	judge(source, stem).map(|(rules, _)| rules).map_err(|findings| {
		let first = findings.first().map(|finding| finding.malformed(source));
		first.unwrap_or_else(|| source.malformed(0, "a valid rule set"))
	})
}

/// Reads one rule set, and tells all that is wrong or odd about it.
pub fn check_rule_set(source: &Source, stem: &str) -> Checked {
	match judge(source, stem) {
		Ok((rules, draft)) => {
			let mut findings = warnings::of(&rules, &draft);
			findings.sort_by_key(|finding| finding.place.start);
			Checked { rules: Some(rules), findings }
		}
		Err(findings) => Checked { rules: None, findings },
	}
}

/// The rule set and where its parts stand, or its faults, by their place.
fn judge(source: &Source, stem: &str) -> Result<(ValidRuleSet, reader::Draft), Vec<Finding>> {
	let (draft, mut findings) = reader::read(&source.text, stem)?;
	if findings.is_empty() {
		// The engine is the judge; what it refuses is explained below.
		if let Ok(rules) = draft.rules.clone().validate() {
			return Ok((rules, draft));
		}
	}
	findings.extend(faults::of(&draft));
	drop_echoes(&mut findings);
	findings.sort_by_key(|finding| finding.place.start);
	Err(findings)
}

/// A key that is missing because it is misspelled is told once: where it is misspelled.
fn drop_echoes(findings: &mut Vec<Finding>) {
	let misspelled: Vec<(Option<Box<str>>, usize)> =
		findings.iter().map(|finding| (finding.help.clone(), finding.place.start)).collect();
	findings.retain(|finding| {
		let missing = finding.label.strip_prefix("expected a key ");
		let missing = missing.and_then(|label| label.strip_suffix(" here"));
		let remedy = missing.map(|key| format!("write {key}"));
		let is_case = &*finding.code == "no-case";
		let is_echo = |(help, at): &(Option<Box<str>>, usize)| {
			let is_missing = remedy.is_some() && help.as_deref() == remedy.as_deref();
			let is_missing = is_missing && finding.place.contains(at);
			is_missing || (is_case && help.as_deref() == Some("write `case`"))
		};
		!misspelled.iter().any(is_echo)
	});
}

/// The name of a purpose in files.
pub fn purpose_name(purpose: Purpose) -> &'static str {
	match purpose {
		Purpose::Transfer => "transfer",
		Purpose::Goods => "goods",
		Purpose::Logistics => "logistics",
		Purpose::Fee => "fee",
		Purpose::Commission => "commission",
		Purpose::Tax => "tax",
		Purpose::Issue => "issue",
		Purpose::Redeem => "redeem",
		Purpose::Return => "return",
		Purpose::Refund => "refund",
		Purpose::Unclaimed => "unclaimed",
		Purpose::Collection => "collection",
		Purpose::Claimed => "claimed",
	}
}
