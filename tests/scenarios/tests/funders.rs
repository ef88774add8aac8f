// SPDX-License-Identifier: Apache-2.0

//! A sale of several funders (O5): the platform gives a rebate as large as its fee, and the shop a coupon.

use pallet_escrow::ReleaseWhat;
use split_ledger_primitives::{
	Amount, FundedPart, FundersBack, OrderBody, OrderStatus, Purpose, RefundTerms, Role,
};
use split_ledger_scenarios::{rest, share, Customer, World, CNY, EAST, NORTH, SOUTH};

/// Another account of a customer, with 1,000 on it.
fn purse(world: &mut World, of: &Customer) -> Customer {
	let purse = Customer { account: world.open_account(of.bank, of.id, CNY), ..*of };
	world.issue(&purse, 1_000);
	purse
}

#[test]
fn the_platform_bears_its_fee_and_the_shop_its_coupon_until_the_goods_come_back() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let (coupon, rebate) = (purse(world, &shop), purse(world, &platform));
		let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
		let refund = RefundTerms { back: FundersBack::PayerFirst, ..RefundTerms::default() };
		let deal = world.deal_refunded(&platform, &shop, &parts, refund);
		let drawn = |world: &mut World, payer: &Customer, most| {
			let terms = world.mandate(payer, &platform, (most, most, 1));
			world.give_mandate(payer, terms)
		};
		let (buyers, shops) = (drawn(world, &buyer, 850), drawn(world, &coupon, 50));

		// Of 1,000 the platform brings 100, the shop 50, and the buyer the other 850.
		let part = |who: &Customer, amount, mandate| FundedPart {
			account: who.account,
			amount: Amount(amount),
			mandate,
		};
		let funders = [part(&rebate, 100, None), part(&coupon, 50, Some(shops))];
		let order = OrderBody {
			funders: funders.to_vec().try_into().expect("two"),
			mandate: Some(buyers),
			..world.order(&buyer, 1_000, &deal)
		};
		let id = world.placed(&platform, order);
		let all = [&buyer, &rebate, &coupon];
		assert_eq!(all.map(|funder| world.held(funder)), [850, 100, 50]);

		assert_eq!(world.release(&buyer, id, ReleaseWhat::All), Ok(()));
		assert_eq!(world.status(id), OrderStatus::Released);
		assert_eq!(world.available([&platform, &shop]), [100, 900]);
		assert_eq!(world.available(all), [9_150, 900, 950]);

		// Half of it comes back: all of that is the buyer's.
		assert_eq!(world.refund(&shop, id, 500), Ok(()));
		assert_eq!(world.available(all), [9_650, 900, 950]);
		assert_eq!(world.refund(&shop, id, 500), Ok(()));
		assert_eq!(world.available(all), [10_000, 1_000, 1_000]);
		assert_eq!(world.available([&platform, &shop]), [0, 0]);
	});
}
