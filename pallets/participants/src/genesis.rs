// SPDX-License-Identifier: Apache-2.0

use crate::{
	admit::{is_by_sponsor, is_one_by_vote, Sponsor},
	Config, GenesisConfig, NextBank, Pallet, Profile, Record, Records, SlotMillis, ToldValidators,
};
use alloc::vec::Vec;
use frame::prelude::*;
use serde::{Deserialize, Serialize};
use split_ledger_primitives::{
	limits::{BANKS_MAX, KEYS_MAX},
	Commitment, Date, ParticipantId, Role, Roles, Scopes,
};

pub(crate) const SLOT_MILLIS_DEFAULT: u64 = 500;
const SLOT_MILLIS_MIN: u64 = 250;
const SLOT_MILLIS_MAX: u64 = 6_000;

/// A participant that is there from the first block on.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisParticipant<AccountId> {
	/// What it may do.
	pub roles: Roles,
	/// Its keys, and what each may sign.
	pub keys: Vec<(AccountId, Scopes)>,
	/// The id of the bank that sponsors it, which stands above it in the list; `None` for itself.
	#[serde(default)]
	pub sponsor: Option<ParticipantId>,
	/// Whether it is a bank that validates. Session keys are the session's own genesis.
	#[serde(default)]
	pub validates: bool,
	/// Salted commitment to its identity; all zero where a development chain has none.
	#[serde(default = "no_commitment")]
	pub commitment: Commitment,
	/// When it is reviewed.
	#[serde(default)]
	pub review: Date,
}

fn no_commitment() -> Commitment {
	Commitment([0; 32])
}

/// Writes the first participants. A genesis that breaks a rule of the house is no chain, so it
/// panics: on the machine of whoever makes the chain, never on a running one.
pub(crate) fn build<T: Config>(genesis: &GenesisConfig<T>) {
	let slot_millis = genesis.slot_millis;
	assert!(
		(SLOT_MILLIS_MIN..=SLOT_MILLIS_MAX).contains(&slot_millis),
		"a slot takes 250 to 6000 ms"
	);
	SlotMillis::<T>::put(slot_millis);
	for (no, participant) in genesis.participants.iter().enumerate() {
		let id = ParticipantId(u32::try_from(no).expect("a genesis list is short"));
		add::<T>(id, participant);
	}
	ToldValidators::<T>::put(Pallet::<T>::validator_set());
	Pallet::<T>::tell_membership();
}

fn add<T: Config>(id: ParticipantId, new: &GenesisParticipant<T::AccountId>) {
	let GenesisParticipant { commitment, review, .. } = *new;
	let is_bank = new.roles.has(Role::Bank);
	assert!(is_bank || !new.validates, "only a bank validates");
	assert!(new.keys.len() <= KEYS_MAX as usize, "a participant has at most 64 keys");

	let sponsor = match new.sponsor {
		Some(sponsor) => {
			assert!(is_by_sponsor(new.roles), "a sponsor gives no such roles");
			let Record { bank, roles, .. } =
				Records::<T>::get(sponsor).expect("a sponsor stands above its customers");
			assert!(roles.has(Role::Bank), "a sponsor is a bank");
			Sponsor { participant: sponsor, bank }
		}
		None => {
			assert!(is_one_by_vote(new.roles), "only a bank, agent or supervisor has no sponsor");
			Sponsor { participant: id, bank: is_bank.then(NextBank::<T>::get) }
		}
	};
	Pallet::<T>::enrol(id, new.roles, sponsor, Profile { commitment, review });
	for (key, scopes) in &new.keys {
		assert!(Pallet::<T>::check_new_key(key, *scopes).is_ok(), "a key is new and has scopes");
		Pallet::<T>::register_key(id, key, *scopes);
	}
	if let Some(index) = sponsor.bank.filter(|_| is_bank) {
		assert!(u32::from(index.0) < BANKS_MAX, "there are 64 places for banks");
		Pallet::<T>::found_bank(index, id, new.validates);
	}
}
