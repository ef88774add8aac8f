// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, RuleSets, Standing, Standings};
use frame::testing_prelude::*;
use split_ledger_primitives::{RuleHash, Scope};

#[test]
fn a_platform_or_its_bank_retires_a_rule_set_and_its_content_stays() {
	for who in [PLATFORM, BANK] {
		World::new().run(|| {
			let rules = approved(market());
			take_events();

			assert_ok!(Splits::retire(signed(who), PLATFORM.id, rules));

			let retired =
				Standing::Retired { approved_by: Some(BANK.id), by: who.id, effective_from: None };
			assert_eq!(Standings::<Test>::get(rules, PLATFORM.id), Some(retired));
			assert!(RuleSets::<Test>::contains_key(rules));
			let (platform, by, key) = (PLATFORM.id, who.id, who.key);
			assert_eq!(take_events(), [Event::Retired { platform, rules, by, key }]);
		});
	}
}

#[test]
fn what_nobody_approved_can_be_withdrawn() {
	World::new().run(|| {
		let rules = published(market());
		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, rules));
		let retired =
			Standing::Retired { approved_by: None, by: PLATFORM.id, effective_from: None };
		assert_eq!(Standings::<Test>::get(rules, PLATFORM.id), Some(retired));
	});
}

#[test]
fn nobody_else_retires() {
	World::new().run(|| {
		let rules = approved(market());
		let retire_by = |origin| Splits::retire(origin, PLATFORM.id, rules);
		assert_noop!(retire_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(retire_by(signed(STRANGER)), UNKNOWN_KEY);
		for who in [MERCHANT, OTHER_BANK, OTHER_PLATFORM] {
			assert_noop!(retire_by(signed(who)), Error::<Test>::NotForPlatform);
		}
		without_scope(PLATFORM, Scope::Rules);
		assert_noop!(retire_by(signed(PLATFORM)), NO_SCOPE);
	});
}

#[test]
fn only_what_this_platform_published_can_be_retired() {
	World::new().run(|| {
		let rules = published(market());
		let retire = |who: Who, rules| Splits::retire(signed(BANK), who.id, rules);
		assert_noop!(retire(STRANGER, rules), Error::<Test>::UnknownPlatform);
		assert_noop!(retire(OWN_SHOP, rules), Error::<Test>::NotPublished);
		assert_noop!(retire(PLATFORM, RuleHash([9; 32])), Error::<Test>::UnknownRuleSet);
	});
}

#[test]
fn retiring_again_changes_nothing() {
	World::new().run(|| {
		let rules = approved(market());
		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, rules));
		take_events();
		assert_storage_noop!(assert_ok!(Splits::retire(signed(BANK), PLATFORM.id, rules)));
	});
}
