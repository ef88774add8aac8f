// SPDX-License-Identifier: Apache-2.0

use crate::Ended;
use std::time::Instant;

/// How long a search may take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Budget {
	/// The most steps: a step is about one look at a payment.
	pub steps: u64,
	/// When it ends, whatever steps are left.
	pub deadline: Option<Instant>,
}

/// Steps between two looks at the clock.
const BETWEEN: u64 = 4_096;

/// Counts steps.
pub(crate) struct Meter {
	budget: Budget,
	spent: u64,
	next_look: u64,
	is_late: bool,
}

impl Meter {
	pub(crate) fn of(budget: Budget) -> Self {
		Self { budget, spent: 0, next_look: 0, is_late: false }
	}

	/// Counts so many steps.
	pub(crate) fn spend(&mut self, steps: usize) {
		self.spent = self.spent.saturating_add(steps as u64);
	}

	/// Whether there are steps and time left.
	pub(crate) fn has_more(&mut self) -> bool {
		if self.spent >= self.next_look {
			self.next_look = self.spent.saturating_add(BETWEEN);
			self.is_late = self.budget.deadline.is_some_and(|end| Instant::now() >= end);
		}
		!self.is_late && self.spent < self.budget.steps
	}

	/// What will have been spent when half of what is left is.
	pub(crate) fn half_way(&self) -> u64 {
		self.spent.saturating_add(self.budget.steps.saturating_sub(self.spent) / 2)
	}

	pub(crate) fn spent(&self) -> u64 {
		self.spent
	}

	/// Why there is no more.
	pub(crate) fn ended(&self) -> Ended {
		if self.is_late {
			Ended::Deadline
		} else {
			Ended::Steps
		}
	}
}
