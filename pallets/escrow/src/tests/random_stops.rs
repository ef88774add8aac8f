// SPDX-License-Identifier: Apache-2.0

//! Random lives of orders that are frozen and disputed: the money of the world never changes, every order
//! ends, and a refund of all that is left ends where it always does.

use crate::{fake_ledger::*, mock::*, types::*};
use frame::testing_prelude::*;
use proptest::prelude::{
	any as any_of, prop, prop_oneof, proptest, Just, ProptestConfig, Strategy,
};
use split_ledger_primitives::{
	AccountNo, Amount, CoverMode, ExpiryPolicy, OrderBody, OrderId, Reference, RefundPolicy,
	ReleaseMode, Side,
};

#[derive(Clone, Debug)]
enum Act {
	Release(u64),
	Refund(u64),
	Freeze { supervisor: bool, minutes: u64 },
	Lift,
	Dispute { merchant: bool },
	Answer,
	Withdraw,
	Resolve(u32),
	Retry,
	Flip(usize),
	Wait(u64),
}

/// Which order, what.
type Step = (usize, Act);

fn any_step() -> impl Strategy<Value = Step> {
	let freeze = (any_of::<bool>(), 1u64..4_000);
	let freeze = freeze.prop_map(|(supervisor, minutes)| Act::Freeze { supervisor, minutes });
	let act = prop_oneof![
		2 => (1u64..600).prop_map(Act::Release),
		2 => (1u64..400).prop_map(Act::Refund),
		2 => freeze,
		1 => Just(Act::Lift),
		4 => any_of::<bool>().prop_map(|merchant| Act::Dispute { merchant }),
		3 => Just(Act::Answer),
		1 => Just(Act::Withdraw),
		3 => (0u32..=1_000_000).prop_map(Act::Resolve),
		1 => Just(Act::Retry),
		1 => (0usize..3).prop_map(Act::Flip),
		3 => (1u64..2_000).prop_map(Act::Wait),
	];
	(0usize..3, act)
}

struct Game {
	orders: Vec<(OrderId, OrderBody)>,
	closed: [bool; 3],
	minutes: u64,
}

/// Orders of less than three days; the judge decides about the first one whoever is silent.
fn body(number: usize, expiry: u8, cover: CoverMode) -> OrderBody {
	let policies = [ExpiryPolicy::Payer, ExpiryPolicy::Payees, ExpiryPolicy::Merchant];
	let expiry = policies[usize::from(expiry)];
	let deadline = Some(in_minutes(3_000 + 500 * number as u64));
	let release = ReleaseMode::Held { after: None, deadline, expiry, cover };
	let order = OrderBody { release, ..refunded(&format!("o{number}")) };
	match number {
		0 => disputable(order),
		_ => or_lose(order),
	}
}

fn named(text: &str) -> Reference {
	let date = neighbours(|all| all.now).date();
	Reference { date, ..reference(text) }
}

const PAYEES: [AccountNo; 3] = [CARRIER_B, PLATFORM_A, SHOP_B];

impl Game {
	/// What is refused leaves nothing behind; what is done keeps what `check` and `compare` ask.
	fn play(&mut self, number: usize, (order, act): &Step) {
		let (id, body) = self.orders[*order].clone();
		let (name, boxed) = (named(&format!("a{number}")), || Some(Box::new(body.clone())));
		let _ = match act {
			Act::Release(amount) => {
				let what = ReleaseWhat::Amount(Amount(*amount));
				Escrow::release(signed(BUYER), name, id, what).is_ok()
			}
			Act::Refund(amount) => {
				Escrow::refund(signed(SHOP), name, id, Amount(*amount), boxed()).is_ok()
			}
			Act::Freeze { supervisor, minutes } => {
				let who = if *supervisor { SUPERVISOR } else { BANK_A };
				freeze(who, id, self.minutes + minutes).is_ok()
			}
			Act::Lift => lift(BANK_A, id).is_ok(),
			Act::Dispute { merchant: true } => {
				Escrow::dispute(signed(SHOP), id, Side::Merchant, LETTER, boxed()).is_ok()
			}
			Act::Dispute { merchant: false } => {
				Escrow::dispute(signed(BUYER), id, Side::Payer, LETTER, boxed()).is_ok()
			}
			Act::Answer => [BUYER, SHOP]
				.iter()
				.any(|by| Escrow::answer_dispute(signed(*by), id, LETTER, boxed()).is_ok()),
			Act::Withdraw => [BUYER, SHOP]
				.iter()
				.any(|by| Escrow::withdraw_dispute(signed(*by), id, boxed()).is_ok()),
			Act::Resolve(ppm) => {
				Escrow::resolve_dispute(signed(JUDGE), name, id, *ppm, LETTER, boxed()).is_ok()
			}
			Act::Retry => Escrow::retry_parked(signed(FRIEND), id).is_ok(),
			Act::Flip(account) => {
				self.closed[*account] = !self.closed[*account];
				set_no_credit(PAYEES[*account], self.closed[*account]);
				true
			}
			Act::Wait(minutes) => {
				self.minutes += minutes;
				pass_to(in_minutes(self.minutes));
				true
			}
		};
	}

