// SPDX-License-Identifier: Apache-2.0

//! Statements on milestones, later deadlines, and waiting until the clock of the chain has released what
//! is met (O11).

use super::{references::Dated, Importer};
use crate::{
	bundle::{Action, Order, Release},
	chain::Call,
	hash::blake2_256,
};
use anyhow::{anyhow, bail, Context};
use split_ledger_primitives::{
	views::OrderView, Commitment, CoverMode, OrderId, OrderStatus, ReleaseMode, Side, Stated,
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

	/// The orders of which something may be met that the clock has not released yet, by their places.
	pub(super) fn with_milestones(&self) -> BTreeSet<usize> {
		let orders = self.bundle.orders.iter().enumerate();
		orders.filter(|(_, order)| !order.milestones.is_empty()).map(|(place, _)| place).collect()
	}

	/// Waits until the clock has released what is met of these orders.
	pub(super) async fn wait_for_clock(
		&self,
		orders: &mut BTreeSet<usize>,
		dates: &[Dated],
	) -> anyhow::Result<()> {
		let mut begun = None;
		loop {
			let block = self.chain.final_block().await?;
			self.keep_up(block).await?;
			let mut waiting = None;
			while let Some(place) = orders.first().copied() {
				let order = &self.bundle.orders[place];
				let id = self.order_id(order, dates[place].date)?;
				let view: Option<OrderView> = self.chain.ask(block, "EscrowApi_order", &id).await?;
				// Before its group is complete nothing of an order is released, met or not.
				let waits = self.awaited_group(block, order).await?.is_some();
				if !waits && view.is_some_and(|view| is_due(&view)) {
					waiting = Some(&order.reference);
					break;
				}
				orders.remove(&place);
			}
			let Some(reference) = waiting else { return Ok(()) };
			let now = self.chain.time(block).await?;
			if now > begun.get_or_insert(now).plus(LONGEST_WAIT_MS) {
				bail!("a milestone of `{reference}` is met, and the chain does not release it");
			}
			sleep(Duration::from_millis(500)).await;
		}
	}
}

/// Whether an order shows a statement that is not refused: one that has ended did so after it.
pub(super) fn is_stated(view: &OrderView, action: &Action) -> bool {
	let Some(agreed) = view.details.as_ref().and_then(|details| details.agreed.as_ref()) else {
		return view.status != OrderStatus::Held;
	};
	let (milestone, commitment) = (action.about_milestone(), evidence_of(action));
	let mut statements = agreed.statements.iter();
	statements.any(|it| (it.milestone, it.commitment) == (milestone, commitment))
}

/// Whether an order shows that a side asked for a deadline: it has it, or waits for the other side.
pub(super) fn is_extended(view: &OrderView, action: &Action, side: Side) -> bool {
	let Some(details) = &view.details else { return false };
	let asked = details.agreed.as_ref().and_then(|agreed| agreed.extension);
	let by_side = asked.filter(|(by, _)| *by == side).map(|(_, until)| until);
	action.until.is_some() && [details.deadline, by_side].contains(&action.until)
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
