// SPDX-License-Identifier: Apache-2.0

//! Refunds after a release, and between releases (R2).

use crate::{fake_ledger::*, given::*, mock::*, types::*, Error, Event, GivenBacks};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, Amount, BankStatus, CycleNo, Date, Leaf, LeafKind, LeafLeg, OrderBody,
	OrderId, OrderStatus, Purpose, Reference, RefundPolicy, DAY_MS,
};

const ALL: [AccountNo; 4] = [BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B];

/// What the four have, nothing of it held.
fn moneys() -> [u64; 4] {
	ALL.map(|account| {
		let (available, held) = money(account);
		assert_eq!(held, 0);
		available
	})
}

fn given_of(order: OrderId) -> Vec<(u8, [u64; 3])> {
	let given = GivenBacks::<Test>::get(order).expect("something was given back");
	let amounts = |leg: &GivenLeg| [leg.returned.0, leg.given.0, leg.kept.0];
	given.legs.iter().map(|leg| (leg.leg, amounts(leg))).collect()
}

fn part(leg: u8, from: AccountNo, amount: u64) -> GivenPart {
	GivenPart { leg, from, to: BUYER_A, amount: Amount(amount), advanced_for: None }
}

#[test]
fn pro_rata_every_receiver_gives_its_part() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = refunded("o1");
		let order = place(&body);
		events();
		assert_ok!(refund_of(SHOP, "f1", &body, 333));

		// 16.65, 33.3 and 283.05 of 333.
		assert_eq!(moneys(), [9_333, 33, 67, 567]);
		assert_eq!(given_of(order), [(1, [0, 17, 0]), (2, [0, 33, 0]), (3, [0, 283, 0])]);
		assert_eq!(status(order), OrderStatus::Released);
		let given = vec![part(1, CARRIER_B, 17), part(2, PLATFORM_A, 33), part(3, SHOP_B, 283)];
		assert_eq!(
			events(),
			[Event::Refunded {
				order,
				reference: Some(reference("f1")),
				payer: BUYER_A,
				amount: Amount(333),
				currency: CNY,
				cycle: CycleNo(7),
				date: TODAY,
				status: OrderStatus::Released,
				by: by(SHOP),
				from_hold: Amount(0),
				given: given.clone().try_into().unwrap(),
				due: Amount(0),
				freed: BoundedVec::new(),
			}]
		);
		let legs = given.iter().map(|part| LeafLeg {
			from: part.from,
			to: part.to,
			amount: part.amount,
			purpose: Purpose::Refund,
		});
		let (cycle, date, kind) = (CycleNo(7), TODAY, LeafKind::Refunded);
		let leaf = Leaf { kind, order, currency: CNY, cycle, date, legs: legs.collect() };
		assert_eq!(FakeLedger::leaves().last(), Some(&blake2_256(&leaf.encode())));
		// B owes A what came back, out of the 900 that A owes.
		assert_eq!(FakeLedger::position(A), 600);
	});
}

#[test]
fn merchant_first_the_others_give_what_the_merchant_does_not_have() {
	World::new().run(|| {
		refunded_by(RefundPolicy::MerchantFirst, &[]);
		let body = refunded("o1");
		place(&body);
		assert_ok!(refund_of(SHOP, "f1", &body, 800));
		assert_eq!(moneys(), [9_800, 50, 100, 50]);
		assert_ok!(refund_of(SHOP, "f2", &body, 80));
		// 50 of the shop, and 30 by 50 and 100.
		assert_eq!(moneys(), [9_880, 40, 80, 0]);
		assert_ok!(refund_of(SHOP, "f3", &body, 120));
		assert_eq!(moneys(), [10_000, 0, 0, 0]);
	});
}

