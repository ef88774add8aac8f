// SPDX-License-Identifier: Apache-2.0

//! Two banks and their customers. The neighbours are fakes that know who is who, whose an account
//! is and what time it is.

#![allow(unreachable_pub, reason = "the macro of the runtime makes its types public")]

use crate as pallet_splits;
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::LEGS_MAX,
	ports::{
		AccountOwner, AccountOwners, BankFacts, Clock, ParticipantFacts, Participants, PlanRequest,
		Signer,
	},
	AccountNo, Amount, Attributes, BankIndex, BankStatus, Currency, Moment, ParticipantId, Purpose,
	RefundTerms, Role, Roles, RuleHash, Scope, Scopes, Uncredited,
};
use split_rules::{
	Base, Case, Condition, Leg, Residue, Rounding, RuleSet, Take, Target, SEMANTICS,
};
use std::{cell::RefCell, collections::BTreeMap};

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(12)]
	pub type Splits = pallet_splits;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

impl pallet_splits::Config for Test {
	type Participants = FakeParticipants;
	type Accounts = FakeAccounts;
	type Clock = FakeClock;
	type WeightInfo = ();
}

pub(crate) const CNY: Currency = Currency(156);
pub(crate) const USD: Currency = Currency(840);

/// A bank that also runs a platform of its own.
pub(crate) const BANK: Who = Who { id: ParticipantId(0), key: 100 };
pub(crate) const OTHER_BANK: Who = Who { id: ParticipantId(1), key: 101 };
pub(crate) const PLATFORM: Who = Who { id: ParticipantId(2), key: 102 };
pub(crate) const OTHER_PLATFORM: Who = Who { id: ParticipantId(3), key: 103 };
/// A platform that sells its own goods.
pub(crate) const OWN_SHOP: Who = Who { id: ParticipantId(4), key: 104 };
pub(crate) const MERCHANT: Who = Who { id: ParticipantId(5), key: 105 };
pub(crate) const BUYER: Who = Who { id: ParticipantId(6), key: 106 };
/// A customer of the other bank.
pub(crate) const SUPPLIER: Who = Who { id: ParticipantId(7), key: 107 };
/// The bank again, by another key.
pub(crate) const CHECKER: Who = Who { id: BANK.id, key: 200 };
/// An id and a key that nobody has.
pub(crate) const STRANGER: Who = Who { id: ParticipantId(99), key: 199 };

/// An account of the merchant at its bank.
pub(crate) const TILL: AccountNo = AccountNo(50);
/// The account of the supplier at its sponsor.
pub(crate) const SUPPLY: AccountNo = AccountNo(70);
/// An account of the supplier at the merchant's bank, which does not sponsor it.
pub(crate) const SUPPLY_ABROAD: AccountNo = AccountNo(71);
/// An account that the supplier closed.
pub(crate) const CLOSED: AccountNo = AccountNo(72);
/// A number that no account has.
pub(crate) const NO_ACCOUNT: AccountNo = AccountNo(99);
/// The supplier has all accounts from here on.
pub(crate) const MANY: u64 = 1_000_000;
/// The time in which a world begins.
pub(crate) const START: Moment = Moment(1_700_000_000_000);

pub(crate) const UNKNOWN_KEY: DispatchError = DispatchError::Other("unknown key");
pub(crate) const NO_SCOPE: DispatchError = DispatchError::Other("key without scope");

/// A participant and its key.
#[derive(Clone, Copy)]
pub(crate) struct Who {
	pub(crate) id: ParticipantId,
	pub(crate) key: u64,
}

#[derive(Clone, Default)]
struct Neighbours {
	keys: BTreeMap<u64, (ParticipantId, Scopes)>,
	participants: BTreeMap<ParticipantId, ParticipantFacts>,
	accounts: BTreeMap<AccountNo, AccountOwner>,
	now: Moment,
}

thread_local! {
	static NEIGHBOURS: RefCell<Neighbours> = RefCell::default();
}

fn neighbours<R>(ask: impl FnOnce(&mut Neighbours) -> R) -> R {
	NEIGHBOURS.with(|neighbours| ask(&mut neighbours.borrow_mut()))
}

pub struct FakeParticipants;

