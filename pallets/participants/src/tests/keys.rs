// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{limits::KEYS_MAX, BankStatus, ParticipantId, Scope, Scopes};

fn add(by: &str, to: ParticipantId, name: &str, scopes: Scopes) -> DispatchResult {
	Consortium::add_key(signed(by), to, key(name), scopes)
}

fn revoke(by: &str, name: &str) -> DispatchResult {
	Consortium::revoke_key(signed(by), key(name))
}

fn keys_active(participant: ParticipantId) -> u32 {
	Consortium::participant(participant).unwrap().keys_active
}

#[test]
fn a_participant_adds_a_key_of_its_own() {
	World::new().run(|| {
		assert_ok!(add("merchant", MERCHANT, "till", PAY));

		let held = Consortium::key(&key("till")).unwrap();
		assert_eq!(held.participant, MERCHANT);
		assert_eq!((held.scopes, held.active), (vec![Scope::Pay], true));
		assert_eq!(keys_active(MERCHANT), 2);
		let event = Event::KeyAdded {
			participant: MERCHANT,
			added: key("till"),
			scopes: PAY,
			by: MERCHANT,
			key: key("merchant"),
		};
		assert_eq!(events(), [event]);
	});
}

#[test]
fn a_sponsor_adds_the_first_key_of_its_customer() {
	World::new().run(|| {
		assert_ok!(add("bank-b", PLATFORM, "market", ADMIN));

		assert_eq!(keys_active(PLATFORM), 1);
		let event = Event::KeyAdded {
			participant: PLATFORM,
			added: key("market"),
			scopes: ADMIN,
			by: BANK_B,
			key: key("bank-b"),
		};
		assert_eq!(events(), [event]);
	});
}

#[test]
fn nobody_but_the_participant_and_its_sponsor_touches_its_keys() {
	World::new().run(|| {
		for other in ["bank-b", "supervisor", "agent"] {
			assert_noop!(add(other, MERCHANT, "till", PAY), ParticipantsError::NotAllowed);
			assert_noop!(revoke(other, "merchant"), ParticipantsError::NotAllowed);
		}
		// A customer has no power over the keys of its sponsor.
		assert_noop!(add("merchant", BANK_A, "till", PAY), ParticipantsError::NotAllowed);
		assert_noop!(revoke("merchant", "bank-a-pay"), ParticipantsError::NotAllowed);
	});
}

#[test]
fn a_key_is_added_to_somebody_who_exists() {
	World::new().run(|| {
		assert_noop!(add("bank-a", NEXT, "till", PAY), ParticipantsError::UnknownParticipant);
	});
}

#[test]
fn a_key_signs_for_one_participant_only() {
	World::new().run(|| {
		assert_noop!(add("bank-b", PLATFORM, "merchant", PAY), ParticipantsError::KeyInUse);
		assert_noop!(add("merchant", MERCHANT, "merchant", PAY), ParticipantsError::KeyInUse);
	});
}

#[test]
fn a_key_has_scopes_and_known_ones_only() {
	World::new().run(|| {
		let refused = [Scopes::NONE, Scopes(1 << 15), Scopes(Scopes::ALL.0 | 1 << 5)];
		for scopes in refused {
			assert_noop!(
				add("merchant", MERCHANT, "till", scopes),
				ParticipantsError::InvalidScopes
			);
		}
		assert_ok!(add("merchant", MERCHANT, "till", Scopes::ALL));
	});
}

#[test]
fn revoked_keys_count_against_the_most_that_a_participant_may_have() {
	World::new().run(|| {
		for no in 1..KEYS_MAX {
			assert_ok!(add("merchant", MERCHANT, &format!("till-{no}"), PAY));
		}
		assert_noop!(add("merchant", MERCHANT, "more", PAY), ParticipantsError::TooManyKeys);

		assert_ok!(revoke("merchant", "till-1"));
		assert_noop!(add("merchant", MERCHANT, "more", PAY), ParticipantsError::TooManyKeys);
	});
}

#[test]
fn a_revoked_key_signs_nothing_any_more() {
	World::new().run(|| {
		assert_ok!(add("merchant", MERCHANT, "second", ADMIN));
		events();

		assert_ok!(revoke("second", "merchant"));

		assert!(!Consortium::key(&key("merchant")).unwrap().active);
		assert_eq!(keys_active(MERCHANT), 1);
		let event = Event::KeyRevoked {
			participant: MERCHANT,
			revoked: key("merchant"),
			by: MERCHANT,
			key: key("second"),
		};
		assert_eq!(events(), [event]);
		assert_noop!(add("merchant", MERCHANT, "till", PAY), ParticipantsError::KeyRevoked);
	});
}

#[test]
fn a_revoked_key_never_comes_back_to_anybody() {
	World::new().run(|| {
		assert_ok!(revoke("bank-a", "merchant"));

		assert_noop!(add("bank-a", MERCHANT, "merchant", PAY), ParticipantsError::KeyGone);
		assert_noop!(add("bank-b", PLATFORM, "merchant", PAY), ParticipantsError::KeyGone);
		assert_noop!(revoke("bank-a", "merchant"), ParticipantsError::KeyGone);
	});
}

#[test]
fn what_was_never_a_key_cannot_be_revoked() {
	World::new().run(|| {
		assert_noop!(revoke("bank-a", "stranger"), ParticipantsError::NoSuchKey);
	});
}

#[test]
fn nobody_locks_itself_out_but_its_sponsor_may() {
	World::new().run(|| {
		assert_noop!(revoke("merchant", "merchant"), ParticipantsError::LastAdminKey);
		assert_ok!(revoke("bank-a", "merchant"));
		assert_eq!(keys_active(MERCHANT), 0);

		assert_ok!(add("bank-a", MERCHANT, "again", ADMIN));
		assert_ok!(add("again", MERCHANT, "till", PAY));
	});
}

#[test]
fn a_bank_keeps_a_key_that_administers() {
	World::new().run(|| {
		assert_noop!(revoke("bank-a", "bank-a"), ParticipantsError::LastAdminKey);
		assert_ok!(revoke("bank-a", "bank-a-pay"));

		assert_ok!(add("bank-a", BANK_A, "new-admin", ADMIN));
		assert_ok!(revoke("bank-a", "bank-a"));
		assert_noop!(revoke("new-admin", "new-admin"), ParticipantsError::LastAdminKey);
	});
}

#[test]
fn in_run_off_keys_still_rotate() {
	World::new().run(|| {
		assert_ok!(Consortium::set_bank_status(council(), A, BankStatus::RunOff));
		assert_ok!(add("bank-a", MERCHANT, "till", PAY));
		assert_ok!(revoke("bank-a", "till"));
	});
}

#[test]
fn a_key_has_one_provider_from_its_first_to_its_last_day_and_after() {
	World::new().run(|| {
		assert_eq!(System::providers(&key("till")), 0);

		assert_ok!(add("merchant", MERCHANT, "till", PAY));
		assert_eq!(System::providers(&key("till")), 1);
		System::inc_account_nonce(key("till"));

		assert_ok!(revoke("merchant", "till"));
		assert_eq!(System::providers(&key("till")), 1);
		assert_eq!(System::account_nonce(key("till")), 1);
	});
}
