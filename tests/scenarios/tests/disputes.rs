// SPDX-License-Identifier: Apache-2.0

//! Disputes that end in a percentage or in silence, and orders that are frozen (M7, O8).

use pallet_escrow::{Error, Event, ReleaseWhat};
use split_ledger_primitives::{Amount, ExpiryPolicy, OrderBody, OrderStatus, Role, Side, Silence};
use split_ledger_runtime::{Runtime, RuntimeEvent};
use split_ledger_scenarios::{
	bank_key, disputable, held, Customer, World, NORTH, SUPERVISOR, WEST,
};

type EscrowError = Error<Runtime>;

const MINUTE: u64 = 60_000;
const DAY_MINUTES: u64 = 24 * 60;

fn judge(world: &mut World) -> Customer {
	world.customer(WEST, "//Judge", &[Role::Attestor])
}

/// What escrow told in the open block.
fn told(world: &mut World) -> Vec<Event<Runtime>> {
	let events = world.events().into_iter().filter_map(|event| match event {
		RuntimeEvent::Escrow(event) => Some(event),
		_ => None,
	});
	events.collect()
}

#[test]
fn a_project_is_settled_at_37_percent_to_the_unit() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let judge = judge(world);
		let order = disputable(world.order(&buyer, 1_000, &deal), &judge, Silence::Resolver);
		let order = world.placed(&buyer, order);
		let first = ReleaseWhat::Amount(Amount(400));
		assert_eq!(world.release(&buyer, order, first), Ok(()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_000, 40, 360]);

		assert_eq!(world.dispute(&buyer, Side::Payer, order), Ok(()));
		let early = world.resolve_dispute(&judge, order, 370_000);
		assert_eq!(early, Err(EscrowError::NotAnsweredYet.into()));
		assert_eq!(world.answer_dispute(&shop, order), Ok(()));
		assert_eq!(world.resolve_dispute(&judge, order, 370_000), Ok(()));

		// Of 600 that are held the buyer gets 222, platform and shop 38 and 340; of 400 that were
		// released come back 148: 15 and 133.
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_370, 63, 567]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
		assert_eq!(world.status(order), OrderStatus::PartlyReleased);
		let resolved = told(world).into_iter().any(|event| {
			matches!(
				event,
				Event::DisputeResolved {
					payer_ppm: 370_000,
					to_payer: Amount(222),
					to_payees: Amount(378),
					refunded_from_accounts: Amount(148),
					due: Amount(0),
					..
				}
			)
		});
		assert!(resolved);
	});
}

#[test]
fn who_is_silent_loses_what_is_held() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let judge = judge(world);
		let order = |world: &mut World| {
			let order = world.order(&buyer, 1_000, &deal);
			world.placed(&buyer, disputable(order, &judge, Silence::AgainstSilent))
		};
		let (late, lost) = (order(world), order(world));
		assert_eq!(world.dispute(&buyer, Side::Payer, late), Ok(()));
		assert_eq!(world.dispute(&shop, Side::Merchant, lost), Ok(()));
		world.wait_minutes(DAY_MINUTES - 2);
		assert_eq!([late, lost].map(|order| world.status(order)), [OrderStatus::Held; 2]);
		let wrong = world.answer_dispute(&platform, late);
		assert_eq!(wrong, Err(EscrowError::NotEntitled.into()));

		world.wait_minutes(3);

		// The shop did not answer about the first, the buyer not about the second.
		assert_eq!(
			[late, lost].map(|order| world.status(order)),
			[OrderStatus::Refunded, OrderStatus::Released]
		);
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_000, 100, 900]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
	});
}

#[test]
fn a_freeze_lasts_over_the_deadline_which_moves_by_it() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let deadline = world.now().plus(30 * MINUTE);
		let release = held(Some(deadline), ExpiryPolicy::Payer);
		let order = OrderBody { release, ..world.order(&buyer, 1_000, &deal) };
		let order = world.placed(&buyer, order);
		let until = world.now().plus(60 * MINUTE);
		assert_eq!(world.freeze_order(SUPERVISOR, order, until), Ok(()));
		let bank = world.lift_order_freeze(bank_key(NORTH), order);
		assert_eq!(bank, Err(EscrowError::FrozenByAnother.into()));
		let pay = world.release(&buyer, order, ReleaseWhat::All);
		assert_eq!(pay, Err(EscrowError::OrderFrozen.into()));
		let back = world.refund(&shop, order, 10);
		assert_eq!(back, Err(EscrowError::OrderFrozen.into()));

		world.until(deadline.plus(5 * MINUTE));
		assert_eq!(world.status(order), OrderStatus::Held);
		world.until(until.plus(2 * MINUTE));
		// Thirty minutes were left when it was frozen, and are again.
		assert_eq!(world.refund(&shop, order, 100), Ok(()));
		world.until(until.plus(25 * MINUTE));
		assert_eq!(world.status(order), OrderStatus::Held);
		world.until(until.plus(35 * MINUTE));
		assert_eq!(world.status(order), OrderStatus::Expired);
		assert_eq!(world.available([&buyer, &platform, &shop]), [10_000, 0, 0]);
	});
}

#[test]
fn a_sale_that_is_over_is_disputed_and_a_share_comes_back_from_who_got_it() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let judge = judge(world);
		let sale = disputable(world.sale(&buyer, 1_000, &deal), &judge, Silence::Resolver);
		let sale = world.placed(&buyer, sale);
		assert_eq!(world.status(sale), OrderStatus::Released);
		assert_eq!(world.dispute(&buyer, Side::Payer, sale), Ok(()));
		assert_eq!(world.answer_dispute(&shop, sale), Ok(()));
		assert_eq!(world.resolve_dispute(&judge, sale, 250_000), Ok(()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [9_250, 75, 675]);
	});
}
