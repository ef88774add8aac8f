// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, given::GivenLeg, mock::*, types::*, Error, Event, GivenBacks};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, Amount, CycleNo, Leaf, LeafKind, LeafLeg, OrderBody, OrderStatus, Purpose,
};

fn item(text: &str, body: &OrderBody, leg: u8, amount: u64) -> ReturnItem {
	ReturnItem {
		reference: reference(text),
		order: id_of(body, BUYER),
		leg,
		amount: Amount(amount),
		body: Some(Box::new(body.clone())),
	}
}

fn batch(by: u64, items: Vec<ReturnItem>, all_or_none: bool) -> DispatchResultWithPostInfo {
	Escrow::return_batch(signed(by), items.try_into().unwrap(), 50, all_or_none)
}

#[test]
fn a_return_credits_the_merchant_and_needs_cover_at_the_receivers_bank() {
	World::new().run(|| {
		let body =
			split("o1", 1_000, MARKET, &[(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_A)], &[(0, 50)]);
		let order = place(&body);
		// B owes what is not of what A owes it.
		events();
		assert_ok!(give_back(CARRIER, "b1", &body, 1, 20));

		assert_eq!((money(CARRIER_B), money(SHOP_A)), ((30, 0), (870, 0)));
		assert_eq!(FakeLedger::position(A), 30);
		let (from, to, amount) = (CARRIER_B, SHOP_A, Amount(20));
		assert_eq!(
			events(),
			[Event::Returned {
				order,
				reference: reference("b1"),
				leg: 1,
				from,
				to,
				amount,
				currency: CNY,
				cycle: CycleNo(7),
				date: TODAY,
				by: by(CARRIER),
			}]
		);
		let leaf = Leaf {
			kind: LeafKind::Returned,
			order,
			currency: CNY,
			cycle: CycleNo(7),
			date: TODAY,
			legs: vec![LeafLeg { from, to, amount, purpose: Purpose::Return }],
		};
		assert_eq!(FakeLedger::leaves().last(), Some(&blake2_256(&leaf.encode())));

		let drain = OrderBody { payer: CARRIER_B, ..transfer("t1", 30, FRIEND_A) };
		assert_ok!(Escrow::place(signed(CARRIER), drain));
		FakeLedger::put_money(CARRIER_B, Amount(30));
		FakeLedger::limit(B, 0);
		assert_noop!(give_back(CARRIER, "b2", &body, 1, 30), SHORT);
	});
}

#[test]
fn a_leg_is_returned_in_parts_and_never_more_than_its_receiver_got() {
	World::new().with_money(CARRIER_B, 1_000).run(|| {
		let body = market("o1");
		let order = place(&body);
		assert_noop!(give_back(CARRIER, "b", &body, 1, 0), Error::<Test>::ZeroAmount);
		assert_noop!(give_back(CARRIER, "b", &body, 1, 51), Error::<Test>::MoreThanReceived);
		assert_ok!(give_back(CARRIER, "b1", &body, 1, 30));
		assert_noop!(give_back(CARRIER, "b", &body, 1, 21), Error::<Test>::MoreThanReceived);
		assert_ok!(give_back(CARRIER, "b2", &body, 1, 20));
		assert_noop!(give_back(CARRIER, "b", &body, 1, 1), Error::<Test>::MoreThanReceived);
		let given = GivenBacks::<Test>::get(order).unwrap();
		let leg = GivenLeg { leg: 1, returned: Amount(50), ..GivenLeg::default() };
		// The last one, after which nothing is left to return, does not count.
		assert_eq!((given.acts, given.legs.to_vec()), (1, vec![leg]));
		assert_eq!(money(SHOP_B), (900, 0));
	});
}

#[test]
fn who_cannot_pay_returns_nothing() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		FakeLedger::put_money(CARRIER_B, Amount(9));
		assert_noop!(give_back(CARRIER, "b", &body, 1, 10), NOT_ENOUGH);
		assert_ok!(give_back(CARRIER, "b", &body, 1, 9));
	});
}

