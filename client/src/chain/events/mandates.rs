// SPDX-License-Identifier: Apache-2.0

use super::Key;
use codec::Decode;
use split_ledger_primitives::{AccountNo, MandateLimits, MandateNo, MandateTerms, ParticipantId};

/// What became of mandates.
#[derive(Clone, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub enum MandateEvent {
	/// A key proposed a mandate.
	#[codec(index = 0)]
	Proposed {
		/// The number that it got.
		mandate: MandateNo,
		/// What is to be agreed.
		terms: MandateTerms,
		/// Whose the account is.
		owner: ParticipantId,
		/// Who acted.
		by: ParticipantId,
		/// Its key.
		key: Key,
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
		maker: Key,
		/// Who acted.
		by: ParticipantId,
		/// Its key.
		key: Key,
	},
	/// What was proposed is dropped.
	#[codec(index = 2)]
	Rejected {
		/// The mandate.
		mandate: MandateNo,
		/// The account on which it would have drawn.
		account: AccountNo,
		/// Who acted.
		by: ParticipantId,
		/// Its key.
		key: Key,
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
		/// Who acted.
		by: ParticipantId,
		/// Its key.
		key: Key,
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
		/// Who acted.
		by: ParticipantId,
		/// Its key.
		key: Key,
	},
	/// The last date of a mandate has passed.
	#[codec(index = 5)]
	Ended {
		/// The mandate.
		mandate: MandateNo,
		/// The account on which it drew.
		account: AccountNo,
	},
}
