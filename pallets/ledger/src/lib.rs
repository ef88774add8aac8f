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
mod endings;
mod errors;
mod events;
mod freeze;
mod hold;
mod invariants;
mod judicial;
mod liens;
#[cfg(test)]
mod mock;
mod money;
mod observer;
mod payout;
mod redemption;
mod references;
mod remitted;
mod sheet;
mod status;
#[cfg(test)]
mod tests;
mod tick;
mod types;
mod views;
pub mod weights;

pub use book::Book;
pub use hold::{
	Hold, HoldCause, HoldSum, NotPaidOut, PaidOut, RequestId, JUDICIAL_HOLDS_MAX, REQUESTS_MAX,
};
pub use pallet::*;
pub use types::{
	AccountRow, BankTotals, Cursor, Ending, EndingPage, Freeze, FreezeTerms, MoneyAct, Reasons,
	ReferenceKey, StatusReason, FREEZES_MAX, RESTRAINT_DAYS_MAX,
};
pub use weights::WeightInfo;

use frame::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::{judicial::JudicialAct, payout::PayoutAct, *};
	use frame::{deps::frame_support::weights::WeightMeter, prelude::*};
	use split_ledger_primitives::{
		limits::{ACCOUNTS_MAX, BATCH_MAX},
		ports::{Clearing, Clock, Liens, Participants},
		AccountKey, AccountNo, AccountType, Amount, BankIndex, BankSet, Commitment, Currency,
		CycleNo, Date, Domain, Moment, ParticipantId, Reference, Scope, Text,
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

	/// The account from which a bank advances for its customers: the guarantee account that it opened
	/// first and did not close (R3).
	#[pallet::storage]
	pub type Guarantees<T: Config> = StorageMap<_, Identity, (Currency, BankIndex), AccountNo>;

	/// What is owed from an account to whoever advanced for its owner, and what of it was collected
	/// (R3). There is an entry exactly while the flag `LIEN` of the row is set.
	#[pallet::storage]
	pub type LiensOf<T: Config> = StorageMap<_, Identity, AccountKey, Liens>;

	/// Who owes to an account: creditor, then debtor. There is an entry exactly while the debtor has a
	/// lien of the creditor.
	#[pallet::storage]
	pub type DebtorsOf<T: Config> =
		StorageDoubleMap<_, Identity, AccountKey, Identity, AccountKey, ()>;

	/// Until which date the tax that came to a tax account was passed on to the state (P5).
	#[pallet::storage]
	pub type RemittedUpTo<T: Config> = StorageMap<_, Identity, AccountKey, Date>;

	/// Why the status bits of an account are set. There is an entry only while one is.
	#[pallet::storage]
	pub type StatusReasons<T: Config> = StorageMap<_, Identity, AccountKey, Reasons, ValueQuery>;

	/// The number that the next freeze gets.
	#[pallet::storage]
	pub type NextFreeze<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// What the ledger itself holds on accounts: for courts, and for redemptions that were asked for.
	/// By account, then by the number of the hold there.
	#[pallet::storage]
	pub type Holds<T: Config> = StorageDoubleMap<_, Identity, AccountKey, Twox64Concat, u32, Hold>;

	/// How many of them an account has and had, and their sum. The flag `HOLDS` of the row is set
	/// exactly while it has some.
	#[pallet::storage]
	pub type HoldSums<T: Config> = StorageMap<_, Identity, AccountKey, HoldSum, ValueQuery>;

	/// Pages of what ends by the clock, by minute.
	#[pallet::storage]
	pub type EndingPages<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u32, Twox64Concat, u32, EndingPage, ValueQuery>;

	/// How much ends in a minute, over all its pages.
	#[pallet::storage]
	pub type EndingCount<T: Config> = StorageMap<_, Twox64Concat, u32, u32, ValueQuery>;

	/// How far endings are worked off. None as long as there never was one.
	#[pallet::storage]
	pub type EndingsDone<T: Config> = StorageValue<_, Cursor>;

	/// The references of issues, redemptions and judicial holds, with the first half of the hash of what was done
	/// under them (O1). The oldest date lies first.
	#[pallet::storage]
	pub type References<T: Config> =
		StorageDoubleMap<_, Identity, Domain, Identity, ReferenceKey, [u8; 16]>;

	/// The banks that a participant lets open accounts for it, besides its sponsor. No row where there
	/// is none.
	#[pallet::storage]
	pub type AllowedBanks<T: Config> = StorageMap<_, Identity, ParticipantId, BankSet, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::end_what_is_due(meter);
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

		/// Freeze an account until a date, beside whatever else restrains it. Renewal is a new freeze.
		/// What is held already is not reached (M7).
		///
		/// - Origin: the account's bank or a supervisor, scope admin.
		/// - Emits [`Event::Frozen`], and [`Event::FreezeEnded`] once the clock has ended it, in the
		///   minute after its date.
		#[pallet::call_index(6)]
		pub fn freeze(
			origin: OriginFor<T>,
			account: AccountNo,
			terms: FreezeTerms,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_freeze(signer, account, terms)
		}

		/// Lift a freeze before its date.
		///
		/// - Origin: the account's bank or a supervisor, scope admin; what a supervisor froze, only a
		///   supervisor lifts.
		/// - Emits [`Event::FreezeLifted`].
		#[pallet::call_index(7)]
		pub fn lift_freeze(
			origin: OriginFor<T>,
			account: AccountNo,
			freeze: u32,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_lift_freeze(signer, account, freeze)
		}

		/// Set an amount aside by order of a court until a date, whatever the status of the account: all
		/// of it, or nothing. Renewal is a new hold.
		///
		/// - Origin: the account's bank or a supervisor, scope admin.
		/// - A repeated `reference` with the same body changes nothing (O1).
		/// - Emits [`Event::HeldByCourt`], and [`Event::HoldEnded`] once the clock has ended it, in the
		///   minute after its date.
		#[pallet::call_index(8)]
		pub fn judicial_hold(
			origin: OriginFor<T>,
			reference: Reference,
			account: AccountNo,
			amount: Amount,
			authority: Text,
			document: Commitment,
			until: Moment,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			let act = JudicialAct { account, amount, authority, document, until };
			Self::do_judicial_hold(signer, reference, act)
		}

		/// Release what is left of a judicial hold before its date.
		///
		/// - Origin: the account's bank or a supervisor, scope admin; what a supervisor held, only a
		///   supervisor releases.
		/// - Emits [`Event::HoldReleased`].
		#[pallet::call_index(9)]
		pub fn release_hold(origin: OriginFor<T>, account: AccountNo, hold: u32) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_release_hold(signer, account, hold)
		}

		/// Ask the account's bank to pay money out. It is held until the bank confirms or rejects it.
		///
		/// - Origin: the owner of the account, scope pay.
		/// - A repeated `reference` with the same body changes nothing (O1).
		/// - Emits [`Event::RedemptionRequested`].
		#[pallet::call_index(10)]
		pub fn request_redemption(
			origin: OriginFor<T>,
			reference: Reference,
			account: AccountNo,
			amount: Amount,
			payout: Commitment,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Pay)?;
			Self::do_request_redemption(signer, reference, account, amount, payout)
		}

		/// Take a redemption request back before the bank has decided.
		///
		/// - Origin: the owner of the account, scope pay.
		/// - Emits [`Event::RedemptionWithdrawn`].
		#[pallet::call_index(11)]
		pub fn withdraw_redemption(
			origin: OriginFor<T>,
			account: AccountNo,
			request: u32,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Pay)?;
			Self::do_withdraw_redemption(signer, account, request)
		}

		/// Confirm that money which customers asked for was paid out. What is refused still stands and
		/// spoils nothing else, unless it is all or none.
		///
		/// - Origin: the accounts' bank, in run-off too, scope treasury.
		/// - A repeated `reference` with the same body changes nothing (O1).
		/// - Emits [`Event::RedemptionsConfirmed`]. Fails where nothing of it can be paid out.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::confirm_redemptions(requests.len() as u32))]
		pub fn confirm_redemptions(
			origin: OriginFor<T>,
			reference: Reference,
			requests: BoundedVec<RequestId, ConstU32<BATCH_MAX>>,
			source: u8,
			evidence: Commitment,
			all_or_none: bool,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Treasury)?;
			let act = PayoutAct { requests, source, evidence, all_or_none };
			Self::do_confirm_redemptions(signer, reference, act)
		}

		/// Reject a redemption request. What it held becomes available.
		///
		/// - Origin: the account's bank, in run-off too, scope treasury.
		/// - Emits [`Event::RedemptionRejected`].
		#[pallet::call_index(13)]
		pub fn reject_redemption(
			origin: OriginFor<T>,
			account: AccountNo,
			request: u32,
			reason: Text,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Treasury)?;
			Self::do_reject_redemption(signer, account, request, reason)
		}

		/// Say until which date the tax that came to a tax account was passed on to the state: what was
		/// posted on that date or before does not come back from the account (P5).
		///
		/// - Origin: the owner of the account or its bank, scope admin.
		/// - Only forward, and only days that are over. The same date again changes nothing.
		/// - Emits [`Event::MarkedRemitted`], unless nothing changed.
		#[pallet::call_index(14)]
		pub fn mark_remitted(
			origin: OriginFor<T>,
			account: AccountNo,
			up_to: Date,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Admin)?;
			Self::do_mark_remitted(signer, account, up_to)
		}
	}
}
