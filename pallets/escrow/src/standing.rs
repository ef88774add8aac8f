// SPDX-License-Identifier: Apache-2.0

//! How an order stands, whatever its state: what each leg got, gave back, and may still be asked for.
//! Made from the row of an open order, or from what its body plans and what became of that. No
//! storage here.
//!
//! ```text
//! entitlement = unreleased + parked + released + refunded, for each leg (O4)
//!
//! weight = entitlement - refunded - given - returned - kept            what of it was not given back
//!          for the merchant + returned and kept of all other legs      which it got, or bears (R1, R2)
//!
//! the weights add up to the amount less all refunds, so that any series of them adds up (R2)
//! ```

use crate::{
	given::{GivenBack, GivenLeg, NO_LEG},
	order::OrderError,
	types::{HeldOrder, Leg},
};
use alloc::vec::Vec;
use split_ledger_primitives::{
	limits::{RETURNS_FOR_REFUNDS, RETURNS_MAX},
	AccountNo, Amount, Purpose, RefundPolicy,
};
use split_rules::{divide_refund, RefundGiver, RefundLeg, RefundRole};

/// How an order stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing {
	/// By which rule a refund is divided.
	pub policy: RefundPolicy,
	/// Where the merchant's money counts; none for a plain payment.
	pub merchant: Option<Merchant>,
	/// The legs by their order in the plan; the last one is the merchant's where the plan has none.
	pub legs: Vec<StandingLeg>,
}

/// Where the merchant's money goes and counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Merchant {
	/// Its leg, or [`NO_LEG`].
	pub leg: u8,
	/// Its account.
	pub account: AccountNo,
}

/// How a leg stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StandingLeg {
	/// Its number.
	pub leg: u8,
	/// Who gets it.
	pub payee: AccountNo,
	/// What for.
	pub purpose: Purpose,
	/// Whether its payee is the order's merchant.
	pub of_merchant: bool,
	/// Whether it is tax that was passed on to the state: what was posted of it stays there (P5).
	pub remitted: bool,
	/// What it is to get in all.
	pub entitlement: Amount,
	/// What may still be released.
	pub unreleased: Amount,
	/// What was released and could not be credited yet.
	pub parked: Amount,
	/// What was posted.
	pub released: Amount,
	/// What went back to the payer from the hold.
	pub refunded: Amount,
	/// What its receiver returned alone.
	pub returned: Amount,
	/// What was given for it in refunds after its release.
	pub given: Amount,
	/// What it kept of refunds, which the merchant bears. What it returned or lost to the merchant
	/// afterwards is kept no more.
	pub kept: Amount,
	/// What of it was not given back yet: its weight in a refund.
	pub weight: Amount,
}

/// What a leg gives of a refund, by where it is taken from, in this order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Share {
	/// The leg whose share it is.
	pub of: u8,
	/// The leg that gives it: the merchant's where a fee is kept, else the same.
	pub by: u8,
	/// The account that gives what is not held any more.
	pub account: AccountNo,
	/// What is taken from what is not released.
	pub unreleased: Amount,
	/// What is taken from what is parked.
	pub parked: Amount,
	/// What is taken from the account.
	pub given: Amount,
}

impl Share {
	/// All of it.
	pub fn total(&self) -> Result<Amount, OrderError> {
		sum([self.unreleased, self.parked, self.given])
	}
}

impl StandingLeg {
	fn of(leg: &Leg, given: GivenLeg) -> Result<Self, OrderError> {
		// What the merchant gave may be more than its leg: it bears what others keep and return.
		let most_kept = match leg.of_merchant {
			true => Amount::ZERO,
			false => less(leg.entitlement, [leg.refunded, given.given, given.returned])?,
		};
		Ok(Self {
			leg: leg.leg,
			payee: leg.payee,
			purpose: leg.purpose,
			of_merchant: leg.of_merchant,
			remitted: false,
			entitlement: leg.entitlement,
			unreleased: leg.unreleased()?,
			parked: leg.parked(),
			released: leg.released,
			refunded: leg.refunded,
			returned: given.returned,
			given: given.given,
			kept: given.kept.min(most_kept),
			weight: Amount::ZERO,
		})
	}

