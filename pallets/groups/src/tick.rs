// SPDX-License-Identifier: Apache-2.0

//! What the clock owes to groups (T1): those that were not complete in time have failed, and those that
//! ended long ago are forgotten. Bounded; what does not fit goes on in the next block.

use crate::{Config, Deadlines, Ending, Event, Groups, Pallet, WeightInfo};
use frame::deps::frame_support::weights::WeightMeter;
use split_ledger_primitives::{ports::Clock, Moment};

/// Groups that are found to have failed in one block, and rows that are forgotten, so that a block is
/// never full of them: as many as a participant has open fail within 20 blocks.
pub(crate) const STEPS_MAX: u32 = 50;

impl<T: Config> Pallet<T> {
	pub(crate) fn tick(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::tick()).is_err() {
			return;
		}
		let now = T::Clock::now();
		Self::fail_due(now, meter);
		Self::prune(now.date(), meter);
	}

	/// Ends the groups whose deadline has come, the earliest first.
	fn fail_due(now: Moment, meter: &mut WeightMeter) {
		for _ in 0..STEPS_MAX {
			let due = Deadlines::<T>::iter_keys().next().filter(|due| due.moment() <= now);
			let Some(due) = due else { return };
			if meter.try_consume(T::WeightInfo::fail_due()).is_err() {
				return;
			}
			let group = due.group();
			match Groups::<T>::get(group) {
				Some(row) => {
					let joined = row.joined;
					Self::end(group, row, Ending::Failed, now);
					Self::deposit_event(Event::Failed { group, joined });
				}
				// Only open groups have one; should it be otherwise, the others must not wait for it.
				None => Deadlines::<T>::remove(due),
			}
		}
	}
}
