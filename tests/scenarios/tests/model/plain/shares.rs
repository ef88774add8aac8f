// SPDX-License-Identifier: Apache-2.0

//! Dividing: a release by what remains (O3), a refund by what was not given back (R2).

use super::{Given, Order};
use split_ledger_primitives::{AccountNo, RefundPolicy};

/// What of a leg may still be refunded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weight {
	pub(crate) leg: u8,
	pub(crate) account: AccountNo,
	pub(crate) of_merchant: bool,
	pub(crate) is_fee: bool,
	pub(crate) rest: u64,
	pub(crate) parked: u64,
	pub(crate) weight: u64,
}

/// What a leg gives of a refund.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
	/// Whose share it is.
	pub(crate) of: u8,
	/// Which leg gives it, and from which account.
	pub(crate) by: u8,
	pub(crate) account: AccountNo,
	pub(crate) rest: u64,
	pub(crate) parked: u64,
	pub(crate) given: u64,
}

impl Share {
	pub(crate) fn total(&self) -> u64 {
		self.rest + self.parked + self.given
	}
}

impl Order {
	pub(crate) fn given(&self, leg: u8) -> Given {
		self.given.get(&leg).copied().unwrap_or_default()
	}

	/// What a leg kept of refunds, less what it returned or lost to the merchant since.
	pub(crate) fn kept(&self, leg: u8) -> u64 {
		let given = self.given(leg);
		let known = self.legs.iter().find(|it| it.number == leg);
		match known {
			Some(it) if !it.of_merchant => {
				given.kept.min(it.entitlement - it.refunded - given.given - given.returned)
			}
			_ => 0,
		}
	}

	/// What each leg may still be asked for (R2).
	pub(crate) fn weights(&self) -> Vec<Weight> {
		let of_all = |of: fn(&Self, u8) -> u64| -> u64 {
			self.legs.iter().map(|leg| of(self, leg.number)).sum()
		};
		let borne = of_all(|order, leg| order.given(leg).returned + order.kept(leg));
		let merchant = self.merchant;
		let weight = |number: u8, entitlement: u64, refunded: u64| {
			let given = self.given(number);
			let is_merchant = merchant.is_some_and(|merchant| merchant.0 == number);
			let more = if is_merchant { borne } else { 0 };
			let gone = refunded + given.given + given.returned + self.kept(number);
			entitlement + more - gone
		};
		let mut weights: Vec<Weight> = Vec::new();
		for leg in &self.legs {
			weights.push(Weight {
				leg: leg.number,
				account: leg.payee,
				of_merchant: leg.of_merchant,
				is_fee: leg.purpose.counts_to_share_cap() && !leg.of_merchant,
				rest: leg.rest(),
				parked: leg.parked(),
				weight: weight(leg.number, leg.entitlement, leg.refunded),
			});
		}
		// A merchant without a leg gives what others kept and returned.
		if let Some((0, account)) = merchant {
			let (of_merchant, is_fee) = (true, false);
			let weight = weight(0, 0, 0);
			weights.push(Weight {
				leg: 0,
				account,
				of_merchant,
				is_fee,
				rest: 0,
				parked: 0,
				weight,
			});
		}
		weights
	}

	pub(crate) fn refundable(&self) -> u64 {
		self.weights().iter().map(|it| it.weight).sum()
	}

	/// By which rule a refund is divided now: before its group is complete nobody earned a fee.
	pub(crate) fn policy_now(&self) -> RefundPolicy {
		match self.awaits_group {
			true => RefundPolicy::ProRata,
			false => self.policy,
		}
	}

	/// Divides a refund: of each leg a share, by the policy.
	pub(crate) fn shares(&self, amount: u64) -> Vec<Share> {
		self.shares_of(self.weights(), amount)
	}

	/// Divides an amount by these weights. Where fees are kept, the merchant gives their shares after its
	/// own.
	pub(crate) fn shares_of(&self, mut weights: Vec<Weight>, amount: u64) -> Vec<Share> {
		let parts: Vec<(Weight, u64)> =
			weights.iter().copied().zip(divide(self.policy_now(), &weights, amount)).collect();
		let mut shares = Vec::new();
		for in_place in [false, true] {
			for (it, part) in &parts {
				if *part == 0 || (self.keeps(it) && self.merchant.is_some()) != in_place {
					continue;
				}
				let by = if in_place { self.merchant.map_or(0, |it| it.0) } else { it.leg };
				shares.push(take(&mut weights, it.leg, by, *part));
			}
		}
		shares
	}

	/// Whether a leg keeps what it got, and the merchant gives in its place.
	pub(crate) fn keeps(&self, leg: &Weight) -> bool {
		self.policy_now() == RefundPolicy::FeesKept && leg.is_fee
	}
}

/// How a policy divides an amount among legs of these weights.
pub(crate) fn divide(policy: RefundPolicy, weights: &[Weight], amount: u64) -> Vec<u64> {
	let pick = |wanted: &dyn Fn(&Weight) -> bool| -> Vec<u64> {
		weights.iter().map(|it| if wanted(it) { it.weight } else { 0 }).collect()
	};
	match policy {
		RefundPolicy::ProRata | RefundPolicy::FeesKept => apportion(&pick(&|_| true), amount),
		RefundPolicy::MerchantFirst => {
			let merchants = pick(&|it| it.of_merchant);
			let others = pick(&|it| !it.of_merchant);
			let first = amount.min(merchants.iter().sum());
			let sums = apportion(&merchants, first);
			sums.iter().zip(apportion(&others, amount - first)).map(|(a, b)| a + b).collect()
		}
	}
}

/// Takes a part of a leg: what is not released first, then what is parked, then from the account.
fn take(weights: &mut [Weight], of: u8, by: u8, part: u64) -> Share {
	let giver = weights.iter_mut().find(|it| it.leg == by).expect("the giver has a weight");
	let rest = part.min(giver.rest);
	let parked = (part - rest).min(giver.parked);
	giver.rest -= rest;
	giver.parked -= parked;
	Share { of, by, account: giver.account, rest, parked, given: part - rest - parked }
}

/// `amount` by what remains: rounded down, then a unit each by falling fraction, the earlier first.
pub(crate) fn apportion(rests: &[u64], amount: u64) -> Vec<u64> {
	if amount == 0 {
		return vec![0; rests.len()];
	}
	let sum: u128 = rests.iter().map(|rest| u128::from(*rest)).sum();
	let exact = |rest: &u64| u128::from(*rest) * u128::from(amount);
	let mut parts: Vec<u64> = rests.iter().map(|rest| (exact(rest) / sum) as u64).collect();
	let mut order: Vec<usize> = (0..rests.len()).collect();
	order.sort_by_key(|place| std::cmp::Reverse(exact(&rests[*place]) % sum));
	let left = amount - parts.iter().sum::<u64>();
	for place in order.into_iter().take(left as usize) {
		parts[place] += 1;
	}
	parts
}
