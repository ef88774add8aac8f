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
		/// A key was revoked, for ever. Its limits went with it, and what was proposed of them.
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
		/// A key proposed a limit that lets another one spend more; one more key has to confirm it.
		/// It took the place of what was proposed before in this currency.
		#[codec(index = 11)]
		KeyLimitProposed {
			/// Whom the limited key signs for.
			participant: ParticipantId,
			/// The key that is or was limited.
			limited: T::AccountId,
			/// The currency.
			currency: Currency,
			/// The limit; none would take it away.
			limit: Option<KeyLimit>,
			/// Who acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A key has another limit from now on. What was proposed in this currency has ended; where
		/// nothing limits the key any more, everything that was proposed has.
		#[codec(index = 12)]
		KeyLimitSet {
			/// Whom the limited key signs for.
			participant: ParticipantId,
			/// The key that is or was limited.
			limited: T::AccountId,
			/// The currency.
			currency: Currency,
			/// The limit; none where it was taken away.
			limit: Option<KeyLimit>,
			/// The key that had proposed it; none where it only restricts, which one key does alone.
			maker: Option<T::AccountId>,
			/// Who acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
		/// A proposed limit was withdrawn.
		#[codec(index = 13)]
		KeyLimitProposalWithdrawn {
			/// Whom the limited key signs for.
			participant: ParticipantId,
			/// The key that the limit was proposed for.
			limited: T::AccountId,
			/// The currency.
			currency: Currency,
			/// Who acted.
			by: ParticipantId,
			/// The key that signed.
			key: T::AccountId,
		},
	}
}
