// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, SuspendReason};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{BankFacts, ParticipantFacts, Participants, Signer},
	views::{KeyView, ParticipantView},
	BankIndex, BankStatus, Role, Scope,
};

#[test]
fn a_signer_is_the_participant_and_the_key() {
	World::new().run(|| {
		for scope in Scope::ALL {
			let signer = Signer { participant: MERCHANT, key: key("merchant") };
			assert_eq!(Consortium::signer(&key("merchant"), *scope), Ok(signer));
		}
	});
}

#[test]
fn a_signer_is_refused_with_an_error_of_its_own_each() {
	World::new().run(|| {
		let refused = |name: &str| Consortium::signer(&key(name), Scope::Treasury).unwrap_err();
		assert_eq!(refused("stranger"), ParticipantsError::UnknownKey.into());
		assert_eq!(refused("bank-a-pay"), ParticipantsError::ScopeMissing.into());

		assert_ok!(Consortium::suspend(signed("supervisor"), BANK_A, SuspendReason::Other));
		assert_eq!(refused("bank-a"), ParticipantsError::ParticipantSuspended.into());

		assert_ok!(Consortium::set_bank_status(council(), A, BankStatus::RunOff));
		assert_ok!(Consortium::signer(&key("merchant"), Scope::Treasury));
		assert_ok!(Consortium::set_bank_status(council(), A, BankStatus::Exited));
		assert_eq!(refused("merchant"), ParticipantsError::BankExited.into());

		assert_ok!(Consortium::revoke_key(signed("bank-b"), key("bank-b-pay")));
		assert_eq!(refused("bank-b-pay"), ParticipantsError::KeyRevoked.into());
	});
}

#[test]
fn facts_are_answered_for_given_ids_only() {
	World::new().run(|| {
		let facts = ParticipantFacts {
			sponsor: BANK_A,
			roles: CUSTOMER,
			suspended: false,
			self_operated: false,
		};
		assert_eq!(Consortium::facts(MERCHANT), Some(facts));
		assert_eq!(Consortium::facts(NEXT), None);
	});
}

#[test]
fn banks_are_found_by_place_and_by_participant() {
	World::new().run(|| {
		let facts = BankFacts { participant: BANK_D, status: BankStatus::Active };
		assert_eq!(Consortium::bank(D), Some(facts));
		assert_eq!(Consortium::bank(E), None);
		assert_eq!(Consortium::bank(BankIndex(u8::MAX)), None);

		assert_eq!(Consortium::bank_of(BANK_D), Some(D));
		for no_bank in [AGENT, MERCHANT, NEXT] {
			assert_eq!(Consortium::bank_of(no_bank), None);
		}
	});
}

#[test]
fn a_participant_is_shown_whole() {
	World::new().run(|| {
		let view = ParticipantView {
			id: MERCHANT,
			sponsor: BANK_A,
			roles: vec![Role::Merchant],
			suspended: false,
			self_operated: false,
			commitment: commitment(2),
			review: TOMORROW,
			bank: None,
			bank_status: None,
			keys_active: 1,
		};
		assert_eq!(Consortium::participant(MERCHANT), Some(view));
	});
}

#[test]
fn a_key_is_shown_also_after_it_was_revoked() {
	World::new().run(|| {
		let shown = |active| KeyView { participant: BANK_A, scopes: vec![Scope::Pay], active };
		assert_eq!(Consortium::key(&key("bank-a-pay")), Some(shown(true)));
		assert_ok!(Consortium::revoke_key(signed("bank-a"), key("bank-a-pay")));
		assert_eq!(Consortium::key(&key("bank-a-pay")), Some(shown(false)));
		assert_eq!(Consortium::key(&key("stranger")), None);
	});
}

#[test]
fn a_bank_that_has_left_is_still_listed() {
	World::new().run(|| {
		assert_ok!(Consortium::set_bank_status(council(), D, BankStatus::RunOff));
		assert_ok!(Consortium::set_bank_status(council(), D, BankStatus::Exited));

		let banks = Consortium::banks();
		let statuses: Vec<_> = banks.iter().filter_map(|view| view.bank_status).collect();
		use BankStatus::{Active, Exited};
		assert_eq!(statuses, [Active, Active, Active, Exited]);
	});
}
