// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod assign;
mod batch;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bodies;
mod calls;
mod collect;
mod conditions;
mod deduct;
mod disputes;
mod drawing;
mod errors;
mod events;
mod extend;
#[cfg(test)]
mod fake_groups;
#[cfg(test)]
mod fake_ledger;
#[cfg(test)]
mod fake_mandates;
#[cfg(test)]
mod fake_neighbours;
mod found;
mod freezes;
mod funders;
pub mod funding;
pub mod given;
mod giving;
mod groups;
mod hints;
mod hold;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod kept;
mod merchant;
pub mod milestones;
#[cfg(test)]
mod mock;
pub mod order;
mod parked;
pub mod parts;
mod payees;
mod place;
mod plan;
mod posting;
mod prune;
mod references;
mod refund;
mod release;
mod remitted;
pub mod resolution;
mod resolve;
mod returns;
mod spending;
pub mod standing;
pub mod stopped;
mod stops;
#[cfg(test)]
mod tests;
mod tick;
pub mod types;
mod unclaimed;
mod views;
pub mod weights;

pub use pallet::*;
pub use references::order_id;
pub use types::*;
pub use weights::WeightInfo;

use frame::import_section;
use given::GivenBack;
use milestones::StatementList;
use split_ledger_primitives::{
	limits::{BATCH_MAX, FUNDERS_MAX, LEGS_MAX, LIENS_MAX, MILESTONES_MAX, OTHER_FUNDERS_MAX},
	ports::{Clock, Groups, Ledger, Mandates, Participants, Splits},
	AccountNo, Amount, Commitment, CoverMode, Currency, CycleNo, Date, DisputeEnd, Domain,
	ExpiryPolicy, Moment, OrderBody, OrderId, OrderStatus, PlannedLeg, Reference, Scope, Side,
	Stated, Text,
};

/// Parts of a refund that came from accounts: each of 51 legs, of which three go to two funders, by its
/// receiver and three advancers.
pub const GIVEN_PARTS_MAX: u32 = 256;

/// Legs in one event of a payment: each of 50 from each of four funders.
pub const PAID_LEGS_MAX: u32 = LEGS_MAX * FUNDERS_MAX;

/// Debtors that can wait for the next block to collect from them.
pub const CREDITED_MAX: u32 = 256;

/// The pallet: interface and nothing else.
#[import_section(calls::calls)]
#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use frame::{arithmetic::Perbill, deps::frame_support::weights::WeightMeter, prelude::*};

	/// The orders of the ledger.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What this pallet relies on.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Tells who signs, and which bank an account is at.
		type Participants: Participants<Self::AccountId>;

		/// Plans an order by the rule set that it was made under.
		type Splits: Splits;

		/// The only way in which this pallet holds or moves money.
		type Ledger: Ledger;

		/// By which mandates somebody draws on another's account.
		type Mandates: Mandates;

		/// The groups that orders join (O10).
		type Groups: Groups;

		/// The time of this block, its own already in hooks.
		type Clock: Clock;

		/// The share of a block that the clock's work may take: expiry, releases, collection, pruning (T1).
		type DrainShare: Get<Perbill>;

		/// Measured cost of every call and of each step of the clock.
		type WeightInfo: WeightInfo;
	}

	/// Every order whose date is not pruned: the full row while it is open, then status and hash.
	#[pallet::storage]
	pub type Orders<T> = StorageMap<_, Identity, OrderId, OrderRow>;

	/// What became of the legs of ended orders, where that differs from the plan.
	#[pallet::storage]
	pub type Outcomes<T> = StorageMap<_, Identity, OrderId, Outcome>;

	/// The open orders with parked legs (O6).
	#[pallet::storage]
	pub type ParkedOrders<T> = StorageMap<_, Identity, OrderId, ()>;

	/// What the receivers of orders gave back, where anything was (T2): of open and ended orders alike.
	#[pallet::storage]
	pub type GivenBacks<T> = StorageMap<_, Identity, OrderId, GivenBack>;

	/// Why orders are frozen, where they are (M7).
	#[pallet::storage]
	pub type OrderFreezes<T> = StorageMap<_, Identity, OrderId, OrderFreeze>;

	/// The disputes about orders that have ended (O8).
	#[pallet::storage]
	pub type EndedDisputes<T> = StorageMap<_, Identity, OrderId, EndedDispute>;

	/// What was stated about the milestones of open orders (O11). It goes with the order: the events and
	/// the blocks keep it.
	#[pallet::storage]
	pub type Statements<T> = StorageMap<_, Identity, OrderId, StatementList, ValueQuery>;

	/// What unclaimed accounts keep of an order: by the account that keeps it, and the account that is
	/// entitled to it (O6).
	#[pallet::storage]
	pub type Unclaimed<T> =
		StorageDoubleMap<_, Identity, OrderId, Twox64Concat, (AccountNo, AccountNo), KeptPart>;

	/// The references of releases, returns, refunds, deductions and resolutions, with the hash of what was
	/// asked (O1). The key has the form of an order's id.
	#[pallet::storage]
	pub type References<T> =
		StorageDoubleMap<_, Identity, Domain, Identity, OrderId, BodyHash, OptionQuery>;

	/// Pages of hints by minute: what the clock has to look at once the minute is over.
	#[pallet::storage]
	pub type HintPages<T> =
		StorageDoubleMap<_, Twox64Concat, u32, Twox64Concat, u32, Page, ValueQuery>;

	/// How many hints a minute has, over all its pages.
	#[pallet::storage]
	pub type HintCount<T> = StorageMap<_, Twox64Concat, u32, u32, ValueQuery>;

	/// The accounts from which something is owed, with the minute of the one hint that counts for each.
	#[pallet::storage]
	pub type DebtorHints<T> = StorageMap<_, Twox64Concat, AccountNo, u32>;

	/// Debtors that were credited since the last block: the clock collects from them (R3).
	#[pallet::storage]
	pub type Credited<T> =
		StorageValue<_, BoundedVec<AccountNo, ConstU32<CREDITED_MAX>>, ValueQuery>;

	/// How far the hints are worked off.
	#[pallet::storage]
	pub type Drained<T> = StorageValue<_, Cursor>;

	/// The time of the last block.
	#[pallet::storage]
	pub type LastTick<T> = StorageValue<_, Moment>;

	/// Halts of the chain that still move a deadline, in the order of time (O7).
	#[pallet::storage]
	pub type Halts<T> = StorageValue<_, BoundedVec<Halt, ConstU32<16>>, ValueQuery>;

	/// The first date whose ended orders are not pruned.
	#[pallet::storage]
	pub type PrunedBefore<T> = StorageValue<_, Date>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, weight: &mut WeightMeter) {
			Self::tick(weight);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	impl<T: Config> Pallet<T> {
		fn ensure_signer(
			origin: OriginFor<T>,
		) -> Result<split_ledger_primitives::ports::Signer<T::AccountId>, DispatchError> {
			T::Participants::signer(&ensure_signed(origin)?, Scope::Pay)
		}

		/// Who freezes needs the scope that freezes accounts.
		fn ensure_freezer(
			origin: OriginFor<T>,
		) -> Result<split_ledger_primitives::ports::Signer<T::AccountId>, DispatchError> {
			T::Participants::signer(&ensure_signed(origin)?, Scope::Admin)
		}
	}
}
