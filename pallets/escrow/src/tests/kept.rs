// SPDX-License-Identifier: Apache-2.0

//! Fees that were kept in a refund while they were still held: they are no more the payer's (R2).

use crate::{fake_ledger::*, mock::*, types::*, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, CoverMode, ExpiryPolicy, OrderBody, OrderId, OrderStatus, RefundPolicy,
	ReleaseMode, DAY_MS, MINUTE_MS,
};

/// All of an order is refunded, so that only the platform's fee of 100 is held.
fn fee_left(expiry: ExpiryPolicy, cover: CoverMode) -> OrderId {
	refunded_by(RefundPolicy::FeesKept, &[]);
	let deadline = Some(in_minutes(5));
	let release = ReleaseMode::Held { after: None, deadline, expiry, cover };
	let order = place(&OrderBody { release, ..refunded("o1") });
	assert_ok!(refund(SHOP, "f", order, 1_000));
	assert_eq!((money(BUYER_A), money(SHOP_B)), ((10_000, 100), (900, 0)));
	order
}

fn world() -> World {
	World::new().with_money(SHOP_B, 1_000)
}

#[test]
fn at_the_deadline_a_kept_fee_goes_to_its_payee_whatever_was_agreed_for_the_rest() {
	for expiry in [ExpiryPolicy::Payer, ExpiryPolicy::Payees] {
		world().run(|| {
			let order = fee_left(expiry, CoverMode::AtPlacement);
			jump_to(in_minutes(6));
			assert_eq!((money(BUYER_A), money(PLATFORM_A)), ((10_000, 0), (100, 0)));
			assert_eq!(status(order), OrderStatus::Expired);
		});
	}
}

#[test]
fn a_deadline_to_the_merchant_gives_it_the_fee_that_it_bore() {
	world().run(|| {
		fee_left(ExpiryPolicy::Merchant, CoverMode::AtPlacement);
		jump_to(in_minutes(6));
		assert_eq!([BUYER_A, SHOP_B].map(money), [(10_000, 0), (1_000, 0)]);
	});
}

#[test]
fn a_kept_fee_that_nobody_takes_is_unclaimed_and_not_the_payers() {
	world().run(|| {
		fee_left(ExpiryPolicy::Payer, CoverMode::AtPlacement);
		set_flag(PLATFORM_A, AccountFlags::CLOSED, true);
		events();
		jump_to(in_minutes(6));
		assert_eq!([BUYER_A, UNCLAIMED_A].map(money), [(10_000, 0), (100, 0)]);
		let paid = events().into_iter().find_map(|event| match event {
			Event::Paid { legs, .. } => Some(legs.to_vec()),
			_ => None,
		});
		assert_eq!(paid.map(|legs| legs[0].to), Some(UNCLAIMED_A));
	});
}

#[test]
fn a_kept_fee_that_waited_too_long_is_unclaimed() {
	world().run(|| {
		let order = fee_left(ExpiryPolicy::Payer, CoverMode::AtPlacement);
		set_no_credit(PLATFORM_A, true);
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		pass_to(NOON.plus(30 * DAY_MS + MINUTE_MS));
		assert_eq!([BUYER_A, UNCLAIMED_A].map(money), [(10_000, 0), (100, 0)]);
		assert_eq!(status(order), OrderStatus::PartlyReleased);
	});
}

#[test]
fn an_uncovered_kept_fee_of_another_bank_stays_at_the_payers() {
	world().run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let deadline = Some(in_minutes(5));
		let (expiry, cover) = (ExpiryPolicy::Payer, CoverMode::AtRelease);
		let release = ReleaseMode::Held { after: None, deadline, expiry, cover };
		let parties = [(0, CARRIER_B), (1, PROMOTER_B), (2, SHOP_B)];
		let body = split("o1", 1_000, REFUNDED, &parties, &[(0, 50)]);
		let order = place(&OrderBody { release, ..body });
		assert_ok!(refund(SHOP, "f", order, 1_000));
		FakeLedger::limit(A, 0);
		jump_to(in_minutes(6));
		assert_eq!([BUYER_A, UNCLAIMED_A].map(money), [(10_000, 0), (100, 0)]);
	});
}

#[test]
fn what_is_not_kept_goes_back_at_the_deadline() {
	world().run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let order = place(&until(refunded("o1"), 5, ExpiryPolicy::Payer));
		assert_ok!(refund(SHOP, "f", order, 500));
		jump_to(in_minutes(6));
		// The shop gave 425 and the 50 that the platform keeps.
		assert_eq!([BUYER_A, PLATFORM_A].map(money), [(9_950, 0), (50, 0)]);
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Expired, (1_000, 0)));
		// A deadline is no refund: what the shop bears of the fee it still can give.
		assert_ok!(refund_of(SHOP, "g", &until(refunded("o1"), 5, ExpiryPolicy::Payer), 50));
		assert_eq!([BUYER_A, SHOP_B].map(money), [(10_000, 0), (950, 0)]);
	});
}
