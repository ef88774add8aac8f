// SPDX-License-Identifier: Apache-2.0

//! Refunds (R2, R3): before, after and between releases, divided by the order's own terms.
//!
//! One item of the book: what is short of cover at any receiver's bank refuses the whole. The queue
//! that R4 has in its place comes with the payments that wait for cover.

use crate::{
	found::{Found, State},
	funding::told_as_freed,
	giving::Giving,
	payees::is_within,
	plan::{merchant_of, platform_of, Shelf},
	posting::{in_item, Book, Posting},
	standing::Share,
	types::{By, FunderPart, HeldOrder},
	weights::of_refunded,
	Config, Error, Event, Pallet,
};
use alloc::vec::Vec;
use codec::Encode;
use frame::prelude::{
	blake2_256, ensure, BoundedVec, ConstU32, DispatchError, DispatchResult,
	DispatchResultWithPostInfo,
};
use split_ledger_primitives::{
	limits::FUNDERS_MAX,
	ports::{Clock, CycleFacts, Ledger, LedgerBook, Lien, Participants, RuleShelf, Signer, Splits},
	AccountNo, Amount, Currency, Domain, Leaf, LeafKind, LeafLeg, OrderBody, OrderId, OrderStatus,
	ParticipantId, Purpose, Reference, Terms,
};

