// SPDX-License-Identifier: Apache-2.0

//! Disputes that end in a percentage or in silence, and orders that are frozen (M7, O8).

use pallet_escrow::{Error, Event, ReleaseWhat};
use split_ledger_primitives::{
	Amount, EvidenceKind, ExpiryPolicy, OrderBody, OrderId, OrderStatus, Role, Side, Silence,
	Stated,
};
use split_ledger_runtime::{Runtime, RuntimeEvent};
use split_ledger_scenarios::{
	bank_key, disputable, held, in_milestones, inspected_by, milestone, Customer, Deal, World,
	NORTH, SUPERVISOR, WEST,
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

/// What went to the payer and to the payees of what was held, and what came back of what was released,
/// where a dispute was settled at 37 % with nothing left due.
fn settled_at_37_percent(world: &mut World) -> Option<[u64; 3]> {
	told(world).into_iter().find_map(|event| match event {
		Event::DisputeResolved {
			payer_ppm: 370_000,
			to_payer,
			to_payees,
			refunded_from_accounts,
			due: Amount(0),
			..
		} => Some([to_payer, to_payees, refunded_from_accounts].map(|amount| amount.0)),
		_ => None,
	})
}

#[test]
fn a_held_order_is_settled_at_37_percent_to_the_unit() {
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
		assert_eq!(settled_at_37_percent(world), Some([222, 378, 148]));
	});
}

/// A project of three milestones of 9,001 in all, each for an inspection, about which a judge decides.
fn project(
	world: &mut World,
	(buyer, deal): (&Customer, &Deal),
	[judge, surveyor]: [&Customer; 2],
) -> OrderId {
	let milestones =
		[2_000, 3_000, 4_001].map(|amount| milestone(amount, Some(inspected_by(1, &[surveyor]))));
	let deadline = world.now().plus(60 * MINUTE);
	let release = in_milestones(&milestones, Some(deadline), ExpiryPolicy::Payees);
	let order = OrderBody { release, ..world.order(buyer, 9_001, deal) };
	world.placed(buyer, disputable(order, judge, Silence::Resolver))
}

/// What is open of each milestone.
fn open_milestones(world: &mut World, order: OrderId) -> Vec<u64> {
	let agreed = world.view(order).details.and_then(|details| details.agreed).expect("it is held");
	agreed.milestones.iter().map(|milestone| milestone.amount.0).collect()
}

#[test]
fn a_project_with_a_milestone_paid_and_one_met_is_settled_at_37_percent_to_the_unit() {
	World::watched(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let judge = judge(world);
		let surveyor = world.customer(NORTH, "//Surveyor", &[Role::Attestor]);
		let order = project(world, (&buyer, &deal), [&judge, &surveyor]);
		let inspected = Stated::Evidence(EvidenceKind::Inspected);

		// The first milestone is inspected, and paid by the chain.
		assert_eq!(world.attest(&surveyor, order, 1, inspected), Ok(()));
		world.wait_minutes(2);
		assert_eq!(world.available([&buyer, &platform, &shop]), [999, 200, 1_800]);
		// Of the others the shop gives 700 back: 300 of the second and 400 of the third.
		assert_eq!(world.refund(&shop, order, 700), Ok(()));
		assert_eq!(open_milestones(world, order), [0, 2_700, 3_601]);
		// The second is inspected as well, but the buyer disputes it before the chain pays.
		assert_eq!(world.attest(&surveyor, order, 2, inspected), Ok(()));
		assert_eq!(world.dispute(&buyer, Side::Payer, order), Ok(()));
		world.wait_minutes(2);
		let met = world.release(&shop, order, ReleaseWhat::Milestone(2));
		assert_eq!(met, Err(EscrowError::OrderDisputed.into()));
		let third = world.attest(&surveyor, order, 3, inspected);
		assert_eq!(third, Err(EscrowError::OrderDisputed.into()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [1_699, 200, 1_800]);

		assert_eq!(world.answer_dispute(&shop, order), Ok(()));
		assert_eq!(world.resolve_dispute(&judge, order, 370_000), Ok(()));

		// Of 6,301 that are held the buyer gets 2,331, platform and shop 397 and 3,573, whichever
		// milestones they were of; of 2,000 that were released come back 740: 74 and 666.
		assert_eq!(world.available([&buyer, &platform, &shop]), [4_770, 523, 4_707]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
		assert_eq!(world.status(order), OrderStatus::PartlyReleased);
		assert_eq!(settled_at_37_percent(world), Some([2_331, 3_970, 740]));

		// Nothing of it is open: neither the surveyor nor the deadline moves anything any more.
		let third = world.attest(&surveyor, order, 3, inspected);
		assert_eq!(third, Err(EscrowError::AlreadyPartlyReleased.into()));
		world.wait_minutes(90);
		assert_eq!(world.available([&buyer, &platform, &shop]), [4_770, 523, 4_707]);
		// What the payees kept, and no more, can still be given back.
		let over = world.refund(&shop, order, 5_231);
		assert_eq!(over, Err(EscrowError::MoreThanRemains.into()));
		assert_eq!(world.refund(&shop, order, 5_230), Ok(()));
		assert_eq!(world.available([&buyer, &platform, &shop]), [10_000, 0, 0]);
	});
}

#[test]
fn who_is_silent_loses_what_is_held() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let judge = judge(world);
		let order = |world: &mut World, silence| {
			let order = world.order(&buyer, 1_000, &deal);
			world.placed(&buyer, disputable(order, &judge, silence))
		};
		let [late, lost] = [Silence::AgainstSilent; 2].map(|silence| order(world, silence));
		let left = order(world, Silence::Resolver);
		assert_eq!(world.dispute(&buyer, Side::Payer, late), Ok(()));
		assert_eq!(world.dispute(&buyer, Side::Payer, left), Ok(()));
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
		// About the third it is too late to answer, and the resolver decides without the shop.
		let answer = world.answer_dispute(&shop, left);
		assert_eq!(answer, Err(EscrowError::AnswerTooLate.into()));
		assert_eq!(world.resolve_dispute(&judge, left, 1_000_000), Ok(()));
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
