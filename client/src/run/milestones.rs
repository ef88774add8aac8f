// SPDX-License-Identifier: Apache-2.0

//! Statements on milestones, later deadlines, and waiting until the clock of the chain has released what
//! is met (O11).

use super::{references::Dated, Importer};
use crate::{
	bundle::{Act, Action, Bundle, Order, Release},
	chain::Call,
	hash::blake2_256,
};
use anyhow::{anyhow, bail, Context};
use split_ledger_primitives::{
	views::{GroupStatus, OrderView, StatedView},
	Commitment, CoverMode, Moment, OrderId, OrderStatus, ParticipantId, ReleaseMode, Side, Stated,
	MINUTE_MS,
};
use std::collections::BTreeSet;
use tokio::time::{sleep, Duration};

/// What the clock releases it releases within the next minute; a chain that has stood still takes longer.
const LONGEST_WAIT_MS: u64 = 10 * MINUTE_MS;

impl Importer<'_> {
	/// When the money of an order leaves the payer.
	pub(super) fn release_of(&self, order: &Order) -> anyhow::Result<ReleaseMode> {
		let (deadline, expiry) = match order.release {
			Release::Hold { deadline, expiry, .. } if !order.milestones.is_empty() => {
				(deadline, expiry)
			}
			_ => return Ok(super::release_mode(&order.release)),
		};
		let milestones = order.milestones.iter().map(|milestone| {
			let named = milestone.clone().try_map(&|who| self.directory.id(who))?;
			named.on_chain().context("conditions beyond the limits")
		});
		let milestones: Vec<_> = milestones.collect::<anyhow::Result<_>>()?;
		let milestones = milestones.try_into().map_err(|_| anyhow!("too many milestones"))?;
		Ok(ReleaseMode::Agreed { milestones, deadline, expiry, cover: CoverMode::default() })
	}

	/// A statement on a milestone; the evidence is the reference of the act.
	pub(super) fn statement(&self, id: OrderId, action: &Action, what: Stated) -> Call {
		Call::attest(id, action.about_milestone(), what, evidence_of(action))
	}

	/// How the line at `place` asks for a later deadline.
	pub(super) fn asks(&self, place: usize) -> anyhow::Result<Asks> {
		let mut done = BTreeSet::new();
		for (earlier, action) in self.bundle.actions[..place].iter().enumerate() {
			if matches!(action.act, Act::Extend(_))
				&& self.memory.is_done(&self.mark_of(earlier, action))?
			{
				done.insert(earlier);
			}
		}
		Ok(Asks::of(self.bundle, place, &done))
	}

	/// The orders of which something may be met that the clock has not released yet, by their places.
	pub(super) fn with_milestones(&self) -> BTreeSet<usize> {
		let orders = self.bundle.orders.iter().enumerate();
		orders.filter(|(_, order)| !order.milestones.is_empty()).map(|(place, _)| place).collect()
	}

	/// Waits until the clock has released what is met of these orders, has given back what a group that
	/// failed left frozen, and has looked at those whose clocks went on.
	pub(super) async fn wait_for_clock(
		&self,
		orders: &mut BTreeSet<usize>,
		dates: &[Dated],
	) -> anyhow::Result<()> {
		let mut begun = None;
		let went_on = self.went_on(orders)?;
		loop {
			let block = self.chain.final_block().await?;
			self.keep_up(block).await?;
			let now = self.chain.time(block).await?;
			let mut waiting = None;
			while let Some(place) = orders.first().copied() {
				let order = &self.bundle.orders[place];
				let id = self.order_id(order, dates[place].date)?;
				let view: Option<OrderView> = self.chain.ask(block, "EscrowApi_order", &id).await?;
				// Before its group is complete nothing of an order is released, met or not.
				let group = self.awaited_group(block, order).await?.map(|group| group.status);
				let is_due = view.is_some_and(|view| match group {
					None => is_due(&view),
					Some(GroupStatus::Open) => false,
					Some(_) => goes_back(&view),
				});
				let is_seen = went_on.get(&place).is_none_or(|at| at.minute() < now.minute());
				if is_due || !is_seen {
					waiting = Some(&order.reference);
					break;
				}
				orders.remove(&place);
			}
			let Some(reference) = waiting else { return Ok(()) };
			if now > begun.get_or_insert(now).plus(LONGEST_WAIT_MS) {
				bail!("something is due on `{reference}`, and the chain does not do it");
			}
			sleep(Duration::from_millis(500)).await;
		}
	}
}

