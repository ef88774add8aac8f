// SPDX-License-Identifier: Apache-2.0

//! Whose the accounts are that a block names, and at which bank.

use super::{
	file::{number, Entry, Page},
	sent::Sent,
};
use crate::chain::{
	events::{agreed::UnclaimedPaid, EscrowEvent, Event},
	Block, Chain,
};
use anyhow::Context;
use rusqlite::params;
use split_ledger_primitives::{views::AccountView, AccountNo, AccountType};
use std::collections::{BTreeSet, HashMap};

/// `seen`: the block that names the account first. Owner, bank, currency and type of an account never
/// change.
pub(super) const TABLES: &str = "
	CREATE TABLE IF NOT EXISTS accounts (
		number INTEGER PRIMARY KEY, owner INTEGER NOT NULL, bank INTEGER NOT NULL,
		currency INTEGER NOT NULL, type TEXT NOT NULL, seen INTEGER NOT NULL
	);
	CREATE INDEX IF NOT EXISTS accounts_by_bank ON accounts (bank, currency, owner);
";

/// What never changes of accounts, so each is asked for once.
pub(crate) struct Accounts<'a> {
	chain: &'a Chain,
	known: HashMap<AccountNo, AccountView>,
}

impl<'a> Accounts<'a> {
	/// Of a chain.
	pub(crate) fn of(chain: &'a Chain) -> Self {
		Self { chain, known: HashMap::new() }
	}

	/// An account that the chain has.
	pub(super) async fn account(
		&mut self,
		account: AccountNo,
		block: Block,
	) -> anyhow::Result<AccountView> {
		let view = self.account_if_any(account, block).await?;
		view.with_context(|| format!("there is no account {account}"))
	}

	/// An account, unless whoever named it was wrong.
	async fn account_if_any(
		&mut self,
		account: AccountNo,
		block: Block,
	) -> anyhow::Result<Option<AccountView>> {
		if let Some(known) = self.known.get(&account) {
			return Ok(Some(known.clone()));
		}
		let view: Option<AccountView> =
			self.chain.ask(block, "LedgerApi_account", &account).await?;
		if let Some(view) = &view {
			self.known.insert(account, view.clone());
		}
		Ok(view)
	}

	/// The unclaimed accounts to which something was returned or given back: the events tell where it
	/// went, and only the type of that account for what.
	pub(crate) async fn unclaimed(
		&mut self,
		events: &[Event],
		block: Block,
	) -> anyhow::Result<BTreeSet<AccountNo>> {
		let mut unclaimed = BTreeSet::new();
		for event in events.iter().filter_map(Event::escrow) {
			let receivers = match event? {
				EscrowEvent::Returned { to, .. } => vec![to],
				EscrowEvent::Refunded { payer, given, .. } => {
					given.iter().map(|part| part.to).filter(|to| *to != payer).collect()
				}
				_ => continue,
			};
			for to in receivers {
				if self.account(to, block).await?.account_type == AccountType::Unclaimed {
					unclaimed.insert(to);
				}
			}
		}
		Ok(unclaimed)
	}

	/// The accounts that a block names: all of them are there, but those of orders that were refused.
	pub(super) async fn named(
		&mut self,
		events: &[Event],
		moved: &[Entry],
		sent: &Sent,
		block: Block,
	) -> anyhow::Result<Vec<AccountView>> {
		let mut numbers: BTreeSet<AccountNo> = moved.iter().flat_map(Entry::accounts).collect();
		for event in events.iter().filter_map(Event::escrow) {
			numbers.extend(named_in(&event?));
		}
		let mut accounts = Vec::new();
		for number in numbers {
			accounts.push(self.account(number, block).await?);
		}
		for refusal in &sent.refused {
			accounts.extend(self.account_if_any(refusal.body.payer, block).await?);
		}
		Ok(accounts)
	}
}

/// The accounts that an event names.
fn named_in(event: &EscrowEvent) -> Vec<AccountNo> {
	match event {
		EscrowEvent::Held { payer, legs, funders, .. } => {
			let payees = legs.iter().map(|leg| leg.payee);
			let funders = funders.iter().map(|part| part.account);
			payees.chain(funders).chain([*payer]).collect()
		}
		EscrowEvent::Paid { legs, .. } => legs.iter().flat_map(|leg| [leg.from, leg.to]).collect(),
		EscrowEvent::Parked { legs, .. } => legs.iter().map(|leg| leg.payee).collect(),
		EscrowEvent::Refunded { payer, given, freed, .. } => {
			let given = given.iter().flat_map(|part| [part.from, part.to]);
			let freed = freed.iter().map(|part| part.account);
			given.chain(freed).chain([*payer]).collect()
		}
		EscrowEvent::Returned { from, to, .. } => vec![*from, *to],
		EscrowEvent::LienLaid { debtor, creditor, .. }
		| EscrowEvent::Collected { debtor, creditor, .. } => vec![*debtor, *creditor],
		EscrowEvent::Deducted(deducted) => vec![deducted.account, deducted.to],
		EscrowEvent::UnclaimedPaid(UnclaimedPaid { from, entitled, to, .. }) => {
			vec![*from, *entitled, *to]
		}
		EscrowEvent::Expired { .. }
		| EscrowEvent::BatchDone { .. }
		| EscrowEvent::Halted { .. }
		| EscrowEvent::LienEnded { .. }
		| EscrowEvent::Attested(_)
		| EscrowEvent::MilestoneMet(_)
		| EscrowEvent::ExtensionAsked(_)
		| EscrowEvent::Extended(_)
		| EscrowEvent::OrderFrozen(_)
		| EscrowEvent::OrderFreezeLifted(_)
		| EscrowEvent::OrderFreezeEnded { .. }
		| EscrowEvent::Disputed(_)
		| EscrowEvent::DisputeAnswered(_)
		| EscrowEvent::DisputeEnded(_)
		| EscrowEvent::DisputeResolved(_)
		| EscrowEvent::ClocksResumed { .. }
		| EscrowEvent::Assigned(_) => Vec::new(),
	}
}

/// A type as the file has it.
fn type_name(account_type: AccountType) -> &'static str {
	match account_type {
		AccountType::Current => "current",
		AccountType::Tax => "tax",
		AccountType::Unclaimed => "unclaimed",
		AccountType::PassThrough => "pass-through",
		AccountType::Guarantee => "guarantee",
	}
}

impl Page<'_> {
	/// An account that a block names, unless it is known.
	pub(super) fn account(&self, block: u32, account: &AccountView) -> anyhow::Result<()> {
		self.change(
			"INSERT OR IGNORE INTO accounts VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			params![
				number(account.number),
				account.owner.0,
				account.bank.0,
				account.currency.0,
				type_name(account.account_type),
				block,
			],
		)
	}
}
