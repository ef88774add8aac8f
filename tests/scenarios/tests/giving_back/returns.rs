// SPDX-License-Identifier: Apache-2.0

//! Returns of single legs (R1), by their receiver and by a platform that may.

use pallet_escrow::{Call, Error, ReturnItem};
use split_ledger_primitives::{limits::RETURN_DAYS_MAX, Amount, Purpose, Role, DAY_MS};
use split_ledger_runtime::{Participants, Runtime};
use split_ledger_scenarios::{rest, share, Customer, Deal, World, EAST, NORTH, SOUTH, WEST};

/// Buyer, platform, carrier and shop at four banks, and a deal that gives 10 % to the platform and 20 %
/// to the carrier.
fn delivered(world: &mut World) -> ([Customer; 4], Deal) {
	let buyer = world.buyer(NORTH, "//Buyer", 10_000);
	let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
	let carrier = world.customer(SOUTH, "//Carrier", &[Role::Carrier]);
	let platform = world.customer(WEST, "//Platform", &[Role::Platform]);
	let parts = [
		(&platform, share(10), Purpose::Fee),
		(&carrier, share(20), Purpose::Logistics),
		(&shop, rest(), Purpose::Goods),
	];
	let deal = world.deal(&platform, &shop, &parts);
	([buyer, platform, carrier, shop], deal)
}

#[test]
fn what_a_carrier_returns_is_the_merchants_and_the_buyer_gets_it_with_a_refund() {
	World::watched(|world| {
		let ([buyer, platform, carrier, shop], deal) = delivered(world);
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		let everybody = [&buyer, &platform, &carrier, &shop];
		let refused = |error: Error<Runtime>| Err(error.into());

		// A carrier gives back what it got, and not a unit more. The shop's own leg is for `refund`.
		let too_much = world.return_leg(&carrier, order, 2, 201);
		assert_eq!(too_much, refused(Error::MoreThanReceived));
		let shops = world.return_leg(&shop, order, 3, 1);
		assert_eq!(shops, refused(Error::MerchantsOwnLeg));
		assert_eq!(world.return_leg(&platform, order, 2, 1), refused(Error::NotEntitled));
		assert_eq!(world.return_leg(&carrier, order, 2, 50), Ok(()));
		assert_eq!(world.available(everybody), [9_000, 100, 150, 750]);
		world.advance(1);

		// Of a refund of all the carrier gives the 150 that it still has, the shop also the 50.
		assert_eq!(world.refund(&shop, order, 1_000), Ok(()));
		assert_eq!(world.available(everybody), [10_000, 0, 0, 0]);
		assert_eq!(world.positions(), [0; 4]);
	});
}

#[test]
fn a_platform_returns_for_a_receiver_that_agreed_until_it_takes_that_back() {
	World::watched(|world| {
		let ([buyer, platform, carrier, shop], deal) = delivered(world);
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		let not_entitled = Err(Error::<Runtime>::NotEntitled.into());
		assert_eq!(world.return_leg(&platform, order, 2, 80), not_entitled);

		world.consent(&carrier, &shop, true);
		assert_eq!(world.return_leg(&platform, order, 2, 80), Ok(()));
		assert_eq!(world.available([&carrier, &shop]), [120, 780]);

		world.consent(&carrier, &shop, false);
		assert_eq!(world.return_leg(&platform, order, 2, 1), not_entitled);
		assert_eq!(world.return_leg(&carrier, order, 2, 120), Ok(()));
		assert_eq!(world.available([&carrier, &shop]), [0, 900]);
	});
}

#[test]
fn a_batch_of_returns_is_all_or_none_where_that_is_asked_for() {
	World::watched(|world| {
		let ([buyer, _, carrier, shop], deal) = delivered(world);
		let bodies = [1_000, 2_000].map(|amount| world.sale(&buyer, amount, &deal));
		let orders = bodies.each_ref().map(|body| world.placed(&buyer, body.clone()));
		let batch = |world: &mut World, second: u64, all_or_none| {
			let items = [(0, 200), (1, second)].map(|(place, amount): (usize, u64)| ReturnItem {
				reference: world.reference(),
				order: orders[place],
				leg: 2,
				amount: Amount(amount),
				body: Some(Box::new(bodies[place].clone())),
			});
			let items = items.to_vec().try_into().expect("two");
			Call::<Runtime>::return_batch { items, legs_max: 3, all_or_none }
		};

		let call = batch(world, 401, true);
		let error = world.refused(carrier.key, call);
		assert_eq!(error, Error::<Runtime>::MoreThanReceived.into());
		// The same without that: the first one is given back.
		let call = batch(world, 401, false);
		world.does(carrier.key, call);
		assert_eq!(world.available([&carrier, &shop]), [400, 2_300]);
	});
}

#[test]
fn what_was_sold_is_returned_and_refunded_for_180_days_and_not_on_the_next() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		let slots_a_day = DAY_MS / world.state(Participants::slot_millis);

		// A halt of the chain moves deadlines, but no term that is counted in dates.
		world.advance(u64::from(RETURN_DAYS_MAX) * slots_a_day);
		assert_eq!(world.return_leg(&platform, order, 1, 10), Ok(()));
		assert_eq!(world.refund(&shop, order, 100), Ok(()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_100, 81, 819]);

		world.advance(slots_a_day);
		let over = Err(Error::<Runtime>::ReturnsOver.into());
		assert_eq!(world.return_leg(&platform, order, 1, 10), over);
		assert_eq!(world.refund(&shop, order, 100), over);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_100, 81, 819]);
	});
}
