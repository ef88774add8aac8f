// SPDX-License-Identifier: Apache-2.0

//! Orders that are placed by a mandate.

use crate::{mock::*, types::*, weights::of_one, Call, Error, Event, Orders};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::SpendingLimit, AccountNo, Amount, BankStatus, FundedPart, MandateNo, OrderBody,
	OrderStatus,
};

const MANDATE: MandateNo = MandateNo(3);

/// The buyer lets the platform draw this: an order, all orders, how many.
fn given(single: u64, left: u64, orders: u32) {
	FakeMandates::give(MANDATE, BUYER_A, PLATFORM, (single, left, orders));
}

fn left() -> (u64, u32) {
	FakeMandates::left(MANDATE)
}

fn drawing(body: OrderBody) -> OrderBody {
	OrderBody { mandate: Some(MANDATE), ..body }
}

fn pay(text: &str, amount: u64) -> OrderBody {
	drawing(transfer(text, amount, FRIEND_B))
}

fn place_by(key: u64, body: OrderBody) -> DispatchResultWithPostInfo {
	Escrow::place(signed(key), body)
}

fn item(orders: impl IntoIterator<Item = OrderBody>) -> Item {
	orders.into_iter().collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn a_platform_places_an_order_against_the_account_of_who_let_it() {
	World::new().run(|| {
		given(1_000, 1_500, 2);
		let body = drawing(held(market("o1")));

		assert_ok!(place_by(PLATFORM, body.clone()));

		assert_eq!(money(BUYER_A), (9_000, 1_000));
		assert_eq!(left(), (500, 1));
		let told = events();
		assert!(
			matches!(&told[..], [Event::Held { payer: BUYER_A, by: signed_by, .. }] if *signed_by == by(PLATFORM)),
			"{told:?}"
		);
	});
}

#[test]
fn without_a_mandate_nobody_draws_on_the_account_of_another() {
	World::new().run(|| {
		given(1_000, 1_500, 2);
		let without = transfer("o1", 10, FRIEND_B);
		assert_noop!(place_by(PLATFORM, without), Error::<Test>::NotThePayer);
		let unknown = OrderBody { mandate: Some(MandateNo(4)), ..pay("o1", 10) };
		assert_noop!(place_by(PLATFORM, unknown), NO_MANDATE);
	});
}

#[test]
fn a_mandate_is_of_one_account_and_for_one_participant() {
	World::new().run(|| {
		given(1_000, 1_500, 2);
		assert_noop!(place_by(SHOP, pay("o1", 10)), Error::<Test>::MandateUnfit);
		let of_another = OrderBody { payer: FRIEND_A, ..pay("o1", 10) };
		assert_noop!(place_by(PLATFORM, of_another.clone()), Error::<Test>::MandateUnfit);
		// Not even who needs none names one of another account.
		assert_noop!(place_by(FRIEND, of_another), Error::<Test>::MandateUnfit);
	});
}

#[test]
fn an_order_draws_at_most_what_one_order_may() {
	World::new().run(|| {
		given(100, 1_000, 5);
		assert_noop!(place_by(PLATFORM, pay("o1", 101)), Error::<Test>::OverMandateSingle);
		assert_ok!(place_by(PLATFORM, pay("o1", 100)));
		assert_eq!(left(), (900, 4));
	});
}

#[test]
fn the_orders_of_a_period_draw_at_most_what_it_allows() {
	World::new().run(|| {
		given(100, 150, 5);
		assert_ok!(place_by(PLATFORM, pay("o1", 100)));
		assert_noop!(place_by(PLATFORM, pay("o2", 51)), Error::<Test>::OverMandateAmount);
		assert_ok!(place_by(PLATFORM, pay("o2", 50)));
		assert_noop!(place_by(PLATFORM, pay("o3", 1)), Error::<Test>::OverMandateAmount);
	});
}

#[test]
fn the_orders_of_a_period_are_at_most_as_many_as_it_allows() {
	World::new().run(|| {
		given(100, 150, 1);
		assert_ok!(place_by(PLATFORM, pay("o1", 1)));
		assert_noop!(place_by(PLATFORM, pay("o2", 1)), Error::<Test>::OverMandateOrders);
	});
}

#[test]
fn a_repeated_order_counts_nothing() {
	World::new().run(|| {
		given(100, 150, 1);
		assert_ok!(place_by(PLATFORM, pay("o1", 100)));
		assert_storage_noop!(assert_ok!(place_by(PLATFORM, pay("o1", 100))));
		assert_eq!(left(), (50, 0));
		let other = OrderBody { mandate: None, ..pay("o1", 100) };
		assert_noop!(place_by(PLATFORM, other), Error::<Test>::ReferenceTaken);
	});
}

#[test]
fn a_refused_order_counts_nothing() {
	World::new().with_money(BUYER_A, 50).run(|| {
		given(100, 150, 2);
		let short = place_by(PLATFORM, pay("o1", 51));
		assert_noop!(short, crate::fake_ledger::NOT_ENOUGH);
		assert_eq!(left(), (150, 2));
	});
}

#[test]
fn a_combined_payment_draws_within_the_period_as_a_whole() {
	World::new().run(|| {
		given(100, 150, 2);
		let combined =
			|orders: &[OrderBody]| Escrow::place_combined(signed(PLATFORM), item(orders.to_vec()));
		let too_much = combined(&[pay("o1", 100), pay("o2", 51)]);
		assert_noop!(too_much, Error::<Test>::OverMandateAmount);
		let too_many = combined(&[pay("o1", 1), pay("o2", 1), pay("o3", 1)]);
		assert_noop!(too_many, Error::<Test>::OverMandateOrders);
		// The same order twice is one order.
		assert_ok!(combined(&[pay("o1", 100), pay("o2", 50), pay("o1", 100)]));
		assert_eq!(left(), (0, 0));
	});
}

#[test]
fn what_a_batch_refuses_draws_nothing() {
	World::new().run(|| {
		given(100, 150, 2);
		let items = [
			item([pay("o1", 60)]),
			// Refused as a whole, so its first order leaves room for the next item.
			item([pay("o2", 90), pay("o3", 1)]),
			item([pay("o4", 101)]),
			item([pay("o5", 90)]),
		];
		assert_ok!(Escrow::place_batch(signed(PLATFORM), items.to_vec().try_into().unwrap()));

		let placed = ["o1", "o2", "o3", "o4", "o5"]
			.map(|text| Orders::<Test>::contains_key(id_of(&pay(text, 1), PLATFORM)));
		assert_eq!(placed, [true, false, false, false, true]);
		assert_eq!(left(), (0, 0));
	});
}

#[test]
fn owner_and_bank_need_no_mandate_but_one_that_they_name_counts() {
	World::new().run(|| {
		given(100, 150, 2);
		assert_noop!(place_by(BANK_A, pay("o1", 101)), Error::<Test>::OverMandateSingle);
		assert_ok!(place_by(BANK_A, pay("o1", 100)));
		assert_eq!(left(), (50, 1));
		assert_ok!(place_by(BUYER, pay("o2", 50)));
		assert_eq!(left(), (0, 0));
		assert_ok!(place_by(BUYER, transfer("o3", 50, FRIEND_B)));
	});
}

#[test]
fn the_key_of_who_draws_is_limited_as_it_is_elsewhere() {
	World::new().run(|| {
		given(100, 150, 2);
		let limit = SpendingLimit { single: Amount(99), left_today: Amount(99) };
		neighbours(|all| all.spending.insert((PLATFORM, CNY), limit));
		assert_noop!(place_by(PLATFORM, pay("o1", 100)), Error::<Test>::OverSingleLimit);
		assert_ok!(place_by(PLATFORM, pay("o1", 99)));
	});
}

#[test]
fn a_bank_that_takes_no_orders_takes_none_by_a_mandate() {
	World::new().run(|| {
		given(100, 150, 2);
		set_bank(A, BankStatus::RunOff);
		assert_noop!(place_by(PLATFORM, pay("o1", 1)), Error::<Test>::BankNotActive);
	});
}

#[test]
fn who_draws_gets_no_right_of_the_payer() {
	World::new().run(|| {
		// The carrier is no party of the transfer, but may draw on the account.
		FakeMandates::give(MANDATE, BUYER_A, CARRIER, (100, 100, 1));
		let body = held(pay("o1", 100));
		assert_ok!(place_by(CARRIER, body.clone()));
		let id = id_of(&body, CARRIER);

		let released = Escrow::release(signed(CARRIER), reference("r1"), id, ReleaseWhat::All);
		assert_noop!(released, Error::<Test>::NotEntitled);
		assert_noop!(refund(CARRIER, "b1", id, 1), Error::<Test>::NotEntitled);

		assert_ok!(refund(BUYER, "b1", id, 40));
		assert_ok!(Escrow::release(signed(BANK_A), reference("r1"), id, ReleaseWhat::All));
		assert_eq!(status(id), OrderStatus::PartlyReleased);
		assert_eq!(money(FRIEND_B), (60, 0));
		// What came back makes no room.
		assert_eq!(left(), (0, 0));
	});
}

#[test]
fn an_order_by_a_mandate_is_charged_for_it() {
	World::new().run(|| {
		given(100, 150, 2);
		let body = OrderBody { legs_max: 1, ..pay("o1", 1) };
		let declared = Call::<Test>::place { order: body.clone() }.get_dispatch_info().call_weight;
		let done = place_by(PLATFORM, body).expect("placed").actual_weight.expect("corrected");
		let planning = crate::weights::Planning { legs: 1, draws: 1, ..Default::default() };
		assert_eq!((declared, done), (of_one::<Test>(planning, 0), of_one::<Test>(planning, 0)));
	});
}

#[test]
fn each_funder_is_drawn_on_by_a_mandate_of_its_own() {
	const COUPON: MandateNo = MandateNo(4);
	World::new().with_money(FRIEND_A, 100).run(|| {
		given(60, 60, 1);
		FakeMandates::give(COUPON, FRIEND_A, PLATFORM, (40, 70, 2));
		let order = |text, coupon, mandate| {
			let part = FundedPart { account: FRIEND_A, amount: Amount(coupon), mandate };
			let funders = vec![part].try_into().expect("one funder");
			OrderBody { funders, ..pay(text, 60 + coupon) }
		};
		let without = place_by(PLATFORM, order("o1", 40, None));
		assert_noop!(without, Error::<Test>::NotThePayer);
		let of_payer = place_by(PLATFORM, order("o1", 40, Some(MANDATE)));
		assert_noop!(of_payer, Error::<Test>::MandateUnfit);
		let too_much = place_by(PLATFORM, order("o1", 41, Some(COUPON)));
		assert_noop!(too_much, Error::<Test>::OverMandateSingle);

		assert_ok!(place_by(PLATFORM, order("o1", 40, Some(COUPON))));

		assert_eq!(left(), (0, 0));
		assert_eq!(FakeMandates::left(COUPON), (30, 1));
		assert_eq!(
			[BUYER_A, FRIEND_A, FRIEND_B].map(|account: AccountNo| money(account).0),
			[9_940, 60, 100]
		);
	});
}
