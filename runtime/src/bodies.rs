// SPDX-License-Identifier: Apache-2.0

//! Finds the body of an ended order in the extrinsics of the block of its placement.
//!
//! State keeps a hash of the body and the number of the block (design section 5: body in blocks,
//! hash in state). Whoever asks brings the extrinsics; the hash tells whether they are right.

use crate::{AccountId, Escrow, Participants, RuntimeCall, Splits, UncheckedExtrinsic};
use alloc::{string::ToString, vec::Vec};
use codec::Decode;
use sp_runtime::{generic::Preamble, MultiAddress};
use split_ledger_primitives::{
	views::{OrderView, PreviewView, RefundableView, Refusal, StakeView},
	OrderBody, OrderId, Terms,
};

/// An order with the details of its body.
pub(crate) fn order_from_body(id: OrderId, extrinsics: &[Vec<u8>]) -> Result<OrderView, Refusal> {
	let view = Escrow::order(id).ok_or_else(|| refusal("UnknownOrder", UNKNOWN_ORDER))?;
	if view.details.is_some() {
		return Ok(view);
	}
	let body = find(id, extrinsics)?;
	Escrow::order_of_body(id, &body).ok_or_else(|| refusal("BodyNotFound", NO_BODY))
}

/// Why each leg of an order got what it was planned, by the case that was chosen at its placement.
pub(crate) fn explain(id: OrderId, extrinsics: &[Vec<u8>]) -> Result<PreviewView, Refusal> {
	let order = Escrow::order(id).ok_or_else(|| refusal("UnknownOrder", UNKNOWN_ORDER))?;
	let (terms, amount) = match order.details {
		Some(details) => (details.terms, details.amount),
		None => {
			let body = find(id, extrinsics)?;
			(body.terms, body.amount)
		}
	};
	match terms {
		Terms::Transfer { .. } => Err(refusal("NoRuleSet", "A transfer has one leg and no rule.")),
		Terms::Split { rules, inputs, .. } => {
			let case = Escrow::case_of(id).ok_or_else(|| refusal("UnknownOrder", UNKNOWN_ORDER))?;
			Splits::explain(rules, case, amount, &inputs).map_err(crate::refusals::refusal)
		}
	}
}

/// What of an order may still be refunded and returned.
pub(crate) fn refundable(id: OrderId, extrinsics: &[Vec<u8>]) -> Result<RefundableView, Refusal> {
	if let Some(view) = Escrow::refundable(id, None) {
		return Ok(view);
	}
	let body = find(id, extrinsics)?;
	Escrow::refundable(id, Some(&body)).ok_or_else(|| refusal("BodyNotFound", NO_BODY))
}

/// What each funder of an order brought, holds, got back and is still owed.
pub(crate) fn funders(id: OrderId, extrinsics: &[Vec<u8>]) -> Result<Vec<StakeView>, Refusal> {
	if let Some(stakes) = Escrow::stakes(id, None) {
		return Ok(stakes);
	}
	let body = find(id, extrinsics)?;
	Escrow::stakes(id, Some(&body)).ok_or_else(|| refusal("BodyNotFound", NO_BODY))
}

const UNKNOWN_ORDER: &str = "No order has this id. Check the submitter and the reference.";
const NO_BODY: &str =
	"None of the extrinsics carries the body. Bring those of the block in which the order was placed.";

fn refusal(error: &str, hint: &str) -> Refusal {
	Refusal { pallet: "Escrow".to_string(), error: error.to_string(), hint: hint.to_string() }
}

fn find(id: OrderId, extrinsics: &[Vec<u8>]) -> Result<OrderBody, Refusal> {
	let order = Escrow::order(id).ok_or_else(|| refusal("UnknownOrder", UNKNOWN_ORDER))?;
	extrinsics
		.iter()
		.filter_map(|bytes| UncheckedExtrinsic::decode(&mut bytes.as_slice()).ok())
		.filter_map(placed_by)
		.flatten()
		.find(|(found, body)| *found == id && Escrow::body_hash_of(body) == order.body_hash)
		.map(|(_, body)| body)
		.ok_or_else(|| refusal("BodyNotFound", NO_BODY))
}

/// The orders that a transaction places, in the name of whom its key signs for.
fn placed_by(extrinsic: UncheckedExtrinsic) -> Option<Vec<(OrderId, OrderBody)>> {
	let Preamble::Signed(MultiAddress::Id(key), ..) = &extrinsic.preamble else { return None };
	let key: &AccountId = key;
	let submitter = Participants::key(key)?.participant;
	match extrinsic.function {
		RuntimeCall::Escrow(ref call) => Some(Escrow::bodies_in(call, submitter)),
		_ => None,
	}
}
