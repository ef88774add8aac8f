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
		// At least 34_621_000 ps.
		Weight::from_parts(37_086_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn join() -> Weight {
		// At least 33_580_000 ps.
		Weight::from_parts(35_914_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn issue_reserve() -> Weight {
		// At least 45_397_000 ps.
		Weight::from_parts(47_742_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_cap() -> Weight {
		// At least 32_528_000 ps.
		Weight::from_parts(33_970_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn request_withdrawal() -> Weight {
		// At least 46_019_000 ps.
		Weight::from_parts(46_159_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn confirm_withdrawal() -> Weight {
		// At least 40_230_000 ps.
		Weight::from_parts(41_292_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn reject_withdrawal() -> Weight {
		// At least 39_299_000 ps.
		Weight::from_parts(40_350_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_gross() -> Weight {
		// At least 36_384_000 ps.
		Weight::from_parts(38_087_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	// `b` from 2 to 64.
	fn close_cycle(b: u32, ) -> Weight {
		// At least 120_099_000 ps.
		Weight::from_parts(108_809_252, 0)
			// Standard error 90_872.
			.saturating_add(Weight::from_parts(7_908_160, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(b.into())))
	}
	// `b` from 2 to 64.
	fn settle_cycle(b: u32, ) -> Weight {
		// At least 71_637_000 ps.
		Weight::from_parts(68_856_563, 0)
			// Standard error 48_268.
			.saturating_add(Weight::from_parts(4_643_723, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(b.into())))
	}
	fn set_settlement() -> Weight {
		// At least 28_793_000 ps.
		Weight::from_parts(30_456_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_schedule() -> Weight {
		// At least 35_693_000 ps.
		Weight::from_parts(36_625_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn return_reserve() -> Weight {
		// At least 111_807_000 ps.
		Weight::from_parts(115_963_000, 0)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// `n` from 0 to 100.
	fn prune_references(n: u32, ) -> Weight {
		// At least 400_000 ps.
		Weight::from_parts(4_059_281, 0)
			// Standard error 15_695.
			.saturating_add(Weight::from_parts(2_131_791, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	// `n` from 0 to 100.
	fn prune_cycles(n: u32, ) -> Weight {
		// At least 12_309_000 ps.
		Weight::from_parts(17_634_666, 0)
			// Standard error 82_965.
			.saturating_add(Weight::from_parts(19_833_374, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn on_initialize() -> Weight {
		// At least 44_727_000 ps.
		Weight::from_parts(45_507_000, 0)
			.saturating_add(T::DbWeight::get().reads(19))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	// `l` from 0 to 4000.
	fn on_finalize(l: u32, ) -> Weight {
		// At least 2_794_000 ps.
		Weight::from_parts(196_959_756, 0)
			// Standard error 6_950.
			.saturating_add(Weight::from_parts(692_330, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(40))
			.saturating_add(T::DbWeight::get().writes(27))
	}
}
