// SPDX-License-Identifier: Apache-2.0

use frame::prelude::*;
use split_ledger_primitives::{
	limits::{CURRENCIES_MAX, KEYS_MAX},
	ports::{BankFacts, ParticipantFacts, SpendingLimit},
	Amount, BankIndex, BankStatus, Commitment, Currency, Date, KeyLimit, Moment, ParticipantId,
	Roles, Scopes,
};

/// Keys with what each may sign, as a participant starts with them.
pub type NewKeys<AccountId> = BoundedVec<(AccountId, Scopes), ConstU32<KEYS_MAX>>;

/// What every act of a participant reads of it. Small enough to lie in the trie without a node of
/// its own; what only people read is an [`Profile`].
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Record {
	/// The bank that onboarded it; itself for whoever was admitted by vote.
	pub sponsor: ParticipantId,
	/// The place of that bank. It never changes, so acts need not look it up.
	pub bank: Option<BankIndex>,
	/// What it may do.
	pub roles: Roles,
	/// Who suspended it, and why.
	pub suspension: Suspension,
	/// Whether it is a platform that sells its own goods (P5).
	pub self_operated: bool,
	/// How many keys it ever had.
	pub keys: u8,
	/// How many of them are active.
	pub keys_active: u8,
	/// How many active ones have the scope `Admin`.
	pub admins: u8,
}

impl Record {
	/// Whether anybody suspends it now.
	pub fn is_suspended(&self) -> bool {
		self.suspension.of_sponsor.is_some() || self.suspension.of_supervisor.is_some()
	}

	/// What other pallets must know of it.
	pub fn facts(&self) -> ParticipantFacts {
		ParticipantFacts {
			sponsor: self.sponsor,
			roles: self.roles,
			suspended: self.is_suspended(),
			self_operated: self.self_operated,
		}
	}
}

/// What people read of a participant. Nothing of it names a person (T3).
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Profile {
	/// Salted commitment to who it is.
	pub commitment: Commitment,
	/// When its bank reviews it.
	pub review: Date,
}

/// Sponsor and supervisor suspend independently: one cannot lift what the other decided.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Suspension {
	/// Why its sponsor suspends it, if it does.
	pub of_sponsor: Option<SuspendReason>,
	/// Why a supervisor suspends it, if one does.
	pub of_supervisor: Option<SuspendReason>,
}

impl Suspension {
	/// The place of a party's own decision.
	pub fn of(&mut self, party: Party) -> &mut Option<SuspendReason> {
		match party {
			Party::Sponsor => &mut self.of_sponsor,
			Party::Supervisor => &mut self.of_supervisor,
		}
	}
}

/// Who may suspend.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum Party {
	/// The bank that onboarded the participant.
	#[codec(index = 0)]
	Sponsor,
	/// A supervisor.
	#[codec(index = 1)]
	Supervisor,
}

/// Why a participant is suspended: a code and never a text, so that nobody can be named (T3).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum SuspendReason {
	/// It asked for it.
	#[codec(index = 0)]
	OwnRequest,
	/// Compliance checks are open.
	#[codec(index = 1)]
	Compliance,
	/// Fraud is suspected.
	#[codec(index = 2)]
	Fraud,
	/// A court or an authority ordered it.
	#[codec(index = 3)]
	Order,
	/// A key is lost or known to others.
	#[codec(index = 4)]
	KeyCompromised,
	/// Its review is overdue.
	#[codec(index = 5)]
	ReviewOverdue,
	/// The reason is in the papers of whoever suspends.
	#[codec(index = 6)]
	Other,
}

/// A key. The row stays for ever: a revoked key never comes back, and its nonce never restarts.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Key {
	/// Whom it signs for.
	pub participant: ParticipantId,
	/// What it may sign.
	pub scopes: Scopes,
	/// Whether it was not revoked.
	pub active: bool,
	/// Whether it has limits (P7), so that nothing more is read of a key that has none.
	pub limited: bool,
}

/// The limits of a key. In a currency that is not among them it spends nothing.
pub type LimitRows = BoundedBTreeMap<Currency, LimitRow, ConstU32<CURRENCIES_MAX>>;

/// A limit of a key in a currency, and what the key used of it.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct LimitRow {
	/// The limit.
	pub limit: KeyLimit,
	/// What was spent on `date`.
	pub spent: Amount,
	/// The last date, UTC, on which the key spent something.
	pub date: Date,
	/// Whether the limit was lowered below what was spent then.
	pub lowered: bool,
}

