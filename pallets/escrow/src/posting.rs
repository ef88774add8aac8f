// SPDX-License-Identifier: Apache-2.0

//! What every act on an order ends with: movements planned in the book, then the row, the hint, the
//! leaves and the events.

use crate::{
	given::GivenBack,
	giving::Giving,
	order::{self, Next},
	parts::Part,
	refund::Refunded,
	types::{By, HeldOrder, Hint, OrderRow, PaidLeg, ParkedLeg},
	Config, Error, Event, Halts, Orders, Outcomes, Pallet,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame::prelude::{blake2_256, BoundedVec, DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{Clock, CycleFacts, Entry, Ledger, LedgerBook},
	Amount, Leaf, LeafKind, LeafLeg, Moment, OrderId, OrderStatus, ParkReason, Reference,
};

/// The book of a call.
pub(crate) type Book<T> = <<T as Config>::Ledger as Ledger>::Book;

/// An order after an act, and what the act moved.
#[derive(Clone)]
pub(crate) struct Posting {
	pub(crate) order: HeldOrder,
	pub(crate) paid: Vec<PaidLeg>,
	pub(crate) parked: Vec<ParkedLeg>,
	pub(crate) refunded: Amount,
	pub(crate) cycle: CycleFacts,
	/// What a resolver's refund took from accounts (O8).
	pub(crate) giving: Giving,
	/// What was given back before, where fees are kept: then what is held is not all the payer's.
	pub(crate) given: GivenBack,
}

/// Plans an item: takes it in where all of it is possible, else leaves nothing of it behind.
pub(crate) fn in_item<B: LedgerBook, R>(
	book: &mut B,
	plan: impl FnOnce(&mut B) -> Result<R, DispatchError>,
) -> Result<R, DispatchError> {
	book.begin();
	match plan(book) {
		Ok(planned) => book.accept().map(|()| planned),
		Err(error) => {
			book.discard();
			Err(error)
		}
	}
}

impl Posting {
	/// Nothing moved yet.
	pub(crate) fn of<B: LedgerBook>(book: &mut B, order: HeldOrder) -> Result<Self, DispatchError> {
		let cycle = book.cycle(order.currency)?;
		let (refunded, given) = (Amount::ZERO, GivenBack::default());
		let giving = Giving::default();
		Ok(Self { order, paid: vec![], parked: vec![], refunded, cycle, giving, given })
	}

	/// How many legs moved: what the act is charged for.
	pub(crate) fn legs(&self) -> u32 {
		u32::try_from(self.order.legs.len()).unwrap_or(u32::MAX)
	}

	pub(crate) fn paid_leg(&self, part: &Part) -> PaidLeg {
		let Part { leg, payee, purpose, amount, .. } = *part;
		PaidLeg { leg, from: self.order.payer, to: payee, amount, purpose }
	}

	/// Pays parts from what is held; those that cannot be credited go where the rule set says (O6).
	pub(crate) fn pay_or_park<T: Config>(
		mut self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		for part in parts {
			self = match book.credit_refusal(part.payee, part.amount, part.purpose)? {
				None => self.pay::<T>(book, part)?,
				Some(reason) => self.pay_merchant_or_park::<T>(book, part, reason)?,
			};
		}
		Ok(self)
	}

	/// Leaves a released part held (O6).
	pub(crate) fn park<T: Config>(
		mut self,
		part: &Part,
		reason: ParkReason,
	) -> Result<Self, DispatchError> {
		let order = self.order.park(part, reason, T::Clock::now());
		self.order = order.map_err(Error::<T>::from)?;
		let Part { leg, payee, amount, .. } = *part;
		self.parked.push(ParkedLeg { leg, payee, amount, reason });
		Ok(self)
	}

	/// Pays a part from what is held.
	pub(crate) fn pay<T: Config>(
		mut self,
		book: &mut Book<T>,
		part: &Part,
	) -> Result<Self, DispatchError> {
		book.enter(self.held_entry(part))?;
		self.paid.push(self.paid_leg(part));
		self.order = self.order.pay(part).map_err(Error::<T>::from)?;
		Ok(self)
	}

	/// Pays what is parked of a leg.
	pub(crate) fn pay_parked<T: Config>(
		mut self,
		book: &mut Book<T>,
		part: &Part,
	) -> Result<Self, DispatchError> {
		book.enter(self.held_entry(part))?;
		self.paid.push(self.paid_leg(part));
		self.order = self.order.pay_parked(part).map_err(Error::<T>::from)?;
		Ok(self)
	}

	fn held_entry(&self, part: &Part) -> Entry {
		let Part { payee, purpose, amount, .. } = *part;
		let promised = self.order.is_covered();
		Entry::PayHeld { from: self.order.payer, to: payee, amount, purpose, promised }
	}

	/// Pays a part at once, from what is available (placement).
	pub(crate) fn pay_at_once<T: Config>(
		mut self,
		book: &mut Book<T>,
		part: &Part,
	) -> Result<Self, DispatchError> {
		let Part { payee, purpose, amount, .. } = *part;
		book.enter(Entry::Pay { from: self.order.payer, to: payee, amount, purpose })?;
		self.paid.push(self.paid_leg(part));
		self.order = self.order.pay(part).map_err(Error::<T>::from)?;
		Ok(self)
	}

	/// Gives parts that are not released back to the payer.
	pub(crate) fn refund<T: Config>(
		mut self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		self.free::<T>(book, parts)?;
		for part in parts {
			self.order = self.order.refund(part).map_err(Error::<T>::from)?;
		}
		Ok(self)
	}

	/// Gives parked parts back to the payer.
	pub(crate) fn refund_parked<T: Config>(
		mut self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		self.free::<T>(book, parts)?;
		for part in parts {
			self.order = self.order.refund_parked(part).map_err(Error::<T>::from)?;
		}
		Ok(self)
	}

	fn free<T: Config>(&mut self, book: &mut Book<T>, parts: &[Part]) -> DispatchResult {
		if parts.is_empty() {
			return Ok(());
		}
		let total = Amount::checked_sum(parts.iter().map(|part| part.amount));
		let total = total.ok_or(Error::<T>::Overflow)?;
		book.enter(Entry::Free { from: self.order.payer, amount: total })?;
		unpromise(book, &self.order, parts)?;
		self.refunded = self.refunded.checked_add(total).ok_or(Error::<T>::Overflow)?;
		Ok(())
	}
}

/// Takes back what was promised for these parts.
pub(crate) fn unpromise<B: LedgerBook>(
	book: &mut B,
	order: &HeldOrder,
	parts: &[Part],
) -> DispatchResult {
	let promised = parts.iter().filter(|part| part.cross_bank && order.is_covered());
	for Part { payee, amount, .. } in promised {
		book.enter(Entry::Unpromise { from: order.payer, to: *payee, amount: *amount })?;
	}
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Writes what an accepted item did to an order, and tells it.
	pub(crate) fn conclude(
		book: &mut Book<T>,
		id: OrderId,
		posting: Posting,
		reference: Option<Reference>,
		by: By<T::AccountId>,
	) -> DispatchResult {
		let Posting { order, paid, parked, refunded, cycle, giving, .. } = posting;
		let mut order = Self::end_idle_dispute(id, order, &by)?;
		let moved_back = !refunded.is_zero() || !giving.is_empty();
		let (currency, payer) = (order.currency, order.payer);
		if !paid.is_empty() {
			order.released_on = Some(T::Clock::today());
		}
		let status = Self::write(id, order)?;
		// Paid and refunded in one act (a deadline): the last one tells where the order stands.
		let paid_status = if moved_back { OrderStatus::Held } else { status };
		if !paid.is_empty() {
			let legs = paid.iter().map(|leg| LeafLeg {
				from: leg.from,
				to: leg.to,
				amount: leg.amount,
				purpose: leg.purpose,
			});
			let legs = legs.collect();
			let CycleFacts { cycle, date } = cycle;
			let leaf = Leaf { kind: LeafKind::Paid, order: id, currency, cycle, date, legs };
			book.record(currency, blake2_256(&leaf.encode()));
			Self::note_credits(book, paid.iter().map(|leg| leg.to))?;
			Self::deposit_event(Event::Paid {
				order: id,
				reference: reference.clone(),
				legs: BoundedVec::truncate_from(paid),
				currency,
				cycle,
				date,
				status: paid_status,
				by: by.clone(),
			});
		}
		if !parked.is_empty() {
			let legs = BoundedVec::truncate_from(parked);
			Self::deposit_event(Event::Parked { order: id, legs, by: by.clone() });
		}
		if moved_back {
			let refund = Refunded {
				order: id,
				reference,
				payer,
				currency,
				cycle,
				status,
				from_hold: refunded,
				giving,
				by,
			};
			Self::tell_refund(book, refund)?;
		}
		Ok(())
	}

	/// Writes the row of an order after an act, and a hint where the clock must look at it earlier
	/// than it would have.
	pub(crate) fn write(id: OrderId, mut order: HeldOrder) -> Result<OrderStatus, DispatchError> {
		Self::list_parked(id, &mut order);
		let now = T::Clock::now();
		let mut look = order.next_look(now, &[]).map_err(Error::<T>::from)?;
		if look.is_some_and(|look| look <= now) {
			// The list of halts is read only where it can matter.
			look = order.next_look(now, &Halts::<T>::get()).map_err(Error::<T>::from)?;
		}
		let minute = look.map(|look| look.max(now).minute());
		if let Some(minute) = minute.filter(|minute| *minute < order.hint) {
			order.hint = minute;
			Self::hint(minute, Hint::Order(id));
		}
		match order.settle().map_err(Error::<T>::from)? {
			Next::Held(order) => {
				Orders::<T>::insert(id, OrderRow::Held(order));
				Ok(OrderStatus::Held)
			}
			Next::Ended(row, outcome) => {
				Orders::<T>::insert(id, OrderRow::Ended(row));
				if let Some(outcome) = outcome {
					Outcomes::<T>::insert(id, outcome);
				}
				Ok(row.status)
			}
		}
	}

	/// The moment as the halts of the chain have moved it (O7).
	pub(crate) fn moved(moment: Moment) -> Moment {
		order::moved(moment, &Halts::<T>::get())
	}
}
