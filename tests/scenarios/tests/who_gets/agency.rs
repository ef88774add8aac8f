// SPDX-License-Identifier: Apache-2.0

//! Three levels of agents, a promotion of an hour, and a new version of the rules (O2, P6, T2).

use codec::Encode;
use pallet_escrow::{Error, ReleaseWhat};
use split_ledger_primitives::{
	views::OrderView, MerchantLimits, Moment, OrderBody, OrderId, OrderStatus, Purpose, Role,
	RuleHash,
};
use split_ledger_runtime::{Escrow, Runtime, Splits};
use split_ledger_scenarios::{
	bank_key, rest, rule_set, share, Customer, Deal, Part, World, CNY, EAST, NORTH, SOUTH, WEST,
};
use split_rules::{Case, Condition, Leg, RuleSet, Take, Target};

type SplitsError = pallet_splits::Error<Runtime>;

const HOUR_MS: u64 = 3_600_000;

struct Agency {
	buyer: Customer,
	shop: Customer,
	platform: Customer,
	/// The top, the middle and the base.
	agents: [Customer; 3],
}

impl Agency {
	fn open(world: &mut World) -> Self {
		let agent = |world: &mut World, bank, key| world.customer(bank, key, &[Role::Promoter]);
		Self {
			buyer: world.buyer(NORTH, "//Buyer", 100_000),
			shop: world.customer(EAST, "//Shop", &[Role::Merchant]),
			platform: world.customer(SOUTH, "//Platform", &[Role::Platform]),
			agents: [
				agent(world, WEST, "//Top"),
				agent(world, SOUTH, "//Middle"),
				agent(world, NORTH, "//Base"),
			],
		}
	}

	fn parts(&self) -> [Part<'_>; 5] {
		let [top, middle, base] = &self.agents;
		[
			(&self.platform, share(5), Purpose::Fee),
			(top, share(5), Purpose::Commission),
			(middle, share(3), Purpose::Commission),
			(base, share(2), Purpose::Commission),
			(&self.shop, rest(), Purpose::Goods),
		]
	}

	/// Rules by which the agents get so many percent together, half of it the top, three tenths the
	/// middle, and the base the rest.
	fn rules(&self, name: &str, cases: Vec<Case>) -> RuleSet {
		RuleSet { name: name.into(), cases, ..rule_set(CNY, &self.parts()) }
	}

	/// What platform, agents and shop have.
	fn moneys(&self, world: &mut World) -> [u64; 5] {
		let [top, middle, base] = &self.agents;
		world.available([&self.platform, top, middle, base, &self.shop])
	}
}

fn case(when: Condition, fee: u32, agents: u32) -> Case {
	let to = |take, slot, purpose| Leg { take, target: Target::Slot { slot, purpose } };
	let commission = |take, slot| to(take, slot, Purpose::Commission);
	let levels = vec![commission(share(50), 1), commission(share(30), 2), commission(rest(), 3)];
	let legs = vec![
		to(share(fee), 0, Purpose::Fee),
		Leg { take: share(agents), target: Target::Split(levels) },
		to(Take::Remainder, 4, Purpose::Goods),
	];
	Case { when, legs }
}

fn any() -> Condition {
	Condition::default()
}

fn from_to(from: Moment, before: Moment) -> Condition {
	Condition { time_from: Some(from), time_before: Some(before), ..any() }
}

/// Why each leg of an order got what it was planned, byte for byte.
fn explained(world: &mut World, order: OrderId, body: &OrderBody, rules: RuleHash) -> Vec<u8> {
	let amount = body.amount;
	world.state(|| {
		let case = Escrow::case_of(order).expect("an order");
		Splits::explain(rules, case, amount, &[]).expect("a rule set with this case").encode()
	})
}

/// Lets the shop's bank allow three levels of promoters, by maker and checker.
fn three_levels(world: &mut World, shop: &Customer) {
	let limits = MerchantLimits { share_cap_ppm: 300_000, promoter_levels: 3 };
	world.second_key(EAST, "//EastTwo");
	assert_eq!(world.propose_limits(bank_key(EAST), shop, limits), Ok(()));
	assert_eq!(world.confirm_limits("//EastTwo", shop, limits), Ok(()));
}

#[test]
fn three_levels_of_agents_are_one_more_than_a_merchant_has_until_its_bank_allows_them() {
	World::watched(|world| {
		let agency = Agency::open(world);
		let rules = agency.rules("agency", vec![case(any(), 5, 10)]);
		let deal = world.deal_of(&agency.platform, &agency.shop, &agency.parts(), rules);
		let sale = world.sale(&agency.buyer, 10_001, &deal);
		let refused = world.place(&agency.buyer, sale.clone());
		assert_eq!(refused, Err(Error::<Runtime>::TooManyPromoters.into()));

		three_levels(world, &agency.shop);
		world.placed(&agency.buyer, sale);
		// 5 % of 10,001; 1,000 to the agents by halves, three tenths and the rest; the shop the rest.
		assert_eq!(agency.moneys(world), [500, 500, 300, 200, 8_501]);
	});
}

