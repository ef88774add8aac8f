// SPDX-License-Identifier: Apache-2.0

//! What the clock owes (T1): releases at their moment, deadlines, parked legs that waited too long,
//! pruning. Bounded by a share of the block; what does not fit goes on in the next one.

use crate::{
	order::OrderError,
	parts::Part,
	posting::{in_item, Book, Posting},
	types::{By, Cursor, Halt, HeldOrder, OrderRow, Page},
	Config, Drained, Error, Event, Halts, HintCount, HintPages, LastTick, Orders, Outcomes, Pallet,
	PrunedBefore, References, WeightInfo,
};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::{defensive, frame_system, DispatchError, DispatchResult, Get},
};
use split_ledger_primitives::{
	limits::{EXPIRY_PAGE_ORDERS, HALT_MS_MIN, LEGS_MAX, RETENTION_DAYS},
	ports::{Clock, Ledger, LedgerBook},
	Date, Domain, ExpiryPolicy, Moment, OrderId, ParticipantId,
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
			Self::drain(now, &mut meter);
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
		// A halt matters as long as a deadline moved by it can lie ahead: the latest is that of its
		// end, moved by it and by what came after it.
		let all = halts.clone();
		halts.retain(|halt| crate::order::moved(halt.to, &all) > now);
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
		for id in page.iter().skip(done) {
			if !meter.can_consume(T::WeightInfo::look_at(LEGS_MAX)) {
				return false;
			}
			let legs = Self::look_at(*id, cursor.minute, now);
			meter.consume(T::WeightInfo::look_at(legs));
			cursor.index = cursor.index.saturating_add(1);
		}
		HintPages::<T>::remove(cursor.minute, number);
		// Also past a page that is shorter than the count says, so that the drain always gets on.
		cursor.index = begin.saturating_add(EXPIRY_PAGE_ORDERS);
		true
	}

	/// Does what is due on an order, and hints at when to look at it next. Answers how many legs it
	/// has.
	pub(crate) fn look_at(id: OrderId, minute: u32, now: Moment) -> u32 {
		let Some(OrderRow::Held(order)) = Orders::<T>::get(id) else { return 0 };
		if order.hint != minute {
			return 0;
		}
		let legs = u32::try_from(order.legs.len()).unwrap_or(u32::MAX);
		let done = with_storage_layer(|| Self::act(id, *order, now));
		if done.is_err() {
			// An act of the clock falls back until it cannot be refused; should it be all the same,
			// the order is looked at again, minute by minute.
			defensive!("the clock could not act on an order");
			Self::look_later(id, now);
		}
		legs
	}

	fn act(id: OrderId, order: HeldOrder, now: Moment) -> DispatchResult {
		let mut book = T::Ledger::open_book();
		// The hint that led here is used up.
		let posting = Posting::of(&mut book, HeldOrder { hint: u32::MAX, ..order })?;
		let posting = Self::release_due(&mut book, posting, now)?;
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
		if parts.is_empty() || !posting.order.is_due(now) {
			return Ok(posting);
		}
		let tried = posting.clone();
		let released = in_item(book, |book| tried.pay_or_park::<T>(book, &parts));
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
		if parts.is_empty() || Self::moved(posting.order.deadline) > now {
			return Ok(posting);
		}
		posting.order.expired = true;
		let agreed = posting.order.expiry;
		let tried = posting.clone();
		let agreed_way = in_item(book, |book| match agreed {
			ExpiryPolicy::Payer => tried.refund::<T>(book, &parts),
			ExpiryPolicy::Payees => tried.pay_or_refund::<T>(book, &parts),
			ExpiryPolicy::Merchant => tried.pay_all_to_merchant::<T>(book, &parts),
		});
		let (policy, posting) = match agreed_way {
			Ok(posting) => (agreed, posting),
			Err(_) => {
				let back = in_item(book, |book| posting.refund::<T>(book, &parts))?;
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
		if waited.is_empty() {
			return Ok(posting);
		}
		in_item(book, |book| posting.refund_parked::<T>(book, &waited))
	}

	fn unreleased(posting: &Posting) -> Result<Vec<Part>, DispatchError> {
		match posting.order.all_parts() {
			Err(OrderError::NothingRemains) => Ok(Vec::new()),
			parts => Ok(parts.map_err(Error::<T>::from)?),
		}
	}

	/// Lets the clock look at an order again in the next minute, whatever is due on it.
	fn look_later(id: OrderId, now: Moment) {
		Orders::<T>::mutate(id, |row| {
			if let Some(OrderRow::Held(order)) = row {
				order.hint = now.minute();
				Self::hint(now.minute(), id);
			}
		});
	}

	/// Removes the rows of dates that are older than the retention (T2), date by date. An order that
	/// is still open holds its date up.
	pub(crate) fn prune(today: Date, meter: &mut WeightMeter) {
		let Some(keep) = today.0.checked_sub(RETENTION_DAYS) else { return };
		let known = PrunedBefore::<T>::get();
		let mut date = known.unwrap_or(Date(keep));
		while date.0 < keep && Self::prune_date(date, meter) {
			date = Date(date.0.saturating_add(1));
		}
		if known != Some(date) {
			PrunedBefore::<T>::put(date);
		}
	}

	/// Whether nothing of the date is left.
	fn prune_date(date: Date, meter: &mut WeightMeter) -> bool {
		// Ids begin with their date, so a date is a prefix; no text has a hash of zero.
		let mut last = OrderId::new(date, ParticipantId(0), [0; 16]);
		loop {
			if meter.try_consume(T::WeightInfo::prune_row()).is_err() {
				return false;
			}
			match Orders::<T>::iter_from_key(last).next() {
				Some((id, OrderRow::Ended(_))) if id.date() == date => {
					Orders::<T>::remove(id);
					Outcomes::<T>::remove(id);
					last = id;
				}
				Some((id, OrderRow::Held(_))) if id.date() == date => return false,
				_ => break,
			}
		}
		[Domain::Release, Domain::Refund]
			.into_iter()
			.all(|domain| Self::prune_references(domain, date, meter))
	}

	fn prune_references(domain: Domain, date: Date, meter: &mut WeightMeter) -> bool {
		let mut last = OrderId::new(date, ParticipantId(0), [0; 16]);
		loop {
			if meter.try_consume(T::WeightInfo::prune_row()).is_err() {
				return false;
			}
			let from = References::<T>::hashed_key_for(domain, last);
			match References::<T>::iter_key_prefix_from(domain, from).next() {
				Some(key) if key.date() == date => {
					References::<T>::remove(domain, key);
					last = key;
				}
				_ => return true,
			}
		}
	}
}

impl Posting {
	/// Pays parts from what is held; those that cannot be credited go back to the payer.
	fn pay_or_refund<T: Config>(
		mut self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let mut back = Vec::new();
		for part in parts {
			match book.credit_refusal(part.payee, part.amount, part.purpose)? {
				None => self = self.pay::<T>(book, part)?,
				Some(_) => back.push(*part),
			}
		}
		if back.is_empty() {
			return Ok(self);
		}
		self.refund::<T>(book, &back)
	}
}
