// SPDX-License-Identifier: Apache-2.0

//! Every refusal of what semantics 2 adds, with its place, and the boundary on both sides.

use super::{
	notation::{add_case, rules},
	refusals::{accepted, changed, refused, with_first_take},
};
use crate::{Base, Condition, Places, RuleError::*, RuleSet, Take, Tier, TierBy};
use split_ledger_primitives::{Advancer, Amount, FundersBack, Moment, RefundPolicy, RefundTerms};

#[test]
fn semantics_1_has_nothing_of_what_is_new() {
	let in_1 = |mut rules: RuleSet| {
		rules.semantics = 1;
		rules
	};
	let plain = || rules("10%:p/fee rest:m", "remainder-leg");
	accepted(in_1(plain()));
	for terms in [
		RefundTerms { policy: RefundPolicy::MerchantFirst, ..RefundTerms::default() },
		RefundTerms { back: FundersBack::PayerFirst, ..RefundTerms::default() },
		refund(RefundPolicy::ProRata, &[Advancer::Guarantee]),
	] {
		let new = RuleSet { refund: terms, ..plain() };
		accepted(new.clone());
		refused(in_1(new), NeedsSemantics2, None, &[]);
	}
	for (legs, leg) in [
		("$i:c/logistics 9%n0:p/fee rest:m", vec![2]),
		("rest:(rest:m whole[0=8%]:p/fee)", vec![1, 2]),
		("marginal[0=8%]:p/fee rest:m", vec![1]),
	] {
		let new = rules(legs, "remainder-leg");
		accepted(new.clone());
		refused(in_1(new), NeedsSemantics2, Some(1), &leg);
	}
	for (from, before) in [(Some(1), None), (None, Some(1))] {
		let new = in_window(from, before);
		accepted(new.clone());
		refused(in_1(new), NeedsSemantics2, Some(1), &[]);
	}
}

/// A case for orders placed in a time, and one for the others.
fn in_window(from: Option<u64>, before: Option<u64>) -> RuleSet {
	changed(|rules| {
		rules.cases[0].when.time_from = from.map(Moment);
		rules.cases[0].when.time_before = before.map(Moment);
		add_case(rules, Condition::default(), "rest:m");
	})
}

fn refund(policy: RefundPolicy, advancers: &[Advancer]) -> RefundTerms {
	let advancers = advancers.to_vec().try_into().unwrap();
	RefundTerms { policy, advancers, back: FundersBack::ProRata }
}

#[test]
fn a_time_ends_after_it_begins() {
	accepted(in_window(Some(5), Some(6)));
	refused(in_window(Some(5), Some(5)), EmptyWindow, Some(1), &[]);
	refused(in_window(Some(6), Some(5)), EmptyWindow, Some(1), &[]);
	refused(in_window(None, Some(0)), EmptyWindow, Some(1), &[]);
	accepted(in_window(None, Some(1)));
	accepted(in_window(Some(u64::MAX), None));
	// A time is a condition: the last case has none, and a case with one is reachable.
	let last = changed(|rules| rules.cases[0].when.time_from = Some(Moment(0)));
	refused(last, LastCaseConditional, Some(1), &[]);
}

#[test]
fn each_advancer_stands_once() {
	use Advancer::{Guarantee, Merchant, Platform};
	let with = |advancers: &[Advancer]| RuleSet {
		refund: refund(RefundPolicy::ProRata, advancers),
		..changed(|_| ())
	};
	accepted(with(&[Guarantee, Merchant, Platform]));
	refused(with(&[Platform, Platform]), AdvancerTwice, None, &[]);
	refused(with(&[Merchant, Platform, Merchant]), AdvancerTwice, None, &[]);
}

#[test]
fn a_refund_that_needs_the_merchant_needs_a_leg_of_goods_in_each_case() {
	let with = |terms: RefundTerms, others: &str| {
		let mut rules = rules("10%:p/fee rest:m", "remainder-leg");
		rules.cases[0].when.channel = vec![2];
		add_case(&mut rules, Condition::default(), others);
		RuleSet { refund: terms, ..rules }
	};
	for terms in [
		refund(RefundPolicy::FeesKept, &[]),
		refund(RefundPolicy::ProRata, &[Advancer::Guarantee, Advancer::Merchant]),
	] {
		accepted(with(terms.clone(), "rest:(1%:t/tax rest:m/goods)"));
		refused(with(terms, "rest:c/logistics"), RefundWithoutGoods, Some(2), &[]);
	}
	accepted(with(refund(RefundPolicy::MerchantFirst, &[Advancer::Platform]), "rest:c/logistics"));
}

