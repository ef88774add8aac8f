// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Acceptances, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{RuleHash, Scope};

#[test]
fn a_merchant_or_its_bank_accepts_a_rule_set() {
	for who in [MERCHANT, BANK] {
		World::new().run(|| {
			let rules = published(market());
			take_events();

			assert_ok!(Splits::accept(signed(who), MERCHANT.id, PLATFORM.id, rules));

			assert_eq!(Acceptances::<Test>::get((MERCHANT.id, PLATFORM.id, rules)), Some(who.id));
			let (merchant, platform, by, key) = (MERCHANT.id, PLATFORM.id, who.id, who.key);
			assert_eq!(take_events(), [Event::Accepted { merchant, platform, rules, by, key }]);
		});
	}
}

#[test]
fn nobody_else_accepts_for_a_merchant() {
	World::new().run(|| {
		let rules = published(market());
		let accept_by = |origin| Splits::accept(origin, MERCHANT.id, PLATFORM.id, rules);
		assert_noop!(accept_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(accept_by(signed(STRANGER)), UNKNOWN_KEY);
		for who in [PLATFORM, OTHER_BANK, BUYER] {
			assert_noop!(accept_by(signed(who)), Error::<Test>::NotForMerchant);
		}
		without_scope(MERCHANT, Scope::Rules);
		assert_noop!(accept_by(signed(MERCHANT)), NO_SCOPE);
	});
}

#[test]
fn only_who_may_sell_accepts_rule_sets() {
	World::new().run(|| {
		let rules = published(market());
		let accept = |who: Who| Splits::accept(signed(BANK), who.id, PLATFORM.id, rules);
		for who in [STRANGER, BUYER, PLATFORM] {
			assert_noop!(accept(who), Error::<Test>::UnknownMerchant);
		}
		assert_ok!(accept(OWN_SHOP));
	});
}

#[test]
fn only_what_was_published_can_be_accepted() {
	World::new().run(|| {
		let accept = |rules| Splits::accept(signed(MERCHANT), MERCHANT.id, PLATFORM.id, rules);
		assert_noop!(accept(RuleHash([9; 32])), Error::<Test>::UnknownRuleSet);
		assert_ok!(accept(published(market())));
	});
}

#[test]
fn a_rule_set_is_accepted_only_of_a_platform_that_published_it() {
	World::new().run(|| {
		let rules = usable(market());
		let accept_of = |who: Who| Splits::accept(signed(MERCHANT), MERCHANT.id, who.id, rules);
		for who in [OTHER_PLATFORM, OWN_SHOP, MERCHANT, STRANGER] {
			assert_noop!(accept_of(who), Error::<Test>::NotPublished);
		}

		assert_ok!(Splits::publish(signed(OTHER_PLATFORM), Box::new(market()), None));
		assert_ok!(accept_of(OTHER_PLATFORM));

		let accepted = |who: Who| Acceptances::<Test>::contains_key((MERCHANT.id, who.id, rules));
		assert!(accepted(PLATFORM) && accepted(OTHER_PLATFORM) && !accepted(OWN_SHOP));
	});
}

#[test]
fn accepting_again_changes_nothing() {
	World::new().run(|| {
		let rules = usable(market());
		take_events();
		let accept = |who| Splits::accept(signed(who), MERCHANT.id, PLATFORM.id, rules);
		for who in [MERCHANT, BANK] {
			assert_storage_noop!(assert_ok!(accept(who)));
		}
	});
}
