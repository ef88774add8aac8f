// SPDX-License-Identifier: Apache-2.0

use crate::{Bank, Banks, Config, Error, Event, Pallet, Records, ToldValidators};
use alloc::vec::Vec;
use frame::{deps::sp_io::hashing::blake2_256, prelude::*};
use split_ledger_primitives::{
	ports::ParticipantObserver, BankIndex, BankSet, BankStatus, ParticipantId,
};

/// Sets the account of a bank apart from every hash that means something else.
const BANK_ACCOUNT_DOMAIN: &[u8] = b"split-ledger/bank-account";

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_bank_status(index: BankIndex, status: BankStatus) -> DispatchResult {
		let before = Banks::<T>::get(index).ok_or(Error::<T>::UnknownBank)?;
		Self::check_transition(index, before.status, status)?;
		// Validators are active banks (INV-VAL-1), so run-off ends validating as well.
		if before.validates {
			Self::check_one_less_validator()?;
		}

		let bank = Bank { status, validates: false, ..before };
		Banks::<T>::insert(index, bank);
		Self::tell_membership();
		T::Observer::bank_changed(index, &bank.facts());

		Self::deposit_event(Event::BankStatusSet { bank: index, status });
		if before.validates {
			Self::deposit_event(Event::ValidatorSet { bank: index, validates: false });
		}
		Ok(())
	}

	pub(crate) fn do_set_validator(index: BankIndex, validates: bool) -> DispatchResult {
		let bank = Banks::<T>::get(index).ok_or(Error::<T>::UnknownBank)?;
		ensure!(bank.validates != validates, Error::<T>::NothingChanges);
		if validates {
			ensure!(bank.status == BankStatus::Active, Error::<T>::BankNotActive);
			let account = Self::bank_account(bank.participant);
			ensure!(T::HasSessionKeys::contains(&account), Error::<T>::NoSessionKeys);
		} else {
			Self::check_one_less_validator()?;
		}

		Banks::<T>::insert(index, Bank { validates, ..bank });

		Self::deposit_event(Event::ValidatorSet { bank: index, validates });
		Ok(())
	}

	fn check_transition(
		index: BankIndex,
		from: BankStatus,
		to: BankStatus,
	) -> Result<(), Error<T>> {
		use BankStatus::{Active, Exited, RunOff};
		match (from, to) {
			(Active, RunOff) | (RunOff, Active) => Ok(()),
			(RunOff, Exited) => {
				ensure!(!T::BankOpen::contains(&index), Error::<T>::BankStillOpen);
				Ok(())
			}
			(Active, Active | Exited) | (RunOff, RunOff) | (Exited, Active | RunOff | Exited) => {
				Err(Error::<T>::InvalidTransition)
			}
		}
	}

	fn check_one_less_validator() -> Result<(), Error<T>> {
		let left = Self::validator_set().0.count_ones().saturating_sub(1);
		ensure!(left >= T::ValidatorsMin::get(), Error::<T>::TooFewValidators);
		Ok(())
	}

	/// The one stable account by which stock pallets know a bank. Nobody has its private key:
	/// `act_as_bank` is the only way to act as it.
	pub fn bank_account(participant: ParticipantId) -> T::AccountId {
		blake2_256(&(BANK_ACCOUNT_DOMAIN, participant).encode()).into()
	}

	/// The bank that a participant is.
	pub(crate) fn bank_row_of(participant: ParticipantId) -> Option<(BankIndex, Bank)> {
		let record = Records::<T>::get(participant)?;
		let index = record.bank.filter(|_| record.sponsor == participant)?;
		Banks::<T>::get(index).map(|bank| (index, bank))
	}

	/// The accounts of the banks that validate, in the order of their places.
	pub fn validators() -> Vec<T::AccountId> {
		Self::bank_rows()
			.filter(|(_, bank)| bank.validates)
			.map(|(_, bank)| Self::bank_account(bank.participant))
			.collect()
	}

	/// The validators, if they are others than when this was last asked.
	///
	/// The session manager answers its sessions with it: `Some` of the same set would start a new
	/// set of finality voters each session.
	pub fn take_changed_validators() -> Option<Vec<T::AccountId>> {
		let now = Self::validator_set();
		if ToldValidators::<T>::get() == now {
			return None;
		}
		ToldValidators::<T>::put(now);
		Some(Self::validators())
	}

	pub(crate) fn validator_set() -> BankSet {
		Self::bank_rows()
			.filter(|(_, bank)| bank.validates)
			.fold(BankSet::default(), |set, (index, _)| set.with(index, true))
	}

	/// All banks there ever were, in the order of their places: at most 64.
	pub(crate) fn bank_rows() -> impl Iterator<Item = (BankIndex, Bank)> {
		let count = crate::NextBank::<T>::get().0;
		(0..count).filter_map(|no| Banks::<T>::get(BankIndex(no)).map(|bank| (BankIndex(no), bank)))
	}

	/// The accounts of the active banks, sorted: who votes.
	pub(crate) fn voters() -> Vec<T::AccountId> {
		let mut accounts: Vec<_> = Self::bank_rows()
			.filter(|(_, bank)| bank.status == BankStatus::Active)
			.map(|(_, bank)| Self::bank_account(bank.participant))
			.collect();
		accounts.sort();
		accounts
	}

	/// Makes the collective what the active banks are, where it is not so already.
	pub(crate) fn tell_membership() {
		let members = T::Members::get();
		let voters = Self::voters();
		if members != voters {
			T::Membership::set_members_sorted(&voters, &members);
		}
	}
}
