// SPDX-License-Identifier: Apache-2.0

//! Why each leg of an order got what it got (O2): as it was planned, whatever came after.

use codec::Encode;
use pallet_escrow::{Call, ReleaseWhat};
use split_ledger_primitives::{
	limits::RETENTION_DAYS,
	views::{PreviewRequest, PreviewView, RulesArg},
	Amount, Attributes, Date, Moment, OrderId, OrderStatus, Purpose, Role, Terms, DAY_MS,
};
use split_ledger_runtime::{Participants, Runtime};
use split_ledger_runtime_api::{
	runtime_decl_for_escrow_api::EscrowApiV2, runtime_decl_for_splits_api::SplitsApiV1,
};
use split_ledger_scenarios::{
	rest, rule_set, share, Customer, Deal, Part, World, CNY, EAST, NORTH, SOUTH, WEST,
};
use split_rules::{Base, Case, Condition, Leg, RuleSet, Take, Target, Tier, TierBy};

const HOUR_MS: u64 = 3_600_000;

struct Market {
	buyer: Customer,
	shop: Customer,
	carrier: Customer,
	platform: Customer,
}

/// An order, how it came into a block, and what was to be expected of it then.
struct Placed {
	order: OrderId,
	request: PreviewRequest,
	placement: Vec<u8>,
	planned: PreviewView,
}

impl Market {
	fn built(world: &mut World) -> Self {
		Self {
			buyer: world.buyer(NORTH, "//Buyer", 100_000),
			shop: world.customer(EAST, "//Shop", &[Role::Merchant]),
			carrier: world.customer(SOUTH, "//Carrier", &[Role::Carrier]),
			platform: world.customer(WEST, "//Platform", &[Role::Platform]),
		}
	}

	fn parts(&self) -> [Part<'_>; 3] {
		[
			(&self.platform, share(10), Purpose::Fee),
			(&self.carrier, Take::Input(0), Purpose::Logistics),
			(&self.shop, rest(), Purpose::Goods),
		]
	}

	/// A deal under which the carrier gets the freight, the platform by the case, the shop the rest.
	fn deal(&self, world: &mut World, semantics: u8, cases: [(Condition, Take); 2]) -> Deal {
		let to = |take, slot, purpose| Leg { take, target: Target::Slot { slot, purpose } };
		let case = |(when, fee)| {
			let legs = vec![
				to(Take::Input(0), 1, Purpose::Logistics),
				to(fee, 0, Purpose::Fee),
				to(rest(), 2, Purpose::Goods),
			];
			Case { when, legs }
		};
		let parts = self.parts();
		let rules = RuleSet {
			semantics,
			inputs: vec!["freight".into()],
			cases: cases.map(case).to_vec(),
			..rule_set(CNY, &parts)
		};
		world.deal_of(&self.platform, &self.shop, &parts, rules)
	}

	/// Places an order with a freight of 300, after a preview of it.
	fn place(&self, world: &mut World, deal: &Deal, amount: u64) -> Placed {
		let inputs = vec![(0, Amount(300))];
		let mut body = world.order(&self.buyer, amount, deal);
		let Terms::Split { inputs: brought, .. } = &mut body.terms else { panic!("a split") };
		*brought = inputs.clone().try_into().expect("one input");
		let request = PreviewRequest {
			rules: RulesArg::Hash(deal.rules),
			amount: body.amount,
			attributes: Attributes::default(),
			inputs,
			moment: Some(world.now()),
		};
		let planned = previewed(world, &request);
		let place = Call::<Runtime>::place { order: body.clone() };
		let placement = world.signed(self.buyer.key, place).encode();
		let order = world.placed(&self.buyer, body);
		Placed { order, request, placement, planned }
	}
}

fn previewed(world: &mut World, request: &PreviewRequest) -> PreviewView {
	world.state(|| Runtime::preview(request.clone())).expect("a plan")
}

fn explained(world: &mut World, order: OrderId, extrinsics: &[&[u8]]) -> Result<Vec<u8>, String> {
	let extrinsics = extrinsics.iter().map(|bytes| bytes.to_vec()).collect();
	let explained = world.state(|| Runtime::explain(order, extrinsics));
	explained.map(|view| view.encode()).map_err(|refusal| refusal.error)
}

/// What an order owed each leg when it was placed, and of which case: zero legs are not posted.
fn legs(view: &PreviewView) -> Vec<(u8, u64)> {
	let legs = view.legs.iter().filter(|leg| !leg.amount.is_zero());
	legs.map(|leg| (leg.leg, leg.amount.0)).collect()
}

/// From 5,000 on 8 %, at most 600; below that 10 % of what the freight leaves, at least 50.
fn by_amount() -> [(Condition, Take); 2] {
	let of = |numerator, denominator, of, floor: Option<u64>, cap: Option<u64>| {
		let (floor, cap) = (floor.map(Amount), cap.map(Amount));
		Take::Share { numerator, denominator, of, floor, cap }
	};
	let large = Condition { amount_from: Some(Amount(5_000)), ..Condition::default() };
	[
		(large, of(2, 25, Base::Gross, None, Some(600))),
		(Condition::default(), of(1, 10, Base::Rest, Some(50), None)),
	]
}

