// SPDX-License-Identifier: Apache-2.0

//! Tax that the office has passed on to the state: the shop bears it in a refund (P5, R2).

use pallet_escrow::Error;
use pallet_ledger::{Call, Error as LedgerError};
use split_ledger_primitives::{AccountType, Amount, Date, Purpose, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{rest, share, Customer, World, CNY, EAST, NORTH, SOUTH, WEST};

#[test]
fn an_office_gives_tax_back_until_it_has_passed_it_on_and_then_the_shop_bears_it() {
	World::watched(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(WEST, "//Platform", &[Role::Platform]);
		let (id, key) = (world.onboard(SOUTH, "//Treasury", &[Role::Tax]), "//Treasury");
		let account = world.open_typed(SOUTH, id, CNY, AccountType::Tax);
		let office = Customer { key, id, bank: SOUTH, account };
		world.issue(&shop, 1_000);
		let parts = [
			(&office, share(13), Purpose::Tax),
			(&platform, share(10), Purpose::Fee),
			(&shop, rest(), Purpose::Goods),
		];
		let deal = world.deal(&platform, &shop, &parts);
		let sale = world.sale(&buyer, 1_000, &deal);
		let sale = world.placed(&buyer, sale);
		let day = world.today();
		let mark = |world: &mut World, up_to| {
			world.send(key, Call::<Runtime>::mark_remitted { account, up_to })
		};
		let too_early = mark(world, day);
		assert_eq!(too_early, Err(LedgerError::<Runtime>::DayNotOver.into()));
		assert_eq!(world.refund(&shop, sale, 500), Ok(()));
		assert_eq!(world.available([&office]), [65]);

		let tomorrow = Date(day.0 + 1).start();
		world.until(tomorrow);
		world.advance(1);
		assert_eq!(mark(world, day), Ok(()));
		let back = world.return_leg(&office, sale, 1, 1);
		assert_eq!(back, Err(Error::<Runtime>::TaxRemitted.into()));
		let view = world.refundable(sale);
		assert_eq!((view.legs[0].left, view.legs[0].returnable), (Amount(65), Amount(0)));
		assert_eq!(world.refund(&shop, sale, 500), Ok(()));

		// To the unit: the office keeps 65, the shop has lost them.
		let everybody = [&buyer, &office, &platform, &shop];
		assert_eq!(world.available(everybody), [10_000, 65, 0, 1_000 - 65]);
		assert_eq!(world.refundable(sale).refundable, Amount(0));
		world.close_cycle();
		assert_eq!(world.positions(), [0; 4]);
	});
}
