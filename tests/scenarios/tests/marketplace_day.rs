// SPDX-License-Identifier: Apache-2.0

//! A day of a marketplace: four banks, batches, a combined payment.

use pallet_escrow::{Call, Event, Item, ReleaseItem, ReleaseWhat};
use split_ledger_primitives::{OrderBody, OrderStatus, Purpose, ReleaseMode, Role};
use split_ledger_runtime::{Runtime, RuntimeEvent};
use split_ledger_scenarios::{
	bank_key, rest, share, Customer, Deal, World, EAST, NORTH, SOUTH, WEST,
};

type SplitsError = pallet_splits::Error<Runtime>;

struct Market {
	buyers: [Customer; 4],
	shops: [Customer; 2],
	platform: Customer,
	carrier: Customer,
	deals: [Deal; 2],
}

fn market(world: &mut World) -> Market {
	let buyers = [
		world.buyer(NORTH, "//Ada", 50_000),
		world.buyer(EAST, "//Ben", 50_000),
		world.buyer(SOUTH, "//Cem", 50_000),
		world.buyer(WEST, "//Dao", 50_000),
	];
	let shops = [
		world.customer(EAST, "//Tea", &[Role::Merchant]),
		world.customer(WEST, "//Silk", &[Role::Merchant]),
	];
	let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
	let carrier = world.customer(NORTH, "//Carrier", &[Role::Carrier]);
	let deals = shops.map(|shop| {
		let parts = [
			(&platform, share(8), Purpose::Commission),
			(&carrier, share(4), Purpose::Logistics),
			(&shop, rest(), Purpose::Goods),
		];
		world.deal(&platform, &shop, &parts)
	});
	Market { buyers, shops, platform, carrier, deals }
}

fn item(orders: Vec<OrderBody>) -> Item {
	orders.try_into().expect("few orders")
}

fn batch_done(world: &mut World) -> (u32, u32, Vec<(u16, Option<u16>)>) {
	let events = world.events().into_iter().rev();
	let done = events.into_iter().find_map(|event| match event {
		RuntimeEvent::Escrow(Event::BatchDone { done, repeated, refused, .. }) => {
			Some((done, repeated, refused.iter().map(|one| (one.item, one.order)).collect()))
		}
		_ => None,
	});
	done.expect("a batch was worked off")
}

#[test]
fn a_day_of_batches_in_four_banks_ends_with_every_unit_where_the_rules_put_it() {
	World::run(|world| {
		let market = market(world);
		let mut orders = vec![];
		for (round, buyer) in market.buyers.iter().enumerate() {
			for deal in &market.deals {
				orders.push((buyer, world.order(buyer, 10_000 + round as u64, deal)));
			}
		}
		// Each bank hands in the orders of its customers: a buyer's bank pays for it.
		for bank in [NORTH, EAST, SOUTH, WEST] {
			let own = orders.iter().filter(|(buyer, _)| buyer.bank == bank);
			let items = own.map(|(_, order)| item(vec![order.clone()])).collect::<Vec<_>>();
			let items = items.try_into().expect("few items");
			world.does(bank_key(bank), Call::<Runtime>::place_batch { items });
			assert_eq!(batch_done(world), (2, 0, vec![]));
		}
		world.advance(1);

		for bank in [NORTH, EAST, SOUTH, WEST] {
			let submitter = split_ledger_scenarios::bank_id(bank);
			let own = orders.iter().filter(|(buyer, _)| buyer.bank == bank);
			let items = own.map(|(_, order)| {
				let order = pallet_escrow::order_id(submitter, &order.reference);
				ReleaseItem { reference: world.reference(), order, what: ReleaseWhat::All }
			});
			let items = items.collect::<Vec<_>>().try_into().expect("few items");
			let call = Call::<Runtime>::release_batch { items, legs_max: 3, all_or_none: false };
			world.does(bank_key(bank), call);
			assert_eq!(batch_done(world), (2, 0, vec![]));
		}

		// 8 % and 4 % of 10000, 10001, 10002, 10003, rounded down, twice each.
		assert_eq!(world.available([&market.platform, &market.carrier]), [6_400, 3_200]);
		assert_eq!(world.available([&market.shops[0], &market.shops[1]]), [35_206, 35_206]);
		assert_eq!(world.positions().iter().sum::<i128>(), 0);
		let before: u64 = world.reserves().iter().sum();
		world.close_cycle();
		assert_eq!(world.reserves().iter().sum::<u64>(), before);
		assert_eq!(world.all_money(), 200_000);
	});
}

