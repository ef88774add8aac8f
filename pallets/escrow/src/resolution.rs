// SPDX-License-Identifier: Apache-2.0

//! What a resolver's share of the payer makes of an order (O8). No storage here.
//!
//! ```text
//! what is not released, and still the payer's    payer: floor(p * it), the rest to the payees
//! what was released and not given back           payer: floor(p * it), as a refund after a release
//! ```
//!
//! The two are divided apart, as O8 has it, each rounded down once: what the payer gets in all can be a
//! unit less than p of both together.

use crate::{
	given::{GivenBack, GivenLeg},
	order::OrderError,
	standing::{Share, Standing, StandingLeg},
};
use alloc::vec::Vec;
use split_ledger_primitives::{Amount, RefundPolicy};
use split_rules::{divide_refund, RefundGiver, RefundLeg, RefundRole};

/// The whole, in millionths.
pub const WHOLE_PPM: u32 = 1_000_000;

/// What goes back to the payer by a resolution.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Resolution {
	/// Out of what is not released, leg by leg.
	pub from_hold: Vec<Share>,
	/// Of what was released: out of what is parked, and from accounts.
	pub from_released: Vec<Share>,
}

impl Resolution {
	/// All shares.
	pub fn shares(&self) -> impl Iterator<Item = &Share> {
		self.from_hold.iter().chain(&self.from_released)
	}
}

impl Standing {
	/// What a resolver's `payer_ppm`, at most the whole, gives back to the payer. What was released
	/// counts only where it can still be refunded (T2).
	pub fn resolved(
		&self,
		payer_ppm: u32,
		released_counts: bool,
	) -> Result<Resolution, OrderError> {
		let hold = self.weighed(|leg| Ok(leg.unreleased.min(leg.weight)))?;
		let released = self.weighed(|leg| match released_counts {
			true => less(leg.weight, leg.unreleased.min(leg.weight)),
			false => Ok(Amount::ZERO),
		})?;
		let released = released.without_hold();
		let from_hold = hold.shares_of_hold(floor_of(hold.refundable()?, payer_ppm)?)?;
		let from_released = match floor_of(released.refundable()?, payer_ppm)? {
			Amount::ZERO => Vec::new(),
			amount => released.shares(amount)?,
		};
		Ok(Resolution { from_hold, from_released })
	}

	/// The same with other weights.
	fn weighed(
		&self,
		weight: impl Fn(&StandingLeg) -> Result<Amount, OrderError>,
	) -> Result<Self, OrderError> {
		let legs = self.legs.iter().map(|leg| Ok(StandingLeg { weight: weight(leg)?, ..*leg }));
		Ok(Self { legs: legs.collect::<Result<_, OrderError>>()?, ..self.clone() })
	}

	/// The same where nothing can be taken from what is not released.
	fn without_hold(mut self) -> Self {
		for leg in &mut self.legs {
			leg.unreleased = Amount::ZERO;
		}
		self
	}

	/// Divides what goes back out of what is not released by the policy (R2). Where fees are kept, the
	/// merchant gives their shares as far as it is still to get something, since nothing of this comes
	/// from accounts; what is beyond that the fees give themselves.
	fn shares_of_hold(&self, amount: Amount) -> Result<Vec<Share>, OrderError> {
		let legs: Vec<RefundLeg> =
			self.legs.iter().map(|leg| RefundLeg { left: leg.weight, role: role(leg) }).collect();
		let parts = divide_refund(self.policy, &legs, amount).map_err(|_| OrderError::Overflow)?;
		let merchant = self.merchant.map(|merchant| merchant.leg);
		let mut own = self.legs.iter().zip(&parts).filter(|(leg, _)| Some(leg.leg) == merchant);
		let (merchant, mut spare) = match own.next() {
			Some((leg, part)) => (Some(leg), less(leg.weight, *part)?),
			None => (None, Amount::ZERO),
		};
		let (mut shares, mut in_place) = (Vec::new(), Vec::new());
		for (leg, part) in self.legs.iter().zip(parts) {
			let instead = match merchant.filter(|_| keeps(leg, self.policy)) {
				Some(merchant) => {
					let instead = part.min(spare);
					in_place.push(share_of_hold(leg.leg, merchant, instead));
					instead
				}
				None => Amount::ZERO,
			};
			spare = less(spare, instead)?;
			shares.push(share_of_hold(leg.leg, leg, less(part, instead)?));
		}
		let all = shares.into_iter().chain(in_place);
		Ok(all.filter(|share| !share.unreleased.is_zero()).collect())
	}
}

impl GivenBack {
	/// After a resolution. It is no act that counts: a receiver could else use up by returns what the
	/// resolver needs, and there are only so many disputes.
	pub fn after_resolution(self, resolution: &Resolution) -> Result<Self, OrderError> {
		resolution.shares().try_fold(self, |back, share| {
			let (leg, given) = (share.by, share.given);
			let back = back.plus(GivenLeg { leg, given, ..GivenLeg::default() })?;
			let kept = if share.of == share.by { Amount::ZERO } else { share.total()? };
			back.plus(GivenLeg { leg: share.of, kept, ..GivenLeg::default() })
		})
	}
}

fn share_of_hold(of: u8, by: &StandingLeg, unreleased: Amount) -> Share {
	let none = Amount::ZERO;
	Share { of, by: by.leg, account: by.payee, unreleased, parked: none, given: none }
}

fn role(leg: &StandingLeg) -> RefundRole {
	RefundRole::of(leg.purpose, leg.of_merchant)
}

fn keeps(leg: &StandingLeg, policy: RefundPolicy) -> bool {
	role(leg).giver(policy) == RefundGiver::Merchant
}

/// So many millionths of an amount, rounded down: the rest stays with whoever has it.
fn floor_of(amount: Amount, ppm: u32) -> Result<Amount, OrderError> {
	// Below 2^64 * 2^32.
	let product = amount.total().saturating_mul(ppm.into());
	let part = product.checked_div(WHOLE_PPM.into()).unwrap_or_default();
	u64::try_from(part).map(Amount).map_err(|_| OrderError::Overflow)
}

fn less(from: Amount, amount: Amount) -> Result<Amount, OrderError> {
	from.checked_sub(amount).ok_or(OrderError::Overflow)
}
