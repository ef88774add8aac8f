// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet tells.
#[pallet_section]
mod events {
	/// What happened. Payments are told by the escrow pallet alone.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The consortium opened a currency.
		#[codec(index = 0)]
		CurrencyOpened {
			/// The currency.
			currency: Currency,
			/// Its settlement agent.
			agent: ParticipantId,
			/// How many decimals its units have.
			exponent: u8,
			/// How long a cycle lasts; 0 closes by call only.
			cycle_ms: u64,
		},
		/// A bank joined a currency.
		#[codec(index = 1)]
		BankJoined {
			/// The currency.
			currency: Currency,
			/// The bank.
			bank: BankIndex,
			/// The bank as participant.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent issued reserve to a bank.
		#[codec(index = 2)]
		ReserveIssued {
			/// The agent's own reference.
			reference: Reference,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent set what a bank may owe at most.
		#[codec(index = 3)]
		CapSet {
			/// The currency.
			currency: Currency,
			/// The bank.
			bank: BankIndex,
			/// The cap.
			cap: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A bank asked reserve back; it is earmarked.
		#[codec(index = 4)]
		WithdrawalRequested {
			/// The key of the reference, by which the agent decides.
			id: ReferenceKey,
			/// The bank's own reference.
			reference: Reference,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The bank as participant.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent paid a withdrawal out: the reserve is gone.
		#[codec(index = 5)]
		WithdrawalConfirmed {
			/// The key of the bank's reference.
			id: ReferenceKey,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent rejected a withdrawal: the reserve is free again.
		#[codec(index = 6)]
		WithdrawalRejected {
			/// The key of the bank's reference.
			id: ReferenceKey,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent made a pair of banks gross, or net.
		#[codec(index = 7)]
		GrossSet {
			/// The currency.
			currency: Currency,
			/// One bank.
			a: BankIndex,
			/// The other.
			b: BankIndex,
			/// Whether they settle payment by payment.
			gross: bool,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A cycle closed; the next one is open.
		#[codec(index = 8)]
		CycleClosed {
			/// The currency.
			currency: Currency,
			/// The cycle.
			cycle: CycleNo,
			/// Why.
			reason: CloseReason,
			/// How many blocks have a root in it.
			roots: u32,
			/// One hash over them.
			root: [u8; 32],
			/// The agent; nobody, where it was due.
			by: Option<ParticipantId>,
			/// Its key.
			key: Option<T::AccountId>,
		},
		/// The reserves of a closed cycle moved.
		#[codec(index = 9)]
		CycleSettled {
			/// The currency.
			currency: Currency,
			/// The cycle.
			cycle: CycleNo,
			/// By how much each reserve fell; below zero it rose.
			positions: Vec<(BankIndex, Position)>,
			/// The agent; nobody, where the chain settled.
			by: Option<ParticipantId>,
			/// Its key.
			key: Option<T::AccountId>,
		},
		/// The agent set whether reserves move with the close or later.
		#[codec(index = 10)]
		SettlementSet {
			/// The currency.
			currency: Currency,
			/// Whether by a call after the close.
			later: bool,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The agent set how long a cycle lasts.
		#[codec(index = 11)]
		ScheduleSet {
			/// The currency.
			currency: Currency,
			/// How long, in milliseconds; 0 closes by call only.
			cycle_ms: u64,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A due cycle could not be closed: an alarm, since that cannot happen. It is open as it was.
		#[codec(index = 12)]
		CloseFailed {
			/// The currency.
			currency: Currency,
			/// The cycle.
			cycle: CycleNo,
			/// What stood in the way.
			error: DispatchError,
		},
		/// The agent returned all its reserve to a bank in run-off.
		#[codec(index = 13)]
		ReserveReturned {
			/// The agent's own reference.
			reference: Reference,
			/// The bank.
			bank: BankIndex,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// The agent.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
	}
}
