// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Endings, Error, Event, MandatesOf, Rows};
use frame::testing_prelude::*;
use split_ledger_primitives::{MandateNo, Scope};

fn reject(by: Who, mandate: MandateNo) -> DispatchResult {
	Mandates::reject(signed(by), mandate)
}

#[test]
fn what_was_proposed_can_be_dropped_by_the_maker_and_by_another_key() {
	for who in [OWNER, SECOND_OF_OWNER, BANK] {
		World::new().run(|| {
			let mandate = proposed(terms());
			take_events();

			assert_ok!(reject(who, mandate));

			assert!(!Rows::<Test>::contains_key(mandate));
			assert!(!MandatesOf::<Test>::contains_key(WALLET.key()));
			assert_eq!(Endings::<Test>::iter_keys().count(), 0);
			let (account, by, key) = (WALLET, who.id, who.key);
			assert_eq!(take_events(), [Event::Rejected { mandate, account, by, key }]);
			assert_noop!(reject(who, mandate), Error::<Test>::MandateEnded);
			let late = Mandates::confirm(signed(BANK), mandate, terms());
			assert_noop!(late, Error::<Test>::MandateEnded);
		});
	}
}

#[test]
fn only_owner_and_bank_of_the_account_reject() {
	World::new().run(|| {
		let mandate = proposed(terms());
		assert_noop!(Mandates::reject(RuntimeOrigin::none(), mandate), DispatchError::BadOrigin);
		assert_noop!(reject(STRANGER, mandate), UNKNOWN_KEY);
		for who in [OTHER_BANK, PLATFORM, SUPERVISOR, MERCHANT] {
			assert_noop!(reject(who, mandate), Error::<Test>::NotForAccount);
		}
		without_scope(OWNER, Scope::Admin);
		assert_noop!(reject(OWNER, mandate), NO_SCOPE);
	});
}

#[test]
fn what_is_confirmed_or_unknown_is_not_rejected() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_noop!(reject(OWNER, mandate), Error::<Test>::AlreadyConfirmed);
		assert_noop!(reject(OWNER, MandateNo(1)), Error::<Test>::UnknownMandate);
	});
}
