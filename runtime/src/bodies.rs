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
	views::{OrderView, PreviewRequest, PreviewView, Refusal, RulesArg},
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

/// Why each leg of an order got what it was planned.
pub(crate) fn explain(id: OrderId, extrinsics: &[Vec<u8>]) -> Result<PreviewView, Refusal> {
	let body = find(id, extrinsics)?;
	match body.terms {
		Terms::Transfer { .. } => Err(refusal("NoRuleSet", "A transfer has one leg and no rule.")),
		Terms::Split { rules, attributes, inputs, .. } => {
			Splits::preview_request(&PreviewRequest {
				rules: RulesArg::Hash(rules),
				amount: body.amount,
				attributes,
				inputs: inputs.into_inner(),
			})
			.map_err(crate::refusals::refusal)
		}
	}
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
