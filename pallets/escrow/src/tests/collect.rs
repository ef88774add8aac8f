// SPDX-License-Identifier: Apache-2.0

//! What is owed is collected out of the next credits (R3).

use crate::{fake_ledger::*, mock::*, Credited, DebtorHints, Error, Event};
use codec::Encode;
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{
	AccountFlags, AccountNo, Advancer, Amount, CycleNo, Leaf, LeafKind, LeafLeg, Moment, OrderId,
	Purpose, RefundPolicy, DAY_MS, MINUTE_MS,
};

/// The carrier owes 50 of order `o1` to the buyer.
fn indebted() -> OrderId {
	refunded_by(RefundPolicy::ProRata, &[]);
	let body = refunded("o1");
	let order = place(&body);
	empty(CARRIER_B);
	assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
	assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 50)]));
	events();
	order
}

fn collect(by: u64, debtor: AccountNo) -> DispatchResultWithPostInfo {
	Escrow::collect(signed(by), debtor)
}

fn collected(
	order: OrderId,
	creditor: AccountNo,
	amount: u64,
	remaining: u64,
	who: crate::By<u64>,
) -> Event<Test> {
	Event::Collected {
		order,
		leg: 1,
		debtor: CARRIER_B,
		creditor,
		amount: Amount(amount),
		remaining: Amount(remaining),
		currency: CNY,
		cycle: CycleNo(7),
		date: TODAY,
		by: who,
	}
}

#[test]
fn a_lien_collects_itself_out_of_the_next_credit_in_the_next_block() {
	World::new().run(|| {
		let order = indebted();
		let next = split("o2", 300, MARKET, &MARKET_PARTIES, &[(0, 30)]);
		place(&next);
		// Nothing else happens in the call that credits.
		assert_eq!((money(CARRIER_B), FakeLedger::liens(CARRIER_B).0), ((0, 30), 30));
		assert_eq!(Credited::<Test>::get().to_vec(), [CARRIER_B]);
		events();
		let before = money(BUYER_A).0;

		tick(WeightMeter::new());

		assert_eq!(events(), [collected(order, BUYER_A, 30, 20, crate::By::Clock)]);
		assert_eq!((money(CARRIER_B), money(BUYER_A).0), ((0, 0), before + 30));
		let leg = LeafLeg {
			from: CARRIER_B,
			to: BUYER_A,
			amount: Amount(30),
			purpose: Purpose::Collection,
		};
		let leaf = Leaf {
			kind: LeafKind::Collected,
			order,
			currency: CNY,
			cycle: CycleNo(7),
			date: TODAY,
			legs: vec![leg],
		};
		assert_eq!(FakeLedger::leaves().last(), Some(&blake2_256(&leaf.encode())));

		// The last 20, and what is over is the carrier's.
		place(&split("o3", 300, MARKET, &MARKET_PARTIES, &[(0, 30)]));
		assert_eq!(money(CARRIER_B), (10, 20));
		tick(WeightMeter::new());
		assert_eq!((money(CARRIER_B), FakeLedger::liens(CARRIER_B)), ((10, 0), (0, vec![])));
		assert!(!DebtorHints::<Test>::contains_key(CARRIER_B));
	});
}

#[test]
fn a_block_without_room_collects_in_the_next_one() {
	World::new().run(|| {
		indebted();
		place(&split("o2", 300, MARKET, &MARKET_PARTIES, &[(0, 30)]));
		tick(WeightMeter::with_limit(Weight::from_parts(20_000_000, 5_000)));
		assert_eq!(FakeLedger::liens(CARRIER_B).0, 30);
		tick(WeightMeter::new());
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 20)]));
	});
}

#[test]
fn money_from_outside_of_orders_is_found_within_the_hour() {
	World::new().run(|| {
		indebted();
		pass_to(NOON.plus(DAY_MS));
		FakeLedger::issue(CARRIER_B, 40);
		assert!(Credited::<Test>::get().is_empty());
		pass_to(NOON.plus(DAY_MS + 62 * MINUTE_MS));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 10)]));
	});
}

#[test]
fn anybody_collects_at_any_time() {
	World::new().run(|| {
		let order = indebted();
		assert_noop!(collect(FRIEND, CARRIER_B), Error::<Test>::NothingToCollect);
		assert_noop!(collect(FRIEND, SHOP_B), Error::<Test>::NothingToCollect);
		assert_noop!(collect(FRIEND, UNKNOWN), NO_SUCH_ACCOUNT);
		assert_noop!(collect(STRANGER, CARRIER_B), DispatchError::Other("unknown key"));
		FakeLedger::issue(CARRIER_B, 60);
		assert_ok!(collect(FRIEND, CARRIER_B));
		assert_eq!(events(), [collected(order, BUYER_A, 50, 0, by(FRIEND))]);
		assert_eq!(money(CARRIER_B), (10, 0));
	});
}

#[test]
fn the_oldest_creditor_is_paid_first() {
	World::new().with_money(GUARANTEE_B, 20).run(|| {
		refunded_by(RefundPolicy::ProRata, &[Advancer::Guarantee]);
		let body = refunded("o1");
		let order = place(&body);
		empty(CARRIER_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		let owed = vec![(GUARANTEE_B, 20), (BUYER_A, 30)];
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, owed));
		events();
		FakeLedger::issue(CARRIER_B, 25);
		assert_ok!(collect(FRIEND, CARRIER_B));
		let told = [(GUARANTEE_B, 20, 0), (BUYER_A, 5, 25)].map(|(creditor, amount, remaining)| {
			collected(order, creditor, amount, remaining, by(FRIEND))
		});
		assert_eq!(events(), told);
	});
}

