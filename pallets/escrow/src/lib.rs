// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bodies;
#[cfg(test)]
mod fake_ledger;
#[cfg(test)]
mod fake_neighbours;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
mod merchant;
#[cfg(test)]
mod mock;
pub mod order;
mod parked;
pub mod parts;
mod place;
mod plan;
mod posting;
mod references;
mod refund;
mod release;
#[cfg(test)]
mod tests;
mod tick;
pub mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use references::order_id;
pub use types::*;
pub use weights::WeightInfo;

use split_ledger_primitives::{
	limits::{BATCH_MAX, LEGS_MAX},
	ports::{Clock, Ledger, Participants, Splits},
	AccountNo, Amount, CoverMode, Currency, CycleNo, Date, Domain, ExpiryPolicy, Moment, OrderBody,
	OrderId, OrderStatus, PlannedLeg, Reference, Scope,
};

/// The pallet: interface and nothing else.
#[frame::pallet]
pub mod pallet {
	use super::*;
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

		/// The time of this block, its own already in hooks.
		type Clock: Clock;

		/// The share of a block that the clock's work may take: expiry, releases, pruning (T1).
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

	/// The references of releases and refunds, with the hash of what was asked (O1). The key has the
	/// form of an order's id.
	#[pallet::storage]
	pub type References<T> =
		StorageDoubleMap<_, Identity, Domain, Identity, OrderId, BodyHash, OptionQuery>;

	/// Pages of hints by minute: which orders the clock has to look at once the minute is over.
	#[pallet::storage]
	pub type HintPages<T> =
		StorageDoubleMap<_, Twox64Concat, u32, Twox64Concat, u32, Page, ValueQuery>;

	/// How many hints a minute has, over all its pages.
	#[pallet::storage]
	pub type HintCount<T> = StorageMap<_, Twox64Concat, u32, u32, ValueQuery>;

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

