// SPDX-License-Identifier: Apache-2.0

//! What calls and steps of the clock cost: `f(orders, legs, bytes)`, by the greatest number of legs
//! that each order states for itself and by the rule sets that it names.

use crate::{Config, Item};
use alloc::collections::BTreeSet;
use frame::weights_prelude::Weight;
use split_ledger_primitives::{
	limits::{LEGS_MAX, RULE_SET_BYTES_MAX},
	OrderBody, Terms,
};

/// The measured functions. `l` counts legs: of the order, or of all orders of a batch together; `o`
/// counts orders; `b` counts the bytes of all rule sets that are read.
pub trait WeightInfo {
	/// One order.
	fn place(l: u32, b: u32) -> Weight;
	/// All orders of a combined payment.
	fn place_combined(o: u32, l: u32, b: u32) -> Weight;
	/// A batch, each order a payment of its own.
	fn place_batch(o: u32, l: u32, b: u32) -> Weight;
	/// One release.
	fn release(l: u32) -> Weight;
	/// A batch of releases.
	fn release_batch(o: u32, l: u32) -> Weight;
	/// One refund.
	fn refund(l: u32) -> Weight;
	/// One order with parked legs.
	fn retry_parked(l: u32) -> Weight;
	/// What a block costs in which nothing is due.
	fn tick() -> Weight;
	/// A minute without hints.
	fn pass_minute() -> Weight;
	/// A hint whose order is due.
	fn look_at(l: u32) -> Weight;
	/// A row of a pruned date.
	fn prune_row() -> Weight;
}

/// Plausible values for mocks; a runtime has measured ones.
impl WeightInfo for () {
	fn place(l: u32, b: u32) -> Weight {
		per(1, l).saturating_add(reading(b))
	}
	fn place_combined(o: u32, l: u32, b: u32) -> Weight {
		per(o, l).saturating_add(reading(b))
	}
	fn place_batch(o: u32, l: u32, b: u32) -> Weight {
		per(o, l).saturating_add(reading(b))
	}
	fn release(l: u32) -> Weight {
		per(1, l)
	}
	fn release_batch(o: u32, l: u32) -> Weight {
		per(o, l)
	}
	fn refund(l: u32) -> Weight {
		per(1, l)
	}
	fn retry_parked(l: u32) -> Weight {
		per(1, l)
	}
	fn tick() -> Weight {
		Weight::from_parts(20_000_000, 5_000)
	}
	fn pass_minute() -> Weight {
		Weight::from_parts(5_000_000, 3_000)
	}
	fn look_at(l: u32) -> Weight {
		per(1, l)
	}
	fn prune_row() -> Weight {
		Weight::from_parts(20_000_000, 3_000)
	}
}

fn per(orders: u32, legs: u32) -> Weight {
	let base = Weight::from_parts(30_000_000, 10_000);
	let order = Weight::from_parts(60_000_000, 8_000).saturating_mul(orders.into());
	let leg = Weight::from_parts(10_000_000, 2_600).saturating_mul(legs.into());
	base.saturating_add(order).saturating_add(leg)
}

fn reading(bytes: u32) -> Weight {
	Weight::from_parts(5_000, 1).saturating_mul(bytes.into())
}

/// The legs that an order is charged for before its plan is known. One that states more than an
/// order may have is refused before its legs cost anything.
pub(crate) fn legs_of(order: &OrderBody) -> u32 {
	charged_legs(u32::from(order.legs_max).min(LEGS_MAX), &order.terms)
}

/// The legs that an order of so many leaves is charged for. Each party that it names is a row that is
/// read, which is less than a leg costs.
pub(crate) fn charged_legs(leaves: u32, terms: &Terms) -> u32 {
	let parties = match terms {
		Terms::Transfer { .. } => 1,
		Terms::Split { parties, .. } => parties.len(),
	};
	leaves.max(u32::try_from(parties).unwrap_or(u32::MAX))
}

pub(crate) fn of_order<T: Config>(order: &OrderBody) -> Weight {
	T::WeightInfo::place(legs_of(order), bytes_of([order]))
}

pub(crate) fn of_items<T: Config>(items: &[Item]) -> Weight {
	let orders = || items.iter().flatten();
	let count = u32::try_from(orders().count()).unwrap_or(u32::MAX);
	let legs = orders().map(legs_of).fold(0, u32::saturating_add);
	let bytes = bytes_of(orders());
	let batch = T::WeightInfo::place_batch(count, legs, bytes);
	batch.max(T::WeightInfo::place_combined(count, legs, bytes))
}

/// What the rule sets of these orders may take at most. A call reads each of them once.
fn bytes_of<'a>(orders: impl IntoIterator<Item = &'a OrderBody>) -> u32 {
	let named = orders.into_iter().filter_map(|order| match &order.terms {
		Terms::Transfer { .. } => None,
		Terms::Split { rules, .. } => Some(rules),
	});
	let named: BTreeSet<_> = named.collect();
	u32::try_from(named.len()).unwrap_or(u32::MAX).saturating_mul(RULE_SET_BYTES_MAX)
}

pub(crate) fn of_releases<T: Config>(count: usize, legs_max: u8) -> Weight {
	let count = u32::try_from(count).unwrap_or(u32::MAX);
	let legs = u32::from(legs_max).min(LEGS_MAX).saturating_mul(count);
	T::WeightInfo::release_batch(count, legs)
}
