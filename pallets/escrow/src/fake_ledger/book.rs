// SPDX-License-Identifier: Apache-2.0

//! The book of the fake: what an open item changed, over what accepted ones did, over the state.

use super::{
	Bank, Banks, CourtHolds, Leaves, Owed, Row, Rows, FROZEN, NOT_ENOUGH, NO_SUCH_ACCOUNT,
	NO_SUCH_HOLD, SAME_ACCOUNT, SHORT, TOO_MANY_LIENS,
};
use crate::mock::*;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::LIENS_MAX,
	ports::{AccountFacts, CycleFacts, Entry, LedgerBook, Lien, Liens, Participants},
	AccountFlags, AccountNo, Amount, BankIndex, BankStatus, Currency, CycleNo, ParkReason, Purpose,
};
use std::collections::BTreeMap;

#[derive(Default)]
struct OpenItem {
	rows: BTreeMap<AccountNo, Row>,
	owed: BTreeMap<AccountNo, Liens>,
	court: BTreeMap<(AccountNo, u32), u64>,
	banks: BTreeMap<BankIndex, Bank>,
	/// Banks whose cover is tested.
	tested: Vec<BankIndex>,
}

#[derive(Default)]
pub struct FakeBook {
	rows: BTreeMap<AccountNo, Row>,
	owed: BTreeMap<AccountNo, Liens>,
	court: BTreeMap<(AccountNo, u32), u64>,
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

	fn owed(&self, account: AccountNo) -> Liens {
		let staged = self.item.as_ref().and_then(|item| item.owed.get(&account));
		let kept = staged.or_else(|| self.owed.get(&account));
		kept.cloned().unwrap_or_else(|| Owed::get(account))
	}

	/// Changes what is owed, with the flag and what is held for it.
	fn change_owed(
		&mut self,
		account: AccountNo,
		change: impl FnOnce(&mut Liens),
	) -> DispatchResult {
		let mut owed = self.owed(account);
		let before = owed.collected.0;
		change(&mut owed);
		let most = owed.list.iter().map(|lien| lien.remaining.0).sum();
		owed.collected.0 = owed.collected.0.min(most);
		let (owes, freed) = (!owed.list.is_empty(), before - owed.collected.0);
		self.item.as_mut().expect("an item is open").owed.insert(account, owed);
		self.change(account, |row| {
			row.flags = row.flags.with(AccountFlags::LIEN, owes);
			row.held -= freed;
			row.available += freed;
			Ok(())
		})?;
		Ok(())
	}

	/// Credits an account: into the hold for its creditors first.
	pub(super) fn receive(
		&mut self,
		account: AccountNo,
		amount: Amount,
	) -> Result<Row, DispatchError> {
		let mut owed = self.owed(account);
		let all: u64 = owed.list.iter().map(|lien| lien.remaining.0).sum();
		let collected = amount.0.min(all - owed.collected.0);
		if collected > 0 {
			owed.collected.0 += collected;
			self.item.as_mut().expect("an item is open").owed.insert(account, owed);
		}
		self.change(account, |row| {
			row.held += collected;
			row.available += amount.0 - collected;
			Ok(())
		})
	}

	fn collect(&mut self, from: AccountNo, place: u8, amount: Amount) -> DispatchResult {
		let owed = self.owed(from);
		let lien = *owed.list.get(usize::from(place)).expect("a lien of this place");
		assert!(amount <= owed.collected && amount <= lien.remaining && !amount.is_zero());
		// What is paid leaves the hold with the lien, and is not given free by it.
		let payer = self.change(from, |row| {
			row.held -= amount.0;
			Ok(())
		})?;
		let mut rest = owed;
		rest.collected.0 -= amount.0;
		let remaining = lien.remaining.0 - amount.0;
		rest.list[usize::from(place)].remaining = Amount(remaining);
		rest.list.retain(|lien| !lien.remaining.is_zero());
		self.item.as_mut().expect("an item is open").owed.insert(from, rest);
		self.change_owed(from, |_| ())?;
		self.credit(payer, lien.creditor, amount, Purpose::Collection, false)
	}

