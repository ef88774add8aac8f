// SPDX-License-Identifier: Apache-2.0

//! A platform, two merchants, a supervisor and somebody else. The neighbours are fakes that know who is
//! who and what time it is.

#![allow(unreachable_pub, reason = "the macro of the runtime makes its types public")]

use crate::{self as pallet_groups, GroupTerms};
use frame::{
	arithmetic::Perbill,
	deps::{frame_support::weights::WeightMeter, frame_system::limits::BlockWeights},
	testing_prelude::*,
};
use split_ledger_primitives::{
	ports::{BankFacts, Clock, Groups as _, ParticipantFacts, Participants, Signer},
	AccountNo, BankIndex, Currency, Date, GroupNo, Moment, OrderId, ParticipantId, Reference, Role,
	Roles, RuleHash, Scope, Text, DAY_MS, MINUTE_MS,
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
	#[runtime::pallet_index(16)]
	pub type Groups = pallet_groups;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

parameter_types! {
	pub static Share: Perbill = Perbill::from_percent(15);
}

impl pallet_groups::Config for Test {
	type Participants = FakeParticipants;
	type Clock = FakeClock;
	type DrainShare = Share;
	type WeightInfo = ();
}

pub const CNY: Currency = Currency(156);
pub const RULES: RuleHash = RuleHash([1; 32]);

// Participants; each signs with a key of its own number.
pub const PLATFORM: u64 = 2;
pub const SHOP: u64 = 3;
/// A platform that sells its own goods.
pub const OWN_SHOP: u64 = 4;
pub const SUPERVISOR: u64 = 5;
pub const BUYER: u64 = 6;
/// An id that nobody has.
pub const NOBODY: u32 = 98;
/// A key of the platform without the scope pay.
pub const KEY_WITHOUT_PAY: u64 = 50;
/// A key that nobody registered.
pub const STRANGER: u64 = 99;

pub const UNKNOWN_KEY: DispatchError = DispatchError::Other("unknown key");
pub const NO_SCOPE: DispatchError = DispatchError::Other("key without scope");

/// Today, 12:00.
pub const TODAY: Date = Date(20_779);
pub const NOON: Moment = Moment(20_779 * DAY_MS + 12 * 60 * MINUTE_MS);

#[derive(Clone, Default)]
struct Neighbours {
	participants: BTreeMap<u32, ParticipantFacts>,
	now: Moment,
}

thread_local! {
	static NEIGHBOURS: RefCell<Neighbours> = RefCell::default();
}

fn neighbours<R>(ask: impl FnOnce(&mut Neighbours) -> R) -> R {
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
		let (participant, scopes) = match *key {
			KEY_WITHOUT_PAY => (PLATFORM, vec![Scope::Rules]),
			// A supervisor never moves money.
			SUPERVISOR => (SUPERVISOR, vec![Scope::Admin]),
			key => (key, Scope::ALL.to_vec()),
		};
		let participant = ParticipantId(participant as u32);
		Self::facts(participant).ok_or(UNKNOWN_KEY)?;
		ensure!(scopes.contains(&scope), NO_SCOPE);
		Ok(Signer { participant, key: *key })
	}

	fn facts(id: ParticipantId) -> Option<ParticipantFacts> {
		neighbours(|all| all.participants.get(&id.0).copied())
	}

	fn bank(_: BankIndex) -> Option<BankFacts> {
		unreachable!("no group asks for a bank")
	}

	fn bank_of(_: ParticipantId) -> Option<BankIndex> {
		unreachable!("no group asks for the place of a bank")
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_participant(key: u64, roles: Roles, _: BankIndex) -> ParticipantId {
		join(key as u32, roles, false);
		ParticipantId(key as u32)
	}
}

fn join(id: u32, roles: Roles, self_operated: bool) {
	let sponsor = ParticipantId(0);
	let facts = ParticipantFacts { sponsor, roles, suspended: false, self_operated };
	neighbours(|all| all.participants.insert(id, facts));
}

/// Builds the world, runs a test in it, and checks the invariants after it.
pub struct World(TestState);

impl World {
	pub fn new() -> Self {
		let mut state = TestState::new_empty();
		state.execute_with(|| {
			System::set_block_number(1);
			Share::set(Perbill::from_percent(15));
			neighbours(|all| *all = Neighbours { now: NOON, ..Neighbours::default() });
			join(PLATFORM as u32, Roles::of(&[Role::Platform]), false);
			join(SHOP as u32, Roles::of(&[Role::Merchant]), false);
			join(OWN_SHOP as u32, Roles::of(&[Role::Platform]), true);
			join(SUPERVISOR as u32, Roles::of(&[Role::Supervisor]), false);
			join(BUYER as u32, Roles::of(&[Role::Buyer]), false);
		});
		Self(state)
	}

	pub fn run(mut self, test: impl FnOnce()) {
		self.0.execute_with(|| {
			test();
			check();
		});
	}

	#[cfg(feature = "runtime-benchmarks")]
	pub fn state() -> TestState {
		Self::new().0
	}
}

pub fn check() {
	assert_eq!(Groups::check_invariants(), Ok(()));
}

pub fn signed(key: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(key)
}

pub fn reference(text: &str) -> Reference {
	Reference { date: today(), text: Text::truncate_from(text.as_bytes().to_vec()) }
}

pub fn today() -> Date {
	FakeClock::today()
}

/// A group of the platform and the shop that three orders complete.
pub fn terms() -> GroupTerms {
	GroupTerms {
		platform: ParticipantId(PLATFORM as u32),
		merchant: ParticipantId(SHOP as u32),
		rules: RULES,
		currency: CNY,
		needed: 3,
		deadline: None,
		leader_slot: None,
	}
}

/// The same with a leader.
pub fn led() -> GroupTerms {
	GroupTerms { leader_slot: Some(1), ..terms() }
}

/// Opens a group as the platform.
pub fn open(text: &str, terms: GroupTerms) -> GroupNo {
	let group = crate::NextGroup::<Test>::get();
	assert_ok!(Groups::open(signed(PLATFORM), reference(text), terms));
	group
}

pub fn order(number: u8) -> OrderId {
	OrderId::new(TODAY, ParticipantId(BUYER as u32), [number; 16])
}

/// An order joins, as escrow tells it.
pub fn joins(group: GroupNo, number: u8) -> DispatchResult {
	Groups::join(group, order(number), Some(AccountNo(100 + u64::from(number))), now())
}

/// Orders join one after the other.
pub fn joined(group: GroupNo, numbers: impl IntoIterator<Item = u8>) {
	for number in numbers {
		assert_ok!(joins(group, number));
	}
}

pub fn now() -> Moment {
	FakeClock::now()
}

pub fn in_hours(hours: u64) -> Moment {
	NOON.plus(hours * 60 * MINUTE_MS)
}

/// Lets time come to a moment, and one block pass.
pub fn pass_to(moment: Moment) {
	come(moment);
	tick(WeightMeter::new());
}

/// Lets time come to a moment.
pub fn come(moment: Moment) {
	neighbours(|all| all.now = moment);
}

/// Lets a block pass that has so much room left, and answers what the clock took of it.
pub fn tick(mut meter: WeightMeter) -> Weight {
	System::set_block_number(System::block_number() + 1);
	Groups::on_poll(System::block_number(), &mut meter);
	check();
	meter.consumed()
}

/// Lets the clock's share of a block be this much.
pub fn share(of: Weight) {
	let limits: BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
	let max = limits.max_block;
	Share::set(Perbill::from_rational(of.ref_time(), max.ref_time()));
}

/// All that waits to be looked at.
pub fn take_all() -> Vec<OrderId> {
	let mut taken = Vec::new();
	while let Some(order) = Groups::take_waiting() {
		check();
		taken.push(order);
	}
	taken
}

/// What this pallet said since the last time it was asked.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::read_events_for_pallet::<crate::Event<Test>>();
	System::reset_events();
	events
}
