// SPDX-License-Identifier: Apache-2.0

//! A financier that paid a merchant beforehand gets the merchant's part of an order (O12).

use pallet_clearing::Error as ClearingError;
use pallet_escrow::{Call, Error, ReleaseWhat};
use split_ledger_primitives::{Amount, OrderStatus, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, World, EAST, NORTH, WEST};

#[test]
fn a_financier_gets_what_is_released_and_the_shop_answers_for_the_refund() {
	World::watched(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let financier = world.customer(WEST, "//Financier", &[Role::Supplier]);
		let near = world.customer(NORTH, "//Near", &[Role::Supplier]);
		world.issue(&shop, 1_000);
		let order = world.order(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, order);
		let assign = |world: &mut World, key: &str, to| {
			world.send(key, Call::<Runtime>::assign_leg { order, leg: 2, to })
		};
		let promised = world.promised()[0];

		assert_eq!(assign(world, shop.key, Some(near.account)), Ok(()));
		assert_eq!(world.promised()[0], promised - 900);
		// Back to another bank only within the cover of the buyer's.
		world.set_cap(NORTH, promised - 1);
		let refused = assign(world, near.key, Some(financier.account));
		assert_eq!(refused, Err(ClearingError::<Runtime>::OverCap.into()));
		world.set_cap(NORTH, promised);
		assert_eq!(assign(world, bank_key(NORTH), Some(financier.account)), Ok(()));
		let taken_back = assign(world, shop.key, None);
		assert_eq!(taken_back, Err(Error::<Runtime>::NotEntitled.into()));

		let part = ReleaseWhat::Amount(Amount(600));
		assert_eq!(world.release(&buyer, order, part), Ok(()));
		assert_eq!(world.available([&shop, &financier]), [1_000, 540]);
		assert_eq!(assign(world, bank_key(WEST), None), Ok(()));
		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		assert_eq!(world.available([&shop, &financier, &platform]), [1_360, 540, 100]);

		// The shop returns what its financier got.
		assert_eq!(world.refund(&shop, order, 1_000), Ok(()));
		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.available([&buyer, &shop, &financier, &platform]), [10_000, 460, 540, 0]);
		let unit = world.return_leg(&financier, order, 2, 1);
		assert_eq!(unit, Err(Error::<Runtime>::MerchantsOwnLeg.into()));
		assert_eq!(world.view(order).id, order);
		assert_ne!(financier.bank, EAST);
	});
}
