// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event, NewKeys, NextParticipant};
use frame::testing_prelude::*;
use split_ledger_primitives::{BankStatus, ParticipantId, Role, Roles, Scope, Scopes};

fn onboard(name: &str, roles: Roles, first_keys: NewKeys<AccountId>) -> DispatchResult {
	Consortium::onboard(signed(name), roles, commitment(9), TOMORROW, first_keys)
}

#[test]
fn a_bank_becomes_the_sponsor_of_whom_it_onboards() {
	World::new().run(|| {
		let roles = Roles::of(&[Role::Merchant, Role::Supplier]);
		let first = keys(&[("shop", Scopes::of(&[Scope::Pay, Scope::Rules]))]);

		assert_ok!(onboard("bank-b", roles, first.clone()));

		let view = Consortium::participant(NEXT).unwrap();
		assert_eq!((view.sponsor, view.bank, view.keys_active), (BANK_B, None, 1));
		assert_eq!(view.roles, [Role::Merchant, Role::Supplier]);
		assert!(!view.suspended && !view.self_operated);
		let held = Consortium::key(&key("shop")).unwrap();
		assert_eq!(held.participant, NEXT);
		assert_eq!((held.scopes, held.active), (vec![Scope::Pay, Scope::Rules], true));
		let event = Event::Onboarded {
			participant: NEXT,
			roles,
			keys: first,
			by: BANK_B,
			key: key("bank-b"),
		};
		assert_eq!(events(), [event]);
	});
}

#[test]
fn a_customer_whose_bank_signs_for_it_needs_no_key() {
	World::new().run(|| {
		assert_ok!(onboard("bank-a", CUSTOMER, keys(&[])));
		assert_eq!(Consortium::participant(NEXT).unwrap().keys_active, 0);
	});
}

#[test]
fn only_a_bank_onboards() {
	World::new().run(|| {
		for name in ["merchant", "agent", "supervisor"] {
			assert_noop!(onboard(name, CUSTOMER, keys(&[])), ParticipantsError::NotABank);
		}
	});
}

#[test]
fn a_bank_in_run_off_onboards_nobody() {
	World::new().run(|| {
		assert_ok!(Consortium::set_bank_status(council(), A, BankStatus::RunOff));
		assert_noop!(onboard("bank-a", CUSTOMER, keys(&[])), ParticipantsError::BankNotActive);

		assert_ok!(Consortium::set_bank_status(council(), A, BankStatus::Active));
		assert_ok!(onboard("bank-a", CUSTOMER, keys(&[])));
	});
}

#[test]
fn a_bank_gives_no_role_that_only_a_vote_gives() {
	World::new().run(|| {
		let by_vote = [Role::Bank, Role::SettlementAgent, Role::Supervisor];
		for role in by_vote {
			let alone = Roles::of(&[role]);
			let together = Roles::of(&[role, Role::Merchant]);
			for roles in [alone, together] {
				assert_noop!(onboard("bank-a", roles, keys(&[])), ParticipantsError::InvalidRoles);
			}
		}
		for roles in [Roles::NONE, Roles(1 << 15)] {
			assert_noop!(onboard("bank-a", roles, keys(&[])), ParticipantsError::InvalidRoles);
		}
		let others = Role::ALL.iter().filter(|role| !by_vote.contains(role));
		for role in others {
			assert_ok!(onboard("bank-a", Roles::of(&[*role]), keys(&[])));
		}
	});
}

#[test]
fn the_review_must_lie_after_today() {
	World::new().run(|| {
		let on = |review| {
			Consortium::onboard(signed("bank-a"), CUSTOMER, commitment(9), review, keys(&[]))
		};
		assert_noop!(on(TODAY), ParticipantsError::ReviewNotAhead);
		assert_ok!(on(TOMORROW));
	});
}

#[test]
fn the_first_keys_must_be_new_and_with_scopes() {
	World::new().run(|| {
		let taken = keys(&[("bank-b", PAY)]);
		let scopeless = keys(&[("new", Scopes::NONE)]);
		assert_noop!(onboard("bank-a", CUSTOMER, taken), ParticipantsError::KeyInUse);
		assert_noop!(onboard("bank-a", CUSTOMER, scopeless), ParticipantsError::InvalidScopes);

		assert_ok!(Consortium::revoke_key(signed("bank-a"), key("merchant")));
		let gone = keys(&[("merchant", PAY)]);
		assert_noop!(onboard("bank-a", CUSTOMER, gone), ParticipantsError::KeyGone);
	});
}

#[test]
fn the_last_id_is_never_given() {
	World::new().build().execute_with(|| {
		NextParticipant::<Test>::put(ParticipantId(u32::MAX - 1));
		assert_ok!(onboard("bank-a", CUSTOMER, keys(&[])));
		assert_noop!(
			onboard("bank-a", CUSTOMER, keys(&[])),
			ParticipantsError::TooManyParticipants
		);
	});
}
