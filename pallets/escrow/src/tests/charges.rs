// SPDX-License-Identifier: Apache-2.0

use crate::{
	fake_ledger::*,
	mock::*,
	types::*,
	weights::{of_batch, of_combined, of_one, of_refunded, of_returned, Planning},
	Call, Error, Event, WeightInfo,
};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::RULE_SET_BYTES_MAX, Advancer, Amount, OrderBody, RefundPolicy,
};

fn declared(call: Call<Test>) -> Weight {
	call.get_dispatch_info().call_weight
}

/// What a placement declares, and what it turns out to have cost.
fn charges(order: &OrderBody) -> (Weight, Weight) {
	let before = declared(Call::place { order: order.clone() });
	let done = Escrow::place(signed(BUYER), order.clone()).expect("placed");
	(before, done.actual_weight.expect("corrected"))
}

/// A placement of so many legs that names so many parties.
fn place_of(legs: u32, receivers: u32, bytes: u32) -> Weight {
	of_one::<Test>(planning(legs, receivers), bytes)
}

fn planning(legs: u32, receivers: u32) -> Planning {
	Planning { legs, receivers, ..Planning::default() }
}

fn items(items: &[&[OrderBody]]) -> BoundedVec<Item, ConstU32<500>> {
	let items = items.iter().map(|item| item.to_vec().try_into().unwrap());
	items.collect::<Vec<Item>>().try_into().unwrap()
}

#[test]
fn a_placement_declares_the_largest_rule_set_and_is_charged_for_its_own() {
	World::new().run(|| {
		let body = market("o1");
		assert_eq!(
			charges(&body),
			(place_of(8, 3, RULE_SET_BYTES_MAX), place_of(3, 3, RULES_BYTES))
		);
		// A repeat plans nothing and reads no rule set.
		assert_eq!(charges(&body), (place_of(8, 3, RULE_SET_BYTES_MAX), place_of(0, 0, 0)));
	});
}

#[test]
fn a_plain_payment_is_charged_for_one_leg_and_no_rule_set() {
	World::new().run(|| {
		let body = transfer("t1", 30, FRIEND_B);
		assert_eq!(charges(&body), (place_of(8, 0, 0), place_of(1, 0, 0)));
		let body = OrderBody { legs_max: 1, ..transfer("t2", 30, FRIEND_B) };
		assert_eq!(charges(&body), (place_of(1, 0, 0), place_of(1, 0, 0)));
	});
}

#[test]
fn zero_legs_and_parties_without_a_leg_are_charged() {
	World::new().run(|| {
		let order = |text, parties: &[_]| split(text, 1_000, MARKET, parties, &[(0, 0)]);
		let (_, charged) = charges(&order("o1", &MARKET_PARTIES[1..]));
		assert_eq!(charged, place_of(3, 2, RULES_BYTES));

		let more = [MARKET_PARTIES.to_vec(), vec![(7, FRIEND_A), (8, FRIEND_B)]].concat();
		let body = OrderBody { legs_max: 3, ..order("o2", &more) };
		assert_eq!(
			charges(&body),
			(place_of(5, 5, RULE_SET_BYTES_MAX), place_of(5, 5, RULES_BYTES))
		);
	});
}

#[test]
fn an_order_that_states_too_many_legs_declares_the_most_that_there_are() {
	World::new().run(|| {
		let order = OrderBody { legs_max: u8::MAX, ..market("o1") };
		assert_eq!(declared(Call::place { order }), place_of(50, 3, RULE_SET_BYTES_MAX));
	});
}

#[test]
fn a_combined_payment_reads_each_rule_set_once() {
	World::new().run(|| {
		let orders = items(&[&[market("o1"), market("o2"), transfer("o3", 30, FRIEND_B)]]);
		let orders = orders.into_iter().next().unwrap();
		let before = declared(Call::place_combined { orders: orders.clone() });
		assert_eq!(before, of_combined::<Test>(3, planning(24, 6), RULE_SET_BYTES_MAX));
		let done = Escrow::place_combined(signed(BUYER), orders).unwrap();
		let after = of_combined::<Test>(3, planning(7, 6), RULES_BYTES);
		assert_eq!(done.actual_weight, Some(after));
	});
}

#[test]
fn a_batch_is_charged_for_the_legs_that_its_orders_have_and_each_rule_set_once() {
	World::new().run(|| {
		let items = items(&[&[market("o1"), to_merchant("o2")], &[market("o3")]]);
		let before = declared(Call::place_batch { items: items.clone() });
		assert_eq!(before, of_batch::<Test>(3, planning(24, 9), 2 * RULE_SET_BYTES_MAX));
		let done = Escrow::place_batch(signed(BUYER), items).unwrap();
		let after = of_batch::<Test>(3, planning(9, 9), 2 * RULES_BYTES);
		assert_eq!(done.actual_weight, Some(after));
	});
}

