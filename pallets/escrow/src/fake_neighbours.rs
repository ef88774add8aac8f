// SPDX-License-Identifier: Apache-2.0

//! Participants, rule sets and time as the tests set them.

#![allow(unreachable_pub, reason = "the mock's runtime makes its types public")]

use crate::mock::{KEY_WITHOUT_ADMIN, KEY_WITHOUT_PAY};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::SHARE_CAP_PPM,
	ports::{
		BankFacts, Clock, MerchantLimits, ParticipantFacts, Participants, PlanRequest,
		ReceiverFacts, RulePart, RulePlan, RuleShelf, Signer, SpendingLimit, Splits,
	},
	AccountNo, Advancer, Amount, BankIndex, Currency, FundersBack, Moment, ParticipantId, Purpose,
	RefundPolicy, RefundTerms, Relation, Role, Roles, RuleHash, Scope, Uncredited,
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
/// As `MARKET`, refunded as the test says: see `refunded_by`.
pub const REFUNDED: RuleHash = RuleHash([6; 32]);
/// Three promoters 1 % each, shop the remainder.
pub const PROMOTED: RuleHash = RuleHash([7; 32]);
/// Two cases: in the first the shop gets all, in the second slot 0 gets all.
pub const TWO_CASES: RuleHash = RuleHash([8; 32]);
/// The size of each of them.
pub const RULES_BYTES: u32 = 300;

#[derive(Clone, Copy)]
pub enum Take {
	Permille(u64),
	Input(u8),
	Remainder,
}

/// The leaves of a case.
type Leaves = Vec<(u8, Take, Purpose)>;

/// A rule set of the fake: the leaves of its cases, what becomes of one that cannot be credited, how it
/// is refunded, and its size.
#[derive(Clone)]
pub struct FakeRules {
	cases: Vec<Leaves>,
	uncredited: Uncredited,
	refund: RefundTerms,
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
	/// The number of the case that placements choose now; 0 stands for the first.
	pub case: u8,
	/// The limits of all merchants; none stands for those of everybody.
	pub limits: Option<MerchantLimits>,
	/// Accounts whose owners consented to nothing; all others did.
	pub unconsented: BTreeSet<AccountNo>,
	/// Ceilings in millionths; the others have none.
	pub ceilings: BTreeMap<AccountNo, u32>,
	/// What receivers are to the merchant; else they are anything else.
	pub relations: BTreeMap<AccountNo, Relation>,
	/// Accounts for which the platform may return.
	pub platform_returns: BTreeSet<AccountNo>,
	/// What merchants answer for when the platform refunds.
	pub liability_ppm: u32,
	/// What keys may still spend; those that are not here are not limited.
	pub spending: BTreeMap<(u64, Currency), SpendingLimit>,
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
		let without = match scope {
			Scope::Pay => KEY_WITHOUT_PAY,
			Scope::Admin => KEY_WITHOUT_ADMIN,
			other => panic!("no call asks for {other:?}"),
		};
		ensure!(*key != without, DispatchError::Other("key without scope"));
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

	fn spending_limit(key: &u64, currency: Currency) -> Option<SpendingLimit> {
		neighbours(|all| all.spending.get(&(*key, currency)).copied())
	}

	fn note_spent(key: &u64, currency: Currency, amount: Amount) {
		neighbours(|all| {
			let limit =
				all.spending.get_mut(&(*key, currency)).expect("only a limited key is told of");
			limit.left_today = limit.left_today.checked_sub(amount).expect("no more than was left");
		});
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
		let case = neighbours(|all| all.case).max(1);
		Self::replan(shelf, request, case)
	}

	fn replan(
		shelf: &mut FakeShelf,
		request: &PlanRequest<'_>,
		case: u8,
	) -> Result<RulePlan, DispatchError> {
		let FakeRules { cases, uncredited, refund, bytes } = rules_of(request)?;
		if shelf.known.insert(request.rules) {
			shelf.bytes += bytes;
		}
		let leaves = cases[usize::from(case) - 1].clone();
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
		Ok(RulePlan { case, parts, uncredited, refund })
	}

