// SPDX-License-Identifier: Apache-2.0

//! What a payment leaves in the file.

use super::file::{Entry, Page, PlacedOrder};
use crate::chain::events::PaidLeg;
use anyhow::Context;
use split_ledger_primitives::{Amount, Currency, CycleNo, Date, OrderBody, OrderId, OrderStatus};

/// What the legs of a payment have in common.
pub(super) struct Payment<'a> {
	pub(super) order: OrderId,
	pub(super) reference: Option<String>,
	pub(super) currency: Currency,
	pub(super) cycle: CycleNo,
	pub(super) date: Date,
	pub(super) status: OrderStatus,
	pub(super) is_retry: bool,
	/// The body of the order, where it was sent in the same block.
	pub(super) body: Option<&'a OrderBody>,
}

impl Payment<'_> {
	pub(super) fn write(
		&self,
		page: &mut Page<'_>,
		block: u32,
		legs: &[PaidLeg],
	) -> anyhow::Result<()> {
		let amount = Amount::checked_sum(legs.iter().map(|leg| leg.amount));
		let first = legs.first().map(|leg| leg.from);
		let (amount, first) = amount.zip(first).context("a payment of nothing")?;
		// Known, unless it paid at once: then this is its placement.
		page.order(&PlacedOrder {
			id: self.order,
			reference: self.reference.clone(),
			payer: self.body.map_or(first, |body| body.payer),
			currency: self.currency,
			amount: self.body.map_or(amount, |body| body.amount),
			block,
			status: status_name(self.status).to_owned(),
		})?;
		for leg in &whole(legs)? {
			page.leg(self.order, leg.leg, leg.to, leg.purpose, leg.amount)?;
		}
		for leg in legs {
			if self.is_retry {
				page.unparked(self.order, leg.leg)?;
			}
			page.entry(block, &self.entry(leg))?;
		}
		stands(page, self.order, self.status)
	}

	fn entry(&self, leg: &PaidLeg) -> Entry {
		Entry {
			kind: "paid",
			order: Some(self.order),
			leg: Some(leg.leg),
			reference: self.reference.clone(),
			debit: Some(leg.from),
			credit: Some(leg.to),
			amount: leg.amount,
			currency: self.currency,
			cycle: self.cycle,
			date: self.date,
			purpose: leg.purpose,
		}
	}
}

/// The legs with what all funders brought to each.
fn whole(legs: &[PaidLeg]) -> anyhow::Result<Vec<PaidLeg>> {
	let mut whole: Vec<PaidLeg> = Vec::new();
	for leg in legs {
		match whole.iter_mut().find(|earlier| earlier.leg == leg.leg) {
			None => whole.push(*leg),
			Some(earlier) => {
				let sum = earlier.amount.checked_add(leg.amount);
				earlier.amount = sum.context("a leg of more than an amount can be")?;
			}
		}
	}
	Ok(whole)
}

/// Writes where an order stands. Of one that has ended nothing is parked any more: what waited too long
/// went back to the payer without a word on its legs.
pub(super) fn stands(page: &Page<'_>, order: OrderId, status: OrderStatus) -> anyhow::Result<()> {
	page.status(order, status)?;
	if status != OrderStatus::Held {
		page.nothing_parked(order)?;
	}
	Ok(())
}

/// A status as the file has it.
pub(super) fn status_name(status: OrderStatus) -> &'static str {
	match status {
		OrderStatus::Held => "held",
		OrderStatus::Released => "released",
		OrderStatus::Refunded => "refunded",
		OrderStatus::PartlyReleased => "partly-released",
		OrderStatus::Expired => "expired",
	}
}
