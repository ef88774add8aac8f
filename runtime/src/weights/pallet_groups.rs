// SPDX-License-Identifier: Apache-2.0

//! What `pallet_groups` costs, measured on this runtime by `scripts/weights.sh`; never edited by hand.
//!
//! 2026-11-22, AMD EPYC, 20 steps, 5 repeats. Times are of the wasm on a state in
//! memory; reads and writes are charged by [`super::Database`](crate::weights::Database).

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The measured costs.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_groups::WeightInfo for WeightInfo<T> {
	fn open() -> Weight {
		// At least 41_071_000 ps.
		Weight::from_parts(43_215_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn call_off() -> Weight {
		// At least 34_191_000 ps.
		Weight::from_parts(34_983_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn tick() -> Weight {
		// At least 21_212_000 ps.
		Weight::from_parts(21_552_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
	}
	fn fail_due() -> Weight {
		// At least 32_658_000 ps.
		Weight::from_parts(33_250_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn prune_row() -> Weight {
		// At least 17_406_000 ps.
		Weight::from_parts(18_267_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