	fn receiver(_: &mut FakeShelf, _: ParticipantId, account: AccountNo) -> Option<ReceiverFacts> {
		neighbours(|all| {
			let ceiling_ppm = all.ceilings.get(&account).copied().unwrap_or(1_000_000);
			let platform_returns = all.platform_returns.contains(&account);
			let consented = !all.unconsented.contains(&account);
			let relation = all.relations.get(&account).copied().unwrap_or(Relation::Other);
			consented.then_some(ReceiverFacts { relation, ceiling_ppm, platform_returns })
		})
	}

	fn liability_ppm(_: ParticipantId, _: ParticipantId) -> u32 {
		neighbours(|all| all.liability_ppm)
	}

	fn merchant_limits(_: &mut FakeShelf, _: ParticipantId) -> MerchantLimits {
		let usual = MerchantLimits { share_cap_ppm: SHARE_CAP_PPM, promoter_levels: 2 };
		neighbours(|all| all.limits).unwrap_or(usual)
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
		let (cases, uncredited, refund) = (vec![leaves], Uncredited::Park, all_advance());
		let rules = FakeRules { cases, uncredited, refund, bytes };
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
	let (cases, refund) = (vec![leaves.to_vec()], RefundTerms::default());
	let rules = FakeRules { cases, uncredited, refund, bytes: RULES_BYTES };
	neighbours(|all| all.rules.insert(hash, rules));
}

/// How orders by `REFUNDED` that are placed from now on are refunded.
pub fn refunded_by(policy: RefundPolicy, advancers: &[Advancer]) {
	publish_refunded(REFUNDED, &MARKET_LEAVES, policy, advancers);
}

/// Publishes a rule set with terms of refunds.
pub fn publish_refunded(
	hash: RuleHash,
	leaves: &[(u8, Take, Purpose)],
	policy: RefundPolicy,
	advancers: &[Advancer],
) {
	publish(hash, leaves);
	neighbours(|all| {
		let rules = all.rules.get_mut(&hash).expect("published");
		rules.refund.policy = policy;
		rules.refund.advancers = advancers.to_vec().try_into().expect("three kinds");
	});
}

/// To which funders orders by `REFUNDED` that are placed from now on go back.
pub fn back_to(back: FundersBack) {
	neighbours(|all| {
		all.rules.get_mut(&REFUNDED).expect("published").refund.back = back;
	});
}

/// The dearest terms of refunds.
#[cfg(feature = "runtime-benchmarks")]
fn all_advance() -> RefundTerms {
	let all = [Advancer::Merchant, Advancer::Platform, Advancer::Guarantee];
	RefundTerms { advancers: all.to_vec().try_into().expect("three kinds"), ..Default::default() }
}

const MARKET_LEAVES: [(u8, Take, Purpose); 3] = [
	(0, Take::Input(0), Purpose::Logistics),
	(1, Take::Permille(100), Purpose::Fee),
	(2, Take::Remainder, Purpose::Goods),
];

pub fn publish_all() {
	use Purpose::*;
	publish(MARKET, &MARKET_LEAVES);
	publish(REFUNDED, &MARKET_LEAVES);
	publish_as(TO_MERCHANT, &MARKET_LEAVES, Uncredited::Merchant);
	let promoter = |slot| (slot, Take::Permille(10), Commission);
	publish(PROMOTED, &[promoter(0), promoter(1), promoter(3), (2, Take::Remainder, Goods)]);
	publish(TWO_CASES, &[(2, Take::Remainder, Goods)]);
	neighbours(|all| {
		let rules = all.rules.get_mut(&TWO_CASES).expect("published");
		rules.cases.push(vec![(0, Take::Remainder, Logistics), (2, Take::Permille(0), Goods)]);
	});
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
