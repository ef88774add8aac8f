// SPDX-License-Identifier: Apache-2.0

//! Legs that could not be credited (O6): still held on the payer's own account, retried by anybody.
//!
//! After 30 days the clock gives them back to the payer. That cannot fail, so the unclaimed account
//! of the payer's bank is never needed: the money lies on the payer's own row, which cannot be
//! closed while anything is held on it, and freeing a hold is no credit that a status bit refuses.

use crate::{
	posting::{in_item, Posting},
	Config, Error, Pallet, WeightInfo,
};
use frame::prelude::{ensure, DispatchResultWithPostInfo};
use split_ledger_primitives::{
	ports::{Ledger, LedgerBook, Signer},
	OrderId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_retry_parked(
		signer: &Signer<T::AccountId>,
		id: OrderId,
	) -> DispatchResultWithPostInfo {
		let order = Self::open_order(id)?;
		let parts = order.parked_parts();
		ensure!(!parts.is_empty(), Error::<T>::NothingParked);
		let mut book = T::Ledger::open_book();
		let posting = in_item(&mut book, |book| {
			let mut posting = Posting::of(book, order)?;
			for part in &parts {
				if book.credit_refusal(part.payee, part.amount, part.purpose)?.is_none() {
					posting = posting.pay_parked::<T>(book, part)?;
				}
			}
			ensure!(!posting.paid.is_empty(), Error::<T>::StillNotCreditable);
			Ok(posting)
		})?;

		let legs = posting.legs();
		Self::conclude(&mut book, id, posting, None, Self::by(signer))?;
		book.commit();
		Ok(Some(T::WeightInfo::retry_parked(legs)).into())
	}
}
