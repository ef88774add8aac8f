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
		// At least 62_233_000 ps.
		Weight::from_parts(76_274_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn confirm() -> Weight {
		// At least 59_268_000 ps.
		Weight::from_parts(68_242_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn reject() -> Weight {
		// At least 54_731_000 ps.
		Weight::from_parts(66_088_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn revoke() -> Weight {
		// At least 61_181_000 ps.
		Weight::from_parts(69_483_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn lower() -> Weight {
		// At least 64_567_000 ps.
		Weight::from_parts(69_474_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// `n` from 0 to 16.
	fn prune(n: u32, ) -> Weight {
		// At least 7_711_000 ps.
		Weight::from_parts(28_680_999, 0)
			// Standard error 369_809.
			.saturating_add(Weight::from_parts(13_092_909, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
}
