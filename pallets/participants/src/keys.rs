// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error, Event, Key, Keys, Pallet, Record, Records};
use frame::prelude::*;
use split_ledger_primitives::{limits::KEYS_MAX, ports::Signer, ParticipantId, Scope, Scopes};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_key(
		signer: Signer<T::AccountId>,
		participant: ParticipantId,
		added: T::AccountId,
		scopes: Scopes,
	) -> DispatchResult {
		let record = Records::<T>::get(participant).ok_or(Error::<T>::UnknownParticipant)?;
		ensure!(keeps_keys(&signer, participant, &record), Error::<T>::NotAllowed);
		// The new key would go round the limit (P7).
		ensure!(!Self::is_limited(&signer.key), Error::<T>::LimitedKey);
		ensure!(u32::from(record.keys) < KEYS_MAX, Error::<T>::TooManyKeys);
		Self::check_new_key(&added, scopes)?;

		Self::register_key(participant, &added, scopes);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::KeyAdded { participant, added, scopes, by, key });
		Ok(())
	}

	pub(crate) fn do_revoke_key(
		signer: Signer<T::AccountId>,
		revoked: T::AccountId,
	) -> DispatchResult {
		let (held, mut record) = Self::kept_key(&signer, &revoked)?;
		let participant = held.participant;
		let admin = held.scopes.has(Scope::Admin);
		let last_own_admin = admin && record.admins <= 1 && signer.participant == participant;
		ensure!(!last_own_admin, Error::<T>::LastAdminKey);

		Keys::<T>::insert(&revoked, Key { active: false, limited: false, ..held });
		Self::forget_limits(&revoked, &held);
		// An active key was counted (PAR-KEYS), so neither falls below zero.
		record.keys_active = record.keys_active.saturating_sub(1);
		record.admins = record.admins.saturating_sub(admin.into());
		Records::<T>::insert(participant, record);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::KeyRevoked { participant, revoked, by, key });
		Ok(())
	}

	/// An active key that the signer may decide on, and the record of whom it signs for.
	pub(crate) fn kept_key(
		signer: &Signer<T::AccountId>,
		key: &T::AccountId,
	) -> Result<(Key, Record), Error<T>> {
		let held = Keys::<T>::get(key).ok_or(Error::<T>::NoSuchKey)?;
		let record = Records::<T>::get(held.participant).ok_or(Error::<T>::UnknownParticipant)?;
		ensure!(keeps_keys(signer, held.participant, &record), Error::<T>::NotAllowed);
		ensure!(held.active, Error::<T>::KeyGone);
		Ok((held, record))
	}

	/// Writes the row of a new key and counts it.
	///
	/// The provider reference is what lets a key without a coin sign at all, and what keeps its
	/// nonce: it is taken here, once, and never given back.
	pub(crate) fn register_key(participant: ParticipantId, key: &T::AccountId, scopes: Scopes) {
		Keys::<T>::insert(key, Key { participant, scopes, active: true, limited: false });
		frame_system::Pallet::<T>::inc_providers(key);
		Records::<T>::mutate_extant(participant, |record| {
			// At most `KEYS_MAX`, which fits.
			record.keys = record.keys.saturating_add(1);
			record.keys_active = record.keys_active.saturating_add(1);
			record.admins = record.admins.saturating_add(scopes.has(Scope::Admin).into());
		});
	}
}

/// Whether the signer acts for the participant itself or for its sponsor.
fn keeps_keys<AccountId>(
	signer: &Signer<AccountId>,
	participant: ParticipantId,
	record: &Record,
) -> bool {
	signer.participant == participant || signer.participant == record.sponsor
}
