// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod banks;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod book;
mod close;
mod cover;
mod currencies;
mod errors;
mod events;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod port;
mod prune;
mod references;
mod reserves;
mod roots;
#[cfg(test)]
mod tests;
mod tick;
mod types;
mod views;
pub mod weights;

use frame::import_section;

pub use book::Book;
pub use pallet::*;
pub use roots::root_of;
pub use types::{
	BankRow, BlockRoot, CarriedForward, CloseReason, CurrencyRow, CycleRecord, CycleState, Due,
	Ending, Frozen, PerBank, ReferenceKey, ReserveTotals, Withdrawal, CYCLE_MS_MIN, EXPONENT_MAX,
	ROOTS_PER_PAGE,
};
pub use weights::WeightInfo;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame::{deps::frame_support::weights::WeightMeter, prelude::*};
	use split_ledger_primitives::{
		limits::{BANKS_MAX, CURRENCIES_MAX},
		ports::{Clock, Participants},
		Amount, BankIndex, Currency, CycleNo, ParticipantId, Position, Reference, Text, Total,
	};

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who signs, who is a settlement agent, and where a bank is in its life. Clearing relies on
		/// being told, as [`split_ledger_primitives::ports::ParticipantObserver`], of every change
		/// of a bank.
		type Participants: Participants<Self::AccountId>;

		/// The time of the chain, that of this block already in `on_initialize`.
		type Clock: Clock;

		/// Who opens a currency: the consortium.
		type RootOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Measured cost of every call and hook.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The currencies, each with its open cycle.
	#[pallet::storage]
	pub type Currencies<T: Config> = StorageMap<_, Identity, Currency, CurrencyRow>;

	/// When each currency closes by itself: one entry per currency.
	#[pallet::storage]
	pub type Schedule<T: Config> =
		StorageValue<_, BoundedVec<Due, ConstU32<CURRENCIES_MAX>>, ValueQuery>;

	/// The banks of a currency: reserve, cover and position in the open cycle.
	#[pallet::storage]
	pub type BankRows<T: Config> =
		StorageDoubleMap<_, Identity, Currency, Identity, BankIndex, BankRow>;

	/// Reserves issued and withdrawn in a currency, over all time.
	#[pallet::storage]
	pub type Reserves<T: Config> = StorageMap<_, Identity, Currency, ReserveTotals, ValueQuery>;

	/// What a debtor came to owe a creditor in a cycle: currency, cycle, debtor, creditor. Netted
	/// payments only, each direction of a pair by itself.
	#[pallet::storage]
	pub type Cells<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Identity, Currency>,
			NMapKey<Identity, CycleNo>,
			NMapKey<Identity, BankIndex>,
			NMapKey<Identity, BankIndex>,
		),
		Total,
		ValueQuery,
	>;

	/// The cycles, contiguous from the first that is kept on; the last one is open.
	#[pallet::storage]
	pub type Cycles<T: Config> =
		StorageNMap<_, (NMapKey<Identity, Currency>, NMapKey<Identity, CycleNo>), CycleRecord>;

	/// What closed cycles left.
	#[pallet::storage]
	pub type FrozenPositions<T: Config> =
		StorageNMap<_, (NMapKey<Identity, Currency>, NMapKey<Identity, CycleNo>), Frozen>;

	/// The roots of a cycle's blocks: currency, cycle, page.
	#[pallet::storage]
	pub type Roots<T: Config> = StorageNMap<
		_,
		(NMapKey<Identity, Currency>, NMapKey<Identity, CycleNo>, NMapKey<Identity, u32>),
		BoundedVec<BlockRoot, ConstU32<ROOTS_PER_PAGE>>,
		ValueQuery,
	>;

	/// What was kept of the cycles that were pruned (T2).
	#[pallet::storage]
	pub type Carried<T: Config> = StorageMap<_, Identity, Currency, CarriedForward, ValueQuery>;

	/// The leaves of this block, in the order of its payments. Gone before the block ends, so they
	/// never reach the trie; bounded by what a block can hold.
	#[pallet::storage]
	#[pallet::unbounded]
	pub type Leaves<T: Config> = StorageValue<_, Vec<(Currency, [u8; 32])>, ValueQuery>;

	/// The references of issues, withdrawals and returns of reserve, with the first half of the hash
	/// of what was done under them (O1). The oldest date lies first.
	#[pallet::storage]
	pub type References<T: Config> = StorageMap<_, Identity, ReferenceKey, [u8; 16]>;

	/// The withdrawals of a bank that the agent has not decided.
	#[pallet::storage]
	pub type Withdrawals<T: Config> =
		StorageDoubleMap<_, Identity, BankIndex, Identity, ReferenceKey, Withdrawal>;

	/// The currencies that a chain starts with.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Currency, decimals of its units, settlement agent, length of a cycle in milliseconds.
		pub currencies: Vec<(Currency, u8, ParticipantId, u64)>,
		/// Nothing.
		#[serde(skip)]
		pub config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (currency, exponent, agent, cycle_ms) in self.currencies.iter().copied() {
				assert!(!Currencies::<T>::contains_key(currency), "a currency occurs twice");
				assert!(!Schedule::<T>::get().is_full(), "too many currencies");
				Pallet::<T>::insert_currency(currency, agent, exponent, cycle_ms);
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::close_due()
		}

		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::prune(meter);
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::root_all_leaves();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::try_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Open a currency, with its first cycle.
		///
		/// - Origin: the consortium.
		/// - `agent` has the role of a settlement agent and is no bank (M4).
		/// - `cycle_ms` 0: cycles close by the agent's call only.
		/// - Emits [`Event::CurrencyOpened`].
		#[pallet::call_index(0)]
		pub fn open_currency(
			origin: OriginFor<T>,
			currency: Currency,
			agent: ParticipantId,
			exponent: u8,
			cycle_ms: u64,
		) -> DispatchResult {
			T::RootOrigin::ensure_origin(origin)?;
			Self::do_open_currency(currency, agent, exponent, cycle_ms)
		}

		/// Join a currency: an empty reserve, and a cap of nothing.
		///
		/// - Origin: an active bank, scope treasury.
		/// - Emits [`Event::BankJoined`].
		#[pallet::call_index(1)]
		pub fn join(origin: OriginFor<T>, currency: Currency) -> DispatchResult {
			let (signer, bank) = Self::active_bank(origin)?;
			Self::do_join(signer, bank, currency)
		}

		/// Issue reserve to a bank.
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::ReserveIssued`]; a repeated `reference` with the same body changes
		///   nothing (O1).
		#[pallet::call_index(2)]
		pub fn issue_reserve(
			origin: OriginFor<T>,
			reference: Reference,
			bank: BankIndex,
			currency: Currency,
			amount: Amount,
		) -> DispatchResult {
			let (signer, _) = Self::agent(origin, currency)?;
			Self::do_issue_reserve(signer, reference, bank, currency, amount)
		}

		/// Set the most that a bank may owe in a cycle: not below what it owes and has promised in
		/// the open one, not above its reserve.
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::CapSet`].
		#[pallet::call_index(3)]
		pub fn set_cap(
			origin: OriginFor<T>,
			bank: BankIndex,
			currency: Currency,
			cap: Amount,
		) -> DispatchResult {
			let (signer, _) = Self::agent(origin, currency)?;
			Self::do_set_cap(signer, bank, currency, cap)
		}

		/// Ask for reserve back. It is earmarked until the agent decides.
		///
		/// - Origin: an active bank, scope treasury.
		/// - Emits [`Event::WithdrawalRequested`]; a repeated `reference` with the same body changes
		///   nothing (O1).
		#[pallet::call_index(4)]
		pub fn request_withdrawal(
			origin: OriginFor<T>,
			reference: Reference,
			currency: Currency,
			amount: Amount,
		) -> DispatchResult {
			let (signer, bank) = Self::active_bank(origin)?;
			Self::do_request_withdrawal(signer, bank, reference, currency, amount)
		}

		/// Confirm that a withdrawal was paid out.
		///
		/// - Origin: the agent of the withdrawal's currency, scope treasury.
		/// - Emits [`Event::WithdrawalConfirmed`].
		#[pallet::call_index(5)]
		pub fn confirm_withdrawal(
			origin: OriginFor<T>,
			bank: BankIndex,
			id: ReferenceKey,
		) -> DispatchResult {
			let (signer, withdrawal) = Self::withdrawal(origin, bank, id)?;
			Self::do_decide_withdrawal(signer, bank, id, withdrawal, true)
		}

		/// Reject a withdrawal: what was earmarked is free again.
		///
		/// - Origin: the agent of the withdrawal's currency, scope treasury.
		/// - Emits [`Event::WithdrawalRejected`].
		#[pallet::call_index(6)]
		pub fn reject_withdrawal(
			origin: OriginFor<T>,
			bank: BankIndex,
			id: ReferenceKey,
		) -> DispatchResult {
			let (signer, withdrawal) = Self::withdrawal(origin, bank, id)?;
			Self::do_decide_withdrawal(signer, bank, id, withdrawal, false)
		}

		/// Let two banks settle payment by payment, or net again, from the next payment on (C4).
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::GrossSet`].
		#[pallet::call_index(7)]
		pub fn set_gross(
			origin: OriginFor<T>,
			currency: Currency,
			a: BankIndex,
			b: BankIndex,
			gross: bool,
		) -> DispatchResult {
			let (signer, _) = Self::agent(origin, currency)?;
			Self::do_set_gross(signer, currency, a, b, gross)
		}

		/// Close the open cycle now, with a reason. An empty cycle closes too.
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::CycleClosed`], and [`Event::CycleSettled`] unless the currency settles
		///   later.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::close_cycle(BANKS_MAX))]
		pub fn close_cycle(
			origin: OriginFor<T>,
			currency: Currency,
			reason: Text,
		) -> DispatchResult {
			let (signer, row) = Self::agent(origin, currency)?;
			Self::do_close_cycle(signer, currency, row, reason)
		}

		/// Settle a closed cycle: move all reserves by its positions, or none.
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::CycleSettled`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::settle_cycle(BANKS_MAX))]
		pub fn settle_cycle(
			origin: OriginFor<T>,
			currency: Currency,
			cycle: CycleNo,
		) -> DispatchResult {
			let (signer, row) = Self::agent(origin, currency)?;
			Self::do_settle_cycle(signer, currency, row, cycle)
		}

		/// Let reserves move by a call after the close, or with it, from the next close on (C3).
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::SettlementSet`].
		#[pallet::call_index(10)]
		pub fn set_settlement(
			origin: OriginFor<T>,
			currency: Currency,
			later: bool,
		) -> DispatchResult {
			let (signer, row) = Self::agent(origin, currency)?;
			Self::do_set_settlement(signer, currency, row, later)
		}

		/// Set how long a cycle lasts; 0 closes by call only.
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::ScheduleSet`].
		#[pallet::call_index(11)]
		pub fn set_schedule(
			origin: OriginFor<T>,
			currency: Currency,
			cycle_ms: u64,
		) -> DispatchResult {
			let (signer, row) = Self::agent(origin, currency)?;
			Self::do_set_schedule(signer, currency, row, cycle_ms)
		}

		/// Return to a bank in run-off all the reserve that it has, so that it can leave: once it has
		/// no position, no promise, no withdrawal and no payment waiting, and neither owes nor is owed
		/// anything in a cycle that is not settled.
		///
		/// - Origin: the agent of the currency, scope treasury.
		/// - Emits [`Event::ReserveReturned`]; a repeated `reference` with the same body changes
		///   nothing (O1).
		#[pallet::call_index(12)]
		pub fn return_reserve(
			origin: OriginFor<T>,
			reference: Reference,
			bank: BankIndex,
			currency: Currency,
		) -> DispatchResult {
			let (signer, _) = Self::agent(origin, currency)?;
			Self::do_return_reserve(signer, reference, bank, currency)
		}
	}
}