#[test]
fn what_was_refunded_is_not_returned_and_what_was_returned_the_merchant_refunds() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		assert_ok!(refund_of(SHOP, "f1", &body, 500));
		assert_noop!(give_back(CARRIER, "b", &body, 1, 26), Error::<Test>::MoreThanReceived);
		assert_ok!(give_back(CARRIER, "b", &body, 1, 25));
		assert_eq!([CARRIER_B, SHOP_B].map(money), [(0, 0), (450, 0)]);
		assert_ok!(refund_of(SHOP, "f2", &body, 500));
		let all = [BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B].map(money);
		assert_eq!(all, [(10_000, 0), (0, 0), (0, 0), (0, 0)]);
	});
}

#[test]
fn the_merchants_own_leg_is_refunded_and_not_returned() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		assert_noop!(give_back(SHOP, "b", &body, 3, 1), Error::<Test>::MerchantsOwnLeg);
		assert_noop!(give_back(CARRIER, "b", &body, 4, 1), Error::<Test>::UnknownLeg);
		assert_noop!(give_back(CARRIER, "b", &body, 0, 1), Error::<Test>::UnknownLeg);
	});
}

#[test]
fn the_receiver_its_bank_and_a_platform_with_its_consent_return() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		for who in [BUYER, SHOP, BANK_A, FRIEND, PLATFORM] {
			assert_noop!(give_back(who, "b", &body, 1, 1), Error::<Test>::NotEntitled);
		}
		assert_noop!(give_back(STRANGER, "b", &body, 1, 1), DispatchError::Other("unknown key"));
		assert_ok!(give_back(CARRIER, "b", &body, 1, 10));
		assert_ok!(give_back(BANK_B, "b", &body, 1, 10));
		neighbours(|all| all.platform_returns.insert(CARRIER_B));
		assert_ok!(give_back(PLATFORM, "b", &body, 1, 10));
		neighbours(|all| all.unconsented.insert(CARRIER_B));
		assert_noop!(give_back(PLATFORM, "c", &body, 1, 1), Error::<Test>::NotEntitled);
		// Its own fee it always may.
		assert_ok!(give_back(PLATFORM, "c", &body, 2, 10));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(20, 0), (90, 0), (890, 0)]);
	});
}

#[test]
fn a_plain_payment_is_returned_to_its_payer() {
	World::new().run(|| {
		let body = transfer("t1", 100, FRIEND_B);
		let order = place(&body);
		assert_ok!(give_back(FRIEND, "b1", &body, 1, 40));
		assert_eq!((money(BUYER_A), money(FRIEND_B)), ((9_940, 0), (60, 0)));
		assert_noop!(refund_of(FRIEND, "f", &body, 61), Error::<Test>::MoreThanRemains);
		set_flag(BUYER_A, AccountFlags::CLOSED, true);
		assert_ok!(give_back(FRIEND, "b2", &body, 1, 10));
		assert_eq!(money(UNCLAIMED_A), (10, 0));
		set_flag(BUYER_A, AccountFlags::CLOSED, false);
		assert_ok!(refund_of(FRIEND, "f", &body, 50));
		assert_eq!((money(BUYER_A), status(order)), ((9_990, 0), OrderStatus::Released));
	});
}

#[test]
fn a_leg_of_an_open_order_is_returned_as_far_as_it_was_released() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		let give = |text, amount| {
			Escrow::return_leg(signed(CARRIER), reference(text), order, 1, Amount(amount), None)
		};
		assert_noop!(give("b", 1), Error::<Test>::MoreThanReceived);
		let what = ReleaseWhat::Amount(Amount(400));
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, what));
		assert_noop!(give("b", 21), Error::<Test>::MoreThanReceived);
		assert_ok!(give("b", 20));
		assert_ok!(Escrow::release(signed(BUYER), reference("r2"), order, ReleaseWhat::All));
		assert_eq!([CARRIER_B, SHOP_B].map(money), [(30, 0), (870, 0)]);
		// The row of what was given back stays beside that of the ended order.
		assert_ok!(refund_of(SHOP, "f", &held(market("o1")), 1_000));
		assert_eq!([BUYER_A, CARRIER_B, SHOP_B].map(money), [(10_000, 0), (0, 0), (0, 0)]);
	});
}

