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
		// At least 49_935_000 ps.
		Weight::from_parts(53_480_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn issue() -> Weight {
		// At least 46_279_000 ps.
		Weight::from_parts(47_571_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn redeem() -> Weight {
		// At least 44_837_000 ps.
		Weight::from_parts(46_299_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_status() -> Weight {
		// At least 32_168_000 ps.
		Weight::from_parts(32_458_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn close_account() -> Weight {
		// At least 25_168_000 ps.
		Weight::from_parts(25_828_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn allow_bank() -> Weight {
		// At least 24_646_000 ps.
		Weight::from_parts(25_498_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	// `n` from 0 to 100.
	fn prune(n: u32, ) -> Weight {
		// At least 1_041_000 ps.
		Weight::from_parts(2_887_445, 0)
			// Standard error 7_445.
			.saturating_add(Weight::from_parts(2_240_699, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	fn freeze() -> Weight {
		<() as pallet_ledger::WeightInfo>::freeze()
	}
	fn lift_freeze() -> Weight {
		<() as pallet_ledger::WeightInfo>::lift_freeze()
	}
	fn judicial_hold() -> Weight {
		<() as pallet_ledger::WeightInfo>::judicial_hold()
	}
	fn release_hold() -> Weight {
		<() as pallet_ledger::WeightInfo>::release_hold()
	}
	// An estimate, until it is measured.
	fn mark_remitted() -> Weight {
		<() as pallet_ledger::WeightInfo>::mark_remitted()
	}
	fn end_minute() -> Weight {
		<() as pallet_ledger::WeightInfo>::end_minute()
	}
	fn end_page(n: u32) -> Weight {
		<() as pallet_ledger::WeightInfo>::end_page(n)
	}
	fn request_redemption() -> Weight {
		<() as pallet_ledger::WeightInfo>::request_redemption()
	}
	fn withdraw_redemption() -> Weight {
		<() as pallet_ledger::WeightInfo>::withdraw_redemption()
	}
	fn confirm_redemptions(n: u32) -> Weight {
		<() as pallet_ledger::WeightInfo>::confirm_redemptions(n)
	}
	fn reject_redemption() -> Weight {
		<() as pallet_ledger::WeightInfo>::reject_redemption()
	}
}
