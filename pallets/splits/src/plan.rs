// SPDX-License-Identifier: Apache-2.0

//! The port by which orders are planned.

use crate::{Acceptances, Ceilings, Config, Error, Pallet, RuleSets, Shelf, Standing, Standings};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{PlanRequest, RulePart, RulePlan, Splits},
	Amount,
};
use split_rules::{Part, StoredRuleSet};

impl<T: Config> Splits for Pallet<T> {
	type Shelf = Shelf;

	fn plan(shelf: &mut Shelf, request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError> {
		Self::ensure_takes_orders(request)?;
		let rules = shelf.rule_set::<T>(request.rules)?;
		ensure!(rules.currency() == request.currency, Error::<T>::OtherCurrency);
		let plan = Self::divide(rules, request)?;
		Self::ensure_accepted(request, &plan.parts)?;
		Ok(plan)
	}

	fn replan(request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError> {
		Ok(Self::divide(Shelf::default().rule_set::<T>(request.rules)?, request)?)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_rules(
		name: u32,
		platform: split_ledger_primitives::ParticipantId,
		merchant: split_ledger_primitives::ParticipantId,
		currency: split_ledger_primitives::Currency,
		legs: u32,
		bytes: u32,
	) -> split_ledger_primitives::RuleHash {
		crate::benchmarking::usable_rules::<T>(name, platform, merchant, currency, legs, bytes)
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

	/// Has the chosen case divide the order, once it is known to be no larger than the order is
	/// charged for.
	fn divide(rules: &mut StoredRuleSet, request: &PlanRequest<'_>) -> Result<RulePlan, Error<T>> {
		let uncredited = rules.uncredited();
		let chosen = rules.choose(request.amount, &request.attributes)?;
		ensure!(chosen.legs() <= request.legs_max.into(), Error::<T>::MoreLegsThanStated);
		let allocation = chosen.allocate(request.inputs)?;
		let as_planned =
			|Part { leg, slot, amount, purpose }| RulePart { leg, slot, amount, purpose };
		let parts = allocation.legs.into_iter().map(as_planned).collect();
		Ok(RulePlan { parts, uncredited })
	}

	/// The merchant accepted the rule set of this platform by its hash, or the platform by ceilings
	/// that hold (P4). Only the share can be exceeded: no rule set of semantics 1 lays a liability on a
	/// merchant.
	fn ensure_accepted(request: &PlanRequest<'_>, parts: &[RulePart]) -> Result<(), Error<T>> {
		if Acceptances::<T>::contains_key((request.merchant, request.platform, request.rules)) {
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
