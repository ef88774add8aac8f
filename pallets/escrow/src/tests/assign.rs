// SPDX-License-Identifier: Apache-2.0

//! Assignees: who gets what is released of a leg in the place of its payee (O12).

use crate::{fake_ledger::*, mock::*, types::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::AssigneeView, AccountFlags, AccountNo, Amount, BankStatus, Commitment, DisputeTerms,
	ExpiryPolicy, OrderBody, OrderId, OrderStatus, ParkReason, ParticipantId, Purpose,
	RefundPolicy, Side, Silence, Text,
};

/// The shop's leg of `market`.
const GOODS: u8 = 3;

fn world() -> World {
	World::new().with_finance()
}

fn assign(by: u64, order: OrderId, leg: u8, to: Option<AccountNo>) -> DispatchResult {
	Escrow::assign_leg(signed(by), order, leg, to)
}

/// A held order of which the shop's leg is assigned.
fn assigned(body: OrderBody, to: AccountNo) -> OrderId {
	let order = place(&body);
	assert_ok!(assign(SHOP, order, GOODS, Some(to)));
	order
}

fn release(text: &str, order: OrderId, what: ReleaseWhat) {
	assert_ok!(Escrow::release(signed(BUYER), reference(text), order, what));
}

fn part(text: &str, order: OrderId, amount: u64) {
	release(text, order, ReleaseWhat::Amount(Amount(amount)));
}

fn all(text: &str, order: OrderId) {
	release(text, order, ReleaseWhat::All);
}

#[test]
fn what_is_released_of_an_assigned_leg_goes_to_its_assignee() {
	world().run(|| {
		let order = place(&held(market("o1")));
		events();
		assert_ok!(assign(SHOP, order, GOODS, Some(FINANCIER_B)));
		let (from, to) = (SHOP_B, FINANCIER_B);
		assert_eq!(events(), [Event::Assigned { order, leg: GOODS, from, to, by: by(SHOP) }]);
		let agreed = Escrow::order(order).unwrap().details.unwrap().agreed.unwrap();
		assert_eq!(agreed.assignees, [AssigneeView { leg: GOODS, account: FINANCIER_B }]);

		all("r1", order);

		assert_eq!([CARRIER_B, SHOP_B, FINANCIER_B].map(money), [(50, 0), (0, 0), (850, 0)]);
		assert_eq!(status(order), OrderStatus::Released);
		let paid = events().into_iter().find_map(|event| match event {
			Event::Paid { legs, .. } => Some(legs[2]),
			_ => None,
		});
		let (amount, purpose) = (Amount(850), Purpose::Goods);
		assert_eq!(paid, Some(PaidLeg { leg: GOODS, from: BUYER_A, to, amount, purpose }));
	});
}

#[test]
fn what_was_released_before_stays_with_the_payee() {
	world().run(|| {
		let order = place(&held(market("o1")));
		part("r1", order, 400);
		assert_ok!(assign(SHOP, order, GOODS, Some(FINANCIER_B)));
		part("r2", order, 300);
		assert_ok!(assign(FINANCIER, order, GOODS, None));
		all("r3", order);
		assert_eq!([SHOP_B, FINANCIER_B].map(money), [(595, 0), (255, 0)]);
	});
}

#[test]
fn the_payee_or_its_bank_assigns_and_nobody_else() {
	world().run(|| {
		let order = place(&held(market("o1")));
		let to = Some(FINANCIER_B);
		for who in [BUYER, PLATFORM, CARRIER, FINANCIER, BANK_A, BANK_C] {
			assert_noop!(assign(who, order, GOODS, to), Error::<Test>::NotEntitled);
		}
		let wrong = DispatchError::Other("key without scope");
		assert_noop!(assign(KEY_WITHOUT_PAY, order, GOODS, to), wrong);
		let root = Escrow::assign_leg(RuntimeOrigin::root(), order, GOODS, to);
		assert_noop!(root, DispatchError::BadOrigin);
		assert_ok!(assign(BANK_B, order, GOODS, to));
	});
}

