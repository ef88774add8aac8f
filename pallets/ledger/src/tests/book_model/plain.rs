// SPDX-License-Identifier: Apache-2.0

//! The plain model: what a person would note down.

use crate::mock::A;
use split_ledger_primitives::{ports::Entry, AccountNo, Amount, BankIndex, Currency, Purpose};
use std::collections::BTreeMap;

/// What the currency of bank A may owe and promise: low enough to be met often.
pub(super) const LIMIT_OF_A: i128 = 80;

/// An account as a person would note it down.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
	pub(super) bank: BankIndex,
	pub(super) currency: Currency,
	pub(super) no_debit: bool,
	pub(super) no_credit: bool,
	pub(super) fee_only: bool,
	pub(super) available: u128,
	pub(super) held: u128,
	pub(super) postings: u32,
	/// What is owed, by creditor and leg, the oldest first.
	pub(super) owed: Vec<(AccountNo, u8, u128)>,
	/// What of `held` was collected for it.
	pub(super) collected: u128,
	/// What of `held` is in judicial holds, by their numbers.
	pub(super) court: Vec<u128>,
}

/// What happens in an item: an entry, a lien more, or one that ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
	Enter(Entry),
	Lay { debtor: AccountNo, creditor: AccountNo, leg: u8, amount: Amount },
	End { debtor: AccountNo, place: u8 },
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Model {
	pub(super) lines: BTreeMap<AccountNo, Line>,
	pub(super) owed: BTreeMap<BankIndex, i128>,
	pub(super) promised: BTreeMap<BankIndex, i128>,
	pub(super) needs_cover: bool,
}

impl Model {
	/// Does an entry, or says that it cannot be done.
	fn enter(&mut self, entry: Entry) -> Option<()> {
		match entry {
			Entry::Hold { from, amount } => {
				let line = self.payer(from, amount)?;
				line.available -= amount.total();
				line.held += amount.total();
			}
			Entry::Free { from, amount } => {
				let line = self.holder(from, amount)?;
				line.held -= amount.total();
				line.available += amount.total();
			}
			Entry::Promise { from, to, amount } => {
				self.promise(from, to, amount, amount.position())?;
			}
			Entry::Unpromise { from, to, amount } => {
				self.promise(from, to, amount, -amount.position())?;
			}
			Entry::Pay { from, to, amount, purpose } => {
				self.pair(from, to)?;
				let line = self.payer(from, amount)?;
				line.available -= amount.total();
				line.postings += 1;
				self.credit(from, to, amount, purpose, false)?;
			}
			Entry::PayHeld { from, to, amount, purpose, promised } => {
				self.pair(from, to)?;
				let line = self.holder(from, amount)?;
				line.held -= amount.total();
				line.postings += 1;
				self.credit(from, to, amount, purpose, promised)?;
			}
			Entry::Collect { from, lien, amount } => self.collect(from, lien, amount)?,
			Entry::Deduct { from, hold, to, amount, purpose } => {
				self.pair(from, to)?;
				let line = self.lines.get_mut(&from)?;
				let left = line.court.get_mut(hold as usize)?;
				if amount.0 == 0 || amount.total() > *left {
					return None;
				}
				*left -= amount.total();
				line.held -= amount.total();
				line.postings += 1;
				self.credit(from, to, amount, purpose, false)?;
			}
		}
		Some(())
	}

	fn act(&mut self, act: Act) -> Option<()> {
		match act {
			Act::Enter(entry) => self.enter(entry),
			Act::Lay { debtor, creditor, leg, amount } => self.lay(debtor, creditor, leg, amount),
			Act::End { debtor, place } => {
				let line = self.lines.get_mut(&debtor)?;
				let at = usize::from(place);
				(at < line.owed.len()).then_some(())?;
				line.owed.remove(at);
				let still: u128 = line.owed.iter().map(|(_, _, owed)| owed).sum();
				let given_back = line.collected.saturating_sub(still);
				line.collected -= given_back;
				line.held -= given_back;
				line.available += given_back;
				Some(())
			}
		}
	}

