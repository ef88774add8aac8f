// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet refuses, and what to do then.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// Nobody registered the signing key. Have the participant's bank add it.
		#[codec(index = 0)]
		UnknownKey,
		/// The signing key was revoked, for ever. Sign with another one.
		#[codec(index = 1)]
		KeyRevoked,
		/// The signing key lacks the scope of this call. Sign with one that has it.
		#[codec(index = 2)]
		ScopeMissing,
		/// The signer's participant is suspended. Ask its sponsor or the supervisor why, and to reinstate
		/// it.
		#[codec(index = 3)]
		ParticipantSuspended,
		/// The signer's bank has left the consortium; nothing can be signed under it. Ask another bank to
		/// onboard the participant.
		#[codec(index = 4)]
		BankExited,
		/// The chain never gave this participant id. Check the id.
		#[codec(index = 5)]
		UnknownParticipant,
		/// The chain never gave this bank index. Check the index.
		#[codec(index = 6)]
		UnknownBank,
		/// The signer's participant may not do this to that one: it is neither its sponsor nor whoever else
		/// the call allows. Ask the participant's sponsor to do it.
		#[codec(index = 7)]
		NotAllowed,
		/// The signer's participant is no bank. Sign with a key of a bank.
		#[codec(index = 8)]
		NotABank,
		/// The bank is in run-off or has left, and takes nothing new. Use another bank; one in run-off
		/// the consortium can make active again.
		#[codec(index = 9)]
		BankNotActive,
		/// The roles are empty, unknown, cannot be given together, or cannot be given by this call: bank,
		/// settlement agent and supervisor are one each and by vote only. Name roles that this call gives.
		#[codec(index = 10)]
		InvalidRoles,
		/// The scopes of a key are empty or unknown. Name one scope at least.
		#[codec(index = 11)]
		InvalidScopes,
		/// The review date is not after today. Name a later one.
		#[codec(index = 12)]
		ReviewNotAhead,
		/// The key to be added is in use already, or is named twice. Add another one.
		#[codec(index = 13)]
		KeyInUse,
		/// The key to be added, revoked or limited was revoked before, and never comes back. Make a new
		/// key.
		#[codec(index = 14)]
		KeyGone,
		/// Nobody registered the key to be revoked or limited. Add it first.
		#[codec(index = 15)]
		NoSuchKey,
		/// The participant had as many keys as it may ever have. Use those that it has.
		#[codec(index = 16)]
		TooManyKeys,
		/// A participant cannot revoke its own last key with the scope `Admin`, and whoever is
		/// admitted by vote starts with one. Add another one first.
		#[codec(index = 17)]
		LastAdminKey,
		/// It is so already; nothing would change. Nothing is left to do.
		#[codec(index = 18)]
		NothingChanges,
		/// The same party suspends the participant already. Nothing is left to do.
		#[codec(index = 19)]
		AlreadySuspended,
		/// The party of the signer does not suspend the participant, so it has nothing to lift. Ask the one
		/// who suspends it.
		#[codec(index = 20)]
		NotSuspended,
		/// A bank goes from active to run-off and back, or from run-off out, and no other way. Put it in
		/// run-off first; one that has left never comes back.
		#[codec(index = 21)]
		InvalidTransition,
		/// Something of the bank is still open; it can leave when nothing is. Look at its customers'
		/// money, available and held, at what it promised for orders, at its position and the cycles
		/// that are not settled, and last at its reserve, which the settlement agent returns.
		#[codec(index = 22)]
		BankStillOpen,
		/// The consortium would have fewer validators than it runs with. Make another bank a validator
		/// first.
		#[codec(index = 23)]
		TooFewValidators,
		/// The bank has no session keys. Register them first, through `act_as_bank`.
		#[codec(index = 24)]
		NoSessionKeys,
		/// The consortium has as many banks as there are places. Wait for a runtime with more.
		#[codec(index = 25)]
		TooManyBanks,
		/// All participant ids are given. Tell the operators.
		#[codec(index = 26)]
		TooManyParticipants,
		/// A call that acts for somebody cannot carry another such call. Send the inner one by itself.
		#[codec(index = 27)]
		NestedCall,
		/// The call is not on the closed list of root calls. Choose one that is; another one takes a new
		/// runtime.
		#[codec(index = 28)]
		NotARootCall,
		/// The most of a single order is more than the most of a day. Name the smaller one first.
		#[codec(index = 29)]
		InvalidLimit,
		/// The key has limits, or proposals of limits, in as many currencies as it may. Take one away
		/// first.
		#[codec(index = 30)]
		TooManyLimits,
		/// Nothing is proposed for this key in this currency: it was never, was withdrawn or confirmed,
		/// or ended with a limit that took effect at once. Propose it.
		#[codec(index = 31)]
		NoProposal,
		/// What is proposed is another limit than the one to be confirmed. Look at it again, and
		/// repeat it as it is or withdraw it.
		#[codec(index = 32)]
		ProposalDiffers,
		/// The key that proposed a limit does not confirm it (P7). Sign with another one.
		#[codec(index = 33)]
		MakerIsChecker,
		/// The key that proposed the limit signs no more: it was revoked, or its participant is
		/// suspended. Have another key propose it again.
		#[codec(index = 34)]
		MakerGone,
		/// A key that is limited adds no keys: they would go round its limit (P7). Sign with a key
		/// that has none.
		#[codec(index = 35)]
		LimitedKey,
	}
}
