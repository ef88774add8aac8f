// SPDX-License-Identifier: Apache-2.0

//! The tables of the file, and which version of them a file has.

use super::{accounts, agreed, cycles, liens, lives, sent};
use anyhow::bail;
use rusqlite::Connection;
use std::path::Path;

/// Goes up with every change of a table or of what is written to one: a file that was begun with other
/// tables has nothing in the new ones for the blocks that it read, and nobody would see that.
const VERSION: u32 = 4;

/// Amounts over 2^63 are text: so their columns name no type, by which SQLite would round it. `orders.ended`: the
/// block in which nothing was held any more. `leg_log`: what was parked, and refunded from the hold, of a leg from
/// the end of a block on. `entries.gross`: whether the two banks settled it by itself, at the posting.
const TABLES: &str = "
	CREATE TABLE IF NOT EXISTS progress (
		chain TEXT NOT NULL, genesis TEXT NOT NULL, next_block INTEGER NOT NULL
	);
	CREATE TABLE IF NOT EXISTS blocks (
		number INTEGER PRIMARY KEY, hash TEXT NOT NULL, time_ms INTEGER NOT NULL
	);
	CREATE TABLE IF NOT EXISTS orders (
		id TEXT PRIMARY KEY, submitter INTEGER NOT NULL, date TEXT NOT NULL, reference TEXT,
		payer INTEGER NOT NULL, currency INTEGER NOT NULL, amount NOT NULL,
		placed INTEGER NOT NULL, status TEXT NOT NULL, ended INTEGER, uetr TEXT NOT NULL,
		end_to_end TEXT, merchant INTEGER, channel INTEGER, body BLOB
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS orders_by_uetr ON orders (uetr);
	CREATE INDEX IF NOT EXISTS orders_by_payer ON orders (payer);
	CREATE TABLE IF NOT EXISTS legs (
		order_id TEXT, leg INTEGER, payee INTEGER NOT NULL, purpose TEXT NOT NULL,
		entitlement NOT NULL, parked INTEGER NOT NULL DEFAULT 0, reason TEXT,
		refunded INTEGER NOT NULL DEFAULT 0,
		PRIMARY KEY (order_id, leg)
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS legs_by_payee ON legs (payee);
	CREATE TABLE IF NOT EXISTS leg_log (
		order_id TEXT, leg INTEGER, block INTEGER, parked INTEGER NOT NULL, reason TEXT,
		refunded INTEGER NOT NULL,
		PRIMARY KEY (order_id, leg, block)
	) WITHOUT ROWID;
	CREATE TRIGGER IF NOT EXISTS leg_changes AFTER UPDATE OF parked, refunded ON legs
	WHEN NEW.parked IS NOT OLD.parked OR NEW.refunded IS NOT OLD.refunded
	BEGIN
		INSERT OR REPLACE INTO leg_log
		SELECT NEW.order_id, NEW.leg, next_block, NEW.parked, NEW.reason, NEW.refunded
		FROM progress;
	END;
	CREATE TABLE IF NOT EXISTS funders (
		order_id TEXT, account INTEGER, amount INTEGER NOT NULL,
		PRIMARY KEY (order_id, account)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS entries (
		block INTEGER, place INTEGER, kind TEXT NOT NULL, order_id TEXT, leg INTEGER,
		reference TEXT, debit INTEGER, credit INTEGER, amount NOT NULL,
		currency INTEGER NOT NULL, cycle INTEGER NOT NULL, date TEXT NOT NULL, purpose TEXT NOT NULL,
		gross INTEGER NOT NULL,
		PRIMARY KEY (block, place)
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS entries_by_debit ON entries (debit, block, place);
	CREATE INDEX IF NOT EXISTS entries_by_credit ON entries (credit, block, place);
	CREATE INDEX IF NOT EXISTS entries_by_cycle ON entries (currency, cycle);
	CREATE INDEX IF NOT EXISTS entries_by_date ON entries (currency, date);
	CREATE INDEX IF NOT EXISTS entries_by_order ON entries (order_id, leg);
	CREATE TABLE IF NOT EXISTS roots (
		currency INTEGER, cycle INTEGER, block INTEGER, root TEXT NOT NULL, leaves INTEGER NOT NULL,
		PRIMARY KEY (currency, cycle, block)
	) WITHOUT ROWID;
";

/// Makes the tables in a new file. One of another version is not read on.
pub(super) fn make(file: &Connection, path: &Path) -> anyhow::Result<()> {
	let is_new: bool =
		file.query_row("SELECT count(*) = 0 FROM sqlite_master", [], |row| row.get(0))?;
	if is_new {
		let all = [accounts::TABLES, cycles::TABLES, sent::TABLES, liens::TABLES, agreed::TABLES];
		for tables in [TABLES, lives::TABLES].into_iter().chain(all) {
			file.execute_batch(tables)?;
		}
		file.pragma_update(None, "user_version", VERSION)?;
	}
	check(file, path)
}

/// Whether a file has the tables of this version.
pub(super) fn check(file: &Connection, path: &Path) -> anyhow::Result<()> {
	let version: u32 = file.pragma_query_value(None, "user_version", |row| row.get(0))?;
	if version != VERSION {
		bail!(
			"{} was made by another version of this command: name a new file, or delete it, and it is \
			 made again from the chain",
			path.display()
		);
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use crate::follow::{file::Entry, File};
	use anyhow::Context;
	use split_ledger_primitives::{AccountNo, Amount, Currency, CycleNo, Date, Purpose};

	#[test]
	fn an_amount_that_no_integer_of_the_file_holds_is_kept_to_the_unit() -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let path = dir.path().join("db.sqlite");
		let mut file = File::open(&path, "chain", [0; 32])?;
		let mut page = file.begin()?;
		let entry = Entry {
			kind: "paid",
			order: None,
			leg: None,
			reference: None,
			debit: Some(AccountNo(1)),
			credit: Some(AccountNo(2)),
			amount: Amount::MAX,
			currency: Currency(156),
			cycle: CycleNo(0),
			date: Date(20_000),
			purpose: Purpose::Transfer,
		};
		page.entry(1, &entry)?;
		page.end(1, "hash", 0)?;

		let file = rusqlite::Connection::open(&path)?;
		let mut sides = file.prepare("SELECT amount FROM statements ORDER BY account")?;
		let sides: Vec<String> =
			sides.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
		assert_eq!(sides, ["-18446744073709551615", "18446744073709551615"]);
		Ok(())
	}

	#[test]
	fn a_file_goes_on_where_it_ended_and_one_of_other_tables_is_refused() -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let path = dir.path().join("db.sqlite");
		assert_eq!(File::open(&path, "chain", [0; 32])?.next_block()?, 1);
		assert_eq!(File::open(&path, "chain", [0; 32])?.next_block()?, 1);

		let file = rusqlite::Connection::open(&path)?;
		file.pragma_update(None, "user_version", 0)?;
		let refused = File::open(&path, "chain", [0; 32]).err().context("it is of other tables")?;
		assert!(refused.to_string().contains("another version"), "{refused}");
		Ok(())
	}
}
