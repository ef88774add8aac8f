// SPDX-License-Identifier: Apache-2.0

use super::rules::{nearest, Finding};
use std::ops::Range;
use toml::{
	de::{DeTable, DeValue},
	Spanned,
};

/// A value of a TOML file that knows its place.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
	text: &'a str,
	value: &'a Spanned<DeValue<'a>>,
}

/// A table of a TOML file.
#[derive(Clone)]
pub(super) struct Entries<'a> {
	text: &'a str,
	table: &'a DeTable<'a>,
	place: Range<usize>,
}

impl<'a> Entries<'a> {
	/// The outermost table of a file, whose lacks are shown at its first line.
	pub(super) fn of_file(text: &'a str, table: &'a DeTable<'a>) -> Self {
		let end = text.find('\n').unwrap_or(text.len());
		Self { text, table, place: 0..end }
	}

	/// What it has beside these keys.
	pub(super) fn unknown(&self, known: &[&str]) -> Vec<Finding> {
		let keys = self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
		let finding = |key: &Spanned<std::borrow::Cow<'_, str>>| {
			let name = key.get_ref();
			let expected = format!("expected one of the keys {}", known.join(", "));
			let fault = Finding::fault(key.span(), format!("no key `{name}` here"), expected);
			match nearest(name, known.iter().copied()) {
				Some(close) => fault.help(format!("write `{close}`")),
				None => fault,
			}
		};
		keys.map(finding).collect()
	}

	/// The value of a key.
	pub(super) fn get(&self, key: &str) -> Option<Value<'a>> {
		let value = self.table.iter().find(|(name, _)| name.get_ref() == key)?.1;
		Some(Value { text: self.text, value })
	}

	/// The value of a key that must be there.
	pub(super) fn need(&self, key: &str) -> Result<Value<'a>, Finding> {
		self.get(key).ok_or_else(|| {
			let message = format!("no `{key}` here");
			Finding::fault(self.place.clone(), message, format!("expected a key `{key}` here"))
		})
	}

	/// The keys, with where their values stand.
	pub(super) fn places(&self) -> impl Iterator<Item = (String, Range<usize>)> + '_ {
		self.table.iter().map(|(key, value)| (key.get_ref().to_string(), value.span()))
	}
}

impl<'a> Value<'a> {
	/// The bytes of the file that it covers.
	pub(super) fn span(self) -> Range<usize> {
		self.value.span()
	}

	/// As it stands in the file.
	pub(super) fn written(self) -> &'a str {
		self.text.get(self.span()).unwrap_or_default()
	}

	/// Says what is wrong here, and what was expected.
	pub(super) fn fault(self, message: impl Into<String>, expected: impl AsRef<str>) -> Finding {
		Finding::fault(self.span(), message, format!("expected {}", expected.as_ref()))
	}

	/// The text that it is. Numbers are written as text, so that none is read as a float.
	pub(super) fn text(self) -> Result<&'a str, Finding> {
		match self.value.get_ref() {
			DeValue::String(text) => Ok(text.as_ref()),
			DeValue::Integer(_) | DeValue::Float(_) => {
				let written = self.written();
				let expected = "the number in quotes, such as `\"12.50\"`";
				let fault = self.fault("a number without quotes", expected);
				Err(fault.help(format!("write `\"{written}\"`")))
			}
			DeValue::Datetime(_) => {
				let written = self.written();
				let fault = self.fault("a time without quotes", "the time in quotes");
				Err(fault.help(format!("write `\"{written}\"`")))
			}
			_ => Err(self.fault("not a text", "a text in quotes")),
		}
	}

	/// Whether it is a list.
	pub(super) fn is_array(self) -> bool {
		matches!(self.value.get_ref(), DeValue::Array(_))
	}

	/// The values of the list that it is.
	pub(super) fn array(self) -> Result<Vec<Value<'a>>, Finding> {
		match self.value.get_ref() {
			DeValue::Array(values) => {
				Ok(values.iter().map(|value| Value { text: self.text, value }).collect())
			}
			_ => Err(self.fault("not a list", "a list in `[ ]`")),
		}
	}

	/// The entries of the table that it is.
	pub(super) fn entries(self) -> Result<Entries<'a>, Finding> {
		match self.value.get_ref() {
			DeValue::Table(table) => Ok(Entries { text: self.text, table, place: self.span() }),
			_ => Err(self.fault("not a table", "a table in `{ }`")),
		}
	}
}
