// SPDX-License-Identifier: Apache-2.0

//! When those actions were done or refused on whose time anything depends: what stops the clocks of an
//! order or lets them go on, and the end of a mandate. No block keeps that under a reference, so it is
//! remembered.

use super::Importer;
use crate::bundle::{Act, InDispute};
use split_ledger_primitives::Moment;
use std::collections::{BTreeMap, BTreeSet};

impl Importer<'_> {
	/// Remembers when an action was done or refused, where that matters.
	pub(super) fn remember_acted(&self, place: usize, at: Moment) -> anyhow::Result<()> {
		let action = &self.bundle.actions[place];
		let mark = self.mark_of(place, action);
		self.memory.remember_tried(self.remembered_as(action, &mark)?, at)
	}

	/// The times that are known, by the places of the actions.
	pub(super) fn acted(&self) -> anyhow::Result<BTreeMap<usize, Moment>> {
		self.acted_where(is_timed)
	}

	/// When the clocks of these orders went on last: the chain looks at them once that minute is over.
	pub(super) fn went_on(
		&self,
		orders: &BTreeSet<usize>,
	) -> anyhow::Result<BTreeMap<usize, Moment>> {
		let of_these =
			|act: &Act| lets_go_on(act) && act.order().is_some_and(|it| orders.contains(&it));
		let mut last = BTreeMap::new();
		for (place, at) in self.acted_where(of_these)? {
			let action = &self.bundle.actions[place];
			// One that was refused let nothing go on.
			if self.memory.is_done(&self.mark_of(place, action))? {
				last.extend(action.act.order().map(|order| (order, at)));
			}
		}
		Ok(last)
	}

	fn acted_where(
		&self,
		is_one: impl Fn(&Act) -> bool,
	) -> anyhow::Result<BTreeMap<usize, Moment>> {
		let mut acted = BTreeMap::new();
		for (place, action) in self.bundle.actions.iter().enumerate() {
			if is_one(&action.act) {
				let mark = self.mark_of(place, action);
				let at = self.memory.tried(self.remembered_as(action, &mark)?)?;
				acted.extend(at.map(|at| (place, at)));
			}
		}
		Ok(acted)
	}
}

/// Whether anything depends on when it is done.
pub(super) fn is_timed(act: &Act) -> bool {
	let stops = matches!(act, Act::Freeze(..) | Act::Dispute(_, InDispute::Open(_)));
	stops || lets_go_on(act) || matches!(act, Act::Revoke(_))
}

/// Whether the clocks of an order may go on with it.
fn lets_go_on(act: &Act) -> bool {
	matches!(act, Act::Unfreeze(_) | Act::Dispute(_, InDispute::Withdraw(_)))
}
