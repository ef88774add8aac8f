// SPDX-License-Identifier: Apache-2.0

//! A ledger of one currency's worth of rules: rows and banks in the state, cover by one limit a bank.

#![allow(unreachable_pub, reason = "the mock's runtime makes its types public")]

mod book;

pub use book::FakeBook;

use codec::{Decode, Encode};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Ledger, LedgerBook, Liens},
	AccountFlags, AccountNo, AccountType, Amount, BankIndex, Currency, Date, ParticipantId, Total,
};
use std::collections::BTreeMap;

pub const SHORT: DispatchError = DispatchError::Token(TokenError::CannotCreate);
pub const NOT_ENOUGH: DispatchError = DispatchError::Token(TokenError::FundsUnavailable);
pub const FROZEN: DispatchError = DispatchError::Token(TokenError::Frozen);
pub const TOO_MANY_LIENS: DispatchError = DispatchError::Token(TokenError::CannotCreateHold);
pub const NO_SUCH_HOLD: DispatchError = DispatchError::Token(TokenError::NotExpendable);
pub const SAME_ACCOUNT: DispatchError = DispatchError::Other("from and to are the same account");
pub const NO_SUCH_ACCOUNT: DispatchError = DispatchError::Token(TokenError::UnknownAsset);

#[derive(Clone, Copy, Decode, Encode, TypeInfo, MaxEncodedLen)]
pub struct Row {
	owner: ParticipantId,
	bank: BankIndex,
	currency: Currency,
	flags: AccountFlags,
	available: u64,
	held: u64,
}

#[derive(Clone, Copy, Decode, Encode, TypeInfo, MaxEncodedLen)]
pub struct Bank {
	position: i128,
	promised: u128,
	limit: u128,
}

impl Default for Bank {
	fn default() -> Self {
		Self { position: 0, promised: 0, limit: u64::MAX.into() }
	}
}

#[storage_alias]
type Rows = StorageMap<FakeLedger, Twox64Concat, AccountNo, Row>;
/// What is owed from accounts; none where nothing is.
#[storage_alias]
type Owed = StorageMap<FakeLedger, Twox64Concat, AccountNo, Liens, ValueQuery>;
/// What courts hold on accounts, by account and number.
#[storage_alias]
type CourtHolds = StorageDoubleMap<FakeLedger, Twox64Concat, AccountNo, Twox64Concat, u32, u64>;
/// Until when tax was passed on from an account.
#[storage_alias]
type Remitted = StorageMap<FakeLedger, Twox64Concat, AccountNo, Date>;
#[storage_alias]
type Banks = StorageMap<FakeLedger, Twox64Concat, BankIndex, Bank, ValueQuery>;
#[storage_alias]
type Leaves = StorageValue<FakeLedger, Vec<[u8; 32]>, ValueQuery>;
#[cfg(feature = "runtime-benchmarks")]
#[storage_alias]
type AccountsMade = StorageValue<FakeLedger, u64, ValueQuery>;

pub struct FakeLedger;

impl FakeLedger {
	pub fn open(
		account: AccountNo,
		owner: ParticipantId,
		bank: BankIndex,
		currency: Currency,
		flags: AccountFlags,
	) {
		Rows::insert(account, Row { owner, bank, currency, flags, available: 0, held: 0 });
	}

	pub fn put_money(account: AccountNo, amount: Amount) {
		Rows::mutate(account, |row| row.as_mut().expect("open").available = amount.0);
	}

	pub fn set_flag(account: AccountNo, flag: AccountFlags, set: bool) {
		Rows::mutate(account, |row| {
			let row = row.as_mut().expect("open");
			row.flags = row.flags.with(flag, set);
		});
	}

	pub fn limit(bank: BankIndex, limit: u128) {
		Banks::mutate(bank, |bank| bank.limit = limit);
	}

	pub fn money(account: AccountNo) -> (u64, u64) {
		let row = Rows::get(account).expect("open");
		(row.available, row.held)
	}

	pub fn position(bank: BankIndex) -> i128 {
		Banks::get(bank).position
	}

	pub fn promised(bank: BankIndex) -> u128 {
		Banks::get(bank).promised
	}

	pub fn leaves() -> Vec<[u8; 32]> {
		Leaves::get()
	}

