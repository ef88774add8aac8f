// SPDX-License-Identifier: Apache-2.0

use crate::{RuleError, Tier, TierBy};
use split_ledger_primitives::{Amount, Total};

/// The numerator of what tiers make of `base`, over their common denominator: exact, not rounded.
///
/// It never leaves 128 bits: rates are 32 bits, and the slices of a base add up to the base, which is
/// 64 bits, so that it stays below 2^96. Since no rate is above the whole, the quotient is at most the
/// base.
pub(crate) fn product(
	tiers: &[Tier],
	by: TierBy,
	base: Amount,
	order: Amount,
) -> Result<Total, RuleError> {
	match by {
		TierBy::Whole => {
			let tier = tier_of(tiers, order).ok_or(RuleError::BadTiers)?;
			base.total().checked_mul(tier.numerator.into()).ok_or(RuleError::Overflow)
		}
		TierBy::Marginal => slices(tiers, base)
			.try_fold(0, |sum: Total, (slice, numerator)| {
				sum.checked_add(slice.total().checked_mul(numerator.into())?)
			})
			.ok_or(RuleError::Overflow),
	}
}

/// The tier in which an amount lies: the last that begins at it or below. Valid tiers have one for
/// every amount.
pub(crate) fn tier_of(tiers: &[Tier], amount: Amount) -> Option<Tier> {
	tiers.iter().rev().find(|tier| tier.from <= amount).copied()
}

/// The slices of a base, one for each tier, with the numerator of their rate. Those of valid tiers add
/// up to the base.
pub(crate) fn slices(tiers: &[Tier], base: Amount) -> impl Iterator<Item = (Amount, u32)> + '_ {
	let ends = tiers.iter().skip(1).map(move |next| next.from.min(base));
	tiers.iter().zip(ends.chain([base])).map(|(tier, end)| {
		// A tier that begins beyond the base has no slice of it.
		(end.checked_sub(tier.from).unwrap_or_default(), tier.numerator)
	})
}
