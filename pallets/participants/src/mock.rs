// SPDX-License-Identifier: Apache-2.0

//! A consortium of four banks and some customers, with neighbours that record what they are told.

use crate::{self as pallet_participants, CallClass, Classify, GenesisParticipant, NewKeys};
use frame::{deps::sp_io, testing_prelude::*};
use split_ledger_primitives::{
	ports::{BankFacts, Clock, ParticipantFacts, ParticipantObserver},
	Amount, BankIndex, Commitment, Currency, Date, KeyLimit, Moment, ParticipantId, Role, Roles,
	Scope, Scopes, DAY_MS,
};
use std::cell::RefCell;

type Block = MockBlockU32<Test>;
pub(crate) type AccountId = frame::deps::sp_runtime::AccountId32;
pub(crate) type ParticipantsError = pallet_participants::Error<Test>;

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(RuntimeCall, RuntimeEvent, RuntimeError, RuntimeOrigin, RuntimeTask)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(10)]
	pub type Consortium = pallet_participants;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type BaseCallFilter = NoKilling;
	type Block = Block;
	type Lookup = IdentityLookup<AccountId>;
	type Nonce = u32;
}

impl pallet_participants::Config for Test {
	type RuntimeCall = RuntimeCall;
	type CouncilOrigin = EnsureRoot<AccountId>;
	type RootCalls = OnlySettingStorage;
	type Membership = Council;
	type Members = Council;
	type HasSessionKeys = SessionKeys;
	type BankOpen = OpenBanks;
	type Observer = Observer;
	type Classes = ByWord;
	type Clock = TestClock;
	type ValidatorsMin = ConstU32<3>;
	type BucketSize = ConstU64<BUCKET>;
	type BucketFill = ConstU64<FILL>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
	type WeightInfo = ();
}

/// Of a quota, and what comes back of it each second.
pub(crate) const BUCKET: u64 = 1_000_000_000;
pub(crate) const FILL: u64 = 100_000_000;
/// Somewhere in the year 2026.
pub(crate) const TODAY: Date = Date(20_779);
pub(crate) const TOMORROW: Date = Date(20_780);

#[derive(Clone, Default)]
pub(crate) struct Neighbours {
	now: Moment,
	members: Vec<AccountId>,
	without_session_keys: Vec<AccountId>,
	open: Vec<BankIndex>,
	told: Vec<Told>,
}

/// What the observer was told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Told {
	Participant(ParticipantId, ParticipantFacts),
	Bank(BankIndex, BankFacts),
}

thread_local! {
	static NEIGHBOURS: RefCell<Neighbours> = RefCell::default();
}

fn neighbours<R>(f: impl FnOnce(&mut Neighbours) -> R) -> R {
	NEIGHBOURS.with(|all| f(&mut all.borrow_mut()))
}

pub struct TestClock;
impl Clock for TestClock {
	fn now() -> Moment {
		neighbours(|all| all.now)
	}
}

pub struct Council;
impl Get<Vec<AccountId>> for Council {
	fn get() -> Vec<AccountId> {
		neighbours(|all| all.members.clone())
	}
}
impl ChangeMembers<AccountId> for Council {
	fn change_members_sorted(incoming: &[AccountId], outgoing: &[AccountId], new: &[AccountId]) {
		assert!(new.windows(2).all(|pair| pair[0] < pair[1]), "the council wants them sorted");
		let old = Self::get();
		assert!(incoming.iter().all(|account| !old.contains(account)));
		assert!(outgoing.iter().all(|account| old.contains(account)));
		neighbours(|all| all.members = new.to_vec());
	}
}

pub struct SessionKeys;
impl Contains<AccountId> for SessionKeys {
	fn contains(account: &AccountId) -> bool {
		neighbours(|all| !all.without_session_keys.contains(account))
	}
}

pub struct OpenBanks;
impl Contains<BankIndex> for OpenBanks {
	fn contains(bank: &BankIndex) -> bool {
		neighbours(|all| all.open.contains(bank))
	}
}

pub struct Observer;
impl ParticipantObserver for Observer {
	fn participant_changed(id: ParticipantId, facts: &ParticipantFacts) {
		neighbours(|all| all.told.push(Told::Participant(id, *facts)));
	}

	fn bank_changed(index: BankIndex, facts: &BankFacts) {
		neighbours(|all| all.told.push(Told::Bank(index, *facts)));
	}
}

