// SPDX-License-Identifier: Apache-2.0

use super::{Malformed, Source};
use std::ops::Range;
use toml::{
	de::{DeTable, DeValue},
	Spanned,
};

/// A value of a TOML file that knows its place.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
	source: &'a Source,
	value: &'a Spanned<DeValue<'a>>,
}

/// A table of a TOML file with none but known keys.
pub(super) struct Entries<'a> {
	source: &'a Source,
	table: &'a DeTable<'a>,
	start: usize,
}

impl<'a> Entries<'a> {
	/// Takes a table, which may have these keys only.
	pub(super) fn of_table(
		source: &'a Source,
		table: &'a DeTable<'a>,
		start: usize,
		known: &[&str],
	) -> Result<Self, Malformed> {
		let unknown = table.keys().find(|key| !known.contains(&key.get_ref().as_ref()));
		match unknown {
			None => Ok(Self { source, table, start }),
			Some(key) => {
				let expected = format!("one of the keys {}", known.join(", "));
				Err(source.malformed(key.span().start, expected))
			}
		}
	}

	/// The value of a key.
	pub(super) fn get(&self, key: &str) -> Option<Value<'a>> {
		let value = self.table.iter().find(|(name, _)| name.get_ref() == key)?.1;
		Some(Value { source: self.source, value })
	}

	/// The value of a key that must be there.
	pub(super) fn need(&self, key: &str) -> Result<Value<'a>, Malformed> {
		let missing = || self.source.malformed(self.start, format!("a key `{key}` here"));
		self.get(key).ok_or_else(missing)
	}
}

impl<'a> Value<'a> {
	/// The bytes of the file that it covers.
	pub(super) fn span(self) -> Range<usize> {
		self.value.span()
	}

	/// Says what was expected here.
	pub(super) fn malformed(self, expected: impl Into<String>) -> Malformed {
		self.source.malformed(self.span().start, expected)
	}

	/// `Ok` where `condition` holds, else what was expected.
	pub(super) fn ensure(self, condition: bool, expected: &str) -> Result<(), Malformed> {
		if condition {
			Ok(())
		} else {
			Err(self.malformed(expected))
		}
	}

	/// The text that it is. Numbers are written as text, so that none is read as a float.
	pub(super) fn text(self) -> Result<&'a str, Malformed> {
		match self.value.get_ref() {
			DeValue::String(text) => Ok(text.as_ref()),
			DeValue::Integer(_) | DeValue::Float(_) => {
				Err(self.malformed("the number in quotes, such as `\"12.50\"`"))
			}
			_ => Err(self.malformed("a text in quotes")),
		}
	}

	/// The values of the list that it is.
	pub(super) fn array(self) -> Result<Vec<Value<'a>>, Malformed> {
		match self.value.get_ref() {
			DeValue::Array(values) => {
				Ok(values.iter().map(|value| Value { source: self.source, value }).collect())
			}
			_ => Err(self.malformed("a list in `[ ]`")),
		}
	}

	/// The entries of the table that it is, which may have these keys only.
	pub(super) fn entries(self, known: &[&str]) -> Result<Entries<'a>, Malformed> {
		match self.value.get_ref() {
			DeValue::Table(table) => {
				Entries::of_table(self.source, table, self.span().start, known)
			}
			_ => Err(self.malformed("a table in `{ }`")),
		}
	}
}
