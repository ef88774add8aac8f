// SPDX-License-Identifier: Apache-2.0

use pallet_clearing::Call as ClearingCall;
use pallet_ledger::Call as LedgerCall;
use split_ledger_primitives::{AccountNo, Currency, OrderBody, OrderId, Purpose, Role};
use split_ledger_runtime::{Clearing, Runtime};
use split_ledger_scenarios::{
	bank_key, rest, share, Customer, Deal, World, CNY, EAST, NORTH, SOUTH,
};

/// A second currency.
pub(crate) const USD: Currency = Currency(840);

/// Everybody whom the bad calls are about.
pub(crate) struct Town {
	pub(crate) buyer: Customer,
	pub(crate) friend: Customer,
	pub(crate) shop: Customer,
	pub(crate) platform: Customer,
	/// An account of the shop in another currency.
	pub(crate) dollars: AccountNo,
	pub(crate) deal: Deal,
	/// An account of the shop that is closed for ever.
	pub(crate) closed: AccountNo,
	/// An account of the buyer's bank for buyers whom the chain does not know.
	pub(crate) pass_through: AccountNo,
	/// Over the share cap.
	pub(crate) greedy: Deal,
	/// An open order of 1,000.
	pub(crate) held: (OrderId, OrderBody),
	/// A payment that was made.
	pub(crate) ended: OrderId,
}

impl Town {
	pub(crate) fn built(world: &mut World) -> Self {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let friend = world.buyer(EAST, "//Friend", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let agent = world.state(Clearing::currencies)[0].agent;
		let open = ClearingCall::<Runtime>::open_currency {
			currency: USD,
			agent,
			exponent: 2,
			cycle_ms: 0,
		};
		assert_eq!(world.vote(open), Ok(()));
		let dollars = world.open_account(EAST, shop.id, USD);
		let closed = world.open_account(EAST, shop.id, CNY);
		let close = LedgerCall::<Runtime>::close_account { account: closed };
		world.does(bank_key(EAST), close);
		let pass_through = world.open_pass_through(NORTH);
		let mut deal = |percent| {
			let parts =
				[(&platform, share(percent), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
			world.deal(&platform, &shop, &parts)
		};
		let (deal, greedy) = (deal(10), deal(31));
		let body = world.order(&buyer, 1_000, &deal);
		let held = (world.placed(&buyer, body.clone()), body);
		let payment = world.transfer(&buyer, 10, &friend);
		let ended = world.placed(&buyer, payment);
		world.set_cap(NORTH, 5_000);
		Self {
			buyer,
			friend,
			shop,
			platform,
			dollars,
			closed,
			pass_through,
			deal,
			greedy,
			held,
			ended,
		}
	}
}
