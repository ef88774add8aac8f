// SPDX-License-Identifier: Apache-2.0

use crate::{
	ceiling, check, Allocation, Chosen, Condition, Explanation, RuleError, RuleFault, RuleSet,
	NAME_BYTES_MAX,
};
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use codec::Encode;
use split_ledger_primitives::{
	limits::{CASES_MAX, RULE_SET_BYTES_MAX},
	Amount, Attributes, Moment,
};

/// A rule set that passed validation: the only type that can allocate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ValidRuleSet(RuleSet);

impl RuleSet {
	/// Refuses all that is wrong with a rule set whatever the amount of an order, at its first fault.
	pub fn validate(self) -> Result<ValidRuleSet, RuleFault> {
		if self.encoded_size() > RULE_SET_BYTES_MAX as usize {
			return Err(RuleError::TooLarge.into());
		}
		self.check_names()?;
		self.check_conditions()?;
		match self.semantics {
			1 | 2 => check::check(&self)?,
			_ => return Err(RuleError::UnknownSemantics.into()),
		}
		Ok(ValidRuleSet(self))
	}

	fn check_names(&self) -> Result<(), RuleError> {
		check_name(&self.name)?;
		if self.slots.len().max(self.inputs.len()) > usize::from(u8::MAX) {
			return Err(RuleError::TooManyNames);
		}
		let lists = [&self.slots, &self.inputs].into_iter();
		lists.chain(self.dictionaries()).try_for_each(|list| check_list(list))
	}

	fn check_conditions(&self) -> Result<(), RuleFault> {
		let Some((last, others)) = self.cases.split_last() else {
			return Err(RuleError::NoCase.into());
		};
		if self.cases.len() > CASES_MAX as usize {
			return Err(RuleError::TooManyCases.into());
		}
		for (number, case) in (1..=u8::MAX).zip(others) {
			let checked = if case.when.is_any() {
				Err(RuleError::CaseUnreachable)
			} else {
				self.check_condition(&case.when)
			};
			checked.map_err(|error| RuleFault { case: Some(number), ..error.into() })?;
		}
		if last.when.is_any() {
			return Ok(());
		}
		let number = u8::try_from(self.cases.len()).ok();
		Err(RuleFault { case: number, ..RuleError::LastCaseConditional.into() })
	}

	fn check_condition(&self, when: &Condition) -> Result<(), RuleError> {
		let lists = [&when.channel, &when.category, &when.promotion, &when.member_tier];
		for (list, dictionary) in lists.into_iter().zip(self.dictionaries()) {
			let is_known = |index: &u16| (1..=dictionary.len()).contains(&usize::from(*index));
			if !list.iter().all(is_known) {
				return Err(RuleError::UnknownAttribute);
			}
			if list.iter().collect::<BTreeSet<_>>().len() != list.len() {
				return Err(RuleError::DuplicateAttribute);
			}
		}
		if when.amount_below.is_some_and(|below| below <= when.amount_from.unwrap_or_default()) {
			return Err(RuleError::EmptyRange);
		}
		if self.semantics == 1 && when.has_window() {
			return Err(RuleError::NeedsSemantics2);
		}
		if when.time_before.is_some_and(|before| before <= when.time_from.unwrap_or_default()) {
			return Err(RuleError::EmptyWindow);
		}
		Ok(())
	}

	pub(crate) fn dictionaries(&self) -> [&Vec<String>; 4] {
		[&self.channels, &self.categories, &self.promotions, &self.member_tiers]
	}
}

fn check_list(names: &[String]) -> Result<(), RuleError> {
	names.iter().try_for_each(|name| check_name(name))?;
	if names.iter().collect::<BTreeSet<_>>().len() != names.len() {
		return Err(RuleError::DuplicateName);
	}
	Ok(())
}

fn check_name(name: &str) -> Result<(), RuleError> {
	match name.len() {
		1..=NAME_BYTES_MAX => Ok(()),
		_ => Err(RuleError::BadName),
	}
}

impl ValidRuleSet {
	/// Takes a rule set that was valid when it was stored under the hash of its content.
	///
	/// Validity depends on the content alone and never changes within its semantics, so that an order
	/// need not pay for the checks again. What was never valid allocates wrongly, or not at all, but
	/// does not panic.
	pub fn trust(stored: RuleSet) -> Self {
		Self(stored)
	}

	/// The content.
	pub fn rule_set(&self) -> &RuleSet {
		&self.0
	}

	/// The number, from 1 on, of the first case that matches. A valid rule set always has one.
	pub fn case_of(&self, amount: Amount, attributes: &Attributes, now: Moment) -> Option<u8> {
		self.choose(amount, attributes, now).map(|chosen| chosen.case()).ok()
	}

	/// Chooses the case that an order of `amount` is divided by: the first that matches when it is
	/// placed, `now` (O2).
	pub fn choose(
		&self,
		amount: Amount,
		attributes: &Attributes,
		now: Moment,
	) -> Result<Chosen<'_>, RuleError> {
		let mut numbered = (1..=u8::MAX).zip(&self.0.cases);
		let matching = numbered.find(|(_, case)| case.when.matches(amount, attributes, now));
		let (number, case) = matching.ok_or(RuleError::NoCaseMatches)?;
		Ok(Chosen { rules: &self.0, number, case, amount })
	}

	/// The case that was chosen for an order of `amount` when it was placed, by its number from 1 on:
	/// to divide it again as it was divided then, whatever the time is now.
	pub fn chosen_case(&self, number: u8, amount: Amount) -> Result<Chosen<'_>, RuleError> {
		let place = usize::from(number).checked_sub(1).ok_or(RuleError::UnknownCase)?;
		let case = self.0.cases.get(place).ok_or(RuleError::UnknownCase)?;
		Ok(Chosen { rules: &self.0, number, case, amount })
	}

	/// Divides an order of `amount` that is placed `now` among the leaves of the case that matches
	/// (O2): chooses the case and has it [divide](Chosen::allocate).
	pub fn allocate(
		&self,
		amount: Amount,
		attributes: &Attributes,
		now: Moment,
		inputs: &[(u8, Amount)],
	) -> Result<Allocation, RuleError> {
		self.choose(amount, attributes, now)?.allocate(inputs)
	}

	/// Answers what [`Self::allocate`] answers, with the reason of each part in words.
	pub fn explain(
		&self,
		amount: Amount,
		attributes: &Attributes,
		now: Moment,
		inputs: &[(u8, Amount)],
	) -> Result<Explanation, RuleError> {
		self.choose(amount, attributes, now)?.explain(inputs)
	}

	/// The greatest number of leaves that a case has.
	pub fn max_legs(&self) -> u32 {
		self.0.cases.iter().map(|case| ceiling::leaves(&case.legs)).max().unwrap_or_default()
	}

	/// The largest share of an order, in millionths rounded up, that fee and commission legs take in
	/// any case, but for the rounding of each leg. None where no share bounds them: a fixed amount, an
	/// input, or a floor.
	pub fn fee_share_ceiling(&self) -> Option<u32> {
		let cases = self.0.cases.iter().map(|case| ceiling::fee_share_ppm(&case.legs));
		cases.collect::<Option<Vec<_>>>()?.into_iter().max()
	}
}
