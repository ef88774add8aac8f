// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, Standing, Standings};
use frame::testing_prelude::*;
use split_ledger_primitives::{RuleHash, Scope};

#[test]
fn the_platforms_bank_approves_what_the_platform_published() {
	World::new().run(|| {
		let rules = published(market());
		take_events();

		assert_ok!(Splits::approve(signed(BANK), PLATFORM.id, rules));

		let standing = Standings::<Test>::get(rules, PLATFORM.id);
		assert_eq!(standing, Some(Standing::Approved { by: BANK.id, effective_from: None }));
		let (platform, by, key) = (PLATFORM.id, BANK.id, BANK.key);
		assert_eq!(take_events(), [Event::Approved { platform, rules, by, key }]);
	});
}

#[test]
fn nobody_else_approves_and_least_of_all_the_platform() {
	World::new().run(|| {
		let rules = published(market());
		let approve_by = |origin| Splits::approve(origin, PLATFORM.id, rules);
		assert_noop!(approve_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(approve_by(signed(STRANGER)), UNKNOWN_KEY);
		assert_noop!(approve_by(signed(PLATFORM)), Error::<Test>::MakerIsChecker);
		for who in [OTHER_BANK, MERCHANT] {
			assert_noop!(approve_by(signed(who)), Error::<Test>::NotSponsorBank);
		}
		without_scope(BANK, Scope::Rules);
		assert_noop!(approve_by(signed(BANK)), NO_SCOPE);
	});
}

#[test]
fn a_bank_that_is_its_own_platform_does_not_approve_itself() {
	World::new().run(|| {
		let rules = hash(&market());
		assert_ok!(Splits::publish(signed(BANK), Box::new(market()), None));
		let approval = Splits::approve(signed(BANK), BANK.id, rules);
		assert_noop!(approval, Error::<Test>::MakerIsChecker);
	});
}

#[test]
fn only_what_this_platform_published_can_be_approved_for_it() {
	World::new().run(|| {
		let rules = published(market());
		let approve = |who: Who, rules| Splits::approve(signed(BANK), who.id, rules);
		assert_noop!(approve(STRANGER, rules), Error::<Test>::UnknownPlatform);
		assert_noop!(approve(MERCHANT, rules), Error::<Test>::UnknownPlatform);
		assert_noop!(approve(OWN_SHOP, rules), Error::<Test>::NotPublished);
		assert_noop!(approve(PLATFORM, RuleHash([9; 32])), Error::<Test>::UnknownRuleSet);
	});
}

#[test]
fn approving_again_changes_nothing_and_what_was_retired_stays_so() {
	World::new().run(|| {
		let rules = approved(market());
		take_events();
		let approve = || Splits::approve(signed(BANK), PLATFORM.id, rules);
		assert_storage_noop!(assert_ok!(approve()));

		assert_ok!(Splits::retire(signed(BANK), PLATFORM.id, rules));
		assert_noop!(approve(), Error::<Test>::Retired);
	});
}
