// SPDX-License-Identifier: Apache-2.0

//! What every act on an order ends with: movements planned in the book, then the row, the hint, the
//! leaves and the events.

use crate::{
	funding::told_as_freed,
	given::GivenBack,
	giving::Giving,
	hold::{refusal_after, Move},
	order::{self, Next},
	parts::Part,
	refund::Refunded,
	types::{By, Funder, HeldOrder, Hint, OrderRow, PaidLeg, ParkedLeg},
	Config, Error, Event, GivenBacks, Halts, Orders, Outcomes, Pallet, Statements,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame::prelude::{blake2_256, BoundedVec, DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{Clock, CycleFacts, Entry, Ledger, LedgerBook},
	Amount, Leaf, LeafKind, LeafLeg, Moment, OrderId, OrderStatus, ParkReason, Reference,
	RefundPolicy,
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
	/// What of that went back to each funder, the payer first; empty where nothing did.
	pub(crate) freed: Vec<Amount>,
	pub(crate) cycle: CycleFacts,
	/// What a resolver's refund took from accounts (O8).
	pub(crate) giving: Giving,
	/// What was given back before, where fees are kept: then what is held is not all the funders'.
	pub(crate) given: GivenBack,
	/// The milestones of which the act found that they are met (O11).
	pub(crate) met: Vec<u8>,
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
		let (paid, parked, freed, met) = (vec![], vec![], vec![], vec![]);
		Ok(Self { order, paid, parked, refunded, freed, cycle, giving, given, met })
	}

	/// With what was given back before, where fees are kept: then it matters whose money is held.
	pub(crate) fn with_given<T: Config>(mut self, id: OrderId) -> Self {
		if self.order.refund.policy == RefundPolicy::FeesKept {
			self.given = GivenBacks::<T>::get(id).unwrap_or_default();
		}
		self
	}

	/// The same for an act that pays: it matters there where the funders are several, and where legs of
	/// the leader of a group may go back to them.
	pub(crate) fn with_given_to_pay<T: Config>(self, id: OrderId) -> Self {
		let order = &self.order;
		match order.other_funders.is_empty() && order.leader_legs.is_empty() {
			true => self,
			false => self.with_given::<T>(id),
		}
	}

	/// How many legs moved: what the act is charged for.
	pub(crate) fn legs(&self) -> u32 {
		self.order.charged_legs()
	}

	/// How many milestones the order has.
	pub(crate) fn milestones(&self) -> u32 {
		u32::try_from(self.order.milestones.len()).unwrap_or(u32::MAX)
	}

	/// Pays parts from what is held; those that cannot be credited go where the rule set says (O6).
	pub(crate) fn pay_or_park<T: Config>(
		mut self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let (mut moves, mut own, mut in_place) = (vec![], vec![], vec![]);
		for part in parts {
			let Part { payee, amount, purpose, .. } = *part;
			let Some(reason) = refusal_after::<T>(book, &moves, payee, amount, purpose)? else {
				moves.push(Move::of(part));
				own.push(*part);
				continue;
			};
			match self.merchant_for::<T>(book, &moves, part, self.order.is_covered())? {
				Some((merchant, way)) => {
					moves.push(way);
					in_place.push((merchant, *part));
				}
				None => self = self.park::<T>(part, reason)?,
			}
		}
		self.pay_out::<T>(book, &moves, |order| {
			let order = own.iter().try_fold(order, HeldOrder::pay)?;
			in_place.iter().try_fold(order, |order, (merchant, part)| {
				order.pay_merchant(*merchant, core::slice::from_ref(part))
			})
		})
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

	/// Pays parts from what is held.
	pub(crate) fn pay<T: Config>(
		self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let moves: Vec<Move> = parts.iter().map(Move::of).collect();
		self.pay_out::<T>(book, &moves, |order| parts.iter().try_fold(order, HeldOrder::pay))
	}

	/// Pays parts of what is parked.
	pub(crate) fn pay_parked<T: Config>(
		self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let moves: Vec<Move> = parts.iter().map(Move::of).collect();
		self.pay_out::<T>(book, &moves, |order| parts.iter().try_fold(order, HeldOrder::pay_parked))
	}

	/// Pays a part at once, from what is available to the one funder (placement).
	pub(crate) fn pay_at_once<T: Config>(
		mut self,
		book: &mut Book<T>,
		part: &Part,
	) -> Result<Self, DispatchError> {
		let Part { leg, payee: to, purpose, amount, .. } = *part;
		let from = self.order.payer;
		book.enter(Entry::Pay { from, to, amount, purpose })?;
		self.paid.push(PaidLeg { leg, from, to, amount, purpose });
		self.order = self.order.pay(part).map_err(Error::<T>::from)?;
		Ok(self)
	}

	/// Gives parts that are not released back to the funders.
	pub(crate) fn refund<T: Config>(
		self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let total = sum::<T>(parts)?;
		self.give_back::<T>(book, total, |order| parts.iter().try_fold(order, HeldOrder::refund))
	}

	/// Gives parked parts back to the funders.
	pub(crate) fn refund_parked<T: Config>(
		self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let total = sum::<T>(parts)?;
		let change = |order| parts.iter().try_fold(order, HeldOrder::refund_parked);
		self.give_back::<T>(book, total, change)
	}
}

pub(crate) fn sum<T: Config>(parts: &[Part]) -> Result<Amount, DispatchError> {
	let sum = Amount::checked_sum(parts.iter().map(|part| part.amount));
	Ok(sum.ok_or(Error::<T>::Overflow)?)
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
		let Posting { order, paid, parked, refunded, freed, cycle, giving, met, .. } = posting;
		let mut order = Self::end_idle_dispute(id, order, &by)?;
		let moved_back = !refunded.is_zero() || !giving.is_empty();
		let (currency, payer) = (order.currency, order.payer);
		let funders = order.funders().map_err(Error::<T>::from)?;
		let from_hold = told_as_freed(&funders, &freed);
		if moved_back && funders.len() > 1 {
			Self::note_back(id, &funders, [&freed, &giving.back])?;
		}
		if !paid.is_empty() {
			order.released_on = Some(T::Clock::today());
		}
		Self::note_unpaid_legs(id, &order, &paid)?;
		let status = Self::write(id, order)?;
		for milestone in met {
			Self::deposit_event(Event::MilestoneMet { order: id, milestone, by: by.clone() });
		}
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
				from_hold,
				giving,
				by,
			};
			Self::tell_refund(book, refund)?;
		}
		Ok(())
	}

	/// Writes what each of several funders got back: out of the hold, and from accounts.
	fn note_back(id: OrderId, funders: &[Funder], got: [&[Amount]; 2]) -> DispatchResult {
		let given = GivenBacks::<T>::get(id).unwrap_or_default();
		let given = got.into_iter().try_fold(given, |given, got| given.plus_back(funders, got));
		Self::write_given(id, given.map_err(Error::<T>::from)?);
		Ok(())
	}

	/// Writes the row of an order after an act, and a hint where the clock must look at it earlier
	/// than it would have. What left it otherwise than by a milestone lowers all that are open (O11).
	pub(crate) fn write(id: OrderId, mut order: HeldOrder) -> Result<OrderStatus, DispatchError> {
		Self::list_parked(id, &mut order);
		let now = T::Clock::now();
		let mut order = order.fit_milestones().map_err(Error::<T>::from)?;
		let has_milestones = !order.milestones.is_empty();
		let mut look = order.next_look(now, &[]).map_err(Error::<T>::from)?;
		let answer_until = order.open_dispute.map(|dispute| dispute.answer_until);
		if [look, answer_until].into_iter().flatten().any(|moment| moment <= now) {
			// The list of halts is read only where it can matter. A silent side that would lose by now is
			// looked at later, which hides whether a halt moved its time.
			look = order.next_look(now, &Halts::<T>::get()).map_err(Error::<T>::from)?;
		}
		let minute = look.map(|look| look.max(now).minute());
		if let Some(minute) = minute.filter(|minute| *minute < order.hint) {
			order.hint = minute;
			Self::hint(minute, Hint::Order(id));
		}
		let awaited = order.group.filter(|_| order.awaits_group);
		match order.settle().map_err(Error::<T>::from)? {
			Next::Held(order) => {
				Orders::<T>::insert(id, OrderRow::Held(order));
				Ok(OrderStatus::Held)
			}
			Next::Ended(row, outcome) => {
				Orders::<T>::insert(id, OrderRow::Ended(row));
				Self::leave_group(id, awaited);
				if let Some(outcome) = outcome {
					Outcomes::<T>::insert(id, outcome);
				}
				if has_milestones {
					Statements::<T>::remove(id);
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
