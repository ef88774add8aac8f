// SPDX-License-Identifier: Apache-2.0

//! The follower: reads final blocks into a local file, checked against the roots on chain, so that
//! statements and reconciliation need not ask the chain for its history.

mod accounts;
mod agreed;
mod checks;
mod file;
pub(crate) mod leaves;
mod liens;
mod lives;
mod money;
mod payment;
mod tables;
mod write;

pub(crate) use accounts::Accounts;
pub use file::File;

use crate::{
	chain::{
		bodies_in,
		events::{By, EscrowEvent, Event},
		Block, Chain,
	},
	hash::blake2_128,
	run::Report,
	trie::ordered_root,
};
use anyhow::{ensure, Context};
use codec::Decode;
use file::{Entry, Page, ParkedOf};
use split_ledger_primitives::{
	views::{OrderView, RootView},
	Currency, CycleNo, OrderBody, OrderId, OrderStatus, ParticipantId, Reference,
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
		let bodies = self.bodies(&events, block).await?;
		let unclaimed = self.accounts.unclaimed(&events, block).await?;
		let parked = self.parked(&events, block).await?;
		let leaves = leaves::of(&events, &unclaimed)?;
		let mut checked = Vec::new();
		for ((currency, cycle), hashes) in &leaves {
			let root = ordered_root(hashes);
			let root = RootView { block: block.number, root, leaves: u32::try_from(hashes.len())? };
			self.check_root(*currency, *cycle, block, &root).await?;
			checked.push((*currency, *cycle, root));
		}

		let mut page = self.file.begin()?;
		for entry in &moved {
			page.entry(block.number, entry)?;
		}
		for event in events.iter().filter_map(Event::escrow) {
			write::event(&mut page, block.number, event?, &unclaimed, &bodies)?;
		}
		for event in &events {
			lives::event(&page, block.number, event)?;
		}
		for leg in parked {
			page.set_parked(leg)?;
		}
		for (order, body) in &bodies {
			page.body(*order, body)?;
		}
		for (currency, cycle, root) in checked {
			page.root(currency, cycle, &root)?;
		}
		write_cycles(&page, block.number, &events)?;
		page.end(block.number, &hex::encode(block.hash), time.0)
	}

	/// Issues and redemptions. Their events do not name the currency: the account does.
	async fn money_moved(&mut self, events: &[Event], block: Block) -> anyhow::Result<Vec<Entry>> {
		let mut entries = Vec::new();
		for event in events {
			for moved in money::of(event)? {
				let currency = self.accounts.currency_of(moved.account, block).await?;
				entries.push(moved.entry(currency));
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
			}));
		}
		Ok(parked)
	}

	/// The bodies that were sent in the block, with the ids of their orders.
	async fn bodies(
		&self,
		events: &[Event],
		block: Block,
	) -> anyhow::Result<Vec<(OrderId, OrderBody)>> {
		if !events.iter().any(|event| event.pallet == "Escrow") {
			return Ok(Vec::new());
		}
		let at = self.chain.at(block).await?;
		let extrinsics = at.extrinsics().fetch().await?;
		let mut bodies = Vec::new();
		for extrinsic in extrinsics.iter() {
			let extrinsic = extrinsic?;
			let index = u32::try_from(extrinsic.index())?;
			let submitter = submitter_of(events, index)?;
			let (Some(submitter), "Escrow") = (submitter, extrinsic.pallet_name()) else {
				continue;
			};
			for body in bodies_in(extrinsic.call_name(), extrinsic.call_data_field_bytes()) {
				let text = blake2_128(&body.reference.text);
				bodies.push((OrderId::new(body.reference.date, submitter, text), body));
			}
		}
		Ok(bodies)
	}
}

/// Who acted in an extrinsic, as its events tell.
fn submitter_of(events: &[Event], extrinsic: u32) -> anyhow::Result<Option<ParticipantId>> {
	let own = events.iter().filter(|event| event.extrinsic == Some(extrinsic));
	for event in own.filter_map(Event::escrow) {
		if let Some(By::Key { participant, .. }) = event?.by() {
			return Ok(Some(*participant));
		}
	}
	Ok(None)
}

fn write_cycles(page: &Page<'_>, block: u32, events: &[Event]) -> anyhow::Result<()> {
	for event in events {
		if event.is("Clearing", "CycleClosed") {
			let (currency, cycle, _, count, root) = event
				.fields::<(Currency, CycleNo, CloseReason, u32, [u8; 32])>()
				.context("a close of another version")?;
			checks::whole_cycle(&page.roots(currency, cycle)?, count, root)
				.with_context(|| format!("cycle {cycle} of {currency}"))?;
			page.closed(currency, cycle, block, root)?;
		}
		if event.is("Clearing", "CycleSettled") {
			let (currency, cycle) =
				event.fields::<(Currency, CycleNo)>().context("a settlement of another version")?;
			page.settled(currency, cycle, block)?;
		}
	}
	Ok(())
}

/// Why a cycle closed.
#[derive(Decode)]
enum CloseReason {
	/// It was due.
	#[codec(index = 0)]
	Schedule,
	/// The agent closed it.
	#[codec(index = 1)]
	Agent(#[expect(dead_code, reason = "read past, not used")] Vec<u8>),
}

/// The text of a reference, which is the submitter's own and need not be UTF-8.
fn text_of(reference: &Reference) -> String {
	String::from_utf8_lossy(&reference.text).into_owned()
}
