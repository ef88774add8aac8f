// SPDX-License-Identifier: Apache-2.0

//! What calls and steps of the clock cost: `f(orders, legs)`, by the greatest number of legs that
//! each order states for itself.

use crate::{Config, Item};
use frame::weights_prelude::Weight;
use split_ledger_primitives::{limits::LEGS_MAX, OrderBody};

/// The measured functions. `l` counts legs: of the order, or of all orders of a batch together; `o`
/// counts orders.
pub trait WeightInfo {
	/// One order.
	fn place(l: u32) -> Weight;
	/// All orders of a combined payment.
	fn place_combined(o: u32, l: u32) -> Weight;
	/// A batch, each order a payment of its own.
	fn place_batch(o: u32, l: u32) -> Weight;
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
	fn place(l: u32) -> Weight {
		per(1, l)
	}
	fn place_combined(o: u32, l: u32) -> Weight {
		per(o, l)
	}
	fn place_batch(o: u32, l: u32) -> Weight {
		per(o, l)
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

/// The legs that an order is charged for. One that states more than an order may have is refused
/// before its legs cost anything.
pub(crate) fn legs_of(order: &OrderBody) -> u32 {
	u32::from(order.legs_max).min(LEGS_MAX)
}

pub(crate) fn of_items<T: Config>(items: &[Item]) -> Weight {
	let orders = items.iter().flatten();
	let (count, legs) = orders.fold((0u32, 0u32), |(count, legs), order| {
		(count.saturating_add(1), legs.saturating_add(legs_of(order)))
	});
	T::WeightInfo::place_batch(count, legs).max(T::WeightInfo::place_combined(count, legs))
}

pub(crate) fn of_releases<T: Config>(count: usize, legs_max: u8) -> Weight {
	let count = u32::try_from(count).unwrap_or(u32::MAX);
	let legs = u32::from(legs_max).min(LEGS_MAX).saturating_mul(count);
	T::WeightInfo::release_batch(count, legs)
}
