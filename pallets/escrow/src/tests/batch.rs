// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Orders};
use frame::testing_prelude::*;
use split_ledger_primitives::{Amount, OrderBody, OrderStatus};

fn item(orders: impl IntoIterator<Item = OrderBody>) -> Item {
	orders.into_iter().collect::<Vec<_>>().try_into().unwrap()
}

fn batch(items: impl IntoIterator<Item = Item>) -> DispatchResultWithPostInfo {
	let items = items.into_iter().collect::<Vec<_>>().try_into().unwrap();
	Escrow::place_batch(signed(BUYER), items)
}

fn done(done: u32, repeated: u32, refused: &[Refusal]) -> Event<Test> {
	Event::BatchDone {
		done,
		repeated,
		refused: refused.to_vec().try_into().unwrap(),
		by: by(BUYER),
	}
}

fn last_event() -> Event<Test> {
	events().pop().expect("something was said")
}

#[test]
fn a_combined_payment_places_all_of_its_orders() {
	World::new().run(|| {
		let orders = [held(market("o1")), transfer("o2", 30, FRIEND_B)];
		assert_ok!(Escrow::place_combined(signed(BUYER), item(orders.clone())));

		assert_eq!(
			orders.map(|body| status(id_of(&body, BUYER))),
			[OrderStatus::Held, OrderStatus::Released]
		);
		assert_eq!(money(BUYER_A), (8_970, 1_000));
	});
}

#[test]
fn a_combined_payment_places_none_where_one_is_refused() {
	World::new().run(|| {
		let orders = item([market("o1"), held(market("o2")), transfer("o3", 30, SHOP_B_USD)]);
		assert_noop!(Escrow::place_combined(signed(BUYER), orders), Error::<Test>::OtherCurrency);
		let orders = item([market("o1"), transfer("o3", 9_001, FRIEND_A)]);
		assert_noop!(Escrow::place_combined(signed(BUYER), orders), NOT_ENOUGH);
		let none = item([]);
		assert_noop!(Escrow::place_combined(signed(BUYER), none), Error::<Test>::EmptyPayment);
		assert_noop!(
			Escrow::place_combined(signed(SHOP), item([market("o1")])),
			Error::<Test>::NotThePayer
		);
	});
}

#[test]
fn the_cover_of_a_combined_payment_is_that_of_the_whole() {
	World::new().with_cover(A, 959).run(|| {
		let orders = item([held(market("o1")), transfer("o2", 60, FRIEND_B)]);
		assert_noop!(Escrow::place_combined(signed(BUYER), orders.clone()), SHORT);
		FakeLedger::limit(A, 960);
		assert_ok!(Escrow::place_combined(signed(BUYER), orders));
	});
}

#[test]
fn one_reference_twice_in_a_combined_payment_is_a_repeat_or_refused() {
	World::new().run(|| {
		let other = OrderBody { amount: Amount(999), ..market("o1") };
		let orders = item([market("o1"), other]);
		assert_noop!(Escrow::place_combined(signed(BUYER), orders), Error::<Test>::ReferenceTaken);
		assert_ok!(Escrow::place_combined(signed(BUYER), item([market("o1"), market("o1")])));
		assert_eq!(money(BUYER_A), (9_000, 0));
	});
}

#[test]
fn a_repeated_combined_payment_changes_nothing() {
	World::new().run(|| {
		let orders = item([held(market("o1")), transfer("o2", 30, FRIEND_B)]);
		assert_ok!(Escrow::place_combined(signed(BUYER), orders.clone()));
		assert_storage_noop!(assert_ok!(Escrow::place_combined(signed(BUYER), orders)));
	});
}

