// SPDX-License-Identifier: Apache-2.0

//! What the key of a call may spend (P7). Its limits are read once a currency, and what the call spent
//! is told once it is over: an order that is refused in the middle has spent nothing.

use crate::{Config, Error};
use alloc::collections::BTreeMap;
use frame::prelude::ensure;
use split_ledger_primitives::{
	ports::{Participants, Signer, SpendingLimit},
	Amount, Currency,
};

/// Who sends a call, and what the call has spent so far.
pub(crate) struct Submitter<'a, T: Config> {
	pub(crate) signer: &'a Signer<T::AccountId>,
	limits: BTreeMap<Currency, Option<Spending>>,
}

/// A limit and what the call took of it.
struct Spending {
	limit: SpendingLimit,
	spent: Amount,
}

impl<'a, T: Config> Submitter<'a, T> {
	/// Nothing spent yet.
	pub(crate) fn of(signer: &'a Signer<T::AccountId>) -> Self {
		Self { signer, limits: BTreeMap::new() }
	}

	/// Whether the key may spend this in one order, on top of what other orders of the open item
	/// would spend.
	pub(crate) fn ensure_may_spend(
		&mut self,
		currency: Currency,
		amount: Amount,
		pending: Amount,
	) -> Result<(), Error<T>> {
		let key = &self.signer.key;
		let spending = self.limits.entry(currency).or_insert_with(|| {
			let limit = T::Participants::spending_limit(key, currency)?;
			Some(Spending { limit, spent: Amount::ZERO })
		});
		let Some(Spending { limit, spent }) = spending else { return Ok(()) };
		ensure!(amount <= limit.single, Error::<T>::OverSingleLimit);
		let today = Amount::checked_sum([*spent, pending, amount]).ok_or(Error::<T>::Overflow)?;
		ensure!(today <= limit.left_today, Error::<T>::OverDailyLimit);
		Ok(())
	}

	/// Counts an order that was taken in.
	pub(crate) fn count_spent(&mut self, currency: Currency, amount: Amount) {
		if let Some(Some(spending)) = self.limits.get_mut(&currency) {
			// No more than was left of the day, which is an amount.
			spending.spent = spending.spent.checked_add(amount).unwrap_or(Amount::MAX);
		}
	}

	/// Tells what the call spent.
	pub(crate) fn tell(self) {
		for (currency, spending) in self.limits {
			if let Some(Spending { spent, .. }) = spending.filter(|it| !it.spent.is_zero()) {
				T::Participants::note_spent(&self.signer.key, currency, spent);
			}
		}
	}
}
