// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*, EndingPages, Error, Event, Hold, HoldCause, HoldSum, HoldSums, Holds,
	JUDICIAL_HOLDS_MAX, RESTRAINT_DAYS_MAX,
};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _},
	AccountFlags, AccountNo, Amount, BankStatus, HoldKind, Moment, Reference, Scope, Scopes,
	DAY_MS, MINUTE_MS,
};

pub(super) fn in_an_hour() -> Moment {
	now().plus(60 * MINUTE_MS)
}

fn hold_as(who: Who, words: &str, account: AccountNo, amount: u64) -> DispatchResult {
	hold_until(who, reference(words), account, amount, in_an_hour())
}

fn hold_until(
	who: Who,
	reference: Reference,
	account: AccountNo,
	amount: u64,
	until: Moment,
) -> DispatchResult {
	let (amount, authority) = (Amount(amount), text("court 17"));
	Ledger::judicial_hold(signed(who), reference, account, amount, authority, EVIDENCE, until)
}

fn release(who: Who, account: AccountNo, hold: u32) -> DispatchResult {
	Ledger::release_hold(signed(who), account, hold)
}

fn has_flag(account: AccountNo) -> bool {
	Ledger::account(account).unwrap().flags.has(AccountFlags::HOLDS)
}

#[test]
fn a_judicial_hold_sets_an_amount_aside_and_says_for_whom_and_until_when() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		take_events();
		assert_ok!(hold_as(BANK_A, "h1", shop, 200));

		assert_eq!(balance(shop), (300, 200));
		// Setting aside is no posting.
		assert_eq!(Ledger::account(shop).unwrap().postings, 1);
		let (authority, document, until) = (text("court 17"), EVIDENCE, in_an_hour());
		let cause = HoldCause::Judicial { authority: authority.clone(), document, until };
		assert_eq!(cause.kind(), HoldKind::Judicial);
		let held = Hold { amount: Amount(200), by: BANK_A.id, cause };
		assert_eq!(Ledger::holds_of(shop).into_iter().collect::<Vec<_>>(), [(0, held)]);
		assert_eq!(Ledger::held_by_ledger().into_iter().collect::<Vec<_>>(), [(shop, Amount(200))]);
		assert!(has_flag(shop));
		assert_eq!(
			take_events(),
			[Event::HeldByCourt {
				reference: reference("h1"),
				account: shop,
				hold: 0,
				amount: Amount(200),
				authority,
				document,
				until,
				by: BANK_A.id,
				key: BANK_A.key,
			}]
		);
	});
}

#[test]
fn a_judicial_hold_takes_all_that_is_available_and_is_never_cut() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(post(&[Entry::Hold { from: shop, amount: Amount(100) }]));
		assert_noop!(hold_as(BANK_A, "h", shop, 401), Error::<Test>::NotEnoughAvailable);
		assert_noop!(hold_as(BANK_A, "h", shop, u64::MAX), Error::<Test>::NotEnoughAvailable);
		assert_noop!(hold_as(BANK_A, "h", shop, 0), Error::<Test>::ZeroAmount);
		assert_noop!(hold_as(BANK_A, "h", AccountNo(9), 1), Error::<Test>::UnknownAccount);
		assert_ok!(hold_as(BANK_A, "h", shop, 400));
		assert_noop!(hold_as(BANK_A, "h2", shop, 1), Error::<Test>::NotEnoughAvailable);
		assert_eq!(balance(shop), (0, 500));
		let redeemed = Ledger::redeem(signed(BANK_A), reference("r"), shop, Amount(1), 1, EVIDENCE);
		assert_noop!(redeemed, Error::<Test>::NotEnoughAvailable);
	});
}

#[test]
fn the_accounts_bank_and_the_supervisor_hold_and_nobody_else() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let by = |origin, words| {
			let (amount, court) = (Amount(1), text("court 17"));
			let until = in_an_hour();
			Ledger::judicial_hold(origin, reference(words), shop, amount, court, EVIDENCE, until)
		};
		assert_noop!(by(RuntimeOrigin::none(), "h"), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root(), "h"), DispatchError::BadOrigin);
		assert_noop!(by(signed(STRANGER), "h"), DispatchError::Other("unknown key"));
		for who in [SHOP, BANK_B, PLATFORM] {
			assert_noop!(by(signed(who), "h"), Error::<Test>::NotBankNorSupervisor);
		}
		set_scopes(SUPERVISOR, Scopes(Scopes::ALL.0 & !Scope::Admin.bit()));
		assert_noop!(by(signed(SUPERVISOR), "h"), DispatchError::Other("key without scope"));
		set_scopes(SUPERVISOR, Scopes::of(&[Scope::Admin]));
		assert_ok!(by(signed(SUPERVISOR), "h"));
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(by(signed(BANK_A), "h"));
	});
}

#[test]
fn neither_a_freeze_nor_a_suspension_keeps_a_court_away_and_a_closed_account_has_nothing() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let why = text("for the test");
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, true, why));
		change(SHOP, |shop| shop.suspended = true);
		assert_ok!(hold_as(BANK_A, "h1", shop, 200));
		assert_eq!(balance(shop), (300, 200));
		let closed = open(BANK_A, BUYER, CNY);
		assert_ok!(Ledger::close_account(signed(BANK_A), closed));
		assert_noop!(hold_as(BANK_A, "h2", closed, 1), Error::<Test>::AccountClosed);
	});
}

