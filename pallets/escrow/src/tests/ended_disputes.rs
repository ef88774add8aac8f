// SPDX-License-Identifier: Apache-2.0

//! Disputes about orders that have ended: only a refund can follow (O8, T2).

use crate::{fake_ledger::*, mock::*, EndedDisputes, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::DISPUTES_MAX, views::DisputeView, Amount, Date, DisputeEnd, OrderBody, OrderStatus,
	Side, DAY_MS,
};

/// An order that was paid at once, and can be disputed.
fn paid(text: &str) -> OrderBody {
	let body = disputable(market(text));
	place(&body);
	body
}

fn boxed(body: &OrderBody) -> Option<Box<OrderBody>> {
	Some(Box::new(body.clone()))
}

fn dispute_of(by: u64, side: Side, body: &OrderBody) -> DispatchResult {
	Escrow::dispute(signed(by), id_of(body, BUYER), side, LETTER, boxed(body))
}

fn answer_of(by: u64, body: &OrderBody) -> DispatchResult {
	Escrow::answer_dispute(signed(by), id_of(body, BUYER), LETTER, boxed(body))
}

fn withdraw_of(by: u64, body: &OrderBody) -> DispatchResult {
	Escrow::withdraw_dispute(signed(by), id_of(body, BUYER), boxed(body))
}

#[test]
fn a_resolver_has_a_share_of_what_was_released_refunded() {
	World::new().run(|| {
		let body = paid("o1");
		let order = id_of(&body, BUYER);
		events();
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		let answer_until = in_minutes(ANSWER_MINUTES);
		let view = DisputeView { by: Side::Payer, answer_until, answered: false };
		assert_eq!(Escrow::order(order).unwrap().dispute, Some(view));
		assert_ok!(answer_of(SHOP, &body));
		events();

		assert_ok!(resolve_of("d", &body, 370_000));

		assert_eq!(
			[BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B].map(money).map(|it| it.0),
			[9_370, 31, 63, 536]
		);
		assert_eq!(status(order), OrderStatus::Released);
		assert_eq!(Escrow::order(order).unwrap().dispute, None);
		assert!(matches!(
			&events()[..],
			[
				Event::DisputeResolved {
					to_payer: Amount(0),
					to_payees: Amount(0),
					refunded_from_accounts: Amount(370),
					..
				},
				Event::Refunded { amount: Amount(370), from_hold: Amount(0), .. }
			]
		));
		assert_noop!(resolve_of("e", &body, 1), Error::<Test>::NotDisputed);
	});
}

#[test]
fn a_share_of_nothing_moves_nothing() {
	World::new().run(|| {
		let body = paid("o1");
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		assert_ok!(answer_of(SHOP, &body));
		events();
		assert_ok!(resolve_of("d", &body, 0));
		assert_eq!((events().len(), money(BUYER_A)), (1, (9_000, 0)));
	});
}

#[test]
fn what_was_given_back_before_is_not_given_back_again() {
	World::new().run(|| {
		let body = paid("o1");
		assert_ok!(refund_of(SHOP, "f", &body, 500));
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		// Whoever may refund does so meanwhile: no clock stands still.
		assert_ok!(refund_of(SHOP, "g", &body, 60));
		neighbours(|all| all.liability_ppm = 1_000_000);
		assert_ok!(refund_of(PLATFORM, "h", &body, 40));
		assert_ok!(answer_of(SHOP, &body));
		assert_ok!(resolve_of("d", &body, 500_000));
		assert_eq!(money(BUYER_A), (9_800, 0));
	});
}

#[test]
fn silence_leaves_it_to_the_resolver_whatever_the_terms_say() {
	World::new().run(|| {
		let body = or_lose(market("o1"));
		place(&body);
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		assert_noop!(resolve_of("d", &body, 500_000), Error::<Test>::NotAnsweredYet);
		pass_to(in_minutes(ANSWER_MINUTES));
		assert_noop!(answer_of(SHOP, &body), Error::<Test>::AnswerTooLate);
		assert_ok!(resolve_of("d", &body, 500_000));
		assert_eq!(money(BUYER_A), (9_500, 0));
	});
}

#[test]
fn the_body_is_brought_and_is_the_one_that_was_placed() {
	World::new().run(|| {
		let body = paid("o1");
		let order = id_of(&body, BUYER);
		assert_noop!(dispute(BUYER, Side::Payer, order), Error::<Test>::BodyMissing);
		let other = Some(Box::new(OrderBody { amount: Amount(2), ..body.clone() }));
		let wrong = Escrow::dispute(signed(BUYER), order, Side::Payer, LETTER, other);
		assert_noop!(wrong, Error::<Test>::OtherBody);
		let plain = market("o2");
		place(&plain);
		let none = dispute_of(BUYER, Side::Payer, &plain);
		assert_noop!(none, Error::<Test>::NoDisputeAgreed);
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		assert_noop!(answer(SHOP, order), Error::<Test>::BodyMissing);
		assert_noop!(withdraw(BUYER, order), Error::<Test>::BodyMissing);
	});
}

