// SPDX-License-Identifier: Apache-2.0

use crate::{
	Banks, Config, KeyLimits, Keys, LimitProposal, LimitRow, Pallet, Profiles, ProposedLimits,
	Records, SlotMillis,
};
use alloc::vec::Vec;
use codec::Encode;
use split_ledger_primitives::{
	ports::{Clock, Participants},
	views::{KeyLimitProposalView, KeyLimitView, KeyLimitsView, KeyView, ParticipantView},
	Currency, Date, ParticipantId,
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

	/// What limits a key, what it used of it today, and what waits for a second key.
	pub fn key_limits(key: &T::AccountId) -> Option<KeyLimitsView> {
		let held = Keys::<T>::get(key)?;
		let today = T::Clock::today();
		let rows = KeyLimits::<T>::get(key).unwrap_or_default();
		let proposals = ProposedLimits::<T>::get(key).unwrap_or_default();
		Some(KeyLimitsView {
			participant: held.participant,
			limited: held.limited,
			limits: rows
				.into_iter()
				.map(|(currency, row)| limit_view(currency, row, today))
				.collect(),
			proposals: proposals
				.into_iter()
				.map(|(currency, proposal)| proposal_view(currency, proposal))
				.collect(),
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

fn limit_view(currency: Currency, row: LimitRow, today: Date) -> KeyLimitView {
	let LimitRow { limit, spent, .. } = row.as_of(today);
	KeyLimitView {
		currency,
		single: limit.single,
		daily: limit.daily,
		spent_today: spent,
		left_today: row.left(today).left_today,
	}
}

fn proposal_view<AccountId: Encode>(
	currency: Currency,
	proposal: LimitProposal<AccountId>,
) -> KeyLimitProposalView {
	let LimitProposal { limit, by, maker } = proposal;
	// An account id is 32 bytes and encoded as itself; another one would be shown as nobody's.
	let maker = maker.encode().try_into().unwrap_or_default();
	KeyLimitProposalView { currency, limit, by, maker }
}
