// SPDX-License-Identifier: Apache-2.0

//! Random lives of orders against a plain model: the model knows entitlements and fractions, and
//! nothing of rows, books, hints and promises.

use crate::{fake_ledger::*, mock::*, types::*, Event};
use frame::testing_prelude::*;
use proptest::prelude::{any, prop, prop_oneof, proptest, ProptestConfig, Strategy};
use split_ledger_primitives::{
	AccountNo, Advancer, Amount, CoverMode, ExpiryPolicy, FundersBack, OrderBody, OrderId,
	Reference, RefundPolicy, ReleaseMode,
};
use std::{cmp::Reverse, collections::BTreeMap, fmt::Debug};

#[derive(Clone, Debug)]
enum Act {
	Place { amount: u64, freight: u64, minutes: u64, expiry: u8, bare: bool, rules: u8, others: u8 },
	Release { order: usize, amount: u64 },
	ReleaseLegs { order: usize, legs: u8 },
	Refund { order: usize, amount: u64 },
	RefundByBody { order: usize, amount: u64 },
	Return { order: usize, leg: u8, amount: u64 },
	Collect { account: usize },
	Spend { account: usize },
	Retry { order: usize },
	Flip { account: usize },
	Wait { minutes: u64 },
}

fn any_act() -> impl Strategy<Value = Act> {
	let place = (1u64..3_000, 0u64..100, 1u64..40, 0u8..3, any::<bool>(), 0u8..3, 0u8..4);
	let place = place.prop_map(|(amount, freight, minutes, expiry, bare, rules, others)| {
		Act::Place { amount, freight, minutes, expiry, bare, rules, others }
	});
	let give_back = (0usize..6, 1u8..3, 1u64..200);
	let give_back = give_back.prop_map(|(order, leg, amount)| Act::Return { order, leg, amount });
	prop_oneof![
		3 => place,
		3 => (0usize..6, 1u64..1_500).prop_map(|(order, amount)| Act::Release { order, amount }),
		1 => (0usize..6, 1u8..8).prop_map(|(order, legs)| Act::ReleaseLegs { order, legs }),
		2 => (0usize..6, 1u64..1_500).prop_map(|(order, amount)| Act::Refund { order, amount }),
		3 => (0usize..6, 1u64..1_500)
			.prop_map(|(order, amount)| Act::RefundByBody { order, amount }),
		2 => give_back,
		1 => (0usize..3).prop_map(|account| Act::Collect { account }),
		1 => (0usize..3).prop_map(|account| Act::Spend { account }),
		1 => (0usize..6).prop_map(|order| Act::Retry { order }),
		1 => (0usize..3).prop_map(|account| Act::Flip { account }),
		1 => (1u64..9).prop_map(|minutes| Act::Wait { minutes }),
	]
}

/// What the model knows of an order.
struct Known {
	id: OrderId,
	body: OrderBody,
	amount: u64,
	/// Whether its carrier's leg goes to the shop where the carrier takes no credit: with cover, since
	/// both are at another bank, and where the shop has a leg. The platform's would need new cover.
	stands_in: bool,
}

fn body(number: usize, act: &Act, now: u64) -> Option<OrderBody> {
	let Act::Place { amount, freight, minutes, expiry, bare, rules, others } = act else {
		return None;
	};
	let expiry = match expiry {
		0 => ExpiryPolicy::Payer,
		1 => ExpiryPolicy::Payees,
		_ => ExpiryPolicy::Merchant,
	};
	let cover = if *bare { CoverMode::AtRelease } else { CoverMode::AtPlacement };
	let deadline = Some(in_minutes(now + minutes));
	let rules = [MARKET, TO_MERCHANT, REFUNDED][usize::from(*rules)];
	let order = split(&format!("o{number}"), *amount, rules, &MARKET_PARTIES, &[(0, *freight)]);
	let release = ReleaseMode::Held { after: None, deadline, expiry, cover };
	Some(with_others(OrderBody { release, ..order }, *others))
}

/// An order of so many funders beside the buyer: each brings a part that is smaller than the one before.
fn with_others(order: OrderBody, others: u8) -> OrderBody {
	let amount = order.amount.0;
	let parts = (2u64..).zip(&FUNDERS[1..]).map(|(place, funder)| (*funder, amount / (2 * place)));
	let parts: Vec<_> = parts.take(others.into()).filter(|(_, amount)| *amount > 0).collect();
	funded_by(order, &parts)
}

