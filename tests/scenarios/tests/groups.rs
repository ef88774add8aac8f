// SPDX-License-Identifier: Apache-2.0

//! Buying together: a group that fills and pays its leader, one that is one short, one that is left.

use pallet_escrow::{Error, ReleaseWhat};
use pallet_groups::{Call, GroupTerms};
use split_ledger_primitives::{
	views::GroupStatus, GroupNo, OrderBody, OrderStatus, Purpose, Role, DAY_MS, MINUTE_MS,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	group_terms, rest, share, Customer, Deal, World, EAST, NORTH, SOUTH, SUPERVISOR, WEST,
};

type EscrowError = Error<Runtime>;

/// The slot of whoever leads.
const LEADER: u8 = 1;

/// A shop, a platform, and a deal of 10 % for the platform and 5 % for the leader.
struct Market {
	shop: Customer,
	platform: Customer,
	deal: Deal,
	buyers: [Customer; 3],
	promoters: [Customer; 3],
}

impl Market {
	fn built(world: &mut World) -> Self {
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let buyers = [(NORTH, "//Ann"), (SOUTH, "//Ben"), (WEST, "//Cho")]
			.map(|(bank, key)| world.buyer(bank, key, 10_000));
		let promoters = [(NORTH, "//Pia"), (EAST, "//Quy"), (WEST, "//Rex")]
			.map(|(bank, key)| world.customer(bank, key, &[Role::Promoter]));
		let parts = [
			(&platform, share(10), Purpose::Fee),
			(&promoters[0], share(5), Purpose::Commission),
			(&shop, rest(), Purpose::Goods),
		];
		let deal = world.deal(&platform, &shop, &parts);
		for promoter in &promoters[1..] {
			world.add_receiver(&shop, promoter, 100);
			world.consent(promoter, &shop, false);
		}
		Self { shop, platform, deal, buyers, promoters }
	}

	fn terms(&self, needed: u32) -> GroupTerms {
		GroupTerms { leader_slot: Some(LEADER), ..group_terms(&self.deal, needed) }
	}

	/// The order of the buyer of this place, which names the promoter of the same place.
	fn order(&self, world: &mut World, place: usize, group: GroupNo) -> OrderBody {
		let mut deal = self.deal.clone();
		deal.parties[usize::from(LEADER)].1 = self.promoters[place].account;
		OrderBody { group: Some(group), ..world.order(&self.buyers[place], 1_000, &deal) }
	}
}

#[test]
fn a_group_that_fills_pays_everybody_and_the_first_joiner_leads() {
	World::run(|world| {
		let market = Market::built(world);
		let group = world.open_group(&market.platform, market.terms(3));
		let mut orders = vec![];
		for place in 0..3 {
			let order = market.order(world, place, group);
			if place > 0 {
				let early = world.release(&market.buyers[0], orders[0], ReleaseWhat::All);
				assert_eq!(early, Err(EscrowError::GroupNotComplete.into()));
			}
			orders.push(world.placed(&market.buyers[place], order));
		}
		let told = world.group(group);
		let leader = Some(market.promoters[0].account);
		assert_eq!((told.status, told.joined, told.leader), (GroupStatus::Complete, 3, leader));

		// The clock takes them up: the next block pays all of them.
		world.advance(1);

		for order in &orders {
			assert_eq!(world.status(*order), OrderStatus::Released);
		}
		let Market { shop, platform, buyers: [ann, ben, cho], promoters: [pia, quy, rex], .. } =
			&market;
		assert_eq!(world.available([platform, shop]), [300, 2_550]);
		assert_eq!(world.available([pia, quy, rex]), [150, 0, 0]);
		assert_eq!(world.available([ann, ben, cho]), [9_000; 3]);
		assert_eq!(world.promised(), [0; 4]);

		// A refund afterwards asks the leader for what it got, and not whom the order had named.
		assert_eq!(world.refund(shop, orders[1], 1_000), Ok(()));
		assert_eq!(world.available([pia, quy, ben]), [100, 0, 10_000]);
	});
}

#[test]
fn one_short_at_the_deadline_everybody_has_all_back() {
	World::run(|world| {
		let market = Market::built(world);
		let group = world.open_group(&market.platform, market.terms(3));
		let orders = [0, 1].map(|place| {
			let order = market.order(world, place, group);
			world.placed(&market.buyers[place], order)
		});
		let deadline = world.group(group).deadline;
		world.until(deadline.plus(MINUTE_MS));
		world.advance(1);
		assert_eq!(world.group(group).status, GroupStatus::Failed);
		assert_eq!(orders.map(|order| world.status(order)), [OrderStatus::Refunded; 2]);
		let [ann, ben, _] = &market.buyers;
		assert_eq!(world.available([ann, ben]), [10_000; 2]);
		assert_eq!(world.promised(), [0; 4]);
		let late = market.order(world, 2, group);
		let late = world.place(&market.buyers[2], late);
		assert_eq!(late, Err(EscrowError::GroupClosed.into()));
	});
}

