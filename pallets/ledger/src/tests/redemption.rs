// SPDX-License-Identifier: Apache-2.0

//! Requests of customers, until somebody decides; payouts have a file of their own.

use crate::{mock::*, Error, Event, Hold, HoldCause, Holds, REQUESTS_MAX};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, SpendingLimit},
	AccountNo, Amount, BankStatus, Commitment, HoldKind, Purpose, Scope, Scopes,
};

const PAYOUT: Commitment = Commitment([9; 32]);

fn request(who: Who, words: &str, account: AccountNo, amount: u64) -> DispatchResult {
	Ledger::request_redemption(signed(who), reference(words), account, Amount(amount), PAYOUT)
}

fn withdraw(who: Who, account: AccountNo, request: u32) -> DispatchResult {
	Ledger::withdraw_redemption(signed(who), account, request)
}

fn reject(who: Who, account: AccountNo, request: u32) -> DispatchResult {
	Ledger::reject_redemption(signed(who), account, request, text("no such address"))
}

#[test]
fn a_request_is_held_until_somebody_decides() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		take_events();
		assert_ok!(request(SHOP, "q1", shop, 200));
		assert_eq!(balance(shop), (300, 200));
		assert_eq!(Ledger::account(shop).unwrap().postings, 1);
		assert_eq!(Ledger::totals(CNY, A).redeemed, 0);
		let cause = HoldCause::Redemption { payout: PAYOUT };
		assert_eq!(cause.kind(), HoldKind::Redemption);
		let hold = Hold { amount: Amount(200), by: SHOP.id, cause };
		assert_eq!(Ledger::holds_of(shop).into_iter().collect::<Vec<_>>(), [(0, hold)]);
		assert_eq!(Ledger::held_by_ledger().into_iter().collect::<Vec<_>>(), [(shop, Amount(200))]);
		assert_eq!(
			take_events(),
			[Event::RedemptionRequested {
				reference: reference("q1"),
				account: shop,
				request: 0,
				amount: Amount(200),
				payout: PAYOUT,
				by: SHOP.id,
				key: SHOP.key,
			}]
		);
	});
}

#[test]
fn only_the_owner_asks_and_at_a_bank_in_run_off_it_still_does() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let by =
			|origin| Ledger::request_redemption(origin, reference("q"), shop, Amount(1), PAYOUT);
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(by(signed(STRANGER)), DispatchError::Other("unknown key"));
		for who in [BANK_A, BUYER, SUPERVISOR] {
			assert_noop!(by(signed(who)), Error::<Test>::NotOwner);
		}
		set_scopes(SHOP, Scopes(Scopes::ALL.0 & !Scope::Pay.bit()));
		assert_noop!(by(signed(SHOP)), DispatchError::Other("key without scope"));
		set_scopes(SHOP, Scopes::of(&[Scope::Pay]));
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(by(signed(SHOP)));
	});
}

#[test]
fn a_request_takes_what_is_available_and_no_unit_more() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_noop!(request(SHOP, "q", shop, 0), Error::<Test>::ZeroAmount);
		assert_noop!(request(SHOP, "q", AccountNo(9), 1), Error::<Test>::UnknownAccount);
		assert_noop!(request(SHOP, "q", shop, 501), Error::<Test>::NotEnoughAvailable);
		assert_ok!(request(SHOP, "q", shop, 500));
		assert_noop!(request(SHOP, "q2", shop, 1), Error::<Test>::NotEnoughAvailable);
	});
}

