// SPDX-License-Identifier: Apache-2.0

//! What `pallet_ledger` costs, measured on this runtime by `scripts/weights.sh`; never edited by hand.
//!
//! 2026-11-22, AMD EPYC, 20 steps, 5 repeats. Times are of the wasm on a state in
//! memory; reads and writes are charged by [`super::Database`](crate::weights::Database).

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The measured costs.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_ledger::WeightInfo for WeightInfo<T> {
	fn open_account() -> Weight {
		// At least 52_148_000 ps.
		Weight::from_parts(54_331_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn issue() -> Weight {
		// At least 60_500_000 ps.
		Weight::from_parts(63_334_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn redeem() -> Weight {
		// At least 46_449_000 ps.
		Weight::from_parts(48_182_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_status() -> Weight {
		// At least 44_216_000 ps.
		Weight::from_parts(45_387_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn close_account() -> Weight {
		// At least 27_421_000 ps.
		Weight::from_parts(27_631_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn allow_bank() -> Weight {
		// At least 26_710_000 ps.
		Weight::from_parts(27_360_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn freeze() -> Weight {
		// At least 56_685_000 ps.
		Weight::from_parts(59_729_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn lift_freeze() -> Weight {
		// At least 42_153_000 ps.
		Weight::from_parts(42_944_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn judicial_hold() -> Weight {
		// At least 54_551_000 ps.
		Weight::from_parts(58_718_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn release_hold() -> Weight {
		// At least 40_861_000 ps.
		Weight::from_parts(41_262_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn request_redemption() -> Weight {
		// At least 55_763_000 ps.
		Weight::from_parts(57_215_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw_redemption() -> Weight {
		// At least 35_182_000 ps.
		Weight::from_parts(36_454_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// `n` from 1 to 500.
	fn confirm_redemptions(n: u32, ) -> Weight {
		// At least 61_682_000 ps.
		Weight::from_parts(63_495_000, 0)
			// Standard error 41_494.
			.saturating_add(Weight::from_parts(13_196_609, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn reject_redemption() -> Weight {
		// At least 37_866_000 ps.
		Weight::from_parts(41_752_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn mark_remitted() -> Weight {
		// At least 33_760_000 ps.
		Weight::from_parts(35_072_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn end_minute() -> Weight {
		// At least 9_605_000 ps.
		Weight::from_parts(10_065_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	// `n` from 0 to 32.
	fn end_page(n: u32, ) -> Weight {
		// At least 2_714_000 ps.
		Weight::from_parts(13_436_696, 0)
			// Standard error 109_902.
			.saturating_add(Weight::from_parts(14_031_890, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	// `n` from 0 to 100.
	fn prune(n: u32, ) -> Weight {
		// At least 1_071_000 ps.
		Weight::from_parts(2_976_179, 0)
			// Standard error 9_999.
			.saturating_add(Weight::from_parts(2_223_720, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
}
