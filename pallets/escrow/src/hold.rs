// SPDX-License-Identifier: Apache-2.0

//! The hold of an order: put on the accounts of its funders, paid out of, given back (O5). Each act
//! draws on the funders as [`crate::funding`] says, and takes back what their banks need not promise
//! any more.

use crate::{
	funding::{Promise, Stakes},
	order::OrderError,
	parts::Part,
	posting::{Book, Posting},
	types::{Funder, HeldOrder, PaidLeg},
	Config, Error,
};
use alloc::vec::Vec;
use frame::prelude::{DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{Entry, LedgerBook},
	AccountNo, Amount, BankIndex, ParkReason, Purpose,
};

/// Money on its way out of the hold.
#[derive(Clone, Copy)]
pub(crate) struct Move {
	/// The leg under which it is told.
	pub(crate) leg: u8,
	pub(crate) to: AccountNo,
	/// The bank of that account.
	pub(crate) bank: BankIndex,
	pub(crate) amount: Amount,
	pub(crate) purpose: Purpose,
}

/// What an act takes from the funders.
struct Purses {
	list: Vec<Purse>,
	/// What each bank promised for its funders and need not promise any more.
	spare: Vec<Promise>,
}

/// What an act takes from a funder.
struct Purse {
	account: AccountNo,
	bank: BankIndex,
	/// What is drawn and not moved yet.
	left: Amount,
}

impl Move {
	/// A part on its way to its payee.
	pub(crate) fn of(part: &Part) -> Self {
		let Part { leg, payee: to, bank, amount, purpose } = *part;
		Self { leg, to, bank, amount, purpose }
	}
}

/// Why an account could not be credited, what is on its way to it already counted.
pub(crate) fn refusal_after<T: Config>(
	book: &mut Book<T>,
	moves: &[Move],
	account: AccountNo,
	amount: Amount,
	purpose: Purpose,
) -> Result<Option<ParkReason>, DispatchError> {
	let before = moves.iter().filter(|earlier| earlier.to == account);
	let all = Amount::checked_sum(before.map(|earlier| earlier.amount).chain([amount]));
	book.credit_refusal(account, all.ok_or(Error::<T>::Overflow)?, purpose)
}

/// Sets the whole amount aside, each part on its funder's account, and the cover for what crosses banks
/// (C1).
pub(crate) fn hold<T: Config>(book: &mut Book<T>, order: &HeldOrder) -> DispatchResult {
	let funders = order.funders().map_err(Error::<T>::from)?;
	for Funder { account: from, held: amount, .. } in funders {
		book.enter(Entry::Hold { from, amount })?;
	}
	for Promise { bank, from, amount } in order.promises().map_err(Error::<T>::from)? {
		if let Some(to) = order.payee_away_from(bank).filter(|_| !amount.is_zero()) {
			book.enter(Entry::Promise { from, to, amount })?;
		}
	}
	Ok(())
}

/// Makes and takes back promises where an act without a payment changes who is to get what: the order
/// before and after it.
pub(crate) fn change_promises<T: Config>(
	book: &mut Book<T>,
	before: &HeldOrder,
	after: &HeldOrder,
) -> DispatchResult {
	let promises = |order: &HeldOrder| order.promises().map_err(Error::<T>::from);
	for (was, is) in promises(before)?.into_iter().zip(promises(after)?) {
		let (Promise { bank, from, amount: was }, is) = (was, is.amount);
		let (order, amount) = match is.checked_sub(was) {
			Some(more) => (after, more),
			None => (before, less::<T>(was, is)?),
		};
		let Some(to) = order.payee_away_from(bank).filter(|_| is != was) else { continue };
		book.enter(if is > was {
			Entry::Promise { from, to, amount }
		} else {
			Entry::Unpromise { from, to, amount }
		})?;
	}
	Ok(())
}

impl Posting {
	/// Whose the order's money is.
	pub(crate) fn stakes<T: Config>(&self) -> Result<Stakes, Error<T>> {
		let funders = self.order.funders().map_err(Error::<T>::from)?;
		let given = self.given.clone().plus_back(&funders, &self.freed);
		let got = given.map_err(Error::<T>::from)?.back;
		Ok(Stakes::of(self.order.refund.back, &funders, &got))
	}

	/// Pays out of the hold. The moves, in their order, are matched with what is drawn from the funders, in
	/// theirs: so there are at most as many payments as both together. `change` is what the order is
	/// after them.
	pub(crate) fn pay_out<T: Config>(
		self,
		book: &mut Book<T>,
		moves: &[Move],
		change: impl FnOnce(HeldOrder) -> Result<HeldOrder, OrderError>,
	) -> Result<Self, DispatchError> {
		if moves.is_empty() {
			return Ok(self);
		}
		let total = Amount::checked_sum(moves.iter().map(|way| way.amount));
		let draws = self.stakes::<T>()?.draws(total.ok_or(Error::<T>::Overflow)?);
		let draws = draws.map_err(Error::<T>::from)?;
		let (mut posting, mut purses) = self.open_purses::<T>(&draws, change)?;
		for way in moves {
			posting.paid.extend(purses.pay::<T>(book, way)?);
		}
		posting.unpromise::<T>(book, purses)?;
		Ok(posting)
	}