#[test]
fn fees_kept_the_merchant_gives_them_in_the_platforms_place() {
	World::new().with_money(SHOP_B, 500).run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let body = refunded("o1");
		let order = place(&body);
		events();
		assert_ok!(refund_of(SHOP, "f1", &body, 500));
		assert_eq!(moneys(), [9_500, 25, 100, 500 + 850 - 425 - 50]);
		assert_eq!(given_of(order), [(1, [0, 25, 0]), (2, [0, 0, 50]), (3, [0, 475, 0])]);
		let told = vec![part(1, CARRIER_B, 25), part(3, SHOP_B, 425), part(2, SHOP_B, 50)];
		assert!(matches!(&events()[..], [Event::Refunded { given, .. }] if given.to_vec() == told));

		assert_ok!(refund_of(SHOP, "f2", &body, 500));
		// The platform's gain is the merchant's loss, to the unit.
		assert_eq!(moneys(), [10_000, 0, 100, 400]);
		let more = refund_of(SHOP, "f3", &body, 1);
		assert_noop!(more, Error::<Test>::MoreThanRemains);
	});
}

#[test]
fn a_series_of_refunds_ends_where_one_refund_does() {
	let end = |policy, cuts: &[u64]| {
		let mut end = None;
		World::new().with_money(SHOP_B, 100).run(|| {
			refunded_by(policy, &[]);
			let body = refunded("o1");
			place(&body);
			for (number, cut) in cuts.iter().enumerate() {
				assert_ok!(refund_of(SHOP, &format!("f{number}"), &body, *cut));
			}
			end = Some(moneys());
		});
		end.expect("it ran")
	};
	for policy in [RefundPolicy::ProRata, RefundPolicy::MerchantFirst, RefundPolicy::FeesKept] {
		let kept = if policy == RefundPolicy::FeesKept { 100 } else { 0 };
		let expected = [10_000, 0, kept, 100 - kept];
		assert_eq!(end(policy, &[1_000]), expected);
		assert_eq!(end(policy, &[1, 7, 333, 3, 656]), expected);
	}
}

#[test]
fn between_releases_each_share_comes_from_the_hold_first() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let order = place(&held(refunded("o1")));
		let legs = ReleaseWhat::Legs(vec![1, 3].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, legs));
		assert_eq!(money(BUYER_A), (9_000, 100));
		events();

		assert_ok!(refund(SHOP, "f1", order, 500));
		assert_eq!(money(BUYER_A), (9_500, 50));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(25, 0), (0, 0), (425, 0)]);
		assert!(matches!(
			&events()[..],
			[Event::Refunded {
				amount: Amount(500),
				from_hold: Amount(50),
				status: OrderStatus::Held,
				..
			}]
		));
		assert_ok!(refund(SHOP, "f2", order, 500));
		assert_eq!(moneys(), [10_000, 0, 0, 0]);
		assert_eq!(status(order), OrderStatus::PartlyReleased);
		let body = held(refunded("o1"));
		assert_noop!(refund_of(SHOP, "f3", &body, 1), Error::<Test>::MoreThanRemains);
	});
}

#[test]
fn what_is_parked_is_given_back_before_the_receiver_is_asked() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, SHOP_B)));
		let release = |text, amount| {
			let what = ReleaseWhat::Amount(Amount(amount));
			assert_ok!(Escrow::release(signed(BUYER), reference(text), order, what));
		};
		release("r1", 40);
		set_no_credit(SHOP_B, true);
		release("r2", 50);
		assert_ok!(refund(SHOP, "f1", order, 70));
		assert_eq!((money(BUYER_A), money(SHOP_B)), ((9_970, 0), (30, 0)));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
		assert_ok!(refund_of(SHOP, "f2", &held(transfer("t1", 100, SHOP_B)), 30));
		assert_eq!((money(BUYER_A), money(SHOP_B)), ((10_000, 0), (0, 0)));
	});
}

