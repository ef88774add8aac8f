// SPDX-License-Identifier: Apache-2.0

//! Rule sets: whatever a platform publishes is read or refused, and whatever is valid divides every
//! amount to the unit. Nothing panics.

use crate::{written, Bytes};
use codec::{DecodeAll, Encode};
use split_ledger_primitives::{Amount, Attributes, Moment, RefundPolicy};
use split_rules::{
	apportion, divide_refund, Allocation, RefundLeg, RefundRole, RuleSet, StoredRuleSet,
	ValidRuleSet,
};

/// What an order brings to a rule set.
struct Order {
	amount: Amount,
	attributes: Attributes,
	now: Moment,
	inputs: Vec<(u8, Amount)>,
}

/// Reads the bytes as an order and a rule set: the set as it is stored, or written part by part.
pub fn check(bytes: &[u8]) {
	let mut bytes = Bytes::of(bytes);
	let is_stored = bytes.byte().is_multiple_of(2);
	let order = order(&mut bytes);
	let cuts: Vec<u64> = (0..4).map(|_| bytes.amount()).collect();
	if is_stored {
		let content = bytes.take(usize::MAX);
		stored(content, &order);
		if let Ok(rules) = RuleSet::decode_all(&mut &content[..]) {
			whole(rules, &order, &cuts);
		}
	} else {
		whole(written::rule_set(&mut bytes), &order, &cuts);
	}
}

fn order(bytes: &mut Bytes<'_>) -> Order {
	let mut word = || u16::from(bytes.byte() % 4);
	let attributes =
		Attributes { channel: word(), category: word(), promotion: word(), member_tier: word() };
	let (amount, now) = (Amount(bytes.amount()), Moment(bytes.amount()));
	let count = bytes.below(4);
	let inputs = (0..count).map(|_| (bytes.byte() % 8, Amount(bytes.amount()))).collect();
	Order { amount, attributes, now, inputs }
}

/// Content in storage may be read case by case, however wrong it is.
fn stored(content: &[u8], order: &Order) {
	let Ok(mut stored) = StoredRuleSet::read(content.to_vec()) else { return };
	if let Ok(chosen) = stored.choose(order.amount, &order.attributes, order.now) {
		let _divided_or_refused = chosen.allocate(&order.inputs);
		let _told_or_refused = chosen.explain(&order.inputs);
	}
}

fn whole(rules: RuleSet, order: &Order, cuts: &[u64]) {
	let Order { amount, attributes, now, inputs } = order;
	// What is in storage is not validated again, so it must not panic either.
	let trusted = ValidRuleSet::trust(rules.clone());
	let as_trusted = trusted.allocate(*amount, attributes, *now, inputs);

	let content = rules.encode();
	let Ok(valid) = rules.validate() else { return };
	let allocated = valid.allocate(*amount, attributes, *now, inputs);
	assert_eq!(allocated, as_trusted, "validation changes a figure");
	let mut stored = StoredRuleSet::read(content).expect("what is valid can be stored");
	let chosen = stored.choose(*amount, attributes, *now).expect("a valid set has a last case");
	assert_eq!(chosen.allocate(inputs), allocated, "storage changes a figure");
	let explained = valid.explain(*amount, attributes, *now, inputs);
	assert_eq!(explained.is_ok(), allocated.is_ok(), "explained, but not divided: {explained:?}");
	if let Ok(allocation) = allocated {
		divided(&valid, &allocation, *amount, cuts);
	}
}

fn divided(valid: &ValidRuleSet, allocation: &Allocation, amount: Amount, cuts: &[u64]) {
	let parts: Vec<Amount> = allocation.legs.iter().map(|leg| leg.amount).collect();
	assert_eq!(sum(&parts), amount.total(), "the legs do not add up to the order");
	assert!(parts.len() <= valid.max_legs() as usize, "more legs than the rule set says");

	released(&parts, cuts);
	for policy in [RefundPolicy::ProRata, RefundPolicy::MerchantFirst, RefundPolicy::FeesKept] {
		refunded(policy, allocation, cuts);
	}
}

/// Any series of releases adds up to the plan (INV-SPL-1).
fn released(plan: &[Amount], cuts: &[u64]) {
	let mut remaining = plan.to_vec();
	for cut in cuts {
		let whole = sum(&remaining);
		let cut = Amount(u64::try_from(u128::from(*cut) % (whole + 1)).expect("of an amount"));
		let parts = apportion(&remaining, cut).expect("no more than remains");
		assert_eq!(sum(&parts), cut.total(), "a release does not add up");
		remaining = less(&remaining, &parts);
	}
	let rest = Amount(u64::try_from(sum(&remaining)).expect("of an amount"));
	let last = apportion(&remaining, rest).expect("what remains");
	assert_eq!(last, remaining, "the last release leaves something");
}

/// Any series of refunds takes what it says, and of no leg more than is left of it (R2).
fn refunded(policy: RefundPolicy, allocation: &Allocation, cuts: &[u64]) {
	let mut left: Vec<Amount> = allocation.legs.iter().map(|leg| leg.amount).collect();
	for cut in cuts {
		let legs: Vec<RefundLeg> = left
			.iter()
			.zip(&allocation.legs)
			.map(|(left, leg)| RefundLeg { left: *left, role: RefundRole::of(leg.purpose, false) })
			.collect();
		let whole = sum(&left);
		let cut = Amount(u64::try_from(u128::from(*cut) % (whole + 1)).expect("of an amount"));
		let parts = divide_refund(policy, &legs, cut).expect("no more than is left");
		assert_eq!(sum(&parts), cut.total(), "a refund does not add up");
		left = less(&left, &parts);
	}
}

fn sum(amounts: &[Amount]) -> u128 {
	amounts.iter().map(|amount| amount.total()).sum()
}

fn less(amounts: &[Amount], parts: &[Amount]) -> Vec<Amount> {
	let pairs = amounts.iter().zip(parts);
	pairs.map(|(of, part)| of.checked_sub(*part).expect("no more than is left")).collect()
}
