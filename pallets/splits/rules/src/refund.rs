// SPDX-License-Identifier: Apache-2.0

use crate::{apportion, RuleError};
use alloc::vec::Vec;
use split_ledger_primitives::{Amount, Purpose, RefundPolicy, Total};

/// A leg of an order that is refunded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RefundLeg {
	/// What was not given back yet of its entitlement: its weight.
	pub left: Amount,
	/// Which part it plays.
	pub role: RefundRole,
}

/// Which part a leg plays in a refund.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RefundRole {
	/// The merchant of the order receives it.
	Merchant,
	/// A fee or a commission, whoever receives it but the merchant.
	Fee,
	/// Any other: a supplier, a carrier, tax.
	Other,
}

/// Who gives the share of a leg.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RefundGiver {
	/// The receiver of the leg.
	Receiver,
	/// The merchant in its place: the receiver keeps what it got.
	Merchant,
}

impl RefundRole {
	/// The part of a leg of this purpose, by whether the merchant of the order receives it.
	pub fn of(purpose: Purpose, is_of_merchant: bool) -> Self {
		match (is_of_merchant, purpose.counts_to_share_cap()) {
			(true, _) => Self::Merchant,
			(false, true) => Self::Fee,
			(false, false) => Self::Other,
		}
	}

	/// Who gives the share of a leg that plays this part.
	///
	/// Where fees are kept, the merchant gives the shares of fees and commissions in their place; a
	/// kept share counts as given back of its leg. After a full refund the merchant has given all that
	/// it got and all that fees and commissions kept, to the unit.
	pub fn giver(self, policy: RefundPolicy) -> RefundGiver {
		match (policy, self) {
			(RefundPolicy::FeesKept, Self::Fee) => RefundGiver::Merchant,
			_ => RefundGiver::Receiver,
		}
	}
}

/// Divides a refund of `amount` among the legs of an order (R2): the share of each, in their order.
///
/// - Pro rata: [apportioned](apportion()) by what is left of each leg.
/// - Merchant first: from the merchant's legs up to what is left of them, apportioned among them; what
///   is beyond that is apportioned among the others.
/// - Fees kept: the shares are those of pro rata, but [`RefundRole::giver`] says that the merchant gives those of
///   fees and commissions, whose receivers keep them.
///
/// The shares add up to `amount`, and none is above what is left of its leg. After a refund `left` of
/// each leg falls by its share, whoever gave it. So a series of refunds, of whatever amounts, ends with
/// nothing left of any leg once all is refunded, and is the same before and after a release. More than
/// is left is an error ([`RuleError::MoreThanRemains`]), never clamped.
pub fn divide_refund(
	policy: RefundPolicy,
	legs: &[RefundLeg],
	amount: Amount,
) -> Result<Vec<Amount>, RuleError> {
	match policy {
		RefundPolicy::ProRata | RefundPolicy::FeesKept => {
			apportion(&weights(legs, |_| true), amount)
		}
		RefundPolicy::MerchantFirst => {
			let merchants = weights(legs, |role| role == RefundRole::Merchant);
			let others = weights(legs, |role| role != RefundRole::Merchant);
			// A sum of fewer legs than 2^64 fits; what is held to an amount is one.
			let left: Total =
				merchants.iter().map(|left| left.total()).fold(0, Total::saturating_add);
			let first = u64::try_from(left).map_or(amount, |left| amount.min(Amount(left)));
			let beyond = amount.checked_sub(first).ok_or(RuleError::Overflow)?;
			let shares = apportion(&merchants, first)?.into_iter().zip(apportion(&others, beyond)?);
			shares.map(|(a, b)| a.checked_add(b).ok_or(RuleError::Overflow)).collect()
		}
	}
}

/// What is left of the legs that play a part, and nothing of the others.
fn weights(legs: &[RefundLeg], counts: impl Fn(RefundRole) -> bool) -> Vec<Amount> {
	let weight = |leg: &RefundLeg| if counts(leg.role) { leg.left } else { Amount::ZERO };
	legs.iter().map(weight).collect()
}