#[test]
fn an_order_that_was_refunded_whole_is_not_disputed() {
	World::new().run(|| {
		let body = held(disputable(market("o1")));
		let order = place(&body);
		assert_ok!(refund(SHOP, "f", order, 1_000));
		let none = dispute_of(BUYER, Side::Payer, &body);
		assert_noop!(none, Error::<Test>::AlreadyRefunded);
	});
}

#[test]
fn it_is_withdrawn_by_who_opened_it_until_it_is_answered() {
	World::new().run(|| {
		let body = disputable(market("o1"));
		let order = place(&body);
		assert_ok!(dispute_of(SHOP, Side::Merchant, &body));
		events();
		assert_ok!(withdraw_of(BANK_B, &body));
		let (how, by) = (DisputeEnd::Withdrawn, by(BANK_B));
		assert_eq!(events(), [Event::DisputeEnded { order, how, by }]);
		assert_noop!(withdraw_of(SHOP, &body), Error::<Test>::NotDisputed);
	});
}

#[test]
fn both_sides_speak_as_they_do_about_an_open_order() {
	World::new().run(|| {
		let body = paid("o1");
		for who in [PLATFORM, CARRIER, JUDGE] {
			assert_noop!(dispute_of(who, Side::Merchant, &body), Error::<Test>::NotEntitled);
		}
		assert_ok!(dispute_of(SHOP, Side::Merchant, &body));
		assert_noop!(dispute_of(BUYER, Side::Payer, &body), Error::<Test>::AlreadyDisputed);
		assert_noop!(answer_of(SHOP, &body), Error::<Test>::NotEntitled);
		assert_ok!(answer_of(BUYER, &body));
		assert_noop!(answer_of(BANK_A, &body), Error::<Test>::AlreadyAnswered);
		assert_noop!(withdraw_of(BUYER, &body), Error::<Test>::NotEntitled);
		assert_noop!(withdraw_of(BANK_B, &body), Error::<Test>::AlreadyAnswered);
	});
}

#[test]
fn it_is_disputed_five_times_at_most() {
	World::new().run(|| {
		let body = paid("o1");
		for _ in 0..DISPUTES_MAX {
			assert_ok!(dispute_of(BUYER, Side::Payer, &body));
			assert_ok!(withdraw_of(BUYER, &body));
		}
		let more = dispute_of(BUYER, Side::Payer, &body);
		assert_noop!(more, Error::<Test>::TooManyDisputes);
		assert_eq!(EndedDisputes::<Test>::iter().count(), 1);
	});
}

#[test]
fn it_is_disputed_so_early_that_the_answer_comes_within_180_days() {
	World::new().run(|| {
		let body = paid("o1");
		neighbours(|all| all.now = NOON.plus(179 * DAY_MS));
		let late = dispute_of(BUYER, Side::Payer, &body);
		assert_noop!(late, Error::<Test>::ReturnsOver);
		neighbours(|all| all.now = NOON.plus(178 * DAY_MS));
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		assert_ok!(answer_of(SHOP, &body));
		let decide = |days: u64| {
			neighbours(|all| all.now = NOON.plus(days * DAY_MS));
			let name = split_ledger_primitives::Reference {
				date: Date(TODAY.0 + days as u16),
				..reference("d")
			};
			let id = id_of(&body, BUYER);
			Escrow::resolve_dispute(signed(JUDGE), name, id, 500_000, LETTER, boxed(&body))
		};
		assert_noop!(decide(181), Error::<Test>::ReturnsOver);
		assert_ok!(decide(180));
		neighbours(|all| all.now = NOON);
	});
}

#[test]
fn what_nobody_can_give_back_is_due() {
	World::new().run(|| {
		let body = paid("o1");
		empty(CARRIER_B);
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		assert_ok!(answer_of(SHOP, &body));
		assert_ok!(resolve_of("d", &body, 1_000_000));
		assert_eq!(money(BUYER_A), (9_950, 0));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 50)]));
	});
}

#[test]
fn what_was_said_of_an_order_goes_with_it() {
	World::new().run(|| {
		let body = paid("o1");
		assert_ok!(dispute_of(BUYER, Side::Payer, &body));
		let far = Date(TODAY.0 + 401);
		neighbours(|all| all.now = far.start());
		Escrow::prune(far, &mut frame::deps::frame_support::weights::WeightMeter::new());
		crate::PrunedBefore::<Test>::put(TODAY);
		Escrow::prune(far, &mut frame::deps::frame_support::weights::WeightMeter::new());
		assert_eq!(EndedDisputes::<Test>::iter().count(), 0);
	});
}
