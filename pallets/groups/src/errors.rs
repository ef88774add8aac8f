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
		/// The reference has no text.
		#[codec(index = 2)]
		EmptyReference,
		/// The date of the reference is in the future, or more than 30 days old.
		#[codec(index = 3)]
		ReferenceDateOutOfRange,
		/// A group is opened by the platform of its orders or, where it has no slot for a leader, by the merchant.
		#[codec(index = 4)]
		NotAParty,
		/// Nobody with this id is a platform. Check the id.
		#[codec(index = 5)]
		UnknownPlatform,
		/// Nobody with this id may be the merchant of an order. Check id and roles.
		#[codec(index = 6)]
		UnknownMerchant,
		/// A group is complete with 2 to 10,000 orders.
		#[codec(index = 7)]
		NeededOutOfRange,
		/// The deadline of a group lies ahead, and at most 30 days.
		#[codec(index = 8)]
		DeadlineOutOfRange,
		/// The participant has as many open groups as it can have, 1,000. Wait until one is complete or
		/// has failed, or call one off.
		#[codec(index = 9)]
		TooManyOpen,
		/// Only who opened a group, and a supervisor, call it off.
		#[codec(index = 10)]
		NotEntitled,
		/// The group is complete, and success never reverts (O10). Its orders are refunded one by one.
		#[codec(index = 11)]
		AlreadyComplete,
		/// The group has failed or was called off already: its orders go back to their payers.
		#[codec(index = 12)]
		AlreadyFailed,
		/// Orders join a group while it is open: this one is complete, has failed, or was called off.
		#[codec(index = 13)]
		NotOpen,
		/// The order joined a group before.
		#[codec(index = 14)]
		AlreadyJoined,
		/// The group has a leader: each order that joins names an account for that slot.
		#[codec(index = 15)]
		LeaderMissing,
		/// There are as many groups, or joins of this group, as numbers: it cannot happen in the life of
		/// a chain. Tell the operators.
		#[codec(index = 16)]
		NumbersUsedUp,
	}
}
