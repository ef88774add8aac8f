// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, tick::STEPS_MAX, Event, GroupTerms, OpenCounts};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{GroupNo, Moment, ParticipantId};

#[test]
fn a_group_that_is_one_short_at_its_deadline_has_failed() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2]);
		events();
		pass_to(Moment(in_hours(24).0 - 1));
		assert_eq!(events(), []);

		pass_to(in_hours(24));

		assert_eq!(events(), [Event::Failed { group, joined: 2 }]);
		assert_eq!(take_all(), [order(1), order(2)]);
		assert_eq!(OpenCounts::<Test>::get(ParticipantId(PLATFORM as u32)), 0);
	});
}

#[test]
fn a_complete_group_does_not_fail() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2, 3]);
		events();
		pass_to(in_hours(25));
		assert_eq!(events(), []);
	});
}

#[test]
fn groups_fail_in_the_order_of_their_deadlines() {
	World::new().run(|| {
		let until = |hours| GroupTerms { deadline: Some(in_hours(hours)), ..terms() };
		let (late, early) = (open("late", until(3)), open("early", until(2)));
		events();
		pass_to(in_hours(4));
		let failed = |group| Event::Failed { group, joined: 0 };
		assert_eq!(events(), [failed(early), failed(late)]);
	});
}

#[test]
fn a_block_takes_so_many_and_the_next_one_goes_on() {
	World::new().run(|| {
		for number in 0..=STEPS_MAX {
			open(&number.to_string(), terms());
		}
		events();
		pass_to(in_hours(24));
		assert_eq!(events().len(), STEPS_MAX as usize);
		pass_to(in_hours(24));
		assert_eq!(events(), [Event::Failed { group: GroupNo(STEPS_MAX), joined: 0 }]);
	});
}

#[test]
fn a_block_without_room_does_nothing() {
	World::new().run(|| {
		open("g", terms());
		events();
		let nothing = || WeightMeter::with_limit(Weight::zero());
		tick(nothing());
		assert_eq!(events(), []);
	});
}
