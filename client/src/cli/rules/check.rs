// SPDX-License-Identifier: Apache-2.0

use super::super::{show, values::colours, Context};
use crate::{
	bundle::{check_rule_set, Checked, Finding, Severity, Source},
	currency::Unit,
	rules::hash_of,
};
use anyhow::bail;
use clap::Args;
use serde::Serialize;
use split_rules::ValidRuleSet;
use std::{
	path::{Path, PathBuf},
	process::ExitCode,
};

#[derive(Args, Debug)]
pub(in crate::cli) struct Check {
	/// Rule files.
	#[arg(required = true)]
	files: Vec<PathBuf>,
	/// Ends with 1 for warnings too.
	#[arg(long)]
	strict: bool,
}

/// A rule file that was checked.
#[derive(Serialize)]
struct Answer {
	file: String,
	#[serde(flatten)]
	rules: Option<Sound>,
	findings: Vec<Told>,
	#[serde(skip_serializing_if = "Option::is_none")]
	block: Option<u32>,
}

/// A rule set without fault.
#[derive(Serialize)]
struct Sound {
	name: String,
	currency: &'static str,
	semantics: u8,
	hash: String,
	cases: usize,
	slots: Vec<String>,
	inputs: Vec<String>,
}

/// A finding, for programs.
#[derive(Serialize)]
struct Told {
	severity: &'static str,
	#[serde(skip_serializing_if = "str::is_empty")]
	code: Box<str>,
	line: usize,
	column: usize,
	text: String,
	message: String,
	label: String,
	#[serde(skip_serializing_if = "Option::is_none")]
	help: Option<Box<str>>,
}

impl Check {
	pub(super) fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		let mut answers = Vec::new();
		let (mut faults, mut warnings) = (0, 0);
		for file in &self.files {
			let (source, checked) = checked(file);
			if !context.json {
				eprint!("{}", explained(&source, &checked.findings, colours()));
			}
			let is_fault = |finding: &&Finding| finding.severity == Severity::Fault;
			let of_file = checked.findings.iter().filter(is_fault).count();
			faults += of_file;
			warnings += checked.findings.len() - of_file;
			answers.push(answer(file, &source, &checked));
		}
		show::answer(context, &answers, |answers| {
			format!(
				"{}{}, {}",
				table(answers),
				counted(faults, "fault"),
				counted(warnings, "warning")
			)
		})?;
		let failed = faults > 0 || (self.strict && warnings > 0);
		Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
	}
}

/// Reads a rule file. Its faults are the error.
pub(in crate::cli) fn read(file: &Path) -> anyhow::Result<ValidRuleSet> {
	let (source, checked) = checked(file);
	match checked.rules {
		Some(rules) => Ok(rules),
		None => {
			let explained = explained(&source, &checked.findings, colours());
			bail!("{} is no valid rule set\n\n{}", file.display(), explained.trim_end())
		}
	}
}

/// Says that a rule set was published.
pub(super) fn published(
	file: &Path,
	rules: &ValidRuleSet,
	block: u32,
	context: Context,
) -> anyhow::Result<()> {
	let (file, findings) = (file.display().to_string(), Vec::new());
	let answer = [Answer { file, rules: Some(sound(rules)), findings, block: Some(block) }];
	show::answer(context, &answer, |answer| {
		format!("{}published, final in block {block}", table(answer))
	})
}

/// A file that cannot be read is one with a fault, so that those beside it are checked all the same.
fn checked(file: &Path) -> (Source, Checked) {
	let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
	let name = file.display().to_string();
	let read = std::fs::read(file).map_err(|error| format!("a readable file ({error})"));
	let source = read
		.and_then(|bytes| Source::of_bytes(&name, bytes).map_err(|malformed| malformed.expected));
	match source {
		Ok(source) => {
			let checked = check_rule_set(&source, stem);
			(source, checked)
		}
		Err(expected) => {
			let fault =
				Finding::fault(0..0, "the file cannot be read", format!("expected {expected}"));
			let source = Source { name, text: String::new() };
			(source, Checked { rules: None, findings: vec![fault] })
		}
	}
}

/// Findings as a compiler shows them, each with an empty line below.
pub(super) fn explained(source: &Source, findings: &[Finding], colours: bool) -> String {
	findings.iter().map(|finding| finding.render(source, colours)).collect()
}

fn answer(file: &Path, source: &Source, checked: &Checked) -> Answer {
	let told = |finding: &Finding| {
		let place = source.malformed(finding.place.start, "");
		Told {
			severity: match finding.severity {
				Severity::Fault => "fault",
				Severity::Warning => "warning",
			},
			code: finding.code.clone(),
			line: place.line,
			column: place.column,
			text: source.text.get(finding.place.clone()).unwrap_or_default().to_owned(),
			message: finding.message.clone(),
			label: finding.label.clone(),
			help: finding.help.clone(),
		}
	};
	Answer {
		file: file.display().to_string(),
		rules: checked.rules.as_ref().map(sound),
		findings: checked.findings.iter().map(told).collect(),
		block: None,
	}
}

fn sound(rules: &ValidRuleSet) -> Sound {
	let set = rules.rule_set();
	Sound {
		name: set.name.clone(),
		currency: Unit::of_number(set.currency).map_or("", Unit::code),
		semantics: set.semantics,
		hash: hash_of(set).to_string(),
		cases: set.cases.len(),
		slots: set.slots.clone(),
		inputs: set.inputs.clone(),
	}
}

/// The rule sets without fault, if there are any.
fn table(answers: &[Answer]) -> String {
	let sound: Vec<&Sound> = answers.iter().filter_map(|answer| answer.rules.as_ref()).collect();
	if sound.is_empty() {
		return String::new();
	}
	let rows = sound.iter().map(|one| {
		vec![
			one.name.clone(),
			one.currency.to_owned(),
			one.semantics.to_string(),
			one.cases.to_string(),
			one.slots.join(" "),
			one.inputs.join(" "),
			one.hash.clone(),
		]
	});
	let header = &["name", "currency", "semantics", "cases", "slots", "inputs", "hash"];
	format!("{}\n", show::table(header, rows))
}

fn counted(count: usize, noun: &str) -> String {
	let plural = if count == 1 { "" } else { "s" };
	format!("{count} {noun}{plural}")
}
