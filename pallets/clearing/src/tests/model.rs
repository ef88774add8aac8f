// SPDX-License-Identifier: Apache-2.0

//! Any sequence of items, closes, settlements and acts of the agent, against a model that keeps a
//! list of all payments and adds them up again for each question.

use crate::{
	mock::{Move::*, *},
	Currencies, Error,
};
use frame::testing_prelude::*;
use proptest::prelude::*;
use split_ledger_primitives::{
	limits::{RETENTION_DAYS, UNSETTLED_CYCLES_MAX},
	ports::Clearing as _,
	Amount, BankIndex, CycleNo, Date,
};
use std::collections::BTreeSet;

const BANKS: usize = 4;
const MINUTE: u64 = 60_000;

/// What a step of a sequence does.
#[derive(Clone, Debug)]
enum Act {
	Item(Vec<Move>),
	Issue(usize, u64),
	SetCap(usize, u64),
	Request(usize, u64),
	Decide(usize, bool),
	SetGross(usize, usize, bool),
	SetLater(bool),
	Close,
	Settle(usize),
	Pass(u64),
	Prune(u32),
}

/// A bank of the model.
#[derive(Clone, Debug, Default)]
struct Bank {
	reserve: i128,
	earmarked: i128,
	cap: i128,
	promised: i128,
}

/// Debtor, creditor, amount.
type Payment = (usize, usize, i128);

/// What the clauses say, and nothing else.
#[derive(Clone, Debug, Default)]
struct Model {
	banks: Vec<Bank>,
	/// The payments of the open cycle.
	open: Vec<Payment>,
	/// The cycles that are not settled, with their payments.
	unsettled: Vec<(u32, Vec<Payment>)>,
	cycle: u32,
	later: bool,
	gross: BTreeSet<(usize, usize)>,
	withdrawals: Vec<(String, usize, i128)>,
	/// What each bank sent less what it received, over all time.
	sent: Vec<i128>,
	/// The minute from which on the cycle is due.
	due: u64,
	/// The millisecond that it is.
	now: u64,
}

fn position_in(payments: &[Payment], bank: usize) -> i128 {
	let sum = |of: &dyn Fn(&Payment) -> bool| -> i128 {
		payments.iter().filter(|one| of(one)).map(|one| one.2).sum()
	};
	sum(&|one| one.0 == bank) - sum(&|one| one.1 == bank)
}

impl Model {
	fn new() -> Self {
		let bank = Bank { reserve: 1_000, cap: 700, ..Default::default() };
		let now = START.0;
		Self {
			banks: vec![bank; BANKS],
			sent: vec![0; BANKS],
			due: now / MINUTE + 1,
			now,
			..Default::default()
		}
	}

	fn position(&self, bank: usize) -> i128 {
		position_in(&self.open, bank)
	}

	fn owed(&self, bank: usize) -> i128 {
		self.unsettled.iter().map(|(_, payments)| position_in(payments, bank).max(0)).sum()
	}

	fn demand(&self, bank: usize) -> i128 {
		self.position(bank).max(0) + self.banks[bank].promised
	}

	fn is_short(&self, bank: usize) -> bool {
		let row = &self.banks[bank];
		row.reserve - row.earmarked < self.owed(bank) + self.demand(bank)
	}

	fn is_gross(&self, a: usize, b: usize) -> bool {
		self.gross.contains(&(a.min(b), a.max(b)))
	}

	fn pay(&mut self, from: BankIndex, to: BankIndex, amount: u64) {
		let (from, to, amount) = (usize::from(from.0), usize::from(to.0), amount.into());
		self.sent[from] += amount;
		self.sent[to] -= amount;
		if self.is_gross(from, to) {
			self.banks[from].reserve -= amount;
			self.banks[to].reserve += amount;
		} else {
			self.open.push((from, to, amount));
		}
	}

	/// The model after an item, or what the clauses refuse it for.
	fn item(&self, moves: &[Move]) -> Result<Self, Error<Test>> {
		let mut after = self.clone();
		let mut touched = BTreeSet::new();
		for one in moves {
			match *one {
				Pay(from, to, amount) | Release(from, to, amount) => {
					after.pay(from, to, amount);
					touched.extend([from.0, to.0].map(usize::from));
				}
				Promise(from, _) | Unpromise(from, _) => {
					touched.insert(from.0.into());
				}
			}
			match *one {
				Pay(..) => {}
				Promise(from, amount) => {
					after.banks[usize::from(from.0)].promised += i128::from(amount);
				}
				Release(from, _, amount) | Unpromise(from, amount) => {
					after.banks[usize::from(from.0)].promised -= i128::from(amount);
				}
			}
		}
		for bank in &touched {
			ensure!(after.banks[*bank].promised >= 0, Error::PromiseMissing);
			ensure!(after.banks[*bank].reserve >= 0, Error::ShortOfLiquidity);
		}
		ensure!(!touched.iter().any(|bank| after.is_short(*bank)), Error::ShortOfLiquidity);
		let over = |bank: &usize| after.demand(*bank) > after.banks[*bank].cap;
		ensure!(!touched.iter().any(over), Error::OverCap);
		Ok(after)
	}

