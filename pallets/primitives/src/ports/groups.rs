// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, Currency, GroupNo, Moment, OrderId, ParticipantId, RuleHash};
use alloc::vec::Vec;
use sp_runtime::{DispatchError, DispatchResult};

/// Where a group stands (O10).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GroupState {
	/// Orders can join until this moment.
	Open {
		/// The first moment at which it has failed.
		deadline: Moment,
	},
	/// Enough orders joined: this never reverts.
	Complete,
	/// It was not complete in time, or it was called off.
	Failed,
}

/// What the orders of a group have in common.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct GroupFacts {
	/// The platform of its orders.
	pub platform: ParticipantId,
	/// Their merchant.
	pub merchant: ParticipantId,
	/// Their rule set.
	pub rules: RuleHash,
	/// Their currency.
	pub currency: Currency,
	/// The slot of the rule set that is filled by the leader at success, by its place; none where the
	/// rule set has no such slot.
	pub leader_slot: Option<u8>,
	/// Where it stands.
	pub state: GroupState,
	/// The account of the leader: bound at success, that of the first joiner still in.
	pub leader: Option<AccountNo>,
}

/// Keeps groups of orders that succeed together (O10). Answered by the groups pallet; asked by escrow.
///
/// Each order that joined is told to the groups once, and once more when all of its money went back
/// before success. Nobody is called back: escrow's clock takes the orders to look at from here.
pub trait Groups {
	/// What is known of a group.
	fn group(number: GroupNo, now: Moment) -> Option<GroupFacts>;

	/// An order joins, with the account that its payer names for the leader's slot. Refused where the
	/// group is not open, or full. The join that is enough completes the group and binds the leader.
	fn join(
		number: GroupNo,
		order: OrderId,
		leader: Option<AccountNo>,
		now: Moment,
	) -> DispatchResult;

	/// An order goes before success, and lowers the count. Does nothing where the group is not open.
	fn leave(number: GroupNo, order: OrderId);

	/// Takes up to `most` orders of groups that are complete or have failed, for the clock to look at:
	/// each once.
	fn take_waiting(most: u32, now: Moment) -> Vec<OrderId>;

	/// Makes an open group of these facts that needs `joins`, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_group(facts: GroupFacts, joins: u32) -> GroupNo;
}

/// A ledger without groups.
impl Groups for () {
	fn group(_: GroupNo, _: Moment) -> Option<GroupFacts> {
		None
	}

	fn join(_: GroupNo, _: OrderId, _: Option<AccountNo>, _: Moment) -> DispatchResult {
		Err(DispatchError::CannotLookup)
	}

	fn leave(_: GroupNo, _: OrderId) {}

	fn take_waiting(_: u32, _: Moment) -> Vec<OrderId> {
		Vec::new()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_group(_: GroupFacts, _: u32) -> GroupNo {
		GroupNo(0)
	}
}