#[test]
fn a_judicial_hold_names_its_authority_and_ends_within_366_days() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let (court, until) = (text(""), in_an_hour());
		let nameless = Ledger::judicial_hold(
			signed(BANK_A),
			reference("h"),
			shop,
			Amount(1),
			court,
			EVIDENCE,
			until,
		);
		assert_noop!(nameless, Error::<Test>::AuthorityMissing);
		let until = |words, until| hold_until(BANK_A, reference(words), shop, 1, until);
		let latest = now().plus(RESTRAINT_DAYS_MAX * DAY_MS);
		assert_noop!(until("h", now()), Error::<Test>::EndPassed);
		assert_noop!(until("h", latest.plus(1)), Error::<Test>::EndTooFar);
		assert_ok!(until("h1", latest));
		assert_ok!(until("h2", now().plus(1)));
	});
}

#[test]
fn a_repeated_hold_changes_nothing_and_another_body_is_refused() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(hold_as(BANK_A, "h1", shop, 200));
		take_events();
		assert_storage_noop!(assert_ok!(hold_as(BANK_A, "h1", shop, 200)));
		assert_eq!(take_events(), []);
		assert_noop!(hold_as(BANK_A, "h1", shop, 201), Error::<Test>::ReferenceTaken);
		let later = in_an_hour().plus(1);
		let again = hold_until(BANK_A, reference("h1"), shop, 200, later);
		assert_noop!(again, Error::<Test>::ReferenceTaken);
		// The supervisor's references are its own, and those of an issue others still.
		assert_ok!(hold_as(SUPERVISOR, "h1", shop, 200));
		assert_ok!(Ledger::issue(signed(BANK_A), reference("h1"), shop, Amount(1), 1, EVIDENCE));
		assert_noop!(hold_as(BANK_A, "", shop, 1), Error::<Test>::ReferenceEmpty);
	});
}

#[test]
fn a_hold_is_released_by_who_set_it_or_a_supervisor() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(hold_as(SUPERVISOR, "h1", shop, 100));
		assert_ok!(hold_as(BANK_A, "h2", shop, 50));
		assert_ok!(hold_as(BANK_A, "h3", shop, 25));
		assert_noop!(
			Ledger::release_hold(RuntimeOrigin::root(), shop, 0),
			DispatchError::BadOrigin
		);
		assert_noop!(release(STRANGER, shop, 0), DispatchError::Other("unknown key"));
		for who in [SHOP, BANK_B] {
			assert_noop!(release(who, shop, 1), Error::<Test>::NotBankNorSupervisor);
		}
		assert_noop!(release(BANK_A, shop, 0), Error::<Test>::SetBySupervisor);
		take_events();
		assert_ok!(release(BANK_A, shop, 1));
		let (amount, by, key) = (Amount(50), BANK_A.id, BANK_A.key);
		let told = Event::HoldReleased { account: shop, hold: 1, amount, by, key };
		assert_eq!(take_events(), [told]);
		assert_ok!(release(SUPERVISOR, shop, 2));
		assert_eq!(balance(shop), (400, 100));
		assert!(has_flag(shop));
		assert_ok!(release(SUPERVISOR, shop, 0));
		assert_eq!(balance(shop), (500, 0));
		assert!(!has_flag(shop));

		// The clock passes over what was released, and no number is given twice.
		take_events();
		pass_to(in_an_hour().plus(MINUTE_MS));
		assert_eq!(take_events(), []);
		assert_ok!(hold_as(BANK_A, "h4", shop, 1));
		assert_eq!(Ledger::holds_of(shop).into_keys().collect::<Vec<_>>(), [3]);
	});
}

#[test]
fn what_is_released_is_a_hold_of_this_account() {
	World::new().run(|| {
		let (shop, other) = (funded(BANK_A, SHOP, 500), open(BANK_A, SHOP, CNY));
		assert_ok!(hold_as(BANK_A, "h1", shop, 100));
		assert_noop!(release(BANK_A, other, 0), Error::<Test>::NoSuchHold);
		assert_noop!(release(BANK_A, shop, 1), Error::<Test>::NoSuchHold);
		assert_noop!(release(BANK_A, AccountNo(9), 0), Error::<Test>::UnknownAccount);
		assert_ok!(release(BANK_A, shop, 0));
		assert_noop!(release(BANK_A, shop, 0), Error::<Test>::NoSuchHold);
	});
}

#[test]
fn a_hold_ends_in_the_minute_after_its_date_and_not_before() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let until = in_an_hour();
		assert_ok!(hold_as(BANK_A, "h1", shop, 200));
		take_events();
		pass_to(until.plus(MINUTE_MS - 1));
		assert_eq!(balance(shop), (300, 200));
		pass_to(until.plus(MINUTE_MS));
		assert_eq!(balance(shop), (500, 0));
		let told = Event::HoldEnded { account: shop, hold: 0, amount: Amount(200) };
		assert_eq!(take_events(), [told]);
		assert_eq!((Holds::<Test>::iter().count(), EndingPages::<Test>::iter().count()), (0, 0));
		assert_eq!(HoldSums::<Test>::get(shop.key()), HoldSum { given: 1, ..Default::default() });
	});
}

#[test]
fn an_account_has_64_judicial_holds_and_no_more() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		for n in 0..JUDICIAL_HOLDS_MAX {
			assert_ok!(hold_as(BANK_A, &format!("h{n}"), shop, 1));
		}
		assert_noop!(hold_as(BANK_A, "more", shop, 1), Error::<Test>::TooManyHolds);
		assert_ok!(release(BANK_A, shop, 5));
		assert_ok!(hold_as(BANK_A, "more", shop, 1));
		assert_eq!(balance(shop), (436, 64));
	});
}

#[test]
fn a_held_account_is_not_closed() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		assert_ok!(hold_as(BANK_A, "h1", shop, 500));
		let closed = Ledger::close_account(signed(BANK_A), shop);
		assert_noop!(closed, Error::<Test>::NotEmpty);
		assert_eq!(Ledger::held_of(shop), Amount(500));
		assert_eq!(Ledger::guarantee(A, CNY), None);
	});
}