#[test]
fn a_leg_goes_back_or_on_only_by_the_assignee_or_its_bank() {
	world().run(|| {
		let order = assigned(held(market("o1")), FINANCIER_C);
		for (who, to) in [(SHOP, None), (SHOP, Some(FRIEND_B)), (BANK_B, None)] {
			assert_noop!(assign(who, order, GOODS, to), Error::<Test>::NotEntitled);
		}
		assert_ok!(assign(BANK_C, order, GOODS, Some(FINANCIER_B)));
		assert_eq!(row(order).assignees.len(), 1);
		events();
		assert_ok!(assign(FINANCIER, order, GOODS, None));
		let (from, to, by) = (FINANCIER_B, SHOP_B, by(FINANCIER));
		assert_eq!(events(), [Event::Assigned { order, leg: GOODS, from, to, by }]);
		assert!(row(order).assignees.is_empty());
		all("r1", order);
		assert_eq!([SHOP_B, FINANCIER_B, FINANCIER_C].map(money), [(850, 0), (0, 0), (0, 0)]);
	});
}

#[test]
fn the_payees_own_account_by_its_number_is_the_same_as_none() {
	world().run(|| {
		let order = assigned(held(market("o1")), FINANCIER_B);
		// The payee's account need not be one that others could assign to.
		set_flag(SHOP_B, AccountFlags::CLOSED, true);
		assert_ok!(assign(FINANCIER, order, GOODS, Some(SHOP_B)));
		assert!(row(order).assignees.is_empty());
	});
}

#[test]
fn an_account_that_cannot_take_the_leg_in_the_payees_place_is_refused() {
	world().run(|| {
		let order = place(&held(market("o1")));
		let refuse = |to, error: Error<Test>| {
			assert_noop!(assign(SHOP, order, GOODS, Some(to)), error);
		};
		refuse(BUYER_A, Error::PayerIsPayee);
		refuse(FINANCIER_B_USD, Error::OtherCurrency);
		refuse(SHOP_B, Error::GetsItAlready);
		for unfit in [PLATFORM_A, TILL_A, UNCLAIMED_A, GUARANTEE_B, TAX_B] {
			refuse(unfit, Error::AssigneeUnfit);
		}
		set_flag(FINANCIER_B, AccountFlags::CLOSED, true);
		refuse(FINANCIER_B, Error::PayeeClosed);
		assert_noop!(assign(SHOP, order, GOODS, Some(UNKNOWN)), NO_SUCH_ACCOUNT);
		assert_noop!(assign(SHOP, order, GOODS, None), Error::<Test>::GetsItAlready);
		assert_ok!(assign(SHOP, order, GOODS, Some(FINANCIER_C)));
		let same = assign(FINANCIER, order, GOODS, Some(FINANCIER_C));
		assert_noop!(same, Error::<Test>::GetsItAlready);
	});
}

#[test]
fn a_platform_gets_no_leg_of_others_also_where_it_sells_itself() {
	world().run(|| {
		neighbours(|all| {
			let platform = all.participants.get_mut(&(PLATFORM as u32)).unwrap();
			platform.self_operated = true;
		});
		set_flag(PLATFORM_A, AccountFlags::FEE_ONLY, false);
		let order = place(&held(market("o1")));
		let to = assign(SHOP, order, GOODS, Some(PLATFORM_A));
		assert_noop!(to, Error::<Test>::AssigneeUnfit);
	});
}

#[test]
fn tax_is_assigned_to_nobody() {
	world().run(|| {
		taxed_by(RefundPolicy::ProRata);
		let order = place(&held(taxed("o1")));
		let to = assign(TAX_OFFICE, order, 1, Some(FINANCIER_B));
		assert_noop!(to, Error::<Test>::AssigneeUnfit);
		assert_ok!(assign(PLATFORM, order, 2, Some(FINANCIER_B)));
	});
}

#[test]
fn only_what_is_left_to_be_released_of_an_open_order_is_assigned() {
	world().run(|| {
		let to = Some(FINANCIER_B);
		let body = held(market("o1"));
		let unknown = id_of(&body, BUYER);
		assert_noop!(assign(SHOP, unknown, GOODS, to), Error::<Test>::UnknownOrder);
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		for leg in [0, 4] {
			assert_noop!(assign(SHOP, order, leg, to), Error::<Test>::UnknownLeg);
		}
		let carrier = ReleaseWhat::Legs(vec![1].try_into().unwrap());
		release("r1", order, carrier);
		assert_noop!(assign(CARRIER, order, 1, to), Error::<Test>::NothingToAssign);
		neighbours(|all| all.now = in_minutes(5));
		assert_noop!(assign(SHOP, order, GOODS, to), Error::<Test>::PastDeadline);
		neighbours(|all| all.now = in_minutes(4));
		assert_ok!(assign(SHOP, order, GOODS, to));
		all("r2", order);
		assert_noop!(assign(SHOP, order, GOODS, to), Error::<Test>::AlreadyReleased);
	});
}

