// SPDX-License-Identifier: Apache-2.0

//! Groups as the tests open them. Who is in lies in the state, so that what is refused is seen to join
//! nothing.

#![allow(unreachable_pub, reason = "the mock's runtime makes its types public")]

use crate::mock::*;
use codec::{Decode, Encode};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{GroupFacts, GroupState, Groups},
	AccountNo, Currency, GroupNo, Moment, OrderId, ParticipantId, RuleHash,
};

pub const GROUP: GroupNo = GroupNo(1);
/// The slot of the platform's fee: in these tests the leader's.
pub const LEADER_SLOT: u8 = 1;

#[derive(Clone, Copy, Decode, Debug, Encode, Eq, PartialEq, scale_info::TypeInfo)]
pub enum Standing {
	Open,
	Complete,
	Failed,
}

#[derive(Clone, Decode, Encode, scale_info::TypeInfo)]
pub struct Row {
	pub currency: Currency,
	pub rules: RuleHash,
	pub needed: u32,
	pub deadline: Moment,
	pub leader_slot: Option<u8>,
	pub standing: Standing,
	pub members: Vec<(OrderId, Option<AccountNo>)>,
	pub waiting: Vec<OrderId>,
}

#[storage_alias]
type Rows = StorageMap<FakeGroups, Twox64Concat, GroupNo, Row>;

pub struct FakeGroups;

impl FakeGroups {
	/// Opens the group, for an hour from noon.
	pub fn open(needed: u32, leader_slot: Option<u8>) {
		let row = Row {
			currency: CNY,
			rules: MARKET,
			needed,
			deadline: in_minutes(60),
			leader_slot,
			standing: Standing::Open,
			members: Vec::new(),
			waiting: Vec::new(),
		};
		Rows::insert(GROUP, row);
	}

	pub fn change(change: impl FnOnce(&mut Row)) {
		Rows::mutate(GROUP, |row| change(row.as_mut().expect("open")));
	}

	/// Ends the group: its orders wait to be taken up.
	pub fn end(standing: Standing) {
		Self::change(|row| {
			row.standing = standing;
			row.waiting = row.members.iter().map(|member| member.0).collect();
		});
	}

	/// The orders that are in.
	pub fn members() -> Vec<OrderId> {
		let row = Rows::get(GROUP).expect("open");
		row.members.iter().map(|member| member.0).collect()
	}

	/// What each that is in named for the leader's slot.
	pub fn candidates() -> Vec<Option<AccountNo>> {
		let row = Rows::get(GROUP).expect("open");
		row.members.iter().map(|member| member.1).collect()
	}
}

impl Groups for FakeGroups {
	fn group(number: GroupNo, now: Moment) -> Option<GroupFacts> {
		let row = Rows::get(number)?;
		let joined = row.members.len() as u32;
		let state = match row.standing {
			Standing::Open if now < row.deadline => {
				GroupState::Open { deadline: row.deadline, left: row.needed - joined }
			}
			Standing::Complete => GroupState::Complete,
			Standing::Open | Standing::Failed => GroupState::Failed,
		};
		let complete = state == GroupState::Complete && row.leader_slot.is_some();
		Some(GroupFacts {
			platform: ParticipantId(PLATFORM as u32),
			merchant: ParticipantId(SHOP as u32),
			rules: row.rules,
			currency: row.currency,
			leader_slot: row.leader_slot,
			state,
			leader: row.members.first().filter(|_| complete).and_then(|member| member.1),
		})
	}

	fn join(
		number: GroupNo,
		order: OrderId,
		leader: Option<AccountNo>,
		now: Moment,
	) -> DispatchResult {
		let state = Self::group(number, now).expect("a known group").state;
		assert!(matches!(state, GroupState::Open { .. }), "nothing joins what is over");
		Self::change(|row| row.members.push((order, leader)));
		if Self::members().len() as u32 == Rows::get(number).expect("open").needed {
			Self::end(Standing::Complete);
		}
		Ok(())
	}

	fn leave(_: GroupNo, order: OrderId) {
		Self::change(|row| {
			if row.standing == Standing::Open {
				row.members.retain(|member| member.0 != order);
			}
		});
	}

	fn take_waiting() -> Option<OrderId> {
		let (number, mut row) = Rows::iter().find(|(_, row)| !row.waiting.is_empty())?;
		let order = row.waiting.remove(0);
		Rows::insert(number, row);
		Some(order)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_group(facts: GroupFacts, needed: u32) -> GroupNo {
		Self::open(needed, facts.leader_slot);
		Self::change(|row| {
			row.rules = facts.rules;
			if let GroupState::Open { deadline, .. } = facts.state {
				row.deadline = deadline;
			}
		});
		GROUP
	}
}
