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
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod port;
mod references;
mod reserves;
mod roots;
#[cfg(test)]
mod tests;
mod tick;
mod types;
mod views;
pub mod weights;

pub use book::Book;
pub use pallet::*;
pub use roots::root_of;
pub use types::{
	BankRow, BlockRoot, CloseReason, CurrencyRow, CycleRecord, CycleState, Due, Ending, Frozen,
	PerBank, ReferenceKey, ReserveTotals, Withdrawal, CYCLE_MS_MIN, EXPONENT_MAX, ROOTS_PER_PAGE,
};
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame::prelude::*;
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
	/// payments only, each direction of a pair by itself. Kept for ever, for now.
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

	/// The cycles, contiguous from 0 on; the last one is open.
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

	/// The leaves of this block, in the order of its payments. Gone before the block ends, so they
	/// never reach the trie; bounded by what a block can hold.
	#[pallet::storage]
	#[pallet::unbounded]
	pub type Leaves<T: Config> = StorageValue<_, Vec<(Currency, [u8; 32])>, ValueQuery>;

	/// The references of issues and withdrawals of reserve, with the first half of the hash of what
	/// was done under them (O1). The oldest date lies first.
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

	/// What happened. Payments are told by the escrow pallet alone.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The consortium opened a currency.
		#[codec(index = 0)]
		CurrencyOpened {
			/// The currency.
			currency: Currency,
			/// Its settlement agent.
			agent: ParticipantId,
			/// How many decimals its units have.
			exponent: u8,
			/// How long a cycle lasts; 0 closes by call only.
			cycle_ms: u64,
		},
		/// A bank joined a currency.
		#[codec(index = 1)]
		BankJoined {
			/// The currency.
			currency: Currency,
			/// The bank.
			bank: BankIndex,
			/// The bank as participant.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent issued reserve to a bank.
		#[codec(index = 2)]
		ReserveIssued {
			/// The agent's own reference.
			reference: Reference,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent set what a bank may owe at most.
		#[codec(index = 3)]
		CapSet {
			/// The currency.
			currency: Currency,
			/// The bank.
			bank: BankIndex,
			/// The cap.
			cap: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A bank asked reserve back; it is earmarked.
		#[codec(index = 4)]
		WithdrawalRequested {
			/// The key of the reference, by which the agent decides.
			id: ReferenceKey,
			/// The bank's own reference.
			reference: Reference,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The bank as participant.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent paid a withdrawal out: the reserve is gone.
		#[codec(index = 5)]
		WithdrawalConfirmed {
			/// The key of the bank's reference.
			id: ReferenceKey,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent rejected a withdrawal: the reserve is free again.
		#[codec(index = 6)]
		WithdrawalRejected {
			/// The key of the bank's reference.
			id: ReferenceKey,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent made a pair of banks gross, or net.
		#[codec(index = 7)]
		GrossSet {
			/// The currency.
			currency: Currency,
			/// One bank.
			a: BankIndex,
			/// The other.
			b: BankIndex,
			/// Whether they settle payment by payment.
			gross: bool,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A cycle closed; the next one is open.
		#[codec(index = 8)]
		CycleClosed {
			/// The currency.
			currency: Currency,
			/// The cycle.
			cycle: CycleNo,
			/// Why.
			reason: CloseReason,
			/// How many blocks have a root in it.
			roots: u32,
			/// One hash over them.
			root: [u8; 32],
			/// The agent; nobody, where it was due.
			by: Option<ParticipantId>,
			/// Its key.
			key: Option<T::AccountId>,
		},
		/// The reserves of a closed cycle moved.
		#[codec(index = 9)]
		CycleSettled {
			/// The currency.
			currency: Currency,
			/// The cycle.
			cycle: CycleNo,
			/// By how much each reserve fell; below zero it rose.
			positions: Vec<(BankIndex, Position)>,
			/// The agent; nobody, where the chain settled.
			by: Option<ParticipantId>,
			/// Its key.
			key: Option<T::AccountId>,
		},
		/// The agent set whether reserves move with the close or later.
		#[codec(index = 10)]
		SettlementSet {
			/// The currency.
			currency: Currency,
			/// Whether by a call after the close.
			later: bool,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent set how long a cycle lasts.
		#[codec(index = 11)]
		ScheduleSet {
			/// The currency.
			currency: Currency,
			/// How long, in milliseconds; 0 closes by call only.
			cycle_ms: u64,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A due cycle could not be closed: an alarm, since that cannot happen. It is open as it was.
		#[codec(index = 12)]
		CloseFailed {
			/// The currency.
			currency: Currency,
			/// The cycle.
			cycle: CycleNo,
			/// What stood in the way.
			error: DispatchError,
		},
	}

	/// Why something was refused. A refusal has no effect on anything.
	#[pallet::error]
	pub enum Error<T> {
		/// The ledger does not keep this currency. The consortium opens currencies.
		#[codec(index = 0)]
		UnknownCurrency,
		/// The currency is open already. Nothing is left to do.
		#[codec(index = 1)]
		CurrencyExists,
		/// The ledger keeps as many currencies as it can.
		#[codec(index = 2)]
		TooManyCurrencies,
		/// No currency has so many decimals. ISO 4217 says how many it has.
		#[codec(index = 3)]
		ExponentTooLarge,
		/// The participant has not the role of a settlement agent, or is a bank (M4). Name another.
		#[codec(index = 4)]
		NotASettlementAgent,
		/// The signer is not the settlement agent of this currency. Ask the agent to sign.
		#[codec(index = 5)]
		NotTheAgent,
		/// The signer is no bank. Sign with a key of the bank.
		#[codec(index = 6)]
		NotABank,
		/// The bank is in run-off or has exited, so it takes on nothing new (P2).
		#[codec(index = 7)]
		BankNotActive,
		/// No bank has this index. Check the index.
		#[codec(index = 8)]
		UnknownBank,
		/// The bank has not joined the currency. It joins by a call of its own.
		#[codec(index = 9)]
		NotJoined,
		/// The bank has a row in this currency. Nothing is left to do.
		#[codec(index = 10)]
		AlreadyJoined,
		/// The amount is zero. State an amount.
		#[codec(index = 11)]
		ZeroAmount,
		/// Both banks are the same one. An obligation to oneself does not exist (C7).
		#[codec(index = 12)]
		SelfObligation,
		/// The payer's bank would owe more than its cap (C1). Wait for incoming payments or the close
		/// of the cycle, or ask the agent for a higher cap.
		#[codec(index = 13)]
		OverCap,
		/// The payer's bank would owe more than its reserve covers (C1). Wait for incoming payments,
		/// or let the agent issue reserve.
		#[codec(index = 14)]
		ShortOfLiquidity,
		/// The cap is below what the bank owes and has promised in the open cycle. Name a higher one,
		/// or wait for the close.
		#[codec(index = 15)]
		CapBelowPosition,
		/// The cap is above the reserve of the bank. Name a lower one, or issue reserve first.
		#[codec(index = 16)]
		CapOverReserve,
		/// More would be taken out of the bank's promises than it promised.
		#[codec(index = 17)]
		PromiseMissing,
		/// A sum does not fit. No ledger of 64-bit amounts gets there.
		#[codec(index = 18)]
		Overflow,
		/// All reserves of the currency together would not fit one row. Issue less.
		#[codec(index = 19)]
		ReserveTooLarge,
		/// The reference was used for another act. Use a new one.
		#[codec(index = 20)]
		ReferenceTaken,
		/// The reference has no text. Name 1 to 64 bytes.
		#[codec(index = 21)]
		ReferenceEmpty,
		/// The date of the reference is after today's, UTC.
		#[codec(index = 22)]
		ReferenceInFuture,
		/// The date of the reference is more than 30 days ago. Use a new date.
		#[codec(index = 23)]
		ReferenceTooOld,
		/// The bank has no open withdrawal of this reference. It may be decided already.
		#[codec(index = 24)]
		UnknownWithdrawal,
		/// The cycle is not closed, or settled already.
		#[codec(index = 25)]
		CycleNotClosed,
		/// A cycle lasts at least a second. Name a longer one, or 0 to close by call only.
		#[codec(index = 26)]
		CycleTooShort,
		/// The cycle cannot be settled: a fault of the chain. Nothing changed; raise the alarm.
		#[codec(index = 27)]
		SettlementFailed,
		/// A close by the agent has a reason. State it.
		#[codec(index = 28)]
		ReasonEmpty,
		/// The bank has left the consortium.
		#[codec(index = 29)]
		BankExited,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::close_due()
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
	}
}
