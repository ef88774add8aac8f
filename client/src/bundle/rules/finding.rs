// SPDX-License-Identifier: Apache-2.0

use super::super::{Malformed, Source};
use codespan_reporting::{
	diagnostic::{Diagnostic, Label, Severity as Weight},
	files::SimpleFile,
	term::{
		emit_to_write_style,
		termcolor::{Ansi, NoColor},
		Chars, Config,
	},
};
use std::ops::Range;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
	/// The rule set cannot be used.
	Fault,
	/// The rule set can be used, and probably does not say what was meant.
	Warning,
}

/// What is wrong, or odd, at a place of a rule file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
	/// How much it weighs.
	pub severity: Severity,
	/// The name of what it is, for programs; empty for faults of form.
	pub code: Box<str>,
	/// What it is.
	pub message: String,
	/// The bytes of the file that it is about.
	pub place: Range<usize>,
	/// What stands beside the carets.
	pub label: String,
	/// Other places that have to do with it.
	pub also: Box<[(Range<usize>, String)]>,
	/// What to write instead.
	pub help: Option<Box<str>>,
}

impl Finding {
	/// A fault.
	pub(crate) fn fault(
		place: Range<usize>,
		message: impl Into<String>,
		label: impl Into<String>,
	) -> Self {
		Self {
			severity: Severity::Fault,
			code: Box::default(),
			message: message.into(),
			place,
			label: label.into(),
			also: Box::default(),
			help: None,
		}
	}

	/// A warning of this name.
	pub(super) fn warning(
		code: &str,
		place: Range<usize>,
		message: impl Into<String>,
		label: impl Into<String>,
	) -> Self {
		let fault = Self::fault(place, message, label);
		Self { severity: Severity::Warning, code: code.into(), ..fault }
	}

	/// With what to write instead.
	pub(crate) fn help(self, help: impl Into<String>) -> Self {
		Self { help: Some(help.into().into_boxed_str()), ..self }
	}

	/// With what to write instead, where somebody knows.
	pub(super) fn maybe_help(self, help: Option<String>) -> Self {
		match help {
			Some(help) => self.help(help),
			None => Self { help: None, ..self },
		}
	}

	/// With one more place.
	pub(super) fn also(mut self, place: Range<usize>, label: impl Into<String>) -> Self {
		let mut also = self.also.into_vec();
		also.push((place, label.into()));
		self.also = also.into_boxed_slice();
		self
	}

	/// The same for a bundle, which is refused at its first fault.
	pub(super) fn malformed(&self, source: &Source) -> Malformed {
		let expected = match self.label.strip_prefix("expected ") {
			Some(expected) => expected.to_owned(),
			None => format!("a valid rule set: {}", self.message),
		};
		source.malformed(self.place.start, expected)
	}

	/// The finding as a compiler shows it.
	pub fn render(&self, source: &Source, colours: bool) -> String {
		let label = |(place, text): &(Range<usize>, String)| {
			Label::secondary((), place.clone()).with_message(text)
		};
		let weight = match self.severity {
			Severity::Fault => Weight::Error,
			Severity::Warning => Weight::Warning,
		};
		let mut shown = Diagnostic::new(weight)
			.with_message(&self.message)
			.with_label(Label::primary((), self.place.clone()).with_message(&self.label))
			.with_labels_iter(self.also.iter().map(label));
		if !self.code.is_empty() {
			shown = shown.with_code(&*self.code);
		}
		if let Some(help) = &self.help {
			shown = shown.with_note(format!("help: {help}"));
		}
		rendered(&shown, source, colours)
	}
}

/// Nothing can go wrong: the text is written to memory, and a place beyond the file shows no line.
fn rendered(shown: &Diagnostic<()>, source: &Source, colours: bool) -> String {
	let file = SimpleFile::new(&source.name, &source.text);
	let config = Config { chars: Chars::ascii(), ..Config::default() };
	let mut bytes = Vec::new();
	let written = if colours {
		emit_to_write_style(&mut Ansi::new(&mut bytes), &config, &file, shown)
	} else {
		emit_to_write_style(&mut NoColor::new(&mut bytes), &config, &file, shown)
	};
	match written {
		Ok(()) => String::from_utf8_lossy(&bytes).into_owned(),
		Err(_) => format!("error: {}\n", shown.message),
	}
}
