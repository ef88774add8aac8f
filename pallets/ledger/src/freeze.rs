// SPDX-License-Identifier: Apache-2.0

//! Freezes: a status with an authority, a document and an end (M7). What is held already is not
//! reached by them: orders that were placed before are still released.

use crate::{
	account::SignerOf,
	types::{Ending, Freeze},
	Config, Error, Event, FreezeTerms, NextFreeze, Pallet, StatusReason, StatusReasons,
	RESTRAINT_DAYS_MAX,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Clock, Signer},
	AccountNo, Moment, DAY_MS,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_freeze(
		signer: SignerOf<T>,
		account: AccountNo,
		terms: FreezeTerms,
	) -> DispatchResult {
		let row = Self::row(account)?;
		Self::ensure_may_change(signer.participant, &row, None)?;
		Self::ensure_can_be_set(&row, terms.no_credit)?;
		ensure!(terms.no_debit || terms.no_credit, Error::<T>::NothingFrozen);
		ensure!(!terms.reason.is_empty(), Error::<T>::ReasonMissing);
		ensure!(!terms.authority.is_empty(), Error::<T>::AuthorityMissing);
		Self::ensure_ends_in_time(terms.until)?;
		let freeze = NextFreeze::<T>::get();
		let next = freeze.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let mut reasons = StatusReasons::<T>::get(account.key());
		let freezes = reasons.iter().filter(|entry| entry.freeze.is_some()).count();
		ensure!(freezes < crate::FREEZES_MAX as usize, Error::<T>::TooManyFreezes);
		let entry = Self::frozen(&signer, freeze, terms.clone());
		reasons.try_push(entry).map_err(|_| Error::<T>::TooManyFreezes)?;

		NextFreeze::<T>::put(next);
		Self::put_reasons(account, row, reasons);
		Self::schedule(terms.until, Ending::Freeze { account, freeze });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::Frozen { account, freeze, terms, by, key });
		Ok(())
	}

	fn frozen(signer: &SignerOf<T>, id: u32, terms: FreezeTerms) -> StatusReason {
		let FreezeTerms { no_debit, no_credit, authority, document, reason, until } = terms;
		let freeze = Some(Freeze { id, authority, document, until });
		StatusReason { no_debit, no_credit, reason, by: signer.participant, freeze }
	}

	pub(crate) fn do_lift_freeze(
		signer: SignerOf<T>,
		account: AccountNo,
		freeze: u32,
	) -> DispatchResult {
		let row = Self::row(account)?;
		// Who may not lift learns that before whether there is such a freeze.
		Self::ensure_may_change(signer.participant, &row, None)?;
		let mut reasons = StatusReasons::<T>::get(account.key());
		let entry = reasons.iter().find(|entry| entry.is_freeze(freeze));
		let entry = entry.ok_or(Error::<T>::NoSuchFreeze)?;
		Self::ensure_may_change(signer.participant, &row, Some(entry.by))?;

		reasons.retain(|entry| !entry.is_freeze(freeze));
		Self::put_reasons(account, row, reasons);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::FreezeLifted { account, freeze, by, key });
		Ok(())
	}

	/// Ends a freeze at its date, unless it was lifted before.
	pub(crate) fn end_freeze(account: AccountNo, freeze: u32) -> DispatchResult {
		let mut reasons = StatusReasons::<T>::get(account.key());
		if !reasons.iter().any(|entry| entry.is_freeze(freeze)) {
			return Ok(());
		}
		let row = Self::row(account)?;

		reasons.retain(|entry| !entry.is_freeze(freeze));
		Self::put_reasons(account, row, reasons);
		Self::deposit_event(Event::FreezeEnded { account, freeze });
		Ok(())
	}

	/// Whether a restraint may last until then: from now on, and for a year at most.
	pub(crate) fn ensure_ends_in_time(until: Moment) -> Result<(), Error<T>> {
		let now = T::Clock::now();
		ensure!(until > now, Error::<T>::EndPassed);
		let latest = now.plus(RESTRAINT_DAYS_MAX.saturating_mul(DAY_MS));
		ensure!(until <= latest, Error::<T>::EndTooFar);
		Ok(())
	}
}
