// SPDX-License-Identifier: Apache-2.0

//! Participants, rule sets and time as the tests set them.

#![allow(unreachable_pub, reason = "the mock's runtime makes its types public")]

use crate::mock::KEY_WITHOUT_PAY;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{
		BankFacts, Clock, ParticipantFacts, Participants, PlanRequest, RulePart, RulePlan,
		RuleShelf, Signer, Splits,
	},
	Amount, BankIndex, Moment, ParticipantId, Purpose, Role, Roles, RuleHash, Scope, Uncredited,
};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

// Rule sets.
/// Carrier by input 0, platform 10 %, shop the remainder.
pub const MARKET: RuleHash = RuleHash([1; 32]);
/// Platform 30 % and one more unit as input 0, shop the remainder.
pub const GREEDY: RuleHash = RuleHash([2; 32]);
/// Slot 0 and 1 goods by halves.
pub const TWO_SELLERS: RuleHash = RuleHash([3; 32]);
/// Four legs of a quarter each, all of them goods to slot 0.
pub const QUARTERS: RuleHash = RuleHash([4; 32]);
/// As `MARKET`; what cannot be credited goes to the merchant.
pub const TO_MERCHANT: RuleHash = RuleHash([5; 32]);
/// The size of each of them.
pub const RULES_BYTES: u32 = 300;

#[derive(Clone, Copy)]
pub enum Take {
	Permille(u64),
	Input(u8),
	Remainder,
}

/// A rule set of the fake: its leaves, what becomes of one that cannot be credited, and its size.
#[derive(Clone)]
pub struct FakeRules {
	leaves: Vec<(u8, Take, Purpose)>,
	uncredited: Uncredited,
	bytes: u32,
}

/// What the fakes know.
#[derive(Clone, Default)]
pub struct Neighbours {
	pub now: Moment,
	pub participants: BTreeMap<u32, ParticipantFacts>,
	pub banks: BTreeMap<BankIndex, BankFacts>,
	pub rules: BTreeMap<RuleHash, FakeRules>,
	pub retired: bool,
}

thread_local! {
	static NEIGHBOURS: RefCell<Neighbours> = RefCell::default();
}

pub fn neighbours<R>(ask: impl FnOnce(&mut Neighbours) -> R) -> R {
	NEIGHBOURS.with(|neighbours| ask(&mut neighbours.borrow_mut()))
}

pub struct FakeClock;

impl Clock for FakeClock {
	fn now() -> Moment {
		neighbours(|all| all.now)
	}
}

pub struct FakeParticipants;

impl Participants<u64> for FakeParticipants {
	fn signer(key: &u64, scope: Scope) -> Result<Signer<u64>, DispatchError> {
		assert_eq!(scope, Scope::Pay);
		ensure!(*key != KEY_WITHOUT_PAY, DispatchError::Other("key without scope"));
		let participant = ParticipantId(*key as u32);
		let facts = Self::facts(participant).ok_or(DispatchError::Other("unknown key"))?;
		ensure!(!facts.suspended, DispatchError::Other("suspended"));
		Ok(Signer { participant, key: *key })
	}

	fn facts(id: ParticipantId) -> Option<ParticipantFacts> {
		neighbours(|all| all.participants.get(&id.0).copied())
	}

	fn bank(index: BankIndex) -> Option<BankFacts> {
		neighbours(|all| all.banks.get(&index).copied())
	}

