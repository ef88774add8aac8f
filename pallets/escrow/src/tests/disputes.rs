// SPDX-License-Identifier: Apache-2.0

//! Disputes of orders that are held: what is agreed, who opens, answers and withdraws them, and what
//! everybody else can do meanwhile (O8).

use crate::{mock::*, types::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::DISPUTES_MAX, views::DisputeView, CoverMode, DisputeEnd, DisputeTerms, ExpiryPolicy,
	Moment, OrderBody, OrderId, OrderStatus, ParticipantId, Side, MINUTE_MS,
};

fn with_terms(change: impl FnOnce(&mut DisputeTerms)) -> OrderBody {
	let mut terms = BY_JUDGE;
	change(&mut terms);
	OrderBody { dispute: Some(terms), ..held(market("o1")) }
}

fn by_resolver(who: u64) -> OrderBody {
	with_terms(|terms| terms.resolver = ParticipantId(who as u32))
}

fn release(by: u64, order: OrderId) -> DispatchResultWithPostInfo {
	Escrow::release(signed(by), reference("r"), order, ReleaseWhat::All)
}

#[test]
fn a_resolver_is_known_and_not_suspended() {
	World::new().run(|| {
		refuse(by_resolver(777), Error::<Test>::ResolverUnfit);
		let suspend = |is| {
			neighbours(|all| all.participants.get_mut(&(JUDGE as u32)).unwrap().suspended = is);
		};
		suspend(true);
		refuse(by_resolver(JUDGE), Error::<Test>::ResolverUnfit);
		suspend(false);
		place(&by_resolver(JUDGE));
	});
}

#[test]
fn a_resolver_takes_part_in_nothing_else_of_the_order() {
	World::new().run(|| {
		for who in [BUYER, SHOP, PLATFORM, CARRIER, BANK_A, BANK_B] {
			refuse(by_resolver(who), Error::<Test>::ResolverIsParty);
		}
		// The submitter, where that is not the payer.
		let by_bank = OrderBody { payer: TILL_A, ..by_resolver(BANK_A) };
		let refused = Escrow::place(signed(BANK_A), by_bank);
		assert_noop!(refused, Error::<Test>::BuyerMissing);
		let plain = |who: u64| {
			let body = by_resolver(who);
			OrderBody { terms: transfer("t", 1, FRIEND_B).terms, ..body }
		};
		// The payee of a plain payment, and the bank that speaks for it.
		for who in [FRIEND, BANK_A] {
			refuse(plain(who), Error::<Test>::ResolverIsParty);
		}
		place(&plain(BANK_C));
	});
}

#[test]
fn a_side_answers_within_1_to_30_days() {
	World::new().run(|| {
		for days in [0, 31] {
			let body = with_terms(|terms| terms.answer_days = days);
			refuse(body, Error::<Test>::AnswerDaysOutOfRange);
		}
		for days in [1, 30] {
			let body = with_terms(|terms| terms.answer_days = days);
			place(&OrderBody { reference: reference(&format!("d{days}")), ..body });
		}
	});
}

#[test]
fn either_side_or_its_bank_disputes_and_nobody_else_does() {
	let entitled = [
		(BUYER, Side::Payer),
		(BANK_A, Side::Payer),
		(SHOP, Side::Merchant),
		(BANK_B, Side::Merchant),
	];
	for (who, side) in entitled {
		World::new().run(|| {
			let order = place(&held(disputable(market("o1"))));
			let others = [PLATFORM, CARRIER, JUDGE, FRIEND, BANK_C, SUPERVISOR];
			for other in others {
				assert_noop!(dispute(other, side, order), Error::<Test>::NotEntitled);
			}
			assert_noop!(dispute(who, side.other(), order), Error::<Test>::NotEntitled);
			events();
			assert_ok!(dispute(who, side, order));
			let answer_until = in_minutes(ANSWER_MINUTES);
			let (evidence, by) = (LETTER, by(who));
			assert_eq!(events(), [Event::Disputed { order, side, evidence, answer_until, by }]);
			let view = DisputeView { by: side, answer_until, answered: false };
			assert_eq!(Escrow::order(order).unwrap().dispute, Some(view));
		});
	}
}

