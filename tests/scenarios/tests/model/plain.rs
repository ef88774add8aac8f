// SPDX-License-Identifier: Apache-2.0

//! The ledger as a child would keep it: numbers in lists, every rule written out once more without
//! looking at the pallets.

/// An account: at which bank, and what is on it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Account {
	pub(crate) bank: usize,
	pub(crate) available: u64,
	pub(crate) held: u64,
	pub(crate) no_credit: bool,
}

/// A bank in the one currency.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Bank {
	pub(crate) reserve: u64,
	pub(crate) cap: u64,
	pub(crate) position: i128,
	pub(crate) promised: u64,
}

/// A leg of an open order: whom it goes to, what is not released, what is parked.
#[derive(Clone, Debug)]
pub(crate) struct Leg {
	pub(crate) number: u8,
	pub(crate) payee: usize,
	pub(crate) rest: u64,
	pub(crate) parked: u64,
}

/// An open order.
#[derive(Clone, Debug)]
pub(crate) struct Order {
	pub(crate) payer: usize,
	pub(crate) legs: Vec<Leg>,
	pub(crate) releases: u32,
}

impl Order {
	pub(crate) fn rest(&self) -> u64 {
		self.legs.iter().map(|leg| leg.rest).sum()
	}

	pub(crate) fn is_open(&self) -> bool {
		self.legs.iter().any(|leg| leg.rest + leg.parked > 0)
	}
}

/// All there is.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
	pub(crate) accounts: Vec<Account>,
	pub(crate) banks: Vec<Bank>,
}

impl Plain {
	fn demand(&self, bank: usize) -> i128 {
		self.banks[bank].position.max(0) + i128::from(self.banks[bank].promised)
	}

	/// Whether a payer's bank may go from `before` to what it is now (C1).
	fn is_covered(&self, bank: usize, before: i128) -> bool {
		let Bank { reserve, cap, .. } = self.banks[bank];
		let demand = self.demand(bank);
		demand <= before || (demand <= reserve.into() && demand <= cap.into())
	}

	/// Does something to a copy, and keeps it where it is possible and covered.
	fn attempt(&mut self, payer: usize, change: impl FnOnce(&mut Self) -> Option<()>) -> bool {
		let bank = self.accounts[payer].bank;
		let mut next = self.clone();
		let covered = change(&mut next).is_some() && next.is_covered(bank, self.demand(bank));
		if covered {
			*self = next;
		}
		covered
	}

	pub(crate) fn issue(&mut self, to: usize, amount: u64) -> bool {
		let ok = amount > 0 && !self.accounts[to].no_credit;
		self.accounts[to].available += if ok { amount } else { 0 };
		ok
	}

	pub(crate) fn redeem(&mut self, from: usize, amount: u64) -> bool {
		let ok = amount > 0 && self.accounts[from].available >= amount;
		self.accounts[from].available -= if ok { amount } else { 0 };
		ok
	}

	/// A payment at once; one that cannot be credited stays as an order with a parked leg.
	pub(crate) fn transfer(
		&mut self,
		from: usize,
		to: usize,
		amount: u64,
	) -> Option<Option<Order>> {
		let mut open = None;
		let done = self.attempt(from, |next| {
			next.take(from, amount)?;
			let parked = next.accounts[to].no_credit;
			next.hold(from, &[(to, amount)]);
			if parked {
				let leg = Leg { number: 1, payee: to, rest: 0, parked: amount };
				open = Some(Order { payer: from, legs: vec![leg], releases: 0 });
			} else {
				next.pay(from, to, amount);
			}
			Some(())
		});
		done.then_some(open)
	}

	/// An order with this plan, zero legs left out.
	pub(crate) fn place(&mut self, payer: usize, plan: &[(usize, u64)]) -> Option<Order> {
		let amount = plan.iter().map(|leg| leg.1).sum();
		let done = self.attempt(payer, |next| {
			next.take(payer, amount)?;
			next.hold(payer, plan);
			Some(())
		});
		let legs = (1..).zip(plan).filter(|(_, leg)| leg.1 > 0);
		let leg = |(number, (payee, rest)): (u8, &(usize, u64))| Leg {
			number,
			payee: *payee,
			rest: *rest,
			parked: 0,
		};
		done.then(|| Order { payer, legs: legs.map(leg).collect(), releases: 0 })
	}

