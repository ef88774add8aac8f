// SPDX-License-Identifier: Apache-2.0

//! Releasing held orders to their payees (O3).

use crate::{
	conditions::Conditions,
	posting::{in_item, Book, Posting},
	references::Named,
	types::{HeldOrder, ReleaseItem, ReleaseWhat},
	weights::{of_one_released, of_released},
	Config, Error, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::{
	ensure, BoundedVec, DispatchError, DispatchResult, DispatchResultWithPostInfo, Get,
};
use split_ledger_primitives::{
	limits::{LEGS_MAX, MILESTONES_MAX},
	ports::{Clock, Ledger, LedgerBook, Signer},
	Domain, Moment, OrderId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_release(
		signer: &Signer<T::AccountId>,
		item: ReleaseItem,
	) -> DispatchResultWithPostInfo {
		let mut book = T::Ledger::open_book();
		let planned = in_item(&mut book, |book| {
			Self::plan_release(book, signer, &item, LEGS_MAX, Conditions::AskNow)
		})?;
		let (legs, milestones) = match planned {
			None => (0, 0),
			Some(planned) => {
				let milestones = planned.1.milestones();
				(Self::conclude_release(&mut book, signer, item, planned)?, milestones)
			}
		};
		book.commit();
		Ok(Some(of_one_released::<T>(legs, milestones)).into())
	}

	pub(crate) fn do_release_batch(
		signer: &Signer<T::AccountId>,
		items: BoundedVec<ReleaseItem, impl Get<u32>>,
		legs_max: u8,
		all_or_none: bool,
	) -> DispatchResultWithPostInfo {
		let tried = u32::try_from(items.len()).unwrap_or(u32::MAX);
		let mut book = T::Ledger::open_book();
		// A release that is refused may have read as many as there can be.
		let mut milestones = MILESTONES_MAX.saturating_mul(tried);
		let tally = Self::each_of_batch(
			&mut book,
			items,
			all_or_none,
			|book, item| {
				let legs_max = legs_max.into();
				let planned =
					Self::plan_release(book, signer, item, legs_max, Conditions::AsNoted)?;
				let had = planned.as_ref().map_or(0, |(_, posting)| posting.milestones());
				milestones = milestones.saturating_sub(MILESTONES_MAX).saturating_add(had);
				Ok(planned)
			},
			|book, item, planned| Self::conclude_release(book, signer, item, planned),
		)?;
		book.commit();
		let legs = Self::tell_batch(signer, tally, u32::from(legs_max).min(LEGS_MAX));
		Ok(Some(of_released::<T>(tried, legs, milestones)).into())
	}

	/// Enters a release in the open item. None where it was done before (O1).
	fn plan_release(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		item: &ReleaseItem,
		legs_max: u32,
		conditions: Conditions,
	) -> Result<Option<(Named, Posting)>, DispatchError> {
		let ReleaseItem { reference, order: id, what } = item;
		let act = Self::name_act(Domain::Release, reference, signer, &(id, what))?;
		let Some(act) = act else { return Ok(None) };
		let mut order = Self::as_grouped(Self::open_order(*id)?, T::Clock::now());
		ensure!(order.charged_legs() <= legs_max, Error::<T>::TooManyLegs);
		ensure!(!order.awaits_group, Error::<T>::GroupNotComplete);
		Self::ensure_stop_allows_release(book, signer, &order)?;
		let met = Self::ensure_may_release(book, signer, (*id, &mut order), what, conditions)?;
		Self::ensure_before_deadline(&order, T::Clock::now())?;
		let posting = Posting { met, ..Posting::of(book, order)? };
		let posting = posting.with_given_to_pay::<T>(*id).bind_leader::<T>(book)?;
		let parts = posting.order.parts_of_release(what).map_err(Error::<T>::from)?;
		let order = posting.order.clone().count_release(what).map_err(Error::<T>::from)?;
		let posting = Posting { order: order.close_milestone(what), ..posting };
		let posting = posting.pay_or_park::<T>(book, &parts)?;
		Ok(Some((act, posting)))
	}

	fn conclude_release(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		item: ReleaseItem,
		(act, posting): (Named, Posting),
	) -> Result<u32, DispatchError> {
		let legs = posting.legs();
		Self::remember(act);
		Self::conclude(book, item.order, posting, Some(item.reference), Self::by(signer))?;
		Ok(legs)
	}

	/// Anybody once the condition holds; the payer at any time (P3). Answers the milestones of which the
	/// question showed that they are met.
	fn ensure_may_release(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		(id, order): (OrderId, &mut HeldOrder),
		what: &ReleaseWhat,
		conditions: Conditions,
	) -> Result<Vec<u8>, DispatchError> {
		let now = T::Clock::now();
		let is_due = order.is_due(now) || order.is_met(what);
		if is_due || Self::acts_for_payer(book, signer, order)? {
			return Ok(Vec::new());
		}
		let waits = order.after.is_some() || !order.milestones.is_empty();
		ensure!(waits, Error::<T>::NotEntitled);
		// Who comes before the clock need not wait for it.
		let met = match conditions {
			Conditions::AsNoted => Vec::new(),
			Conditions::AskNow => Self::note_met(id, order, now),
		};
		ensure!(order.is_met(what), Error::<T>::ConditionNotMet);
		Ok(met)
	}

	/// Whether the signer is the payer or its bank.
	pub(crate) fn acts_for_payer(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		order: &HeldOrder,
	) -> Result<bool, DispatchError> {
		Self::acts_for(book, signer, order.payer)
	}

	/// From the deadline on only the clock acts on what is not released.
	pub(crate) fn ensure_before_deadline(order: &HeldOrder, now: Moment) -> DispatchResult {
		// The list of halts is read only where it can matter.
		let ends = order.hold_ends();
		let open = now < ends || now < Self::moved(ends);
		ensure!(open, Error::<T>::PastDeadline);
		Ok(())
	}
}
