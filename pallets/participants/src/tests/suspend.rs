// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event, Party, SuspendReason};
use frame::testing_prelude::*;
use split_ledger_primitives::{ports::ParticipantFacts, ParticipantId, Role};

fn suspend(by: &str, whom: ParticipantId) -> DispatchResult {
	Consortium::suspend(signed(by), whom, SuspendReason::Compliance)
}

fn reinstate(by: &str, whom: ParticipantId) -> DispatchResult {
	Consortium::reinstate(signed(by), whom)
}

fn is_suspended(whom: ParticipantId) -> bool {
	Consortium::participant(whom).unwrap().suspended
}

fn told_of_merchant(suspended: bool) -> Told {
	let facts =
		ParticipantFacts { sponsor: BANK_A, roles: CUSTOMER, suspended, self_operated: false };
	Told::Participant(MERCHANT, facts)
}

#[test]
fn a_sponsor_suspends_its_customer_and_reinstates_it() {
	World::new().run(|| {
		assert_ok!(suspend("bank-a", MERCHANT));

		assert!(is_suspended(MERCHANT));
		assert_eq!(told(), [told_of_merchant(true)]);
		let suspended = Event::Suspended {
			participant: MERCHANT,
			party: Party::Sponsor,
			reason: SuspendReason::Compliance,
			by: BANK_A,
			key: key("bank-a"),
		};
		assert_eq!(events(), [suspended]);

		assert_ok!(reinstate("bank-a", MERCHANT));

		assert!(!is_suspended(MERCHANT));
		assert_eq!(told(), [told_of_merchant(false)]);
		let reinstated = Event::Reinstated {
			participant: MERCHANT,
			party: Party::Sponsor,
			acts_again: true,
			by: BANK_A,
			key: key("bank-a"),
		};
		assert_eq!(events(), [reinstated]);
	});
}

#[test]
fn a_supervisor_suspends_anybody_but_itself() {
	World::new().run(|| {
		for whom in [MERCHANT, BANK_A, AGENT] {
			assert_ok!(suspend("supervisor", whom));
			assert!(is_suspended(whom));
		}
		assert_noop!(suspend("supervisor", SUPERVISOR), ParticipantsError::NotAllowed);
	});
}

#[test]
fn two_supervisors_check_each_other() {
	World::new().with(voted_in(Role::Supervisor, "supervisor-2")).run(|| {
		assert_ok!(suspend("supervisor-2", SUPERVISOR));
		assert_noop!(suspend("supervisor", MERCHANT), ParticipantsError::ParticipantSuspended);
		assert_ok!(reinstate("supervisor-2", SUPERVISOR));
	});
}

#[test]
fn a_bank_neither_suspends_nor_reinstates_itself() {
	World::new().run(|| {
		assert_noop!(suspend("bank-a", BANK_A), ParticipantsError::NotAllowed);

		assert_ok!(suspend("supervisor", BANK_A));
		assert_noop!(reinstate("bank-a", BANK_A), ParticipantsError::ParticipantSuspended);
		assert_noop!(reinstate("bank-b", BANK_A), ParticipantsError::NotAllowed);
		assert_ok!(reinstate("supervisor", BANK_A));
	});
}

#[test]
fn nobody_else_suspends() {
	World::new().run(|| {
		for other in ["bank-b", "agent"] {
			assert_noop!(suspend(other, MERCHANT), ParticipantsError::NotAllowed);
			assert_noop!(reinstate(other, MERCHANT), ParticipantsError::NotAllowed);
		}
		assert_noop!(suspend("merchant", PLATFORM), ParticipantsError::NotAllowed);
		assert_noop!(suspend("supervisor", NEXT), ParticipantsError::UnknownParticipant);
		assert_noop!(reinstate("supervisor", NEXT), ParticipantsError::UnknownParticipant);
	});
}

#[test]
fn each_party_lifts_its_own_decision_only() {
	World::new().run(|| {
		assert_ok!(suspend("bank-a", MERCHANT));
		assert_noop!(reinstate("supervisor", MERCHANT), ParticipantsError::NotSuspended);
		assert_ok!(suspend("supervisor", MERCHANT));
		assert_eq!(told(), [told_of_merchant(true)]);

		assert_ok!(reinstate("bank-a", MERCHANT));
		assert!(is_suspended(MERCHANT));
		assert_eq!(told(), []);
		assert_noop!(reinstate("bank-a", MERCHANT), ParticipantsError::NotSuspended);

		assert_ok!(reinstate("supervisor", MERCHANT));
		assert!(!is_suspended(MERCHANT));
		assert_eq!(told(), [told_of_merchant(false)]);
	});
}

#[test]
fn a_party_suspends_once() {
	World::new().run(|| {
		assert_ok!(suspend("bank-a", MERCHANT));
		assert_noop!(suspend("bank-a", MERCHANT), ParticipantsError::AlreadySuspended);
		assert_ok!(suspend("supervisor", MERCHANT));
		assert_noop!(suspend("supervisor", MERCHANT), ParticipantsError::AlreadySuspended);
	});
}

#[test]
fn a_suspended_participant_signs_nothing_until_it_is_reinstated() {
	World::new().run(|| {
		let act = || Consortium::add_key(signed("merchant"), MERCHANT, key("till"), PAY);
		assert_ok!(suspend("bank-a", MERCHANT));
		assert_noop!(act(), ParticipantsError::ParticipantSuspended);

		assert_ok!(reinstate("bank-a", MERCHANT));
		assert_ok!(act());
	});
}

#[test]
fn the_customers_of_a_suspended_bank_still_act() {
	World::new().run(|| {
		assert_ok!(suspend("supervisor", BANK_A));
		assert_ok!(Consortium::add_key(signed("merchant"), MERCHANT, key("till"), PAY));
	});
}
