// SPDX-License-Identifier: Apache-2.0

//! Refunds by a platform that the merchant accepted by ceilings (P3, P4).

use pallet_escrow::{Error, ReleaseWhat};
use split_ledger_primitives::{Amount, Purpose, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{rest, share, Customer, Deal, World, EAST, NORTH, SOUTH};

/// A shop that accepted a platform by ceilings: 10 % of fees, 30 % of liability.
fn under_ceilings(world: &mut World) -> (Customer, Customer, Customer, Deal) {
	let buyer = world.buyer(NORTH, "//Buyer", 10_000);
	let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
	let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
	let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
	let deal = world.offer(&platform, &shop, &parts);
	world.accept_ceilings(&shop, &platform, 10, 30);
	(buyer, shop, platform, deal)
}

#[test]
fn a_platform_refunds_up_to_the_liability_of_the_merchant_and_not_a_unit_more() {
	World::watched(|world| {
		let (buyer, shop, platform, deal) = under_ceilings(world);
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		let over = Err(Error::<Runtime>::OverLiability.into());

		assert_eq!(world.refund(&platform, order, 301), over);
		assert_eq!(world.refund(&platform, order, 200), Ok(()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_200, 80, 720]);
		world.advance(1);
		assert_eq!(world.refund(&platform, order, 101), over);
		assert_eq!(world.refund(&platform, order, 100), Ok(()));
		assert_eq!(world.refund(&platform, order, 1), over);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_300, 70, 630]);
		world.advance(1);

		// What goes further is the merchant's own to give.
		assert_eq!(world.refund(&shop, order, 100), Ok(()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_400, 60, 540]);
		assert_eq!(world.refund(&platform, order, 1), over);

		// A higher liability counts for orders that were paid before: the merchant said so itself.
		world.accept_ceilings(&shop, &platform, 10, 50);
		assert_eq!(world.refund(&platform, order, 100), Ok(()));
		assert_eq!(world.refund(&platform, order, 1), over);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_500, 50, 450]);
	});
}

#[test]
fn a_platform_takes_back_what_is_held_as_long_as_nothing_was_released() {
	World::watched(|world| {
		let (buyer, shop, platform, deal) = under_ceilings(world);
		let order = world.order(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, order);
		assert_eq!(world.refund(&platform, order, 600), Ok(()));
		let part = ReleaseWhat::Amount(Amount(1));
		assert_eq!(world.release(&buyer, order, part), Ok(()));

		// From the first unit that was released the ceiling counts, and 600 are over it already.
		let over = Err(Error::<Runtime>::OverLiability.into());
		assert_eq!(world.refund(&platform, order, 1), over);
		assert_eq!(world.refund(&shop, order, 400), Ok(()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [10_000, 0, 0]);
	});
}

#[test]
fn a_platform_that_was_accepted_by_hash_alone_refunds_nothing_after_a_release() {
	World::watched(|world| {
		let (buyer, _, platform, deal) = world.shopping();
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		let refused = world.refund(&platform, order, 1);
		assert_eq!(refused, Err(Error::<Runtime>::NotEntitled.into()));
	});
}
