// SPDX-License-Identifier: Apache-2.0

//! What an order's standing clocks mean for everybody else, and what the clock of the chain does about
//! them: freezes end, silence decides a dispute, and at the absolute end nothing stops an order any more
//! (M7, O7, O8).

use crate::{
	found::{Found, State},
	kept::Source,
	posting::{in_item, Book, Posting},
	standing::Share,
	types::{By, HeldOrder, Hint},
	Config, Error, Event, Halts, OrderFreezes, Orders, Pallet,
};
use frame::prelude::{ensure, DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{Clock, Signer},
	DisputeEnd, Moment, OrderId, OrderStatus, Side,
};

impl<T: Config> Pallet<T> {
	/// While an order is frozen nothing leaves its hold (M7).
	pub(crate) fn ensure_not_frozen(order: &HeldOrder) -> DispatchResult {
		ensure!(!order.is_frozen(), Error::<T>::OrderFrozen);
		Ok(())
	}

	/// While the clocks of an order stand still nothing but what was said is added to it: no evidence,
	/// no later deadline.
	pub(crate) fn ensure_not_stopped(order: &HeldOrder) -> DispatchResult {
		Self::ensure_not_frozen(order)?;
		ensure!(!order.is_disputed(), Error::<T>::OrderDisputed);
		Ok(())
	}

	/// Of an order that is disputed nobody releases but the payer, who gives in by it (O8).
	pub(crate) fn ensure_stop_allows_release(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		order: &HeldOrder,
	) -> DispatchResult {
		Self::ensure_not_frozen(order)?;
		let free = !order.is_disputed() || Self::acts_for_payer(book, signer, order)?;
		ensure!(free, Error::<T>::OrderDisputed);
		Ok(())
	}

	/// Of an order that is disputed nobody refunds but the merchant's side, which gives in by it (O8);
	/// of one that is frozen nobody takes anything out of the hold.
	pub(crate) fn ensure_stop_allows_refund(
		found: &Found,
		by_merchant: bool,
		shares: &[Share],
	) -> DispatchResult {
		let State::Held(order) = &found.state else { return Ok(()) };
		let from_hold =
			shares.iter().any(|share| !share.unreleased.is_zero() || !share.parked.is_zero());
		ensure!(!order.is_frozen() || !from_hold, Error::<T>::OrderFrozen);
		ensure!(!order.is_disputed() || by_merchant, Error::<T>::OrderDisputed);
		Ok(())
	}

	/// Whether the hold goes on: nobody stops the clocks of what the clock has to carry out. Where only
	/// parked legs are left there is no deadline any more.
	pub(crate) fn ensure_not_over(order: &HeldOrder) -> DispatchResult {
		if order.unreleased().map_err(Error::<T>::from)?.is_zero() {
			return Ok(());
		}
		Self::ensure_before_deadline(order, T::Clock::now())
	}

	/// Ends a dispute about which nothing is left: somebody gave in.
	pub(crate) fn end_idle_dispute(
		id: OrderId,
		order: HeldOrder,
		by: &By<T::AccountId>,
	) -> Result<HeldOrder, DispatchError> {
		if !order.is_idly_disputed().map_err(Error::<T>::from)? {
			return Ok(order);
		}
		Self::tell_dispute_ended(id, DisputeEnd::GivenIn, by.clone());
		Ok(order.undisputed(T::Clock::now(), &Halts::<T>::get()))
	}

	pub(crate) fn tell_dispute_ended(order: OrderId, how: DisputeEnd, by: By<T::AccountId>) {
		Self::deposit_event(Event::DisputeEnded { order, how, by });
	}

	/// Writes an order after something that stopped its clocks is over, and tells where they go on. What
	/// came due meanwhile is looked at in the next minute.
	pub(crate) fn write_resumed(id: OrderId, order: HeldOrder) -> DispatchResult {
		Self::tell_resumed(id, &order)?;
		let now = T::Clock::now();
		// A condition of time may have come true meanwhile, or its group may have ended, which the clock
		// has to find out.
		let waits = order.awaits_group || !order.milestones.is_empty();
		let may_be_due = order.is_due(now) || waits;
		let is_due = !order.is_stopped() && may_be_due;
		if Self::write(id, order)? == OrderStatus::Held && is_due {
			Self::look_later(id, now);
		}
		Ok(())
	}

	fn tell_resumed(id: OrderId, order: &HeldOrder) -> DispatchResult {
		let left = !order.unreleased().map_err(Error::<T>::from)?.is_zero();
		if left && !order.is_stopped() {
			Self::deposit_event(Event::ClocksResumed { order: id, deadline: order.deadline });
		}
		Ok(())
	}

	/// Ends what stops the clocks of an order where its time is over: a freeze at its date, a dispute
	/// whose other side was silent, and whatever is left at the absolute end.
	pub(crate) fn end_stops(
		book: &mut Book<T>,
		id: OrderId,
		mut posting: Posting,
		now: Moment,
	) -> Result<Posting, DispatchError> {
		if !posting.order.is_stopped() {
			return Ok(posting);
		}
		let halts = Halts::<T>::get();
		let at_end = crate::order::moved(posting.order.end, &halts) <= now;
		if posting.order.frozen_until.is_some_and(|until| until <= now || at_end) {
			posting.order = posting.order.thawed(now, &halts);
			OrderFreezes::<T>::remove(id);
			Self::deposit_event(Event::OrderFreezeEnded { order: id });
		}
		if !posting.order.is_frozen() {
			if let Some(silent) = posting.order.silent_side(now, &halts) {
				posting = Self::decide_by_silence(book, id, posting, silent)?;
			}
		}
		if at_end && posting.order.is_disputed() {
			Self::tell_dispute_ended(id, DisputeEnd::AbsoluteEnd, By::Clock);
			posting.order = posting.order.undisputed(now, &halts);
		}
		if !at_end {
			Self::tell_resumed(id, &posting.order)?;
		}
		Ok(posting)
	}

	/// The silent side loses all that is not released (O8). Where that is refused (an uncovered order
	/// whose bank is short) it is tried again until the absolute end.
	fn decide_by_silence(
		book: &mut Book<T>,
		id: OrderId,
		posting: Posting,
		silent: Side,
	) -> Result<Posting, DispatchError> {
		let parts = Self::unreleased(&posting)?;
		let (now, halts) = (T::Clock::now(), Halts::<T>::get());
		let mut tried = posting.clone();
		tried.order = tried.order.undisputed(now, &halts);
		let decided = in_item(book, |book| match silent {
			Side::Payer => tried.release_rest::<T>(book),
			Side::Merchant => tried.give_up::<T>(book, &parts, Source::Unreleased),
		});
		let Ok(decided) = decided else { return Ok(posting) };
		Self::tell_dispute_ended(id, DisputeEnd::Silence, By::Clock);
		Ok(decided)
	}

	/// Lets the clock look at an order in the next minute, whatever is due on it.
	pub(crate) fn look_later(id: OrderId, now: Moment) {
		Orders::<T>::mutate(id, |row| {
			if let Some(crate::types::OrderRow::Held(order)) = row {
				order.hint = now.minute();
				Self::hint(now.minute(), Hint::Order(id));
			}
		});
	}
}