/// Whether an order shows a statement that is not refused: one that has ended did so after it. Several
/// may have one reference, or none: they are told apart by what they say, evidence also by its witness.
pub(super) fn is_stated(
	view: &OrderView,
	action: &Action,
	what: Stated,
	witness: Option<ParticipantId>,
) -> bool {
	let Some(agreed) = view.details.as_ref().and_then(|details| details.agreed.as_ref()) else {
		return view.status != OrderStatus::Held;
	};
	is_among(&agreed.statements, action, what, witness)
}

fn is_among(
	statements: &[StatedView],
	action: &Action,
	what: Stated,
	witness: Option<ParticipantId>,
) -> bool {
	let stated = (action.about_milestone(), what, evidence_of(action));
	let by_witness = |by| !matches!(what, Stated::Evidence(_)) || Some(by) == witness;
	let mut statements = statements.iter();
	statements.any(|it| (it.milestone, it.what, it.commitment) == stated && by_witness(it.by))
}

/// Whether an order shows that a side asked for a deadline: it has it, or waits for the other side.
pub(super) fn is_extended(view: &OrderView, until: Option<Moment>, asks: Asks) -> bool {
	let Some(details) = &view.details else { return false };
	let asked = details.agreed.as_ref().and_then(|agreed| agreed.extension);
	until.is_some() && asks.shows(until, details.deadline, asked)
}

/// How the chain keeps that somebody asks for a deadline.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Asks {
	/// For which side: a bank of both asks for the payer.
	side: Side,
	/// Whether a bank of both asks for what it asked for just before: that is its other side's word.
	is_answer: bool,
}

impl Asks {
	/// Whether it shows: in the deadline, or in what waits for the other side's word.
	fn shows(
		self,
		until: Option<Moment>,
		deadline: Option<Moment>,
		asked: Option<(Side, Moment)>,
	) -> bool {
		let waits = asked.filter(|(by, _)| !self.is_answer && *by == self.side);
		[deadline, waits.map(|(_, at)| at)].contains(&until)
	}

	/// What the line at `place` asks for, where those of these places above it are known to be done.
	fn of(bundle: &Bundle, place: usize, done: &BTreeSet<usize>) -> Self {
		let (all, action) = (&bundle.participants, &bundle.actions[place]);
		let of_both = action.act.order().map(|order| {
			let order = &bundle.orders[order];
			let by = all.bank_of(action.by.unwrap_or(order.payer));
			let is_sellers = order.seller(all).is_some_and(|seller| all.bank_of(seller) == by);
			(by == all.bank_of(order.payer), is_sellers)
		});
		let (is_payers, is_sellers) = of_both.unwrap_or((true, false));
		let earlier = done.range(..place).rev().map(|place| &bundle.actions[*place]);
		let earlier = earlier.filter(|it| it.act == action.act);
		let in_a_row = earlier.take_while(|it| it.until == action.until).count();
		let side = if is_payers { Side::Payer } else { Side::Merchant };
		Self { side, is_answer: is_payers && is_sellers && in_a_row % 2 == 1 }
	}
}

/// What a statement is evidence of, as a commitment to the reference of the act.
fn evidence_of(action: &Action) -> Commitment {
	let parts = [b"split-ledger/statement".as_slice(), action.reference.as_bytes()];
	Commitment(blake2_256(&parts))
}

/// Whether the clock is about to release something of an order: while nothing stops it.
fn is_due(order: &OrderView) -> bool {
	let agreed = order.details.as_ref().and_then(|details| details.agreed.as_ref());
	agreed.is_some_and(|agreed| {
		let milestones = (1u8..).zip(&agreed.milestones);
		let mut open = milestones.filter(|(_, milestone)| !milestone.amount.is_zero());
		agreed.stopped_since.is_none() && open.any(|(number, _)| agreed.met.contains(&number))
	})
}

/// Whether the clock is about to give an order of a group that failed back: while nothing stops it.
fn goes_back(order: &OrderView) -> bool {
	let agreed = order.details.as_ref().and_then(|details| details.agreed.as_ref());
	let is_stopped = agreed.is_some_and(|agreed| agreed.stopped_since.is_some());
	order.status == OrderStatus::Held && !is_stopped
}

#[cfg(test)]
mod tests;