	/// What its receiver got and did not give back yet: what it may return (R1), if it still has it.
	pub fn returnable(&self) -> Result<Amount, OrderError> {
		less(self.released, [self.returned, self.given])
	}

	/// What it gives itself of its share; the merchant gives the rest in its place.
	fn own_part(&self, policy: RefundPolicy, part: Amount) -> Result<Amount, OrderError> {
		match self.role().giver(policy) {
			RefundGiver::Merchant => Ok(Amount::ZERO),
			// What is still held was never passed on.
			RefundGiver::Receiver if self.remitted => {
				Ok(part.min(sum([self.unreleased, self.parked])?))
			}
			RefundGiver::Receiver => Ok(part),
		}
	}

	fn role(&self) -> RefundRole {
		RefundRole::of(self.purpose, self.of_merchant)
	}
}

impl Standing {
	/// Of an open order.
	pub fn of_held(order: &HeldOrder, given: &GivenBack) -> Result<Self, OrderError> {
		let merchant = Merchant::of(order.merchant_leg, order.merchant_account);
		Self::of(&order.legs, merchant, order.refund_policy(), given)
	}

	/// Of legs as they came to stand.
	pub fn of(
		legs: &[Leg],
		merchant: Option<Merchant>,
		policy: RefundPolicy,
		given: &GivenBack,
	) -> Result<Self, OrderError> {
		let standing = legs.iter().map(|leg| StandingLeg::of(leg, given.of(leg.leg)));
		let mut legs = standing.collect::<Result<Vec<_>, _>>()?;
		if let Some(merchant) = merchant.filter(|merchant| merchant.leg == NO_LEG) {
			legs.push(merchant.without_leg(given.of(NO_LEG)));
		}
		let mut standing = Self { policy, merchant, legs };
		standing.weigh()?;
		Ok(standing)
	}

	/// Gives each leg its weight.
	fn weigh(&mut self) -> Result<(), OrderError> {
		let merchant = self.merchant.map(|merchant| merchant.leg);
		let to_merchant = match merchant {
			Some(_) => sum(self.legs.iter().flat_map(|leg| [leg.returned, leg.kept]))?,
			None => Amount::ZERO,
		};
		for leg in &mut self.legs {
			let more = if Some(leg.leg) == merchant { to_merchant } else { Amount::ZERO };
			let whole = sum([leg.entitlement, more])?;
			leg.weight = less(whole, [leg.refunded, leg.given, leg.returned, leg.kept])?;
		}
		Ok(())
	}

	/// The leg of this number. [`NO_LEG`] is none that anybody can name.
	pub fn leg(&self, number: u8) -> Result<&StandingLeg, OrderError> {
		let leg = self.legs.iter().find(|leg| leg.leg == number && number != NO_LEG);
		leg.ok_or(OrderError::UnknownLeg)
	}

	/// What may still be refunded.
	pub fn refundable(&self) -> Result<Amount, OrderError> {
		sum(self.legs.iter().map(|leg| leg.weight))
	}

	/// What went back to the payer so far, what is due included: from the hold and from accounts.
	pub fn refunded(&self) -> Result<Amount, OrderError> {
		sum(self.legs.iter().flat_map(|leg| [leg.refunded, leg.given]))
	}