#[test]
fn a_refund_before_success_makes_room_and_the_next_in_line_leads() {
	World::run(|world| {
		let market = Market::built(world);
		let group = world.open_group(&market.platform, market.terms(2));
		let [ann, ben, cho] = &market.buyers;
		let first = market.order(world, 0, group);
		let first = world.placed(ann, first);
		assert_eq!(world.refund(ann, first, 1_000), Ok(()));
		assert_eq!(world.group(group).joined, 0);

		let second = market.order(world, 1, group);
		world.placed(ben, second);
		assert_eq!(world.members(group).len(), 1);
		let third = market.order(world, 2, group);
		let third = world.placed(cho, third);

		assert_eq!(world.group(group).leader, Some(market.promoters[1].account));
		let after = world.refund(cho, third, 1_000);
		assert_eq!(after, Err(EscrowError::NotEntitled.into()));
		world.advance(1);
		let [pia, quy, rex] = &market.promoters;
		assert_eq!(world.available([pia, quy, rex]), [0, 100, 0]);
		assert_eq!(world.available([ann, ben, cho]), [10_000, 9_000, 9_000]);
	});
}

#[test]
fn a_supervisor_calls_a_group_off_and_its_orders_go_back() {
	World::run(|world| {
		let market = Market::built(world);
		let group = world.open_group(&market.platform, market.terms(2));
		let order = market.order(world, 0, group);
		let order = world.placed(&market.buyers[0], order);
		assert!(world.call_off(market.buyers[0].key, group).is_err());
		assert_eq!(world.call_off(SUPERVISOR, group), Ok(()));
		world.advance(1);
		assert_eq!(world.status(order), OrderStatus::Refunded);
		assert_eq!(world.group(group).status, GroupStatus::CalledOff);
	});
}

#[test]
fn what_was_frozen_when_its_group_failed_goes_back_in_the_minute_after_the_freeze() {
	World::watched(|world| {
		let market = Market::built(world);
		let group = world.open_group(&market.platform, market.terms(3));
		let [first, frozen] = [0, 1].map(|place| {
			let order = market.order(world, place, group);
			world.placed(&market.buyers[place], order)
		});
		let end = world.now().plus(10 * DAY_MS);
		assert_eq!(world.freeze_order(SUPERVISOR, frozen, end), Ok(()));
		assert_eq!(world.call_off(SUPERVISOR, group), Ok(()));
		world.advance(1);
		let told = |world: &mut World| [first, frozen].map(|order| world.status(order));
		assert_eq!(told(world), [OrderStatus::Refunded, OrderStatus::Held]);

		assert_eq!(world.lift_order_freeze(SUPERVISOR, frozen), Ok(()));
		world.advance(1);
		assert_eq!(told(world)[1], OrderStatus::Held);
		world.wait_minutes(1);
		assert_eq!(told(world)[1], OrderStatus::Refunded);
		assert_eq!(world.available([&market.buyers[1]]), [10_000]);
	});
}

#[test]
fn a_leader_earns_a_commission_and_nobodys_freight_and_the_platform_says_which_slot_is_its() {
	World::run(|world| {
		let Market { shop, platform, buyers: [ann, ..], .. } = Market::built(world);
		let carrier = world.customer(SOUTH, "//Carrier", &[Role::Carrier]);
		let parts = [
			(&carrier, share(10), Purpose::Logistics),
			(&platform, share(10), Purpose::Fee),
			(&shop, rest(), Purpose::Goods),
		];
		let deal = world.deal(&platform, &shop, &parts);
		let terms = GroupTerms { leader_slot: Some(0), ..group_terms(&deal, 2) };
		let reference = world.reference();
		let by_shop = Call::<Runtime>::open { reference, terms: terms.clone() };
		let refused = world.send(shop.key, by_shop);
		assert_eq!(refused, Err(pallet_groups::Error::<Runtime>::NotAParty.into()));

		let group = world.open_group(&platform, terms);
		let order = OrderBody { group: Some(group), ..world.order(&ann, 1_000, &deal) };
		assert_eq!(world.place(&ann, order), Err(EscrowError::LeaderUnfit.into()));
	});
}
