// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, Joined};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{GroupFacts, GroupState, Groups as _},
	AccountNo, GroupNo, Moment,
};

fn facts(group: GroupNo) -> GroupFacts {
	Groups::group(group, now()).expect("a known group")
}

fn leader(number: u64) -> Option<AccountNo> {
	Some(AccountNo(100 + number))
}

#[test]
fn the_join_that_is_enough_completes_the_group() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2]);
		assert_eq!(facts(group).state, GroupState::Open { deadline: in_hours(24), left: 1 });
		events();

		joined(group, [3]);

		assert_eq!(facts(group).state, GroupState::Complete);
		let joined = Event::OrderJoined { group, order: order(3), place: 2, joined: 3 };
		assert_eq!(events(), [joined, Event::Completed { group, leader: None }]);
	});
}

#[test]
fn after_completion_nobody_joins() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2, 3]);
		assert_noop!(joins(group, 4), Error::<Test>::NotOpen);
	});
}

#[test]
fn nobody_joins_from_the_deadline_on_whether_a_block_saw_it_or_not() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1]);
		let at = |moment: Moment| Groups::join(group, order(2), None, moment);
		assert_noop!(at(in_hours(24)), Error::<Test>::NotOpen);
		let state = |moment| Groups::group(group, moment).expect("known").state;
		assert_eq!(state(in_hours(24)), GroupState::Failed);
		assert_ok!(at(Moment(in_hours(24).0 - 1)));
	});
}

#[test]
fn an_order_joins_once_and_one_group_only() {
	World::new().run(|| {
		let (group, other) = (open("g", terms()), open("h", terms()));
		joined(group, [1]);
		for group in [group, other] {
			assert_noop!(joins(group, 1), Error::<Test>::AlreadyJoined);
		}
		assert_noop!(joins(GroupNo(9), 2), Error::<Test>::UnknownGroup);
		assert_eq!(Groups::group(GroupNo(9), now()), None);
	});
}

#[test]
fn the_first_joiner_still_in_leads() {
	World::new().run(|| {
		let group = open("g", led());
		joined(group, [1, 2, 3].into_iter().take(2));
		Groups::leave(group, order(1));
		joined(group, [4]);
		assert_eq!(facts(group).leader, None);

		joined(group, [1]);

		assert_eq!(facts(group).leader, leader(2));
		let last = events().pop();
		assert_eq!(last, Some(Event::Completed { group, leader: leader(2) }));
	});
}

#[test]
fn where_there_is_a_leader_each_order_names_one() {
	World::new().run(|| {
		let group = open("g", led());
		let nobody = Groups::join(group, order(1), None, now());
		assert_noop!(nobody, Error::<Test>::LeaderMissing);
	});
}

#[test]
fn who_leaves_before_success_lowers_the_count() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2]);
		events();

		Groups::leave(group, order(1));

		assert_eq!(events(), [Event::OrderLeft { group, order: order(1), joined: 1 }]);
		assert_eq!(facts(group).state, GroupState::Open { deadline: in_hours(24), left: 2 });
		assert_eq!(Joined::<Test>::get(order(1)), None);
		// Who left can come back, behind all others.
		joined(group, [1]);
	});
}

#[test]
fn nothing_leaves_after_success_or_failure_and_what_never_joined_does_not() {
	World::new().run(|| {
		let (group, other) = (open("g", terms()), open("h", terms()));
		joined(group, [1, 2, 3]);
		joined(other, [4]);
		assert_storage_noop!(Groups::leave(group, order(1)));
		assert_storage_noop!(Groups::leave(group, order(4)));
		assert_storage_noop!(Groups::leave(other, order(9)));
		assert_storage_noop!(Groups::leave(GroupNo(9), order(4)));
		assert_ok!(Groups::call_off(signed(PLATFORM), other));
		assert_storage_noop!(Groups::leave(other, order(4)));
	});
}
