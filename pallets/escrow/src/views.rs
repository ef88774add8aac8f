// SPDX-License-Identifier: Apache-2.0

//! What readers are told of orders.

use crate::{
	types::{HeldOrder, Leg, OrderRow, Outcome},
	Config, Error, Orders, Outcomes, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::DispatchError;
use split_ledger_primitives::{
	limits::HOLD_DAYS_MAX,
	ports::{Ledger, LedgerBook},
	views::{LegView, OrderDetails, OrderView},
	Amount, OrderBody, OrderId, OrderStatus, ReleaseMode, DAY_MS,
};

impl<T: Config> Pallet<T> {
	/// An order, with details as long as it is open. Afterwards they are in its body: see
	/// [`Pallet::order_of_body`].
	pub fn order(id: OrderId) -> Option<OrderView> {
		let row = Orders::<T>::get(id)?;
		let details = match &row {
			OrderRow::Held(order) => held_details(order),
			OrderRow::Ended(_) => None,
		};
		Some(view::<T>(id, &row, details))
	}

	/// An order with details, from its row while it is open, else from its body: none where there is
	/// no such order or the body is not the one that was placed.
	pub fn order_of_body(id: OrderId, body: &OrderBody) -> Option<OrderView> {
		let row = Orders::<T>::get(id)?;
		if row.body_hash() != Self::body_hash_of(body) {
			return None;
		}
		let details = match &row {
			OrderRow::Held(order) => held_details(order),
			OrderRow::Ended(ended) => Self::ended_details(id, ended.status, body).ok(),
		};
		Some(view::<T>(id, &row, details))
	}

	fn ended_details(
		id: OrderId,
		status: OrderStatus,
		body: &OrderBody,
	) -> Result<OrderDetails, DispatchError> {
		let mut book = T::Ledger::open_book();
		let currency = book.account(body.payer)?.currency;
		let mut legs = Self::replan(&mut book, body)?;
		match Outcomes::<T>::get(id) {
			Some(outcome) => as_it_came(&mut legs, &outcome).ok_or(Error::<T>::Overflow)?,
			None => as_planned(&mut legs, status),
		}
		let sum = |of: fn(&Leg) -> Amount| {
			Amount::checked_sum(legs.iter().map(of)).ok_or(Error::<T>::Overflow)
		};
		let latest = body.reference.date.start().plus(HOLD_DAYS_MAX.saturating_mul(DAY_MS));
		let (deadline, expiry, after, cover) = match body.release {
			ReleaseMode::Now => (None, None, None, None),
			ReleaseMode::Held { after, deadline, expiry, cover } => {
				(Some(deadline.unwrap_or(latest)), Some(expiry), after, Some(cover))
			}
			// The moment followed from the date of placement, which went with the row.
			ReleaseMode::NextDate { deadline, expiry, cover } => {
				(Some(deadline.unwrap_or(latest)), Some(expiry), None, Some(cover))
			}
		};
		Ok(OrderDetails {
			payer: body.payer,
			currency,
			amount: body.amount,
			remaining: Amount::ZERO,
			released: sum(|leg| leg.released)?,
			refunded: sum(|leg| leg.refunded)?,
			deadline,
			expiry,
			after,
			cover,
			terms: body.terms.clone(),
			legs: legs.iter().map(leg_view).collect(),
		})
	}
}

/// Also the entitlements, which are not the plan's where something went to the merchant: what a leg
/// got and gave back is always what it was entitled to. None where a sum does not fit.
fn as_it_came(legs: &mut [Leg], outcome: &Outcome) -> Option<()> {
	for leg in legs {
		if let Some(came) = outcome.iter().find(|came| came.leg == leg.leg) {
			leg.entitlement = came.released.checked_add(came.refunded)?;
			leg.released = came.released;
			leg.refunded = came.refunded;
		}
	}
	Some(())
}

fn as_planned(legs: &mut [Leg], status: OrderStatus) {
	for leg in legs {
		match status {
			OrderStatus::Refunded => leg.refunded = leg.entitlement,
			_ => leg.released = leg.entitlement,
		}
	}
}

fn view<T: Config>(id: OrderId, row: &OrderRow, details: Option<OrderDetails>) -> OrderView {
	let status = match row {
		OrderRow::Held(_) => OrderStatus::Held,
		OrderRow::Ended(ended) => ended.status,
	};
	OrderView {
		id,
		submitter: id.submitter(),
		uetr: Pallet::<T>::uetr_of(id),
		status,
		placed: row.placed(),
		body_hash: row.body_hash(),
		details,
	}
}

fn held_details(order: &HeldOrder) -> Option<OrderDetails> {
	Some(OrderDetails {
		payer: order.payer,
		currency: order.currency,
		amount: order.amount().ok()?,
		remaining: order.held().ok()?,
		released: order.released().ok()?,
		refunded: order.refunded().ok()?,
		deadline: Some(order.deadline),
		expiry: Some(order.expiry),
		after: order.after,
		cover: Some(order.cover),
		terms: order.terms.clone(),
		legs: order.legs.iter().map(leg_view).collect::<Vec<_>>(),
	})
}

fn leg_view(leg: &Leg) -> LegView {
	LegView {
		leg: leg.leg,
		payee: leg.payee,
		purpose: leg.purpose,
		entitlement: leg.entitlement,
		released: leg.released,
		refunded: leg.refunded,
		parked: leg.parked(),
		reason: leg.parked.map(|parked| parked.reason),
	}
}
