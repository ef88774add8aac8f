// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{ports::ParticipantFacts, ParticipantId, Role, Roles};

const SHOP: Roles = Roles::of(&[Role::Platform, Role::Merchant]);

fn set(by: &str, of: ParticipantId, roles: Roles, self_operated: bool) -> DispatchResult {
	Consortium::set_roles(signed(by), of, roles, self_operated)
}

#[test]
fn a_sponsor_sets_roles_and_the_observer_is_told() {
	World::new().run(|| {
		assert_ok!(set("bank-b", PLATFORM, SHOP, true));

		let view = Consortium::participant(PLATFORM).unwrap();
		assert_eq!(view.roles, [Role::Platform, Role::Merchant]);
		assert!(view.self_operated);
		let facts = ParticipantFacts {
			sponsor: BANK_B,
			roles: SHOP,
			suspended: false,
			self_operated: true,
		};
		assert_eq!(told(), [Told::Participant(PLATFORM, facts)]);
		let event = Event::RolesSet {
			participant: PLATFORM,
			roles: SHOP,
			self_operated: true,
			by: BANK_B,
			key: key("bank-b"),
		};
		assert_eq!(events(), [event]);
	});
}

#[test]
fn nobody_but_the_sponsor_sets_roles() {
	World::new().run(|| {
		for other in ["merchant", "bank-b", "supervisor", "agent"] {
			assert_noop!(set(other, MERCHANT, SHOP, false), ParticipantsError::NotAllowed);
		}
		assert_noop!(set("bank-a", NEXT, SHOP, false), ParticipantsError::UnknownParticipant);
	});
}

#[test]
fn who_was_voted_in_keeps_the_role_it_was_voted_in_for() {
	World::new().run(|| {
		for (name, id) in [("bank-a", BANK_A), ("agent", AGENT), ("supervisor", SUPERVISOR)] {
			assert_noop!(set(name, id, CUSTOMER, false), ParticipantsError::InvalidRoles);
		}
		let bank = Roles::of(&[Role::Bank]);
		assert_noop!(set("bank-a", MERCHANT, bank, false), ParticipantsError::InvalidRoles);
		assert_noop!(set("bank-a", MERCHANT, Roles::NONE, false), ParticipantsError::InvalidRoles);
	});
}

#[test]
fn only_a_platform_is_self_operated() {
	World::new().run(|| {
		let supplier = Roles::of(&[Role::Supplier]);
		assert_noop!(set("bank-a", MERCHANT, supplier, true), ParticipantsError::InvalidRoles);
		assert_ok!(set("bank-a", MERCHANT, SHOP, true));
		assert_noop!(set("bank-a", MERCHANT, supplier, true), ParticipantsError::InvalidRoles);
		assert_ok!(set("bank-a", MERCHANT, supplier, false));
	});
}

#[test]
fn setting_what_is_set_is_refused() {
	World::new().run(|| {
		assert_noop!(set("bank-a", MERCHANT, CUSTOMER, false), ParticipantsError::NothingChanges);
		assert_eq!(told(), []);
	});
}
