// SPDX-License-Identifier: Apache-2.0

//! Calls about orders: placing, releasing, returning, giving back, collecting.

use super::Call;
use codec::{Compact, Encode};
use split_ledger_primitives::{AccountNo, Amount, OrderBody, OrderId, Reference};

/// What to release of an order.
#[derive(Clone, Debug, Encode, Eq, PartialEq)]
pub enum ReleaseWhat {
	/// All that is not released yet.
	#[codec(index = 0)]
	All,
	/// This much of it.
	#[codec(index = 1)]
	Amount(#[codec(compact)] Amount),
	/// All that is not released yet of these legs, by their numbers, ascending.
	#[codec(index = 2)]
	Legs(Vec<u8>),
	/// What is not released yet of this milestone.
	#[codec(index = 3)]
	Milestone(u8),
}

/// One release of a batch.
#[derive(Clone, Debug, Encode, Eq, PartialEq)]
pub struct ReleaseItem {
	/// The submitter's own name for the release.
	pub reference: Reference,
	/// The order.
	pub order: OrderId,
	/// What of it.
	pub what: ReleaseWhat,
}

/// One return of a batch.
#[derive(Clone, Debug, Encode, Eq, PartialEq)]
pub struct ReturnItem {
	/// The submitter's own name for the return.
	pub reference: Reference,
	/// The order.
	pub order: OrderId,
	/// The leg that its receiver gives back.
	pub leg: u8,
	/// How much of it.
	#[codec(compact)]
	pub amount: Amount,
	/// The body of the order, where it has ended.
	pub body: Option<OrderBody>,
}

impl Call {
	/// Places an order.
	pub fn place(order: &OrderBody) -> Self {
		Self::new("Escrow", "place", order)
	}

	/// Places all orders of a combined payment, or none.
	pub fn place_combined(orders: &[OrderBody]) -> Self {
		Self::new("Escrow", "place_combined", &orders)
	}

	/// Places many payments of one or more orders each.
	pub fn place_batch(payments: &[Vec<OrderBody>]) -> Self {
		Self::new("Escrow", "place_batch", &payments)
	}

	/// Releases a part of an order.
	pub fn release(reference: &Reference, order: OrderId, what: &ReleaseWhat) -> Self {
		Self::new("Escrow", "release", &(reference, order, what))
	}

	/// Gives a part of an order back to its payer. One that has ended needs its body.
	pub fn refund(
		reference: &Reference,
		order: OrderId,
		amount: Amount,
		body: Option<&OrderBody>,
	) -> Self {
		Self::new("Escrow", "refund", &(reference, order, Compact(amount), body))
	}

	/// Gives a released leg back, or a part of it. An order that has ended needs its body.
	pub fn return_leg(
		reference: &Reference,
		order: OrderId,
		leg: u8,
		amount: Amount,
		body: Option<&OrderBody>,
	) -> Self {
		let arguments = (reference, order, leg, Compact(amount), body);
		Self::new("Escrow", "return_leg", &arguments)
	}

	/// Gives legs of many orders of at most `legs_max` legs each back; with `all_or_none` the first
	/// refusal refuses them all.
	pub fn return_batch(items: &[ReturnItem], legs_max: u8, all_or_none: bool) -> Self {
		Self::new("Escrow", "return_batch", &(items, legs_max, all_or_none))
	}

	/// Releases many orders of at most `legs_max` legs each; with `all_or_none` the first refusal
	/// refuses them all.
	pub fn release_batch(items: &[ReleaseItem], legs_max: u8, all_or_none: bool) -> Self {
		Self::new("Escrow", "release_batch", &(items, legs_max, all_or_none))
	}

	/// Pays the creditors of an account out of what credits brought to it.
	pub fn collect(debtor: AccountNo) -> Self {
		Self::new("Escrow", "collect", &debtor)
	}

	/// Credits the parked legs of an order that can be credited.
	pub fn retry_parked(order: OrderId) -> Self {
		Self::new("Escrow", "retry_parked", &order)
	}
}
