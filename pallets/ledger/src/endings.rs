// SPDX-License-Identifier: Apache-2.0

//! What ends at its date by the clock (M7, T1): written on the page of its minute, and worked off
//! once the minute is over. What was ended before is passed over.

use crate::{
	types::{Cursor, Ending, ENDINGS_PAGE},
	Config, EndingCount, EndingPages, EndingsDone, Pallet, WeightInfo,
};
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::*,
};
use split_ledger_primitives::{ports::Clock, Moment};

/// Endings from which on a block leaves the next page to the next one, so that a date on which much
/// ends does not take the block.
pub(crate) const ENDED_MAX: u32 = 128;
/// Minutes passed in one block: those of a day, so that a halt of any length is soon made up for.
pub(crate) const MINUTES_MAX: u32 = 1_440;

impl<T: Config> Pallet<T> {
	/// Lets the clock end something once the minute of `until` is over.
	pub(crate) fn schedule(until: Moment, ending: Ending) {
		if EndingsDone::<T>::get().is_none() {
			// The first ending of this chain: there is nothing before it to work off.
			EndingsDone::<T>::put(Cursor { minute: T::Clock::now().minute(), page: 0 });
		}
		let minute = until.minute();
		let count = EndingCount::<T>::get(minute);
		let page = count.checked_div(ENDINGS_PAGE).unwrap_or_default();
		if EndingPages::<T>::try_append(minute, page, ending).is_err() {
			defensive!("a page takes as many endings as the count leaves room for");
		}
		EndingCount::<T>::insert(minute, count.saturating_add(1));
	}

	/// Works off the pages of all minutes that are over, as far as the meter and a block's share go.
	pub(crate) fn end_what_is_due(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::end_minute()).is_err() {
			return;
		}
		let Some(start) = EndingsDone::<T>::get() else { return };
		let now = T::Clock::now().minute();
		let (mut cursor, mut left) = (start, ENDED_MAX);
		for _ in 0..MINUTES_MAX {
			if cursor.minute >= now || meter.try_consume(T::WeightInfo::end_minute()).is_err() {
				break;
			}
			if !Self::end_minute(&mut cursor, &mut left, meter) {
				break;
			}
			cursor = Cursor { minute: cursor.minute.saturating_add(1), page: 0 };
		}
		if cursor != start {
			EndingsDone::<T>::put(cursor);
		}
	}

	/// Works off the pages of a minute from the cursor on. False where meter or share ran out.
	fn end_minute(cursor: &mut Cursor, left: &mut u32, meter: &mut WeightMeter) -> bool {
		let count = EndingCount::<T>::get(cursor.minute);
		while cursor.page.saturating_mul(ENDINGS_PAGE) < count {
			if *left == 0 || !meter.can_consume(T::WeightInfo::end_page(ENDINGS_PAGE)) {
				return false;
			}
			let ended = Self::end_page(cursor.minute, cursor.page);
			meter.consume(T::WeightInfo::end_page(ended));
			*left = left.saturating_sub(ended);
			cursor.page = cursor.page.saturating_add(1);
		}
		if count > 0 {
			EndingCount::<T>::remove(cursor.minute);
		}
		true
	}

	/// Ends everything on a page, and answers how much that was.
	pub(crate) fn end_page(minute: u32, page: u32) -> u32 {
		let endings = EndingPages::<T>::take(minute, page);
		for ending in &endings {
			let ended = with_storage_layer(|| match ending {
				Ending::Freeze { account, freeze } => Self::end_freeze(*account, *freeze),
				Ending::Hold { account, hold } => Self::end_hold(*account, *hold),
			});
			if ended.is_err() {
				// Nothing can refuse it; should it be all the same, it is tried again, minute by minute.
				defensive!("an ending was refused");
				Self::schedule(T::Clock::now(), *ending);
			}
		}
		u32::try_from(endings.len()).unwrap_or(ENDINGS_PAGE)
	}
}
