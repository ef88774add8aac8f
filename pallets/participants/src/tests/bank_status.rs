// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::BankFacts,
	BankIndex,
	BankStatus::{self, Active, Exited, RunOff},
};

fn set(status: BankStatus) -> DispatchResult {
	Consortium::set_bank_status(council(), D, status)
}

fn told_of_d(status: BankStatus) -> Told {
	Told::Bank(D, BankFacts { participant: BANK_D, status })
}

#[test]
fn run_off_ends_the_vote_and_validating() {
	World::new().run(|| {
		assert_ok!(set(RunOff));

		assert_eq!(members(), voters(&[BANK_A, BANK_B, BANK_C]));
		let validators = [BANK_A, BANK_B, BANK_C].map(account_of);
		assert_eq!(Consortium::validators(), validators);
		assert_eq!(told(), [told_of_d(RunOff)]);
		let expected = [
			Event::BankStatusSet { bank: D, status: RunOff },
			Event::ValidatorSet { bank: D, validates: false },
		];
		assert_eq!(events(), expected);
	});
}

#[test]
fn a_bank_comes_back_from_run_off_with_its_vote_and_without_validating() {
	World::new().run(|| {
		assert_ok!(set(RunOff));
		events();
		told();

		assert_ok!(set(Active));

		assert_eq!(members(), voters(&[BANK_A, BANK_B, BANK_C, BANK_D]));
		assert!(!Consortium::validators().contains(&account_of(BANK_D)));
		assert_eq!(told(), [told_of_d(Active)]);
		assert_eq!(events(), [Event::BankStatusSet { bank: D, status: Active }]);
	});
}

#[test]
fn a_bank_leaves_when_nothing_of_it_is_open() {
	World::new().run(|| {
		assert_ok!(set(RunOff));
		leave_open(D);
		assert_noop!(set(Exited), ParticipantsError::BankStillOpen);

		nothing_open();
		assert_ok!(set(Exited));
		assert_eq!(Consortium::participant(BANK_D).unwrap().bank_status, Some(Exited));
	});
}

#[test]
fn nothing_is_signed_under_a_bank_that_has_left() {
	World::new().run(|| {
		let act = || Consortium::add_key(signed("merchant"), MERCHANT, key("till"), PAY);
		assert_ok!(Consortium::set_bank_status(council(), A, RunOff));
		assert_ok!(act());
		assert_ok!(Consortium::set_bank_status(council(), A, Exited));

		let rotate = Consortium::add_key(signed("bank-a"), MERCHANT, key("other"), PAY);
		assert_eq!(rotate, Err(ParticipantsError::BankExited.into()));
		assert_noop!(
			Consortium::revoke_key(signed("merchant"), key("till")),
			ParticipantsError::BankExited
		);
	});
}

#[test]
fn every_other_step_is_refused() {
	World::new().run(|| {
		for to in [Active, Exited] {
			assert_noop!(set(to), ParticipantsError::InvalidTransition);
		}
		assert_ok!(set(RunOff));
		assert_noop!(set(RunOff), ParticipantsError::InvalidTransition);
		assert_ok!(set(Exited));
		for to in [Active, RunOff, Exited] {
			assert_noop!(set(to), ParticipantsError::InvalidTransition);
		}
	});
}

#[test]
fn run_off_cannot_leave_too_few_validators() {
	World::new().run(|| {
		assert_ok!(set(RunOff));
		let next = Consortium::set_bank_status(council(), A, RunOff);
		assert_eq!(next, Err(ParticipantsError::TooFewValidators.into()));

		// Who does not validate can go.
		assert_ok!(set(Active));
		assert_ok!(set(RunOff));
	});
}

#[test]
fn a_bank_that_was_never_admitted_has_no_status() {
	World::new().run(|| {
		for index in [E, BankIndex(u8::MAX)] {
			assert_noop!(
				Consortium::set_bank_status(council(), index, RunOff),
				ParticipantsError::UnknownBank
			);
		}
	});
}
