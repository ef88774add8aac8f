// SPDX-License-Identifier: Apache-2.0

use std::{fmt, fs, path::Path};

/// Why a bundle is refused as a whole: where it is wrong, and what was expected there.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub struct Malformed {
	/// The file, relative to the bundle.
	pub file: String,
	/// The line, from 1 on.
	pub line: usize,
	/// The column in characters, from 1 on.
	pub column: usize,
	/// The line itself.
	pub text: String,
	/// What should have been there.
	pub expected: String,
}

impl fmt::Display for Malformed {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { file, line, column, text, expected } = self;
		writeln!(f, "{file}:{line}:{column}: expected {expected}")?;
		let number = line.to_string();
		let margin = " ".repeat(number.len());
		let caret: String = text
			.chars()
			.take(column.saturating_sub(1))
			.map(|c| if c == '\t' { '\t' } else { ' ' })
			.collect();
		writeln!(f, "{margin} |")?;
		writeln!(f, "{number} | {text}")?;
		write!(f, "{margin} | {caret}^")
	}
}

/// A file of a bundle, kept whole so that errors can show the place.
#[derive(Debug)]
pub struct Source {
	/// Its name, relative to the bundle.
	pub name: String,
	/// Its text.
	pub text: String,
}

impl Source {
	/// Reads `name` in the folder `dir`.
	pub fn read(dir: &Path, name: &str) -> Result<Self, Malformed> {
		let whole_file = |expected: String| Malformed {
			file: name.to_owned(),
			line: 1,
			column: 1,
			text: String::new(),
			expected,
		};
		let bytes = fs::read(dir.join(name)).map_err(|error| {
			whole_file(format!("a readable file in {} ({error})", dir.display()))
		})?;
		Self::of_bytes(name, bytes)
	}

	/// Takes the bytes of a file.
	pub fn of_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, Malformed> {
		let name = name.to_owned();
		match String::from_utf8(bytes) {
			Ok(text) => Ok(Self { name, text }),
			Err(error) => {
				let at = error.utf8_error().valid_up_to();
				let text = String::from_utf8_lossy(&error.into_bytes()).into_owned();
				Err(Self { name, text }.malformed(at, "UTF-8 text"))
			}
		}
	}

	/// Says what was expected at a byte of the text.
	pub fn malformed(&self, at: usize, expected: impl Into<String>) -> Malformed {
		let mut at = at.min(self.text.len());
		while !self.text.is_char_boundary(at) {
			at -= 1;
		}
		let (before, after) = self.text.split_at(at);
		let start = before.rfind('\n').map_or(0, |newline| newline + 1);
		let rest = after.find('\n').map_or(after, |newline| &after[..newline]);
		Malformed {
			file: self.name.clone(),
			line: before.matches('\n').count() + 1,
			column: before[start..].chars().count() + 1,
			text: format!("{}{}", &before[start..], rest).trim_end_matches('\r').to_owned(),
			expected: expected.into(),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_place_is_shown_with_a_caret_below_it() {
		let source = Source::of_bytes("orders.csv", b"a,b\r\n\xc3\xa4,bad\r\n".to_vec());
		let malformed = source.map(|source| source.malformed(8, "a number"));
		assert_eq!(
			malformed.map(|malformed| malformed.to_string()),
			Ok("orders.csv:2:3: expected a number\n  |\n2 | \u{e4},bad\n  |   ^".to_owned())
		);
	}
}
