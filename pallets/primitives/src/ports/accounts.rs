// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, BankIndex, Currency, ParticipantId};

/// Whose an account is, and where. Owner, bank and currency of a number never change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AccountOwner {
	/// Whose it is.
	pub owner: ParticipantId,
	/// At which bank.
	pub bank: BankIndex,
	/// In which currency.
	pub currency: Currency,
	/// Whether it is closed for ever.
	pub closed: bool,
}

/// Says whose an account is. Asked by the splits pallet, for receivers (P4); answered from the rows
/// of the ledger. It tells nothing about money and opens no book.
pub trait AccountOwners {
	/// Whose an account is; `None` for a number that the chain never gave.
	fn account_owner(account: AccountNo) -> Option<AccountOwner>;

	/// Makes an account of `owner` at `bank`, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_account(owner: ParticipantId, bank: BankIndex, currency: Currency) -> AccountNo;
}