	/// Sets an amount aside for a court.
	pub fn hold_for_court(account: AccountNo, number: u32, amount: u64) {
		CourtHolds::insert(account, number, amount);
		Rows::mutate(account, |row| {
			let row = row.as_mut().expect("open");
			row.available -= amount;
			row.held += amount;
		});
	}

	/// What a court holds, by the numbers of its holds.
	pub fn court_holds(account: AccountNo) -> BTreeMap<u32, u64> {
		CourtHolds::iter_prefix(account).collect()
	}

	/// What was posted to a tax account until this date was passed on.
	pub fn remit(account: AccountNo, up_to: Date) {
		Remitted::insert(account, up_to);
	}

	/// What is held for orders: all but what was collected for creditors, and what courts hold.
	pub fn all_held() -> BTreeMap<AccountNo, Amount> {
		let others = |account| {
			Owed::get(account).collected.0 + CourtHolds::iter_prefix_values(account).sum::<u64>()
		};
		let held = |account, row: Row| row.held - others(account);
		let rows = Rows::iter().map(|(account, row)| (account, Amount(held(account, row))));
		rows.filter(|(_, held)| held.0 > 0).collect()
	}

	/// Of each debtor what was collected, and to whom it owes how much.
	pub fn liens(account: AccountNo) -> (u64, Vec<(AccountNo, u64)>) {
		let Liens { collected, list } = Owed::get(account);
		(collected.0, list.iter().map(|lien| (lien.creditor, lien.remaining.0)).collect())
	}

	pub fn all_debtors() -> Vec<AccountNo> {
		Owed::iter_keys().collect()
	}

	/// Money from outside of orders.
	pub fn issue(account: AccountNo, amount: u64) {
		let mut book = Self::open_book();
		book.begin();
		book.receive(account, Amount(amount)).expect("credited");
		book.accept().expect("accepted");
		book.commit();
	}

	pub fn all_promised() -> BTreeMap<BankIndex, Total> {
		let banks = Banks::iter().filter(|(_, bank)| bank.promised > 0);
		banks.map(|(index, bank)| (index, bank.promised)).collect()
	}

	/// Positions sum to zero; the flag of a debtor is set while it owes, and never more is collected.
	pub fn check() {
		for (account, row) in Rows::iter() {
			let Liens { collected, list } = Owed::get(account);
			assert_eq!(row.flags.has(AccountFlags::LIEN), !list.is_empty());
			assert!(collected.0 <= list.iter().map(|lien| lien.remaining.0).sum());
			assert!(list.iter().all(|lien| lien.remaining.0 > 0 && lien.creditor != account));
		}
		assert_eq!(Banks::iter_values().map(|bank| bank.position).sum::<i128>(), 0);
	}
}

impl Ledger for FakeLedger {
	type Book = FakeBook;

	fn open_book() -> FakeBook {
		FakeBook::default()
	}

	fn unclaimed(bank: BankIndex, currency: Currency) -> Option<AccountNo> {
		of_type(AccountType::Unclaimed, bank, currency)
	}

	fn guarantee(bank: BankIndex, currency: Currency) -> Option<AccountNo> {
		of_type(AccountType::Guarantee, bank, currency)
	}

	fn remitted_up_to(account: AccountNo) -> Option<Date> {
		Remitted::get(account)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_court_hold(account: AccountNo, amount: Amount) -> u32 {
		Self::hold_for_court(account, 0, amount.0);
		0
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_account(
		owner: ParticipantId,
		bank: BankIndex,
		currency: Currency,
		available: Amount,
	) -> AccountNo {
		let account =
			AccountNo(1_000 + AccountsMade::mutate(|made| core::mem::replace(made, *made + 1)));
		let facts =
			<crate::mock::FakeParticipants as split_ledger_primitives::ports::Participants<u64>>::facts(owner)
				.expect("the owner has joined");
		let flags = AccountFlags::default().mirroring(facts.roles, false, facts.self_operated);
		Self::open(account, owner, bank, currency, flags);
		Self::put_money(account, available);
		account
	}
}

fn of_type(kind: AccountType, bank: BankIndex, currency: Currency) -> Option<AccountNo> {
	let fits = |row: &Row| {
		row.flags.account_type() == Some(kind) && row.bank == bank && row.currency == currency
	};
	Rows::iter().filter(|(_, row)| fits(row)).map(|(account, _)| account).min()
}
