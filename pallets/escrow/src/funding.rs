// SPDX-License-Identifier: Apache-2.0

//! Whose money an order moves (O5): which funder's when payees are paid, whose when money goes back, and
//! what the banks of funders have promised for it. No storage here.
//!
//! ```text
//! amount - back = room = free + out      what may still go back to a funder
//! held          = free + excess          free: held, and still its own
//!                                        out: paid to receivers and not given back yet
//!                                        excess: held for a fee that was kept; it has that back already (R2)
//!
//! promised of a bank = the smaller of what its funders hold and what is left for payees at other banks (C1)
//! ```

use crate::{
	order::OrderError,
	parts::Part,
	types::{Funder, FunderPart, HeldOrder, Leg},
};
use alloc::{vec, vec::Vec};
use split_ledger_primitives::{limits::LEGS_MAX, AccountNo, Amount, BankIndex, FundersBack};

/// What of an order's money is whose, the payer first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stakes {
	back: FundersBack,
	list: Vec<Stake>,
}

/// What of an order's money is a funder's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Stake {
	/// What is held and its own.
	free: Amount,
	/// What is held and not its own any more.
	excess: Amount,
	/// What was paid to receivers and may come back.
	out: Amount,
}

/// The cover that a bank sets aside for the funders of an order that bank with it (C1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Promise {
	/// The bank.
	pub bank: BankIndex,
	/// The account of the first of these funders: it stands for the bank where that is to be named.
	pub from: AccountNo,
	/// How much.
	pub amount: Amount,
}

/// Who is asked before the others.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum First {
	Nobody,
	Payer,
	Others,
}

impl Stakes {
	/// Of these funders, the payer first, with what each got back; nothing where that list is empty.
	pub fn of(back: FundersBack, funders: &[Funder], got: &[Amount]) -> Self {
		let got = got.iter().copied().chain(core::iter::repeat(Amount::ZERO));
		let stakes = funders.iter().zip(got).map(|(Funder { amount, held, .. }, got)| {
			// What is below zero is no room, and nothing out: the other two make up for it.
			let room = amount.checked_sub(got).unwrap_or_default();
			let free = room.min(*held);
			let excess = held.checked_sub(free).unwrap_or_default();
			Stake { free, excess, out: room.checked_sub(free).unwrap_or_default() }
		});
		Self { back, list: stakes.collect() }
	}

	/// What an act that pays `total` out of the hold draws from each: the others first where the payer
	/// is the first to get money back, so that it is its own that stays.
	pub fn draws(&self, total: Amount) -> Result<Vec<Amount>, OrderError> {
		let first = match self.back {
			FundersBack::ProRata => First::Nobody,
			FundersBack::PayerFirst => First::Others,
		};
		self.divide(first, [|stake| stake.excess, |stake| stake.free], total)
	}

	/// What each gets back where `total` goes back out of the hold.
	pub fn backs(&self, total: Amount) -> Result<Vec<Amount>, OrderError> {
		// Held for a fee that nobody takes: the bank has no account to keep it on.
		self.divide(self.first_back(), [|stake| stake.free, |stake| stake.excess], total)
	}

	/// What each gets back where receivers give `total` back. What is given for a fee that is kept and
	/// still held comes to more than what is out: the fee is then held in excess.
	pub fn gives(&self, total: Amount) -> Result<Vec<Amount>, OrderError> {
		self.divide(self.first_back(), [|stake| stake.out, |stake| stake.free], total)
	}

	fn first_back(&self) -> First {
		match self.back {
			FundersBack::ProRata => First::Nobody,
			FundersBack::PayerFirst => First::Payer,
		}
	}

	/// Divides by the first measure as far as it goes, and the rest by the second.
	fn divide(
		&self,
		first: First,
		measures: [fn(&Stake) -> Amount; 2],
		total: Amount,
	) -> Result<Vec<Amount>, OrderError> {
		if self.list.len() <= 1 {
			return Ok(vec![total]);
		}
		let mut rest = total;
		let mut sums = vec![Amount::ZERO; self.list.len()];
		for measure in measures {
			let most: Vec<Amount> = self.list.iter().map(measure).collect();
			let part = rest.min(sum(most.iter().copied())?);
			rest = less(rest, part)?;
			for (sum, share) in sums.iter_mut().zip(shares(first, &most, part)?) {
				*sum = sum.checked_add(share).ok_or(OrderError::Overflow)?;
			}
		}
		if rest.is_zero() {
			Ok(sums)
		} else {
			Err(OrderError::Overflow)
		}
	}
}

/// Divides `total`, which is at most the sum of `most`, so that nobody gets more than its own of that:
/// by what it is of the whole, left-over units by the largest fractions, the earlier one first (O3).
fn shares(first: First, most: &[Amount], total: Amount) -> Result<Vec<Amount>, OrderError> {
	let by = |most: &[Amount], total| {
		split_rules::apportion(most, total).map_err(|_| OrderError::Overflow)
	};
	let Some((payer, others)) = most.split_first() else { return Ok(Vec::new()) };
	let own = match first {
		First::Nobody => return by(most, total),
		First::Payer => total.min(*payer),
		First::Others => less(total, total.min(sum(others.iter().copied())?))?,
	};
	let rest = by(others, less(total, own)?)?;
	Ok(core::iter::once(own).chain(rest).collect())
}

