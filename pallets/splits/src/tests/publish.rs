// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, RuleSets, Standing, Standings};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{limits::RULE_SET_BYTES_MAX, Purpose, Scope, Uncredited};
use split_rules::{RuleSet, Target};

#[test]
fn a_platform_publishes_a_rule_set_under_the_hash_of_its_content() {
	World::new().run(|| {
		let rules = hash(&market());

		assert_ok!(Splits::publish(signed(PLATFORM), Box::new(market()), None));

		assert_eq!(RuleSets::<Test>::get(rules).unwrap().into_inner(), market().encode());
		assert_eq!(
			Standings::<Test>::get(rules, PLATFORM.id),
			Some(Standing::Published { effective_from: None })
		);
		let (platform, key) = (PLATFORM.id, PLATFORM.key);
		assert_eq!(
			take_events(),
			[Event::Published { platform, rules, effective_from: None, by: platform, key }]
		);
	});
}

#[test]
fn only_a_platform_with_a_key_for_rules_publishes() {
	World::new().run(|| {
		let publish_by = |origin| Splits::publish(origin, Box::new(market()), None);
		assert_noop!(publish_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(publish_by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(publish_by(signed(STRANGER)), UNKNOWN_KEY);
		for who in [MERCHANT, BUYER, OTHER_BANK] {
			assert_noop!(publish_by(signed(who)), Error::<Test>::NotAPlatform);
		}
		without_scope(PLATFORM, Scope::Rules);
		assert_noop!(publish_by(signed(PLATFORM)), NO_SCOPE);
	});
}

#[test]
fn the_same_content_again_changes_nothing_whatever_has_become_of_it() {
	World::new().run(|| {
		let rules = published(market());
		take_events();
		let publish = || Splits::publish(signed(PLATFORM), Box::new(market()), None);
		assert_storage_noop!(assert_ok!(publish()));

		assert_ok!(Splits::approve(signed(BANK), PLATFORM.id, rules));
		take_events();
		assert_storage_noop!(assert_ok!(publish()));
	});
}

#[test]
fn what_was_retired_is_not_published_again() {
	World::new().run(|| {
		let rules = published(market());
		assert_ok!(Splits::retire(signed(PLATFORM), PLATFORM.id, rules));

		let again = Splits::publish(signed(PLATFORM), Box::new(market()), None);
		assert_noop!(again, Error::<Test>::Retired);
	});
}

#[test]
fn two_platforms_share_content_and_each_stands_alone() {
	World::new().run(|| {
		let rules = approved(market());

		assert_ok!(Splits::publish(signed(OTHER_PLATFORM), Box::new(market()), None));

		assert_eq!(RuleSets::<Test>::iter().count(), 1);
		let standing = |who: Who| Standings::<Test>::get(rules, who.id).unwrap();
		assert_eq!(standing(PLATFORM), Standing::Approved { by: BANK.id, effective_from: None });
		assert_eq!(standing(OTHER_PLATFORM), Standing::Published { effective_from: None });
	});
}

#[test]
fn a_rule_set_with_a_fault_is_refused_with_the_error_of_the_fault() {
	World::new().run(|| {
		let publish = |change: fn(&mut RuleSet)| {
			let mut rule_set = market();
			change(&mut rule_set);
			Splits::publish(signed(PLATFORM), Box::new(rule_set), None)
		};
		let without_remainder = publish(|rules| rules.cases[0].legs.truncate(1));
		assert_noop!(without_remainder, Error::<Test>::NoOwnerOfResidue);
		let of_the_future = publish(|rules| rules.semantics = 3);
		assert_noop!(of_the_future, Error::<Test>::UnknownSemantics);
		let idle = publish(|rules| rules.slots.push("idle".into()));
		assert_noop!(idle, Error::<Test>::UnusedSlot);
		let to_nobody = publish(|rules| {
			rules.uncredited = Uncredited::Merchant;
			rules.cases[0].legs[1].target = Target::Slot { slot: 1, purpose: Purpose::Logistics };
		});
		assert_noop!(to_nobody, Error::<Test>::NoLegOfGoods);
	});
}

#[test]
fn content_of_the_greatest_size_is_published_and_one_byte_more_is_refused() {
	World::new().run(|| {
		let sized = |bytes: usize| {
			let mut rule_set = market();
			while rule_set.encoded_size() + 70 <= bytes {
				rule_set.categories.push(format!("{:060}", rule_set.categories.len()));
			}
			let room = bytes - rule_set.encoded_size();
			let name = "market".to_owned() + &"x".repeat(room.min(58));
			rule_set.name = name;
			let room = bytes - rule_set.encoded_size();
			if room > 0 {
				rule_set.channels.push("y".repeat(room - 1));
			}
			assert_eq!(rule_set.encoded_size(), bytes);
			rule_set
		};
		let longest = RULE_SET_BYTES_MAX as usize;
		let over = Splits::publish(signed(PLATFORM), Box::new(sized(longest + 1)), None);
		assert_noop!(over, Error::<Test>::TooLarge);
		assert_ok!(Splits::publish(signed(PLATFORM), Box::new(sized(longest)), None));
	});
}
