// SPDX-License-Identifier: Apache-2.0

//! Disputes (O8): payer or merchant disputes an order for which that was agreed, and the other side
//! answers. That stops the clocks of what is held. What is said lies with the sides: the chain keeps
//! commitments to it in its blocks. Of an order that has ended only a refund can follow.

use crate::{
	found::returns_end,
	posting::Book,
	references::{ended, hash_of},
	stopped::Disputes,
	types::{EndedDispute, EndedOrder, HeldOrder, OpenDispute, OrderRow},
	Config, EndedDisputes, Error, Event, Halts, Orders, Pallet,
};
use alloc::{boxed::Box, vec::Vec};
use frame::prelude::{ensure, DispatchError, DispatchResult};
use split_ledger_primitives::{
	limits::{ANSWER_DAYS_MAX, DISPUTES_MAX},
	ports::{Clock, Ledger, LedgerBook, Participants, Signer},
	AccountNo, Commitment, Date, DisputeEnd, DisputeTerms, Moment, OrderBody, OrderId, OrderStatus,
	ParticipantId, Side, Terms, DAY_MS,
};

/// An order for which a way to dispute it was agreed.
struct Disputable {
	payer: AccountNo,
	parties: Terms,
	terms: DisputeTerms,
	state: DisputeState,
}

/// Where a dispute is kept.
enum DisputeState {
	/// In the row of the open order.
	Held(Box<HeldOrder>),
	/// Beside the row of one that has ended.
	Ended(EndedOrder, EndedDispute),
}

impl Disputable {
	fn open(&self) -> Option<OpenDispute> {
		match &self.state {
			DisputeState::Held(order) => order.open_dispute,
			DisputeState::Ended(_, dispute) => dispute.open,
		}
	}

