// SPDX-License-Identifier: Apache-2.0

//! What the state keeps of groups.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use split_ledger_primitives::{
	ports::{GroupFacts, GroupState},
	AccountNo, Currency, GroupNo, Moment, OrderId, ParticipantId, RuleHash,
};

/// What the orders of a group have in common, and what makes it complete.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct GroupTerms {
	/// The platform of its orders.
	pub platform: ParticipantId,
	/// Their merchant.
	pub merchant: ParticipantId,
	/// Their rule set.
	pub rules: RuleHash,
	/// Their currency.
	pub currency: Currency,
	/// How many orders make it complete, 2 to 10,000.
	#[codec(compact)]
	pub needed: u32,
	/// The first moment at which it has failed, at most 30 days from now; none stands for 24 hours
	/// from now.
	pub deadline: Option<Moment>,
	/// The slot of the rule set that the leader fills, by its place; none where there is no leader.
	pub leader_slot: Option<u8>,
}

/// A group.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct GroupRow {
	/// The platform of its orders.
	pub platform: ParticipantId,
	/// Their merchant.
	pub merchant: ParticipantId,
	/// Their rule set.
	pub rules: RuleHash,
	/// Their currency.
	pub currency: Currency,
	/// The slot of the rule set that the leader fills.
	pub leader_slot: Option<u8>,
	/// Who opened it.
	pub opened_by: ParticipantId,
	/// How many orders make it complete.
	pub needed: u32,
	/// How many joined and are still in.
	pub joined: u32,
	/// The place of the next join.
	pub next: u32,
	/// The first moment at which it has failed.
	pub deadline: Moment,
	/// Where it stands.
	pub state: State,
}

/// Where a group stands.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum State {
	/// Orders can join until the deadline.
	#[codec(index = 0)]
	Open,
	/// It is over.
	#[codec(index = 1)]
	Ended {
		/// Since when.
		at: Moment,
		/// How it ended.
		how: Ending,
	},
}

/// How a group ended.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Ending {
	/// Enough orders joined.
	#[codec(index = 0)]
	Complete {
		/// What the first joiner still in named for the leader's slot.
		leader: Option<AccountNo>,
	},
	/// The deadline came first.
	#[codec(index = 1)]
	Failed,
	/// Somebody called it off.
	#[codec(index = 2)]
	CalledOff,
}

/// An order of a group.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Joiner {
	/// The order.
	pub order: OrderId,
	/// The account that it names for the leader's slot.
	pub leader: Option<AccountNo>,
}

/// A number as a key of the state, big-endian, so that keys lie in the order of the numbers.
#[derive(
	Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, Ord, PartialEq, PartialOrd, TypeInfo,
)]
pub struct Sorted([u8; 4]);

/// A deadline as a key of the state: moment and group, both big-endian.
#[derive(
	Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, Ord, PartialEq, PartialOrd, TypeInfo,
)]
pub struct Due([u8; 8], Sorted);

/// How far the orders of an ended group are taken up.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Waiting {
	/// The last one that is.
	pub last: Option<Sorted>,
	/// How many are not, never zero.
	pub left: u32,
}

/// What a reference stands for.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Opened {
	/// The first half of the hash of the terms.
	pub hash: [u8; 16],
	/// The group that was opened.
	pub group: GroupNo,
}

impl Sorted {
	/// The key of a number.
	pub const fn of(number: u32) -> Self {
		Self(number.to_be_bytes())
	}

	/// The number.
	pub const fn number(self) -> u32 {
		u32::from_be_bytes(self.0)
	}
}

impl Due {
	/// The key of a group's deadline.
	pub const fn of(deadline: Moment, group: GroupNo) -> Self {
		Self(deadline.0.to_be_bytes(), Sorted::of(group.0))
	}

	/// The deadline.
	pub const fn moment(self) -> Moment {
		Moment(u64::from_be_bytes(self.0))
	}

	/// Whose it is.
	pub const fn group(self) -> GroupNo {
		GroupNo(self.1.number())
	}
}

impl GroupRow {
	/// Whether orders can join it, and leave it, at this moment.
	pub fn is_open(&self, now: Moment) -> bool {
		self.state == State::Open && now < self.deadline
	}

	/// What escrow is told of it.
	pub(crate) fn facts(&self, now: Moment) -> GroupFacts {
		let (state, leader) = match self.state {
			State::Open if now < self.deadline => {
				// Below what is needed, or it would be complete.
				let left = self.needed.saturating_sub(self.joined);
				(GroupState::Open { deadline: self.deadline, left }, None)
			}
			State::Ended { how: Ending::Complete { leader }, .. } => (GroupState::Complete, leader),
			State::Open | State::Ended { how: Ending::Failed | Ending::CalledOff, .. } => {
				(GroupState::Failed, None)
			}
		};
		GroupFacts {
			platform: self.platform,
			merchant: self.merchant,
			rules: self.rules,
			currency: self.currency,
			leader_slot: self.leader_slot,
			state,
			leader,
		}
	}
}
