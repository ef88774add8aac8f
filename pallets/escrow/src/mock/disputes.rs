// SPDX-License-Identifier: Apache-2.0

//! Freezes and disputes, in the verbs of the tests.

use super::*;
use split_ledger_primitives::{Commitment, DisputeTerms, Side, Silence};

/// The judge decides; a side answers within two days, or the judge decides all the same.
pub const BY_JUDGE: DisputeTerms = DisputeTerms {
	resolver: ParticipantId(JUDGE as u32),
	answer_days: 2,
	silence: Silence::Resolver,
};

/// The same, but the silent side loses.
pub const OR_LOSE: DisputeTerms = DisputeTerms { silence: Silence::AgainstSilent, ..BY_JUDGE };

/// Minutes of the two days.
pub const ANSWER_MINUTES: u64 = 2 * 24 * 60;

pub fn disputable(body: OrderBody) -> OrderBody {
	OrderBody { dispute: Some(BY_JUDGE), ..body }
}

pub fn or_lose(body: OrderBody) -> OrderBody {
	OrderBody { dispute: Some(OR_LOSE), ..body }
}

pub const LETTER: Commitment = Commitment([7; 32]);

pub fn freeze_until(until: Moment) -> OrderFreezeTerms {
	let text = |text: &str| Text::truncate_from(text.as_bytes().to_vec());
	let (authority, reason) = (text("a court"), text("a claim"));
	OrderFreezeTerms { authority, document: LETTER, reason, until }
}

/// Freezes an order until `minutes` from noon.
pub fn freeze(by: u64, order: OrderId, minutes: u64) -> DispatchResult {
	Escrow::freeze_order(signed(by), order, freeze_until(in_minutes(minutes)))
}

pub fn lift(by: u64, order: OrderId) -> DispatchResult {
	Escrow::lift_order_freeze(signed(by), order)
}

pub fn dispute(by: u64, side: Side, order: OrderId) -> DispatchResult {
	Escrow::dispute(signed(by), order, side, LETTER, None)
}

pub fn answer(by: u64, order: OrderId) -> DispatchResult {
	Escrow::answer_dispute(signed(by), order, LETTER, None)
}

pub fn withdraw(by: u64, order: OrderId) -> DispatchResult {
	Escrow::withdraw_dispute(signed(by), order, None)
}

/// The judge gives the payer so many millionths.
pub fn resolve(text: &str, order: OrderId, payer_ppm: u32) -> DispatchResultWithPostInfo {
	Escrow::resolve_dispute(signed(JUDGE), reference(text), order, payer_ppm, LETTER, None)
}

/// The same of an order that has ended.
pub fn resolve_of(text: &str, body: &OrderBody, payer_ppm: u32) -> DispatchResultWithPostInfo {
	let (id, body) = (id_of(body, BUYER), Some(Box::new(body.clone())));
	Escrow::resolve_dispute(signed(JUDGE), reference(text), id, payer_ppm, LETTER, body)
}

/// An order that the payer disputed and the shop answered about.
pub fn answered(body: &OrderBody) -> OrderId {
	let order = place(body);
	argue(order);
	order
}

/// The payer disputes, the shop answers.
pub fn argue(order: OrderId) {
	assert_ok!(dispute(BUYER, Side::Payer, order));
	assert_ok!(answer(SHOP, order));
}
