// SPDX-License-Identifier: Apache-2.0

use anyhow::{ensure, Context};
use codec::{Decode, Encode};
use rusqlite::{params, Connection, OptionalExtension, TransactionBehavior};
use split_ledger_primitives::{Commitment, Date, Domain, Moment, ParticipantId};
use std::path::Path;

use crate::rows::RefusedRow;

/// What this client must remember between runs on a chain: the dates that it gave references, the
/// salts of commitments, and what the chain refused.
///
/// It holds no truth about money. Where it is lost, dates are found again on the chain.
pub struct Memory {
	file: Connection,
	chain: String,
}

/// Changes with [`TABLES`]. A file without a version is of the first ones.
const VERSION: u32 = 2;

const TABLES: &str = "
	CREATE TABLE dates (
		chain TEXT, submitter INTEGER, domain INTEGER, reference TEXT, date INTEGER NOT NULL,
		PRIMARY KEY (chain, submitter, domain, reference)
	) WITHOUT ROWID;
	CREATE TABLE salts (
		chain TEXT, name TEXT, salt BLOB NOT NULL, PRIMARY KEY (chain, name)
	) WITHOUT ROWID;
	CREATE TABLE refused (
		chain TEXT, submitter INTEGER, domain INTEGER, reference TEXT,
		error TEXT NOT NULL, detail TEXT NOT NULL,
		PRIMARY KEY (chain, submitter, domain, reference)
	) WITHOUT ROWID;
	CREATE TABLE tried (
		chain TEXT, submitter INTEGER, domain INTEGER, reference TEXT, time_ms INTEGER NOT NULL,
		PRIMARY KEY (chain, submitter, domain, reference)
	) WITHOUT ROWID;
	CREATE TABLE admitted (
		chain TEXT, name TEXT, PRIMARY KEY (chain, name)
	) WITHOUT ROWID;
	CREATE TABLE numbers (
		chain TEXT, what TEXT, number INTEGER NOT NULL, time_ms INTEGER NOT NULL,
		PRIMARY KEY (chain, what)
	) WITHOUT ROWID;
	CREATE TABLE blocks (
		chain TEXT, block INTEGER, events BLOB NOT NULL, PRIMARY KEY (chain, block)
	) WITHOUT ROWID;
	CREATE TABLE done (
		chain TEXT, what TEXT, PRIMARY KEY (chain, what)
	) WITHOUT ROWID;
";

/// A reference within its chain: who submits it, and of what it is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
	pub(super) submitter: ParticipantId,
	pub(super) domain: Domain,
	pub(super) text: &'a str,
}

