// SPDX-License-Identifier: Apache-2.0

use crate::{
	fake_ledger::*, mock::*, types::*, Drained, Event, Halts, HintCount, HintPages, Outcomes,
	WeightInfo,
};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{
	AccountFlags, Amount, BankStatus, CoverMode, ExpiryPolicy, Moment, OrderBody, OrderId,
	OrderStatus, Purpose, ReleaseMode,
};

fn outcome(order: OrderId) -> Vec<(u8, u64, u64)> {
	let legs = Outcomes::<Test>::get(order).expect("an outcome");
	legs.iter().map(|leg| (leg.leg, leg.released.0, leg.refunded.0)).collect()
}

fn bare_until(body: OrderBody, minutes: u64, expiry: ExpiryPolicy) -> OrderBody {
	let deadline = Some(in_minutes(minutes));
	let cover = CoverMode::AtRelease;
	OrderBody { release: ReleaseMode::Held { after: None, deadline, expiry, cover }, ..body }
}

#[test]
fn an_order_expires_to_the_payer_when_the_minute_of_its_deadline_is_over() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		jump_to(Moment(in_minutes(6).0 - 1));
		assert_eq!(status(order), OrderStatus::Held);
		events();

		jump_to(in_minutes(6));

		assert_eq!((money(BUYER_A), FakeLedger::promised(A)), ((10_000, 0), 0));
		assert_eq!(status(order), OrderStatus::Expired);
		assert_eq!(outcome(order), [(1, 0, 50), (2, 0, 100), (3, 0, 850)]);
		let events = events();
		assert_eq!(events[0], Event::Expired { order, policy: ExpiryPolicy::Payer });
		assert!(matches!(
			&events[1..],
			[Event::Refunded {
				amount: Amount(1_000),
				status: OrderStatus::Expired,
				by: By::Clock,
				..
			}]
		));
	});
}

#[test]
fn an_order_expires_to_the_payees_by_plan() {
	World::new().with_cover(A, 900).run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payees));
		FakeLedger::limit(A, 0);
		jump_to(in_minutes(6));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(50, 0), (100, 0), (850, 0)]);
		assert_eq!(outcome(order), [(1, 50, 0), (2, 100, 0), (3, 850, 0)]);
	});
}

#[test]
fn what_cannot_be_credited_at_the_deadline_goes_to_the_payer() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payees));
		set_flag(CARRIER_B, AccountFlags::CLOSED, true);
		events();
		jump_to(in_minutes(6));
		assert_eq!(money(BUYER_A), (9_050, 0));
		assert_eq!(outcome(order), [(1, 0, 50), (2, 100, 0), (3, 850, 0)]);
		// Only the last event of an order says that it is over.
		let statuses = events().into_iter().filter_map(|event| match event {
			Event::Paid { status, .. } | Event::Refunded { status, .. } => Some(status),
			_ => None,
		});
		assert_eq!(statuses.collect::<Vec<_>>(), [OrderStatus::Held, OrderStatus::Expired]);
	});
}

#[test]
fn an_order_expires_to_the_merchant_out_of_what_is_promised() {
	World::new().with_cover(A, 1_000).run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Merchant));
		events();
		jump_to(in_minutes(6));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(0, 0), (0, 0), (1_000, 0)]);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (1_000, 0));
		assert_eq!(outcome(order), [(1, 0, 0), (2, 0, 0), (3, 1_000, 0)]);
		let leg = PaidLeg {
			leg: 3,
			from: BUYER_A,
			to: SHOP_B,
			amount: Amount(1_000),
			purpose: Purpose::Goods,
		};
		assert!(matches!(&events()[1..], [Event::Paid { legs, .. }] if legs.to_vec() == [leg]));
	});
}

#[test]
fn a_merchant_at_the_payers_bank_needs_no_promise() {
	World::new().run(|| {
		let parties = [(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_A)];
		let body = split("o1", 1_000, MARKET, &parties, &[(0, 50)]);
		place(&until(body, 5, ExpiryPolicy::Merchant));
		jump_to(in_minutes(6));
		assert_eq!((money(SHOP_A), FakeLedger::promised(A)), ((1_000, 0), 0));
	});
}

#[test]
fn an_expiry_that_is_refused_falls_back_to_the_payer() {
	World::new().run(|| {
		let to_merchant = place(&until(market("o1"), 5, ExpiryPolicy::Merchant));
		let bare = place(&bare_until(market("o2"), 5, ExpiryPolicy::Payees));
		// The platform's 100 would cross banks now, and no cover is promised for them.
		FakeLedger::limit(A, 0);
		events();
		jump_to(in_minutes(6));
		assert_eq!((money(BUYER_A), FakeLedger::promised(A)), ((10_000, 0), 0));
		assert_eq!([to_merchant, bare].map(status), [OrderStatus::Expired; 2]);
		let policies = events().into_iter().filter_map(|event| match event {
			Event::Expired { policy, .. } => Some(policy),
			_ => None,
		});
		assert_eq!(policies.collect::<Vec<_>>(), [ExpiryPolicy::Payer; 2]);
	});
}

