// SPDX-License-Identifier: Apache-2.0

//! Groups of orders that succeed together.

use crate::{Customer, Deal, World, CNY};
use pallet_groups::{Call, GroupTerms};
use sp_runtime::DispatchResult;
use split_ledger_primitives::{
	views::{GroupView, MemberView},
	GroupNo,
};
use split_ledger_runtime::{Groups, Runtime};

/// What the orders of a group have in common, for 24 hours and without a leader.
pub fn group_terms(deal: &Deal, needed: u32) -> GroupTerms {
	GroupTerms {
		platform: deal.platform,
		merchant: deal.merchant,
		rules: deal.rules,
		currency: CNY,
		needed,
		deadline: None,
		leader_slot: None,
	}
}

impl World {
	/// Lets a customer open a group.
	pub fn open_group(&mut self, by: &Customer, terms: GroupTerms) -> GroupNo {
		let group = self.state(pallet_groups::NextGroup::<Runtime>::get);
		let reference = self.reference();
		self.does(by.key, Call::<Runtime>::open { reference, terms });
		group
	}

	/// Lets somebody call a group off.
	pub fn call_off(&mut self, key: &str, group: GroupNo) -> DispatchResult {
		self.send(key, Call::<Runtime>::call_off { group })
	}

	/// What the chain says of a group.
	pub fn group(&mut self, group: GroupNo) -> GroupView {
		self.state(|| Groups::group_view(group)).expect("a group")
	}

	/// The orders that are in.
	pub fn members(&mut self, group: GroupNo) -> Vec<MemberView> {
		self.state(|| Groups::members_view(group, 0, 100))
	}
}
