// SPDX-License-Identifier: Apache-2.0

//! The rule sets of a world: both semantics, shares of gross and of net, tiers, windows of time, all
//! policies of refunds, everybody who may advance.

use split_ledger_primitives::{
	Advancer, Amount, FundersBack, Purpose, RefundPolicy, RefundTerms, Uncredited,
};
use split_ledger_scenarios::{CNY, START};
use split_rules::{
	Base, Case, Condition, Leg, Places, Residue, Rounding, RuleSet, Take, Target, Tier, TierBy,
};

/// A rule set, and who stands in its slots: `Shop` is the order's merchant.
#[derive(Clone, Debug)]
pub(crate) struct Template {
	pub(crate) content: RuleSet,
	pub(crate) slots: Vec<&'static str>,
}

/// Legs as they are written here: take, slot, purpose.
type Lines<'a> = &'a [(Take, u8, Purpose)];

/// All rule sets, by rising difficulty.
pub(crate) fn all() -> Vec<Template> {
	vec![first(), tiers_and_net(), windows(), kept_with_tax(), kept_without_leg(), halves()]
}

/// Semantics 1: a tenth to the platform, something to the carrier.
fn first() -> Template {
	let legs: Lines<'_> = &[
		(share(1, 10), 0, Purpose::Fee),
		(share(7, 100), 1, Purpose::Logistics),
		(Take::Remainder, 2, Purpose::Goods),
	];
	let slots = vec!["Platform", "Carrier", "Shop"];
	let mut template = of("first", slots, vec![case(Condition::default(), legs)]);
	template.content.semantics = 1;
	template
}

fn tiers_and_net() -> Template {
	let tiers = vec![tier(0, 5), tier(1_000, 8), tier(3_000, 2)];
	let (by, of_gross) = (TierBy::Marginal, Base::Gross);
	let fee = Take::Tiered { denominator: 100, tiers, by, of: of_gross, floor: None, cap: None };
	let of_net = Base::Net(Places::of([0]));
	let commission =
		Take::Share { numerator: 3, denominator: 40, of: of_net, floor: None, cap: None };
	let legs: Lines<'_> = &[
		(fee, 0, Purpose::Fee),
		(commission, 1, Purpose::Commission),
		(share(1, 3), 2, Purpose::Goods),
		(Take::Remainder, 3, Purpose::Goods),
	];
	let slots = vec!["Platform", "Promoter0", "Supplier", "Shop"];
	let mut template = of("tiers", slots, vec![case(Condition::default(), legs)]);
	let advancers = [Advancer::Merchant, Advancer::Platform, Advancer::Guarantee];
	template.content.refund = refund(RefundPolicy::ProRata, &advancers);
	template.content.rounding = Rounding::HalfEven;
	template
}

/// Cheaper in the first hours and for small orders; three levels of promoters.
fn windows() -> Template {
	let legs = |fee: Take| {
		let lines: Lines<'_> = &[
			(fee, 0, Purpose::Fee),
			(share(1, 20), 1, Purpose::Commission),
			(share(1, 25), 2, Purpose::Commission),
			(share(1, 50), 3, Purpose::Logistics),
			(Take::Remainder, 4, Purpose::Goods),
		];
		lines.to_vec()
	};
	let early = Condition { time_before: Some(START.plus(3 * 3_600_000)), ..Condition::default() };
	let small = Condition { amount_below: Some(Amount(700)), ..Condition::default() };
	let late = Condition { time_from: Some(START.plus(86_400_000)), ..Condition::default() };
	let cases = vec![
		case(early, &legs(share(1, 20))),
		case(small, &legs(share(1, 10))),
		case(late, &legs(share(3, 20))),
		case(Condition::default(), &legs(share(1, 5))),
	];
	let slots = vec!["Platform", "Promoter1", "Promoter2", "Carrier", "Shop"];
	let mut template = of("windows", slots, cases);
	template.content.uncredited = Uncredited::Merchant;
	let advancers = [Advancer::Guarantee, Advancer::Merchant];
	template.content.refund = refund(RefundPolicy::MerchantFirst, &advancers);
	template
}

