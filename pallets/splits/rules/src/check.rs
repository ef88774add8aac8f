// SPDX-License-Identifier: Apache-2.0

use crate::{
	exact::{gcd, ExactSum},
	shares, Base, Case, Leg, Residue, Rounding, RuleError, RuleFault, RuleSet, Take, Target, Tier,
	TIERS_MAX,
};
use alloc::{collections::BTreeSet, vec::Vec};
use core::cmp::Ordering;
use split_ledger_primitives::{
	limits::{DEPTH_MAX, INPUTS_MAX, LEGS_MAX, PARTIES_MAX},
	Advancer, Amount, Purpose, RefundPolicy, RefundTerms, Uncredited,
};

/// Refuses a rule set whose groups cannot divide every amount to the unit, that pays or takes what it
/// did not declare, that needs a merchant who has no leg, or that says what its semantics do not have.
pub(crate) fn check(rules: &RuleSet) -> Result<(), RuleFault> {
	check_refund(rules)?;
	let mut slots = BTreeSet::new();
	let mut inputs = BTreeSet::new();
	for (number, case) in (1..=u8::MAX).zip(&rules.cases) {
		let mut walk = Walk::new(rules);
		walk.check_case(case).map_err(|error| RuleFault {
			error,
			case: Some(number),
			leg: walk.path.clone(),
		})?;
		slots.append(&mut walk.slots);
		inputs.append(&mut walk.inputs);
	}
	if slots.len() < rules.slots.len() {
		return Err(RuleError::UnusedSlot.into());
	}
	if inputs.len() < rules.inputs.len() {
		return Err(RuleError::UnusedInput.into());
	}
	Ok(())
}

/// A walk through the legs of one case. `path` says where it is, and stays where a check failed.
struct Walk<'a> {
	rules: &'a RuleSet,
	path: Vec<u8>,
	leaves: u32,
	pays_goods: bool,
	slots: BTreeSet<u8>,
	inputs: BTreeSet<u8>,
}

impl<'a> Walk<'a> {
	fn new(rules: &'a RuleSet) -> Self {
		let (slots, inputs) = (BTreeSet::new(), BTreeSet::new());
		Self { rules, path: Vec::new(), leaves: 0, pays_goods: false, slots, inputs }
	}

	fn check_case(&mut self, case: &Case) -> Result<(), RuleError> {
		self.check_group(&case.legs)?;
		if self.slots.len() > PARTIES_MAX as usize {
			return Err(RuleError::TooManyParties);
		}
		if self.inputs.len() > INPUTS_MAX as usize {
			return Err(RuleError::TooManyInputs);
		}
		if self.rules.uncredited == Uncredited::Merchant && !self.pays_goods {
			return Err(RuleError::NoLegOfGoods);
		}
		if needs_merchant(&self.rules.refund) && !self.pays_goods {
			return Err(RuleError::RefundWithoutGoods);
		}
		Ok(())
	}

	fn check_group(&mut self, legs: &[Leg]) -> Result<(), RuleError> {
		if legs.is_empty() {
			return Err(RuleError::EmptyGroup);
		}
		// The outermost group is 1 deep and has an empty path.
		if self.path.len() >= DEPTH_MAX as usize {
			return Err(RuleError::TooDeep);
		}
		for (place, leg) in legs.iter().enumerate() {
			self.path.push(u8::try_from(place.saturating_add(1)).unwrap_or(u8::MAX));
			self.check_take(&leg.take, legs.get(..place).unwrap_or_default())?;
			self.check_target(leg)?;
			self.path.pop();
		}
		self.check_residue(legs)
	}

	fn check_take(&mut self, take: &Take, above: &[Leg]) -> Result<(), RuleError> {
		if self.rules.semantics == 1 && is_new_in_semantics_2(take) {
			return Err(RuleError::NeedsSemantics2);
		}
		match take {
			Take::Fixed(_) => Ok(()),
			Take::Input(input) if usize::from(*input) >= self.rules.inputs.len() => {
				Err(RuleError::UnknownInput)
			}
			Take::Input(input) if !self.inputs.insert(*input) => Err(RuleError::InputTakenTwice),
			Take::Input(_) => Ok(()),
			Take::Share { numerator, denominator, of, floor, cap } => {
				check_base(*of, above)?;
				check_bounds(*floor, *cap)?;
				check_fraction(*numerator, *denominator)
			}
			Take::Tiered { denominator, tiers, by: _, of, floor, cap } => {
				check_base(*of, above)?;
				check_bounds(*floor, *cap)?;
				check_tiers(tiers, *denominator)
			}
			Take::Remainder if above.iter().any(is_remainder) => Err(RuleError::TwoRemainders),
			Take::Remainder => Ok(()),
		}
	}

	fn check_target(&mut self, leg: &Leg) -> Result<(), RuleError> {
		let (slot, purpose) = match &leg.target {
			Target::Split(legs) => return self.check_group(legs),
			Target::Slot { slot, purpose } => (*slot, purpose),
		};
		self.leaves = self.leaves.saturating_add(1);
		if self.leaves > LEGS_MAX {
			return Err(RuleError::TooManyLegs);
		}
		if usize::from(slot) >= self.rules.slots.len() {
			return Err(RuleError::UnknownSlot);
		}
		self.slots.insert(slot);
		self.pays_goods |= *purpose == Purpose::Goods;
		if purpose.is_for_legs() {
			Ok(())
		} else {
			Err(RuleError::PurposeNotForLegs)
		}
	}

