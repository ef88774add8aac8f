// SPDX-License-Identifier: Apache-2.0

//! What the file says when an entry of a bank asks.

use crate::reports::{
	ledger::{exact, total, TOTAL},
	ours::{Named, OwnEntry},
	Ledger, Period,
};
use rusqlite::types::Value;

/// An order, and what left its hold.
pub(super) struct Order {
	pub(super) status: String,
	pub(super) amount: i128,
	pub(super) left_hold: i128,
}

impl Ledger {
	/// What an entry names, an order always by its id.
	pub(super) fn named(&self, named: &Named) -> anyhow::Result<Named> {
		let Named::Uetr(uetr) = named else { return Ok(named.clone()) };
		let query = "SELECT id FROM orders WHERE uetr = ?1";
		let id = self.one(query, [uetr], |row| row.get(0))?;
		Ok(id.map_or_else(|| named.clone(), Named::Order))
	}

	pub(super) fn order(&self, id: &str) -> anyhow::Result<Option<Order>> {
		let query = format!(
			"SELECT o.status, o.amount, gone.high, gone.low FROM orders AS o LEFT JOIN (
				SELECT {TOTAL} FROM entries
				WHERE order_id = ?1 AND (kind = 'paid' OR kind = 'refunded' AND leg IS NULL)
			) AS gone WHERE o.id = ?1"
		);
		self.one(&query, [id], |row| {
			let (status, amount) = (row.get(0)?, exact(row, 1)?);
			Ok(Order { status, amount, left_hold: total(row, 2)? })
		})
	}

	/// The date of a posting outside of the period that an entry fits, its own date if there is one. The plus keeps SQLite from looking through
	/// the whole currency: an account has far fewer postings.
	pub(super) fn posted_on(
		&self,
		entry: &OwnEntry,
		name: &Named,
		period: Period,
	) -> anyhow::Result<Option<String>> {
		let (order, reference) = match name {
			Named::Order(order) => (Some(order), None),
			Named::Reference(reference) => (None, Some(reference)),
			Named::Uetr(_) => return Ok(None),
		};
		let amount = i64::try_from(entry.amount)
			.map_or_else(|_| Value::Text(entry.amount.to_string()), Value::Integer);
		let query = format!(
			"SELECT date FROM statements
			WHERE account = ?1 AND amount = ?2 AND (order_id = ?3 OR reference = ?4)
				AND (?5 IS NULL OR leg = ?5) AND +currency = ?6 AND {} <> ?7
			ORDER BY date <> ?8, block, place LIMIT 1",
			period.column()
		);
		let currency = entry.unit.number().0;
		let (leg, period, date) = (entry.leg, period.value(), entry.date.to_string());
		let values = (entry.account, amount, order, reference, leg, currency, period, date);
		self.one(&query, values, |row| row.get(0))
	}
}
