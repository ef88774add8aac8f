// SPDX-License-Identifier: Apache-2.0

//! A receiver that has spent what it got: who advances, who is owed, and who collects (R3).

use pallet_escrow::Error;
use split_ledger_primitives::{
	AccountNo, AccountType, Advancer, OrderId, OrderStatus, Purpose, RefundPolicy, Role,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	bank_id, bank_key, refunded_by, rest, share, Customer, Deal, World, CNY, EAST, NORTH, SOUTH,
	WEST,
};

/// A market of four banks: the platform gets 10 %, the farm 40 %, the shop the rest.
struct Market {
	buyer: Customer,
	shop: Customer,
	farm: Customer,
	platform: Customer,
	/// Somebody at the farm's bank to whom it pays all that it has.
	grower: Customer,
	deal: Deal,
}

impl Market {
	fn open(world: &mut World, advancers: &[Advancer]) -> Self {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let farm = world.customer(SOUTH, "//Farm", &[Role::Supplier]);
		let platform = world.customer(WEST, "//Platform", &[Role::Platform]);
		let grower = world.customer(SOUTH, "//Grower", &[Role::Buyer]);
		let parts = [
			(&platform, share(10), Purpose::Fee),
			(&farm, share(40), Purpose::Goods),
			(&shop, rest(), Purpose::Goods),
		];
		let refund = refunded_by(RefundPolicy::ProRata, advancers);
		let deal = world.deal_refunded(&platform, &shop, &parts, refund);
		Self { buyer, shop, farm, platform, grower, deal }
	}

	/// A sale of 1,000 that is paid at once.
	fn sell(&self, world: &mut World) -> OrderId {
		let sale = world.sale(&self.buyer, 1_000, &self.deal);
		world.placed(&self.buyer, sale)
	}

	/// Lets somebody pay so much of what it has to the grower.
	fn spend(&self, world: &mut World, who: &Customer, amount: u64) {
		let payment = world.transfer(who, amount, &self.grower);
		world.placed(who, payment);
	}

	/// What buyer, platform, farm and shop can spend.
	fn moneys(&self, world: &mut World) -> [u64; 4] {
		world.available([&self.buyer, &self.platform, &self.farm, &self.shop])
	}
}

#[test]
fn the_merchant_advances_for_an_insolvent_farm_and_gets_it_back_out_of_its_next_sale() {
	World::watched(|world| {
		let market = Market::open(world, &[Advancer::Merchant]);
		let Market { shop, farm, .. } = market;
		let order = market.sell(world);
		assert_eq!(market.moneys(world), [9_000, 100, 400, 500]);
		market.spend(world, &farm, 400);
		world.advance(1);

		// Half comes back: 50 of the platform, 200 of the farm, which has nothing, 250 of the shop.
		assert_eq!(world.refund(&shop, order, 500), Ok(()));
		assert_eq!(market.moneys(world), [9_500, 50, 0, 50]);
		assert_eq!(world.owed(&farm), [(shop.account, 200)]);
		assert_eq!(world.refundable(order).refundable.0, 500);
		let nothing = world.collect(&shop, &farm);
		assert_eq!(nothing, Err(Error::<Runtime>::NothingToCollect.into()));
		world.advance(1);

		// The next sale brings 400 to the farm: 200 are kept for the shop until the clock pays it.
		market.sell(world);
		assert_eq!(market.moneys(world), [8_500, 150, 200, 550]);
		assert_eq!((world.collected(&farm), world.held(&farm)), (200, 200));
		world.advance(1);
		assert_eq!(market.moneys(world), [8_500, 150, 200, 750]);
		assert_eq!((world.owed(&farm), world.held(&farm)), (vec![], 0));

		// The farm takes a part of its goods back, and the shop refunds the rest of the order.
		assert_eq!(world.return_leg(&farm, order, 2, 100), Ok(()));
		assert_eq!(market.moneys(world), [8_500, 150, 100, 850]);
		world.advance(1);
		assert_eq!(world.refund(&shop, order, 500), Ok(()));

		// The first order has left nothing with anybody; what they have is of the second one, of which
		// the farm has spent its part.
		assert_eq!(market.moneys(world), [9_000, 100, 0, 500]);
		assert_eq!(world.status(order), OrderStatus::Released);
		let more = world.refund(&shop, order, 1);
		assert_eq!(more, Err(Error::<Runtime>::MoreThanRemains.into()));
		assert_eq!(world.positions(), [1_000, -500, -400, -100]);
		world.close_cycle();
		assert_eq!(world.reserves(), [999_000, 1_000_500, 1_000_400, 1_000_100]);
	});
}

