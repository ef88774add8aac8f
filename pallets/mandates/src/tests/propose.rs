// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, Listed, Mandate, MandatesOf, NextMandate, Rows, State};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::MANDATES_MAX, Amount, Commitment, Date, MandateLimits, MandateNo, MandatePeriod,
	MandateTerms, Scope,
};

fn refused(terms: MandateTerms, error: Error<Test>) {
	assert_noop!(propose(OWNER, terms), error);
}

#[test]
fn a_proposed_mandate_waits_under_the_next_number() {
	for who in [OWNER, BANK] {
		World::new().run(|| {
			assert_ok!(propose(who, terms()));

			let (mandate, by, key) = (MandateNo(0), who.id, who.key);
			let state = State::Proposed { by, maker: key };
			assert_eq!(Rows::<Test>::get(mandate), Some(Mandate { terms: terms(), state }));
			let listed = Listed { number: mandate, evidence: terms().evidence };
			assert_eq!(MandatesOf::<Test>::get(WALLET.key()).into_inner(), [listed]);
			let owner = OWNER.id;
			let told = Event::Proposed { mandate, terms: terms(), owner, by, key };
			assert_eq!(take_events(), [told]);

			assert_ok!(propose(who, another(terms(), 2)));
			assert!(Rows::<Test>::contains_key(MandateNo(1)));
		});
	}
}

#[test]
fn only_owner_and_bank_of_the_account_propose() {
	World::new().run(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Mandates::propose(origin, terms()), DispatchError::BadOrigin);
		}
		assert_noop!(propose(STRANGER, terms()), UNKNOWN_KEY);
		for who in [OTHER_BANK, PLATFORM, SUPERVISOR, MERCHANT] {
			assert_noop!(propose(who, terms()), Error::<Test>::NotForAccount);
		}
		without_scope(OWNER, Scope::Admin);
		assert_noop!(propose(OWNER, terms()), NO_SCOPE);
	});
}

#[test]
fn the_account_is_one_that_can_pay() {
	World::new().run(|| {
		let of_none = MandateTerms { account: NO_ACCOUNT, ..terms() };
		refused(of_none, Error::UnknownAccount);
		close(WALLET);
		refused(terms(), Error::AccountClosed);
		suspend(OWNER, true);
		assert_noop!(propose(OWNER, terms()), SUSPENDED);
		let of_suspended = MandateTerms { account: SAVINGS, ..terms() };
		assert_noop!(propose(BANK, of_suspended), Error::<Test>::Suspended);
	});
}

#[test]
fn the_grantee_is_somebody_who_acts_and_needs_a_mandate() {
	World::new().run(|| {
		let to = |who: Who| MandateTerms { grantee: who.id, ..terms() };
		refused(to(STRANGER), Error::UnknownGrantee);
		refused(to(OWNER), Error::GranteeNeedsNone);
		refused(to(BANK), Error::GranteeNeedsNone);
		suspend(PLATFORM, true);
		refused(to(PLATFORM), Error::Suspended);
		assert_ok!(propose(OWNER, to(OTHER_BANK)));
	});
}

#[test]
fn limits_let_something_be_drawn() {
	World::new().run(|| {
		let with = |limits| MandateTerms { limits, ..terms() };
		let unsound = [
			MandateLimits { single: Amount(0), ..LIMITS },
			MandateLimits { single: Amount(151), ..LIMITS },
			MandateLimits { orders: 0, ..LIMITS },
		];
		unsound.into_iter().for_each(|limits| refused(with(limits), Error::UnsoundLimits));
		let (single, amount) = (Amount(1), Amount(1));
		let least = MandateLimits { single, amount, orders: 1, until: FIRST };
		assert_ok!(propose(OWNER, with(least)));
	});
}

#[test]
fn a_period_has_1_to_366_days() {
	World::new().run(|| {
		let with = |days| MandateTerms { period: MandatePeriod::Days(days), ..terms() };
		refused(with(0), Error::PeriodOutOfRange);
		refused(with(367), Error::PeriodOutOfRange);
		assert_ok!(propose(OWNER, with(1)));
		assert_ok!(propose(OWNER, another(with(366), 2)));
	});
}

#[test]
fn the_last_date_lies_neither_before_the_first_nor_before_today() {
	World::new().run(|| {
		let with = |from, until| {
			let limits = MandateLimits { until, ..LIMITS };
			MandateTerms { limits, from, ..terms() }
		};
		refused(with(day(2), day(1)), Error::UnsoundDates);
		let yesterday = Date(FIRST.0 - 1);
		refused(with(yesterday, yesterday), Error::UnsoundDates);
		assert_ok!(propose(OWNER, with(yesterday, FIRST)));
		assert_ok!(propose(OWNER, another(with(day(1), day(1)), 2)));
	});
}

#[test]
fn the_same_sent_again_makes_no_second_mandate() {
	World::new().run(|| {
		let mandate = proposed(terms());
		refused(terms(), Error::EvidenceUsed);
		let limits = MandateLimits { single: Amount(1), ..LIMITS };
		assert_noop!(
			propose(BANK, MandateTerms { limits, ..terms() }),
			Error::<Test>::EvidenceUsed
		);
		// Of another account it is something else, and once nothing stands on it, it is free.
		assert_ok!(propose(OWNER, MandateTerms { account: SAVINGS, ..terms() }));
		assert_ok!(Mandates::reject(signed(OWNER), mandate));
		assert_ok!(propose(OWNER, terms()));
	});
}

#[test]
fn an_account_has_at_most_64_mandates() {
	World::new().run(|| {
		let more = |number: u32| another(terms(), u8::try_from(number).unwrap());
		for number in 1..=MANDATES_MAX {
			assert_ok!(propose(OWNER, more(number)));
		}
		refused(more(MANDATES_MAX + 1), Error::TooManyMandates);
		assert_ok!(propose(OWNER, MandateTerms { account: SAVINGS, ..terms() }));
		assert_ok!(Mandates::reject(signed(BANK), MandateNo(7)));
		assert_ok!(propose(OWNER, more(MANDATES_MAX + 1)));
	});
}

#[test]
fn numbers_end() {
	World::new().run(|| {
		NextMandate::<Test>::put(MandateNo(u32::MAX - 1));
		assert_ok!(propose(OWNER, terms()));
		let evidence = Commitment([2; 32]);
		refused(MandateTerms { evidence, ..terms() }, Error::NumbersUsedUp);
	});
}
