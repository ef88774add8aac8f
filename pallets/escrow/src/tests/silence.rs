// SPDX-License-Identifier: Apache-2.0

//! What follows where the other side of a dispute does not answer (O8).

use crate::{fake_ledger::*, mock::*, types::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	CoverMode, DisputeEnd, ExpiryPolicy, Moment, OrderBody, OrderStatus, RefundPolicy, ReleaseMode,
	Side,
};

/// The minute in which the clock finds that the time to answer is over.
const OVER: u64 = ANSWER_MINUTES + 1;

#[test]
fn a_silent_merchant_loses_all_that_is_not_released() {
	World::new().run(|| {
		let order = place(&held(or_lose(market("o1"))));
		let what = ReleaseWhat::Amount(split_ledger_primitives::Amount(400));
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, what));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		pass_to(Moment(in_minutes(OVER).0 - 1));
		assert_eq!(status(order), OrderStatus::Held);
		events();

		pass_to(in_minutes(OVER));

		assert_eq!(money(BUYER_A), (9_600, 0));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(20, 0), (40, 0), (340, 0)]);
		assert_eq!((status(order), FakeLedger::promised(A)), (OrderStatus::PartlyReleased, 0));
		let events = events();
		let how = DisputeEnd::Silence;
		assert_eq!(events[0], Event::DisputeEnded { order, how, by: By::Clock });
		assert!(matches!(events[1..], [Event::Refunded { by: By::Clock, .. }]));
	});
}

#[test]
fn a_silent_payer_loses_all_that_is_not_released() {
	World::new().run(|| {
		let order = place(&held(or_lose(market("o1"))));
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		set_no_credit(CARRIER_B, true);
		events();
		pass_to(in_minutes(OVER));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(0, 0), (100, 0), (850, 0)]);
		// A release parks what its account does not take.
		assert_eq!((money(BUYER_A), status(order)), ((9_000, 50), OrderStatus::Held));
		let events = events();
		let how = DisputeEnd::Silence;
		assert_eq!(events[0], Event::DisputeEnded { order, how, by: By::Clock });
		assert!(matches!(events[1..], [Event::Paid { .. }, Event::Parked { .. }]));
		assert_eq!(row(order).open_dispute, None);
	});
}

#[test]
fn a_halt_moves_the_time_to_answer_and_the_clock_is_there_when_it_is_over() {
	World::new().run(|| {
		let order = place(&held(or_lose(market("o1"))));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		pass_to(in_minutes(ANSWER_MINUTES - 5));

		jump_to(in_minutes(ANSWER_MINUTES + 55));
		assert_eq!(row(order).hint, in_minutes(ANSWER_MINUTES + 60).minute());

		pass_to(in_minutes(ANSWER_MINUTES + 60));
		assert!(row(order).is_disputed());
		pass_to(in_minutes(ANSWER_MINUTES + 61));
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::Refunded, (10_000, 0)));
	});
}

#[test]
fn who_answered_is_not_silent() {
	World::new().run(|| {
		let order = place(&until(or_lose(market("o1")), 5, ExpiryPolicy::Payer));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		pass_to(Moment(in_minutes(ANSWER_MINUTES).0 - 1));
		assert_ok!(answer(SHOP, order));
		pass_to(in_minutes(OVER + 60));
		assert!(row(order).is_disputed());
	});
}

#[test]
fn where_the_resolver_decides_all_the_same_silence_ends_nothing() {
	World::new().run(|| {
		let order = place(&until(disputable(market("o1")), 5, ExpiryPolicy::Payer));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		neighbours(|all| all.now = Moment(in_minutes(ANSWER_MINUTES).0 - 1));
		assert_noop!(resolve("d", order, 1), Error::<Test>::NotAnsweredYet);
		pass_to(in_minutes(OVER));
		assert!(row(order).is_disputed());
		assert_ok!(resolve("d", order, 370_000));
		assert_eq!(money(BUYER_A), (9_370, 0));
	});
}