	/// What happened to orders. Escrow alone speaks for a payment.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order was placed and money is held for it.
		#[codec(index = 0)]
		Held {
			/// The order.
			order: OrderId,
			/// Its reference.
			reference: Reference,
			/// The account on which the money is held.
			payer: AccountNo,
			/// The currency.
			currency: Currency,
			/// The whole amount.
			amount: Amount,
			/// The plan, zero legs left out; what of it was paid at once stands in the event that follows.
			legs: BoundedVec<PlannedLeg, ConstU32<LEGS_MAX>>,
			/// When the chain releases it.
			after: Option<Moment>,
			/// When the hold ends.
			deadline: Moment,
			/// Who gets then what remains.
			expiry: ExpiryPolicy,
			/// When cover is tested; `AtRelease` means that none is promised.
			cover: CoverMode,
			/// Who placed it.
			by: By<T::AccountId>,
		},
		/// Legs were posted to their payees: irrevocable from here (F1).
		#[codec(index = 1)]
		Paid {
			/// The order.
			order: OrderId,
			/// The reference of the act: of the order where it paid at once, of the release. None
			/// where a parked leg was retried, or where the clock acted.
			reference: Option<Reference>,
			/// The legs.
			legs: BoundedVec<PaidLeg, ConstU32<LEGS_MAX>>,
			/// The currency.
			currency: Currency,
			/// The cycle that the postings belong to.
			cycle: CycleNo,
			/// Business date and value date (M6).
			date: Date,
			/// Where the order stands from now on.
			status: OrderStatus,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// Released legs could not be credited; they stay held, anybody may retry them (O6).
		#[codec(index = 2)]
		Parked {
			/// The order.
			order: OrderId,
			/// The legs and why.
			legs: BoundedVec<ParkedLeg, ConstU32<LEGS_MAX>>,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// Money went back from the hold to the payer.
		#[codec(index = 3)]
		Refunded {
			/// The order.
			order: OrderId,
			/// The reference of the refund; none where the clock acted.
			reference: Option<Reference>,
			/// The payer's account.
			payer: AccountNo,
			/// How much.
			amount: Amount,
			/// The currency.
			currency: Currency,
			/// The cycle of the currency.
			cycle: CycleNo,
			/// The business date (M6).
			date: Date,
			/// Where the order stands from now on.
			status: OrderStatus,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// The deadline of an order passed. What was paid or refunded by the policy stands in the
		/// events that follow.
		#[codec(index = 4)]
		Expired {
			/// The order.
			order: OrderId,
			/// Who got what remained. [`ExpiryPolicy::Payer`] also where the agreed policy could not
			/// be carried out.
			policy: ExpiryPolicy,
		},
		/// A batch was worked off.
		#[codec(index = 5)]
		BatchDone {
			/// Orders placed or released.
			done: u32,
			/// Orders or releases that their references had made before.
			repeated: u32,
			/// What was refused, and why.
			refused: BoundedVec<Refusal, ConstU32<BATCH_MAX>>,
			/// Who sent it.
			by: By<T::AccountId>,
		},
		/// The chain had stood still; the deadlines inside this time are moved by its length (O7).
		#[codec(index = 6)]
		Halted {
			/// The last block before.
			from: Moment,
			/// The first block after.
			to: Moment,
		},
	}

	/// Why an order, a release or a refund was refused. Nothing is left behind, and no reference is
	/// used up: the same may be sent again once the cause is gone.
	#[pallet::error]
	pub enum Error<T> {
		/// No order has this id. Check submitter, date and text of the reference it was made from;
		/// orders older than the retention are known from the blocks only.
		#[codec(index = 0)]
		UnknownOrder,
		/// The reference was used for something else before. Use another one (O1).
		#[codec(index = 1)]
		ReferenceTaken,
		/// The reference has no text.
		#[codec(index = 2)]
		EmptyReference,
		/// The date of the reference is in the future, or more than 30 days old.
		#[codec(index = 3)]
		ReferenceDateOutOfRange,
		/// The last moment at which the order may be placed has passed.
		#[codec(index = 4)]
		PastNotAfter,
		/// An amount of zero moves nothing.
		#[codec(index = 5)]
		ZeroAmount,
		/// The signer is neither the owner of the payer's account nor its bank.
		#[codec(index = 6)]
		NotThePayer,
		/// The bank of the payer's account takes no new orders (P2).
		#[codec(index = 7)]
		BankNotActive,
		/// Parties stand by ascending slot, each slot once.
		#[codec(index = 8)]
		PartiesNotAscending,
		/// Inputs stand by ascending place, each place once.
		#[codec(index = 9)]
		InputsNotAscending,
		/// The rule set gives money to a slot for which the order names no account.
		#[codec(index = 10)]
		PartyMissing,
		/// An order states 1 to 50 legs, and a batch of releases no fewer than its orders have. State as
		/// many as the case has, zero legs included.
		#[codec(index = 11)]
		TooManyLegs,
		/// An account of the order is in another currency than the payer's.
		#[codec(index = 12)]
		OtherCurrency,
		/// A leg's purpose does not fit the role of the account that is to get it (P5).
		#[codec(index = 13)]
		PurposeUnfit,
		/// The order's merchant owns no account of a slot of the chosen case, or is no merchant (P5).
		/// Name an account of the merchant in a slot to which the case gives a leg, or another merchant;
		/// its bank gives it the role.
		#[codec(index = 14)]
		MerchantMissing,
		/// A price of goods goes to a second merchant that is no registered supplier (P5).
		#[codec(index = 15)]
		SecondMerchant,
		/// Fees and commissions take more than the merchant's share cap (P6).
		#[codec(index = 16)]
		OverShareCap,
		/// The payer's account is to get a leg of its own order.
		#[codec(index = 17)]
		PayerIsPayee,
		/// The deadline is more than 180 days after the date of the reference (O7).
		#[codec(index = 18)]
		DeadlineTooFar,
		/// The deadline has passed: the clock carries out what was agreed for it.
		#[codec(index = 19)]
		PastDeadline,
		/// The moment of release must lie before the deadline.
		#[codec(index = 20)]
		AfterNotBeforeDeadline,
		/// An order can expire to the merchant only where the merchant has a leg of it.
		#[codec(index = 21)]
		NoMerchantLeg,
		/// The batch has more orders than a batch may have.
		#[codec(index = 22)]
		BatchTooLong,
		/// A payment without an order.
		#[codec(index = 23)]
		EmptyPayment,
		/// The signer may not do this to the order (P3).
		#[codec(index = 24)]
		NotEntitled,
		/// Until the moment of release only the payer may release (P3).
		#[codec(index = 25)]
		ConditionNotMet,
		/// More was asked for than what is not released yet. Nothing is clamped.
		#[codec(index = 26)]
		MoreThanRemains,
		/// The order has no leg of this number, or the numbers are not ascending.
		#[codec(index = 27)]
		UnknownLeg,
		/// Nothing of what was asked for is left: it was released, refunded, or is parked.
		#[codec(index = 28)]
		NothingRemains,
		/// The order was released by amount 50 times. Release whole legs, or all that is left.
		#[codec(index = 29)]
		TooManyReleases,
		/// No leg of the order is parked.
		#[codec(index = 30)]
		NothingParked,
		/// None of the parked legs can be credited yet.
		#[codec(index = 31)]
		StillNotCreditable,
		/// All of the order was released.
		#[codec(index = 32)]
		AlreadyReleased,
		/// All of the order went back to the payer.
		#[codec(index = 33)]
		AlreadyRefunded,
		/// A part of the order was released, the rest went back to the payer.
		#[codec(index = 34)]
		AlreadyPartlyReleased,
		/// The order's deadline passed and its policy was carried out.
		#[codec(index = 35)]
		AlreadyExpired,
		/// A sum is greater than any account can hold.
		#[codec(index = 36)]
		Overflow,
		/// The plan does not add up to the order. Tell the operators: a rule engine is wrong.
		#[codec(index = 37)]
		PlanNotWhole,
		/// The account is closed for ever: name another one of that party.
		#[codec(index = 38)]
		PayeeClosed,
		/// An end-to-end id has 1 to 35 characters that ISO 20022 messages carry: letters, digits,
		/// space and `/-?:().,'+` (O1).
		#[codec(index = 39)]
		BadEndToEnd,
		/// An order from a pass-through account needs the commitment to its buyer (P1).
		#[codec(index = 40)]
		BuyerMissing,
	}

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

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Place an order: hold its money, or pay it at once.
		///
		/// - Origin: a key of scope pay of the payer account's owner, or of its bank (P1).
		/// - Emits [`Event::Held`], or [`Event::Paid`] where it pays at once.
		/// - The same body again changes nothing (O1).
		#[pallet::call_index(0)]
		#[pallet::weight(weights::of_order::<T>(order))]
		pub fn place(origin: OriginFor<T>, order: OrderBody) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_place(&signer, &order)
		}

		/// Place all orders of a combined payment, or none (O9). Afterwards each lives alone.
		///
		/// - Origin: as for [`Pallet::place`], for each order.
		/// - Emits for each order what [`Pallet::place`] emits.
		/// - Cover is tested on the net effect of all.
		#[pallet::call_index(1)]
		#[pallet::weight(weights::of_items::<T>(core::slice::from_ref(orders)))]
		pub fn place_combined(origin: OriginFor<T>, orders: Item) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_place_combined(&signer, &orders)
		}

