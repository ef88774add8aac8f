// SPDX-License-Identifier: Apache-2.0

//! Letting a mandate go less far. What only narrows takes one key, so that whoever first sees that
//! something is wrong needs no second pair of hands.

use crate::{Config, DateKey, Endings, Error, Event, Mandate, Pallet, Rows, State};
use frame::prelude::{ensure, DispatchResult};
use split_ledger_primitives::{
	ports::{Clock, Signer},
	MandateLimits, MandateNo, MandateTerms,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_lower(
		signer: Signer<T::AccountId>,
		mandate: MandateNo,
		limits: MandateLimits,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let today = T::Clock::today();
		let row = Self::open_mandate(mandate, today)?;
		Self::ensure_acts_for(by, &Self::account(row.terms.account)?)?;
		let period = row.period_of(today);
		let Mandate { terms, state } = row;
		let State::Active { by: confirmed_by, used } = state else {
			return Err(Error::<T>::NotConfirmed.into());
		};
		ensure!(limits.is_sound(), Error::<T>::UnsoundLimits);
		let until = limits.until;
		ensure!(terms.from <= until && today <= until, Error::<T>::UnsoundDates);
		let before = terms.limits;
		ensure!(limits != before && limits.is_within(&before), Error::<T>::NotLower);

		Endings::<T>::remove(DateKey::of(before.until), mandate);
		Endings::<T>::insert(DateKey::of(until), mandate, ());
		let used = used.as_of(period).lowered_to(&limits);
		let state = State::Active { by: confirmed_by, used };
		let terms = MandateTerms { limits, ..terms };
		Rows::<T>::insert(mandate, Mandate { terms, state });

		let account = terms.account;
		Self::deposit_event(Event::Lowered { mandate, account, limits, by, key });
		Ok(())
	}
}
