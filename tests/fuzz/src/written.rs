// SPDX-License-Identifier: Apache-2.0

//! A rule set written part by part, as each byte says: most are nearly valid, some are.

use crate::Bytes;
use split_ledger_primitives::{
	Advancer, Amount, Currency, FundersBack, Moment, Purpose, RefundPolicy, RefundTerms, Uncredited,
};
use split_rules::{
	Base, Case, Condition, Leg, Places, Residue, Rounding, RuleSet, Take, Target, Tier, TierBy,
	SEMANTICS,
};

/// Denominators of shares: usual ones, and the greatest primes that fit.
const DENOMINATORS: [u32; 8] = [2, 3, 7, 100, 1_000, 1_000_000, 4_294_967_291, 4_294_967_279];
const PURPOSES: [Purpose; 5] =
	[Purpose::Goods, Purpose::Fee, Purpose::Commission, Purpose::Tax, Purpose::Logistics];
/// Legs of a group, and groups within groups.
const LEGS: usize = 6;
const DEPTH: usize = 4;

/// What the legs of a case use.
#[derive(Default)]
struct Used {
	slots: u8,
	inputs: u8,
}

pub(crate) fn rule_set(bytes: &mut Bytes<'_>) -> RuleSet {
	let residue = *bytes.pick(&[Residue::Remainder, Residue::LargestRemainder, Residue::First]);
	let rounding = *bytes.pick(&[Rounding::Down, Rounding::HalfUp, Rounding::HalfEven]);
	let (mut slots, mut inputs, mut cases) = (0, 0, Vec::new());
	for place in 0..=bytes.below(3) {
		let when = if place == 0 { Condition::default() } else { condition(bytes) };
		let mut used = Used::default();
		let legs = group(bytes, DEPTH, &mut used);
		slots = slots.max(used.slots);
		inputs = inputs.max(used.inputs);
		// The one for all orders is written first, and is the last.
		cases.insert(0, Case { when, legs });
	}
	let words = |count: u8, of: &str| (0..count).map(|no| format!("{of} {no}")).collect();
	RuleSet {
		semantics: if bytes.below(4) == 0 { 1 } else { SEMANTICS },
		name: "fuzzed".into(),
		currency: Currency(156),
		rounding: if residue == Residue::Remainder { rounding } else { Rounding::Down },
		residue,
		uncredited: *bytes.pick(&[Uncredited::Park, Uncredited::Merchant]),
		refund: refund(bytes),
		slots: words(slots, "slot"),
		inputs: words(inputs, "input"),
		channels: words(3, "channel"),
		categories: words(3, "category"),
		promotions: words(3, "promotion"),
		member_tiers: words(3, "tier"),
		cases,
	}
}

fn refund(bytes: &mut Bytes<'_>) -> RefundTerms {
	let policies = [RefundPolicy::ProRata, RefundPolicy::MerchantFirst, RefundPolicy::FeesKept];
	let all = [Advancer::Merchant, Advancer::Platform, Advancer::Guarantee];
	let first = bytes.below(3);
	let advancers: Vec<Advancer> =
		all.into_iter().cycle().skip(first).take(bytes.below(4)).collect();
	RefundTerms {
		policy: *bytes.pick(&policies),
		advancers: advancers.try_into().expect("three at most"),
		back: *bytes.pick(&[FundersBack::ProRata, FundersBack::PayerFirst]),
	}
}

fn condition(bytes: &mut Bytes<'_>) -> Condition {
	let mut list = || match bytes.below(8) {
		0..4 => Vec::new(),
		4 => vec![1],
		5 => vec![2, 3],
		6 => vec![3],
		_ => vec![u16::from(bytes.byte())],
	};
	let (channel, category, promotion, member_tier) = (list(), list(), list(), list());
	let mut bound = || (bytes.below(2) == 1).then(|| bytes.amount());
	Condition {
		channel,
		category,
		promotion,
		member_tier,
		amount_from: bound().map(Amount),
		amount_below: bound().map(Amount),
		time_from: bound().map(Moment),
		time_before: bound().map(Moment),
	}
}

fn group(bytes: &mut Bytes<'_>, depth: usize, used: &mut Used) -> Vec<Leg> {
	let mut legs: Vec<Leg> = (0..bytes.below(LEGS))
		.map(|place| {
			let take = take(bytes, place, used);
			Leg { take, target: target(bytes, depth, used) }
		})
		.collect();
	// Mostly with an owner of what is left.
	if bytes.below(8) > 0 {
		legs.push(Leg { take: Take::Remainder, target: target(bytes, depth, used) });
	}
	legs
}

fn target(bytes: &mut Bytes<'_>, depth: usize, used: &mut Used) -> Target {
	if depth > 1 && bytes.below(5) == 0 {
		return Target::Split(group(bytes, depth - 1, used));
	}
	let slot = used.slots;
	used.slots = slot.saturating_add(1);
	Target::Slot { slot, purpose: *bytes.pick(&PURPOSES) }
}

fn take(bytes: &mut Bytes<'_>, place: usize, used: &mut Used) -> Take {
	match bytes.below(8) {
		0 => Take::Fixed(Amount(bytes.amount())),
		1 => {
			let input = used.inputs;
			used.inputs = input.saturating_add(1);
			Take::Input(input)
		}
		2 => {
			let denominator = *bytes.pick(&DENOMINATORS);
			let mut tiers =
				vec![Tier { from: Amount(0), numerator: numerator(bytes, denominator) }];
			for _ in 0..bytes.below(4) {
				let from = tiers.last().map_or(0, |tier| tier.from.0);
				let from = Amount(from.saturating_add(1 + u64::from(bytes.short())));
				tiers.push(Tier { from, numerator: numerator(bytes, denominator) });
			}
			let by = *bytes.pick(&[TierBy::Whole, TierBy::Marginal]);
			let (of, [floor, cap]) = (base(bytes, place), bounds(bytes));
			Take::Tiered { denominator, tiers, by, of, floor, cap }
		}
		_ => {
			let denominator = *bytes.pick(&DENOMINATORS);
			let numerator = numerator(bytes, denominator);
			let common = common_factor(numerator, denominator);
			let (numerator, denominator) = (numerator / common, denominator / common);
			let (of, [floor, cap]) = (base(bytes, place), bounds(bytes));
			Take::Share { numerator, denominator, of, floor, cap }
		}
	}
}

/// Mostly a small share.
fn numerator(bytes: &mut Bytes<'_>, denominator: u32) -> u32 {
	let part = if bytes.below(8) == 0 { 1 } else { 16 };
	1 + bytes.word() % (denominator / part).max(1)
}

fn base(bytes: &mut Bytes<'_>, place: usize) -> Base {
	match bytes.below(4) {
		0 | 1 => Base::Gross,
		2 => Base::Rest,
		// Of legs above, mostly.
		_ => Base::Net(Places(u64::from(bytes.byte()) & ((1 << (place + 1)) - 1))),
	}
}

fn bounds(bytes: &mut Bytes<'_>) -> [Option<Amount>; 2] {
	match bytes.below(6) {
		0 => [Some(Amount(u64::from(bytes.byte()))), None],
		1 => [None, Some(Amount(u64::from(bytes.short())))],
		2 => [Some(Amount(u64::from(bytes.byte()))), Some(Amount(u64::from(bytes.short())))],
		_ => [None, None],
	}
}

fn common_factor(one: u32, other: u32) -> u32 {
	if other == 0 {
		one
	} else {
		common_factor(other, one % other)
	}
}