#[test]
fn a_bad_order_in_a_batch_spoils_nothing_but_its_own_payment() {
	World::run(|world| {
		let market = market(world);
		let [ada, ..] = market.buyers;
		let good = world.order(&ada, 1_000, &market.deals[0]);
		let too_much = world.order(&ada, 60_000, &market.deals[0]);
		let partner = world.order(&ada, 2_000, &market.deals[1]);
		let last = world.order(&ada, 3_000, &market.deals[1]);
		let items = vec![item(vec![good.clone()]), item(vec![partner, too_much]), item(vec![last])];

		let items = items.try_into().expect("few items");
		world.does(ada.key, Call::<Runtime>::place_batch { items });

		assert_eq!(batch_done(world), (2, 0, vec![(1, Some(1))]));
		assert_eq!(world.held(&ada), 4_000);

		let items = vec![item(vec![good])].try_into().expect("few items");
		world.does(ada.key, Call::<Runtime>::place_batch { items });
		assert_eq!(batch_done(world), (0, 1, vec![]));
		assert_eq!(world.held(&ada), 4_000);
	});
}

#[test]
fn a_combined_payment_is_not_placed_at_all_where_one_merchant_did_not_accept() {
	World::run(|world| {
		let market = market(world);
		let [ada, ..] = market.buyers;
		let newcomer = world.customer(SOUTH, "//Newcomer", &[Role::Merchant]);
		let parts =
			[(&market.platform, share(9), Purpose::Fee), (&newcomer, rest(), Purpose::Goods)];
		let offer = world.offer(&market.platform, &newcomer, &parts);
		let first = world.order(&ada, 5_000, &market.deals[0]);
		let second = world.order(&ada, 7_000, &offer);
		let orders = item(vec![first, second]);

		let call = Call::<Runtime>::place_combined { orders };
		let error = world.refused(ada.key, call.clone());
		assert_eq!(error, SplitsError::NotAccepted.into());
		assert_eq!((world.held(&ada), world.promised()), (0, [0; 4]));

		let accept = pallet_splits::Call::<Runtime>::accept_ceilings {
			merchant: newcomer.id,
			platform: market.platform.id,
			share_ppm: 90_000,
			liability_ppm: 0,
		};
		world.does(newcomer.key, accept);
		world.does(ada.key, call);
		assert_eq!(world.held(&ada), 12_000);
	});
}

#[test]
fn the_orders_of_a_combined_payment_live_alone_afterwards() {
	World::run(|world| {
		let market = market(world);
		let [ada, ..] = market.buyers;
		let bodies = market.deals.each_ref().map(|deal| world.order(&ada, 1_000, deal));
		let [first, second] =
			bodies.each_ref().map(|body| pallet_escrow::order_id(ada.id, &body.reference));
		let at_once =
			OrderBody { release: ReleaseMode::Now, ..world.order(&ada, 500, &market.deals[0]) };
		let third = pallet_escrow::order_id(ada.id, &at_once.reference);
		let orders = bodies.into_iter().chain([at_once]).collect::<Vec<_>>();
		world.does(ada.key, Call::<Runtime>::place_combined { orders: item(orders) });
		assert_eq!(world.status(third), OrderStatus::Released);

		assert_eq!(world.refund(&market.shops[0], first, 1_000), Ok(()));
		assert_eq!(world.release(&ada, second, ReleaseWhat::All), Ok(()));

		assert_eq!(world.status(first), OrderStatus::Refunded);
		assert_eq!(world.status(second), OrderStatus::Released);
		assert_eq!(world.available([&ada]), [48_500]);
	});
}
