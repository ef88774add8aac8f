// SPDX-License-Identifier: Apache-2.0

//! What each entry does to the rows. Nothing is staged before the last refusal, so an entry that is
//! refused leaves nothing of itself in its item.

use super::Book;
use crate::{hold::Hold, liens, AccountRow, Config, Error, Holds};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ClearingBook, Entry},
	AccountFlags, AccountNo, Amount, BankIndex, BankStatus, Purpose,
};

/// Payer and payee of an entry.
pub(super) struct Parties {
	from: AccountNo,
	pub(super) payer: AccountRow,
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
	pub(super) fn enter_one(&mut self, entry: Entry) -> DispatchResult {
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
			Entry::Collect { from, lien, amount } => self.collect(from, lien, amount),
			Entry::Deduct { from, hold, to, amount, purpose } => {
				self.deduct(from, hold, to, amount, purpose)
			}
		}
	}

	/// Two accounts of one currency.
	pub(super) fn parties(&mut self, from: AccountNo, to: AccountNo) -> Result<Parties, Error<T>> {
		ensure!(from != to, Error::<T>::SameAccount);
		let payer = self.row(from)?;
		let payee = self.row(to)?;
		ensure!(payer.currency == payee.currency, Error::<T>::OtherCurrency);
		Ok(Parties { from, payer, to, payee })
	}

	/// A bank in run-off starts nothing new (P2).
	fn ensure_active(&mut self, bank: BankIndex) -> Result<(), Error<T>> {
		let is_active = self.bank_status(bank) == BankStatus::Active;
		ensure!(is_active, Error::<T>::BankNotActive);
		Ok(())
	}

	fn hold(&mut self, from: AccountNo, amount: Amount) -> DispatchResult {
		let row = self.row(from)?;
		let held = row.hold(amount).map_err(Error::<T>::from)?;
		self.ensure_active(row.bank)?;
		self.rows.stage(from, held);
		Ok(())
	}

	fn free(&mut self, from: AccountNo, amount: Amount) -> DispatchResult {
		let row = self.row(from)?;
		self.ensure_held_for_orders(from, &row, amount)?;
		let freed = row.free(amount).map_err(Error::<T>::from)?;
		self.rows.stage(from, freed);
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
		let debited = if purpose == Purpose::Claimed {
			parties.payer.debit_unclaimed(amount).map_err(Error::<T>::from)?
		} else {
			let debited = parties.payer.debit(amount).map_err(Error::<T>::from)?;
			self.ensure_active(parties.payer.bank)?;
			debited
		};
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
		self.ensure_held_for_orders(from, &parties.payer, amount)?;
		let debited = parties.payer.debit_held(amount).map_err(Error::<T>::from)?;
		self.credit(parties, debited, amount, purpose, cover)
	}

	/// Whether `amount` of what is held is not held for somebody else: what is in one hold can be
	/// spent by nothing else (M3).
	fn ensure_held_for_orders(
		&mut self,
		account: AccountNo,
		row: &AccountRow,
		amount: Amount,
	) -> Result<(), Error<T>> {
		let mut rest = Some(row.held);
		if row.flags.has(AccountFlags::LIEN) {
			let collected = self.liens_of(account, row)?.collected;
			rest = rest.and_then(|rest| rest.checked_sub(collected));
		}
		if row.flags.has(AccountFlags::HOLDS) {
			let sum = self.sum_of(account)?.amount;
			rest = rest.and_then(|rest| rest.checked_sub(sum));
		}
		ensure!(rest.is_some_and(|rest| rest >= amount), Error::<T>::NotEnoughHeld);
		Ok(())
	}

	/// Pays the creditor of a lien out of what was collected (R3).
	fn collect(&mut self, from: AccountNo, place: u8, amount: Amount) -> DispatchResult {
		let row = self.row(from)?;
		let owed = self.liens_of(from, &row)?;
		let creditor = liens::at(&owed, place).map_err(Error::<T>::from)?.creditor;
		let parties = self.parties(from, creditor)?;
		let (debited, left) = liens::collect(row, owed, place, amount).map_err(Error::<T>::from)?;
		self.credit(parties, debited, amount, Purpose::Collection, Cover::Tested)?;
		self.liens.stage(from, left);
		Ok(())
	}

	/// Pays out of a judicial hold (M7).
	fn deduct(
		&mut self,
		from: AccountNo,
		number: u32,
		to: AccountNo,
		amount: Amount,
		purpose: Purpose,
	) -> DispatchResult {
		let parties = self.parties(from, to)?;
		let hold = self.hold_of(from, number)?.filter(Hold::is_judicial);
		let hold = hold.ok_or(Error::<T>::NoSuchHold)?;
		let left = hold.amount.checked_sub(amount).ok_or(Error::<T>::NotEnoughHeld)?;
		let sum = self.sum_of(from)?;
		let sum = sum.without(amount, left.is_zero().then(|| hold.cause.kind()));
		let sum = sum.ok_or(Error::<T>::NotEnoughHeld)?;
		let debited = parties.payer.debit_held(amount).map_err(Error::<T>::from)?;
		self.credit(parties, sum.flag(debited), amount, purpose, Cover::Tested)?;
		let left = (!left.is_zero()).then_some(Hold { amount: left, ..hold });
		self.holds.stage((from, number), left);
		self.sums.stage(from, sum);
		Ok(())
	}

	/// A hold of the ledger itself as the open item sees it.
	fn hold_of(&mut self, account: AccountNo, number: u32) -> Result<Option<Hold>, Error<T>> {
		self.holds.get((account, number), || Ok(Holds::<T>::get(account.key(), number)))
	}

	/// The second half of a payment: the last that can refuse. What the payee owes is set aside of
	/// it (R3).
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
		let owes = parties.payee.flags.has(AccountFlags::LIEN);
		let (credited, liens) = if owes {
			let liens = self.liens_of(parties.to, &parties.payee)?;
			let credited = liens::credit(parties.payee, liens, amount);
			credited.map(|(row, liens)| (row, Some(liens))).map_err(Error::<T>::from)?
		} else {
			(parties.payee.credit(amount).map_err(Error::<T>::from)?, None)
		};
		if let Some((debtor, creditor)) = parties.banks() {
			let promised = matches!(cover, Cover::Promised);
			let currency = parties.payee.currency;
			self.clearing.oblige(currency, debtor, creditor, amount, promised)?;
		}
		self.rows.stage(parties.from, debited);
		self.rows.stage(parties.to, credited);
		if let Some(liens) = liens {
			self.liens.stage(parties.to, liens);
		}
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

fn amount_of(entry: &Entry) -> Amount {
	match entry {
		Entry::Hold { amount, .. }
		| Entry::Free { amount, .. }
		| Entry::Promise { amount, .. }
		| Entry::Unpromise { amount, .. }
		| Entry::Pay { amount, .. }
		| Entry::PayHeld { amount, .. }
		| Entry::Collect { amount, .. }
		| Entry::Deduct { amount, .. } => *amount,
	}
}
