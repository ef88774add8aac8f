// SPDX-License-Identifier: Apache-2.0

//! What is owed for refunds, in the file (R3).

use super::file::{figure, ms, number, Page};
use rusqlite::params;
use split_ledger_primitives::{AccountNo, Amount, Moment, OrderId};

/// Liens by what they are for. `remaining` is 0 once they are paid or have ended; `unpaid` is what was
/// never collected.
pub(super) const TABLES: &str = "
	CREATE TABLE IF NOT EXISTS liens (
		order_id TEXT, leg INTEGER, debtor INTEGER, creditor INTEGER, laid INTEGER NOT NULL,
		amount INTEGER NOT NULL, remaining INTEGER NOT NULL, unpaid INTEGER NOT NULL DEFAULT 0,
		deadline_ms INTEGER NOT NULL,
		PRIMARY KEY (order_id, leg, debtor, creditor)
	) WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS liens_by_debtor ON liens (debtor, remaining);
	CREATE VIEW IF NOT EXISTS statements AS
		SELECT debit AS account, block, place, date, kind, order_id, leg, reference, credit AS other,
			iif(typeof(amount) = 'text', '-' || amount, -amount) AS amount, currency, cycle, purpose,
			gross
		FROM entries WHERE debit IS NOT NULL AND debit IS NOT credit
		UNION ALL
		SELECT credit, block, place, date, kind, order_id, leg, reference, debit,
			amount, currency, cycle, purpose, gross
		FROM entries WHERE credit IS NOT NULL AND credit IS NOT debit;
	CREATE VIEW IF NOT EXISTS open_liens AS
		SELECT debtor, creditor, order_id, leg, amount, remaining, deadline_ms
		FROM liens WHERE remaining > 0;
";

/// What a lien is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owed {
	pub(super) order: OrderId,
	pub(super) leg: u8,
	pub(super) debtor: AccountNo,
	pub(super) creditor: AccountNo,
}

impl Page<'_> {
	/// Something is owed. What is owed for the same to the same creditor joins it.
	pub(super) fn lien(
		&self,
		block: u32,
		owed: Owed,
		amount: Amount,
		deadline: Moment,
	) -> anyhow::Result<()> {
		let Owed { order, leg, debtor, creditor } = owed;
		self.rows
			.prepare_cached(
				"INSERT INTO liens VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, ?7)
				ON CONFLICT DO UPDATE SET amount = amount + excluded.amount,
					remaining = remaining + excluded.remaining,
					deadline_ms = max(deadline_ms, excluded.deadline_ms)",
			)?
			.execute(params![
				order.to_string(),
				leg,
				number(debtor),
				number(creditor),
				block,
				figure(amount),
				ms(deadline),
			])?;
		Ok(())
	}

	/// So much of a lien remains.
	pub(super) fn lien_remains(&self, owed: Owed, remaining: Amount) -> anyhow::Result<()> {
		self.set_lien(owed, remaining, Amount::ZERO)
	}

	/// A lien ended with so much unpaid.
	pub(super) fn lien_ended(&self, owed: Owed, unpaid: Amount) -> anyhow::Result<()> {
		self.set_lien(owed, Amount::ZERO, unpaid)
	}

	fn set_lien(&self, owed: Owed, remaining: Amount, unpaid: Amount) -> anyhow::Result<()> {
		let Owed { order, leg, debtor, creditor } = owed;
		self.rows
			.prepare_cached(
				"UPDATE liens SET remaining = ?5, unpaid = unpaid + ?6
				WHERE order_id = ?1 AND leg = ?2 AND debtor = ?3 AND creditor = ?4",
			)?
			.execute(params![
				order.to_string(),
				leg,
				number(debtor),
				number(creditor),
				figure(remaining),
				figure(unpaid)
			])?;
		Ok(())
	}

	/// `debtor creditor remaining` of what is still owed.
	#[cfg(test)]
	pub(super) fn open_liens(&self) -> anyhow::Result<Vec<(u64, u64, u64)>> {
		let mut query = self.rows.prepare("SELECT debtor, creditor, remaining FROM open_liens")?;
		let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
		Ok(rows.collect::<Result<_, _>>()?)
	}

	/// `kind other amount` of the statement of an account.
	#[cfg(test)]
	pub(super) fn statement(&self, account: AccountNo) -> anyhow::Result<Vec<(String, u64, i64)>> {
		let mut query = self.rows.prepare(
			"SELECT kind, other, amount FROM statements WHERE account = ?1 ORDER BY block, place",
		)?;
		let rows =
			query.query_map([account.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
		Ok(rows.collect::<Result<_, _>>()?)
	}
}
