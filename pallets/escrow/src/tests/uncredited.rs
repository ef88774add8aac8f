// SPDX-License-Identifier: Apache-2.0

//! What cannot be credited goes to the order's merchant, where the rule set says so (O6).

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Outcomes};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::LegView, AccountFlags, AccountNo, Amount, CoverMode, CycleNo, ExpiryPolicy, OrderBody,
	OrderId, OrderStatus, PlannedLeg, Purpose, DAY_MS,
};

/// As `to_merchant`, with the shop's account at the payer's bank.
fn to_merchant_at_home(text: &str) -> OrderBody {
	let parties = [(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_A)];
	split(text, 1_000, TO_MERCHANT, &parties, &[(0, 50)])
}

fn release(text: &str, order: OrderId, what: ReleaseWhat) -> DispatchResult {
	let done = Escrow::release(signed(BUYER), reference(text), order, what);
	done.map(|_| ()).map_err(|refused| refused.error)
}

fn all(text: &str, order: OrderId) -> DispatchResult {
	release(text, order, ReleaseWhat::All)
}

fn outcome(order: OrderId) -> Vec<(u8, u64, u64)> {
	let legs = Outcomes::<Test>::get(order).expect("an outcome");
	legs.iter().map(|leg| (leg.leg, leg.released.0, leg.refunded.0)).collect()
}

/// Of an order that ended: entitlement, released and refunded of each leg.
fn told(body: &OrderBody, order: OrderId) -> Vec<[u64; 3]> {
	let details = Escrow::order_of_body(order, body).and_then(|order| order.details).unwrap();
	let amounts = |leg: &LegView| [leg.entitlement, leg.released, leg.refunded].map(|of| of.0);
	details.legs.iter().map(amounts).collect()
}

fn parked(order: OrderId) -> Vec<(u8, u64)> {
	let legs = row(order).legs.into_iter();
	legs.filter_map(|leg| leg.parked.map(|parked| (leg.leg, parked.amount.0))).collect()
}

fn paid(leg: u8, to: AccountNo, amount: u64, purpose: Purpose) -> PaidLeg {
	PaidLeg { leg, from: BUYER_A, to, amount: Amount(amount), purpose }
}

/// All legs are paid, the carrier's to the shop.
fn paid_event(order: OrderId, name: &str) -> Event<Test> {
	let legs = vec![
		paid(1, SHOP_B, 50, Purpose::Goods),
		paid(2, PLATFORM_A, 100, Purpose::Fee),
		paid(3, SHOP_B, 850, Purpose::Goods),
	];
	Event::Paid {
		order,
		reference: Some(reference(name)),
		legs: legs.try_into().unwrap(),
		currency: CNY,
		cycle: CycleNo(7),
		date: TODAY,
		status: OrderStatus::Released,
		by: by(BUYER),
	}
}

/// The plan, whatever became of it at once.
fn held_event(order: OrderId) -> Event<Test> {
	let leg =
		|leg, payee, amount, purpose| PlannedLeg { leg, payee, amount: Amount(amount), purpose };
	let legs = vec![
		leg(1, CARRIER_B, 50, Purpose::Logistics),
		leg(2, PLATFORM_A, 100, Purpose::Fee),
		leg(3, SHOP_B, 850, Purpose::Goods),
	];
	Event::Held {
		order,
		reference: reference("o1"),
		payer: BUYER_A,
		currency: CNY,
		amount: Amount(1_000),
		legs: legs.try_into().unwrap(),
		after: None,
		deadline: TODAY.start().plus(180 * DAY_MS),
		expiry: ExpiryPolicy::Payer,
		cover: CoverMode::AtPlacement,
		by: by(BUYER),
		funders: BoundedVec::new(),
	}
}

#[test]
fn a_released_leg_that_cannot_be_credited_goes_to_the_merchant_out_of_its_own_promise() {
	World::new().with_cover(A, 900).run(|| {
		let order = place(&held(to_merchant("o1")));
		set_no_credit(CARRIER_B, true);
		FakeLedger::limit(A, 0);
		events();

		assert_ok!(all("r1", order));

		assert_eq!(
			[BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B].map(money),
			[(9_000, 0), (0, 0), (100, 0), (900, 0)]
		);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (900, 0));
		assert_eq!(events(), [paid_event(order, "r1")]);
		assert_eq!(outcome(order), [(1, 0, 0), (2, 100, 0), (3, 900, 0)]);
	});
}

