// SPDX-License-Identifier: Apache-2.0

//! What a key may spend (P7).

use crate::{mock::*, types::*, Error, Orders};
use frame::testing_prelude::*;
use split_ledger_primitives::{ports::SpendingLimit, Amount, OrderBody};

fn limit(single: u64, left_today: u64) {
	let limit = SpendingLimit { single: Amount(single), left_today: Amount(left_today) };
	neighbours(|all| all.spending.insert((BUYER, CNY), limit));
}

fn left_today() -> u64 {
	neighbours(|all| all.spending[&(BUYER, CNY)].left_today.0)
}

fn pay(text: &str, amount: u64) -> OrderBody {
	transfer(text, amount, FRIEND_B)
}

fn item(orders: impl IntoIterator<Item = OrderBody>) -> Item {
	orders.into_iter().collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn an_order_is_at_most_what_its_key_may_spend_in_one() {
	World::new().run(|| {
		limit(100, 1_000);
		refuse(pay("o1", 101), Error::<Test>::OverSingleLimit);
		place(&pay("o1", 100));
		refuse(held(pay("o2", 101)), Error::<Test>::OverSingleLimit);
		assert_eq!(left_today(), 900);
	});
}

#[test]
fn the_orders_of_a_day_are_at_most_what_its_key_may_spend_in_it() {
	World::new().run(|| {
		limit(100, 150);
		place(&held(pay("o1", 100)));
		refuse(pay("o2", 51), Error::<Test>::OverDailyLimit);
		place(&pay("o2", 50));
		assert_eq!(left_today(), 0);
		refuse(pay("o3", 1), Error::<Test>::OverDailyLimit);
		// What was placed before is no new order.
		place(&pay("o2", 50));
	});
}

#[test]
fn a_combined_payment_is_within_the_day_as_a_whole() {
	World::new().run(|| {
		limit(100, 150);
		let too_much = item([pay("o1", 100), pay("o2", 51)]);
		let refused = Escrow::place_combined(signed(BUYER), too_much);
		assert_noop!(refused, Error::<Test>::OverDailyLimit);
		assert_eq!(left_today(), 150);
		assert_ok!(Escrow::place_combined(signed(BUYER), item([pay("o1", 100), pay("o2", 50)])));
		assert_eq!(left_today(), 0);
	});
}

#[test]
fn what_a_batch_refuses_spends_nothing() {
	World::new().run(|| {
		limit(100, 150);
		let items = [
			item([pay("o1", 60)]),
			// Refused as a whole, so its first order leaves room for the next item.
			item([pay("o2", 90), pay("o3", 1)]),
			item([pay("o4", 101)]),
			item([pay("o5", 90)]),
		];
		let items = items.to_vec().try_into().unwrap();
		assert_ok!(Escrow::place_batch(signed(BUYER), items));

		let placed = ["o1", "o2", "o3", "o4", "o5"]
			.map(|text| Orders::<Test>::contains_key(id_of(&pay(text, 1), BUYER)));
		assert_eq!(placed, [true, false, false, false, true]);
		assert_eq!(left_today(), 0);
	});
}

#[test]
fn a_limit_is_of_a_key_and_a_currency() {
	World::new().run(|| {
		limit(1, 1);
		// The bank of the payer has a key of its own, which nothing limits.
		assert_ok!(Escrow::place(signed(BANK_A), pay("o1", 100)));
		refuse(pay("o1", 100), Error::<Test>::OverSingleLimit);
	});
}