#[test]
fn what_a_batch_refuses_spoils_nothing_else() {
	World::new().run(|| {
		let bad = transfer("bad", 30, SHOP_B_USD);
		assert_ok!(batch([
			item([market("o1")]),
			item([market("o2"), bad.clone()]),
			item([]),
			item([transfer("much", 9_001, FRIEND_A)]),
			item([transfer("o3", 9_000, FRIEND_A)]),
		]));

		assert_eq!([BUYER_A, SHOP_B, FRIEND_A].map(money), [(0, 0), (850, 0), (9_000, 0)]);
		let refused = [
			Refusal { item: 1, order: Some(1), error: Error::<Test>::OtherCurrency.into() },
			Refusal { item: 2, order: None, error: Error::<Test>::EmptyPayment.into() },
			Refusal { item: 3, order: Some(0), error: NOT_ENOUGH },
		];
		assert_eq!(last_event(), done(2, 0, &refused));
		assert!(!Orders::<Test>::contains_key(id_of(&market("o2"), BUYER)));
		assert!(!Orders::<Test>::contains_key(id_of(&bad, BUYER)));
	});
}

#[test]
fn a_batch_refuses_an_item_for_cover_and_takes_the_next() {
	World::new().with_cover(A, 100).run(|| {
		let items = [transfer("o1", 101, FRIEND_B), transfer("o2", 100, FRIEND_B)];
		assert_ok!(batch(items.map(|body| item([body]))));

		assert_eq!(last_event(), done(1, 0, &[Refusal { item: 0, order: None, error: SHORT }]));
		assert_eq!(money(FRIEND_B), (100, 0));
	});
}

#[test]
fn later_items_of_a_batch_see_what_earlier_ones_moved() {
	World::new().run(|| {
		let there = transfer("o1", 10_000, FRIEND_A);
		let back = OrderBody { payer: FRIEND_A, ..transfer("o2", 10_000, BUYER_A) };
		let items = [there, back].map(|body| item([body]));
		assert_ok!(Escrow::place_batch(signed(BANK_A), items.to_vec().try_into().unwrap()));
		assert_eq!([BUYER_A, FRIEND_A].map(money), [(10_000, 0), (0, 0)]);
	});
}

#[test]
fn one_reference_twice_in_a_batch_is_a_repeat_or_refused() {
	World::new().run(|| {
		let other = OrderBody { amount: Amount(999), ..market("o1") };
		assert_ok!(batch([market("o1"), market("o1"), other].map(|body| item([body]))));

		let error = Error::<Test>::ReferenceTaken.into();
		assert_eq!(last_event(), done(1, 1, &[Refusal { item: 2, order: Some(0), error }]));
		assert_eq!(money(BUYER_A), (9_000, 0));
	});
}

#[test]
fn a_batch_sent_again_places_nothing_twice() {
	World::new().run(|| {
		let items = [held(market("o1")), market("o2")].map(|body| item([body]));
		assert_ok!(batch(items.clone()));
		let before = [BUYER_A, SHOP_B].map(money);
		assert_ok!(batch(items));
		assert_eq!(last_event(), done(0, 2, &[]));
		assert_eq!([BUYER_A, SHOP_B].map(money), before);
	});
}

#[test]
fn a_batch_has_at_most_500_orders() {
	World::new().run(|| {
		let orders = |count: u32| (0..count).map(|n| transfer(&format!("o{n}"), 1, FRIEND_B));
		let halves =
			|more: u32| [item(orders(250)), item(orders(250 + more).skip(250)), item(orders(250))];
		assert_noop!(batch(halves(1)), Error::<Test>::BatchTooLong);
		assert_ok!(batch([item(orders(250)), item(orders(500).skip(250))]));
		assert_eq!(money(FRIEND_B), (500, 0));
	});
}

#[test]
fn strangers_send_no_batches() {
	World::new().run(|| {
		let items = || vec![item([market("o1")])].try_into().unwrap();
		assert_noop!(
			Escrow::place_batch(signed(STRANGER), items()),
			DispatchError::Other("unknown key")
		);
		assert_noop!(Escrow::place_batch(RuntimeOrigin::none(), items()), BadOrigin);
		assert_ok!(Escrow::place_batch(signed(SHOP), items()));
		let error = Error::<Test>::NotThePayer.into();
		let refused = vec![Refusal { item: 0, order: Some(0), error }].try_into().unwrap();
		let (done, repeated) = (0, 0);
		assert_eq!(last_event(), Event::BatchDone { done, repeated, refused, by: by(SHOP) });
	});
}
