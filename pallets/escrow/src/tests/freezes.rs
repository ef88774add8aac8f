// SPDX-License-Identifier: Apache-2.0

//! Freezes of orders (M7).

use crate::{mock::*, types::*, Error, Event, OrderFreezes};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::OrderFreezeView, AccountFlags, Check, CoverMode, ExpiryPolicy, Moment, OrderId,
	OrderStatus, ParticipantId, Side, Text, DAY_MS,
};

fn end() -> Moment {
	TODAY.start().plus(210 * DAY_MS)
}

fn freeze_to(by: u64, order: OrderId, until: Moment) -> DispatchResult {
	Escrow::freeze_order(signed(by), order, freeze_until(until))
}

fn release(by: u64, order: OrderId) -> DispatchResultWithPostInfo {
	Escrow::release(signed(by), reference("r"), order, ReleaseWhat::All)
}

#[test]
fn a_supervisor_and_the_payers_bank_freeze_an_order_and_nobody_else_does() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		for who in [BUYER, SHOP, PLATFORM, BANK_B, JUDGE] {
			assert_noop!(freeze(who, order, 5), Error::<Test>::NotBankNorSupervisor);
			assert_noop!(lift(who, order), Error::<Test>::NotBankNorSupervisor);
		}
		events();
		assert_ok!(freeze(BANK_A, order, 5));
		let terms = freeze_until(in_minutes(5));
		assert_eq!(events(), [Event::OrderFrozen { order, terms, by: by(BANK_A) }]);
		assert_ok!(freeze(SUPERVISOR, order, 5));
	});
}

#[test]
fn a_freeze_needs_a_key_that_administers() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		let wrong = DispatchError::Other("key without scope");
		assert_noop!(freeze(KEY_WITHOUT_ADMIN, order, 5), wrong);
		assert_noop!(lift(KEY_WITHOUT_ADMIN, order), wrong);
		assert_noop!(freeze(STRANGER, order, 5), DispatchError::Other("unknown key"));
	});
}

#[test]
fn a_freeze_says_why_by_whom_and_until_when() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		let terms = freeze_until(in_minutes(5));
		let with = |terms| Escrow::freeze_order(signed(BANK_A), order, terms);
		let silent = OrderFreezeTerms { reason: Text::default(), ..terms.clone() };
		assert_noop!(with(silent), Error::<Test>::FreezeReasonMissing);
		let nobodys = OrderFreezeTerms { authority: Text::default(), ..terms };
		assert_noop!(with(nobodys), Error::<Test>::FreezeAuthorityMissing);
		assert_noop!(freeze(BANK_A, order, 0), Error::<Test>::FreezeEndPassed);
		assert_noop!(freeze_to(BANK_A, order, end().plus(1)), Error::<Test>::FreezePastEnd);

		assert_ok!(freeze_to(BANK_A, order, NOON.plus(1)));
		assert_ok!(freeze_to(BANK_A, order, end()));
		let view = Escrow::order(order).and_then(|order| order.details).unwrap().agreed.unwrap();
		let freeze = OrderFreezeView {
			by: ParticipantId(BANK_A as u32),
			authority: "a court".into(),
			reason: "a claim".into(),
			document: LETTER,
			until: end(),
		};
		assert_eq!((view.freeze, view.stopped_since), (Some(freeze), Some(NOON)));
	});
}

#[test]
fn only_an_open_order_is_frozen() {
	World::new().run(|| {
		assert_noop!(freeze(BANK_A, OrderId([9; 22]), 5), Error::<Test>::UnknownOrder);
		let paid = place(&market("o1"));
		assert_noop!(freeze(BANK_A, paid, 5), Error::<Test>::AlreadyReleased);
		let late = place(&until(market("o2"), 5, ExpiryPolicy::Payer));
		neighbours(|all| all.now = in_minutes(5));
		assert_noop!(freeze(BANK_A, late, 9), Error::<Test>::PastDeadline);
		neighbours(|all| all.now = Moment(in_minutes(5).0 - 1));
		assert_ok!(freeze(BANK_A, late, 9));
	});
}

