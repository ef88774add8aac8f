// SPDX-License-Identifier: Apache-2.0

//! Placing the orders of a bundle: none twice, whatever happened before.

use super::{
	memory::Named,
	references::{body_hash, date_all, key_of, storage_of, Dated, Wanted},
	waves, Importer, Placed,
};
use crate::{
	bundle::{Order, Who},
	chain::{events::BatchRefusal, events::EscrowEvent, Call, Failure, Letter, OrderHead, Receipt},
	expected::{items, Times},
	rows::RefusedRow,
};
use anyhow::{bail, Context};
use codec::Decode;
use split_ledger_primitives::{Date, Domain, OrderBody, OrderId};
use std::collections::{BTreeMap, BTreeSet};

/// Orders in one transaction: its weight stays far below what a block takes.
const BATCH: usize = 100;
/// Bytes in one transaction.
const BATCH_BYTES: usize = 256 * 1024;

/// What was refused, by its place: orders in file order, then actions.
pub(super) type RefusedRows = BTreeMap<usize, RefusedRow>;

/// A batch on its way: the payments in it, by the places of their orders.
struct Batch {
	letter: Letter,
	items: Vec<Vec<usize>>,
}

impl Importer<'_> {
	/// Who submits an order: the bank of the payer, or who has a mandate of the payer.
	pub(super) fn submitter(&self, order: &Order) -> Who {
		self.bundle.submitter(order)
	}

	/// The reference of an order within the chain.
	pub(super) fn name_order<'o>(&self, order: &'o Order) -> anyhow::Result<Named<'o>> {
		let submitter = self.directory.id(self.submitter(order))?;
		Ok(Named { submitter, domain: Domain::Order, text: &order.reference })
	}

	/// The date of every order's reference, and whether the chain has the order.
	pub(super) async fn date_orders(&mut self) -> anyhow::Result<Vec<Dated>> {
		let bundle = self.bundle;
		let wanted = bundle
			.orders
			.iter()
			.map(|order| Ok(Wanted { named: self.name_order(order)?, date: order.date }))
			.collect::<anyhow::Result<Vec<_>>>()?;
		let block = self.chain.final_block().await?;
		date_all(self.chain, block, &mut self.memory, &wanted).await
	}

	/// The id of an order whose reference has this date.
	pub(super) fn order_id(&self, order: &Order, date: Date) -> anyhow::Result<OrderId> {
		Ok(key_of(self.name_order(order)?, date))
	}

	/// Places what is not there yet.
	pub(super) async fn place_orders(&mut self) -> anyhow::Result<(Placed, RefusedRows)> {
		let dated = self.date_orders().await?;
		self.say_dates(&dated);
		let bodies = self
			.bundle
			.orders
			.iter()
			.zip(&dated)
			.map(|(order, dated)| self.body(order, dated.date))
			.collect::<anyhow::Result<Vec<_>>>()?;
		let mut refused = self.known_refusals(&dated, &bodies).await?;

		let block = self.chain.final_block().await?;
		let now = self.chain.time(block).await?;
		let times = Times { orders: self.placed_at(block).await?, ..Times::of_run(now, now) };
		let wanted = |item: &Vec<usize>| !item.iter().any(|place| refused.contains_key(place));
		let items: Vec<_> = items(&self.bundle.orders).into_iter().filter(wanted).collect();
		let is_there = |item: &[usize]| item.iter().all(|place| dated[*place].is_used);
		let already_there = dated.iter().filter(|dated| dated.is_used).count();
		let waves = waves::cut(self.bundle, &times, items, is_there);
		let total = waves.iter().flatten().map(Vec::len).sum();
		if total > 0 {
			self.report.begin("placing orders", total);
		}
		let mut tried = 0;
		let all_groups = (0..self.bundle.groups.len()).collect();
		self.wait_for_groups(&all_groups).await?;
		for wave in waves {
			let joined = self.groups_of(&wave);
			let size: usize = wave.iter().map(Vec::len).sum();
			refused.append(&mut self.place_wave(wave, &bodies).await?);
			// What the clock pays out of groups that are complete now, the next wave may need.
			self.wait_for_groups(&joined).await?;
			tried += size;
			self.report.done(tried);
		}
		self.remember_refusals(&refused)?;
		let all = self.bundle.orders.len();
		let placed = all.saturating_sub(refused.len()).saturating_sub(already_there);
		Ok((Placed { placed, already_there, refused: refused.len() }, refused))
	}

	fn groups_of(&self, wave: &waves::Wave) -> BTreeSet<usize> {
		let orders = wave.iter().flatten().map(|place| &self.bundle.orders[*place]);
		orders.filter_map(|order| order.group).collect()
	}

	fn say_dates(&self, dated: &[Dated]) {
		let undated =
			self.bundle.orders.iter().zip(dated).filter(|(order, _)| order.date.is_none());
		let mut dates: Vec<_> = undated.map(|(_, dated)| dated.date).collect();
		dates.sort();
		dates.dedup();
		if !dates.is_empty() {
			let dates: Vec<_> = dates.iter().map(ToString::to_string).collect();
			let dates = dates.join(", ");
			self.report.say(&format!("orders without a date have the reference date {dates}"));
		}
		let there = dated.iter().filter(|dated| dated.is_used).count();
		if there > 0 {
			self.report
				.say(&format!("{there} orders are on the chain already: none is placed twice"));
		}
	}

	/// What an earlier run was refused, unless it is to be tried again, and references that stand for
	/// other orders.
	async fn known_refusals(
		&self,
		dated: &[Dated],
		bodies: &[OrderBody],
	) -> anyhow::Result<RefusedRows> {
		let block = self.chain.final_block().await?;
		let mut keys = Vec::new();
		for (order, dated) in self.bundle.orders.iter().zip(dated) {
			keys.push(storage_of(Domain::Order, self.order_id(order, dated.date)?));
		}
		let rows = self.chain.read_many(block, &keys).await?;
		let mut refused = RefusedRows::new();
		for (place, order) in self.bundle.orders.iter().enumerate() {
			if let Some(row) = rows.get(&keys[place]) {
				let head = OrderHead::decode(&mut row.as_slice())?;
				if head.body_hash() != body_hash(&bodies[place]) {
					refused.insert(place, other_body(order));
				}
				continue;
			}
			if !self.manner.retry_refused {
				let known = self.memory.refusal(self.name_order(order)?)?;
				refused.extend(known.map(|row| (place, row)));
			}
		}
		Ok(refused)
	}

	fn remember_refusals(&self, refused: &RefusedRows) -> anyhow::Result<()> {
		for (place, order) in self.bundle.orders.iter().enumerate() {
			let row = refused.get(&place);
			self.memory.remember_refusal(self.name_order(order)?, row)?;
		}
		Ok(())
	}

	async fn place_wave(
		&self,
		wave: waves::Wave,
		bodies: &[OrderBody],
	) -> anyhow::Result<RefusedRows> {
		let batches = self.batches(wave, bodies);
		let letters: Vec<_> = batches.iter().map(|batch| batch.letter.clone()).collect();
		let receipts = self.chain.send(&letters, |_| ()).await?;
		self.keep_history(receipts.iter().map(|receipt| receipt.block)).await?;
		let metadata = self.chain.at(self.chain.final_block().await?).await?.metadata();
		let mut refused = RefusedRows::new();
		for (batch, receipt) in batches.iter().zip(receipts) {
			let at = self.chain.made_at(receipt.block).await?;
			for refusal in batch_refusals(receipt)? {
				let item = batch.items.get(usize::from(refusal.item));
				let item = item.context("the chain refused what was not sent")?;
				let failure = Failure::of(refusal.error, &metadata);
				self.list_refused(&mut refused, item, refusal.order, &failure);
				for place in item {
					let order = self.name_order(&self.bundle.orders[*place])?;
					self.memory.remember_tried(order, at)?;
				}
			}
		}
		Ok(refused)
	}

	/// The payments of a wave as batches, a bank's in their order.
	fn batches(&self, wave: waves::Wave, bodies: &[OrderBody]) -> Vec<Batch> {
		let mut by_bank: BTreeMap<Who, Vec<Vec<Vec<usize>>>> = BTreeMap::new();
		let mut sizes: BTreeMap<Who, (usize, usize)> = BTreeMap::new();
		for item in wave {
			let Some(first) = item.first() else { continue };
			let bank = self.submitter(&self.bundle.orders[*first]);
			let bytes: usize =
				item.iter().map(|place| codec::Encode::encoded_size(&bodies[*place])).sum();
			let (orders, size) = sizes.entry(bank).or_default();
			let batches = by_bank.entry(bank).or_insert_with(|| vec![Vec::new()]);
			if *orders + item.len() > BATCH || *size + bytes > BATCH_BYTES {
				batches.push(Vec::new());
				(*orders, *size) = (0, 0);
			}
			*orders += item.len();
			*size += bytes;
			if let Some(batch) = batches.last_mut() {
				batch.push(item);
			}
		}
		let batch = |bank: Who, items: Vec<Vec<usize>>| {
			let payment =
				|item: &Vec<usize>| item.iter().map(|place| bodies[*place].clone()).collect();
			let payments: Vec<Vec<OrderBody>> = items.iter().map(payment).collect();
			let key = self.keys.of_participant(bank).clone();
			Batch { letter: Letter { key, call: Call::place_batch(&payments) }, items }
		};
		let batches = by_bank.into_iter();
		let batches =
			batches.flat_map(|(bank, batches)| batches.into_iter().map(move |items| (bank, items)));
		let batches = batches.filter(|(_, items)| !items.is_empty());
		batches.map(|(bank, items)| batch(bank, items)).collect()
	}

	/// Lists the orders of a refused payment: the culprit with its error, the others as its victims.
	fn list_refused(
		&self,
		refused: &mut RefusedRows,
		item: &[usize],
		culprit: Option<u16>,
		failure: &Failure,
	) {
		let culprit = culprit.map_or(0, usize::from);
		for (index, place) in item.iter().enumerate() {
			let reference = self.bundle.orders[*place].reference.clone();
			let row = if index == culprit {
				let Failure { error, detail } = failure.clone();
				RefusedRow { reference, error, detail }
			} else {
				RefusedRow {
					reference,
					error: "payment-refused".to_owned(),
					detail: format!("Another order of the payment was refused: {}.", failure.error),
				}
			};
			refused.insert(*place, row);
		}
	}
}

fn other_body(order: &Order) -> RefusedRow {
	RefusedRow {
		reference: order.reference.clone(),
		error: "reference-taken".to_owned(),
		detail: "The chain has another order under this reference. Use another one.".to_owned(),
	}
}

/// What a batch refused. A batch that failed as a whole is a fault of this run, not of an order.
fn batch_refusals(receipt: Receipt) -> anyhow::Result<Vec<BatchRefusal>> {
	let receipt = receipt.ok().context("a batch of orders failed as a whole")?;
	for event in receipt.events.iter().filter_map(|event| event.escrow()) {
		if let EscrowEvent::BatchDone { refused, .. } = event? {
			return Ok(refused);
		}
	}
	bail!("the chain does not say what became of a batch")
}
