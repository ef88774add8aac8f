// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*, EndingPages, Error, Event, Freeze, FreezeTerms, StatusReason, StatusReasons,
	FREEZES_MAX, RESTRAINT_DAYS_MAX,
};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _},
	AccountFlags, AccountNo, AccountType, Amount, BankStatus, Moment, Purpose, Scope, Scopes,
	DAY_MS, MINUTE_MS,
};

/// A freeze of debits for an hour.
fn terms() -> FreezeTerms {
	FreezeTerms {
		no_debit: true,
		no_credit: false,
		authority: text("court 17"),
		document: EVIDENCE,
		reason: text("case 4"),
		until: now().plus(60 * MINUTE_MS),
	}
}

fn freeze(who: Who, account: AccountNo, terms: FreezeTerms) -> DispatchResult {
	Ledger::freeze(signed(who), account, terms)
}

fn lift(who: Who, account: AccountNo, freeze: u32) -> DispatchResult {
	Ledger::lift_freeze(signed(who), account, freeze)
}

fn bits(account: AccountNo) -> (bool, bool) {
	let flags = Ledger::account(account).unwrap().flags;
	(flags.has(AccountFlags::NO_DEBIT), flags.has(AccountFlags::NO_CREDIT))
}

#[test]
fn a_freeze_sets_its_bits_and_says_who_why_and_until_when() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		take_events();
		assert_ok!(freeze(SUPERVISOR, shop, terms()));
		assert_eq!(bits(shop), (true, false));
		let FreezeTerms { authority, document, reason, until, .. } = terms();
		let ends = Freeze { id: 0, authority, document, until };
		let entry = StatusReason {
			no_debit: true,
			no_credit: false,
			reason,
			by: SUPERVISOR.id,
			freeze: Some(ends),
		};
		assert_eq!(Ledger::status_reasons(shop), [entry]);
		let (by, key) = (SUPERVISOR.id, SUPERVISOR.key);
		assert_eq!(
			take_events(),
			[Event::Frozen { account: shop, freeze: 0, terms: terms(), by, key }]
		);
	});
}

#[test]
fn a_freeze_ends_in_the_minute_after_its_date_and_not_before() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let until = now().plus(60 * MINUTE_MS + 30_000);
		assert_ok!(freeze(BANK_A, shop, FreezeTerms { until, ..terms() }));
		take_events();
		pass_to(until);
		assert_eq!(bits(shop), (true, false));
		pass_to(Moment((u64::from(until.minute()) + 1) * MINUTE_MS - 1));
		assert_eq!(bits(shop), (true, false));
		pass_to(Moment((u64::from(until.minute()) + 1) * MINUTE_MS));
		assert_eq!(bits(shop), (false, false));
		assert_eq!(take_events(), [Event::FreezeEnded { account: shop, freeze: 0 }]);
		assert_eq!(StatusReasons::<Test>::iter().count(), 0);
		assert_eq!(EndingPages::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_accounts_bank_and_the_supervisor_freeze_and_nobody_else() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let by = |origin| Ledger::freeze(origin, shop, terms());
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(by(signed(STRANGER)), DispatchError::Other("unknown key"));
		for who in [SHOP, BANK_B, PLATFORM] {
			assert_noop!(by(signed(who)), Error::<Test>::NotBankNorSupervisor);
		}
		set_scopes(SUPERVISOR, Scopes(Scopes::ALL.0 & !Scope::Admin.bit()));
		assert_noop!(by(signed(SUPERVISOR)), DispatchError::Other("key without scope"));
		set_scopes(SUPERVISOR, Scopes::of(&[Scope::Admin]));
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(by(signed(BANK_A)));
		assert_ok!(by(signed(SUPERVISOR)));
	});
}

#[test]
fn freezes_and_the_status_without_an_end_stand_beside_each_other() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let hours = |n: u64| now().plus(n * 60 * MINUTE_MS);
		let (no_debit, no_credit) = (false, true);
		let credits = FreezeTerms { no_debit, no_credit, until: hours(2), ..terms() };
		assert_ok!(freeze(BANK_A, shop, terms()));
		assert_ok!(freeze(SUPERVISOR, shop, credits));
		assert_ok!(freeze(BANK_A, shop, FreezeTerms { until: hours(3), ..terms() }));
		let (set, why) = (signed(BANK_A), text("ours"));
		assert_ok!(Ledger::set_status(set.clone(), shop, true, false, why));
		assert_eq!(bits(shop), (true, true));

		// Taking the status back leaves the freezes.
		assert_ok!(Ledger::set_status(set.clone(), shop, false, false, text("")));
		assert_eq!(bits(shop), (true, true));
		let start = now();
		pass_to(start.plus(61 * MINUTE_MS));
		assert_eq!(bits(shop), (true, true));
		pass_to(start.plus(121 * MINUTE_MS));
		assert_eq!(bits(shop), (true, false));
		assert_ok!(Ledger::set_status(set.clone(), shop, false, true, text("ours")));
		pass_to(start.plus(181 * MINUTE_MS));
		assert_eq!(bits(shop), (false, true));
		assert_ok!(Ledger::set_status(set, shop, false, false, text("")));
		assert_eq!(bits(shop), (false, false));
	});
}

