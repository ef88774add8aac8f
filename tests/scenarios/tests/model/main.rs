// SPDX-License-Identifier: Apache-2.0

//! Random acts on the real runtime, side by side with a plain model: both take or refuse each act
//! alike, and after each of them every account and every bank stands where the model has it.
//!
//! `SEED` and `CALLS` choose another run, or a longer one.

mod plain;

use pallet_escrow::{Call as EscrowCall, ReleaseWhat};
use pallet_ledger::Call as LedgerCall;
use plain::{apportion, Account, Bank, Order, Plain};
use split_ledger_primitives::{Amount, BankIndex, Commitment, OrderId, Purpose, Role};
use split_ledger_runtime::{Clearing, Ledger, Runtime, RuntimeCall};
use split_ledger_scenarios::{
	bank_key, held, rest, share, Customer, Deal, Dice, World, AGENT, CNY, EAST, NORTH, SOUTH, WEST,
};
use std::collections::BTreeMap;

/// Acts of the normal run.
const CALLS: u64 = 2_500;
/// Acts between two blocks.
const CALLS_PER_BLOCK: u64 = 10;
/// The first accounts are those of buyers.
const BUYERS: u64 = 4;

struct Run<'a> {
	world: &'a mut World,
	dice: Dice,
	people: Vec<Customer>,
	deals: Vec<(Deal, [usize; 3])>,
	plain: Plain,
	open: Vec<(OrderId, Order)>,
	last: Option<(&'static str, RuntimeCall)>,
	counts: BTreeMap<&'static str, (u32, u32)>,
}

