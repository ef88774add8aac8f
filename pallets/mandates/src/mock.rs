// SPDX-License-Identifier: Apache-2.0

//! Two banks and their customers. The neighbours are fakes that know who is who, whose an account is
//! and what time it is.

#![allow(unreachable_pub, reason = "the macro of the runtime makes its types public")]

use crate as pallet_mandates;
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{
	ports::{
		AccountOwner, AccountOwners, BankFacts, Clock, MandateFacts, Mandates as _,
		ParticipantFacts, Participants, Signer,
	},
	AccountNo, Amount, BankIndex, BankStatus, Commitment, Currency, Date, MandateLimits, MandateNo,
	MandatePeriod, MandateTerms, Moment, ParticipantId, Role, Roles, Scope, Scopes,
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
	#[runtime::pallet_index(17)]
	pub type Mandates = pallet_mandates;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

impl pallet_mandates::Config for Test {
	type Participants = FakeParticipants;
	type Accounts = FakeAccounts;
	type Clock = FakeClock;
	type WeightInfo = ();
}

/// A participant and a key of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
	pub(crate) id: ParticipantId,
	pub(crate) key: u64,
}

pub(crate) const BANK: Who = Who { id: ParticipantId(0), key: 100 };
/// The bank again, by another key.
pub(crate) const SECOND_OF_BANK: Who = Who { id: BANK.id, key: 200 };
pub(crate) const OTHER_BANK: Who = Who { id: ParticipantId(1), key: 101 };
/// Whose the account is.
pub(crate) const OWNER: Who = Who { id: ParticipantId(2), key: 102 };
/// The owner again, by another key.
pub(crate) const SECOND_OF_OWNER: Who = Who { id: OWNER.id, key: 202 };
pub(crate) const PLATFORM: Who = Who { id: ParticipantId(3), key: 103 };
pub(crate) const SUPERVISOR: Who = Who { id: ParticipantId(4), key: 104 };
/// A customer of the other bank.
pub(crate) const MERCHANT: Who = Who { id: ParticipantId(5), key: 105 };
/// An id and a key that nobody has.
pub(crate) const STRANGER: Who = Who { id: ParticipantId(99), key: 199 };

/// The account of the owner at the bank.
pub(crate) const WALLET: AccountNo = AccountNo(20);
/// Another one.
pub(crate) const SAVINGS: AccountNo = AccountNo(21);
/// A number that no account has.
pub(crate) const NO_ACCOUNT: AccountNo = AccountNo(99);

/// The first day of a month, and of all worlds.
pub(crate) const FIRST: Date = Date(20_788);

pub(crate) const UNKNOWN_KEY: DispatchError = DispatchError::Other("unknown key");
pub(crate) const NO_SCOPE: DispatchError = DispatchError::Other("key without scope");
pub(crate) const SUSPENDED: DispatchError = DispatchError::Other("suspended");

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
		let suspended = Self::facts(participant).is_some_and(|facts| facts.suspended);
		ensure!(!suspended, SUSPENDED);
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
			_ => OWNER,
		};
		neighbours(|all| all.keys.insert(key, (who.id, Scopes::ALL)));
		who.id
	}
}

pub struct FakeAccounts;

impl AccountOwners for FakeAccounts {
	fn account_owner(account: AccountNo) -> Option<AccountOwner> {
		neighbours(|all| all.accounts.get(&account).copied())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_account(owner: ParticipantId, bank: BankIndex, currency: Currency) -> AccountNo {
		let number = neighbours(|all| AccountNo(900 + all.accounts.len() as u64));
		let row = AccountOwner { owner, bank, currency, closed: false };
		neighbours(|all| all.accounts.insert(number, row));
		number
	}
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
		let mut add = |who: Who, sponsor: Who, roles: &[Role]| {
			let (sponsor, roles) = (sponsor.id, Roles::of(roles));
			let facts = ParticipantFacts { sponsor, roles, suspended: false, self_operated: false };
			all.participants.insert(who.id, facts);
			all.keys.insert(who.key, (who.id, Scopes::ALL));
		};
		add(BANK, BANK, &[Role::Bank]);
		add(OTHER_BANK, OTHER_BANK, &[Role::Bank]);
		add(OWNER, BANK, &[Role::Buyer]);
		add(PLATFORM, BANK, &[Role::Platform]);
		add(SUPERVISOR, SUPERVISOR, &[Role::Supervisor]);
		add(MERCHANT, OTHER_BANK, &[Role::Merchant]);
		for second in [SECOND_OF_BANK, SECOND_OF_OWNER] {
			all.keys.insert(second.key, (second.id, Scopes::ALL));
		}
		let (bank, currency) = (BankIndex(0), Currency(156));
		for account in [WALLET, SAVINGS] {
			let row = AccountOwner { owner: OWNER.id, bank, currency, closed: false };
			all.accounts.insert(account, row);
		}
		neighbours(|world| *world = all);
		on(FIRST);
		Self
	}