#[test]
fn a_limited_key_asks_for_no_more_than_it_may_spend() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let dollars = open(BANK_A, SHOP, USD);
		issue(BANK_A, dollars, 5);
		let limit = SpendingLimit { single: Amount(60), left_today: Amount(100) };
		neighbours(|all| all.key_limits.insert(SHOP.key, limit));
		assert_noop!(request(SHOP, "q", shop, 61), Error::<Test>::OverKeySingleLimit);
		assert_noop!(request(SHOP, "q", dollars, 1), Error::<Test>::OverKeySingleLimit);
		assert_ok!(request(SHOP, "q1", shop, 60));
		assert_noop!(request(SHOP, "q2", shop, 41), Error::<Test>::OverKeyDailyLimit);
		// Repeated is not spent again.
		assert_ok!(request(SHOP, "q1", shop, 60));
		assert_ok!(request(SHOP, "q2", shop, 40));
		assert_noop!(request(SHOP, "q3", shop, 1), Error::<Test>::OverKeyDailyLimit);
		// Withdrawing asks for nothing, and gives nothing of the day back.
		assert_ok!(withdraw(SHOP, shop, 0));
		assert_noop!(request(SHOP, "q3", shop, 1), Error::<Test>::OverKeyDailyLimit);
	});
}

#[test]
fn a_frozen_or_closed_account_and_a_suspended_owner_ask_for_nothing() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, false, text("court")));
		assert_noop!(request(SHOP, "q", shop, 1), Error::<Test>::NoDebit);
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, false, false, text("")));
		change(SHOP, |shop| shop.suspended = true);
		assert_noop!(request(SHOP, "q", shop, 1), Error::<Test>::OwnerSuspended);
		change(SHOP, |shop| shop.suspended = false);
		let closed = open(BANK_A, SHOP, CNY);
		assert_ok!(Ledger::close_account(signed(BANK_A), closed));
		assert_noop!(request(SHOP, "q", closed, 1), Error::<Test>::AccountClosed);
		assert_ok!(request(SHOP, "q", shop, 1));
	});
}

#[test]
fn a_repeated_request_changes_nothing_and_another_body_is_refused() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(request(SHOP, "q1", shop, 200));
		take_events();
		assert_storage_noop!(assert_ok!(request(SHOP, "q1", shop, 200)));
		assert_noop!(request(SHOP, "q1", shop, 201), Error::<Test>::ReferenceTaken);
		// Not even once it is withdrawn.
		assert_ok!(withdraw(SHOP, shop, 0));
		assert_storage_noop!(assert_ok!(request(SHOP, "q1", shop, 200)));
		// The bank's own redemptions have their own references.
		let redeemed =
			Ledger::redeem(signed(BANK_A), reference("q1"), shop, Amount(1), 1, EVIDENCE);
		assert_ok!(redeemed);
		assert_noop!(request(SHOP, "", shop, 1), Error::<Test>::ReferenceEmpty);
	});
}

#[test]
fn an_account_has_64_requests_and_still_room_for_a_court() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		for n in 0..REQUESTS_MAX {
			assert_ok!(request(SHOP, &format!("q{n}"), shop, 1));
		}
		assert_noop!(request(SHOP, "more", shop, 1), Error::<Test>::TooManyHolds);
		let (amount, court, until) = (Amount(1), text("court 17"), now().plus(1));
		let bank = signed(BANK_A);
		assert_ok!(Ledger::judicial_hold(
			bank,
			reference("h"),
			shop,
			amount,
			court,
			EVIDENCE,
			until
		));
		assert_ok!(withdraw(SHOP, shop, 7));
		assert_ok!(request(SHOP, "more", shop, 1));
	});
}

