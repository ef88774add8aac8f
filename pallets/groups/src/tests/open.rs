// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, GroupTerms, NextGroup};
use frame::testing_prelude::*;
use split_ledger_primitives::{limits::GROUPS_OPEN_MAX, Date, GroupNo, ParticipantId, Reference};

fn refuse(key: u64, terms: GroupTerms, error: impl Into<DispatchError>) {
	assert_noop!(Groups::open(signed(key), reference("g"), terms), error.into());
}

#[test]
fn the_platform_opens_a_group_for_24_hours() {
	World::new().run(|| {
		let terms = led();

		assert_ok!(Groups::open(signed(PLATFORM), reference("g"), terms.clone()));

		let GroupTerms { platform, merchant, rules, currency, needed, leader_slot, .. } = terms;
		let opened = Event::Opened {
			group: GroupNo(0),
			reference: reference("g"),
			platform,
			merchant,
			rules,
			currency,
			needed,
			deadline: in_hours(24),
			leader_slot,
			by: platform,
			key: PLATFORM,
		};
		assert_eq!(events(), [opened]);
	});
}

#[test]
fn one_with_a_leader_only_the_platform_opens() {
	World::new().run(|| {
		let led = GroupTerms { leader_slot: Some(1), ..terms() };
		refuse(SHOP, led.clone(), Error::<Test>::NotAParty);
		open("g1", led);
	});
}

#[test]
fn the_merchant_opens_one_too_and_numbers_go_up() {
	World::new().run(|| {
		assert_eq!(open("g", terms()), GroupNo(0));
		assert_ok!(Groups::open(signed(SHOP), reference("g"), terms()));
		assert_eq!(NextGroup::<Test>::get(), GroupNo(2));
	});
}

#[test]
fn a_platform_that_sells_its_own_goods_is_both() {
	World::new().run(|| {
		let own = ParticipantId(OWN_SHOP as u32);
		let terms = GroupTerms { platform: own, merchant: own, ..terms() };
		assert_ok!(Groups::open(signed(OWN_SHOP), reference("g"), terms));
	});
}

#[test]
fn the_same_reference_with_the_same_terms_changes_nothing() {
	World::new().run(|| {
		open("g", terms());
		assert_storage_noop!(Groups::open(signed(PLATFORM), reference("g"), terms()).unwrap());
		refuse(PLATFORM, led(), Error::<Test>::ReferenceTaken);
	});
}

#[test]
fn a_reference_has_a_text_and_a_date_of_the_last_30_days() {
	World::new().run(|| {
		let with = |date: u16, text: &str| Reference { date: Date(date), ..reference(text) };
		let try_with = |reference| Groups::open(signed(PLATFORM), reference, terms());
		assert_noop!(try_with(with(TODAY.0, "")), Error::<Test>::EmptyReference);
		let out_of_range = Error::<Test>::ReferenceDateOutOfRange;
		assert_noop!(try_with(with(TODAY.0 + 1, "g")), out_of_range);
		assert_noop!(try_with(with(TODAY.0 - 31, "g")), Error::<Test>::ReferenceDateOutOfRange);
		assert_ok!(try_with(with(TODAY.0 - 30, "g")));
	});
}

#[test]
fn others_open_none() {
	World::new().run(|| {
		refuse(BUYER, terms(), Error::<Test>::NotAParty);
		refuse(STRANGER, terms(), UNKNOWN_KEY);
		refuse(KEY_WITHOUT_PAY, terms(), NO_SCOPE);
	});
}

#[test]
fn platform_and_merchant_are_what_they_are_named_as() {
	World::new().run(|| {
		let nobody = ParticipantId(NOBODY);
		let buyer = ParticipantId(BUYER as u32);
		for merchant in [nobody, buyer] {
			let terms = GroupTerms { merchant, ..terms() };
			refuse(PLATFORM, terms, Error::<Test>::UnknownMerchant);
		}
		for platform in [nobody, buyer] {
			let terms = GroupTerms { platform, ..terms() };
			refuse(SHOP, terms, Error::<Test>::UnknownPlatform);
		}
	});
}

#[test]
fn it_needs_2_to_10_000_orders() {
	World::new().run(|| {
		for needed in [0, 1, 10_001] {
			refuse(PLATFORM, GroupTerms { needed, ..terms() }, Error::<Test>::NeededOutOfRange);
		}
		for (needed, text) in [(2, "least"), (10_000, "most")] {
			open(text, GroupTerms { needed, ..terms() });
		}
	});
}

#[test]
fn its_deadline_lies_ahead_and_at_most_30_days() {
	World::new().run(|| {
		let latest = in_hours(30 * 24);
		for deadline in [NOON, latest.plus(1)] {
			let terms = GroupTerms { deadline: Some(deadline), ..terms() };
			refuse(PLATFORM, terms, Error::<Test>::DeadlineOutOfRange);
		}
		for (deadline, text) in [(NOON.plus(1), "first"), (latest, "last")] {
			open(text, GroupTerms { deadline: Some(deadline), ..terms() });
		}
	});
}

#[test]
fn a_participant_has_1_000_open_and_no_more() {
	World::new().run(|| {
		for number in 0..GROUPS_OPEN_MAX {
			open(&number.to_string(), terms());
		}
		refuse(PLATFORM, terms(), Error::<Test>::TooManyOpen);
		assert_ok!(Groups::open(signed(SHOP), reference("g"), terms()));
		assert_ok!(Groups::call_off(signed(PLATFORM), GroupNo(7)));
		open("one more", terms());
	});
}
