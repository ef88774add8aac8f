// SPDX-License-Identifier: Apache-2.0

//! A world of three banks and their customers. The neighbours are fakes that remember what they
//! were told.

#![allow(unreachable_pub, reason = "the macro of the runtime makes its types public")]

use crate as pallet_ledger;
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{
	ports::{
		BankFacts, Clock, Entry, Ledger as _, LedgerBook, Lien, ParticipantFacts,
		ParticipantObserver, Participants,
	},
	AccountNo, AccountType, Amount, BankIndex, BankStatus, Commitment, Currency, Date, Moment,
	OrderId, ParticipantId, Reference, Role, Roles, Scopes, Text, DAY_MS,
};

mod fakes;

pub use fakes::*;

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
	#[runtime::pallet_index(11)]
	pub type Ledger = pallet_ledger;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
}

impl pallet_ledger::Config for Test {
	type Participants = FakeParticipants;
	type Clearing = FakeClearing;
	type Clock = FakeClock;
	type WeightInfo = ();
}

pub(crate) const CNY: Currency = Currency(156);
pub(crate) const USD: Currency = Currency(840);
/// A currency that nobody opened.
pub(crate) const XXX: Currency = Currency(999);

pub(crate) const BANK_A: Who = Who { id: ParticipantId(0), key: 100 };
pub(crate) const BANK_B: Who = Who { id: ParticipantId(1), key: 101 };
pub(crate) const BANK_C: Who = Who { id: ParticipantId(2), key: 102 };
pub(crate) const SUPERVISOR: Who = Who { id: ParticipantId(3), key: 103 };
pub(crate) const SHOP: Who = Who { id: ParticipantId(4), key: 104 };
pub(crate) const PLATFORM: Who = Who { id: ParticipantId(5), key: 105 };
pub(crate) const TAX_OFFICE: Who = Who { id: ParticipantId(6), key: 106 };
pub(crate) const BUYER: Who = Who { id: ParticipantId(7), key: 107 };
/// A customer of bank B.
pub(crate) const VENDOR: Who = Who { id: ParticipantId(8), key: 108 };
/// An id and a key that nobody has.
pub(crate) const STRANGER: Who = Who { id: ParticipantId(99), key: 199 };

pub(crate) const A: BankIndex = BankIndex(0);
pub(crate) const B: BankIndex = BankIndex(1);
pub(crate) const C: BankIndex = BankIndex(2);

/// Today, with enough days before it for every test of age.
pub(crate) const TODAY: Date = Date(20_779);
pub(crate) const EVIDENCE: Commitment = Commitment([7; 32]);

/// A participant and its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
	pub(crate) id: ParticipantId,
	pub(crate) key: u64,
}

/// Builds the world, runs a test in it, and checks the invariants after it.
pub(crate) struct World;

impl World {
	/// Three active banks, a supervisor, customers of bank A, and one of bank B.
	pub(crate) fn new() -> Self {
		let mut all = Neighbours { now: Moment(u64::from(TODAY.0) * DAY_MS), ..Default::default() };
		let mut add = |who: Who, sponsor: Who, roles: &[Role]| {
			let roles = Roles::of(roles);
			let (suspended, self_operated) = (false, false);
			let facts = ParticipantFacts { sponsor: sponsor.id, roles, suspended, self_operated };
			all.participants.insert(who.id, facts);
			all.scopes.insert(who.key, (who.id, Scopes::ALL));
		};
		for bank in [BANK_A, BANK_B, BANK_C] {
			add(bank, bank, &[Role::Bank]);
		}
		add(SUPERVISOR, SUPERVISOR, &[Role::Supervisor]);
		add(SHOP, BANK_A, &[Role::Merchant, Role::Buyer]);
		add(PLATFORM, BANK_A, &[Role::Platform]);
		add(TAX_OFFICE, BANK_A, &[Role::Tax]);
		add(BUYER, BANK_A, &[Role::Buyer]);
		add(VENDOR, BANK_B, &[Role::Merchant]);
		for (index, bank) in [(A, BANK_A), (B, BANK_B), (C, BANK_C)] {
			let facts = BankFacts { participant: bank.id, status: BankStatus::Active };
			all.banks.insert(index, facts);
		}
		neighbours(|world| *world = all);
		Self
	}

	/// What `bank` may owe in `CNY` and promise is at most `limit`.
	pub(crate) fn with_limit(self, bank: BankIndex, limit: u64) -> Self {
		set_limit(bank, limit);
		self
	}

