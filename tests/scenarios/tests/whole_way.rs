// SPDX-License-Identifier: Apache-2.0

//! The whole way: order, release, cycle, settled reserves.

use pallet_escrow::ReleaseWhat;
use split_ledger_primitives::{Amount, CycleNo, OrderStatus, Purpose, Role};
use split_ledger_runtime::{Clearing, Runtime};
use split_ledger_scenarios::{rest, share, World, AGENT, CNY, EAST, NORTH, SOUTH, WEST};

#[test]
fn an_order_goes_from_hold_to_settled_reserves_and_no_unit_is_made_or_lost() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 100_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let carrier = world.customer(SOUTH, "//Carrier", &[Role::Carrier]);
		let platform = world.customer(WEST, "//Platform", &[Role::Platform]);
		let deal = world.deal(
			&platform,
			&shop,
			&[
				(&platform, share(5), Purpose::Fee),
				(&carrier, share(10), Purpose::Logistics),
				(&shop, rest(), Purpose::Goods),
			],
		);

		let order = world.order(&buyer, 60_001, &deal);
		let order = world.placed(&buyer, order);
		assert_eq!(world.available([&buyer]), [39_999]);
		assert_eq!(world.held(&buyer), 60_001);
		assert_eq!(world.promised(), [60_001, 0, 0, 0]);
		assert_eq!(world.positions(), [0; 4]);

		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(
			world.available([&buyer, &platform, &carrier, &shop]),
			[39_999, 3_000, 6_000, 51_001]
		);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
		assert_eq!(world.positions(), [60_001, -51_001, -6_000, -3_000]);
		assert_eq!(world.positions().iter().sum::<i128>(), 0);

		world.advance(1);
		world.close_cycle();
		assert_eq!(world.positions(), [0; 4]);
		assert_eq!(world.reserves(), [939_999, 1_051_001, 1_006_000, 1_003_000]);
		assert_eq!(world.all_money(), 100_000);
		let settled = world.state(|| Clearing::positions(CNY, Some(CycleNo(0))));
		let moved = settled.iter().map(|bank| bank.position).collect::<Vec<_>>();
		assert_eq!(moved, [60_001, -51_001, -6_000, -3_000]);
	});
}

#[test]
fn a_cycle_has_one_root_for_each_block_with_payments_and_a_settled_one_never_changes() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 1_000);
		let friend = world.customer(EAST, "//Friend", &[Role::Buyer]);
		for _ in 0..3 {
			let payment = world.transfer(&buyer, 100, &friend);
			world.placed(&buyer, payment);
			world.advance(1);
		}
		world.close_cycle();
		let closed = world.state(|| Clearing::cycle(CNY, Some(CycleNo(0)))).expect("a cycle");
		assert_eq!(closed.roots, 3);
		let before = world.state(|| Clearing::positions(CNY, Some(CycleNo(0))));

		let payment = world.transfer(&buyer, 50, &friend);
		world.placed(&buyer, payment);
		world.close_cycle();

		assert_eq!(world.state(|| Clearing::positions(CNY, Some(CycleNo(0)))), before);
		assert_eq!(world.state(|| Clearing::cycle(CNY, Some(CycleNo(0)))), Some(closed));
		assert_eq!(world.limits(NORTH).reserve, Amount(1_000_000 - 350));
	});
}

#[test]
fn the_same_body_again_is_the_same_order_and_another_body_is_refused() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 1_000);
		let friend = world.customer(EAST, "//Friend", &[Role::Buyer]);
		let payment = world.transfer(&buyer, 100, &friend);
		world.placed(&buyer, payment.clone());

		world.placed(&buyer, payment.clone());
		assert_eq!(world.available([&buyer, &friend]), [900, 100]);

		let other = split_ledger_primitives::OrderBody { amount: Amount(101), ..payment };
		let error = world.place(&buyer, other).unwrap_err();
		assert_eq!(error, pallet_escrow::Error::<Runtime>::ReferenceTaken.into());
		assert_eq!(world.available([&buyer, &friend]), [900, 100]);
	});
}

#[test]
fn a_developers_chain_has_one_bank_that_decides_alone() {
	World::of("development", |world| {
		assert_eq!(world.active_banks(), [NORTH]);
		let agent = world.admit(Role::SettlementAgent, AGENT);
		let open = pallet_clearing::Call::<Runtime>::open_currency {
			currency: CNY,
			agent,
			exponent: 2,
			cycle_ms: 1_000,
		};
		assert_eq!(world.vote(open), Ok(()));
		let payer = world.buyer(NORTH, "//Payer", 1_000);
		let payee = world.customer(NORTH, "//Payee", &[Role::Buyer]);
		let payment = world.transfer(&payer, 400, &payee);
		world.placed(&payer, payment);
		world.wait_minutes(1);
		assert_eq!(world.available([&payer, &payee]), [600, 400]);
	});
}
