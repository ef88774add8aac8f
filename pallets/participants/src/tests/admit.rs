// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event, NewKeys};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::{BANKS_MAX, KEYS_MAX},
	ports::BankFacts,
	BankIndex, BankStatus, Date, ParticipantId, Role, Roles, Scopes,
};

const BANK: Roles = Roles::of(&[Role::Bank]);

fn admit(roles: Roles, first_keys: NewKeys<AccountId>) -> DispatchResult {
	Consortium::admit(council(), roles, commitment(9), TOMORROW, first_keys)
}

#[test]
fn a_bank_that_is_admitted_gets_a_place_a_vote_and_its_keys() {
	World::new().run(|| {
		let first = keys(&[("bank-e", Scopes::ALL), ("bank-e-pay", PAY)]);

		assert_ok!(admit(BANK, first.clone()));

		let view = Consortium::participant(NEXT).unwrap();
		assert_eq!((view.sponsor, view.bank), (NEXT, Some(E)));
		assert_eq!((view.bank_status, view.keys_active), (Some(BankStatus::Active), 2));
		assert_eq!((view.commitment, view.review), (commitment(9), TOMORROW));
		assert_eq!(members(), voters(&[BANK_A, BANK_B, BANK_C, BANK_D, NEXT]));
		let facts = BankFacts { participant: NEXT, status: BankStatus::Active };
		assert_eq!(told(), [Told::Bank(E, facts)]);
		let event = Event::Admitted { participant: NEXT, roles: BANK, bank: Some(E), keys: first };
		assert_eq!(events(), [event]);
	});
}

#[test]
fn an_admitted_bank_does_not_validate_before_it_is_voted_a_validator() {
	World::new().run(|| {
		assert_ok!(admit(BANK, keys(&[("bank-e", ADMIN)])));

		assert!(!Consortium::validators().contains(&account_of(NEXT)));
		assert_eq!(Consortium::take_changed_validators(), None);
	});
}

#[test]
fn an_agent_that_is_admitted_is_its_own_sponsor_and_no_bank() {
	World::new().run(|| {
		let roles = Roles::of(&[Role::SettlementAgent]);

		assert_ok!(admit(roles, keys(&[("agent-2", ADMIN)])));

		let view = Consortium::participant(NEXT).unwrap();
		assert_eq!((view.sponsor, view.bank, view.bank_status), (NEXT, None, None));
		assert_eq!(members(), voters(&[BANK_A, BANK_B, BANK_C, BANK_D]));
		assert_eq!(told(), []);
	});
}

#[test]
fn a_vote_gives_one_role_and_none_that_banks_give() {
	World::new().run(|| {
		let refused = [
			Roles::NONE,
			Roles::of(&[Role::Merchant]),
			Roles::of(&[Role::Bank, Role::SettlementAgent]),
			Roles::of(&[Role::Bank, Role::Platform]),
			Roles::of(&[Role::SettlementAgent, Role::Supervisor]),
			Roles(1 << 15),
		];
		for roles in refused {
			assert_noop!(admit(roles, keys(&[("new", ADMIN)])), ParticipantsError::InvalidRoles);
		}
	});
}

#[test]
fn who_sponsors_itself_needs_a_key_that_administers() {
	World::new().run(|| {
		assert_noop!(admit(BANK, keys(&[])), ParticipantsError::LastAdminKey);
		assert_noop!(admit(BANK, keys(&[("new", PAY)])), ParticipantsError::LastAdminKey);
		assert_ok!(admit(BANK, keys(&[("new", ADMIN)])));
	});
}

#[test]
fn the_review_must_lie_after_today() {
	World::new().run(|| {
		let on = |review: Date| {
			Consortium::admit(council(), BANK, commitment(9), review, keys(&[("new", ADMIN)]))
		};
		assert_noop!(on(TODAY), ParticipantsError::ReviewNotAhead);
		assert_ok!(on(TOMORROW));
	});
}

#[test]
fn the_first_keys_must_be_new_distinct_and_with_scopes() {
	World::new().run(|| {
		let twice = keys(&[("new", ADMIN), ("new", PAY)]);
		let taken = keys(&[("new", ADMIN), ("merchant", PAY)]);
		let scopeless = keys(&[("new", ADMIN), ("newer", Scopes::NONE)]);
		let unknown = keys(&[("new", ADMIN), ("newer", Scopes(1 << 15))]);
		assert_noop!(admit(BANK, twice), ParticipantsError::KeyInUse);
		assert_noop!(admit(BANK, taken), ParticipantsError::KeyInUse);
		assert_noop!(admit(BANK, scopeless), ParticipantsError::InvalidScopes);
		assert_noop!(admit(BANK, unknown), ParticipantsError::InvalidScopes);

		assert_ok!(Consortium::revoke_key(signed("bank-a"), key("merchant")));
		let gone = keys(&[("new", ADMIN), ("merchant", PAY)]);
		assert_noop!(admit(BANK, gone), ParticipantsError::KeyGone);
	});
}

#[test]
fn as_many_keys_as_allowed_can_be_brought_at_once() {
	World::new().run(|| {
		let names: Vec<_> = (0..KEYS_MAX).map(|no| format!("new-{no}")).collect();
		let list: Vec<_> = names.iter().map(|name| (name.as_str(), ADMIN)).collect();

		assert_ok!(admit(BANK, keys(&list)));

		assert_eq!(Consortium::participant(NEXT).unwrap().keys_active, KEYS_MAX);
	});
}

#[test]
fn the_consortium_has_sixty_four_places() {
	World::new().run(|| {
		for no in E.0..BANKS_MAX as u8 {
			assert_ok!(admit(BANK, keys(&[(&format!("bank-{no}"), ADMIN)])));
		}
		let last = BankIndex(BANKS_MAX as u8 - 1);
		let newest = ParticipantId(NEXT.0 + BANKS_MAX - 1 - u32::from(E.0));
		assert_eq!(Consortium::participant(newest).unwrap().bank, Some(last));

		assert_noop!(admit(BANK, keys(&[("one-more", ADMIN)])), ParticipantsError::TooManyBanks);
		let agent = Roles::of(&[Role::SettlementAgent]);
		assert_ok!(admit(agent, keys(&[("one-more", ADMIN)])));
	});
}