	fn compare(&self, whole: u64) {
		let all = [BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B, UNCLAIMED_A].map(money);
		assert_eq!(all.iter().map(|(available, held)| available + held).sum::<u64>(), whole);
		for (id, _) in &self.orders {
			let details = Escrow::order(*id).and_then(|order| order.details);
			let Some(details) = details else { continue };
			let parts = [details.remaining, details.released, details.refunded];
			assert_eq!(parts.iter().map(|part| part.0).sum::<u64>(), 1_000);
		}
	}
}

fn play(steps: &[Step], cover: u64, policy: RefundPolicy, expiry: u8) {
	World::new().with_cover(A, cover).run(|| {
		refunded_by(policy, &[]);
		let modes = [CoverMode::AtPlacement, CoverMode::AtPlacement, CoverMode::AtRelease];
		let bodies = (0usize..).zip(modes).map(|(number, mode)| body(number, expiry, mode));
		let orders = bodies.map(|body| (place(&body), body)).collect();
		let mut game = Game { orders, closed: [false; 3], minutes: 0 };
		for (number, step) in steps.iter().enumerate() {
			game.play(number, step);
			check();
			game.compare(10_000);
		}
		end_all(&game);
	});
}

/// Once nothing stops them all are over; then all that is left is refunded.
fn end_all(game: &Game) {
	PAYEES.into_iter().for_each(|payee| set_no_credit(payee, false));
	FakeLedger::limit(A, u64::MAX.into());
	for (number, (id, _)) in game.orders.iter().enumerate() {
		let _ = lift(SUPERVISOR, *id);
		let _ = Escrow::retry_parked(signed(FRIEND), *id);
		let _ = withdraw(BUYER, *id).or_else(|_| withdraw(SHOP, *id));
		// One that was answered is decided.
		let name = reference(&format!("end{number}"));
		let _ = Escrow::resolve_dispute(signed(JUDGE), name, *id, 0, LETTER, None);
	}
	pass_to(in_minutes(game.minutes + 4_500));
	assert_eq!(money(BUYER_A).1, 0);
	game.compare(10_000);
	for payee in PAYEES {
		FakeLedger::issue(payee, 1_000_000);
		let _ = Escrow::collect(signed(FRIEND), payee);
	}
	for (number, (id, body)) in game.orders.iter().enumerate() {
		let left = Escrow::refundable(*id, Some(body)).map_or(0, |left| left.refundable.0);
		if left > 0 {
			let (name, body) = (named(&format!("all{number}")), Some(Box::new(body.clone())));
			assert_ok!(Escrow::refund(signed(SHOP), name, *id, Amount(left), body));
			check();
		}
	}
	assert_eq!(money(BUYER_A), (10_000, 0));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn orders_that_are_stopped_live_on_to_the_unit(
		steps in prop::collection::vec(any_step(), 1..40),
		cover in 1_800u64..4_000,
		(policy, expiry) in (0usize..3, 0u8..3),
	) {
		let policies =
			[RefundPolicy::ProRata, RefundPolicy::MerchantFirst, RefundPolicy::FeesKept];
		play(&steps, cover, policies[policy], expiry);
	}
}
