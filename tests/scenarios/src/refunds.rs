// SPDX-License-Identifier: Apache-2.0

//! Refunds, returns, and what is owed for them (R1, R2, R3).

use crate::{Customer, World};
use pallet_escrow::Call;
use sp_runtime::DispatchResult;
use split_ledger_primitives::{
	views::{OrderView, RefundableView},
	AccountNo, Amount, OrderBody, OrderId, OrderStatus,
};
use split_ledger_runtime::{Escrow, Ledger, Runtime};

impl World {
	/// Lets a customer refund an order.
	pub fn refund(&mut self, by: &Customer, order: OrderId, amount: u64) -> DispatchResult {
		self.refund_by(by.key, order, amount)
	}

	/// Refunds an order with a key: of the merchant's bank, say. For an ended order it brings the body
	/// (T2).
	pub fn refund_by(&mut self, key: &str, order: OrderId, amount: u64) -> DispatchResult {
		let (reference, amount, body) = (self.reference(), Amount(amount), self.body_for(order));
		self.send(key, Call::<Runtime>::refund { reference, order, amount, body })
	}

	/// Lets a customer return a part of a leg.
	pub fn return_leg(
		&mut self,
		by: &Customer,
		order: OrderId,
		leg: u8,
		amount: u64,
	) -> DispatchResult {
		let (reference, amount, body) = (self.reference(), Amount(amount), self.body_for(order));
		self.send(by.key, Call::<Runtime>::return_leg { reference, order, leg, amount, body })
	}

	/// Lets a customer have collected what somebody owes.
	pub fn collect(&mut self, by: &Customer, debtor: &Customer) -> DispatchResult {
		self.send(by.key, Call::<Runtime>::collect { debtor: debtor.account })
	}

	/// What is owed from a customer's account: to which account, and how much, the oldest first.
	pub fn owed(&mut self, debtor: &Customer) -> Vec<(AccountNo, u64)> {
		let liens = self.state(|| Ledger::liens_of(debtor.account));
		liens.list.iter().map(|lien| (lien.creditor, lien.remaining.0)).collect()
	}

	/// What of it was collected and is still held.
	pub fn collected(&mut self, debtor: &Customer) -> u64 {
		self.state(|| Ledger::collected_on(debtor.account)).0
	}

	/// What of an order may still be refunded and returned.
	pub fn refundable(&mut self, order: OrderId) -> RefundableView {
		let body = self.body_for(order);
		self.state(|| Escrow::refundable(order, body.as_deref())).expect("an order")
	}

	/// What the chain says of an order, by its body where it has ended.
	pub fn whole_view(&mut self, order: OrderId) -> OrderView {
		match self.body_for(order) {
			None => self.view(order),
			Some(body) => {
				self.state(|| Escrow::order_of_body(order, &body)).expect("an order with its body")
			}
		}
	}

	/// The body of an order that has ended; an open one needs none.
	pub(crate) fn body_for(&mut self, order: OrderId) -> Option<Box<OrderBody>> {
		let view = self.state(|| Escrow::order(order));
		let is_open = view.is_some_and(|view| view.status == OrderStatus::Held);
		self.bodies.get(&order).filter(|_| !is_open).cloned().map(Box::new)
	}
}