#[test]
fn an_ended_order_needs_its_body() {
	World::new().run(|| {
		let body = market("o1");
		let order = place(&body);
		let call = |body: Option<OrderBody>| {
			let body = body.map(Box::new);
			Escrow::return_leg(signed(CARRIER), reference("b"), order, 1, Amount(1), body)
		};
		assert_noop!(call(None), Error::<Test>::BodyMissing);
		assert_noop!(call(Some(market("o2"))), Error::<Test>::OtherBody);
		assert_ok!(call(Some(body)));
		assert_storage_noop!(assert_ok!(call(None)));
		let other = Escrow::return_leg(signed(CARRIER), reference("b"), order, 1, Amount(2), None);
		assert_noop!(other, Error::<Test>::ReferenceTaken);
	});
}

#[test]
fn what_never_was_released_is_neither_returned_nor_refunded_again() {
	World::new().run(|| {
		let body = held(market("o1"));
		let order = place(&body);
		assert_ok!(refund(SHOP, "f", order, 1_000));
		assert_noop!(give_back(CARRIER, "b", &body, 1, 1), Error::<Test>::AlreadyRefunded);
		assert_noop!(refund_of(SHOP, "g", &body, 1), Error::<Test>::AlreadyRefunded);
	});
}

#[test]
fn of_200_acts_of_parts_the_last_50_are_refunds_and_what_is_left_needs_none() {
	World::new().run(|| {
		let body = split("o1", 1_000, MARKET, &MARKET_PARTIES, &[(0, 500)]);
		let order = place(&body);
		let left = || Escrow::refundable(order, Some(&body)).expect("it was released");
		for number in 0..150 {
			assert_ok!(give_back(CARRIER, &format!("b{number}"), &body, 1, 1));
		}
		// A receiver at odds uses up no more than that.
		assert_noop!(give_back(CARRIER, "b", &body, 1, 1), Error::<Test>::TooManyReturns);
		for number in 0..50 {
			assert_ok!(refund_of(SHOP, &format!("f{number}"), &body, 1));
		}
		assert_eq!(left().acts_left, 0);
		assert_noop!(refund_of(SHOP, "f", &body, 1), Error::<Test>::TooManyReturns);
		let all = left().legs[0].returnable.0;
		assert_noop!(give_back(CARRIER, "b", &body, 1, all - 1), Error::<Test>::TooManyReturns);
		assert_ok!(give_back(CARRIER, "b", &body, 1, all));
		let all = left().refundable.0;
		assert_eq!(all, 950);
		assert_noop!(refund_of(SHOP, "f", &body, all - 1), Error::<Test>::TooManyReturns);
		assert_ok!(refund_of(SHOP, "f", &body, all));
		assert_eq!((money(BUYER_A), left().acts_left), ((10_000, 0), 0));
	});
}

#[test]
fn a_batch_of_returns_lists_what_it_refused() {
	World::new().run(|| {
		let (first, second) = (market("o1"), market("o2"));
		place(&first);
		place(&second);
		events();
		let items = vec![
			item("b1", &first, 1, 30),
			item("b1", &first, 1, 30),
			item("b2", &first, 1, 21),
			item("b3", &second, 3, 1),
			item("b4", &second, 1, 50),
		];
		assert_ok!(batch(CARRIER, items, false));
		assert_eq!(money(CARRIER_B), (20, 0));
		let refusal = |item, error: Error<Test>| Refusal { item, order: None, error: error.into() };
		let refused = vec![refusal(2, Error::MoreThanReceived), refusal(3, Error::MerchantsOwnLeg)];
		let refused = refused.try_into().unwrap();
		let told = Event::BatchDone { done: 2, repeated: 1, refused, by: by(CARRIER) };
		assert_eq!(events().pop(), Some(told));
	});
}