/// The orders of the story, with their bodies and rule sets.
type Told = Vec<(OrderId, OrderBody, RuleHash)>;

fn held_order(world: &mut World, agency: &Agency, deal: &Deal, told: &mut Told) {
	let body = world.order(&agency.buyer, 10_000, deal);
	let order = world.placed(&agency.buyer, body.clone());
	told.push((order, body, deal.rules));
	world.advance(1);
}

/// Has a part of an order refunded by the shop. Answers what each gave of it.
fn given_back(world: &mut World, agency: &Agency, order: OrderId, amount: u64) -> [u64; 5] {
	let ([buyer], had) = (world.available([&agency.buyer]), agency.moneys(world));
	assert_eq!(world.refund(&agency.shop, order, amount), Ok(()));
	assert_eq!(world.available([&agency.buyer]), [buyer + amount]);
	let has = agency.moneys(world);
	[0, 1, 2, 3, 4].map(|place: usize| had[place] - has[place])
}

/// A refund of an order of the retired version is divided as it was planned, too: of one before the
/// promotion, and of one in it.
fn is_refunded_as_planned(world: &mut World, agency: &Agency, [before, during]: [OrderId; 2]) {
	assert_eq!(given_back(world, agency, before, 3_333), [167, 166, 100, 67, 2_833]);
	assert_eq!(given_back(world, agency, before, 6_667), [333, 334, 200, 133, 5_667]);
	assert_eq!(given_back(world, agency, during, 3_333), [34, 333, 200, 133, 2_633]);
	assert_eq!(given_back(world, agency, during, 6_667), [66, 667, 400, 267, 5_267]);
}

#[test]
fn a_promotion_and_a_new_version_change_what_is_placed_and_nothing_that_runs() {
	World::watched(|world| {
		let agency = Agency::open(world);
		three_levels(world, &agency.shop);
		let start = world.now();
		let [opens, ends, renewed] = [1, 2, 3].map(|hours| start.plus(hours * HOUR_MS));
		let old = vec![case(from_to(opens, ends), 1, 20), case(any(), 5, 10)];
		let old = agency.rules("agency, first version", old);
		let old = world.deal_of(&agency.platform, &agency.shop, &agency.parts(), old);
		let new = agency.rules("agency, second version", vec![case(any(), 5, 4)]);
		let parts = agency.parts();
		let new = world.offer_from(&agency.platform, &agency.shop, &parts, new, Some(renewed));
		world.accept(&agency.shop, &new);

		let mut told = Told::new();
		held_order(world, &agency, &old, &mut told);
		let early = world.order(&agency.buyer, 10_000, &new);
		let early = world.place(&agency.buyer, early);
		assert_eq!(early, Err(SplitsError::NotYetEffective.into()));
		world.until(opens);
		held_order(world, &agency, &old, &mut told);
		world.until(ends);
		held_order(world, &agency, &old, &mut told);
		// From the moment of the new version on both stand side by side.
		world.until(renewed);
		held_order(world, &agency, &new, &mut told);
		held_order(world, &agency, &old, &mut told);

		let before = told
			.clone()
			.iter()
			.map(|(order, body, rules)| explained(world, *order, body, *rules))
			.collect::<Vec<_>>();
		let cases = told.iter().map(|(order, ..)| world.state(|| Escrow::case_of(*order)));
		assert_eq!(cases.collect::<Vec<_>>(), [Some(2), Some(1), Some(2), Some(1), Some(2)]);
		world.retire(&agency.platform, &old);
		let late = world.order(&agency.buyer, 10_000, &old);
		let late = world.place(&agency.buyer, late);
		assert_eq!(late, Err(SplitsError::Retired.into()));

		// What runs is released as it was planned, and explained as it was.
		let mut paid = [0; 5];
		let plans = [
			[500, 500, 300, 200, 8_500],
			[100, 1_000, 600, 400, 7_900],
			[500, 500, 300, 200, 8_500],
			[500, 200, 120, 80, 9_100],
			[500, 500, 300, 200, 8_500],
		];
		for (((order, body, rules), plan), before) in told.iter().zip(plans).zip(before) {
			let order = *order;
			assert_eq!(world.release(&agency.buyer, order, ReleaseWhat::All), Ok(()));
			paid = [0, 1, 2, 3, 4].map(|place: usize| paid[place] + plan[place]);
			assert_eq!(agency.moneys(world), paid);
			world.advance(1);
			assert_eq!(explained(world, order, body, *rules), before);
			let OrderView { status, details, .. } = world.whole_view(order);
			assert_eq!(status, OrderStatus::Released);
			let legs = details.expect("it has its body").legs;
			assert_eq!(legs.iter().map(|leg| leg.released.0).collect::<Vec<_>>(), plan);
		}
		assert_eq!(paid, [2_100, 2_700, 1_620, 1_080, 42_500]);
		is_refunded_as_planned(world, &agency, [told[0].0, told[1].0]);
	});
}
