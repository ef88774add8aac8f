// SPDX-License-Identifier: Apache-2.0

//! What is known of an order.

use split_ledger_primitives::{
	AccountNo, Advancer, Date, ExpiryPolicy, Moment, OrderId, OrderStatus, ParkReason,
	ParticipantId, Purpose, RefundPolicy, Uncredited,
};
use std::collections::BTreeMap;

/// What is released and could not be credited.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Parked {
	pub(crate) amount: u64,
	pub(crate) reason: ParkReason,
	pub(crate) since: Moment,
}

/// A leg.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg {
	pub(crate) number: u8,
	pub(crate) payee: AccountNo,
	pub(crate) purpose: Purpose,
	pub(crate) of_merchant: bool,
	pub(crate) entitlement: u64,
	pub(crate) released: u64,
	pub(crate) refunded: u64,
	pub(crate) parked: Option<Parked>,
}

impl Leg {
	pub(crate) fn parked(&self) -> u64 {
		self.parked.map_or(0, |parked| parked.amount)
	}

	/// What may still be released.
	pub(crate) fn rest(&self) -> u64 {
		self.entitlement - self.released - self.refunded - self.parked()
	}
}

/// What was given back of a leg.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Given {
	pub(crate) returned: u64,
	pub(crate) given: u64,
	pub(crate) kept: u64,
}

/// An order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
	pub(crate) id: OrderId,
	pub(crate) payer: AccountNo,
	pub(crate) amount: u64,
	/// Merchant and platform; none of a plain payment.
	pub(crate) deal: Option<(ParticipantId, ParticipantId)>,
	pub(crate) legs: Vec<Leg>,
	/// Number and account of the merchant's leg; number 0 where it has none.
	pub(crate) merchant: Option<(u8, AccountNo)>,
	pub(crate) policy: RefundPolicy,
	pub(crate) advancers: Vec<Advancer>,
	pub(crate) uncredited: Uncredited,
	pub(crate) after: Option<Moment>,
	pub(crate) deadline: Moment,
	pub(crate) expiry: ExpiryPolicy,
	pub(crate) covered: bool,
	pub(crate) releases: u32,
	pub(crate) released_on: Option<Date>,
	pub(crate) expired: bool,
	/// Whether a part went to the merchant in another's place.
	pub(crate) turned_over: bool,
	/// What was given back, by number of leg.
	pub(crate) given: BTreeMap<u8, Given>,
	pub(crate) acts: u32,
	/// The minute after which the clock looks at it.
	pub(crate) hint: u32,
}

impl Order {
	pub(crate) fn rest(&self) -> u64 {
		self.legs.iter().map(Leg::rest).sum()
	}

	pub(crate) fn held(&self) -> u64 {
		self.legs.iter().map(|leg| leg.rest() + leg.parked()).sum()
	}

	pub(crate) fn is_open(&self) -> bool {
		self.held() > 0
	}

	pub(crate) fn rests(&self) -> Vec<u64> {
		self.legs.iter().map(Leg::rest).collect()
	}

	pub(crate) fn is_due(&self, now: Moment) -> bool {
		self.after.is_some_and(|after| after <= now)
	}

	/// The leg to which goes what others do not take.
	pub(crate) fn merchant_leg(&self) -> Option<Leg> {
		let number = self.merchant?.0;
		self.legs.iter().find(|leg| leg.number == number).copied()
	}

	pub(crate) fn leg(&mut self, number: u8) -> &mut Leg {
		self.legs.iter_mut().find(|leg| leg.number == number).expect("the order has the leg")
	}

	pub(crate) fn status(&self) -> OrderStatus {
		let released: u64 = self.legs.iter().map(|leg| leg.released).sum();
		let refunded: u64 = self.legs.iter().map(|leg| leg.refunded).sum();
		match () {
			() if self.is_open() => OrderStatus::Held,
			() if self.expired => OrderStatus::Expired,
			() if refunded == 0 => OrderStatus::Released,
			() if released == 0 => OrderStatus::Refunded,
			() => OrderStatus::PartlyReleased,
		}
	}

	/// The error that tells how an order ended.
	pub(crate) fn over(&self) -> String {
		format!("Escrow::Already{:?}", self.status())
	}
}
