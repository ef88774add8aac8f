// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, Currency, GroupNo, Moment, OrderId, ParticipantId, RuleHash};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

views! {
	/// A group of orders that succeed together (O10).
	GroupView {
		/// Its number.
		group: GroupNo,
		/// The platform of its orders.
		platform: ParticipantId,
		/// Their merchant.
		merchant: ParticipantId,
		/// Their rule set.
		rules: RuleHash,
		/// Their currency.
		currency: Currency,
		/// Who opened it: the platform or the merchant.
		opened_by: ParticipantId,
		/// How many orders make it complete.
		needed: u32,
		/// How many joined and are still in.
		joined: u32,
		/// The first moment at which it has failed, unless it is complete.
		deadline: Moment,
		/// The slot of the rule set that its leader fills.
		leader_slot: Option<u8>,
		/// The leader's account, once the group is complete.
		leader: Option<AccountNo>,
		/// Where it stands.
		status: GroupStatus,
		/// When it was completed, called off, or found to have failed.
		ended: Option<Moment>,
	}

	/// An order of a group.
	MemberView {
		/// The place of its join among all joins of the group, from 0 on. Those that left are missing.
		place: u32,
		/// The order.
		order: OrderId,
		/// The account that it names for the leader's slot.
		leader: Option<AccountNo>,
	}
}

/// Where a group stands.
#[derive(Clone, Copy, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
#[serde(rename_all = "kebab-case")]
pub enum GroupStatus {
	/// Orders can join.
	#[codec(index = 0)]
	Open,
	/// Enough orders joined: they are released as each agreed.
	#[codec(index = 1)]
	Complete,
	/// It was not complete in time: all orders go back to their payers.
	#[codec(index = 2)]
	Failed,
	/// It was called off before it was complete: all orders go back to their payers.
	#[codec(index = 3)]
	CalledOff,
}
