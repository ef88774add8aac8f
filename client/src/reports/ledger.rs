// SPDX-License-Identifier: Apache-2.0

use crate::{currency::Unit, follow::File};
use anyhow::Context;
use rusqlite::{
	types::{Type, ValueRef},
	Connection, OptionalExtension, Params, Row,
};
use split_ledger_primitives::{BankIndex, Currency, Moment};
use std::path::Path;

/// A follower's file, as it stands at one moment.
pub struct Ledger {
	rows: Connection,
}

impl Ledger {
	/// Opens a file that `split-ledger follow` made.
	pub fn open(path: &Path) -> anyhow::Result<Self> {
		let rows = File::read(path)?;
		// All questions are answered from one picture, though a follower may go on writing.
		rows.execute_batch("BEGIN")?;
		Ok(Self { rows })
	}

	/// All that a query answers.
	pub(super) fn list<T>(
		&self,
		query: &str,
		values: impl Params,
		read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
	) -> anyhow::Result<Vec<T>> {
		let mut query = self.rows.prepare_cached(query)?;
		let rows = query.query_map(values, read)?;
		Ok(rows.collect::<Result<_, _>>()?)
	}

	/// The first that a query answers, if anything.
	pub(super) fn one<T>(
		&self,
		query: &str,
		values: impl Params,
		read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
	) -> anyhow::Result<Option<T>> {
		Ok(self.rows.prepare_cached(query)?.query_row(values, read).optional()?)
	}

	/// The currencies of a bank: in which it has accounts, or takes part in clearing.
	pub fn units(&self, bank: BankIndex) -> anyhow::Result<Vec<Unit>> {
		let query = "SELECT currency FROM accounts WHERE bank = ?1
			UNION SELECT currency FROM positions WHERE bank = ?1 ORDER BY currency";
		let numbers = self.list(query, [bank.0], |row| row.get::<_, u16>(0))?;
		let unit = |number| {
			let unit = Unit::of_number(Currency(number));
			unit.with_context(|| format!("the file has money in {number}, which is no currency"))
		};
		numbers.into_iter().map(unit).collect()
	}

	/// When a block was made.
	pub(super) fn time(&self, block: u32) -> anyhow::Result<Moment> {
		let query = "SELECT time_ms FROM blocks WHERE number = ?1";
		let time = self.one(query, [block], |row| row.get::<_, u64>(0))?;
		time.map(Moment).with_context(|| format!("the file has no block {block}"))
	}
}

/// An amount or sum, which may be a text.
pub(super) fn exact(row: &Row<'_>, column: usize) -> rusqlite::Result<i128> {
	let value = row.get_ref(column)?;
	match value {
		ValueRef::Integer(figure) => Ok(figure.into()),
		ValueRef::Text(_) => value.as_str()?.parse().map_err(|_| no_amount(column, Type::Text)),
		ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => {
			Err(no_amount(column, value.data_type()))
		}
	}
}

fn no_amount(column: usize, found: Type) -> rusqlite::Error {
	rusqlite::Error::InvalidColumnType(column, "an amount".to_owned(), found)
}

/// Two columns that sum amounts exactly, in billions and the rest: a sum in one would round what is text. Read them
/// by [`total`].
pub(super) const TOTAL: &str = "
	sum(iif(typeof(amount) = 'text',
		CAST(substr(amount, 1, length(amount) - 9) AS INTEGER), amount / 1000000000)) AS high,
	sum(iif(typeof(amount) = 'text',
		CAST(substr(amount, -9) AS INTEGER) * iif(amount LIKE '-%', -1, 1), amount % 1000000000)) AS low";

/// What [`TOTAL`] comes to; nothing where there is nothing to sum.
pub(super) fn total(row: &Row<'_>, column: usize) -> rusqlite::Result<i128> {
	let part = |column| -> rusqlite::Result<i64> {
		Ok(row.get::<_, Option<i64>>(column)?.unwrap_or_default())
	};
	let (billions, rest): (i64, i64) = (part(column)?, part(column + 1)?);
	// A billion times 2^63 is far below 2^127.
	Ok(i128::from(billions) * 1_000_000_000 + i128::from(rest))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sums_are_exact_also_of_amounts_that_are_text() -> anyhow::Result<()> {
		let file = Connection::open_in_memory()?;
		file.execute_batch(
			"CREATE TABLE amounts (amount);
			INSERT INTO amounts VALUES (7), (-8), ('18446744073709551615'), ('-9223372036854775809');",
		)?;
		let query = format!("SELECT {TOTAL} FROM amounts");
		let sum = file.query_row(&query, [], |row| total(row, 0))?;
		assert_eq!(sum, 7 - 8 + 18_446_744_073_709_551_615 - 9_223_372_036_854_775_809);
		let query = format!("SELECT {TOTAL} FROM amounts WHERE amount = 1");
		assert_eq!(file.query_row(&query, [], |row| total(row, 0))?, 0);
		Ok(())
	}
}
