// SPDX-License-Identifier: Apache-2.0

use super::Refusal;
use crate::{
	bundle::{Bundle, Who},
	currency::Unit,
};
use split_ledger_primitives::{limits::LIENS_MAX, Amount};
use std::collections::BTreeMap;

/// A customer's account. That of a bank stands for its unclaimed account.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
	pub(super) available: i128,
	pub(super) held: i128,
	/// What credits brought for those who are owed something: a part of what is held (R3).
	pub(super) collected: i128,
	/// What it owes, the oldest first.
	pub(super) liens: Vec<Lien>,
}

/// What an account owes to whoever advanced for it, or to whom a refund was due (R3).
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Lien {
	pub(super) creditor: Who,
	/// The order, by its place.
	pub(super) order: usize,
	/// The leg that the debtor had got.
	pub(super) leg: u8,
	pub(super) remaining: Amount,
}

impl Account {
	/// What comes in is set aside as far as something is owed.
	fn credit(&mut self, amount: Amount) {
		let amount = i128::from(amount.0);
		let owed: i128 = self.liens.iter().map(|lien| i128::from(lien.remaining.0)).sum();
		let part = amount.min(owed - self.collected);
		self.available += amount - part;
		self.held += part;
		self.collected += part;
	}
}

/// A bank in one currency. Figures are wide and signed: the model checks, it does not wrap.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bank {
	pub(super) reserve: i128,
	pub(super) cap: i128,
	pub(super) sent: i128,
	pub(super) received: i128,
	pub(super) promised: i128,
}

impl Bank {
	/// Above zero it owes.
	fn position(&self) -> i128 {
		self.sent - self.received
	}

	fn exposure(&self) -> i128 {
		self.position().max(0) + self.promised
	}
}

/// All accounts and banks.
#[derive(Clone, Debug)]
pub(super) struct Money {
	pub(super) accounts: BTreeMap<(Who, Unit), Account>,
	pub(super) banks: BTreeMap<(Unit, Who), Bank>,
	bank_of: Vec<Who>,
	/// The rows that the item has changed, as they were before it.
	accounts_before: BTreeMap<(Who, Unit), Account>,
	banks_before: BTreeMap<(Unit, Who), Bank>,
}

impl Money {
	/// The opening balances of a bundle.
	pub(super) fn opening(bundle: &Bundle) -> Self {
		let all = &bundle.participants;
		let mut accounts = BTreeMap::new();
		let mut banks: BTreeMap<_, Bank> = BTreeMap::new();
		for (who, participant) in all.iter() {
			for (unit, amount) in &participant.accounts {
				let amount = i128::from(amount.0);
				// A bank has a row wherever it has a reserve or keeps an account.
				let bank = banks.entry((*unit, all.bank_of(who))).or_default();
				if participant.is_bank() {
					*bank = Bank {
						reserve: amount,
						cap: participant.cap(*unit).0.into(),
						..Bank::default()
					};
				} else {
					accounts
						.insert((who, *unit), Account { available: amount, ..Account::default() });
				}
			}
		}
		let bank_of = all.iter().map(|(who, _)| all.bank_of(who)).collect();
		let (accounts_before, banks_before) = (BTreeMap::new(), BTreeMap::new());
		Self { accounts, banks, bank_of, accounts_before, banks_before }
	}

	/// Begins an item.
	pub(super) fn begin(&mut self) {
		self.accounts_before.clear();
		self.banks_before.clear();
	}

	/// Takes back all that the item did.
	pub(super) fn undo(&mut self) {
		self.accounts.append(&mut self.accounts_before);
		self.banks.append(&mut self.banks_before);
	}

	/// Tests the net effect of the item on the cover of every bank (C1): liquidity first.
	pub(super) fn accept(&self) -> Result<(), Refusal> {
		let worse = || {
			let touched = self.banks_before.iter();
			let pairs = touched.map(|(key, before)| (self.banks[key], before));
			pairs.filter(|(bank, before)| bank.exposure() > before.exposure())
		};
		if worse().any(|(bank, _)| bank.exposure() > bank.reserve) {
			return Err(Refusal::of("short-of-liquidity", "the payer's bank is short"));
		}
		if worse().any(|(bank, _)| bank.exposure() > bank.cap) {
			return Err(Refusal::of("over-cap", "the payer's bank would owe over its cap"));
		}
		Ok(())
	}