	/// Pays or parks so much of each leg.
	pub(crate) fn release(&mut self, order: &mut Order, parts: &[u64]) {
		for (leg, part) in order.legs.iter_mut().zip(parts) {
			leg.rest -= part;
			if self.accounts[leg.payee].no_credit {
				leg.parked += part;
			} else {
				self.pay(order.payer, leg.payee, *part);
			}
		}
	}

	/// Gives so much of each leg back to the payer.
	pub(crate) fn refund(&mut self, order: &mut Order, parts: &[u64]) {
		for (leg, part) in order.legs.iter_mut().zip(parts) {
			leg.rest -= part;
			self.accounts[order.payer].held -= part;
			self.accounts[order.payer].available += part;
			self.unpromise(order.payer, leg.payee, *part);
		}
	}

	/// Pays what is parked and can be credited. Whether there was any.
	pub(crate) fn retry(&mut self, order: &mut Order) -> bool {
		let mut paid = false;
		for leg in &mut order.legs {
			if leg.parked > 0 && !self.accounts[leg.payee].no_credit {
				self.pay(order.payer, leg.payee, leg.parked);
				leg.parked = 0;
				paid = true;
			}
		}
		paid
	}

	pub(crate) fn set_cap(&mut self, bank: usize, cap: u64) -> bool {
		let ok = i128::from(cap) >= self.demand(bank) && cap <= self.banks[bank].reserve;
		if ok {
			self.banks[bank].cap = cap;
		}
		ok
	}

	pub(crate) fn close_cycle(&mut self) {
		for bank in &mut self.banks {
			let reserve = i128::from(bank.reserve) - bank.position;
			bank.reserve = u64::try_from(reserve).expect("a close can always settle");
			bank.position = 0;
		}
	}

	fn take(&mut self, from: usize, amount: u64) -> Option<()> {
		let left = self.accounts[from].available.checked_sub(amount)?;
		self.accounts[from].available = left;
		(amount > 0).then_some(())
	}

	fn crosses(&self, a: usize, b: usize) -> bool {
		self.accounts[a].bank != self.accounts[b].bank
	}

	fn hold(&mut self, payer: usize, plan: &[(usize, u64)]) {
		for (payee, amount) in plan {
			self.accounts[payer].held += amount;
			if self.crosses(payer, *payee) {
				self.banks[self.accounts[payer].bank].promised += amount;
			}
		}
	}

	fn unpromise(&mut self, payer: usize, payee: usize, amount: u64) {
		if self.crosses(payer, payee) {
			self.banks[self.accounts[payer].bank].promised -= amount;
		}
	}

	fn pay(&mut self, payer: usize, payee: usize, amount: u64) {
		self.accounts[payer].held -= amount;
		self.accounts[payee].available += amount;
		self.unpromise(payer, payee, amount);
		if self.crosses(payer, payee) {
			self.banks[self.accounts[payer].bank].position += i128::from(amount);
			self.banks[self.accounts[payee].bank].position -= i128::from(amount);
		}
	}
}

/// `amount` by what remains: rounded down, then a unit each by falling fraction, the earlier first.
pub(crate) fn apportion(rests: &[u64], amount: u64) -> Vec<u64> {
	let sum: u128 = rests.iter().map(|rest| u128::from(*rest)).sum();
	let exact = |rest: &u64| u128::from(*rest) * u128::from(amount);
	let mut parts: Vec<u64> = rests.iter().map(|rest| (exact(rest) / sum) as u64).collect();
	let mut order: Vec<usize> = (0..rests.len()).collect();
	order.sort_by_key(|place| std::cmp::Reverse(exact(&rests[*place]) % sum));
	let left = amount - parts.iter().sum::<u64>();
	for place in order.into_iter().take(left as usize) {
		parts[place] += 1;
	}
	parts
}
