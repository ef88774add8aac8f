// SPDX-License-Identifier: Apache-2.0

//! What `pallet_mandates` costs, measured on this runtime by `scripts/weights.sh`; never edited by hand.
//!
//! 2026-11-22, AMD EPYC, 20 steps, 5 repeats. Times are of the wasm on a state in
//! memory; reads and writes are charged by [`super::Database`](crate::weights::Database).

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The measured costs.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_mandates::WeightInfo for WeightInfo<T> {
	fn propose() -> Weight {
		// At least 57_475_000 ps.
		Weight::from_parts(59_810_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn confirm() -> Weight {
		// At least 55_643_000 ps.
		Weight::from_parts(57_436_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn reject() -> Weight {
		// At least 49_984_000 ps.
		Weight::from_parts(52_167_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn revoke() -> Weight {
		// At least 50_685_000 ps.
		Weight::from_parts(52_869_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn lower() -> Weight {
		// At least 47_952_000 ps.
		Weight::from_parts(48_482_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// `n` from 0 to 16.
	fn prune(n: u32, ) -> Weight {
		// At least 5_599_000 ps.
		Weight::from_parts(14_365_448, 0)
			// Standard error 115_767.
			.saturating_add(Weight::from_parts(10_430_801, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
}
