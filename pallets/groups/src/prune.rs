// SPDX-License-Identifier: Apache-2.0

//! What the chain forgets of groups (T2).

use crate::{
	Config, FirstKept, GroupRow, Groups, Joined, Members, NextGroup, Pallet, References, State,
	WeightInfo,
};
use frame::deps::frame_support::weights::WeightMeter;
use split_ledger_primitives::{
	limits::{GROUP_KEPT_DAYS, RETENTION_DAYS},
	Date, GroupNo, OrderId, ParticipantId,
};

impl<T: Config> Pallet<T> {
	/// Forgets references that are older than the retention, and groups that ended long ago: in the
	/// order of their numbers, so that one that lasts holds up those after it, by 30 days at most.
	pub(crate) fn prune(today: Date, meter: &mut WeightMeter) {
		Self::prune_references(today, meter);
		let (first, next) = (FirstKept::<T>::get(), NextGroup::<T>::get());
		let mut group = first;
		while group < next && Self::prune_group(group, today, meter) {
			group = GroupNo(group.0.saturating_add(1));
		}
		if group != first {
			FirstKept::<T>::put(group);
		}
	}

	fn prune_references(today: Date, meter: &mut WeightMeter) {
		// Keys lie in the order of their dates; no text has a hash of zero. Each look begins after the
		// key before it: from the first one on, every look would pass over all that this block has
		// removed.
		let mut last = OrderId::new(Date(0), ParticipantId(0), [0; 16]);
		while meter.can_consume(T::WeightInfo::prune_row()) {
			let next = References::<T>::iter_keys_from_key(last).next();
			let over = next.filter(|key| is_over(key.date(), RETENTION_DAYS, today));
			let Some(key) = over else { return };
			meter.consume(T::WeightInfo::prune_row());
			References::<T>::remove(key);
			last = key;
		}
	}

	/// Whether nothing of a group is left.
	fn prune_group(group: GroupNo, today: Date, meter: &mut WeightMeter) -> bool {
		if !meter.can_consume(T::WeightInfo::prune_row()) {
			return false;
		}
		match Groups::<T>::get(group) {
			Some(row) if !is_forgotten(&row, today) => return false,
			// The group goes first, so that it is whole as long as it is known; then its members.
			Some(_) => Groups::<T>::remove(group),
			// An earlier block removed it, and did not come to the end of its members.
			None => {}
		}
		meter.consume(T::WeightInfo::prune_row());
		let mut members = Members::<T>::drain_prefix(group);
		while meter.try_consume(T::WeightInfo::prune_row()).is_ok() {
			let Some((_, member)) = members.next() else { return true };
			Joined::<T>::remove(member.order);
		}
		false
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