		/// Place many payments of one or more orders each. What is refused spoils nothing else.
		///
		/// - Origin: as for [`Pallet::place`], for each order.
		/// - Emits for each order what [`Pallet::place`] emits, then [`Event::BatchDone`].
		/// - Fails as a whole only for a wrong signer and more than 500 orders.
		#[pallet::call_index(2)]
		#[pallet::weight(weights::of_items::<T>(items))]
		pub fn place_batch(
			origin: OriginFor<T>,
			items: BoundedVec<Item, ConstU32<BATCH_MAX>>,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_place_batch(&signer, &items)
		}

		/// Release part or all of an open order to its payees.
		///
		/// - Origin: the payer or its bank; anybody once the moment of release has come (P3).
		/// - Emits [`Event::Paid`] with every leg, [`Event::Parked`] for those that cannot be credited.
		/// - The same `reference` with the same content changes nothing (O1).
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::release(LEGS_MAX))]
		pub fn release(
			origin: OriginFor<T>,
			reference: Reference,
			order: OrderId,
			what: ReleaseWhat,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_release(&signer, ReleaseItem { reference, order, what })
		}

		/// Release many orders of at most `legs_max` legs each. What is refused spoils nothing else.
		///
		/// - Origin: as for [`Pallet::release`], for each.
		/// - Emits for each what [`Pallet::release`] emits, then [`Event::BatchDone`].
		#[pallet::call_index(4)]
		#[pallet::weight(weights::of_releases::<T>(items.len(), *legs_max))]
		pub fn release_batch(
			origin: OriginFor<T>,
			items: BoundedVec<ReleaseItem, ConstU32<BATCH_MAX>>,
			legs_max: u8,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_release_batch(&signer, items, legs_max)
		}

		/// Give part or all of what is not released back to the payer, out of the hold.
		///
		/// - Origin: the merchant or its bank; the platform whose rule set the merchant accepted, the
		///   payer or its bank before anything is released and before the moment of release (P3).
		/// - Emits [`Event::Refunded`].
		/// - The same `reference` with the same content changes nothing (O1).
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::refund(LEGS_MAX))]
		pub fn refund(
			origin: OriginFor<T>,
			reference: Reference,
			order: OrderId,
			#[pallet::compact] amount: Amount,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_refund(&signer, reference, order, amount)
		}

		/// Credit the parked legs of an order that can be credited by now.
		///
		/// - Origin: any key of scope pay (O6).
		/// - Emits [`Event::Paid`] with the legs that were credited.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::retry_parked(LEGS_MAX))]
		pub fn retry_parked(origin: OriginFor<T>, order: OrderId) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_retry_parked(&signer, order)
		}
	}

	impl<T: Config> Pallet<T> {
		fn ensure_signer(
			origin: OriginFor<T>,
		) -> Result<split_ledger_primitives::ports::Signer<T::AccountId>, DispatchError> {
			T::Participants::signer(&ensure_signed(origin)?, Scope::Pay)
		}
	}
}
