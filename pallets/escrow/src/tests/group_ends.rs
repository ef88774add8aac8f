// SPDX-License-Identifier: Apache-2.0

use super::group_joins::joining;
use crate::{fake_groups::FakeGroups, fake_ledger::*, mock::*, types::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	Amount, CoverMode, ExpiryPolicy, OrderBody, OrderId, OrderStatus, RefundPolicy, ReleaseMode,
};

fn release(by: u64, order: OrderId) -> DispatchResultWithPostInfo {
	Escrow::release(signed(by), reference("r"), order, ReleaseWhat::All)
}

/// Two orders of a group that two complete.
fn complete(of: impl Fn(&str) -> OrderBody) -> [OrderId; 2] {
	FakeGroups::open(2, None);
	["o1", "o2"].map(|text| place(&of(text)))
}

#[test]
fn before_success_nobody_releases_not_even_the_payer() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let order = place(&joining("o1"));
		for key in [BUYER, BANK_A, SHOP, FRIEND] {
			assert_noop!(release(key, order), Error::<Test>::GroupNotComplete);
		}
		// Nor does the clock, whatever moment was agreed.
		let timed = place(&after(joining("o2"), 5, CoverMode::AtPlacement));
		FakeGroups::change(|row| row.standing = Standing::Open);
		let open = |order| row(order).awaits_group;
		assert!(open(order) && open(timed));
	});
}

#[test]
fn once_it_is_complete_anybody_releases_and_the_clock_takes_it_up() {
	World::new().run(|| {
		let [first, second] = complete(joining);
		assert_ok!(release(FRIEND, first));
		assert_eq!(status(first), OrderStatus::Released);
		assert_eq!(status(second), OrderStatus::Held);

		jump_to(NOON.plus(500));

		assert_eq!(status(second), OrderStatus::Released);
		assert_eq!(money(SHOP_B), (1_700, 0));
	});
}

#[test]
fn an_order_with_a_moment_of_its_own_is_released_then() {
	World::new().run(|| {
		let timed = |text: &str| after(joining(text), 30, CoverMode::AtPlacement);
		let [first, second] = complete(timed);
		jump_to(NOON.plus(500));
		assert!(!row(first).awaits_group);
		assert_noop!(release(FRIEND, first), Error::<Test>::ConditionNotMet);
		assert_ok!(release(BUYER, first));

		pass_to(in_minutes(31));

		assert_eq!(status(second), OrderStatus::Released);
	});
}

#[test]
fn a_moment_before_success_waits_for_it() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let timed = place(&after(joining("o1"), 5, CoverMode::AtPlacement));
		pass_to(in_minutes(10));
		assert_eq!(status(timed), OrderStatus::Held);
		place(&joining("o2"));
		jump_to(in_minutes(10).plus(500));
		assert_eq!(status(timed), OrderStatus::Released);
	});
}

#[test]
fn an_uncovered_order_that_is_short_at_success_is_tried_again() {
	World::new().with_cover(A, 0).run(|| {
		let [first, _] = complete(|text| uncovered(joining(text)));
		jump_to(NOON.plus(500));
		assert_eq!(status(first), OrderStatus::Held);
		assert_eq!(row(first).after, Some(NOON.plus(500)));

		FakeLedger::limit(A, 10_000);
		pass_to(in_minutes(5));

		assert_eq!(status(first), OrderStatus::Released);
	});
}

#[test]
fn of_a_group_that_failed_everybody_has_all_back_whatever_was_agreed() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let to_payees = |text: &str| until(joining(text), 90, ExpiryPolicy::Payees);
		let orders = ["o1", "o2"].map(|text| place(&to_payees(text)));
		FakeGroups::end(Standing::Failed);
		events();

		jump_to(NOON.plus(500));

		assert_eq!(orders.map(status), [OrderStatus::Refunded; 2]);
		assert_eq!((money(BUYER_A), FakeLedger::promised(A)), ((10_000, 0), 0));
		let told = events();
		let back = |event: &&Event<Test>| {
			matches!(event, Event::Refunded { amount: Amount(1_000), by: By::Clock, .. })
		};
		assert_eq!((told.iter().filter(back).count(), told.len()), (2, 2));
	});
}

