// SPDX-License-Identifier: Apache-2.0

//! What the clock owes to groups (T1): those that were not complete in time have failed, and those that
//! ended long ago are forgotten. Bounded by a share of the block; what does not fit goes on in the next
//! one.

use crate::{Config, Deadlines, Due, Ending, Event, Groups, Pallet, WeightInfo};
use frame::{
	deps::frame_support::weights::WeightMeter,
	prelude::{frame_system, Get},
};
use split_ledger_primitives::{ports::Clock, GroupNo, Moment};

impl<T: Config> Pallet<T> {
	pub(crate) fn tick(block: &mut WeightMeter) {
		let max = <T as frame_system::Config>::BlockWeights::get().max_block;
		let share = T::DrainShare::get() * max;
		let mut meter = WeightMeter::with_limit(share.min(block.remaining()));
		if meter.try_consume(T::WeightInfo::tick()).is_ok() {
			let now = T::Clock::now();
			Self::fail_due(now, &mut meter);
			Self::prune(now.date(), &mut meter);
		}
		block.consume(meter.consumed());
	}

	/// Ends the groups whose deadline has come, the earliest first.
	fn fail_due(now: Moment, meter: &mut WeightMeter) {
		// Each look begins after the deadline before it: from the first one on, every look would pass
		// over all that this block has removed.
		let mut last = Due::of(Moment::default(), GroupNo::default());
		while meter.can_consume(T::WeightInfo::fail_due()) {
			let next = Deadlines::<T>::iter_keys_from_key(last).next();
			let Some(due) = next.filter(|due| due.moment() <= now) else { return };
			meter.consume(T::WeightInfo::fail_due());
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
			last = due;
		}
	}
}
