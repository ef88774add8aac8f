// SPDX-License-Identifier: Apache-2.0

//! Where standing clocks go on, against a model that knows only how much time is left.

use crate::{mock::*, types::*};
use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest, Strategy};
use split_ledger_primitives::{ExpiryPolicy, Moment, Side};

/// An order whose deadline is `minutes` from noon, and its end `end` minutes.
fn order(minutes: u64, end: u64) -> HeldOrder {
	let mut order = None;
	World::new().run(|| {
		let body = disputable(until(market("o1"), 5, ExpiryPolicy::Payer));
		order = Some(row(place(&body)));
	});
	let order = order.expect("placed");
	HeldOrder { deadline: in_minutes(minutes), end: in_minutes(end), ..order }
}

fn open_until(minutes: u64) -> OpenDispute {
	OpenDispute { by: Side::Payer, answer_until: in_minutes(minutes), answered: false }
}

#[derive(Clone, Copy, Debug)]
enum Step {
	Freeze,
	Thaw,
	Dispute,
	Undispute,
	Wait(u64),
}

fn any_step() -> impl Strategy<Value = Step> {
	(0u8..8, 1u64..40).prop_map(|(kind, minutes)| match kind {
		0 => Step::Freeze,
		1 => Step::Thaw,
		2 => Step::Dispute,
		3 => Step::Undispute,
		_ => Step::Wait(minutes),
	})
}

/// How much time is left, and what stops it.
struct Model {
	now: u64,
	left: u64,
	frozen: bool,
	disputed: bool,
}

impl Model {
	fn stops(&self) -> bool {
		self.frozen || self.disputed
	}

	/// Whether the step can be taken before the hold ends.
	fn take(&mut self, step: Step, end: u64) -> bool {
		match step {
			Step::Freeze => self.frozen = true,
			Step::Thaw => self.frozen = false,
			Step::Dispute => self.disputed = true,
			Step::Undispute => self.disputed = false,
			Step::Wait(minutes) => {
				let most = if self.stops() { end - self.now } else { self.left };
				if minutes >= most {
					return false;
				}
				self.now += minutes;
				if !self.stops() {
					self.left -= minutes;
				}
			}
		}
		if !self.stops() {
			self.left = self.left.min(end - self.now);
		}
		true
	}
}

proptest! {
	#[test]
	fn no_time_passes_for_an_order_while_it_is_stopped_and_the_end_stays(
		steps in prop::collection::vec(any_step(), 1..30),
		(minutes, spare) in (1u64..100, 0u64..200),
	) {
		let end = minutes + spare;
		let mut order = order(minutes, end);
		let mut model = Model { now: 0, left: minutes, frozen: false, disputed: false };
		for step in steps {
			if !model.take(step, end) {
				break;
			}
			let now = in_minutes(model.now);
			order = match step {
				Step::Freeze => order.frozen(in_minutes(end), now, &[]),
				Step::Thaw => order.thawed(now, &[]),
				Step::Dispute => order.disputed(open_until(end), now, &[]),
				Step::Undispute => order.undisputed(now, &[]),
				Step::Wait(_) => order,
			};
			prop_assert!(order.is_stopped_for_a_reason());
			prop_assert_eq!(order.is_stopped(), model.stops());
			let ends = if model.stops() { end } else { model.now + model.left };
			prop_assert_eq!(order.hold_ends(), in_minutes(ends));
			let look = order.next_look(now, &[]).unwrap().expect("something is held");
			prop_assert!(look <= in_minutes(ends));
		}
	}
}

#[test]
fn a_halt_before_the_stop_counts_once_and_one_within_it_not_again() {
	let halt = |from, to| Halt { from: in_minutes(from), to: in_minutes(to) };
	// The deadline of minute 5 is moved to 25 by the first halt.
	let first = [halt(2, 22)];
	let order = order(5, 1_000).frozen(in_minutes(90), in_minutes(23), &first);
	assert_eq!(order.deadline, in_minutes(25));
	// Two minutes are left, whatever happened meanwhile.
	let both = [halt(2, 22), halt(30, 80)];
	let order = order.thawed(in_minutes(90), &both);
	assert_eq!(order.deadline, in_minutes(92));
	assert_eq!(crate::order::moved(order.deadline, &both), in_minutes(92));
}

#[test]
fn a_halt_moves_the_absolute_end_as_it_moves_a_deadline() {
	let halts = [Halt { from: in_minutes(90), to: in_minutes(120) }];
	let order = order(50, 100).disputed(open_until(80), in_minutes(10), &[]);
	assert_eq!(order.next_look(in_minutes(121), &halts), Ok(Some(in_minutes(130))));
	let order = order.undisputed(in_minutes(125), &halts);
	assert_eq!(order.deadline, in_minutes(130));
}

#[test]
fn the_clock_looks_when_a_freeze_is_over_a_side_is_silent_or_the_end_comes() {
	let now = NOON;
	let looks = |order: &HeldOrder| order.next_look(now, &[]).unwrap().expect("held");
	let frozen = order(50, 100).frozen(in_minutes(70), now, &[]);
	assert_eq!(looks(&frozen), in_minutes(70));
	let disputed = order(50, 100).disputed(open_until(60), now, &[]);
	// The judge decides all the same.
	assert_eq!(looks(&disputed), in_minutes(100));
	let loses = HeldOrder { dispute_terms: Some(OR_LOSE), ..disputed };
	assert_eq!(looks(&loses), in_minutes(60));
	assert_eq!(loses.silent_side(Moment(in_minutes(60).0 - 1), &[]), None);
	assert_eq!(loses.silent_side(in_minutes(60), &[]), Some(Side::Merchant));
	// What was refused at minute 60 is tried again, at last every hour.
	let late = |minutes| loses.next_look(in_minutes(minutes), &[]).unwrap();
	assert_eq!(late(80), Some(in_minutes(85)));
	let both = loses.frozen(in_minutes(70), now, &[]);
	assert_eq!(looks(&both), in_minutes(70));
}
