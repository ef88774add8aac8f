// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet refuses.
#[pallet_section]
mod errors {
	/// Why something was refused. A refusal has no effect on anything.
	#[pallet::error]
	pub enum Error<T> {
		/// The ledger does not keep this currency. Check its code, or ask the consortium to open it.
		#[codec(index = 0)]
		UnknownCurrency,
		/// The currency is open already. Nothing is left to do.
		#[codec(index = 1)]
		CurrencyExists,
		/// The ledger keeps as many currencies as it can. Use one of these, or wait for a runtime with more
		/// places.
		#[codec(index = 2)]
		TooManyCurrencies,
		/// No currency has so many decimals. State as many as ISO 4217 says.
		#[codec(index = 3)]
		ExponentTooLarge,
		/// The participant has not the role of a settlement agent, or is a bank (M4). Name another.
		#[codec(index = 4)]
		NotASettlementAgent,
		/// The signer is not the settlement agent of this currency. Ask the agent to sign.
		#[codec(index = 5)]
		NotTheAgent,
		/// The signer is no bank. Sign with a key of the bank.
		#[codec(index = 6)]
		NotABank,
		/// The bank is in run-off or has exited, so it takes on nothing new (P2). Use another bank; one
		/// in run-off the consortium can make active again.
		#[codec(index = 7)]
		BankNotActive,
		/// No bank has this index. Check the index.
		#[codec(index = 8)]
		UnknownBank,
		/// The bank has not joined the currency. Have it join first, by its call `join`.
		#[codec(index = 9)]
		NotJoined,
		/// The bank has a row in this currency. Nothing is left to do.
		#[codec(index = 10)]
		AlreadyJoined,
		/// The amount is zero. State an amount.
		#[codec(index = 11)]
		ZeroAmount,
		/// Both banks are the same one, and an obligation to oneself does not exist (C7). Name two banks.
		#[codec(index = 12)]
		SelfObligation,
		/// The bank of a payer, or of a receiver who gives money back, would owe more than its cap (C1). A
		/// payment or refund short of cover is refused and not queued yet (C5, R4). Send it again once that
		/// bank was paid or its cycle has closed, or have the bank ask the agent for a higher cap.
		#[codec(index = 13)]
		OverCap,
		/// The bank of a payer, or of a receiver who gives money back, or one that withdraws, would owe
		/// more than its reserve covers (C1). What is short of cover is refused and not queued yet (C5,
		/// R4). Send it again once that bank was paid, or have the bank ask the agent for reserve.
		#[codec(index = 14)]
		ShortOfLiquidity,
		/// The cap is below what the bank owes and has promised in the open cycle. Name a higher one,
		/// or wait for the close.
		#[codec(index = 15)]
		CapBelowPosition,
		/// The cap is above the reserve of the bank. Name a lower one, or issue reserve first.
		#[codec(index = 16)]
		CapOverReserve,
		/// More would be taken out of the bank's promises than it promised, which is a fault of the chain.
		/// Tell the operators.
		#[codec(index = 17)]
		PromiseMissing,
		/// A sum does not fit, where no ledger of 64-bit amounts gets. Tell the operators.
		#[codec(index = 18)]
		Overflow,
		/// All reserves of the currency together would not fit one row. Issue less.
		#[codec(index = 19)]
		ReserveTooLarge,
		/// The reference was used for another act. Use a new one.
		#[codec(index = 20)]
		ReferenceTaken,
		/// The reference has no text. Name 1 to 64 bytes.
		#[codec(index = 21)]
		ReferenceEmpty,
		/// The date of the reference is after today's, UTC. Use today's date.
		#[codec(index = 22)]
		ReferenceInFuture,
		/// The date of the reference is more than 30 days ago. Use a new date.
		#[codec(index = 23)]
		ReferenceTooOld,
		/// The bank has no open withdrawal of this reference; it may be decided already. Check bank and
		/// reference.
		#[codec(index = 24)]
		UnknownWithdrawal,
		/// The cycle is not closed, or settled already. Check its number; an open one is closed first.
		#[codec(index = 25)]
		CycleNotClosed,
		/// A cycle lasts at least a second. Name a longer one, or 0 to close by call only.
		#[codec(index = 26)]
		CycleTooShort,
		/// The cycle cannot be settled, which is a fault of the chain; nothing changed. Tell the operators.
		#[codec(index = 27)]
		SettlementFailed,
		/// A close by the agent has a reason. State it.
		#[codec(index = 28)]
		ReasonEmpty,
		/// The bank has left the consortium. Name another one.
		#[codec(index = 29)]
		BankExited,
		/// The bank is not in run-off. Have the bank ask for its reserve itself while it is active.
		#[codec(index = 30)]
		BankNotInRunOff,
		/// Something of the bank is open in this currency: a position, a promise, a withdrawal, a
		/// payment that waits, or a cycle that is not settled. Wait until its orders end, close and
		/// settle, and reject its withdrawal: what a bank in run-off asked back goes to it only with
		/// all its reserve.
		#[codec(index = 31)]
		BankStillOpen,
		/// The bank has no reserve in this currency. Nothing is left to do.
		#[codec(index = 32)]
		NoReserve,
	}
}
