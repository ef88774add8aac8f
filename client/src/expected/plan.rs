// SPDX-License-Identifier: Apache-2.0

use super::disputes::check_resolver;
use crate::{
	agreed::Check,
	bundle::{Bundle, Order, Release, Who},
	rules::{attributes_of, inputs_of},
};
use split_ledger_primitives::{
	limits::{HOLD_DAYS_MAX, PROMOTER_LEVELS, REFERENCE_AGE_DAYS_MAX, SHARE_CAP_PPM},
	AccountFlags, Amount, Date, ExpiryPolicy, Moment, Purpose, Role, DAY_MS,
};
use split_rules::ValidRuleSet;
use std::collections::BTreeSet;

/// Why something is refused: a name for programs, and words for people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
	/// The name.
	pub error: &'static str,
	/// The words.
	pub detail: String,
}

impl Refusal {
	/// A refusal of this name.
	pub fn of(error: &'static str, detail: impl Into<String>) -> Self {
		Self { error, detail: detail.into() }
	}

	/// Whether it is for want of cover, which others may take and bring.
	pub(super) fn is_for_cover(&self) -> bool {
		matches!(self.error, "short-of-liquidity" | "over-cap")
	}
}

/// What the rules make of an order: its leaves, zeros included.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Plan {
	/// The leaves of the case, depth first.
	pub leaves: Vec<Leaf>,
}

/// A leaf of a plan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Leaf {
	/// Its place, from 1 on.
	pub leg: u8,
	/// The slot; empty for a transfer.
	pub slot: String,
	/// Who gets it.
	pub payee: Who,
	/// How much.
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

impl Plan {
	/// Plans an order, making every check that does not depend on the state of accounts and banks.
	pub fn of(order: &Order, bundle: &Bundle, now: Moment) -> Result<Self, Refusal> {
		check_times(order, now)?;
		check_resolver(order, bundle)?;
		if order.amount.is_zero() {
			return Err(Refusal::of("zero-amount", "an order of nothing"));
		}
		let plan = match &order.rules {
			None => transfer(order),
			Some(name) => split(order, bundle, &bundle.rules[name], now)?,
		};
		plan.check_payees(order, bundle)?;
		Ok(plan)
	}

	fn check_payees(&self, order: &Order, bundle: &Bundle) -> Result<(), Refusal> {
		let merchant = order.merchant(&bundle.participants);
		let nonzero = || self.leaves.iter().filter(|leaf| !leaf.amount.is_zero());
		for leaf in nonzero() {
			let payee = bundle.participants.get(leaf.payee);
			if leaf.payee == order.payer {
				let detail = format!("{} would pay itself", payee.name);
				return Err(Refusal::of("payer-is-payee", detail));
			}
			if !payee.flags().fits(leaf.purpose) {
				let detail = format!("{} cannot be paid {:?}", payee.name, leaf.purpose);
				return Err(Refusal::of("purpose-unfit", detail));
			}
			let is_supplier = payee.flags().has(AccountFlags::SUPPLIER);
			if leaf.purpose == Purpose::Goods && merchant != Some(leaf.payee) && !is_supplier {
				let detail = format!("{} is neither merchant nor supplier", payee.name);
				return Err(Refusal::of("second-merchant", detail));
			}
		}
		let to_merchant =
			matches!(order.release, Release::Hold { expiry: ExpiryPolicy::Merchant, .. });
		let sold = |leaf: &Leaf| leaf.purpose == Purpose::Goods && merchant == Some(leaf.payee);
		if to_merchant && !nonzero().any(sold) {
			return Err(Refusal::of("no-merchant-leg", "the merchant gets nothing of it"));
		}
		let capped = self.leaves.iter().filter(|leaf| leaf.purpose.counts_to_share_cap());
		let fees: u128 = capped.map(|leaf| leaf.amount.total()).sum();
		let most = order.amount.total() * u128::from(SHARE_CAP_PPM) / 1_000_000;
		if fees > most {
			return Err(Refusal::of("over-share-cap", format!("fees of {fees} are over {most}")));
		}
		let platform = order.platform(&bundle.participants);
		let of_commission = nonzero().filter(|leaf| leaf.purpose == Purpose::Commission);
		let promoters: BTreeSet<Who> =
			of_commission.map(|leaf| leaf.payee).filter(|who| Some(*who) != platform).collect();
		if promoters.len() > usize::from(PROMOTER_LEVELS) {
			let detail = format!("{} promoters get a commission", promoters.len());
			return Err(Refusal::of("too-many-promoters", detail));
		}
		Ok(())
	}
}

