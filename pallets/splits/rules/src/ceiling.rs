// SPDX-License-Identifier: Apache-2.0

use crate::{Base, Leg, Take, Target, Tier};

/// The whole, in millionths.
const WHOLE_PPM: u32 = 1_000_000;

/// The leaves of a group, those of its groups counted.
pub(crate) fn leaves(legs: &[Leg]) -> u32 {
	legs.iter().fold(0, |sum: u32, leg| {
		sum.saturating_add(match &leg.target {
			Target::Slot { .. } => 1,
			Target::Split(legs) => leaves(legs),
		})
	})
}

/// The most that fee and commission legs take of what reaches a group, in millionths rounded up,
/// but for the rounding of each leg; none where no share bounds it.
pub(crate) fn fee_share_ppm(legs: &[Leg]) -> Option<u32> {
	let sum = legs.iter().try_fold(0_u32, |sum, leg| {
		let within_leg = match &leg.target {
			Target::Slot { purpose, .. } if purpose.counts_to_share_cap() => Some(WHOLE_PPM),
			Target::Slot { .. } => Some(0),
			Target::Split(legs) => fee_share_ppm(legs),
		};
		if within_leg == Some(0) {
			return Some(sum);
		}
		let of_group = leg_share_ppm(&leg.take, legs)?;
		let product = u64::from(of_group).saturating_mul(within_leg?.into());
		let share = u32::try_from(product.div_ceil(WHOLE_PPM.into())).ok()?;
		Some(sum.saturating_add(share))
	})?;
	// Legs never take more than their group has, whatever the sum of their bounds.
	Some(sum.min(WHOLE_PPM))
}

/// The most that a leg takes of what reaches its group: by tiers, the greatest of their rates.
fn leg_share_ppm(take: &Take, group: &[Leg]) -> Option<u32> {
	let (numerator, denominator, floor) = match take {
		Take::Fixed(_) | Take::Input(_) => return None,
		Take::Share { numerator, denominator, floor, .. } => (*numerator, *denominator, *floor),
		Take::Tiered { denominator, tiers, floor, .. } => {
			let greatest = numerators(tiers).max();
			(greatest.unwrap_or_default(), *denominator, *floor)
		}
		Take::Remainder => {
			let taken = group.iter().map(|leg| least_share_ppm(&leg.take));
			return Some(taken.fold(WHOLE_PPM, u32::saturating_sub));
		}
	};
	if floor.is_some_and(|floor| !floor.is_zero()) {
		return None;
	}
	let product = u64::from(numerator).saturating_mul(WHOLE_PPM.into());
	let share = product.checked_div(denominator.into())?;
	let is_exact = product.checked_rem(denominator.into())? == 0;
	u32::try_from(share).ok()?.checked_add(u32::from(!is_exact))
}

/// What a leg takes at least of what reaches its group: a share of gross that no cap holds down, by
/// tiers the least of their rates.
fn least_share_ppm(take: &Take) -> u32 {
	let (numerator, denominator) = match take {
		Take::Share { numerator, denominator, of: Base::Gross, cap: None, .. } => {
			(*numerator, *denominator)
		}
		Take::Tiered { denominator, tiers, of: Base::Gross, cap: None, .. } => {
			(numerators(tiers).min().unwrap_or_default(), *denominator)
		}
		_ => return 0,
	};
	let product = u64::from(numerator).saturating_mul(WHOLE_PPM.into());
	let share = product.checked_div(denominator.into()).unwrap_or_default();
	u32::try_from(share).unwrap_or_default()
}

fn numerators(tiers: &[Tier]) -> impl Iterator<Item = u32> + '_ {
	tiers.iter().map(|tier| tier.numerator)
}
