// SPDX-License-Identifier: Apache-2.0

//! What was played, so that a run tells whether it tried what it should.

use crate::plain::Outcome;
use std::collections::BTreeMap;

/// Counts over all worlds of a run.
#[derive(Default)]
pub(crate) struct Tally {
	/// By kind of call: accepted, refused.
	pub(crate) kinds: BTreeMap<&'static str, (u64, u64)>,
	pub(crate) errors: BTreeMap<String, u64>,
	/// What else was met: policies, who advanced, how orders ended.
	pub(crate) met: BTreeMap<String, u64>,
}

impl Tally {
	pub(crate) fn count(&mut self, kind: &'static str, outcome: &Outcome) {
		let counts = self.kinds.entry(kind).or_default();
		match outcome {
			Ok(()) => counts.0 += 1,
			Err(why) => {
				counts.1 += 1;
				*self.errors.entry(why.clone()).or_default() += 1;
			}
		}
	}

	pub(crate) fn meet(&mut self, what: impl Into<String>) {
		*self.met.entry(what.into()).or_default() += 1;
	}

	pub(crate) fn calls(&self) -> u64 {
		self.kinds.values().map(|(accepted, refused)| accepted + refused).sum()
	}

	pub(crate) fn print(&self) {
		for (kind, (accepted, refused)) in &self.kinds {
			println!("{kind}: {accepted} accepted, {refused} refused");
		}
		for (what, count) in self.errors.iter().chain(&self.met) {
			println!("{what}: {count}");
		}
	}

	/// What of these was never met.
	pub(crate) fn missing<'a>(&self, wanted: &[&'a str]) -> Vec<&'a str> {
		let is_met = |what: &str| {
			let accepted = self.kinds.get(what).is_some_and(|counts| counts.0 > 0);
			accepted || self.errors.contains_key(what) || self.met.contains_key(what)
		};
		wanted.iter().copied().filter(|what| !is_met(what)).collect()
	}
}
