// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod ending;
mod errors;
mod events;
mod grant;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod lower;
#[cfg(test)]
mod mock;
mod port;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use types::{DateKey, Listed, Mandate, NumberKey, State, Use};
pub use weights::WeightInfo;

use frame::import_section;

/// The pallet: interface and nothing else.
#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::{deps::frame_support::weights::WeightMeter, prelude::*};
	use split_ledger_primitives::{
		limits::MANDATES_MAX,
		ports::{AccountOwners, Clock, Participants, Signer},
		AccountKey, AccountNo, MandateLimits, MandateNo, MandateTerms, ParticipantId, Scope,
	};

	/// The mandates of the ledger.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What this pallet relies on.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who signs, which bank an account is at, and who is suspended.
		type Participants: Participants<Self::AccountId>;

		/// Whose an account is. The pallet relies on owner and bank of a number never to change.
		type Accounts: AccountOwners;

		/// The time of this block, its own already in hooks.
		type Clock: Clock;

		/// Measured cost of every call and of the clock's work.
		type WeightInfo: WeightInfo;
	}

	/// Every mandate that can still be confirmed or used.
	#[pallet::storage]
	pub type Rows<T: Config> = StorageMap<_, Identity, MandateNo, Mandate<T::AccountId>>;

	/// The mandates of each account, in the order of their numbers, with the evidence of each.
	#[pallet::storage]
	pub type MandatesOf<T> =
		StorageMap<_, Identity, AccountKey, BoundedVec<Listed, ConstU32<MANDATES_MAX>>, ValueQuery>;

	/// The mandates of each grantee, in the order of their numbers: by them it finds what it may draw.
	#[pallet::storage]
	pub type MandatesTo<T> = StorageDoubleMap<_, Identity, ParticipantId, Identity, NumberKey, ()>;

	/// After which date each mandate is forgotten, in the order of the dates.
	#[pallet::storage]
	pub type Endings<T> = StorageDoubleMap<_, Identity, DateKey, Identity, MandateNo, ()>;

	/// The number that the next mandate gets.
	#[pallet::storage]
	pub type NextMandate<T> = StorageValue<_, MandateNo, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::prune(meter);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Propose a mandate, which another key has to confirm (P7).
		///
		/// - Origin: the owner of the account or its bank, scope admin.
		/// - Refuses evidence that another mandate of the account has, so that the same sent again
		///   makes no second one.
		/// - Emits [`Event::Proposed`] with the number that the mandate gets.
		#[pallet::call_index(0)]
		pub fn propose(origin: OriginFor<T>, terms: MandateTerms) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_propose(signer, terms)
		}

		/// Confirm a proposed mandate: from its first date on the grantee places orders by it.
		///
		/// - Origin: as for [`Pallet::propose`], another key than the one that proposed.
		/// - The terms are repeated, so that nobody confirms what he did not see.
		/// - Emits [`Event::Confirmed`].
		#[pallet::call_index(1)]
		pub fn confirm(
			origin: OriginFor<T>,
			mandate: MandateNo,
			terms: MandateTerms,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_confirm(signer, mandate, terms)
		}

		/// Drop a mandate that is not confirmed, one's own proposal or another key's.
		///
		/// - Origin: as for [`Pallet::propose`].
		/// - Emits [`Event::Rejected`].
		#[pallet::call_index(2)]
		pub fn reject(origin: OriginFor<T>, mandate: MandateNo) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_reject(signer, mandate)
		}

		/// End a mandate at once. Orders that were placed by it live on.
		///
		/// - Origin: the owner of the account, its bank, the grantee, or a supervisor; scope admin.
		/// - Emits [`Event::Revoked`].
		#[pallet::call_index(3)]
		pub fn revoke(origin: OriginFor<T>, mandate: MandateNo) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_revoke(signer, mandate)
		}

		/// Let a mandate go less far, at once: what only narrows takes one key.
		///
		/// - Origin: as for [`Pallet::propose`].
		/// - What would widen it in any part is refused: that takes a new mandate, by two keys.
		/// - Emits [`Event::Lowered`].
		#[pallet::call_index(4)]
		pub fn lower(
			origin: OriginFor<T>,
			mandate: MandateNo,
			limits: MandateLimits,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_lower(signer, mandate, limits)
		}
	}

	impl<T: Config> Pallet<T> {
		fn ensure_signer(origin: OriginFor<T>) -> Result<Signer<T::AccountId>, DispatchError> {
			T::Participants::signer(&ensure_signed(origin)?, Scope::Admin)
		}
	}
}
