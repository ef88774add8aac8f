// SPDX-License-Identifier: Apache-2.0

//! The slow obvious model: exact fractions of any size, written from the words of the rules and
//! sharing nothing with the engine but the types.

use crate::{Base, Leg, Residue, Rounding, RuleSet, Take, Target, Tier, TierBy};
use num_rational::BigRational;
use split_ledger_primitives::Amount;

/// The leaves of an order by the words; none where the order is refused.
pub(super) fn leaves(
	rules: &RuleSet,
	legs: &[Leg],
	amount: u64,
	inputs: &[(u8, Amount)],
) -> Option<Vec<u64>> {
	Order { rules, amount, inputs }.leaves(legs, amount)
}

/// What O3 says, in fractions; none where more is released than remains.
pub(super) fn apportion(remaining: &[u64], amount: u64) -> Option<Vec<u64>> {
	let sum: BigRational = remaining.iter().map(|leg| whole(*leg)).sum();
	if whole(amount) > sum {
		return None;
	}
	if amount == 0 {
		return Some(vec![0; remaining.len()]);
	}
	let exact: Vec<_> = remaining.iter().map(|leg| whole(amount) * whole(*leg) / &sum).collect();
	Some(by_largest_fraction(amount, &exact))
}

struct Order<'a> {
	rules: &'a RuleSet,
	amount: u64,
	inputs: &'a [(u8, Amount)],
}

impl Order<'_> {
	fn leaves(&self, legs: &[Leg], amount: u64) -> Option<Vec<u64>> {
		let mut all = Vec::new();
		for (leg, amount) in legs.iter().zip(self.group(legs, amount)?) {
			match &leg.target {
				Target::Slot { .. } => all.push(amount),
				Target::Split(legs) => all.extend(self.leaves(legs, amount)?),
			}
		}
		Some(all)
	}

	fn group(&self, legs: &[Leg], amount: u64) -> Option<Vec<u64>> {
		let plain = |leg: &Leg| {
			matches!(leg.take, Take::Share { of: Base::Gross, floor: None, cap: None, .. })
		};
		let remainders = legs.iter().filter(|leg| leg.take == Take::Remainder).count();
		let shares = legs.iter().filter(|leg| plain(leg)).count();
		let residue = self.rules.residue;
		if residue == Residue::Remainder || shares == 0 || shares + remainders < legs.len() {
			return self.in_order(legs, amount);
		}
		let share = |leg: &Leg| match &leg.take {
			Take::Share { numerator, denominator, .. } => ratio(*numerator, *denominator),
			_ => whole(0),
		};
		let given: BigRational = legs.iter().map(share).sum();
		let exact: Vec<_> = legs
			.iter()
			.map(|leg| if plain(leg) { share(leg) } else { whole(1) - &given } * whole(amount))
			.collect();
		Some(match residue {
			Residue::First => by_first(amount, &exact),
			_ => by_largest_fraction(amount, &exact),
		})
	}

	fn in_order(&self, legs: &[Leg], amount: u64) -> Option<Vec<u64>> {
		let mut left = amount;
		let mut amounts: Vec<u64> = Vec::new();
		for leg in legs {
			let base = |of: &Base| match of {
				Base::Gross => amount,
				Base::Rest => left,
				Base::Net(named) => {
					let taken: u64 = named.iter().map(|place| amounts[usize::from(place)]).sum();
					amount - taken
				}
			};
			let taken = match &leg.take {
				Take::Fixed(fixed) => fixed.0,
				Take::Input(input) => self.inputs.iter().find(|(place, _)| place == input)?.1 .0,
				Take::Remainder => 0,
				Take::Share { numerator, denominator, of, floor, cap } => {
					let exact = ratio(*numerator, *denominator) * whole(base(of));
					bounded(round(exact, self.rules.rounding), floor, cap)
				}
				Take::Tiered { denominator, tiers, by, of, floor, cap } => {
					let exact = match by {
						TierBy::Whole => {
							let at = tiers.iter().filter(|tier| tier.from.0 <= self.amount).count();
							ratio(tiers[at - 1].numerator, *denominator) * whole(base(of))
						}
						TierBy::Marginal => by_slices(tiers, *denominator, base(of)),
					};
					bounded(round(exact, self.rules.rounding), floor, cap)
				}
			};
			left = left.checked_sub(taken)?;
			amounts.push(taken);
		}
		let remainder = legs.iter().position(|leg| leg.take == Take::Remainder)?;
		amounts[remainder] = left;
		Some(amounts)
	}
}

/// From the top: what lies above the highest tier that begins below the base, then all below that.
fn by_slices(tiers: &[Tier], denominator: u32, base: u64) -> BigRational {
	match tiers {
		[] => whole(0),
		[below @ .., top] if top.from.0 >= base => by_slices(below, denominator, base),
		[below @ .., top] => {
			let slice = ratio(top.numerator, denominator) * whole(base - top.from.0);
			slice + by_slices(below, denominator, top.from.0)
		}
	}
}

fn bounded(rounded: u64, floor: &Option<Amount>, cap: &Option<Amount>) -> u64 {
	let lifted = floor.map_or(rounded, |floor| rounded.max(floor.0));
	cap.map_or(lifted, |cap| lifted.min(cap.0))
}

fn by_first(amount: u64, exact: &[BigRational]) -> Vec<u64> {
	let mut amounts: Vec<_> = exact.iter().map(floor).collect();
	let mut place = 0;
	while amounts.iter().map(|part| u128::from(*part)).sum::<u128>() < amount.into() {
		amounts[place] += 1;
		place += 1;
	}
	amounts
}

fn by_largest_fraction(amount: u64, exact: &[BigRational]) -> Vec<u64> {
	let mut amounts: Vec<_> = exact.iter().map(floor).collect();
	let mut lost: Vec<_> = exact.iter().map(|part| Some(part.fract())).collect();
	while amounts.iter().map(|part| u128::from(*part)).sum::<u128>() < amount.into() {
		let mut best = 0;
		for place in 0..lost.len() {
			if lost[place] > lost[best] {
				best = place;
			}
		}
		amounts[best] += 1;
		lost[best] = None;
	}
	amounts
}

fn round(exact: BigRational, rounding: Rounding) -> u64 {
	let half = ratio(1, 2);
	match rounding {
		Rounding::Down => floor(&exact),
		Rounding::HalfUp => floor(&(exact + half)),
		Rounding::HalfEven if exact.fract() == half && floor(&exact).is_multiple_of(2) => {
			floor(&exact)
		}
		Rounding::HalfEven => floor(&(exact + half)),
	}
}

fn floor(exact: &BigRational) -> u64 {
	exact.floor().to_integer().try_into().unwrap()
}

fn whole(number: u64) -> BigRational {
	BigRational::from_integer(number.into())
}

fn ratio(numerator: u32, denominator: u32) -> BigRational {
	BigRational::new(numerator.into(), denominator.into())
}
