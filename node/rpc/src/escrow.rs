// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, OrderSelector, Rooms};
use jsonrpsee::{proc_macros::rpc, PendingSubscriptionSink};
use split_ledger_primitives::{
	views::{OrderView, ParkedOrderView, RefundableView, StakeView, UnclaimedView},
	OrderId,
};
use split_ledger_runtime_api::{EscrowApi, PAGE_MAX};

/// Orders.
#[rpc(server, namespace = "escrow")]
pub trait EscrowRpc {
	/// An order with its details. Those of an order that has ended are read from the block of its
	/// placement, which this node must still have.
	#[method(name = "order", blocking)]
	fn order(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Option<OrderView>>, Error>;

	/// What of an order may still be refunded and returned, in all and leg by leg.
	#[method(name = "refundable", blocking)]
	fn refundable(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<RefundableView>, Error>;

	/// The orders with released legs that could not be credited, with the reasons: at most `limit` (by
	/// default, and at most, a page) after the order `after`, the last one of the page before.
	#[method(name = "parked", blocking)]
	fn parked(
		&self,
		after: Option<OrderId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<ParkedOrderView>>, Error>;

	/// What unclaimed accounts keep of an order, and for whom.
	#[method(name = "unclaimed", blocking)]
	fn unclaimed(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Vec<UnclaimedView>>, Error>;

	/// What each funder of an order brought, holds, got back and is still owed, the payer first.
	#[method(name = "funders", blocking)]
	fn funders(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Vec<StakeView>>, Error>;

	/// Follows an order: what it is now, then every change, as of the best block (provisional) and
	/// as of the final one. Ends by itself when the order has ended and that is final; an order that
	/// does not exist yet is waited for. Ended orders come without details: `order` has them.
	#[subscription(
		name = "subscribeOrder" => "orderChanged",
		unsubscribe = "unsubscribeOrder",
		item = Answer<Option<OrderView>>
	)]
	fn subscribe_order(&self, order: OrderSelector);
}

impl<C: Chain> EscrowRpcServer for Rooms<C> {
	fn order(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Option<OrderView>>, Error> {
		self.order_with_details(order, at)
	}

	fn refundable(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<RefundableView>, Error> {
		self.refundable_of_order(order, at)
	}

	fn parked(
		&self,
		after: Option<OrderId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<ParkedOrderView>>, Error> {
		self.ask(at, |api, block| api.parked(block, after, limit.unwrap_or(PAGE_MAX)))
	}

	fn unclaimed(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Vec<UnclaimedView>>, Error> {
		self.unclaimed_of_order(order, at)
	}

	fn funders(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Vec<StakeView>>, Error> {
		self.funders_of_order(order, at)
	}

	fn subscribe_order(&self, pending: PendingSubscriptionSink, order: OrderSelector) {
		self.follow(pending, order);
	}
}
