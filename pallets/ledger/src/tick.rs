// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Pallet, ReferenceKey, References, WeightInfo};
use alloc::vec::Vec;
use frame::deps::frame_support::weights::WeightMeter;
use split_ledger_primitives::{limits::RETENTION_DAYS, ports::Clock, Date, Domain, OrderId};

/// References forgotten in one block and domain, so that a block never waits for a whole day of
/// them.
pub(crate) const PRUNED_MAX: u32 = 100;

impl<T: Config> Pallet<T> {
	/// Forgets references that are older than the retention (T2). Their dates are refused long
	/// before, so none of them can be used again.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let today = T::Clock::today();
		for domain in [Domain::Issue, Domain::Redeem, Domain::Hold] {
			if meter.try_consume(T::WeightInfo::prune(0)).is_err() {
				return;
			}
			let oldest = References::<T>::iter_key_prefix(domain).next();
			let is_due = oldest.is_some_and(|key| is_over(&key, today));
			if is_due && meter.try_consume(T::WeightInfo::prune(PRUNED_MAX)).is_ok() {
				Self::prune_domain(domain, today, PRUNED_MAX);
			}
		}
	}

	/// Forgets up to `most` references of a domain, the oldest first.
	pub(crate) fn prune_domain(domain: Domain, today: Date, most: u32) {
		// Keys lie in the order of their dates, so the first that is not over ends the walk.
		let over: Vec<_> = References::<T>::iter_key_prefix(domain)
			.take(most.try_into().unwrap_or(usize::MAX))
			.take_while(|key| is_over(key, today))
			.collect();
		for key in over {
			References::<T>::remove(domain, key);
		}
	}
}

fn is_over(key: &ReferenceKey, today: Date) -> bool {
	let Date(date) = OrderId(*key).date();
	today.0.saturating_sub(date) > RETENTION_DAYS
}