	pub(crate) fn run(self, test: impl FnOnce()) {
		new_state().execute_with(|| {
			System::set_block_number(1);
			test();
			assert_ok!(Ledger::check_invariants());
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

pub(crate) fn signed(who: Who) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.key)
}

pub(crate) fn text(text: &str) -> Text {
	Text::truncate_from(text.into())
}

/// A reference of today.
pub(crate) fn reference(words: &str) -> Reference {
	Reference { date: TODAY, text: text(words) }
}

/// Lets `bank` open accounts for `owner`, who says so itself.
pub(crate) fn allow(owner: Who, bank: BankIndex) {
	assert_ok!(Ledger::allow_bank(signed(owner), owner.id, bank, true));
}

/// Opens a current account at `bank`, which its owner allows, and gives its number.
pub(crate) fn open(bank: Who, owner: Who, currency: Currency) -> AccountNo {
	open_of_type(bank, owner, currency, AccountType::Current)
}

pub(crate) fn open_of_type(
	bank: Who,
	owner: Who,
	currency: Currency,
	account_type: AccountType,
) -> AccountNo {
	let sponsor = neighbours(|all| all.participants[&owner.id].sponsor);
	if ![owner.id, sponsor].contains(&bank.id) {
		let index = FakeParticipants::bank_of(bank.id).unwrap();
		allow(owner, index);
	}
	assert_ok!(Ledger::open_account(signed(bank), owner.id, currency, account_type, false));
	last_account()
}

/// The account that was opened last.
pub(crate) fn last_account() -> AccountNo {
	AccountNo(crate::NextAccount::<Test>::get() - 1)
}

/// Issues `amount` to `account` under a reference of its own.
pub(crate) fn issue(bank: Who, account: AccountNo, amount: u64) {
	let count = System::events().len() + crate::References::<Test>::iter().count();
	let reference = reference(&format!("issue {count}"));
	assert_ok!(Ledger::issue(signed(bank), reference, account, Amount(amount), 1, EVIDENCE));
}

/// Opens a current account in `CNY` with `amount` on it.
pub(crate) fn funded(bank: Who, owner: Who, amount: u64) -> AccountNo {
	let account = open(bank, owner, CNY);
	issue(bank, account, amount);
	account
}

/// One item in a book of its own, as a call would post it.
pub(crate) fn post(entries: &[Entry]) -> DispatchResult {
	let mut book = Ledger::open_book();
	book.begin();
	entries.iter().try_for_each(|entry| book.enter(*entry))?;
	book.accept()?;
	book.commit();
	Ok(())
}

/// What `debtor` owes `creditor` for leg 1 of an order, until the end of time.
pub(crate) fn lien(creditor: AccountNo, amount: u64) -> Lien {
	let (order, deadline) = (OrderId([1; 22]), Moment(u64::MAX));
	Lien { creditor, order, leg: 1, remaining: Amount(amount), deadline }
}

/// Makes `debtor` owe `creditor`, as a refund that it could not pay would.
pub(crate) fn lay_lien(debtor: AccountNo, creditor: AccountNo, amount: u64) {
	let mut book = Ledger::open_book();
	book.begin();
	assert_ok!(book.lay_lien(debtor, lien(creditor, amount)));
	assert_ok!(book.accept());
	book.commit();
}

/// Available and held of an account.
pub(crate) fn balance(account: AccountNo) -> (u64, u64) {
	let view = Ledger::account(account).unwrap();
	(view.available.0, view.held.0)
}

/// Changes what a participant may do, and tells the ledger.
pub(crate) fn change(who: Who, change: impl FnOnce(&mut ParticipantFacts)) {
	let facts = neighbours(|all| {
		let facts = all.participants.get_mut(&who.id).unwrap();
		change(facts);
		*facts
	});
	Ledger::participant_changed(who.id, &facts);
}

pub(crate) fn set_bank_status(index: BankIndex, status: BankStatus) {
	let facts = neighbours(|all| {
		let facts = all.banks.get_mut(&index).unwrap();
		facts.status = status;
		*facts
	});
	Ledger::bank_changed(index, &facts);
}

/// What `bank` may owe in `CNY` and promise is at most `limit` from now on.
pub(crate) fn set_limit(bank: BankIndex, limit: u64) {
	neighbours(|all| all.limits.insert((CNY, bank), limit.into()));
}

/// The key of `who` has these scopes from now on.
pub(crate) fn set_scopes(who: Who, scopes: Scopes) {
	neighbours(|all| all.scopes.insert(who.key, (who.id, scopes)));
}

pub(crate) fn set_now(date: Date) {
	neighbours(|all| all.now = date.start());
}

pub(crate) fn set_moment(moment: Moment) {
	neighbours(|all| all.now = moment);
}

pub(crate) fn now() -> Moment {
	FakeClock::now()
}

/// A block at this moment.
pub(crate) fn pass_to(moment: Moment) {
	set_moment(moment);
	Ledger::on_poll(1, &mut WeightMeter::with_limit(Weight::MAX));
}

/// The events of the ledger since the last call of this.
pub(crate) fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::read_events_for_pallet::<crate::Event<Test>>();
	System::reset_events();
	events
}