#[test]
fn a_share_of_net_names_legs_above_that_are_no_remainder() {
	let net = |legs: &str, leg: usize, places: &[u8]| {
		let mut rules = rules(legs, "remainder-leg");
		let Take::Share { of, .. } = &mut rules.cases[0].legs[leg].take else { panic!("a share") };
		*of = Base::Net(Places::of(places.iter().copied()));
		rules
	};
	let legs = "1:a 2:b 5%:c 7:d rest:e";
	accepted(net(legs, 2, &[0]));
	accepted(net(legs, 2, &[0, 1]));
	for places in [&[][..], &[2], &[3], &[0, 4], &[0, 49], &[63]] {
		refused(net(legs, 2, places), BadNet, Some(1), &[3]);
	}
	refused(net("5%:a rest:b", 0, &[0]), BadNet, Some(1), &[1]);
	accepted(net("1:a rest:b 5%:c", 2, &[0]));
	refused(net("1:a rest:b 5%:c", 2, &[0, 1]), BadNet, Some(1), &[3]);
	// Tiers name them likewise.
	let tiers = rules("5%:a whole[0=5%]n1:b rest:c", "remainder-leg");
	refused(tiers, BadNet, Some(1), &[2]);
}

#[test]
fn tiers_are_1_to_8_and_ascend_from_zero() {
	let of = |froms: &[u64]| {
		let tier = |from: &u64| Tier { from: Amount(*from), numerator: 1 };
		tiered(100, froms.iter().map(tier).collect())
	};
	accepted(of(&[0]));
	accepted(of(&[0, 1, 2, 3, 4, 5, 6, u64::MAX]));
	for froms in [&[][..], &[0, 1, 2, 3, 4, 5, 6, 7, 8], &[1], &[1, 2], &[0, 5, 5], &[0, 6, 5]] {
		refused(of(froms), BadTiers, Some(1), &[1]);
	}
}

#[test]
fn rates_of_tiers_are_fractions_of_at_most_the_whole_in_lowest_terms_together() {
	let of = |denominator: u32, numerators: &[u32]| {
		let tier =
			|(from, numerator): (u64, &u32)| Tier { from: Amount(from), numerator: *numerator };
		tiered(denominator, (0..).zip(numerators).map(tier).collect())
	};
	for (denominator, numerators, error) in [
		(100, &[0, 0][..], BadShare),
		(0, &[1], BadShare),
		(100, &[4, 8], UnreducedShare),
		(100, &[50, 0], UnreducedShare),
		(100, &[101, 7], SharesOverWhole),
		(1, &[0, u32::MAX], SharesOverWhole),
	] {
		refused(of(denominator, numerators), error, Some(1), &[1]);
	}
	accepted(of(100, &[8, 5]));
	accepted(of(100, &[0, 7]));
	accepted(of(1, &[1, 0]));
	accepted(of(u32::MAX, &[u32::MAX, u32::MAX - 1]));
}

fn tiered(denominator: u32, tiers: Vec<Tier>) -> RuleSet {
	let (by, of) = (TierBy::Whole, Base::Gross);
	with_first_take(Take::Tiered { denominator, tiers, by, of, floor: None, cap: None })
}

#[test]
fn tiers_have_the_bounds_the_base_and_the_remainder_of_shares() {
	let method = "remainder-leg";
	accepted(rules("whole[0=5%]>=7<=7:a rest:b", method));
	refused(rules("whole[0=5%]>=8<=7:a rest:b", method), FloorOverCap, Some(1), &[1]);
	let below = rules("rest:b marginal[0=5%]r:a", method);
	refused(below, ShareOfRestBelowRemainder, Some(1), &[2]);
	// They count at the greatest of their rates, unless they are of something smaller.
	accepted(rules("60%:a marginal[0=40%,9=5%]:b rest:c", method));
	let over = rules("60%:a marginal[0=5%,9=41%]:b rest:c", method);
	refused(over, SharesOverWhole, Some(1), &[]);
	accepted(rules("60%:a marginal[0=5%,9=41%]r:b rest:c", method));
	for method in ["remainder-leg", "first-leg", "largest-remainder"] {
		refused(rules("50%:a whole[0=50%]:b", method), NoOwnerOfResidue, Some(1), &[]);
		refused(rules("50%:a 100%n0:b", method), NoOwnerOfResidue, Some(1), &[]);
	}
	refused(rules("whole[0=1/1]<=9:b", "first-leg"), BoundsWithoutRemainder, Some(1), &[]);
}
