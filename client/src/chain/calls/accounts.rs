// SPDX-License-Identifier: Apache-2.0

//! Calls about accounts and customer money.

use super::Call;
use codec::Encode;
use split_ledger_primitives::{
	AccountNo, AccountType, Amount, BankIndex, Commitment, Currency, Date, Moment, ParticipantId,
	Reference, Text,
};

/// What is frozen, why, and until when (M7).
#[derive(Clone, Debug, Encode, Eq, PartialEq)]
pub struct FreezeTerms {
	/// Whether nothing new may be paid or held from the account.
	pub no_debit: bool,
	/// Whether nothing may be credited to it.
	pub no_credit: bool,
	/// Who ordered it.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
	/// Why.
	pub reason: Text,
	/// When it ends by itself.
	pub until: Moment,
}

/// A redemption that a customer asked for.
#[derive(Clone, Copy, Debug, Encode, Eq, PartialEq)]
pub struct RequestId {
	/// The account.
	pub account: AccountNo,
	/// The number of the hold on it.
	pub request: u32,
}

/// A forced deduction out of what a court had set aside (M7).
#[derive(Clone, Debug, Encode, Eq, PartialEq)]
pub struct Deduction {
	/// The account on which it was set aside.
	pub account: AccountNo,
	/// The number of the hold on it.
	pub hold: u32,
	/// The account that is paid.
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// Who ordered it.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
}

impl Call {
	/// Opens an account at the signing bank. One that accepts anyone is paid by every merchant, without
	/// consent and ceiling (P4).
	pub fn open_account(
		owner: ParticipantId,
		currency: Currency,
		of: AccountType,
		accepts_anyone: bool,
	) -> Self {
		Self::new("Ledger", "open_account", &(owner, currency, of, accepts_anyone))
	}

	/// Brings customer money in, from a source that the bank numbers.
	pub fn issue(
		reference: &Reference,
		to: AccountNo,
		amount: Amount,
		source: u8,
		proof: Commitment,
	) -> Self {
		Self::new("Ledger", "issue", &(reference, to, amount, source, proof))
	}

	/// Pays customer money out.
	pub fn redeem(
		reference: &Reference,
		from: AccountNo,
		amount: Amount,
		source: u8,
		proof: Commitment,
	) -> Self {
		Self::new("Ledger", "redeem", &(reference, from, amount, source, proof))
	}

	/// Sets both status bits of an account.
	pub fn set_status(account: AccountNo, no_debit: bool, no_credit: bool, reason: &Text) -> Self {
		Self::new("Ledger", "set_status", &(account, no_debit, no_credit, reason))
	}

	/// Freezes an account until a date.
	pub fn freeze(account: AccountNo, terms: &FreezeTerms) -> Self {
		Self::new("Ledger", "freeze", &(account, terms))
	}

	/// Lifts a freeze before its date.
	pub fn lift_freeze(account: AccountNo, freeze: u32) -> Self {
		Self::new("Ledger", "lift_freeze", &(account, freeze))
	}

	/// Closes an empty account for ever.
	pub fn close_account(account: AccountNo) -> Self {
		Self::new("Ledger", "close_account", &account)
	}

	/// Lets a bank that does not sponsor the owner open accounts for it, or not any more.
	pub fn allow_bank(owner: ParticipantId, bank: BankIndex, allowed: bool) -> Self {
		Self::new("Ledger", "allow_bank", &(owner, bank, allowed))
	}

	/// Sets an amount aside by order of a court, until a date.
	pub fn judicial_hold(
		reference: &Reference,
		account: AccountNo,
		amount: Amount,
		authority: &Text,
		document: Commitment,
		until: Moment,
	) -> Self {
		let arguments = (reference, account, amount, authority, document, until);
		Self::new("Ledger", "judicial_hold", &arguments)
	}

	/// Releases what was set aside before its date.
	pub fn release_hold(account: AccountNo, hold: u32) -> Self {
		Self::new("Ledger", "release_hold", &(account, hold))
	}

	/// Asks the bank of an account to pay money out.
	pub fn request_redemption(
		reference: &Reference,
		account: AccountNo,
		amount: Amount,
		payout: Commitment,
	) -> Self {
		Self::new("Ledger", "request_redemption", &(reference, account, amount, payout))
	}

	/// Takes a request back.
	pub fn withdraw_redemption(account: AccountNo, request: u32) -> Self {
		Self::new("Ledger", "withdraw_redemption", &(account, request))
	}

	/// Pays out what customers asked for; with `all_or_none` the first refusal refuses all.
	pub fn confirm_redemptions(
		reference: &Reference,
		requests: &[RequestId],
		source: u8,
		proof: Commitment,
		all_or_none: bool,
	) -> Self {
		let arguments = (reference, requests, source, proof, all_or_none);
		Self::new("Ledger", "confirm_redemptions", &arguments)
	}

	/// Rejects what a customer asked for.
	pub fn reject_redemption(account: AccountNo, request: u32, reason: &Text) -> Self {
		Self::new("Ledger", "reject_redemption", &(account, request, reason))
	}

	/// Pays out of what a court had set aside on an account.
	pub fn deduct(reference: &Reference, terms: &Deduction) -> Self {
		Self::new("Escrow", "deduct", &(reference, terms))
	}

	/// Says until which date the tax that came to a tax account was passed on to the state.
	pub fn mark_remitted(account: AccountNo, up_to: Date) -> Self {
		Self::new("Ledger", "mark_remitted", &(account, up_to))
	}
}