	fn settle(&mut self, at: usize) {
		let (_, payments) = self.unsettled.remove(at);
		for bank in 0..BANKS {
			self.banks[bank].reserve -= position_in(&payments, bank);
		}
	}

	fn close(&mut self) {
		if self.later && self.unsettled.len() == UNSETTLED_CYCLES_MAX as usize {
			self.settle(0);
		}
		let payments = std::mem::take(&mut self.open);
		self.unsettled.push((self.cycle, payments));
		self.cycle += 1;
		if !self.later {
			self.settle(self.unsettled.len() - 1);
		}
	}

	/// Lets time pass. A cycle whose payments were all gross closes too, so the chain is asked.
	fn pass(&mut self, ms: u64, posted: bool) {
		self.now += ms;
		if self.now / MINUTE >= self.due {
			self.due = self.now / MINUTE + 1;
			if posted {
				self.close();
			}
		}
	}
}

/// Does a step to chain and model; what the model refuses, the chain must refuse for the same.
fn act(model: &mut Model, number: usize, act: &Act) {
	let bank = |at: usize| BankIndex(at as u8);
	match act {
		Act::Item(moves) => match model.item(moves) {
			Ok(after) => {
				assert_eq!(item(moves), Ok(()));
				*model = after;
			}
			Err(error) => {
				assert_storage_noop!(assert_eq!(item(moves), refused(error)));
			}
		},
		Act::Issue(at, amount) => {
			assert_ok!(issue(&format!("issue/{number}"), bank(*at), *amount));
			model.banks[*at].reserve += i128::from(*amount);
		}
		Act::SetCap(at, amount) => set_cap(model, *at, *amount),
		Act::Request(at, amount) => ask_back(model, &format!("request/{number}"), *at, *amount),
		Act::Decide(which, confirm) => decide(model, *which, *confirm),
		Act::SetGross(a, b, gross) => {
			let (a, b) = (*a.min(b), *a.max(b));
			assert_ok!(Clearing::set_gross(agent(), CNY, bank(a), bank(b), *gross));
			if *gross {
				model.gross.insert((a, b));
			} else {
				model.gross.remove(&(a, b));
			}
		}
		Act::SetLater(later) => {
			assert_ok!(Clearing::set_settlement(agent(), CNY, *later));
			model.later = *later;
		}
		Act::Close => {
			assert_ok!(close());
			model.close();
		}
		Act::Settle(which) => {
			if !model.unsettled.is_empty() {
				let which = which % model.unsettled.len();
				assert_ok!(settle(model.unsettled[which].0));
				model.settle(which);
			}
		}
		Act::Pass(ms) => {
			let posted = Currencies::<Test>::get(CNY).expect("open").posted.is_some();
			next_block(*ms);
			model.pass(*ms, posted);
		}
		// Whatever of it is forgotten, the model stands where it stood.
		Act::Prune(most) => {
			let over = Date(TODAY.0 + RETENTION_DAYS + 1);
			assert_ok!(Clearing::prune_cycles(CNY, over, *most));
		}
	}
}

fn refused(error: Error<Test>) -> DispatchResult {
	Err(error.into())
}

fn set_cap(model: &mut Model, at: usize, amount: u64) {
	let expected = if i128::from(amount) < model.demand(at) {
		refused(Error::CapBelowPosition)
	} else if i128::from(amount) > model.banks[at].reserve {
		refused(Error::CapOverReserve)
	} else {
		model.banks[at].cap = amount.into();
		Ok(())
	};
	assert_eq!(cap(BankIndex(at as u8), amount), expected);
}

fn ask_back(model: &mut Model, text: &str, at: usize, amount: u64) {
	let mut after = model.clone();
	after.banks[at].earmarked += i128::from(amount);
	after.withdrawals.push((text.into(), at, amount.into()));
	let short = after.is_short(at);
	let expected = if short { refused(Error::ShortOfLiquidity) } else { Ok(()) };
	assert_eq!(request(text, BankIndex(at as u8), amount), expected);
	if !short {
		*model = after;
	}
}

fn decide(model: &mut Model, which: usize, confirm: bool) {
	if model.withdrawals.is_empty() {
		return;
	}
	let (text, at, amount) = model.withdrawals.remove(which % model.withdrawals.len());
	let bank = BankIndex(at as u8);
	// References of a bank are of the date on which they were made: these tests stay within one.
	let id = key_of(bank, &text);
	model.banks[at].earmarked -= amount;
	if confirm {
		model.banks[at].reserve -= amount;
		assert_ok!(Clearing::confirm_withdrawal(agent(), bank, id));
	} else {
		assert_ok!(Clearing::reject_withdrawal(agent(), bank, id));
	}
}

