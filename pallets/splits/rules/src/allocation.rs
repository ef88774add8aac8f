// SPDX-License-Identifier: Apache-2.0

use alloc::{string::String, vec::Vec};
use split_ledger_primitives::{Amount, Purpose};

/// What a rule set makes of an order: parts that add up to its amount, zeros included.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Allocation {
	/// The case that was used, from 1 on.
	pub case: u8,
	/// The leaves of the case, depth first.
	pub legs: Vec<Part>,
}

/// One leaf of an allocation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Part {
	/// The place of the leaf, depth first, from 1 on.
	pub leg: u8,
	/// The slot that gets it, by its place in the rule set.
	pub slot: u8,
	/// How much.
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

/// An allocation with its reasons.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Explanation {
	/// The case that was used, from 1 on.
	pub case: u8,
	/// The leaves of the case, depth first.
	pub legs: Vec<Step>,
}

/// One leaf of an explanation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
	/// The same figures as in the allocation.
	pub part: Part,
	/// Why it is this much: the take, its base, the exact quotient, rounding, floor, cap and residue,
	/// in minor units.
	pub because: String,
}
