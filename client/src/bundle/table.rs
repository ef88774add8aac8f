// SPDX-License-Identifier: Apache-2.0

use super::{Malformed, Source};
use crate::currency::Unit;
use split_ledger_primitives::{limits::REFERENCE_BYTES_MAX, Amount};

/// The columns that a file of the bundle must have, and those that it may have.
pub(crate) struct Columns {
	pub(crate) required: &'static [&'static str],
	pub(crate) optional: &'static [&'static str],
}

impl Columns {
	/// All but these, in the order in which they are written.
	pub(crate) fn without(&self, none_of: &[&str]) -> Vec<&'static str> {
		let all = self.required.iter().chain(self.optional);
		all.filter(|name| !none_of.contains(name)).copied().collect()
	}
}

/// A CSV file of the bundle, whose every cell knows its place.
pub(crate) struct Table<'a> {
	source: &'a Source,
	header: csv::StringRecord,
	records: Vec<csv::StringRecord>,
}

/// A line of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
	table: &'a Table<'a>,
	record: &'a csv::StringRecord,
}

/// A cell of a row, or a part of one.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a> {
	row: Row<'a>,
	index: usize,
	skipped: usize,
	pub(crate) text: &'a str,
}

impl<'a> Table<'a> {
	/// Reads a table with exactly these columns, in any order.
	pub(crate) fn read(source: &'a Source, columns: &Columns) -> Result<Self, Malformed> {
		let syntax = |error: csv::Error| {
			let at = error.position().map_or(0, |position| position.byte() as usize);
			let at = at + line_ends(&source.text[at.min(source.text.len())..]);
			let expected = match error.kind() {
				csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
					format!("{expected_len} cells as in the first line, not {len}")
				}
				_ => format!("a line of cells ({error})"),
			};
			source.malformed(at, expected)
		};
		let mut reader = csv::ReaderBuilder::new().from_reader(source.text.as_bytes());
		let header = reader.headers().map_err(syntax)?.clone();
		let mut table = Self { source, header, records: Vec::new() };
		table.check_header(columns)?;
		table.records = reader.records().collect::<Result<_, _>>().map_err(syntax)?;
		Ok(table)
	}

	fn check_header(&self, columns: &Columns) -> Result<(), Malformed> {
		let known = || columns.required.iter().chain(columns.optional);
		for (index, name) in self.header.iter().enumerate() {
			if !known().any(|column| *column == name) {
				let names = known().copied().collect::<Vec<_>>().join(",");
				return Err(self.header_malformed(index, format!("one of the columns {names}")));
			}
			if self.header.iter().take(index).any(|earlier| earlier == name) {
				return Err(self.header_malformed(index, format!("the column `{name}` only once")));
			}
		}
		match columns.required.iter().find(|column| self.column(column).is_none()) {
			Some(missing) => Err(self.header_malformed(0, format!("a column `{missing}`"))),
			None => Ok(()),
		}
	}

	fn header_malformed(&self, index: usize, expected: String) -> Malformed {
		self.source.malformed(self.place(&self.header, index, 0), expected)
	}

	fn column(&self, name: &str) -> Option<usize> {
		self.header.iter().position(|column| column == name)
	}

	/// All rows, in file order.
	pub(crate) fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
		self.records.iter().map(move |record| Row { table: self, record })
	}

	/// Where a cell starts in the text: walks the record, because the parser only tells where the
	/// record starts.
	fn place(&self, record: &csv::StringRecord, index: usize, skipped: usize) -> usize {
		let start = record.position().map_or(0, |position| position.byte() as usize);
		let text = &self.source.text[start.min(self.source.text.len())..];
		let mut at = line_ends(text);
		if start == 0 && text.starts_with('\u{feff}') {
			at += '\u{feff}'.len_utf8();
		}
		let mut quoted = false;
		let mut left = index;
		for (offset, byte) in text.bytes().enumerate().skip(at) {
			if left == 0 {
				break;
			}
			match byte {
				b'"' => quoted = !quoted,
				b',' if !quoted => left -= 1,
				_ => {}
			}
			at = offset + 1;
		}
		let quote = usize::from(text[at..].starts_with('"'));
		start + at + quote + skipped
	}
}

fn line_ends(text: &str) -> usize {
	text.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

impl<'a> Row<'a> {
	/// The cell of a column; empty where the file does not have the column.
	pub(crate) fn cell(self, column: &str) -> Cell<'a> {
		let index = self.table.column(column);
		let text = index.and_then(|index| self.record.get(index)).unwrap_or_default();
		Cell { row: self, index: index.unwrap_or_default(), skipped: 0, text }
	}
}

impl<'a> Cell<'a> {
	/// Says what was expected here.
	pub(crate) fn malformed(self, expected: impl Into<String>) -> Malformed {
		let table = self.row.table;
		let place = table.place(self.row.record, self.index, self.skipped);
		table.source.malformed(place, expected)
	}

	/// `Ok` where `condition` holds, else what was expected.
	pub(crate) fn ensure(self, condition: bool, expected: &str) -> Result<(), Malformed> {
		if condition {
			Ok(())
		} else {
			Err(self.malformed(expected))
		}
	}

	/// Whether there is nothing in it.
	pub(crate) fn is_empty(self) -> bool {
		self.text.is_empty()
	}

	/// The parts of a list separated by `;`, none for an empty cell.
	pub(crate) fn list(self) -> impl Iterator<Item = Cell<'a>> {
		let whole = self.text;
		let parts = whole.split(';').filter(move |_| !whole.is_empty());
		parts.map(move |part| self.part(part))
	}

	/// The two sides of `left=right`.
	pub(crate) fn pair(self, expected: &str) -> Result<(Cell<'a>, Cell<'a>), Malformed> {
		match self.text.split_once('=') {
			Some((left, right)) if !left.is_empty() && !right.is_empty() => {
				Ok((self.part(left), self.part(right)))
			}
			_ => Err(self.malformed(expected)),
		}
	}

	/// A piece of this cell's text as a cell of its own.
	pub(crate) fn part(self, part: &'a str) -> Cell<'a> {
		let skipped = part.as_ptr() as usize - self.text.as_ptr() as usize;
		Cell { skipped: self.skipped + skipped, text: part, ..self }
	}

	/// The currency that the cell names.
	pub(crate) fn unit(self) -> Result<Unit, Malformed> {
		Unit::of_code(self.text)
			.ok_or_else(|| self.malformed("a currency by its ISO 4217 code, such as `CNY`"))
	}

	/// The amount in the cell.
	pub(crate) fn amount(self, unit: Unit) -> Result<Amount, Malformed> {
		unit.parse(self.text).map_err(|expected| self.malformed(expected))
	}

	/// The text of a reference: 1 to 64 bytes.
	pub(crate) fn reference(self) -> Result<String, Malformed> {
		let fits = (1..=REFERENCE_BYTES_MAX as usize).contains(&self.text.len());
		self.ensure(fits, "a text of 1 to 64 bytes")?;
		Ok(self.text.to_owned())
	}
}
