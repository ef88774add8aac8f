// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod bound;
mod budget;
mod exact;
mod problem;
mod search;
mod selection;

pub use budget::Budget;
pub use exact::EXACT_MAX;

use budget::Meter;
use netting::{
	feasible, gridlock, resolve, Banks, Item, NettingError, Proposal, Resolution, PROPOSED_MAX,
};
use problem::Problem;
use search::Found;
use split_ledger_primitives::Total;

/// Steps of the first walk.
const FIRST_WALK: u64 = 100_000;

/// Why a search ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
	/// No set settles more than what was found.
	Proved,
	/// The steps were used up. The same steps and seed find the same again.
	Steps,
	/// The deadline came.
	Deadline,
}

/// What a search found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Solution {
	/// The set to propose; none where nothing was found that beats what settles without a proposal.
	pub proposal: Option<Proposal>,
	/// What first-in-first-out netting settles.
	pub netted: Resolution,
	/// What settles without a proposal: that, and what passes.
	pub resolved: Resolution,
	/// No set that can be proposed settles more than this.
	pub bound: Total,
	/// Why the search ended.
	pub ended: Ended,
	/// The steps that it took.
	pub steps: u64,
}

impl Solution {
	/// What settles: by the proposal where there is one, else without any.
	pub fn value(&self) -> Total {
		self.proposal.as_ref().map_or(self.resolved.value, |proposal| proposal.value)
	}
}

/// Searches the queue for the set of at most `most` payments that settles the most; a proposed set never
/// has more than [`PROPOSED_MAX`].
///
/// The answer is the same for the same arguments, unless the deadline of the budget cuts the search
/// off. It is never less than what settles without a proposal.
pub fn solve(
	banks: &Banks,
	items: &[Item],
	most: usize,
	budget: Budget,
	seed: u64,
) -> Result<Solution, NettingError> {
	let most = most.min(PROPOSED_MAX);
	let netted = gridlock(banks, items)?;
	let resolved = resolve(banks, items, items.len())?;
	let problem = Problem::of(banks, items, most);
	let mut meter = Meter::of(budget);
	let bound = Total::try_from(bound::of_all(&problem, most, &mut meter)).unwrap_or_default();
	let mut found = Found::start(&problem, &resolved, most);
	// More payments than a set may have can settle without one, and then no set may come near.
	let is_proved =
		resolved.value >= bound || search_in_turns(&problem, &mut found, bound, seed, &mut meter);
	let proposal = proposal(banks, items, found.proposal(&problem), &resolved);
	let ended = if is_proved { Ended::Proved } else { meter.ended() };
	let mut solution = Solution { proposal, netted, resolved, bound, ended, steps: meter.spent() };
	let value = solution.value();
	solution.bound = if is_proved { value } else { bound.max(value) };
	Ok(solution)
}

/// Walks for a while, since the better the set to beat, the sooner a search comes to its end; goes
/// through what could be better for half of the steps that are left; walks on. Says whether nothing is
/// better than what was found.
fn search_in_turns(
	problem: &Problem,
	found: &mut Found,
	bound: Total,
	seed: u64,
	meter: &mut Meter,
) -> bool {
	search::improve(problem, found, bound, seed, meter.spent() + FIRST_WALK, meter);
	if found.value() >= bound || exact::search(problem, found, meter.half_way(), meter) {
		return true;
	}
	search::improve(problem, found, bound, seed, u64::MAX, meter);
	found.value() >= bound
}

/// What was found, verified as the chain does it, if it beats what settles without it.
fn proposal(
	banks: &Banks,
	items: &[Item],
	found: Proposal,
	resolved: &Resolution,
) -> Option<Proposal> {
	let value = feasible(banks, items, &found.places);
	let is_better = value == Ok(found.value) && found.beats(&resolved.as_proposal());
	is_better.then_some(found)
}