impl Participants<u64> for FakeParticipants {
	fn signer(key: &u64, scope: Scope) -> Result<Signer<u64>, DispatchError> {
		let known = neighbours(|all| all.keys.get(key).copied());
		let (participant, scopes) = known.ok_or(UNKNOWN_KEY)?;
		ensure!(scopes.has(scope), NO_SCOPE);
		Ok(Signer { participant, key: *key })
	}

	fn facts(id: ParticipantId) -> Option<ParticipantFacts> {
		neighbours(|all| all.participants.get(&id).copied())
	}

	fn bank(index: BankIndex) -> Option<BankFacts> {
		let bank = [BANK, OTHER_BANK].get(usize::from(index.0)).copied();
		bank.map(|bank| BankFacts { participant: bank.id, status: BankStatus::Active })
	}

	fn bank_of(_: ParticipantId) -> Option<BankIndex> {
		unreachable!("nobody asks for the place of a bank")
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_participant(key: u64, roles: Roles, bank: BankIndex) -> ParticipantId {
		let who = match roles.iter().next() {
			Some(Role::Bank) if bank == BankIndex(0) => BANK,
			Some(Role::Bank) => OTHER_BANK,
			Some(Role::Platform) => PLATFORM,
			Some(Role::Supplier) => SUPPLIER,
			_ => MERCHANT,
		};
		neighbours(|all| all.keys.insert(key, (who.id, Scopes::ALL)));
		who.id
	}
}

pub struct FakeAccounts;

impl AccountOwners for FakeAccounts {
	fn account_owner(account: AccountNo) -> Option<AccountOwner> {
		let of_many = || (account.0 >= MANY).then_some(owned(SUPPLIER, BankIndex(1), false));
		neighbours(|all| all.accounts.get(&account).copied()).or_else(of_many)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_account(owner: ParticipantId, bank: BankIndex, currency: Currency) -> AccountNo {
		let account = AccountNo(900);
		let row = AccountOwner { owner, bank, currency, closed: false };
		neighbours(|all| all.accounts.insert(account, row));
		account
	}
}

fn owned(owner: Who, bank: BankIndex, closed: bool) -> AccountOwner {
	AccountOwner { owner: owner.id, bank, currency: CNY, closed }
}

pub struct FakeClock;

impl Clock for FakeClock {
	fn now() -> Moment {
		neighbours(|all| all.now)
	}
}

/// Builds the world, runs a test in it, and checks the invariants after it.
pub(crate) struct World;

impl World {
	pub(crate) fn new() -> Self {
		let mut all = Neighbours::default();
		let mut add = |who: Who, sponsor: Who, roles: &[Role], self_operated| {
			let (sponsor, roles) = (sponsor.id, Roles::of(roles));
			let facts = ParticipantFacts { sponsor, roles, suspended: false, self_operated };
			all.participants.insert(who.id, facts);
			all.keys.insert(who.key, (who.id, Scopes::ALL));
		};
		add(BANK, BANK, &[Role::Bank, Role::Platform], false);
		add(OTHER_BANK, OTHER_BANK, &[Role::Bank], false);
		add(PLATFORM, BANK, &[Role::Platform], false);
		add(OTHER_PLATFORM, OTHER_BANK, &[Role::Platform], false);
		add(OWN_SHOP, BANK, &[Role::Platform], true);
		add(MERCHANT, BANK, &[Role::Merchant], false);
		add(BUYER, BANK, &[Role::Buyer], false);
		add(SUPPLIER, OTHER_BANK, &[Role::Supplier], false);
		all.keys.insert(CHECKER.key, (CHECKER.id, Scopes::ALL));
		let (first, second) = (BankIndex(0), BankIndex(1));
		all.accounts.insert(TILL, owned(MERCHANT, first, false));
		all.accounts.insert(SUPPLY, owned(SUPPLIER, second, false));
		all.accounts.insert(SUPPLY_ABROAD, owned(SUPPLIER, first, false));
		all.accounts.insert(CLOSED, owned(SUPPLIER, second, true));
		all.now = START;
		neighbours(|world| *world = all);
		Self
	}

