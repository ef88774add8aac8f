// SPDX-License-Identifier: Apache-2.0

//! The chains that the runtime can start by itself: a developer's, and four banks on one machine.
//!
//! Both use well-known keys and must never be used for money.

use crate::{AccountId, RuntimeGenesisConfig, SessionConfig, SessionKeys};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_participants::{GenesisParticipant, Pallet as ParticipantsPallet};
use serde_json::Value;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use split_ledger_primitives::{Commitment, Date, ParticipantId, Role, Roles, Scopes};

/// Milliseconds of a slot where a chain spec says nothing else.
const SLOT_MILLIS: u64 = 500;

/// The preset of that name, as a patch of the default genesis.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		sp_genesis_builder::DEV_RUNTIME_PRESET => consortium(&[Sr25519Keyring::Alice]),
		sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET => consortium(&[
			Sr25519Keyring::Alice,
			Sr25519Keyring::Bob,
			Sr25519Keyring::Charlie,
			Sr25519Keyring::Dave,
		]),
		_ => return None,
	};
	Some(patch.to_string().into_bytes())
}

/// The names of all presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![
		PresetId::from(sp_genesis_builder::DEV_RUNTIME_PRESET),
		PresetId::from(sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET),
	]
}

/// Banks with these keys, each with a validator, and nothing else: no currency, no money.
fn consortium(banks: &[Sr25519Keyring]) -> Value {
	let participants = banks.iter().map(|key| GenesisParticipant {
		roles: Roles::of(&[Role::Bank]),
		sponsor: None,
		keys: vec![(key.to_account_id(), Scopes::ALL)],
		validates: true,
		commitment: Commitment([0; 32]),
		review: Date::default(),
	});
	let sessions = (0u32..).zip(banks).filter_map(|(index, key)| {
		let account: AccountId =
			ParticipantsPallet::<crate::Runtime>::bank_account(ParticipantId(index));
		let grandpa = Ed25519Keyring::iter().find(|other| other.to_seed() == key.to_seed())?;
		let keys = SessionKeys { aura: key.public().into(), grandpa: grandpa.public().into() };
		Some((account.clone(), account, keys))
	});
	build_struct_json_patch!(RuntimeGenesisConfig {
		participants: pallet_participants::GenesisConfig {
			slot_millis: SLOT_MILLIS,
			participants: participants.collect(),
		},
		session: SessionConfig { keys: sessions.collect() },
	})
}
