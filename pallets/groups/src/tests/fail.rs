// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event, GroupTerms, OpenCounts, WeightInfo};
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

/// The clock's share of a block in which so many groups fail.
fn room_for(groups: u64) -> Weight {
	<() as WeightInfo>::tick() + <() as WeightInfo>::fail_due() * groups
}

#[test]
fn a_block_takes_as_many_as_its_share_allows_and_the_next_one_goes_on() {
	World::new().run(|| {
		for number in 0..5 {
			open(&number.to_string(), terms());
		}
		events();
		come(in_hours(24));
		share(room_for(2));
		let failed = |group| Event::Failed { group: GroupNo(group), joined: 0 };
		for groups in [vec![0, 1], vec![2, 3], vec![4]] {
			assert!(tick(WeightMeter::new()).all_lte(room_for(2)));
			assert_eq!(events(), groups.into_iter().map(failed).collect::<Vec<_>>());
		}
	});
}

#[test]
fn a_hundred_fail_in_one_block_where_the_share_allows_it() {
	World::new().run(|| {
		for number in 0..100 {
			open(&number.to_string(), terms());
		}
		events();
		pass_to(in_hours(24));
		assert_eq!(events().len(), 100);
	});
}

#[test]
fn a_block_that_has_less_room_than_its_share_is_not_filled_beyond_it() {
	World::new().run(|| {
		for number in 0..5 {
			open(&number.to_string(), terms());
		}
		events();
		come(in_hours(24));
		let room = room_for(1);
		assert_eq!(tick(WeightMeter::with_limit(room)), room);
		assert_eq!(events().len(), 1);
	});
}

#[test]
fn a_block_without_room_does_nothing() {
	World::new().run(|| {
		open("g", terms());
		events();
		come(in_hours(24));
		assert_eq!(tick(WeightMeter::with_limit(Weight::zero())), Weight::zero());
		assert_eq!(events(), []);
	});
}
