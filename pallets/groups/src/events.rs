// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet tells.
#[pallet_section]
mod events {
	/// What happened to groups. Who placed or refunded an order stands in the events of escrow.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
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
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
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
		/// An order left before success, since all of its money went back.
		#[codec(index = 2)]
		OrderLeft {
			/// The group.
			group: GroupNo,
			/// The order.
			order: OrderId,
			/// How many are in now.
			joined: u32,
		},
		/// Enough orders joined: they are released as each agreed, and this never reverts.
		#[codec(index = 3)]
		Completed {
			/// The group.
			group: GroupNo,
			/// The account of the leader, where the group has one.
			leader: Option<AccountNo>,
		},
		/// The deadline came before enough orders had joined: they go back to their payers.
		#[codec(index = 4)]
		Failed {
			/// The group.
			group: GroupNo,
			/// How many were in.
			joined: u32,
		},
		/// A group was called off: its orders go back to their payers.
		#[codec(index = 5)]
		CalledOff {
			/// The group.
			group: GroupNo,
			/// How many were in.
			joined: u32,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
	}
}
