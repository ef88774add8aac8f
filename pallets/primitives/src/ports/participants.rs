// SPDX-License-Identifier: Apache-2.0

use crate::{Amount, BankIndex, BankStatus, Currency, Date, Moment, ParticipantId, Roles, Scope};
use sp_runtime::DispatchError;

/// Who signed: the key and the participant that it signs for. Every event of an act names both
/// (P1).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signer<AccountId> {
	/// The participant.
	pub participant: ParticipantId,
	/// Its key.
	pub key: AccountId,
}

/// What others must know of a participant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ParticipantFacts {
	/// The bank that onboarded it; for a bank, itself.
	pub sponsor: ParticipantId,
	/// What it may do.
	pub roles: Roles,
	/// Whether it is suspended now.
	pub suspended: bool,
	/// Whether its bank marked it as a platform that sells its own goods (P5).
	pub self_operated: bool,
}

/// What others must know of a bank.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BankFacts {
	/// The participant that is the bank.
	pub participant: ParticipantId,
	/// Where it is in its life.
	pub status: BankStatus,
}

/// What a key may still spend in a currency (P7).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SpendingLimit {
	/// The most that one order may be.
	pub single: Amount,
	/// What is left of the day's limit.
	pub left_today: Amount,
}

/// Who is in, in which role, with which keys. Answered by the participants pallet.
pub trait Participants<AccountId> {
	/// The signer behind a key.
	///
	/// Refuses, with an error of its own each: a key that nobody registered, a revoked key, a key
	/// without `scope`, a suspended participant, a participant of an exited bank.
	fn signer(key: &AccountId, scope: Scope) -> Result<Signer<AccountId>, DispatchError>;

	/// The facts of a participant; `None` for an id that the chain never gave.
	fn facts(id: ParticipantId) -> Option<ParticipantFacts>;

	/// The facts of a bank; `None` for an index that was never given.
	fn bank(index: BankIndex) -> Option<BankFacts>;

	/// The index of a participant that is or was a bank.
	fn bank_of(participant: ParticipantId) -> Option<BankIndex>;

	/// What a key may still spend in a currency; none where nothing limits it (P7). A key that is
	/// limited in any currency spends in no other one: its limit there is zero.
	fn spending_limit(_key: &AccountId, _currency: Currency) -> Option<SpendingLimit> {
		None
	}

	/// A limited key has spent this. Called once a call and currency, with what
	/// [`Participants::spending_limit`] left room for.
	fn note_spent(_key: &AccountId, _currency: Currency, _amount: Amount) {}

	/// Makes a participant of `roles` under a bank of its own with an active key of every scope, or finds
	/// the one that has the key already, for benchmarks of other pallets.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_participant(key: AccountId, roles: Roles, bank: BankIndex) -> ParticipantId;

	/// Limits a key as much as keys can be limited, and by nothing that it could reach in `currency`,
	/// for benchmarks of whoever spends.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_limit(_key: &AccountId, _currency: Currency) {}
}

/// Told when what others mirror of a participant has changed. Implemented by the ledger.
pub trait ParticipantObserver {
	/// `id` has these facts from now on. Called after the change, inside the same transaction.
	fn participant_changed(id: ParticipantId, facts: &ParticipantFacts);

	/// The bank has this status from now on.
	fn bank_changed(index: BankIndex, facts: &BankFacts);

	/// Makes sure that `id` has as much to be mirrored as there can be, for the benchmarks of whoever
	/// tells the change.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_most(_: ParticipantId) {}
}

impl ParticipantObserver for () {
	fn participant_changed(_: ParticipantId, _: &ParticipantFacts) {}
	fn bank_changed(_: BankIndex, _: &BankFacts) {}
}

impl<A: ParticipantObserver, B: ParticipantObserver> ParticipantObserver for (A, B) {
	fn participant_changed(id: ParticipantId, facts: &ParticipantFacts) {
		A::participant_changed(id, facts);
		B::participant_changed(id, facts);
	}

	fn bank_changed(index: BankIndex, facts: &BankFacts) {
		A::bank_changed(index, facts);
		B::bank_changed(index, facts);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_most(id: ParticipantId) {
		A::benchmark_most(id);
		B::benchmark_most(id);
	}
}

/// The time of the chain: Aura slot times slot length, so that it is this block's own already in
/// `on_initialize` (the timestamp there is the parent's).
pub trait Clock {
	/// Now.
	fn now() -> Moment;

	/// Today, UTC: the business date until calendars exist (M6).
	fn today() -> Date {
		Self::now().date()
	}

	/// Brings the clock to this moment; one that stands later already stays.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_from(_: Moment) {}
}
