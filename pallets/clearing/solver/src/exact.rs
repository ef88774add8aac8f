// SPDX-License-Identifier: Apache-2.0

use crate::{bound::Network, budget::Meter, problem::Problem, search::Found, selection::Selection};
use split_ledger_primitives::{Position, Total};

/// Payments up to which a search goes to the end, if the steps last. Only those count that some set could
/// settle.
pub const EXACT_MAX: usize = 40;

/// Goes through every set of a small queue that could still be better than what was found; says whether
/// it came to the end, so that nothing is better.
pub(crate) fn search(problem: &Problem, found: &mut Found, meter: &mut Meter) -> bool {
	if problem.payments.len() > EXACT_MAX {
		return false;
	}
	// What others wait for is decided before them, the rest from the largest on.
	let mut order: Vec<usize> = (0..problem.payments.len()).collect();
	order.sort_by_key(|number| {
		let payment = &problem.payments[*number];
		(!payment.is_ordered, if payment.is_ordered { 0 } else { -payment.value }, *number)
	});
	let selection = Selection::none_of(problem);
	Exact { order, selection, found, meter }.decide_from(0)
}

struct Exact<'a> {
	order: Vec<usize>,
	selection: Selection<'a>,
	found: &'a mut Found,
	meter: &'a mut Meter,
}

impl Exact<'_> {
	/// Decides all payments from this one on, in every way that could be better. As deep as there are
	/// payments, which are few.
	fn decide_from(&mut self, at: usize) -> bool {
		if !self.meter.has_more() {
			return false;
		}
		if self
			.most(at)
			.is_none_or(|most| Total::try_from(most).unwrap_or_default() <= self.found.value())
		{
			return true;
		}
		let Some(number) = self.order.get(at).copied() else {
			// Nothing is open, so the bound was the value; what a bound leaves out is asked here.
			if self.selection.worst_row().is_none() {
				self.found.offer(&self.selection);
			}
			return true;
		};
		if self.selection.may_come(number) {
			self.selection.turn(number);
			let is_done = self.decide_from(at + 1);
			self.selection.turn(number);
			if !is_done {
				return false;
			}
		}
		self.decide_from(at + 1)
	}

	/// The most that can come of this; none where somebody stays short.
	fn most(&mut self, at: usize) -> Option<Position> {
		let problem = self.selection.problem;
		// What is needed comes before what needs it, so it was judged before it is asked for.
		let mut is_possible = self.selection.is_in.clone();
		let mut open = Vec::new();
		for number in self.order.iter().skip(at).copied() {
			let needs = &problem.payments[number].needs;
			if needs.iter().all(|needed| is_possible[*needed]) {
				is_possible[number] = true;
				open.push(number);
			}
		}
		let banks = problem.whole.len();
		self.meter.spend(1 + open.len() + banks * banks);
		let most = Network::of(problem, &self.selection.left, open).most()?;
		Some(self.selection.value + most)
	}
}
