// SPDX-License-Identifier: Apache-2.0

//! Groups, as the benchmarks of escrow join them.

use super::world::{reference, World, CNY};
use crate::*;
use alloc::vec::Vec;
use split_ledger_primitives::{
	ports::{GroupFacts, GroupState},
	GroupNo, RuleHash,
};

/// An open group with a leader that `needed` orders complete, and the ids of so many orders.
pub(super) fn joiners<T: Config>(needed: u32, orders: u32) -> (GroupNo, Vec<OrderId>) {
	let world = World::<T>::new();
	let facts = GroupFacts {
		platform: world.platform,
		merchant: world.platform,
		rules: RuleHash([1; 32]),
		currency: CNY,
		leader_slot: Some(0),
		state: GroupState::Open { deadline: T::Clock::now().plus(3_600_000), left: needed },
		leader: None,
	};
	let group = T::Groups::benchmark_group(facts, needed);
	let ids = (0..orders).map(|number| order_id(world.platform, &reference::<T>(number)));
	(group, ids.collect())
}

/// Asks for the group as a placement does, and joins it.
pub(super) fn join_group<T: Config>(group: GroupNo, orders: &[OrderId]) {
	let now = T::Clock::now();
	for order in orders {
		T::Groups::group(group, now).expect("it was opened");
		T::Groups::join(group, *order, Some(AccountNo(1)), now).expect("it is open");
	}
}
