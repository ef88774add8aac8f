// SPDX-License-Identifier: Apache-2.0

//! What readers are told of groups.

use crate::{Config, Ending, GroupRow, Groups, Members, Pallet, Sorted, State};
use alloc::vec::Vec;
use split_ledger_primitives::{
	ports::Clock,
	views::{GroupStatus, GroupView, MemberView},
	GroupNo,
};

/// The most members that an answer names.
pub(crate) const MEMBERS_PAGE_MAX: u32 = 100;

impl<T: Config> Pallet<T> {
	/// A group; none for a number that was never given, or whose group is forgotten. From the deadline
	/// on it has failed, whether the clock has seen that already or not.
	pub fn group_view(group: GroupNo) -> Option<GroupView> {
		let row = Groups::<T>::get(group)?;
		let (status, leader, ended) = match row.state {
			State::Open if row.is_open(T::Clock::now()) => (GroupStatus::Open, None, None),
			State::Open => (GroupStatus::Failed, None, None),
			State::Ended { at, how } => match how {
				Ending::Complete { leader } => (GroupStatus::Complete, leader, Some(at)),
				Ending::Failed => (GroupStatus::Failed, None, Some(at)),
				Ending::CalledOff => (GroupStatus::CalledOff, None, Some(at)),
			},
		};
		let GroupRow { platform, merchant, rules, currency, opened_by, .. } = row;
		let GroupRow { needed, joined, deadline, leader_slot, .. } = row;
		Some(GroupView {
			group,
			platform,
			merchant,
			rules,
			currency,
			opened_by,
			needed,
			joined,
			deadline,
			leader_slot,
			leader,
			status,
			ended,
		})
	}

	/// The orders of a group in the order of their joins, from the place `from` on, at most `limit`
	/// and never more than 100. The next page begins after the last place of this one.
	pub fn members_view(group: GroupNo, from: u32, limit: u32) -> Vec<MemberView> {
		let rows = match from.checked_sub(1) {
			None => Members::<T>::iter_prefix(group),
			Some(before) => {
				let before = Members::<T>::hashed_key_for(group, Sorted::of(before));
				Members::<T>::iter_prefix_from(group, before)
			}
		};
		let limit = usize::try_from(limit.min(MEMBERS_PAGE_MAX)).unwrap_or_default();
		let members = rows.take(limit).map(|(place, member)| MemberView {
			place: place.number(),
			order: member.order,
			leader: member.leader,
		});
		members.collect()
	}
}
