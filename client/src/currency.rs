// SPDX-License-Identifier: Apache-2.0

//! Currencies by their ISO 4217 code, and amounts as people write them: exact, never rounded.

use split_ledger_primitives::{Amount, Currency};
use std::fmt;

/// A currency of ISO 4217 that has a minor unit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Unit(iso_currency::Currency);

impl Unit {
	/// The currency of an alphabetic code, `None` for unknown codes and for those without a minor
	/// unit (gold, testing), in which no money can be held.
	pub fn of_code(code: &str) -> Option<Self> {
		let currency = iso_currency::Currency::from_code(code)?;
		currency.exponent().map(|_| Self(currency))
	}

	/// The currency of a number.
	pub fn of_number(number: Currency) -> Option<Self> {
		let currency = iso_currency::Currency::from_numeric(number.0)?;
		currency.exponent().map(|_| Self(currency))
	}

	/// The currency of most decimals: it reads whatever could be an amount in some currency.
	pub(crate) fn widest() -> Self {
		Self(iso_currency::Currency::CLF)
	}

	/// Its alphabetic code.
	pub fn code(self) -> &'static str {
		self.0.code()
	}

	/// Its number, which the chain uses.
	pub fn number(self) -> Currency {
		Currency(self.0.numeric())
	}

	/// How many decimals its amounts have.
	pub fn exponent(self) -> usize {
		self.0.exponent().map_or(0, usize::from)
	}

	/// Reads an amount in the currency's own units, exactly. The error says what was expected.
	pub fn parse(self, text: &str) -> Result<Amount, String> {
		let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
		let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
		let is_number = !whole.is_empty()
			&& digits(whole)
			&& digits(decimals)
			&& !(decimals.is_empty() && text.contains('.'));
		if !is_number {
			return Err(format!("an amount in {self} such as `{}`", self.format(Amount(123_456))));
		}
		if decimals.len() > self.exponent() {
			return Err(format!("an amount in {self} with {} decimals at most", self.exponent()));
		}
		let minor = format!("{whole}{decimals:0<width$}", width = self.exponent());
		minor
			.parse()
			.map_err(|_| format!("an amount in {self} of {} at most", self.format(Amount::MAX)))
	}

	/// Writes an amount in the currency's own units, with all its decimals.
	pub fn format(self, amount: Amount) -> String {
		self.format_signed(amount.0.into())
	}

	/// Writes a net or total in the currency's own units.
	pub fn format_signed(self, minor: i128) -> String {
		let sign = if minor < 0 { "-" } else { "" };
		let digits = format!("{:0>width$}", minor.unsigned_abs(), width = self.exponent() + 1);
		let (whole, decimals) = digits.split_at(digits.len() - self.exponent());
		if decimals.is_empty() {
			format!("{sign}{whole}")
		} else {
			format!("{sign}{whole}.{decimals}")
		}
	}

	/// Reads a net or total, which may be below zero.
	pub fn parse_signed(self, text: &str) -> Result<i128, String> {
		let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
		self.parse(text).map(|amount| sign * i128::from(amount.0))
	}
}

impl fmt::Display for Unit {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.code())
	}
}

impl PartialOrd for Unit {
	fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
		Some(self.cmp(other))
	}
}

impl Ord for Unit {
	fn cmp(&self, other: &Self) -> std::cmp::Ordering {
		self.code().cmp(other.code())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn unit(code: &str) -> Unit {
		Unit::of_code(code).expect("a currency")
	}

	#[test]
	fn amounts_have_the_decimals_of_their_currency_and_read_back_as_written() {
		for (code, text, minor) in [
			("JPY", "100", 100),
			("CNY", "100.00", 10_000),
			("KWD", "0.001", 1),
			("CNY", "184467440737095516.15", u64::MAX),
		] {
			assert_eq!(unit(code).parse(text), Ok(Amount(minor)));
			assert_eq!(unit(code).format(Amount(minor)), text);
		}
		assert_eq!(unit("CNY").parse("7"), Ok(Amount(700)));
		assert_eq!(unit("CNY").parse("7.5"), Ok(Amount(750)));
	}

	#[test]
	fn what_is_no_exact_amount_is_refused() {
		let bad =
			["", ".", "1.", ".5", "-1", "+1", "1,000", "1e3", "1.000", "184467440737095516.16"];
		for text in bad {
			assert!(unit("CNY").parse(text).is_err(), "{text}");
		}
		assert!(unit("JPY").parse("1.0").is_err());
	}

	#[test]
	fn codes_without_a_minor_unit_are_no_currencies() {
		assert!(Unit::of_code("XAU").is_none() && Unit::of_code("cny").is_none());
	}

	#[test]
	fn nets_are_written_with_their_sign() {
		assert_eq!(unit("CNY").format_signed(-5), "-0.05");
		assert_eq!(unit("CNY").parse_signed("-0.05"), Ok(-5));
	}
}
