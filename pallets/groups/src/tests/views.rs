// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, views::MEMBERS_PAGE_MAX, GroupTerms};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::Groups as _,
	views::{GroupStatus, GroupView},
	AccountNo, GroupNo,
};

fn view(group: GroupNo) -> GroupView {
	Groups::group_view(group).expect("a known group")
}

#[test]
fn a_group_tells_how_far_it_is_and_how_it_ended() {
	World::new().run(|| {
		let group = open("g", led());
		joined(group, [1, 2]);
		let told = view(group);
		assert_eq!((told.joined, told.needed, told.deadline), (2, 3, in_hours(24)));
		assert_eq!((told.status, told.leader, told.ended), (GroupStatus::Open, None, None));

		joined(group, [3]);
		let (told, leader) = (view(group), Some(AccountNo(101)));
		let complete = (GroupStatus::Complete, leader, Some(NOON));
		assert_eq!((told.status, told.leader, told.ended), complete);
		assert_eq!(Groups::group_view(GroupNo(1)), None);
	});
}

#[test]
fn what_failed_and_what_was_called_off_are_told_apart() {
	World::new().run(|| {
		let (off, late) = (open("g", terms()), open("h", terms()));
		assert_ok!(Groups::call_off(signed(PLATFORM), off));
		assert_eq!(view(off).status, GroupStatus::CalledOff);
		pass_to(in_hours(24));
		assert_eq!((view(late).status, view(late).ended), (GroupStatus::Failed, Some(now())));
	});
}

#[test]
fn members_come_in_pages_in_the_order_of_their_joins() {
	World::new().run(|| {
		let group = open("g", GroupTerms { needed: 10_000, ..led() });
		joined(group, 0..=200);
		Groups::leave(group, order(1));
		let page = |from, limit| Groups::members_view(group, from, limit);
		let places = |from, limit| page(from, limit).iter().map(|m| m.place).collect::<Vec<_>>();
		assert_eq!(places(0, 3), [0, 2, 3]);
		assert_eq!(places(1, 2), [2, 3]);
		assert_eq!(places(200, 5), [200]);
		assert!(places(201, 5).is_empty());
		assert_eq!(page(0, 1_000).len(), MEMBERS_PAGE_MAX as usize);
		let [first] = page(0, 1).try_into().expect("one member");
		assert_eq!((first.order, first.leader), (order(0), Some(AccountNo(100))));
	});
}
