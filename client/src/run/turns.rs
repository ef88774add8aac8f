// SPDX-License-Identifier: Apache-2.0

//! Whose turn it is within a wave. Payments of one submitter keep their order on the chain, those of
//! several do not. Where the order decides, the later one waits for the next wave: orders of one group,
//! since the first one leads and the last one may be one too many; and payments that draw on the same
//! money or cover, where there is not enough for both.

use crate::{
	bundle::{Bundle, Who},
	currency::Unit,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the payments of a wave did so far, and who submits them.
#[derive(Default)]
pub(super) struct Turns {
	joined: BTreeMap<usize, Who>,
	takers: BTreeMap<(Who, Unit), BTreeSet<Who>>,
}

impl Turns {
	/// Whether somebody else joins a group of the item in this wave already.
	pub(super) fn must_wait(&self, bundle: &Bundle, item: &[usize]) -> bool {
		let mut joins = joins(bundle, item);
		joins.any(|(group, by)| self.joined.get(&group).is_some_and(|earlier| *earlier != by))
	}

	/// The orders of an item join their groups, or try to.
	pub(super) fn join(&mut self, bundle: &Bundle, item: &[usize]) {
		self.joined.extend(joins(bundle, item));
	}

	/// A payment takes from these.
	pub(super) fn take<'k>(
		&mut self,
		by: Option<Who>,
		keys: impl Iterator<Item = &'k (Who, Unit)>,
	) {
		for key in keys {
			self.takers.entry(*key).or_default().extend(by);
		}
	}

	/// Whether somebody else took in this wave of what a payment lacks.
	pub(super) fn was_taken_by_another(&self, by: Option<Who>, lacks: Vec<(Who, Unit)>) -> bool {
		let is_other = |taker: &Who| Some(*taker) != by;
		lacks
			.iter()
			.any(|key| self.takers.get(key).is_some_and(|takers| takers.iter().any(is_other)))
	}
}

fn joins<'i>(bundle: &'i Bundle, item: &'i [usize]) -> impl Iterator<Item = (usize, Who)> + 'i {
	let orders = item.iter().map(|place| &bundle.orders[*place]);
	orders.filter_map(|order| Some((order.group?, bundle.submitter(order))))
}