	pub(crate) fn run(self, test: impl FnOnce()) {
		new_state().execute_with(|| {
			System::set_block_number(1);
			test();
			assert_ok!(Mandates::check_invariants());
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

/// The last millisecond of a date.
pub(crate) fn on(date: Date) {
	neighbours(|all| all.now = Moment(Date(date.0 + 1).start().0 - 1));
}

/// So many days after the first.
pub(crate) fn day(days: u16) -> Date {
	Date(FIRST.0 + days)
}

/// Runs the clock of a block.
pub(crate) fn tick() {
	Mandates::on_poll(System::block_number(), &mut WeightMeter::new());
}

pub(crate) fn without_scope(who: Who, scope: Scope) {
	neighbours(|all| all.keys.insert(who.key, (who.id, Scopes(Scopes::ALL.0 & !scope.bit()))));
}

/// The key signs no more.
pub(crate) fn revoke_key(who: Who) {
	neighbours(|all| all.keys.remove(&who.key));
}

pub(crate) fn suspend(who: Who, suspended: bool) {
	neighbours(|all| all.participants.get_mut(&who.id).unwrap().suspended = suspended);
}

/// The account is closed for ever.
pub(crate) fn close(account: AccountNo) {
	neighbours(|all| all.accounts.get_mut(&account).unwrap().closed = true);
}

/// The number was never given: what never happens to an account that was.
pub(crate) fn forget_account(account: AccountNo) {
	neighbours(|all| all.accounts.remove(&account));
}

/// Nobody knows the participant any more: what never happens on a chain.
pub(crate) fn forget(who: Who) {
	neighbours(|all| all.participants.remove(&who.id));
}

pub(crate) fn signed(who: Who) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.key)
}

/// 100 an order, 150 and two orders a period, a year long.
pub(crate) const LIMITS: MandateLimits = MandateLimits {
	single: Amount(100),
	amount: Amount(150),
	orders: 2,
	until: Date(FIRST.0 + 364),
};

/// For the platform on the wallet, monthly.
pub(crate) fn terms() -> MandateTerms {
	MandateTerms {
		account: WALLET,
		grantee: PLATFORM.id,
		limits: LIMITS,
		period: MandatePeriod::Month,
		from: FIRST,
		evidence: Commitment([1; 32]),
	}
}

/// On other evidence.
pub(crate) fn another(terms: MandateTerms, number: u8) -> MandateTerms {
	MandateTerms { evidence: Commitment([number; 32]), ..terms }
}

pub(crate) fn propose(by: Who, terms: MandateTerms) -> DispatchResult {
	Mandates::propose(signed(by), terms)
}

/// Proposed by the owner.
pub(crate) fn proposed(terms: MandateTerms) -> MandateNo {
	let mandate = crate::NextMandate::<Test>::get();
	assert_ok!(propose(OWNER, terms));
	mandate
}

/// Proposed by the owner, confirmed by its bank.
pub(crate) fn given(terms: MandateTerms) -> MandateNo {
	let mandate = proposed(terms);
	assert_ok!(Mandates::confirm(signed(BANK), mandate, terms));
	mandate
}

/// What escrow is answered now.
pub(crate) fn asked(mandate: MandateNo) -> Result<MandateFacts, DispatchError> {
	Mandates::mandate(mandate, FakeClock::now())
}

/// What is left, and how many orders.
pub(crate) fn left(mandate: MandateNo) -> (u64, u32) {
	let facts = asked(mandate).expect("it can be used");
	(facts.left.0, facts.orders_left)
}

/// Escrow places an order by the mandate.
pub(crate) fn draw(mandate: MandateNo, amount: u64) -> DispatchResult {
	Mandates::draw(mandate, Amount(amount), FakeClock::now())
}

/// What the pallet told since it was asked last.
pub(crate) fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::read_events_for_pallet();
	System::reset_events();
	events
}
