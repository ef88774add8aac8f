// SPDX-License-Identifier: Apache-2.0

use super::Key;
use codec::Decode;
use split_ledger_primitives::{
	AccountNo, Currency, GroupNo, Moment, OrderId, ParticipantId, Reference, RuleHash,
};

/// What happened to groups of orders.
#[derive(Clone, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub enum GroupEvent {
	/// A group was opened.
	#[codec(index = 0)]
	Opened {
		/// Its number.
		group: GroupNo,
		/// The reference under which it was opened.
		reference: Reference,
		/// The platform of its orders.
		platform: ParticipantId,
		/// Their merchant.
		merchant: ParticipantId,
		/// Their rule set.
		rules: RuleHash,
		/// Their currency.
		currency: Currency,
		/// How many orders make it complete.
		needed: u32,
		/// The first moment at which it has failed.
		deadline: Moment,
		/// The slot of the rule set that the leader fills.
		leader_slot: Option<u8>,
		/// Who acted.
		by: ParticipantId,
		/// Its key.
		key: Key,
	},
	/// An order joined.
	#[codec(index = 1)]
	OrderJoined {
		/// The group.
		group: GroupNo,
		/// The order.
		order: OrderId,
		/// The place of the join.
		place: u32,
		/// How many are in now.
		joined: u32,
	},
	/// An order left before success.
	#[codec(index = 2)]
	OrderLeft {
		/// The group.
		group: GroupNo,
		/// The order.
		order: OrderId,
		/// How many are in now.
		joined: u32,
	},
	/// Enough orders joined.
	#[codec(index = 3)]
	Completed {
		/// The group.
		group: GroupNo,
		/// The account of the leader, where the group has one.
		leader: Option<AccountNo>,
	},
	/// The deadline came before enough orders had joined.
	#[codec(index = 4)]
	Failed {
		/// The group.
		group: GroupNo,
		/// How many were in.
		joined: u32,
	},
	/// A group was called off.
	#[codec(index = 5)]
	CalledOff {
		/// The group.
		group: GroupNo,
		/// How many were in.
		joined: u32,
		/// Who acted.
		by: ParticipantId,
		/// Its key.
		key: Key,
	},
}
