// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod account;
mod allow;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod book;
mod invariants;
#[cfg(test)]
mod mock;
mod money;
mod observer;
mod references;
mod status;
#[cfg(test)]
mod tests;
mod tick;
mod types;
mod views;
pub mod weights;

pub use book::Book;
pub use pallet::*;
pub use types::{AccountRow, BankTotals, MoneyAct, ReferenceKey, StatusReason};
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::{deps::frame_support::weights::WeightMeter, prelude::*};
	use split_ledger_primitives::{
		limits::ACCOUNTS_MAX,
		ports::{Clearing, Clock, Participants},
		AccountKey, AccountNo, AccountType, Amount, BankIndex, BankSet, Commitment, Currency,
		CycleNo, Date, Domain, ParticipantId, Reference, Scope, Text,
	};

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who signs, what an owner may do, and where a bank is in its life. The ledger relies on
		/// being told, as [`split_ledger_primitives::ports::ParticipantObserver`], of every change.
		type Participants: Participants<Self::AccountId>;

		/// What banks owe each other. The ledger owns its book and commits it with its own.
		type Clearing: Clearing;

		/// The time of the chain: dates of references are judged by it.
		type Clock: Clock;

		/// Measured cost of every call.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The rows: all customer money there is.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageMap<_, Identity, AccountKey, AccountRow>;

	/// The number that the next account gets. Numbers are contiguous from 0 on and rows stay, so it
	/// also counts the rows.
	#[pallet::storage]
	pub type NextAccount<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// The accounts of a participant, in the order of their opening.
	#[pallet::storage]
	pub type AccountsOf<T: Config> = StorageMap<
		_,
		Identity,
		ParticipantId,
		BoundedVec<AccountNo, ConstU32<ACCOUNTS_MAX>>,
		ValueQuery,
	>;

	/// What a bank issued and redeemed in a currency, over all time (M1).
	#[pallet::storage]
	pub type Totals<T: Config> =
		StorageMap<_, Identity, (Currency, BankIndex), BankTotals, ValueQuery>;

	/// The account of a bank for money that nobody could be paid, opened with the bank's first
	/// account in the currency (O6).
	#[pallet::storage]
	pub type Unclaimed<T: Config> = StorageMap<_, Identity, (Currency, BankIndex), AccountNo>;

	/// Why a status bit of an account is set. There is an entry only while one is.
	#[pallet::storage]
	pub type StatusReasons<T: Config> = StorageMap<_, Identity, AccountKey, StatusReason>;

	/// The references of issues and redemptions, with the first half of the hash of what was done
	/// under them (O1). The oldest date lies first.
	#[pallet::storage]
	pub type References<T: Config> =
		StorageDoubleMap<_, Identity, Domain, Identity, ReferenceKey, [u8; 16]>;

	/// The banks that a participant lets open accounts for it, besides its sponsor. No row where there
	/// is none.
	#[pallet::storage]
	pub type AllowedBanks<T: Config> = StorageMap<_, Identity, ParticipantId, BankSet, ValueQuery>;

	/// What happened. Payments are told by the escrow pallet alone.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account was opened.
		#[codec(index = 0)]
		AccountOpened {
			/// Its number.
			account: AccountNo,
			/// Whose it is.
			owner: ParticipantId,
			/// At which bank.
			bank: BankIndex,
			/// In which currency.
			currency: Currency,
			/// What it is for.
			account_type: AccountType,
			/// Whether it takes legs of any merchant without a consent.
			accepts_anyone: bool,
			/// The bank that opened it.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// Customer money came in.
		#[codec(index = 1)]
		Issued {
			/// The bank's own reference.
			reference: Reference,
			/// The account credited.
			account: AccountNo,
			/// How much.
			amount: Amount,
			/// The bank's code of where the money came from.
			source: u8,
			/// Commitment to the evidence.
			evidence: Commitment,
			/// The cycle of the posting (M6).
			cycle: CycleNo,
			/// Its business date, which is its value date.
			date: Date,
			/// The bank.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// Customer money went out.
		#[codec(index = 2)]
		Redeemed {
			/// The bank's own reference.
			reference: Reference,
			/// The account debited.
			account: AccountNo,
			/// How much.
			amount: Amount,
			/// The bank's code of where the money went.
			source: u8,
			/// Commitment to the evidence.
			evidence: Commitment,
			/// The cycle of the posting (M6).
			cycle: CycleNo,
			/// Its business date, which is its value date.
			date: Date,
			/// The bank.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The status bits of an account, or their reason, changed.
		#[codec(index = 3)]
		StatusSet {
			/// The account.
			account: AccountNo,
			/// Whether nothing new may be paid or held from it.
			no_debit: bool,
			/// Whether nothing may be credited to it.
			no_credit: bool,
			/// Why.
			reason: Text,
			/// The bank or the supervisor.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// An account was closed for ever.
		#[codec(index = 4)]
		AccountClosed {
			/// The account.
			account: AccountNo,
			/// The bank.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A bank may open accounts for a participant that it does not sponsor, or may no more. What is
		/// open stays open.
		#[codec(index = 5)]
		BankAllowed {
			/// Whose accounts.
			owner: ParticipantId,
			/// The bank.
			bank: BankIndex,
			/// Whether it may.
			allowed: bool,
			/// The owner or its sponsor.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
	}

	/// Why something was refused. A refusal has no effect on anything.
	#[pallet::error]
	pub enum Error<T> {
		/// No account has this number. Check the number.
		#[codec(index = 0)]
		UnknownAccount,
		/// The signer is no bank. Sign with a key of the account's bank.
		#[codec(index = 1)]
		NotABank,
		/// The account is at another bank. Only the account's own bank may do this.
		#[codec(index = 2)]
		OtherBank,
		/// The bank is in run-off or has exited, so it takes nothing new (P2). It can still redeem.
		#[codec(index = 3)]
		BankNotActive,
		/// The amount is zero. State an amount.
		#[codec(index = 4)]
		ZeroAmount,
		/// The account is closed, which is for ever. Use another one.
		#[codec(index = 5)]
		AccountClosed,
		/// The account's status refuses debits. Its status reason says who set it and why.
		#[codec(index = 6)]
		NoDebit,
		/// The account's status refuses credits. Its status reason says who set it and why.
		#[codec(index = 7)]
		NoCredit,
		/// The owner is suspended. Ask its bank or the supervisor.
		#[codec(index = 8)]
		OwnerSuspended,
		/// The account takes fees, commissions, its own issue and what comes back to it only (P5).
		#[codec(index = 9)]
		FeeOnly,
		/// The payee's bank is in run-off or has exited, so it can be credited nothing new (P2).
		#[codec(index = 10)]
		PayeeBankNotActive,
		/// The row of the account cannot hold so much. Use a second account.
		#[codec(index = 11)]
		RowFull,
		/// The account has less than this available. What is held does not count.
		#[codec(index = 12)]
		NotEnoughAvailable,
		/// The account holds less than this.
		#[codec(index = 13)]
		NotEnoughHeld,
		/// Payer and payee are the same account. Name two.
		#[codec(index = 14)]
		SameAccount,
		/// The accounts are of different currencies. Name two accounts of one currency.
		#[codec(index = 15)]
		OtherCurrency,
		/// The chain never gave this participant id. Onboard the owner first.
		#[codec(index = 16)]
		UnknownOwner,
		/// The ledger does not keep this currency. The consortium opens currencies.
		#[codec(index = 17)]
		UnknownCurrency,
		/// A tax authority has tax accounts, and nobody else has them.
		#[codec(index = 18)]
		WrongAccountType,
		/// Accounts of this type belong to the bank itself. Name the bank as the owner.
		#[codec(index = 19)]
		NotForCustomers,
		/// The owner, or the bank for its unclaimed account, has as many accounts as it can have.
		#[codec(index = 20)]
		TooManyAccounts,
		/// The bank has its unclaimed account in this currency already.
		#[codec(index = 21)]
		UnclaimedExists,
		/// An unclaimed account must take what nobody else can (O6): it takes credits and stays open.
		#[codec(index = 22)]
		UnclaimedStays,
		/// There is money on the account, available or held. Pay it out first.
		#[codec(index = 23)]
		NotEmpty,
		/// The signer is neither the account's bank nor a supervisor.
		#[codec(index = 24)]
		NotBankNorSupervisor,
		/// A supervisor set this status, so only a supervisor changes it.
		#[codec(index = 25)]
		SetBySupervisor,
		/// A status bit is set only with a reason. State one.
		#[codec(index = 26)]
		ReasonMissing,
		/// The reference was used for something else. Check what was sent under it, or use a new one.
		#[codec(index = 27)]
		ReferenceTaken,
		/// A reference has at least one byte of text.
		#[codec(index = 28)]
		ReferenceEmpty,
		/// The date of the reference is after today (UTC).
		#[codec(index = 29)]
		ReferenceInFuture,
		/// The date of the reference is more than 30 days old. Use today's date.
		#[codec(index = 30)]
		ReferenceTooOld,
		/// A count or total is full. This cannot happen with money that exists.
		#[codec(index = 31)]
		Overflow,
		/// The owner stands under another bank and did not let this one open accounts for it. The owner
		/// or its sponsor allows the bank first.
		#[codec(index = 32)]
		OwnerDidNotAllow,
		/// The signer is neither the participant nor its sponsor. Ask one of them to sign.
		#[codec(index = 33)]
		NotOwnerNorSponsor,
		/// No bank has this index. Check the index.
		#[codec(index = 34)]
		UnknownBank,
	}

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
		/// Open an account at the signing bank.
		///
		/// - Origin: an active bank, scope admin: for itself, for whom it sponsors, and for whoever
		///   allowed it.
		/// - With the bank's first account in the currency its unclaimed account is opened, too.
		/// - Emits [`Event::AccountOpened`] for each.
		#[pallet::call_index(0)]
		pub fn open_account(
			origin: OriginFor<T>,
			owner: ParticipantId,
			currency: Currency,
			account_type: AccountType,
			accepts_anyone: bool,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_open_account(signer, owner, currency, account_type, accepts_anyone)
		}

		/// Bring customer money in.
		///
		/// - Origin: the account's bank while it is active, scope treasury.
		/// - A repeated `reference` with the same body changes nothing (O1).
		/// - Emits [`Event::Issued`].
		#[pallet::call_index(1)]
		pub fn issue(
			origin: OriginFor<T>,
			reference: Reference,
			account: AccountNo,
			amount: Amount,
			source: u8,
			evidence: Commitment,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Treasury)?;
			Self::do_issue(signer, reference, MoneyAct { account, amount, source, evidence })
		}

		/// Pay customer money out.
		///
		/// - Origin: the account's bank, in run-off too, scope treasury.
		/// - A repeated `reference` with the same body changes nothing (O1).
		/// - Emits [`Event::Redeemed`].
		#[pallet::call_index(2)]
		pub fn redeem(
			origin: OriginFor<T>,
			reference: Reference,
			account: AccountNo,
			amount: Amount,
			source: u8,
			evidence: Commitment,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Treasury)?;
			Self::do_redeem(signer, reference, MoneyAct { account, amount, source, evidence })
		}

		/// Set both status bits of an account, with the reason.
		///
		/// - Origin: the account's bank or a supervisor, scope admin; what a supervisor set, only a
		///   supervisor changes.
		/// - Emits [`Event::StatusSet`], unless nothing changed.
		#[pallet::call_index(3)]
		pub fn set_status(
			origin: OriginFor<T>,
			account: AccountNo,
			no_debit: bool,
			no_credit: bool,
			reason: Text,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_set_status(signer, account, no_debit, no_credit, reason)
		}

		/// Close an empty account for ever. Its row stays.
		///
		/// - Origin: the account's bank, scope admin.
		/// - Emits [`Event::AccountClosed`].
		#[pallet::call_index(4)]
		pub fn close_account(origin: OriginFor<T>, account: AccountNo) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_close_account(signer, account)
		}

		/// Let a bank open accounts for a participant that it does not sponsor, or let it no more.
		/// Accounts that it opened stay. The sponsor needs no leave, and loses none.
		///
		/// - Origin: the owner or its sponsor, scope admin.
		/// - Emits [`Event::BankAllowed`], unless nothing changed.
		#[pallet::call_index(5)]
		pub fn allow_bank(
			origin: OriginFor<T>,
			owner: ParticipantId,
			bank: BankIndex,
			allowed: bool,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_allow_bank(signer, owner, bank, allowed)
		}
	}
}
