// SPDX-License-Identifier: Apache-2.0

//! What the clock does with a held part of a fee that was kept in a refund: the merchant paid the payer
//! back for it, so it is no more the payer's (R2). It goes to its payee; where that cannot be, to the
//! unclaimed account of the payer's bank, which pays only the entitled party (O6).

use crate::{
	parts::Part,
	posting::{unpromise, Book, Posting},
	Config, Error,
};
use frame::prelude::DispatchError;
use split_ledger_primitives::{
	ports::{Entry, Ledger, LedgerBook},
	Purpose,
};

/// From where a part is taken.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Source {
	/// It is not released yet.
	Unreleased,
	/// It was released and could not be credited.
	Parked,
}

impl Posting {
	/// Gives parts that are held back to the payer, but for what was kept of them.
	pub(crate) fn give_up<T: Config>(
		mut self,
		book: &mut Book<T>,
		parts: &[Part],
		source: Source,
	) -> Result<Self, DispatchError> {
		let split = self.order.without_kept(&self.given, parts);
		let (mut back, kept) = split.map_err(Error::<T>::from)?;
		for part in &kept {
			let paid;
			(self, paid) = self.pay_kept::<T>(book, part, source)?;
			if !paid {
				// A bank without an unclaimed account: there is nobody else to hold it for.
				back.push(*part);
			}
		}
		match source {
			Source::Unreleased => self.refund::<T>(book, &back),
			Source::Parked => self.refund_parked::<T>(book, &back),
		}
	}

	/// Pays a kept part without new cover. False where nobody takes it.
	fn pay_kept<T: Config>(
		mut self,
		book: &mut Book<T>,
		part: &Part,
		source: Source,
	) -> Result<(Self, bool), DispatchError> {
		let is_covered = !part.cross_bank || self.order.is_covered();
		let refusal = book.credit_refusal(part.payee, part.amount, part.purpose)?;
		if is_covered && refusal.is_none() {
			let posting = match source {
				Source::Unreleased => self.pay::<T>(book, part)?,
				Source::Parked => self.pay_parked::<T>(book, part)?,
			};
			return Ok((posting, true));
		}
		let account = T::Ledger::unclaimed(self.order.payer_bank, self.order.currency);
		let Some(account) = account else { return Ok((self, false)) };
		let purpose = Purpose::Unclaimed;
		if book.credit_refusal(account, part.amount, purpose)?.is_some() {
			return Ok((self, false));
		}
		unpromise(book, &self.order, &[*part])?;
		let (from, amount) = (self.order.payer, part.amount);
		book.enter(Entry::PayHeld { from, to: account, amount, purpose, promised: false })?;
		let paid = Part { payee: account, purpose, ..*part };
		self.paid.push(self.paid_leg(&paid));
		let order = match source {
			Source::Unreleased => self.order.pay(part),
			Source::Parked => self.order.pay_parked(part),
		};
		self.order = order.map_err(Error::<T>::from)?;
		Ok((self, true))
	}
}
