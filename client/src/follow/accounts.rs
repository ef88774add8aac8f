// SPDX-License-Identifier: Apache-2.0

use crate::chain::{
	events::{EscrowEvent, Event},
	Block, Chain,
};
use anyhow::Context;
use split_ledger_primitives::{views::AccountView, AccountNo, AccountType, Currency};
use std::collections::{BTreeSet, HashMap};

/// Currency and type of accounts: neither ever changes, so each is asked for once.
pub(crate) struct Accounts<'a> {
	chain: &'a Chain,
	known: HashMap<AccountNo, (Currency, AccountType)>,
}

impl<'a> Accounts<'a> {
	/// Of a chain.
	pub(crate) fn of(chain: &'a Chain) -> Self {
		Self { chain, known: HashMap::new() }
	}

	/// The currency of an account.
	pub(super) async fn currency_of(
		&mut self,
		account: AccountNo,
		block: Block,
	) -> anyhow::Result<Currency> {
		Ok(self.account(account, block).await?.0)
	}

	async fn account(
		&mut self,
		account: AccountNo,
		block: Block,
	) -> anyhow::Result<(Currency, AccountType)> {
		if let Some(known) = self.known.get(&account) {
			return Ok(*known);
		}
		let view: Option<AccountView> =
			self.chain.ask(block, "LedgerApi_account", &account).await?;
		let view = view.with_context(|| format!("there is no account {account}"))?;
		let known = (view.currency, view.account_type);
		self.known.insert(account, known);
		Ok(known)
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
				if self.account(to, block).await?.1 == AccountType::Unclaimed {
					unclaimed.insert(to);
				}
			}
		}
		Ok(unclaimed)
	}
}
