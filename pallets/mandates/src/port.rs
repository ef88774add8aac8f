// SPDX-License-Identifier: Apache-2.0

//! What escrow asks when an order is placed by a mandate.

use crate::{Config, Error, Mandate, Pallet, Rows, State, Use};
use frame::prelude::{ensure, DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{MandateFacts, Mandates},
	Amount, Date, MandateNo, MandateTerms, Moment,
};

#[cfg(feature = "runtime-benchmarks")]
use split_ledger_primitives::{AccountNo, ParticipantId};

impl<T: Config> Mandates for Pallet<T> {
	fn mandate(number: MandateNo, now: Moment) -> Result<MandateFacts, DispatchError> {
		let (Mandate { terms, .. }, used) = Self::usable(number, now.date())?;
		let MandateTerms { account, grantee, limits, .. } = terms;
		let (left, orders_left) = used.left(&limits);
		Ok(MandateFacts { account, grantee, single: limits.single, left, orders_left })
	}

	fn draw(number: MandateNo, amount: Amount, now: Moment) -> DispatchResult {
		let (mut mandate, used) = Self::usable(number, now.date())?;
		let used = used.drawing(amount, &mandate.terms.limits).ok_or(Error::<T>::OverMandate)?;

		if let State::Active { used: before, .. } = &mut mandate.state {
			*before = used;
		}
		Rows::<T>::insert(number, mandate);
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_mandate(account: AccountNo, grantee: ParticipantId) -> MandateNo {
		crate::benchmarking::unlimited::<T>(account, grantee)
	}
}

impl<T: Config> Pallet<T> {
	/// A mandate that can be used on a date, with what was drawn by it in the period of that date.
	fn usable(number: MandateNo, today: Date) -> Result<(Mandate<T::AccountId>, Use), Error<T>> {
		let mandate = Self::open_mandate(number, today)?;
		let State::Active { used, .. } = mandate.state else {
			return Err(Error::<T>::NotConfirmed);
		};
		ensure!(mandate.terms.from <= today, Error::<T>::NotBegun);
		let used = used.as_of(mandate.period_of(today));
		Ok((mandate, used))
	}
}