#[test]
fn an_expiry_to_a_merchant_that_cannot_be_credited_falls_back_to_the_payer() {
	World::new().run(|| {
		place(&until(market("o1"), 5, ExpiryPolicy::Merchant));
		set_bank(B, BankStatus::RunOff);
		jump_to(in_minutes(6));
		assert_eq!(money(BUYER_A), (10_000, 0));
	});
}

#[test]
fn only_what_remains_expires() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		let what = ReleaseWhat::Legs(vec![1].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, what));
		assert_ok!(Escrow::refund(signed(SHOP), reference("f"), order, Amount(95), None));
		// The carrier gave its 5 of these back.
		assert_eq!((money(BUYER_A), money(CARRIER_B)), ((9_095, 860), (45, 0)));
		jump_to(in_minutes(6));
		assert_eq!(money(BUYER_A), (9_955, 0));
		assert_eq!(outcome(order), [(1, 50, 0), (2, 0, 100), (3, 0, 850)]);
	});
}

#[test]
fn the_chain_releases_at_the_agreed_moment() {
	World::new().run(|| {
		let order = place(&after(market("o1"), 5, CoverMode::AtPlacement));
		jump_to(in_minutes(5));
		assert_eq!(status(order), OrderStatus::Held);
		jump_to(in_minutes(6));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Released, (850, 0)));
	});
}

#[test]
fn a_release_short_of_cover_is_tried_again_until_the_deadline() {
	World::new().with_cover(A, 899).run(|| {
		let paid = place(&after(market("o1"), 5, CoverMode::AtRelease));
		jump_to(in_minutes(6));
		assert_eq!((status(paid), money(BUYER_A)), (OrderStatus::Held, (9_000, 1_000)));
		jump_to(in_minutes(7));
		FakeLedger::limit(A, 900);
		jump_to(in_minutes(8));
		assert_eq!((status(paid), money(SHOP_B)), (OrderStatus::Released, (850, 0)));

		let unpaid = place(&after(market("o2"), 20, CoverMode::AtRelease));
		pass_to(Moment(in_minutes(80).0 - 1));
		assert_eq!(status(unpaid), OrderStatus::Held);
		pass_to(in_minutes(81));
		assert_eq!((status(unpaid), money(BUYER_A)), (OrderStatus::Expired, (9_000, 0)));
	});
}

#[test]
fn a_release_short_of_cover_is_tried_ever_more_rarely_and_at_last_every_hour() {
	World::new().with_cover(A, 0).run(|| {
		let (moment, expiry) = (Some(in_minutes(8)), ExpiryPolicy::Payer);
		let cover = CoverMode::AtRelease;
		let release = ReleaseMode::Held { after: moment, deadline: None, expiry, cover };
		let order = place(&OrderBody { release, ..market("o1") });
		let next_try = |minutes| {
			pass_to(in_minutes(minutes));
			row(order).hint - in_minutes(minutes).minute()
		};
		assert_eq!([9, 28, 48, 1_008].map(next_try), [0, 5, 10, 60]);
	});
}

#[test]
fn a_parked_leg_of_a_release_by_the_clock_waits() {
	World::new().run(|| {
		let order = place(&after(market("o1"), 5, CoverMode::AtPlacement));
		set_flag(SHOP_B, AccountFlags::NO_CREDIT, true);
		jump_to(in_minutes(6));
		assert_eq!([BUYER_A, CARRIER_B].map(money), [(9_000, 850), (50, 0)]);
		pass_to(in_minutes(90));
		assert_eq!(row(order).legs[2].parked.unwrap().amount, Amount(850));
	});
}

#[test]
fn a_halt_moves_the_deadlines_inside_it_by_its_length() {
	World::new().run(|| {
		let before = place(&until(transfer("t1", 1, FRIEND_B), 1, ExpiryPolicy::Payees));
		let inside = place(&until(transfer("t2", 10, FRIEND_B), 5, ExpiryPolicy::Payees));
		let later = place(&until(transfer("t3", 100, FRIEND_B), 40, ExpiryPolicy::Payees));
		jump_to(in_minutes(2));
		assert_eq!(status(before), OrderStatus::Expired);
		events();

		jump_to(in_minutes(32));
		let (from, to) = (in_minutes(2), in_minutes(32));
		assert_eq!(events(), [Event::Halted { from, to }]);
		assert_eq!([inside, later].map(status), [OrderStatus::Held; 2]);

		// It still takes what an open order takes, until 30 minutes after its deadline.
		jump_to(Moment(in_minutes(35).0 - 1));
		assert_ok!(Escrow::refund(signed(FRIEND), reference("f"), inside, Amount(1), None));
		jump_to(in_minutes(36));
		assert_eq!([inside, later].map(status), [OrderStatus::Expired, OrderStatus::Held]);
		jump_to(in_minutes(41));
		assert_eq!(status(later), OrderStatus::Expired);
		assert_eq!(money(FRIEND_B), (110, 0));
	});
}