#[test]
fn an_order_that_is_frozen_or_disputed_keeps_its_receivers() {
	world().run(|| {
		let (resolver, silence) = (ParticipantId(COURT as u32), Silence::Resolver);
		let dispute = Some(DisputeTerms { resolver, answer_days: 3, silence });
		let order = place(&OrderBody { dispute, ..held(market("o1")) });
		let to = Some(FINANCIER_B);
		let words = Text::truncate_from(b"for the test".to_vec());
		let (authority, document, until) = (words.clone(), Commitment([1; 32]), in_minutes(5));
		let terms = OrderFreezeTerms { authority, document, reason: words, until };
		assert_ok!(Escrow::freeze_order(signed(BANK_A), order, terms));
		assert_noop!(assign(SHOP, order, GOODS, to), Error::<Test>::OrderFrozen);
		assert_ok!(Escrow::lift_order_freeze(signed(BANK_A), order));
		let party = assign(SHOP, order, GOODS, Some(COURT_A));
		assert_noop!(party, Error::<Test>::ResolverIsParty);
		assert_ok!(Escrow::dispute(signed(BUYER), order, Side::Payer, document, None));
		assert_noop!(assign(SHOP, order, GOODS, to), Error::<Test>::OrderDisputed);
		assert_ok!(Escrow::withdraw_dispute(signed(BUYER), order, None));
		assert_ok!(assign(SHOP, order, GOODS, to));
	});
}

#[test]
fn cover_is_promised_anew_where_the_payers_bank_comes_to_owe_and_taken_back_where_it_does_not() {
	world().run(|| {
		let order = assigned(held(market("o1")), FINANCIER_A);
		assert_eq!(FakeLedger::promised(A), 50);
		part("r1", order, 200);
		assert_eq!((money(FINANCIER_A), FakeLedger::promised(A)), ((170, 0), 40));

		// 680 of the leg are left.
		FakeLedger::limit(A, 10 + 40 + 679);
		assert_noop!(assign(FINANCIER, order, GOODS, Some(FINANCIER_C)), SHORT);
		FakeLedger::limit(A, 10 + 40 + 680);
		assert_ok!(assign(FINANCIER, order, GOODS, Some(FINANCIER_C)));
		assert_eq!(FakeLedger::promised(A), 720);

		// From one other bank to another nothing is tested anew.
		FakeLedger::limit(A, 0);
		assert_ok!(assign(FINANCIER, order, GOODS, Some(FINANCIER_B)));
		all("r2", order);
		assert_eq!((money(FINANCIER_B), FakeLedger::promised(A)), ((680, 0), 0));
		assert_eq!(FakeLedger::position(A), 730);
	});
}

#[test]
fn an_uncovered_order_promises_nothing_for_an_assignee_either() {
	world().with_cover(A, 850).run(|| {
		let order = place(&uncovered(split(
			"o1",
			1_000,
			MARKET,
			&[(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_A)],
			&[(0, 0)],
		)));
		assert_ok!(assign(SHOP, order, GOODS, Some(FINANCIER_C)));
		assert_eq!(FakeLedger::promised(A), 0);
		let too_much = Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All);
		assert_noop!(too_much, SHORT);
	});
}

#[test]
fn a_parked_part_follows_the_leg_and_an_assignee_that_takes_no_credit_parks_it_too() {
	world().run(|| {
		let order = place(&held(market("o1")));
		set_no_credit(SHOP_B, true);
		part("r1", order, 100);
		assert_ok!(assign(SHOP, order, GOODS, Some(FINANCIER_A)));
		assert_eq!((money(FINANCIER_A), FakeLedger::promised(A)), ((0, 0), 45));
		set_no_credit(FINANCIER_A, true);
		events();
		part("r2", order, 100);
		let (payee, reason) = (FINANCIER_A, ParkReason::NoCredit);
		let leg = ParkedLeg { leg: GOODS, payee, amount: Amount(85), reason };
		let parked = events().into_iter().find_map(|event| match event {
			Event::Parked { legs, .. } => Some(legs.to_vec()),
			_ => None,
		});
		assert_eq!(parked, Some(vec![leg]));

		set_no_credit(FINANCIER_A, false);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		assert_eq!([SHOP_B, FINANCIER_A].map(money), [(0, 0), (170, 0)]);
		all("r3", order);
		assert_eq!(money(FINANCIER_A), (850, 0));
	});
}

