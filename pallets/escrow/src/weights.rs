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

/// The measured functions. `l` counts legs, `o` orders, `b` the bytes of all rule sets that are read.
///
/// A cost is measured where it grows straight. One order has 16 parties at most, so rows stop growing
/// there; functions of one order are measured up to 16 legs and charge more than what the rest cost. What
/// a leg more of a batch costs is measured apart from what an order more of it costs: no straight line
/// goes through both.
pub trait WeightInfo {
	/// One order.
	fn place(l: u32, b: u32) -> Weight;
	/// All orders of a combined payment, each of one leg that is parked, under the largest rule set.
	fn place_combined(o: u32) -> Weight;
	/// A batch, each order a payment of its own of one leg that is parked, under the largest rule set.
	fn place_batch(o: u32) -> Weight;
	/// 500 orders of `l` legs over all; what two of these differ by is what legs that are paid cost.
	fn legs_placed(l: u32) -> Weight;
	/// One release.
	fn release(l: u32) -> Weight;
	/// A batch of releases of orders of one leg.
	fn release_batch(o: u32) -> Weight;
	/// The releases of 500 orders of `l` legs over all, as [`WeightInfo::legs_placed`].
	fn legs_released(l: u32) -> Weight;
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
	fn place_combined(o: u32) -> Weight {
		per(o, 0)
	}
	fn place_batch(o: u32) -> Weight {
		per(o, 0)
	}
	fn legs_placed(l: u32) -> Weight {
		per(500, l)
	}
	fn release(l: u32) -> Weight {
		per(1, l)
	}
	fn release_batch(o: u32) -> Weight {
		per(o, o)
	}
	fn legs_released(l: u32) -> Weight {
		per(500, l)
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
	of_batch::<T>(count, legs, bytes).max(of_combined::<T>(count, legs, bytes))
}

/// A batch of so many orders with so many legs over all, under rule sets of so many bytes over all.
pub(crate) fn of_batch<T: Config>(orders: u32, legs: u32, bytes: u32) -> Weight {
	T::WeightInfo::place_batch(orders).saturating_add(of_more::<T>(legs, bytes))
}

/// A combined payment, likewise.
pub(crate) fn of_combined<T: Config>(orders: u32, legs: u32, bytes: u32) -> Weight {
	T::WeightInfo::place_combined(orders).saturating_add(of_more::<T>(legs, bytes))
}

/// The legs and the rule sets.
fn of_more<T: Config>(legs: u32, bytes: u32) -> Weight {
	let legs = T::WeightInfo::legs_placed(legs).saturating_sub(T::WeightInfo::legs_placed(0));
	let rules = T::WeightInfo::place(0, bytes).saturating_sub(T::WeightInfo::place(0, 0));
	legs.saturating_add(rules)
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
	of_released::<T>(count, u32::from(legs_max).min(LEGS_MAX).saturating_mul(count))
}

/// The releases of so many orders with so many legs over all.
pub(crate) fn of_released<T: Config>(orders: u32, legs: u32) -> Weight {
	let more =
		T::WeightInfo::legs_released(legs).saturating_sub(T::WeightInfo::legs_released(orders));
	T::WeightInfo::release_batch(orders).saturating_add(more)
}