	/// The shares of a group are the whole at most, and whatever its legs leave has an owner.
	fn check_residue(&self, legs: &[Leg]) -> Result<(), RuleError> {
		let sum = sum_of_gross_shares(legs).compare_with_one();
		if sum == Ordering::Greater {
			return Err(RuleError::SharesOverWhole);
		}
		let by_shares = shares::is_share_group(self.rules.residue, legs);
		if by_shares && self.rules.rounding != Rounding::Down {
			return Err(RuleError::RoundingNotDown);
		}
		if legs.iter().any(is_remainder) {
			return Ok(());
		}
		if by_shares && sum == Ordering::Equal {
			return Ok(());
		}
		// Under the other residues the bounds are what keeps the group from dividing by shares.
		if self.rules.residue != Residue::Remainder && legs.iter().any(is_bounded) {
			return Err(RuleError::BoundsWithoutRemainder);
		}
		Err(RuleError::NoOwnerOfResidue)
	}
}

/// Each advancer stands once. Semantics 1 has no refund terms but the default ones.
fn check_refund(rules: &RuleSet) -> Result<(), RuleError> {
	let RefundTerms { advancers, .. } = &rules.refund;
	if rules.semantics == 1 && rules.refund != RefundTerms::default() {
		return Err(RuleError::NeedsSemantics2);
	}
	let mut numbered = advancers.iter().enumerate();
	if numbered.any(|(place, advancer)| advancers.iter().take(place).any(|it| it == advancer)) {
		return Err(RuleError::AdvancerTwice);
	}
	Ok(())
}

/// Whether the merchant gives in the place of others, from the account of its leg.
fn needs_merchant(refund: &RefundTerms) -> bool {
	refund.policy == RefundPolicy::FeesKept || refund.advancers.contains(&Advancer::Merchant)
}

fn is_new_in_semantics_2(take: &Take) -> bool {
	matches!(take, Take::Share { of: Base::Net(_), .. } | Take::Tiered { .. })
}

/// A share is of what is there: of what the legs above leave only above the remainder, and of net by
/// legs above whose amounts are known.
fn check_base(of: Base, above: &[Leg]) -> Result<(), RuleError> {
	match of {
		Base::Gross => Ok(()),
		Base::Rest if above.iter().any(is_remainder) => Err(RuleError::ShareOfRestBelowRemainder),
		Base::Rest => Ok(()),
		Base::Net(places) => {
			let is_known =
				|place| above.get(usize::from(place)).is_some_and(|it| !is_remainder(it));
			if places.is_empty() || !places.iter().all(is_known) {
				return Err(RuleError::BadNet);
			}
			Ok(())
		}
	}
}

fn check_bounds(floor: Option<Amount>, cap: Option<Amount>) -> Result<(), RuleError> {
	if floor.zip(cap).is_some_and(|(floor, cap)| floor > cap) {
		return Err(RuleError::FloorOverCap);
	}
	Ok(())
}

fn check_fraction(numerator: u32, denominator: u32) -> Result<(), RuleError> {
	if numerator == 0 || denominator == 0 {
		return Err(RuleError::BadShare);
	}
	if numerator > denominator {
		return Err(RuleError::SharesOverWhole);
	}
	if gcd(numerator, denominator) > 1 {
		return Err(RuleError::UnreducedShare);
	}
	Ok(())
}

/// Every amount lies in one tier, and each rate is a fraction of at most the whole, in lowest terms
/// together with the others.
fn check_tiers(tiers: &[Tier], denominator: u32) -> Result<(), RuleError> {
	let is_first_from_zero = tiers.first().is_some_and(|first| first.from.is_zero());
	let mut pairs = tiers.iter().zip(tiers.iter().skip(1));
	let is_ascending = pairs.all(|(tier, next)| tier.from < next.from);
	if tiers.len() > TIERS_MAX || !is_first_from_zero || !is_ascending {
		return Err(RuleError::BadTiers);
	}
	if denominator == 0 || tiers.iter().all(|tier| tier.numerator == 0) {
		return Err(RuleError::BadShare);
	}
	if tiers.iter().any(|tier| tier.numerator > denominator) {
		return Err(RuleError::SharesOverWhole);
	}
	if tiers.iter().fold(denominator, |common, tier| gcd(tier.numerator, common)) > 1 {
		return Err(RuleError::UnreducedShare);
	}
	Ok(())
}

/// Shares of gross, each at its greatest rate.
fn sum_of_gross_shares(legs: &[Leg]) -> ExactSum {
	let mut sum = ExactSum::zero();
	for leg in legs {
		match &leg.take {
			Take::Share { numerator, denominator, of: Base::Gross, .. } => {
				sum.add(*numerator, *denominator);
			}
			Take::Tiered { denominator, tiers, of: Base::Gross, .. } => {
				let greatest = tiers.iter().map(|tier| tier.numerator).max();
				sum.add(greatest.unwrap_or_default(), *denominator);
			}
			_ => {}
		}
	}
	sum
}

fn is_remainder(leg: &Leg) -> bool {
	leg.take == Take::Remainder
}

fn is_bounded(leg: &Leg) -> bool {
	match leg.take {
		Take::Share { floor, cap, .. } | Take::Tiered { floor, cap, .. } => {
			floor.is_some() || cap.is_some()
		}
		Take::Fixed(_) | Take::Input(_) | Take::Remainder => false,
	}
}
