// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, types::*, HintPages, Orders, Outcomes, PrunedBefore, References};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::RETENTION_DAYS, Amount, Date, Moment, OrderBody, Reference, DAY_MS,
};

/// Jumps, as if the chain had worked all along: only pruning is looked at here.
fn skip_to(date: Date) {
	let now = date.start();
	crate::LastTick::<Test>::put(Moment(now.0 - 1));
	crate::Drained::<Test>::put(Cursor { minute: now.minute(), index: 0 });
	jump_to(now);
	// A block prunes only so many dates; nothing else happens in these.
	(0..3).for_each(|_| jump_to(now));
}

fn days_on(days: u16) -> Date {
	Date(TODAY.0 + days)
}

#[test]
fn the_rows_of_a_date_go_once_it_is_older_than_the_retention() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(Escrow::refund(signed(SHOP), reference("f"), order, Amount(500), None));
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		let old = Reference { date: Date(TODAY.0 - 1), ..reference("old") };
		let old = place(&OrderBody { reference: old, ..market("old") });
		HintPages::<Test>::iter_keys().for_each(|(minute, page)| {
			HintPages::<Test>::remove(minute, page);
			crate::HintCount::<Test>::remove(minute);
		});

		skip_to(days_on(RETENTION_DAYS - 1));
		assert!(Orders::<Test>::contains_key(old));
		skip_to(days_on(RETENTION_DAYS));
		assert!(!Orders::<Test>::contains_key(old));
		assert!(Orders::<Test>::contains_key(order));
		skip_to(days_on(RETENTION_DAYS + 1));

		assert_eq!(Orders::<Test>::iter().count(), 0);
		assert_eq!(Outcomes::<Test>::iter().count(), 0);
		assert_eq!(References::<Test>::iter().count(), 0);
		assert_eq!(PrunedBefore::<Test>::get(), Some(days_on(1)));
	});
}

#[test]
fn an_open_order_holds_its_date_up() {
	World::new().run(|| {
		let open = place(&held(market("o1")));
		let mut order = row(open);
		order.deadline = days_on(RETENTION_DAYS + 3).start();
		let minute = order.deadline.minute();
		order.hint = minute;
		crate::HintPages::<Test>::iter_keys().for_each(|(minute, page)| {
			HintPages::<Test>::remove(minute, page);
			crate::HintCount::<Test>::remove(minute);
		});
		Orders::<Test>::insert(open, OrderRow::Held(Box::new(order)));
		Escrow::hint(minute, Hint::Order(open));

		skip_to(days_on(RETENTION_DAYS + 2));
		assert!(Orders::<Test>::contains_key(open));
		assert_eq!(PrunedBefore::<Test>::get(), Some(TODAY));
		pass_to(Moment(days_on(RETENTION_DAYS + 3).start().0 + DAY_MS));
		assert!(!Orders::<Test>::contains_key(open));
	});
}

#[test]
fn what_was_given_back_goes_with_its_order_and_its_references() {
	World::new().run(|| {
		let body = market("o1");
		let order = place(&body);
		assert_ok!(give_back(CARRIER, "b", &body, 1, 5));
		assert!(crate::GivenBacks::<Test>::contains_key(order));
		skip_to(days_on(RETENTION_DAYS + 1));
		assert_eq!(Orders::<Test>::iter().count(), 0);
		assert_eq!(crate::GivenBacks::<Test>::iter().count(), 0);
		assert_eq!(References::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_order_that_can_still_be_returned_holds_its_date_up() {
	World::new().run(|| {
		let order = place(&market("o1"));
		// As halts of the chain bring it about.
		let released_on = days_on(RETENTION_DAYS - 178);
		Orders::<Test>::mutate(order, |row| {
			if let Some(OrderRow::Ended(row)) = row {
				row.released_on = released_on;
			}
		});
		skip_to(days_on(RETENTION_DAYS + 2));
		assert!(Orders::<Test>::contains_key(order));
		skip_to(days_on(RETENTION_DAYS + 3));
		assert!(!Orders::<Test>::contains_key(order));
	});
}
