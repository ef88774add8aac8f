// SPDX-License-Identifier: Apache-2.0

//! The port by which orders are planned.

use crate::{Acceptances, Ceilings, Config, Error, Pallet, RuleSets, Standing, Standings};
use alloc::vec::Vec;
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{PlanRequest, RulePart, Splits},
	Amount,
};
use split_rules::{Part, ValidRuleSet};

impl<T: Config> Splits for Pallet<T> {
	fn plan(request: &PlanRequest<'_>) -> Result<Vec<RulePart>, DispatchError> {
		Self::ensure_takes_orders(request)?;
		let rules = Self::stored(request.rules)?;
		ensure!(rules.rule_set().currency == request.currency, Error::<T>::OtherCurrency);
		let parts = Self::divide(&rules, request)?;
		Self::ensure_accepted(request, &parts)?;
		Ok(parts)
	}

	fn replan(request: &PlanRequest<'_>) -> Result<Vec<RulePart>, DispatchError> {
		let rules = Self::stored(request.rules)?;
		Ok(Self::divide(&rules, request)?)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_rules(
		platform: split_ledger_primitives::ParticipantId,
		merchant: split_ledger_primitives::ParticipantId,
		currency: split_ledger_primitives::Currency,
		legs: u32,
	) -> split_ledger_primitives::RuleHash {
		crate::benchmarking::usable_rules::<T>(platform, merchant, currency, legs)
	}
}

impl<T: Config> Pallet<T> {
	fn ensure_takes_orders(request: &PlanRequest<'_>) -> Result<(), Error<T>> {
		match Standings::<T>::get(request.rules, request.platform) {
			Some(Standing::Approved { .. }) => Ok(()),
			Some(Standing::Retired { .. }) => Err(Error::<T>::Retired),
			Some(Standing::Published) => Err(Error::<T>::NotApproved),
			None if RuleSets::<T>::contains_key(request.rules) => Err(Error::<T>::NotApproved),
			None => Err(Error::<T>::UnknownRuleSet),
		}
	}

	fn divide(rules: &ValidRuleSet, request: &PlanRequest<'_>) -> Result<Vec<RulePart>, Error<T>> {
		let allocation = rules.allocate(request.amount, &request.attributes, request.inputs)?;
		let as_planned =
			|Part { leg, slot, amount, purpose }| RulePart { leg, slot, amount, purpose };
		Ok(allocation.legs.into_iter().map(as_planned).collect())
	}

	/// The merchant accepted the rule set by its hash, or the platform by a ceiling that holds (P4).
	fn ensure_accepted(request: &PlanRequest<'_>, parts: &[RulePart]) -> Result<(), Error<T>> {
		if Acceptances::<T>::contains_key(request.merchant, request.rules) {
			return Ok(());
		}
		let ceiling = Ceilings::<T>::get(request.merchant, request.platform)
			.ok_or(Error::<T>::NotAccepted)?;
		let fees = parts.iter().filter(|part| part.purpose.counts_to_share_cap());
		let fees = Amount::checked_sum(fees.map(|part| part.amount)).ok_or(Error::<T>::Overflow)?;
		ensure!(ceiling.allows(fees, request.amount), Error::<T>::OverCeiling);
		Ok(())
	}
}
