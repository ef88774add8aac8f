// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{GroupNo, ParticipantId, MINUTE_MS};

#[test]
fn who_opened_a_group_calls_it_off_and_its_orders_wait_to_be_given_back() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2]);
		events();

		assert_ok!(Groups::call_off(signed(PLATFORM), group));

		let by = ParticipantId(PLATFORM as u32);
		assert_eq!(events(), [Event::CalledOff { group, joined: 2, by, key: PLATFORM }]);
		assert_eq!(take_all(), [order(1), order(2)]);
		assert_noop!(joins(group, 3), Error::<Test>::NotOpen);
	});
}

#[test]
fn a_supervisor_calls_any_group_off_without_a_key_that_pays() {
	World::new().run(|| {
		let group = open("g", terms());
		assert_ok!(Groups::call_off(signed(SUPERVISOR), group));
		assert_eq!(take_all(), []);
	});
}

#[test]
fn others_do_not_even_the_merchant_of_its_orders() {
	World::new().run(|| {
		let group = open("g", terms());
		for key in [SHOP, BUYER] {
			assert_noop!(Groups::call_off(signed(key), group), Error::<Test>::NotEntitled);
		}
		assert_noop!(Groups::call_off(signed(STRANGER), group), UNKNOWN_KEY);
		assert_noop!(Groups::call_off(signed(KEY_WITHOUT_PAY), group), NO_SCOPE);
		let unknown = GroupNo(group.0 + 1);
		assert_noop!(Groups::call_off(signed(PLATFORM), unknown), Error::<Test>::UnknownGroup);
	});
}

#[test]
fn success_never_reverts() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2, 3]);
		for key in [PLATFORM, SUPERVISOR] {
			assert_noop!(Groups::call_off(signed(key), group), Error::<Test>::AlreadyComplete);
		}
	});
}

#[test]
fn what_failed_is_not_called_off() {
	World::new().run(|| {
		let group = open("g", terms());
		assert_ok!(Groups::call_off(signed(PLATFORM), group));
		assert_noop!(Groups::call_off(signed(PLATFORM), group), Error::<Test>::AlreadyFailed);

		let late = open("late", terms());
		pass_to(in_hours(24).plus(MINUTE_MS));
		assert_noop!(Groups::call_off(signed(PLATFORM), late), Error::<Test>::AlreadyFailed);
	});
}
