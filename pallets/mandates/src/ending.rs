// SPDX-License-Identifier: Apache-2.0

//! How a mandate ends: by one key at once, or by the clock after its last date.

use crate::{
	Config, DateKey, Endings, Error, Event, Mandate, MandatesOf, MandatesTo, NumberKey, Pallet,
	Rows, State, WeightInfo,
};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::weights::WeightMeter,
	prelude::{ensure, DispatchResult},
};
use split_ledger_primitives::{
	ports::{Clock, Participants, Signer},
	Date, MandateNo, MandateTerms, Role,
};

/// Mandates forgotten in one block, so that a block never waits for all that end on a day.
pub(crate) const PRUNED_MAX: u32 = 16;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_revoke(signer: Signer<T::AccountId>, mandate: MandateNo) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let Mandate { terms, state } = Self::open_mandate(mandate, T::Clock::today())?;
		let MandateTerms { account, grantee, .. } = terms;
		let supervises =
			|| T::Participants::facts(by).is_some_and(|facts| facts.roles.has(Role::Supervisor));
		if by != grantee && !supervises() {
			Self::ensure_acts_for(by, &Self::account(account)?)?;
		}
		ensure!(matches!(state, State::Active { .. }), Error::<T>::NotConfirmed);

		Self::forget(mandate, &terms);

		Self::deposit_event(Event::Revoked { mandate, account, grantee, by, key });
		Ok(())
	}

	/// Forgets what is over, as far as there is weight left.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let today = T::Clock::today();
		if meter.try_consume(T::WeightInfo::prune(0)).is_err() {
			return;
		}
		let is_due = Endings::<T>::iter_keys().next().is_some_and(|(date, _)| date.date() < today);
		if is_due && meter.try_consume(T::WeightInfo::prune(PRUNED_MAX)).is_ok() {
			Self::prune_now(today, PRUNED_MAX);
		}
	}

	/// Forgets up to `most` mandates that are over, those that ended first first.
	pub(crate) fn prune_now(today: Date, most: u32) {
		// Keys lie in the order of their dates, so the first that is not over ends the walk.
		let over: Vec<_> = Endings::<T>::iter_keys()
			.take(usize::try_from(most).unwrap_or_default())
			.take_while(|(date, _)| date.date() < today)
			.collect();
		for (date, mandate) in over {
			// A mark without a mandate would stop all others (INV-MAN-3).
			Endings::<T>::remove(date, mandate);
			if let Some(Mandate { terms, .. }) = Rows::<T>::get(mandate) {
				Self::forget(mandate, &terms);
				let account = terms.account;
				Self::deposit_event(Event::Ended { mandate, account });
			}
		}
	}

	/// Leaves nothing of a mandate. Its number is never given again.
	pub(crate) fn forget(mandate: MandateNo, terms: &MandateTerms) {
		Rows::<T>::remove(mandate);
		Endings::<T>::remove(DateKey::of(terms.limits.until), mandate);
		MandatesTo::<T>::remove(terms.grantee, NumberKey::of(mandate));
		MandatesOf::<T>::mutate_exists(terms.account.key(), |list| {
			*list = list.take().and_then(|mut list| {
				list.retain(|listed| listed.number != mandate);
				(!list.is_empty()).then_some(list)
			});
		});
	}
}
