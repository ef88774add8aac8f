// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Orders};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, Amount, BankStatus, Commitment, CoverMode, CycleNo, Date, ExpiryPolicy, Leaf,
	LeafKind, LeafLeg, OrderBody, OrderStatus, ParkReason, PlannedLeg, Purpose, Reference, DAY_MS,
};

fn market_legs() -> [PaidLeg; 3] {
	let leg = |leg, to, amount, purpose| PaidLeg {
		leg,
		from: BUYER_A,
		to,
		amount: Amount(amount),
		purpose,
	};
	[
		leg(1, CARRIER_B, 50, Purpose::Logistics),
		leg(2, PLATFORM_A, 100, Purpose::Fee),
		leg(3, SHOP_B, 850, Purpose::Goods),
	]
}

#[test]
fn an_immediate_order_pays_every_leg_and_ends_in_a_small_row() {
	World::new().run(|| {
		let order = place(&market("o1"));

		assert_eq!(
			[BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B].map(money),
			[(9_000, 0), (50, 0), (100, 0), (850, 0)]
		);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (900, 0));
		let row = OrderRow::Ended(EndedOrder {
			status: OrderStatus::Released,
			body_hash: Escrow::body_hash_of(&market("o1")),
			placed: 1,
			case: 1,
			released_on: TODAY,
		});
		assert!(row.encoded_size() <= 32);
		assert_eq!(Orders::<Test>::get(order), Some(row));
		assert_eq!(
			events(),
			[Event::Paid {
				order,
				reference: Some(reference("o1")),
				legs: market_legs().to_vec().try_into().unwrap(),
				currency: CNY,
				cycle: CycleNo(7),
				date: TODAY,
				status: OrderStatus::Released,
				by: by(BUYER),
			}]
		);
	});
}

#[test]
fn a_payment_adds_the_leaf_of_its_legs_to_the_cycle() {
	World::new().run(|| {
		let order = place(&market("o1"));

		let legs = market_legs().map(|leg| LeafLeg {
			from: leg.from,
			to: leg.to,
			amount: leg.amount,
			purpose: leg.purpose,
		});
		let leaf = Leaf {
			kind: LeafKind::Paid,
			order,
			currency: CNY,
			cycle: CycleNo(7),
			date: TODAY,
			legs: legs.to_vec(),
		};
		assert_eq!(FakeLedger::leaves(), [blake2_256(&leaf.encode())]);
	});
}

#[test]
fn a_held_order_holds_its_money_and_promises_what_crosses_banks() {
	World::new().run(|| {
		let order = place(&held(market("o1")));

		assert_eq!([BUYER_A, CARRIER_B, SHOP_B].map(money), [(9_000, 1_000), (0, 0), (0, 0)]);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (0, 900));
		assert_eq!(FakeLedger::leaves(), [[0; 32]; 0]);
		let planned = market_legs().map(|leg| PlannedLeg {
			leg: leg.leg,
			payee: leg.to,
			amount: leg.amount,
			purpose: leg.purpose,
		});
		assert_eq!(
			events(),
			[Event::Held {
				order,
				reference: reference("o1"),
				payer: BUYER_A,
				currency: CNY,
				amount: Amount(1_000),
				legs: planned.to_vec().try_into().unwrap(),
				after: None,
				deadline: TODAY.start().plus(180 * DAY_MS),
				expiry: ExpiryPolicy::Payer,
				cover: CoverMode::AtPlacement,
				by: by(BUYER),
				funders: BoundedVec::new(),
			}]
		);
	});
}

