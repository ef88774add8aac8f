// SPDX-License-Identifier: Apache-2.0

//! Which liability a merchant answers for that accepted a platform by ceilings (P4, R3).

use crate::{mock::*, Error, Shelf};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::Splits as Port, Advancer, RefundPolicy, RefundTerms, RuleHash,
};
use split_rules::RuleSet;

/// A fee of ten percent that refunds treat on these terms.
fn rules_on(policy: RefundPolicy, advancers: &[Advancer]) -> RuleHash {
	let advancers = advancers.to_vec().try_into().unwrap();
	let refund = RefundTerms { policy, advancers, ..RefundTerms::default() };
	approved(RuleSet { refund, ..market() })
}

/// Accepts any fee, and so much liability.
fn ceilings(liability_ppm: u32) {
	let (merchant, platform) = (MERCHANT.id, PLATFORM.id);
	let whole = crate::WHOLE_PPM;
	assert_ok!(Splits::accept_ceilings(signed(MERCHANT), merchant, platform, whole, liability_ppm));
}

fn plan(rules: RuleHash, amount: u64) -> DispatchResult {
	Splits::plan(&mut Shelf::default(), &order(rules, amount)).map(|_| ())
}

#[test]
fn terms_that_cost_the_merchant_nothing_of_its_own_need_no_liability() {
	World::new().run(|| {
		ceilings(0);
		let others = [Advancer::Platform, Advancer::Guarantee];
		for policy in [RefundPolicy::ProRata, RefundPolicy::MerchantFirst] {
			assert_ok!(plan(rules_on(policy, &others), 1_000));
		}
	});
}

#[test]
fn fees_that_are_kept_are_at_most_the_liability_rounded_down() {
	World::new().run(|| {
		let rules = rules_on(RefundPolicy::FeesKept, &[]);
		ceilings(100_000);
		assert_ok!(plan(rules, 1_000));
		ceilings(99_999);
		assert_noop!(plan(rules, 1_000), Error::<Test>::OverLiability);
		// The fee of 1009 is rounded down to 100, and so is the liability of 100.898.
		assert_ok!(plan(rules, 1_009));
		ceilings(0);
		assert_noop!(plan(rules, 10), Error::<Test>::OverLiability);
		assert_ok!(plan(rules, 9));
	});
}

#[test]
fn a_merchant_that_is_to_advance_has_accepted_some_liability() {
	World::new().run(|| {
		let rules = rules_on(RefundPolicy::ProRata, &[Advancer::Platform, Advancer::Merchant]);
		ceilings(0);
		assert_noop!(plan(rules, 1_000), Error::<Test>::OverLiability);
		ceilings(1);
		assert_ok!(plan(rules, 1_000));
	});
}

#[test]
fn who_accepted_the_rule_set_itself_accepted_its_terms() {
	World::new().run(|| {
		let rules = rules_on(RefundPolicy::FeesKept, &[Advancer::Merchant]);
		ceilings(0);
		assert_noop!(plan(rules, 1_000), Error::<Test>::OverLiability);
		assert_ok!(Splits::accept(signed(MERCHANT), MERCHANT.id, PLATFORM.id, rules));
		assert_ok!(plan(rules, 1_000));
	});
}

#[test]
fn the_share_of_fees_is_judged_before_the_liability() {
	World::new().run(|| {
		let rules = rules_on(RefundPolicy::FeesKept, &[]);
		let (merchant, platform) = (MERCHANT.id, PLATFORM.id);
		assert_ok!(Splits::accept_ceilings(signed(MERCHANT), merchant, platform, 0, 0));
		assert_noop!(plan(rules, 1_000), Error::<Test>::OverCeiling);
	});
}

#[test]
fn refunds_are_told_the_liability_of_the_ceilings_and_none_without_them() {
	World::new().run(|| {
		let told = |platform: Who| <Splits as Port>::liability_ppm(MERCHANT.id, platform.id);
		assert_eq!(told(PLATFORM), 0);
		usable(market());
		assert_eq!(
			told(PLATFORM),
			0,
			"a rule set that is accepted by its hash lays none by itself"
		);
		ceilings(250_000);
		assert_eq!((told(PLATFORM), told(OTHER_PLATFORM)), (250_000, 0));
	});
}
