// SPDX-License-Identifier: Apache-2.0

//! What time does: moments of release, deadlines, parked legs, halts, collection, ends of freezes.
//!
//! How far the clock gets in a block is a matter of the machine: that is read from the chain, and what
//! it does there is told here.

use super::{funders::Move, stops::silence_counts, Order, Outcome, Parked, Plain};
use split_ledger_primitives::{AccountNo, ExpiryPolicy, Moment, OrderId, Purpose, DAY_MS};
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
	pub(crate) fn moved(&self, moment: Moment) -> Moment {
		self.halts.iter().fold(moment, |moment, halt| {
			let inside = halt.from < moment && moment <= halt.to;
			moment.plus(if inside { halt.to.0 - halt.from.0 } else { 0 })
		})
	}

	pub(crate) fn is_before(&self, deadline: Moment) -> bool {
		self.now < self.moved(deadline)
	}

	pub(crate) fn is_over(&self, term: Moment) -> bool {
		self.moved(term) <= self.now
	}

	fn hint(&mut self, minute: u32, hint: Hint) {
		self.hints.entry(minute).or_default().push(hint);
	}

	/// When the clock has next to look at an order; none where it has ended.
	fn next_look(&self, order: &Order) -> Option<Moment> {
		let parked = order.legs.iter().filter_map(|leg| leg.parked);
		let parked = parked.map(|parked| self.moved(parked.since.plus(30 * DAY_MS)));
		let mut looks: Vec<Moment> = parked.collect();
		if order.is_stopped() {
			return self.look_while_stopped(order, looks);
		}
		if order.rest() > 0 {
			looks.push(self.moved(order.deadline));
			if !order.awaits_group {
				looks.extend(
					[order.after, order.due].into_iter().flatten().map(|it| self.tried(it)),
				);
				looks.extend(order.next_condition(self.now));
			}
		}
		looks.into_iter().min()
	}

	/// While its clocks stand still only a freeze ends, a side loses by silence, parked legs go back, and
	/// the absolute end comes.
	fn look_while_stopped(&self, order: &Order, mut looks: Vec<Moment>) -> Option<Moment> {
		let end = self.moved(order.end);
		if let Some((until, _)) = order.frozen {
			return Some(until.min(end));
		}
		if let Some(dispute) = order.dispute.filter(|_| silence_counts(order)) {
			looks.push(self.tried(self.moved(dispute.answer_until)));
		}
		looks.push(end);
		looks.into_iter().min()
	}

	/// When something is tried that is due at a moment: then, and ever more rarely afterwards.
	fn tried(&self, moment: Moment) -> Moment {
		match self.now.0.checked_sub(moment.0) {
			None => moment,
			Some(late) => self.now.plus((late / 4).min(ms_of_minutes(60))),
		}
	}
}

/// How far the chain's clock has got, which is a matter of the machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drained {
	/// The first minute of which the ledger has not ended what ends in it.
	pub(crate) ended: u32,
	/// The minute and the hint in it at which the escrow stands.
	pub(crate) hints: (u32, usize),
	/// Orders of ended groups that it has not taken up.
	pub(crate) waiting: u32,
}

impl Plain {
	/// Writes an order, and when to look at it where that is earlier than before.
	pub(crate) fn write(&mut self, mut order: Order) {
		let now = self.now();
		order.fit_milestones();
		if let Some(look) = self.clock.next_look(&order) {
			let minute = look.max(now).minute();
			if minute < order.hint {
				order.hint = minute;
				self.clock.hint(minute, Hint::Order(order.id));
			}
		}
		if !order.is_open() {
			self.leave(&order);
			order.statements.clear();
		}
		self.put(order);
	}