/// What an account that is never credited but by orders has of what it began with.
const START: u64 = 10_000;

/// All accounts through which money of orders goes.
const ACCOUNTS: [AccountNo; 11] = [
	BUYER_A,
	FRIEND_B,
	SUPPLIER_C,
	SHOP_A,
	CARRIER_B,
	PLATFORM_A,
	SHOP_B,
	UNCLAIMED_A,
	UNCLAIMED_B,
	UNCLAIMED_C,
	GUARANTEE_B,
];

/// The whole money of the world never changes, and each order's amount is where its row says.
fn compare(orders: &[Known], before: u64) {
	let all: u64 = ACCOUNTS.map(money).iter().map(|(available, held)| available + held).sum();
	assert_eq!(all, before);
	// No funder gets more back than it put in.
	assert!(FUNDERS.iter().all(|funder| money(*funder).0 <= START));

	let mut held = 0;
	for known in orders {
		let Some(details) = Escrow::order(known.id).unwrap().details else { continue };
		let parts = [details.remaining, details.released, details.refunded];
		assert_eq!(parts.iter().map(|part| part.0).sum::<u64>(), known.amount);
		held += details.remaining.0;
	}
	assert_eq!(FUNDERS.map(|funder| money(funder).1).iter().sum::<u64>(), held);
}

const PAYEES: [AccountNo; 3] = [CARRIER_B, PLATFORM_A, SHOP_B];

/// What the model knows of the world.
struct Game {
	orders: Vec<Known>,
	/// Which payees take no credit now.
	closed: [bool; 3],
	/// Minutes since noon.
	now: u64,
	/// The whole money.
	whole: u64,
}

fn play(acts: &[Act], cover: u64, policy: RefundPolicy, (advances, back): (bool, FundersBack)) {
	let world = World::new().with_funders().with_cover(A, cover);
	world.with_cover(B, cover).with_cover(C, cover / 2).run(|| {
		let all = [Advancer::Merchant, Advancer::Platform, Advancer::Guarantee];
		refunded_by(policy, if advances { &all } else { &[] });
		back_to(back);
		FakeLedger::put_money(GUARANTEE_B, Amount(if advances { 500 } else { 0 }));
		let whole = 4 * START + if advances { 500 } else { 0 };
		let mut game = Game { orders: Vec::new(), closed: [false; 3], now: 0, whole };
		for (number, act) in acts.iter().enumerate() {
			game.play(number, act);
			check();
			compare(&game.orders, game.whole);
		}
		end_all(&game);
		refund_all(&game.orders);
	});
}

impl Game {
	fn play(&mut self, number: usize, act: &Act) {
		let text = format!("a{number}");
		match act {
			Act::Place { .. } => self.place(number, act),
			Act::Release { order, amount } => {
				let what = ReleaseWhat::Amount(Amount(*amount));
				release(self.orders.get(*order), reference(&text), what, self.closed);
			}
			Act::ReleaseLegs { order, legs } => {
				let legs: Vec<u8> = (1..=3).filter(|leg| legs & (1 << (leg - 1)) != 0).collect();
				let what = ReleaseWhat::Legs(legs.try_into().unwrap());
				release(self.orders.get(*order), reference(&text), what, self.closed);
			}
			Act::Refund { order, amount } => {
				refund_some(*amount, || refund(SHOP, &text, self.id(*order), *amount));
			}
			Act::RefundByBody { order, amount } => {
				let Some(order) = self.orders.get(*order) else { return };
				refund_some(*amount, || refund_of(SHOP, &text, &order.body, *amount));
			}
			Act::Return { order, leg, amount } => self.give_back(*order, &text, *leg, *amount),
			Act::Collect { account } => {
				let _ = Escrow::collect(signed(FRIEND), PAYEES[*account]);
			}
			Act::Spend { account } => {
				self.whole -= money(PAYEES[*account]).0;
				empty(PAYEES[*account]);
			}
			Act::Retry { order } => {
				let _ = Escrow::retry_parked(signed(FRIEND), self.id(*order));
			}
			Act::Flip { account } => {
				self.closed[*account] = !self.closed[*account];
				set_no_credit(PAYEES[*account], self.closed[*account]);
			}
			Act::Wait { minutes } => {
				self.now += minutes;
				jump_to(in_minutes(self.now));
			}
		}
	}