/// A refund as it is told.
pub(crate) struct Refunded<AccountId> {
	pub(crate) order: OrderId,
	pub(crate) reference: Option<Reference>,
	pub(crate) payer: AccountNo,
	pub(crate) currency: Currency,
	pub(crate) cycle: CycleFacts,
	pub(crate) status: OrderStatus,
	/// What came out of the hold for each funder, the payer first.
	pub(crate) from_hold: Vec<FunderPart>,
	/// What came from accounts.
	pub(crate) giving: Giving,
	pub(crate) by: By<AccountId>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_refund(
		signer: &Signer<T::AccountId>,
		reference: Reference,
		id: OrderId,
		amount: Amount,
		body: Option<&OrderBody>,
	) -> DispatchResultWithPostInfo {
		let act = Self::name_act(Domain::Refund, &reference, signer, &(id, amount))?;
		let Some(act) = act else { return Ok(Some(of_refunded::<T>(0, 0, 0)).into()) };
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let found = Self::find(&mut book, &mut shelf, id, body)?;
		let who = Self::refunder(&mut book, signer, &found)?;
		Self::ensure_open_for_return(&found)?;
		Self::ensure_hold_is_open(&found)?;
		let shares = found.standing.shares(amount).map_err(Error::<T>::from)?;
		Self::ensure_may_refund(who, &found, amount, &shares)?;
		Self::ensure_stop_allows_refund(&found, matches!(who, Refunder::Merchant), &shares)?;
		let given = found.after_refund(amount, &shares).map_err(Error::<T>::from)?;
		let cycle = book.cycle(found.currency)?;
		let (held, giving) = in_item(&mut book, |book| {
			let held = Self::refund_from_hold(book, &found, &shares)?;
			let stakes = match &held {
				Some(posting) => posting.stakes::<T>()?,
				None => found.stakes(),
			};
			Ok((held, Self::give(book, &found, &shares, &stakes)?))
		})?;
		let freed = held.as_ref().map(|posting| posting.freed.clone()).unwrap_or_default();
		let given = given.plus_back(&found.funders, &freed);
		let given = given.and_then(|given| given.plus_back(&found.funders, &giving.back));

		let (legs, milestones) = (found.legs(), found.milestones());
		Self::remember(act);
		Self::write_given(id, given.map_err(Error::<T>::from)?);
		let status = match (held, &found.state) {
			(Some(posting), _) => {
				let order = Self::end_idle_dispute(id, posting.order, &Self::by(signer))?;
				Self::write(id, order)?
			}
			(None, State::Held(_)) => OrderStatus::Held,
			(None, State::Ended(row)) => row.status,
		};
		let from_hold = told_as_freed(&found.funders, &freed);
		let payer = found.payer().ok_or(Error::<T>::UnknownOrder)?;
		let (currency, by) = (found.currency, Self::by(signer));
		let reference = Some(reference);
		let refunded = Refunded {
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
		Self::tell_refund(&mut book, refunded)?;
		book.commit();
		Ok(Some(of_refunded::<T>(legs, shelf.bytes(), milestones)).into())
	}

	/// Takes out of the hold what these shares take from it.
	pub(crate) fn refund_from_hold(
		book: &mut Book<T>,
		found: &Found,
		shares: &[Share],
	) -> Result<Option<Posting>, DispatchError> {
		let State::Held(order) = &found.state else { return Ok(None) };
		let parts = |of: fn(&Share) -> Amount| {
			let taken = shares.iter().filter(|share| !of(share).is_zero());
			let parts = taken.map(|share| order.part(share.by, of(share)));
			parts.collect::<Result<Vec<_>, _>>().map_err(Error::<T>::from)
		};
		let (unreleased, parked) = (parts(|share| share.unreleased)?, parts(|share| share.parked)?);
		if unreleased.is_empty() && parked.is_empty() {
			return Ok(None);
		}
		let given = found.given.clone();
		let posting = Posting { given, ..Posting::of(book, HeldOrder::clone(order))? };
		let posting = posting.refund::<T>(book, &unreleased)?;
		posting.refund_parked::<T>(book, &parked).map(Some)
	}

	/// Who gives up the money: the merchant's side at any time. The payer and the platform take it
	/// back alone only while the goods cannot have been sent on the strength of it: before anything
	/// is released, before the moment of release, before evidence of dispatch and before a milestone
	/// is met (P3). A platform that could refund later could
	/// have its fee released and send the merchant's part back; so it can as far as the merchant
	/// accepted to answer for it.
	fn refunder(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		found: &Found,
	) -> Result<Refunder, DispatchError> {
		if Self::gives_up(book, &found.terms)?.contains(&signer.participant) {
			return Ok(Refunder::Merchant);
		}
		let early = match &found.state {
			// What joined a group is bound from its success on (O10).
			State::Held(order) if order.group.is_some() && !order.awaits_group => false,
			State::Held(order) => {
				let (mut order, now) = (HeldOrder::clone(order), T::Clock::now());
				// What a release could give away by now is met, whether the clock noted it or not.
				Self::note_met(found.id, &mut order, now);
				let begun = order.is_due(now) || order.progress.is_begun();
				!begun && !order.is_touched_by_release()
			}
			State::Ended(_) => false,
		};
		if platform_of(&found.terms) == Some(signer.participant) {
			return Ok(Refunder::Platform { early });
		}
		let payer = match &found.state {
			State::Held(order) if early => Self::acts_for_payer(book, signer, order)?,
			State::Held(_) | State::Ended(_) => false,
		};
		ensure!(payer, Error::<T>::NotEntitled);
		Ok(Refunder::Payer)
	}

	/// Whether what is asked for is the signer's to ask: payer and platform take nothing out of
	/// anybody's account on their own. Nor does a platform earn a fee by a refund of its own, where fees
	/// are kept, beyond what the merchant answers for.
	fn ensure_may_refund(
		who: Refunder,
		found: &Found,
		amount: Amount,
		shares: &[Share],
	) -> DispatchResult {
		let hold_only = shares.iter().all(|share| share.given.is_zero());
		let keeps = shares.iter().any(|share| share.of != share.by);
		match who {
			Refunder::Merchant => Ok(()),
			Refunder::Payer => {
				ensure!(hold_only, Error::<T>::NotEntitled);
				Ok(())
			}
			Refunder::Platform { early } if early && hold_only && !keeps => Ok(()),
			Refunder::Platform { .. } => Self::ensure_within_liability(found, amount),
		}
	}

	fn ensure_within_liability(found: &Found, amount: Amount) -> DispatchResult {
		let (Some(merchant), Some(platform)) =
			(merchant_of(&found.terms), platform_of(&found.terms))
		else {
			return Err(Error::<T>::NotEntitled.into());
		};
		let ppm = T::Splits::liability_ppm(merchant, platform);
		ensure!(ppm > 0, Error::<T>::NotEntitled);
		let before = found.standing.refunded().map_err(Error::<T>::from)?;
		let all = before.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		ensure!(is_within(all, found.amount, ppm), Error::<T>::OverLiability);
		Ok(())
	}

	/// The merchant and its bank; the payee of a plain payment and its bank.
	pub(crate) fn gives_up(
		book: &mut Book<T>,
		terms: &Terms,
	) -> Result<Vec<ParticipantId>, DispatchError> {
		let receiver = match terms {
			Terms::Transfer { to } => Some(book.account(*to)?.owner),
			Terms::Split { .. } => merchant_of(terms),
		};
		let sponsor = receiver.and_then(T::Participants::facts).map(|facts| facts.sponsor);
		Ok([receiver, sponsor].into_iter().flatten().collect())
	}

	/// Adds a refund to the root and tells it, with the liens that it laid. Everything that moved is in
	/// this one event and leaf.
	pub(crate) fn tell_refund(
		book: &mut Book<T>,
		refund: Refunded<T::AccountId>,
	) -> DispatchResult {
		let Refunded { order, reference, payer, currency, cycle, status, from_hold, giving, by } =
			refund;
		let CycleFacts { cycle, date } = cycle;
		let Giving { parts, liens, due, unclaimed, .. } = giving;
		Self::note_unclaimed(order, &unclaimed)?;
		let freed = Amount::checked_sum(from_hold.iter().map(|part| part.amount));
		let freed = freed.ok_or(Error::<T>::Overflow)?;
		let amounts = parts.iter().map(|part| part.amount).chain([freed]);
		let amount = Amount::checked_sum(amounts).ok_or(Error::<T>::Overflow)?;
		let held = from_hold.iter().filter(|part| !part.amount.is_zero());
		let is_funder = |account| from_hold.iter().any(|part| part.account == account);
		let held = held.map(|&FunderPart { account, amount }| {
			let purpose = Purpose::Refund;
			LeafLeg { from: account, to: account, amount, purpose }
		});
		let given = parts.iter().map(|part| LeafLeg {
			from: part.from,
			to: part.to,
			amount: part.amount,
			purpose: if is_funder(part.to) { Purpose::Refund } else { Purpose::Unclaimed },
		});
		let legs: Vec<LeafLeg> = held.chain(given).collect();
		if !legs.is_empty() {
			let leaf = Leaf { kind: LeafKind::Refunded, order, currency, cycle, date, legs };
			book.record(currency, blake2_256(&leaf.encode()));
		}
		Self::note_credits(book, parts.iter().map(|part| part.to))?;
		Self::deposit_event(Event::Refunded {
			order,
			reference,
			payer,
			amount,
			currency,
			cycle,
			date,
			status,
			by: by.clone(),
			from_hold: freed,
			given: BoundedVec::truncate_from(parts),
			due,
			freed: told_if_several(from_hold),
		});
		for (debtor, lien) in liens {
			let Lien { creditor, order, leg, remaining: amount, deadline } = lien;
			Self::watch(debtor);
			Self::deposit_event(Event::LienLaid {
				order,
				leg,
				debtor,
				creditor,
				amount,
				deadline,
				by: by.clone(),
			});
		}
		Ok(())
	}
}

/// What came out of the hold for each funder; told only where an order has several.
fn told_if_several(mut parts: Vec<FunderPart>) -> BoundedVec<FunderPart, ConstU32<FUNDERS_MAX>> {
	if parts.len() <= 1 {
		parts.clear();
	}
	parts.retain(|part| !part.amount.is_zero());
	BoundedVec::truncate_from(parts)
}

/// As what somebody refunds.
#[derive(Clone, Copy)]
enum Refunder {
	/// Merchant or payee, or the bank of either.
	Merchant,
	/// The platform; early while nothing of the order can have been sent.
	Platform { early: bool },
	/// The payer or its bank, early.
	Payer,
}
