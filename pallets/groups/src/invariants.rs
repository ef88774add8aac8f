// SPDX-License-Identifier: Apache-2.0

//! What must always hold of groups, by the numbers of `docs/invariants.md`.

use crate::{
	Config, Deadlines, Due, Ending, FirstKept, GroupRow, Groups, Joined, Members, NextGroup,
	OpenCounts, Pallet, Sorted, State, WaitingGroups,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use split_ledger_primitives::{
	limits::{GROUPS_OPEN_MAX, GROUP_JOINS_MAX, GROUP_JOINS_MIN},
	GroupNo, OrderId, ParticipantId,
};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet. It walks all groups.
	pub fn check_invariants() -> Checked {
		Self::groups_count_their_members()?;
		Self::members_are_known_both_ways()?;
		Self::open_groups_have_deadlines_and_are_counted()?;
		Self::waiting_groups_are_over()?;
		Self::leaders_are_bound_where_there_is_a_slot()
	}

	/// The orders that wait for their group: it is open, or escrow has not taken them up yet. The runtime
	/// compares them with escrow's rows (INV-GRP-6).
	pub fn waiting_orders() -> BTreeMap<OrderId, GroupNo> {
		let mut waiting = BTreeMap::new();
		for (group, row) in Groups::<T>::iter() {
			let taken = match row.state {
				State::Open => None,
				State::Ended { .. } => match WaitingGroups::<T>::get(Sorted::of(group.0)) {
					None => continue,
					Some(waiting) => waiting.last,
				},
			};
			let members =
				Members::<T>::iter_prefix(group).filter(|(place, _)| Some(*place) > taken);
			waiting.extend(members.map(|(_, member)| (member.order, group)));
		}
		waiting
	}

	/// The orders of open groups: each of them waits in escrow.
	pub fn orders_of_open_groups() -> Vec<OrderId> {
		let open = Groups::<T>::iter().filter(|(_, row)| row.state == State::Open);
		open.flat_map(|(group, _)| Members::<T>::iter_prefix_values(group))
			.map(|member| member.order)
			.collect()
	}

	/// INV-GRP-1: a group counts the orders that joined and did not leave; it is complete if and only if
	/// these are as many as are needed, and nothing leaves it then.
	fn groups_count_their_members() -> Checked {
		for (group, row) in Groups::<T>::iter() {
			let GroupRow { needed, joined, next, state, .. } = row;
			let in_range = (GROUP_JOINS_MIN..=GROUP_JOINS_MAX).contains(&needed);
			ensure!(in_range, "INV-GRP-1: too few or too many orders are needed");
			let members = Members::<T>::iter_key_prefix(group).count();
			ensure!(u32::try_from(members) == Ok(joined), "INV-GRP-1: members are miscounted");
			let complete = matches!(state, State::Ended { how: Ending::Complete { .. }, .. });
			ensure!(joined <= needed, "INV-GRP-1: more joined than are needed");
			ensure!(complete == (joined == needed), "INV-GRP-1: complete, and not enough joined");
			let places = Members::<T>::iter_key_prefix(group);
			let last = places.map(Sorted::number).max();
			ensure!(last.is_none_or(|last| last < next), "INV-GRP-1: a place that nobody took");
		}
		Ok(())
	}

	/// INV-GRP-2: a member is of a group that is known, or the first to be forgotten; the index of orders
	/// and the members are each other's.
	fn members_are_known_both_ways() -> Checked {
		let (first, next) = (FirstKept::<T>::get(), NextGroup::<T>::get());
		for (group, place, member) in Members::<T>::iter() {
			let known = Groups::<T>::contains_key(group) || group == first;
			ensure!(known, "INV-GRP-2: a member of no group");
			let index = Joined::<T>::get(member.order);
			ensure!(index == Some((group, place)), "INV-GRP-2: a member that the index misses");
		}
		for (order, (group, place)) in Joined::<T>::iter() {
			let member = Members::<T>::get(group, place);
			let same = member.is_some_and(|member| member.order == order);
			ensure!(same, "INV-GRP-2: an index without its member");
		}
		let outside = Groups::<T>::iter_keys().find(|group| *group < first || *group >= next);
		ensure!(outside.is_none(), "INV-GRP-2: a group that was forgotten, or never opened");
		Ok(())
	}

	/// INV-GRP-3: a group has a deadline in the list if and only if it is open, and each participant
	/// counts its open groups.
	fn open_groups_have_deadlines_and_are_counted() -> Checked {
		let mut open = BTreeMap::<ParticipantId, u32>::new();
		for (group, row) in Groups::<T>::iter() {
			let listed = Deadlines::<T>::contains_key(Due::of(row.deadline, group));
			let is_open = row.state == State::Open;
			ensure!(
				listed == is_open,
				"INV-GRP-3: open without a deadline, or the other way round"
			);
			if is_open {
				let count = open.entry(row.opened_by).or_default();
				*count = count.saturating_add(1);
			}
		}
		for due in Deadlines::<T>::iter_keys() {
			let row = Groups::<T>::get(due.group());
			let same = row.is_some_and(|row| row.deadline == due.moment());
			ensure!(same, "INV-GRP-3: a deadline of no group");
		}
		ensure!(open.values().all(|count| *count <= GROUPS_OPEN_MAX), "INV-GRP-3: too many open");
		let counted: BTreeMap<_, _> = OpenCounts::<T>::iter().collect();
		ensure!(counted == open, "INV-GRP-3: open groups are miscounted");
		Ok(())
	}

	/// INV-GRP-4: a group of which orders wait to be taken up is over, and exactly those after the last
	/// one that was taken wait.
	fn waiting_groups_are_over() -> Checked {
		for (group, waiting) in WaitingGroups::<T>::iter() {
			let number = GroupNo(group.number());
			let row = Groups::<T>::get(number).ok_or("INV-GRP-4: no group waits")?;
			ensure!(row.state != State::Open, "INV-GRP-4: orders of an open group wait");
			let places = Members::<T>::iter_key_prefix(number);
			let left = places.filter(|place| Some(*place) > waiting.last).count();
			let same = waiting.left > 0 && u32::try_from(left) == Ok(waiting.left);
			ensure!(same, "INV-GRP-4: waiting orders are miscounted");
		}
		Ok(())
	}

	/// INV-GRP-5: a leader is bound if and only if the group is complete and has a slot for it: what the
	/// first joiner still in named.
	fn leaders_are_bound_where_there_is_a_slot() -> Checked {
		for (group, row) in Groups::<T>::iter() {
			for member in Members::<T>::iter_prefix_values(group) {
				let named = member.leader.is_some() == row.leader_slot.is_some();
				ensure!(named, "INV-GRP-5: a member that names no leader, or one too many");
			}
			let State::Ended { how: Ending::Complete { leader }, .. } = row.state else { continue };
			let first = Members::<T>::iter_prefix_values(group).next();
			let first = first.and_then(|first| first.leader);
			ensure!(leader == first, "INV-GRP-5: another leader than the first joiner named");
		}
		Ok(())
	}
}
