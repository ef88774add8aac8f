// SPDX-License-Identifier: Apache-2.0

//! What `pallet_participants` costs, measured on this runtime by `scripts/weights.sh`; never edited by hand.
//!
//! 2026-11-22, AMD EPYC, 20 steps, 5 repeats. Times are of the wasm on a state in
//! memory; reads and writes are charged by [`super::Database`](crate::weights::Database).

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The measured costs.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	// `k` from 1 to 64.
	fn admit(k: u32, ) -> Weight {
		// At least 237_884_000 ps.
		Weight::from_parts(266_529_376, 0)
			// Standard error 175_439.
			.saturating_add(Weight::from_parts(9_980_332, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(71))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(k.into())))
	}
	// `k` from 0 to 64.
	fn onboard(k: u32, ) -> Weight {
		// At least 27_271_000 ps.
		Weight::from_parts(25_414_238, 0)
			// Standard error 44_187.
			.saturating_add(Weight::from_parts(9_651_225, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(k.into())))
	}
	fn add_key() -> Weight {
		// At least 31_607_000 ps.
		Weight::from_parts(32_258_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn revoke_key() -> Weight {
		// At least 29_484_000 ps.
		Weight::from_parts(29_695_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_roles() -> Weight {
		// At least 188_170_000 ps.
		Weight::from_parts(191_225_000, 0)
			.saturating_add(T::DbWeight::get().reads(69))
			.saturating_add(T::DbWeight::get().writes(65))
	}
	fn suspend() -> Weight {
		// At least 186_248_000 ps.
		Weight::from_parts(188_451_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(65))
	}
	fn reinstate() -> Weight {
		// At least 186_438_000 ps.
		Weight::from_parts(187_229_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(65))
	}
	fn set_bank_status() -> Weight {
		// At least 255_802_000 ps.
		Weight::from_parts(258_195_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_validator() -> Weight {
		// At least 139_538_000 ps.
		Weight::from_parts(141_270_000, 0)
			.saturating_add(T::DbWeight::get().reads(64))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn act_as_bank() -> Weight {
		// At least 36_425_000 ps.
		Weight::from_parts(38_367_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn as_root() -> Weight {
		// At least 9_124_000 ps.
		Weight::from_parts(9_354_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn propose_key_limit() -> Weight {
		// At least 36_875_000 ps.
		Weight::from_parts(38_057_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn confirm_key_limit() -> Weight {
		// At least 41_832_000 ps.
		Weight::from_parts(42_223_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn withdraw_key_limit_proposal() -> Weight {
		// At least 32_528_000 ps.
		Weight::from_parts(33_229_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn check_access() -> Weight {
		// At least 21_402_000 ps.
		Weight::from_parts(21_462_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
