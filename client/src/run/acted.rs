// SPDX-License-Identifier: Apache-2.0

//! When those actions were done or refused on whose time anything depends: what stops the clocks of an
//! order or lets them go on, and the end of a mandate. No block keeps that under a reference, so it is
//! remembered.

use super::{
	postings::{read_block, BLOCKS},
	Importer,
};
use crate::{
	bundle::{Act, InDispute},
	chain::events::EscrowEvent,
};
use codec::Decode;
use futures::StreamExt;
use split_ledger_primitives::{DisputeEnd, Moment, OrderId};
use std::collections::{BTreeMap, BTreeSet};

/// The latest blocks, whose events every node has: it keeps the states of 256, some of which it discards
/// while they are read.
const BLOCKS_KEPT: u32 = 200;

impl Importer<'_> {
	/// Remembers when an action was done or refused, where that matters.
	pub(super) fn remember_acted(&self, place: usize, at: Moment) -> anyhow::Result<()> {
		let action = &self.bundle.actions[place];
		let mark = self.mark_of(place, action);
		self.memory.remember_tried(self.remembered_as(action, &mark)?, at)
	}

	/// Remembers that an earlier run did something to an order, which could not remember that any more.
	/// Where it could not remember when, either, the chain tells: since when the order is stopped, or in
	/// which block its clocks went on.
	pub(super) async fn note_done(&self, place: usize, id: OrderId) -> anyhow::Result<()> {
		let action = &self.bundle.actions[place];
		let mark = self.mark_of(place, action);
		if self.memory.tried(self.remembered_as(action, &mark)?)?.is_none() {
			let at = match &action.act {
				act if stops(act) => self.stopped_since(id).await?,
				act if lets_go_on(act) => self.ended_at(act, id).await?,
				_ => None,
			};
			if let Some(at) = at {
				self.remember_acted(place, at)?;
			}
		}
		self.memory.remember_done(&mark)
	}

	/// When an act ended the freeze or the dispute of an order, if no later one stopped it again, and the
	/// node still has the events.
	async fn ended_at(&self, act: &Act, id: OrderId) -> anyhow::Result<Option<Moment>> {
		let newest = self.chain.final_block().await?.number;
		let mut read = futures::stream::iter((1..=newest).rev())
			.map(|number| async move { (number, read_block(self.chain, number).await) })
			.buffered(BLOCKS);
		while let Some((number, events)) = read.next().await {
			let events = match events {
				Err(_) if newest.saturating_sub(number) >= BLOCKS_KEPT => return Ok(None),
				events => events?,
			};
			let events = events.iter().map(|event| EscrowEvent::decode(&mut event.as_slice()));
			match last_told(&events.collect::<Result<Vec<_>, _>>()?, act, id) {
				Some(true) => return self.chain.made_at(number).await.map(Some),
				Some(false) => return Ok(None),
				None => {}
			}
		}
		Ok(None)
	}

	/// The times that are known, by the places of the actions.
	pub(super) fn acted(&self) -> anyhow::Result<BTreeMap<usize, Moment>> {
		self.acted_where(is_timed)
	}

	/// When the clocks of these orders went on last: the chain looks at them once that minute is over.
	pub(super) fn went_on(
		&self,
		orders: &BTreeSet<usize>,
	) -> anyhow::Result<BTreeMap<usize, Moment>> {
		let of_these =
			|act: &Act| lets_go_on(act) && act.order().is_some_and(|it| orders.contains(&it));
		let mut last = BTreeMap::new();
		for (place, at) in self.acted_where(of_these)? {
			let action = &self.bundle.actions[place];
			// One that was refused let nothing go on.
			if self.memory.is_done(&self.mark_of(place, action))? {
				last.extend(action.act.order().map(|order| (order, at)));
			}
		}
		Ok(last)
	}

	fn acted_where(
		&self,
		is_one: impl Fn(&Act) -> bool,
	) -> anyhow::Result<BTreeMap<usize, Moment>> {
		let mut acted = BTreeMap::new();
		for (place, action) in self.bundle.actions.iter().enumerate() {
			if is_one(&action.act) {
				let mark = self.mark_of(place, action);
				let at = self.memory.tried(self.remembered_as(action, &mark)?)?;
				acted.extend(at.map(|at| (place, at)));
			}
		}
		Ok(acted)
	}
}

/// What a run that was interrupted may have done without remembering it.
#[derive(Debug)]
pub(super) struct Seen {
	/// For each action, whether its order then shows it.
	is_seen: Vec<bool>,
	/// The orders to which this run did something on whose time anything depends. Whatever was foreseen for
	/// the lines below that, no earlier run came so far.
	outrun: BTreeSet<usize>,
}

impl Seen {
	pub(super) fn of(is_seen: Vec<bool>) -> Self {
		Self { is_seen, outrun: BTreeSet::new() }
	}

	/// Whether the action at `place` may have been done.
	pub(super) fn may_be(&self, place: usize, act: &Act) -> bool {
		self.is_seen[place] && !act.order().is_some_and(|order| self.outrun.contains(&order))
	}

	/// This run does it.
	pub(super) fn note_sent(&mut self, act: &Act) {
		self.outrun.extend(act.order().filter(|_| is_timed(act)));
	}

	/// An earlier run did it, but does not remember: so it came no further where it had to wait for the
	/// clock then.
	pub(super) fn note_found(&mut self, act: &Act, is_due: bool) {
		if is_due {
			self.note_sent(act);
		}
	}
}

/// Whether anything depends on when it is done.
pub(super) fn is_timed(act: &Act) -> bool {
	stops(act) || lets_go_on(act) || matches!(act, Act::Revoke(_))
}

/// Whether the clocks of an order stop with it.
fn stops(act: &Act) -> bool {
	matches!(act, Act::Freeze(..) | Act::Dispute(_, InDispute::Open(_)))
}

/// Whether the clocks of an order may go on with it.
fn lets_go_on(act: &Act) -> bool {
	matches!(act, Act::Unfreeze(_) | Act::Dispute(_, InDispute::Withdraw(_)))
}

/// Whether what is told last of an order's freezes and disputes is that this act ended one; none where
/// nothing is told of them. The clock ends them, too.
fn last_told(events: &[EscrowEvent], act: &Act, id: OrderId) -> Option<bool> {
	let mut of_order = events.iter().rev().filter(|event| event.order() == Some(id));
	of_order.find_map(|event| match event {
		EscrowEvent::OrderFreezeLifted(_) => Some(matches!(act, Act::Unfreeze(_))),
		EscrowEvent::DisputeEnded(ended) if ended.how == DisputeEnd::Withdrawn => {
			Some(matches!(act, Act::Dispute(_, InDispute::Withdraw(_))))
		}
		EscrowEvent::OrderFrozen(_) | EscrowEvent::Disputed(_) => Some(false),
		_ => None,
	})
}

#[cfg(test)]
mod tests;
