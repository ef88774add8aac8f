// SPDX-License-Identifier: Apache-2.0

//! What the chain forgets (T2): references whose dates are refused long since, and settled cycles,
//! both once the retention is over. Sums over all time are carried forward.

use crate::{
	Carried, Cells, Config, CycleRecord, CycleState, Cycles, Error, FrozenPositions, Pallet,
	ReferenceKey, References, Roots, Schedule, WeightInfo,
};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::*,
};
use split_ledger_primitives::{
	limits::RETENTION_DAYS, ports::Clock, Currency, CycleNo, Date, OrderId,
};

/// References forgotten in one block, and rows of cycles, so that a block never waits for a whole
/// day of them.
pub(crate) const PRUNED_MAX: u32 = 100;

impl<T: Config> Pallet<T> {
	/// Forgets what is older than the retention, as far as there is weight left.
	pub(crate) fn prune(meter: &mut WeightMeter) {
		let today = T::Clock::today();
		if meter.try_consume(T::WeightInfo::prune_references(0)).is_err() {
			return;
		}
		let oldest = References::<T>::iter_keys().next();
		let is_due = oldest.is_some_and(|key| is_over(date_of(&key), today));
		let most = T::WeightInfo::prune_references(PRUNED_MAX);
		if is_due && meter.try_consume(most).is_ok() {
			Self::prune_references(today, PRUNED_MAX);
		}

		if meter.try_consume(T::WeightInfo::prune_cycles(0)).is_err() {
			return;
		}
		let Some(currency) = Self::currency_in_turn() else { return };
		let most = T::WeightInfo::prune_cycles(PRUNED_MAX);
		if Self::has_cycles_to_prune(currency, today) && meter.try_consume(most).is_ok() {
			Self::prune_now(currency, today);
		}
	}

	/// Forgets up to `most` references, the oldest first. Their dates are refused long before, so
	/// none of them can be used again; a withdrawal that is still not decided stays.
	pub(crate) fn prune_references(today: Date, most: u32) {
		// Keys lie in the order of their dates, so the first that is not over ends the walk.
		let over: Vec<_> = References::<T>::iter_keys()
			.take(place(most))
			.take_while(|key| is_over(date_of(key), today))
			.collect();
		for key in over {
			References::<T>::remove(key);
		}
	}

	/// The currency whose cycles this block looks at: one after the other.
	fn currency_in_turn() -> Option<Currency> {
		let schedule = Schedule::<T>::get();
		let count = u32::try_from(schedule.len()).unwrap_or(u32::MAX);
		let turn = Self::block().checked_rem(count)?;
		schedule.get(place(turn)).map(|due| due.currency)
	}

	fn has_cycles_to_prune(currency: Currency, today: Date) -> bool {
		let carried = Carried::<T>::get(currency);
		let has_remains = carried.last_pruned().is_some_and(|cycle| {
			Cells::<T>::iter_key_prefix((currency, cycle)).next().is_some()
				|| Roots::<T>::iter_key_prefix((currency, cycle)).next().is_some()
		});
		let next = Cycles::<T>::get((currency, carried.first_kept));
		has_remains || next.is_some_and(|record| is_prunable(&record, today))
	}

	/// Should it fail, which it cannot, everything stays as it was.
	fn prune_now(currency: Currency, today: Date) {
		let pruned = with_storage_layer(|| Self::prune_cycles(currency, today, PRUNED_MAX));
		defensive_assert!(pruned.is_ok(), "what banks paid in all cycles together fits");
	}

	/// Removes up to `most` rows of settled cycles whose retention is over: in the order of their
	/// numbers, and none before the one that is not settled or not over.
	///
	/// A cycle goes at once, with its positions; then its cells and pages of roots, and before the
	/// last of them is gone the next cycle stays. So what is left over is never of more than one.
	pub(crate) fn prune_cycles(currency: Currency, today: Date, most: u32) -> DispatchResult {
		let mut carried = Carried::<T>::get(currency);
		let mut left = most;
		loop {
			if let Some(cycle) = carried.last_pruned() {
				left = left.saturating_sub(Self::remove_remains(currency, cycle, left));
			}
			let cycle = carried.first_kept;
			let next = Cycles::<T>::get((currency, cycle));
			if left == 0 || !next.is_some_and(|record| is_prunable(&record, today)) {
				break;
			}
			let frozen = FrozenPositions::<T>::take((currency, cycle)).unwrap_or_default();
			Cycles::<T>::remove((currency, cycle));
			carried = carried.with(&frozen).ok_or(Error::<T>::Overflow)?;
			left = left.saturating_sub(1);
		}
		Carried::<T>::insert(currency, carried);
		Ok(())
	}

	/// Removes up to `most` cells and pages of roots of a cycle that is gone, and says how many.
	fn remove_remains(currency: Currency, cycle: CycleNo, most: u32) -> u32 {
		let cells: Vec<_> =
			Cells::<T>::iter_key_prefix((currency, cycle)).take(place(most)).collect();
		let more = place(most).saturating_sub(cells.len());
		let pages: Vec<_> = Roots::<T>::iter_key_prefix((currency, cycle)).take(more).collect();
		let removed = cells.len().saturating_add(pages.len());
		for (debtor, creditor) in cells {
			Cells::<T>::remove((currency, cycle, debtor, creditor));
		}
		for page in pages {
			Roots::<T>::remove((currency, cycle, page));
		}
		u32::try_from(removed).unwrap_or(most)
	}
}

/// Whether a cycle is settled, and its retention over since its settlement.
fn is_prunable(record: &CycleRecord, today: Date) -> bool {
	match &record.state {
		CycleState::Settled(ending) => is_over(ending.kept_from, today),
		CycleState::Open | CycleState::Closed(_) => false,
	}
}

fn is_over(Date(date): Date, Date(today): Date) -> bool {
	today.saturating_sub(date) > RETENTION_DAYS
}

fn date_of(key: &ReferenceKey) -> Date {
	OrderId(*key).date()
}

fn place(n: u32) -> usize {
	usize::try_from(n).unwrap_or(usize::MAX)
}
