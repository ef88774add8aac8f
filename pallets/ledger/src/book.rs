// SPDX-License-Identifier: Apache-2.0

use crate::{AccountRow, Accounts, Config, Error, Pallet, Unclaimed};
use alloc::collections::BTreeMap;
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{
		AccountFacts, Clearing, ClearingBook, CycleFacts, Entry, Ledger, LedgerBook, Participants,
	},
	AccountNo, Amount, BankIndex, BankStatus, Currency, ParkReason, Purpose,
};

/// All rows that one call touches: each is read once and written once (design section 5).
///
/// The clearing book lives inside and shares its life, so money and obligation move together or
/// not at all.
pub struct Book<T: Config> {
	/// Rows as they are after the accepted items.
	rows: BTreeMap<AccountNo, Kept>,
	/// Rows that the open item changed.
	staged: BTreeMap<AccountNo, AccountRow>,
	/// Banks that were asked for.
	banks: BTreeMap<BankIndex, BankStatus>,
	clearing: ClearingBookOf<T>,
}

type ClearingBookOf<T> = <<T as Config>::Clearing as Clearing>::Book;

/// A row and whether an accepted item changed it.
struct Kept {
	row: AccountRow,
	changed: bool,
}

/// Payer and payee of an entry.
struct Parties {
	from: AccountNo,
	payer: AccountRow,
	to: AccountNo,
	payee: AccountRow,
}

impl Parties {
	/// Debtor and creditor, unless both accounts are at one bank (C7).
	fn banks(&self) -> Option<(BankIndex, BankIndex)> {
		(self.payer.bank != self.payee.bank).then_some((self.payer.bank, self.payee.bank))
	}
}

/// Whether an obligation was promised, and so is not tested for cover again.
#[derive(Clone, Copy)]
enum Cover {
	Tested,
	Promised,
}

impl<T: Config> Book<T> {
	fn open() -> Self {
		Self {
			rows: BTreeMap::new(),
			staged: BTreeMap::new(),
			banks: BTreeMap::new(),
			clearing: T::Clearing::open_book(),
		}
	}

	/// A row as the open item sees it.
	fn row(&mut self, account: AccountNo) -> Result<AccountRow, Error<T>> {
		if let Some(row) = self.staged.get(&account) {
			return Ok(*row);
		}
		if let Some(kept) = self.rows.get(&account) {
			return Ok(kept.row);
		}
		let row = Pallet::<T>::row(account)?;
		self.rows.insert(account, Kept { row, changed: false });
		Ok(row)
	}

	/// Where a bank is in its life. A bank that nobody knows counts as gone.
	fn bank_status(&mut self, bank: BankIndex) -> BankStatus {
		*self.banks.entry(bank).or_insert_with(|| {
			T::Participants::bank(bank).map_or(BankStatus::Exited, |facts| facts.status)
		})
	}

	/// Why `row` cannot be credited now, its bank included.
	///
	/// A bank in run-off takes only what comes back to its customers: a refund, and what its own
	/// customers' orders leave unclaimed (O6). A bank that has exited takes nothing.
	fn refusal(
		&mut self,
		row: &AccountRow,
		amount: Amount,
		purpose: Purpose,
	) -> Option<ParkReason> {
		let refusal = row.credit_refusal(amount, purpose);
		if refusal.is_some() {
			return refusal;
		}
		let takes = match self.bank_status(row.bank) {
			BankStatus::Active => true,
			BankStatus::RunOff => matches!(purpose, Purpose::Refund | Purpose::Unclaimed),
			BankStatus::Exited => false,
		};
		(!takes).then_some(ParkReason::BankInRunOff)
	}

	/// A bank in run-off starts nothing new (P2).
	fn ensure_active(&mut self, bank: BankIndex) -> Result<(), Error<T>> {
		let is_active = self.bank_status(bank) == BankStatus::Active;
		ensure!(is_active, Error::<T>::BankNotActive);
		Ok(())
	}

	fn parties(&mut self, from: AccountNo, to: AccountNo) -> Result<Parties, Error<T>> {
		ensure!(from != to, Error::<T>::SameAccount);
		let payer = self.row(from)?;
		let payee = self.row(to)?;
		ensure!(payer.currency == payee.currency, Error::<T>::OtherCurrency);
		Ok(Parties { from, payer, to, payee })
	}

	fn hold(&mut self, from: AccountNo, amount: Amount) -> DispatchResult {
		let row = self.row(from)?;
		let held = row.hold(amount).map_err(Error::<T>::from)?;
		self.ensure_active(row.bank)?;
		self.staged.insert(from, held);
		Ok(())
	}

	fn free(&mut self, from: AccountNo, amount: Amount) -> DispatchResult {
		let freed = self.row(from)?.free(amount).map_err(Error::<T>::from)?;
		self.staged.insert(from, freed);
		Ok(())
	}

	fn pay(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: Amount,
		purpose: Purpose,
	) -> DispatchResult {
		let parties = self.parties(from, to)?;
		let debited = parties.payer.debit(amount).map_err(Error::<T>::from)?;
		self.ensure_active(parties.payer.bank)?;
		self.credit(parties, debited, amount, purpose, Cover::Tested)
	}

