// SPDX-License-Identifier: Apache-2.0

//! How a resolver's share of the payer is divided (O8).
//!
//! ```text
//! hold     = weight of a leg, at most what is not released of it    the payer: floor(share * sum), out of the hold
//! released = the rest of its weight                                 the payer: floor(share * sum), as a refund
//! ```

use super::{
	standing::{Merchant, Share},
	Refusal, Run, Standing,
};
use split_ledger_primitives::{Amount, RefundPolicy};

/// The whole, in millionths.
const WHOLE_PPM: u128 = 1_000_000;

/// What goes back to the payer.
#[derive(Clone, Debug)]
pub(super) struct Resolution {
	/// Out of what is not released.
	pub(super) from_hold: Vec<Share>,
	/// Out of what is parked, and from accounts.
	pub(super) from_released: Vec<Share>,
}

impl Run<'_> {
	/// What so many millionths for the payer come to.
	pub(super) fn resolution(
		&self,
		place: usize,
		standing: &Standing,
		payer_ppm: u32,
	) -> Result<Resolution, Refusal> {
		let (policy, merchant) = self.refund_rule(place)?;
		let weights = standing.weights(merchant);
		let unreleased = standing.legs.iter().map(|leg| leg.unreleased);
		// A merchant without a leg has nothing in the hold.
		let unreleased = unreleased.chain(std::iter::repeat(Amount::ZERO));
		let hold: Vec<Amount> =
			weights.iter().zip(unreleased).map(|(weight, rest)| rest.min(*weight)).collect();
		let released = weights.iter().zip(&hold).map(|(weight, held)| Amount(weight.0 - held.0));
		let released: Vec<Amount> = released.collect();
		let from_hold = standing.out_of_hold(policy, merchant, &hold, payer_ppm)?;
		let mut without_hold = standing.clone();
		without_hold.legs.iter_mut().for_each(|leg| leg.unreleased = Amount::ZERO);
		let amount = floor_of(&released, payer_ppm);
		let from_released = without_hold.shares_by(policy, merchant, &released, amount)?;
		Ok(Resolution { from_hold, from_released })
	}
}

impl Standing {
	/// Divides by the policy. Where fees are kept, the merchant gives their shares as far as its own leg
	/// leaves room, since nothing of this comes from accounts; the rest the fees give themselves.
	fn out_of_hold(
		&self,
		policy: RefundPolicy,
		merchant: Option<Merchant>,
		weights: &[Amount],
		payer_ppm: u32,
	) -> Result<Vec<Share>, Refusal> {
		let parts = self.parts(policy, merchant, weights, floor_of(weights, payer_ppm))?;
		let own = merchant.and_then(|merchant| merchant.leg);
		let mut room = own.map_or(0, |own| weights[own].0 - parts[own].0);
		let (mut shares, mut instead) = (Vec::new(), Vec::new());
		for (index, part) in parts.iter().enumerate().take(self.legs.len()) {
			let given_for = match own {
				Some(_) if self.is_given_for(policy, merchant, index) => room.min(part.0),
				_ => 0,
			};
			room -= given_for;
			shares.push(held_share(index, index, part.0 - given_for));
			instead.extend(own.map(|own| held_share(index, own, given_for)));
		}
		let all = shares.into_iter().chain(instead);
		Ok(all.filter(|share| !share.unreleased.is_zero()).collect())
	}
}

fn held_share(of: usize, by: usize, amount: u64) -> Share {
	let none = Amount::ZERO;
	Share { of: Some(of), by: Some(by), unreleased: Amount(amount), parked: none, given: none }
}

/// So many millionths of a sum, rounded down.
fn floor_of(amounts: &[Amount], ppm: u32) -> Amount {
	let sum: u128 = amounts.iter().map(|amount| amount.total()).sum();
	Amount(u64::try_from(sum * u128::from(ppm) / WHOLE_PPM).expect("a part of an amount"))
}
