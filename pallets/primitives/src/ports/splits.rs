// SPDX-License-Identifier: Apache-2.0

use crate::{Amount, Attributes, Currency, ParticipantId, Purpose, RuleHash};
use alloc::vec::Vec;
use sp_runtime::DispatchError;

/// What an order brings to its rule set.
#[derive(Clone, Copy, Debug)]
pub struct PlanRequest<'a> {
	/// The platform whose approval counts.
	pub platform: ParticipantId,
	/// The merchant whose acceptance counts.
	pub merchant: ParticipantId,
	/// The rule set.
	pub rules: RuleHash,
	/// The currency of the order.
	pub currency: Currency,
	/// The amount of the order.
	pub amount: Amount,
	/// What the order says of itself.
	pub attributes: Attributes,
	/// Inputs by their place in the rule set, ascending.
	pub inputs: &'a [(u8, Amount)],
}

/// One leaf of what the rule set makes of an order. Zero parts are included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RulePart {
	/// The place of the leaf, depth first, from 1 on.
	pub leg: u8,
	/// The slot that gets it, by its place in the rule set.
	pub slot: u8,
	/// How much.
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

/// Plans orders by approved rule sets. Answered by the splits pallet.
pub trait Splits {
	/// What the rule set makes of the order: parts that add up to the amount, to the unit.
	///
	/// Refuses, with an error of its own each: unknown rule set, not approved for the platform,
	/// retired, not accepted by the merchant (by hash or by ceilings), other currency, input missing
	/// or left over, legs larger than the amount.
	fn plan(request: &PlanRequest<'_>) -> Result<Vec<RulePart>, DispatchError>;

	/// What [`Splits::plan`] answered when the order was placed, recomputed for a reader: whether the
	/// rule set is approved, retired or accepted now does not matter, since rule sets are never
	/// removed (T2).
	fn replan(request: &PlanRequest<'_>) -> Result<Vec<RulePart>, DispatchError>;

	/// Publishes, approves and accepts a rule set of `legs` legs on slots 0 to `legs`, for benchmarks
	/// of other pallets.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_rules(
		platform: ParticipantId,
		merchant: ParticipantId,
		currency: Currency,
		legs: u32,
	) -> RuleHash;
}
