// SPDX-License-Identifier: Apache-2.0

//! Legs that cannot be credited (O6).

use pallet_escrow::{Error, ReleaseWhat};
use split_ledger_primitives::{Amount, OrderStatus, ParkReason};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::World;

#[test]
fn a_leg_to_an_account_without_credit_waits_and_is_paid_when_anybody_retries_it() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let order = world.order(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, order);
		world.set_status(&shop, false, true);

		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		let details = world.view(order).details.expect("it is open");
		let goods = &details.legs[1];
		assert_eq!((goods.parked, goods.reason), (Amount(900), Some(ParkReason::NoCredit)));
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_000, 100, 0]);
		assert_eq!((world.held(&buyer), world.promised()), (900, [900, 0, 0, 0]));
		let early = world.retry(&platform, order);
		assert_eq!(early, Err(Error::<Runtime>::StillNotCreditable.into()));

		world.set_status(&shop, false, false);
		assert_eq!(world.retry(&platform, order), Ok(()));

		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.available([&shop]), [900]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
	});
}

#[test]
fn a_leg_parked_for_thirty_days_goes_back_to_the_payer() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let order = world.order(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, order);
		world.set_status(&shop, false, true);
		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));

		world.wait_minutes(30 * 24 * 60 - 2);
		assert_eq!(world.held(&buyer), 900);
		world.wait_minutes(3);

		assert_eq!(world.status(order), OrderStatus::PartlyReleased);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_900, 100, 0]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
	});
}

#[test]
fn a_leg_that_cannot_be_credited_at_once_is_parked_from_the_start() {
	World::run(|world| {
		let (buyer, shop, _, _) = world.shopping();
		world.set_status(&shop, false, true);
		let payment = world.transfer(&buyer, 300, &shop);

		let order = world.placed(&buyer, payment);

		assert_eq!(world.status(order), OrderStatus::Held);
		assert_eq!((world.held(&buyer), world.promised()), (300, [300, 0, 0, 0]));
	});
}