#[test]
fn what_goes_back_out_of_the_hold_frees_what_was_promised_for_the_assignee() {
	world().run(|| {
		let order = assigned(held(market("o1")), FINANCIER_A);
		assert_ok!(refund(SHOP, "f1", order, 500));
		assert_eq!(FakeLedger::promised(A), 25);
		assert_ok!(assign(FINANCIER, order, GOODS, Some(FINANCIER_C)));
		assert_ok!(refund(SHOP, "f2", order, 500));
		assert_eq!((status(order), FakeLedger::promised(A)), (OrderStatus::Refunded, 0));
	});
}

#[test]
fn the_payee_returns_and_refunds_what_its_assignee_got() {
	world().with_money(SHOP_B, 1_000).with_money(CARRIER_B, 100).run(|| {
		let body = held(market("o1"));
		let order = assigned(body.clone(), FINANCIER_B);
		assert_ok!(assign(CARRIER, order, 1, Some(FINANCIER_A)));
		all("r1", order);
		assert_eq!([FINANCIER_A, FINANCIER_B].map(money), [(50, 0), (850, 0)]);

		let refused = give_back(FINANCIER, "b", &body, 1, 10);
		assert_noop!(refused, Error::<Test>::NotEntitled);
		assert_ok!(give_back(CARRIER, "b1", &body, 1, 20));
		assert_ok!(refund_of(SHOP, "f1", &body, 980));
		assert_eq!([FINANCIER_A, FINANCIER_B].map(money), [(50, 0), (850, 0)]);
		assert_eq!([SHOP_B, CARRIER_B].map(money), [(1_000 + 20 - 853, 0), (51, 0)]);
		assert_ok!(refund_of(SHOP, "f2", &body, 20));
		assert_eq!(money(BUYER_A), (10_000, 0));
	});
}

#[test]
fn at_the_deadline_the_payees_part_is_the_assignees_and_the_merchants_is_its_own() {
	for (expiry, got) in [(ExpiryPolicy::Payees, [0, 850]), (ExpiryPolicy::Merchant, [1_000, 0])] {
		world().run(|| {
			let order = assigned(until(market("o1"), 5, expiry), FINANCIER_C);
			jump_to(in_minutes(6));
			assert_eq!(status(order), OrderStatus::Expired);
			assert_eq!([SHOP_B, FINANCIER_C].map(money), got.map(|got| (got, 0)));
		});
	}
}

#[test]
fn what_others_cannot_take_goes_to_the_merchants_own_account() {
	world().run(|| {
		let order = assigned(held(to_merchant("o1")), FINANCIER_C);
		set_flag(CARRIER_B, AccountFlags::CLOSED, true);
		all("r1", order);
		assert_eq!([SHOP_B, FINANCIER_C].map(money), [(50, 0), (850, 0)]);
	});
}

#[test]
fn an_assignee_of_a_bank_in_run_off_is_not_credited() {
	world().run(|| {
		let order = assigned(held(market("o1")), FINANCIER_C);
		set_bank(C, BankStatus::RunOff);
		all("r1", order);
		let parked = row(order).legs[2].parked.unwrap();
		assert_eq!(parked.reason, ParkReason::BankInRunOff);
		// All of it was released: what is parked keeps its receiver.
		let on = assign(FINANCIER, order, GOODS, Some(FINANCIER_B));
		assert_noop!(on, Error::<Test>::NothingToAssign);
	});
}

#[test]
fn the_payee_of_a_plain_payment_assigns_it() {
	world().run(|| {
		let order = place(&held(transfer("o1", 100, FRIEND_B)));
		assert_ok!(assign(FRIEND, order, 1, Some(FINANCIER_C)));
		all("r1", order);
		assert_eq!(money(FINANCIER_C), (100, 0));
	});
}
