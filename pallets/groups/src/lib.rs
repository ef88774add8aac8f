// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod call_off;
mod errors;
mod events;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod open;
mod port;
mod prune;
mod references;
#[cfg(test)]
mod tests;
mod tick;
mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use types::{Due, Ending, GroupRow, GroupTerms, Joiner, Opened, Sorted, State, Waiting};
pub use weights::WeightInfo;

use frame::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::{arithmetic::Perbill, deps::frame_support::weights::WeightMeter, prelude::*};
	use split_ledger_primitives::{
		ports::{Clock, Participants},
		AccountNo, Currency, GroupNo, Moment, OrderId, ParticipantId, Reference, RuleHash, Scope,
	};

	/// What this pallet relies on.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Tells who signs, and what a participant may do.
		type Participants: Participants<Self::AccountId>;

		/// The time of this block, its own already in hooks.
		type Clock: Clock;

		/// The share of a block that the clock's work may take: deadlines and pruning (T1).
		type DrainShare: Get<Perbill>;

		/// Measured cost of every call and of each step of the clock.
		type WeightInfo: WeightInfo;
	}

	/// Groups of orders that succeed together.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Every group that is not forgotten.
	#[pallet::storage]
	pub type Groups<T> = StorageMap<_, Identity, GroupNo, GroupRow>;

	/// The number of the next group.
	#[pallet::storage]
	pub type NextGroup<T> = StorageValue<_, GroupNo, ValueQuery>;

	/// The orders of a group by the places of their joins, in their order. Those that left are gone.
	#[pallet::storage]
	pub type Members<T> = StorageDoubleMap<_, Identity, GroupNo, Identity, Sorted, Joiner>;

	/// Where an order is a member.
	#[pallet::storage]
	pub type Joined<T> = StorageMap<_, Identity, OrderId, (GroupNo, Sorted)>;

	/// The deadlines of open groups, the earliest first.
	#[pallet::storage]
	pub type Deadlines<T> = StorageMap<_, Identity, Due, ()>;

	/// Ended groups of which escrow has not taken up all orders, the first that was opened first.
	#[pallet::storage]
	pub type WaitingGroups<T> = StorageMap<_, Identity, Sorted, Waiting>;

	/// How many groups a participant has open; no entry where it has none.
	#[pallet::storage]
	pub type OpenCounts<T> = StorageMap<_, Identity, ParticipantId, u32, ValueQuery>;

	/// The references of groups, with the hash of what was asked (O1). The key has the form of an
	/// order's id.
	#[pallet::storage]
	pub type References<T> = StorageMap<_, Identity, OrderId, Opened>;

	/// The first group that is not forgotten.
	#[pallet::storage]
	pub type FirstKept<T> = StorageValue<_, GroupNo, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, block: &mut WeightMeter) {
			Self::tick(block);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Open a group: orders that join it are released once enough of them did, and go back to
		/// their payers where too few did in time.
		///
		/// - Origin: the platform of its orders, or the merchant where there is no slot for a leader; scope pay.
		/// - Emits [`Event::Opened`] with its number.
		/// - The same `reference` with the same terms changes nothing (O1).
		#[pallet::call_index(0)]
		pub fn open(
			origin: OriginFor<T>,
			reference: Reference,
			terms: GroupTerms,
		) -> DispatchResult {
			let signer = T::Participants::signer(&ensure_signed(origin)?, Scope::Pay)?;
			Self::do_open(signer, &reference, terms)
		}

		/// Call an open group off: its orders go back to their payers.
		///
		/// - Origin: who opened it, scope pay; the supervisor, scope admin or pay.
		/// - Refused once it is complete: success never reverts.
		/// - Emits [`Event::CalledOff`].
		#[pallet::call_index(1)]
		pub fn call_off(origin: OriginFor<T>, group: GroupNo) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Pay)
				.or_else(|refusal| Self::supervisor(&key).ok_or(refusal))?;
			Self::do_call_off(signer, group)
		}
	}
}
