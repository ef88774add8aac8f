// SPDX-License-Identifier: Apache-2.0

//! What no set settles more than, by whole numbers alone.
//!
//! If payments could be made in part, what the best set settles would be a flow between banks: as much
//! from each to each other one as its payments add up to, each bank with so much more going out than
//! coming in as it has room. The most that can flow is all there is less the least that must be
//! cancelled: whoever is short cancels payments, and so may make their payees short in turn, along the
//! shortest ways to banks that have room to spare.

use crate::problem::Problem;
use split_ledger_primitives::Position;

/// The most that a set of at most `most` payments settles.
pub(crate) fn of_all(problem: &Problem, most: usize) -> Position {
	let mut values: Vec<Position> = problem.payments.iter().map(|payment| payment.value).collect();
	values.sort_unstable_by(|one, other| other.cmp(one));
	let largest: Position = values.into_iter().take(most).sum();
	let flow = Network::of(problem, &problem.rooms, 0..problem.payments.len()).most();
	largest.min(flow.unwrap_or_default())
}

/// What flows between banks, and what was cancelled of it. Flat tables of bank by bank.
pub(crate) struct Network {
	banks: usize,
	sent: Vec<Position>,
	cancelled: Vec<Position>,
	/// Of each bank, by how much it is short; below zero what it has to spare.
	short: Vec<Position>,
	total: Position,
}

impl Network {
	/// With all of these payments made, each bank with what is left of its room.
	pub(crate) fn of(
		problem: &Problem,
		left: &[Position],
		payments: impl IntoIterator<Item = usize>,
	) -> Self {
		let banks = problem.whole.len();
		let nothing = vec![0; banks * banks];
		let short = problem.whole.iter().map(|row| -left[*row]).collect();
		let mut network =
			Self { banks, sent: nothing.clone(), cancelled: nothing, short, total: 0 };
		for number in payments {
			for (debtor, creditor, amount) in &problem.payments[number].pairs {
				network.sent[debtor * banks + creditor] += amount;
				network.short[*debtor] += amount;
				network.short[*creditor] -= amount;
				network.total += amount;
			}
		}
		network
	}

	/// The most that flows where nobody is short; none where somebody stays short whatever is cancelled.
	pub(crate) fn most(mut self) -> Option<Position> {
		while self.short.iter().any(|short| *short > 0) {
			let (way, length) = self.shortest_way()?;
			self.cancel_along(&way, length);
		}
		Some(self.total)
	}

	/// A shortest way from a bank that is short to one that has something to spare, and its length. One
	/// step cancels, or takes back what was cancelled, which counts as one less.
	fn shortest_way(&self) -> Option<(Vec<usize>, Position)> {
		let start = |short: &Position| (*short > 0).then_some(0);
		let mut lengths: Vec<Option<Position>> = self.short.iter().map(start).collect();
		let mut before: Vec<Option<usize>> = vec![None; self.banks];
		// Ways never get shorter in a circle, so as many rounds as there are banks are enough.
		for _ in 0..self.banks {
			let mut is_shorter = false;
			for from in 0..self.banks {
				let Some(length) = lengths[from] else { continue };
				for to in 0..self.banks {
					let Some(step) = self.step(from, to) else { continue };
					if lengths[to].is_none_or(|known| length + step < known) {
						(lengths[to], before[to]) = (Some(length + step), Some(from));
						is_shorter = true;
					}
				}
			}
			if !is_shorter {
				break;
			}
		}
		let spare = (0..self.banks).filter(|bank| self.short[*bank] < 0);
		let (length, end) = spare.filter_map(|bank| Some((lengths[bank]?, bank))).min()?;
		let mut way = vec![end];
		while let Some(from) = way.last().and_then(|bank| before[*bank]) {
			way.push(from);
		}
		way.reverse();
		Some((way, length))
	}

	/// What it costs to make one bank less short and another one more.
	fn step(&self, from: usize, to: usize) -> Option<Position> {
		if self.cancelled[to * self.banks + from] > 0 {
			Some(-1)
		} else {
			(self.sent[from * self.banks + to] > 0).then_some(1)
		}
	}

	fn cancel_along(&mut self, way: &[usize], length: Position) {
		let (Some(first), Some(last)) = (way.first(), way.last()) else { return };
		let mut amount = self.short[*first].min(-self.short[*last]);
		for pair in way.windows(2) {
			let back = self.cancelled[pair[1] * self.banks + pair[0]];
			let there = if back > 0 { back } else { self.sent[pair[0] * self.banks + pair[1]] };
			amount = amount.min(there);
		}
		for pair in way.windows(2) {
			let (there, back) = (pair[0] * self.banks + pair[1], pair[1] * self.banks + pair[0]);
			if self.cancelled[back] > 0 {
				self.cancelled[back] -= amount;
				self.sent[back] += amount;
			} else {
				self.sent[there] -= amount;
				self.cancelled[there] += amount;
			}
		}
		self.short[*first] -= amount;
		self.short[*last] += amount;
		self.total -= amount * length;
	}
}