#[test]
fn a_freeze_is_lifted_by_who_froze_or_a_supervisor() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		assert_ok!(freeze(SUPERVISOR, shop, terms()));
		assert_ok!(freeze(BANK_A, shop, terms()));
		assert_ok!(freeze(BANK_A, shop, terms()));
		assert_noop!(Ledger::lift_freeze(RuntimeOrigin::root(), shop, 0), DispatchError::BadOrigin);
		assert_noop!(lift(STRANGER, shop, 0), DispatchError::Other("unknown key"));
		for who in [SHOP, BANK_B] {
			assert_noop!(lift(who, shop, 1), Error::<Test>::NotBankNorSupervisor);
		}
		assert_noop!(lift(BANK_A, shop, 0), Error::<Test>::SetBySupervisor);
		take_events();
		assert_ok!(lift(BANK_A, shop, 1));
		let (by, key) = (BANK_A.id, BANK_A.key);
		assert_eq!(take_events(), [Event::FreezeLifted { account: shop, freeze: 1, by, key }]);
		assert_ok!(lift(SUPERVISOR, shop, 2));
		assert_eq!(bits(shop), (true, false));
		assert_ok!(lift(SUPERVISOR, shop, 0));
		assert_eq!(bits(shop), (false, false));

		// The clock passes over what was lifted.
		take_events();
		pass_to(now().plus(61 * MINUTE_MS));
		assert_eq!(take_events(), []);
		assert_eq!(EndingPages::<Test>::iter().count(), 0);
	});
}

#[test]
fn what_is_lifted_is_a_freeze_of_this_account() {
	World::new().run(|| {
		let (shop, other) = (open(BANK_A, SHOP, CNY), open(BANK_A, SHOP, CNY));
		assert_ok!(freeze(BANK_A, shop, terms()));
		assert_noop!(lift(BANK_A, other, 0), Error::<Test>::NoSuchFreeze);
		assert_noop!(lift(BANK_A, shop, 1), Error::<Test>::NoSuchFreeze);
		assert_noop!(lift(BANK_A, AccountNo(9), 0), Error::<Test>::UnknownAccount);
		assert_ok!(lift(BANK_A, shop, 0));
		assert_noop!(lift(BANK_A, shop, 0), Error::<Test>::NoSuchFreeze);
	});
}

#[test]
fn a_freeze_says_what_is_frozen_by_whom_and_why() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let refused = |change: FreezeTerms, error: Error<Test>| {
			assert_noop!(freeze(BANK_A, shop, change), error);
		};
		refused(FreezeTerms { no_debit: false, ..terms() }, Error::NothingFrozen);
		refused(FreezeTerms { authority: text(""), ..terms() }, Error::AuthorityMissing);
		refused(FreezeTerms { reason: text(""), ..terms() }, Error::ReasonMissing);
		assert_noop!(freeze(BANK_A, AccountNo(9), terms()), Error::<Test>::UnknownAccount);
		let unclaimed = Ledger::unclaimed(A, CNY).unwrap();
		assert_eq!(Ledger::account(unclaimed).unwrap().account_type, AccountType::Unclaimed);
		let credits = FreezeTerms { no_credit: true, ..terms() };
		assert_noop!(freeze(BANK_A, unclaimed, credits), Error::<Test>::UnclaimedStays);
		assert_ok!(freeze(BANK_A, unclaimed, terms()));
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		refused(terms(), Error::AccountClosed);
	});
}

#[test]
fn a_freeze_ends_after_now_and_within_366_days() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let until = |until| freeze(BANK_A, shop, FreezeTerms { until, ..terms() });
		let latest = now().plus(RESTRAINT_DAYS_MAX * DAY_MS);
		assert_noop!(until(now()), Error::<Test>::EndPassed);
		assert_noop!(until(Moment(0)), Error::<Test>::EndPassed);
		assert_noop!(until(latest.plus(1)), Error::<Test>::EndTooFar);
		assert_noop!(until(Moment(u64::MAX)), Error::<Test>::EndTooFar);
		assert_ok!(until(latest));
		assert_ok!(until(now().plus(1)));
	});
}

#[test]
fn an_account_has_8_freezes_and_a_status_and_no_more() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		for _ in 0..FREEZES_MAX {
			assert_ok!(freeze(BANK_A, shop, terms()));
		}
		assert_noop!(freeze(SUPERVISOR, shop, terms()), Error::<Test>::TooManyFreezes);
		let why = text("ours");
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, false, why.clone()));
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, true, why));
		assert_noop!(freeze(SUPERVISOR, shop, terms()), Error::<Test>::TooManyFreezes);
		assert_eq!(Ledger::status_reasons(shop).len(), 9);
		assert_ok!(lift(BANK_A, shop, 3));
		assert_ok!(freeze(SUPERVISOR, shop, terms()));
	});
}

#[test]
fn a_freeze_refuses_what_is_new_and_reaches_nothing_that_is_held() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 100);
		let buyer = open(BANK_A, BUYER, CNY);
		let hold = Entry::Hold { from: shop, amount: Amount(60) };
		assert_ok!(post(&[hold]));
		assert_ok!(freeze(SUPERVISOR, shop, terms()));
		assert_noop!(
			post(&[Entry::Hold { from: shop, amount: Amount(1) }]),
			Error::<Test>::NoDebit
		);
		let (from, to, amount, purpose) = (shop, buyer, Amount(60), Purpose::Transfer);
		assert_ok!(post(&[Entry::PayHeld { from, to, amount, purpose, promised: false }]));
		// A frozen payee still receives (M7).
		assert_ok!(post(&[Entry::Pay { from: buyer, to: shop, amount, purpose }]));
		assert_eq!(balance(shop), (100, 0));
	});
}