#[test]
fn what_a_supervisor_froze_only_a_supervisor_lifts_and_renews() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_noop!(lift(BANK_A, order), Error::<Test>::NotFrozen);
		assert_ok!(freeze(BANK_A, order, 5));
		assert_ok!(freeze(BANK_A, order, 6));
		assert_ok!(freeze(SUPERVISOR, order, 7));
		assert_noop!(freeze(BANK_A, order, 8), Error::<Test>::FrozenByAnother);
		assert_noop!(lift(BANK_A, order), Error::<Test>::FrozenByAnother);
		events();
		assert_ok!(lift(SECOND_SUPERVISOR, order));
		let deadline = row(order).deadline;
		assert_eq!(
			events(),
			[
				Event::OrderFreezeLifted { order, by: by(SECOND_SUPERVISOR) },
				Event::ClocksResumed { order, deadline },
			]
		);
		assert_eq!(OrderFreezes::<Test>::iter().count(), 0);
		assert_ok!(freeze(BANK_A, order, 8));
		assert_ok!(lift(BANK_A, order));
	});
}

#[test]
fn nothing_leaves_the_hold_of_an_order_that_is_frozen() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		let what = ReleaseWhat::Legs(vec![3].try_into().unwrap());
		set_no_credit(SHOP_B, true);
		assert_ok!(Escrow::release(signed(BUYER), reference("p"), order, what));
		set_no_credit(SHOP_B, false);
		assert_ok!(freeze(BANK_A, order, 5));
		for who in [BUYER, BANK_A] {
			assert_noop!(release(who, order), Error::<Test>::OrderFrozen);
		}
		for who in [SHOP, BANK_B] {
			assert_noop!(refund(who, "f", order, 10), Error::<Test>::OrderFrozen);
		}
		let retry = Escrow::retry_parked(signed(FRIEND), order);
		assert_noop!(retry, Error::<Test>::OrderFrozen);
		assert_ok!(lift(BANK_A, order));
		assert_ok!(refund(SHOP, "f", order, 10));
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		assert_ok!(release(BUYER, order));
	});
}

#[test]
fn what_was_released_is_refunded_and_returned_all_the_same() {
	World::new().run(|| {
		let body = held(market("o1"));
		let order = place(&body);
		let what = ReleaseWhat::Legs(vec![1, 3].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("p"), order, what));
		assert_ok!(refund(SHOP, "f1", order, 500));
		assert_ok!(freeze(BANK_A, order, 5));
		assert_ok!(give_back(CARRIER, "b", &body, 1, 5));
		// Its share of the platform's leg would come out of the hold.
		assert_noop!(refund(SHOP, "f2", order, 100), Error::<Test>::OrderFrozen);
	});
}

#[test]
fn a_freeze_of_an_account_does_not_reach_an_order() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		set_flag(BUYER_A, AccountFlags::NO_DEBIT, true);
		assert_ok!(release(BUYER, order));
	});
}

#[test]
fn the_deadline_moves_by_the_time_that_passed_while_the_order_was_frozen() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		neighbours(|all| all.now = in_minutes(2));
		assert_ok!(freeze(BANK_A, order, 60));
		events();
		pass_to(Moment(in_minutes(60).0 - 1));
		assert_eq!((status(order), events()), (OrderStatus::Held, vec![]));
		// Its minute is over.
		pass_to(in_minutes(61));
		let deadline = in_minutes(61 + 3);
		assert_eq!(
			events(),
			[Event::OrderFreezeEnded { order }, Event::ClocksResumed { order, deadline }]
		);
		assert_ok!(refund(SHOP, "f", order, 100));
		pass_to(Moment(in_minutes(65).0 - 1));
		assert_eq!(status(order), OrderStatus::Held);
		pass_to(in_minutes(65));
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn a_lifted_freeze_lets_the_deadline_go_on_at_once() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		assert_ok!(freeze(BANK_A, order, 60));
		pass_to(in_minutes(30));
		assert_ok!(lift(BANK_A, order));
		assert_eq!(row(order).deadline, in_minutes(35));
	});
}

