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

			assert_ok!(Splits::accept(signed(who), MERCHANT.id, rules));

			assert_eq!(Acceptances::<Test>::get(MERCHANT.id, rules), Some(who.id));
			let (merchant, by, key) = (MERCHANT.id, who.id, who.key);
			assert_eq!(take_events(), [Event::Accepted { merchant, rules, by, key }]);
		});
	}
}

#[test]
fn nobody_else_accepts_for_a_merchant() {
	World::new().run(|| {
		let rules = published(market());
		let accept_by = |origin| Splits::accept(origin, MERCHANT.id, rules);
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
		let accept = |who: Who| Splits::accept(signed(BANK), who.id, rules);
		for who in [STRANGER, BUYER, PLATFORM] {
			assert_noop!(accept(who), Error::<Test>::UnknownMerchant);
		}
		assert_ok!(accept(OWN_SHOP));
	});
}

#[test]
fn only_what_was_published_can_be_accepted() {
	World::new().run(|| {
		let unknown = Splits::accept(signed(MERCHANT), MERCHANT.id, RuleHash([9; 32]));
		assert_noop!(unknown, Error::<Test>::UnknownRuleSet);
	});
}

#[test]
fn accepting_again_changes_nothing() {
	World::new().run(|| {
		let rules = usable(market());
		take_events();
		for who in [MERCHANT, BANK] {
			assert_storage_noop!(assert_ok!(Splits::accept(signed(who), MERCHANT.id, rules)));
		}
	});
}
