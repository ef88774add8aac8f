// SPDX-License-Identifier: Apache-2.0

use crate::RuleError;
use alloc::vec::Vec;
use split_ledger_primitives::Amount;

/// Divides `amount` by what remains of the entitlements (O3).
///
/// Each leg gets floor(amount * remaining_i / sum of remaining); units left over go to the largest
/// fractions, the earlier leg first among equals. The parts add up to `amount`, no leg gets more
/// than it is still entitled to, and any series that releases all adds up to the plan (INV-SPL-1).
/// More than remains is an error.
pub fn apportion(remaining: &[Amount], amount: Amount) -> Result<Vec<Amount>, RuleError> {
	let whole = remaining
		.iter()
		.try_fold(0_u128, |sum, leg| sum.checked_add(leg.total()))
		.ok_or(RuleError::Overflow)?;
	if amount.total() > whole {
		return Err(RuleError::MoreThanRemains);
	}
	let parts = remaining
		.iter()
		.map(|leg| floor_and_fraction(amount, *leg, whole))
		.collect::<Option<Vec<_>>>()
		.ok_or(RuleError::Overflow)?;
	give_leftover(amount, parts).ok_or(RuleError::Overflow)
}

/// What a leg gets for sure, and the numerator of the fraction over `whole` that it loses by that.
fn floor_and_fraction(amount: Amount, leg: Amount, whole: u128) -> Option<(Amount, u128)> {
	if whole == 0 {
		return Some((Amount::ZERO, 0));
	}
	let product = amount.total().checked_mul(leg.total())?;
	let floor = u64::try_from(product.checked_div(whole)?).ok()?;
	Some((Amount(floor), product.checked_rem(whole)?))
}

/// Hands the missing units out by falling fraction. There are fewer of them than legs that have a
/// fraction, so that none gets above its exact part rounded up.
fn give_leftover(amount: Amount, parts: Vec<(Amount, u128)>) -> Option<Vec<Amount>> {
	let given = Amount::checked_sum(parts.iter().map(|(floor, _)| *floor))?;
	let units = usize::try_from(amount.checked_sub(given)?.0).ok()?;

	let mut by_fraction: Vec<_> = parts.iter().map(|(_, fraction)| *fraction).enumerate().collect();
	by_fraction.sort_by(|(_, a), (_, b)| b.cmp(a));

	let mut amounts: Vec<_> = parts.into_iter().map(|(floor, _)| floor).collect();
	for (place, _) in by_fraction.into_iter().take(units) {
		let amount = amounts.get_mut(place)?;
		*amount = amount.checked_add(Amount(1))?;
	}
	Some(amounts)
}
