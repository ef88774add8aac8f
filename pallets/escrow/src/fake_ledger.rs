// SPDX-License-Identifier: Apache-2.0

//! A ledger of one currency's worth of rules: rows and banks in the state, cover by one limit a bank.

#![allow(unreachable_pub, reason = "the mock's runtime makes its types public")]

use crate::mock::*;
use codec::{Decode, Encode};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{AccountFacts, CycleFacts, Entry, Ledger, LedgerBook, Participants},
	AccountFlags, AccountNo, Amount, BankIndex, BankStatus, Currency, CycleNo, ParkReason,
	ParticipantId, Purpose, Total,
};
use std::collections::BTreeMap;

pub const SHORT: DispatchError = DispatchError::Token(TokenError::CannotCreate);
pub const NOT_ENOUGH: DispatchError = DispatchError::Token(TokenError::FundsUnavailable);
pub const FROZEN: DispatchError = DispatchError::Token(TokenError::Frozen);
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

	pub fn all_held() -> BTreeMap<AccountNo, Amount> {
		let rows = Rows::iter().filter(|(_, row)| row.held > 0);
		rows.map(|(account, row)| (account, Amount(row.held))).collect()
	}

	pub fn all_promised() -> BTreeMap<BankIndex, Total> {
		let banks = Banks::iter().filter(|(_, bank)| bank.promised > 0);
		banks.map(|(index, bank)| (index, bank.promised)).collect()
	}

	/// Positions sum to zero, and a bank's position is what left its customers.
	pub fn check() {
		assert_eq!(Banks::iter_values().map(|bank| bank.position).sum::<i128>(), 0);
	}
}

impl Ledger for FakeLedger {
	type Book = FakeBook;

	fn open_book() -> FakeBook {
		FakeBook::default()
	}

	fn unclaimed(_: BankIndex, _: Currency) -> Option<AccountNo> {
		None
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
		let facts = FakeParticipants::facts(owner).expect("the owner has joined");
		let flags = AccountFlags::default().mirroring(facts.roles, false, facts.self_operated);
		Self::open(account, owner, bank, currency, flags);
		Self::put_money(account, available);
		account
	}
}

#[derive(Default)]
struct OpenItem {
	rows: BTreeMap<AccountNo, Row>,
	banks: BTreeMap<BankIndex, Bank>,
	/// Banks whose cover is tested.
	tested: Vec<BankIndex>,
}

#[derive(Default)]
pub struct FakeBook {
	rows: BTreeMap<AccountNo, Row>,
	banks: BTreeMap<BankIndex, Bank>,
	item: Option<OpenItem>,
	leaves: Vec<[u8; 32]>,
}

impl FakeBook {
	fn row(&self, account: AccountNo) -> Result<Row, DispatchError> {
		let staged = self.item.as_ref().and_then(|item| item.rows.get(&account)).copied();
		let kept = staged.or_else(|| self.rows.get(&account).copied());
		kept.or_else(|| Rows::get(account)).ok_or(NO_SUCH_ACCOUNT)
	}

	fn change(
		&mut self,
		account: AccountNo,
		change: impl FnOnce(&mut Row) -> DispatchResult,
	) -> Result<Row, DispatchError> {
		let mut row = self.row(account)?;
		change(&mut row)?;
		self.item.as_mut().expect("an item is open").rows.insert(account, row);
		Ok(row)
	}

	fn bank(&mut self, index: BankIndex, tested: bool, change: impl FnOnce(&mut Bank)) {
		let kept = self.banks.get(&index).copied().unwrap_or_else(|| Banks::get(index));
		let item = self.item.as_mut().expect("an item is open");
		change(item.banks.entry(index).or_insert(kept));
		if tested {
			item.tested.push(index);
		}
	}

	fn debit(row: &mut Row, amount: Amount) -> DispatchResult {
		let barred = row.flags.has(AccountFlags::NO_DEBIT) || row.flags.has(AccountFlags::CLOSED);
		ensure!(!barred, FROZEN);
		row.available = row.available.checked_sub(amount.0).ok_or(NOT_ENOUGH)?;
		Ok(())
	}

	fn credit(
		&mut self,
		from: Row,
		to: AccountNo,
		amount: Amount,
		purpose: Purpose,
		promised: bool,
	) -> DispatchResult {
		ensure!(self.credit_refusal(to, amount, purpose)?.is_none(), FROZEN);
		let payee = self.change(to, |row| {
			row.available += amount.0;
			Ok(())
		})?;
		assert_eq!(from.currency, payee.currency);
		if from.bank != payee.bank {
			let value = i128::from(amount.0);
			self.bank(from.bank, !promised, |bank| {
				bank.position += value;
				if promised {
					bank.promised = bank.promised.checked_sub(amount.total()).expect("promised");
				}
			});
			self.bank(payee.bank, false, |bank| bank.position -= value);
		}
		Ok(())
	}

