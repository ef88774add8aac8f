// SPDX-License-Identifier: Apache-2.0

//! What time does: moments of release, deadlines, parked legs, halts, collection, ends of freezes.
//!
//! How far the clock gets in a block is a matter of the machine: that is read from the chain, and what
//! it does there is told here.

use super::{Order, Plain};
use split_ledger_primitives::{AccountNo, ExpiryPolicy, Moment, OrderId, DAY_MS};
use std::collections::BTreeMap;

/// A silence of the chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Halt {
	from: Moment,
	to: Moment,
}

/// What ends by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ending {
	Freeze(AccountNo, u32),
	Court(AccountNo, u32),
}

/// What the clock is to look at.
#[derive(Clone, Copy, Debug)]
enum Hint {
	Order(OrderId),
	Debtor(AccountNo),
}

/// The time, and what waits for it.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
	pub(crate) now: Moment,
	/// All halts there ever were, in the order of time.
	halts: Vec<Halt>,
	hints: BTreeMap<u32, Vec<Hint>>,
	/// How many hints of a minute were followed, where the clock stopped within it.
	followed: (u32, usize),
	/// In which minute a debtor is looked at.
	pub(crate) debtors: BTreeMap<AccountNo, u32>,
	/// Debtors that were credited since the last block.
	pub(crate) credited: Vec<AccountNo>,
	pub(crate) endings: Vec<(Moment, Ending)>,
}

pub(crate) fn ms_of_minutes(minutes: u64) -> u64 {
	minutes * 60_000
}

impl Clock {
	pub(crate) fn new(now: Moment) -> Self {
		let (halts, hints, debtors) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
		let followed = (0, 0);
		Self { now, halts, hints, followed, debtors, credited: Vec::new(), endings: Vec::new() }
	}

	/// A moment as the halts have moved it (O7).
	fn moved(&self, moment: Moment) -> Moment {
		self.halts.iter().fold(moment, |moment, halt| {
			let inside = halt.from < moment && moment <= halt.to;
			moment.plus(if inside { halt.to.0 - halt.from.0 } else { 0 })
		})
	}

	pub(crate) fn is_before(&self, deadline: Moment) -> bool {
		self.now < self.moved(deadline)
	}

	fn is_over(&self, term: Moment) -> bool {
		self.moved(term) <= self.now
	}

	fn hint(&mut self, minute: u32, hint: Hint) {
		self.hints.entry(minute).or_default().push(hint);
	}

	/// When the clock has next to look at an order; none where it has ended.
	fn next_look(&self, order: &Order) -> Option<Moment> {
		let parked = order.legs.iter().filter_map(|leg| leg.parked);
		let mut looks: Vec<Moment> =
			parked.map(|parked| self.moved(parked.since.plus(30 * DAY_MS))).collect();
		if order.rest() > 0 {
			looks.push(self.moved(order.deadline));
			looks.extend(order.after.map(|after| match self.now.0.checked_sub(after.0) {
				None => after,
				Some(late) => self.now.plus((late / 4).min(ms_of_minutes(60))),
			}));
		}
		looks.into_iter().min()
	}
}

impl Plain {
	/// Writes an order, and when to look at it where that is earlier than before.
	pub(crate) fn write(&mut self, mut order: Order) {
		let now = self.now();
		if let Some(look) = self.clock.next_look(&order) {
			let minute = look.max(now).minute();
			if minute < order.hint {
				order.hint = minute;
				self.clock.hint(minute, Hint::Order(order.id));
			}
		}
		self.orders.insert(order.id, order);
	}

	/// The clock collects in the next block from those who owe and were credited.
	pub(crate) fn note_credits(&mut self, accounts: &[AccountNo]) {
		for account in accounts {
			let owes = !self.account(*account).liens.is_empty();
			if owes && !self.clock.credited.contains(account) {
				self.clock.credited.push(*account);
			}
		}
	}

	/// The clock looks at a new debtor from the next minute on.
	pub(crate) fn watch(&mut self, debtor: AccountNo) {
		if !self.clock.debtors.contains_key(&debtor) {
			let minute = self.now().minute();
			self.watch_again(debtor, minute);
		}
	}

	fn watch_again(&mut self, debtor: AccountNo, minute: u32) {
		self.clock.debtors.insert(debtor, minute);
		self.clock.hint(minute, Hint::Debtor(debtor));
	}

	/// A block of this moment: the ledger ended what ends before minute `ended`, the escrow followed
	/// the hints of all minutes before that of `drained`, and as many of that one as it says.
	pub(crate) fn tick(&mut self, now: Moment, ended: u32, drained: (u32, usize)) {
		self.end_restraints(ended);
		let last = std::mem::replace(&mut self.clock.now, now);
		if now.0 - last.0 > ms_of_minutes(10) {
			self.clock.halts.push(Halt { from: last, to: now });
		}
		for debtor in std::mem::take(&mut self.clock.credited) {
			self.look_at_debtor(debtor);
		}
		while let Some(minute) = self.clock.hints.keys().next().copied() {
			if minute >= drained.0 {
				break;
			}
			self.follow_all(minute, usize::MAX);
			self.clock.hints.remove(&minute);
		}
		self.follow_all(drained.0, drained.1);
		self.clock.followed = drained;
	}