	fn bank_of(participant: ParticipantId) -> Option<BankIndex> {
		neighbours(|all| {
			all.banks.iter().find(|(_, bank)| bank.participant == participant).map(|(i, _)| *i)
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_participant(key: u64, roles: Roles, bank: BankIndex) -> ParticipantId {
		let participant = ParticipantId(key as u32);
		join(key, bank.0.into(), roles.iter().collect::<Vec<_>>().as_slice());
		if roles.has(Role::Bank) {
			let status = split_ledger_primitives::BankStatus::Active;
			neighbours(|all| all.banks.insert(bank, BankFacts { participant, status }));
		}
		participant
	}
}

pub struct FakeSplits;

/// Counts each rule set once.
#[derive(Default)]
pub struct FakeShelf {
	known: BTreeSet<RuleHash>,
	bytes: u32,
}

impl RuleShelf for FakeShelf {
	fn bytes(&self) -> u32 {
		self.bytes
	}
}

impl Splits for FakeSplits {
	type Shelf = FakeShelf;

	fn plan(shelf: &mut FakeShelf, request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError> {
		ensure!(!neighbours(|all| all.retired), DispatchError::Other("retired"));
		let rules = rules_of(request)?;
		if shelf.known.insert(request.rules) {
			shelf.bytes += rules.bytes;
		}
		Self::replan(request)
	}

	fn replan(request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError> {
		let FakeRules { leaves, uncredited, .. } = rules_of(request)?;
		let stated = leaves.len() <= usize::from(request.legs_max);
		ensure!(stated, DispatchError::Other("more legs than stated"));
		let mut left = request.amount.0;
		let mut parts = Vec::new();
		for (leg, (slot, take, purpose)) in (1u8..).zip(leaves) {
			let amount = match take {
				Take::Permille(share) => request.amount.0 * share / 1_000,
				Take::Remainder => left,
				Take::Input(place) => {
					let input = request.inputs.iter().find(|input| input.0 == place);
					input.ok_or(DispatchError::Other("input missing"))?.1 .0
				}
			};
			left = left.checked_sub(amount).ok_or(DispatchError::Other("legs over the amount"))?;
			parts.push(RulePart { leg, slot, amount: Amount(amount), purpose });
		}
		Ok(RulePlan { parts, uncredited })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_rules(
		name: u32,
		_: ParticipantId,
		_: ParticipantId,
		_: split_ledger_primitives::Currency,
		legs: u32,
		bytes: u32,
	) -> RuleHash {
		let mut leaves: Vec<_> = (1..legs)
			.map(|leg| ((leg - 1) as u8 % 16, Take::Permille(1_000 / 64), Purpose::Goods))
			.collect();
		leaves.push(((legs - 1) as u8 % 16, Take::Remainder, Purpose::Goods));
		let hash = RuleHash([100 + name as u8; 32]);
		let bytes = bytes.max(8 * legs);
		let rules = FakeRules { leaves, uncredited: Uncredited::Park, bytes };
		neighbours(|all| all.rules.insert(hash, rules));
		hash
	}
}

fn rules_of(request: &PlanRequest<'_>) -> Result<FakeRules, DispatchError> {
	let rules = neighbours(|all| all.rules.get(&request.rules).cloned());
	rules.ok_or(DispatchError::Other("unknown rule set"))
}

/// Publishes a rule set, in place of what had the same hash before.
pub fn publish(hash: RuleHash, leaves: &[(u8, Take, Purpose)]) {
	publish_as(hash, leaves, Uncredited::Park);
}

fn publish_as(hash: RuleHash, leaves: &[(u8, Take, Purpose)], uncredited: Uncredited) {
	let rules = FakeRules { leaves: leaves.to_vec(), uncredited, bytes: RULES_BYTES };
	neighbours(|all| all.rules.insert(hash, rules));
}

pub fn publish_all() {
	use Purpose::*;
	let market = [
		(0, Take::Input(0), Logistics),
		(1, Take::Permille(100), Fee),
		(2, Take::Remainder, Goods),
	];
	publish(MARKET, &market);
	publish_as(TO_MERCHANT, &market, Uncredited::Merchant);
	let greedy = [
		(1, Take::Permille(300), Fee),
		(1, Take::Input(0), Commission),
		(2, Take::Remainder, Goods),
	];
	publish(GREEDY, &greedy);
	publish(TWO_SELLERS, &[(0, Take::Permille(500), Goods), (1, Take::Remainder, Goods)]);
	let quarter = (0, Take::Permille(250), Goods);
	publish(QUARTERS, &[quarter, quarter, quarter, (0, Take::Remainder, Goods)]);
}

pub fn join(id: u64, sponsor: u32, roles: &[Role]) {
	let sponsor = ParticipantId(sponsor);
	let roles = Roles::of(roles);
	let facts = ParticipantFacts { sponsor, roles, suspended: false, self_operated: false };
	neighbours(|all| all.participants.insert(id as u32, facts));
}