	fn id(&self, order: usize) -> OrderId {
		self.orders.get(order).map_or(OrderId([9; 22]), |order| order.id)
	}

	fn place(&mut self, number: usize, act: &Act) {
		let Act::Place { amount, freight, bare, rules, .. } = act else { return };
		let body = body(number, act, self.now).unwrap();
		if Escrow::place(signed(BUYER), body.clone()).is_ok() {
			let id = id_of(&body, BUYER);
			let sells = *amount > freight + amount / 10;
			let stands_in = *rules == 1 && !bare && sells;
			self.orders.push(Known { id, body, amount: *amount, stands_in });
		}
	}

	fn give_back(&self, order: usize, text: &str, leg: u8, amount: u64) {
		let Some(order) = self.orders.get(order) else { return };
		let (payee, by) = [(CARRIER_B, CARRIER), (PLATFORM_A, PLATFORM)][usize::from(leg - 1)];
		let before = money(payee).0;
		if give_back(by, text, &order.body, leg, amount).is_ok() {
			assert_eq!(money(payee).0, before - amount);
		}
	}
}

/// Every order ends once nothing is in the way, whatever happened before.
fn end_all(game: &Game) {
	let Game { orders, now, whole, .. } = game;
	for payee in PAYEES {
		set_no_credit(payee, false);
	}
	[A, B, C].into_iter().for_each(|bank| FakeLedger::limit(bank, u64::MAX.into()));
	for order in orders {
		let _ = Escrow::retry_parked(signed(FRIEND), order.id);
	}
	pass_to(in_minutes(now + 60));
	assert!(FUNDERS.iter().all(|funder| money(*funder).1 == 0));
	compare(orders, *whole);
}

/// Once all that can be is refunded, and all that is owed collected, the funders stand where they began.
fn refund_all(orders: &[Known]) {
	for payee in PAYEES {
		FakeLedger::issue(payee, 1_000_000);
		let _ = Escrow::collect(signed(FRIEND), payee);
	}
	for (number, order) in orders.iter().enumerate() {
		let left = Escrow::refundable(order.id, Some(&order.body));
		let left = left.map_or(0, |left| left.refundable.0);
		if left > 0 {
			assert_ok!(refund_of(SHOP, &format!("all{number}"), &order.body, left));
			check();
		}
	}
	assert_eq!(FUNDERS.map(money), [(START, 0); 4]);
}

/// What the funders have and nothing holds.
fn funders_have() -> u64 {
	FUNDERS.map(|funder| money(funder).0).iter().sum()
}

/// Tries a refund; where it is done, the funders got all but what is due.
fn refund_some(asked: u64, refund: impl FnOnce() -> DispatchResultWithPostInfo) {
	let before = funders_have();
	events();
	if refund().is_ok() {
		let told = events().into_iter().find_map(|event| match event {
			Event::Refunded { amount, due, .. } => Some((amount.0, due.0)),
			_ => None,
		});
		let (amount, due) = told.expect("a refund is told");
		assert_eq!((funders_have() - before, amount + due), (amount, asked));
	}
}

/// Tries a release; where it is done, each payee got what the model says.
fn release(order: Option<&Known>, name: Reference, what: ReleaseWhat, closed: [bool; 3]) {
	let Some(Known { id, stands_in, .. }) = order else { return };
	let before = [CARRIER_B, PLATFORM_A, SHOP_B].map(money);
	let rests = open_rests(*id);
	let shares = match &what {
		ReleaseWhat::Amount(amount) => shares(amount.0, rests),
		ReleaseWhat::Legs(legs) => {
			[0, 1, 2].map(|leg| if legs.contains(&(leg as u8 + 1)) { rests[leg] } else { 0 })
		}
		ReleaseWhat::All | ReleaseWhat::Milestone(_) => rests,
	};
	if Escrow::release(signed(BUYER), name, *id, what).is_ok() {
		expect_release(shares, before, closed, *stands_in);
	}
}

/// What each leg is still to get.
fn open_rests(id: OrderId) -> [u64; 3] {
	let details = Escrow::order(id).and_then(|order| order.details);
	let legs = details.map(|details| details.legs).unwrap_or_default();
	let rest = legs
		.iter()
		.map(|leg| (leg.payee, leg.entitlement.0 - leg.released.0 - leg.refunded.0 - leg.parked.0));
	let rests: BTreeMap<AccountNo, u64> = rest.collect();
	let of = |account| rests.get(&account).copied().unwrap_or_default();
	[CARRIER_B, PLATFORM_A, SHOP_B].map(of)
}

