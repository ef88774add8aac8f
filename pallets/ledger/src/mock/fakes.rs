// SPDX-License-Identifier: Apache-2.0

//! The neighbours: they know what a test told them, and remember what the ledger told them.

use super::*;
use split_ledger_primitives::{
	ports::{BankFacts, Clearing, ClearingBook, Clock, CycleFacts, Signer, SpendingLimit},
	CycleNo, Position, Scope,
};
use std::{cell::RefCell, collections::BTreeMap};

/// What the fakes know and were told.
#[derive(Clone, Default)]
pub(crate) struct Neighbours {
	pub(super) scopes: BTreeMap<u64, (ParticipantId, Scopes)>,
	pub(super) participants: BTreeMap<ParticipantId, ParticipantFacts>,
	pub(super) banks: BTreeMap<BankIndex, BankFacts>,
	/// How often somebody asked for a bank.
	pub(crate) bank_questions: u32,
	pub(super) now: Moment,
	/// What keys may still spend in `CNY`, where they are limited.
	pub(crate) key_limits: BTreeMap<u64, SpendingLimit>,
	/// What each bank sent less what it received.
	pub(crate) sent_less_received: BTreeMap<(Currency, BankIndex), Position>,
	/// Cover set aside.
	pub(crate) promised: BTreeMap<(Currency, BankIndex), Position>,
	/// What a bank may owe and promise, where that is limited.
	pub(super) limits: BTreeMap<(Currency, BankIndex), Position>,
	/// Leaves, in order.
	pub(crate) leaves: Vec<(Currency, [u8; 32])>,
}

thread_local! {
	static NEIGHBOURS: RefCell<Neighbours> = RefCell::default();
}

/// Asks or tells the fakes.
pub(crate) fn neighbours<R>(ask: impl FnOnce(&mut Neighbours) -> R) -> R {
	NEIGHBOURS.with(|neighbours| ask(&mut neighbours.borrow_mut()))
}

pub struct FakeParticipants;

impl Participants<u64> for FakeParticipants {
	fn signer(key: &u64, scope: Scope) -> Result<Signer<u64>, DispatchError> {
		let (participant, scopes) = neighbours(|all| all.scopes.get(key).copied())
			.ok_or(DispatchError::Other("unknown key"))?;
		ensure!(scopes.has(scope), DispatchError::Other("key without scope"));
		Ok(Signer { participant, key: *key })
	}

	fn facts(id: ParticipantId) -> Option<ParticipantFacts> {
		neighbours(|all| all.participants.get(&id).copied())
	}

	fn bank(index: BankIndex) -> Option<BankFacts> {
		neighbours(|all| {
			all.bank_questions += 1;
			all.banks.get(&index).copied()
		})
	}

	fn bank_of(participant: ParticipantId) -> Option<BankIndex> {
		neighbours(|all| {
			all.banks.iter().find(|(_, bank)| bank.participant == participant).map(|(i, _)| *i)
		})
	}

	fn spending_limit(key: &u64, currency: Currency) -> Option<SpendingLimit> {
		let limit = neighbours(|all| all.key_limits.get(key).copied())?;
		let none = SpendingLimit { single: Amount::ZERO, left_today: Amount::ZERO };
		Some(if currency == CNY { limit } else { none })
	}

	fn note_spent(key: &u64, _: Currency, amount: Amount) {
		neighbours(|all| {
			let limit = all.key_limits.get_mut(key).expect("only limited keys are noted");
			limit.left_today = limit.left_today.checked_sub(amount).expect("it was asked before");
		});
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_participant(key: u64, roles: Roles, bank: BankIndex) -> ParticipantId {
		neighbours(|all| {
			let sponsor = all.banks[&bank].participant;
			let next = ParticipantId(1_000 + all.participants.len() as u32);
			let id = if roles.has(Role::Bank) { sponsor } else { next };
			let (id, _) = *all.scopes.entry(key).or_insert((id, Scopes::ALL));
			let (suspended, self_operated) = (false, false);
			let facts = ParticipantFacts { sponsor, roles, suspended, self_operated };
			all.participants.entry(id).or_insert(facts);
			id
		})
	}
}

pub struct FakeClearing;

/// Remembers what it was told; nets when it is asked for cover and when it commits.
#[derive(Default)]
pub struct FakeBook {
	accepted: Vec<Told>,
	staged: Vec<Told>,
	leaves: Vec<(Currency, [u8; 32])>,
}

#[derive(Clone, Copy)]
enum Told {
	/// Currency, debtor, creditor, amount, promised.
	Oblige(Currency, BankIndex, BankIndex, Amount, bool),
	/// Above zero a promise, below zero one taken back.
	Promise(Currency, BankIndex, Position),
}

impl Neighbours {
	fn hear(&mut self, told: Told) {
		match told {
			Told::Oblige(currency, debtor, creditor, amount, promised) => {
				assert_ne!(debtor, creditor, "an obligation to oneself");
				assert!(!amount.is_zero(), "a zero obligation");
				*self.sent_less_received.entry((currency, debtor)).or_default() +=
					amount.position();
				*self.sent_less_received.entry((currency, creditor)).or_default() -=
					amount.position();
				if promised {
					self.hear(Told::Promise(currency, debtor, -amount.position()));
				}
			}
			Told::Promise(currency, debtor, amount) => {
				*self.promised.entry((currency, debtor)).or_default() += amount
			}
		}
	}

