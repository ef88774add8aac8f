// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, GenesisParticipant};
use frame::testing_prelude::*;
use split_ledger_primitives::{ParticipantId, Role, Roles, Scopes};

#[test]
fn ids_and_places_follow_the_order_of_the_list() {
	World::new().run(|| {
		let banks: Vec<_> = Consortium::banks().into_iter().map(|view| view.id).collect();
		assert_eq!(banks, [BANK_A, BANK_B, BANK_C, BANK_D]);
		assert_eq!(Consortium::participant(MERCHANT).unwrap().sponsor, BANK_A);
		assert_eq!(Consortium::participant(PLATFORM).unwrap().sponsor, BANK_B);
		assert_eq!(Consortium::participant(AGENT).unwrap().sponsor, AGENT);
		assert_eq!(Consortium::participant(NEXT), None);
	});
}

#[test]
fn the_first_banks_vote_and_those_that_validate_are_known_to_the_session() {
	World::new().run(|| {
		let banks = [BANK_A, BANK_B, BANK_C, BANK_D];
		assert_eq!(members(), voters(&banks));
		assert_eq!(Consortium::validators(), banks.map(account_of));
		assert_eq!(Consortium::take_changed_validators(), None);
	});
}

#[test]
fn a_slot_takes_a_quarter_of_a_second_to_six() {
	World::new().run(|| assert_eq!(Consortium::slot_millis(), 500));
	World::new().with_slots_of(250).run(|| assert_eq!(Consortium::slot_millis(), 250));
	World::new().with_slots_of(6_000).run(|| assert_eq!(Consortium::slot_millis(), 6_000));
}

#[test]
#[should_panic(expected = "250 to 6000 ms")]
fn a_shorter_slot_makes_no_chain() {
	World::new().with_slots_of(249).build();
}

#[test]
#[should_panic(expected = "250 to 6000 ms")]
fn a_longer_slot_makes_no_chain() {
	World::new().with_slots_of(6_001).build();
}

#[test]
#[should_panic(expected = "a key is new")]
fn a_key_named_twice_makes_no_chain() {
	World::new().with(voted_in(Role::SettlementAgent, "merchant")).build();
}

#[test]
#[should_panic(expected = "a sponsor is a bank")]
fn a_sponsor_that_is_no_bank_makes_no_chain() {
	let customer = GenesisParticipant {
		roles: CUSTOMER,
		keys: vec![],
		sponsor: Some(AGENT),
		..voted_in(Role::Bank, "x")
	};
	World::new().with(customer).build();
}

#[test]
#[should_panic(expected = "only a bank validates")]
fn a_validator_that_is_no_bank_makes_no_chain() {
	let agent = GenesisParticipant { validates: true, ..voted_in(Role::SettlementAgent, "x") };
	World::new().with(agent).build();
}

#[test]
#[should_panic(expected = "gives no such roles")]
fn a_bank_under_a_bank_makes_no_chain() {
	let bank = GenesisParticipant { sponsor: Some(BANK_A), ..voted_in(Role::Bank, "x") };
	World::new().with(bank).build();
}

#[test]
fn a_chain_without_participants_is_sound_too() {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	World::new().build();
	TestState::new(storage).execute_with(|| {
		assert_eq!(Consortium::slot_millis(), 500);
		assert_eq!(Consortium::banks(), []);
		assert_eq!(Consortium::participant(ParticipantId(0)), None);
	});
}

#[test]
fn a_preset_reads_as_it_was_written() {
	let participant = GenesisParticipant {
		roles: Roles::of(&[Role::Bank]),
		keys: vec![(key("bank-e"), Scopes::ALL)],
		..voted_in(Role::Bank, "bank-e")
	};
	let json = serde_json::to_string(&participant).unwrap();
	assert_eq!(serde_json::from_str::<GenesisParticipant<AccountId>>(&json).unwrap(), participant);
}
