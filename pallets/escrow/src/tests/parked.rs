// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Outcomes};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, Amount, BankStatus, CoverMode, CycleNo, ExpiryPolicy, Moment, OrderBody, OrderId,
	OrderStatus, ParkReason, Purpose, Reference, ReleaseMode, DAY_MS,
};

fn release(text: &str, order: OrderId, amount: u64) -> DispatchResultWithPostInfo {
	let what = ReleaseWhat::Amount(Amount(amount));
	Escrow::release(signed(BUYER), reference(text), order, what)
}

fn close_shop(closed: bool) {
	set_flag(SHOP_B, AccountFlags::NO_CREDIT, closed);
}

#[test]
fn a_leg_that_cannot_be_credited_is_parked_and_the_release_succeeds() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		close_shop(true);
		events();

		assert_ok!(release("r1", order, 1_000));

		assert_eq!([BUYER_A, CARRIER_B, SHOP_B].map(money), [(9_000, 850), (50, 0), (0, 0)]);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (50, 850));
		let parked = Parked { amount: Amount(850), reason: ParkReason::NoCredit, since: NOON };
		assert_eq!(row(order).legs[2].parked, Some(parked));
		let leg =
			ParkedLeg { leg: 3, payee: SHOP_B, amount: Amount(850), reason: ParkReason::NoCredit };
		let legs = vec![leg].try_into().unwrap();
		assert_eq!(events()[1..], [Event::Parked { order, legs, by: by(BUYER) }]);
	});
}

#[test]
fn the_reason_says_why_a_leg_is_parked() {
	World::new().run(|| {
		let reason = |text: &str, spoil: &dyn Fn()| {
			let order = place(&held(market(text)));
			spoil();
			assert_ok!(release(text, order, 1_000));
			row(order).legs[2].parked.unwrap().reason
		};
		let run_off = || set_bank(B, BankStatus::RunOff);
		assert_eq!(reason("o1", &run_off), ParkReason::BankInRunOff);
		set_bank(B, BankStatus::Active);
		let close = || set_flag(SHOP_B, AccountFlags::CLOSED, true);
		assert_eq!(reason("o2", &close), ParkReason::Closed);
	});
}

#[test]
fn anybody_retries_a_parked_leg_once_it_can_be_credited() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		close_shop(true);
		assert_ok!(release("r1", order, 1_000));
		let retry = |who| Escrow::retry_parked(signed(who), order);
		assert_noop!(retry(FRIEND), Error::<Test>::StillNotCreditable);
		assert_noop!(retry(STRANGER), DispatchError::Other("unknown key"));
		close_shop(false);
		events();

		assert_ok!(retry(FRIEND));

		assert_eq!((money(SHOP_B), FakeLedger::promised(A)), ((850, 0), 0));
		assert_eq!(status(order), OrderStatus::Released);
		let leg = PaidLeg {
			leg: 3,
			from: BUYER_A,
			to: SHOP_B,
			amount: Amount(850),
			purpose: Purpose::Goods,
		};
		assert_eq!(
			events(),
			[Event::Paid {
				order,
				reference: None,
				legs: vec![leg].try_into().unwrap(),
				currency: CNY,
				cycle: CycleNo(7),
				date: TODAY,
				status: OrderStatus::Released,
				by: by(FRIEND),
			}]
		);
		assert_noop!(retry(FRIEND), Error::<Test>::AlreadyReleased);
	});
}

#[test]
fn only_what_is_parked_can_be_retried() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		let retry = |order| Escrow::retry_parked(signed(FRIEND), order);
		assert_noop!(retry(order), Error::<Test>::NothingParked);
		assert_noop!(retry(OrderId([9; 22])), Error::<Test>::UnknownOrder);
	});
}

#[test]
fn what_is_parked_is_not_released_again_and_is_refunded_after_what_is_not_released() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, SHOP_B)));
		close_shop(true);
		assert_ok!(release("r1", order, 60));
		assert_noop!(release("r2", order, 41), Error::<Test>::MoreThanRemains);
		assert_noop!(refund(SHOP, "f", order, 101), Error::<Test>::MoreThanRemains);
		assert_ok!(refund(SHOP, "f1", order, 30));
		let parked = || row(order).legs[0].parked.map(|parked| parked.amount.0);
		assert_eq!((parked(), money(BUYER_A)), (Some(60), (9_930, 70)));
		assert_ok!(refund(SHOP, "f2", order, 30));
		assert_eq!((parked(), money(BUYER_A)), (Some(40), (9_960, 40)));
		assert_noop!(
			Escrow::release(signed(BUYER), reference("r3"), order, ReleaseWhat::All),
			Error::<Test>::NothingRemains
		);
		assert_ok!(refund(SHOP, "f3", order, 40));
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::Refunded, (10_000, 0)));
	});
}

#[test]
fn an_uncovered_parked_leg_is_tested_for_cover_when_it_is_retried() {
	World::new().run(|| {
		let order = place(&uncovered(transfer("t1", 100, SHOP_B)));
		close_shop(true);
		assert_ok!(release("r1", order, 100));
		close_shop(false);
		FakeLedger::limit(A, 99);
		assert_noop!(Escrow::retry_parked(signed(FRIEND), order), SHORT);
		FakeLedger::limit(A, 100);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
	});
}

