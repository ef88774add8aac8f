// SPDX-License-Identifier: Apache-2.0

//! What the clock does with a held part of a fee that was kept in a refund: the merchant paid the payer
//! back for it, so it is no more the payer's (R2). It goes to its payee; where that cannot be, to the
//! unclaimed account of the bank of each funder on whose account it is held, which pays only the entitled
//! party (O6).

use crate::{
	hold::{refusal_after, Move},
	parts::Part,
	posting::{Book, Posting},
	types::{Funder, HeldOrder},
	Config, Error,
};
use alloc::vec::Vec;
use frame::prelude::DispatchError;
use split_ledger_primitives::{
	ports::{Ledger, LedgerBook},
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
	/// Gives parts that are held back to the funders, but for what was kept of them.
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
		self,
		book: &mut Book<T>,
		part: &Part,
		source: Source,
	) -> Result<(Self, bool), DispatchError> {
		let Part { payee, bank, amount, purpose, .. } = *part;
		// Until its group has a leader, nobody earned that part.
		let has_payee = !self.order.is_leaders(part.leg)
			&& !self.order.is_funded_from(payee)
			&& self.order.is_within_cover(part, bank, self.order.is_covered());
		let moves = if has_payee && book.credit_refusal(payee, amount, purpose)?.is_none() {
			Some([Move::of(part)].to_vec())
		} else {
			self.ways_to_unclaimed::<T>(book, part)?
		};
		let Some(moves) = moves else { return Ok((self, false)) };
		let posting = self.pay_out::<T>(book, &moves, |order: HeldOrder| match source {
			Source::Unreleased => order.pay(part),
			Source::Parked => order.pay_parked(part),
		})?;
		Ok((posting, true))
	}

	/// The way of what each funder holds of a part to the unclaimed account of its bank, in the order in
	/// which it is drawn. None where one of these takes no credit.
	fn ways_to_unclaimed<T: Config>(
		&self,
		book: &mut Book<T>,
		part: &Part,
	) -> Result<Option<Vec<Move>>, DispatchError> {
		let draws = self.stakes::<T>()?.draws(part.amount).map_err(Error::<T>::from)?;
		let funders = self.order.funders().map_err(Error::<T>::from)?;
		let mut moves = Vec::new();
		for (Funder { bank, .. }, amount) in funders.into_iter().zip(draws) {
			if amount.is_zero() {
				continue;
			}
			let (leg, purpose) = (part.leg, Purpose::Unclaimed);
			let Some(to) = T::Ledger::unclaimed(bank, self.order.currency) else {
				return Ok(None);
			};
			if refusal_after::<T>(book, &moves, to, amount, purpose)?.is_some() {
				return Ok(None);
			}
			moves.push(Move { leg, to, bank, amount, purpose });
		}
		Ok(Some(moves))
	}
}