	/// Divides a refund by the policy (R2). Each share is taken from what is not released of its leg,
	/// then from what is parked, then from the receiver's account. Where fees are kept, and of tax that
	/// was passed on, the merchant gives their shares after its own.
	pub fn shares(&self, amount: Amount) -> Result<Vec<Share>, OrderError> {
		if amount.is_zero() {
			return Err(OrderError::ZeroAmount);
		}
		if amount > self.refundable()? {
			return Err(OrderError::MoreThanRemains);
		}
		let legs = self.legs.iter().map(|leg| RefundLeg { left: leg.weight, role: leg.role() });
		let legs: Vec<RefundLeg> = legs.collect();
		let parts = divide_refund(self.policy, &legs, amount).map_err(|_| OrderError::Overflow)?;
		let mut taken = self.clone();
		let (mut own, mut in_place) = (Vec::new(), Vec::new());
		for (leg, part) in self.legs.iter().zip(parts).filter(|(_, part)| !part.is_zero()) {
			let own_part = match self.merchant {
				None => part,
				Some(_) => leg.own_part(self.policy, part)?,
			};
			let by = self.merchant.map_or(leg.leg, |merchant| merchant.leg);
			own.push((leg.leg, leg.leg, own_part));
			in_place.push((leg.leg, by, less(part, [own_part])?));
		}
		let each = own.into_iter().chain(in_place).filter(|(.., part)| !part.is_zero());
		each.map(|(of, by, part)| taken.take(of, by, part)).collect()
	}

	/// Takes a part out of what is still to be had of the leg `by`.
	fn take(&mut self, of: u8, by: u8, part: Amount) -> Result<Share, OrderError> {
		let leg = self.legs.iter_mut().find(|leg| leg.leg == by);
		let leg = leg.ok_or(OrderError::UnknownLeg)?;
		let unreleased = part.min(leg.unreleased);
		let rest = less(part, [unreleased])?;
		let parked = rest.min(leg.parked);
		let given = less(rest, [parked])?;
		leg.unreleased = less(leg.unreleased, [unreleased])?;
		leg.parked = less(leg.parked, [parked])?;
		Ok(Share { of, by, account: leg.payee, unreleased, parked, given })
	}
}

impl Merchant {
	/// Where the merchant's money counts.
	pub fn of(leg: Option<u8>, account: Option<AccountNo>) -> Option<Self> {
		account.map(|account| Self { leg: leg.unwrap_or(NO_LEG), account })
	}

	/// How a merchant stands of whose money the plan had nothing.
	fn without_leg(self, given: GivenLeg) -> StandingLeg {
		let none = Amount::ZERO;
		StandingLeg {
			leg: NO_LEG,
			payee: self.account,
			purpose: Purpose::Goods,
			of_merchant: true,
			remitted: false,
			entitlement: none,
			unreleased: none,
			parked: none,
			released: none,
			refunded: none,
			returned: given.returned,
			given: given.given,
			kept: none,
			weight: none,
		}
	}
}

impl GivenBack {
	/// After a refund of these shares; `is_last` where nothing is left to be refunded. What is taken from
	/// the hold alone, or is the last, is no act that counts: it comes to an end by itself, and others
	/// could else use up what it needs.
	pub fn after_refund(self, shares: &[Share], is_last: bool) -> Result<Self, OrderError> {
		let counts = !is_last && shares.iter().any(|share| !share.given.is_zero());
		let start = if counts { self.count_act(RETURNS_MAX)? } else { self };
		shares.iter().try_fold(start, |back, share| {
			let (leg, given) = (share.by, share.given);
			let back = back.plus(GivenLeg { leg, given, ..GivenLeg::default() })?;
			let kept = if share.of == share.by { Amount::ZERO } else { share.total()? };
			back.plus(GivenLeg { leg: share.of, kept, ..GivenLeg::default() })
		})
	}

	/// After a return of a leg; `is_last` where its receiver has nothing left to return, which counts as
	/// little. The last acts are for refunds: a receiver at odds could else keep the payer from its own.
	pub fn after_return(
		self,
		leg: u8,
		returned: Amount,
		is_last: bool,
	) -> Result<Self, OrderError> {
		let most = RETURNS_MAX.saturating_sub(RETURNS_FOR_REFUNDS);
		let start = if is_last { self } else { self.count_act(most)? };
		start.plus(GivenLeg { leg, returned, ..GivenLeg::default() })
	}
}

fn sum(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, OrderError> {
	Amount::checked_sum(amounts).ok_or(OrderError::Overflow)
}

fn less(from: Amount, amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, OrderError> {
	let rest = amounts.into_iter().try_fold(from, Amount::checked_sub);
	rest.ok_or(OrderError::Overflow)
}
