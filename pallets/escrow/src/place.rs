// SPDX-License-Identifier: Apache-2.0

//! Placing orders: one, a combined payment, a batch.

use crate::{
	drawing::Draw,
	funders::Funding,
	groups::Joining,
	hold,
	milestones::{Knowledge, Progress},
	plan::{Planned, Shelf},
	posting::{in_item, Book, Posting},
	references::{hash_of, order_id},
	spending::Submitter,
	stopped::Disputes,
	types::{BodyHash, Funder, FunderPart, HeldOrder, Item, Leg, Refusal},
	weights::{of_batch, of_combined, of_one, Planning},
	Config, Error, Event, Orders, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::{
	ensure, BoundedVec, DispatchError, DispatchResult, DispatchResultWithPostInfo,
	UniqueSaturatedInto,
};
use split_ledger_primitives::{
	is_iso_text,
	limits::{BATCH_MAX, DISPUTE_DAYS_MAX, HOLD_DAYS_MAX, LEGS_MAX},
	ports::{Clock, Ledger, LedgerBook, RuleShelf, Signer},
	Amount, CoverMode, Currency, Date, ExpiryPolicy, Milestones, Moment, OrderBody, OrderId,
	PlannedLeg, Reference, ReleaseMode, DAY_MS,
};

/// An order of an open item: planned, not written.
struct Prepared {
	id: OrderId,
	reference: Reference,
	hash: BodyHash,
	amount: Amount,
	posting: Posting,
	/// What the rule set makes of it, whatever became of it at once.
	plan: Vec<PlannedLeg>,
	/// What its plan is charged for.
	planning: Planning,
	/// What mandates are to count for it.
	draws: Vec<Draw>,
}

/// What an accepted item did.
#[derive(Default)]
struct Tally {
	placed: u32,
	repeated: u32,
	planning: Planning,
}

impl Tally {
	fn plus(&mut self, other: &Self) {
		// Counts of at most 500 orders of at most 50 legs.
		self.placed = self.placed.saturating_add(other.placed);
		self.repeated = self.repeated.saturating_add(other.repeated);
		self.planning.add(other.planning);
	}
}

/// When an order moves money, worked out at placement.
struct Schedule {
	at_once: bool,
	after: Option<Moment>,
	deadline: Moment,
	/// The absolute end (O7).
	end: Moment,
	expiry: ExpiryPolicy,
	cover: CoverMode,
	milestones: Milestones,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_place(
		signer: &Signer<T::AccountId>,
		order: &OrderBody,
	) -> DispatchResultWithPostInfo {
		let (tally, bytes) = Self::place_payment(signer, core::slice::from_ref(order))?;
		Ok(Some(of_one::<T>(tally.planning, bytes)).into())
	}

	pub(crate) fn do_place_combined(
		signer: &Signer<T::AccountId>,
		orders: &[OrderBody],
	) -> DispatchResultWithPostInfo {
		let (tally, bytes) = Self::place_payment(signer, orders)?;
		let orders = count(orders.len());
		Ok(Some(of_combined::<T>(orders, tally.planning, bytes)).into())
	}

	/// Places all orders or none. Answers also how many bytes of rule sets were read.
	fn place_payment(
		signer: &Signer<T::AccountId>,
		orders: &[OrderBody],
	) -> Result<(Tally, u32), DispatchError> {
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let mut submitter = Submitter::<T>::of(signer);
		let item = Self::plan_item(&mut book, &mut shelf, &mut submitter, orders);
		let item = item.map_err(|(_, error)| error)?;
		let tally = Self::conclude_item(&mut book, &mut submitter, orders, item)?;
		book.commit();
		submitter.tell();
		Ok((tally, shelf.bytes()))
	}

	pub(crate) fn do_place_batch(
		signer: &Signer<T::AccountId>,
		items: &[Item],
	) -> DispatchResultWithPostInfo {
		let orders = count(items.iter().map(|item| item.len()).sum());
		ensure!(orders <= BATCH_MAX, Error::<T>::BatchTooLong);

		// One book for all: each row is read once and written once, however many orders touch it.
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let mut submitter = Submitter::<T>::of(signer);
		let mut tally = Tally::default();
		let mut refused = Vec::new();
		for (item, orders) in (0u16..).zip(items) {
			match Self::plan_item(&mut book, &mut shelf, &mut submitter, orders) {
				Ok(planned) => {
					let done = Self::conclude_item(&mut book, &mut submitter, orders, planned)?;
					tally.plus(&done);
				}
				Err((order, error)) => {
					// Planning a refused order costs about as much as placing it.
					tally.planning.add(Planning::of_all(orders));
					refused.push(Refusal { item, order, error });
				}
			}
		}
		book.commit();
		submitter.tell();

		Self::deposit_event(Event::BatchDone {
			done: tally.placed,
			repeated: tally.repeated,
			refused: BoundedVec::truncate_from(refused),
			by: Self::by(signer),
		});
		Ok(Some(of_batch::<T>(orders, tally.planning, shelf.bytes())).into())
	}

	/// Takes all orders of an item into the book, or none of them. A refusal names the order that
	/// caused it, and no order where the whole was refused.
	fn plan_item(
		book: &mut Book<T>,
		shelf: &mut Shelf<T>,
		submitter: &mut Submitter<'_, T>,
		orders: &[OrderBody],
	) -> Result<Vec<Prepared>, (Option<u16>, DispatchError)> {
		ensure!(!orders.is_empty(), (None, Error::<T>::EmptyPayment.into()));
		let mut culprit = None;
		let prepared = in_item(book, |book| {
			let mut prepared = Vec::with_capacity(orders.len());
			for (place, body) in (0u16..).zip(orders) {
				culprit = Some(place);
				prepared.extend(Self::prepare(book, shelf, submitter, body, &prepared)?);
			}
			// From here on only the cover of the whole can be refused.
			culprit = None;
			Ok(prepared)
		});
		prepared.map_err(|error| (culprit, error))
	}

	/// Writes what an accepted item placed. It fails only where a sum does not fit, which no plan
	/// that adds up brings about; then the whole call fails, since the book has the item already.
	fn conclude_item(
		book: &mut Book<T>,
		submitter: &mut Submitter<'_, T>,
		orders: &[OrderBody],
		item: Vec<Prepared>,
	) -> Result<Tally, DispatchError> {
		let placed = count(item.len());
		let repeated = count(orders.len()).saturating_sub(placed);
		let mut tally = Tally { placed, repeated, ..Tally::default() };
		for order in item {
			tally.planning.add(order.planning);
			let HeldOrder { currency, .. } = order.posting.order;
			submitter.count_spent(currency, order.amount);
			Self::count_draws(&order.draws)?;
			Self::conclude_placement(book, submitter.signer, order)?;
		}
		Ok(tally)
	}

	/// Plans an order: reads and checks everything, writes nothing. None where it was placed before
	/// with the same body (O1).
	fn prepare(
		book: &mut Book<T>,
		shelf: &mut Shelf<T>,
		submitter: &mut Submitter<'_, T>,
		body: &OrderBody,
		earlier: &[Prepared],
	) -> Result<Option<Prepared>, DispatchError> {
		let id = order_id(submitter.signer.participant, &body.reference);
		let hash = hash_of(body);
		if let Some(known) = Self::known_body(id, earlier) {
			ensure!(known == hash, Error::<T>::ReferenceTaken);
			return Ok(None);
		}
		let now = T::Clock::now();
		Self::ensure_body(body, now)?;
		let schedule = Self::schedule(body, now)?;
		let counted = earlier.iter().flat_map(|order| order.draws.iter().copied()).collect();
		let funding = Self::fund(book, submitter.signer, body, counted)?;
		let payer = funding.payer;
		let pending = spent_by(earlier, payer.currency).ok_or(Error::<T>::Overflow)?;
		submitter.ensure_may_spend(payer.currency, body.amount, pending)?;
		let planned = Self::plan(book, shelf, body, &payer)?;
		Self::ensure_dispute_terms(book, submitter.signer.participant, body)?;
		Self::ensure_conditions(book, submitter.signer, body, schedule.deadline)?;
		let joining = joining(body, &schedule, earlier);
		let leader_legs = Self::ensure_may_join(body, payer.currency, &planned, joining)?;
		let planning = Planning::of_order(planned.leaves, body);
		let draws = funding.draws.clone();
		let mut order = Self::planned_order(body, hash, funding, &schedule, planned)?;
		order.leader_legs = leader_legs;
		let plan = order.legs.iter().map(planned_leg).collect();
		let met = order.note_all_met(&Knowledge::new(&[], false, now));
		let posting = Posting { met, ..Self::take_in(book, order, schedule.at_once)? };
		let reference = body.reference.clone();
		let amount = body.amount;
		Ok(Some(Prepared { id, reference, hash, amount, posting, plan, planning, draws }))
	}

	fn known_body(id: OrderId, earlier: &[Prepared]) -> Option<BodyHash> {
		let same_item = earlier.iter().find(|order| order.id == id).map(|order| order.hash);
		same_item.or_else(|| Orders::<T>::get(id).map(|row| row.body_hash()))
	}

	/// What the body alone tells, before anything is read for it.
	fn ensure_body(body: &OrderBody, now: Moment) -> DispatchResult {
		Self::ensure_reference(&body.reference)?;
		ensure!(body.not_after.is_none_or(|last| now <= last), Error::<T>::PastNotAfter);
		ensure!(!body.amount.is_zero(), Error::<T>::ZeroAmount);
		let states_legs = (1..=LEGS_MAX).contains(&body.legs_max.into());
		ensure!(states_legs, Error::<T>::TooManyLegs);
		let end_to_end = body.end_to_end.as_deref();
		let is_passed_on = end_to_end.is_none_or(|id| !id.is_empty() && is_iso_text(id));
		ensure!(is_passed_on, Error::<T>::BadEndToEnd);
		Self::ensure_funders(body)
	}

	fn schedule(body: &OrderBody, now: Moment) -> Result<Schedule, DispatchError> {
		// Counted from the reference's date, so that a repeated body means the same.
		let latest = body.reference.date.start().plus(HOLD_DAYS_MAX.saturating_mul(DAY_MS));
		let end = latest.plus(DISPUTE_DAYS_MAX.saturating_mul(DAY_MS));
		let (expiry, cover, milestones) =
			(ExpiryPolicy::Payer, CoverMode::AtPlacement, Milestones::new());
		let plain = Schedule {
			at_once: false,
			after: None,
			deadline: latest,
			end,
			expiry,
			cover,
			milestones,
		};
		let schedule = match &body.release {
			ReleaseMode::Now => Schedule { at_once: true, ..plain },
			ReleaseMode::Held { after, deadline, expiry, cover } => Schedule {
				at_once: after.is_some_and(|after| after <= now),
				after: *after,
				deadline: deadline.unwrap_or(latest),
				expiry: *expiry,
				cover: *cover,
				..plain
			},
			ReleaseMode::NextDate { deadline, expiry, cover } => Schedule {
				// Business dates are UTC dates until calendars exist (M6).
				after: Some(Date(now.date().0.saturating_add(1)).start()),
				deadline: deadline.unwrap_or(latest),
				expiry: *expiry,
				cover: *cover,
				..plain
			},
			ReleaseMode::Agreed { milestones, deadline, expiry, cover } => Schedule {
				deadline: deadline.unwrap_or(latest),
				expiry: *expiry,
				cover: *cover,
				milestones: milestones.clone(),
				..plain
			},
		};
		let Schedule { after, deadline, .. } = schedule;
		ensure!(deadline <= latest, Error::<T>::DeadlineTooFar);
		ensure!(deadline > now, Error::<T>::PastDeadline);
		let in_time = after.is_none_or(|after| after < deadline);
		ensure!(in_time, Error::<T>::AfterNotBeforeDeadline);
		Ok(schedule)
	}

	fn planned_order(
		body: &OrderBody,
		body_hash: BodyHash,
		Funding { payer, others, .. }: Funding,
		schedule: &Schedule,
		planned: Planned,
	) -> Result<HeldOrder, DispatchError> {
		let needs_merchant = schedule.expiry == ExpiryPolicy::Merchant;
		ensure!(!needs_merchant || planned.merchant_leg.is_some(), Error::<T>::NoMerchantLeg);
		Ok(HeldOrder {
			body_hash,
			placed: frame::prelude::frame_system::Pallet::<T>::block_number()
				.unique_saturated_into(),
			terms: body.terms.clone(),
			case: planned.case,
			refund: planned.refund,
			currency: payer.currency,
			payer: body.payer,
			payer_bank: payer.bank,
			other_funders: others,
			legs: planned.legs,
			merchant_leg: planned.merchant_leg,
			merchant_account: planned.merchant_account,
			after: schedule.after,
			deadline: schedule.deadline,
			expiry: schedule.expiry,
			cover: schedule.cover,
			uncredited: planned.uncredited,
			turned_over: false,
			releases: 0,
			released_on: None,
			expired: false,
			milestones: schedule.milestones.clone(),
			group: body.group,
			assignees: BoundedVec::new(),
			dispute_terms: body.dispute,
			end: schedule.end,
			extension: None,
			stopped_since: None,
			frozen_until: None,
			open_dispute: None,
			disputes: Disputes::default(),
			progress: Progress::default(),
			// Later than any hint, so that the first one is written.
			hint: u32::MAX,
			awaits_group: body.group.is_some(),
			leader_legs: BoundedVec::new(),
			listed: false,
		})
	}

	/// Holds the money of an order, or pays it at once. What one funder brings is paid from what it has;
	/// what several do is held first, so that all of it is there before any of it goes.
	fn take_in(
		book: &mut Book<T>,
		order: HeldOrder,
		at_once: bool,
	) -> Result<Posting, DispatchError> {
		let posting = Posting::of(book, order)?;
		if at_once && posting.order.other_funders.is_empty() {
			return Self::pay_at_once(book, posting);
		}
		hold::hold::<T>(book, &posting.order)?;
		if !at_once {
			return Ok(posting);
		}
		let parts = posting.order.all_parts().map_err(Error::<T>::from)?;
		posting.pay_or_park::<T>(book, &parts)
	}

	/// Pays each leg that can be credited; the others go where the rule set says (O6).
	fn pay_at_once(book: &mut Book<T>, mut posting: Posting) -> Result<Posting, DispatchError> {
		for part in posting.order.all_parts().map_err(Error::<T>::from)? {
			posting = match book.credit_refusal(part.payee, part.amount, part.purpose)? {
				None => posting.pay_at_once::<T>(book, &part)?,
				Some(reason) => posting.pay_merchant_or_park_at_once::<T>(book, &part, reason)?,
			};
		}
		Ok(posting)
	}

	fn conclude_placement(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		placed: Prepared,
	) -> DispatchResult {
		let Prepared { id, reference, posting, plan, .. } = placed;
		let order = &posting.order;
		if !order.held().map_err(Error::<T>::from)?.is_zero() {
			let funders = order.other_funders.iter();
			let funders =
				funders.map(|&Funder { account, amount, .. }| FunderPart { account, amount });
			Self::deposit_event(Event::Held {
				order: id,
				reference: reference.clone(),
				payer: order.payer,
				currency: order.currency,
				amount: order.amount().map_err(Error::<T>::from)?,
				legs: BoundedVec::truncate_from(plan),
				after: order.after,
				deadline: order.deadline,
				expiry: order.expiry,
				cover: order.cover,
				by: Self::by(signer),
				funders: BoundedVec::truncate_from(funders.collect()),
			});
		}
		Self::join_group(id, order)?;
		Self::conclude(book, id, posting, Some(reference), Self::by(signer))
	}
}

/// What the orders of an item spend in a currency.
fn spent_by(orders: &[Prepared], currency: Currency) -> Option<Amount> {
	let spent = orders.iter().filter(|order| order.posting.order.currency == currency);
	Amount::checked_sum(spent.map(|order| order.amount))
}

fn joining(body: &OrderBody, schedule: &Schedule, earlier: &[Prepared]) -> Joining {
	let Schedule { at_once, deadline, .. } = *schedule;
	let pending = earlier.iter().filter(|order| order.posting.order.group == body.group).count();
	Joining { at_once, deadline, pending }
}

fn planned_leg(leg: &Leg) -> PlannedLeg {
	let Leg { leg, payee, entitlement: amount, purpose, .. } = *leg;
	PlannedLeg { leg, payee, amount, purpose }
}

fn count(orders: usize) -> u32 {
	u32::try_from(orders).unwrap_or(u32::MAX)
}
