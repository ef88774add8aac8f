// SPDX-License-Identifier: Apache-2.0

use crate::{
	admit::{is_by_sponsor, is_one_by_vote},
	Banks, Config, Key, KeyLimits, Keys, LimitProposal, NextBank, NextParticipant, Pallet,
	Profiles, ProposedLimits, Quotas, Record, Records,
};
use alloc::collections::BTreeMap;
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use split_ledger_primitives::{
	limits::KEYS_MAX,
	ports::{Clock, Participants},
	BankIndex, BankStatus, ParticipantId, Role, Scope,
};

impl<T: Config> Pallet<T> {
	/// Everything that must always hold of participants, keys and banks.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		Self::every_id_is_a_participant()?;
		Self::every_participant_stands_under_its_sponsor()?;
		Self::every_key_can_sign_for_ever()?;
		Self::no_account_is_used_and_not_kept()?;
		Self::every_record_counts_its_keys()?;
		Self::limited_keys_have_limits()?;
		Self::proposed_limits_wait_for_a_second_key()?;
		Self::banks_and_participants_name_each_other()?;
		Self::validators_are_active_banks()?;
		Self::active_banks_vote()
	}

	/// INV-PAR: ids are given in order, each with its record and its profile, and every id that is
	/// named anywhere here was given.
	fn every_id_is_a_participant() -> Result<(), TryRuntimeError> {
		let next = NextParticipant::<T>::get().0;
		let given = |id: ParticipantId| Records::<T>::contains_key(id);
		for no in 0..next {
			ensure!(given(ParticipantId(no)), "INV-PAR: a given id has no record");
			ensure!(
				Profiles::<T>::contains_key(ParticipantId(no)),
				"INV-PAR: a participant has no profile"
			);
		}
		let count = next as usize;
		ensure!(Records::<T>::iter_keys().count() == count, "INV-PAR: a record of no given id");
		ensure!(Profiles::<T>::iter_keys().count() == count, "INV-PAR: an profile of nobody");
		ensure!(
			Keys::<T>::iter_values().all(|key| given(key.participant)),
			"INV-PAR: a key of nobody"
		);
		ensure!(Quotas::<T>::iter_keys().all(given), "INV-PAR: a quota of nobody");
		Ok(())
	}

	/// INV-PAR: who was voted in is its own sponsor; everybody else stands under a bank, at that
	/// bank's place.
	fn every_participant_stands_under_its_sponsor() -> Result<(), TryRuntimeError> {
		for (id, record) in Records::<T>::iter() {
			if record.sponsor == id {
				ensure!(is_one_by_vote(record.roles), "INV-PAR: sponsors itself with other roles");
				let is_bank = record.roles.has(Role::Bank);
				ensure!(is_bank == record.bank.is_some(), "INV-PAR: a place for no bank, or none");
			} else {
				ensure!(is_by_sponsor(record.roles), "INV-PAR: a role that only a vote gives");
				let place = Self::bank_of(record.sponsor);
				ensure!(place.is_some(), "INV-PAR: the sponsor is no bank");
				ensure!(place == record.bank, "INV-PAR: the place is not the sponsor's");
			}
			ensure!(
				!record.self_operated || record.roles.has(Role::Platform),
				"INV-PAR: self-operated and no platform"
			);
		}
		Ok(())
	}

	/// PAR-2: every key, revoked or not, and every bank's account has a provider, so that its nonce
	/// never restarts.
	fn every_key_can_sign_for_ever() -> Result<(), TryRuntimeError> {
		let kept = |account: &T::AccountId| frame_system::Pallet::<T>::providers(account) >= 1;
		ensure!(Keys::<T>::iter_keys().all(|key| kept(&key)), "PAR-2: a key without provider");
		ensure!(
			Banks::<T>::iter_values().all(|bank| kept(&Self::bank_account(bank.participant))),
			"PAR-2: a bank's account without provider"
		);
		Ok(())
	}

	/// PAR-3: who has consumers has providers.
	fn no_account_is_used_and_not_kept() -> Result<(), TryRuntimeError> {
		let kept = frame_system::Account::<T>::iter_values()
			.all(|account| account.consumers == 0 || account.providers > 0);
		ensure!(kept, "PAR-3: consumers without providers");
		Ok(())
	}

	/// PAR-KEYS: each record counts its keys, its active ones, and those that administer.
	fn every_record_counts_its_keys() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::<ParticipantId, (u32, u32, u32)>::new();
		for Key { participant, scopes, active, .. } in Keys::<T>::iter_values() {
			let (all, live, admins) = counts.entry(participant).or_default();
			*all = all.saturating_add(1);
			*live = live.saturating_add(active.into());
			*admins = admins.saturating_add((active && scopes.has(Scope::Admin)).into());
		}
		for (id, record) in Records::<T>::iter() {
			let Record { keys, keys_active, admins, .. } = record;
			let counted = counts.get(&id).copied().unwrap_or_default();
			ensure!(
				counted == (keys.into(), keys_active.into(), admins.into()),
				"PAR-KEYS: a record miscounts its keys"
			);
			ensure!(u32::from(keys) <= KEYS_MAX, "PAR-KEYS: more keys than allowed");
		}
		Ok(())
	}

	/// PAR-LIMIT (P7): a key has limits exactly where it says so, and only while it is active; it
	/// spent no more on a date than a limit of that date allowed.
	fn limited_keys_have_limits() -> Result<(), TryRuntimeError> {
		for (key, held) in Keys::<T>::iter() {
			let limited = KeyLimits::<T>::contains_key(&key);
			ensure!(held.limited == limited, "PAR-LIMIT: a key and its limits disagree");
			ensure!(held.active || !limited, "PAR-LIMIT: a revoked key has limits");
		}
		for (key, rows) in KeyLimits::<T>::iter() {
			ensure!(Keys::<T>::contains_key(&key), "PAR-LIMIT: the limits of no key");
			ensure!(!rows.is_empty(), "PAR-LIMIT: a limited key has no limit");
			for row in rows.values() {
				let limit = row.limit;
				ensure!(limit.single <= limit.daily, "PAR-LIMIT: an order may be more than a day");
				ensure!(row.date <= T::Clock::today(), "PAR-LIMIT: a use on a date to come");
				ensure!(!row.is_overspent(), "PAR-LIMIT: more was spent than the limit allowed");
				let below = row.spent > limit.daily;
				ensure!(below || !row.lowered, "PAR-LIMIT: lowered, and not below the use");
			}
		}
		Ok(())
	}

	/// PAR-LIMIT (P7): what is proposed concerns a limited key, would change its limit, and was
	/// proposed by a key with the right to it.
	fn proposed_limits_wait_for_a_second_key() -> Result<(), TryRuntimeError> {
		for (limited, proposals) in ProposedLimits::<T>::iter() {
			let rows =
				KeyLimits::<T>::get(&limited).ok_or("PAR-LIMIT: proposed for no limited key")?;
			let held = Keys::<T>::get(&limited).ok_or("PAR-LIMIT: proposed for no key")?;
			let sponsor = Records::<T>::get(held.participant).map(|record| record.sponsor);
			ensure!(!proposals.is_empty(), "PAR-LIMIT: nothing is proposed");
			for (currency, LimitProposal { limit, by, maker }) in &proposals {
				let now = rows.get(currency).map(|row| row.limit);
				ensure!(now != *limit, "PAR-LIMIT: what is proposed changes nothing");
				let maker = Keys::<T>::get(maker).ok_or("PAR-LIMIT: proposed by no key")?;
				ensure!(maker.participant == *by, "PAR-LIMIT: proposed by another one's key");
				ensure!(maker.scopes.has(Scope::Admin), "PAR-LIMIT: proposed without the scope");
				let right = *by == held.participant || Some(*by) == sponsor;
				ensure!(right, "PAR-LIMIT: proposed by somebody else");
			}
		}
		Ok(())
	}

	/// PAR-BANK: places are given in order; each bank names a participant that names it back.
	fn banks_and_participants_name_each_other() -> Result<(), TryRuntimeError> {
		let next = NextBank::<T>::get().0;
		for no in 0..next {
			let bank = Banks::<T>::get(BankIndex(no)).ok_or("PAR-BANK: a given place is empty")?;
			ensure!(
				Self::bank_of(bank.participant) == Some(BankIndex(no)),
				"PAR-BANK: a bank's participant does not name it"
			);
		}
		ensure!(
			Banks::<T>::iter_keys().count() == usize::from(next),
			"PAR-BANK: a bank at no given place"
		);
		for (id, record) in Records::<T>::iter() {
			let index = record.bank.filter(|_| record.sponsor == id);
			let named = index.and_then(Banks::<T>::get).map(|bank| bank.participant);
			ensure!(
				index.is_none() || named == Some(id),
				"PAR-BANK: a participant's bank does not name it"
			);
		}
		Ok(())
	}

	/// INV-VAL-1: validators are active banks with session keys, and as many as it takes.
	fn validators_are_active_banks() -> Result<(), TryRuntimeError> {
		for bank in Banks::<T>::iter_values().filter(|bank| bank.validates) {
			ensure!(bank.status == BankStatus::Active, "INV-VAL-1: a validator is not active");
			ensure!(
				T::HasSessionKeys::contains(&Self::bank_account(bank.participant)),
				"INV-VAL-1: a validator has no session keys"
			);
		}
		// A chain that has no banks yet, as in the mocks of other pallets, has no validators.
		let none = NextBank::<T>::get() == BankIndex(0);
		let count = Self::validator_set().0.count_ones();
		ensure!(none || count >= T::ValidatorsMin::get(), "INV-VAL-1: too few validators");
		Ok(())
	}

	/// PAR-VOTE: the collective is exactly the active banks.
	fn active_banks_vote() -> Result<(), TryRuntimeError> {
		ensure!(T::Members::get() == Self::voters(), "PAR-VOTE: members are not the active banks");
		Ok(())
	}
}
