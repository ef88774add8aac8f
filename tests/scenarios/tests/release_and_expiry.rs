// SPDX-License-Identifier: Apache-2.0

//! A held order: released in parts, refunded, ended by the clock.

use pallet_escrow::{By, Error, Event, ReleaseWhat};
use split_ledger_primitives::{
	Amount, CoverMode, Date, ExpiryPolicy, Moment, OrderBody, OrderStatus, ReleaseMode,
};
use split_ledger_runtime::{Runtime, RuntimeEvent};
use split_ledger_scenarios::{held, World};

type EscrowError = Error<Runtime>;

#[test]
fn an_order_released_in_parts_adds_up_and_the_rest_goes_back() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let order = world.order(&buyer, 1_003, &deal);
		let order = world.placed(&buyer, order);

		for part in [7, 500, 1] {
			let what = ReleaseWhat::Amount(Amount(part));
			assert_eq!(world.release(&buyer, order, what), Ok(()));
		}
		assert_eq!(world.available([&platform, &shop]), [51, 457]);
		assert_eq!(world.held(&buyer), 495);

		let more = ReleaseWhat::Amount(Amount(496));
		let refusal = world.release(&buyer, order, more);
		assert_eq!(refusal, Err(EscrowError::MoreThanRemains.into()));

		assert_eq!(world.refund(&shop, order, 495), Ok(()));
		assert_eq!(world.status(order), OrderStatus::PartlyReleased);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_492, 51, 457]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
	});
}

#[test]
fn releases_of_one_unit_end_at_exactly_the_plan() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let order = world.order(&buyer, 37, &deal);
		let order = world.placed(&buyer, order);
		for _ in 0..37 {
			let what = ReleaseWhat::Amount(Amount(1));
			assert_eq!(world.release(&buyer, order, what), Ok(()));
		}
		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.available([&platform, &shop]), [3, 34]);
	});
}

#[test]
fn a_buyer_takes_its_money_back_only_before_anything_is_released() {
	World::run(|world| {
		let (buyer, _, _, deal) = world.shopping();
		let order = world.order(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, order);
		assert_eq!(world.refund(&buyer, order, 100), Ok(()));

		assert_eq!(world.release(&buyer, order, ReleaseWhat::Amount(Amount(1))), Ok(()));
		assert_eq!(world.refund(&buyer, order, 100), Err(EscrowError::NotEntitled.into()));
	});
}

#[test]
fn only_the_payer_releases_before_the_moment_and_the_clock_does_at_it() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let after = Some(world.now().plus(5 * 60_000));
		let release = ReleaseMode::Held {
			after,
			deadline: None,
			expiry: ExpiryPolicy::Payer,
			cover: CoverMode::AtPlacement,
		};
		let order = OrderBody { release, ..world.order(&buyer, 1_000, &deal) };
		let order = world.placed(&buyer, order);
		let early = world.release(&shop, order, ReleaseWhat::All);
		assert_eq!(early, Err(EscrowError::ConditionNotMet.into()));

		world.wait_minutes(4);
		assert_eq!(world.status(order), OrderStatus::Held);
		world.wait_minutes(2);

		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_000, 100, 900]);
	});
}

#[test]
fn an_order_of_the_next_date_is_posted_by_the_clock_when_that_date_opens_and_not_before() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let (expiry, cover) = (ExpiryPolicy::Payer, CoverMode::AtPlacement);
		let release = ReleaseMode::NextDate { deadline: None, expiry, cover };
		let order = OrderBody { release, ..world.order(&buyer, 1_000, &deal) };
		let order = world.placed(&buyer, order);
		let opening = Date(world.today().0 + 1).start();
		assert_eq!(world.view(order).details.and_then(|order| order.after), Some(opening));

		world.until(Moment(opening.0 - 1_000));
		assert_eq!(
			(Date(world.today().0 + 1), world.status(order)),
			(opening.date(), OrderStatus::Held)
		);
		let early = world.release(&shop, order, ReleaseWhat::All);
		assert_eq!(early, Err(EscrowError::ConditionNotMet.into()));
		world.check_all();

		// The clock works off a minute once it is over.
		world.until(opening.plus(60_000));
		let is_posting = |event: &RuntimeEvent| match event {
			RuntimeEvent::Escrow(Event::Paid { order: paid, date, by: By::Clock, .. }) => {
				(*paid, *date) == (order, opening.date())
			}
			_ => false,
		};
		assert!(world.events().iter().any(is_posting));
		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_000, 100, 900]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
	});
}

/// What an order of 1,000, of which 100 are released, leaves for buyer, platform and shop after its
/// deadline.
fn after_the_deadline(expiry: ExpiryPolicy) -> [u64; 3] {
	let mut left = [0; 3];
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let deadline = Some(world.now().plus(10 * 60_000));
		let order =
			OrderBody { release: held(deadline, expiry), ..world.order(&buyer, 1_000, &deal) };
		let order = world.placed(&buyer, order);
		assert_eq!(world.release(&buyer, order, ReleaseWhat::Amount(Amount(100))), Ok(()));

		world.wait_minutes(9);
		assert_eq!(world.status(order), OrderStatus::Held);
		world.wait_minutes(2);

		assert_eq!(world.status(order), OrderStatus::Expired);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
		assert_eq!(
			world.release(&buyer, order, ReleaseWhat::All),
			Err(EscrowError::AlreadyExpired.into())
		);
		left = world.available([&buyer, &platform, &shop]);
	});
	left
}

#[test]
fn the_clock_gives_what_remains_to_whom_the_order_said() {
	assert_eq!(after_the_deadline(ExpiryPolicy::Payer), [9_900, 10, 90]);
	assert_eq!(after_the_deadline(ExpiryPolicy::Payees), [9_000, 100, 900]);
	assert_eq!(after_the_deadline(ExpiryPolicy::Merchant), [9_000, 10, 990]);
}

#[test]
fn a_halt_of_the_chain_moves_the_deadline_by_its_length() {
	World::run(|world| {
		let (buyer, shop, _, deal) = world.shopping();
		let deadline = Some(world.now().plus(10 * 60_000));
		let order = OrderBody {
			release: held(deadline, ExpiryPolicy::Payer),
			..world.order(&buyer, 1_000, &deal)
		};
		let order = world.placed(&buyer, order);

		// One block after an hour of silence: 7,200 slots.
		world.advance(7_200);
		world.wait_minutes(5);
		assert_eq!(world.status(order), OrderStatus::Held);
		assert_eq!(world.refund(&shop, order, 1), Ok(()));
		world.wait_minutes(6);

		assert_eq!(world.status(order), OrderStatus::Expired);
		assert_eq!(world.available([&buyer]), [10_000]);
	});
}
