// SPDX-License-Identifier: Apache-2.0

//! What `pallet_splits` costs, measured on this runtime by `scripts/weights.sh`; never edited by hand.
//!
//! 2026-11-22, AMD EPYC, 20 steps, 5 repeats. Times are of the wasm on a state in
//! memory; reads and writes are charged by [`super::Database`](crate::weights::Database).

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The measured costs.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_splits::WeightInfo for WeightInfo<T> {
	// `b` from 200 to 32768.
	fn publish(b: u32, ) -> Weight {
		// At least 37_476_000 ps.
		Weight::from_parts(71_416_183, 0)
			// Standard error 1_147.
			.saturating_add(Weight::from_parts(68_080, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn approve() -> Weight {
		// At least 48_191_000 ps.
		Weight::from_parts(53_700_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn accept() -> Weight {
		// At least 59_769_000 ps.
		Weight::from_parts(63_425_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn accept_ceilings() -> Weight {
		// At least 26_630_000 ps.
		Weight::from_parts(26_700_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn retire() -> Weight {
		// At least 50_365_000 ps.
		Weight::from_parts(55_092_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_receiver() -> Weight {
		// At least 36_504_000 ps.
		Weight::from_parts(38_407_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn remove_receiver() -> Weight {
		// At least 40_971_000 ps.
		Weight::from_parts(43_064_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn consent() -> Weight {
		// At least 34_282_000 ps.
		Weight::from_parts(34_542_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn withdraw_consent() -> Weight {
		// At least 34_451_000 ps.
		Weight::from_parts(35_012_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn propose_limits() -> Weight {
		// At least 25_017_000 ps.
		Weight::from_parts(26_830_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn confirm_limits() -> Weight {
		// At least 27_190_000 ps.
		Weight::from_parts(28_042_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn reject_limits() -> Weight {
		// At least 24_737_000 ps.
		Weight::from_parts(24_947_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_consortium_limits() -> Weight {
		// At least 6_229_000 ps.
		Weight::from_parts(6_489_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
