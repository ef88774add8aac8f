// SPDX-License-Identifier: Apache-2.0

//! Orders whose clocks stand still: frozen, or disputed (M7, O8).

use super::{ensure, Order, Outcome, Plain};
use split_ledger_primitives::{Moment, OrderId, ParticipantId, Side, Silence};

impl Order {
	pub(crate) fn is_stopped(&self) -> bool {
		self.stopped_since.is_some()
	}

	/// When the hold ends as things stand.
	pub(crate) fn hold_ends(&self) -> Moment {
		match self.stopped_since {
			Some(_) => self.end,
			None => self.deadline,
		}
	}
}

impl Plain {
	pub(crate) fn ensure_before_deadline(&self, order: &Order) -> Outcome {
		ensure(self.clock.is_before(order.hold_ends()), "Escrow::PastDeadline")
	}

	/// Stops the clocks of an order, unless they stand still.
	pub(crate) fn stop(&self, order: &mut Order) {
		if order.stopped_since.is_none() {
			order.stopped_since = Some(self.now());
			order.deadline = self.clock.moved(order.deadline);
		}
	}

	/// Lets them go on where nothing stops them any more.
	pub(crate) fn resume(&self, order: &mut Order) {
		let Some(since) = order.stopped_since else { return };
		if order.frozen.is_some() || order.dispute.is_some() {
			return;
		}
		let passed = self.now().0 - since.0;
		order.deadline = order.deadline.plus(passed).min(self.clock.moved(order.end));
		order.stopped_since = None;
	}

	/// Writes an order that may go on. What came due meanwhile is looked at in the next minute.
	pub(crate) fn write_resumed(&mut self, order: Order) {
		let id = order.id;
		let now = self.now();
		let waits = order.awaits_group || !order.milestones.is_empty();
		let is_due = !order.is_stopped() && (order.is_due(now) || waits);
		self.write(order);
		if is_due && self.orders[&id].is_open() {
			self.look_later(id);
		}
	}

	pub(crate) fn freeze_order(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		until: Moment,
	) -> Outcome {
		let mut order = self.open_order(id)?;
		self.ensure_may_freeze(by, &order)?;
		self.ensure_hold_is_open(&order)?;
		ensure(until > self.now(), "Escrow::FreezeEndPassed")?;
		ensure(until <= order.end, "Escrow::FreezePastEnd")?;
		self.stop(&mut order);
		order.frozen = Some((until, by));
		self.write(order);
		Ok(())
	}

	pub(crate) fn lift_order_freeze(&mut self, by: ParticipantId, id: OrderId) -> Outcome {
		let mut order = self.open_order(id)?;
		self.ensure_may_freeze(by, &order)?;
		ensure(order.frozen.is_some(), "Escrow::NotFrozen")?;
		order.frozen = None;
		self.resume(&mut order);
		self.write_resumed(order);
		Ok(())
	}

	/// A supervisor; the payer's bank, where nobody else froze it.
	fn ensure_may_freeze(&self, by: ParticipantId, order: &Order) -> Outcome {
		let person = self.people[&by];
		if person.is_supervisor {
			return Ok(());
		}
		let own_bank = person.bank == Some(self.account(order.payer).bank);
		ensure(own_bank, "Escrow::NotBankNorSupervisor")?;
		ensure(order.frozen.is_none_or(|freeze| freeze.1 == by), "Escrow::FrozenByAnother")
	}

	/// Ends what stops an order where its time is over. Whether its absolute end has come.
	pub(crate) fn end_stops(&mut self, order: &mut Order) -> bool {
		if !order.is_stopped() {
			return false;
		}
		let at_end = self.clock.is_over(order.end);
		if order.frozen.is_some_and(|freeze| freeze.0 <= self.now() || at_end) {
			order.frozen = None;
			self.resume(order);
		}
		if order.frozen.is_none() {
			if let Some(silent) = self.silent_side(order) {
				self.decide_by_silence(order, silent);
			}
		}
		if at_end {
			self.met_by_clock.push("absolute end of an order that stands still");
		}
		if at_end && order.dispute.is_some() {
			order.dispute = None;
			self.resume(order);
		}
		at_end
	}

	/// The side that loses since it did not answer in time.
	fn silent_side(&self, order: &Order) -> Option<Side> {
		let dispute = order.dispute.filter(|_| silence_counts(order))?;
		self.clock.is_over(dispute.answer_until).then(|| dispute.by.other())
	}

	/// The silent side loses all that is not released, as soon as there is cover for it.
	fn decide_by_silence(&mut self, order: &mut Order, silent: Side) {
		let decided = self.item_on(order, |next, order| {
			order.dispute = None;
			next.resume(order);
			match silent {
				Side::Payer => next.release_rest(order),
				Side::Merchant => {
					let parts = order.all_parts();
					next.give_up(order, &parts, false)
				}
			}
		});
		if decided.is_ok() {
			self.met_by_clock.push("dispute decided by silence");
		}
	}
}

/// Whether the other side loses by its silence.
pub(crate) fn silence_counts(order: &Order) -> bool {
	let loses = order.dispute_terms.is_some_and(|terms| terms.silence == Silence::AgainstSilent);
	loses && order.dispute.is_some_and(|dispute| !dispute.answered)
}
