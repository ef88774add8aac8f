// SPDX-License-Identifier: Apache-2.0

mod entries;

use crate::{
	hold::{Hold, HoldSum},
	liens::{self, flagged},
	sheet::Sheet,
	AccountRow, Accounts, Config, Error, Guarantees, HoldSums, Holds, Pallet, RemittedUpTo,
	Unclaimed,
};
use alloc::collections::BTreeMap;
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{
		AccountFacts, Clearing, ClearingBook, CycleFacts, Entry, Ledger, LedgerBook, Lien, Liens,
		Participants,
	},
	AccountNo, Amount, BankIndex, BankStatus, Currency, Date, ParkReason, Purpose,
};

/// All rows that one call touches: each is read once and written once (design section 5).
///
/// The clearing book lives inside and shares its life, so money and obligation move together or
/// not at all.
pub struct Book<T: Config> {
	/// Rows.
	rows: Sheet<AccountNo, AccountRow>,
	/// What is owed from those rows whose flag says that something is.
	liens: Sheet<AccountNo, Liens>,
	/// Holds that were asked for; none once nothing is left in it.
	holds: Sheet<(AccountNo, u32), Option<Hold>>,
	/// What the ledger itself holds on those rows whose flag says that it does.
	sums: Sheet<AccountNo, HoldSum>,
	/// Banks that were asked for.
	banks: BTreeMap<BankIndex, BankStatus>,
	clearing: ClearingBookOf<T>,
}

type ClearingBookOf<T> = <<T as Config>::Clearing as Clearing>::Book;

impl<T: Config> Book<T> {
	fn open() -> Self {
		Self {
			rows: Sheet::new(),
			liens: Sheet::new(),
			holds: Sheet::new(),
			sums: Sheet::new(),
			banks: BTreeMap::new(),
			clearing: T::Clearing::open_book(),
		}
	}

	/// A row as the open item sees it.
	fn row(&mut self, account: AccountNo) -> Result<AccountRow, Error<T>> {
		self.rows.get(account, || Pallet::<T>::row(account))
	}

	/// What is owed from an account as the open item sees it. Asked for rows of this book only.
	fn liens_of(&mut self, account: AccountNo, row: &AccountRow) -> Result<Liens, Error<T>> {
		self.liens.get(account, || Ok(Pallet::<T>::liens_beside(account, row)))
	}

	/// The sum of what the ledger itself holds on an account as the open item sees it.
	fn sum_of(&mut self, account: AccountNo) -> Result<HoldSum, Error<T>> {
		self.sums.get(account, || Ok(HoldSums::<T>::get(account.key())))
	}

	/// Forgets what the open item changed.
	fn discard_rows(&mut self) {
		self.rows.discard();
		self.liens.discard();
		self.holds.discard();
		self.sums.discard();
	}

	/// Changes a row and what is owed from it in the open item.
	fn stage(&mut self, account: AccountNo, row: AccountRow, liens: Liens) {
		self.rows.stage(account, row);
		self.liens.stage(account, liens);
	}

	/// Where a bank is in its life. A bank that nobody knows counts as gone.
	fn bank_status(&mut self, bank: BankIndex) -> BankStatus {
		*self.banks.entry(bank).or_insert_with(|| {
			T::Participants::bank(bank).map_or(BankStatus::Exited, |facts| facts.status)
		})
	}

	/// Why `row` cannot be credited now, its bank included.
	///
	/// A bank in run-off takes only what comes back to its customers: a refund, what they are owed
	/// from an earlier one, what their own orders leave unclaimed, and what was kept for them (O6). A bank that has exited
	/// takes nothing.
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
		let comes_back = matches!(
			purpose,
			Purpose::Refund | Purpose::Collection | Purpose::Unclaimed | Purpose::Claimed
		);
		let takes = match self.bank_status(row.bank) {
			BankStatus::Active => true,
			BankStatus::RunOff => comes_back,
			BankStatus::Exited => false,
		};
		(!takes).then_some(ParkReason::BankInRunOff)
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

	fn spendable(&mut self, account: AccountNo) -> Result<Amount, DispatchError> {
		let row = self.row(account)?;
		let may =
			row.ensure_debitable().is_ok() && self.bank_status(row.bank) == BankStatus::Active;
		Ok(if may { row.available } else { Amount::ZERO })
	}

	fn liens(&mut self, debtor: AccountNo) -> Result<Liens, DispatchError> {
		let row = self.row(debtor)?;
		Ok(self.liens_of(debtor, &row)?)
	}

	/// A closed account may owe, too: nothing is collected on it any more, and a refund must not wait
	/// for an account that was emptied and closed before.
	fn lay_lien(&mut self, debtor: AccountNo, lien: Lien) -> DispatchResult {
		ensure!(!lien.remaining.is_zero(), Error::<T>::ZeroAmount);
		let row = self.parties(debtor, lien.creditor)?.payer;
		let liens = self.liens_of(debtor, &row)?;
		let liens = liens::lay(liens, lien).map_err(Error::<T>::from)?;
		self.stage(debtor, flagged(row, &liens), liens);
		Ok(())
	}

	fn end_lien(&mut self, debtor: AccountNo, lien: u8) -> DispatchResult {
		let row = self.row(debtor)?;
		let liens = self.liens_of(debtor, &row)?;
		let (row, liens) = liens::end(row, liens, lien).map_err(Error::<T>::from)?;
		self.stage(debtor, row, liens);
		Ok(())
	}

	fn cycle(&mut self, currency: Currency) -> Result<CycleFacts, DispatchError> {
		self.clearing.cycle(currency)
	}

	fn begin(&mut self) {
		self.discard_rows();
		self.clearing.begin();
	}

	fn enter(&mut self, entry: Entry) -> DispatchResult {
		self.enter_one(entry)
	}

	fn accept(&mut self) -> DispatchResult {
		if let Err(refused) = self.clearing.accept() {
			self.discard_rows();
			return Err(refused);
		}
		self.rows.accept();
		self.liens.accept();
		self.holds.accept();
		self.sums.accept();
		Ok(())
	}

	fn discard(&mut self) {
		self.discard_rows();
		self.clearing.discard();
	}

	fn record(&mut self, currency: Currency, leaf: [u8; 32]) {
		self.clearing.record(currency, leaf);
	}

	fn commit(self) {
		for (account, row) in self.rows.changed() {
			Accounts::<T>::insert(account.key(), row);
		}
		for (account, liens) in self.liens.changed() {
			Pallet::<T>::put_liens(account, liens);
		}
		for ((account, number), hold) in self.holds.changed() {
			Holds::<T>::set(account.key(), number, hold);
		}
		for (account, sum) in self.sums.changed() {
			HoldSums::<T>::insert(account.key(), sum);
		}
		self.clearing.commit();
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

	fn guarantee(bank: BankIndex, currency: Currency) -> Option<AccountNo> {
		Guarantees::<T>::get((currency, bank))
	}

	fn remitted_up_to(account: AccountNo) -> Option<Date> {
		RemittedUpTo::<T>::get(account.key())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_court_hold(account: AccountNo, amount: Amount) -> u32 {
		Self::make_court_hold(account, amount)
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
