// SPDX-License-Identifier: Apache-2.0

//! What `pallet_clearing` costs, measured on this runtime by `scripts/weights.sh`; never edited by hand.
//!
//! 2026-11-22, AMD EPYC, 20 steps, 5 repeats. Times are of the wasm on a state in
//! memory; reads and writes are charged by [`super::Database`](crate::weights::Database).

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The measured costs.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_clearing::WeightInfo for WeightInfo<T> {
	fn open_currency() -> Weight {
		// At least 33_780_000 ps.
		Weight::from_parts(35_603_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn join() -> Weight {
		// At least 33_580_000 ps.
		Weight::from_parts(34_452_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn issue_reserve() -> Weight {
		// At least 47_271_000 ps.
		Weight::from_parts(49_213_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_cap() -> Weight {
		// At least 31_997_000 ps.
		Weight::from_parts(32_708_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn request_withdrawal() -> Weight {
		// At least 46_519_000 ps.
		Weight::from_parts(47_120_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn confirm_withdrawal() -> Weight {
		// At least 40_420_000 ps.
		Weight::from_parts(40_861_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn reject_withdrawal() -> Weight {
		// At least 40_150_000 ps.
		Weight::from_parts(40_490_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_gross() -> Weight {
		// At least 37_375_000 ps.
		Weight::from_parts(38_186_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	// `b` from 2 to 64.
	fn close_cycle(b: u32, ) -> Weight {
		// At least 119_629_000 ps.
		Weight::from_parts(92_124_544, 0)
			// Standard error 127_587.
			.saturating_add(Weight::from_parts(8_929_714, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(b.into())))
	}
	// `b` from 2 to 64.
	fn settle_cycle(b: u32, ) -> Weight {
		// At least 72_087_000 ps.
		Weight::from_parts(80_405_475, 0)
			// Standard error 97_740.
			.saturating_add(Weight::from_parts(4_368_165, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(b.into())))
	}
	fn set_settlement() -> Weight {
		// At least 29_785_000 ps.
		Weight::from_parts(30_055_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_schedule() -> Weight {
		// At least 34_712_000 ps.
		Weight::from_parts(36_073_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn return_reserve() -> Weight {
		// At least 99_528_000 ps.
		Weight::from_parts(103_124_000, 0)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// `n` from 0 to 100.
	fn prune_references(n: u32, ) -> Weight {
		// At least 360_000 ps.
		Weight::from_parts(1_906_960, 0)
			// Standard error 9_695.
			.saturating_add(Weight::from_parts(1_952_398, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	// `n` from 0 to 100.
	fn prune_cycles(n: u32, ) -> Weight {
		// At least 11_998_000 ps.
		Weight::from_parts(11_763_890, 0)
			// Standard error 64_828.
			.saturating_add(Weight::from_parts(18_946_229, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn on_initialize() -> Weight {
		// At least 42_764_000 ps.
		Weight::from_parts(43_295_000, 0)
			.saturating_add(T::DbWeight::get().reads(19))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	// `l` from 0 to 4000.
	fn on_finalize(l: u32, ) -> Weight {
		// At least 2_634_000 ps.
		Weight::from_parts(194_561_606, 0)
			// Standard error 6_471.
			.saturating_add(Weight::from_parts(665_464, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(40))
			.saturating_add(T::DbWeight::get().writes(27))
	}
}