#[test]
fn the_owner_withdraws_its_request_and_nobody_else() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let other = funded(BANK_A, SHOP, 500);
		assert_ok!(request(SHOP, "q1", shop, 200));
		assert_noop!(
			Ledger::withdraw_redemption(RuntimeOrigin::root(), shop, 0),
			DispatchError::BadOrigin
		);
		assert_noop!(withdraw(STRANGER, shop, 0), DispatchError::Other("unknown key"));
		for who in [BANK_A, BUYER] {
			assert_noop!(withdraw(who, shop, 0), Error::<Test>::NotOwner);
		}
		assert_noop!(withdraw(SHOP, shop, 1), Error::<Test>::NoSuchHold);
		assert_noop!(withdraw(SHOP, other, 0), Error::<Test>::NoSuchHold);
		assert_noop!(withdraw(SHOP, AccountNo(9), 0), Error::<Test>::UnknownAccount);
		set_scopes(SHOP, Scopes(Scopes::ALL.0 & !Scope::Pay.bit()));
		assert_noop!(withdraw(SHOP, shop, 0), DispatchError::Other("key without scope"));
		set_scopes(SHOP, Scopes::of(&[Scope::Pay]));
		take_events();

		// A freeze keeps the money on the account, not in the request.
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, true, text("court")));
		take_events();
		assert_ok!(withdraw(SHOP, shop, 0));
		assert_eq!(balance(shop), (500, 0));
		let (amount, by, key) = (Amount(200), SHOP.id, SHOP.key);
		let told = Event::RedemptionWithdrawn { account: shop, request: 0, amount, by, key };
		assert_eq!(take_events(), [told]);
		assert_noop!(withdraw(SHOP, shop, 0), Error::<Test>::NoSuchHold);
		assert_eq!(Holds::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_accounts_bank_rejects_a_request_with_its_reason_and_nobody_else() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(request(SHOP, "q1", shop, 200));
		let root = Ledger::reject_redemption(RuntimeOrigin::root(), shop, 0, text("x"));
		assert_noop!(root, DispatchError::BadOrigin);
		assert_noop!(reject(STRANGER, shop, 0), DispatchError::Other("unknown key"));
		for who in [SHOP, SUPERVISOR] {
			assert_noop!(reject(who, shop, 0), Error::<Test>::NotABank);
		}
		assert_noop!(reject(BANK_B, shop, 0), Error::<Test>::OtherBank);
		assert_noop!(reject(BANK_A, shop, 1), Error::<Test>::NoSuchHold);
		assert_noop!(reject(BANK_A, AccountNo(9), 0), Error::<Test>::UnknownAccount);
		let silent = Ledger::reject_redemption(signed(BANK_A), shop, 0, text(""));
		assert_noop!(silent, Error::<Test>::ReasonMissing);
		set_scopes(BANK_A, Scopes(Scopes::ALL.0 & !Scope::Treasury.bit()));
		assert_noop!(reject(BANK_A, shop, 0), DispatchError::Other("key without scope"));
		set_scopes(BANK_A, Scopes::of(&[Scope::Treasury]));
		set_bank_status(A, BankStatus::RunOff);
		take_events();

		assert_ok!(reject(BANK_A, shop, 0));
		assert_eq!(balance(shop), (500, 0));
		assert_eq!(
			take_events(),
			[Event::RedemptionRejected {
				account: shop,
				request: 0,
				amount: Amount(200),
				reason: text("no such address"),
				by: BANK_A.id,
				key: BANK_A.key,
			}]
		);
		assert_noop!(reject(BANK_A, shop, 0), Error::<Test>::NoSuchHold);
	});
}

#[test]
fn a_request_and_a_courts_hold_are_not_taken_for_each_other() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(request(SHOP, "q1", shop, 200));
		let (amount, court, until) = (Amount(100), text("court 17"), now().plus(1));
		let held = reference("h");
		let bank = signed(BANK_A);
		assert_ok!(Ledger::judicial_hold(bank, held, shop, amount, court, EVIDENCE, until));
		assert_noop!(Ledger::release_hold(signed(BANK_A), shop, 0), Error::<Test>::NoSuchHold);
		assert_noop!(withdraw(SHOP, shop, 1), Error::<Test>::NoSuchHold);
		assert_noop!(reject(BANK_A, shop, 1), Error::<Test>::NoSuchHold);
		let (from, to, purpose) = (shop, open(BANK_A, BUYER, CNY), Purpose::Transfer);
		let deduct = Entry::Deduct { from, hold: 0, to, amount, purpose };
		assert_noop!(post(&[deduct]), Error::<Test>::NoSuchHold);
		assert_eq!(balance(shop), (200, 300));
	});
}
