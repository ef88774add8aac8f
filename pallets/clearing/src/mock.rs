// SPDX-License-Identifier: Apache-2.0

//! A runtime of system and clearing. Keys are numbers: 0 to 63 sign for the banks of these indices,
//! [`AGENT`] for the settlement agent, and the others for who must be refused.

use crate as pallet_clearing;
use crate::{BankRow, BankRows, Pallet, ReferenceKey};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{
		BankFacts, Clearing as _, ClearingBook, Clock, ParticipantFacts, ParticipantObserver,
		Participants, Signer,
	},
	Amount, BankIndex, BankStatus, Currency, CycleNo, Date, Moment, OrderId, ParticipantId,
	Position, Reference, Role, Roles, Scope, Text,
};
use std::{cell::RefCell, collections::BTreeMap};

pub(crate) const CNY: Currency = Currency(156);
pub(crate) const USD: Currency = Currency(840);

pub(crate) const A: BankIndex = BankIndex(0);
pub(crate) const B: BankIndex = BankIndex(1);
pub(crate) const C: BankIndex = BankIndex(2);
pub(crate) const D: BankIndex = BankIndex(3);

/// Signs for the settlement agent of every currency of [`World`].
pub(crate) const AGENT: u64 = 100;
/// Signs for a settlement agent of another currency.
pub(crate) const OTHER_AGENT: u64 = 101;
/// Signs for a participant that is agent and bank.
pub(crate) const AGENT_AND_BANK: u64 = 102;
/// Signs for a customer.
pub(crate) const CUSTOMER: u64 = 200;
/// Signs for nobody.
pub(crate) const STRANGER: u64 = 300;

/// The moment at which a world begins: noon of its date.
pub(crate) const START: Moment = Moment(20_000 * 86_400_000 + 43_200_000);
pub(crate) const TODAY: Date = Date(20_000);

#[frame_construct_runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(RuntimeCall, RuntimeEvent, RuntimeError, RuntimeOrigin, RuntimeTask)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(14)]
	pub type Clearing = pallet_clearing;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlockU32<Test>;
}

impl crate::Config for Test {
	type Participants = Fake;
	type Clock = Fake;
	type RootOrigin = EnsureRoot<u64>;
	type WeightInfo = ();
}

thread_local! {
	static NOW: RefCell<Moment> = const { RefCell::new(START) };
	static STATUS: RefCell<BTreeMap<BankIndex, BankStatus>> =
		const { RefCell::new(BTreeMap::new()) };
	static KEYS: RefCell<BTreeMap<u64, u32>> = const { RefCell::new(BTreeMap::new()) };
	static ROLES: RefCell<BTreeMap<u32, Roles>> = const { RefCell::new(BTreeMap::new()) };
}

/// Participants and clock: 64 banks, two agents, a customer; a participant's id is its key.
pub struct Fake;

impl Participants<u64> for Fake {
	fn signer(key: &u64, scope: Scope) -> Result<Signer<u64>, DispatchError> {
		let given = KEYS.with_borrow(|keys| keys.get(key).copied());
		let own = u32::try_from(*key).ok().filter(|_| *key < STRANGER);
		let participant =
			given.or(own).map(ParticipantId).ok_or(DispatchError::Other("unknown key"))?;
		ensure!(scope == Scope::Treasury, DispatchError::Other("scope"));
		Ok(Signer { participant, key: *key })
	}

	fn facts(id: ParticipantId) -> Option<ParticipantFacts> {
		let roles = match id.0.into() {
			0..64 => Roles::of(&[Role::Bank]),
			AGENT | OTHER_AGENT => Roles::of(&[Role::SettlementAgent]),
			AGENT_AND_BANK => Roles::of(&[Role::SettlementAgent, Role::Bank]),
			CUSTOMER => Roles::of(&[Role::Buyer]),
			_ => return None,
		};
		let roles = ROLES.with_borrow(|set| set.get(&id.0).copied()).unwrap_or(roles);
		Some(ParticipantFacts { sponsor: id, roles, suspended: false, self_operated: false })
	}