/// Until a moment 1 %; then 8 %, and 5 % from 1,000 on.
fn by_time(before: Moment) -> [(Condition, Take); 2] {
	let promotion = Condition { time_before: Some(before), ..Condition::default() };
	let tier = |from, numerator| Tier { from: Amount(from), numerator };
	let tiered = Take::Tiered {
		denominator: 100,
		tiers: vec![tier(0, 8), tier(1_000, 5)],
		by: TierBy::Whole,
		of: Base::Gross,
		floor: None,
		cap: None,
	};
	[(promotion, share(1)), (Condition::default(), tiered)]
}

/// Makes as many blocks as the chain needs to look through the dates before its retention.
fn prune(world: &mut World) {
	let before = Some(Date(world.today().0 - RETENTION_DAYS));
	while world.state(pallet_escrow::PrunedBefore::<Runtime>::get) != before {
		world.advance(1);
	}
}

#[test]
fn an_order_is_explained_as_it_was_planned_byte_for_byte_whatever_came_after() {
	World::run(|world| {
		let market = Market::built(world);
		let ends = world.now().plus(HOUR_MS);
		let [first, second] = [(1, by_amount()), (2, by_time(ends))]
			.map(|(semantics, cases)| market.deal(world, semantics, cases));
		let mut orders = vec![];
		for (deal, amount) in [(&first, 8_001), (&first, 999), (&second, 1_234)] {
			orders.push(market.place(world, deal, amount));
		}
		world.until(ends);
		orders.push(market.place(world, &second, 1_234));
		let plans = orders.iter().map(|placed| (placed.planned.case, legs(&placed.planned)));
		let expected = [
			(1, vec![(1, 300), (2, 600), (3, 7_101)]),
			(2, vec![(1, 300), (2, 69), (3, 630)]),
			(1, vec![(1, 300), (2, 12), (3, 922)]),
			(2, vec![(1, 300), (2, 61), (3, 873)]),
		];
		assert_eq!(plans.collect::<Vec<_>>(), expected);

		// An open order is explained by its row, and its row is what was planned.
		for Placed { order, planned, .. } in &orders {
			assert_eq!(explained(world, *order, &[]), Ok(planned.encode()));
			let owed = world.whole_view(*order).details.expect("it is open").legs;
			let owed = owed.iter().map(|leg| (leg.leg, leg.entitlement.0));
			assert_eq!(owed.collect::<Vec<_>>(), legs(planned));
		}

		// It is so after its rule set was retired, and by its body once the order has ended.
		for deal in [&first, &second] {
			world.retire(&market.platform, deal);
		}
		let other = orders[0].placement.clone();
		for Placed { order, planned, placement, .. } in &orders {
			assert_eq!(explained(world, *order, &[]), Ok(planned.encode()));
			assert_eq!(world.release(&market.buyer, *order, ReleaseWhat::All), Ok(()));
			assert_eq!(world.status(*order), OrderStatus::Released);
			assert_eq!(explained(world, *order, &[&other, placement]), Ok(planned.encode()));
			let without = Err("BodyNotFound".to_owned());
			assert_eq!(explained(world, *order, &[]), without);
			assert_eq!(explained(world, *order, &[b"no transaction"]), without);
		}
	});
}

#[test]
fn a_pruned_order_is_not_known_any_more_and_a_preview_of_its_moment_replays_it() {
	World::run(|world| {
		let market = Market::built(world);
		let ends = world.now().plus(HOUR_MS);
		let deal = market.deal(world, 2, by_time(ends));
		let Placed { order, request, placement, planned } = market.place(world, &deal, 1_234);
		assert_eq!(world.release(&market.buyer, order, ReleaseWhat::All), Ok(()));
		world.retire(&market.platform, &deal);
		let slots_a_day = DAY_MS / world.state(Participants::slot_millis);

		world.advance(u64::from(RETENTION_DAYS) * slots_a_day);
		prune(world);
		assert_eq!(explained(world, order, &[&placement]), Ok(planned.encode()));
		world.advance(slots_a_day);
		prune(world);

		let unknown = Err("UnknownOrder".to_owned());
		assert_eq!(explained(world, order, &[&placement]), unknown);
		assert_eq!(previewed(world, &request), planned);
		let today = PreviewRequest { moment: None, ..request };
		assert_eq!(previewed(world, &today).case, 2, "the promotion is over");
	});
}

#[test]
fn a_plain_payment_has_no_rule_that_could_explain_it() {
	World::run(|world| {
		let market = Market::built(world);
		let payment = world.later(&market.buyer, 100, &market.shop);
		let order = world.placed(&market.buyer, payment);
		assert_eq!(explained(world, order, &[]), Err("NoRuleSet".to_owned()));
	});
}