#[test]
fn a_transfer_is_an_order_of_one_leg() {
	World::new().run(|| {
		let order = place(&transfer("t1", 30, FRIEND_B));

		assert_eq!([BUYER_A, FRIEND_B].map(money), [(9_970, 0), (30, 0)]);
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn the_payers_bank_places_under_its_own_references() {
	World::new().run(|| {
		let body = transfer("t1", 30, FRIEND_B);
		assert_ok!(Escrow::place(signed(BANK_A), body.clone()));
		assert_ok!(Escrow::place(signed(BUYER), body.clone()));

		assert_eq!(money(FRIEND_B), (60, 0));
		assert_eq!(status(id_of(&body, BANK_A)), OrderStatus::Released);
		assert_eq!(status(id_of(&body, BUYER)), OrderStatus::Released);
	});
}

#[test]
fn nobody_else_places() {
	World::new().run(|| {
		let body = transfer("t1", 30, FRIEND_B);
		for other in [BANK_B, SHOP, PLATFORM, FRIEND] {
			assert_noop!(Escrow::place(signed(other), body.clone()), Error::<Test>::NotThePayer);
		}
		let place = |origin| Escrow::place(origin, body.clone());
		assert_noop!(place(signed(STRANGER)), DispatchError::Other("unknown key"));
		assert_noop!(place(signed(KEY_WITHOUT_PAY)), DispatchError::Other("key without scope"));
		assert_noop!(place(RuntimeOrigin::none()), BadOrigin);
		assert_noop!(place(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn a_repeated_body_changes_nothing_and_another_body_is_refused() {
	World::new().run(|| {
		for body in [market("now"), held(market("held"))] {
			place(&body);
			assert_storage_noop!(assert_ok!(Escrow::place(signed(BUYER), body.clone())));
			let other = OrderBody { amount: Amount(1_001), ..body };
			refuse(other, Error::<Test>::ReferenceTaken);
		}
	});
}

#[test]
fn inputs_are_bound_by_the_hash_that_the_state_keeps() {
	World::new().run(|| {
		let brought = |freight| split("o1", 1_000, MARKET, &MARKET_PARTIES, &[(0, freight)]);
		let order = place(&brought(70));
		assert_eq!([CARRIER_B, SHOP_B].map(money), [(70, 0), (830, 0)]);
		let kept = Escrow::order(order).expect("known").body_hash;
		assert_eq!(kept, Escrow::body_hash_of(&brought(70)));
		assert_ne!(kept, Escrow::body_hash_of(&brought(71)));

		refuse(brought(71), Error::<Test>::ReferenceTaken);
		let refund = |body| Escrow::refund(signed(SHOP), reference("f"), order, Amount(100), body);
		let other = refund(Some(Box::new(brought(71))));
		assert_noop!(other, Error::<Test>::OtherBody);
		assert_ok!(refund(Some(Box::new(brought(70)))));
	});
}

#[test]
fn a_repeat_is_known_also_when_its_date_has_become_too_old() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		pass_to(NOON.plus(40 * DAY_MS));

		assert_ok!(Escrow::place(signed(BUYER), body));
		refuse(market("o2"), Error::<Test>::ReferenceDateOutOfRange);
	});
}

#[test]
fn a_refused_reference_is_not_used_up() {
	World::new().with_money(BUYER_A, 999).run(|| {
		refuse(market("o1"), NOT_ENOUGH);
		FakeLedger::put_money(BUYER_A, Amount(1_000));
		place(&market("o1"));
		assert_eq!(money(BUYER_A), (0, 0));
	});
}

#[test]
fn a_reference_is_of_the_last_thirty_days_and_has_a_text() {
	World::new().run(|| {
		let dated = |days: i32, text: &str| {
			let date = Date((i32::from(TODAY.0) + days) as u16);
			OrderBody { reference: Reference { date, ..reference(text) }, ..market("") }
		};
		refuse(dated(1, "o"), Error::<Test>::ReferenceDateOutOfRange);
		refuse(dated(-31, "o"), Error::<Test>::ReferenceDateOutOfRange);
		refuse(dated(0, ""), Error::<Test>::EmptyReference);
		for body in [dated(0, "o"), dated(-30, "o"), dated(0, &"x".repeat(64))] {
			place(&body);
		}
		assert_eq!(money(BUYER_A), (7_000, 0));
	});
}

#[test]
fn zero_is_refused() {
	World::new().run(|| refuse(transfer("t1", 0, FRIEND_B), Error::<Test>::ZeroAmount));
}

#[test]
fn a_bank_that_is_not_active_takes_no_orders() {
	World::new().run(|| {
		set_bank(A, BankStatus::RunOff);
		refuse(market("o1"), Error::<Test>::BankNotActive);
		refuse(held(market("o1")), Error::<Test>::BankNotActive);
	});
}

#[test]
fn cover_is_tested_to_the_unit() {
	World::new().with_cover(A, 899).run(|| {
		refuse(market("o1"), SHORT);
		refuse(held(market("o1")), SHORT);
		FakeLedger::limit(A, 900);
		place(&held(market("o1")));
		// What is promised cannot be owed twice.
		refuse(transfer("t1", 1, FRIEND_B), SHORT);
		place(&transfer("t1", 1, FRIEND_A));
	});
}

#[test]
fn an_uncovered_order_promises_nothing() {
	World::new().with_cover(A, 0).run(|| {
		let order = place(&uncovered(market("o1")));
		assert_eq!(money(BUYER_A), (9_000, 1_000));
		assert_eq!(FakeLedger::promised(A), 0);
		assert_eq!(row(order).cover, CoverMode::AtRelease);
	});
}

#[test]
fn money_that_is_held_or_frozen_cannot_be_spent() {
	World::new().run(|| {
		place(&held(transfer("t1", 9_999, FRIEND_B)));
		refuse(transfer("t2", 2, FRIEND_A), NOT_ENOUGH);
		set_flag(BUYER_A, AccountFlags::NO_DEBIT, true);
		refuse(transfer("t2", 1, FRIEND_A), FROZEN);
	});
}

#[test]
fn a_leg_that_cannot_be_credited_at_once_is_held_and_parked() {
	World::new().run(|| {
		set_flag(CARRIER_B, AccountFlags::NO_CREDIT, true);

		let order = place(&market("o1"));

		assert_eq!([BUYER_A, CARRIER_B, SHOP_B].map(money), [(9_000, 50), (0, 0), (850, 0)]);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (850, 50));
		let parked = Parked { amount: Amount(50), reason: ParkReason::NoCredit, since: NOON };
		assert_eq!(row(order).legs[0].parked, Some(parked));
		let events = events();
		assert!(matches!(events[0], Event::Held { amount: Amount(1_000), .. }));
		assert!(matches!(&events[1], Event::Paid { legs, status: OrderStatus::Held, .. }
			if legs.to_vec() == market_legs()[1..]));
		let leg = ParkedLeg {
			leg: 1,
			payee: CARRIER_B,
			amount: Amount(50),
			reason: ParkReason::NoCredit,
		};
		let legs = vec![leg].try_into().unwrap();
		assert_eq!(events[2..], [Event::Parked { order, legs, by: by(BUYER) }]);
	});
}

#[test]
fn an_end_to_end_id_has_1_to_35_characters_of_iso_20022() {
	World::new().run(|| {
		let with = |id: &str| {
			let end_to_end = Some(id.as_bytes().to_vec().try_into().unwrap());
			OrderBody { end_to_end, ..transfer(&format!("t{id}"), 1, FRIEND_B) }
		};
		for id in ["", "a_b", "café", "a\nb", "100%"] {
			refuse(with(id), Error::<Test>::BadEndToEnd);
		}
		let longest = "x".repeat(35);
		for id in ["7", "NOTPROVIDED", "A/B-1 (2)?:.,'+", &longest] {
			assert_eq!(status(place(&with(id))), OrderStatus::Released);
		}
	});
}

#[test]
fn an_order_from_a_pass_through_account_names_its_buyer() {
	World::new().run(|| {
		let body = OrderBody { payer: TILL_A, ..transfer("t1", 30, FRIEND_B) };
		let place = |body| Escrow::place(signed(BANK_A), body);
		assert_noop!(place(body.clone()), Error::<Test>::BuyerMissing);
		assert_noop!(place(held(body.clone())), Error::<Test>::BuyerMissing);

		assert_ok!(place(OrderBody { buyer: Some(Commitment([7; 32])), ..body }));
		assert_eq!([TILL_A, FRIEND_B].map(money), [(9_970, 0), (30, 0)]);
	});
}
