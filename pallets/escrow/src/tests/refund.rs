// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, GivenBacks, Outcomes};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, Amount, CoverMode, CycleNo, Leaf, LeafKind, LeafLeg, Moment, OrderId,
	OrderStatus, Purpose,
};

fn release(text: &str, order: OrderId, amount: u64) {
	let what = ReleaseWhat::Amount(Amount(amount));
	assert_ok!(Escrow::release(signed(BUYER), reference(text), order, what));
}

#[test]
fn a_full_refund_gives_money_and_promise_back() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		events();

		assert_ok!(refund(SHOP, "f1", order, 1_000));

		assert_eq!(money(BUYER_A), (10_000, 0));
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (0, 0));
		assert_eq!(status(order), OrderStatus::Refunded);
		assert!(!Outcomes::<Test>::contains_key(order));
		assert_eq!(
			events(),
			[Event::Refunded {
				order,
				reference: Some(reference("f1")),
				payer: BUYER_A,
				amount: Amount(1_000),
				currency: CNY,
				cycle: CycleNo(7),
				date: TODAY,
				status: OrderStatus::Refunded,
				by: by(SHOP),
				from_hold: Amount(1_000),
				given: BoundedVec::new(),
				due: Amount(0),
				freed: BoundedVec::new(),
			}]
		);
		let amount = Amount(1_000);
		let leg = LeafLeg { from: BUYER_A, to: BUYER_A, amount, purpose: Purpose::Refund };
		let leaf = Leaf {
			kind: LeafKind::Refunded,
			order,
			currency: CNY,
			cycle: CycleNo(7),
			date: TODAY,
			legs: vec![leg],
		};
		assert_eq!(FakeLedger::leaves(), [blake2_256(&leaf.encode())]);
	});
}

#[test]
fn a_partial_refund_takes_from_what_remains_pro_rata() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(refund(SHOP, "f1", order, 500));
		let refunded: Vec<u64> = row(order).legs.iter().map(|leg| leg.refunded.0).collect();
		assert_eq!(refunded, [25, 50, 425]);
		assert_eq!((money(BUYER_A), FakeLedger::promised(A)), ((9_500, 500), 450));

		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(25, 0), (50, 0), (425, 0)]);
		assert_eq!(status(order), OrderStatus::PartlyReleased);
		let leg =
			|leg, amount| LegOutcome { leg, released: Amount(amount), refunded: Amount(amount) };
		let outcome = Outcomes::<Test>::get(order).unwrap().to_vec();
		assert_eq!(outcome, [leg(1, 25), leg(2, 50), leg(3, 425)]);
	});
}

#[test]
fn no_more_is_refunded_than_was_not_given_back() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		release("r1", order, 400);
		assert_noop!(refund(SHOP, "f1", order, 1_001), Error::<Test>::MoreThanRemains);
		assert_noop!(refund(SHOP, "f1", order, 0), Error::<Test>::ZeroAmount);
		// What is held of each leg comes first, so nobody's account is touched.
		assert_ok!(refund(SHOP, "f1", order, 600));
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::PartlyReleased, (9_600, 0)));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(20, 0), (40, 0), (340, 0)]);
		assert!(!GivenBacks::<Test>::contains_key(order));
	});
}

#[test]
fn the_platform_refunds_only_before_anything_is_released() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(refund(PLATFORM, "f1", order, 3));
		release("r1", order, 100);
		// Else it could have its fee released and send the merchant's part back.
		assert_noop!(refund(PLATFORM, "f2", order, 1), Error::<Test>::NotEntitled);
	});
}

#[test]
fn the_merchants_side_refunds_at_any_time() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		release("r1", order, 100);
		for (amount, who) in [(1, SHOP), (2, BANK_B)] {
			assert_ok!(refund(who, "f1", order, amount));
		}
		for who in [CARRIER, OTHER_SHOP, BANK_C, FRIEND] {
			assert_noop!(refund(who, "f1", order, 1), Error::<Test>::NotEntitled);
		}
		assert_noop!(refund(STRANGER, "f1", order, 1), DispatchError::Other("unknown key"));
	});
}

#[test]
fn the_payer_takes_its_money_back_only_before_anything_is_released() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(refund(BUYER, "f1", order, 10));
		assert_ok!(refund(BANK_A, "f1", order, 10));
		release("r1", order, 1);
		for payer in [BUYER, BANK_A] {
			assert_noop!(refund(payer, "f2", order, 10), Error::<Test>::NotEntitled);
		}
	});
}

#[test]
fn the_payer_takes_nothing_back_once_a_leg_is_parked() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, FRIEND_B)));
		set_flag(FRIEND_B, AccountFlags::NO_CREDIT, true);
		release("r1", order, 10);
		assert_noop!(refund(BUYER, "f1", order, 90), Error::<Test>::NotEntitled);
	});
}

#[test]
fn the_payer_takes_nothing_back_once_the_moment_of_release_has_come() {
	World::new().run(|| {
		let order = place(&after(market("o1"), 10, CoverMode::AtPlacement));
		jump_to(Moment(in_minutes(10).0 - 1));
		assert_ok!(refund(BUYER, "f1", order, 10));
		jump_to(in_minutes(10));
		assert_noop!(refund(BUYER, "f2", order, 10), Error::<Test>::NotEntitled);
		assert_ok!(refund(SHOP, "f2", order, 10));
	});
}

#[test]
fn the_payee_of_a_held_transfer_and_its_bank_give_it_back() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, SHOP_B)));
		assert_noop!(refund(PLATFORM, "f1", order, 1), Error::<Test>::NotEntitled);
		assert_ok!(refund(SHOP, "f1", order, 60));
		assert_ok!(refund(BANK_B, "f1", order, 40));
		assert_eq!(status(order), OrderStatus::Refunded);
	});
}

#[test]
fn a_repeated_refund_changes_nothing_and_another_under_its_reference_is_refused() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(refund(SHOP, "f1", order, 10));
		assert_storage_noop!(assert_ok!(refund(SHOP, "f1", order, 10)));
		assert_noop!(refund(SHOP, "f1", order, 11), Error::<Test>::ReferenceTaken);
		assert_ok!(refund(SHOP, "f2", order, 990));
		assert_storage_noop!(assert_ok!(refund(SHOP, "f1", order, 10)));
		assert_noop!(refund(SHOP, "f3", order, 10), Error::<Test>::AlreadyRefunded);
		assert_noop!(refund(SHOP, "f3", OrderId([9; 22]), 1), Error::<Test>::UnknownOrder);
	});
}

#[test]
fn an_uncovered_order_frees_no_promise() {
	World::new().run(|| {
		let covered = place(&held(market("o1")));
		let bare = place(&uncovered(market("o2")));
		assert_ok!(refund(SHOP, "f1", bare, 1_000));
		assert_eq!(FakeLedger::promised(A), 900);
		assert_eq!(status(covered), OrderStatus::Held);
	});
}
