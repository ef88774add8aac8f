// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, types::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	CoverMode, Date, ExpiryPolicy, Moment, OrderBody, OrderStatus, ReleaseMode, DAY_MS,
};

/// The first moment of the date after today.
fn opening() -> Moment {
	Date(TODAY.0 + 1).start()
}

/// Held until the next business date.
fn next_date(body: OrderBody, deadline: Option<Moment>) -> OrderBody {
	let (expiry, cover) = (ExpiryPolicy::Payer, CoverMode::AtPlacement);
	OrderBody { release: ReleaseMode::NextDate { deadline, expiry, cover }, ..body }
}

#[test]
fn not_after_is_the_last_moment() {
	World::new().run(|| {
		let last = |moment| OrderBody { not_after: Some(moment), ..market("o1") };
		refuse(last(Moment(NOON.0 - 1)), Error::<Test>::PastNotAfter);
		place(&last(NOON));
	});
}

#[test]
fn a_deadline_lies_ahead_and_within_180_days_of_the_reference() {
	World::new().run(|| {
		let latest = TODAY.start().plus(180 * DAY_MS);
		let body = |deadline| OrderBody {
			release: held_with(None, Some(deadline), ExpiryPolicy::Payer),
			..market(&format!("o{}", deadline.0))
		};
		refuse(body(latest.plus(1)), Error::<Test>::DeadlineTooFar);
		refuse(body(NOON), Error::<Test>::PastDeadline);
		place(&body(latest));
		place(&body(NOON.plus(1)));
	});
}

#[test]
fn the_moment_of_release_lies_before_the_deadline() {
	World::new().run(|| {
		let (after, deadline) = (NOON.plus(5), NOON.plus(6));
		let body = |after| OrderBody {
			release: held_with(Some(after), Some(deadline), ExpiryPolicy::Payer),
			..market("o1")
		};
		refuse(body(deadline), Error::<Test>::AfterNotBeforeDeadline);
		assert_eq!(status(place(&body(after))), OrderStatus::Held);
	});
}

#[test]
fn an_order_whose_moment_has_come_is_paid_at_once() {
	World::new().run(|| {
		let body =
			OrderBody { release: held_with(Some(NOON), None, ExpiryPolicy::Payer), ..market("o1") };
		assert_eq!(status(place(&body)), OrderStatus::Released);
		assert_eq!(money(SHOP_B), (850, 0));
	});
}

#[test]
fn an_order_of_the_next_date_is_posted_when_that_date_has_opened() {
	World::new().run(|| {
		let order = place(&next_date(market("o1"), None));
		let told = events();
		assert!(matches!(&told[..], [Event::Held { after, .. }] if *after == Some(opening())));
		assert_eq!(row(order).deadline, TODAY.start().plus(180 * DAY_MS));

		pass_to(Moment(opening().0 - 1));
		assert_eq!((status(order), money(BUYER_A)), (OrderStatus::Held, (9_000, 1_000)));
		let release =
			|who| Escrow::release(signed(who), reference("r"), order, ReleaseWhat::All).map(|_| ());
		assert_noop!(release(FRIEND), Error::<Test>::ConditionNotMet);
		pass_to(opening());
		assert_eq!(status(order), OrderStatus::Held);

		// The clock works off the minute of the opening when it is over.
		pass_to(opening().plus(60_000));
		assert_eq!((status(order), money(SHOP_B)), (OrderStatus::Released, (850, 0)));
		assert!(matches!(&events()[..], [Event::Paid { by: By::Clock, .. }]));
	});
}

#[test]
fn anybody_releases_an_order_of_the_next_date_once_that_has_opened() {
	World::new().run(|| {
		let order = place(&next_date(market("o1"), None));
		pass_to(opening());
		let released = Escrow::release(signed(FRIEND), reference("r"), order, ReleaseWhat::All);
		assert_ok!(released);
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn the_next_date_counts_from_the_moment_of_placement() {
	World::new().run(|| {
		pass_to(Moment(opening().0 - 1));
		let last_of_today = place(&next_date(market("o1"), None));
		pass_to(opening());
		let first_of_tomorrow = place(&next_date(market("o2"), None));
		assert_eq!(row(last_of_today).after, Some(opening()));
		assert_eq!(row(first_of_tomorrow).after, Some(Date(TODAY.0 + 2).start()));

		// A repeated body is the same order, whenever it comes.
		let again = next_date(market("o1"), None);
		assert_storage_noop!(assert_ok!(Escrow::place(signed(BUYER), again)));
	});
}

#[test]
fn the_next_date_opens_before_the_deadline() {
	World::new().run(|| {
		let body = |deadline| next_date(market("o1"), Some(deadline));
		refuse(body(NOON), Error::<Test>::PastDeadline);
		refuse(body(opening()), Error::<Test>::AfterNotBeforeDeadline);
		refuse(body(TODAY.start().plus(180 * DAY_MS + 1)), Error::<Test>::DeadlineTooFar);
		assert_eq!(status(place(&body(opening().plus(1)))), OrderStatus::Held);
	});
}