fn kept_with_tax() -> Template {
	let legs: Lines<'_> = &[
		(share(1, 8), 0, Purpose::Fee),
		(share(1, 10), 1, Purpose::Commission),
		(share(1, 20), 2, Purpose::Tax),
		(Take::Remainder, 3, Purpose::Goods),
	];
	let slots = vec!["Platform", "Promoter0", "TaxOffice", "Shop"];
	let mut template = of("kept", slots, vec![case(Condition::default(), legs)]);
	template.content.refund = refund(RefundPolicy::FeesKept, &[Advancer::Platform]);
	template.content.refund.back = FundersBack::PayerFirst;
	template.content.rounding = Rounding::HalfUp;
	template
}

/// The merchant's leg of a small order is nothing, though it bears the fees of a refund.
fn kept_without_leg() -> Template {
	let legs: Lines<'_> = &[
		(share(1, 10), 0, Purpose::Fee),
		(share(1, 200), 1, Purpose::Goods),
		(Take::Remainder, 2, Purpose::Goods),
	];
	let slots = vec!["Platform", "Shop", "Supplier"];
	let mut template = of("no leg", slots, vec![case(Condition::default(), legs)]);
	template.content.uncredited = Uncredited::Merchant;
	template.content.refund = refund(RefundPolicy::FeesKept, &[]);
	template
}

/// Above a sum the fee is more than any share cap.
fn halves() -> Template {
	let tiers = vec![tier(0, 1), tier(4_000, 4)];
	let (by, of_gross) = (TierBy::Whole, Base::Gross);
	let fee = Take::Tiered { denominator: 10, tiers, by, of: of_gross, floor: None, cap: None };
	let legs: Lines<'_> = &[
		(fee, 0, Purpose::Fee),
		(Take::Fixed(Amount(20)), 1, Purpose::Logistics),
		(share(1, 2), 2, Purpose::Goods),
		(Take::Remainder, 3, Purpose::Goods),
	];
	let slots = vec!["Platform", "Carrier", "Shop", "Supplier"];
	let mut template = of("halves", slots, vec![case(Condition::default(), legs)]);
	let advancers = [Advancer::Platform, Advancer::Guarantee];
	template.content.refund = refund(RefundPolicy::MerchantFirst, &advancers);
	template.content.refund.back = FundersBack::PayerFirst;
	template
}

fn of(name: &str, slots: Vec<&'static str>, cases: Vec<Case>) -> Template {
	let content = RuleSet {
		semantics: 2,
		name: name.into(),
		currency: CNY,
		rounding: Rounding::Down,
		residue: Residue::Remainder,
		uncredited: Uncredited::Park,
		refund: RefundTerms::default(),
		slots: slots.iter().map(|slot| (*slot).into()).collect(),
		inputs: vec![],
		channels: vec![],
		categories: vec![],
		promotions: vec![],
		member_tiers: vec![],
		cases,
	};
	Template { content, slots }
}

fn case(when: Condition, lines: Lines<'_>) -> Case {
	let leg = |(take, slot, purpose): &(Take, u8, Purpose)| Leg {
		take: take.clone(),
		target: Target::Slot { slot: *slot, purpose: *purpose },
	};
	Case { when, legs: lines.iter().map(leg).collect() }
}

fn share(numerator: u32, denominator: u32) -> Take {
	Take::Share { numerator, denominator, of: Base::Gross, floor: None, cap: None }
}

fn tier(from: u64, numerator: u32) -> Tier {
	Tier { from: Amount(from), numerator }
}

fn refund(policy: RefundPolicy, advancers: &[Advancer]) -> RefundTerms {
	let advancers = advancers.to_vec().try_into().expect("few advance");
	RefundTerms { policy, advancers, back: FundersBack::ProRata }
}
