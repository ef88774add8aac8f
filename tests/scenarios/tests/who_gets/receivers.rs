// SPDX-License-Identifier: Apache-2.0

//! Receivers of a merchant: added, consented, up to a ceiling, and no more (P4).

use pallet_escrow::{Error, ReleaseWhat};
use split_ledger_primitives::{OrderStatus, Purpose, Role};
use split_ledger_runtime::{Runtime, Splits};
use split_ledger_scenarios::{rest, share, Customer, Deal, World, EAST, NORTH, SOUTH, WEST};

struct Fleet {
	buyer: Customer,
	shop: Customer,
	carrier: Customer,
	platform: Customer,
}

impl Fleet {
	fn of(world: &mut World) -> Self {
		Self {
			buyer: world.buyer(NORTH, "//Buyer", 10_000),
			shop: world.customer(EAST, "//Shop", &[Role::Merchant]),
			carrier: world.customer(SOUTH, "//Carrier", &[Role::Carrier]),
			platform: world.customer(WEST, "//Platform", &[Role::Platform]),
		}
	}

	/// Rules that give the carrier so many percent, accepted by the shop; about the carrier nothing is
	/// agreed.
	fn deal(&self, world: &mut World, percent: u32) -> Deal {
		let parts = [
			(&self.platform, share(10), Purpose::Fee),
			(&self.carrier, share(percent), Purpose::Logistics),
			(&self.shop, rest(), Purpose::Goods),
		];
		let deal = world.offer(&self.platform, &self.shop, &parts);
		world.accept(&self.shop, &deal);
		deal
	}
}

#[test]
fn a_receiver_is_paid_once_it_consented_and_up_to_its_ceiling() {
	World::watched(|world| {
		let fleet = Fleet::of(world);
		let Fleet { buyer, shop, carrier, .. } = fleet;
		let (five, six) = (fleet.deal(world, 5), fleet.deal(world, 6));
		let not_consented = Err(Error::<Runtime>::ReceiverNotConsented.into());
		let place = |world: &mut World, deal: &Deal| {
			let sale = world.sale(&buyer, 1_000, deal);
			world.place(&buyer, sale)
		};

		assert_eq!(place(world, &five), not_consented);
		world.add_receiver(&shop, &carrier, 5);
		assert_eq!(place(world, &five), not_consented);
		world.advance(1);
		world.consent(&carrier, &shop, false);

		assert!(place(world, &five).is_ok());
		assert_eq!(world.available([&carrier, &shop]), [50, 850]);
		let over = Err(Error::<Runtime>::OverReceiverCeiling.into());
		assert_eq!(place(world, &six), over);

		// A higher ceiling is another agreement: the carrier has to consent anew.
		world.add_receiver(&shop, &carrier, 6);
		assert_eq!(place(world, &six), not_consented);
		world.consent(&carrier, &shop, false);
		assert!(place(world, &six).is_ok());
		assert_eq!(world.available([&carrier, &shop]), [110, 1_690]);
		// A lower one is not.
		world.add_receiver(&shop, &carrier, 5);
		assert_eq!(place(world, &six), over);
		assert!(place(world, &five).is_ok());
	});
}

#[test]
fn a_consent_that_is_withdrawn_stops_new_orders_and_no_running_one() {
	World::watched(|world| {
		let fleet = Fleet::of(world);
		let Fleet { buyer, shop, carrier, platform } = fleet;
		let deal = fleet.deal(world, 5);
		world.add_receiver(&shop, &carrier, 5);
		world.consent(&carrier, &shop, false);
		let running = world.order(&buyer, 1_000, &deal);
		let running = world.placed(&buyer, running);
		world.advance(1);

		world.withdraw_consent(&carrier, &shop);
		let view = world.state(|| Splits::receiver_of(shop.id, carrier.account));
		assert!(view.is_some_and(|view| !view.consented));
		let next = world.order(&buyer, 1_000, &deal);
		let next = world.place(&buyer, next);
		assert_eq!(next, Err(Error::<Runtime>::ReceiverNotConsented.into()));

		assert_eq!(world.release(&buyer, running, ReleaseWhat::All), Ok(()));
		assert_eq!(world.status(running), OrderStatus::Released);
		assert_eq!(world.available([&buyer, &platform, &carrier, &shop]), [9_000, 100, 50, 850]);
	});
}