#[test]
fn a_payment_at_once_sends_it_to_the_merchant_too() {
	World::new().with_cover(A, 900).run(|| {
		set_no_credit(CARRIER_B, true);
		let order = place(&to_merchant("o1"));
		assert_eq!([BUYER_A, CARRIER_B, SHOP_B].map(money), [(9_000, 0), (0, 0), (900, 0)]);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (900, 0));
		assert_eq!(events(), [paid_event(order, "o1")]);
		assert_eq!(outcome(order), [(1, 0, 0), (2, 100, 0), (3, 900, 0)]);
	});
}

#[test]
fn a_payment_at_once_asks_for_no_more_cover_than_its_plan() {
	World::new().with_cover(A, 899).run(|| {
		set_no_credit(CARRIER_B, true);
		refuse(to_merchant("o1"), SHORT);
		FakeLedger::limit(A, 900);
		// The platform is at the payer's bank and the shop is not: its leg waits.
		set_no_credit(PLATFORM_A, true);
		events();
		let order = place(&to_merchant("o1"));
		assert_eq!((parked(order), money(SHOP_B)), (vec![(2, 100)], (900, 0)));
		assert_eq!(events()[0], held_event(order));
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (900, 0));

		place(&to_merchant_at_home("o2"));
		assert_eq!((money(SHOP_A), FakeLedger::position(A)), ((1_000, 0), 900));
	});
}

#[test]
fn an_order_whose_moment_has_come_is_a_payment_at_once_for_this_too() {
	World::new().with_cover(A, 900).run(|| {
		set_no_credit(CARRIER_B, true);
		let order = place(&after(to_merchant("o1"), 0, CoverMode::AtRelease));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Released, (900, 0)));
	});
}

#[test]
fn the_clock_sends_it_to_the_merchant_too() {
	World::new().run(|| {
		let order = place(&after(to_merchant("o1"), 5, CoverMode::AtPlacement));
		set_no_credit(CARRIER_B, true);
		jump_to(in_minutes(6));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Released, (900, 0)));
	});
}

#[test]
fn what_would_need_new_cover_is_parked() {
	World::new().run(|| {
		// The platform's leg stays in the payer's bank; the shop's account is at another one.
		let order = place(&held(to_merchant("o1")));
		set_no_credit(PLATFORM_A, true);
		assert_ok!(all("r1", order));
		assert_eq!((parked(order), money(SHOP_B)), (vec![(2, 100)], (850, 0)));
		assert!(!row(order).turned_over);
	});
}

#[test]
fn a_merchant_at_the_payers_bank_needs_no_cover_and_the_promise_is_taken_back() {
	World::new().run(|| {
		let order = place(&held(to_merchant_at_home("o1")));
		assert_eq!(FakeLedger::promised(A), 50);
		for payee in [CARRIER_B, PLATFORM_A] {
			set_no_credit(payee, true);
		}
		assert_ok!(all("r1", order));
		assert_eq!((status(order), money(SHOP_A)), (OrderStatus::Released, (1_000, 0)));
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (0, 0));
	});
}

#[test]
fn an_uncovered_order_sends_only_to_a_merchant_at_the_payers_bank() {
	World::new().with_cover(A, 850).run(|| {
		let abroad = place(&uncovered(to_merchant("o1")));
		let at_home = place(&uncovered(to_merchant_at_home("o2")));
		set_no_credit(CARRIER_B, true);
		assert_ok!(all("r1", abroad));
		assert_eq!((parked(abroad), money(SHOP_B)), (vec![(1, 50)], (850, 0)));
		assert_ok!(all("r2", at_home));
		assert_eq!((status(at_home), money(SHOP_A)), (OrderStatus::Released, (900, 0)));
	});
}

#[test]
fn what_the_merchant_cannot_be_credited_either_is_parked_and_a_retry_pays_its_payee_only() {
	World::new().run(|| {
		let order = place(&held(to_merchant("o1")));
		for payee in [CARRIER_B, SHOP_B] {
			set_no_credit(payee, true);
		}
		assert_ok!(all("r1", order));
		assert_eq!(parked(order), [(1, 50), (3, 850)]);

		let retry = || Escrow::retry_parked(signed(FRIEND), order);
		set_no_credit(SHOP_B, false);
		assert_ok!(retry());
		assert_eq!((parked(order), money(SHOP_B)), (vec![(1, 50)], (850, 0)));
		assert_noop!(retry(), Error::<Test>::StillNotCreditable);
		set_no_credit(CARRIER_B, false);
		assert_ok!(retry());
		assert_eq!(status(order), OrderStatus::Released);
		assert!(!Outcomes::<Test>::contains_key(order));
	});
}

