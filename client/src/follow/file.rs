// SPDX-License-Identifier: Apache-2.0

use anyhow::{bail, Context};
use codec::Encode;
use rusqlite::{
	params, types::Value, Connection, OpenFlags, OptionalExtension, Params, Transaction,
};
use split_ledger_primitives::{
	views::RootView, AccountNo, Amount, Currency, CycleNo, Date, Moment, OrderBody, OrderId,
	OrderStatus, Purpose,
};
use std::path::Path;

use super::{
	payment::status_name,
	sent::{uetr_of, Told},
	tables,
};
use crate::bundle::purpose_name;

/// Statements that are kept prepared: more than there are.
const STATEMENTS: usize = 64;

/// The follower's file: entries, orders, what was agreed and said about them, cycles and roots of final
/// blocks. It holds no truth and can be made again from the chain.
pub struct File {
	file: Connection,
	genesis: [u8; 32],
}

/// A movement of money, or the way of it into or out of the ledger.
#[derive(Clone, Debug)]
pub(super) struct Entry {
	pub(super) kind: &'static str,
	pub(super) order: Option<OrderId>,
	pub(super) leg: Option<u8>,
	pub(super) reference: Option<String>,
	pub(super) debit: Option<AccountNo>,
	pub(super) credit: Option<AccountNo>,
	pub(super) amount: Amount,
	pub(super) currency: Currency,
	pub(super) cycle: CycleNo,
	pub(super) date: Date,
	pub(super) purpose: Purpose,
}

impl Entry {
	/// The accounts that it names.
	pub(super) fn accounts(&self) -> impl Iterator<Item = AccountNo> {
		self.debit.into_iter().chain(self.credit)
	}
}

/// An order as it was placed.
#[derive(Clone, Debug)]
pub(super) struct PlacedOrder {
	pub(super) id: OrderId,
	pub(super) reference: Option<String>,
	pub(super) payer: AccountNo,
	pub(super) currency: Currency,
	pub(super) amount: Amount,
	pub(super) block: u32,
	pub(super) status: String,
}

/// How much of a leg is parked, and was refunded from the hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParkedOf {
	pub(super) order: OrderId,
	pub(super) leg: u8,
	pub(super) amount: Amount,
	pub(super) refunded: Amount,
}

impl File {
	/// Opens the file for the chain of this name and first block; a new one begins with the block after
	/// that.
	pub fn open(path: &Path, chain: &str, genesis: [u8; 32]) -> anyhow::Result<Self> {
		let file =
			Connection::open(path).with_context(|| format!("cannot open {}", path.display()))?;
		file.pragma_update(None, "journal_mode", "wal")?;
		file.set_prepared_statement_cache_capacity(STATEMENTS);
		tables::make(&file, path)?;
		let known: Option<String> =
			file.query_row("SELECT chain FROM progress", [], |row| row.get(0)).optional()?;
		match known {
			None => {
				let values = params![chain, hex::encode(genesis)];
				file.execute("INSERT INTO progress VALUES (?1, ?2, 1)", values)?;
			}
			Some(known) if known == chain => {}
			Some(known) => bail!("{} is of another chain: {known}", path.display()),
		}
		Ok(Self { file, genesis })
	}

	/// Opens a file to be read only.
	pub fn read(path: &Path) -> anyhow::Result<Connection> {
		let of = || format!("cannot read {}: `split-ledger follow --db` makes it", path.display());
		let file =
			Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).with_context(of)?;
		tables::check(&file, path).with_context(of)?;
		Ok(file)
	}

	/// The first block that was not read.
	pub fn next_block(&self) -> anyhow::Result<u32> {
		Ok(self.file.query_row("SELECT next_block FROM progress", [], |row| row.get(0))?)
	}

	/// The hash of a block that was read.
	pub fn hash_of(&self, block: u32) -> anyhow::Result<Option<String>> {
		let mut query = self.file.prepare_cached("SELECT hash FROM blocks WHERE number = ?1")?;
		Ok(query.query_row([block], |row| row.get(0)).optional()?)
	}

	/// How many entries there are.
	pub fn entries(&self) -> anyhow::Result<u64> {
		Ok(self.file.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))?)
	}

	/// The blocks in which money moved for an order.
	pub fn blocks_of(&self, order: OrderId) -> anyhow::Result<Vec<u32>> {
		let mut query = self
			.file
			.prepare("SELECT DISTINCT block FROM entries WHERE order_id = ?1 ORDER BY block")?;
		let blocks = query.query_map([order.to_string()], |row| row.get(0))?;
		Ok(blocks.collect::<Result<_, _>>()?)
	}

	/// How many roots there are of a cycle.
	pub(super) fn roots_of(&self, currency: Currency, cycle: CycleNo) -> anyhow::Result<u32> {
		let mut query = self
			.file
			.prepare_cached("SELECT count(*) FROM roots WHERE currency = ?1 AND cycle = ?2")?;
		Ok(query.query_row(params![currency.0, cycle.0], |row| row.get(0))?)
	}

	/// Begins a block: all of it is written, or nothing.
	pub(super) fn begin(&mut self) -> anyhow::Result<Page<'_>> {
		Ok(Page { rows: self.file.transaction()?, place: 0, genesis: self.genesis })
	}
}