/// A remark says its own class.
pub struct ByWord;
impl Classify<RuntimeCall> for ByWord {
	fn class(call: &RuntimeCall) -> CallClass {
		match call {
			RuntimeCall::System(frame_system::Call::remark { remark }) => match &remark[..] {
				b"governance" => CallClass::Governance,
				b"clearing" => CallClass::Clearing,
				_ => CallClass::Payment,
			},
			_ => CallClass::Governance,
		}
	}
}

pub struct OnlySettingStorage;
impl Contains<RuntimeCall> for OnlySettingStorage {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(call, RuntimeCall::System(frame_system::Call::set_storage { .. }))
	}
}

/// The runtime's filter: one call that no signed origin gets through.
pub struct NoKilling;
impl Contains<RuntimeCall> for NoKilling {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::System(frame_system::Call::kill_storage { .. }))
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Helper;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId, RuntimeCall> for Helper {
	fn bank_call() -> RuntimeCall {
		remark("a bank's word")
	}
	fn root_call() -> RuntimeCall {
		set_storage()
	}
	fn fill_mirrors(_: ParticipantId, _: BankIndex) {}
	fn register_session_keys(_: &AccountId) {}
}

// The cast, in the order of the genesis. Everybody's keys are named after it.

pub(crate) const BANK_A: ParticipantId = ParticipantId(0);
pub(crate) const BANK_B: ParticipantId = ParticipantId(1);
pub(crate) const BANK_C: ParticipantId = ParticipantId(2);
pub(crate) const BANK_D: ParticipantId = ParticipantId(3);
pub(crate) const AGENT: ParticipantId = ParticipantId(4);
pub(crate) const SUPERVISOR: ParticipantId = ParticipantId(5);
/// A customer of bank A with a key of every scope.
pub(crate) const MERCHANT: ParticipantId = ParticipantId(6);
/// A customer of bank B without any key.
pub(crate) const PLATFORM: ParticipantId = ParticipantId(7);
/// Who comes in next.
pub(crate) const NEXT: ParticipantId = ParticipantId(8);

pub(crate) const A: BankIndex = BankIndex(0);
pub(crate) const D: BankIndex = BankIndex(3);
/// The place that the next bank gets.
pub(crate) const E: BankIndex = BankIndex(4);

pub(crate) const CUSTOMER: Roles = Roles::of(&[Role::Merchant]);
pub(crate) const ADMIN: Scopes = Scopes::of(&[Scope::Admin]);
pub(crate) const PAY: Scopes = Scopes::of(&[Scope::Pay]);

pub(crate) const CNY: Currency = Currency(156);
pub(crate) const USD: Currency = Currency(840);
/// What the till of the merchant may spend.
pub(crate) const TILL: KeyLimit = limit_of(100, 250);

pub(crate) const fn limit_of(single: u64, daily: u64) -> KeyLimit {
	KeyLimit { single: Amount(single), daily: Amount(daily) }
}

/// Gives the merchant a second key that administers, and a till that pays.
pub(crate) fn staff() {
	assert_ok!(Consortium::add_key(signed("merchant"), MERCHANT, key("partner"), ADMIN));
	assert_ok!(Consortium::add_key(signed("merchant"), MERCHANT, key("till"), PAY));
	events();
}

/// Has the merchant's key set or propose a limit of its till.
pub(crate) fn propose(currency: Currency, limit: Option<KeyLimit>) -> DispatchResult {
	Consortium::propose_key_limit(signed("merchant"), key("till"), currency, limit)
}

/// Has the merchant's partner confirm one.
pub(crate) fn confirm(currency: Currency, limit: Option<KeyLimit>) -> DispatchResult {
	Consortium::confirm_key_limit(signed("partner"), key("till"), currency, limit)
}

/// The same staff, with the till limited in one currency.
pub(crate) fn staff_with_limit() {
	staff();
	assert_ok!(propose(CNY, Some(TILL)));
	events();
}

/// The key called `name`.
pub(crate) fn key(name: &str) -> AccountId {
	sp_io::hashing::blake2_256(name.as_bytes()).into()
}

pub(crate) fn signed(name: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(key(name))
}

/// Three quarters of the banks.
pub(crate) fn council() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

pub(crate) fn commitment(no: u8) -> Commitment {
	Commitment([no; 32])
}

