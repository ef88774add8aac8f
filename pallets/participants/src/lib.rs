// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod admit;
mod banks;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod codes;
mod errors;
mod events;
pub mod extensions;
mod genesis;
mod govern;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod key_limits;
mod keys;
#[cfg(test)]
mod mock;
mod port;
mod quota;
mod roles;
mod suspend;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

pub use extensions::{CheckAccess, CheckMortality, CheckNonce};
pub use genesis::GenesisParticipant;
pub use pallet::*;
#[cfg(feature = "runtime-benchmarks")]
pub use types::BenchmarkHelper;
pub use types::{
	Bank, Bucket, CallClass, Classify, Key, LimitProposal, LimitProposals, LimitRow, LimitRows,
	NewKeys, Party, Profile, Record, SuspendReason, Suspension,
};
pub use weights::WeightInfo;

use frame::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use frame::{
		deps::frame_support::{dispatch::DispatchInfo, traits::ConstU64},
		prelude::*,
	};
	use split_ledger_primitives::{
		ports::{Clock, ParticipantObserver},
		BankIndex, BankSet, BankStatus, Commitment, Currency, Date, KeyLimit, ParticipantId, Roles,
		Scopes,
	};

	#[pallet::pallet]
	pub struct Pallet<T>(PhantomData<T>);

	#[pallet::config]
	pub trait Config: frame_system::Config<AccountId: From<[u8; 32]>> {
		/// All calls, for those that carry another one.
		type RuntimeCall: Parameter
			+ Dispatchable<
				RuntimeOrigin = Self::RuntimeOrigin,
				Info = DispatchInfo,
				PostInfo = PostDispatchInfo,
			> + GetDispatchInfo
			+ IsSubType<Call<Self>>
			+ From<frame_system::Call<Self>>
			+ IsType<<Self as frame_system::Config>::RuntimeCall>;

		/// Three quarters of the banks.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The closed list of calls that the council may make as root.
		type RootCalls: Contains<<Self as Config>::RuntimeCall>;

		/// The collective of the banks, told whenever the set of active banks changes.
		type Membership: ChangeMembers<Self::AccountId>;

		/// The members that the collective has now, sorted.
		type Members: Get<Vec<Self::AccountId>>;

		/// Whether the account of a bank has session keys. A validator without them would be
		/// skipped in silence.
		type HasSessionKeys: Contains<Self::AccountId>;

		/// Whether anything of a bank is still open: orders, positions, holds, reserve. A bank
		/// leaves only when nothing is.
		type BankOpen: Contains<BankIndex>;

		/// Told whenever facts of a participant or a bank change.
		type Observer: ParticipantObserver;

		/// What each call is for, which ranks it in the pool.
		type Classes: Classify<<Self as frame_system::Config>::RuntimeCall>;

		/// The time of the chain.
		type Clock: Clock;

		/// The fewest validators that the consortium runs with.
		#[pallet::constant]
		type ValidatorsMin: Get<u32>;

		/// `ref_time` that a sponsor and its customers may use at once.
		#[pallet::constant]
		type BucketSize: Get<u64>;

		/// `ref_time` that comes back to them each second.
		#[pallet::constant]
		type BucketFill: Get<u64>;

		/// What the benchmarks need from the runtime around the pallet.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, <Self as Config>::RuntimeCall>;

		/// Measured cost of every call.
		type WeightInfo: WeightInfo;
	}

	/// The participants, by ids that are given in order and never taken back.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Identity, ParticipantId, Record>;

	/// What people read of a participant: one for each record.
	#[pallet::storage]
	pub type Profiles<T: Config> = StorageMap<_, Identity, ParticipantId, Profile>;

	/// Every key that there ever was. Rows are never removed.
	#[pallet::storage]
	pub type Keys<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Key>;

	/// The limits of the keys that have any (P7).
	#[pallet::storage]
	pub type KeyLimits<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, LimitRows>;

	/// The limits that wait for a second key, of the keys for which there are any.
	#[pallet::storage]
	pub type ProposedLimits<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, LimitProposals<T::AccountId>>;

	/// The banks, by places that are given in order and never twice.
	#[pallet::storage]
	pub type Banks<T: Config> = StorageMap<_, Identity, BankIndex, Bank>;

	/// What each sponsor and its customers used of their quota; for whoever was admitted by vote,
	/// the sponsor is itself.
	#[pallet::storage]
	pub type Quotas<T: Config> = StorageMap<_, Identity, ParticipantId, Bucket, ValueQuery>;

	/// The id that the next participant gets.
	#[pallet::storage]
	pub type NextParticipant<T: Config> = StorageValue<_, ParticipantId, ValueQuery>;

	/// The place that the next bank gets: how many there ever were.
	#[pallet::storage]
	pub type NextBank<T: Config> = StorageValue<_, BankIndex, ValueQuery>;

	/// The validators that the session was last told about.
	#[pallet::storage]
	pub type ToldValidators<T: Config> = StorageValue<_, BankSet, ValueQuery>;

	/// Milliseconds of a slot, chosen at genesis.
	#[pallet::storage]
	pub type SlotMillis<T: Config> =
		StorageValue<_, u64, ValueQuery, ConstU64<{ genesis::SLOT_MILLIS_DEFAULT }>>;

	/// The first participants, and the length of a slot.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Milliseconds of a slot, 250 to 6000. It never changes later.
		pub slot_millis: u64,
		/// The participants; each gets its place in the list as its id, each bank its place among
		/// the banks as its index.
		pub participants: Vec<GenesisParticipant<T::AccountId>>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { slot_millis: genesis::SLOT_MILLIS_DEFAULT, participants: Vec::new() }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			genesis::build::<T>(self);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Take in a bank, a settlement agent or a supervisor.
		///
		/// - Origin: the council of the banks.
		/// - The participant is its own sponsor; a bank gets its place and its vote.
		/// - Emits [`Event::Admitted`].
		#[pallet::call_index(0)]
		#[pallet::weight((
			<T as Config>::WeightInfo::admit(keys.len() as u32),
			DispatchClass::Operational,
		))]
		pub fn admit(
			origin: OriginFor<T>,
			roles: Roles,
			commitment: Commitment,
			review: Date,
			keys: NewKeys<T::AccountId>,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_admit(roles, Profile { commitment, review }, keys)
		}

		/// Take in a customer.
		///
		/// - Origin: a key of an active bank with the scope `Admin` (P1).
		/// - Emits [`Event::Onboarded`].
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::onboard(keys.len() as u32))]
		pub fn onboard(
			origin: OriginFor<T>,
			roles: Roles,
			commitment: Commitment,
			review: Date,
			keys: NewKeys<T::AccountId>,
		) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_onboard(signer, roles, Profile { commitment, review }, keys)
		}

		/// Let one more key sign for a participant.
		///
		/// - Origin: a key of the participant or of its sponsor with the scope `Admin` that has no
		///   limit (P7).
		/// - Emits [`Event::KeyAdded`].
		#[pallet::call_index(2)]
		pub fn add_key(
			origin: OriginFor<T>,
			participant: ParticipantId,
			key: T::AccountId,
			scopes: Scopes,
		) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_add_key(signer, participant, key, scopes)
		}

		/// Revoke a key, for ever.
		///
		/// - Origin: a key of the participant or of its sponsor with the scope `Admin`.
		/// - A participant cannot revoke its own last such key; its sponsor can.
		/// - Emits [`Event::KeyRevoked`].
		#[pallet::call_index(3)]
		#[pallet::weight((<T as Config>::WeightInfo::revoke_key(), DispatchClass::Operational))]
		pub fn revoke_key(origin: OriginFor<T>, key: T::AccountId) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_revoke_key(signer, key)
		}

		/// Say what a customer may do.
		///
		/// - Origin: a key of its sponsor with the scope `Admin`.
		/// - `self_operated` marks a platform that sells its own goods (P5).
		/// - Emits [`Event::RolesSet`].
		#[pallet::call_index(4)]
		pub fn set_roles(
			origin: OriginFor<T>,
			participant: ParticipantId,
			roles: Roles,
			self_operated: bool,
		) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_set_roles(signer, participant, roles, self_operated)
		}

		/// Suspend a participant: none of its keys signs anything.
		///
		/// - Origin: a key with the scope `Admin` of its sponsor or of a supervisor. Nobody
		///   suspends itself, so a bank is suspended by a supervisor only.
		/// - Emits [`Event::Suspended`].
		#[pallet::call_index(5)]
		#[pallet::weight((<T as Config>::WeightInfo::suspend(), DispatchClass::Operational))]
		pub fn suspend(
			origin: OriginFor<T>,
			participant: ParticipantId,
			reason: SuspendReason,
		) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_suspend(signer, participant, reason)
		}

		/// Take a suspension back.
		///
		/// - Origin: as for [`Pallet::suspend`]; each party lifts its own decision only.
		/// - Emits [`Event::Reinstated`].
		#[pallet::call_index(6)]
		#[pallet::weight((<T as Config>::WeightInfo::reinstate(), DispatchClass::Operational))]
		pub fn reinstate(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_reinstate(signer, participant)
		}

		/// Put a bank into run-off, back, or out (P2).
		///
		/// - Origin: the council of the banks.
		/// - In run-off a bank loses its vote and stops validating.
		/// - Emits [`Event::BankStatusSet`], and [`Event::ValidatorSet`] where it validated.
		#[pallet::call_index(7)]
		#[pallet::weight((
			<T as Config>::WeightInfo::set_bank_status(),
			DispatchClass::Operational,
		))]
		pub fn set_bank_status(
			origin: OriginFor<T>,
			bank: BankIndex,
			status: BankStatus,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_set_bank_status(bank, status)
		}

		/// Decide whether a bank makes and finalises blocks.
		///
		/// - Origin: the council of the banks.
		/// - Emits [`Event::ValidatorSet`].
		#[pallet::call_index(8)]
		#[pallet::weight((<T as Config>::WeightInfo::set_validator(), DispatchClass::Operational))]
		pub fn set_validator(
			origin: OriginFor<T>,
			bank: BankIndex,
			validates: bool,
		) -> DispatchResult {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_set_validator(bank, validates)
		}

		/// Make a call as the bank's one stable account: votes, session keys.
		///
		/// - Origin: a key of a bank, active or in run-off, with the scope `Govern`.
		/// - The call passes the runtime's filter; it fails where the inner call fails.
		/// - Emits [`Event::ActedAsBank`].
		#[pallet::call_index(9)]
		#[pallet::weight({
			let inner = call.get_dispatch_info();
			(
				<T as Config>::WeightInfo::act_as_bank().saturating_add(inner.call_weight),
				inner.class,
			)
		})]
		pub fn act_as_bank(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			let key = ensure_signed(origin)?;
			Self::do_act_as_bank(key, *call)
		}

		/// Make a call of the closed list as root.
		///
		/// - Origin: the council of the banks.
		/// - Emits [`Event::ActedAsRoot`].
		#[pallet::call_index(10)]
		#[pallet::weight((
			<T as Config>::WeightInfo::as_root()
				.saturating_add(call.get_dispatch_info().call_weight),
			DispatchClass::Operational,
		))]
		pub fn as_root(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			T::CouncilOrigin::ensure_origin(origin)?;
			Self::do_as_root(*call)
		}

		/// Limit what a key spends in a currency, or propose to limit it less (P7).
		///
		/// - Origin: a key of the participant or of its sponsor with the scope `Admin`.
		/// - What only restricts takes effect at once: the first limit of a key, a lower one, and to
		///   take one of several away, since the key then spends nothing in that currency. It ends
		///   what was proposed there before, and emits [`Event::KeyLimitSet`].
		/// - What lets the key spend more waits for another key: a higher limit, one in a further
		///   currency, and to take the last one away. It emits [`Event::KeyLimitProposed`].
		#[pallet::call_index(11)]
		pub fn propose_key_limit(
			origin: OriginFor<T>,
			key: T::AccountId,
			currency: Currency,
			limit: Option<KeyLimit>,
		) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_propose_key_limit(signer, key, currency, limit)
		}

		/// Confirm a proposed limit, which takes effect.
		///
		/// - Origin: as for [`Pallet::propose_key_limit`], another key than the one that proposed.
		/// - The limit is repeated, so that nobody confirms what he did not see.
		/// - Emits [`Event::KeyLimitSet`].
		#[pallet::call_index(12)]
		pub fn confirm_key_limit(
			origin: OriginFor<T>,
			key: T::AccountId,
			currency: Currency,
			limit: Option<KeyLimit>,
		) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_confirm_key_limit(signer, key, currency, limit)
		}

		/// Withdraw a proposed limit, one's own or another key's.
		///
		/// - Origin: as for [`Pallet::propose_key_limit`].
		/// - Emits [`Event::KeyLimitProposalWithdrawn`].
		#[pallet::call_index(13)]
		pub fn withdraw_key_limit_proposal(
			origin: OriginFor<T>,
			key: T::AccountId,
			currency: Currency,
		) -> DispatchResult {
			let signer = Self::ensure_admin(origin)?;
			Self::do_withdraw_key_limit_proposal(signer, key, currency)
		}
	}
}
