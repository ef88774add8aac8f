// SPDX-License-Identifier: Apache-2.0

//! What cannot be credited goes to the order's merchant, where the rule set says so (O6).

use pallet_clearing::Call as ClearingCall;
use pallet_escrow::ReleaseWhat;
use split_ledger_primitives::{BankStatus, OrderStatus, Purpose, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{rest, share, World, AGENT, CNY, EAST, NORTH, SOUTH, WEST};

#[test]
fn a_bank_in_run_off_pays_the_merchant_over_a_gross_pair_out_of_what_it_promised_another_bank() {
	World::run(|world| {
		let buyer = world.buyer(WEST, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let carrier = world.customer(SOUTH, "//Carrier", &[Role::Carrier]);
		let platform = world.customer(NORTH, "//Platform", &[Role::Platform]);
		let parts = [
			(&carrier, share(5), Purpose::Logistics),
			(&platform, share(10), Purpose::Fee),
			(&shop, rest(), Purpose::Goods),
		];
		let deal = world.deal_to_merchant(&platform, &shop, &parts);
		let gross =
			ClearingCall::<Runtime>::set_gross { currency: CNY, a: EAST, b: WEST, gross: true };
		world.does(AGENT, gross);
		let order = world.order(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, order);
		world.set_status(&carrier, false, true);
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));
		assert_eq!((world.held(&buyer), world.promised()), (1_000, [0, 0, 0, 1_000]));
		world.check_all();

		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));

		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.available([&buyer, &carrier, &platform, &shop]), [9_000, 0, 100, 900]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
		// The shop's bank has its money at once, the platform's with the cycle.
		assert_eq!(world.reserves(), [1_000_000, 1_000_900, 1_000_000, 999_100]);
		assert_eq!(world.positions(), [-100, 0, 0, 100]);
		world.check_all();

		world.close_cycle();
		assert_eq!(world.reserves(), [1_000_100, 1_000_900, 1_000_000, 999_000]);
	});
}
