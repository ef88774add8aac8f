// SPDX-License-Identifier: Apache-2.0

//! A world of three banks, a marketplace and its customers. The neighbours are fakes; the ledger's
//! rows lie in the state, so that what is refused is seen to leave nothing behind.

#![allow(unreachable_pub, reason = "the macro of the runtime makes its types public")]

mod conditions;
mod disputes;
mod finance;
mod funders;
mod orders;

pub use conditions::*;
pub use disputes::*;
pub use finance::*;
pub use funders::*;
pub use orders::*;

use crate as pallet_escrow;
pub use crate::{fake_groups::*, fake_mandates::*, fake_neighbours::*};
use crate::{fake_ledger::FakeLedger, types::*};
use frame::{arithmetic::Perbill, deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{
	ports::{BankFacts, Participants},
	AccountFlags, AccountNo, AccountType, Amount, Attributes, BankIndex, BankStatus, CoverMode,
	Currency, Date, ExpiryPolicy, Moment, OrderBody, OrderId, ParticipantId, Purpose, Reference,
	RefundPolicy, ReleaseMode, Role, RuleHash, Terms, Text, DAY_MS, MINUTE_MS,
};

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
	#[runtime::pallet_index(13)]
	pub type Escrow = pallet_escrow;
}

parameter_types! {
	pub Limits: frame_system::limits::BlockWeights =
		frame_system::limits::BlockWeights::simple_max(Weight::from_parts(2_000_000_000_000, 1 << 24));
	pub const Share: Perbill = Perbill::from_percent(15);
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type BlockWeights = Limits;
}

impl pallet_escrow::Config for Test {
	type Participants = FakeParticipants;
	type Splits = FakeSplits;
	type Ledger = FakeLedger;
	type Mandates = FakeMandates;
	type Groups = FakeGroups;
	type Clock = FakeClock;
	type DrainShare = Share;
	type WeightInfo = ();
}

pub const CNY: Currency = Currency(156);
pub const USD: Currency = Currency(840);

pub const A: BankIndex = BankIndex(0);
pub const B: BankIndex = BankIndex(1);
pub const C: BankIndex = BankIndex(2);

// Participants; each signs with a key of its own number.
pub const BANK_A: u64 = 0;
pub const BANK_B: u64 = 1;
pub const BANK_C: u64 = 2;
pub const SHOP: u64 = 4;
pub const PLATFORM: u64 = 5;
pub const BUYER: u64 = 7;
pub const CARRIER: u64 = 8;
pub const OTHER_SHOP: u64 = 9;
pub const SUPPLIER: u64 = 10;
pub const FRIEND: u64 = 11;
pub const PROMOTER: u64 = 12;
pub const SECOND_PROMOTER: u64 = 13;
pub const THIRD_PROMOTER: u64 = 14;
pub const JUDGE: u64 = 20;
pub const SUPERVISOR: u64 = 21;
pub const SECOND_SUPERVISOR: u64 = 22;
/// Who bears witness.
pub const INSPECTORS: [u64; 3] = [23, 24, 25];
/// A key of the buyer without the scope pay.
pub const KEY_WITHOUT_PAY: u64 = 50;
/// A key of bank A without the scope admin.
pub const KEY_WITHOUT_ADMIN: u64 = 51;
/// A key that nobody registered.
pub const STRANGER: u64 = 99;

