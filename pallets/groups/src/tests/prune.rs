// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, FirstKept, Groups as Rows, Joined, Members, References, WeightInfo};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{
	limits::{GROUP_KEPT_DAYS, RETENTION_DAYS},
	Date, GroupNo,
};

fn days_on(days: u16) -> split_ledger_primitives::Moment {
	Date(TODAY.0 + days).start()
}

/// The clock's share of a block in which so many rows are forgotten.
fn room_for(rows: u64) -> Weight {
	<() as WeightInfo>::tick() + <() as WeightInfo>::prune_row() * rows
}

fn members_left() -> usize {
	assert_eq!(Members::<Test>::iter().count(), Joined::<Test>::iter().count());
	Members::<Test>::iter().count()
}

#[test]
fn an_ended_group_is_known_longer_than_its_orders_can_be_returned() {
	World::new().run(|| {
		let group = open("g", terms());
		joined(group, [1, 2, 3]);
		take_all();

		pass_to(days_on(GROUP_KEPT_DAYS));
		assert!(Rows::<Test>::contains_key(group));

		pass_to(days_on(GROUP_KEPT_DAYS + 1));
		assert!(!Rows::<Test>::contains_key(group));
		assert_eq!(members_left(), 0);
		assert_eq!(FirstKept::<Test>::get(), GroupNo(1));
	});
}

#[test]
fn a_reference_is_known_for_the_retention() {
	World::new().run(|| {
		open("g", terms());
		pass_to(days_on(RETENTION_DAYS));
		assert_eq!(References::<Test>::iter().count(), 1);
		pass_to(days_on(RETENTION_DAYS + 1));
		assert_eq!(References::<Test>::iter().count(), 0);
	});
}

#[test]
fn references_that_do_not_fit_into_a_block_go_in_the_next_one() {
	World::new().run(|| {
		for number in 0..5 {
			open(&number.to_string(), terms());
		}
		pass_to(in_hours(24));
		come(days_on(RETENTION_DAYS + 1));
		share(room_for(2));
		for left in [3, 1, 0] {
			assert!(tick(WeightMeter::new()).all_lte(room_for(2)));
			assert_eq!(References::<Test>::iter().count(), left);
		}
	});
}

#[test]
fn a_large_group_is_forgotten_over_as_many_blocks_as_its_rows_need() {
	World::new().run(|| {
		let needed = 25;
		let group = open("g", crate::GroupTerms { needed, ..terms() });
		joined(group, 0..needed as u8);
		take_all();
		// Its reference is as old, and goes first.
		pass_to(days_on(RETENTION_DAYS + 1));
		come(days_on(GROUP_KEPT_DAYS + 1));
		share(room_for(10));

		// The group and nine members; then a look at what is left of it, and nine again.
		for left in [16, 7, 0] {
			assert!(tick(WeightMeter::new()).all_lte(room_for(10)));
			assert_eq!((members_left(), Rows::<Test>::contains_key(group)), (left, false));
		}
		assert_eq!(FirstKept::<Test>::get(), GroupNo(1));

		let next = open("next", terms());
		tick(WeightMeter::new());
		assert!(Rows::<Test>::contains_key(next));
	});
}

#[test]
fn many_rows_are_forgotten_at_once_where_the_share_allows_it() {
	World::new().run(|| {
		let needed = 200;
		let group = open("g", crate::GroupTerms { needed, ..terms() });
		joined(group, 0..needed as u8);
		take_all();
		pass_to(days_on(GROUP_KEPT_DAYS + 1));
		assert_eq!((members_left(), FirstKept::<Test>::get()), (0, GroupNo(1)));
	});
}

#[test]
fn a_group_that_lasts_keeps_those_after_it() {
	World::new().run(|| {
		let until = in_hours(24 * 30);
		let lasting = open("1", crate::GroupTerms { deadline: Some(until), ..terms() });
		let brief = open("2", terms());
		pass_to(in_hours(24));
		pass_to(until);
		pass_to(days_on(GROUP_KEPT_DAYS + 2));
		assert!(Rows::<Test>::contains_key(lasting) && Rows::<Test>::contains_key(brief));
		pass_to(days_on(GROUP_KEPT_DAYS + 31));
		assert_eq!(Rows::<Test>::iter().count(), 0);
	});
}
