// SPDX-License-Identifier: Apache-2.0

use super::CycleFacts;
use crate::{
	limits::LIENS_MAX, AccountFlags, AccountNo, Amount, BankIndex, Currency, Date, Moment, OrderId,
	ParkReason, ParticipantId, Purpose, Total,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

/// What others must know of an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AccountFacts {
	/// Whose it is.
	pub owner: ParticipantId,
	/// At which bank.
	pub bank: BankIndex,
	/// In which currency.
	pub currency: Currency,
	/// Type, status and mirror of the owner.
	pub flags: AccountFlags,
	/// What the owner can spend.
	pub available: Amount,
	/// What is set aside.
	pub held: Amount,
}

/// What the owner of an account owes to whoever advanced for it in a refund (R3).
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Lien {
	/// The account that advanced, or the payer's where nobody did.
	pub creditor: AccountNo,
	/// The order that was refunded.
	pub order: OrderId,
	/// The leg that the debtor had got.
	pub leg: u8,
	/// What is still owed, never zero.
	#[codec(compact)]
	pub remaining: Amount,
	/// When it ends, whatever is still owed.
	pub deadline: Moment,
}

/// What is owed from an account, and what of it was collected already (R3).
#[derive(Clone, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Liens {
	/// What credits brought: held on the account, at most the sum of what is owed.
	#[codec(compact)]
	pub collected: Amount,
	/// What is owed, the oldest first.
	pub list: BoundedVec<Lien, ConstU32<LIENS_MAX>>,
}

impl Liens {
	/// All that is owed, collected or not.
	pub fn owed(&self) -> Total {
		// Sixteen amounts are far below the end of a total.
		self.list.iter().fold(0, |sum, lien| lien.remaining.total().saturating_add(sum))
	}
}

/// One movement of an item. Amounts are never zero and both accounts are of one currency; anything
/// else is refused.
///
/// *Promised* parts are those between different banks; entries that promise, free or use a promise
/// are no-ops for clearing where both accounts are at one bank.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Entry {
	/// Sets `amount` of `from` aside. Refused: no-debit, owner suspended, closed, not enough
	/// available.
	Hold {
		/// The payer's account.
		from: AccountNo,
		/// How much.
		amount: Amount,
	},
	/// Gives `amount` of what is held back to the owner. Refused only where less is held.
	Free {
		/// The payer's account.
		from: AccountNo,
		/// How much.
		amount: Amount,
	},
	/// Promises cover for a later payment (C1).
	Promise {
		/// The payer's account.
		from: AccountNo,
		/// The payee's account.
		to: AccountNo,
		/// How much.
		amount: Amount,
	},
	/// Takes a promise back: refund, expiry, another payee.
	Unpromise {
		/// The payer's account.
		from: AccountNo,
		/// The payee's account.
		to: AccountNo,
		/// How much.
		amount: Amount,
	},
	/// Pays at once from what is available. Refused as `Hold` is, and where the payee's account
	/// takes no credit; tested for cover. An unclaimed account pays only with the purpose `Claimed`, also
	/// where its bank takes nothing new any more (O6).
	Pay {
		/// The payer's account.
		from: AccountNo,
		/// The payee's account.
		to: AccountNo,
		/// How much.
		amount: Amount,
		/// What for.
		purpose: Purpose,
	},
	/// Pays from what is held. A status bit of the payer does not refuse it (M7). With `promised`
	/// the promise becomes an obligation and cover is not tested again; without, it is.
	PayHeld {
		/// The payer's account.
		from: AccountNo,
		/// The payee's account.
		to: AccountNo,
		/// How much.
		amount: Amount,
		/// What for.
		purpose: Purpose,
		/// Whether cover was promised for it.
		promised: bool,
	},
	/// Pays the creditor of a lien out of what was collected on the debtor's account, with the purpose
	/// `Collection`; tested for cover. The lien falls by as much and goes once nothing is owed. Refused:
	/// no such lien, more than was collected or is owed, and where the creditor's account takes no
	/// credit. A status bit of the debtor does not refuse it.
	Collect {
		/// The debtor's account.
		from: AccountNo,
		/// The place of the lien in the list, from 0 on.
		lien: u8,
		/// How much.
		amount: Amount,
	},
	/// Pays out of a judicial hold, by the order of a court; tested for cover (M7). The hold falls by as
	/// much and goes once nothing is left in it. Refused: no judicial hold of this number on the
	/// account, more than is in it, and where the payee's account takes no credit. A status bit of the
	/// payer does not refuse it.
	Deduct {
		/// The account with the hold.
		from: AccountNo,
		/// The number of the hold on it.
		hold: u32,
		/// The payee's account.
		to: AccountNo,
		/// How much.
		amount: Amount,
		/// What for.
		purpose: Purpose,
	},
}