#[test]
fn where_silence_decides_the_resolver_does_not() {
	World::new().run(|| {
		let order = place(&held(or_lose(market("o1"))));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		neighbours(|all| all.now = in_minutes(ANSWER_MINUTES));
		assert_noop!(answer(SHOP, order), Error::<Test>::AnswerTooLate);
		assert_noop!(resolve("d", order, 1), Error::<Test>::NotAnsweredYet);
	});
}

#[test]
fn silence_decides_once_the_order_is_frozen_no_more() {
	World::new().run(|| {
		let order = place(&held(or_lose(market("o1"))));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		assert_ok!(freeze(BANK_A, order, ANSWER_MINUTES + 100));
		pass_to(in_minutes(OVER + 60));
		assert!(row(order).is_disputed());
		pass_to(in_minutes(ANSWER_MINUTES + 101));
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::Refunded, (10_000, 0)));
	});
}

#[test]
fn a_payout_that_is_short_of_cover_is_tried_again_until_the_absolute_end() {
	let body = || OrderBody {
		release: ReleaseMode::Held {
			after: None,
			deadline: None,
			expiry: ExpiryPolicy::Payees,
			cover: CoverMode::AtRelease,
		},
		..or_lose(market("o1"))
	};
	World::new().with_cover(A, 899).run(|| {
		let order = place(&body());
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		pass_to(in_minutes(OVER));
		assert!(row(order).is_disputed());
		FakeLedger::limit(A, 900);
		pass_to(in_minutes(OVER + 2));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Released, (850, 0)));
	});
	World::new().with_cover(A, 899).run(|| {
		let order = place(&body());
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		let end = row(order).end;
		pass_to(in_minutes(OVER));
		events();
		pass_to(end.plus(60_000));
		// The policy cannot be carried out either: all goes back.
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::Expired, (10_000, 0)));
		let how = DisputeEnd::AbsoluteEnd;
		assert_eq!(events()[0], Event::DisputeEnded { order, how, by: By::Clock });
	});
}

#[test]
fn an_answer_that_is_due_at_the_absolute_end_decides_before_the_policy() {
	World::new().run(|| {
		let order = place(&held(or_lose(market("o1"))));
		let end = row(order).end;
		let until = Moment(end.0 - 60_000);
		assert_ok!(Escrow::freeze_order(signed(BANK_A), order, freeze_until(until)));
		pass_to(Moment(until.0 - 1));
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		pass_to(end.plus(60_000));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Released, (850, 0)));
	});
}

#[test]
fn a_fee_that_was_kept_is_no_more_the_payers_though_the_merchant_is_silent() {
	World::new().with_money(SHOP_B, 1_000).run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let order = place(&held(or_lose(refunded("o1"))));
		assert_ok!(refund(SHOP, "f", order, 500));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		pass_to(in_minutes(OVER));
		assert_eq!((money(BUYER_A), money(PLATFORM_A)), ((9_950, 0), (50, 0)));
	});
}

#[test]
fn silence_decides_also_about_milestones_whose_moment_came_meanwhile() {
	for (by, side, buyer) in [(BUYER, Side::Payer, 10_000), (SHOP, Side::Merchant, 9_000)] {
		World::new().run(|| {
			let order = place(&or_lose(project("o1")));
			assert_ok!(dispute(by, side, order));
			pass_to(Moment(in_minutes(ANSWER_MINUTES).0 - 1));
			assert!(row(order).is_disputed());
			events();

			pass_to(in_minutes(OVER));

			assert_eq!(money(BUYER_A), (buyer, 0));
			let events = events();
			let how = DisputeEnd::Silence;
			assert_eq!(events[0], Event::DisputeEnded { order, how, by: By::Clock });
			// Nothing is left of which a milestone could be met.
			let by_clock = |event: &Event<Test>| {
				matches!(event, Event::Refunded { by: By::Clock, .. } | Event::Paid { .. })
			};
			assert!(events.len() == 2 && by_clock(&events[1]), "{events:?}");
		});
	}
}