/// What a release gives each leg (O3): the floor of its part, and of the units left over one each to
/// the largest fractions, the earlier leg first.
fn shares(amount: u64, rests: [u64; 3]) -> [u64; 3] {
	let whole = rests.iter().sum::<u64>().max(1);
	let mut shares = [0; 3];
	let mut fractions = Vec::new();
	for (leg, rest) in rests.into_iter().enumerate() {
		let product = amount * rest;
		shares[leg] = product / whole;
		fractions.push((Reverse(product % whole), leg));
	}
	fractions.sort();
	let left = amount.saturating_sub(shares.iter().sum()) as usize;
	fractions.into_iter().take(left).for_each(|(_, leg)| shares[leg] += 1);
	shares
}

/// Each payee got its share, and nothing where it takes no credit; the shop got the carrier's, where
/// the rule set says so.
fn expect_release(shares: [u64; 3], before: [(u64, u64); 3], closed: [bool; 3], stands_in: bool) {
	let [no_carrier, no_platform, no_shop] = closed;
	let [freight, fee, goods] = shares;
	let in_place = if stands_in && no_carrier { freight } else { 0 };
	let due = [
		if no_carrier { 0 } else { freight },
		if no_platform { 0 } else { fee },
		if no_shop { 0 } else { goods + in_place },
	];
	let after = [CARRIER_B, PLATFORM_A, SHOP_B].map(money);
	let whole = |(available, held): (u64, u64)| available + held;
	let got: Vec<u64> =
		before.iter().zip(after).map(|(before, after)| whole(after) - whole(*before)).collect();
	assert_eq!(got, due);
}

/// What a world is after these orders: rows of orders and money.
fn after_placing(
	bodies: &[OrderBody],
	closed: bool,
	place: fn(&[OrderBody]),
) -> impl PartialEq + Debug {
	let mut end = None;
	World::new().with_funders().with_cover(A, 4_000).run(|| {
		set_no_credit(CARRIER_B, closed);
		place(bodies);
		let orders: BTreeMap<_, _> = crate::Orders::<Test>::iter().collect();
		let accounts = ACCOUNTS.map(money);
		let leaves = FakeLedger::leaves();
		end = Some((orders, accounts, leaves, FakeLedger::position(A), FakeLedger::promised(A)));
	});
	end
}

fn any_body() -> impl Strategy<Value = OrderBody> {
	let parts = (0u8..6, 1u64..3_000, 0u64..100, any::<bool>(), any::<bool>(), 0u8..4);
	parts.prop_map(|(name, amount, freight, now, to_merchant, others)| {
		let rules = if to_merchant { TO_MERCHANT } else { MARKET };
		let order = split(&format!("o{name}"), amount, rules, &MARKET_PARTIES, &[(0, freight)]);
		let order = with_others(order, others);
		match now {
			true => order,
			false => held(order),
		}
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_batch_does_what_its_orders_do_one_by_one(
		bodies in prop::collection::vec(any_body(), 1..12),
		closed in any::<bool>(),
	) {
		let singly = after_placing(&bodies, closed, |bodies| {
			for body in bodies {
				let _ = Escrow::place(signed(BUYER), body.clone());
			}
		});
		let batched = after_placing(&bodies, closed, |bodies| {
			let item = |body: &OrderBody| Item::try_from(vec![body.clone()]).unwrap();
			let items: Vec<Item> = bodies.iter().map(item).collect();
			assert_ok!(Escrow::place_batch(signed(BUYER), items.try_into().unwrap()));
		});
		assert!(singly == batched, "{singly:?} differs from {batched:?}");
	}

	#[test]
	fn orders_live_as_the_model_says(
		acts in prop::collection::vec(any_act(), 1..40),
		cover in 0u64..8_000,
		policy in 0u8..3,
		advances in any::<bool>(),
		payer_first in any::<bool>(),
	) {
		let policies =
			[RefundPolicy::ProRata, RefundPolicy::MerchantFirst, RefundPolicy::FeesKept];
		let back = if payer_first { FundersBack::PayerFirst } else { FundersBack::ProRata };
		play(&acts, cover, policies[usize::from(policy)], (advances, back));
	}
}
