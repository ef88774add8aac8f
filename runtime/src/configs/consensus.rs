// SPDX-License-Identifier: Apache-2.0

//! Aura authors, GRANDPA finalises, sessions take their validators from the banks.

use crate::{
	no_money::NoMoney,
	sessions::{BankSessions, NothingMore, ValidatorOfBank},
	AccountId, Aura, Historical, Offences, Participants, Runtime, RuntimeEvent, SessionKeys,
};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, Get},
};
use pallet_session::historical::{IdentificationTuple, NoteHistoricalRoot};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::{key_types::GRANDPA, traits::OpaqueKeys, KeyTypeId};
use split_ledger_primitives::limits::BANKS_MAX;

/// Blocks of a session: five minutes at the default slot. A session's last block takes no
/// payments, so sessions end rarely; a change of validators takes two of them.
pub const SESSION_BLOCKS: u32 = 600;

/// How many sessions back an equivocation can be reported: a week at the default slot.
const REPORT_SESSIONS: u64 = 7 * 24 * 12;

/// The slot length that was chosen at genesis, in milliseconds.
pub struct SlotMillis;

impl Get<u64> for SlotMillis {
	fn get() -> u64 {
		Participants::slot_millis()
	}
}

/// The least time between two blocks: half a slot.
pub struct HalfSlotMillis;

impl Get<u64> for HalfSlotMillis {
	fn get() -> u64 {
		Participants::slot_millis() / 2
	}
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Aura;
	type MinimumPeriod = HalfSlotMillis;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type MaxAuthorities = ConstU32<BANKS_MAX>;
	type DisabledValidators = crate::Session;
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = SlotMillis;
}

parameter_types! {
	pub const MaxSetIdSessionEntries: u64 = REPORT_SESSIONS;
	pub const ReportLongevity: u64 = REPORT_SESSIONS * SESSION_BLOCKS as u64;
	pub const SessionPeriod: u32 = SESSION_BLOCKS;
	pub const SessionOffset: u32 = 0;
}

type GrandpaProof = <Historical as frame_support::traits::KeyOwnerProofSystem<(
	KeyTypeId,
	pallet_grandpa::AuthorityId,
)>>::Proof;

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<BANKS_MAX>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = MaxSetIdSessionEntries;
	type KeyOwnerProof = GrandpaProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

/// The key type under which GRANDPA keys are proven to have been in a session.
pub const GRANDPA_KEY: KeyTypeId = GRANDPA;

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
	type EventHandler = ();
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ValidatorOfBank;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionPeriod, SessionOffset>;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionPeriod, SessionOffset>;
	type SessionManager = NoteHistoricalRoot<Self, BankSessions>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = NoMoney;
	type KeyDeposit = ConstU32<0>;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NothingMore;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = IdentificationTuple<Self>;
	// An honest crash can look like an equivocation: an offence is an event and an alarm, and
	// eviction is a vote of the banks.
	type OnOffenceHandler = ();
}