impl HeldOrder {
	/// Whether this is the account of one of its funders.
	pub fn is_funded_from(&self, account: AccountNo) -> bool {
		let mut others = self.other_funders.iter();
		self.payer == account || others.any(|funder| funder.account == account)
	}

	/// Who brought the money, the payer first, and what of it is held.
	pub fn funders(&self) -> Result<Vec<Funder>, OrderError> {
		let others = &self.other_funders;
		let rest = |whole, of: fn(&Funder) -> Amount| less(whole, sum(others.iter().map(of))?);
		let payer = Funder {
			account: self.payer,
			bank: self.payer_bank,
			amount: rest(self.amount()?, |funder| funder.amount)?,
			held: rest(self.held()?, |funder| funder.held)?,
		};
		Ok(core::iter::once(payer).chain(others.iter().copied()).collect())
	}

	/// After these amounts were taken out of what the funders hold, the payer first. What the payer
	/// holds follows from the legs.
	pub fn less_held(mut self, taken: &[Amount]) -> Result<Self, OrderError> {
		for (funder, taken) in self.other_funders.iter_mut().zip(taken.iter().skip(1)) {
			funder.held = less(funder.held, *taken)?;
		}
		Ok(self)
	}

	/// What each bank at which funders are promises for them together, the payer's first (C1).
	///
	/// It never has to rise: an act that draws x from the funders of a bank, y of it for payees at other
	/// banks, lowers what they hold by x and what is left for those by y at least, and y is at most x. So
	/// a promise covers whatever is drawn, and no release fails for cover.
	pub fn promises(&self) -> Result<Vec<Promise>, OrderError> {
		let mut promises: Vec<Promise> = Vec::new();
		for Funder { account: from, bank, held: amount, .. } in self.funders()? {
			match promises.iter_mut().find(|known| known.bank == bank) {
				Some(known) => known.amount = sum([known.amount, amount])?,
				None => promises.push(Promise { bank, from, amount }),
			}
		}
		for promise in &mut promises {
			promise.amount = match self.is_covered() {
				true => promise.amount.min(self.left_for_other_banks(promise.bank)?),
				false => Amount::ZERO,
			};
		}
		Ok(promises)
	}

	fn left_for_other_banks(&self, bank: BankIndex) -> Result<Amount, OrderError> {
		let away = self.legs.iter().filter(|leg| self.receiver_of(leg).1 != bank);
		sum(away.map(Leg::held).collect::<Result<Vec<_>, _>>()?)
	}

	/// A payee at another bank than this one: whom a promise names.
	pub fn payee_away_from(&self, bank: BankIndex) -> Option<AccountNo> {
		let mut receivers = self.legs.iter().map(|leg| self.receiver_of(leg));
		receivers.find(|(_, own)| *own != bank).map(|(account, _)| account)
	}

	/// Whether a part can go to this bank under the cover that is set aside for it, whichever funder's
	/// money it is. `is_covered`: whether any is.
	pub fn is_within_cover(&self, part: &Part, bank: BankIndex, is_covered: bool) -> bool {
		let others = self.other_funders.iter().map(|funder| funder.bank);
		let mut banks = core::iter::once(self.payer_bank).chain(others);
		// A promise names no creditor: what was promised for the part covers it at another bank, too.
		banks.all(|own| own == bank || (is_covered && part.bank != own))
	}

	/// The legs that an act is charged for: a funder beside the payer costs what a leg does, and once
	/// more for what it got back; asking for a group and its leader costs less than a leg. Rows stop growing long before an order has as many as it can have.
	pub fn charged_legs(&self) -> u32 {
		let funders = self.other_funders.len().saturating_mul(2);
		let legs = self.legs.len().saturating_add(funders).saturating_add(self.group.iter().len());
		u32::try_from(legs).unwrap_or(u32::MAX).min(LEGS_MAX)
	}
}

/// What came out of the hold for each of these funders, in their order; nothing where the list of amounts
/// is empty.
pub(crate) fn told_as_freed(funders: &[Funder], freed: &[Amount]) -> Vec<FunderPart> {
	let freed = freed.iter().copied().chain(core::iter::repeat(Amount::ZERO));
	let parts = funders.iter().zip(freed);
	parts.map(|(Funder { account, .. }, amount)| FunderPart { account: *account, amount }).collect()
}

fn sum(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, OrderError> {
	Amount::checked_sum(amounts).ok_or(OrderError::Overflow)
}

fn less(from: Amount, amount: Amount) -> Result<Amount, OrderError> {
	from.checked_sub(amount).ok_or(OrderError::Overflow)
}
