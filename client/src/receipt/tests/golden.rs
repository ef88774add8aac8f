// SPDX-License-Identifier: Apache-2.0

//! A receipt of a real chain that is gone: what was handed out once stays provable.

use super::super::*;
use split_ledger_primitives::{LeafKind, OrderStatus};

const RECEIPT: &[u8] = include_bytes!("../../../../tests/independent/vectors/receipt.json");
const AUTHORITIES: &[u8] = include_bytes!("../../../../tests/independent/vectors/authorities.json");

#[test]
fn a_receipt_of_a_chain_that_is_gone_is_proved() -> anyhow::Result<()> {
	let proven = verify(&Receipt::from_json(RECEIPT)?, &Authorities::from_json(AUTHORITIES)?)?;

	let entered = proven.entered.as_ref().map(|order| order.status);
	assert_eq!(entered, Some(OrderStatus::Released));
	let kinds: Vec<LeafKind> = proven.postings.iter().map(|posting| posting.kind).collect();
	assert_eq!(kinds, [LeafKind::Paid, LeafKind::Paid, LeafKind::Refunded]);
	let settled = |leg: &ProvedLeg| leg.proved == Reached::Settled;
	assert!(proven.postings.iter().all(|posting| posting.legs.iter().all(settled)));
	Ok(())
}
