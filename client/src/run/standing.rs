// SPDX-License-Identifier: Apache-2.0

//! How the chain divides a refund among the legs of a held order: its event tells the sum that came out
//! of the hold, not whose it was (R2).

use super::history::Planned;
use split_ledger_primitives::{AccountNo, Amount, Purpose, RefundPolicy};
use split_rules::{divide_refund, RefundGiver, RefundLeg, RefundRole};
use std::collections::BTreeMap;

/// The number under which a merchant without a leg counts.
const NO_LEG: u8 = 0;

/// The merchant of the order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merchant {
	pub(super) account: AccountNo,
	pub(super) leg: Option<u8>,
	/// What it gave in refunds, where it has no leg.
	pub(super) given: Amount,
}

/// What a leg gives of a refund: `of` whose share it is, `by` who gives it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Share {
	pub(super) of: u8,
	pub(super) by: u8,
	pub(super) unreleased: Amount,
	pub(super) parked: Amount,
	pub(super) given: Amount,
}

/// The number of a leg, what of it may still be refunded, and the part that it plays.
pub(super) type Weighed = (u8, Amount, RefundRole);

/// Divides a refund.
pub(super) fn shares(
	policy: RefundPolicy,
	merchant: Option<Merchant>,
	legs: &BTreeMap<u8, Planned>,
	amount: Amount,
) -> anyhow::Result<Vec<Share>> {
	divided(policy, merchant, &weighed(merchant, legs)?, amount, &mut legs.clone())
}

/// What of each leg may still be refunded.
pub(super) fn weighed(
	merchant: Option<Merchant>,
	legs: &BTreeMap<u8, Planned>,
) -> anyhow::Result<Vec<Weighed>> {
	let merchants_leg = merchant.map(|merchant| merchant.leg.unwrap_or(NO_LEG));
	let is_own = |leg: &Planned| merchant.is_some_and(|merchant| merchant.account == leg.payee);
	let net = |leg: &Planned| {
		let there = [leg.unreleased, leg.parked, leg.released].map(|part| i128::from(part.0));
		there.iter().sum::<i128>() - i128::from(leg.given.0) - i128::from(leg.returned.0)
	};
	let kept = |leg: &Planned| if is_own(leg) { 0 } else { net(leg).min(leg.kept.0.into()) };
	let borne: i128 = legs.values().map(|leg| i128::from(leg.returned.0) + kept(leg)).sum();
	let mut weighed = Vec::new();
	for (number, leg) in legs {
		let more = if merchants_leg == Some(*number) { borne } else { 0 };
		let role = RefundRole::of(leg.purpose, is_own(leg));
		weighed.push((*number, net(leg) - kept(leg) + more, role));
	}
	if let Some(Merchant { leg: None, given, .. }) = merchant {
		let role = RefundRole::of(Purpose::Goods, true);
		weighed.push((NO_LEG, borne - i128::from(given.0), role));
	}
	let narrow = |(number, weight, role)| Ok((number, Amount(u64::try_from(weight)?), role));
	weighed.into_iter().map(narrow).collect()
}

/// What each leg is to give of an amount, whoever gives it.
pub(super) fn parts_of(
	policy: RefundPolicy,
	weighed: &[Weighed],
	amount: Amount,
) -> anyhow::Result<Vec<Amount>> {
	let legs = weighed.iter().map(|(_, left, role)| RefundLeg { left: *left, role: *role });
	Ok(divide_refund(policy, &legs.collect::<Vec<_>>(), amount)?)
}

/// Divides an amount by these weights, and takes it from what is left of the legs.
pub(super) fn divided(
	policy: RefundPolicy,
	merchant: Option<Merchant>,
	weighed: &[Weighed],
	amount: Amount,
	left: &mut BTreeMap<u8, Planned>,
) -> anyhow::Result<Vec<Share>> {
	let merchants_leg = merchant.map(|merchant| merchant.leg.unwrap_or(NO_LEG));
	let parts = parts_of(policy, weighed, amount)?;
	let divided = weighed.iter().zip(parts).filter(|(_, part)| !part.is_zero());
	let giver = |of: u8, role: RefundRole| match (role.giver(policy), merchants_leg) {
		(RefundGiver::Merchant, Some(by)) => by,
		_ => of,
	};
	let divided = divided.map(|((of, _, role), part)| (*of, giver(*of, *role), part));
	// Own shares first: where fees are kept, the merchant gives for others after its own.
	let (own, instead): (Vec<_>, Vec<_>) = divided.partition(|(of, by, _)| of == by);
	let all = own.into_iter().chain(instead);
	Ok(all.map(|(of, by, part)| take(left, of, by, part)).collect())
}

/// First from what is not released, then from what is parked, then from the account.
pub(super) fn take(legs: &mut BTreeMap<u8, Planned>, of: u8, by: u8, part: Amount) -> Share {
	let less = |from: Amount, amount| from.checked_sub(amount).unwrap_or_default();
	let mut share = Share { of, by, unreleased: Amount(0), parked: Amount(0), given: part };
	if let Some(leg) = legs.get_mut(&by) {
		share.unreleased = part.min(leg.unreleased);
		share.parked = less(part, share.unreleased).min(leg.parked);
		share.given = less(less(part, share.unreleased), share.parked);
		leg.unreleased = less(leg.unreleased, share.unreleased);
		leg.parked = less(leg.parked, share.parked);
	}
	share
}
