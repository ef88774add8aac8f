// SPDX-License-Identifier: Apache-2.0

//! What `pallet_mandates` costs: estimates by hand, until `scripts/weights.sh` has measured them.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The estimates: what a neighbour of about the same work took when it was measured, and the rows that
/// each call reads and writes.
pub struct WeightInfo<T>(PhantomData<T>);

/// [`super::pallet_splits`]'s `accept`, which looks at as many neighbours.
const ACT: Weight = Weight::from_parts(54_802_000, 0);

impl<T: frame_system::Config> pallet_mandates::WeightInfo for WeightInfo<T> {
	fn propose() -> Weight {
		ACT.saturating_add(T::DbWeight::get().reads_writes(9, 4))
	}
	fn confirm() -> Weight {
		ACT.saturating_add(T::DbWeight::get().reads_writes(10, 1))
	}
	fn reject() -> Weight {
		ACT.saturating_add(T::DbWeight::get().reads_writes(7, 3))
	}
	fn revoke() -> Weight {
		ACT.saturating_add(T::DbWeight::get().reads_writes(8, 3))
	}
	fn lower() -> Weight {
		ACT.saturating_add(T::DbWeight::get().reads_writes(8, 3))
	}
	fn prune(n: u32) -> Weight {
		let look = <() as pallet_mandates::WeightInfo>::prune(n);
		let rows = T::DbWeight::get().reads_writes(3, 3).saturating_mul(n.into());
		look.saturating_add(T::DbWeight::get().reads(1)).saturating_add(rows)
	}
}
