// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, Mandate, Rows, State, Use};
use frame::testing_prelude::*;
use split_ledger_primitives::{Amount, MandateLimits, MandateNo, MandateTerms, Scope};

fn confirm(by: Who, mandate: MandateNo, terms: MandateTerms) -> DispatchResult {
	Mandates::confirm(signed(by), mandate, terms)
}

#[test]
fn another_key_of_the_owner_or_of_its_bank_confirms() {
	let pairs = [
		(OWNER, SECOND_OF_OWNER),
		(OWNER, BANK),
		(BANK, OWNER),
		// A bank gives for its customer, whose order on paper it keeps.
		(BANK, SECOND_OF_BANK),
	];
	for (maker, checker) in pairs {
		World::new().run(|| {
			let mandate = MandateNo(0);
			assert_ok!(propose(maker, terms()));
			assert_noop!(asked(mandate), Error::<Test>::NotConfirmed);
			take_events();

			assert_ok!(confirm(checker, mandate, terms()));

			let (by, key, maker) = (checker.id, checker.key, maker.key);
			let state = State::Active { by, used: Use::default() };
			assert_eq!(Rows::<Test>::get(mandate), Some(Mandate { terms: terms(), state }));
			let MandateTerms { account, grantee, .. } = terms();
			let told = Event::Confirmed { mandate, account, grantee, maker, by, key };
			assert_eq!(take_events(), [told]);
			assert_eq!(left(mandate), (150, 2));
		});
	}
}

#[test]
fn the_key_that_proposed_does_not_confirm() {
	World::new().run(|| {
		let mandate = proposed(terms());
		assert_noop!(confirm(OWNER, mandate, terms()), Error::<Test>::MakerIsChecker);
	});
}

#[test]
fn only_owner_and_bank_of_the_account_confirm() {
	World::new().run(|| {
		let mandate = proposed(terms());
		let by = |origin| Mandates::confirm(origin, mandate, terms());
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(confirm(STRANGER, mandate, terms()), UNKNOWN_KEY);
		for who in [OTHER_BANK, PLATFORM, SUPERVISOR, MERCHANT] {
			assert_noop!(confirm(who, mandate, terms()), Error::<Test>::NotForAccount);
		}
		without_scope(BANK, Scope::Admin);
		assert_noop!(confirm(BANK, mandate, terms()), NO_SCOPE);
	});
}

#[test]
fn the_checker_confirms_what_it_saw() {
	World::new().run(|| {
		let mandate = proposed(terms());
		let limits = MandateLimits { amount: Amount(151), ..LIMITS };
		let others = [
			MandateTerms { limits, ..terms() },
			MandateTerms { from: day(1), ..terms() },
			another(terms(), 2),
		];
		for other in others {
			assert_noop!(confirm(BANK, mandate, other), Error::<Test>::TermsDiffer);
		}
		assert_noop!(confirm(BANK, MandateNo(1), terms()), Error::<Test>::UnknownMandate);
		assert_ok!(confirm(BANK, mandate, terms()));
		let again = confirm(SECOND_OF_BANK, mandate, terms());
		assert_noop!(again, Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn what_nobody_stands_for_any_more_is_not_confirmed() {
	World::new().run(|| {
		let mandate = proposed(terms());
		revoke_key(OWNER);
		assert_noop!(confirm(BANK, mandate, terms()), Error::<Test>::MakerGone);
	});
	World::new().run(|| {
		let mandate = proposed(terms());
		suspend(OWNER, true);
		assert_noop!(confirm(BANK, mandate, terms()), Error::<Test>::MakerGone);
		suspend(OWNER, false);
		without_scope(OWNER, Scope::Admin);
		assert_noop!(confirm(BANK, mandate, terms()), Error::<Test>::MakerGone);
	});
}

#[test]
fn what_could_not_be_proposed_any_more_is_not_confirmed() {
	World::new().run(|| {
		let mandate = proposed(terms());
		suspend(PLATFORM, true);
		assert_noop!(confirm(BANK, mandate, terms()), Error::<Test>::Suspended);
		suspend(PLATFORM, false);
		close(WALLET);
		assert_noop!(confirm(BANK, mandate, terms()), Error::<Test>::AccountClosed);
	});
	World::new().run(|| {
		assert_ok!(propose(BANK, terms()));
		suspend(OWNER, true);
		let late = confirm(SECOND_OF_BANK, MandateNo(0), terms());
		assert_noop!(late, Error::<Test>::Suspended);
	});
}

#[test]
fn a_mandate_is_confirmed_on_its_last_date_and_not_later() {
	World::new().run(|| {
		let mandate = proposed(terms());
		on(day(365));
		assert_noop!(confirm(BANK, mandate, terms()), Error::<Test>::MandateEnded);
		on(day(364));
		assert_ok!(confirm(BANK, mandate, terms()));
	});
}
