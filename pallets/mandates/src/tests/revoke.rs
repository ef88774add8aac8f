// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Endings, Error, Event, MandatesOf, Rows};
use frame::testing_prelude::*;
use split_ledger_primitives::{MandateNo, Scope};

fn revoke(by: Who, mandate: MandateNo) -> DispatchResult {
	Mandates::revoke(signed(by), mandate)
}

#[test]
fn owner_bank_grantee_and_supervisor_revoke_alone_and_at_once() {
	for who in [OWNER, SECOND_OF_OWNER, BANK, PLATFORM, SUPERVISOR] {
		World::new().run(|| {
			let mandate = given(terms());
			assert_ok!(draw(mandate, 1));
			take_events();

			assert_ok!(revoke(who, mandate));

			assert!(!Rows::<Test>::contains_key(mandate));
			assert!(!MandatesOf::<Test>::contains_key(WALLET.key()));
			assert_eq!(Endings::<Test>::iter_keys().count(), 0);
			let (account, grantee, by, key) = (WALLET, PLATFORM.id, who.id, who.key);
			assert_eq!(take_events(), [Event::Revoked { mandate, account, grantee, by, key }]);
			assert_noop!(asked(mandate), Error::<Test>::MandateEnded);
			assert_noop!(draw(mandate, 1), Error::<Test>::MandateEnded);
			assert_noop!(revoke(who, mandate), Error::<Test>::MandateEnded);
		});
	}
}

#[test]
fn nobody_else_revokes() {
	World::new().run(|| {
		let mandate = given(terms());
		assert_noop!(Mandates::revoke(RuntimeOrigin::none(), mandate), DispatchError::BadOrigin);
		assert_noop!(revoke(STRANGER, mandate), UNKNOWN_KEY);
		for who in [OTHER_BANK, MERCHANT] {
			assert_noop!(revoke(who, mandate), Error::<Test>::NotForAccount);
		}
		without_scope(OWNER, Scope::Admin);
		assert_noop!(revoke(OWNER, mandate), NO_SCOPE);
	});
}

#[test]
fn what_is_not_confirmed_is_rejected_and_not_revoked() {
	World::new().run(|| {
		let mandate = proposed(terms());
		assert_noop!(revoke(OWNER, mandate), Error::<Test>::NotConfirmed);
		assert_noop!(revoke(PLATFORM, mandate), Error::<Test>::NotConfirmed);
		assert_noop!(revoke(OWNER, MandateNo(1)), Error::<Test>::UnknownMandate);
	});
}

#[test]
fn one_of_several_is_revoked_and_the_others_stand() {
	World::new().run(|| {
		let mandates = [1, 2, 3].map(|number| given(another(terms(), number)));
		assert_ok!(revoke(OWNER, mandates[1]));
		let listed = MandatesOf::<Test>::get(WALLET.key());
		let listed: Vec<_> = listed.iter().map(|listed| listed.number).collect();
		assert_eq!(listed, [mandates[0], mandates[2]]);
		assert_eq!(left(mandates[2]), (150, 2));
	});
}