#[test]
fn an_ended_order_is_refunded_by_its_body_only() {
	World::new().run(|| {
		let body = market("o1");
		let order = place(&body);
		assert_noop!(refund(SHOP, "f1", order, 1), Error::<Test>::BodyMissing);
		let other = OrderBody { amount: Amount(2_000), ..body.clone() };
		assert_noop!(refund_of(SHOP, "f1", &other, 1), Error::<Test>::OtherBody);
		let open = held(market("o2"));
		place(&open);
		let other = OrderBody { amount: Amount(2_000), ..open.clone() };
		assert_noop!(refund_of(SHOP, "f1", &other, 1), Error::<Test>::OtherBody);
		assert_ok!(refund_of(SHOP, "f1", &open, 1));
		assert_ok!(refund_of(SHOP, "f2", &body, 1));
		// A retry needs no body.
		assert_storage_noop!(assert_ok!(refund(SHOP, "f2", order, 1)));
	});
}

#[test]
fn after_a_release_the_merchants_side_refunds_and_the_payer_does_not() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		for who in [BUYER, BANK_A, CARRIER, OTHER_SHOP, PLATFORM, FRIEND] {
			assert_noop!(refund_of(who, "f", &body, 10), Error::<Test>::NotEntitled);
		}
		assert_ok!(refund_of(SHOP, "f", &body, 10));
		assert_ok!(refund_of(BANK_B, "f", &body, 10));

		let plain = transfer("t1", 100, FRIEND_B);
		place(&plain);
		assert_noop!(refund_of(BUYER, "g", &plain, 10), Error::<Test>::NotEntitled);
		assert_ok!(refund_of(FRIEND, "g", &plain, 60));
		assert_ok!(refund_of(BANK_A, "g", &plain, 40));
		assert_eq!(money(FRIEND_B), (0, 0));
	});
}

#[test]
fn the_platform_refunds_as_far_as_the_merchant_answers_for_it() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		neighbours(|all| all.liability_ppm = 200_000);
		assert_ok!(refund_of(SHOP, "f1", &body, 50));
		let over = refund_of(PLATFORM, "f2", &body, 151);
		assert_noop!(over, Error::<Test>::OverLiability);
		assert_ok!(refund_of(PLATFORM, "f2", &body, 150));
		assert_noop!(refund_of(PLATFORM, "f3", &body, 1), Error::<Test>::OverLiability);
		assert_ok!(refund_of(SHOP, "f3", &body, 800));
	});
}

#[test]
fn payer_and_platform_alone_take_nothing_out_of_the_merchants_account() {
	World::new().with_money(SHOP_B, 1_000).run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let order = place(&held(refunded("o1")));
		// Of 900 the shop gives 765, and 90 in the platform's place: more than is held for it.
		for who in [BUYER, PLATFORM] {
			assert_noop!(refund(who, "f", order, 900), Error::<Test>::NotEntitled);
		}
		assert_ok!(refund(BUYER, "f", order, 890));
		assert_ok!(refund(SHOP, "f", order, 110));
		assert_eq!((money(BUYER_A), money(SHOP_B)), ((10_000, 100), (900, 0)));
		// The fee is still held, for the platform.
		assert_noop!(refund(SHOP, "g", order, 1), Error::<Test>::MoreThanRemains);
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		assert_eq!(moneys(), [10_000, 0, 100, 900]);
	});
}

#[test]
fn a_platform_earns_no_kept_fee_by_a_refund_of_its_own() {
	World::new().run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let order = place(&held(refunded("o1")));
		// 10 of 100 would be the platform's for nothing.
		assert_noop!(refund(PLATFORM, "f", order, 100), Error::<Test>::NotEntitled);
		neighbours(|all| all.liability_ppm = 99_999);
		assert_noop!(refund(PLATFORM, "f", order, 100), Error::<Test>::OverLiability);
		neighbours(|all| all.liability_ppm = 100_000);
		assert_ok!(refund(PLATFORM, "f", order, 100));
	});
}

