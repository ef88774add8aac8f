// SPDX-License-Identifier: Apache-2.0

use crate::{
	AccountNo, Amount, Attributes, Currency, MerchantLimits, Moment, ParticipantId, Purpose,
	RefundTerms, Relation, RuleHash, Uncredited,
};
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
	/// The moment of placement, for cases of a time window.
	pub now: Moment,
	/// Inputs by their place in the rule set, ascending.
	pub inputs: &'a [(u8, Amount)],
	/// The greatest number of legs that the chosen case may have, zero legs included.
	pub legs_max: u8,
}

/// What a rule set makes of an order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RulePlan {
	/// The number of the case that was chosen, from 1 on.
	pub case: u8,
	/// Every leaf of the chosen case, zero parts included. They add up to the amount, to the unit.
	pub parts: Vec<RulePart>,
	/// What becomes of a part that cannot be credited when it is released.
	pub uncredited: Uncredited,
	/// How the order is refunded.
	pub refund: RefundTerms,
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

/// What a merchant and a receiver agreed on (P4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReceiverFacts {
	/// What the account's owner is to the merchant.
	pub relation: Relation,
	/// The most that the account may get of an order of the merchant, in millionths.
	pub ceiling_ppm: u32,
	/// Whether the platform of an order may give back for the receiver what it got (R1).
	pub platform_returns: bool,
}

/// Plans orders by approved rule sets. Answered by the splits pallet.
pub trait Splits {
	/// The rule sets that one call needs, each read from the state and decoded once.
	type Shelf: RuleShelf;

	/// What the rule set makes of the order.
	///
	/// Refuses, with an error of its own each: unknown rule set, not approved for the platform,
	/// not in effect yet, retired, not accepted by the merchant (by hash or by ceilings), other currency, input missing
	/// or left over, a case of more legs than `legs_max`, legs larger than the amount.
	fn plan(shelf: &mut Self::Shelf, request: &PlanRequest<'_>) -> Result<RulePlan, DispatchError>;

	/// What [`Splits::plan`] answered when the order was placed, recomputed by the case that was chosen
	/// then: whether the rule set is approved, retired or accepted now does not matter, since rule sets
	/// are never removed (T2), and neither does the time.
	fn replan(
		shelf: &mut Self::Shelf,
		request: &PlanRequest<'_>,
		case: u8,
	) -> Result<RulePlan, DispatchError>;

	/// What the merchant and the owner of the account agreed on; none where the account is no receiver
	/// of the merchant, or its owner has not consented (P4).
	fn receiver(
		shelf: &mut Self::Shelf,
		merchant: ParticipantId,
		account: AccountNo,
	) -> Option<ReceiverFacts>;

	/// The most of an order that the merchant answers for with its own money when the platform has it
	/// refunded after a release, in millionths: what it accepted of the platform by ceilings, or
	/// nothing (P4).
	fn liability_ppm(merchant: ParticipantId, platform: ParticipantId) -> u32;

	/// The limits of a merchant, those of everybody where its bank set none.
	fn merchant_limits(shelf: &mut Self::Shelf, merchant: ParticipantId) -> MerchantLimits;

	/// Publishes, approves and accepts a rule set for benchmarks of other pallets. Its content takes
	/// `bytes` bytes, or as few as it can where that is more. Its case has `legs` legs above zero on
	/// slots 0 to `legs`, or on 16 slots again and again. Two `name`s are two rule sets. Legs that
	/// cannot be credited are parked.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_rules(
		name: u32,
		platform: ParticipantId,
		merchant: ParticipantId,
		currency: Currency,
		legs: u32,
		bytes: u32,
	) -> RuleHash;

	/// Makes the account a receiver of the merchant, consent included, for benchmarks of other pallets.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_receiver(_merchant: ParticipantId, _account: AccountNo) {}
}

/// The rule sets of one call.
pub trait RuleShelf: Default {
	/// How many bytes of rule sets were read from the state: what the call is charged for.
	fn bytes(&self) -> u32;
}
