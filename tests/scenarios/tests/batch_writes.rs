// SPDX-License-Identifier: Apache-2.0

//! What a batch of eight-way splits writes: each row once, however many orders it has a part in.

use frame_support::storage::storage_prefix;
use pallet_escrow::{Call, Item};
use split_ledger_primitives::{OrderBody, Purpose, ReleaseMode, Role};
use split_ledger_runtime::{Runtime, RuntimeCall};
use split_ledger_scenarios::{
	bank_key, rest, share, Accesses, Customer, Deal, World, EAST, NORTH, SOUTH, WEST,
};

/// Orders of a batch.
const ORDERS: usize = 32;
/// Legs of an order that go to carriers; with those of platform and shop they are eight.
const CARRIER_LEGS: usize = 6;
/// Accounts beside those of carriers: four buyers, the platform and the shop.
const OTHERS: usize = 6;

/// A market in which so many carriers take turns.
struct Market {
	buyers: [Customer; 4],
	carriers: Vec<Customer>,
	deal: Deal,
}

impl Market {
	fn of(world: &mut World, carriers: usize) -> Self {
		let name =
			|role: &str, number: usize| -> &'static str { format!("//{role}{number}").leak() };
		let buyers = [0, 1, 2, 3].map(|no| world.buyer(NORTH, name("Buyer", no), 90_000));
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let banks = [NORTH, EAST, SOUTH, WEST];
		let carriers: Vec<Customer> = (0..carriers)
			.map(|no| world.customer(banks[no % 4], name("Carrier", no), &[Role::Carrier]))
			.collect();
		let mut parts = vec![(&platform, share(10), Purpose::Fee)];
		let first = carriers.iter().take(CARRIER_LEGS);
		parts.extend(first.map(|carrier| (carrier, share(5), Purpose::Logistics)));
		parts.push((&shop, rest(), Purpose::Goods));
		let deal = world.deal(&platform, &shop, &parts);
		for carrier in carriers.iter().skip(CARRIER_LEGS) {
			world.add_receiver(&shop, carrier, 100);
			world.consent(carrier, &shop, false);
		}
		Self { buyers, carriers, deal }
	}

	/// The orders of a batch, each buyer's in turn, the carriers going round.
	fn orders(&self, world: &mut World) -> Vec<OrderBody> {
		let mut carriers = self.carriers.iter().cycle();
		let orders = self.buyers.iter().cycle().take(ORDERS).map(|buyer| {
			let mut deal = self.deal.clone();
			for (_, account) in deal.parties.iter_mut().skip(1).take(CARRIER_LEGS) {
				*account = carriers.next().expect("they go round").account;
			}
			let order = world.order(buyer, 1_000, &deal);
			OrderBody { release: ReleaseMode::Now, ..order }
		});
		orders.collect()
	}
}

/// Puts so many carriers' orders on the chain, in one batch or one by one, and tells what was read
/// and written from the first transaction to the last.
fn accesses(carriers: usize, batched: bool) -> Accesses {
	let mut accesses = Accesses::default();
	World::run(|world| {
		let market = Market::of(world, carriers);
		let orders = market.orders(world);
		let item = |order: OrderBody| Item::try_from(vec![order]).expect("one");
		let calls: Vec<RuntimeCall> = if batched {
			let items: Vec<Item> = orders.into_iter().map(item).collect();
			vec![Call::<Runtime>::place_batch { items: items.try_into().expect("few") }.into()]
		} else {
			let place = |order| Call::<Runtime>::place { order }.into();
			orders.into_iter().map(place).collect()
		};
		world.advance(20);
		accesses = Accesses::of(|| {
			for call in calls {
				world.does(bank_key(NORTH), call);
			}
		})
		.1;
		let paid = 1_000 * ORDERS as u64;
		let left: u64 = world.available(market.buyers.each_ref()).iter().sum();
		assert_eq!(left, 4 * 90_000 - paid);
	});
	accesses
}

fn rows(accesses: &Accesses) -> Vec<u64> {
	accesses.written_below(&storage_prefix(b"Ledger", b"Accounts")).into_values().collect()
}

#[test]
fn a_batch_of_eight_way_splits_writes_each_row_once_however_often_a_receiver_comes_again() {
	let [few, many] = [CARRIER_LEGS, 4 * CARRIER_LEGS].map(|carriers| {
		let batch = accesses(carriers, true);
		assert_eq!(rows(&batch), vec![1; carriers + OTHERS], "{carriers} carriers");
		let bank_rows = batch.written_below(&storage_prefix(b"Clearing", b"BankRows"));
		assert_eq!(bank_rows.into_values().collect::<Vec<_>>(), [1; 4]);
		batch
	});

	// So what a leg costs falls as receivers repeat: by their rows, and by nothing else.
	assert_eq!(many.written() - few.written(), 3 * CARRIER_LEGS as u64);
}

#[test]
fn one_by_one_the_same_orders_write_a_row_for_each_order_that_it_has_a_part_in() {
	let [batch, single] = [true, false].map(|batched| accesses(CARRIER_LEGS, batched));

	// A payer, six carriers, the platform and the shop.
	assert_eq!(rows(&single).iter().sum::<u64>(), (ORDERS * (CARRIER_LEGS + 3)) as u64);
	let (together, alone) = (batch.written(), single.written());
	assert!(together * 3 < alone, "{together} writes in a batch, {alone} one by one");
}