#[test]
fn what_the_drain_did_not_reach_goes_back_at_the_orders_own_deadline() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let order = place(&until(joining("o1"), 60, ExpiryPolicy::Payees));
		// Nobody noticed yet that the deadline of the group has come.
		pass_to(in_minutes(62));
		assert_eq!(status(order), OrderStatus::Refunded);
		assert_eq!(money(BUYER_A), (10_000, 0));
	});
}

#[test]
fn a_full_refund_before_success_leaves_the_group_and_a_part_does_not() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let [order, other] = ["o1", "o2"].map(|text| place(&joining(text)));
		assert_ok!(refund(BUYER, "f1", order, 400));
		assert_eq!(FakeGroups::members(), [order, other]);

		assert_ok!(refund(BUYER, "f2", order, 600));

		assert_eq!(FakeGroups::members(), [other]);
		assert_eq!(money(BUYER_A), (9_000, 1_000));
	});
}

#[test]
fn after_success_payer_and_platform_take_nothing_back_alone() {
	World::new().run(|| {
		let timed = |text: &str| after(joining(text), 30, CoverMode::AtPlacement);
		let [first, second] = complete(timed);
		for key in [BUYER, PLATFORM] {
			assert_noop!(refund(key, "f1", first, 1_000), Error::<Test>::NotEntitled);
		}
		assert_ok!(refund(SHOP, "f2", first, 1_000));
		// It is still in: success never reverts.
		assert_eq!(FakeGroups::members(), [first, second]);
	});
}

#[test]
fn in_a_failed_group_the_payer_need_not_wait_for_the_clock() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let order = place(&joining("o1"));
		FakeGroups::end(Standing::Failed);
		assert_noop!(release(BUYER, order), Error::<Test>::GroupNotComplete);
		assert_ok!(refund(BUYER, "f1", order, 1_000));
		jump_to(NOON.plus(500));
		assert_eq!(status(order), OrderStatus::Refunded);
	});
}

#[test]
fn the_drain_takes_what_fits_and_goes_on_in_the_next_block() {
	use frame::deps::frame_support::weights::WeightMeter;
	World::new().run(|| {
		let orders = complete(joining);
		let released = || orders.map(|order| status(order) == OrderStatus::Released);
		let enough = |orders: u64| {
			let one = crate::weights::of_look::<Test>(50, 16)
				.saturating_add(<() as crate::WeightInfo>::take_waiting());
			one.saturating_mul(orders).saturating_add(<() as crate::WeightInfo>::tick())
		};
		let prune = <() as crate::WeightInfo>::prune_row();
		tick(WeightMeter::with_limit(enough(0).saturating_add(prune)));
		assert_eq!(released(), [false, false]);
		tick(WeightMeter::with_limit(enough(1)));
		assert_eq!(released(), [true, false]);
		tick(WeightMeter::new());
		assert_eq!(released(), [true, true]);
	});
}

#[test]
fn the_next_business_date_is_a_moment_like_any_other() {
	World::new().run(|| {
		let next = ReleaseMode::NextDate {
			deadline: None,
			expiry: ExpiryPolicy::Payer,
			cover: CoverMode::AtPlacement,
		};
		let [first, _] = complete(|text| OrderBody { release: next.clone(), ..joining(text) });
		jump_to(NOON.plus(500));
		assert_eq!(status(first), OrderStatus::Held);
		pass_to(in_minutes(12 * 60 + 2));
		assert_eq!(status(first), OrderStatus::Released);
	});
}

#[test]
fn while_nothing_was_earned_no_fee_is_kept_and_a_full_refund_leaves() {
	World::new().with_money(SHOP_B, 1_000).run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		FakeGroups::open(3, None);
		FakeGroups::change(|row| row.rules = REFUNDED);
		let join = |text| OrderBody { group: Some(GROUP), ..held(refunded(text)) };
		let [first, second] = ["o1", "o2"].map(|text| place(&join(text)));

		assert_ok!(refund(SHOP, "f", first, 1_000));
		assert_eq!((status(first), FakeGroups::members()), (OrderStatus::Refunded, vec![second]));
		assert_ok!(refund(SHOP, "g", second, 400));
		FakeGroups::end(Standing::Failed);
		jump_to(NOON.plus(500));
		assert_eq!((money(BUYER_A), money(SHOP_B)), ((10_000, 0), (1_000, 0)));
	});
}