	fn lay(
		&mut self,
		debtor: AccountNo,
		creditor: AccountNo,
		leg: u8,
		amount: Amount,
	) -> Option<()> {
		self.pair(debtor, creditor).filter(|_| amount.0 > 0)?;
		let owed = &mut self.lines.get_mut(&debtor)?.owed;
		let is_full = owed.len() == 16;
		match owed.iter_mut().find(|(to, of, _)| (*to, *of) == (creditor, leg)) {
			Some((_, _, sum)) if *sum + amount.total() > u64::MAX.into() => return None,
			Some((_, _, sum)) => *sum += amount.total(),
			None if is_full => return None,
			None => owed.push((creditor, leg, amount.total())),
		}
		Some(())
	}

	fn collect(&mut self, from: AccountNo, place: u8, amount: Amount) -> Option<()> {
		let line = self.lines.get_mut(&from)?;
		let (creditor, _, owed) = *line.owed.get(usize::from(place))?;
		if amount.0 == 0 || amount.total() > owed.min(line.collected) {
			return None;
		}
		line.owed[usize::from(place)].2 -= amount.total();
		line.owed.retain(|(_, _, owed)| *owed > 0);
		line.collected -= amount.total();
		line.held -= amount.total();
		line.postings += 1;
		self.credit(from, creditor, amount, Purpose::Collection, false)
	}

	fn payer(&mut self, from: AccountNo, amount: Amount) -> Option<&mut Line> {
		let line = self.lines.get_mut(&from)?;
		let can = amount.0 > 0 && !line.no_debit && line.available >= amount.total();
		can.then_some(line)
	}

	fn holder(&mut self, from: AccountNo, amount: Amount) -> Option<&mut Line> {
		let line = self.lines.get_mut(&from)?;
		let for_orders = line.held - line.collected - line.court.iter().sum::<u128>();
		(amount.0 > 0 && for_orders >= amount.total()).then_some(line)
	}

	/// The banks of two different accounts of one currency.
	fn pair(&self, from: AccountNo, to: AccountNo) -> Option<(BankIndex, BankIndex)> {
		let (payer, payee) = (self.lines.get(&from)?, self.lines.get(&to)?);
		let fit = from != to && payer.currency == payee.currency;
		fit.then_some((payer.bank, payee.bank))
	}

	fn promise(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: Amount,
		change: i128,
	) -> Option<()> {
		let (debtor, creditor) = self.pair(from, to).filter(|_| amount.0 > 0)?;
		if debtor != creditor {
			*self.promised.entry(debtor).or_default() += change;
			self.needs_cover |= change > 0;
		}
		Some(())
	}

	fn credit(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: Amount,
		purpose: Purpose,
		promised: bool,
	) -> Option<()> {
		let (debtor, creditor) = self.pair(from, to)?;
		let line = self.lines.get_mut(&to)?;
		let room = u128::from(u64::MAX) - line.available - line.held;
		let fits = !line.fee_only
			|| matches!(purpose, Purpose::Fee | Purpose::Refund | Purpose::Collection);
		if line.no_credit || !fits || amount.total() > room {
			return None;
		}
		let owed: u128 = line.owed.iter().map(|(_, _, owed)| owed).sum();
		let kept = amount.total().min(owed - line.collected);
		line.collected += kept;
		line.held += kept;
		line.available += amount.total() - kept;
		line.postings += 1;
		if debtor != creditor {
			*self.owed.entry(debtor).or_default() += amount.position();
			*self.owed.entry(creditor).or_default() -= amount.position();
			if promised {
				*self.promised.entry(debtor).or_default() -= amount.position();
			} else {
				self.needs_cover = true;
			}
		}
		Some(())
	}

	fn has_cover(&self) -> bool {
		let owed = self.owed.get(&A).copied().unwrap_or_default().max(0);
		let promised = self.promised.get(&A).copied().unwrap_or_default();
		!self.needs_cover || owed + promised <= LIMIT_OF_A
	}

	/// The whole item, or nothing of it.
	pub(super) fn post(&mut self, acts: &[Act]) -> bool {
		let mut after = Self { needs_cover: false, ..self.clone() };
		let done = acts.iter().all(|act| after.act(*act).is_some());
		let accepted = done && after.has_cover();
		if accepted {
			*self = after;
		}
		accepted
	}
}