	fn bank(index: BankIndex) -> Option<BankFacts> {
		let status = STATUS.with_borrow(|status| status.get(&index).copied()).unwrap_or_default();
		let participant = ParticipantId(index.0.into());
		(index.0 < 64).then_some(BankFacts { participant, status })
	}

	fn bank_of(participant: ParticipantId) -> Option<BankIndex> {
		u8::try_from(participant.0).ok().filter(|index| *index < 64).map(BankIndex)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_participant(key: u64, roles: Roles, bank: BankIndex) -> ParticipantId {
		let known = if roles.has(Role::Bank) { bank.0.into() } else { AGENT as u32 };
		KEYS.with_borrow_mut(|keys| keys.insert(key, known));
		ParticipantId(known)
	}
}

impl Clock for Fake {
	fn now() -> Moment {
		NOW.with_borrow(|now| *now)
	}
}

/// What a test begins with.
pub(crate) struct World {
	cycle_ms: u64,
	banks: Vec<(BankIndex, u64, u64)>,
}

impl World {
	pub(crate) fn new() -> Self {
		NOW.set(START);
		STATUS.take();
		ROLES.take();
		Self { cycle_ms: 0, banks: Vec::new() }
	}

	/// Lets both currencies close by themselves.
	pub(crate) fn closing_each(mut self, cycle_ms: u64) -> Self {
		self.cycle_ms = cycle_ms;
		self
	}

	/// Lets a bank join with a reserve, and a cap as high.
	pub(crate) fn with_bank(self, bank: BankIndex, reserve: u64) -> Self {
		self.with_capped_bank(bank, reserve, reserve)
	}

	pub(crate) fn with_capped_bank(mut self, bank: BankIndex, reserve: u64, cap: u64) -> Self {
		self.banks.push((bank, reserve, cap));
		self
	}

	/// Runs a test and then checks everything that must hold.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.state().execute_with(|| {
			System::set_block_number(1);
			for (bank, reserve, cap) in &self.banks {
				assert_ok!(Clearing::join(by(*bank), CNY));
				if *reserve > 0 {
					assert_ok!(issue(&format!("opening/{bank}"), *bank, *reserve));
					assert_ok!(Clearing::set_cap(agent(), *bank, CNY, Amount(*cap)));
				}
			}
			System::reset_events();
			test();
			assert_ok!(Clearing::check_invariants());
		});
	}

	pub(crate) fn state(&self) -> TestState {
		let currency = |currency| (currency, 2, ParticipantId(AGENT as u32), self.cycle_ms);
		RuntimeGenesisConfig {
			clearing: pallet_clearing::GenesisConfig {
				currencies: vec![currency(CNY), currency(USD)],
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.expect("a genesis")
		.into()
	}
}

pub(crate) fn by(bank: BankIndex) -> RuntimeOrigin {
	signed(bank.0.into())
}

pub(crate) fn agent() -> RuntimeOrigin {
	signed(AGENT)
}

pub(crate) fn signed(key: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(key)
}

pub(crate) fn text(text: &str) -> Text {
	text.as_bytes().to_vec().try_into().expect("a short text")
}

pub(crate) fn reference(of: &str) -> Reference {
	Reference { date: TODAY, text: text(of) }
}

/// The key under which a bank's withdrawal is decided.
pub(crate) fn key_of(bank: BankIndex, of: &str) -> ReferenceKey {
	OrderId::new(TODAY, ParticipantId(bank.0.into()), frame::hashing::blake2_128(of.as_bytes())).0
}

pub(crate) fn issue(of: &str, bank: BankIndex, amount: u64) -> DispatchResult {
	Clearing::issue_reserve(agent(), reference(of), bank, CNY, Amount(amount))
}

pub(crate) fn cap(bank: BankIndex, amount: u64) -> DispatchResult {
	Clearing::set_cap(agent(), bank, CNY, Amount(amount))
}

pub(crate) fn request(of: &str, bank: BankIndex, amount: u64) -> DispatchResult {
	Clearing::request_withdrawal(by(bank), reference(of), CNY, Amount(amount))
}

pub(crate) fn give_back(of: &str, bank: BankIndex) -> DispatchResult {
	Clearing::return_reserve(agent(), reference(of), bank, CNY)
}

pub(crate) fn close() -> DispatchResult {
	Clearing::close_cycle(agent(), CNY, text("end of test"))
}

pub(crate) fn settle(cycle: u32) -> DispatchResult {
	Clearing::settle_cycle(agent(), CNY, CycleNo(cycle))
}

pub(crate) fn make_gross(a: BankIndex, b: BankIndex) {
	assert_ok!(Clearing::set_gross(agent(), CNY, a, b, true));
}

/// Sets the time of the chain.
pub(crate) fn set_now(now: Moment) {
	NOW.set(now);
}

/// Changes the status of a bank, and tells clearing.
pub(crate) fn set_status(bank: BankIndex, status: BankStatus) {
	STATUS.with_borrow_mut(|all| all.insert(bank, status));
	let facts = Fake::bank(bank).expect("a bank");
	<Pallet<Test> as ParticipantObserver>::bank_changed(bank, &facts);
}

/// Changes the roles of whom a key signs for.
pub(crate) fn set_roles(key: u64, roles: &[Role]) {
	ROLES.with_borrow_mut(|all| all.insert(key as u32, Roles::of(roles)));
}

/// A movement of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Move {
	/// Pays at once.
	Pay(BankIndex, BankIndex, u64),
	/// Pays out of what was promised.
	Release(BankIndex, BankIndex, u64),
	/// Promises.
	Promise(BankIndex, u64),
	/// Takes a promise back.
	Unpromise(BankIndex, u64),
}

