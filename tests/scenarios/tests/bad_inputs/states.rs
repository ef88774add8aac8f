// SPDX-License-Identifier: Apache-2.0

use crate::town::{made, LEAVING};
use pallet_clearing::Call as ClearingCall;
use pallet_escrow::{Call, ReleaseWhat};
use split_ledger_primitives::{
	Amount, BankStatus, CoverMode, ExpiryPolicy, Moment, OrderBody, OrderId, Purpose, RefundPolicy,
	ReleaseMode, Role, DAY_MS,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	held, refunded_by, rest, rule_set, share, Customer, Deal, World, CNY,
};
use split_rules::{RuleSet, Take};

/// Orders in every state, and rule sets that take no order, or not any.
pub(crate) struct States {
	/// All of it went back from the hold.
	pub(crate) refunded: OrderId,
	/// A half was released, the rest went back.
	pub(crate) partly: OrderId,
	/// Its deadline has passed.
	pub(crate) expired: OrderId,
	/// A payment that waits for an account without credit.
	pub(crate) parked: OrderId,
	/// It is released in a hundred days.
	pub(crate) scheduled: OrderId,
	/// Its first leg was released.
	pub(crate) leg_released: OrderId,
	/// It was released fifty times.
	pub(crate) fifty: OrderId,
	/// A sale of 1,000: 100 to the platform, 50 to the carrier, 850 to the shop.
	pub(crate) sold: (OrderId, OrderBody),
	/// A sale of 4,000, 200 of it to the carrier, which returned a unit a hundred and fifty times.
	pub(crate) worn: (OrderId, OrderBody),
	/// A sale of 1,000 of the rival, which answers for 30 of it.
	pub(crate) liable: (OrderId, OrderBody),
	/// A sale of 1,000 of a merchant whose bank went into run-off; 50 of it are the carrier's.
	pub(crate) left: (OrderId, OrderBody),
	/// Whose bank that is; it has money.
	pub(crate) leaver: Customer,
	/// It gives the carrier 6 %.
	pub(crate) freight: Deal,
	/// It pays three promoters.
	pub(crate) crowded: Deal,
	/// It takes no order any more.
	pub(crate) retired: Deal,
	/// It takes orders in a year, and this is its content.
	pub(crate) later: (Deal, RuleSet, Moment),
	/// It takes the fee from an input.
	pub(crate) with_input: Deal,
	/// It keeps fees of 4 % in a refund; the rival accepted it by ceilings.
	pub(crate) fees_kept: Deal,
}

impl States {
	pub(crate) fn built(world: &mut World, people: [&Customer; 7], deal: &Deal) -> Self {
		let [patron, platform, shop, rival, carrier, _, mute] = people;
		let carried = |percent| {
			[
				(platform, share(10), Purpose::Fee),
				(carrier, share(percent), Purpose::Logistics),
				(shop, rest(), Purpose::Goods),
			]
		};
		let carriage = world.offer(platform, shop, &carried(5));
		world.accept(shop, &carriage);
		let freight = world.offer(platform, shop, &carried(6));
		world.accept(shop, &freight);
		let cheap = [(platform, share(4), Purpose::Fee), (rival, rest(), Purpose::Goods)];
		let cheap_deal = world.offer(platform, rival, &cheap);
		let kept = refunded_by(RefundPolicy::FeesKept, &[]);
		let kept = RuleSet { refund: kept, ..rule_set(CNY, &cheap) };
		let fees_kept = world.offer_from(platform, rival, &cheap, kept, None);
		let (leaver, left) = Self::left(world, people);
		let moment = world.now().plus(365 * DAY_MS);
		let fees = [(platform, share(9), Purpose::Fee), (shop, rest(), Purpose::Goods)];
		let content = RuleSet { name: "next year".into(), ..rule_set(CNY, &fees) };
		let later = world.offer_from(platform, shop, &fees, content.clone(), Some(moment));
		world.accept(shop, &later);
		let retired = world.deal(platform, shop, &fees);
		world.retire(platform, &retired);
		Self {
			refunded: Self::refunded(world, patron, shop, deal),
			partly: Self::partly(world, patron, shop, deal),
			expired: Self::expired(world, patron, deal),
			parked: {
				let payment = world.transfer(patron, 10, mute);
				world.placed(patron, payment)
			},
			scheduled: Self::scheduled(world, patron, deal),
			leg_released: Self::leg_released(world, patron, deal),
			fifty: Self::fifty(world, patron, deal),
			sold: sale(world, patron, &carriage),
			worn: Self::worn(world, [patron, carrier], &carriage),
			liable: sale(world, patron, &cheap_deal),
			left,
			leaver,
			freight,
			crowded: Self::crowded(world, platform, shop),
			retired,
			later: (later, content, moment),
			with_input: Self::with_input(world, platform, shop),
			fees_kept,
		}
	}

