// SPDX-License-Identifier: Apache-2.0

//! What the resolver of a dispute decides (O8), in one act: a share of what is not released goes back to
//! the payer and the rest to the payees, and the same share of what was released and not given back is
//! refunded, as any refund after a release (R2, R3).

use crate::{
	found::{Found, State},
	funding::told_as_freed,
	giving::Giving,
	plan::Shelf,
	posting::{in_item, Book, Posting},
	refund::Refunded,
	resolution::{Resolution, WHOLE_PPM},
	standing::Share,
	types::{By, HeldOrder, OpenDispute},
	weights::of_resolved,
	Config, EndedDisputes, Error, Event, Halts, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::{ensure, DispatchError, DispatchResult, DispatchResultWithPostInfo};
use split_ledger_primitives::{
	ports::{Clock, Ledger, LedgerBook, RuleShelf, Signer},
	Amount, Commitment, DisputeTerms, Domain, OrderBody, OrderId, Reference, Silence,
};

/// What a resolver asks for.
pub(crate) struct Verdict {
	pub(crate) reference: Reference,
	pub(crate) order: OrderId,
	pub(crate) payer_ppm: u32,
	pub(crate) evidence: Commitment,
}

/// A decision in an open item: entered in the book, not written.
struct Decided {
	/// Of an order that is held, what moved.
	posting: Option<Posting>,
	/// Of one that has ended, what came from accounts.
	giving: Giving,
	to_payees: Amount,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_resolve_dispute(
		signer: &Signer<T::AccountId>,
		verdict: Verdict,
		body: Option<&OrderBody>,
	) -> DispatchResultWithPostInfo {
		let Verdict { reference, order: id, payer_ppm, evidence } = &verdict;
		let content = (id, payer_ppm, evidence);
		let act = Self::name_act(Domain::Resolution, reference, signer, &content)?;
		let Some(act) = act else { return Ok(Some(of_resolved::<T>(0, 0)).into()) };
		ensure!(*payer_ppm <= WHOLE_PPM, Error::<T>::ShareOverWhole);
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let found = Self::find(&mut book, &mut shelf, *id, body)?;
		Self::ensure_may_resolve(&mut book, signer, &found, body)?;
		Self::ensure_hold_is_open(&found)?;
		let in_term = Self::ensure_open_for_return(&found);
		// Of an order that is held, what is not released is decided all the same.
		ensure!(in_term.is_ok() || matches!(found.state, State::Held(_)), Error::<T>::ReturnsOver);
		let resolution = found.standing.resolved(*payer_ppm, in_term.is_ok());
		let resolution = resolution.map_err(Error::<T>::from)?;
		let given = found.given.clone().after_resolution(&resolution);
		let given = given.map_err(Error::<T>::from)?;
		let decided = in_item(&mut book, |book| Self::decide(book, &found, &resolution))?;
		// Of an order that is held, what each funder got is written with its row.
		let given = match &decided.posting {
			None => given.plus_back(&found.funders, &decided.giving.back),
			Some(_) => Ok(given),
		};
		let given = given.map_err(Error::<T>::from)?;

		let legs = found.legs();
		Self::remember(act);
		Self::write_given(*id, given);
		Self::conclude_resolution(&mut book, &found, decided, verdict, Self::by(signer))?;
		book.commit();
		Ok(Some(of_resolved::<T>(legs, shelf.bytes())).into())
	}

	/// The resolver alone, once the other side answered, or had its time where the terms say that silence
	/// leaves it to the resolver. Of an order that has ended they always do: no hold is left to lose.
	fn ensure_may_resolve(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		found: &Found,
		body: Option<&OrderBody>,
	) -> DispatchResult {
		let (terms, open, by_silence) = match &found.state {
			State::Held(order) => (order.dispute_terms, order.open_dispute, false),
			State::Ended(_) => {
				let known = EndedDisputes::<T>::get(found.id);
				let terms = body.and_then(|body| body.dispute);
				(terms, known.and_then(|known| known.open), true)
			}
		};
		let DisputeTerms { resolver, silence, .. } = terms.ok_or(Error::<T>::NoDisputeAgreed)?;
		ensure!(resolver == signer.participant, Error::<T>::NotEntitled);
		let OpenDispute { answered, answer_until, .. } = open.ok_or(Error::<T>::NotDisputed)?;
		let had_its_time = (by_silence || silence == Silence::Resolver)
			&& Self::moved(answer_until) <= T::Clock::now();
		ensure!(answered || had_its_time, Error::<T>::NotAnsweredYet);
		// The leader of its group may be another account than the order named.
		for leg in &found.standing.legs {
			let party = book.account(leg.payee)?.owner == resolver;
			ensure!(!party, Error::<T>::ResolverIsParty);
		}
		if let State::Held(order) = &found.state {
			Self::ensure_not_frozen(order)?;
			let assignees = order.assignees.iter().map(|assignee| assignee.account);
			for account in assignees.chain(Self::leader_of(order)) {
				let party = book.account(account)?.owner == resolver;
				ensure!(!party, Error::<T>::ResolverIsParty);
			}
		}
		Ok(())
	}

	/// Payees are paid before anybody gives: who is short gives of what it just got.
	fn decide(
		book: &mut Book<T>,
		found: &Found,
		resolution: &Resolution,
	) -> Result<Decided, DispatchError> {
		let State::Held(order) = &found.state else {
			let giving = Self::give(book, found, &resolution.from_released, &found.stakes())?;
			return Ok(Decided { posting: None, giving, to_payees: Amount::ZERO });
		};
		let shares: Vec<Share> = resolution.shares().copied().collect();
		let mut posting = match Self::refund_from_hold(book, found, &shares)? {
			Some(posting) => posting,
			None => Posting {
				given: found.given.clone(),
				..Posting::of(book, HeldOrder::clone(order))?
			},
		};
		posting.order = posting.order.undisputed(T::Clock::now(), &Halts::<T>::get());
		// What the merchant gives in the place of a leader's fee is the leader's already here (R2).
		let given = found.given.clone().after_resolution(resolution);
		posting.given = given.map_err(Error::<T>::from)?;
		let posting = posting.bind_leader::<T>(book)?;
		let rest = Self::unreleased(&posting)?;
		let to_payees = Amount::checked_sum(rest.iter().map(|part| part.amount));
		let to_payees = to_payees.ok_or(Error::<T>::Overflow)?;
		let mut posting = posting.pay_or_park::<T>(book, &rest)?;
		let stakes = posting.stakes::<T>()?;
		posting.giving = Self::give(book, found, &resolution.from_released, &stakes)?;
		let giving = posting.giving.clone();
		Ok(Decided { posting: Some(posting), giving, to_payees })
	}

	fn conclude_resolution(
		book: &mut Book<T>,
		found: &Found,
		decided: Decided,
		verdict: Verdict,
		by: By<T::AccountId>,
	) -> DispatchResult {
		let Decided { posting, giving, to_payees } = decided;
		let Verdict { reference, order, payer_ppm, evidence } = verdict;
		let given = Amount::checked_sum(giving.parts.iter().map(|part| part.amount));
		Self::deposit_event(Event::DisputeResolved {
			order,
			reference: reference.clone(),
			payer_ppm,
			to_payer: posting.as_ref().map_or(Amount::ZERO, |posting| posting.refunded),
			to_payees,
			refunded_from_accounts: given.ok_or(Error::<T>::Overflow)?,
			due: giving.due,
			evidence,
			by: by.clone(),
		});
		let State::Ended(row) = &found.state else {
			let Some(posting) = posting else { return Ok(()) };
			return Self::conclude(book, order, posting, Some(reference), by);
		};
		EndedDisputes::<T>::mutate(order, |known| {
			if let Some(known) = known {
				known.open = None;
			}
		});
		if giving.is_empty() {
			return Ok(());
		}
		let cycle = book.cycle(found.currency)?;
		let refunded = Refunded {
			order,
			reference: Some(reference),
			payer: found.payer().ok_or(Error::<T>::UnknownOrder)?,
			currency: found.currency,
			cycle,
			status: row.status,
			from_hold: told_as_freed(&found.funders, &[]),
			giving,
			by,
		};
		Self::tell_refund(book, refunded)
	}
}
