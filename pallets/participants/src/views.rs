// SPDX-License-Identifier: Apache-2.0

use crate::{Banks, Config, Keys, Pallet, Profiles, Records, SlotMillis};
use alloc::vec::Vec;
use split_ledger_primitives::{
	ports::Participants,
	views::{KeyView, ParticipantView},
	ParticipantId,
};

impl<T: Config> Pallet<T> {
	/// A participant.
	pub fn participant(id: ParticipantId) -> Option<ParticipantView> {
		let record = Records::<T>::get(id)?;
		let profile = Profiles::<T>::get(id)?;
		let bank = Self::bank_of(id);
		Some(ParticipantView {
			id,
			sponsor: record.sponsor,
			roles: record.roles.iter().collect(),
			suspended: record.is_suspended(),
			self_operated: record.self_operated,
			commitment: profile.commitment,
			review: profile.review,
			bank,
			bank_status: bank.and_then(Banks::<T>::get).map(|bank| bank.status),
			keys_active: record.keys_active.into(),
		})
	}

	/// Whom a key signs for, what it may sign, and whether it still may.
	pub fn key(key: &T::AccountId) -> Option<KeyView> {
		Keys::<T>::get(key).map(|held| KeyView {
			participant: held.participant,
			scopes: held.scopes.iter().collect(),
			active: held.active,
		})
	}

	/// All banks there ever were, in the order of their places.
	pub fn banks() -> Vec<ParticipantView> {
		Self::bank_rows().filter_map(|(_, bank)| Self::participant(bank.participant)).collect()
	}

	/// Milliseconds of a slot.
	pub fn slot_millis() -> u64 {
		SlotMillis::<T>::get()
	}
}