#[test]
fn what_a_batch_refuses_is_charged_as_it_was_declared() {
	World::new().run(|| {
		let bad = split("o1", 1_000, MARKET, &MARKET_PARTIES[..2], &[(0, 50)]);
		let done = Escrow::place_batch(signed(BUYER), items(&[&[bad], &[market("o2")]])).unwrap();
		let refusal =
			Refusal { item: 0, order: Some(0), error: Error::<Test>::PartyMissing.into() };
		assert!(matches!(events().last(), Some(Event::BatchDone { refused, .. })
			if refused.to_vec() == [refusal]));
		let after = of_batch::<Test>(2, planning(8 + 3, 2 + 3), RULES_BYTES);
		assert_eq!(done.actual_weight, Some(after));
	});
}

#[test]
fn a_refund_declares_what_its_body_states_and_is_charged_for_what_it_is() {
	World::new().run(|| {
		let refund = of_refunded::<Test>;
		let open = place(&held(market("o1")));
		let call = |order, body| Call::<Test>::refund {
			reference: reference("f"),
			order,
			amount: Amount(10),
			body,
		};
		assert_eq!(declared(call(open, None)), refund(50, 0, 16));
		let done = crate::mock::refund(SHOP, "f1", open, 10).unwrap();
		assert_eq!(done.actual_weight, Some(refund(3, 0, 0)));

		let ended = market("o2");
		let order = place(&ended);
		let body = Some(Box::new(ended.clone()));
		assert_eq!(declared(call(order, body)), refund(8, RULE_SET_BYTES_MAX, 16));
		let done = refund_of(SHOP, "f2", &ended, 10).unwrap();
		assert_eq!(done.actual_weight, Some(refund(3, RULES_BYTES, 0)));
		let again = refund_of(SHOP, "f2", &ended, 10).unwrap();
		assert_eq!(again.actual_weight, Some(refund(0, 0, 0)));
		let agreed = place(&project("o3"));
		let done = crate::mock::refund(BUYER, "f3", agreed, 10).unwrap();
		assert_eq!(done.actual_weight, Some(refund(3, 0, 3)));
	});
}

#[test]
fn a_batch_of_returns_declares_each_rule_set_once() {
	World::new().run(|| {
		let (first, second) = (market("o1"), market("o2"));
		let item = |text: &str, body: &OrderBody| ReturnItem {
			reference: reference(text),
			order: id_of(body, BUYER),
			leg: 1,
			amount: Amount(1),
			body: Some(Box::new(body.clone())),
		};
		place(&first);
		place(&second);
		let items: BoundedVec<_, _> =
			vec![item("b1", &first), item("b2", &second)].try_into().unwrap();
		// What a body states counts, whatever the batch states.
		for legs_max in [0, 3, u8::MAX] {
			let call = Call::return_batch { items: items.clone(), legs_max, all_or_none: false };
			assert_eq!(declared(call), of_returned::<Test>(2, 16, RULE_SET_BYTES_MAX));
		}
		let done = Escrow::return_batch(signed(CARRIER), items, 3, false).unwrap();
		assert_eq!(done.actual_weight, Some(of_returned::<Test>(2, 6, RULES_BYTES)));
	});
}

#[test]
fn a_batch_of_returns_of_open_orders_declares_the_legs_that_it_states() {
	World::new().run(|| {
		let orders = ["o1", "o2"].map(|text| place(&held(market(text))));
		for (text, order) in ["r1", "r2"].into_iter().zip(orders) {
			let half = ReleaseWhat::Amount(Amount(500));
			assert_ok!(Escrow::release(signed(BUYER), reference(text), order, half));
		}
		let item = |text: &str, order, amount| ReturnItem {
			reference: reference(text),
			order,
			leg: 1,
			amount: Amount(amount),
			body: None,
		};
		let items: BoundedVec<_, _> =
			vec![item("b1", orders[0], 1), item("b2", orders[1], 1_000)].try_into().unwrap();
		for (legs_max, legs) in [(0, 0), (3, 3), (50, 50), (u8::MAX, 50)] {
			let call = Call::return_batch { items: items.clone(), legs_max, all_or_none: false };
			assert_eq!(declared(call), of_returned::<Test>(2, 2 * legs, 0));
		}
		// One return of an order of three legs, and one refused.
		let done = Escrow::return_batch(signed(CARRIER), items, 4, false).unwrap();
		assert_eq!(done.actual_weight, Some(of_returned::<Test>(2, 3 + 4, 0)));
	});
}

#[test]
fn a_collection_is_charged_for_every_creditor_that_was_tried() {
	World::new().with_money(GUARANTEE_B, 20).run(|| {
		let collect = <() as WeightInfo>::collect;
		refunded_by(RefundPolicy::ProRata, &[Advancer::Guarantee]);
		let body = refunded("o1");
		place(&body);
		empty(CARRIER_B);
		refund_of(SHOP, "f", &body, 1_000).unwrap();
		FakeLedger::issue(CARRIER_B, 10);
		assert_eq!(declared(Call::collect { debtor: CARRIER_B }), collect(16));
		let done = Escrow::collect(signed(FRIEND), CARRIER_B).unwrap();
		assert_eq!(done.actual_weight, Some(collect(2)));
	});
}
