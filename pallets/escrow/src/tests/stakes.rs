// SPDX-License-Identifier: Apache-2.0

//! What readers are told of each funder's money (O5).

use crate::{fake_ledger::*, mock::*, types::*};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::StakeView, AccountNo, Advancer, Amount, OrderBody, OrderId, RefundPolicy,
};

/// What each funder brought, holds, got back and is owed.
fn stakes(order: OrderId, body: Option<&OrderBody>) -> Vec<(AccountNo, [u64; 4])> {
	let stakes = Escrow::stakes(order, body).expect("an order, and its body where it has ended");
	let figures = |stake: StakeView| {
		let StakeView { account, amount, held, back, owed } = stake;
		(account, [amount, held, back, owed].map(|amount| amount.0))
	};
	stakes.into_iter().map(figures).collect()
}

fn of_each(figures: [[u64; 4]; 3]) -> Vec<(AccountNo, [u64; 4])> {
	[BUYER_A, FRIEND_B, SUPPLIER_C].into_iter().zip(figures).collect()
}

#[test]
fn of_an_open_order_each_funder_sees_what_it_holds_and_got_back() {
	World::new().with_funders().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = held(funded(refunded("o1")));
		let order = place(&body);
		let whole = of_each([[600, 600, 0, 0], [300, 300, 0, 0], [100, 100, 0, 0]]);
		assert_eq!(stakes(order, None), whole);

		assert_ok!(refund(SHOP, "f1", order, 505));
		let half = of_each([[600, 297, 303, 0], [300, 148, 152, 0], [100, 50, 50, 0]]);
		assert_eq!(stakes(order, None), half);
		assert_eq!(stakes(order, Some(&body)), half);
	});
}

#[test]
fn of_an_order_that_has_ended_they_are_told_by_its_body_alone() {
	World::new().with_funders().run(|| {
		let body = held(funded(market("o1")));
		let order = place(&body);
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		assert_eq!(Escrow::stakes(order, None), None);
		assert_eq!(Escrow::stakes(order, Some(&market("o1"))), None);
		let paid = of_each([[600, 0, 0, 0], [300, 0, 0, 0], [100, 0, 0, 0]]);
		assert_eq!(stakes(order, Some(&body)), paid);
		assert_eq!(Escrow::stakes(OrderId([9; 22]), Some(&body)), None);
	});
}

#[test]
fn of_an_order_that_went_back_as_a_whole_each_has_all_that_it_brought() {
	World::new().with_funders().run(|| {
		let body = held(funded(market("o1")));
		let order = place(&body);
		assert_ok!(refund(SHOP, "f1", order, 1_000));
		assert_eq!(Escrow::stakes(order, None), None);
		assert_eq!(Escrow::stakes(order, Some(&market("o1"))), None);
		let all = of_each([[600, 0, 600, 0], [300, 0, 300, 0], [100, 0, 100, 0]]);
		assert_eq!(stakes(order, Some(&body)), all);
	});
}

#[test]
fn what_is_due_to_a_funder_is_owed_until_it_is_collected() {
	World::new().with_funders().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = funded(split("o1", 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 899)]));
		let order = place(&body);
		empty(CARRIER_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		let owed = |buyer, friend| {
			of_each([[600, 0, 600, buyer], [300, 0, 300, friend], [100, 0, 100, 0]])
		};
		assert_eq!(stakes(order, Some(&body)), owed(600, 299));

		FakeLedger::issue(CARRIER_B, 899);
		assert_ok!(Escrow::collect(signed(FRIEND), CARRIER_B));
		assert_eq!(stakes(order, Some(&body)), owed(0, 0));
	});
}

#[test]
fn what_somebody_advanced_is_owed_to_no_funder() {
	World::new().with_funders().with_money(GUARANTEE_B, 700).run(|| {
		refunded_by(RefundPolicy::ProRata, &[Advancer::Guarantee]);
		let body = funded(split("o1", 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 899)]));
		let order = place(&body);
		FakeLedger::put_money(CARRIER_B, Amount(100));
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		let owed = of_each([[600, 0, 600, 0], [300, 0, 300, 99], [100, 0, 100, 0]]);
		assert_eq!(stakes(order, Some(&body)), owed);
	});
}

#[test]
fn what_is_due_to_who_keeps_it_unclaimed_is_owed_to_who_is_entitled() {
	World::new().with_funders().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = funded(split("o1", 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 899)]));
		let order = place(&body);
		empty(CARRIER_B);
		set_no_credit(FRIEND_B, true);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		let owed = of_each([[600, 0, 600, 600], [300, 0, 300, 299], [100, 0, 100, 0]]);
		assert_eq!(stakes(order, Some(&body)), owed);
	});
}

#[test]
fn who_paid_alone_got_back_what_was_refunded_and_what_a_payee_returned() {
	World::new().run(|| {
		let body = transfer("t", 100, FRIEND_B);
		let order = place(&body);
		assert_ok!(give_back(FRIEND, "b", &body, 1, 30));
		assert_eq!(stakes(order, Some(&body)), [(BUYER_A, [100, 0, 30, 0])]);

		// A leg that is returned goes to the merchant: the payer has nothing of it.
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = refunded("o1");
		let order = place(&body);
		assert_ok!(refund_of(SHOP, "f1", &body, 333));
		assert_ok!(give_back(PLATFORM, "b2", &body, 2, 10));
		assert_eq!(stakes(order, Some(&body)), [(BUYER_A, [1_000, 0, 333, 0])]);
	});
}

#[test]
fn nobody_got_more_back_than_it_brought_where_a_fee_is_kept() {
	World::new().with_money(SHOP_B, 1_000).run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let order = place(&held(refunded("o1")));
		assert_ok!(refund(SHOP, "f1", order, 1_000));
		// The platform's fee is still held, and the shop gave as much in its place.
		assert_eq!(stakes(order, None), [(BUYER_A, [1_000, 100, 1_000, 0])]);
	});
}
