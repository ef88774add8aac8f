// SPDX-License-Identifier: Apache-2.0

//! What escrow asks and tells.

use crate::{
	Config, Ending, Error, Event, Groups, Joined, Joiner, Members, Pallet, Sorted, State,
	WaitingGroups,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{GroupFacts, Groups as GroupsPort},
	AccountNo, GroupNo, Moment, OrderId,
};

impl<T: Config> GroupsPort for Pallet<T> {
	fn group(number: GroupNo, now: Moment) -> Option<GroupFacts> {
		Some(Groups::<T>::get(number)?.facts(now))
	}

	fn join(
		number: GroupNo,
		order: OrderId,
		leader: Option<AccountNo>,
		now: Moment,
	) -> DispatchResult {
		let mut row = Groups::<T>::get(number).ok_or(Error::<T>::UnknownGroup)?;
		ensure!(row.is_open(now), Error::<T>::NotOpen);
		ensure!(!Joined::<T>::contains_key(order), Error::<T>::AlreadyJoined);
		ensure!(row.leader_slot.is_none() || leader.is_some(), Error::<T>::LeaderMissing);
		let place = row.next;
		row.next = place.checked_add(1).ok_or(Error::<T>::NumbersUsedUp)?;
		// At most as many as are needed, since then it is complete.
		row.joined = row.joined.saturating_add(1);

		let leader = leader.filter(|_| row.leader_slot.is_some());
		Members::<T>::insert(number, Sorted::of(place), Joiner { order, leader });
		Joined::<T>::insert(order, (number, Sorted::of(place)));
		let joined = row.joined;
		Self::deposit_event(Event::OrderJoined { group: number, order, place, joined });
		if joined < row.needed {
			Groups::<T>::insert(number, row);
			return Ok(());
		}
		let leader = Self::first_joiner(number).and_then(|first| first.leader);
		Self::end(number, row, Ending::Complete { leader }, now);
		Self::deposit_event(Event::Completed { group: number, leader });
		Ok(())
	}

	fn leave(number: GroupNo, order: OrderId) {
		let Some(mut row) = Groups::<T>::get(number) else { return };
		let Some((group, place)) = Joined::<T>::get(order) else { return };
		if row.state != State::Open || group != number {
			return;
		}
		Joined::<T>::remove(order);
		Members::<T>::remove(number, place);
		// One at least: this one.
		row.joined = row.joined.saturating_sub(1);
		let joined = row.joined;
		Groups::<T>::insert(number, row);
		Self::deposit_event(Event::OrderLeft { group: number, order, joined });
	}

	fn take_waiting() -> Option<OrderId> {
		let (group, mut waiting) = WaitingGroups::<T>::iter().next()?;
		let number = GroupNo(group.number());
		let mut members = match waiting.last {
			None => Members::<T>::iter_prefix(number),
			Some(last) => {
				let last = Members::<T>::hashed_key_for(number, last);
				Members::<T>::iter_prefix_from(number, last)
			}
		};
		let next = members.next();
		waiting.left = waiting.left.saturating_sub(1);
		match next {
			Some((place, _)) if waiting.left > 0 => {
				waiting.last = Some(place);
				WaitingGroups::<T>::insert(group, waiting);
			}
			// The last one; a count that is too high would else keep the others waiting.
			_ => WaitingGroups::<T>::remove(group),
		}
		next.map(|(_, member)| member.order)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_group(facts: GroupFacts, needed: u32) -> GroupNo {
		crate::benchmarking::open_group::<T>(facts, needed)
	}
}

impl<T: Config> Pallet<T> {
	/// The first joiner still in.
	fn first_joiner(group: GroupNo) -> Option<Joiner> {
		Members::<T>::iter_prefix_values(group).next()
	}
}
