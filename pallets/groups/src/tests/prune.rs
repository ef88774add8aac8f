// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, tick::STEPS_MAX, FirstKept, Groups as Rows, Joined, Members, References};
use split_ledger_primitives::{
	limits::{GROUP_KEPT_DAYS, RETENTION_DAYS},
	Date, GroupNo,
};

fn days_on(days: u16) -> split_ledger_primitives::Moment {
	Date(TODAY.0 + days).start()
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
		assert_eq!((Members::<Test>::iter().count(), Joined::<Test>::iter().count()), (0, 0));
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
fn a_large_group_is_forgotten_over_several_blocks() {
	World::new().run(|| {
		let needed = STEPS_MAX + 10;
		let group = open("g", crate::GroupTerms { needed, ..terms() });
		joined(group, 0..needed as u8);
		take_all();
		for _ in 0..2 {
			pass_to(days_on(GROUP_KEPT_DAYS + 1));
		}
		assert_eq!(Members::<Test>::iter().count(), 0);
		let next = open("next", terms());
		pass_to(days_on(GROUP_KEPT_DAYS + 1));
		assert!(Rows::<Test>::contains_key(next));
	});
}