	/// Whether every limited bank has cover, by the test of C1.
	fn has_cover(&self) -> bool {
		self.limits.iter().all(|(key, limit)| {
			let owed = self.sent_less_received.get(key).copied().unwrap_or_default().max(0);
			owed + self.promised.get(key).copied().unwrap_or_default() <= *limit
		})
	}

	/// The same, without what is promised being tested again.
	fn has_cover_after(&self, accepted: &[Told], staged: &[Told]) -> bool {
		let mut after = self.clone();
		accepted.iter().for_each(|told| after.hear(*told));
		let needs_none = staged.iter().all(|told| match told {
			Told::Oblige(_, _, _, _, promised) => *promised,
			Told::Promise(_, _, amount) => *amount < 0,
		});
		staged.iter().for_each(|told| after.hear(*told));
		needs_none || after.has_cover()
	}
}

impl Clearing for FakeClearing {
	type Book = FakeBook;

	fn open_book() -> FakeBook {
		FakeBook::default()
	}

	fn knows(currency: Currency) -> bool {
		[CNY, USD].contains(&currency)
	}

	fn sent_less_received(currency: Currency, bank: BankIndex) -> Position {
		neighbours(|all| all.sent_less_received.get(&(currency, bank)).copied().unwrap_or_default())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_bank(_: Currency, _: BankIndex) {}
}

impl ClearingBook for FakeBook {
	fn cycle(&mut self, currency: Currency) -> Result<CycleFacts, DispatchError> {
		ensure!(FakeClearing::knows(currency), DispatchError::Other("unknown currency"));
		Ok(CycleFacts { cycle: CycleNo(3), date: FakeClock::today() })
	}

	fn begin(&mut self) {
		self.staged.clear();
	}

	fn oblige(
		&mut self,
		currency: Currency,
		debtor: BankIndex,
		creditor: BankIndex,
		amount: Amount,
		promised: bool,
	) -> DispatchResult {
		self.staged.push(Told::Oblige(currency, debtor, creditor, amount, promised));
		Ok(())
	}

	fn promise(&mut self, currency: Currency, debtor: BankIndex, amount: Amount) -> DispatchResult {
		self.staged.push(Told::Promise(currency, debtor, amount.position()));
		Ok(())
	}

	fn unpromise(
		&mut self,
		currency: Currency,
		debtor: BankIndex,
		amount: Amount,
	) -> DispatchResult {
		self.staged.push(Told::Promise(currency, debtor, -amount.position()));
		Ok(())
	}

	fn accept(&mut self) -> DispatchResult {
		let staged = std::mem::take(&mut self.staged);
		let has_cover = neighbours(|all| all.has_cover_after(&self.accepted, &staged));
		ensure!(has_cover, NO_COVER);
		self.accepted.extend(staged);
		Ok(())
	}

	fn discard(&mut self) {
		self.staged.clear();
	}

	fn record(&mut self, currency: Currency, leaf: [u8; 32]) {
		self.leaves.push((currency, leaf));
	}

	fn commit(self) {
		neighbours(|all| {
			self.accepted.into_iter().for_each(|told| all.hear(told));
			all.leaves.extend(self.leaves);
		});
	}
}

/// What the fake clearing refuses with.
pub(crate) const NO_COVER: DispatchError = DispatchError::Other("no cover");

pub struct FakeClock;

impl Clock for FakeClock {
	fn now() -> Moment {
		neighbours(|all| all.now)
	}
}