impl Memory {
	/// Opens the memory in the folder `dir` for the chain of this name. Refuses one that another version
	/// wrote, and leaves it as it is.
	pub fn open(dir: &Path, chain: impl AsRef<[u8]>) -> anyhow::Result<Self> {
		std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
		let path = dir.join("memory.sqlite");
		let mut file =
			Connection::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
		// Of two that begin at once, the second waits for the tables of the first.
		let begun = file.transaction_with_behavior(TransactionBehavior::Immediate)?;
		if begun.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, u32>(0))?
			== 0
		{
			begun.execute_batch(TABLES)?;
			begun.pragma_update(None, "user_version", VERSION)?;
		}
		let version: u32 = begun.pragma_query_value(None, "user_version", |row| row.get(0))?;
		ensure!(
			version == VERSION,
			"{} is of another version of this program: move it away, or name another folder by --state. \
			Dates of references are found again on the chain; the salts of commitments stand in that \
			file only, so keep it",
			path.display()
		);
		begun.commit()?;
		file.pragma_update(None, "journal_mode", "wal")?;
		Ok(Self { file, chain: hex::encode(chain) })
	}

	/// The date that a reference got at its first import.
	pub(super) fn date(&self, named: Named<'_>) -> anyhow::Result<Option<Date>> {
		let mut query = self.file.prepare_cached(
			"SELECT date FROM dates
			WHERE chain = ?1 AND submitter = ?2 AND domain = ?3 AND reference = ?4",
		)?;
		let key = params![self.chain, named.submitter.0, named.domain as u8, named.text];
		Ok(query.query_row(key, |row| row.get(0)).optional()?.map(Date))
	}

	/// Remembers the dates of references. The first date stays.
	pub(super) fn remember_dates<'a>(
		&mut self,
		dates: impl Iterator<Item = (Named<'a>, Date)>,
	) -> anyhow::Result<()> {
		let all = self.file.transaction()?;
		for (named, date) in dates {
			all.prepare_cached("INSERT OR IGNORE INTO dates VALUES (?1, ?2, ?3, ?4, ?5)")?
				.execute(params![
					self.chain,
					named.submitter.0,
					named.domain as u8,
					named.text,
					date.0
				])?;
		}
		Ok(all.commit()?)
	}

	/// A commitment to the name of a participant, salted with a secret of this client.
	pub(super) fn commitment(&self, name: &str) -> anyhow::Result<Commitment> {
		let salt: [u8; 32] = rand::random();
		self.file
			.prepare_cached("INSERT OR IGNORE INTO salts VALUES (?1, ?2, ?3)")?
			.execute(params![self.chain, name, salt.as_slice()])?;
		let salt: Vec<u8> = self
			.file
			.prepare_cached("SELECT salt FROM salts WHERE chain = ?1 AND name = ?2")?
			.query_row(params![self.chain, name], |row| row.get(0))?;
		Ok(Commitment(crate::hash::blake2_256(&[&salt, name.as_bytes()])))
	}

	/// What a block told of orders, if it was read before. Nodes discard it after a while.
	pub(super) fn events(&self, block: u32) -> anyhow::Result<Option<Vec<Vec<u8>>>> {
		let mut query = self
			.file
			.prepare_cached("SELECT events FROM blocks WHERE chain = ?1 AND block = ?2")?;
		let found = query.query_row(params![self.chain, block], |row| row.get(0)).optional()?;
		let decode = |bytes: Vec<u8>| Decode::decode(&mut bytes.as_slice());
		found.map(decode).transpose().context("the memory is of another version")
	}

	/// All that was read, in the order of the blocks.
	pub(super) fn all_events(&self) -> anyhow::Result<Vec<(u32, Vec<Vec<u8>>)>> {
		let mut query = self
			.file
			.prepare_cached("SELECT block, events FROM blocks WHERE chain = ?1 ORDER BY block")?;
		let rows = query.query_map([&self.chain], |row| Ok((row.get(0)?, row.get(1)?)))?;
		let mut all = Vec::new();
		for row in rows {
			let (block, bytes): (u32, Vec<u8>) = row?;
			let events = Decode::decode(&mut bytes.as_slice());
			all.push((block, events.context("the memory is of another version")?));
		}
		Ok(all)
	}

	/// Remembers what a block told of orders.
	pub(super) fn remember_events(&self, block: u32, events: &[Vec<u8>]) -> anyhow::Result<()> {
		self.file
			.prepare_cached("INSERT OR REPLACE INTO blocks VALUES (?1, ?2, ?3)")?
			.execute(params![self.chain, block, events.encode()])?;
		Ok(())
	}

	/// Remembers who was admitted by vote: banks vote on those who come later, agents keep currencies.
	pub(super) fn remember_admitted(&self, name: &str) -> anyhow::Result<()> {
		self.file
			.prepare_cached("INSERT OR IGNORE INTO admitted VALUES (?1, ?2)")?
			.execute(params![self.chain, name])?;
		Ok(())
	}

	/// The names of all who were admitted by vote.
	pub fn admitted(&self) -> anyhow::Result<Vec<String>> {
		let mut query = self.file.prepare_cached("SELECT name FROM admitted WHERE chain = ?1")?;
		let names = query.query_map([&self.chain], |row| row.get(0))?;
		Ok(names.collect::<Result<_, _>>()?)
	}

	/// What the chain answered when it refused this.
	pub(super) fn refusal(&self, named: Named<'_>) -> anyhow::Result<Option<RefusedRow>> {
		let mut query = self.file.prepare_cached(
			"SELECT error, detail FROM refused
			WHERE chain = ?1 AND submitter = ?2 AND domain = ?3 AND reference = ?4",
		)?;
		let key = params![self.chain, named.submitter.0, named.domain as u8, named.text];
		let row = query.query_row(key, |row| {
			Ok(RefusedRow {
				reference: named.text.to_owned(),
				error: row.get(0)?,
				detail: row.get(1)?,
			})
		});
		Ok(row.optional()?)
	}

	/// Remembers, or with `None` forgets, that the chain refused something.
	pub(super) fn remember_refusal(
		&self,
		named: Named<'_>,
		row: Option<&RefusedRow>,
	) -> anyhow::Result<()> {
		let (submitter, domain) = (named.submitter.0, named.domain as u8);
		match row {
			Some(row) => self
				.file
				.prepare_cached("INSERT OR REPLACE INTO refused VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
				.execute(params![
					self.chain, submitter, domain, named.text, row.error, row.detail
				])?,
			None => self
				.file
				.prepare_cached(
					"DELETE FROM refused
					WHERE chain = ?1 AND submitter = ?2 AND domain = ?3 AND reference = ?4",
				)?
				.execute(params![self.chain, submitter, domain, named.text])?,
		};
		Ok(())
	}

	/// When this was tried last, where that is remembered.
	pub(super) fn tried(&self, named: Named<'_>) -> anyhow::Result<Option<Moment>> {
		let mut query = self.file.prepare_cached(
			"SELECT time_ms FROM tried
			WHERE chain = ?1 AND submitter = ?2 AND domain = ?3 AND reference = ?4",
		)?;
		let key = params![self.chain, named.submitter.0, named.domain as u8, named.text];
		let time: Option<i64> = query.query_row(key, |row| row.get(0)).optional()?;
		Ok(time.and_then(|ms| u64::try_from(ms).ok()).map(Moment))
	}

	/// Remembers when the chain refused it last, or did it.
	pub(super) fn remember_tried(&self, named: Named<'_>, at: Moment) -> anyhow::Result<()> {
		let time_ms = i64::try_from(at.0)?;
		self.file
			.prepare_cached("INSERT OR REPLACE INTO tried VALUES (?1, ?2, ?3, ?4, ?5)")?
			.execute(params![
				self.chain,
				named.submitter.0,
				named.domain as u8,
				named.text,
				time_ms
			])?;
		Ok(())
	}

	/// The number that the chain gave to something, and when.
	pub(super) fn number(&self, what: &str) -> anyhow::Result<Option<(u32, Moment)>> {
		let mut query = self
			.file
			.prepare_cached("SELECT number, time_ms FROM numbers WHERE chain = ?1 AND what = ?2")?;
		let row = query.query_row(params![self.chain, what], |row| {
			Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?))
		});
		let row = row.optional()?;
		Ok(row.and_then(|(number, ms)| Some((number, Moment(u64::try_from(ms).ok()?)))))
	}

	/// Remembers the number that the chain gave to something. The first one stays.
	pub(super) fn remember_number(
		&self,
		what: &str,
		number: u32,
		at: Moment,
	) -> anyhow::Result<()> {
		let time_ms = i64::try_from(at.0)?;
		self.file
			.prepare_cached("INSERT OR IGNORE INTO numbers VALUES (?1, ?2, ?3, ?4)")?
			.execute(params![self.chain, what, number, time_ms])?;
		Ok(())
	}

	/// Whether something without a reference on the chain was done before.
	pub(super) fn is_done(&self, what: &str) -> anyhow::Result<bool> {
		let mut query =
			self.file.prepare_cached("SELECT 1 FROM done WHERE chain = ?1 AND what = ?2")?;
		Ok(query.exists(params![self.chain, what])?)
	}

	/// Remembers that it was done.
	pub(super) fn remember_done(&self, what: &str) -> anyhow::Result<()> {
		self.file
			.prepare_cached("INSERT OR IGNORE INTO done VALUES (?1, ?2)")?
			.execute(params![self.chain, what])?;
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const NAMED: Named<'_> =
		Named { submitter: ParticipantId(1), domain: Domain::Order, text: "o1" };

	#[test]
	fn the_first_date_of_a_reference_stays_and_belongs_to_its_chain() -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let mut memory = Memory::open(dir.path(), [1; 32])?;
		memory.remember_dates([(NAMED, Date(7))].into_iter())?;
		memory.remember_dates([(NAMED, Date(8))].into_iter())?;

		assert_eq!(memory.date(NAMED)?, Some(Date(7)));
		let other = Named { submitter: ParticipantId(2), ..NAMED };
		assert_eq!(memory.date(other)?, None);
		assert_eq!(Memory::open(dir.path(), [2; 32])?.date(NAMED)?, None);
		assert_eq!(Memory::open(dir.path(), [1; 32])?.date(NAMED)?, Some(Date(7)));
		Ok(())
	}

	#[test]
	fn a_file_of_another_version_is_refused_with_what_to_do_and_left_as_it_is() -> anyhow::Result<()>
	{
		let dir = tempfile::tempdir()?;
		let path = dir.path().join("memory.sqlite");
		Connection::open(&path)?.execute_batch("CREATE TABLE salts (genesis TEXT)")?;
		let before = std::fs::read(&path)?;

		let refused = Memory::open(dir.path(), [1; 32]).err().map(|error| error.to_string());

		let remedy = "move it away, or name another folder by --state";
		assert!(refused.is_some_and(|said| said.contains(remedy)));
		assert_eq!(std::fs::read(&path)?, before);
		Ok(())
	}

	#[test]
	fn the_first_number_of_something_stays() -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let memory = Memory::open(dir.path(), [1; 32])?;
		assert_eq!(memory.number("group/g")?, None);
		memory.remember_number("group/g", 3, Moment(7))?;
		memory.remember_number("group/g", 4, Moment(8))?;
		assert_eq!(memory.number("group/g")?, Some((3, Moment(7))));
		assert_eq!(Memory::open(dir.path(), [2; 32])?.number("group/g")?, None);
		Ok(())
	}

	#[test]
	fn the_moment_of_the_last_refusal_is_remembered() -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let memory = Memory::open(dir.path(), [1; 32])?;
		assert_eq!(memory.tried(NAMED)?, None);
		memory.remember_tried(NAMED, Moment(7))?;
		memory.remember_tried(NAMED, Moment(8))?;
		assert_eq!(memory.tried(NAMED)?, Some(Moment(8)));
		Ok(())
	}

	#[test]
	fn a_commitment_is_the_same_every_time_and_cannot_be_guessed_from_the_name(
	) -> anyhow::Result<()> {
		let (one, two) = (tempfile::tempdir()?, tempfile::tempdir()?);
		let memory = Memory::open(one.path(), [1; 32])?;
		assert_eq!(memory.commitment("anna")?, memory.commitment("anna")?);
		assert_ne!(
			memory.commitment("anna")?,
			Memory::open(two.path(), [1; 32])?.commitment("anna")?
		);
		Ok(())
	}
}
