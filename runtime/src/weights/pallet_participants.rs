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
		// At least 241_290_000 ps.
		Weight::from_parts(241_431_585, 0)
			// Standard error 146_790.
			.saturating_add(Weight::from_parts(10_440_743, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(71))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(k.into())))
	}
	// `k` from 0 to 64.
	fn onboard(k: u32, ) -> Weight {
		// At least 27_070_000 ps.
		Weight::from_parts(24_985_752, 0)
			// Standard error 55_668.
			.saturating_add(Weight::from_parts(9_531_738, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(k.into())))
	}
	fn add_key() -> Weight {
		// At least 28_853_000 ps.
		Weight::from_parts(29_384_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn revoke_key() -> Weight {
		// At least 25_999_000 ps.
		Weight::from_parts(27_010_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_roles() -> Weight {
		// At least 188_420_000 ps.
		Weight::from_parts(190_404_000, 0)
			.saturating_add(T::DbWeight::get().reads(69))
			.saturating_add(T::DbWeight::get().writes(65))
	}
	fn suspend() -> Weight {
		// At least 187_961_000 ps.
		Weight::from_parts(192_998_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(65))
	}
	fn reinstate() -> Weight {
		// At least 184_024_000 ps.
		Weight::from_parts(185_206_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(65))
	}
	fn set_bank_status() -> Weight {
		// At least 255_571_000 ps.
		Weight::from_parts(257_664_000, 0)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_validator() -> Weight {
		// At least 143_084_000 ps.
		Weight::from_parts(143_774_000, 0)
			.saturating_add(T::DbWeight::get().reads(64))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn act_as_bank() -> Weight {
		// At least 36_684_000 ps.
		Weight::from_parts(37_706_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn as_root() -> Weight {
		// At least 9_034_000 ps.
		Weight::from_parts(9_454_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn check_access() -> Weight {
		// At least 20_921_000 ps.
		Weight::from_parts(21_201_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn propose_key_limit() -> Weight {
		<() as pallet_participants::WeightInfo>::propose_key_limit()
	}
	fn confirm_key_limit() -> Weight {
		<() as pallet_participants::WeightInfo>::confirm_key_limit()
	}
	fn withdraw_key_limit_proposal() -> Weight {
		<() as pallet_participants::WeightInfo>::withdraw_key_limit_proposal()
	}
}