#[test]
fn ten_minutes_are_no_halt_and_a_millisecond_more_is_one() {
	World::new().run(|| {
		jump_to(in_minutes(10));
		assert_eq!(Halts::<Test>::get().len(), 0);
		jump_to(Moment(in_minutes(20).0 + 1));
		assert_eq!(Halts::<Test>::get().len(), 1);
	});
}

#[test]
fn a_deadline_is_moved_by_each_halt_that_it_meets() {
	World::new().run(|| {
		let order = place(&until(transfer("t1", 1, FRIEND_B), 5, ExpiryPolicy::Payees));
		// Moved from 5 to 35, then, inside the second halt, to 35 + 20.
		jump_to(in_minutes(30));
		jump_to(in_minutes(31));
		jump_to(in_minutes(51));
		jump_to(in_minutes(55));
		assert_eq!(status(order), OrderStatus::Held);
		jump_to(in_minutes(56));
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn a_halt_is_forgotten_once_it_moves_nothing_any_more() {
	World::new().run(|| {
		jump_to(in_minutes(30));
		jump_to(in_minutes(40));
		jump_to(in_minutes(50));
		jump_to(Moment(in_minutes(60).0 - 1));
		assert_eq!(Halts::<Test>::get().len(), 1);
		jump_to(in_minutes(60));
		assert_eq!(Halts::<Test>::get().len(), 0);
	});
}

#[test]
fn a_halt_is_kept_as_long_as_one_before_it_is() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 100, ExpiryPolicy::Payer));
		jump_to(in_minutes(132));
		jump_to(in_minutes(391));
		jump_to(in_minutes(645));
		// The end of the second halt was moved to minute 650, and the deadline by all three to 745.
		jump_to(in_minutes(654));
		assert_eq!(Halts::<Test>::get().len(), 3);
		check();
		pass_to(in_minutes(745));
		assert_eq!(status(order), OrderStatus::Held);
		pass_to(in_minutes(746));
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn a_halt_is_kept_while_another_moves_a_deadline_inside_it_beyond_its_own_end() {
	World::new().run(|| {
		let order = place(&until(transfer("t1", 1, FRIEND_B), 30, ExpiryPolicy::Payees));
		// From 2 to 32, then from 34 to 61: the deadline is moved to 60, and from there to 87; the end of the
		// first halt is moved to 62 only.
		for minute in [2, 32, 34, 61, 63, 72, 80, 86] {
			jump_to(in_minutes(minute));
			assert_eq!(status(order), OrderStatus::Held);
			check();
		}
		jump_to(in_minutes(88));
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn a_halt_does_not_move_the_moment_of_release() {
	World::new().run(|| {
		let order = place(&after(market("o1"), 5, CoverMode::AtPlacement));
		jump_to(in_minutes(300));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn the_clock_takes_its_share_of_a_block_and_goes_on_in_the_next() {
	World::new().run(|| {
		let orders: Vec<OrderId> = (0..300)
			.map(|n| {
				let body = transfer(&format!("t{n}"), 1, FRIEND_B);
				place(&until(body, 5, ExpiryPolicy::Payees))
			})
			.collect();
		let left = || orders.iter().filter(|id| status(**id) == OrderStatus::Held).count();
		neighbours(|all| all.now = in_minutes(6));
		// Room for what a block costs anyway, six minutes, and some orders of the greatest size.
		let order = crate::weights::of_look::<Test>(50, 16) + <() as WeightInfo>::look_at(1) * 19;
		let base = <() as WeightInfo>::tick() + <() as WeightInfo>::pass_minute() * 6;
		tick(WeightMeter::with_limit(base + order));
		assert_ne!(left(), 300);
		assert_ne!(left(), 0);
		let blocks = (0..200).take_while(|_| {
			tick(WeightMeter::with_limit(base + order));
			left() > 0
		});
		assert!(blocks.count() > 10);

		assert_eq!(money(FRIEND_B), (300, 0));
		assert_eq!(HintPages::<Test>::iter().count(), 0);
		assert_eq!(HintCount::<Test>::iter().count(), 0);
		assert_eq!(Drained::<Test>::get().unwrap().index, 0);
	});
}

#[test]
fn a_full_block_leaves_the_clock_nothing_and_loses_nothing() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		neighbours(|all| all.now = in_minutes(6));
		tick(WeightMeter::with_limit(Weight::zero()));
		assert_eq!(status(order), OrderStatus::Held);
		tick(WeightMeter::new());
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn hints_of_orders_that_have_ended_are_passed_over() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		events();
		jump_to(in_minutes(6));
		assert_eq!(events(), []);
		assert_eq!(HintPages::<Test>::iter().count(), 0);
	});
}
