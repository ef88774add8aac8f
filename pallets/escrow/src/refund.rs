// SPDX-License-Identifier: Apache-2.0

//! Refunds from the hold (O4): from the remaining entitlements, pro rata.

use crate::{
	plan::merchant_of,
	posting::{in_item, Book, Posting},
	types::HeldOrder,
	Config, Error, Pallet, WeightInfo,
};
use alloc::vec::Vec;
use frame::prelude::{ensure, DispatchError, DispatchResult, DispatchResultWithPostInfo};
use split_ledger_primitives::{
	ports::{Clock, Ledger, LedgerBook, Participants, Signer},
	Amount, Domain, OrderId, ParticipantId, Reference, Terms,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_refund(
		signer: &Signer<T::AccountId>,
		reference: Reference,
		id: OrderId,
		amount: Amount,
	) -> DispatchResultWithPostInfo {
		let act = Self::name_act(Domain::Refund, &reference, signer, &(id, amount))?;
		let Some(act) = act else { return Ok(Some(T::WeightInfo::refund(0)).into()) };
		let order = Self::open_order(id)?;
		let mut book = T::Ledger::open_book();
		Self::ensure_may_refund(&mut book, signer, &order)?;
		Self::ensure_before_deadline(&order, T::Clock::now())?;
		let parts = order.parts_of(amount).map_err(Error::<T>::from)?;
		let posting =
			in_item(&mut book, |book| Posting::of(book, order)?.refund::<T>(book, &parts))?;

		let legs = posting.legs();
		Self::remember(act);
		Self::conclude(&mut book, id, posting, Some(reference), Self::by(signer))?;
		book.commit();
		Ok(Some(T::WeightInfo::refund(legs)).into())
	}

	/// Who gives up the money: the merchant's side at any time. The payer and the platform take it
	/// back alone only while the goods cannot have been sent on the strength of it: before anything
	/// is released and before the moment of release (P3). A platform that could refund later could
	/// have its fee released and send the merchant's part back.
	fn ensure_may_refund(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		order: &HeldOrder,
	) -> DispatchResult {
		if Self::gives_up(book, order)?.contains(&signer.participant) {
			return Ok(());
		}
		let platform = match &order.terms {
			Terms::Transfer { .. } => false,
			Terms::Split { platform, .. } => *platform == signer.participant,
		};
		let early = platform || Self::acts_for_payer(book, signer, order)?;
		let in_time = !order.is_due(T::Clock::now()) && !order.is_touched_by_release();
		ensure!(early && in_time, Error::<T>::NotEntitled);
		Ok(())
	}

	/// The merchant and its bank; the payee of a plain payment and its bank.
	fn gives_up(
		book: &mut Book<T>,
		order: &HeldOrder,
	) -> Result<Vec<ParticipantId>, DispatchError> {
		let receiver = match &order.terms {
			Terms::Transfer { to } => Some(book.account(*to)?.owner),
			Terms::Split { .. } => merchant_of(&order.terms),
		};
		let sponsor = receiver.and_then(T::Participants::facts).map(|facts| facts.sponsor);
		Ok([receiver, sponsor].into_iter().flatten().collect())
	}
}
