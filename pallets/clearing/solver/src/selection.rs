// SPDX-License-Identifier: Apache-2.0

use crate::problem::Problem;
use split_ledger_primitives::Position;

/// Some of the payments, with what is left of every row. All sums are of fewer than 2^63 amounts of 64
/// bits.
#[derive(Clone, Debug)]
pub(crate) struct Selection<'a> {
	pub(crate) problem: &'a Problem,
	pub(crate) is_in: Vec<bool>,
	/// What is left of each row; below zero where too much was taken.
	pub(crate) left: Vec<Position>,
	pub(crate) value: Position,
	pub(crate) count: usize,
}

impl<'a> Selection<'a> {
	/// With nothing in it.
	pub(crate) fn none_of(problem: &'a Problem) -> Self {
		let is_in = vec![false; problem.payments.len()];
		Self { problem, is_in, left: problem.rooms.clone(), value: 0, count: 0 }
	}

	/// With these in it.
	pub(crate) fn of(problem: &'a Problem, is_in: &[bool]) -> Self {
		let mut selection = Self::none_of(problem);
		for number in (0..is_in.len()).filter(|number| is_in[*number]) {
			selection.turn(number);
		}
		selection
	}

	/// Takes a payment in, or out where it is in.
	pub(crate) fn turn(&mut self, number: usize) {
		let payment = &self.problem.payments[number];
		let comes = !self.is_in[number];
		self.is_in[number] = comes;
		if comes {
			self.count += 1;
			self.value += payment.value;
		} else {
			self.count -= 1;
			self.value -= payment.value;
		}
		for (row, change) in &payment.changes {
			self.left[*row] -= if comes { *change } else { -*change };
		}
	}

	/// Whether it is out and all that it needs is in.
	pub(crate) fn may_come(&self, number: usize) -> bool {
		let needs = &self.problem.payments[number].needs;
		!self.is_in[number] && needs.iter().all(|needed| self.is_in[*needed])
	}

	/// Whether it is in and nothing that is in needs it.
	pub(crate) fn may_leave(&self, number: usize) -> bool {
		let needed_by = &self.problem.payments[number].needed_by;
		self.is_in[number] && !needed_by.iter().any(|other| self.is_in[*other])
	}

	/// Whether there is room for one more, where nobody has taken too much.
	pub(crate) fn fits(&self, number: usize) -> bool {
		let changes = &self.problem.payments[number].changes;
		changes.iter().all(|(row, change)| *change <= 0 || *change <= self.left[*row])
	}

	/// The row of which too much was taken, the most of all; the first of several.
	pub(crate) fn worst_row(&self) -> Option<usize> {
		let short = self.left.iter().enumerate().filter(|(_, left)| **left < 0);
		short.min_by_key(|(_, left)| **left).map(|(row, _)| row)
	}

	/// By how much more is taken too much once this payment is turned.
	pub(crate) fn excess_by(&self, number: usize) -> Position {
		let comes = !self.is_in[number];
		let excess = |left: Position| (-left).max(0);
		let changes = self.problem.payments[number].changes.iter();
		changes
			.map(|(row, change)| {
				let left = self.left[*row];
				excess(left - if comes { *change } else { -*change }) - excess(left)
			})
			.sum()
	}
}
