// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, Currency, GroupNo, Moment, OrderId, ParticipantId, RuleHash};
use sp_runtime::{DispatchError, DispatchResult};

/// Where a group stands (O10).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum GroupState {
	/// Orders can join until this moment.
	Open {
		/// The first moment at which it has failed.
		deadline: Moment,
		/// How many joins are still needed, never zero.
		left: u32,
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
	/// The account of the leader: bound at success, what the first joiner still in named. None before,
	/// and where the rule set has no slot for it.
	pub leader: Option<AccountNo>,
}

/// Keeps groups of orders that succeed together (O10). Answered by the groups pallet; asked by escrow.
///
/// Each order that joined is told to the groups once, and once more when all of its money went back
/// before success. Nobody is called back: escrow's clock takes the orders to look at from here.
pub trait Groups {
	/// What is known of a group; `None` for a number that was never given, or whose group is forgotten.
	/// From the deadline on it has failed, whether the clock has seen that already or not.
	fn group(number: GroupNo, now: Moment) -> Option<GroupFacts>;

	/// An order joins, with the account that it names for the leader's slot: which it must, where
	/// there is one. Refused where the group is not open, and what joined before. The join that is
	/// enough completes the group and binds the leader.
	fn join(
		number: GroupNo,
		order: OrderId,
		leader: Option<AccountNo>,
		now: Moment,
	) -> DispatchResult;

	/// An order goes before success, and lowers the count. Does nothing where the group is complete or
	/// was ended, so that nothing leaves it any more.
	fn leave(number: GroupNo, order: OrderId);

	/// Takes up one order of a group that is complete or has failed, for the clock to look at: each
	/// once, those of a group in the order in which they joined. The work is the same for any group.
	fn take_waiting() -> Option<OrderId>;

	/// Makes an open group of these facts that needs `needed` joins, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_group(facts: GroupFacts, needed: u32) -> GroupNo;
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

	fn take_waiting() -> Option<OrderId> {
		None
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_group(_: GroupFacts, _: u32) -> GroupNo {
		GroupNo(0)
	}
}
