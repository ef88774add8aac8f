// SPDX-License-Identifier: Apache-2.0

//! Freezes and holds of courts beside orders and liens (M3, M7).

use pallet_escrow::ReleaseWhat;
use pallet_ledger::Error;
use split_ledger_primitives::{OrderStatus, Purpose, Role, DAY_MS};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, rest, share, World, EAST, NORTH, SOUTH, SUPERVISOR, WEST};

#[test]
fn orders_courts_and_liens_hold_side_by_side_on_one_account_and_add_up() {
	World::watched(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let farm = world.customer(SOUTH, "//Farm", &[Role::Supplier]);
		let grower = world.customer(SOUTH, "//Grower", &[Role::Buyer]);
		let platform = world.customer(WEST, "//Platform", &[Role::Platform]);
		let parts = [
			(&platform, share(10), Purpose::Fee),
			(&farm, share(40), Purpose::Goods),
			(&shop, rest(), Purpose::Goods),
		];
		let deal = world.deal(&platform, &shop, &parts);
		let sale = world.sale(&buyer, 1_000, &deal);
		let sale = world.placed(&buyer, sale);
		world.issue(&farm, 600);

		// Of the farm's 1,000 an order holds 300, a court 500, and it spends the rest.
		let own = world.later(&farm, 300, &grower);
		let own = world.placed(&farm, own);
		let until = world.now().plus(2 * DAY_MS);
		let hold = world.judicial_hold(SUPERVISOR, &farm, 500, until);
		let rest_of_it = world.transfer(&farm, 200, &grower);
		world.placed(&farm, rest_of_it);
		assert_eq!((world.available([&farm]), world.held(&farm)), ([0], 800));
		world.advance(1);

		// A refund takes nothing of what is held for others: the farm owes its 200.
		assert_eq!(world.refund(&shop, sale, 500), Ok(()));
		assert_eq!(world.owed(&farm), [(buyer.account, 200)]);
		let freeze = world.freeze(SUPERVISOR, &farm, until);
		let payment = world.transfer(&buyer, 150, &farm);
		world.placed(&buyer, payment);
		assert_eq!((world.available([&farm]), world.held(&farm)), ([0], 300 + 500 + 150));

		// The freeze refuses what is new. It reaches neither the order from before nor what is
		// collected for the buyer.
		let new = world.later(&farm, 1, &grower);
		let new = world.place(&farm, new);
		assert_eq!(new, Err(Error::<Runtime>::NoDebit.into()));
		assert_eq!(world.release(&farm, own, ReleaseWhat::All), Ok(()));
		assert_eq!(world.status(own), OrderStatus::Released);
		assert_eq!(world.available([&grower]), [500]);
		world.advance(1);
		assert_eq!((world.held(&farm), world.owed(&farm)), (500, vec![(buyer.account, 50)]));

		// What a supervisor did, the farm's bank does not undo.
		let bank = bank_key(SOUTH);
		let by_supervisor = Err(Error::<Runtime>::SetBySupervisor.into());
		assert_eq!(world.release_hold(bank, &farm, hold), by_supervisor);
		assert_eq!(world.lift_freeze(bank, &farm, freeze), by_supervisor);
		assert_eq!(world.release_hold(SUPERVISOR, &farm, hold), Ok(()));
		assert_eq!((world.available([&farm]), world.held(&farm)), ([500], 0));
		assert_eq!(world.lift_freeze(SUPERVISOR, &farm, freeze), Ok(()));
		let payment = world.transfer(&farm, 500, &grower);
		world.placed(&farm, payment);
		assert_eq!(world.available([&buyer, &farm, &grower]), [9_300, 0, 1_000]);
	});
}

#[test]
fn a_freeze_and_a_hold_of_a_court_end_at_their_dates_by_themselves() {
	World::watched(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 1_000);
		let friend = world.customer(EAST, "//Friend", &[Role::Buyer]);
		let until = world.now().plus(30 * 60_000);
		world.judicial_hold(bank_key(NORTH), &buyer, 900, until);
		world.freeze(bank_key(NORTH), &buyer, until);
		let pays = |world: &mut World, amount| {
			let payment = world.transfer(&buyer, amount, &friend);
			world.place(&buyer, payment).map(|_| ())
		};

		world.wait_minutes(29);
		assert_eq!(pays(world, 1), Err(Error::<Runtime>::NoDebit.into()));
		assert_eq!((world.available([&buyer]), world.held(&buyer)), ([100], 900));
		world.wait_minutes(2);

		assert_eq!((world.available([&buyer]), world.held(&buyer)), ([1_000], 0));
		assert_eq!(pays(world, 1_000), Ok(()));
		assert_eq!(world.available([&buyer, &friend]), [0, 1_000]);
	});
}

#[test]
fn a_frozen_payee_is_paid_and_can_spend_it_once_the_freeze_is_lifted() {
	World::watched(|world| {
		let (buyer, shop, _, deal) = world.shopping();
		let until = world.now().plus(DAY_MS);
		let freeze = world.freeze(bank_key(EAST), &shop, until);
		let sale = world.sale(&buyer, 1_000, &deal);
		world.placed(&buyer, sale);
		assert_eq!(world.available([&shop]), [900]);
		let back = world.transfer(&shop, 900, &buyer);
		let refused = world.place(&shop, back.clone());
		assert_eq!(refused, Err(Error::<Runtime>::NoDebit.into()));

		assert_eq!(world.lift_freeze(bank_key(EAST), &shop, freeze), Ok(()));
		world.placed(&shop, back);
		assert_eq!(world.available([&buyer, &shop]), [9_900, 0]);
	});
}

#[test]
fn a_court_is_paid_out_of_its_hold_as_far_as_the_bank_of_the_account_is_covered() {
	World::watched(|world| {
		let (buyer, _, _, deal) = world.shopping();
		let court = world.customer(SOUTH, "//Court", &[Role::Buyer]);
		let until = world.now().plus(2 * DAY_MS);
		let hold = world.judicial_hold(SUPERVISOR, &buyer, 600, until);
		let freeze = world.freeze(SUPERVISOR, &buyer, until);
		let bank = bank_key(NORTH);
		for key in [SUPERVISOR, bank_key(SOUTH), buyer.key] {
			assert!(world.deduct(key, (&buyer, hold), &court, 1).is_err(), "{key}");
		}

		assert_eq!(world.deduct(bank, (&buyer, hold), &court, 400), Ok(()));
		assert_eq!((world.available([&buyer, &court]), world.held(&buyer)), ([9_400, 400], 200));
		assert_eq!(world.positions()[0], 400);
		assert_eq!(world.lift_freeze(SUPERVISOR, &buyer, freeze), Ok(()));
		let order = world.order(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, order);
		let promised = world.promised()[0];

		// What is promised for the order stays covered.
		world.set_cap(NORTH, 400 + promised + 199);
		let refused = world.deduct(bank, (&buyer, hold), &court, 200);
		assert_eq!(refused, Err(pallet_clearing::Error::<Runtime>::OverCap.into()));
		world.set_cap(NORTH, 400 + promised + 200);
		assert_eq!(world.deduct(bank, (&buyer, hold), &court, 200), Ok(()));
		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		assert_eq!((world.available([&court]), world.held(&buyer)), ([600], 0));
		let empty = world.deduct(bank, (&buyer, hold), &court, 1);
		assert_eq!(empty, Err(Error::<Runtime>::NoSuchHold.into()));
		world.close_cycle();
		assert_eq!(world.positions(), [0; 4]);
	});
}