pub(crate) fn keys(list: &[(&str, Scopes)]) -> NewKeys<AccountId> {
	let keys: Vec<_> = list.iter().map(|(name, scopes)| (key(name), *scopes)).collect();
	keys.try_into().unwrap()
}

pub(crate) fn remark(word: &str) -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark { remark: word.as_bytes().to_vec() })
}

pub(crate) fn set_storage() -> RuntimeCall {
	let items = vec![(b"by-root".to_vec(), b"done".to_vec())];
	RuntimeCall::System(frame_system::Call::set_storage { items })
}

pub(crate) fn account_of(participant: ParticipantId) -> AccountId {
	Consortium::bank_account(participant)
}

/// The accounts of these banks, as the council has them.
pub(crate) fn voters(banks: &[ParticipantId]) -> Vec<AccountId> {
	let mut accounts: Vec<_> = banks.iter().map(|bank| account_of(*bank)).collect();
	accounts.sort();
	accounts
}

pub(crate) fn members() -> Vec<AccountId> {
	Council::get()
}

pub(crate) fn advance_ms(ms: u64) {
	neighbours(|all| all.now = all.now.plus(ms));
}

pub(crate) fn drop_session_keys(participant: ParticipantId) {
	neighbours(|all| all.without_session_keys.push(account_of(participant)));
}

pub(crate) fn leave_open(bank: BankIndex) {
	neighbours(|all| all.open.push(bank));
}

pub(crate) fn nothing_open() {
	neighbours(|all| all.open.clear());
}

/// What the observer was told since this was last asked.
pub(crate) fn told() -> Vec<Told> {
	neighbours(|all| std::mem::take(&mut all.told))
}

/// The events of this pallet since this was last asked.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let events = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::Consortium(event) => Some(event),
		_ => None,
	});
	let events = events.collect();
	System::reset_events();
	events
}

/// The consortium before a test begins.
pub(crate) struct World {
	participants: Vec<GenesisParticipant<AccountId>>,
	slot_millis: u64,
}

impl World {
	pub(crate) fn new() -> Self {
		let bank =
			|name: &str, validates| GenesisParticipant { validates, ..voted_in(Role::Bank, name) };
		let customer = |sponsor, roles, keys| GenesisParticipant {
			roles,
			keys,
			sponsor: Some(sponsor),
			validates: false,
			commitment: commitment(2),
			review: TOMORROW,
		};
		let participants = vec![
			bank("bank-a", true),
			bank("bank-b", true),
			bank("bank-c", true),
			bank("bank-d", true),
			voted_in(Role::SettlementAgent, "agent"),
			voted_in(Role::Supervisor, "supervisor"),
			customer(BANK_A, CUSTOMER, vec![(key("merchant"), Scopes::ALL)]),
			customer(BANK_B, Roles::of(&[Role::Platform]), vec![]),
		];
		Self { participants, slot_millis: 500 }
	}

	pub(crate) fn with_slots_of(self, slot_millis: u64) -> Self {
		Self { slot_millis, ..self }
	}

	pub(crate) fn with(mut self, participant: GenesisParticipant<AccountId>) -> Self {
		self.participants.push(participant);
		self
	}

	pub(crate) fn build(self) -> TestState {
		let now = Moment(u64::from(TODAY.0) * DAY_MS);
		neighbours(|all| *all = Neighbours { now, ..Default::default() });
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		let Self { participants, slot_millis } = self;
		pallet_participants::GenesisConfig::<Test> { participants, slot_millis }
			.assimilate_storage(&mut storage)
			.unwrap();
		let mut state = TestState::new(storage);
		state.execute_with(|| {
			System::set_block_number(1);
			told();
		});
		state
	}

	/// Runs a test and then all invariants.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			assert_ok!(Consortium::check_invariants());
		});
	}
}

/// Somebody who sponsors itself, with one key of every scope and one, `NAME-pay`, that only pays.
pub(crate) fn voted_in(role: Role, name: &str) -> GenesisParticipant<AccountId> {
	GenesisParticipant {
		roles: Roles::of(&[role]),
		keys: vec![(key(name), Scopes::ALL), (key(&format!("{name}-pay")), PAY)],
		sponsor: None,
		validates: false,
		commitment: commitment(1),
		review: TOMORROW,
	}
}