/// Whether the chain stands where the model does, and everything holds that must.
fn compare(model: &Model) {
	for at in 0..BANKS {
		let bank = BankIndex(at as u8);
		let row = row(bank);
		let modelled = &model.banks[at];
		assert_eq!(row.reserve.position(), modelled.reserve);
		assert_eq!(row.earmarked.position(), modelled.earmarked);
		assert_eq!(row.cap.position(), modelled.cap);
		assert_eq!(row.promised.position(), modelled.promised);
		assert_eq!(row.owed.position(), model.owed(at));
		assert_eq!(row.position, model.position(at));
		assert_eq!(Clearing::sent_less_received(CNY, bank), model.sent[at]);
		let headroom = Clearing::limits(CNY, bank).expect("joined").headroom;
		let other = BankIndex(((at + 1) % BANKS) as u8);
		if !model.is_gross(at, usize::from(other.0)) {
			let fits = |amount: Amount| {
				amount.is_zero() || model.item(&[Pay(bank, other, amount.0)]).is_ok()
			};
			assert!(fits(headroom) && !fits(Amount(headroom.0 + 1)));
		}
	}
	assert_eq!(Clearing::open_cycle(CNY).map(|cycle| cycle.0), Some(model.cycle));
	assert_ok!(Clearing::check_invariants());
}

fn any_bank() -> impl Strategy<Value = usize> {
	0..BANKS
}

fn any_pair() -> impl Strategy<Value = (usize, usize)> {
	(0..BANKS, 1..BANKS).prop_map(|(one, step)| (one, (one + step) % BANKS))
}

fn any_move() -> impl Strategy<Value = Move> {
	let bank = |at: usize| BankIndex(at as u8);
	prop_oneof![
		4 => (any_pair(), 1..600u64).prop_map(move |((a, b), n)| Pay(bank(a), bank(b), n)),
		3 => (any_pair(), 1..120u64).prop_map(move |((a, b), n)| Release(bank(a), bank(b), n)),
		3 => (any_bank(), 1..300u64).prop_map(move |(a, n)| Promise(bank(a), n)),
		1 => (any_bank(), 1..120u64).prop_map(move |(a, n)| Unpromise(bank(a), n)),
	]
}

fn any_act() -> impl Strategy<Value = Act> {
	prop_oneof![
		24 => prop::collection::vec(any_move(), 1..5).prop_map(Act::Item),
		1 => (any_bank(), 1..500u64).prop_map(|(at, amount)| Act::Issue(at, amount)),
		3 => (any_bank(), 0..2_000u64).prop_map(|(at, amount)| Act::SetCap(at, amount)),
		2 => (any_bank(), 1..500u64).prop_map(|(at, amount)| Act::Request(at, amount)),
		2 => (0..9usize, any::<bool>()).prop_map(|(which, confirm)| Act::Decide(which, confirm)),
		1 => (any_pair(), any::<bool>()).prop_map(|((a, b), gross)| Act::SetGross(a, b, gross)),
		1 => any::<bool>().prop_map(Act::SetLater),
		2 => Just(Act::Close),
		2 => (0..9usize).prop_map(Act::Settle),
		3 => (1..2 * MINUTE).prop_map(Act::Pass),
		2 => (0..9u32).prop_map(Act::Prune),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn whatever_happens_the_chain_stands_where_the_clauses_say(
		acts in prop::collection::vec(any_act(), 1..150),
	) {
		let banks = [A, B, C, D];
		let world = World::new().closing_each(MINUTE);
		let world = banks.iter().fold(world, |world, bank| world.with_capped_bank(*bank, 1_000, 700));
		world.run(|| {
			let mut model = Model::new();
			for (number, one) in acts.iter().enumerate() {
				act(&mut model, number, one);
				compare(&model);
			}
		});
	}

	#[test]
	fn a_payment_stream_ends_at_the_same_positions_in_any_order(
		(payments, shuffled) in prop::collection::vec((any_pair(), 1..9u64), 0..60)
			.prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
	) {
		let ends = |order: Vec<((usize, usize), u64)>| {
			let mut ends = None;
			let banks = [A, B, C, D];
			let world = banks.iter().fold(World::new(), |world, bank| world.with_bank(*bank, 1_000));
			world.run(|| {
				for ((from, to), amount) in order {
					assert_ok!(pay(BankIndex(from as u8), BankIndex(to as u8), amount));
				}
				assert_ok!(close());
				ends = Some(Clearing::positions(CNY, Some(CycleNo(0))));
			});
			ends
		};
		prop_assert_eq!(ends(payments), ends(shuffled));
	}
}
