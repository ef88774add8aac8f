// SPDX-License-Identifier: Apache-2.0

//! Orders and their releases.

use crate::{Customer, Deal, World};
use pallet_escrow::{order_id, Call as EscrowCall, ReleaseWhat};
use sp_runtime::{DispatchError, DispatchResult};
use split_ledger_primitives::{
	views::OrderView, Amount, CoverMode, ExpiryPolicy, Moment, OrderBody, OrderId, OrderStatus,
	ReleaseMode, Terms,
};
use split_ledger_runtime::{Escrow, Runtime};

/// Held until somebody releases it, or `deadline`.
pub fn held(deadline: Option<Moment>, expiry: ExpiryPolicy) -> ReleaseMode {
	ReleaseMode::Held { after: None, deadline, expiry, cover: CoverMode::AtPlacement }
}

impl World {
	/// An order under a deal, held until it is released.
	pub fn order(&mut self, payer: &Customer, amount: u64, deal: &Deal) -> OrderBody {
		self.body(payer, amount, deal.terms())
	}

	/// An order under a deal that is paid at once.
	pub fn sale(&mut self, payer: &Customer, amount: u64, deal: &Deal) -> OrderBody {
		OrderBody { release: ReleaseMode::Now, ..self.order(payer, amount, deal) }
	}

	/// A plain payment that is held until it is released.
	pub fn later(&mut self, payer: &Customer, amount: u64, to: &Customer) -> OrderBody {
		self.body(payer, amount, Terms::Transfer { to: to.account })
	}

	/// A plain payment at once.
	pub fn transfer(&mut self, payer: &Customer, amount: u64, to: &Customer) -> OrderBody {
		let body = self.body(payer, amount, Terms::Transfer { to: to.account });
		OrderBody { release: ReleaseMode::Now, ..body }
	}

	fn body(&mut self, payer: &Customer, amount: u64, terms: Terms) -> OrderBody {
		OrderBody {
			reference: self.reference(),
			payer: payer.account,
			amount: Amount(amount),
			terms,
			release: held(None, ExpiryPolicy::Payer),
			legs_max: 8,
			end_to_end: None,
			not_after: None,
			buyer: None,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		}
	}

	/// Lets a customer place an order.
	pub fn place(&mut self, by: &Customer, order: OrderBody) -> Result<OrderId, DispatchError> {
		let id = order_id(by.id, &order.reference);
		self.send(by.key, EscrowCall::<Runtime>::place { order: order.clone() })?;
		self.bodies.insert(id, order);
		Ok(id)
	}

	/// Lets a customer place the orders of a combined payment, all or none (O9).
	pub fn place_together<const N: usize>(
		&mut self,
		by: &Customer,
		orders: [OrderBody; N],
	) -> Result<[OrderId; N], DispatchError> {
		let item = orders.to_vec().try_into().expect("few orders");
		self.send(by.key, EscrowCall::<Runtime>::place_combined { orders: item })?;
		Ok(orders.map(|order| {
			let id = order_id(by.id, &order.reference);
			self.bodies.insert(id, order);
			id
		}))
	}

	/// Lets a customer place an order that must be accepted.
	pub fn placed(&mut self, by: &Customer, order: OrderBody) -> OrderId {
		self.place(by, order).expect("the order is accepted")
	}

	/// Lets a customer release an order.
	pub fn release(&mut self, by: &Customer, order: OrderId, what: ReleaseWhat) -> DispatchResult {
		let reference = self.reference();
		self.send(by.key, EscrowCall::<Runtime>::release { reference, order, what })
	}

	/// Lets a customer retry the parked legs of an order.
	pub fn retry(&mut self, by: &Customer, order: OrderId) -> DispatchResult {
		self.send(by.key, EscrowCall::<Runtime>::retry_parked { order })
	}

	/// What the chain says of an order.
	pub fn view(&mut self, order: OrderId) -> OrderView {
		self.state(|| Escrow::order(order)).expect("an order")
	}

	/// Where an order stands.
	pub fn status(&mut self, order: OrderId) -> OrderStatus {
		self.view(order).status
	}
}