#[test]
fn returns_and_refunds_end_180_days_after_the_last_release() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		let at = |days: u64, text| {
			neighbours(|all| all.now = NOON.plus(days * DAY_MS));
			Reference { date: Date(TODAY.0 + days as u16), ..reference(text) }
		};
		let id = id_of(&body, BUYER);
		let boxed = || Some(Box::new(body.clone()));
		let name = at(180, "f1");
		assert_ok!(Escrow::refund(signed(SHOP), name, id, Amount(10), boxed()));
		let name = at(180, "b1");
		assert_ok!(Escrow::return_leg(signed(CARRIER), name, id, 1, Amount(1), boxed()));
		let name = at(181, "f2");
		let late = Escrow::refund(signed(SHOP), name.clone(), id, Amount(10), boxed());
		assert_noop!(late, Error::<Test>::ReturnsOver);
		let late = Escrow::return_leg(signed(CARRIER), name, id, 1, Amount(1), boxed());
		assert_noop!(late, Error::<Test>::ReturnsOver);
		neighbours(|all| all.now = NOON);
	});
}

#[test]
fn what_comes_back_to_an_account_that_takes_no_credit_goes_to_its_banks_unclaimed_account() {
	for flag in [AccountFlags::NO_CREDIT, AccountFlags::CLOSED] {
		World::new().run(|| {
			let body = market("o1");
			place(&body);
			set_flag(BUYER_A, flag, true);
			events();
			assert_ok!(refund_of(SHOP, "f1", &body, 100));
			assert_eq!((money(BUYER_A), money(UNCLAIMED_A)), ((9_000, 0), (100, 0)));
			assert!(matches!(&events()[..], [Event::Refunded { payer: BUYER_A, given, .. }]
				if given.iter().all(|part| part.to == UNCLAIMED_A)));
			set_flag(UNCLAIMED_A, AccountFlags::NO_CREDIT, true);
			let none = refund_of(SHOP, "f2", &body, 100);
			assert_noop!(none, Error::<Test>::PayerNotCreditable);
		});
	}
}

#[test]
fn what_is_held_goes_back_to_a_payer_whose_account_takes_no_credit() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		set_no_credit(BUYER_A, true);
		assert_ok!(refund(SHOP, "f1", order, 1_000));
		assert_eq!(money(BUYER_A), (10_000, 0));
	});
}

#[test]
fn a_bank_in_run_off_takes_no_refund_but_out_of_the_hold() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		set_bank(A, BankStatus::RunOff);
		assert_noop!(refund_of(SHOP, "f1", &body, 100), Error::<Test>::PayerNotCreditable);
	});
}

#[test]
fn short_of_cover_at_a_receivers_bank_the_whole_is_refused() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		// B is owed 900; what it then owes back is less.
		FakeLedger::limit(B, 0);
		assert_ok!(refund_of(SHOP, "f1", &body, 500));
		let plain = OrderBody { payer: SHOP_B, ..transfer("t1", 100, FRIEND_B) };
		assert_ok!(Escrow::place(signed(SHOP), plain));
		let other = transfer("t2", 450, SHOP_A);
		let drain = OrderBody { payer: FRIEND_B, ..other };
		FakeLedger::put_money(FRIEND_B, Amount(450));
		assert_ok!(Escrow::place(signed(FRIEND), drain));
		assert_noop!(refund_of(SHOP, "f2", &body, 200), SHORT);
		FakeLedger::limit(B, 200);
		assert_ok!(refund_of(SHOP, "f2", &body, 200));
	});
}

#[test]
fn the_case_that_was_chosen_stays_whatever_the_time() {
	World::new().run(|| {
		let parties = [(0, CARRIER_B), (2, SHOP_B)];
		let body = |text| split(text, 1_000, TWO_CASES, &parties, &[]);
		place(&body("o1"));
		neighbours(|all| all.case = 2);
		place(&body("o2"));
		assert_eq!([CARRIER_B, SHOP_B].map(money), [(1_000, 0), (1_000, 0)]);
		assert_ok!(refund_of(SHOP, "f1", &body("o1"), 300));
		assert_eq!([CARRIER_B, SHOP_B].map(money), [(1_000, 0), (700, 0)]);
		neighbours(|all| all.case = 1);
		assert_ok!(refund_of(SHOP, "f2", &body("o2"), 300));
		assert_eq!([CARRIER_B, SHOP_B].map(money), [(700, 0), (700, 0)]);
	});
}
