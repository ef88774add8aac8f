// SPDX-License-Identifier: Apache-2.0

use crate::{NettingError, Obligation, Reserves};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use split_ledger_primitives::{Amount, BankIndex, Position};

/// What one run of first-in-first-out netting settles.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Resolution {
	/// Of each item of the queue, in the order of the queue, whether it settles.
	pub settles: Vec<bool>,
	/// The balances afterwards.
	pub closing: Reserves,
}

/// The largest part of `queue`, oldest first, that can settle at once from `balances`, where each
/// payer's items settle in their order: a prefix of its own queue, or none of it.
///
/// Starts with every item; while some bank would end below zero, takes out the newest item still in
/// among those it pays. A bank that is short while it pays some prefix stays short where the others
/// pay less, so each item taken out is in no solution: what is left is the one largest solution,
/// whichever short bank is treated first. An item is taken out at most once, so the cost is linear
/// in the queue, but for the look-ups by bank.
pub fn gridlock(balances: &Reserves, queue: &[Obligation]) -> Result<Resolution, NettingError> {
	let mut run = Run::new(balances, queue)?;
	let mut short: Vec<BankIndex> = run.ends.keys().copied().collect();
	while let Some(bank) = short.pop() {
		while run.is_short(bank) {
			// A bank that pays nothing ends at least where it began, so it is never short.
			let Some(payee) = run.take_newest_out(bank)? else { break };
			short.push(payee);
		}
	}
	run.resolution()
}

struct Run<'a> {
	queue: &'a [Obligation],
	settles: Vec<bool>,
	/// Items still in, per payer, the newest last.
	items: BTreeMap<BankIndex, Vec<usize>>,
	/// Where each bank would end.
	ends: BTreeMap<BankIndex, Position>,
}

impl<'a> Run<'a> {
	fn new(balances: &Reserves, queue: &'a [Obligation]) -> Result<Self, NettingError> {
		let ends = balances.iter().map(|(bank, balance)| (*bank, balance.position())).collect();
		let settles = vec![true; queue.len()];
		let mut run = Self { queue, settles, items: BTreeMap::new(), ends };
		for (at, obligation) in queue.iter().enumerate() {
			let Obligation { debtor, creditor, amount } = obligation.checked()?;
			let amount = Position::try_from(amount).map_err(|_| NettingError::Overflow)?;
			run.shift(creditor, debtor, amount)?;
			run.items.entry(debtor).or_default().push(at);
		}
		Ok(run)
	}

	fn is_short(&self, bank: BankIndex) -> bool {
		self.ends.get(&bank).is_some_and(|end| *end < 0)
	}

	/// Takes out the newest item of a payer; says whom it would have paid.
	fn take_newest_out(&mut self, payer: BankIndex) -> Result<Option<BankIndex>, NettingError> {
		let Some(at) = self.items.get_mut(&payer).and_then(Vec::pop) else { return Ok(None) };
		let Some(Obligation { debtor, creditor, amount }) = self.queue.get(at).copied() else {
			return Ok(None);
		};
		if let Some(settles) = self.settles.get_mut(at) {
			*settles = false;
		}
		let amount = Position::try_from(amount).map_err(|_| NettingError::Overflow)?;
		self.shift(debtor, creditor, amount)?;
		Ok(Some(creditor))
	}

	/// Moves `amount` of where banks would end.
	fn shift(
		&mut self,
		to: BankIndex,
		from: BankIndex,
		amount: Position,
	) -> Result<(), NettingError> {
		let less = amount.checked_neg().ok_or(NettingError::Overflow)?;
		for (bank, change) in [(to, amount), (from, less)] {
			let end = self.ends.get_mut(&bank).ok_or(NettingError::UnknownBank)?;
			*end = end.checked_add(change).ok_or(NettingError::Overflow)?;
		}
		Ok(())
	}

	fn resolution(self) -> Result<Resolution, NettingError> {
		let amount = |end: Position| u64::try_from(end).map(Amount);
		let closing = self.ends.into_iter().map(|(bank, end)| Ok((bank, amount(end)?)));
		let closing = closing.collect::<Result<_, core::num::TryFromIntError>>();
		let closing = closing.map_err(|_| NettingError::Overflow)?;
		Ok(Resolution { settles: self.settles, closing })
	}
}