	pub(crate) fn run(self, test: impl FnOnce()) {
		new_state().execute_with(|| {
			System::set_block_number(1);
			test();
			assert_ok!(Splits::check_invariants());
		});
	}
}

/// The empty state of a chain in this world.
pub(crate) fn new_state() -> TestState {
	if neighbours(|all| all.participants.is_empty()) {
		World::new();
	}
	frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into()
}

/// Takes a scope from a participant's key.
pub(crate) fn without_scope(who: Who, scope: Scope) {
	neighbours(|all| all.keys.insert(who.key, (who.id, Scopes(Scopes::ALL.0 & !scope.bit()))));
}

/// Nobody knows the participant any more: what never happens on a chain.
pub(crate) fn forget(who: Who) {
	neighbours(|all| all.participants.remove(&who.id));
}

/// So much later.
pub(crate) fn pass(ms: u64) {
	neighbours(|all| all.now = all.now.plus(ms));
}

/// The account is closed for ever.
pub(crate) fn close(account: AccountNo) {
	neighbours(|all| all.accounts.get_mut(&account).unwrap().closed = true);
}

/// The number was never given: what never happens to an account that was.
pub(crate) fn forget_account(account: AccountNo) {
	neighbours(|all| all.accounts.remove(&account));
}

pub(crate) fn signed(who: Who) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.key)
}

/// Ten percent to the platform as a fee, the rest to the merchant.
pub(crate) fn market() -> RuleSet {
	fee_rules("market", 10)
}

/// Before a moment half the fee, then that of the market.
pub(crate) fn sale(ends: Moment) -> RuleSet {
	let mut rule_set = market();
	let mut legs = rule_set.cases[0].legs.clone();
	legs[0].take =
		Take::Share { numerator: 1, denominator: 20, of: Base::Gross, floor: None, cap: None };
	let when = Condition { time_before: Some(ends), ..Condition::default() };
	rule_set.cases.insert(0, Case { when, legs });
	rule_set
}

/// A fee in percent to the platform, the rest to the merchant.
pub(crate) fn fee_rules(name: &str, percent: u32) -> RuleSet {
	let (numerator, denominator) = match percent {
		10 => (1, 10),
		20 => (1, 5),
		_ => (percent, 100),
	};
	let fee = Take::Share { numerator, denominator, of: Base::Gross, floor: None, cap: None };
	let leg = |take, slot, purpose| Leg { take, target: Target::Slot { slot, purpose } };
	let legs = vec![leg(fee, 0, Purpose::Fee), leg(Take::Remainder, 1, Purpose::Goods)];
	RuleSet {
		semantics: SEMANTICS,
		name: name.into(),
		currency: CNY,
		rounding: Rounding::Down,
		residue: Residue::Remainder,
		uncredited: Uncredited::Park,
		refund: RefundTerms::default(),
		slots: vec!["platform".into(), "merchant".into()],
		inputs: Vec::new(),
		channels: Vec::new(),
		categories: Vec::new(),
		promotions: Vec::new(),
		member_tiers: Vec::new(),
		cases: vec![Case { when: Condition::default(), legs }],
	}
}

pub(crate) fn hash(rule_set: &RuleSet) -> RuleHash {
	RuleHash(blake2_256(&rule_set.encode()))
}

/// Published by the platform.
pub(crate) fn published(rule_set: RuleSet) -> RuleHash {
	let rules = hash(&rule_set);
	assert_ok!(Splits::publish(signed(PLATFORM), Box::new(rule_set), None));
	rules
}

/// Published by the platform and approved by its bank.
pub(crate) fn approved(rule_set: RuleSet) -> RuleHash {
	let rules = published(rule_set);
	assert_ok!(Splits::approve(signed(BANK), PLATFORM.id, rules));
	rules
}

/// Approved, and accepted by the merchant.
pub(crate) fn usable(rule_set: RuleSet) -> RuleHash {
	let rules = approved(rule_set);
	assert_ok!(Splits::accept(signed(MERCHANT), MERCHANT.id, PLATFORM.id, rules));
	rules
}

/// An order of the merchant on the platform.
pub(crate) fn order(rules: RuleHash, amount: u64) -> PlanRequest<'static> {
	PlanRequest {
		platform: PLATFORM.id,
		merchant: MERCHANT.id,
		rules,
		currency: CNY,
		amount: Amount(amount),
		attributes: Attributes::default(),
		now: FakeClock::now(),
		inputs: &[],
		legs_max: LEGS_MAX as u8,
	}
}

/// What the pallet told since it was asked last.
pub(crate) fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::read_events_for_pallet();
	System::reset_events();
	events
}
