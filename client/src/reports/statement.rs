// SPDX-License-Identifier: Apache-2.0

//! A statement: what there was, what came and went, what there is then; and that it foots.

use super::{
	items::{Item, Status, Way},
	ledger::{exact, total, TOTAL},
	period::Over,
	Ledger, Period,
};
use crate::currency::Unit;
use anyhow::{bail, ensure, Context};
use rusqlite::named_params;
use serde::Serialize;
use split_ledger_primitives::{BankIndex, CycleNo, ParticipantId};
use std::collections::{BTreeMap, BTreeSet};

/// Whose statement it is, in which currency: a bank's, or that of one of its customers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Scope {
	/// The bank.
	pub bank: BankIndex,
	/// The customer; none for the bank itself.
	pub customer: Option<ParticipantId>,
	/// The currency.
	pub unit: Unit,
}

impl Scope {
	pub(super) fn owner(self) -> Option<u32> {
		self.customer.map(|customer| customer.0)
	}
}

/// How often and how much.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Flow {
	/// How many items.
	pub count: u32,
	/// What they come to, in minor units.
	pub amount: i128,
}

impl Flow {
	fn add(&mut self, amount: i128) {
		// A statement has as many lines as fit the memory, and an i128 holds their sum.
		self.count = self.count.saturating_add(1);
		self.amount = self.amount.saturating_add(amount);
	}
}

/// An account in a statement. Its columns are these fields.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Balance {
	/// The account.
	pub account: u64,
	/// Whose it is.
	pub owner: u32,
	/// What it is for.
	pub account_type: String,
	/// What was on it before, held or not.
	pub opening: i128,
	/// What came.
	pub credits: i128,
	/// What went.
	pub debits: i128,
	/// What is on it then.
	pub closing: i128,
}

/// What a bank owed and got in a cycle, as the chain tells it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Position {
	/// Sent to other banks, to be settled with the cycle.
	pub sent: i128,
	/// Received from other banks.
	pub received: i128,
	/// Above zero it owes.
	pub position: i128,
	/// Its reserve before the settlement; as it is, where the cycle is not settled.
	pub reserve_before: i128,
	/// Its reserve after the settlement.
	pub reserve_after: i128,
}

/// A statement of a period that is over.
#[derive(Clone, Debug)]
pub struct Statement {
	/// Whose.
	pub scope: Scope,
	pub(super) over: Over,
	/// Its accounts.
	pub balances: Vec<Balance>,
	/// All items.
	pub items: Vec<Item>,
	/// What came in, by its way.
	pub received: BTreeMap<Way, Flow>,
	/// What went out, by its way.
	pub sent: BTreeMap<Way, Flow>,
	/// With other banks: sent and received.
	pub banks: BTreeMap<(u8, Way), (Flow, Flow)>,
	/// The cycles of its postings, each with its root once it has closed.
	pub roots: BTreeMap<u32, Option<String>>,
	/// Of a bank and a cycle: what the chain tells.
	pub position: Option<Position>,
}

impl Statement {
	/// Makes a statement, or says why there can be none.
	pub fn of(ledger: &Ledger, scope: Scope, period: Period) -> anyhow::Result<Self> {
		let over = ledger.over(scope.unit, period)?;
		let mut statement = Self {
			scope,
			balances: ledger.balances(scope, &over)?,
			items: ledger.items(scope, &over)?,
			received: BTreeMap::new(),
			sent: BTreeMap::new(),
			banks: BTreeMap::new(),
			roots: BTreeMap::new(),
			position: match (scope.customer, period) {
				(None, Period::Cycle(cycle)) => ledger.position(scope, cycle.0)?,
				_ => None,
			},
			over,
		};
		let foots = statement.add_up().and_then(|()| statement.foots(ledger));
		foots.with_context(|| {
			format!(
				"the file does not foot for bank {} in {} ({}): delete it and follow the chain again",
				scope.bank,
				scope.unit,
				period.name()
			)
		})?;
		let cycles: BTreeSet<u32> = statement.postings().filter_map(|item| item.cycle).collect();
		for cycle in cycles {
			let closed = ledger.cycle(scope.unit, CycleNo(cycle))?;
			statement.roots.insert(cycle, closed.map(|closed| closed.root));
		}
		Ok(statement)
	}

	/// The number of the statement.
	pub fn number(&self) -> u32 {
		self.over.number
	}

	/// What there was before.
	pub fn opening(&self) -> i128 {
		self.balances.iter().map(|balance| balance.opening).sum()
	}

	/// What there is then.
	pub fn closing(&self) -> i128 {
		self.balances.iter().map(|balance| balance.closing).sum()
	}

	/// The items that moved money.
	pub fn postings(&self) -> impl Iterator<Item = &Item> {
		self.items.iter().filter(|item| matches!(item.status, Status::Posted | Status::Settled))
	}

