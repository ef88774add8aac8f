// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet refuses, and what to do then.
#[pallet_section]
mod errors {
	/// Why a mandate was not given, changed or used. Nothing is left behind.
	#[pallet::error]
	pub enum Error<T> {
		/// No mandate ever had this number. Check it.
		#[codec(index = 0)]
		UnknownMandate,
		/// The mandate was rejected or revoked, or its last date has passed. Ask the owner of the
		/// account or its bank for a new one.
		#[codec(index = 1)]
		MandateEnded,
		/// No second key has confirmed the mandate yet. Have one of the owner or of its bank do so (P7).
		#[codec(index = 2)]
		NotConfirmed,
		/// The first date of the mandate has not come. Wait for it (UTC).
		#[codec(index = 3)]
		NotBegun,
		/// No account has this number. Check it.
		#[codec(index = 4)]
		UnknownAccount,
		/// The account is closed for ever. Name another one.
		#[codec(index = 5)]
		AccountClosed,
		/// The signer is neither the owner of the account nor its bank; nor, where a mandate is revoked,
		/// its grantee or a supervisor. Ask one of them to sign.
		#[codec(index = 6)]
		NotForAccount,
		/// Nobody has the id of the grantee. Check it.
		#[codec(index = 7)]
		UnknownGrantee,
		/// The owner of the account or the grantee is suspended. Wait until it is reinstated.
		#[codec(index = 8)]
		Suspended,
		/// The owner of an account and its bank place orders against it without a mandate. Name another
		/// grantee.
		#[codec(index = 9)]
		GranteeNeedsNone,
		/// A mandate lets something be drawn, and no more by one order than in all of a period. Name an
		/// amount and a number of orders above zero, and no greater amount for one order.
		#[codec(index = 10)]
		UnsoundLimits,
		/// A period has 1 to 366 days. Name so many, or a calendar month.
		#[codec(index = 11)]
		PeriodOutOfRange,
		/// The last date lies before the first one, or before today. Name a later one.
		#[codec(index = 12)]
		UnsoundDates,
		/// The account has 64 mandates. Revoke one, or reject a proposal, first.
		#[codec(index = 13)]
		TooManyMandates,
		/// Another mandate of the account stands on the same evidence: the proposal was sent before, or
		/// what was signed is used already. Look at the mandates of the account.
		#[codec(index = 14)]
		EvidenceUsed,
		/// A second key confirmed the mandate already. Revoke it where it should not be.
		#[codec(index = 15)]
		AlreadyConfirmed,
		/// What is proposed are other terms than those to be confirmed. Look at them again, and repeat
		/// them as they are or reject them.
		#[codec(index = 16)]
		TermsDiffer,
		/// The key that proposed a mandate does not confirm it (P7). Sign with another one.
		#[codec(index = 17)]
		MakerIsChecker,
		/// The key that proposed the mandate signs no more: it was revoked, or its participant is
		/// suspended. Reject the mandate, and have another key propose it again.
		#[codec(index = 18)]
		MakerGone,
		/// The limits would let more be drawn than now, or are the same. Propose a new mandate, which two
		/// keys give (P7).
		#[codec(index = 19)]
		NotLower,
		/// The order would draw more than the mandate has left. Wait for the next period, or ask for a
		/// wider mandate.
		#[codec(index = 20)]
		OverMandate,
		/// All numbers of mandates are given. Tell the operators.
		#[codec(index = 21)]
		NumbersUsedUp,
	}
}