/// The only way to hold and move money. Answered by the ledger pallet.
pub trait Ledger {
	/// All rows that one call touches.
	type Book: LedgerBook;

	/// Opens the book of this call. While it is open, nothing else reads or writes rows.
	fn open_book() -> Self::Book;

	/// The account for money that nobody at `bank` could be paid (O6).
	fn unclaimed(bank: BankIndex, currency: Currency) -> Option<AccountNo>;

	/// The account from which `bank` advances for its customers (R3): the guarantee account that it
	/// opened first.
	fn guarantee(bank: BankIndex, currency: Currency) -> Option<AccountNo>;

	/// The last date whose tax was passed on to the state from this tax account; none where nothing was
	/// marked. What was posted on or before it does not come back from there (P5).
	fn remitted_up_to(account: AccountNo) -> Option<Date>;

	/// Sets an amount of an account aside for a court, for benchmarks of other pallets.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_court_hold(account: AccountNo, amount: Amount) -> u32;

	/// Makes an account of `owner` at `bank` with money on it, for benchmarks of other pallets.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_account(
		owner: ParticipantId,
		bank: BankIndex,
		currency: Currency,
		available: Amount,
	) -> AccountNo;
}

/// The rows of one call, read once and written once.
///
/// Each item is planned and then accepted: `begin`, any number of `enter`, then `accept` or
/// `discard`. Until `accept` succeeded, nothing of the item is seen by later items; a refused item
/// leaves nothing behind. `commit` writes every row that changed, once, and cannot fail. A book
/// that is dropped without `commit` changed nothing.
pub trait LedgerBook {
	/// The facts of an account as the open item sees them. Refuses unknown numbers.
	fn account(&mut self, account: AccountNo) -> Result<AccountFacts, DispatchError>;

	/// Why a credit of `amount` for `purpose` could not be taken now, bank status included (O6).
	fn credit_refusal(
		&mut self,
		account: AccountNo,
		amount: Amount,
		purpose: Purpose,
	) -> Result<Option<ParkReason>, DispatchError>;

	/// What could be paid from an account now: what is available, and nothing where its status, its
	/// owner's or its bank's refuses a debit.
	fn spendable(&mut self, account: AccountNo) -> Result<Amount, DispatchError>;

	/// What is owed from an account as the open item sees it (R3).
	///
	/// While something is owed, a credit to the account, whatever its purpose, goes into a hold of kind
	/// lien as far as it is owed and not collected yet; the rest becomes available.
	fn liens(&mut self, debtor: AccountNo) -> Result<Liens, DispatchError>;

	/// Adds a lien to the open item. Refused: nothing owed, other currencies, debtor and creditor the
	/// same account, and a seventeenth lien; what is owed to the same creditor for the same leg joins
	/// the lien that stands.
	fn lay_lien(&mut self, debtor: AccountNo, lien: Lien) -> DispatchResult;

	/// Ends the lien of this place in the open item, whatever is still owed. What was collected and is
	/// not owed to others any more becomes available.
	fn end_lien(&mut self, debtor: AccountNo, lien: u8) -> DispatchResult;

	/// The open cycle of a currency and its business date.
	fn cycle(&mut self, currency: Currency) -> Result<CycleFacts, DispatchError>;

	/// Opens an item. Items do not nest.
	fn begin(&mut self);

	/// Adds a movement to the open item, refusing what its row cannot do.
	fn enter(&mut self, entry: Entry) -> DispatchResult;

	/// Tests the net effect of the item on cover, per bank, and takes the item in. On refusal the
	/// item is discarded.
	fn accept(&mut self) -> DispatchResult;

	/// Forgets the open item.
	fn discard(&mut self);

	/// Adds the leaf (blake2-256 of [`crate::Leaf`]) of an accepted item to the root of the open
	/// cycle.
	fn record(&mut self, currency: Currency, leaf: [u8; 32]);

	/// Writes every row that changed.
	fn commit(self);
}