	/// Gives `total` of what is held back to the funders, each on its own account.
	pub(crate) fn give_back<T: Config>(
		self,
		book: &mut Book<T>,
		total: Amount,
		change: impl FnOnce(HeldOrder) -> Result<HeldOrder, OrderError>,
	) -> Result<Self, DispatchError> {
		if total.is_zero() {
			return Ok(self);
		}
		let backs = self.stakes::<T>()?.backs(total).map_err(Error::<T>::from)?;
		let (mut posting, purses) = self.open_purses::<T>(&backs, change)?;
		for Purse { account: from, left: amount, .. } in &purses.list {
			if !amount.is_zero() {
				book.enter(Entry::Free { from: *from, amount: *amount })?;
			}
		}
		posting.unpromise::<T>(book, purses)?;
		posting.refunded = posting.refunded.checked_add(total).ok_or(Error::<T>::Overflow)?;
		posting.freed.resize(backs.len(), Amount::ZERO);
		for (sum, back) in posting.freed.iter_mut().zip(backs) {
			*sum = sum.checked_add(back).ok_or(Error::<T>::Overflow)?;
		}
		Ok(posting)
	}

	/// Takes these amounts out of what the funders hold, with the cover that is spare after `change`.
	fn open_purses<T: Config>(
		mut self,
		taken: &[Amount],
		change: impl FnOnce(HeldOrder) -> Result<HeldOrder, OrderError>,
	) -> Result<(Self, Purses), DispatchError> {
		let funders = self.order.funders().map_err(Error::<T>::from)?;
		let before = self.order.promises().map_err(Error::<T>::from)?;
		let after = change(self.order).and_then(|order| order.less_held(taken));
		self.order = after.map_err(Error::<T>::from)?;
		let after = self.order.promises().map_err(Error::<T>::from)?;
		let spare = before.into_iter().zip(after).map(|(before, after)| {
			Ok(Promise { amount: less::<T>(before.amount, after.amount)?, ..before })
		});
		let spare = spare.collect::<Result<_, DispatchError>>()?;
		let list = funders.into_iter().zip(taken);
		let list = list.map(|(Funder { account, bank, .. }, left)| {
			let left = *left;
			Purse { account, bank, left }
		});
		Ok((self, Purses { list: list.collect(), spare }))
	}

	/// Takes back what is spare of the promises.
	fn unpromise<T: Config>(&self, book: &mut Book<T>, purses: Purses) -> DispatchResult {
		for Promise { bank, from, amount } in purses.spare {
			if let Some(to) = self.order.payee_away_from(bank).filter(|_| !amount.is_zero()) {
				book.enter(Entry::Unpromise { from, to, amount })?;
			}
		}
		Ok(())
	}
}

impl Purses {
	/// Pays a move out of them, in their order. Answers whose money it was.
	fn pay<T: Config>(
		&mut self,
		book: &mut Book<T>,
		way: &Move,
	) -> Result<Vec<PaidLeg>, DispatchError> {
		let Move { leg, to, purpose, .. } = *way;
		let (mut rest, mut paid) = (way.amount, Vec::new());
		for purse in &mut self.list {
			let amount = rest.min(purse.left);
			if amount.is_zero() {
				continue;
			}
			let spare = self.spare.iter_mut().find(|spare| spare.bank == purse.bank);
			purse.pay::<T>(book, way, amount, spare)?;
			rest = less::<T>(rest, amount)?;
			paid.push(PaidLeg { leg, from: purse.account, to, amount, purpose });
		}
		Ok(paid)
	}
}

impl Purse {
	/// Pays out of it: from the cover that its bank promised as far as that goes, under a new test for
	/// what was not to cross banks before.
	fn pay<T: Config>(
		&mut self,
		book: &mut Book<T>,
		way: &Move,
		amount: Amount,
		spare: Option<&mut Promise>,
	) -> Result<(), DispatchError> {
		let Move { to, bank, purpose, .. } = *way;
		let mut tested = amount;
		if let Some(spare) = spare.filter(|_| bank != self.bank) {
			let promised = amount.min(spare.amount);
			spare.amount = less::<T>(spare.amount, promised)?;
			tested = less::<T>(amount, promised)?;
		}
		let promised = less::<T>(amount, tested)?;
		for (amount, promised) in [(promised, true), (tested, false)] {
			if !amount.is_zero() {
				let from = self.account;
				book.enter(Entry::PayHeld { from, to, amount, purpose, promised })?;
			}
		}
		self.left = less::<T>(self.left, amount)?;
		Ok(())
	}
}

fn less<T: Config>(from: Amount, amount: Amount) -> Result<Amount, DispatchError> {
	Ok(from.checked_sub(amount).ok_or(Error::<T>::Overflow)?)
}