#[test]
fn a_creditor_that_cannot_be_paid_now_leaves_the_others() {
	World::new().with_money(PLATFORM_A, 20).with_money(GUARANTEE_B, 10).run(|| {
		refunded_by(RefundPolicy::MerchantFirst, &[Advancer::Platform, Advancer::Guarantee]);
		let body = split("o1", 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 900)]);
		place(&body);
		// The shop gets nothing, so the platform and the carrier give.
		FakeLedger::put_money(CARRIER_B, Amount(0));
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		let owed = vec![(PLATFORM_A, 20), (GUARANTEE_B, 10), (BUYER_A, 870)];
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, owed));
		// B may owe nothing to A: only its own guarantee can be paid.
		let position = FakeLedger::position(B);
		FakeLedger::limit(B, position.max(0) as u128);
		FakeLedger::issue(CARRIER_B, 100);
		set_no_credit(PLATFORM_A, true);
		set_no_credit(BUYER_A, true);
		assert_ok!(collect(FRIEND, CARRIER_B));
		let owed = vec![(PLATFORM_A, 20), (BUYER_A, 870)];
		assert_eq!(FakeLedger::liens(CARRIER_B), (90, owed));
		assert_noop!(collect(FRIEND, CARRIER_B), FROZEN);
		set_no_credit(PLATFORM_A, false);
		FakeLedger::limit(B, u64::MAX.into());
		assert_ok!(collect(FRIEND, CARRIER_B));
		assert_eq!(FakeLedger::liens(CARRIER_B), (70, vec![(BUYER_A, 870)]));
	});
}

#[test]
fn short_of_cover_nothing_is_collected_and_the_hold_stays() {
	World::new().run(|| {
		indebted();
		// What B owes is in balance now.
		FakeLedger::limit(B, FakeLedger::position(B).max(0) as u128);
		let position = FakeLedger::position(B);
		FakeLedger::issue(CARRIER_B, 50);
		if position >= 0 {
			assert_noop!(collect(FRIEND, CARRIER_B), SHORT);
		}
		FakeLedger::limit(B, u64::MAX.into());
		assert_ok!(collect(FRIEND, CARRIER_B));
	});
}

#[test]
fn a_lien_ends_after_ninety_days_and_says_what_was_not_paid() {
	World::new().run(|| {
		let order = indebted();
		let deadline = NOON.plus(90 * DAY_MS);
		pass_to(Moment(deadline.0 - MINUTE_MS));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 50)]));
		events();
		pass_to(deadline.plus(MINUTE_MS));
		let ended = Event::LienEnded {
			order,
			leg: 1,
			debtor: CARRIER_B,
			creditor: BUYER_A,
			unpaid: Amount(50),
			by: crate::By::Clock,
		};
		assert_eq!(events(), [ended]);
		assert!(!DebtorHints::<Test>::contains_key(CARRIER_B));
		FakeLedger::issue(CARRIER_B, 10);
		assert_eq!(money(CARRIER_B), (10, 0));
	});
}

#[test]
fn what_was_collected_goes_to_the_creditor_before_its_lien_ends_and_free_where_it_takes_nothing() {
	for closed in [false, true] {
		World::new().run(|| {
			indebted();
			neighbours(|all| all.now = NOON.plus(90 * DAY_MS));
			FakeLedger::issue(CARRIER_B, 10);
			set_flag(BUYER_A, AccountFlags::CLOSED, closed);
			events();
			assert_ok!(collect(FRIEND, CARRIER_B));
			let unpaid = if closed { 50 } else { 40 };
			assert!(events().iter().any(|event| matches!(event,
				Event::LienEnded { unpaid: left, .. } if left.0 == unpaid)));
			let free = if closed { 10 } else { 0 };
			assert_eq!(money(CARRIER_B), (free, 0));
		});
	}
}

#[test]
fn a_debtor_for_whom_there_was_no_room_is_found_within_the_hour() {
	World::new().run(|| {
		indebted();
		// As many others as can wait, which owe nothing.
		Credited::<Test>::put(BoundedVec::truncate_from(vec![SHOP_B; 256]));
		place(&split("o2", 300, MARKET, &MARKET_PARTIES, &[(0, 30)]));
		assert!(!Credited::<Test>::get().contains(&CARRIER_B));
		// A block takes up as many as its share allows.
		tick(WeightMeter::new());
		assert!((1..256).contains(&Credited::<Test>::get().len()));
		while Credited::<Test>::exists() {
			tick(WeightMeter::new());
		}
		assert_eq!(FakeLedger::liens(CARRIER_B).0, 30);
		pass_to(NOON.plus(2 * MINUTE_MS));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 20)]));
	});
}

#[test]
fn a_creditor_that_owes_something_itself_pays_on() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[Advancer::Platform]);
		let first = refunded("o1");
		place(&first);
		empty(CARRIER_B);
		// The platform advances 25 for the carrier, and then owes its own 100 of another order.
		assert_ok!(refund_of(SHOP, "f1", &first, 500));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(PLATFORM_A, 25)]));
		let second = split("o2", 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 0)]);
		place(&second);
		empty(PLATFORM_A);
		assert_ok!(refund_of(SHOP, "f2", &second, 1_000));
		assert_eq!(FakeLedger::liens(PLATFORM_A), (0, vec![(BUYER_A, 100)]));

		FakeLedger::issue(CARRIER_B, 25);
		assert_ok!(collect(FRIEND, CARRIER_B));
		assert_eq!(FakeLedger::liens(PLATFORM_A).0, 25);
		tick(WeightMeter::new());
		assert_eq!(FakeLedger::liens(PLATFORM_A), (0, vec![(BUYER_A, 75)]));
	});
}
