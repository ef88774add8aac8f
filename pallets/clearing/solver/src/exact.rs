// SPDX-License-Identifier: Apache-2.0

use crate::{bound::Network, budget::Meter, problem::Problem, search::Found, selection::Selection};

/// Payments up to which a search tries to go to the end. Only those count that some set could settle.
pub const EXACT_MAX: usize = 1_000;

/// Goes through every set that could still be better than what was found; says whether it came to the
/// end before so many steps were spent, so that nothing is better.
pub(crate) fn search(problem: &Problem, found: &mut Found, end: u64, meter: &mut Meter) -> bool {
	if problem.payments.len() > EXACT_MAX {
		return false;
	}
	// What others wait for is decided before them, the rest from the largest on.
	let mut order: Vec<usize> = (0..problem.payments.len()).collect();
	order.sort_by_key(|number| {
		let payment = &problem.payments[*number];
		(!payment.is_ordered, if payment.is_ordered { 0 } else { -payment.value }, *number)
	});
	Exact { order, selection: Selection::none_of(problem), found, end, meter }.decide_from(0)
}

struct Exact<'a> {
	order: Vec<usize>,
	selection: Selection<'a>,
	found: &'a mut Found,
	end: u64,
	meter: &'a mut Meter,
}

impl Exact<'_> {
	/// Decides all payments from this one on, in every way that could be better. As deep as there are
	/// payments, which are no more than a stack holds.
	fn decide_from(&mut self, at: usize) -> bool {
		if self.meter.spent() >= self.end || !self.meter.has_more() {
			return false;
		}
		if !self.can_be_better(at) {
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

	/// Whether what is open could bring more than was found, and nobody stays short.
	fn can_be_better(&mut self, at: usize) -> bool {
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
		self.meter.spend(1 + open.len());
		let missing = self.found.value - self.selection.value;
		Network::of(problem, &self.selection.left, open).over(missing, self.meter).is_some()
	}
}