fn from_env(name: &str, default: u64) -> u64 {
	std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn the_chain_and_a_plain_model_agree_after_every_act() {
	let seed = from_env("SEED", 20_261_122);
	let calls = from_env("CALLS", CALLS);
	World::run(|world| {
		println!("seed {seed}, {calls} acts");
		let mut run = Run::new(world, seed);
		for call in 0..calls {
			let name = run.act();
			run.compare(name, call, seed);
			if call % CALLS_PER_BLOCK == 0 {
				run.world.check_all();
				run.world.advance(1);
			}
		}
		for (name, (taken, refused)) in &run.counts {
			println!("{name}: {taken} taken, {refused} refused");
			assert!(*taken > 0, "no {name} was taken");
		}
	});
}

impl<'a> Run<'a> {
	fn new(world: &'a mut World, seed: u64) -> Self {
		let buyers = [(NORTH, "//B0"), (EAST, "//B1"), (SOUTH, "//B2"), (WEST, "//B3")];
		let sellers = [
			(NORTH, "//Shop0", Role::Merchant),
			(EAST, "//Shop1", Role::Merchant),
			(SOUTH, "//Carrier", Role::Carrier),
			(WEST, "//Platform", Role::Platform),
		];
		let mut people = buyers.map(|(bank, key)| world.buyer(bank, key, 500_000)).to_vec();
		people.extend(sellers.map(|(bank, key, role)| world.customer(bank, key, &[role])));
		let (carrier, platform) = (people[6], people[7]);
		let deals = [4, 5].map(|shop: usize| {
			let parts = [
				(&platform, share(10), Purpose::Fee),
				(&carrier, share(7), Purpose::Logistics),
				(&people[shop], rest(), Purpose::Goods),
			];
			(world.deal(&platform, &people[shop], &parts), [7, 6, shop])
		});
		let account = |person: &Customer| Account {
			bank: person.bank.0.into(),
			available: 0,
			held: 0,
			no_credit: false,
		};
		let mut accounts: Vec<_> = people.iter().map(account).collect();
		accounts[..4].iter_mut().for_each(|account| account.available = 500_000);
		let bank = Bank { reserve: 1_000_000, cap: 1_000_000, position: 0, promised: 0 };
		let plain = Plain { accounts, banks: vec![bank; 4] };
		let (deals, dice) = (deals.to_vec(), Dice::new(seed));
		let (open, last, counts) = (vec![], None, BTreeMap::new());
		Self { world, dice, people, deals, plain, open, last, counts }
	}

	/// One act, and its name.
	fn act(&mut self) -> &'static str {
		let (name, taken) = match self.dice.below(100) {
			0..8 => ("issue", self.issue()),
			8..14 => ("redeem", self.redeem()),
			14..34 => ("transfer", self.transfer()),
			34..54 => ("place", self.place()),
			54..74 => ("release", self.release()),
			74..82 => ("refund", self.refund()),
			82..87 => ("retry", self.retry()),
			87..91 => ("status", self.status()),
			91..94 => ("cap", self.cap()),
			94..97 => ("close", self.close()),
			_ => ("repeat", self.repeat()),
		};
		let count = self.counts.entry(name).or_default();
		*(if taken { &mut count.0 } else { &mut count.1 }) += 1;
		name
	}

	/// Sends a call, which the chain must take exactly where the model did.
	fn send(&mut self, key: &'static str, call: impl Into<RuntimeCall>, expected: bool) -> bool {
		let call = call.into();
		let outcome = self.world.send(key, call.clone());
		assert_eq!(outcome.is_ok(), expected, "{outcome:?} for {key}: {call:?}");
		if expected {
			self.last = Some((key, call));
		}
		expected
	}

	fn anybody(&mut self) -> usize {
		self.dice.below(self.people.len() as u64) as usize
	}

	fn buyer(&mut self) -> usize {
		self.dice.below(BUYERS) as usize
	}

	/// Often small, sometimes nothing, sometimes more than there is.
	fn amount(&mut self) -> u64 {
		match self.dice.below(20) {
			0 => 0,
			1 => 600_000 + self.dice.below(1_000_000),
			2..8 => 1 + self.dice.below(20),
			_ => 1 + self.dice.below(60_000),
		}
	}

	fn issue(&mut self) -> bool {
		let (to, amount) = (self.anybody(), self.amount());
		let expected = self.plain.issue(to, amount);
		let (account, bank) = (self.people[to].account, self.people[to].bank);
		let call = LedgerCall::<Runtime>::issue {
			reference: self.world.reference(),
			account,
			amount: Amount(amount),
			source: 0,
			evidence: Commitment([0; 32]),
		};
		self.send(bank_key(bank), call, expected)
	}

	fn redeem(&mut self) -> bool {
		let (from, amount) = (self.anybody(), self.amount());
		let expected = self.plain.redeem(from, amount);
		let (account, bank) = (self.people[from].account, self.people[from].bank);
		let call = LedgerCall::<Runtime>::redeem {
			reference: self.world.reference(),
			account,
			amount: Amount(amount),
			source: 0,
			evidence: Commitment([0; 32]),
		};
		self.send(bank_key(bank), call, expected)
	}

	fn transfer(&mut self) -> bool {
		let from = self.anybody();
		// Whoever is no platform takes a plain payment, and nobody pays itself.
		let to = (from + 1 + self.dice.below(5) as usize) % 7;
		if from == to {
			return false;
		}
		let amount = self.amount();
		let order = self.world.transfer(&self.people[from], amount, &self.people[to]);
		let id = pallet_escrow::order_id(self.people[from].id, &order.reference);
		let done = self.plain.transfer(from, to, amount);
		if let Some(Some(open)) = &done {
			self.open.push((id, open.clone()));
		}
		self.send(self.people[from].key, EscrowCall::<Runtime>::place { order }, done.is_some())
	}

	fn place(&mut self) -> bool {
		let (payer, amount) = (self.buyer(), self.amount());
		let (deal, [platform, carrier, shop]) = self.dice.pick(&self.deals).clone();
		let (fee, freight) = (amount / 10, amount * 7 / 100);
		let plan = [(platform, fee), (carrier, freight), (shop, amount - fee - freight)];
		let order = self.world.order(&self.people[payer], amount, &deal);
		let order =
			split_ledger_primitives::OrderBody { release: held(None, Default::default()), ..order };
		let id = pallet_escrow::order_id(self.people[payer].id, &order.reference);
		let placed = self.plain.place(payer, &plan);
		let expected = placed.is_some();
		self.open.extend(placed.map(|order| (id, order)));
		self.send(self.people[payer].key, EscrowCall::<Runtime>::place { order }, expected)
	}

	/// Takes one of the open orders out; it goes back by [`Self::put`].
	fn some_order(&mut self) -> Option<(OrderId, Order)> {
		if self.open.is_empty() {
			return None;
		}
		let place = self.dice.below(self.open.len() as u64) as usize;
		Some(self.open.swap_remove(place))
	}

	fn put(&mut self, id: OrderId, order: Order) {
		if order.is_open() {
			self.open.push((id, order));
		}
	}

	fn release(&mut self) -> bool {
		let Some((id, mut order)) = self.some_order() else { return false };
		let rests: Vec<u64> = order.legs.iter().map(|leg| leg.rest).collect();
		let left = order.rest();
		let (what, parts) = match self.dice.below(3) {
			0 => (ReleaseWhat::All, (left > 0).then(|| rests.clone())),
			1 => {
				let amount = self.dice.below(left + left / 8 + 2);
				let fits = amount > 0 && amount <= left && order.releases < 50;
				let parts = fits.then(|| apportion(&rests, amount));
				order.releases += u32::from(fits);
				(ReleaseWhat::Amount(Amount(amount)), parts)
			}
			_ => {
				let place = self.dice.below(rests.len() as u64) as usize;
				let number = order.legs[place].number;
				let mut parts = vec![0; rests.len()];
				parts[place] = rests[place];
				let legs = vec![number].try_into().expect("one leg");
				(ReleaseWhat::Legs(legs), (rests[place] > 0).then_some(parts))
			}
		};
		if let Some(parts) = &parts {
			self.plain.release(&mut order, parts);
		}
		let key = self.people[order.payer].key;
		self.put(id, order);
		let reference = self.world.reference();
		let call = EscrowCall::<Runtime>::release { reference, order: id, what };
		self.send(key, call, parts.is_some())
	}

	/// The last payee of a plan is the merchant, who may give the order up.
	fn refund(&mut self) -> bool {
		let Some((id, mut order)) = self.some_order() else { return false };
		let rests: Vec<u64> = order.legs.iter().map(|leg| leg.rest).collect();
		let left = order.rest();
		let amount = self.dice.below(left + left / 8 + 2);
		let fits = amount > 0 && amount <= left;
		if fits {
			self.plain.refund(&mut order, &apportion(&rests, amount));
		}
		let merchant = order.legs.last().map(|leg| leg.payee).unwrap_or_default();
		let key = self.people[merchant].key;
		self.put(id, order);
		let (reference, amount) = (self.world.reference(), Amount(amount));
		self.send(
			key,
			EscrowCall::<Runtime>::refund { reference, order: id, amount, body: None },
			fits,
		)
	}

	fn retry(&mut self) -> bool {
		let Some((id, mut order)) = self.some_order() else { return false };
		let expected = self.plain.retry(&mut order);
		self.put(id, order);
		let anybody = self.anybody();
		let call = EscrowCall::<Runtime>::retry_parked { order: id };
		self.send(self.people[anybody].key, call, expected)
	}

	fn status(&mut self) -> bool {
		let of = self.anybody();
		let no_credit = self.dice.below(3) == 0;
		self.plain.accounts[of].no_credit = no_credit;
		let person = self.people[of];
		self.world.set_status(&person, false, no_credit);
		true
	}

	fn cap(&mut self) -> bool {
		let bank = self.dice.below(4) as usize;
		let cap = self.dice.below(1_100_000);
		let expected = self.plain.set_cap(bank, cap);
		let (bank, cap) = (BankIndex(bank as u8), Amount(cap));
		let call = pallet_clearing::Call::<Runtime>::set_cap { bank, currency: CNY, cap };
		self.send(AGENT, call, expected)
	}

	fn close(&mut self) -> bool {
		self.plain.close_cycle();
		self.world.close_cycle();
		true
	}

	/// Sends the last act that was taken once more: the chain answers that it is done (O1).
	fn repeat(&mut self) -> bool {
		let Some((key, call)) = self.last.clone() else { return false };
		let named = matches!(
			call,
			RuntimeCall::Ledger(_)
				| RuntimeCall::Escrow(
					EscrowCall::place { .. }
						| EscrowCall::release { .. }
						| EscrowCall::refund { .. }
				)
		);
		named && self.send(key, call, true)
	}

	fn compare(&mut self, name: &str, call: u64, seed: u64) {
		let (accounts, banks) = {
			let people = &self.people;
			self.world.state(|| {
				let accounts = people.iter().map(|person| {
					let row = Ledger::account(person.account).expect("an account");
					(row.available.0, row.held.0)
				});
				let banks = [0, 1, 2, 3].map(|bank| {
					let row = Clearing::limits(CNY, BankIndex(bank)).expect("a bank");
					(row.reserve.0, row.cap.0, row.position, row.promised.0)
				});
				(accounts.collect::<Vec<_>>(), banks.to_vec())
			})
		};
		let plain = self.plain.accounts.iter().map(|account| (account.available, account.held));
		assert_eq!(accounts, plain.collect::<Vec<_>>(), "after {name} {call} (seed {seed})");
		let plain = self.plain.banks.iter();
		let plain = plain.map(|bank| (bank.reserve, bank.cap, bank.position, bank.promised));
		assert_eq!(banks, plain.collect::<Vec<_>>(), "after {name} {call} (seed {seed})");
	}
}
