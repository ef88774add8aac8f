// SPDX-License-Identifier: Apache-2.0

//! Orders, and what is done to them, in the verbs of the tests.

use super::*;

pub fn signed(key: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(key)
}

pub fn reference(text: &str) -> Reference {
	Reference { date: TODAY, text: Text::truncate_from(text.as_bytes().to_vec()) }
}

/// A plain payment at once.
pub fn transfer(text: &str, amount: u64, to: AccountNo) -> OrderBody {
	OrderBody {
		reference: reference(text),
		payer: BUYER_A,
		amount: Amount(amount),
		terms: Terms::Transfer { to },
		release: ReleaseMode::Now,
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

/// An order by a rule set, at once.
pub fn split(
	text: &str,
	amount: u64,
	rules: RuleHash,
	parties: &[(u8, AccountNo)],
	inputs: &[(u8, u64)],
) -> OrderBody {
	let inputs = inputs.iter().map(|(place, amount)| (*place, Amount(*amount)));
	OrderBody {
		terms: Terms::Split {
			platform: ParticipantId(PLATFORM as u32),
			merchant: ParticipantId(SHOP as u32),
			rules,
			attributes: Attributes::default(),
			parties: parties.to_vec().try_into().expect("few parties"),
			inputs: inputs.collect::<Vec<_>>().try_into().expect("few inputs"),
		},
		..transfer(text, amount, SHOP_B)
	}
}

pub const MARKET_PARTIES: [(u8, AccountNo); 3] = [(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_B)];

/// Of 1,000: carrier at B 50, platform at A 100, shop at B 850.
pub fn market(text: &str) -> OrderBody {
	split(text, 1_000, MARKET, &MARKET_PARTIES, &[(0, 50)])
}

/// The same, by a rule set that sends what cannot be credited to the shop.
pub fn to_merchant(text: &str) -> OrderBody {
	split(text, 1_000, TO_MERCHANT, &MARKET_PARTIES, &[(0, 50)])
}

/// The same, refunded as `refunded_by` said.
pub fn refunded(text: &str) -> OrderBody {
	split(text, 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 50)])
}

/// How an order is held if nothing is said.
pub const HOLD: ReleaseMode = ReleaseMode::Held {
	after: None,
	deadline: None,
	expiry: ExpiryPolicy::Payer,
	cover: CoverMode::AtPlacement,
};

pub fn held(body: OrderBody) -> OrderBody {
	OrderBody { release: HOLD, ..body }
}

pub fn uncovered(body: OrderBody) -> OrderBody {
	let cover = CoverMode::AtRelease;
	let expiry = ExpiryPolicy::Payer;
	OrderBody { release: ReleaseMode::Held { after: None, deadline: None, expiry, cover }, ..body }
}

/// Held until `minutes` from noon.
pub fn until(body: OrderBody, minutes: u64, expiry: ExpiryPolicy) -> OrderBody {
	let deadline = Some(in_minutes(minutes));
	let cover = CoverMode::AtPlacement;
	OrderBody { release: ReleaseMode::Held { after: None, deadline, expiry, cover }, ..body }
}

/// Held and released by the chain `minutes` from noon, with a deadline an hour later.
pub fn after(body: OrderBody, minutes: u64, cover: CoverMode) -> OrderBody {
	let (after, deadline) = (Some(in_minutes(minutes)), Some(in_minutes(minutes + 60)));
	let expiry = ExpiryPolicy::Payer;
	OrderBody { release: ReleaseMode::Held { after, deadline, expiry, cover }, ..body }
}

pub fn in_minutes(minutes: u64) -> Moment {
	NOON.plus(minutes * MINUTE_MS)
}

pub fn id_of(body: &OrderBody, submitter: u64) -> OrderId {
	crate::order_id(ParticipantId(submitter as u32), &body.reference)
}

/// Held, with these moments.
pub fn held_with(
	after: Option<Moment>,
	deadline: Option<Moment>,
	expiry: ExpiryPolicy,
) -> ReleaseMode {
	ReleaseMode::Held { after, deadline, expiry, cover: CoverMode::AtPlacement }
}

/// The buyer cannot place this, and nothing is changed by the try.
pub fn refuse(body: OrderBody, error: impl Into<DispatchError>) {
	assert_noop!(Escrow::place(signed(BUYER), body), error.into());
}

/// Places an order as the buyer.
pub fn place(body: &OrderBody) -> OrderId {
	assert_ok!(Escrow::place(signed(BUYER), body.clone()));
	id_of(body, BUYER)
}

/// Refunds what is still held for an order, or one that has ended, by its body.
pub fn refund(by: u64, text: &str, order: OrderId, amount: u64) -> DispatchResultWithPostInfo {
	Escrow::refund(signed(by), reference(text), order, Amount(amount), None)
}

/// Refunds an order as its body tells it.
pub fn refund_of(by: u64, text: &str, body: &OrderBody, amount: u64) -> DispatchResultWithPostInfo {
	let (id, body) = (id_of(body, BUYER), Some(Box::new(body.clone())));
	Escrow::refund(signed(by), reference(text), id, Amount(amount), body)
}

/// Returns a leg of an order as its body tells it.
pub fn give_back(
	by: u64,
	text: &str,
	body: &OrderBody,
	leg: u8,
	amount: u64,
) -> DispatchResultWithPostInfo {
	let (id, body) = (id_of(body, BUYER), Some(Box::new(body.clone())));
	Escrow::return_leg(signed(by), reference(text), id, leg, Amount(amount), body)
}

/// Spends what an account has.
pub fn empty(account: AccountNo) {
	FakeLedger::put_money(account, Amount(0));
}
