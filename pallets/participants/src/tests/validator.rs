// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{BankIndex, BankStatus};

fn set(bank: BankIndex, validates: bool) -> DispatchResult {
	Consortium::set_validator(council(), bank, validates)
}

#[test]
fn a_bank_stops_validating_and_starts_again() {
	World::new().run(|| {
		assert_ok!(set(D, false));
		assert_eq!(Consortium::validators(), [BANK_A, BANK_B, BANK_C].map(account_of));
		assert_eq!(events(), [Event::ValidatorSet { bank: D, validates: false }]);

		assert_ok!(set(D, true));
		assert_eq!(Consortium::validators(), [BANK_A, BANK_B, BANK_C, BANK_D].map(account_of));
		assert_eq!(events(), [Event::ValidatorSet { bank: D, validates: true }]);
	});
}

#[test]
fn validators_never_fall_below_the_fewest() {
	World::new().run(|| {
		assert_ok!(set(D, false));
		assert_noop!(set(A, false), ParticipantsError::TooFewValidators);
	});
}

#[test]
fn only_an_active_bank_validates() {
	World::new().run(|| {
		assert_ok!(Consortium::set_bank_status(council(), D, BankStatus::RunOff));
		assert_noop!(set(D, true), ParticipantsError::BankNotActive);
		assert_noop!(set(E, true), ParticipantsError::UnknownBank);
	});
}

#[test]
fn a_bank_without_session_keys_does_not_validate() {
	World::new().run(|| {
		assert_ok!(set(D, false));
		drop_session_keys(BANK_D);
		assert_noop!(set(D, true), ParticipantsError::NoSessionKeys);
	});
}

#[test]
fn setting_what_is_set_is_refused() {
	World::new().run(|| {
		assert_noop!(set(D, true), ParticipantsError::NothingChanges);
		assert_ok!(set(D, false));
		assert_noop!(set(D, false), ParticipantsError::NothingChanges);
	});
}

#[test]
fn the_session_is_told_only_what_changed_since_it_last_asked() {
	World::new().run(|| {
		assert_eq!(Consortium::take_changed_validators(), None);

		assert_ok!(set(D, false));
		let three = [BANK_A, BANK_B, BANK_C].map(account_of);
		assert_eq!(Consortium::take_changed_validators(), Some(three.to_vec()));
		assert_eq!(Consortium::take_changed_validators(), None);
	});
}

#[test]
fn a_change_that_was_taken_back_is_no_change() {
	World::new().run(|| {
		assert_ok!(set(D, false));
		assert_ok!(set(D, true));
		assert_eq!(Consortium::take_changed_validators(), None);
	});
}

#[test]
fn run_off_of_a_validator_is_told_to_the_session() {
	World::new().run(|| {
		assert_ok!(Consortium::set_bank_status(council(), D, BankStatus::RunOff));
		let three = [BANK_A, BANK_B, BANK_C].map(account_of);
		assert_eq!(Consortium::take_changed_validators(), Some(three.to_vec()));
	});
}
