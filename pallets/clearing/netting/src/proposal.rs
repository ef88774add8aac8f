// SPDX-License-Identifier: Apache-2.0

use crate::{
	queue::{in_turn, Flows, Turns},
	Banks, Item, NettingError,
};
use alloc::{vec, vec::Vec};
use split_ledger_primitives::Total;

/// Payments in one proposed set (design section 7).
pub const PROPOSED_MAX: usize = 1_000;

/// The value of a proposed set, if all of it can settle at once.
///
/// The set is the places of its items, ascending. It may leave out what it likes, but settles nothing
/// before its turn: of every bank, no item in it stands behind a high one that waits, and none behind
/// any that waits where the bank keeps strict order (C5). So whoever proposes never changes the order
/// that another bank has chosen, only what of its normal payments passes which, as that bank allows.
///
/// Goes once through the set and once through the queue.
pub fn feasible(banks: &Banks, items: &[Item], set: &[u32]) -> Result<Total, NettingError> {
	if set.len() > PROPOSED_MAX {
		return Err(NettingError::TooManyProposed);
	}
	let mut flows = Flows::new(banks);
	let mut is_in = vec![false; items.len()];
	let mut value: Total = 0;
	let mut before = None;
	for place in set.iter().copied() {
		if before.replace(place).is_some_and(|before| before >= place) {
			return Err(NettingError::NotAscending);
		}
		let at = usize::try_from(place).map_err(|_| NettingError::UnknownItem)?;
		let (Some(item), Some(is_in)) = (items.get(at), is_in.get_mut(at)) else {
			return Err(NettingError::UnknownItem);
		};
		if item.held {
			return Err(NettingError::HeldItem);
		}
		flows.take_in(item)?;
		*is_in = true;
		// Fewer than 2^64 amounts of 64 bits.
		value = value.saturating_add(item.value());
	}
	let mut turns = Turns::new(banks);
	for (place, item) in in_turn(items) {
		if !is_in.get(place).copied().unwrap_or_default() {
			turns.leave(item);
		} else if !turns.has_come(item) {
			return Err(NettingError::OutOfTurn);
		}
	}
	if !flows.all_fit() {
		return Err(NettingError::BeyondRoom);
	}
	Ok(value)
}

/// A set that somebody proposed, with the value that [`feasible`] found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Proposal {
	/// The places of its items, ascending.
	pub places: Vec<u32>,
	/// What it moves between banks.
	pub value: Total,
}

impl Proposal {
	/// Whether this one settles rather than `other`: the higher value; then more payments; then, at the
	/// first place that only one of them has, the older payment. Of two equal ones neither beats the
	/// other: who came first stays.
	pub fn beats(&self, other: &Self) -> bool {
		let rank = |one: &Self| (one.value, one.places.len());
		match rank(self).cmp(&rank(other)) {
			core::cmp::Ordering::Equal => self.places < other.places,
			unequal => unequal.is_gt(),
		}
	}
}