	/// What items of a status come to: what is to come, and what is to go.
	pub fn open(&self, status: Status) -> (Flow, Flow) {
		let (mut comes, mut goes) = (Flow::default(), Flow::default());
		for item in self.items.iter().filter(|item| item.status == status) {
			if item.amount > 0 {
				comes.add(item.amount);
			} else {
				goes.add(-item.amount);
			}
		}
		(comes, goes)
	}

	fn add_up(&mut self) -> anyhow::Result<()> {
		let is_posted = |item: &&Item| matches!(item.status, Status::Posted | Status::Settled);
		for item in self.items.iter().filter(is_posted) {
			let way = item.way.context("a posting from nowhere")?;
			let account = item.account.context("a posting without an account")?;
			let place = self.balances.binary_search_by_key(&account, |balance| balance.account);
			let Some(balance) = place.ok().and_then(|place| self.balances.get_mut(place)) else {
				bail!("account {account} has postings and is not listed")
			};
			let (side, of_balance) = if item.amount > 0 {
				(&mut self.received, &mut balance.credits)
			} else {
				(&mut self.sent, &mut balance.debits)
			};
			let amount = item.amount.abs();
			side.entry(way).or_default().add(amount);
			*of_balance = of_balance.saturating_add(amount);
			if let (Way::Net | Way::Gross, Some(bank)) = (way, item.other_bank) {
				let (sent, received) = self.banks.entry((bank, way)).or_default();
				if item.amount > 0 { received } else { sent }.add(amount);
			}
		}
		Ok(())
	}

	/// Whether all figures agree with each other, and with what the chain tells.
	fn foots(&self, ledger: &Ledger) -> anyhow::Result<()> {
		for Balance { account, opening, credits, debits, closing, .. } in &self.balances {
			ensure!(
				*opening + credits - debits == *closing,
				"account {account}: {opening} + {credits} - {debits} is not {closing}"
			);
			ensure!(*closing >= 0, "account {account} has {closing}");
		}
		let sum = |side: &BTreeMap<Way, Flow>| side.values().map(|flow| flow.amount).sum::<i128>();
		let (came, went) = (sum(&self.received), sum(&self.sent));
		ensure!(self.opening() + came - went == self.closing(), "the totals do not add up");
		let of = |side: &BTreeMap<Way, Flow>, way| side.get(&way).copied().unwrap_or_default();
		let own = |side| of(side, Way::Own);
		ensure!(
			own(&self.received) == own(&self.sent),
			"a movement between own accounts has one side"
		);
		let Period::Cycle(cycle) = self.over.period else { return Ok(()) };
		if self.scope.customer.is_some() {
			return Ok(());
		}
		let (sent, received) =
			(of(&self.sent, Way::Net).amount, of(&self.received, Way::Net).amount);
		let position = self.position.map_or((0, 0, 0), |p| (p.sent, p.received, p.position));
		ensure!(
			(sent, received, sent - received) == position,
			"its entries of cycle {cycle} come to {sent} sent and {received} received, and the chain tells {} \
			 and {}",
			position.0,
			position.1
		);
		let all = ledger.positions_of(self.scope.unit, cycle.0)?;
		ensure!(all == 0, "the positions of cycle {cycle} come to {all}");
		Ok(())
	}
}

impl Ledger {
	/// The accounts of a statement, with what was on them before and is then.
	fn balances(&self, scope: Scope, over: &Over) -> anyhow::Result<Vec<Balance>> {
		let sums = |comparison: &str| -> anyhow::Result<BTreeMap<u64, i128>> {
			let column = over.period.column();
			let query = format!(
				"SELECT s.account, {TOTAL} FROM statements AS s
				JOIN accounts AS a ON a.number = s.account
				WHERE a.bank = :bank AND (:owner IS NULL OR a.owner = :owner)
					AND s.currency = :currency AND s.{column} {comparison} :period
				GROUP BY s.account"
			);
			let values = named_params! {
				":bank": scope.bank.0,
				":owner": scope.owner(),
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
			WHERE bank = :bank AND (:owner IS NULL OR owner = :owner) AND currency = :currency
				AND seen <= :last
			ORDER BY number",
			named_params! {
				":bank": scope.bank.0,
				":owner": scope.owner(),
				":currency": scope.unit.number().0,
				":last": over.last,
			},
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
	fn position(&self, scope: Scope, cycle: u32) -> anyhow::Result<Option<Position>> {
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

	/// What all positions of a cycle come to: nothing, if all is well.
	fn positions_of(&self, unit: Unit, cycle: u32) -> anyhow::Result<i128> {
		let query = "SELECT position FROM positions WHERE currency = ?1 AND cycle = ?2";
		Ok(self.list(query, (unit.number().0, cycle), |row| exact(row, 0))?.iter().sum())
	}
}
