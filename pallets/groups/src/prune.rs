// SPDX-License-Identifier: Apache-2.0

//! What the chain forgets of groups (T2).

use crate::{
	tick::STEPS_MAX, Config, FirstKept, GroupRow, Groups, Joined, Members, Pallet, References,
	State, WeightInfo,
};
use frame::deps::frame_support::weights::WeightMeter;
use split_ledger_primitives::{
	limits::{GROUP_KEPT_DAYS, RETENTION_DAYS},
	Date, GroupNo,
};

impl<T: Config> Pallet<T> {
	/// Forgets references that are older than the retention, and groups that ended long ago: in the
	/// order of their numbers, so that one that lasts holds up those after it, by 30 days at most.
	pub(crate) fn prune(today: Date, meter: &mut WeightMeter) {
		for _ in 0..STEPS_MAX {
			if meter.try_consume(T::WeightInfo::prune_row()).is_err() || !Self::prune_row(today) {
				return;
			}
		}
	}

	/// Removes one row; false where none is left to remove.
	pub(crate) fn prune_row(today: Date) -> bool {
		// Keys lie in the order of their dates.
		let oldest = References::<T>::iter_keys().next();
		if let Some(key) = oldest.filter(|key| is_over(key.date(), RETENTION_DAYS, today)) {
			References::<T>::remove(key);
			return true;
		}
		let group = FirstKept::<T>::get();
		if Groups::<T>::get(group).is_some_and(|row| !is_forgotten(&row, today)) {
			return false;
		}
		// The group goes first, so that it is whole as long as it is known; then its members.
		if Groups::<T>::take(group).is_some() {
			return true;
		}
		match Members::<T>::iter_prefix(group).next() {
			Some((place, member)) => {
				Members::<T>::remove(group, place);
				Joined::<T>::remove(member.order);
				true
			}
			None if group < crate::NextGroup::<T>::get() => {
				FirstKept::<T>::put(GroupNo(group.0.saturating_add(1)));
				true
			}
			None => false,
		}
	}
}

fn is_forgotten(row: &GroupRow, today: Date) -> bool {
	match row.state {
		State::Open => false,
		State::Ended { at, .. } => is_over(at.date(), GROUP_KEPT_DAYS, today),
	}
}

fn is_over(Date(date): Date, days: u16, Date(today): Date) -> bool {
	today.saturating_sub(date) > days
}
