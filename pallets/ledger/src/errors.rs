// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// Why something was refused. A refusal has no effect on anything.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// No account has this number. Check the number.
		#[codec(index = 0)]
		UnknownAccount,
		/// The signer is no bank. Sign with a key of the account's bank.
		#[codec(index = 1)]
		NotABank,
		/// The account is at another bank. Ask the account's own bank, which alone may do this.
		#[codec(index = 2)]
		OtherBank,
		/// The bank is in run-off or has exited, so it takes nothing new (P2). Redeem what is there, or use
		/// an account at another bank.
		#[codec(index = 3)]
		BankNotActive,
		/// The amount is zero. State an amount.
		#[codec(index = 4)]
		ZeroAmount,
		/// The account is closed, which is for ever. Use another one.
		#[codec(index = 5)]
		AccountClosed,
		/// The account's status refuses debits. Look who set it and why, in its status reason, and ask that
		/// one to lift it.
		#[codec(index = 6)]
		NoDebit,
		/// The account's status refuses credits, or it is an unclaimed account, which takes only what
		/// nobody else could be paid (O6). Look who set the status and why, in its status reason, and ask
		/// that one to lift it, or name another account.
		#[codec(index = 7)]
		NoCredit,
		/// The owner is suspended. Ask its bank or the supervisor.
		#[codec(index = 8)]
		OwnerSuspended,
		/// The account takes fees, commissions, its own issue and what comes back to it only (P5). Name
		/// another account.
		#[codec(index = 9)]
		FeeOnly,
		/// The payee's bank is in run-off or has exited, so it can be credited nothing new (P2). Name an
		/// account of the payee at another bank.
		#[codec(index = 10)]
		PayeeBankNotActive,
		/// The row of the account cannot hold so much. Use a second account.
		#[codec(index = 11)]
		RowFull,
		/// The account has less than this available; what is held does not count. Pay in first, or state
		/// less.
		#[codec(index = 12)]
		NotEnoughAvailable,
		/// The account, or the hold, has less than this; what is held for something else does not count.
		/// State less.
		#[codec(index = 13)]
		NotEnoughHeld,
		/// Payer and payee are the same account. Name two.
		#[codec(index = 14)]
		SameAccount,
		/// The accounts are of different currencies. Name two accounts of one currency.
		#[codec(index = 15)]
		OtherCurrency,
		/// The chain never gave this participant id. Check it, or have a bank onboard the owner first.
		#[codec(index = 16)]
		UnknownOwner,
		/// The ledger does not keep this currency. Check its code, or ask the consortium to open it.
		#[codec(index = 17)]
		UnknownCurrency,
		/// A tax authority has tax accounts, and nobody else has them. Name the other type, or another
		/// owner.
		#[codec(index = 18)]
		WrongAccountType,
		/// Accounts of this type belong to the bank itself. Name the bank as the owner.
		#[codec(index = 19)]
		NotForCustomers,
		/// The owner, or the bank for its unclaimed account, has as many accounts as it can have. Use one
		/// that there is.
		#[codec(index = 20)]
		TooManyAccounts,
		/// The bank has its unclaimed account in this currency already. Use that one.
		#[codec(index = 21)]
		UnclaimedExists,
		/// An unclaimed account must take what nobody else can (O6): it takes credits and stays open. Leave
		/// it so.
		#[codec(index = 22)]
		UnclaimedStays,
		/// There is money on the account, available or held. Pay it out first.
		#[codec(index = 23)]
		NotEmpty,
		/// The signer is neither the account's bank nor a supervisor. Ask one of them to sign.
		#[codec(index = 24)]
		NotBankNorSupervisor,
		/// A supervisor set this, so only a supervisor changes it. Ask one.
		#[codec(index = 25)]
		SetBySupervisor,
		/// A status bit is set, and a redemption rejected, only with a reason. State one.
		#[codec(index = 26)]
		ReasonMissing,
		/// The reference was used for something else. Check what was sent under it, or use a new one.
		#[codec(index = 27)]
		ReferenceTaken,
		/// A reference has at least one byte of text. Write 1 to 64 bytes.
		#[codec(index = 28)]
		ReferenceEmpty,
		/// The date of the reference is after today (UTC). Use today's date.
		#[codec(index = 29)]
		ReferenceInFuture,
		/// The date of the reference is more than 30 days old. Use today's date.
		#[codec(index = 30)]
		ReferenceTooOld,
		/// A count or total is full, which cannot happen with money that exists. Tell the operators.
		#[codec(index = 31)]
		Overflow,
		/// The owner stands under another bank and did not let this one open accounts for it. Have the
		/// owner or its sponsor allow the bank first.
		#[codec(index = 32)]
		OwnerDidNotAllow,
		/// The signer is neither the participant nor its sponsor. Ask one of them to sign.
		#[codec(index = 33)]
		NotOwnerNorSponsor,
		/// No bank has this index. Check the index.
		#[codec(index = 34)]
		UnknownBank,
		/// Something is owed from the account to whoever advanced for its owner (R3). Wait until the next
		/// credits have paid it, or until it ends at its date.
		#[codec(index = 35)]
		OwesLiens,
		/// The account has as many liens as it can have. Collect what was paid in, or wait for one to
		/// end.
		#[codec(index = 36)]
		TooManyLiens,
		/// The account has no lien at this place. Look at its list for those that there are.
		#[codec(index = 37)]
		NoSuchLien,
		/// Less than this is owed by the lien. State what is owed at most.
		#[codec(index = 38)]
		MoreThanOwed,
		/// Less than this was collected on the account. Wait for the next credit.
		#[codec(index = 39)]
		NotEnoughCollected,
		/// The account has no hold of this number and kind; it may have ended, or be paid out already.
		/// Check the number.
		#[codec(index = 40)]
		NoSuchHold,
		/// The account has no freeze of this number; it may have ended, or be lifted already. Check the
		/// number.
		#[codec(index = 41)]
		NoSuchFreeze,
		/// The account has as many freezes as it can have. Lift one that is not needed any more.
		#[codec(index = 42)]
		TooManyFreezes,
		/// A freeze refuses debits, credits, or both. Name which.
		#[codec(index = 43)]
		NothingFrozen,
		/// A freeze or a judicial hold names who ordered it. State the authority.
		#[codec(index = 44)]
		AuthorityMissing,
		/// It would have ended already. State a moment after now.
		#[codec(index = 45)]
		EndPassed,
		/// It would last longer than 366 days. State an earlier end, and renew it by then.
		#[codec(index = 46)]
		EndTooFar,
		/// The account has as many holds of this kind as it can have. Wait until one has ended, or end one.
		#[codec(index = 47)]
		TooManyHolds,
		/// The account is not the signer's, and only its owner may do this. Ask the owner to sign.
		#[codec(index = 48)]
		NotOwner,
		/// The batch names nothing. Name at least one request.
		#[codec(index = 49)]
		EmptyBatch,
		/// The signing key may not spend so much at once (P7). Sign with another key, or have its limit
		/// widened.
		#[codec(index = 50)]
		OverKeySingleLimit,
		/// The signing key may not spend so much more today (P7). Sign with another key, or wait for
		/// tomorrow.
		#[codec(index = 51)]
		OverKeyDailyLimit,
		/// The signer is neither the owner of the account nor its bank. Ask one of them to sign.
		#[codec(index = 60)]
		NotOwnerNorBank,
		/// Only what comes to a tax account is passed on to the state. Name one.
		#[codec(index = 61)]
		NotATaxAccount,
		/// The day is not over, so more tax can still come. State a date before today (UTC).
		#[codec(index = 62)]
		DayNotOver,
		/// A later date was marked before, and what was passed on stays passed on. State a date after it.
		#[codec(index = 63)]
		RemittedAlready,
		/// An unclaimed account takes what nobody else could be paid, and pays only who is entitled to it
		/// (O6). Name the order and the entitled account in `escrow.pay_unclaimed`.
		#[codec(index = 70)]
		NotEntitledToUnclaimed,
	}
}
