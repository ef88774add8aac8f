// SPDX-License-Identifier: Apache-2.0

//! The largest calls fit a block.

use codec::Encode;
use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
use pallet_escrow::{Call, Item, ReleaseItem, ReleaseWhat, ReturnItem};
use split_ledger_primitives::{
	limits::{BATCH_MAX, LEGS_MAX},
	Amount, OrderBody, OrderId, Purpose, Role,
};
use split_ledger_runtime::{Runtime, RuntimeCall};
use split_ledger_scenarios::{rest, share, Customer, Deal, World, EAST, NORTH, SOUTH, WEST};

/// Legs of an order of a full batch.
const LEGS: usize = 8;

/// The buyer and the platform of orders of eight legs in four banks, and their deal.
fn eight_way(world: &mut World) -> (Customer, Customer, Deal) {
	let buyer = world.buyer(NORTH, "//Buyer", 900_000);
	let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
	let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
	let keys = ["//C1", "//C2", "//C3", "//C4", "//C5", "//C6"];
	let banks = [NORTH, EAST, SOUTH, WEST, NORTH, EAST];
	let carriers = [0, 1, 2, 3, 4, 5]
		.map(|place: usize| world.customer(banks[place], keys[place], &[Role::Carrier]));
	let mut parts = vec![(&platform, share(10), Purpose::Fee)];
	parts.extend(carriers.iter().map(|carrier| (carrier, share(5), Purpose::Logistics)));
	parts.push((&shop, rest(), Purpose::Goods));
	assert_eq!(parts.len(), LEGS);
	let deal = world.deal(&platform, &shop, &parts);
	(buyer, platform, deal)
}

fn largest_batch(world: &mut World, buyer: &Customer, deal: &Deal) -> Vec<OrderBody> {
	(0..BATCH_MAX)
		.map(|_| OrderBody { legs_max: LEGS as u8, ..world.order(buyer, 1_000, deal) })
		.collect()
}

/// Whether a call alone in a block is within what transactions may fill.
fn fits(call: &RuntimeCall) -> bool {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	let max = limits.get(DispatchClass::Normal).max_extrinsic.expect("there is a limit");
	let weight = call.get_dispatch_info().total_weight();
	let length = <Runtime as frame_system::Config>::BlockLength::get();
	let bytes = call.encoded_size() as u32;
	println!("{} of {} ps, {bytes} bytes", weight.ref_time(), max.ref_time());
	weight.all_lte(max) && bytes < *length.max.get(DispatchClass::Normal)
}

/// Places as many orders as a batch takes.
fn place_all(world: &mut World, buyer: &Customer, deal: &Deal) -> Vec<OrderId> {
	let orders = largest_batch(world, buyer, deal);
	let ids = orders.iter().map(|order| pallet_escrow::order_id(buyer.id, &order.reference));
	let ids = ids.collect();
	let items = orders.into_iter().map(|order| Item::try_from(vec![order]).expect("one"));
	let items = items.collect::<Vec<_>>().try_into().expect("as many as there may be");
	let call = RuntimeCall::from(Call::<Runtime>::place_batch { items });
	assert!(fits(&call), "the largest batch of orders does not fit a block");
	world.advance(1);
	world.does(buyer.key, call);
	ids
}

/// Releases so much of each.
fn release_all(world: &mut World, buyer: &Customer, ids: &[OrderId], what: ReleaseWhat) {
	let items = ids.iter().map(|order| ReleaseItem {
		reference: world.reference(),
		order: *order,
		what: what.clone(),
	});
	let items = items.collect::<Vec<_>>().try_into().expect("as many as there may be");
	let call = Call::<Runtime>::release_batch { items, legs_max: LEGS as u8, all_or_none: false };
	let call = RuntimeCall::from(call);
	assert!(fits(&call), "the largest batch of releases does not fit a block");
	world.advance(1);
	world.does(buyer.key, call);
}

#[test]
fn the_largest_batch_of_orders_fits_a_block_and_is_worked_off() {
	World::run(|world| {
		let (buyer, _, deal) = eight_way(world);
		let ids = place_all(world, &buyer, &deal);
		assert_eq!(world.held(&buyer), 500_000);

		release_all(world, &buyer, &ids, ReleaseWhat::All);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
		world.close_cycle();
	});
}

#[test]
fn the_largest_batch_of_returns_of_open_orders_fits_a_block_and_is_worked_off() {
	World::run(|world| {
		let (buyer, platform, deal) = eight_way(world);
		let ids = place_all(world, &buyer, &deal);
		release_all(world, &buyer, &ids, ReleaseWhat::Amount(Amount(500)));
		assert_eq!((world.held(&buyer), world.available([&platform])), (250_000, [25_000]));

		// The other half is held while what the platform got of this one comes back.
		let items = ids.into_iter().map(|order| ReturnItem {
			reference: world.reference(),
			order,
			leg: 1,
			amount: Amount(50),
			body: None,
		});
		let items = items.collect::<Vec<_>>().try_into().expect("as many as there may be");
		let call =
			Call::<Runtime>::return_batch { items, legs_max: LEGS as u8, all_or_none: false };
		let call = RuntimeCall::from(call);
		assert!(fits(&call), "the largest batch of returns does not fit a block");
		world.advance(1);
		world.does(platform.key, call);
		assert_eq!((world.held(&buyer), world.available([&platform])), (250_000, [0]));
		world.close_cycle();
	});
}

#[test]
fn the_largest_combined_payment_fits_a_block() {
	World::run(|world| {
		let (buyer, _, deal) = eight_way(world);
		let orders = largest_batch(world, &buyer, &deal);
		let orders = orders.try_into().expect("as many as there may be");
		let call = RuntimeCall::from(Call::<Runtime>::place_combined { orders });
		assert!(fits(&call), "the largest combined payment does not fit a block");
	});
}

#[test]
fn single_calls_with_as_many_legs_as_there_may_be_fit_a_block() {
	World::run(|world| {
		let (buyer, _, deal) = eight_way(world);
		let body = world.order(&buyer, 1_000, &deal);
		let order = OrderBody { legs_max: LEGS_MAX as u8, ..body };
		let id = pallet_escrow::order_id(buyer.id, &order.reference);
		let (reference, what) = (world.reference(), ReleaseWhat::All);
		let release = Call::<Runtime>::release { reference, order: id, what };
		for call in [Call::<Runtime>::place { order }, release] {
			assert!(fits(&call.into()));
		}
		let reason = b"full".to_vec().try_into().expect("short");
		let close = pallet_clearing::Call::<Runtime>::close_cycle {
			currency: split_ledger_scenarios::CNY,
			reason,
		};
		assert!(fits(&close.into()));
	});
}
