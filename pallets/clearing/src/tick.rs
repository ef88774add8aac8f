// SPDX-License-Identifier: Apache-2.0

use crate::{
	CloseReason, Config, Currencies, CurrencyRow, Due, Event, Pallet, Schedule, WeightInfo,
};
use alloc::vec::Vec;
use frame::{deps::frame_support::storage::with_storage_layer, prelude::*};
use split_ledger_primitives::{limits::BANKS_MAX, ports::Clock, Currency, Moment};

impl<T: Config> Pallet<T> {
	/// Closes the cycle that has been due for longest, if one is: at most one currency a block, so
	/// that a block has room for the settlement of 64 banks and for payments. A due cycle in which
	/// nothing was posted stays open and takes nobody's turn, so there are no empty cycles of it.
	pub(crate) fn close_due() -> Weight {
		let now = T::Clock::now();
		let idle = T::WeightInfo::on_initialize().saturating_add(T::WeightInfo::on_finalize(0));
		let mut schedule = Schedule::<T>::get();
		let mut due: Vec<&mut Due> =
			schedule.iter_mut().filter(|due| due.at.is_some_and(|at| at <= now)).collect();
		if due.is_empty() {
			return idle;
		}
		due.sort_by_key(|due| (due.at, due.currency));

		let mut closing = None;
		for due in due {
			let Some(row) = Currencies::<T>::get(due.currency) else { continue };
			due.at = following(now, row.cycle_ms);
			if row.posted.is_some() {
				closing = Some((due.currency, row));
				break;
			}
		}
		Schedule::<T>::put(schedule);
		let Some((currency, row)) = closing else { return idle };
		Self::close_now(currency, row);
		idle.saturating_add(T::WeightInfo::close_cycle(BANKS_MAX))
	}

	/// Closes a due cycle. Should that fail, which it cannot, the cycle stays open as it was: the
	/// agent can close it, and the schedule tries again.
	fn close_now(currency: Currency, row: CurrencyRow) {
		let cycle = row.cycle;
		let close = || Self::close(currency, row, CloseReason::Schedule, None);
		if let Err(error) = with_storage_layer(close) {
			Self::deposit_event(Event::CloseFailed { currency, cycle, error });
		}
	}

	/// Sets when a currency closes by itself next: at the next whole multiple of `cycle_ms` since
	/// 1970, so that a day ends at midnight UTC; never, for 0.
	pub(crate) fn schedule(currency: Currency, cycle_ms: u64) {
		let at = following(T::Clock::now(), cycle_ms);
		Schedule::<T>::mutate(|schedule| {
			match schedule.iter_mut().find(|due| due.currency == currency) {
				Some(due) => due.at = at,
				None => {
					let pushed = schedule.try_push(Due { currency, at });
					defensive_assert!(pushed.is_ok(), "currencies are counted before");
				}
			}
		});
	}
}

/// The first whole multiple of `cycle_ms` after `now`.
fn following(now: Moment, cycle_ms: u64) -> Option<Moment> {
	let into = now.0.checked_rem(cycle_ms)?;
	Some(Moment(now.0.saturating_sub(into)).plus(cycle_ms))
}