impl LimitRow {
	/// A limit of which nothing is used.
	pub fn new(limit: KeyLimit) -> Self {
		Self { limit, spent: Amount::ZERO, date: Date::default(), lowered: false }
	}

	/// As it is today: with each date the use starts anew. A clock that went back would start
	/// nothing anew.
	pub fn as_of(self, today: Date) -> Self {
		if today > self.date {
			Self { date: today, ..Self::new(self.limit) }
		} else {
			self
		}
	}

	/// With another limit. What was spent stays spent.
	pub fn changed(self, limit: KeyLimit) -> Self {
		Self { limit, lowered: self.spent > limit.daily, ..self }
	}

	/// With `amount` more spent. Saturates: a use is no money, and full is full.
	pub fn spending(self, amount: Amount, today: Date) -> Self {
		let row = self.as_of(today);
		Self { spent: row.spent.checked_add(amount).unwrap_or(Amount::MAX), ..row }
	}

	/// Whether more was spent than any limit of the date allowed.
	pub fn is_overspent(&self) -> bool {
		self.spent > self.limit.daily && !self.lowered
	}

	/// What the key may still spend.
	pub fn left(self, today: Date) -> SpendingLimit {
		let Self { limit, spent, .. } = self.as_of(today);
		let left_today = limit.daily.checked_sub(spent).unwrap_or(Amount::ZERO);
		SpendingLimit { single: limit.single, left_today }
	}
}

/// What waits for a second key, for one limited key.
pub type LimitProposals<AccountId> =
	BoundedBTreeMap<Currency, LimitProposal<AccountId>, ConstU32<CURRENCIES_MAX>>;

/// What one key proposed and another one has to confirm.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct LimitProposal<AccountId> {
	/// The limit; none takes it away.
	pub limit: Option<KeyLimit>,
	/// Who proposed it.
	pub by: ParticipantId,
	/// The key that proposed it, and cannot confirm it.
	pub maker: AccountId,
}

/// A bank of the consortium.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Bank {
	/// The participant that is the bank.
	pub participant: ParticipantId,
	/// Where it is in its life (P2).
	pub status: BankStatus,
	/// Whether it makes and finalises blocks.
	pub validates: bool,
}

impl Bank {
	/// What other pallets must know of it.
	pub fn facts(&self) -> BankFacts {
		BankFacts { participant: self.participant, status: self.status }
	}
}

/// What a sponsor and its customers used of their quota. It counts what is used and not what is
/// left, so that who never used any needs no row.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Bucket {
	/// Used `ref_time`, as of `at`.
	pub used: u64,
	/// When `used` was true.
	pub at: Moment,
}

impl Bucket {
	/// What is still used at `now`, when `fill` comes back each second.
	///
	/// Saturates: a quota is no money, and a clock that stands still gives nothing back.
	pub fn settled(self, now: Moment, fill: u64) -> Self {
		let elapsed_ms = now.0.saturating_sub(self.at.0);
		let regained = u128::from(elapsed_ms).saturating_mul(fill.into()).div_euclid(1_000);
		let regained = u64::try_from(regained).unwrap_or(u64::MAX);
		Self { used: self.used.saturating_sub(regained), at: self.at.max(now) }
	}

	/// With `weight` more used.
	pub fn charged(self, weight: u64) -> Self {
		Self { used: self.used.saturating_add(weight), ..self }
	}

	/// With `weight` given back.
	pub fn refunded(self, weight: u64) -> Self {
		Self { used: self.used.saturating_sub(weight), ..self }
	}
}

/// What a call is for, as the pool ranks it: the later, the earlier in a block.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum CallClass {
	/// Payments and everything else.
	Payment,
	/// Closing and settling cycles, reserves and caps.
	Clearing,
	/// Votes, suspensions, keys and banks.
	Governance,
}

/// Says what a call is for. The runtime knows all calls, so the runtime answers.
pub trait Classify<Call> {
	/// The class of `call`. Must not recurse into nested calls without a bound.
	fn class(call: &Call) -> CallClass;
}

/// What the benchmarks need from the runtime around the pallet.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId, Call> {
	/// A call that a bank may make, cheap and certain to succeed.
	fn bank_call() -> Call;
	/// A call of the closed list of root calls, cheap and certain to succeed.
	fn root_call() -> Call;
	/// Gives the observer all the work that it can have with a participant at a bank: as many
	/// accounts, in as many currencies, as there may be.
	fn fill_mirrors(participant: ParticipantId, bank: BankIndex);
	/// Registers session keys for a bank's account.
	fn register_session_keys(account: &AccountId);
}
