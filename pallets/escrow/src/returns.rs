// SPDX-License-Identifier: Apache-2.0

//! Returns (R1): a receiver gives a leg back, or a part of one. A payment of the current cycle, which
//! needs cover at the receiver's bank. It credits the order's merchant; of a plain payment, the payer.

use crate::{
	found::Found,
	given::GivenBack,
	giving::Back,
	plan::{merchant_of, platform_of, Shelf},
	posting::{in_item, Book},
	references::Named,
	standing::StandingLeg,
	types::{KeptPart, ReturnItem},
	weights::{legs_with, of_one_returned, of_returned},
	Config, Error, Event, Pallet,
};
use alloc::vec;
use codec::Encode;
use frame::prelude::{
	blake2_256, ensure, BoundedVec, DispatchError, DispatchResult, DispatchResultWithPostInfo, Get,
};
use split_ledger_primitives::{
	limits::LEGS_MAX,
	ports::{CycleFacts, Entry, Ledger, LedgerBook, RuleShelf, Signer, Splits},
	AccountNo, Amount, Domain, Leaf, LeafKind, LeafLeg, Purpose,
};

/// A return of an open item: entered in the book, not written.
pub(crate) struct Returning {
	act: Named,
	found: Found,
	given: GivenBack,
	from: AccountNo,
	back: Back,
	cycle: CycleFacts,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_return(
		signer: &Signer<T::AccountId>,
		item: &ReturnItem,
	) -> DispatchResultWithPostInfo {
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let planned =
			in_item(&mut book, |book| Self::plan_return(book, &mut shelf, signer, item, LEGS_MAX))?;
		let legs = match planned {
			None => 0,
			Some(planned) => Self::conclude_return(&mut book, signer, item, planned)?,
		};
		book.commit();
		Ok(Some(of_one_returned::<T>(legs, shelf.bytes())).into())
	}

	pub(crate) fn do_return_batch(
		signer: &Signer<T::AccountId>,
		items: BoundedVec<ReturnItem, impl Get<u32>>,
		legs_max: u8,
		all_or_none: bool,
	) -> DispatchResultWithPostInfo {
		let tried = u32::try_from(items.len()).unwrap_or(u32::MAX);
		let stated =
			items.iter().map(|item| legs_with(item.body.as_deref(), legs_max.into())).max();
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let tally = Self::each_of_batch(
			&mut book,
			items,
			all_or_none,
			|book, item| Self::plan_return(book, &mut shelf, signer, item, legs_max.into()),
			|book, item, planned| Self::conclude_return(book, signer, &item, planned),
		)?;
		book.commit();
		let legs = Self::tell_batch(signer, tally, stated.unwrap_or_default());
		Ok(Some(of_returned::<T>(tried, legs, shelf.bytes())).into())
	}

	/// Enters a return in the open item. None where it was done before (O1).
	fn plan_return(
		book: &mut Book<T>,
		shelf: &mut Shelf<T>,
		signer: &Signer<T::AccountId>,
		item: &ReturnItem,
		legs_max: u32,
	) -> Result<Option<Returning>, DispatchError> {
		let ReturnItem { reference, order: id, leg, amount, body } = item;
		let act = Self::name_act(Domain::Return, reference, signer, &(id, leg, amount))?;
		let Some(act) = act else { return Ok(None) };
		let found = Self::find(book, shelf, *id, body.as_deref())?;
		ensure!(found.legs() <= legs_max, Error::<T>::TooManyLegs);
		let standing = *found.standing.leg(*leg).map_err(Error::<T>::from)?;
		ensure!(!standing.of_merchant, Error::<T>::MerchantsOwnLeg);
		Self::ensure_may_return(book, shelf, signer, &found, &standing)?;
		Self::ensure_open_for_return(&found)?;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let most = standing.returnable().map_err(Error::<T>::from)?;
		ensure!(*amount <= most, Error::<T>::MoreThanReceived);
		ensure!(!standing.remitted, Error::<T>::TaxRemitted);
		let given = found.given.clone().after_return(*leg, *amount, *amount == most);
		let given = given.map_err(Error::<T>::from)?;
		let back = match found.standing.merchant {
			Some(merchant) => {
				let account = merchant.account;
				Back { account, entitled: account, purpose: Purpose::Return }
			}
			None => {
				let funder = found.only_funder().ok_or(Error::<T>::ReturnToFunders)?;
				Self::back_to(book, &found, funder, standing.payee, (*amount, Purpose::Return))?
			}
		};
		let (from, to, purpose) = (standing.payee, back.account, back.purpose);
		book.enter(Entry::Pay { from, to, amount: *amount, purpose })?;
		let cycle = book.cycle(found.currency)?;
		Ok(Some(Returning { act, found, given, from, back, cycle }))
	}

	/// The receiver, its bank, and the order's platform where the receiver agreed to that (R1).
	fn ensure_may_return(
		book: &mut Book<T>,
		shelf: &mut Shelf<T>,
		signer: &Signer<T::AccountId>,
		found: &Found,
		leg: &StandingLeg,
	) -> DispatchResult {
		if Self::acts_for(book, signer, leg.payee)? {
			return Ok(());
		}
		let is_platform = platform_of(&found.terms) == Some(signer.participant);
		let merchant = merchant_of(&found.terms).filter(|_| is_platform);
		let agreed = merchant.and_then(|who| T::Splits::receiver(shelf, who, leg.payee));
		let may = agreed.is_some_and(|agreed| agreed.platform_returns);
		ensure!(may, Error::<T>::NotEntitled);
		Ok(())
	}

	/// Writes and tells an accepted return. Answers how many legs its order has.
	fn conclude_return(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		item: &ReturnItem,
		planned: Returning,
	) -> Result<u32, DispatchError> {
		let Returning { act, found, given, from, back, cycle } = planned;
		let Back { account: to, entitled, purpose } = back;
		let CycleFacts { cycle, date } = cycle;
		let (order, currency, amount) = (found.id, found.currency, item.amount);
		Self::remember(act);
		Self::write_given(order, given);
		if to != entitled {
			let kept = KeptPart { amount, due: Amount::ZERO };
			Self::note_unclaimed(order, &[(back, kept)])?;
		}
		let kind = LeafKind::Returned;
		let legs = vec![LeafLeg { from, to, amount, purpose }];
		let leaf = Leaf { kind, order, currency, cycle, date, legs };
		book.record(currency, blake2_256(&leaf.encode()));
		Self::note_credits(book, [to].into_iter())?;
		Self::deposit_event(Event::Returned {
			order,
			reference: item.reference.clone(),
			leg: item.leg,
			from,
			to,
			amount,
			currency,
			cycle,
			date,
			by: Self::by(signer),
		});
		Ok(found.legs())
	}
}