fn check_times(order: &Order, now: Moment) -> Result<(), Refusal> {
	let date = order.date.unwrap_or(now.date());
	let oldest = now.date().0.saturating_sub(REFERENCE_AGE_DAYS_MAX);
	if date > now.date() || date.0 < oldest {
		return Err(Refusal::of(
			"reference-date-out-of-range",
			format!("the reference is of {date}"),
		));
	}
	let Release::Hold { by_clock, deadline, .. } = order.release else {
		return Ok(());
	};
	let after = by_clock.moment(now);
	let longest = longest_hold(date);
	let too_far = |moment: Option<Moment>| moment.is_some_and(|moment| moment > longest);
	if too_far(after) || too_far(deadline) {
		return Err(Refusal::of("deadline-too-far", "held for more than 180 days"));
	}
	if deadline.is_some_and(|deadline| deadline <= now) {
		return Err(Refusal::of("past-deadline", "the end of the hold has passed"));
	}
	if after.is_some_and(|after| after >= deadline.unwrap_or(longest)) {
		return Err(Refusal::of("after-not-before-deadline", "released after the end of the hold"));
	}
	let checks = order.milestones.iter().flat_map(|milestone| &milestone.clauses);
	let mut checks = checks.flat_map(|clause| &clause.of);
	let end = deadline.unwrap_or(longest);
	if checks.any(|check| matches!(check, Check::After(moment) if *moment >= end)) {
		return Err(Refusal::of("time-not-before-deadline", "a condition comes true too late"));
	}
	Ok(())
}

/// The end of the longest hold for a reference of this date.
pub(super) fn longest_hold(date: Date) -> Moment {
	date.start().plus(HOLD_DAYS_MAX * DAY_MS)
}

fn transfer(order: &Order) -> Plan {
	let payee = order.parties[0].1;
	let (amount, purpose) = (order.amount, Purpose::Transfer);
	Plan { leaves: vec![Leaf { leg: 1, slot: String::new(), payee, amount, purpose }] }
}

fn split(
	order: &Order,
	bundle: &Bundle,
	rules: &ValidRuleSet,
	now: Moment,
) -> Result<Plan, Refusal> {
	let set = rules.rule_set();
	if set.currency != order.unit.number() {
		return Err(Refusal::of("other-currency", "the rule set is of another currency"));
	}
	let merchant = order.merchant(&bundle.participants);
	let flags = merchant.map(|who| bundle.participants.get(who).flags());
	if !flags.is_some_and(|flags| flags.has(AccountFlags::MERCHANT)) {
		return Err(Refusal::of("merchant-missing", "an order has exactly one merchant"));
	}
	let platform = order.platform(&bundle.participants);
	let is_platform = |who| bundle.participants.get(who).roles.has(Role::Platform);
	if !platform.is_some_and(is_platform) {
		return Err(Refusal::of("unknown-platform", "no platform has published the rule set"));
	}
	let inputs = inputs_of(&order.inputs, set)
		.map_err(|name| Refusal::of("input-left-over", format!("no leg takes `{name}`")))?;
	let allocation = rules
		.allocate(order.amount, &attributes_of(&order.labels, set), now, &inputs)
		.map_err(|error| Refusal::of("rule-refuses", error.to_string()))?;
	let leaf = |part: split_rules::Part| {
		let slot = set.slots[usize::from(part.slot)].clone();
		let payee = order
			.party(&slot)
			.ok_or_else(|| Refusal::of("party-missing", format!("nobody fills `{slot}`")))?;
		Ok(Leaf { leg: part.leg, slot, payee, amount: part.amount, purpose: part.purpose })
	};
	let leaves = allocation.legs.into_iter().map(leaf).collect::<Result<Vec<_>, _>>()?;
	// A leg of nothing is one too: the merchant is who the case is for, not any party (P5).
	if !leaves.iter().any(|leaf| merchant == Some(leaf.payee)) {
		return Err(Refusal::of("merchant-missing", "the case has no leg of the merchant"));
	}
	Ok(Plan { leaves })
}