#[test]
fn a_bank_of_both_sides_says_for_whom_it_speaks() {
	World::new().run(|| {
		let order = place(&held(disputable(transfer("t1", 100, FRIEND_A))));
		assert_ok!(dispute(BANK_A, Side::Merchant, order));
		assert_noop!(withdraw(BUYER, order), Error::<Test>::NotEntitled);
		assert_ok!(withdraw(FRIEND, order));
		assert_ok!(dispute(BANK_A, Side::Merchant, order));
		assert_ok!(answer(BUYER, order));
		// Who answered wants it decided.
		assert_noop!(withdraw(FRIEND, order), Error::<Test>::AlreadyAnswered);
	});
}

#[test]
fn a_dispute_needs_a_key_that_pays() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		let wrong = DispatchError::Other("key without scope");
		assert_noop!(dispute(KEY_WITHOUT_PAY, Side::Payer, order), wrong);
		assert_noop!(answer(KEY_WITHOUT_PAY, order), wrong);
		assert_noop!(withdraw(KEY_WITHOUT_PAY, order), wrong);
	});
}

#[test]
fn only_what_was_agreed_and_is_not_over_is_disputed() {
	World::new().run(|| {
		let payer = |order| dispute(BUYER, Side::Payer, order);
		assert_noop!(payer(OrderId([9; 22])), Error::<Test>::UnknownOrder);
		let plain = place(&held(market("o1")));
		assert_noop!(payer(plain), Error::<Test>::NoDisputeAgreed);
		let late = place(&until(disputable(market("o2")), 5, ExpiryPolicy::Payer));
		neighbours(|all| all.now = in_minutes(5));
		assert_noop!(payer(late), Error::<Test>::PastDeadline);
		neighbours(|all| all.now = Moment(in_minutes(5).0 - 1));
		assert_ok!(payer(late));
		assert_noop!(payer(late), Error::<Test>::AlreadyDisputed);
		let merchant = dispute(SHOP, Side::Merchant, late);
		assert_noop!(merchant, Error::<Test>::AlreadyDisputed);
		let parked = place(&held(disputable(market("o3"))));
		for account in [CARRIER_B, PLATFORM_A, SHOP_B] {
			set_no_credit(account, true);
		}
		assert_ok!(release(BUYER, parked));
		assert_noop!(payer(parked), Error::<Test>::NothingRemains);
	});
}

#[test]
fn each_side_disputes_an_order_five_times_at_most_and_uses_up_nothing_of_the_others() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		for (who, side) in [(SHOP, Side::Merchant), (BUYER, Side::Payer)] {
			for _ in 0..DISPUTES_MAX {
				assert_ok!(dispute(who, side, order));
				assert_ok!(withdraw(who, order));
			}
			assert_noop!(dispute(who, side, order), Error::<Test>::TooManyDisputes);
		}
	});
}

#[test]
fn the_other_side_answers_once_and_in_time() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		assert_noop!(answer(SHOP, order), Error::<Test>::NotDisputed);
		assert_noop!(withdraw(SHOP, order), Error::<Test>::NotDisputed);
		assert_ok!(dispute(BUYER, Side::Payer, order));
		for who in [BUYER, BANK_A, PLATFORM, JUDGE] {
			assert_noop!(answer(who, order), Error::<Test>::NotEntitled);
		}
		neighbours(|all| all.now = in_minutes(ANSWER_MINUTES));
		assert_noop!(answer(SHOP, order), Error::<Test>::AnswerTooLate);
		neighbours(|all| all.now = Moment(in_minutes(ANSWER_MINUTES).0 - 1));
		events();
		assert_ok!(answer(BANK_B, order));
		let (side, evidence, by) = (Side::Merchant, LETTER, by(BANK_B));
		assert_eq!(events(), [Event::DisputeAnswered { order, side, evidence, by }]);
		assert_noop!(answer(SHOP, order), Error::<Test>::AlreadyAnswered);
	});
}

