// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet tells.
#[pallet_section]
mod events {
	/// What became of mandates. What is drawn by them, escrow tells with each order.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A key proposed a mandate; another one has to confirm it.
		#[codec(index = 0)]
		Proposed {
			/// The number that it got.
			mandate: MandateNo,
			/// What is to be agreed.
			terms: MandateTerms,
			/// Whose the account is.
			owner: ParticipantId,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A mandate is given.
		#[codec(index = 1)]
		Confirmed {
			/// The mandate.
			mandate: MandateNo,
			/// The account on which it draws.
			account: AccountNo,
			/// Who may place orders against it.
			grantee: ParticipantId,
			/// The key that had proposed it.
			maker: T::AccountId,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// What was proposed is dropped.
		#[codec(index = 2)]
		Rejected {
			/// The mandate.
			mandate: MandateNo,
			/// The account on which it would have drawn.
			account: AccountNo,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A mandate takes no new orders any more.
		#[codec(index = 3)]
		Revoked {
			/// The mandate.
			mandate: MandateNo,
			/// The account on which it drew.
			account: AccountNo,
			/// Who could place orders against it.
			grantee: ParticipantId,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A mandate goes less far from now on.
		#[codec(index = 4)]
		Lowered {
			/// The mandate.
			mandate: MandateNo,
			/// The account on which it draws.
			account: AccountNo,
			/// How far it goes.
			limits: MandateLimits,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The last date of a mandate has passed, and the clock forgot it.
		#[codec(index = 5)]
		Ended {
			/// The mandate.
			mandate: MandateNo,
			/// The account on which it drew.
			account: AccountNo,
		},
	}
}
