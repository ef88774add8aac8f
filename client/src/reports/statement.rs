// SPDX-License-Identifier: Apache-2.0

//! A statement: what there was, what came and went, what there is then; and that it foots.

use super::{
	items::{Item, Status, Way},
	period::{Cycle, Over},
	Ledger, Period,
};
use crate::currency::Unit;
use anyhow::{bail, ensure, Context};
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

/// What backs the claims of a bank's customers (M8).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Custody {
	/// What other banks owe it in cycles that are not settled.
	pub due: i128,
	/// What it owes them.
	pub owed: i128,
	/// What it must have: the claims of its customers, less what is due, and what it owes.
	pub amount: i128,
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
	/// The cycles of its postings; none for one that has not closed.
	pub(super) cycles: BTreeMap<u32, Option<Cycle>>,
	/// Of a bank and a cycle: what the chain tells.
	pub position: Option<Position>,
	/// Of a bank and a date: what it must have in custody at its end.
	pub custody: Option<Custody>,
}

impl Statement {
	/// Makes a statement, or says why there can be none.
	pub fn of(ledger: &Ledger, scope: Scope, period: Period) -> anyhow::Result<Self> {
		let of_bank = Self::of_bank(ledger, scope.bank, scope.unit, period)?;
		match scope.customer {
			None => Ok(of_bank),
			Some(customer) => {
				let failed = ledger.failed_for(scope.unit, &of_bank.over)?;
				of_bank.of_customer(customer, &failed)
			}
		}
	}

	fn of_bank(
		ledger: &Ledger,
		bank: BankIndex,
		unit: Unit,
		period: Period,
	) -> anyhow::Result<Self> {
		let over = ledger.over(unit, period)?;
		let scope = Scope { bank, customer: None, unit };
		let balances = ledger.balances(scope, &over)?;
		let items = ledger.items(bank, unit, &over)?;
		let mut statement = Self::begin(scope, over, balances, items);
		match period {
			Period::Cycle(cycle) => statement.position = ledger.position(scope, cycle.0)?,
			Period::Date(_) => {
				let claims = statement.closing();
				statement.custody = Some(ledger.custody(scope, &statement.over, claims)?);
			}
		}
		let numbers: BTreeSet<u32> = statement.postings().filter_map(|item| item.cycle).collect();
		for cycle in numbers {
			statement.cycles.insert(cycle, ledger.cycle(unit, CycleNo(cycle))?);
		}
		statement.ended(|statement| statement.foots_on_chain(ledger))
	}

	/// What of a bank's statement is about one of its customers. `failed`: what was refused, by merchant.
	pub(super) fn of_customer(
		&self,
		customer: ParticipantId,
		failed: &BTreeMap<u32, Vec<Item>>,
	) -> anyhow::Result<Self> {
		let scope = Scope { customer: Some(customer), ..self.scope };
		let balances = self.balances.iter().filter(|balance| balance.owner == customer.0).cloned();
		let balances: Vec<_> =
			balances.map(|balance| Balance { credits: 0, debits: 0, ..balance }).collect();
		let accounts: BTreeSet<u64> = balances.iter().map(|balance| balance.account).collect();
		let is_own = |item: &&Item| item.account.is_some_and(|account| accounts.contains(&account));
		let mut items: Vec<_> = self.items.iter().filter(is_own).cloned().collect();
		for item in &mut items {
			if item.way == Some(Way::Own) && item.other_owner != Some(customer.0) {
				item.way = Some(Way::SameBank);
			}
		}
		let of_others = failed.get(&customer.0).into_iter().flatten();
		let of_others = of_others.filter(|item| !is_own(item)).cloned();
		items.extend(of_others.map(|item| Item { account: None, ..item }));
		let mut statement = Self::begin(scope, self.over.clone(), balances, items);
		let numbers: BTreeSet<u32> = statement.postings().filter_map(|item| item.cycle).collect();
		let cycles = self.cycles.iter().filter(|(cycle, _)| numbers.contains(cycle));
		statement.cycles = cycles.map(|(cycle, closed)| (*cycle, closed.clone())).collect();
		statement.ended(|_| Ok(()))
	}

	fn begin(scope: Scope, over: Over, balances: Vec<Balance>, items: Vec<Item>) -> Self {
		Self {
			scope,
			over,
			balances,
			items,
			received: BTreeMap::new(),
			sent: BTreeMap::new(),
			banks: BTreeMap::new(),
			cycles: BTreeMap::new(),
			position: None,
			custody: None,
		}
	}

	/// Adds up, and checks that it foots.
	fn ended(mut self, further: impl FnOnce(&Self) -> anyhow::Result<()>) -> anyhow::Result<Self> {
		let foots = self.add_up().and_then(|()| self.foots()).and_then(|()| further(&self));
		let Scope { bank, unit, .. } = self.scope;
		foots.with_context(|| {
			format!(
				"the file does not foot for bank {bank} in {unit} ({}): delete it and follow the chain again",
				self.over.period.name()
			)
		})?;
		Ok(self)
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

	/// One of its accounts.
	pub(super) fn balance(&self, account: u64) -> Option<&Balance> {
		let place = self.balances.binary_search_by_key(&account, |balance| balance.account);
		place.ok().and_then(|place| self.balances.get(place))
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

	/// Whether all figures agree with each other.
	fn foots(&self) -> anyhow::Result<()> {
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
		ensure!(
			of(&self.received, Way::Own) == of(&self.sent, Way::Own),
			"a movement between own accounts has one side"
		);
		Ok(())
	}

	/// Whether the figures of a bank agree with what the chain tells of a cycle.
	fn foots_on_chain(&self, ledger: &Ledger) -> anyhow::Result<()> {
		let Period::Cycle(cycle) = self.over.period else { return Ok(()) };
		let sent = of(&self.sent, Way::Net).amount;
		let received = of(&self.received, Way::Net).amount;
		let told = self.position.map_or((0, 0, 0), |p| (p.sent, p.received, p.position));
		ensure!(
			(sent, received, sent - received) == told,
			"its entries of cycle {cycle} come to {sent} sent and {received} received, and the chain tells {} \
			 and {}",
			told.0,
			told.1
		);
		let all = ledger.positions_of(self.scope.unit, cycle.0)?;
		ensure!(all == 0, "the positions of cycle {cycle} come to {all}");
		Ok(())
	}
}

/// What went one way.
fn of(side: &BTreeMap<Way, Flow>, way: Way) -> Flow {
	side.get(&way).copied().unwrap_or_default()
}
