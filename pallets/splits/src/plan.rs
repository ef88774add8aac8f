// SPDX-License-Identifier: Apache-2.0

//! The port by which orders are planned.

use crate::{Acceptances, Ceilings, Config, Error, Pallet, RuleSets, Shelf, Standing, Standings};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{MerchantLimits, PlanRequest, ReceiverFacts, RulePart, RulePlan, Splits},
	AccountNo, Amount, ParticipantId,
};
use split_rules::{Chosen, Part, RuleError, StoredRuleSet};

impl<T: Config> Splits for Pallet<T> {
	type Shelf = Shelf;

	fn plan(shelf: &mut Shelf, request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError> {
		Self::ensure_takes_orders(request)?;
		let rules = shelf.rule_set::<T>(request.rules)?;
		ensure!(rules.currency() == request.currency, Error::<T>::OtherCurrency);
		let plan = Self::divide(rules, request, |rules| {
			rules.choose(request.amount, &request.attributes, request.now)
		})?;
		Self::ensure_accepted(request, &plan)?;
		Ok(plan)
	}

	fn replan(
		shelf: &mut Shelf,
		request: &PlanRequest<'_>,
		case: u8,
	) -> Result<RulePlan, DispatchError> {
		let rules = shelf.rule_set::<T>(request.rules)?;
		Ok(Self::divide(rules, request, |rules| rules.chosen_case(case, request.amount))?)
	}

	fn receiver(
		shelf: &mut Shelf,
		merchant: ParticipantId,
		account: AccountNo,
	) -> Option<ReceiverFacts> {
		shelf.receiver::<T>(merchant, account)
	}

	fn liability_ppm(merchant: ParticipantId, platform: ParticipantId) -> u32 {
		Ceilings::<T>::get(merchant, platform).map_or(0, |ceiling| ceiling.liability_ppm)
	}

	fn merchant_limits(shelf: &mut Shelf, merchant: ParticipantId) -> MerchantLimits {
		shelf.merchant_limits::<T>(merchant)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_rules(
		name: u32,
		platform: ParticipantId,
		merchant: ParticipantId,
		currency: split_ledger_primitives::Currency,
		legs: u32,
		bytes: u32,
	) -> split_ledger_primitives::RuleHash {
		crate::benchmarking::usable_rules::<T>(name, platform, merchant, currency, legs, bytes)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_receiver(merchant: ParticipantId, account: AccountNo) {
		crate::benchmarking::consented_receiver::<T>(merchant, account);
	}
}

impl<T: Config> Pallet<T> {
	fn ensure_takes_orders(request: &PlanRequest<'_>) -> Result<(), Error<T>> {
		match Standings::<T>::get(request.rules, request.platform) {
			Some(Standing::Approved { effective_from, .. }) => {
				let is_in_effect = effective_from.is_none_or(|from| request.now >= from);
				ensure!(is_in_effect, Error::<T>::NotYetEffective);
				Ok(())
			}
			Some(Standing::Retired { .. }) => Err(Error::<T>::Retired),
			Some(Standing::Published { .. }) => Err(Error::<T>::NotApproved),
			None if RuleSets::<T>::contains_key(request.rules) => Err(Error::<T>::NotApproved),
			None => Err(Error::<T>::UnknownRuleSet),
		}
	}

	/// Has a case divide the order, once it is known to be no larger than the order is charged for.
	fn divide(
		rules: &mut StoredRuleSet,
		request: &PlanRequest<'_>,
		choose: impl FnOnce(&mut StoredRuleSet) -> Result<Chosen<'_>, RuleError>,
	) -> Result<RulePlan, Error<T>> {
		let (uncredited, refund) = (rules.uncredited(), rules.refund().clone());
		let chosen = choose(rules)?;
		ensure!(chosen.legs() <= request.legs_max.into(), Error::<T>::MoreLegsThanStated);
		let allocation = chosen.allocate(request.inputs)?;
		let as_planned =
			|Part { leg, slot, amount, purpose }| RulePart { leg, slot, amount, purpose };
		let parts = allocation.legs.into_iter().map(as_planned).collect();
		Ok(RulePlan { case: allocation.case, parts, uncredited, refund })
	}

	/// The merchant accepted the rule set of this platform by its hash, or the platform by ceilings
	/// that hold (P4).
	fn ensure_accepted(request: &PlanRequest<'_>, plan: &RulePlan) -> Result<(), Error<T>> {
		if Acceptances::<T>::contains_key((request.merchant, request.platform, request.rules)) {
			return Ok(());
		}
		let ceiling = Ceilings::<T>::get(request.merchant, request.platform)
			.ok_or(Error::<T>::NotAccepted)?;
		let fees = plan.parts.iter().filter(|part| part.purpose.counts_to_share_cap());
		let fees = Amount::checked_sum(fees.map(|part| part.amount)).ok_or(Error::<T>::Overflow)?;
		ensure!(ceiling.allows(fees, request.amount), Error::<T>::OverCeiling);
		let is_borne = ceiling.bears(&plan.refund, fees, request.amount);
		ensure!(is_borne, Error::<T>::OverLiability);
		Ok(())
	}
}