// Accounts.
pub const BUYER_A: AccountNo = AccountNo(100);
pub const SHOP_B: AccountNo = AccountNo(101);
pub const PLATFORM_A: AccountNo = AccountNo(102);
pub const CARRIER_B: AccountNo = AccountNo(103);
pub const SUPPLIER_C: AccountNo = AccountNo(104);
pub const OTHER_SHOP_B: AccountNo = AccountNo(105);
pub const SHOP_B_USD: AccountNo = AccountNo(106);
pub const FRIEND_A: AccountNo = AccountNo(107);
pub const FRIEND_B: AccountNo = AccountNo(108);
pub const SHOP_A: AccountNo = AccountNo(109);
/// The account from which bank A pays for buyers that have no account.
pub const TILL_A: AccountNo = AccountNo(110);
/// Where bank A keeps what nobody could be paid.
pub const UNCLAIMED_A: AccountNo = AccountNo(111);
/// From which bank B advances for its customers.
pub const GUARANTEE_B: AccountNo = AccountNo(112);
pub const PROMOTER_A: AccountNo = AccountNo(113);
pub const SECOND_PROMOTER_A: AccountNo = AccountNo(114);
pub const THIRD_PROMOTER_A: AccountNo = AccountNo(115);
pub const PROMOTER_B: AccountNo = AccountNo(116);
pub const UNKNOWN: AccountNo = AccountNo(999);

/// Today, 12:00, with enough days before it for every test of age.
pub const TODAY: Date = Date(20_779);
pub const NOON: Moment = Moment(20_779 * DAY_MS + 12 * 60 * MINUTE_MS);

/// Opens an account with what its flags mirror of its owner.
pub fn open(account: AccountNo, owner: u64, bank: BankIndex, currency: Currency) {
	open_as(AccountType::Current, account, owner, bank, currency);
}

fn open_as(
	account_type: AccountType,
	account: AccountNo,
	owner: u64,
	bank: BankIndex,
	currency: Currency,
) {
	let owner = ParticipantId(owner as u32);
	let facts = FakeParticipants::facts(owner).expect("the owner has joined");
	let flags = AccountFlags::of_type(account_type).mirroring(
		facts.roles,
		facts.suspended,
		facts.self_operated,
	);
	FakeLedger::open(account, owner, bank, currency, flags);
}

/// The world before a test, told in its verbs.
pub struct World(TestState);

impl World {
	pub fn new() -> Self {
		let mut state = TestState::new_empty();
		state.execute_with(|| {
			System::set_block_number(1);
			neighbours(|all| *all = Neighbours { now: NOON, ..Neighbours::default() });
			for (index, id) in [(A, BANK_A), (B, BANK_B), (C, BANK_C)] {
				let participant = ParticipantId(id as u32);
				let facts = BankFacts { participant, status: BankStatus::Active };
				neighbours(|all| all.banks.insert(index, facts));
				join(id, id as u32, &[Role::Bank]);
			}
			join(BUYER, 0, &[Role::Buyer]);
			join(SHOP, 1, &[Role::Merchant]);
			join(PLATFORM, 0, &[Role::Platform]);
			join(CARRIER, 1, &[Role::Carrier]);
			join(OTHER_SHOP, 1, &[Role::Merchant]);
			join(SUPPLIER, 2, &[Role::Supplier, Role::Merchant]);
			join(FRIEND, 0, &[Role::Buyer]);
			join(JUDGE, 2, &[Role::Attestor]);
			join(SUPERVISOR, 0, &[Role::Supervisor]);
			join(SECOND_SUPERVISOR, 0, &[Role::Supervisor]);
			for promoter in [PROMOTER, SECOND_PROMOTER, THIRD_PROMOTER] {
				join(promoter, 0, &[Role::Promoter]);
			}
			for inspector in INSPECTORS {
				join(inspector, 2, &[Role::Attestor]);
			}
			open(BUYER_A, BUYER, A, CNY);
			open(SHOP_A, SHOP, A, CNY);
			open(SHOP_B, SHOP, B, CNY);
			open(PLATFORM_A, PLATFORM, A, CNY);
			open(CARRIER_B, CARRIER, B, CNY);
			open(SUPPLIER_C, SUPPLIER, C, CNY);
			open(OTHER_SHOP_B, OTHER_SHOP, B, CNY);
			open(SHOP_B_USD, SHOP, B, USD);
			open(FRIEND_A, FRIEND, A, CNY);
			open(FRIEND_B, FRIEND, B, CNY);
			open_as(AccountType::PassThrough, TILL_A, BANK_A, A, CNY);
			open_as(AccountType::Unclaimed, UNCLAIMED_A, BANK_A, A, CNY);
			open_as(AccountType::Guarantee, GUARANTEE_B, BANK_B, B, CNY);
			open(PROMOTER_A, PROMOTER, A, CNY);
			open(PROMOTER_B, PROMOTER, B, CNY);
			open(SECOND_PROMOTER_A, SECOND_PROMOTER, A, CNY);
			open(THIRD_PROMOTER_A, THIRD_PROMOTER, A, CNY);
			FakeLedger::put_money(BUYER_A, Amount(10_000));
			FakeLedger::put_money(TILL_A, Amount(10_000));
			publish_all();
			// The chain has begun: the clock knows from when on it works.
			Escrow::on_poll(1, &mut WeightMeter::new());
		});
		Self(state)
	}