#[test]
fn with_nobody_to_advance_a_refund_pays_what_there_is_and_the_rest_follows_with_the_next_sale() {
	World::watched(|world| {
		let market = Market::open(world, &[]);
		let Market { buyer, shop, farm, .. } = market;
		let order = market.sell(world);
		market.spend(world, &farm, 300);

		// Of the farm's 200 it has 100. The buyer gets 400 now, never more, and is owed the rest.
		assert_eq!(world.refund(&shop, order, 500), Ok(()));
		assert_eq!(market.moneys(world), [9_400, 50, 0, 250]);
		assert_eq!(world.owed(&farm), [(buyer.account, 100)]);
		world.advance(1);
		assert_eq!(market.moneys(world), [9_400, 50, 0, 250]);

		// The farm's bank brings money in for it: that collects, too, once the clock looks again.
		world.issue(&farm, 60);
		assert_eq!((world.held(&farm), market.moneys(world)), (60, [9_400, 50, 0, 250]));
		world.wait_minutes(2);
		assert_eq!(world.owed(&farm), [(buyer.account, 40)]);
		assert_eq!(market.moneys(world), [9_460, 50, 0, 250]);

		market.sell(world);
		assert_eq!(market.moneys(world), [8_460, 150, 360, 750]);
		// Anybody collects before the clock does.
		assert_eq!(world.collect(&market.grower, &farm), Ok(()));
		assert_eq!(market.moneys(world), [8_500, 150, 360, 750]);
		assert_eq!((world.owed(&farm), world.held(&farm)), (vec![], 0));
	});
}

#[test]
fn merchant_platform_and_the_banks_guarantee_advance_in_the_order_of_the_rule_set() {
	World::watched(|world| {
		let all = [Advancer::Merchant, Advancer::Platform, Advancer::Guarantee];
		let market = Market::open(world, &all);
		let Market { shop, farm, platform, .. } = market;
		let fund = Customer {
			key: bank_key(SOUTH),
			id: bank_id(SOUTH),
			bank: SOUTH,
			account: world.open_typed(SOUTH, bank_id(SOUTH), CNY, AccountType::Guarantee),
		};
		world.issue(&fund, 1_000);
		world.issue(&shop, 50);
		world.issue(&platform, 30);
		let order = market.sell(world);
		market.spend(world, &farm, 400);

		// Platform and shop give their own 100 and 500 first. For the farm, which has nothing, the
		// shop advances the 50 that it has left, the platform its 30, and the farm's bank the rest.
		assert_eq!(world.refund(&shop, order, 1_000), Ok(()));
		assert_eq!(market.moneys(world), [10_000, 0, 0, 0]);
		assert_eq!(world.available([&fund]), [680]);
		let creditors: [(AccountNo, u64); 3] =
			[(shop.account, 50), (platform.account, 30), (fund.account, 320)];
		assert_eq!(world.owed(&farm), creditors);
		world.advance(1);

		// The farm's next sale makes all of them whole, though nobody asks for it.
		market.sell(world);
		assert_eq!((world.collected(&farm), world.held(&farm)), (400, 400));
		world.advance(1);
		assert_eq!((world.owed(&farm), world.held(&farm)), (vec![], 0));
		assert_eq!(market.moneys(world), [9_000, 130, 0, 550]);
		assert_eq!(world.available([&fund]), [1_000]);
		assert_eq!(world.all_money(), 11_080);
	});
}