	/// Pays from what is available.
	pub(super) fn pay(
		&mut self,
		unit: Unit,
		from: Who,
		to: Who,
		amount: Amount,
	) -> Result<(), Refusal> {
		self.take(unit, from, amount.0.into())?;
		self.account(to, unit).credit(amount);
		self.oblige(unit, from, to, amount);
		Ok(())
	}

	/// Sets money aside.
	pub(super) fn hold(&mut self, unit: Unit, from: Who, amount: i128) -> Result<(), Refusal> {
		self.take(unit, from, amount)?;
		self.account(from, unit).held += amount;
		Ok(())
	}

	/// Pays from what is held.
	pub(super) fn pay_held(&mut self, unit: Unit, from: Who, to: Who, amount: Amount) {
		self.account(from, unit).held -= i128::from(amount.0);
		self.account(to, unit).credit(amount);
		self.oblige(unit, from, to, amount);
	}

	/// Gives back what is held.
	pub(super) fn free(&mut self, unit: Unit, from: Who, amount: i128) {
		let account = self.account(from, unit);
		account.held -= amount;
		account.available += amount;
	}

	/// Whether the accounts of two are at different banks.
	pub(super) fn is_away(&self, from: Who, to: Who) -> bool {
		self.bank_of[from.0] != self.bank_of[to.0]
	}

	/// Changes what the bank of a funder promises.
	pub(super) fn promise(&mut self, unit: Unit, funder: Who, change: i128) {
		if change != 0 {
			self.bank(unit, self.bank_of[funder.0]).promised += change;
		}
	}

	/// What an account can spend.
	pub(super) fn spendable(&self, who: Who, unit: Unit) -> Amount {
		let available = self.accounts.get(&(who, unit)).map_or(0, |account| account.available);
		Amount(u64::try_from(available).unwrap_or_default())
	}

	/// Something is owed from an account. What is owed for the same to the same joins it.
	pub(super) fn owe(&mut self, unit: Unit, debtor: Who, lien: Lien) -> Result<(), Refusal> {
		let liens = &mut self.account(debtor, unit).liens;
		let is_same = |other: &&mut Lien| {
			(other.creditor, other.order, other.leg) == (lien.creditor, lien.order, lien.leg)
		};
		if let Some(standing) = liens.iter_mut().find(is_same) {
			standing.remaining = Amount(standing.remaining.0 + lien.remaining.0);
			return Ok(());
		}
		if liens.len() >= LIENS_MAX as usize {
			return Err(Refusal::of("too-many-liens", "the receiver owes to too many"));
		}
		liens.push(lien);
		Ok(())
	}

	/// Pays a creditor from what was collected, as an item of its own. Answers how much.
	pub(super) fn collect(
		&mut self,
		unit: Unit,
		debtor: Who,
		place: usize,
	) -> Result<Amount, Refusal> {
		self.begin();
		let account = self.account(debtor, unit);
		let lien = &mut account.liens[place];
		let (creditor, wanted) = (lien.creditor, i128::from(lien.remaining.0));
		let amount = Amount(wanted.min(account.collected) as u64);
		lien.remaining = Amount(lien.remaining.0 - amount.0);
		account.collected -= i128::from(amount.0);
		account.held -= i128::from(amount.0);
		account.liens.retain(|lien| !lien.remaining.is_zero());
		self.account(creditor, unit).credit(amount);
		self.oblige(unit, debtor, creditor, amount);
		self.accept().inspect_err(|_| self.undo())?;
		Ok(amount)
	}

	fn take(&mut self, unit: Unit, from: Who, amount: i128) -> Result<(), Refusal> {
		let account = self.account(from, unit);
		if account.available < amount {
			return Err(Refusal::of("not-enough-available", "the payer is short of money"));
		}
		account.available -= amount;
		Ok(())
	}

	fn oblige(&mut self, unit: Unit, from: Who, to: Who, amount: Amount) {
		let (debtor, creditor) = (self.bank_of[from.0], self.bank_of[to.0]);
		if debtor != creditor {
			self.bank(unit, debtor).sent += i128::from(amount.0);
			self.bank(unit, creditor).received += i128::from(amount.0);
		}
	}

	fn account(&mut self, who: Who, unit: Unit) -> &mut Account {
		let row = self.accounts.entry((who, unit)).or_default();
		self.accounts_before.entry((who, unit)).or_insert_with(|| row.clone());
		row
	}

	fn bank(&mut self, unit: Unit, bank: Who) -> &mut Bank {
		let row = self.banks.entry((unit, bank)).or_default();
		self.banks_before.entry((unit, bank)).or_insert(*row);
		row
	}
}
