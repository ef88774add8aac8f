// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What happened. Payments are told by the escrow pallet alone.
#[pallet_section]
mod events {
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
		/// The status of an account that has no end, or its reason, changed. A freeze may refuse more.
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
		/// An account was frozen until a date (M7).
		#[codec(index = 6)]
		Frozen {
			/// The account.
			account: AccountNo,
			/// The number of the freeze.
			freeze: u32,
			/// What is frozen, why, and until when.
			terms: FreezeTerms,
			/// The bank or the supervisor.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A freeze was lifted before its date.
		#[codec(index = 7)]
		FreezeLifted {
			/// The account.
			account: AccountNo,
			/// The number of the freeze.
			freeze: u32,
			/// The bank or the supervisor.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A freeze reached its date, and the clock ended it.
		#[codec(index = 8)]
		FreezeEnded {
			/// The account.
			account: AccountNo,
			/// The number of the freeze.
			freeze: u32,
		},
		/// An amount was set aside by order of a court (M7).
		#[codec(index = 9)]
		HeldByCourt {
			/// The reference of who set it aside.
			reference: Reference,
			/// The account.
			account: AccountNo,
			/// The number of the hold on it.
			hold: u32,
			/// How much.
			amount: Amount,
			/// Who ordered it.
			authority: Text,
			/// Commitment to the order in writing.
			document: Commitment,
			/// When it ends.
			until: Moment,
			/// The bank or the supervisor.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A judicial hold was released before its date.
		#[codec(index = 10)]
		HoldReleased {
			/// The account.
			account: AccountNo,
			/// The number of the hold on it.
			hold: u32,
			/// What was left in it.
			amount: Amount,
			/// The bank or the supervisor.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A judicial hold reached its date, and the clock ended it.
		#[codec(index = 11)]
		HoldEnded {
			/// The account.
			account: AccountNo,
			/// The number of the hold on it.
			hold: u32,
			/// What was left in it.
			amount: Amount,
		},
		/// A customer asked its bank to pay money out; it is held (M5).
		#[codec(index = 12)]
		RedemptionRequested {
			/// The customer's own reference.
			reference: Reference,
			/// The account.
			account: AccountNo,
			/// The number of the hold on it, which names the request.
			request: u32,
			/// How much.
			amount: Amount,
			/// Commitment to where it is to be paid.
			payout: Commitment,
			/// The owner.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A customer took its request back.
		#[codec(index = 13)]
		RedemptionWithdrawn {
			/// The account.
			account: AccountNo,
			/// The request.
			request: u32,
			/// What became available.
			amount: Amount,
			/// The owner.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The bank rejected a request.
		#[codec(index = 14)]
		RedemptionRejected {
			/// The account.
			account: AccountNo,
			/// The request.
			request: u32,
			/// What became available.
			amount: Amount,
			/// Why.
			reason: Text,
			/// The bank.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// Customer money went out as customers had asked: each item is a redemption.
		#[codec(index = 15)]
		RedemptionsConfirmed {
			/// The bank's own reference.
			reference: Reference,
			/// The bank's code of where the money went.
			source: u8,
			/// Commitment to the evidence.
			evidence: Commitment,
			/// What was paid out, in the order of the batch.
			paid: BoundedVec<PaidOut, ConstU32<BATCH_MAX>>,
			/// What was refused and still stands, and why.
			refused: BoundedVec<NotPaidOut, ConstU32<BATCH_MAX>>,
			/// The bank.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The tax that came to a tax account until this date was passed on to the state (P5).
		#[codec(index = 20)]
		MarkedRemitted {
			/// The tax account.
			account: AccountNo,
			/// The last date.
			up_to: Date,
			/// The owner or its bank.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
	}
}