	/// Follows the hints of a minute up to this many, but for those that were followed before.
	fn follow_all(&mut self, minute: u32, up_to: usize) {
		let (stopped_in, followed) = self.clock.followed;
		let done = if stopped_in == minute { followed } else { 0 };
		let hints = self.clock.hints.get(&minute).cloned().unwrap_or_default();
		for hint in hints.into_iter().take(up_to).skip(done) {
			self.follow(hint, minute);
		}
	}

	fn end_restraints(&mut self, ended: u32) {
		let (over, open): (Vec<_>, Vec<_>) =
			self.clock.endings.drain(..).partition(|ending| ending.0.minute() < ended);
		self.clock.endings = open;
		for (_, ending) in over {
			match ending {
				Ending::Freeze(account, number) => {
					self.row(account).freezes.remove(&number);
				}
				Ending::Court(account, number) => self.end_court_hold(account, number),
			}
		}
	}

	/// Gives back what a court held, where it still holds it.
	pub(crate) fn end_court_hold(&mut self, account: AccountNo, number: u32) {
		if let Some((amount, _)) = self.row(account).court.remove(&number) {
			self.free(account, amount);
		}
	}

	fn follow(&mut self, hint: Hint, minute: u32) {
		match hint {
			Hint::Order(id) => {
				let order = self.orders[&id].clone();
				if order.hint == minute && order.is_open() {
					self.act(Order { hint: u32::MAX, ..order });
				}
			}
			Hint::Debtor(debtor) if self.clock.debtors.get(&debtor) == Some(&minute) => {
				match self.look_at_debtor(debtor) {
					Some(next) => {
						let minute = next.max(self.now()).minute();
						self.watch_again(debtor, minute);
					}
					None => {
						self.clock.debtors.remove(&debtor);
					}
				}
			}
			Hint::Debtor(_) => {}
		}
	}

	/// Collects, and says when to look again: ever more rarely, and when a lien is over.
	fn look_at_debtor(&mut self, debtor: AccountNo) -> Option<Moment> {
		self.collect_from(debtor);
		let deadline = self.account(debtor).liens.iter().map(|lien| lien.deadline).min();
		let Some(deadline) = deadline else {
			self.clock.debtors.remove(&debtor);
			return None;
		};
		let now = self.now();
		let age = now.0 - (deadline.0 - 90 * DAY_MS);
		let wait = (age / 4).clamp(ms_of_minutes(1), ms_of_minutes(60));
		Some(deadline.min(now.plus(wait)))
	}

	/// What is due on an order: its release, its deadline, parked legs that waited for 30 days.
	fn act(&mut self, mut order: Order) {
		let mut paid = Vec::new();
		self.about = Some(order.id);
		if order.rest() > 0 && order.is_due(self.now()) {
			let mut tried = order.clone();
			let parts = all_parts(&order);
			if let Ok(more) = self.in_item(|next| next.pay_or_park(&mut tried, &parts)) {
				order = tried;
				paid.extend(more);
			}
		}
		if order.rest() > 0 && self.clock.is_over(order.deadline) {
			paid.extend(self.expire(&mut order));
		}
		let waited = |order: &Order, clock: &Clock| -> Vec<(u8, u64)> {
			let over = order.legs.iter().filter(|leg| {
				leg.parked.is_some_and(|parked| clock.is_over(parked.since.plus(30 * DAY_MS)))
			});
			over.map(|leg| (leg.number, leg.parked())).collect()
		};
		let parts = waited(&order, &self.clock);
		if !parts.is_empty() {
			let given = self.in_item(|next| next.give_up(&mut order, &parts, true));
			paid.extend(given.expect("what is parked can always go back"));
		}
		self.conclude(order, &paid);
	}

	/// Carries out what was agreed for the deadline; what cannot be done goes to the payer.
	fn expire(&mut self, order: &mut Order) -> Vec<AccountNo> {
		order.expired = true;
		let parts = all_parts(order);
		let mut tried = order.clone();
		let agreed = self.in_item(|next| match tried.expiry {
			ExpiryPolicy::Payer => next.give_up(&mut tried, &parts, false),
			ExpiryPolicy::Payees => {
				let (mut paid, mut back) = (Vec::new(), Vec::new());
				for (number, amount) in parts.iter().copied() {
					let leg = *tried.leg(number);
					if next.credit_refusal(leg.payee, leg.purpose).is_none() {
						next.pay_part(&mut tried, number, amount, false)?;
						paid.push(leg.payee);
					} else {
						back.push((number, amount));
					}
				}
				paid.extend(next.give_up(&mut tried, &back, false)?);
				Ok(paid)
			}
			ExpiryPolicy::Merchant => {
				let merchant = tried.merchant_leg().expect("it was asked for at placement");
				next.pay_merchant(&mut tried, &merchant, &parts)?;
				Ok(vec![merchant.payee])
			}
		});
		match agreed {
			Ok(paid) => {
				*order = tried;
				paid
			}
			Err(_) => {
				let back = self.in_item(|next| next.give_up(order, &parts, false));
				back.expect("what is held can always go back")
			}
		}
	}
}

fn all_parts(order: &Order) -> Vec<(u8, u64)> {
	let parts = order.legs.iter().map(|leg| (leg.number, leg.rest()));
	parts.filter(|part| part.1 > 0).collect()
}