	fn deduct(
		&mut self,
		(from, hold): (AccountNo, u32),
		to: AccountNo,
		amount: Amount,
		purpose: Purpose,
	) -> DispatchResult {
		let key = (from, hold);
		let staged = self.item.as_ref().and_then(|item| item.court.get(&key));
		let kept = staged.or_else(|| self.court.get(&key)).copied();
		let held = kept.or_else(|| CourtHolds::get(from, hold)).ok_or(NO_SUCH_HOLD)?;
		let left = held.checked_sub(amount.0).ok_or(NOT_ENOUGH)?;
		self.item.as_mut().expect("an item is open").court.insert(key, left);
		let payer = self.change(from, |row| {
			row.held -= amount.0;
			Ok(())
		})?;
		self.credit(payer, to, amount, purpose, false)
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
		let payee = self.receive(to, amount)?;
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
		let takes = run_off == Some(BankStatus::Active) || purpose == Purpose::Claimed;
		let bank = (!takes).then_some(ParkReason::BankInRunOff);
		Ok(row.flags.credit_refusal(purpose).or(bank))
	}

	fn spendable(&mut self, account: AccountNo) -> Result<Amount, DispatchError> {
		let row = self.row(account)?;
		let barred = [AccountFlags::NO_DEBIT, AccountFlags::CLOSED, AccountFlags::OWNER_SUSPENDED];
		let barred = barred.into_iter().any(|flag| row.flags.has(flag));
		Ok(Amount(if barred { 0 } else { row.available }))
	}

	fn liens(&mut self, debtor: AccountNo) -> Result<Liens, DispatchError> {
		self.row(debtor)?;
		Ok(self.owed(debtor))
	}

	fn lay_lien(&mut self, debtor: AccountNo, lien: Lien) -> DispatchResult {
		assert!(!lien.remaining.is_zero() && lien.creditor != debtor);
		let same = |a: &Lien| (a.creditor, a.order, a.leg) == (lien.creditor, lien.order, lien.leg);
		let list = self.owed(debtor).list;
		let full = list.len() == LIENS_MAX as usize && !list.iter().any(same);
		ensure!(!full, TOO_MANY_LIENS);
		self.change_owed(debtor, |owed| match owed.list.iter_mut().find(|known| same(known)) {
			Some(known) => {
				known.remaining.0 += lien.remaining.0;
				known.deadline = known.deadline.max(lien.deadline);
			}
			None => owed.list.try_push(lien).expect("room for a lien"),
		})
	}

	fn end_lien(&mut self, debtor: AccountNo, lien: u8) -> DispatchResult {
		self.change_owed(debtor, |owed| {
			owed.list.remove(lien.into());
		})
	}

	fn cycle(&mut self, _: Currency) -> Result<CycleFacts, DispatchError> {
		Ok(CycleFacts { cycle: CycleNo(7), date: TODAY })
	}

	fn begin(&mut self) {
		assert!(self.item.is_none(), "items do not nest");
		self.item = Some(OpenItem::default());
	}

	fn enter(&mut self, entry: Entry) -> DispatchResult {
		ensure!(!is_to_itself(&entry), SAME_ACCOUNT);
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
			Entry::Collect { from, lien, amount } => self.collect(from, lien, amount)?,
			Entry::Deduct { from, hold, to, amount, purpose } => {
				self.deduct((from, hold), to, amount, purpose)?
			}
		}
		Ok(())
	}

	fn accept(&mut self) -> DispatchResult {
		let OpenItem { rows, owed, court, banks, tested } =
			self.item.take().expect("an item is open");
		for index in tested {
			let bank = banks[&index];
			let owed = bank.position.max(0) as u128 + bank.promised;
			ensure!(owed <= bank.limit, SHORT);
		}
		self.rows.extend(rows);
		self.owed.extend(owed);
		self.court.extend(court);
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
		for ((account, number), held) in self.court {
			match held {
				0 => CourtHolds::remove(account, number),
				_ => CourtHolds::insert(account, number, held),
			}
		}
		for (account, owed) in self.owed {
			match owed.list.is_empty() {
				true => Owed::remove(account),
				false => Owed::insert(account, owed),
			}
		}
		if !self.leaves.is_empty() {
			Leaves::mutate(|leaves| leaves.extend(self.leaves));
		}
	}
}

/// Whether it is between an account and itself, which the ledger refuses.
fn is_to_itself(entry: &Entry) -> bool {
	match entry {
		Entry::Promise { from, to, .. }
		| Entry::Unpromise { from, to, .. }
		| Entry::Pay { from, to, .. }
		| Entry::PayHeld { from, to, .. }
		| Entry::Deduct { from, to, .. } => from == to,
		Entry::Hold { .. } | Entry::Free { .. } | Entry::Collect { .. } => false,
	}
}
