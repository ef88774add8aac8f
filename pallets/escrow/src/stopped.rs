// SPDX-License-Identifier: Apache-2.0

//! An order whose clocks stand still: frozen, disputed or both (M7, O8). No storage here.
//!
//! ```text
//! runs --freeze or dispute--> stopped --the last of both is over--> runs, its deadline later by the time
//!                                \                                  that passed, at most the absolute end
//!                                 \--absolute end--> the expiry policy is carried out (O7)
//! ```
//!
//! While it is stopped its deadline does not come; while it is frozen nothing leaves the hold, and parked
//! legs keep their own moment. The moment of release does not move, but nothing is released meanwhile.

use crate::{
	order::{moved, retried, OrderError},
	types::{Halt, HeldOrder, OpenDispute},
};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use split_ledger_primitives::{limits::DISPUTES_MAX, Moment, Side, Silence};

/// How many disputes each side opened: neither uses up what is the other's (O8).
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Disputes {
	/// The payer.
	pub payer: u8,
	/// The merchant, or the payee of a plain payment.
	pub merchant: u8,
}

impl Disputes {
	/// How many a side opened.
	pub fn of(self, side: Side) -> u8 {
		match side {
			Side::Payer => self.payer,
			Side::Merchant => self.merchant,
		}
	}

	/// Whether no side opened more than it can.
	pub fn fits(self) -> bool {
		self.payer <= DISPUTES_MAX && self.merchant <= DISPUTES_MAX
	}

	/// With one more of a side.
	pub fn plus(mut self, side: Side) -> Self {
		let count = match side {
			Side::Payer => &mut self.payer,
			Side::Merchant => &mut self.merchant,
		};
		*count = count.saturating_add(1);
		self
	}
}

impl HeldOrder {
	/// Whether it is frozen (M7).
	pub fn is_frozen(&self) -> bool {
		self.frozen_until.is_some()
	}

	/// Whether a dispute about it lasts (O8).
	pub fn is_disputed(&self) -> bool {
		self.open_dispute.is_some()
	}

	/// Whether its clocks stand still.
	pub fn is_stopped(&self) -> bool {
		self.stopped_since.is_some()
	}

	/// When the hold ends as things stand, before halts of the chain: while the clocks stand still only
	/// at the absolute end.
	pub fn hold_ends(&self) -> Moment {
		match self.stopped_since {
			Some(_) => self.end,
			None => self.deadline,
		}
	}

	/// Frozen until a moment. What froze it before is replaced.
	pub fn frozen(self, until: Moment, now: Moment, halts: &[Halt]) -> Self {
		Self { frozen_until: Some(until), ..self.stopped(now, halts) }
	}

	/// Frozen no more.
	pub fn thawed(self, now: Moment, halts: &[Halt]) -> Self {
		Self { frozen_until: None, ..self }.resumed(now, halts)
	}

	/// With a dispute about it, of which it counts one more.
	pub fn disputed(self, dispute: OpenDispute, now: Moment, halts: &[Halt]) -> Self {
		let disputes = self.disputes.plus(dispute.by);
		Self { open_dispute: Some(dispute), disputes, ..self.stopped(now, halts) }
	}

	/// Disputed no more.
	pub fn undisputed(self, now: Moment, halts: &[Halt]) -> Self {
		Self { open_dispute: None, ..self }.resumed(now, halts)
	}

	/// The side that loses now because it did not answer in time (O8). None where nobody is silent, its
	/// time is not over, or the resolver decides all the same.
	pub fn silent_side(&self, now: Moment, halts: &[Halt]) -> Option<Side> {
		let dispute = self.open_dispute?;
		let over = moved(dispute.answer_until, halts) <= now;
		(over && self.silence_counts(&dispute)).then_some(dispute.by.other())
	}

	fn silence_counts(&self, dispute: &OpenDispute) -> bool {
		let loses = self.dispute_terms.is_some_and(|terms| terms.silence == Silence::AgainstSilent);
		loses && !dispute.answered
	}

	/// When the clock has next to look at it although its clocks stand still: when the freeze is over,
	/// when a silent side loses (tried again ever more rarely where it was refused), when a parked leg
	/// goes back, and at the absolute end.
	pub(crate) fn look_while_stopped(
		&self,
		parked: Option<Moment>,
		now: Moment,
		halts: &[Halt],
	) -> Option<Moment> {
		let end = moved(self.end, halts);
		if let Some(until) = self.frozen_until {
			return Some(until.min(end));
		}
		let dispute = self.open_dispute.filter(|dispute| self.silence_counts(dispute));
		let silence = dispute.map(|dispute| retried(moved(dispute.answer_until, halts), now));
		[parked, silence, Some(end)].into_iter().flatten().min()
	}

	/// Stops the clocks, unless they stand still already. Halts of the chain that moved the deadline so
	/// far are put into it: afterwards it moves by the time that passes, and by no halt within that.
	fn stopped(self, now: Moment, halts: &[Halt]) -> Self {
		match self.stopped_since {
			Some(_) => self,
			None => {
				let deadline = moved(self.deadline, halts);
				Self { stopped_since: Some(now), deadline, ..self }
			}
		}
	}

	/// Lets the clocks go on where nothing stops them any more.
	fn resumed(self, now: Moment, halts: &[Halt]) -> Self {
		let Some(since) = self.stopped_since else { return self };
		if self.is_frozen() || self.is_disputed() {
			return self;
		}
		let passed = now.0.saturating_sub(since.0);
		let deadline = self.deadline.plus(passed).min(moved(self.end, halts));
		Self { stopped_since: None, deadline, ..self }
	}

	/// What must be so of an order whose clocks can stand still: they do exactly while it is frozen or
	/// disputed.
	pub fn is_stopped_for_a_reason(&self) -> bool {
		self.is_stopped() == (self.is_frozen() || self.is_disputed())
	}

	/// Whether nothing is left that a dispute could be about.
	pub(crate) fn is_idly_disputed(&self) -> Result<bool, OrderError> {
		Ok(self.is_disputed() && self.unreleased()?.is_zero())
	}
}
