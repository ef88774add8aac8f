// SPDX-License-Identifier: Apache-2.0

//! What no set settles more than, by whole numbers alone.
//!
//! If payments could be made in part, what the best set settles would be a flow between banks: as much
//! from each to each other one as its payments add up to, each bank with so much more going out than
//! coming in as it has room. The most that can flow is all there is less the least that must be
//! cancelled: whoever is short cancels payments, and so may make their payees short in turn, along the
//! shortest ways to banks that have room to spare.

use crate::{budget::Meter, problem::Problem};
use split_ledger_primitives::Position;

/// The most that a set of at most `most` payments settles.
pub(crate) fn of_all(problem: &Problem, most: usize, meter: &mut Meter) -> Position {
	let mut values: Vec<Position> = problem.payments.iter().map(|payment| payment.value).collect();
	values.sort_unstable_by(|one, other| other.cmp(one));
	let largest: Position = values.into_iter().take(most).sum();
	let flow = Network::of(problem, &problem.rooms, 0..problem.payments.len()).over(0, meter);
	largest.min(flow.unwrap_or_default())
}

/// What flows between banks, and what was cancelled of it, by the pairs of banks of a problem.
pub(crate) struct Network<'a> {
	arcs: &'a [(usize, usize)],
	sent: Vec<Position>,
	cancelled: Vec<Position>,
	/// Of each bank, by how much it is short; below zero what it has to spare.
	short: Vec<Position>,
	total: Position,
}

/// One step of a way: a pair of banks, and whether what was cancelled of it is taken back.
type Step = (usize, bool);

impl<'a> Network<'a> {
	/// With all of these payments made, each bank with what is left of its room.
	pub(crate) fn of(
		problem: &'a Problem,
		left: &[Position],
		payments: impl IntoIterator<Item = usize>,
	) -> Self {
		let arcs = &problem.arcs;
		let nothing = vec![0; arcs.len()];
		let short = problem.whole.iter().map(|row| -left[*row]).collect();
		let mut network = Self { arcs, sent: nothing.clone(), cancelled: nothing, short, total: 0 };
		for (arc, amount) in payments.into_iter().flat_map(|one| &problem.payments[one].arcs) {
			let (debtor, creditor) = arcs[*arc];
			network.sent[*arc] += amount;
			network.short[debtor] += amount;
			network.short[creditor] -= amount;
			network.total += amount;
		}
		network
	}

	/// The most that flows where nobody is short, if that is more than `least`; none where it is not, or
	/// where somebody stays short whatever is cancelled.
	pub(crate) fn over(mut self, least: Position, meter: &mut Meter) -> Option<Position> {
		while self.total > least && self.short.iter().any(|short| *short > 0) {
			let (end, steps, length) = self.shortest_way(meter)?;
			self.cancel_along(end, &steps, length);
		}
		(self.total > least).then_some(self.total)
	}

	/// A shortest way from a bank that is short to one that has something to spare: where it ends, its
	/// steps from there back, and its length. A step cancels, or takes back what was cancelled, which
	/// counts as one less.
	fn shortest_way(&self, meter: &mut Meter) -> Option<(usize, Vec<Step>, Position)> {
		let start = |short: &Position| (*short > 0).then_some(0);
		let mut lengths: Vec<Option<Position>> = self.short.iter().map(start).collect();
		let mut before: Vec<Option<Step>> = vec![None; lengths.len()];
		// Ways never get shorter in a circle, so as many rounds as there are banks are enough.
		for _ in 0..lengths.len() {
			meter.spend(self.arcs.len());
			let mut is_shorter = false;
			let mut reach = |from: usize, to: usize, step: Step, cost: Position| {
				let Some(length) = lengths[from].map(|length| length + cost) else { return };
				if lengths[to].is_none_or(|known| length < known) {
					(lengths[to], before[to]) = (Some(length), Some(step));
					is_shorter = true;
				}
			};
			for (arc, (from, to)) in self.arcs.iter().copied().enumerate() {
				if self.sent[arc] > 0 {
					reach(from, to, (arc, false), 1);
				}
				if self.cancelled[arc] > 0 {
					reach(to, from, (arc, true), -1);
				}
			}
			if !is_shorter {
				break;
			}
		}
		let spare = (0..lengths.len()).filter(|bank| self.short[*bank] < 0);
		let (length, end) = spare.filter_map(|bank| Some((lengths[bank]?, bank))).min()?;
		let mut steps = Vec::new();
		let mut at = end;
		while let Some(step) = before[at] {
			steps.push(step);
			at = self.begin_of(step);
		}
		Some((end, steps, length))
	}

	fn begin_of(&self, (arc, is_back): Step) -> usize {
		let (from, to) = self.arcs[arc];
		if is_back {
			to
		} else {
			from
		}
	}

	fn cancel_along(&mut self, end: usize, steps: &[Step], length: Position) {
		let begin = steps.last().map_or(end, |step| self.begin_of(*step));
		let there = |(arc, is_back): &Step| {
			if *is_back {
				self.cancelled[*arc]
			} else {
				self.sent[*arc]
			}
		};
		let most = self.short[begin].min(-self.short[end]);
		let amount = steps.iter().map(there).fold(most, Position::min);
		for (arc, is_back) in steps {
			let change = if *is_back { -amount } else { amount };
			self.sent[*arc] -= change;
			self.cancelled[*arc] += change;
		}
		self.short[begin] -= amount;
		self.short[end] += amount;
		self.total -= amount * length;
	}
}
