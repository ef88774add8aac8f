// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet refuses, and what to do then.
#[pallet_section]
mod errors {
	/// Why a group was not opened or called off, or an order could not join. Nothing is left behind, and
	/// no reference is used up.
	#[pallet::error]
	pub enum Error<T> {
		/// No group has this number. Check it; groups that ended long ago are known from the blocks only.
		#[codec(index = 0)]
		UnknownGroup,
		/// The reference was used for another group before. Use another one (O1).
		#[codec(index = 1)]
		ReferenceTaken,
		/// The reference has no text. Write 1 to 64 bytes.
		#[codec(index = 2)]
		EmptyReference,
		/// The date of the reference is in the future, or more than 30 days old. Use today's date (UTC).
		#[codec(index = 3)]
		ReferenceDateOutOfRange,
		/// The signer is neither the platform of the group's orders nor, where the group has no slot for a
		/// leader, their merchant. Have one of them open it.
		#[codec(index = 4)]
		NotAParty,
		/// Nobody with this id is a platform. Check the id.
		#[codec(index = 5)]
		UnknownPlatform,
		/// Nobody with this id may be the merchant of an order. Check id and roles.
		#[codec(index = 6)]
		UnknownMerchant,
		/// A group is complete with 2 to 10,000 orders. Name so many.
		#[codec(index = 7)]
		NeededOutOfRange,
		/// The deadline of a group lies ahead, and at most 30 days. Name such a moment.
		#[codec(index = 8)]
		DeadlineOutOfRange,
		/// The participant has as many open groups as it can have, 1,000. Wait until one is complete or
		/// has failed, or call one off.
		#[codec(index = 9)]
		TooManyOpen,
		/// The signer neither opened the group nor is a supervisor. Ask one of them to call it off.
		#[codec(index = 10)]
		NotEntitled,
		/// The group is complete, and success never reverts (O10). Refund its orders one by one.
		#[codec(index = 11)]
		AlreadyComplete,
		/// The group has failed or was called off already: its orders go back to their payers. Nothing is
		/// left to do.
		#[codec(index = 12)]
		AlreadyFailed,
		/// The group is complete, has failed, or was called off, and orders join an open one only. Join
		/// another group.
		#[codec(index = 13)]
		NotOpen,
		/// The order joined a group before. Place another order for this one.
		#[codec(index = 14)]
		AlreadyJoined,
		/// The group has a leader, and the order names no account for that slot. Name one.
		#[codec(index = 15)]
		LeaderMissing,
		/// There are as many groups, or joins of this group, as numbers: it cannot happen in the life of
		/// a chain. Tell the operators.
		#[codec(index = 16)]
		NumbersUsedUp,
	}
}