/// Enters the movements into an open item.
pub(crate) fn enter(book: &mut impl ClearingBook, moves: &[Move]) -> DispatchResult {
	moves.iter().try_for_each(|one| match *one {
		Move::Pay(from, to, amount) => book.oblige(CNY, from, to, Amount(amount), false),
		Move::Release(from, to, amount) => book.oblige(CNY, from, to, Amount(amount), true),
		Move::Promise(from, amount) => book.promise(CNY, from, Amount(amount)),
		Move::Unpromise(from, amount) => book.unpromise(CNY, from, Amount(amount)),
	})
}

/// A call of one item.
pub(crate) fn item(moves: &[Move]) -> DispatchResult {
	let mut book = Clearing::open_book();
	book.begin();
	enter(&mut book, moves)?;
	book.accept()?;
	book.commit();
	Ok(())
}

pub(crate) fn pay(from: BankIndex, to: BankIndex, amount: u64) -> DispatchResult {
	item(&[Move::Pay(from, to, amount)])
}

pub(crate) fn promise(from: BankIndex, amount: u64) -> DispatchResult {
	item(&[Move::Promise(from, amount)])
}

pub(crate) fn release(from: BankIndex, to: BankIndex, amount: u64) -> DispatchResult {
	item(&[Move::Release(from, to, amount)])
}

/// Records leaves, as payments do.
pub(crate) fn record(currency: Currency, leaves: &[[u8; 32]]) {
	let mut book = Clearing::open_book();
	for leaf in leaves {
		book.record(currency, *leaf);
	}
	book.commit();
}

pub(crate) fn row(bank: BankIndex) -> BankRow {
	BankRows::<Test>::get(CNY, bank).expect("the bank joined")
}

pub(crate) fn positions<const N: usize>(banks: [BankIndex; N]) -> [Position; N] {
	banks.map(|bank| row(bank).position)
}

pub(crate) fn reserves<const N: usize>(banks: [BankIndex; N]) -> [u64; N] {
	banks.map(|bank| row(bank).reserve.0)
}

/// Ends this block and begins the next, `ms` later.
pub(crate) fn next_block(ms: u64) {
	Clearing::on_finalize(System::block_number());
	assert_ok!(Clearing::check_no_leaf_waits());
	NOW.with_borrow_mut(|now| *now = now.plus(ms));
	System::set_block_number(System::block_number() + 1);
	Clearing::on_initialize(System::block_number());
}

/// What this pallet told since the beginning of the test.
pub(crate) fn events() -> Vec<pallet_clearing::Event<Test>> {
	System::read_events_for_pallet::<pallet_clearing::Event<Test>>()
}