#[test]
fn the_moment_of_release_does_not_move_and_nothing_is_released_before_the_freeze_is_over() {
	World::new().run(|| {
		let lifted = place(&after(market("o1"), 5, CoverMode::AtPlacement));
		let ended = place(&after(market("o2"), 5, CoverMode::AtPlacement));
		for order in [lifted, ended] {
			assert_ok!(freeze(BANK_A, order, 30));
		}
		pass_to(in_minutes(10));
		assert_noop!(release(FRIEND, lifted), Error::<Test>::OrderFrozen);
		assert_eq!([lifted, ended].map(status), [OrderStatus::Held; 2]);
		assert_ok!(lift(BANK_A, lifted));
		pass_to(in_minutes(11));
		assert_eq!([lifted, ended].map(status), [OrderStatus::Released, OrderStatus::Held]);
		pass_to(in_minutes(31));
		assert_eq!(status(ended), OrderStatus::Released);
	});
}

#[test]
fn what_was_agreed_for_a_moment_within_the_freeze_is_released_once_it_is_over() {
	World::new().run(|| {
		let at = Check::TimeReached(in_minutes(10));
		let order = place(&agreed(market("o1"), &[milestone(1_000, &[any(&[at])])]));
		assert_ok!(freeze(BANK_A, order, 60));
		pass_to(in_minutes(30));
		assert_eq!(status(order), OrderStatus::Held);
		assert_ok!(lift(BANK_A, order));
		pass_to(in_minutes(31));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn parked_legs_keep_their_own_moment_and_go_back_once_the_freeze_is_over() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, FRIEND_B)));
		set_no_credit(FRIEND_B, true);
		assert_ok!(release(BUYER, order));
		assert_ok!(freeze(BANK_A, order, 40 * 24 * 60));
		pass_to(NOON.plus(31 * DAY_MS));
		assert_eq!(money(BUYER_A), (9_900, 100));
		assert_ok!(lift(BANK_A, order));
		pass_to(NOON.plus(31 * DAY_MS + 60_000));
		assert_eq!((money(BUYER_A), status(order)), ((10_000, 0), OrderStatus::Refunded));
	});
}

#[test]
fn at_the_absolute_end_the_policy_is_carried_out_whatever_stops_the_order() {
	World::new().run(|| {
		let body = until(disputable(market("o1")), 5, ExpiryPolicy::Payees);
		let order = place(&body);
		assert_ok!(freeze_to(BANK_A, order, end()));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		pass_to(Moment(end().0 - 1));
		assert_eq!(status(order), OrderStatus::Held);
		events();
		pass_to(end().plus(60_000));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Expired, (850, 0)));
		let events = events();
		let how = split_ledger_primitives::DisputeEnd::AbsoluteEnd;
		assert_eq!(
			events[..3],
			[
				Event::OrderFreezeEnded { order },
				Event::DisputeEnded { order, how, by: By::Clock },
				Event::Expired { order, policy: ExpiryPolicy::Payees },
			]
		);
		assert!(matches!(events[3..], [Event::Paid { .. }]));
		assert_eq!(OrderFreezes::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_freeze_that_is_renewed_stops_the_order_at_its_absolute_end_no_more() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		assert_ok!(freeze_to(SUPERVISOR, order, end()));
		assert_ok!(freeze_to(SUPERVISOR, order, Moment(end().0 - 120_000)));
		pass_to(Moment(end().0 - 60_000));
		// Five minutes of its term were left, of which only the one before the end is.
		assert_eq!((row(order).stopped_since, row(order).deadline), (None, end()));
		neighbours(|all| all.now = end());
		assert_noop!(freeze_to(SUPERVISOR, order, end()), Error::<Test>::PastDeadline);
		pass_to(end().plus(60_000));
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::Expired, (10_000, 0)));
	});
}

#[test]
fn what_nobody_decided_goes_by_the_policy_though_its_moment_of_release_has_passed() {
	World::new().run(|| {
		let body = after(disputable(market("o1")), 5, CoverMode::AtPlacement);
		let order = place(&body);
		assert_ok!(freeze_to(BANK_A, order, end()));
		pass_to(end().plus(60_000));
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::Expired, (10_000, 0)));
	});
}
