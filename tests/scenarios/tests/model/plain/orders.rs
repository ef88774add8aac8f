// SPDX-License-Identifier: Apache-2.0

//! What is known of an order.

use super::{
	disputes::{Dispute, Disputes},
	funders::Funder,
};
use split_ledger_primitives::{
	AccountNo, Advancer, Commitment, Date, DisputeTerms, ExpiryPolicy, FundersBack, GroupNo,
	Milestone, Moment, OrderId, OrderStatus, ParkReason, ParticipantId, Purpose, RefundPolicy,
	Side, Stated, Uncredited,
};
use std::collections::{BTreeMap, BTreeSet};

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
	pub(crate) slot: u8,
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

	/// What is held for it.
	pub(crate) fn held(&self) -> u64 {
		self.rest() + self.parked()
	}
}

/// What was given back of a leg.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Given {
	pub(crate) returned: u64,
	pub(crate) given: u64,
	pub(crate) kept: u64,
}

/// What somebody stated: about which milestone, what, and an attestor also who.
pub(crate) type Statement = (u8, Stated, Option<ParticipantId>);

/// An order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
	pub(crate) id: OrderId,
	pub(crate) payer: AccountNo,
	/// Who brought the money, the payer first.
	pub(crate) funders: Vec<Funder>,
	/// Who of them gets it back first.
	pub(crate) back: FundersBack,
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
	/// The absolute end.
	pub(crate) end: Moment,
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
	/// What is open of each milestone, and on which conditions.
	pub(crate) milestones: Vec<Milestone>,
	/// The numbers of those that were met, and since when one of them is not released.
	pub(crate) met: BTreeSet<u8>,
	pub(crate) due: Option<Moment>,
	/// Whether somebody bore witness that the goods have left.
	pub(crate) dispatched: bool,
	pub(crate) statements: BTreeMap<Statement, Commitment>,
	/// A later deadline that one side asked for.
	pub(crate) extension: Option<(Side, Moment)>,
	pub(crate) dispute_terms: Option<DisputeTerms>,
	pub(crate) stopped_since: Option<Moment>,
	/// Until when it is frozen, and by whom.
	pub(crate) frozen: Option<(Moment, ParticipantId)>,
	pub(crate) dispute: Option<Dispute>,
	/// How many there were while it was open, and since.
	pub(crate) disputes: Disputes,
	pub(crate) disputes_after: Disputes,
	pub(crate) group: Option<GroupNo>,
	pub(crate) awaits_group: bool,
	/// The slot of the leader of its group, and the legs of it that the leader has not got yet.
	pub(crate) leader_slot: Option<u8>,
	pub(crate) leader_legs: Vec<u8>,
	/// Who gets what is released of a leg in its payee's place.
	pub(crate) assignees: BTreeMap<u8, AccountNo>,
	/// What assignees got in the place of payees.
	pub(crate) passed_on: BTreeMap<(AccountNo, AccountNo), u64>,
}

impl Order {
	pub(crate) fn rest(&self) -> u64 {
		self.legs.iter().map(Leg::rest).sum()
	}

	pub(crate) fn held(&self) -> u64 {
		self.legs.iter().map(Leg::held).sum()
	}

	pub(crate) fn is_open(&self) -> bool {
		self.held() > 0
	}

	pub(crate) fn rests(&self) -> Vec<u64> {
		self.legs.iter().map(Leg::rest).collect()
	}

	/// All that is not released, with the numbers of the legs.
	pub(crate) fn all_parts(&self) -> Vec<(u8, u64)> {
		let parts = self.legs.iter().map(|leg| (leg.number, leg.rest()));
		parts.filter(|part| part.1 > 0).collect()
	}

	pub(crate) fn is_due(&self, now: Moment) -> bool {
		!self.awaits_group && self.after.is_some_and(|after| after <= now)
	}

	/// Whose account gets what is released of a leg.
	pub(crate) fn receiver(&self, leg: &Leg) -> AccountNo {
		self.assignees.get(&leg.number).copied().unwrap_or(leg.payee)
	}

	/// As how many legs an act on it is charged: a funder beside the payer counts as two, its group as one.
	pub(crate) fn charged_legs(&self) -> usize {
		let others = self.funders.len() - 1;
		self.legs.len() + 2 * others + usize::from(self.group.is_some())
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
