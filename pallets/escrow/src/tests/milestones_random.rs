// SPDX-License-Identifier: Apache-2.0

//! Random lives of orders in milestones against a plain model: it knows what is open of each milestone
//! and which facts its one condition waits for, and nothing of legs, hints and rows (INV-ESC-9).

use crate::{fake_ledger::*, mock::*, types::*};
use frame::testing_prelude::*;
use proptest::prelude::{
	any as anything, prop, prop_oneof, proptest, Just, ProptestConfig, Strategy,
};
use split_ledger_primitives::{
	Check, Clause, EvidenceKind, ExpiryPolicy, OrderId, OrderStatus, Stated,
};
use std::cmp::Reverse;

#[derive(Clone, Debug)]
enum Act {
	Confirm { milestone: usize },
	Witness { milestone: usize, who: usize },
	Release { milestone: usize, by_payer: bool },
	Refund { amount: u64 },
	Flip,
	Retry,
	Wait { minutes: u64 },
}

/// What a milestone waits for.
#[derive(Clone, Copy, Debug)]
enum Waits {
	Payer,
	TwoOfThree,
	Time(u64),
	Nothing,
}

/// What the model knows of a milestone.
#[derive(Clone, Debug)]
struct Known {
	open: u64,
	waits: Waits,
	confirmed: bool,
	witnesses: [bool; 3],
	met: bool,
}

fn any_waits() -> impl Strategy<Value = Waits> {
	prop_oneof![
		Just(Waits::Payer),
		Just(Waits::TwoOfThree),
		(1u64..30).prop_map(Waits::Time),
		Just(Waits::Nothing),
	]
}

fn any_act() -> impl Strategy<Value = Act> {
	prop_oneof![
		2 => (0usize..4).prop_map(|milestone| Act::Confirm { milestone }),
		3 => (0usize..4, 0usize..3).prop_map(|(milestone, who)| Act::Witness { milestone, who }),
		2 => (0usize..4, anything::<bool>())
			.prop_map(|(milestone, by_payer)| Act::Release { milestone, by_payer }),
		3 => (1u64..400).prop_map(|amount| Act::Refund { amount }),
		1 => Just(Act::Flip),
		1 => Just(Act::Retry),
		2 => (1u64..9).prop_map(|minutes| Act::Wait { minutes }),
	]
}

impl Known {
	fn clauses(&self) -> Vec<Clause> {
		match self.waits {
			Waits::Payer => vec![any(&[Check::PayerConfirms])],
			Waits::TwoOfThree => vec![any(&[witness(EvidenceKind::Inspected, 2)])],
			Waits::Time(minutes) => vec![any(&[Check::TimeReached(in_minutes(minutes))])],
			Waits::Nothing => vec![],
		}
	}

	fn stated(&mut self) {
		let enough = self.witnesses.iter().filter(|seen| **seen).count() >= 2;
		self.met |= self.confirmed || enough;
	}
}

struct Game {
	order: OrderId,
	known: Vec<Known>,
	now: u64,
	closed: bool,
}

impl Game {
	fn is_open(&self) -> bool {
		status(self.order) == OrderStatus::Held
	}

	fn unreleased(&self) -> u64 {
		if self.is_open() {
			row(self.order).unreleased().unwrap().0
		} else {
			0
		}
	}

	fn play(&mut self, text: &str, act: &Act) {
		match act {
			Act::Confirm { milestone } => self.confirm(*milestone),
			Act::Witness { milestone, who } => self.witness(*milestone, *who),
			Act::Release { milestone, by_payer } => self.release(text, *milestone, *by_payer),
			Act::Refund { amount } => {
				let before = self.unreleased();
				let _ = refund(SHOP, text, self.order, *amount);
				self.lower(before - self.unreleased());
			}
			Act::Flip => {
				self.closed = !self.closed;
				set_no_credit(CARRIER_B, self.closed);
			}
			Act::Retry => {
				let _ = Escrow::retry_parked(signed(FRIEND), self.order);
			}
			Act::Wait { minutes } => self.wait(*minutes),
		}
	}

	fn confirm(&mut self, place: usize) {
		let told = attest(BUYER, self.order, place as u8 + 1, Stated::PayerConfirms);
		let is_open = self.is_open();
		let Some(known) = self.known.get_mut(place) else { return assert!(told.is_err()) };
		let asked = matches!(known.waits, Waits::Payer);
		assert_eq!(told.is_ok(), is_open && asked && (known.open > 0 || known.confirmed));
		known.confirmed |= told.is_ok();
		known.stated();
	}