	/// A merchant of a bank that goes into run-off after a sale.
	fn left(world: &mut World, people: [&Customer; 7]) -> (Customer, (OrderId, OrderBody)) {
		let [patron, platform, _, _, carrier, ..] = people;
		let (bank, key) = LEAVING;
		let id = world.admit(Role::Bank, key);
		world.does(key, ClearingCall::<Runtime>::join { currency: CNY });
		world.issue_reserve(bank, 1_000);
		let roles = [Role::Merchant];
		let leaver = world.customer_of((bank, key), "//Leaver", &roles);
		let parts = [
			(platform, share(10), Purpose::Fee),
			(carrier, share(5), Purpose::Logistics),
			(&leaver, rest(), Purpose::Goods),
		];
		let deal = world.deal(platform, &leaver, &parts);
		let left = sale(world, patron, &deal);
		assert_eq!(world.set_bank_status(bank, BankStatus::RunOff), Ok(()));
		assert_eq!(world.row(leaver.account).available, Amount(850), "of bank {id:?}");
		(leaver, left)
	}

	fn refunded(world: &mut World, patron: &Customer, shop: &Customer, deal: &Deal) -> OrderId {
		let order = place(world, patron, 10, deal);
		assert_eq!(world.refund(shop, order, 10), Ok(()));
		order
	}

	fn partly(world: &mut World, patron: &Customer, shop: &Customer, deal: &Deal) -> OrderId {
		let order = place(world, patron, 100, deal);
		let half = ReleaseWhat::Amount(Amount(50));
		assert_eq!(world.release(patron, order, half), Ok(()));
		assert_eq!(world.refund(shop, order, 50), Ok(()));
		order
	}

	fn expired(world: &mut World, patron: &Customer, deal: &Deal) -> OrderId {
		let deadline = Some(world.now().plus(60_000));
		let release = held(deadline, ExpiryPolicy::Payer);
		let order = OrderBody { release, ..world.order(patron, 10, deal) };
		let order = world.placed(patron, order);
		world.wait_minutes(3);
		order
	}

	fn scheduled(world: &mut World, patron: &Customer, deal: &Deal) -> OrderId {
		let release = ReleaseMode::Held {
			after: Some(world.now().plus(100 * DAY_MS)),
			deadline: None,
			expiry: ExpiryPolicy::Payer,
			cover: CoverMode::AtPlacement,
		};
		let order = OrderBody { release, ..world.order(patron, 10, deal) };
		world.placed(patron, order)
	}

	fn leg_released(world: &mut World, patron: &Customer, deal: &Deal) -> OrderId {
		let order = place(world, patron, 100, deal);
		let first = ReleaseWhat::Legs(vec![1].try_into().expect("one leg"));
		assert_eq!(world.release(patron, order, first), Ok(()));
		order
	}

	fn fifty(world: &mut World, patron: &Customer, deal: &Deal) -> OrderId {
		let order = place(world, patron, 100, deal);
		for _ in 0..50 {
			let (reference, what) = (world.reference(), ReleaseWhat::Amount(Amount(1)));
			made(world, patron.key, Call::<Runtime>::release { reference, order, what });
		}
		order
	}

	fn worn(
		world: &mut World,
		[patron, carrier]: [&Customer; 2],
		deal: &Deal,
	) -> (OrderId, OrderBody) {
		let sold = world.sale(patron, 4_000, deal);
		let order = world.placed(patron, sold.clone());
		for _ in 0..150 {
			let (reference, amount) = (world.reference(), Amount(1));
			let (leg, body) = (2, Some(Box::new(sold.clone())));
			made(
				world,
				carrier.key,
				Call::<Runtime>::return_leg { reference, order, leg, amount, body },
			);
		}
		(order, sold)
	}

	fn crowded(world: &mut World, platform: &Customer, shop: &Customer) -> Deal {
		let keys = ["//Top", "//Middle", "//Base"];
		let promoters = keys.map(|key| world.customer(platform.bank, key, &[Role::Promoter]));
		let mut parts = vec![(shop, rest(), Purpose::Goods)];
		parts.extend(promoters.iter().map(|who| (who, share(1), Purpose::Commission)));
		let deal = world.offer(platform, shop, &parts);
		world.accept(shop, &deal);
		deal
	}

	fn with_input(world: &mut World, platform: &Customer, shop: &Customer) -> Deal {
		let parts = [(platform, Take::Input(0), Purpose::Fee), (shop, rest(), Purpose::Goods)];
		let rules = RuleSet { inputs: vec!["fee".into()], ..rule_set(CNY, &parts) };
		world.deal_of(platform, shop, &parts, rules)
	}
}

fn place(world: &mut World, patron: &Customer, amount: u64, deal: &Deal) -> OrderId {
	let order = world.order(patron, amount, deal);
	world.placed(patron, order)
}

fn sale(world: &mut World, patron: &Customer, deal: &Deal) -> (OrderId, OrderBody) {
	let body = world.sale(patron, 1_000, deal);
	(world.placed(patron, body.clone()), body)
}
