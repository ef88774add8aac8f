// SPDX-License-Identifier: Apache-2.0

//! The follower: reads final blocks into a local file, checked against the roots on chain, so that
//! statements and reconciliation need not ask the chain for its history.

mod accounts;
mod agreed;
mod checks;
mod cycles;
mod file;
pub(crate) mod leaves;
mod liens;
mod lives;
#[cfg(test)]
pub(crate) mod made_up;
mod money;
mod payment;
mod sent;
mod tables;
mod write;

pub(crate) use accounts::Accounts;
pub use file::File;

use crate::{
	chain::{
		events::{EscrowEvent, Event},
		Block, Chain,
	},
	run::Report,
	trie::ordered_root,
};
use anyhow::{ensure, Context};
use file::{Entry, ParkedOf};
use split_ledger_primitives::{
	views::{OrderView, RootView},
	OrderStatus, Reference,
};

/// Reads final blocks into a file.
pub struct Follower<'a> {
	chain: &'a Chain,
	file: File,
	accounts: Accounts<'a>,
}

impl<'a> Follower<'a> {
	/// A follower that goes on where the file ends.
	pub fn of(chain: &'a Chain, file: File) -> Self {
		Self { chain, file, accounts: Accounts::of(chain) }
	}

	/// The file as it is.
	pub fn file(&self) -> &File {
		&self.file
	}

	/// Reads all final blocks that are missing, and answers the last one.
	pub async fn catch_up(&mut self, report: &dyn Report) -> anyhow::Result<Block> {
		let end = self.chain.final_block().await?;
		let first = self.file.next_block()?;
		self.check_same_chain(first).await?;
		let blocks = end.number.saturating_add(1).saturating_sub(first);
		report.begin("following", usize::try_from(blocks)?);
		for number in first..=end.number {
			let block = self.chain.block(number).await?;
			self.read(block).await.with_context(|| format!("block {number}"))?;
			report.done(usize::try_from(number.saturating_sub(first))?);
		}
		self.check_open_cycles(end).await?;
		Ok(end)
	}

	/// What was final stays final: another block under a number that was read is another chain.
	async fn check_same_chain(&self, next: u32) -> anyhow::Result<()> {
		let last = next.saturating_sub(1);
		if let Some(hash) = self.file.hash_of(last)? {
			let block = self.chain.block(last).await?;
			ensure!(hash == hex::encode(block.hash), "the node has another block {last}");
		}
		Ok(())
	}

	async fn read(&mut self, block: Block) -> anyhow::Result<()> {
		let events = self.chain.events(block).await.context(crate::chain::DISCARDED)?;
		let time = self.chain.time(block).await?;
		let moved = self.money_moved(&events, block).await?;
		let sent = self.sent(&events, block).await?;
		let unclaimed = self.accounts.unclaimed(&events, block).await?;
		let parked = self.parked(&events, block).await?;
		let accounts = self.accounts.named(&events, &moved, &sent, block).await?;
		let turned = self.turned(&events, block).await?;
		let leaves = leaves::of(&events, &unclaimed)?;
		let mut checked = Vec::new();
		for ((currency, cycle), hashes) in &leaves {
			let root = ordered_root(hashes);
			let root = RootView { block: block.number, root, leaves: u32::try_from(hashes.len())? };
			self.check_root(*currency, *cycle, block, &root).await?;
			checked.push((*currency, *cycle, root));
		}

		let mut page = self.file.begin()?;
		for account in &accounts {
			page.account(block.number, account)?;
		}
		for entry in &moved {
			page.entry(block.number, entry)?;
		}
		for event in &events {
			cycles::gross(&page, event)?;
			if let Some(event) = event.escrow() {
				write::event(&mut page, block.number, event?, &unclaimed, &sent.bodies)?;
			}
			lives::event(&page, block.number, event)?;
		}
		for leg in parked {
			page.set_parked(leg)?;
		}
		for (order, body) in &sent.bodies {
			page.body(*order, body)?;
		}
		page.refused(block.number, &sent.refused)?;
		for (currency, cycle, root) in checked {
			page.root(currency, cycle, &root)?;
		}
		cycles::write(&page, block.number, &events, &turned)?;
		page.end(block.number, &hex::encode(block.hash), time.0)
	}

	/// Issues and redemptions. Their events do not name the currency: the account does.
	async fn money_moved(&mut self, events: &[Event], block: Block) -> anyhow::Result<Vec<Entry>> {
		let mut entries = Vec::new();
		for event in events {
			for moved in money::of(event)? {
				let account = self.accounts.account(moved.account, block).await?;
				entries.push(moved.entry(account.currency));
			}
		}
		Ok(entries)
	}

	/// What is parked of the orders of which something was refunded and something is left: an event of
	/// a refund tells what came out of the hold, not whose it was.
	async fn parked(&self, events: &[Event], block: Block) -> anyhow::Result<Vec<ParkedOf>> {
		let mut parked = Vec::new();
		for event in events.iter().filter_map(Event::escrow) {
			let EscrowEvent::Refunded { order, status: OrderStatus::Held, .. } = event? else {
				continue;
			};
			let view: Option<OrderView> = self.chain.ask(block, "EscrowApi_order", &order).await?;
			let details = view.and_then(|view| view.details);
			let legs = details.map(|details| details.legs).unwrap_or_default();
			parked.extend(legs.iter().map(|leg| ParkedOf {
				order,
				leg: leg.leg,
				amount: leg.parked,
				refunded: leg.refunded,
			}));
		}
		Ok(parked)
	}
}

/// The text of a reference, which is the submitter's own and need not be UTF-8.
fn text_of(reference: &Reference) -> String {
	String::from_utf8_lossy(&reference.text).into_owned()
}