	fn pay_held(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: Amount,
		purpose: Purpose,
		cover: Cover,
	) -> DispatchResult {
		let parties = self.parties(from, to)?;
		let debited = parties.payer.debit_held(amount).map_err(Error::<T>::from)?;
		self.credit(parties, debited, amount, purpose, cover)
	}

	/// The second half of a payment. Nothing is staged before the last refusal, so an entry that is
	/// refused leaves nothing of itself in the item.
	fn credit(
		&mut self,
		parties: Parties,
		debited: AccountRow,
		amount: Amount,
		purpose: Purpose,
		cover: Cover,
	) -> DispatchResult {
		if let Some(reason) = self.refusal(&parties.payee, amount, purpose) {
			return Err(Error::<T>::from(reason).into());
		}
		let credited = parties.payee.credit(amount).map_err(Error::<T>::from)?;
		if let Some((debtor, creditor)) = parties.banks() {
			let promised = matches!(cover, Cover::Promised);
			let currency = parties.payee.currency;
			self.clearing.oblige(currency, debtor, creditor, amount, promised)?;
		}
		self.staged.insert(parties.from, debited);
		self.staged.insert(parties.to, credited);
		Ok(())
	}

	fn promise(&mut self, from: AccountNo, to: AccountNo, amount: Amount) -> DispatchResult {
		let parties = self.parties(from, to)?;
		match parties.banks() {
			Some((debtor, _)) => self.clearing.promise(parties.payer.currency, debtor, amount),
			None => Ok(()),
		}
	}

	fn unpromise(&mut self, from: AccountNo, to: AccountNo, amount: Amount) -> DispatchResult {
		let parties = self.parties(from, to)?;
		match parties.banks() {
			Some((debtor, _)) => self.clearing.unpromise(parties.payer.currency, debtor, amount),
			None => Ok(()),
		}
	}
}

impl<T: Config> LedgerBook for Book<T> {
	fn account(&mut self, account: AccountNo) -> Result<AccountFacts, DispatchError> {
		Ok(self.row(account)?.facts())
	}

	fn credit_refusal(
		&mut self,
		account: AccountNo,
		amount: Amount,
		purpose: Purpose,
	) -> Result<Option<ParkReason>, DispatchError> {
		let row = self.row(account)?;
		Ok(self.refusal(&row, amount, purpose))
	}

	fn cycle(&mut self, currency: Currency) -> Result<CycleFacts, DispatchError> {
		self.clearing.cycle(currency)
	}

	fn begin(&mut self) {
		self.staged.clear();
		self.clearing.begin();
	}

	fn enter(&mut self, entry: Entry) -> DispatchResult {
		ensure!(!amount_of(&entry).is_zero(), Error::<T>::ZeroAmount);
		match entry {
			Entry::Hold { from, amount } => self.hold(from, amount),
			Entry::Free { from, amount } => self.free(from, amount),
			Entry::Promise { from, to, amount } => self.promise(from, to, amount),
			Entry::Unpromise { from, to, amount } => self.unpromise(from, to, amount),
			Entry::Pay { from, to, amount, purpose } => self.pay(from, to, amount, purpose),
			Entry::PayHeld { from, to, amount, purpose, promised } => {
				let cover = if promised { Cover::Promised } else { Cover::Tested };
				self.pay_held(from, to, amount, purpose, cover)
			}
		}
	}

	fn accept(&mut self) -> DispatchResult {
		let staged = core::mem::take(&mut self.staged);
		self.clearing.accept()?;
		let kept = staged.into_iter().map(|(no, row)| (no, Kept { row, changed: true }));
		self.rows.extend(kept);
		Ok(())
	}

	fn discard(&mut self) {
		self.staged.clear();
		self.clearing.discard();
	}

	fn record(&mut self, currency: Currency, leaf: [u8; 32]) {
		self.clearing.record(currency, leaf);
	}

	fn commit(self) {
		for (account, kept) in self.rows {
			if kept.changed {
				Accounts::<T>::insert(account.key(), kept.row);
			}
		}
		self.clearing.commit();
	}
}

fn amount_of(entry: &Entry) -> Amount {
	match entry {
		Entry::Hold { amount, .. }
		| Entry::Free { amount, .. }
		| Entry::Promise { amount, .. }
		| Entry::Unpromise { amount, .. }
		| Entry::Pay { amount, .. }
		| Entry::PayHeld { amount, .. } => *amount,
	}
}

impl<T: Config> Ledger for Pallet<T> {
	type Book = Book<T>;

	fn open_book() -> Self::Book {
		Book::open()
	}

	fn unclaimed(bank: BankIndex, currency: Currency) -> Option<AccountNo> {
		Unclaimed::<T>::get((currency, bank))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_account(
		owner: split_ledger_primitives::ParticipantId,
		bank: BankIndex,
		currency: Currency,
		available: Amount,
	) -> AccountNo {
		Self::make_account(owner, bank, currency, available)
	}
}