	fn disputes(&self) -> Disputes {
		match &self.state {
			DisputeState::Held(order) => order.disputes,
			DisputeState::Ended(_, dispute) => dispute.disputes,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Who decides takes part in nothing else of the order, and can decide (P3, O8).
	pub(crate) fn ensure_dispute_terms(
		book: &mut Book<T>,
		submitter: ParticipantId,
		body: &OrderBody,
	) -> DispatchResult {
		let Some(DisputeTerms { resolver, answer_days, .. }) = body.dispute else { return Ok(()) };
		let in_range = (1..=ANSWER_DAYS_MAX).contains(&answer_days);
		ensure!(in_range, Error::<T>::AnswerDaysOutOfRange);
		let facts = T::Participants::facts(resolver);
		ensure!(facts.is_some_and(|facts| !facts.suspended), Error::<T>::ResolverUnfit);
		ensure!(resolver != submitter, Error::<T>::ResolverIsParty);
		let mut accounts: Vec<AccountNo> = [body.payer].into();
		accounts.extend(body.funders.iter().map(|funder| funder.account));
		match &body.terms {
			Terms::Transfer { to } => accounts.push(*to),
			Terms::Split { platform, merchant, parties, .. } => {
				ensure!(![*platform, *merchant].contains(&resolver), Error::<T>::ResolverIsParty);
				accounts.extend(parties.iter().map(|(_, account)| *account));
			}
		}
		for account in accounts {
			let party = book.account(account)?.owner == resolver;
			ensure!(!party, Error::<T>::ResolverIsParty);
		}
		// Nor does it speak for a side, as the bank of one.
		let speaks = Self::speaks_for(book, resolver, Side::Payer, (body.payer, &body.terms))?
			|| Self::speaks_for(book, resolver, Side::Merchant, (body.payer, &body.terms))?;
		ensure!(!speaks, Error::<T>::ResolverIsParty);
		Ok(())
	}

	pub(crate) fn do_dispute(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		side: Side,
		evidence: Commitment,
		body: Option<&OrderBody>,
	) -> DispatchResult {
		let order = Self::disputable(id, body)?;
		Self::ensure_speaks_for(signer, side, &order)?;
		ensure!(order.open().is_none(), Error::<T>::AlreadyDisputed);
		ensure!(order.disputes().of(side) < DISPUTES_MAX, Error::<T>::TooManyDisputes);
		let now = T::Clock::now();
		let answer_ms = u64::from(order.terms.answer_days).saturating_mul(DAY_MS);
		let answer_until = now.plus(answer_ms);
		let open = OpenDispute { by: side, answer_until, answered: false };

		let answer_until = match order.state {
			DisputeState::Held(order) => Self::dispute_held(id, *order, open)?,
			DisputeState::Ended(row, known) => Self::dispute_ended((id, row), known, open)?,
		};

		let by = Self::by(signer);
		Self::deposit_event(Event::Disputed { order: id, side, evidence, answer_until, by });
		Ok(())
	}

	/// The time to answer ends at the latest with the order: nobody waits for that in silence.
	fn dispute_held(
		id: OrderId,
		order: HeldOrder,
		open: OpenDispute,
	) -> Result<Moment, DispatchError> {
		let now = T::Clock::now();
		let order = Self::as_grouped(order, now);
		// Until then nothing is released, and the payer takes it back alone.
		ensure!(!order.awaits_group, Error::<T>::GroupNotComplete);
		let left = !order.unreleased().map_err(Error::<T>::from)?.is_zero();
		ensure!(left, Error::<T>::NothingRemains);
		Self::ensure_before_deadline(&order, now)?;
		let answer_until = open.answer_until.min(order.end);

		let open = OpenDispute { answer_until, ..open };
		Self::write(id, order.disputed(open, now, &Halts::<T>::get()))?;
		Ok(answer_until)
	}

	/// A refund ends 180 days after the last release (T2), whoever orders it: so the time to answer must.
	fn dispute_ended(
		(id, row): (OrderId, EndedOrder),
		known: EndedDispute,
		open: OpenDispute,
	) -> Result<Moment, DispatchError> {
		let in_time = open.answer_until.date() <= returns_end(row.released_on);
		ensure!(in_time, Error::<T>::ReturnsOver);

		let disputes = known.disputes.plus(open.by);
		EndedDisputes::<T>::insert(id, EndedDispute { open: Some(open), disputes });
		Ok(open.answer_until)
	}

	pub(crate) fn do_answer_dispute(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		evidence: Commitment,
		body: Option<&OrderBody>,
	) -> DispatchResult {
		let order = Self::disputable(id, body)?;
		let open = order.open().ok_or(Error::<T>::NotDisputed)?;
		let side = open.by.other();
		Self::ensure_speaks_for(signer, side, &order)?;
		ensure!(!open.answered, Error::<T>::AlreadyAnswered);
		ensure!(T::Clock::now() < Self::moved(open.answer_until), Error::<T>::AnswerTooLate);
		let open = Some(OpenDispute { answered: true, ..open });

		match order.state {
			DisputeState::Held(order) => {
				Self::write(id, HeldOrder { open_dispute: open, ..*order })?;
			}
			DisputeState::Ended(_, known) => {
				EndedDisputes::<T>::insert(id, EndedDispute { open, ..known });
			}
		}

		let by = Self::by(signer);
		Self::deposit_event(Event::DisputeAnswered { order: id, side, evidence, by });
		Ok(())
	}

	pub(crate) fn do_withdraw_dispute(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		body: Option<&OrderBody>,
	) -> DispatchResult {
		let order = Self::disputable(id, body)?;
		let open = order.open().ok_or(Error::<T>::NotDisputed)?;
		Self::ensure_speaks_for(signer, open.by, &order)?;
		// Who answered wants it decided: who opened it could else keep the other side from opening one until
		// the moment of release, and be paid then.
		ensure!(!open.answered, Error::<T>::AlreadyAnswered);

		Self::tell_dispute_ended(id, DisputeEnd::Withdrawn, Self::by(signer));
		match order.state {
			DisputeState::Held(order) => {
				let order = order.undisputed(T::Clock::now(), &Halts::<T>::get());
				Self::write_resumed(id, order)?;
			}
			DisputeState::Ended(_, known) => {
				EndedDisputes::<T>::insert(id, EndedDispute { open: None, ..known });
			}
		}
		Ok(())
	}

	/// The order of this id, where a way to dispute it was agreed. One that has ended needs its body, and
	/// something that was released of it.
	fn disputable(id: OrderId, body: Option<&OrderBody>) -> Result<Disputable, DispatchError> {
		let row = Orders::<T>::get(id).ok_or(Error::<T>::UnknownOrder)?;
		let fits = body.is_none_or(|body| hash_of(body) == row.body_hash());
		ensure!(fits, Error::<T>::OtherBody);
		let none = Error::<T>::NoDisputeAgreed;
		match row {
			OrderRow::Held(order) => {
				let terms = order.dispute_terms.ok_or(none)?;
				let (payer, parties) = (order.payer, order.terms.clone());
				Ok(Disputable { payer, parties, terms, state: DisputeState::Held(order) })
			}
			OrderRow::Ended(row) => {
				let nothing =
					row.status == OrderStatus::Refunded || row.released_on == Date::default();
				ensure!(!nothing, ended::<T>(row.status));
				let body = body.ok_or(Error::<T>::BodyMissing)?;
				let terms = body.dispute.ok_or(none)?;
				let (payer, parties) = (body.payer, body.terms.clone());
				let known = EndedDisputes::<T>::get(id).unwrap_or_default();
				let state = DisputeState::Ended(row, known);
				Ok(Disputable { payer, parties, terms, state })
			}
		}
	}

	fn ensure_speaks_for(
		signer: &Signer<T::AccountId>,
		side: Side,
		order: &Disputable,
	) -> DispatchResult {
		let mut book = T::Ledger::open_book();
		let order = (order.payer, &order.parties);
		let speaks = Self::speaks_for(&mut book, signer.participant, side, order)?;
		ensure!(speaks, Error::<T>::NotEntitled);
		Ok(())
	}

	/// Whether a participant speaks for a side of an order.
	pub(crate) fn speaks_for(
		book: &mut Book<T>,
		who: ParticipantId,
		side: Side,
		order: (AccountNo, &Terms),
	) -> Result<bool, DispatchError> {
		Ok(Self::speakers(book, side, order)?.contains(&who))
	}

	/// Who speaks for a side of an order: the payer and the bank of its account; the merchant and its bank,
	/// the payee of a plain payment and its bank (P3).
	pub(crate) fn speakers(
		book: &mut Book<T>,
		side: Side,
		(payer, terms): (AccountNo, &Terms),
	) -> Result<Vec<ParticipantId>, DispatchError> {
		match side {
			Side::Payer => {
				let facts = book.account(payer)?;
				let bank = T::Participants::bank(facts.bank).map(|bank| bank.participant);
				Ok([Some(facts.owner), bank].into_iter().flatten().collect())
			}
			Side::Merchant => Self::gives_up(book, terms),
		}
	}
}