	fn witness(&mut self, place: usize, who: usize) {
		let told = attest(INSPECTORS[who], self.order, place as u8 + 1, INSPECTED);
		let is_open = self.is_open();
		let Some(known) = self.known.get_mut(place) else { return assert!(told.is_err()) };
		let asked = matches!(known.waits, Waits::TwoOfThree);
		assert_eq!(told.is_ok(), is_open && asked && (known.open > 0 || known.witnesses[who]));
		known.witnesses[who] |= told.is_ok();
		known.stated();
	}

	fn release(&mut self, text: &str, place: usize, by_payer: bool) {
		let was_open = self.is_open();
		let (who, what) =
			(if by_payer { BUYER } else { FRIEND }, ReleaseWhat::Milestone(place as u8 + 1));
		let done = Escrow::release(signed(who), reference(text), self.order, what);
		let Some(known) = self.known.get_mut(place) else { return assert!(done.is_err()) };
		// Who comes at its moment need not wait for the clock.
		let has_come = matches!(known.waits, Waits::Time(at) if at <= self.now);
		let may = by_payer || known.met || has_come;
		assert_eq!(done.is_ok(), was_open && known.open > 0 && may);
		if done.is_ok() {
			known.open = 0;
		}
	}

	/// The clock looks once a minute is over: so it has told of all moments before this one, and of this
	/// one only where something else made it look.
	fn wait(&mut self, minutes: u64) {
		self.now += minutes;
		pass_to(in_minutes(self.now));
		let row = self.is_open().then(|| row(self.order));
		for (number, known) in (1..).zip(&mut self.known) {
			if let Waits::Time(at) = known.waits {
				let told = row.as_ref().is_none_or(|row| row.progress.is_met(number));
				known.met |= at < self.now || (at == self.now && told);
			}
			if known.met {
				known.open = 0;
			}
		}
	}

	/// What left otherwise is divided by what is open: the floors first, then a unit each to the largest
	/// fractions, the earlier milestone first.
	fn lower(&mut self, gone: u64) {
		let whole = self.known.iter().map(|known| known.open).sum::<u64>().max(1);
		let mut fractions = Vec::new();
		let mut left = gone;
		for (place, known) in self.known.iter_mut().enumerate() {
			let product = gone * known.open;
			fractions.push((Reverse(product % whole), place));
			known.open -= product / whole;
			left -= product / whole;
		}
		fractions.sort();
		for (_, place) in fractions.into_iter().take(left as usize) {
			self.known[place].open -= 1;
		}
	}

	fn compare(&self) {
		let open: Vec<u64> = self.known.iter().map(|known| known.open).collect();
		if self.is_open() {
			assert_eq!(open_of(self.order), open);
		} else {
			assert_eq!(open.iter().sum::<u64>(), 0);
		}
	}
}

fn all_money() -> u64 {
	let accounts = [BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B, UNCLAIMED_A, GUARANTEE_B];
	accounts.map(money).iter().map(|(available, held)| available + held).sum()
}

fn play(parts: &[(u64, Waits)], acts: &[Act], expiry: ExpiryPolicy) {
	World::new().run(|| {
		let known = parts.iter().map(|(amount, waits)| Known {
			open: *amount,
			waits: *waits,
			confirmed: false,
			witnesses: [false; 3],
			met: false,
		});
		let known: Vec<Known> = known.collect();
		let milestones: Vec<_> =
			known.iter().map(|known| milestone(known.open, &known.clauses())).collect();
		let whole = parts.iter().map(|(amount, _)| amount).sum();
		let body = split("o", whole, MARKET, &MARKET_PARTIES, &[(0, whole / 20)]);
		let order = place(&agreed_until(body, &milestones, 40, expiry));
		let mut game = Game { order, known, now: 0, closed: false };
		for (number, act) in acts.iter().enumerate() {
			// The deadline is the end of the model.
			if game.now > 30 {
				break;
			}
			game.play(&format!("a{number}"), act);
			check();
			game.compare();
			assert_eq!(all_money(), 10_000);
		}
		set_no_credit(CARRIER_B, false);
		let _ = Escrow::retry_parked(signed(FRIEND), order);
		pass_to(in_minutes(50));
		assert_eq!((game.is_open(), FakeLedger::promised(A)), (false, 0));
		assert_eq!((money(BUYER_A).1, all_money()), (0, 10_000));
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn milestones_live_as_the_model_says(
		parts in prop::collection::vec((1u64..900, any_waits()), 1..5),
		acts in prop::collection::vec(any_act(), 1..40),
		expiry in 0u8..3,
	) {
		let policies = [ExpiryPolicy::Payer, ExpiryPolicy::Payees, ExpiryPolicy::Merchant];
		play(&parts, &acts, policies[usize::from(expiry)]);
	}
}
