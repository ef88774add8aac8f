// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet tells.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The banks voted a participant in.
		#[codec(index = 0)]
		Admitted {
			/// Its id.
			participant: ParticipantId,
			/// What it may do.
			roles: Roles,
			/// Its place among the banks, if it is one.
			bank: Option<BankIndex>,
			/// Its first keys.
			keys: NewKeys<T::AccountId>,
		},
		/// A bank brought a participant in; the bank is its sponsor.
		#[codec(index = 1)]
		Onboarded {
			/// Its id.
			participant: ParticipantId,
			/// What it may do.
			roles: Roles,
			/// Its first keys.
			keys: NewKeys<T::AccountId>,
			/// The bank that acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A participant has one more key.
		#[codec(index = 2)]
		KeyAdded {
			/// Whom it signs for.
			participant: ParticipantId,
			/// The new key.
			added: T::AccountId,
			/// What it may sign.
			scopes: Scopes,
			/// Who acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A key was revoked, for ever.
		#[codec(index = 3)]
		KeyRevoked {
			/// Whom it signed for.
			participant: ParticipantId,
			/// The revoked key.
			revoked: T::AccountId,
			/// Who acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A participant may do something else from now on.
		#[codec(index = 4)]
		RolesSet {
			/// Who.
			participant: ParticipantId,
			/// What it may do.
			roles: Roles,
			/// Whether it is a platform that sells its own goods.
			self_operated: bool,
			/// The sponsor that acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A party suspended a participant.
		#[codec(index = 5)]
		Suspended {
			/// Who is suspended.
			participant: ParticipantId,
			/// As what the acting participant decided.
			party: Party,
			/// Why.
			reason: SuspendReason,
			/// Who acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A party took its suspension back; another party's may still stand.
		#[codec(index = 6)]
		Reinstated {
			/// Who.
			participant: ParticipantId,
			/// As what the acting participant decided.
			party: Party,
			/// Whether nobody suspends it any more.
			acts_again: bool,
			/// Who acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// The banks moved a bank on in its life.
		#[codec(index = 7)]
		BankStatusSet {
			/// Its place.
			bank: BankIndex,
			/// Where it is now.
			status: BankStatus,
		},
		/// The banks decided whether a bank validates.
		#[codec(index = 8)]
		ValidatorSet {
			/// Its place.
			bank: BankIndex,
			/// Whether it does, from the session after the next on.
			validates: bool,
		},
		/// A call ran in the name of a bank.
		#[codec(index = 9)]
		ActedAsBank {
			/// Its place.
			bank: BankIndex,
			/// The bank.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A call of the closed list ran as root, by vote of the banks.
		#[codec(index = 10)]
		ActedAsRoot,
	}
}
