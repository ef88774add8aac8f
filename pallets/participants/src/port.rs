// SPDX-License-Identifier: Apache-2.0

use crate::{Banks, Config, Error, Keys, Pallet, Record, Records};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{BankFacts, ParticipantFacts, Participants, Signer, SpendingLimit},
	Amount, BankIndex, BankStatus, Currency, ParticipantId, Scope,
};

impl<T: Config> Participants<T::AccountId> for Pallet<T> {
	fn signer(key: &T::AccountId, scope: Scope) -> Result<Signer<T::AccountId>, DispatchError> {
		let held = Keys::<T>::get(key).ok_or(Error::<T>::UnknownKey)?;
		ensure!(held.active, Error::<T>::KeyRevoked);
		ensure!(held.scopes.has(scope), Error::<T>::ScopeMissing);
		let record = Records::<T>::get(held.participant).ok_or(Error::<T>::UnknownKey)?;
		ensure!(!record.is_suspended(), Error::<T>::ParticipantSuspended);
		ensure!(!Self::is_under_exited(&record), Error::<T>::BankExited);
		Ok(Signer { participant: held.participant, key: key.clone() })
	}

	fn facts(id: ParticipantId) -> Option<ParticipantFacts> {
		Records::<T>::get(id).map(|record| record.facts())
	}

	fn bank(index: BankIndex) -> Option<BankFacts> {
		Banks::<T>::get(index).map(|bank| bank.facts())
	}

	fn bank_of(participant: ParticipantId) -> Option<BankIndex> {
		let record = Records::<T>::get(participant)?;
		record.bank.filter(|_| record.sponsor == participant)
	}

	fn spending_limit(key: &T::AccountId, currency: Currency) -> Option<SpendingLimit> {
		Self::is_limited(key).then(|| Self::left_today(key, currency))
	}

	fn note_spent(key: &T::AccountId, currency: Currency, amount: Amount) {
		if Self::is_limited(key) && !amount.is_zero() {
			Self::use_limit(key, currency, amount);
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_limit(key: &T::AccountId, currency: Currency) {
		crate::benchmarking::limit_fully::<T>(key, currency);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_participant(
		key: T::AccountId,
		roles: split_ledger_primitives::Roles,
		bank: BankIndex,
	) -> ParticipantId {
		let known = crate::Keys::<T>::get(&key).map(|row| row.participant);
		known.unwrap_or_else(|| crate::benchmarking::participant::<T>(key, roles, bank))
	}
}

impl<T: Config> Pallet<T> {
	/// The signer of a call that concerns participants and keys.
	pub(crate) fn ensure_admin(
		origin: OriginFor<T>,
	) -> Result<Signer<T::AccountId>, DispatchError> {
		let key = ensure_signed(origin)?;
		Self::signer(&key, Scope::Admin)
	}

	fn is_under_exited(record: &Record) -> bool {
		record.bank.and_then(Banks::<T>::get).is_some_and(|bank| bank.status == BankStatus::Exited)
	}
}
