// SPDX-License-Identifier: Apache-2.0

//! What of an order may still be given back, and by whom (R1, R2). Figures are wide and signed.
//!
//! ```text
//! net    = unreleased + parked + released - given - returned     what is there of a leg, or was kept
//! kept   = what the merchant gave in its place, at most net
//! weight = net - kept                                            for a refund
//!          for the merchant + returned and kept of all others    which it got, or bears
//! ```

use super::{Refusal, Standing};
use crate::bundle::Who;
use split_ledger_primitives::{Amount, Purpose, RefundPolicy};
use split_rules::{divide_refund, RefundGiver, RefundLeg, RefundRole};

/// The merchant of an order, who gives for others and gets what they return.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merchant {
	pub(super) who: Who,
	/// Its first leg of goods, by its place in the plan; none where the plan gives it nothing.
	pub(super) leg: Option<usize>,
}

/// A part of a refund.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Share {
	/// Of which leg it is, by its place in the plan; none for a merchant without a leg.
	pub(super) of: Option<usize>,
	/// The leg that gives it.
	pub(super) by: Option<usize>,
	pub(super) unreleased: Amount,
	pub(super) parked: Amount,
	/// What comes from an account.
	pub(super) given: Amount,
}

impl Standing {
	/// The weight of each leg; last that of a merchant without a leg.
	pub(super) fn weights(&self, merchant: Option<Merchant>) -> Vec<Amount> {
		let is_own = |index: usize| merchant.is_some_and(|m| m.who == self.legs[index].leaf.payee);
		let net = |index: usize| {
			let leg = &self.legs[index];
			let there = wide(leg.unreleased) + wide(leg.parked) + wide(leg.released);
			there - wide(leg.given) - wide(leg.returned)
		};
		let kept = |index: usize| match is_own(index) {
			true => 0,
			false => wide(self.legs[index].kept).min(net(index)),
		};
		let places = 0..self.legs.len();
		let returned = |index: usize| wide(self.legs[index].returned);
		let to_merchant: i128 = places.clone().map(|index| returned(index) + kept(index)).sum();
		let more = |index| match merchant {
			Some(Merchant { leg: Some(own), .. }) if own == index => to_merchant,
			_ => 0,
		};
		let mut weights: Vec<Amount> =
			places.map(|index| narrow(net(index) - kept(index) + more(index))).collect();
		if matches!(merchant, Some(Merchant { leg: None, .. })) {
			weights.push(narrow(to_merchant - wide(self.given_without_leg)));
		}
		weights
	}

	/// Divides a refund (R2). What each leg gives comes first from what is not released of it, then
	/// from what is parked, then from an account. Where fees are kept, the merchant gives their shares
	/// after its own.
	pub(super) fn shares(
		&self,
		policy: RefundPolicy,
		merchant: Option<Merchant>,
		amount: Amount,
	) -> Result<Vec<Share>, Refusal> {
		self.shares_by(policy, merchant, &self.weights(merchant), amount)
	}

	/// The same by these weights.
	pub(super) fn shares_by(
		&self,
		policy: RefundPolicy,
		merchant: Option<Merchant>,
		weights: &[Amount],
		amount: Amount,
	) -> Result<Vec<Share>, Refusal> {
		let parts = self.parts(policy, merchant, weights, amount)?;
		let (mut own, mut instead) = (Vec::new(), Vec::new());
		for (index, part) in parts.into_iter().enumerate().filter(|(_, part)| !part.is_zero()) {
			let of = Some(index).filter(|index| *index < self.legs.len());
			match merchant.filter(|_| self.is_given_for(policy, merchant, index)) {
				Some(merchant) => instead.push((of, merchant.leg, part)),
				None => own.push((of, of, part)),
			}
		}
		let mut left = self.clone();
		let all = own.into_iter().chain(instead);
		Ok(all.map(|(of, by, part)| left.take(of, by, part)).collect())
	}

	/// What each leg is to give of an amount, whoever gives it; last a merchant without a leg.
	pub(super) fn parts(
		&self,
		policy: RefundPolicy,
		merchant: Option<Merchant>,
		weights: &[Amount],
		amount: Amount,
	) -> Result<Vec<Amount>, Refusal> {
		let legs = weights.iter().enumerate();
		let legs =
			legs.map(|(index, left)| RefundLeg { left: *left, role: self.role(merchant, index) });
		divide_refund(policy, &legs.collect::<Vec<_>>(), amount)
			.map_err(|error| Refusal::of("more-than-remains", error.to_string()))
	}

	/// Whether the merchant gives the share of a leg, whose receiver keeps it.
	pub(super) fn is_given_for(
		&self,
		policy: RefundPolicy,
		merchant: Option<Merchant>,
		index: usize,
	) -> bool {
		let by_merchant = self.role(merchant, index).giver(policy) == RefundGiver::Merchant;
		by_merchant && merchant.is_some()
	}

	fn role(&self, merchant: Option<Merchant>, index: usize) -> RefundRole {
		match self.legs.get(index) {
			Some(leg) => {
				let is_own = merchant.is_some_and(|merchant| merchant.who == leg.leaf.payee);
				RefundRole::of(leg.leaf.purpose, is_own)
			}
			None => RefundRole::of(Purpose::Goods, true),
		}
	}

	fn take(&mut self, of: Option<usize>, by: Option<usize>, part: Amount) -> Share {
		let Some(index) = by else {
			let (unreleased, parked) = (Amount::ZERO, Amount::ZERO);
			return Share { of, by, unreleased, parked, given: part };
		};
		let leg = &mut self.legs[index];
		let unreleased = part.min(leg.unreleased);
		let parked = Amount(part.0 - unreleased.0).min(leg.parked);
		leg.unreleased = Amount(leg.unreleased.0 - unreleased.0);
		leg.parked = Amount(leg.parked.0 - parked.0);
		let given = Amount(part.0 - unreleased.0 - parked.0);
		Share { of, by, unreleased, parked, given }
	}
}

fn wide(amount: Amount) -> i128 {
	i128::from(amount.0)
}

/// No leg ever gives more than its weight, so none is below zero.
fn narrow(figure: i128) -> Amount {
	Amount(u64::try_from(figure).expect("a weight is an amount"))
}
