// SPDX-License-Identifier: Apache-2.0

//! Giving a mandate, by maker and checker (P7). It lets money be drawn, so it takes two keys, as whatever
//! lets a key spend more does.

use crate::{
	Config, DateKey, Endings, Error, Event, Listed, Mandate, MandatesOf, MandatesTo, NextMandate,
	NumberKey, Pallet, Rows, State, Use,
};
use frame::prelude::{ensure, DispatchResult};
use split_ledger_primitives::{
	limits::MANDATE_PERIOD_DAYS_MAX,
	ports::{AccountOwner, AccountOwners, Clock, Participants, Signer},
	AccountNo, Date, MandateNo, MandatePeriod, MandateTerms, ParticipantId, Scope,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(signer: Signer<T::AccountId>, terms: MandateTerms) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let account = Self::account(terms.account)?;
		Self::ensure_acts_for(by, &account)?;
		ensure_sound::<T>(&terms, T::Clock::today())?;
		Self::ensure_may_be_given(&terms, &account)?;
		let mut list = MandatesOf::<T>::get(terms.account.key());
		let is_new = list.iter().all(|other| other.evidence != terms.evidence);
		ensure!(is_new, Error::<T>::EvidenceUsed);
		let mandate = NextMandate::<T>::get();
		let next = mandate.0.checked_add(1).map(MandateNo).ok_or(Error::<T>::NumbersUsedUp)?;
		let listed = Listed { number: mandate, evidence: terms.evidence };
		list.try_push(listed).map_err(|_| Error::<T>::TooManyMandates)?;

		NextMandate::<T>::put(next);
		MandatesOf::<T>::insert(terms.account.key(), list);
		MandatesTo::<T>::insert(terms.grantee, NumberKey::of(mandate), ());
		Endings::<T>::insert(DateKey::of(terms.limits.until), mandate, ());
		let state = State::Proposed { by, maker: key.clone() };
		Rows::<T>::insert(mandate, Mandate { terms, state });

		let owner = account.owner;
		Self::deposit_event(Event::Proposed { mandate, terms, owner, by, key });
		Ok(())
	}

	pub(crate) fn do_confirm(
		signer: Signer<T::AccountId>,
		mandate: MandateNo,
		repeated: MandateTerms,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let Mandate { terms, state } = Self::open_mandate(mandate, T::Clock::today())?;
		let account = Self::account(terms.account)?;
		Self::ensure_acts_for(by, &account)?;
		let maker = maker_of::<T>(state)?;
		ensure!(terms == repeated, Error::<T>::TermsDiffer);
		ensure!(maker != key, Error::<T>::MakerIsChecker);
		let signs = T::Participants::signer(&maker, Scope::Admin).is_ok();
		ensure!(signs, Error::<T>::MakerGone);
		Self::ensure_may_be_given(&terms, &account)?;

		let state = State::Active { by, used: Use::default() };
		Rows::<T>::insert(mandate, Mandate { terms, state });

		let MandateTerms { account, grantee, .. } = terms;
		Self::deposit_event(Event::Confirmed { mandate, account, grantee, maker, by, key });
		Ok(())
	}

	pub(crate) fn do_reject(signer: Signer<T::AccountId>, mandate: MandateNo) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let Mandate { terms, state } = Self::open_mandate(mandate, T::Clock::today())?;
		Self::ensure_acts_for(by, &Self::account(terms.account)?)?;
		maker_of::<T>(state)?;

		Self::forget(mandate, &terms);

		let account = terms.account;
		Self::deposit_event(Event::Rejected { mandate, account, by, key });
		Ok(())
	}

	/// A mandate that has not ended.
	pub(crate) fn open_mandate(
		mandate: MandateNo,
		today: Date,
	) -> Result<Mandate<T::AccountId>, Error<T>> {
		let Some(row) = Rows::<T>::get(mandate) else {
			let was_given = mandate < NextMandate::<T>::get();
			ensure!(was_given, Error::<T>::UnknownMandate);
			return Err(Error::<T>::MandateEnded);
		};
		ensure!(today <= row.terms.limits.until, Error::<T>::MandateEnded);
		Ok(row)
	}

	pub(crate) fn account(number: AccountNo) -> Result<AccountOwner, Error<T>> {
		T::Accounts::account_owner(number).ok_or(Error::<T>::UnknownAccount)
	}

	/// The owner of an account acts for it, or the bank that keeps it does.
	pub(crate) fn ensure_acts_for(
		by: ParticipantId,
		account: &AccountOwner,
	) -> Result<(), Error<T>> {
		let acts = by == account.owner || Some(by) == Self::bank_of(account);
		ensure!(acts, Error::<T>::NotForAccount);
		Ok(())
	}

	fn bank_of(account: &AccountOwner) -> Option<ParticipantId> {
		T::Participants::bank(account.bank).map(|bank| bank.participant)
	}

	/// The account can pay, and the grantee is somebody who acts and needs a mandate for it.
	fn ensure_may_be_given(terms: &MandateTerms, account: &AccountOwner) -> Result<(), Error<T>> {
		ensure!(!account.closed, Error::<T>::AccountClosed);
		let grantee = terms.grantee;
		let needs_it = grantee != account.owner && Some(grantee) != Self::bank_of(account);
		ensure!(needs_it, Error::<T>::GranteeNeedsNone);
		let facts = T::Participants::facts(grantee).ok_or(Error::<T>::UnknownGrantee)?;
		let owner = T::Participants::facts(account.owner);
		let owner_acts = owner.is_some_and(|facts| !facts.suspended);
		ensure!(owner_acts && !facts.suspended, Error::<T>::Suspended);
		Ok(())
	}
}

/// The key that proposed what is not confirmed yet.
fn maker_of<T: Config>(state: State<T::AccountId>) -> Result<T::AccountId, Error<T>> {
	match state {
		State::Proposed { maker, .. } => Ok(maker),
		State::Active { .. } => Err(Error::<T>::AlreadyConfirmed),
	}
}

/// What the terms alone tell.
fn ensure_sound<T: Config>(terms: &MandateTerms, today: Date) -> Result<(), Error<T>> {
	ensure!(terms.limits.is_sound(), Error::<T>::UnsoundLimits);
	let is_period = match terms.period {
		MandatePeriod::Days(days) => (1..=MANDATE_PERIOD_DAYS_MAX).contains(&days),
		MandatePeriod::Month => true,
	};
	ensure!(is_period, Error::<T>::PeriodOutOfRange);
	let until = terms.limits.until;
	ensure!(terms.from <= until && today <= until, Error::<T>::UnsoundDates);
	Ok(())
}
