// SPDX-License-Identifier: Apache-2.0

use crate::{ceiling, engine::Order, Allocation, Case, Explanation, RuleError, RuleSet};
use split_ledger_primitives::Amount;

/// An order's amount and the case of its rule set: what is left to do is to divide.
///
/// Choosing and dividing are two steps, so that whoever pays for the second can ask first how large
/// it is.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
	/// Of which dividing asks neither names nor cases.
	pub(crate) rules: &'a RuleSet,
	pub(crate) number: u8,
	pub(crate) case: &'a Case,
	pub(crate) amount: Amount,
}

impl Chosen<'_> {
	/// The number of the case, from 1 on.
	pub fn case(&self) -> u8 {
		self.number
	}

	/// The leaves of the case: as many legs as dividing will give, zeros included.
	pub fn legs(&self) -> u32 {
		ceiling::leaves(&self.case.legs)
	}

	/// Divides the amount among the leaves.
	///
	/// `inputs` are named by their place in the rule set. Each must be taken by the case, and each
	/// that the case takes must be there, zero allowed. Nothing is clamped: a leg that is larger than
	/// what is left refuses the order.
	pub fn allocate(&self, inputs: &[(u8, Amount)]) -> Result<Allocation, RuleError> {
		let legs = self.order(inputs).parts(&self.case.legs)?;
		Ok(Allocation { case: self.number, legs })
	}

	/// Answers what [`Self::allocate`] answers, with the reason of each part in words. A stored rule
	/// set, which is read without its names, names inputs by their place.
	pub fn explain(&self, inputs: &[(u8, Amount)]) -> Result<Explanation, RuleError> {
		let legs = self.order(inputs).steps(&self.case.legs)?;
		Ok(Explanation { case: self.number, legs })
	}

	fn order<'b>(&'b self, inputs: &'b [(u8, Amount)]) -> Order<'b> {
		Order { rules: self.rules, amount: self.amount, inputs }
	}
}