	/// Lets the clock look at an order in the next minute.
	pub(crate) fn look_later(&mut self, id: OrderId) {
		let minute = self.now().minute();
		self.orders.get_mut(&id).expect("the order is known").hint = minute;
		self.clock.hint(minute, Hint::Order(id));
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

	/// What is still to come, as the halts have moved it: ends of times to answer, of the time for which
	/// something is parked, of orders that stand still, of orders that do not.
	pub(crate) fn awaited(&self) -> [Vec<Moment>; 4] {
		let [mut answers, mut parked, mut ends, mut deadlines] = [const { Vec::new() }; 4];
		for order in self.orders.values() {
			let silent = order.dispute.filter(|dispute| !dispute.answered);
			answers.extend(silent.map(|dispute| dispute.answer_until));
			let waiting = order.legs.iter().filter_map(|leg| leg.parked);
			parked.extend(waiting.map(|parked| parked.since.plus(30 * DAY_MS)));
			match order.rest() > 0 {
				true if order.is_stopped() => ends.push(order.end),
				true => deadlines.push(order.deadline),
				false => {}
			}
		}
		[answers, parked, ends, deadlines].map(|kind| {
			let moved = kind.into_iter().map(|moment| self.clock.moved(moment));
			moved.filter(|moment| *moment > self.now()).collect()
		})
	}

	/// A block of this moment, in which the clock got so far.
	pub(crate) fn tick(&mut self, now: Moment, Drained { ended, hints, waiting }: Drained) {
		self.end_restraints(ended);
		let last = std::mem::replace(&mut self.clock.now, now);
		if now.0 - last.0 > ms_of_minutes(10) {
			self.clock.halts.push(Halt { from: last, to: now });
		}
		for debtor in std::mem::take(&mut self.clock.credited) {
			self.look_at_debtor(debtor);
		}
		while let Some(minute) = self.clock.hints.keys().next().copied() {
			if minute >= hints.0 {
				break;
			}
			self.follow_all(minute, usize::MAX);
			self.clock.hints.remove(&minute);
		}
		self.follow_all(hints.0, hints.1);
		self.clock.followed = hints;
		// Groups that fail now are taken up in the next block.
		let failing = self.due_groups();
		let new = failing.iter().map(|number| self.groups[number.0 as usize].members.len() as u32);
		let new: u32 = new.sum();
		self.take_up(waiting.saturating_sub(new));
		self.fail_groups();
		self.take_up(waiting);
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

	/// What is due on an order: what stops it, its group, its release, its deadline, parked legs that waited
	/// for 30 days.
	pub(crate) fn act(&mut self, order: Order) {
		let mut order = self.as_grouped(order);
		self.about = Some(order.id);
		let at_end = self.end_stops(&mut order);
		self.fail_with_group(&mut order);
		// What nobody decided before the absolute end goes where the policy says.
		if !at_end {
			self.release_due(&mut order);
			self.release_met(&mut order);
		}
		if order.rest() > 0 && self.clock.is_over(order.hold_ends()) {
			self.expire(&mut order);
		}
		let over = |parked: Parked| self.clock.is_over(parked.since.plus(30 * DAY_MS));
		let mut waited = order.legs.clone();
		waited.retain(|leg| leg.parked.is_some_and(over));
		if !waited.is_empty() && order.frozen.is_none() {
			let parts: Vec<(u8, u64)> =
				waited.iter().map(|leg| (leg.number, leg.parked())).collect();
			let given = self.item_on(&mut order, |next, order| next.give_up(order, &parts, true));
			given.expect("what is parked can always go back");
			self.met_by_clock.push("parked for 30 days");
		}
		self.conclude(order);
	}

	fn release_due(&mut self, order: &mut Order) {
		if order.rest() > 0 && !order.is_stopped() && order.is_due(self.now()) {
			// Where there is no cover, it is tried again.
			let _ = self.item_on(order, |next, order| next.release_rest(order));
		}
	}

	/// Carries out what was agreed for the deadline; what cannot be done goes to the funders.
	fn expire(&mut self, order: &mut Order) {
		order.expired = true;
		self.met_by_clock.push("deadline that came");
		let agreed = self.item_on(order, |next, order| match order.expiry {
			ExpiryPolicy::Payer => next.give_all_up(order),
			ExpiryPolicy::Payees => {
				next.bind_leader(order)?;
				let (mut own, mut back) = (Vec::new(), Vec::new());
				for part in order.all_parts() {
					let leg = *order.leg(part.0);
					let refusal = next.credit_refusal(order.receiver(&leg), leg.purpose);
					if refusal.is_none() { &mut own } else { &mut back }.push(part);
				}
				next.pay_parts(order, &own, false)?;
				next.give_up(order, &back, false)
			}
			ExpiryPolicy::Merchant => {
				let merchant = order.merchant_leg().expect("it was asked for at placement");
				let (to, purpose) = (merchant.payee, Purpose::Goods);
				next.ensure_takes(to, purpose)?;
				next.pay_out(order, &[Move { to, amount: order.rest(), purpose }])?;
				for (number, amount) in order.all_parts() {
					order.turn_over(number, merchant.number, amount);
				}
				Ok(())
			}
		});
		if agreed.is_err() {
			let back = self.item_on(order, |next, order| next.give_all_up(order));
			back.expect("what is held can always go back");
		}
	}

	fn give_all_up(&mut self, order: &mut Order) -> Outcome {
		let parts = order.all_parts();
		self.give_up(order, &parts, false)
	}
}
