// SPDX-License-Identifier: Apache-2.0

use crate::mock::*;
use frame::testing_prelude::*;
use split_ledger_primitives::ports::Groups as _;
use std::collections::BTreeMap;

#[test]
fn the_orders_of_an_ended_group_are_taken_once_in_the_order_of_their_joins() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [3, 1]);
		assert_eq!(Groups::take_waiting(), None);
		joined(group, [2]);
		assert_eq!(take_all(), [order(3), order(1), order(2)]);
		assert_eq!(Groups::take_waiting(), None);
	});
}

#[test]
fn groups_that_were_opened_earlier_come_first() {
	World::new().run(|| {
		let (first, second, third) = (open("1", terms()), open("2", terms()), open("3", terms()));
		joined(third, [7]);
		joined(second, [4, 5, 6]);
		joined(first, [1, 2, 3]);
		assert_ok!(Groups::call_off(signed(PLATFORM), third));
		assert_eq!(take_all(), [1, 2, 3, 4, 5, 6, 7].map(order));
	});
}

#[test]
fn who_left_is_not_taken() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2]);
		Groups::leave(group, order(1));
		joined(group, [3, 4]);
		assert_eq!(take_all(), [2, 3, 4].map(order));
	});
}

#[test]
fn what_waits_is_known_until_it_is_taken() {
	World::new().run(|| {
		let (group, open_one) = (open("g", terms()), open("h", terms()));
		joined(group, [1, 2, 3]);
		joined(open_one, [4]);
		Groups::take_waiting();
		let waiting = [(order(2), group), (order(3), group), (order(4), open_one)];
		assert_eq!(Groups::waiting_orders(), BTreeMap::from(waiting));
		assert_eq!(Groups::orders_of_open_groups(), [order(4)]);
	});
}