/// A block that is being written.
pub(super) struct Page<'a> {
	pub(super) rows: Transaction<'a>,
	place: u32,
	pub(super) genesis: [u8; 32],
}

/// Amounts over 2^63 do not fit an integer of the file; they are written as text, exactly.
pub(super) fn figure(amount: Amount) -> Value {
	i64::try_from(amount.0).map_or_else(|_| Value::Text(amount.to_string()), Value::Integer)
}

/// A moment in milliseconds since 1970.
pub(super) fn ms(moment: Moment) -> i64 {
	i64::try_from(moment.0).unwrap_or(i64::MAX)
}

/// A number of the chain, of which no chain gives as many as do not fit.
pub(super) fn number(of: AccountNo) -> i64 {
	i64::try_from(of.0).unwrap_or(i64::MAX)
}

impl Page<'_> {
	/// Writes by a statement.
	pub(super) fn change(&self, statement: &str, values: impl Params) -> anyhow::Result<()> {
		self.rows.prepare_cached(statement)?.execute(values)?;
		Ok(())
	}

	pub(super) fn entry(&mut self, block: u32, entry: &Entry) -> anyhow::Result<()> {
		self.rows
			.prepare_cached(
				"INSERT INTO entries VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,
					EXISTS (
						SELECT 1 FROM accounts AS a, accounts AS b, gross_pairs AS pair
						WHERE a.number = ?7 AND b.number = ?8 AND pair.currency = ?10
							AND pair.low = min(a.bank, b.bank) AND pair.high = max(a.bank, b.bank)
					))",
			)?
			.execute(params![
				block,
				self.place,
				entry.kind,
				entry.order.map(|id| id.to_string()),
				entry.leg,
				entry.reference,
				entry.debit.map(number),
				entry.credit.map(number),
				figure(entry.amount),
				entry.currency.0,
				entry.cycle.0,
				entry.date.to_string(),
				purpose_name(entry.purpose),
			])?;
		self.place = self.place.saturating_add(1);
		Ok(())
	}

	/// An order that was placed in this block, unless it is known.
	pub(super) fn order(&self, order: &PlacedOrder) -> anyhow::Result<()> {
		self.rows
			.prepare_cached(
				"INSERT OR IGNORE INTO orders
				VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,NULL,?10,NULL,NULL,NULL,NULL)",
			)?
			.execute(params![
				order.id.to_string(),
				order.id.submitter().0,
				order.id.date().to_string(),
				order.reference,
				number(order.payer),
				order.currency.0,
				figure(order.amount),
				order.block,
				order.status,
				uetr_of(self.genesis, order.id).to_string(),
			])?;
		Ok(())
	}

	/// Where an order stands; one that has ended did so in the first block that says so.
	pub(super) fn status(&self, order: OrderId, status: OrderStatus) -> anyhow::Result<()> {
		let is_open = status == OrderStatus::Held;
		self.change(
			"UPDATE orders SET status = ?2,
				ended = iif(?3, NULL, coalesce(ended, (SELECT next_block FROM progress)))
			WHERE id = ?1",
			params![order.to_string(), status_name(status), is_open],
		)
	}

	/// The body of an order that was placed: who asks for its details later brings it. And who brought a
	/// part of its money, where that was not the payer alone.
	pub(super) fn body(&self, order: OrderId, body: &OrderBody) -> anyhow::Result<()> {
		let (id, bytes) = (order.to_string(), body.encode());
		let Told { end_to_end, merchant, channel } = Told::by(body);
		self.change(
			"UPDATE orders SET body = ?2, end_to_end = ?3, merchant = ?4, channel = ?5
			WHERE id = ?1 AND body IS NULL",
			params![id, bytes, end_to_end, merchant, channel],
		)?;
		let others = Amount::checked_sum(body.funders.iter().map(|part| part.amount));
		let rest = others.and_then(|others| body.amount.checked_sub(others));
		let Some(rest) = rest.filter(|_| !body.funders.is_empty()) else { return Ok(()) };
		let parts = body.funders.iter().map(|part| (part.account, part.amount));
		for (account, amount) in parts.chain([(body.payer, rest)]) {
			self.rows
				.prepare_cached(
					"INSERT OR IGNORE INTO funders
					SELECT id, ?3, ?4 FROM orders WHERE id = ?1 AND body = ?2",
				)?
				.execute(params![id, bytes, number(account), figure(amount)])?;
		}
		Ok(())
	}

	pub(super) fn leg(
		&self,
		order: OrderId,
		leg: u8,
		payee: AccountNo,
		purpose: Purpose,
		entitlement: Amount,
	) -> anyhow::Result<()> {
		self.rows
			.prepare_cached(
				"INSERT OR IGNORE INTO legs (order_id, leg, payee, purpose, entitlement)
				VALUES (?1, ?2, ?3, ?4, ?5)",
			)?
			.execute(params![
				order.to_string(),
				leg,
				number(payee),
				purpose_name(purpose),
				figure(entitlement)
			])?;
		Ok(())
	}

	/// More of a leg is parked.
	pub(super) fn parked(
		&self,
		order: OrderId,
		leg: u8,
		amount: Amount,
		reason: &str,
	) -> anyhow::Result<()> {
		self.rows
			.prepare_cached(
				"UPDATE legs SET parked = parked + ?3, reason = ?4 WHERE order_id = ?1 AND leg = ?2",
			)?
			.execute(params![order.to_string(), leg, figure(amount), reason])?;
		Ok(())
	}

	/// So much of a leg is parked.
	pub(super) fn set_parked(&self, of: ParkedOf) -> anyhow::Result<()> {
		let ParkedOf { order, leg, amount, refunded } = of;
		self.change(
			"UPDATE legs SET parked = ?3, reason = iif(?3 = 0, NULL, reason), refunded = ?4
			WHERE order_id = ?1 AND leg = ?2",
			params![order.to_string(), leg, figure(amount), figure(refunded)],
		)
	}

	/// Nothing of a leg is parked any more.
	pub(super) fn unparked(&self, order: OrderId, leg: u8) -> anyhow::Result<()> {
		self.rows
			.prepare_cached(
				"UPDATE legs SET parked = 0, reason = NULL WHERE order_id = ?1 AND leg = ?2",
			)?
			.execute(params![order.to_string(), leg])?;
		Ok(())
	}

	/// Nothing of an order is parked any more.
	pub(super) fn nothing_parked(&self, order: OrderId) -> anyhow::Result<()> {
		self.rows
			.prepare_cached("UPDATE legs SET parked = 0, reason = NULL WHERE order_id = ?1")?
			.execute([order.to_string()])?;
		Ok(())
	}

	/// What is parked of each leg of an order.
	#[cfg(test)]
	pub(super) fn parked_of(&self, order: OrderId) -> anyhow::Result<Vec<(u8, u64)>> {
		let mut query =
			self.rows.prepare("SELECT leg, parked FROM legs WHERE order_id = ?1 ORDER BY leg")?;
		let rows = query.query_map([order.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
		Ok(rows.collect::<Result<_, _>>()?)
	}

	pub(super) fn root(
		&self,
		currency: Currency,
		cycle: CycleNo,
		root: &RootView,
	) -> anyhow::Result<()> {
		let RootView { block, root, leaves } = root;
		self.rows
			.prepare_cached("INSERT INTO roots VALUES (?1, ?2, ?3, ?4, ?5)")?
			.execute(params![currency.0, cycle.0, block, hex::encode(root), leaves])?;
		Ok(())
	}

	/// All roots of a cycle so far, in the order of its blocks.
	pub(super) fn roots(
		&self,
		currency: Currency,
		cycle: CycleNo,
	) -> anyhow::Result<Vec<RootView>> {
		let mut query = self.rows.prepare_cached(
			"SELECT block, root, leaves FROM roots WHERE currency = ?1 AND cycle = ?2 ORDER BY block",
		)?;
		let rows = query.query_map(params![currency.0, cycle.0], |row| {
			Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))
		})?;
		let mut roots = Vec::new();
		for row in rows {
			let (block, text, leaves) = row?;
			let mut root = [0; 32];
			hex::decode_to_slice(text, &mut root).context("the file has a root that is none")?;
			roots.push(RootView { block, root, leaves });
		}
		Ok(roots)
	}

	/// Ends the block.
	pub(super) fn end(self, block: u32, hash: &str, time_ms: u64) -> anyhow::Result<()> {
		let time_ms = i64::try_from(time_ms).unwrap_or(i64::MAX);
		self.rows
			.execute("INSERT INTO blocks VALUES (?1, ?2, ?3)", params![block, hash, time_ms])?;
		let next = block.saturating_add(1);
		self.rows.execute("UPDATE progress SET next_block = ?1", params![next])?;
		Ok(self.rows.commit()?)
	}
}