#[test]
fn a_batch_of_returns_refuses_orders_of_more_legs_than_it_states() {
	World::new().run(|| {
		let ended = market("o1");
		place(&ended);
		let open = place(&held(market("o2")));
		let half = ReleaseWhat::Amount(Amount(500));
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), open, half));
		let of_open = ReturnItem { order: open, body: None, ..item("b2", &ended, 1, 25) };
		let with_body = ReturnItem { body: Some(Box::new(held(market("o2")))), ..of_open.clone() };
		let each = |legs_max, item: &ReturnItem| {
			Escrow::return_batch(
				signed(CARRIER),
				vec![item.clone()].try_into().unwrap(),
				legs_max,
				true,
			)
		};
		for item in [&item("b1", &ended, 1, 50), &of_open, &with_body] {
			for legs_max in [0, 2] {
				assert_noop!(each(legs_max, item), Error::<Test>::TooManyLegs);
			}
		}
		assert_ok!(each(3, &item("b1", &ended, 1, 50)));
		assert_ok!(each(3, &of_open));
		// What was done before is not looked at again.
		assert_ok!(each(0, &of_open));
		assert_eq!(money(CARRIER_B), (0, 0));
	});
}

#[test]
fn all_or_none_the_first_refusal_refuses_the_batch() {
	World::new().run(|| {
		let (first, second) = (market("o1"), market("o2"));
		place(&first);
		place(&second);
		let good = [item("b1", &first, 1, 30), item("b2", &first, 1, 20)];
		let bad = item("b3", &second, 1, 51);
		let items = [good.to_vec(), vec![bad]].concat();
		assert_noop!(batch(CARRIER, items, true), Error::<Test>::MoreThanReceived);
		// A later item sees what an earlier one of the same order did.
		let twice = [good.to_vec(), vec![item("b3", &first, 1, 1)]].concat();
		assert_noop!(batch(CARRIER, twice, true), Error::<Test>::MoreThanReceived);
		assert_ok!(batch(CARRIER, good.to_vec(), true));
		assert_eq!(money(CARRIER_B), (50, 0));
	});
}

#[test]
fn all_or_none_is_tested_for_cover_on_the_net_effect_of_the_whole() {
	let parties = [(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_A)];
	let first = split("o1", 1_000, MARKET, &parties, &[(0, 50)]);
	let back = OrderBody {
		payer: FRIEND_A,
		..split("o2", 1_000, MARKET, &[(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_B)], &[(0, 50)])
	};
	let world = || World::new().with_money(FRIEND_A, 1_000).with_money(SHOP_B, 900);
	for (all_or_none, done) in [(false, 1), (true, 2)] {
		world().run(|| {
			place(&first);
			assert_ok!(Escrow::place(signed(FRIEND), back.clone()));
			let plain = OrderBody { payer: SHOP_B, ..transfer("t", 950, FRIEND_A) };
			assert_ok!(Escrow::place(signed(SHOP), plain));
			assert_eq!(FakeLedger::position(B), 0);
			FakeLedger::limit(B, 0);
			let second =
				ReturnItem { order: id_of(&back, FRIEND), leg: 2, ..item("b2", &back, 2, 60) };
			let items = vec![item("b1", &first, 1, 50), second];
			// The carrier's bank signs for one, and owes 50 for a moment; the platform's 60 cover it.
			neighbours(|all| all.platform_returns.insert(CARRIER_B));
			events();
			assert_ok!(batch(PLATFORM, items, all_or_none));
			let told = events().pop();
			assert!(matches!(told, Some(Event::BatchDone { done: d, .. }) if d == done));
		});
	}
}
