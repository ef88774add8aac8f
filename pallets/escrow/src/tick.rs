// SPDX-License-Identifier: Apache-2.0

//! What the clock owes (T1): releases at their moment, deadlines, parked legs that waited too long,
//! what debtors owe, pruning. Bounded by a share of the block; what does not fit goes on in the next one.

use crate::{
	hold::{refusal_after, Move},
	kept::Source,
	order::OrderError,
	parts::Part,
	posting::{in_item, Book, Posting},
	types::{By, Cursor, Halt, HeldOrder, Hint, OrderRow, Page},
	weights::of_look,
	Config, Drained, Error, Event, Halts, HintCount, HintPages, LastTick, Orders, Pallet,
	WeightInfo,
};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::{defensive, frame_system, DispatchError, DispatchResult, Get, Weight},
};
use split_ledger_primitives::{
	limits::{EXPIRY_PAGE_ORDERS, HALT_MS_MIN, LEGS_MAX, MILESTONES_MAX},
	ports::{Clock, Ledger, LedgerBook},
	ExpiryPolicy, Moment, OrderId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn tick(block: &mut WeightMeter) {
		let max = <T as frame_system::Config>::BlockWeights::get().max_block;
		let share = T::DrainShare::get() * max;
		let mut meter = WeightMeter::with_limit(share.min(block.remaining()));
		// The time of each block is noted even in a full one: halts are measured by it.
		let now = T::Clock::now();
		Self::note_time(now);
		if meter.try_consume(T::WeightInfo::tick()).is_ok() {
			Self::collect_credited(now, &mut meter);
			Self::drain(now, &mut meter);
			Self::drain_groups(now, &mut meter);
			Self::prune(now.date(), &mut meter);
		}
		block.consume(meter.consumed());
	}

	/// Remembers the time of this block, and a halt that ended with it (O7).
	fn note_time(now: Moment) {
		let last = LastTick::<T>::mutate(|last| last.replace(now));
		let Some(from) = last else { return };
		let mut halts = Halts::<T>::get();
		let known = halts.len();
		let halted = now.0.saturating_sub(from.0) > HALT_MS_MIN;
		if halted {
			let halt = Halt { from, to: now };
			if halts.is_full() {
				// Sixteen halts of which each begins before the deadlines moved by the one before
				// have passed; the oldest moves the least of what is still open.
				halts.remove(0);
			}
			if halts.try_push(halt).is_err() {
				defensive!("room was made for one halt");
			}
			Self::deposit_event(Event::Halted { from, to: now });
		}
		// A halt matters as long as a deadline moved by it can lie ahead: at the latest one at its end, moved
		// by its length and by those of all after it. One before its end can be moved further than that by a
		// later halt that its end has passed, so the moved end tells too little.
		let mut latest: Vec<Moment> = Vec::new();
		let mut lengths = 0u64;
		for halt in halts.iter().rev() {
			lengths = lengths.saturating_add(halt.to.0.saturating_sub(halt.from.0));
			latest.push(halt.to.plus(lengths));
		}
		let first = latest.iter().rev().position(|latest| *latest > now).unwrap_or(halts.len());
		halts.drain(..first);
		if halted || halts.len() != known {
			Halts::<T>::put(halts);
		}
	}

	/// Works off the hints of all minutes that are over.
	pub(crate) fn drain(now: Moment, meter: &mut WeightMeter) {
		let start = Drained::<T>::get();
		let mut cursor = start.unwrap_or(Cursor { minute: now.minute(), index: 0 });
		while cursor.minute < now.minute()
			&& meter.try_consume(T::WeightInfo::pass_minute()).is_ok()
		{
			let count = HintCount::<T>::get(cursor.minute);
			while cursor.index < count {
				if !Self::drain_page(&mut cursor, now, meter) {
					return Drained::<T>::put(cursor);
				}
			}
			if count > 0 {
				HintCount::<T>::remove(cursor.minute);
			}
			cursor = Cursor { minute: cursor.minute.saturating_add(1), index: 0 };
		}
		if start != Some(cursor) {
			Drained::<T>::put(cursor);
		}
	}

	/// Works off the page at the cursor, or as much of it as the meter allows; then false.
	fn drain_page(cursor: &mut Cursor, now: Moment, meter: &mut WeightMeter) -> bool {
		let number = cursor.index.checked_div(EXPIRY_PAGE_ORDERS).unwrap_or_default();
		let begin = number.saturating_mul(EXPIRY_PAGE_ORDERS);
		let done = usize::try_from(cursor.index.saturating_sub(begin)).unwrap_or(usize::MAX);
		let page: Page = HintPages::<T>::get(cursor.minute, number);
		for hint in page.iter().skip(done) {
			if !meter.can_consume(Self::most_of(hint)) {
				return false;
			}
			meter.consume(Self::follow(hint, cursor.minute, now));
			cursor.index = cursor.index.saturating_add(1);
		}
		HintPages::<T>::remove(cursor.minute, number);
		// Also past a page that is shorter than the count says, so that the drain always gets on.
		cursor.index = begin.saturating_add(EXPIRY_PAGE_ORDERS);
		true
	}

	/// What following a hint may cost.
	fn most_of(hint: &Hint) -> Weight {
		match hint {
			Hint::Order(_) => of_look::<T>(LEGS_MAX, MILESTONES_MAX),
			Hint::Debtor(_) => T::WeightInfo::look_at_debtor(),
		}
	}

	/// Does what is due where a hint leads to. Answers what it cost.
	fn follow(hint: &Hint, minute: u32, now: Moment) -> Weight {
		match hint {
			Hint::Order(id) => Self::look_at(*id, minute, now),
			Hint::Debtor(debtor) => {
				Self::look_at_debtor_of(*debtor, minute, now);
				T::WeightInfo::look_at_debtor()
			}
		}
	}

	/// Does what is due on an order, and hints at when to look at it next. Answers what it cost.
	pub(crate) fn look_at(id: OrderId, minute: u32, now: Moment) -> Weight {
		let Some(OrderRow::Held(order)) = Orders::<T>::get(id) else { return of_look::<T>(0, 0) };
		let milestones = u32::try_from(order.milestones.len()).unwrap_or(u32::MAX);
		if order.hint != minute {
			return of_look::<T>(0, milestones);
		}
		// The hint that led here is used up.
		Self::look(id, HeldOrder { hint: u32::MAX, ..*order }, now)
	}

	/// Does what is due on an order. Answers what it cost.
	pub(crate) fn look(id: OrderId, order: HeldOrder, now: Moment) -> Weight {
		let milestones = u32::try_from(order.milestones.len()).unwrap_or(u32::MAX);
		let cost = of_look::<T>(order.charged_legs(), milestones);
		let done = with_storage_layer(|| Self::act(id, order, now));
		if done.is_err() {
			// An act of the clock falls back until it cannot be refused; should it be all the same,
			// the order is looked at again, minute by minute.
			defensive!("the clock could not act on an order");
			Self::look_later(id, now);
		}
		cost
	}

	fn act(id: OrderId, order: HeldOrder, now: Moment) -> DispatchResult {
		let mut book = T::Ledger::open_book();
		let posting = Posting::of(&mut book, Self::as_grouped(order, now))?.with_given::<T>(id);
		let at_end = posting.order.is_stopped() && Self::moved(posting.order.end) <= now;
		let posting = Self::end_stops(&mut book, id, posting, now)?;
		let mut posting = Self::fail_with_group(&mut book, posting, now)?;
		// What nobody decided before the absolute end goes where the policy says (O7).
		if !at_end {
			posting = Self::release_due(&mut book, posting, now)?;
			posting = Self::release_met(&mut book, id, posting, now)?;
		}
		let posting = Self::expire_due(&mut book, id, posting, now)?;
		let posting = Self::return_waited(&mut book, posting, now)?;
		Self::conclude(&mut book, id, posting, None, By::Clock)?;
		book.commit();
		Ok(())
	}

	/// Releases all that is left once the moment of release has come. Where that is refused (an
	/// uncovered order whose bank is short) it is tried again until the deadline.
	fn release_due(
		book: &mut Book<T>,
		posting: Posting,
		now: Moment,
	) -> Result<Posting, DispatchError> {
		let parts = Self::unreleased(&posting)?;
		if parts.is_empty() || posting.order.is_stopped() || !posting.order.is_due(now) {
			return Ok(posting);
		}
		let tried = posting.clone();
		let released = in_item(book, |book| tried.release_rest::<T>(book));
		Ok(released.unwrap_or(posting))
	}

	/// Carries out the expiry policy (O7). It never fails: what cannot be done goes to the payer, on
	/// whose own account the money lies.
	fn expire_due(
		book: &mut Book<T>,
		id: OrderId,
		mut posting: Posting,
		now: Moment,
	) -> Result<Posting, DispatchError> {
		let parts = Self::unreleased(&posting)?;
		if parts.is_empty() || Self::moved(posting.order.hold_ends()) > now {
			return Ok(posting);
		}
		posting.order.expired = true;
		let agreed = posting.order.expiry;
		let tried = posting.clone();
		let agreed_way = in_item(book, |book| match agreed {
			ExpiryPolicy::Payer => tried.give_up::<T>(book, &parts, Source::Unreleased),
			ExpiryPolicy::Payees => {
				let tried = tried.bind_leader::<T>(book)?;
				let parts = Self::unreleased(&tried)?;
				tried.pay_or_refund::<T>(book, &parts)
			}
			ExpiryPolicy::Merchant => tried.pay_all_to_merchant::<T>(book, &parts),
		});
		let (policy, posting) = match agreed_way {
			Ok(posting) => (agreed, posting),
			Err(_) => {
				let back =
					in_item(book, |book| posting.give_up::<T>(book, &parts, Source::Unreleased))?;
				(ExpiryPolicy::Payer, back)
			}
		};
		Self::deposit_event(Event::Expired { order: id, policy });
		Ok(posting)
	}

	/// Gives parked legs that waited too long back to the payer (O6).
	fn return_waited(
		book: &mut Book<T>,
		posting: Posting,
		now: Moment,
	) -> Result<Posting, DispatchError> {
		let waited = posting.order.waited_parts(now, &Halts::<T>::get());
		if waited.is_empty() || posting.order.is_frozen() {
			return Ok(posting);
		}
		in_item(book, |book| posting.give_up::<T>(book, &waited, Source::Parked))
	}

	/// All that may still be released or refunded, if anything.
	pub(crate) fn unreleased(posting: &Posting) -> Result<Vec<Part>, DispatchError> {
		match posting.order.all_parts() {
			Err(OrderError::NothingRemains) => Ok(Vec::new()),
			parts => Ok(parts.map_err(Error::<T>::from)?),
		}
	}
}

impl Posting {
	/// Pays parts from what is held; those that cannot be credited go back to the payer.
	fn pay_or_refund<T: Config>(
		self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let (mut moves, mut own, mut back) = (Vec::new(), Vec::new(), Vec::new());
		for part in parts {
			let Part { payee, amount, purpose, .. } = *part;
			if refusal_after::<T>(book, &moves, payee, amount, purpose)?.is_none() {
				moves.push(Move::of(part));
				own.push(*part);
			} else {
				back.push(*part);
			}
		}
		let posting = self.pay::<T>(book, &own)?;
		posting.give_up::<T>(book, &back, Source::Unreleased)
	}
}
