// SPDX-License-Identifier: Apache-2.0

//! Calls about what was agreed for an order: statements, a later deadline, assignees, freezes and
//! disputes.

use super::Call;
use codec::{Decode, Encode};
use split_ledger_primitives::{
	AccountNo, Commitment, Moment, OrderBody, OrderId, Reference, Side, Stated, Text,
};

/// For what, and until when, an order is frozen (M7).
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct OrderFreezeTerms {
	/// Who ordered it.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
	/// Why.
	pub reason: Text,
	/// When it ends by itself.
	pub until: Moment,
}

impl Call {
	/// States that something is so of a milestone.
	pub fn attest(order: OrderId, milestone: u8, what: Stated, evidence: Commitment) -> Self {
		Self::new("Escrow", "attest", &(order, milestone, what, evidence))
	}

	/// Moves the deadline of an order, or asks the other side for it.
	pub fn extend(order: OrderId, deadline: Moment) -> Self {
		Self::new("Escrow", "extend", &(order, deadline))
	}

	/// Freezes an order until a date.
	pub fn freeze_order(order: OrderId, terms: &OrderFreezeTerms) -> Self {
		Self::new("Escrow", "freeze_order", &(order, terms))
	}

	/// Lifts the freeze of an order before its date.
	pub fn lift_order_freeze(order: OrderId) -> Self {
		Self::new("Escrow", "lift_order_freeze", &order)
	}

	/// Disputes an order for one of its sides. One that has ended needs its body.
	pub fn dispute(
		order: OrderId,
		side: Side,
		evidence: Commitment,
		body: Option<&OrderBody>,
	) -> Self {
		Self::new("Escrow", "dispute", &(order, side, evidence, body))
	}

	/// Answers a dispute. An order that has ended needs its body.
	pub fn answer_dispute(order: OrderId, evidence: Commitment, body: Option<&OrderBody>) -> Self {
		Self::new("Escrow", "answer_dispute", &(order, evidence, body))
	}

	/// Withdraws a dispute. An order that has ended needs its body.
	pub fn withdraw_dispute(order: OrderId, body: Option<&OrderBody>) -> Self {
		Self::new("Escrow", "withdraw_dispute", &(order, body))
	}

	/// Decides a dispute: the payer gets this share, in millionths. An order that has ended needs its
	/// body.
	pub fn resolve_dispute(
		reference: &Reference,
		order: OrderId,
		payer_ppm: u32,
		evidence: Commitment,
		body: Option<&OrderBody>,
	) -> Self {
		let arguments = (reference, order, payer_ppm, evidence, body);
		Self::new("Escrow", "resolve_dispute", &arguments)
	}

	/// Pays what an unclaimed account keeps of an order to who is entitled to it. The evidence shows who
	/// is paid: it is needed for an account of another owner.
	pub fn pay_unclaimed(
		order: OrderId,
		(from, entitled): (AccountNo, AccountNo),
		to: AccountNo,
		evidence: Option<Commitment>,
	) -> Self {
		Self::new("Escrow", "pay_unclaimed", &(order, from, entitled, to, evidence))
	}

	/// Lets an account receive in the place of a leg's payee; none gives the leg back to it.
	pub fn assign_leg(order: OrderId, leg: u8, to: Option<AccountNo>) -> Self {
		Self::new("Escrow", "assign_leg", &(order, leg, to))
	}
}
