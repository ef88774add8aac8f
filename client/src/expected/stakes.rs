// SPDX-License-Identifier: Apache-2.0

//! Whose money an order moves (O5): what an act takes out of the hold is drawn from the funders, and what
//! comes back goes to them, by what is theirs; none gets more than it put in.
//!
//! ```text
//! room   = what it put in - what it got back
//! free   = the smaller of room and what is held of it
//! excess = what is held and not free: for a kept fee, of which it has its part back already
//! out    = room - free: with receivers, and may come back
//! ```

use super::{money::Money, Posting, Standing};
use crate::{
	bundle::{Order, Who},
	currency::Unit,
};
use split_ledger_primitives::{Amount, FundersBack, Purpose};

/// What of an order's money is a funder's. The payer is the first one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stake {
	pub(super) who: Who,
	put_in: i128,
	held: i128,
	back: i128,
	/// What its bank promises for all funders that are with it, told of the first of them.
	promised: i128,
}

/// Money on its way out of the hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
	/// The leg under which it is told, and the one on which it counts, by their places.
	pub(super) told: usize,
	pub(super) counted: usize,
	pub(super) to: Who,
	pub(super) amount: Amount,
	pub(super) purpose: Purpose,
}

/// Who is asked before the others.
#[derive(Clone, Copy)]
enum First {
	Nobody,
	Payer,
	Others,
}

impl Stake {
	fn room(&self) -> i128 {
		self.put_in - self.back
	}

	fn free(&self) -> i128 {
		self.room().min(self.held)
	}

	fn excess(&self) -> i128 {
		self.held - self.free()
	}

	fn out(&self) -> i128 {
		self.room() - self.free()
	}
}

/// The stakes of an order that is placed now.
pub(super) fn of(order: &Order) -> Vec<Stake> {
	let stake = |(who, amount): (Who, Amount)| {
		let (put_in, held, back, promised) = (amount.0.into(), 0, 0, 0);
		Stake { who, put_in, held, back, promised }
	};
	order.stakes().map(stake).collect()
}

impl Standing {
	/// Sets the money aside, each part on its funder's account.
	pub(super) fn hold(&mut self, money: &mut Money, unit: Unit) -> Result<(), super::Refusal> {
		for stake in &mut self.stakes {
			money.hold(unit, stake.who, stake.put_in)?;
			stake.held = stake.put_in;
		}
		self.renew_promises(money, unit);
		Ok(())
	}

	/// Pays out of the hold. The moves, in their order, are matched with what is drawn from the funders, in
	/// theirs.
	pub(super) fn pay_out(&mut self, money: &mut Money, unit: Unit, moves: &[Move]) {
		let total = moves.iter().map(|one| i128::from(one.amount.0)).sum();
		let first = match self.back {
			FundersBack::ProRata => First::Nobody,
			FundersBack::PayerFirst => First::Others,
		};
		let mut draws = self.divided(first, [Stake::excess, Stake::free], total);
		for (stake, draw) in self.stakes.iter_mut().zip(&draws) {
			stake.held -= draw;
		}
		for Move { told, counted, to, amount, purpose } in moves.iter().copied() {
			for (place, part) in matched(&mut draws, amount) {
				money.pay_held(unit, self.stakes[place].who, to, part);
				self.legs[told].posted.push(Posting { to, amount: part, purpose });
			}
			let released = &mut self.legs[counted].released;
			*released = Amount(released.0 + amount.0);
		}
		self.renew_promises(money, unit);
	}

	/// Gives so much of what is held back to the funders.
	pub(super) fn free(&mut self, money: &mut Money, unit: Unit, total: Amount) {
		let backs =
			self.divided(self.first_back(), [Stake::free, Stake::excess], i128::from(total.0));
		for (stake, back) in self.stakes.iter_mut().zip(backs) {
			stake.held -= back;
			stake.back += back;
			money.free(unit, stake.who, back);
		}
		self.renew_promises(money, unit);
	}

	/// What of so much that receivers give back is each funder's, what is due included.
	pub(super) fn given_to(&mut self, total: Amount) -> Vec<i128> {
		let total = i128::from(total.0);
		let backs = self.divided(self.first_back(), [Stake::out, Stake::free], total);
		for (stake, back) in self.stakes.iter_mut().zip(&backs) {
			stake.back += back;
		}
		backs
	}

	fn first_back(&self) -> First {
		match self.back {
			FundersBack::ProRata => First::Nobody,
			FundersBack::PayerFirst => First::Payer,
		}
	}

	/// Divides by the first measure as far as it goes, and the rest by the second.
	fn divided(&self, first: First, measures: [fn(&Stake) -> i128; 2], total: i128) -> Vec<i128> {
		if let [_] = self.stakes[..] {
			return vec![total];
		}
		let mut sums = vec![0; self.stakes.len()];
		let mut rest = total;
		for measure in measures {
			let most: Vec<i128> = self.stakes.iter().map(measure).collect();
			let part = rest.min(most.iter().sum());
			rest -= part;
			for (sum, share) in sums.iter_mut().zip(shares(first, &most, part)) {
				*sum += share;
			}
		}
		sums
	}

	/// A bank promises for all funders that are with it the smaller of what they hold and of what is left
	/// for payees at other banks (C1).
	pub(super) fn renew_promises(&mut self, money: &mut Money, unit: Unit) {
		for place in 0..self.stakes.len() {
			let who = self.stakes[place].who;
			let with_it: Vec<usize> = (0..self.stakes.len())
				.filter(|other| !money.is_away(self.stakes[*other].who, who))
				.collect();
			if with_it.first() != Some(&place) {
				continue;
			}
			let held: i128 = with_it.iter().map(|other| self.stakes[*other].held).sum();
			let away = self.legs.iter().filter(|leg| money.is_away(who, leg.receiver()));
			let left: i128 = away.map(|leg| i128::from(leg.unreleased.0 + leg.parked.0)).sum();
			let promised = held.min(left);
			money.promise(unit, who, promised - self.stakes[place].promised);
			self.stakes[place].promised = promised;
		}
	}
}

/// Takes an amount from what is left of the draws, in their order: the place of each and how much.
pub(super) fn matched(draws: &mut [i128], amount: Amount) -> Vec<(usize, Amount)> {
	let mut rest = i128::from(amount.0);
	let mut parts = Vec::new();
	for (place, left) in draws.iter_mut().enumerate() {
		let part = rest.min(*left);
		if part > 0 {
			parts.push((place, Amount(u64::try_from(part).expect("a part of an amount"))));
		}
		*left -= part;
		rest -= part;
	}
	parts
}

/// Divides pro rata, but for who comes first.
fn shares(first: First, most: &[i128], total: i128) -> Vec<i128> {
	let payer = most.first().copied().unwrap_or_default();
	let others: i128 = most.iter().skip(1).sum();
	let own = match first {
		First::Nobody => return pro_rata(most, total),
		First::Payer => total.min(payer),
		First::Others => total - total.min(others),
	};
	let rest = pro_rata(most.get(1..).unwrap_or_default(), total - own);
	std::iter::once(own).chain(rest).collect()
}

fn pro_rata(weights: &[i128], total: i128) -> Vec<i128> {
	let amount = |figure: &i128| Amount(u64::try_from(*figure).expect("a part of an amount"));
	let weights: Vec<Amount> = weights.iter().map(amount).collect();
	let parts = split_rules::apportion(&weights, amount(&total)).expect("no more than there is");
	parts.into_iter().map(|part| i128::from(part.0)).collect()
}