#[test]
fn parked_for_thirty_days_it_goes_back_to_the_payer() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		close_shop(true);
		assert_ok!(release("r1", order, 1_000));
		let term = NOON.plus(30 * DAY_MS);
		pass_to(term);
		assert_eq!(money(BUYER_A), (9_000, 850));
		events();

		pass_to(term.plus(60_000));

		assert_eq!((money(BUYER_A), FakeLedger::promised(A)), ((9_850, 0), 0));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
		let leg = |leg, released, refunded| LegOutcome {
			leg,
			released: Amount(released),
			refunded: Amount(refunded),
		};
		let outcome = Outcomes::<Test>::get(order).unwrap().to_vec();
		assert_eq!(outcome, [leg(1, 50, 0), leg(2, 100, 0), leg(3, 0, 850)]);
		assert!(matches!(
			&events()[..],
			[Event::Refunded {
				reference: None,
				amount: Amount(850),
				status: OrderStatus::PartlyReleased,
				by: By::Clock,
				..
			}]
		));
	});
}

#[test]
fn a_deadline_leaves_what_is_parked_its_own_term() {
	World::new().run(|| {
		let order = place(&until(transfer("t1", 100, SHOP_B), 5, ExpiryPolicy::Payer));
		close_shop(true);
		assert_ok!(release("r1", order, 60));
		jump_to(in_minutes(6));
		assert_eq!(money(BUYER_A), (9_940, 60));
		assert!(row(order).expired);

		close_shop(false);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Expired, (60, 0)));
	});
}

#[test]
fn the_clock_looks_at_a_parked_leg_before_a_later_deadline() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, SHOP_B)));
		let deadline = row(order).hint;
		close_shop(true);
		assert_ok!(release("r1", order, 60));
		assert!(row(order).hint < deadline);

		pass_to(Moment(NOON.0 + 30 * DAY_MS + 60_000));
		assert_eq!(money(BUYER_A), (9_960, 40));
		assert_eq!(row(order).hint, deadline);
	});
}

#[test]
fn a_unit_released_early_does_not_bring_the_rest_back_soon_after_its_release() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, SHOP_B)));
		close_shop(true);
		assert_ok!(release("r1", order, 1));
		let later = NOON.plus(29 * DAY_MS);
		pass_to(later);
		let name = Reference { date: later.date(), ..reference("r2") };
		assert_ok!(Escrow::release(signed(BUYER), name, order, ReleaseWhat::All));
		let parked = Parked { amount: Amount(100), reason: ParkReason::NoCredit, since: later };
		assert_eq!(row(order).legs[0].parked, Some(parked));

		// Else the payer had the rest back after a day, though its payee has thirty.
		pass_to(NOON.plus(31 * DAY_MS));
		assert_eq!(money(BUYER_A), (9_900, 100));
		pass_to(later.plus(30 * DAY_MS));
		assert_eq!(money(BUYER_A), (9_900, 100));
		pass_to(later.plus(30 * DAY_MS + 60_000));
		assert_eq!((money(BUYER_A), status(order)), ((10_000, 0), OrderStatus::Refunded));
	});
}

#[test]
fn the_thirty_days_begin_anew_only_where_more_is_added_than_was_parked() {
	for (first, second, anew) in [(1, 2, true), (49, 51, true), (50, 50, false), (2, 1, false)] {
		World::new().run(|| {
			let order = place(&held(transfer("t1", 100, SHOP_B)));
			close_shop(true);
			assert_ok!(release("r1", order, first));
			let later = NOON.plus(DAY_MS);
			pass_to(later);
			assert_ok!(release("r2", order, second));
			let since = if anew { later } else { NOON };
			let (amount, reason) = (Amount(first + second), ParkReason::NoCredit);
			let parked = Some(Parked { amount, reason, since });
			assert_eq!(row(order).legs[0].parked, parked, "{second} after {first}");
		});
	}
}

#[test]
fn who_parks_unit_by_unit_keeps_the_payers_money_no_longer() {
	World::new().run(|| {
		// Due, and short of cover for the carrier's unit: anybody releases what needs none.
		let (expiry, cover) = (ExpiryPolicy::Payer, CoverMode::AtRelease);
		let due = in_minutes(5);
		let release = ReleaseMode::Held { after: Some(due), deadline: None, expiry, cover };
		let body = split("o1", 1_000, MARKET, &MARKET_PARTIES, &[(0, 1)]);
		let order = place(&OrderBody { release, ..body });
		close_shop(true);
		FakeLedger::limit(A, 0);
		let start = due.plus(60_000);
		let release_on = |day: u64, amount| {
			let now = start.plus(day * DAY_MS);
			pass_to(now);
			let name = Reference { date: now.date(), ..reference("r") };
			let what = ReleaseWhat::Amount(Amount(amount));
			assert_ok!(Escrow::release(signed(FRIEND), name, order, what));
		};
		let parked = || row(order).legs[2].parked.map(|parked| (parked.amount.0, parked.since));

		release_on(0, 400);
		assert_eq!((parked(), money(BUYER_A)), (Some((360, start)), (9_000, 960)));
		release_on(29, 1);
		assert_eq!(parked(), Some((361, start)));
		pass_to(start.plus(30 * DAY_MS - 60_000));
		assert_eq!(money(BUYER_A), (9_000, 960));
		pass_to(start.plus(30 * DAY_MS + 60_000));
		assert_eq!((parked(), money(BUYER_A)), (None, (9_361, 599)));

		// The next term is that of the unit that begins it.
		release_on(58, 1);
		assert_eq!(parked(), Some((1, start.plus(58 * DAY_MS))));
		release_on(87, 1);
		pass_to(start.plus(88 * DAY_MS + 60_000));
		assert_eq!((parked(), money(BUYER_A)), (None, (9_363, 597)));
	});
}
