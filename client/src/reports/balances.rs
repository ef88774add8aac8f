// SPDX-License-Identifier: Apache-2.0

//! What a statement asks of the file beside its items.

use super::{
	ledger::{exact, total, TOTAL},
	period::Over,
	statement::{Balance, Custody, Position, Scope},
	Ledger,
};
use crate::currency::Unit;
use rusqlite::named_params;
use std::collections::BTreeMap;

impl Ledger {
	/// The accounts of a statement, with what was on them before and is then.
	pub(super) fn balances(&self, scope: Scope, over: &Over) -> anyhow::Result<Vec<Balance>> {
		let sums = |comparison: &str| -> anyhow::Result<BTreeMap<u64, i128>> {
			let column = over.period.column();
			let query = format!(
				"SELECT s.account, {TOTAL} FROM statements AS s
				JOIN accounts AS a ON a.number = s.account
				WHERE a.bank = :bank
					AND s.currency = :currency AND s.{column} {comparison} :period
				GROUP BY s.account"
			);
			let values = named_params! {
				":bank": scope.bank.0,
				":currency": scope.unit.number().0,
				":period": over.period.value(),
			};
			let rows = self.list(&query, values, |row| Ok((row.get(0)?, total(row, 1)?)))?;
			Ok(rows.into_iter().collect())
		};
		let (before, then) = (sums("<")?, sums("<=")?);
		let of =
			|sums: &BTreeMap<u64, i128>, account| sums.get(&account).copied().unwrap_or_default();
		self.list(
			"SELECT number, owner, type FROM accounts
			WHERE bank = ?1 AND currency = ?2 AND seen <= ?3 ORDER BY number",
			(scope.bank.0, scope.unit.number().0, over.last),
			|row| {
				let account = row.get(0)?;
				Ok(Balance {
					account,
					owner: row.get(1)?,
					account_type: row.get(2)?,
					opening: of(&before, account),
					closing: of(&then, account),
					..Balance::default()
				})
			},
		)
	}

	/// What the chain tells of a bank in a cycle; nothing where it is not in the currency.
	pub(super) fn position(&self, scope: Scope, cycle: u32) -> anyhow::Result<Option<Position>> {
		self.one(
			"SELECT sent, received, position, reserve_before, reserve_after FROM positions
			WHERE currency = ?1 AND cycle = ?2 AND bank = ?3",
			(scope.unit.number().0, cycle, scope.bank.0),
			|row| {
				Ok(Position {
					sent: exact(row, 0)?,
					received: exact(row, 1)?,
					position: exact(row, 2)?,
					reserve_before: exact(row, 3)?,
					reserve_after: exact(row, 4)?,
				})
			},
		)
	}

	/// What a bank must have at the end of a date: by cycle, what it sent less what it received is what it owes.
	pub(super) fn custody(
		&self,
		scope: Scope,
		over: &Over,
		claims: i128,
	) -> anyhow::Result<Custody> {
		let query = format!(
			"SELECT {TOTAL} FROM statements AS s
			JOIN accounts AS a ON a.number = s.account
			JOIN accounts AS x ON x.number = s.other
			LEFT JOIN cycles AS c ON c.currency = s.currency AND c.cycle = s.cycle
			WHERE a.bank = :bank AND x.bank <> :bank AND NOT s.gross AND s.currency = :currency
				AND s.date <= :date AND (c.settled IS NULL OR c.settled > :last)
			GROUP BY s.cycle"
		);
		let of = named_params! {
			":bank": scope.bank.0,
			":currency": scope.unit.number().0,
			":date": over.period.value(),
			":last": over.last,
		};
		let nets = self.list(&query, of, |row| total(row, 0))?;
		let due = nets.iter().filter(|net| **net > 0).sum();
		let owed = -nets.iter().filter(|net| **net < 0).sum::<i128>();
		Ok(Custody { due, owed, amount: claims - due + owed })
	}

	/// What all positions of a cycle come to: nothing, if all is well.
	pub(super) fn positions_of(&self, unit: Unit, cycle: u32) -> anyhow::Result<i128> {
		let query = "SELECT position FROM positions WHERE currency = ?1 AND cycle = ?2";
		Ok(self.list(query, (unit.number().0, cycle), |row| exact(row, 0))?.iter().sum())
	}
}