	/// What a bank may owe and promise.
	pub fn with_cover(mut self, bank: BankIndex, limit: u64) -> Self {
		self.0.execute_with(|| FakeLedger::limit(bank, limit.into()));
		self
	}

	/// More or less money than the 10,000 that the buyer has.
	pub fn with_money(mut self, account: AccountNo, amount: u64) -> Self {
		self.0.execute_with(|| FakeLedger::put_money(account, Amount(amount)));
		self
	}

	/// Runs a test, and at its end every invariant.
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

/// Every invariant, and those that need the ledger: nothing is held or promised but for orders.
pub fn check() {
	assert_eq!(Escrow::check_invariants(), Ok(()));
	assert_eq!(FakeLedger::all_held(), Escrow::held_by_orders());
	let promised = Escrow::promised_by_orders();
	let promised = promised.into_iter().map(|((_, bank), amount)| (bank, amount));
	assert_eq!(FakeLedger::all_promised(), promised.collect());
	FakeLedger::check();
	for debtor in FakeLedger::all_debtors() {
		assert!(crate::DebtorHints::<Test>::contains_key(debtor), "nobody watches {debtor}");
	}
}

pub fn row(id: OrderId) -> HeldOrder {
	match crate::Orders::<Test>::get(id) {
		Some(OrderRow::Held(order)) => *order,
		other => panic!("not held: {other:?}"),
	}
}

pub fn status(id: OrderId) -> split_ledger_primitives::OrderStatus {
	Escrow::order(id).expect("the order is known").status
}

/// Available and held.
pub fn money(account: AccountNo) -> (u64, u64) {
	FakeLedger::money(account)
}

pub fn set_flag(account: AccountNo, flag: AccountFlags, set: bool) {
	FakeLedger::set_flag(account, flag, set);
}

pub fn set_no_credit(account: AccountNo, set: bool) {
	set_flag(account, AccountFlags::NO_CREDIT, set);
}

pub fn set_bank(bank: BankIndex, status: BankStatus) {
	neighbours(|all| all.banks.get_mut(&bank).expect("a known bank").status = status);
}

/// Lets time jump, as a halt of the chain does, and runs one block.
pub fn jump_to(moment: Moment) {
	neighbours(|all| all.now = moment);
	tick(WeightMeter::new());
}

pub fn tick(mut block: WeightMeter) {
	System::set_block_number(System::block_number() + 1);
	Escrow::on_poll(System::block_number(), &mut block);
	check();
}

/// Lets time pass with a block now and then, until all that is due is done.
pub fn pass_to(moment: Moment) {
	neighbours(|all| all.now = moment);
	loop {
		crate::LastTick::<Test>::put(Moment(moment.0 - 1_000));
		tick(WeightMeter::new());
		let drained = crate::Drained::<Test>::get().expect("a block has passed");
		if drained.minute == moment.minute() {
			return;
		}
	}
}

/// What this pallet said since the last time it was asked.
pub fn events() -> Vec<crate::Event<Test>> {
	let events = System::read_events_for_pallet::<crate::Event<Test>>();
	System::reset_events();
	events
}

pub fn by(key: u64) -> By<u64> {
	By::Key { participant: ParticipantId(key as u32), key }
}