#[test]
fn a_merchant_that_sells_nothing_of_the_order_gets_nothing_in_anothers_place() {
	World::new().run(|| {
		// All of it is freight and fee.
		let body = split("o1", 1_000, TO_MERCHANT, &MARKET_PARTIES, &[(0, 900)]);
		set_no_credit(CARRIER_B, true);
		let order = place(&body);
		assert_eq!((parked(order), money(SHOP_B)), (vec![(1, 900)], (0, 0)));
	});
}

#[test]
fn later_releases_go_to_the_payee_again_once_it_can_be_credited() {
	World::new().run(|| {
		let body = held(to_merchant("o1"));
		let order = place(&body);
		let half = ReleaseWhat::Amount(Amount(500));
		set_no_credit(CARRIER_B, true);
		assert_ok!(release("r1", order, half));
		let rest: Vec<_> = row(order).legs.iter().map(|leg| leg.unreleased().unwrap().0).collect();
		assert_eq!((rest, FakeLedger::promised(A)), (vec![25, 50, 425], 450));

		set_no_credit(CARRIER_B, false);
		assert_ok!(all("r2", order));

		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(25, 0), (100, 0), (875, 0)]);
		assert_eq!(status(order), OrderStatus::Released);
		assert_eq!(outcome(order), [(1, 25, 0), (2, 100, 0), (3, 875, 0)]);
		let details = Escrow::order_of_body(order, &body).and_then(|order| order.details).unwrap();
		assert_eq!(told(&body, order), [[25, 25, 0], [100, 100, 0], [875, 875, 0]]);
		assert_eq!((details.amount, details.released), (Amount(1_000), Amount(1_000)));
	});
}

#[test]
fn what_is_left_can_still_be_refunded() {
	World::new().run(|| {
		let body = held(to_merchant("o1"));
		let order = place(&body);
		set_no_credit(CARRIER_B, true);
		assert_ok!(release("r1", order, ReleaseWhat::Legs(vec![1].try_into().unwrap())));
		assert_eq!(money(SHOP_B), (50, 0));
		// The shop answers for what it got in the carrier's place, too.
		assert_ok!(refund(SHOP, "f", order, 1_000));
		assert_eq!((money(BUYER_A), FakeLedger::promised(A)), ((10_000, 0), 0));
		assert_eq!(money(SHOP_B), (0, 0));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
		assert_eq!(outcome(order), [(1, 0, 0), (2, 0, 100), (3, 50, 850)]);
		assert_eq!(told(&body, order), [[0, 0, 0], [100, 0, 100], [900, 50, 850]]);
	});
}

#[test]
fn a_closed_account_is_no_reason_to_wait_for() {
	World::new().run(|| {
		let order = place(&held(to_merchant("o1")));
		set_flag(CARRIER_B, AccountFlags::CLOSED, true);
		assert_ok!(all("r1", order));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Released, (900, 0)));
	});
}

#[test]
fn a_deadline_by_plan_keeps_to_the_payees_and_the_payer() {
	World::new().run(|| {
		let order = place(&until(to_merchant("o1"), 5, ExpiryPolicy::Payees));
		set_no_credit(CARRIER_B, true);
		jump_to(in_minutes(6));
		assert_eq!([BUYER_A, SHOP_B].map(money), [(9_050, 0), (850, 0)]);
		assert_eq!(outcome(order), [(1, 0, 50), (2, 100, 0), (3, 850, 0)]);
	});
}

#[test]
fn a_deadline_to_the_merchant_comes_on_top_of_what_it_got_in_anothers_place() {
	World::new().run(|| {
		let order = place(&until(to_merchant("o1"), 5, ExpiryPolicy::Merchant));
		set_no_credit(CARRIER_B, true);
		assert_ok!(release("r1", order, ReleaseWhat::Amount(Amount(500))));
		FakeLedger::limit(A, 1_000);
		jump_to(in_minutes(6));
		assert_eq!([BUYER_A, PLATFORM_A, SHOP_B].map(money), [(9_000, 0), (50, 0), (950, 0)]);
		assert_eq!(outcome(order), [(1, 0, 0), (2, 50, 0), (3, 950, 0)]);
	});
}