	fn crosses(&self, from: AccountNo, to: AccountNo) -> Result<Option<BankIndex>, DispatchError> {
		let (from, to) = (self.row(from)?, self.row(to)?);
		Ok((from.bank != to.bank).then_some(from.bank))
	}
}

impl LedgerBook for FakeBook {
	fn account(&mut self, account: AccountNo) -> Result<AccountFacts, DispatchError> {
		let Row { owner, bank, currency, flags, available, held } = self.row(account)?;
		let (available, held) = (Amount(available), Amount(held));
		Ok(AccountFacts { owner, bank, currency, flags, available, held })
	}

	fn credit_refusal(
		&mut self,
		account: AccountNo,
		amount: Amount,
		purpose: Purpose,
	) -> Result<Option<ParkReason>, DispatchError> {
		let row = self.row(account)?;
		let run_off = FakeParticipants::bank(row.bank).map(|bank| bank.status);
		if row.available.checked_add(row.held).and_then(|sum| sum.checked_add(amount.0)).is_none() {
			return Ok(Some(ParkReason::Full));
		}
		let bank = (run_off != Some(BankStatus::Active)).then_some(ParkReason::BankInRunOff);
		Ok(row.flags.credit_refusal(purpose).or(bank))
	}

	fn cycle(&mut self, _: Currency) -> Result<CycleFacts, DispatchError> {
		Ok(CycleFacts { cycle: CycleNo(7), date: TODAY })
	}

	fn begin(&mut self) {
		assert!(self.item.is_none(), "items do not nest");
		self.item = Some(OpenItem::default());
	}

	fn enter(&mut self, entry: Entry) -> DispatchResult {
		match entry {
			Entry::Hold { from, amount } => {
				assert!(!amount.is_zero());
				self.change(from, |row| {
					Self::debit(row, amount)?;
					row.held += amount.0;
					Ok(())
				})?;
			}
			Entry::Free { from, amount } => {
				assert!(!amount.is_zero());
				self.change(from, |row| {
					row.held = row.held.checked_sub(amount.0).expect("held");
					row.available += amount.0;
					Ok(())
				})?;
			}
			Entry::Promise { from, to, amount } => {
				if let Some(bank) = self.crosses(from, to)? {
					self.bank(bank, true, |bank| bank.promised += amount.total());
				}
			}
			Entry::Unpromise { from, to, amount } => {
				if let Some(bank) = self.crosses(from, to)? {
					self.bank(bank, false, |bank| {
						let rest = bank.promised.checked_sub(amount.total());
						bank.promised = rest.expect("promised");
					});
				}
			}
			Entry::Pay { from, to, amount, purpose } => {
				assert!(!amount.is_zero());
				let payer = self.change(from, |row| Self::debit(row, amount))?;
				self.credit(payer, to, amount, purpose, false)?;
			}
			Entry::PayHeld { from, to, amount, purpose, promised } => {
				assert!(!amount.is_zero());
				let payer = self.change(from, |row| {
					row.held = row.held.checked_sub(amount.0).expect("held");
					Ok(())
				})?;
				self.credit(payer, to, amount, purpose, promised)?;
			}
		}
		Ok(())
	}

	fn accept(&mut self) -> DispatchResult {
		let OpenItem { rows, banks, tested } = self.item.take().expect("an item is open");
		for index in tested {
			let bank = banks[&index];
			let owed = bank.position.max(0) as u128 + bank.promised;
			ensure!(owed <= bank.limit, SHORT);
		}
		self.rows.extend(rows);
		self.banks.extend(banks);
		Ok(())
	}

	fn discard(&mut self) {
		self.item.take().expect("an item is open");
	}

	fn record(&mut self, _: Currency, leaf: [u8; 32]) {
		self.leaves.push(leaf);
	}

	fn commit(self) {
		assert!(self.item.is_none(), "an item is open at the end of the call");
		self.rows.into_iter().for_each(|(account, row)| Rows::insert(account, row));
		self.banks.into_iter().for_each(|(index, bank)| Banks::insert(index, bank));
		if !self.leaves.is_empty() {
			Leaves::mutate(|leaves| leaves.extend(self.leaves));
		}
	}
}
