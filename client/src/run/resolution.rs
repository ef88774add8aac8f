// SPDX-License-Identifier: Apache-2.0

//! How the chain divides a resolver's share of the payer among the legs of a held order: its event tells
//! the share and sums, not whose they were (O8).

use super::{
	history::Planned,
	standing::{divided, parts_of, take, weighed, Merchant, Share, Weighed},
};
use split_ledger_primitives::{Amount, RefundPolicy};
use split_rules::RefundGiver;
use std::collections::BTreeMap;

/// The whole, in millionths.
const WHOLE_PPM: u128 = 1_000_000;

/// All that goes back to the payer: first out of what is not released, then as a refund of the rest.
pub(super) fn shares(
	policy: RefundPolicy,
	merchant: Option<Merchant>,
	legs: &BTreeMap<u8, Planned>,
	payer_ppm: u32,
) -> anyhow::Result<Vec<Share>> {
	let all = weighed(merchant, legs)?;
	let in_hold = |(number, weight, role): &Weighed| {
		let rest = legs.get(number).map_or(Amount::ZERO, |leg| leg.unreleased);
		(*number, rest.min(*weight), *role)
	};
	let hold: Vec<Weighed> = all.iter().map(in_hold).collect();
	let outside = all.iter().zip(&hold).map(|((number, weight, role), (_, held, _))| {
		(*number, weight.checked_sub(*held).unwrap_or_default(), *role)
	});
	let outside: Vec<Weighed> = outside.collect();
	let mut left = legs.clone();
	let mut shares = out_of_hold(policy, merchant, &hold, payer_ppm, &mut left)?;
	// The rest of the hold is the payees'.
	left.values_mut().for_each(|leg| leg.unreleased = Amount::ZERO);
	let amount = floor_of(&outside, payer_ppm);
	shares.extend(divided(policy, merchant, &outside, amount, &mut left)?);
	Ok(shares)
}

/// Where fees are kept, the merchant gives their shares as far as its own leg leaves room.
fn out_of_hold(
	policy: RefundPolicy,
	merchant: Option<Merchant>,
	hold: &[Weighed],
	payer_ppm: u32,
	left: &mut BTreeMap<u8, Planned>,
) -> anyhow::Result<Vec<Share>> {
	let parts = parts_of(policy, hold, floor_of(hold, payer_ppm))?;
	let own_leg = merchant.and_then(|merchant| merchant.leg);
	let own = hold.iter().zip(&parts).find(|((number, ..), _)| Some(*number) == own_leg);
	let mut room = own.map_or(Amount::ZERO, |((_, weight, _), part)| less(*weight, *part));
	let (mut own, mut instead) = (Vec::new(), Vec::new());
	for ((of, _, role), part) in hold.iter().zip(parts) {
		let mut rest = part;
		if let Some(by) = own_leg.filter(|_| role.giver(policy) == RefundGiver::Merchant) {
			let given_for = part.min(room);
			room = less(room, given_for);
			rest = less(rest, given_for);
			instead.push((*of, by, given_for));
		}
		own.push((*of, *of, rest));
	}
	let all = own.into_iter().chain(instead).filter(|(.., part)| !part.is_zero());
	Ok(all.map(|(of, by, part)| take(left, of, by, part)).collect())
}

/// So many millionths of what all weigh, rounded down.
fn floor_of(weighed: &[Weighed], ppm: u32) -> Amount {
	let sum: u128 = weighed.iter().map(|(_, weight, _)| weight.total()).sum();
	let part = sum.saturating_mul(ppm.into()).checked_div(WHOLE_PPM).unwrap_or_default();
	Amount(u64::try_from(part).unwrap_or(u64::MAX))
}

fn less(from: Amount, amount: Amount) -> Amount {
	from.checked_sub(amount).unwrap_or_default()
}
