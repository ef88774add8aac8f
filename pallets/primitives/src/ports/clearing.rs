// SPDX-License-Identifier: Apache-2.0

use crate::{Amount, BankIndex, Currency, CycleNo, Date, Position};
use sp_runtime::{DispatchError, DispatchResult};

/// The open cycle of a currency, as every posting carries it (M6).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CycleFacts {
	/// Its number.
	pub cycle: CycleNo,
	/// The business date of the currency now.
	pub date: Date,
}

/// Keeps what banks owe each other. Answered by the clearing pallet; asked by the ledger only.
pub trait Clearing {
	/// All bank rows and cells that one call touches.
	type Book: ClearingBook;

	/// Opens the book of this call.
	fn open_book() -> Self::Book;

	/// Whether the ledger keeps this currency.
	fn knows(currency: Currency) -> bool;

	/// What the bank has sent to other banks less what it received from them, over all time: net
	/// paid in settled cycles + gross settlements + its positions in cycles not settled (M1). For
	/// the ledger's invariant; reads whole prefixes.
	fn sent_less_received(currency: Currency, bank: BankIndex) -> Position;

	/// Makes sure that `bank` can owe without end in `currency`, for benchmarks of other pallets.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_bank(currency: Currency, bank: BankIndex);
}

/// The bank rows of one call. The same life as [`super::LedgerBook`]: items are begun, entered,
/// accepted or discarded; `commit` writes each changed row and cell once and cannot fail.
///
/// An amount between two banks is an obligation in the open cycle where the pair is net, and moves
/// reserve at once where it is gross (C4). Debtor and creditor always differ (C7).
pub trait ClearingBook {
	/// The open cycle of a currency and its business date. Refuses unknown currencies.
	fn cycle(&mut self, currency: Currency) -> Result<CycleFacts, DispatchError>;

	/// Opens an item.
	fn begin(&mut self);

	/// `debtor` owes `creditor` from now on; with `promised`, out of what it promised, and then
	/// cover is not tested again.
	fn oblige(
		&mut self,
		currency: Currency,
		debtor: BankIndex,
		creditor: BankIndex,
		amount: Amount,
		promised: bool,
	) -> DispatchResult;

	/// `debtor` sets cover aside for a held order.
	fn promise(&mut self, currency: Currency, debtor: BankIndex, amount: Amount) -> DispatchResult;

	/// `debtor` takes cover back.
	fn unpromise(
		&mut self,
		currency: Currency,
		debtor: BankIndex,
		amount: Amount,
	) -> DispatchResult;

	/// Tests the net effect of the item per bank (C1, C4, R4) and takes it in. The errors for the
	/// cap and for liquidity differ; liquidity is tested first. On refusal the item is discarded.
	fn accept(&mut self) -> DispatchResult;

	/// Forgets the open item.
	fn discard(&mut self);

	/// Collects a leaf for the root of the currency's open cycle.
	fn record(&mut self, currency: Currency, leaf: [u8; 32]);

	/// Writes every row and cell that changed.
	fn commit(self);
}
