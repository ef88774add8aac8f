// SPDX-License-Identifier: Apache-2.0

//! How time passes: by blocks and minutes, in silences of the whole chain, and past what is due.

use crate::{plain::ms_of_minutes, stage::Stage};
use split_ledger_primitives::Moment;

/// A longer step is a halt (O7).
const STEP_MINUTES: u64 = 10;
/// Before something is due a silence ends so many minutes early, and so many pass afterwards.
const MINUTES_AROUND: u64 = 2;

impl Stage<'_> {
	/// Lets time pass: a block, some minutes, or a silence of hours or weeks. A silence is a halt, which
	/// moves what lies in it (O7): so half of them end just before something is due, and minutes pass over
	/// that.
	pub(crate) fn time(&mut self) {
		let minute = self.slots_of_a_minute();
		let slots = match self.dice.below(100) {
			0..45 => 1,
			45..72 => minute * (1 + self.dice.below(9)),
			72..88 => minute * (11 + self.dice.below(600)),
			88..98 => minute * 1_440 * (1 + self.dice.below(8)),
			98 => minute * 1_440 * (31 + self.dice.below(20)),
			_ => minute * 1_440 * (91 + self.dice.below(100)),
		};
		let is_halt = slots > minute * STEP_MINUTES;
		if is_halt && self.dice.below(2) == 0 && self.pass_something_due() {
			return;
		}
		// In its last days a world does without silences.
		let slot = ms_of_minutes(1) / minute;
		let is_kept = self.plain.now().plus(slots * slot) <= self.all_kept_until;
		self.pass_time(if is_kept || !is_halt { slots } else { 1 });
	}

	fn slots_of_a_minute(&mut self) -> u64 {
		ms_of_minutes(1) / self.world.state(split_ledger_runtime::Participants::slot_millis)
	}

	/// Lets something come due minute by minute, mostly that a side is silent about a dispute; false where
	/// nothing of a kind is awaited.
	fn pass_something_due(&mut self) -> bool {
		let [answers, parked, ends, deadlines] = self.plain.awaited();
		let is_answer = self.dice.below(10) < 5;
		let mut kind = match self.dice.below(5) {
			_ if is_answer => answers,
			0..2 => parked,
			2 => ends,
			_ => deadlines,
		};
		kind.retain(|due| *due <= self.all_kept_until);
		if kind.is_empty() {
			return false;
		}
		let due = *self.dice.pick(&kind);
		self.pass(due);
		if is_answer {
			// Who was silent comes too late, and who decides may do so now.
			match self.dice.below(3) {
				0 => self.answer(),
				1 => self.resolve(),
				_ => {}
			}
		}
		true
	}

	/// Halts until just before a moment, and goes past it in minutes.
	fn pass(&mut self, due: Moment) {
		let minute = self.slots_of_a_minute();
		let silence = (due.0 - self.plain.now().0) / ms_of_minutes(1);
		if silence > STEP_MINUTES {
			self.pass_time(minute * (silence - MINUTES_AROUND));
		}
		while self.plain.now() <= due.plus(ms_of_minutes(MINUTES_AROUND)) {
			self.pass_time(minute);
		}
	}
}
