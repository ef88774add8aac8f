// SPDX-License-Identifier: Apache-2.0

//! What a limited key spends with one order, and on a date (P7).

use pallet_escrow::{Error, ReleaseWhat};
use sp_runtime::DispatchResult;
use split_ledger_primitives::{Date, Purpose, Role, Scope, Scopes};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, rest, share, Customer, Deal, World, EAST, NORTH, SOUTH};

struct Till {
	ada: Customer,
	/// A key of Ada that spends 100 at once and 250 on a date.
	till: Customer,
	shop: Customer,
	deal: Deal,
}

impl Till {
	fn of(world: &mut World) -> Self {
		let ada = world.buyer(NORTH, "//Ada", 2_000);
		let till = Customer { key: "//AdaTill", ..ada };
		world.add_key(ada.key, ada.id, till.key, Scopes::of(&[Scope::Pay]));
		world.limit_key(ada.key, till.key, (100, 250));
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
		let deal = world.deal(&platform, &shop, &parts);
		Self { ada, till, shop, deal }
	}

	fn buys(&self, world: &mut World, amount: u64) -> DispatchResult {
		let order = world.order(&self.till, amount, &self.deal);
		world.place(&self.till, order).map(|_| ())
	}
}

#[test]
fn a_limited_key_spends_no_more_with_an_order_and_on_a_date_than_it_may() {
	World::watched(|world| {
		let story = Till::of(world);
		let Till { ada, till, shop, .. } = story;
		let single = Err(Error::<Runtime>::OverSingleLimit.into());
		let daily = Err(Error::<Runtime>::OverDailyLimit.into());
		assert_eq!(story.buys(world, 101), single);
		let order = world.order(&till, 100, &story.deal);
		let order = world.placed(&till, order);
		assert_eq!(story.buys(world, 100), Ok(()));
		assert_eq!(story.buys(world, 51), daily);
		// A combined payment is judged order by order, and all of them count.
		let both = [30, 21].map(|amount| world.order(&till, amount, &story.deal));
		let over = world.place_together(&till, both);
		assert_eq!(over, Err(Error::<Runtime>::OverDailyLimit.into()));
		let both = [30, 20].map(|amount| world.order(&till, amount, &story.deal));
		assert!(world.place_together(&till, both).is_ok());
		assert_eq!(story.buys(world, 1), daily);
		assert_eq!((world.available([&ada]), world.held(&ada)), ([1_750], 250));
		world.advance(1);

		// What comes back makes no room. A release spends nothing: the order did. Ada's own key has no
		// limit.
		assert_eq!(world.refund(&shop, order, 40), Ok(()));
		assert_eq!(story.buys(world, 1), daily);
		assert_eq!(world.release(&till, order, ReleaseWhat::All), Ok(()));
		let own = world.order(&ada, 500, &story.deal);
		world.placed(&ada, own);

		// More takes two keys; what was spent counts against it. The next date begins anew.
		world.limit_key(ada.key, till.key, (300, 300));
		assert_eq!(story.buys(world, 1), daily);
		assert_eq!(world.confirm_key_limit(bank_key(NORTH), till.key, (300, 300)), Ok(()));
		assert_eq!(story.buys(world, 51), daily);
		assert_eq!(story.buys(world, 50), Ok(()));
		let tomorrow = Date(world.today().0 + 1).start();
		world.until(tomorrow);
		assert_eq!(story.buys(world, 301), single);
		assert_eq!(story.buys(world, 300), Ok(()));
		assert_eq!((world.available([&ada]), world.held(&ada)), ([940], 1_000));
	});
}