#[test]
fn who_disputed_withdraws_and_the_clocks_go_on() {
	World::new().run(|| {
		let order = place(&until(disputable(market("o1")), 5, ExpiryPolicy::Payer));
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		pass_to(in_minutes(100));
		assert_eq!(status(order), OrderStatus::Held);
		for who in [BUYER, BANK_A, PLATFORM] {
			assert_noop!(withdraw(who, order), Error::<Test>::NotEntitled);
		}
		events();
		assert_ok!(withdraw(BANK_B, order));
		let (how, by) = (DisputeEnd::Withdrawn, by(BANK_B));
		let deadline = in_minutes(105);
		assert_eq!(
			events(),
			[Event::DisputeEnded { order, how, by }, Event::ClocksResumed { order, deadline }]
		);
		pass_to(in_minutes(106));
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn while_disputed_nobody_but_the_payer_releases() {
	World::new().run(|| {
		let order = place(&disputable(after(market("o1"), 5, CoverMode::AtPlacement)));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		pass_to(in_minutes(30));
		assert_eq!(status(order), OrderStatus::Held);
		for who in [FRIEND, SHOP, PLATFORM, BANK_B] {
			assert_noop!(release(who, order), Error::<Test>::OrderDisputed);
		}
		// What came due meanwhile is released once the dispute is over.
		assert_ok!(withdraw(BUYER, order));
		pass_to(in_minutes(31));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn while_disputed_nobody_but_the_merchants_side_refunds() {
	World::new().run(|| {
		neighbours(|all| all.liability_ppm = 1_000_000);
		let order = place(&held(disputable(market("o1"))));
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		for who in [BUYER, BANK_A, PLATFORM] {
			assert_noop!(refund(who, "f", order, 10), Error::<Test>::OrderDisputed);
		}
		assert_noop!(refund(CARRIER, "f", order, 10), Error::<Test>::NotEntitled);
		assert_ok!(refund(BANK_B, "f", order, 10));
		assert!(row(order).is_disputed());
	});
}

#[test]
fn a_payer_that_releases_all_gives_in() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		let some = ReleaseWhat::Legs(vec![1].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("s"), order, some));
		assert!(row(order).is_disputed());
		events();
		assert_ok!(release(BANK_A, order));
		let (how, by) = (DisputeEnd::GivenIn, by(BANK_A));
		let events = events();
		assert_eq!(events[0], Event::DisputeEnded { order, how, by });
		assert!(matches!(events[1..], [Event::Paid { status: OrderStatus::Released, .. }]));
	});
}

#[test]
fn a_merchant_that_refunds_all_gives_in() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		events();
		assert_ok!(refund(SHOP, "f", order, 1_000));
		let (how, by) = (DisputeEnd::GivenIn, by(SHOP));
		let events = events();
		assert_eq!(events[0], Event::DisputeEnded { order, how, by });
		assert!(matches!(events[1..], [Event::Refunded { status: OrderStatus::Refunded, .. }]));
	});
}

#[test]
fn a_dispute_ends_with_what_it_was_about_though_something_is_parked() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		set_no_credit(SHOP_B, true);
		assert_ok!(release(BUYER, order));
		let row = row(order);
		assert_eq!((row.open_dispute, row.stopped_since), (None, None));
	});
}

#[test]
fn parked_legs_of_a_disputed_order_are_retried_and_go_back_in_their_time() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		set_no_credit(CARRIER_B, true);
		set_no_credit(SHOP_B, true);
		let some = ReleaseWhat::Legs(vec![1, 3].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("s"), order, some));
		argue(order);
		set_no_credit(SHOP_B, false);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		pass_to(in_minutes(30 * 24 * 60 + 1));
		assert_eq!((money(BUYER_A), money(SHOP_B)), ((9_050, 100), (850, 0)));
		assert!(row(order).is_disputed());
	});
}

#[test]
fn a_dispute_does_not_reach_over_the_end_of_the_order_and_its_answer_neither() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		let end = row(order).end;
		assert_ok!(freeze(BANK_A, order, 5));
		// A day before the end, frozen until then.
		let until = Moment(end.0 - MINUTE_MS);
		assert_ok!(Escrow::freeze_order(signed(BANK_A), order, freeze_until(until)));
		pass_to(Moment(until.0 - 1));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		assert_eq!(row(order).open_dispute.unwrap().answer_until, end);
		// Words are free while it is frozen.
		assert_ok!(answer(SHOP, order));
	});
}

#[test]
fn two_reasons_to_stand_still_end_one_after_the_other() {
	World::new().run(|| {
		let order = place(&until(disputable(market("o1")), 5, ExpiryPolicy::Payer));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		pass_to(in_minutes(10));
		assert_ok!(freeze(BANK_A, order, 100));
		assert_noop!(release(BUYER, order), Error::<Test>::OrderFrozen);
		pass_to(in_minutes(20));
		events();
		assert_ok!(withdraw(BUYER, order));
		assert_eq!(events().len(), 1);
		pass_to(in_minutes(101));
		assert_eq!(row(order).deadline, in_minutes(106));
	});
}
