// SPDX-License-Identifier: Apache-2.0

//! Legs that could not be credited (O6): still held on the funders' own accounts, retried by anybody.
//!
//! After 30 days the clock gives them back to the funders. That cannot fail, so the unclaimed account
//! of a bank is never needed: the money lies on each funder's own row, which cannot be closed while
//! anything is held on it, and freeing a hold is no credit that a status bit refuses.

use crate::{
	hold::{refusal_after, Move},
	parts::Part,
	posting::{in_item, Posting},
	types::{HeldOrder, Leg, Parked},
	weights::of_retried,
	Config, Error, Pallet, ParkedOrders,
};
use alloc::vec::Vec;
use frame::prelude::{ensure, DispatchResultWithPostInfo};
use split_ledger_primitives::{
	ports::{Ledger, LedgerBook, Signer},
	views::{ParkedLegView, ParkedOrderView},
	OrderId,
};

impl<T: Config> Pallet<T> {
	/// Keeps the list of orders with parked legs. It is written only where an order comes or goes.
	pub(crate) fn list_parked(id: OrderId, order: &mut HeldOrder) {
		let waits = order.legs.iter().any(|leg| leg.parked.is_some());
		if waits && !order.listed {
			ParkedOrders::<T>::insert(id, ());
		}
		if order.listed && !waits {
			ParkedOrders::<T>::remove(id);
		}
		order.listed = waits;
	}

	/// The orders with parked legs after `after`, by their ids, at most `limit` of them. Who asks on
	/// names the last order that was answered.
	pub fn parked_orders(after: Option<OrderId>, limit: u32) -> Vec<ParkedOrderView> {
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		let ids = match after {
			None => ParkedOrders::<T>::iter_keys(),
			Some(last) => ParkedOrders::<T>::iter_keys_from_key(last),
		};
		ids.take(limit).filter_map(Self::parked_view).collect()
	}

	fn parked_view(id: OrderId) -> Option<ParkedOrderView> {
		let order = Self::open_order(id).ok()?;
		let leg = |leg: &Leg| {
			let Parked { amount, reason, .. } = leg.parked?;
			let until = Self::moved(leg.parked?.until());
			let (account, _) = order.receiver_of(leg);
			Some(ParkedLegView { leg: leg.leg, account, amount, reason, until })
		};
		let legs = order.legs.iter().filter_map(leg).collect();
		Some(ParkedOrderView { order: id, payer: order.payer, currency: order.currency, legs })
	}

	pub(crate) fn do_retry_parked(
		signer: &Signer<T::AccountId>,
		id: OrderId,
	) -> DispatchResultWithPostInfo {
		let order = Self::open_order(id)?;
		Self::ensure_not_frozen(&order)?;
		let parts = order.parked_parts();
		ensure!(!parts.is_empty(), Error::<T>::NothingParked);
		let mut book = T::Ledger::open_book();
		let posting = in_item(&mut book, |book| {
			let (mut moves, mut taken) = (Vec::new(), Vec::new());
			for part in &parts {
				let Part { payee, amount, purpose, .. } = *part;
				if refusal_after::<T>(book, &moves, payee, amount, purpose)?.is_none() {
					moves.push(Move::of(part));
					taken.push(*part);
				}
			}
			ensure!(!taken.is_empty(), Error::<T>::StillNotCreditable);
			Posting::of(book, order)?.with_given_to_pay::<T>(id).pay_parked::<T>(book, &taken)
		})?;

		let legs = posting.legs();
		Self::conclude(&mut book, id, posting, None, Self::by(signer))?;
		book.commit();
		Ok(Some(of_retried::<T>(legs)).into())
	}
}
