// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet tells.
#[pallet_section]
mod events {
	/// What happened. The content of a rule set is in the block that published it, and in the
	/// state.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A platform published a rule set.
		#[codec(index = 0)]
		Published {
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The moment from which on it takes orders, once it is approved; none stands for its
			/// approval.
			effective_from: Option<Moment>,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The bank of a platform approved a rule set for it: new orders may name it.
		#[codec(index = 1)]
		Approved {
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A rule set of a platform was accepted for a merchant.
		#[codec(index = 2)]
		Accepted {
			/// The merchant.
			merchant: ParticipantId,
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A platform was accepted for a merchant, up to a share of each order and a liability for
		/// it.
		#[codec(index = 3)]
		CeilingsAccepted {
			/// The merchant.
			merchant: ParticipantId,
			/// The platform.
			platform: ParticipantId,
			/// The most that fees and commissions may take, in millionths of the order.
			share_ppm: u32,
			/// The most that the merchant answers for with its own money, in millionths of the
			/// order.
			liability_ppm: u32,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A rule set takes no new orders of a platform any more.
		#[codec(index = 4)]
		Retired {
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// An account was made a receiver of a merchant, or its terms were changed (P4).
		#[codec(index = 5)]
		ReceiverAdded {
			/// The merchant.
			merchant: ParticipantId,
			/// The account.
			account: AccountNo,
			/// What it is to the merchant.
			relation: Relation,
			/// The most that it may get of an order of the merchant, in millionths.
			ceiling_ppm: u32,
			/// Whether a consent stands for these terms; without it, the account gets nothing.
			consented: bool,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// An account is no receiver of a merchant any more.
		#[codec(index = 6)]
		ReceiverRemoved {
			/// The merchant.
			merchant: ParticipantId,
			/// The account.
			account: AccountNo,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// An account consented to be a receiver of a merchant.
		#[codec(index = 7)]
		Consented {
			/// The merchant.
			merchant: ParticipantId,
			/// The account.
			account: AccountNo,
			/// Whether the platform of an order may give back for it what it got (R1).
			platform_returns: bool,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The consent of an account was taken back: new orders of the merchant do not pay it.
		#[codec(index = 8)]
		ConsentWithdrawn {
			/// The merchant.
			merchant: ParticipantId,
			/// The account.
			account: AccountNo,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A key of a merchant's bank proposed limits for it (P7).
		#[codec(index = 9)]
		LimitsProposed {
			/// The merchant.
			merchant: ParticipantId,
			/// The limits.
			limits: MerchantLimits,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// Another key of the bank confirmed them: they count from now on.
		#[codec(index = 10)]
		LimitsSet {
			/// The merchant.
			merchant: ParticipantId,
			/// The limits.
			limits: MerchantLimits,
			/// The key that had proposed them.
			maker: T::AccountId,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The bank dropped limits that were proposed and not confirmed.
		#[codec(index = 11)]
		LimitsRejected {
			/// The merchant.
			merchant: ParticipantId,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The consortium said how far the limits of any merchant can go (P6).
		#[codec(index = 12)]
		ConsortiumLimitsSet {
			/// The limits.
			limits: MerchantLimits,
		},
	}
}
