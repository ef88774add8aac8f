// SPDX-License-Identifier: Apache-2.0

use crate::{
	Bank, Banks, Config, Error, Event, NewKeys, NextBank, NextParticipant, Pallet, Profile,
	Profiles, Record, Records, Suspension,
};
use alloc::collections::BTreeSet;
use frame::prelude::*;
use split_ledger_primitives::{
	limits::BANKS_MAX,
	ports::{Clock, ParticipantObserver, Signer},
	BankIndex, BankStatus, Date, ParticipantId, Role, Roles, Scope, Scopes,
};

/// The roles that only a vote gives. Whoever has one of them has no other: an agent is no bank
/// (M4), and a supervisor never moves money.
pub(crate) const BY_VOTE: Roles = Roles::of(&[Role::Bank, Role::SettlementAgent, Role::Supervisor]);

/// The roles that a bank gives to its customers.
pub(crate) const BY_SPONSOR: Roles = Roles(Roles::ALL.0 & !BY_VOTE.0);

/// Under whom a participant stands.
#[derive(Clone, Copy)]
pub(crate) struct Sponsor {
	pub(crate) participant: ParticipantId,
	pub(crate) bank: Option<BankIndex>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_admit(
		roles: Roles,
		profile: Profile,
		keys: NewKeys<T::AccountId>,
	) -> DispatchResult {
		ensure!(is_one_by_vote(roles), Error::<T>::InvalidRoles);
		Self::check_review(profile.review)?;
		Self::check_new_keys(&keys)?;
		ensure!(keys.iter().any(|(_, scopes)| scopes.has(Scope::Admin)), Error::<T>::LastAdminKey);
		let id = Self::next_participant()?;
		let bank = if roles.has(Role::Bank) { Some(Self::next_bank()?) } else { None };

		Self::enrol(id, roles, Sponsor { participant: id, bank }, profile);
		for (key, scopes) in &keys {
			Self::register_key(id, key, *scopes);
		}
		if let Some(index) = bank {
			Self::found_bank(index, id, false);
			Self::tell_membership();
		}

		Self::deposit_event(Event::Admitted { participant: id, roles, bank, keys });
		Ok(())
	}

	pub(crate) fn do_onboard(
		signer: Signer<T::AccountId>,
		roles: Roles,
		profile: Profile,
		keys: NewKeys<T::AccountId>,
	) -> DispatchResult {
		let (bank, row) = Self::bank_row_of(signer.participant).ok_or(Error::<T>::NotABank)?;
		ensure!(row.status == BankStatus::Active, Error::<T>::BankNotActive);
		ensure!(is_by_sponsor(roles), Error::<T>::InvalidRoles);
		Self::check_review(profile.review)?;
		Self::check_new_keys(&keys)?;
		let id = Self::next_participant()?;

		let sponsor = Sponsor { participant: signer.participant, bank: Some(bank) };
		Self::enrol(id, roles, sponsor, profile);
		for (key, scopes) in &keys {
			Self::register_key(id, key, *scopes);
		}

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::Onboarded { participant: id, roles, keys, by, key });
		Ok(())
	}

	fn check_review(review: Date) -> Result<(), Error<T>> {
		ensure!(review > T::Clock::today(), Error::<T>::ReviewNotAhead);
		Ok(())
	}

	fn check_new_keys(keys: &NewKeys<T::AccountId>) -> Result<(), Error<T>> {
		let mut seen = BTreeSet::new();
		for (key, scopes) in keys {
			Self::check_new_key(key, *scopes)?;
			ensure!(seen.insert(key), Error::<T>::KeyInUse);
		}
		Ok(())
	}

	/// Whether a key with these scopes can be added to somebody.
	pub(crate) fn check_new_key(key: &T::AccountId, scopes: Scopes) -> Result<(), Error<T>> {
		ensure!(scopes.is_valid() && !scopes.is_empty(), Error::<T>::InvalidScopes);
		match crate::Keys::<T>::get(key) {
			None => Ok(()),
			Some(known) if known.active => Err(Error::<T>::KeyInUse),
			Some(_) => Err(Error::<T>::KeyGone),
		}
	}

	fn next_participant() -> Result<ParticipantId, Error<T>> {
		let id = NextParticipant::<T>::get();
		ensure!(id.0 < u32::MAX, Error::<T>::TooManyParticipants);
		Ok(id)
	}

	fn next_bank() -> Result<BankIndex, Error<T>> {
		let index = NextBank::<T>::get();
		ensure!(u32::from(index.0) < BANKS_MAX, Error::<T>::TooManyBanks);
		Ok(index)
	}

	/// Writes the rows of a new participant without keys, and moves the counter on.
	pub(crate) fn enrol(id: ParticipantId, roles: Roles, sponsor: Sponsor, profile: Profile) {
		let record = Record {
			sponsor: sponsor.participant,
			bank: sponsor.bank,
			roles,
			suspension: Suspension::default(),
			self_operated: false,
			keys: 0,
			keys_active: 0,
			admins: 0,
		};
		Records::<T>::insert(id, record);
		Profiles::<T>::insert(id, profile);
		// `next_participant` has checked that there is a next one.
		NextParticipant::<T>::put(ParticipantId(id.0.saturating_add(1)));
	}

	/// Writes the row of a new bank and moves the counter on. Its account lives from now on, for
	/// ever: it has no money that could keep it, and its nonce must never restart.
	pub(crate) fn found_bank(index: BankIndex, participant: ParticipantId, validates: bool) {
		let bank = Bank { participant, status: BankStatus::Active, validates };
		Banks::<T>::insert(index, bank);
		// `next_bank` has checked that there is a next one.
		NextBank::<T>::put(BankIndex(index.0.saturating_add(1)));
		frame_system::Pallet::<T>::inc_providers(&Self::bank_account(participant));
		T::Observer::bank_changed(index, &bank.facts());
	}
}

/// Exactly one of the roles that a vote gives, and no other.
pub(crate) fn is_one_by_vote(roles: Roles) -> bool {
	BY_VOTE.contains(roles) && roles.iter().count() == 1
}

/// At least one of the roles that a bank gives, and no other.
pub(crate) fn is_by_sponsor(roles: Roles) -> bool {
	BY_SPONSOR.contains(roles) && !roles.is_empty()
}
