// SPDX-License-Identifier: Apache-2.0

//! What `pallet_escrow` costs, measured on this runtime by `scripts/weights.sh`; never edited by hand.
//!
//! 2026-11-22, AMD EPYC, 20 steps, 5 repeats. Times are of the wasm on a state in
//! memory; reads and writes are charged by [`super::Database`](crate::weights::Database).

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The measured costs.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_escrow::WeightInfo for WeightInfo<T> {
	// `l` from 1 to 16.
	// `b` from 200 to 32768.
	fn place(l: u32, b: u32, ) -> Weight {
		// At least 208_240_000 ps.
		Weight::from_parts(85_083_951, 0)
			// Standard error 569_792.
			.saturating_add(Weight::from_parts(19_559_917, 0).saturating_mul(l.into()))
			// Standard error 272.
			.saturating_add(Weight::from_parts(4_073, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	// `o` from 1 to 100.
	fn place_combined(o: u32, ) -> Weight {
		// At least 205_997_000 ps.
		Weight::from_parts(143_995_297, 0)
			// Standard error 592_432.
			.saturating_add(Weight::from_parts(56_129_503, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
	}
	// `o` from 1 to 500.
	fn place_batch(o: u32, ) -> Weight {
		// At least 254_188_000 ps.
		Weight::from_parts(266_397_000, 0)
			// Standard error 258_430.
			.saturating_add(Weight::from_parts(59_505_931, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
	}
	// `l` from 500 to 4000.
	fn legs_placed(l: u32, ) -> Weight {
		// At least 31_131_829_000 ps.
		Weight::from_parts(35_600_741_127, 0)
			// Standard error 597_032.
			.saturating_add(Weight::from_parts(9_673_210, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2314))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(1304))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
	}
	// `l` from 1 to 16.
	fn release(l: u32, ) -> Weight {
		// At least 136_884_000 ps.
		Weight::from_parts(132_120_454, 0)
			// Standard error 414_768.
			.saturating_add(Weight::from_parts(13_218_817, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	// `o` from 1 to 500.
	fn release_batch(o: u32, ) -> Weight {
		// At least 134_080_000 ps.
		Weight::from_parts(134_861_000, 0)
			// Standard error 507_725.
			.saturating_add(Weight::from_parts(61_447_215, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(o.into())))
	}
	// `l` from 500 to 4000.
	fn legs_released(l: u32, ) -> Weight {
		// At least 32_112_400_000 ps.
		Weight::from_parts(29_134_263_269, 0)
			// Standard error 214_503.
			.saturating_add(Weight::from_parts(6_403_344, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(2010))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(2005))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
	}
	// `r` from 0 to 500.
	fn receivers(r: u32, ) -> Weight {
		// At least 160_000 ps.
		Weight::from_parts(170_000, 0)
			// Standard error 7_023.
			.saturating_add(Weight::from_parts(2_870_355, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(r.into())))
	}
	// `d` from 0 to 500.
	fn draws(d: u32, ) -> Weight {
		// At least 170_000 ps.
		Weight::from_parts(170_000, 0)
			// Standard error 10_741.
			.saturating_add(Weight::from_parts(4_348_239, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(d.into())))
	}
	// `l` from 1 to 16.
	// `b` from 200 to 32768.
	fn refund(l: u32, b: u32, ) -> Weight {
		// At least 262_792_000 ps.
		Weight::from_parts(126_719_551, 0)
			// Standard error 560_709.
			.saturating_add(Weight::from_parts(38_662_587, 0).saturating_mul(l.into()))
			// Standard error 268.
			.saturating_add(Weight::from_parts(3_485, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(l.into())))
	}
	// `l` from 1 to 16.
	// `b` from 200 to 32768.
	fn return_leg(l: u32, b: u32, ) -> Weight {
		// At least 196_413_000 ps.
		Weight::from_parts(122_953_994, 0)
			// Standard error 189_609.
			.saturating_add(Weight::from_parts(4_497_192, 0).saturating_mul(l.into()))
			// Standard error 90.
			.saturating_add(Weight::from_parts(2_387, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	// `o` from 1 to 500.
	fn return_batch(o: u32, ) -> Weight {
		// At least 146_378_000 ps.
		Weight::from_parts(152_647_000, 0)
			// Standard error 231_698.
			.saturating_add(Weight::from_parts(51_314_242, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(o.into())))
	}
	// `n` from 1 to 16.
	fn collect(n: u32, ) -> Weight {
		// At least 117_184_000 ps.
		Weight::from_parts(99_858_016, 0)
			// Standard error 336_693.
			.saturating_add(Weight::from_parts(24_154_933, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
	}
	fn look_at_debtor() -> Weight {
		// At least 465_144_000 ps.
		Weight::from_parts(468_529_000, 0)
			.saturating_add(T::DbWeight::get().reads(75))
			.saturating_add(T::DbWeight::get().writes(72))
	}
	// `l` from 1 to 16.
	fn retry_parked(l: u32, ) -> Weight {
		// At least 120_530_000 ps.
		Weight::from_parts(112_892_757, 0)
			// Standard error 183_786.
			.saturating_add(Weight::from_parts(13_872_938, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	fn tick() -> Weight {
		// At least 15_202_000 ps.
		Weight::from_parts(15_934_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn pass_minute() -> Weight {
		// At least 2_514_000 ps.
		Weight::from_parts(2_584_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	// `l` from 1 to 16.
	fn look_at(l: u32, ) -> Weight {
		// At least 120_970_000 ps.
		Weight::from_parts(107_154_254, 0)
			// Standard error 246_107.
			.saturating_add(Weight::from_parts(14_582_359, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(9))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	fn prune_row() -> Weight {
		// At least 34_801_000 ps.
		Weight::from_parts(36_073_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn assign_leg() -> Weight {
		// At least 86_879_000 ps.
		Weight::from_parts(87_771_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	// `m` from 0 to 16.
	fn milestones(m: u32, ) -> Weight {
		// At least 17_917_000 ps.
		Weight::from_parts(22_184_207, 0)
			// Standard error 35_331.
			.saturating_add(Weight::from_parts(4_057_208, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn deduct() -> Weight {
		// At least 120_850_000 ps.
		Weight::from_parts(121_451_000, 0)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn freeze_order() -> Weight {
		// At least 71_026_000 ps.
		Weight::from_parts(71_577_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn lift_order_freeze() -> Weight {
		// At least 83_044_000 ps.
		Weight::from_parts(85_848_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn dispute() -> Weight {
		// At least 71_337_000 ps.
		Weight::from_parts(73_299_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn answer_dispute() -> Weight {
		// At least 69_173_000 ps.
		Weight::from_parts(71_366_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn withdraw_dispute() -> Weight {
		// At least 89_654_000 ps.
		Weight::from_parts(92_528_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// `l` from 1 to 16.
	// `b` from 200 to 32768.
	fn resolve_dispute(l: u32, b: u32, ) -> Weight {
		// At least 215_120_000 ps.
		Weight::from_parts(207_816_835, 0)
			// Standard error 692_198.
			.saturating_add(Weight::from_parts(24_064_210, 0).saturating_mul(l.into()))
			// Standard error 331.
			.saturating_add(Weight::from_parts(121, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(13))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(l.into())))
	}
	// `a` from 0 to 500.
	fn attestors(a: u32, ) -> Weight {
		// At least 190_000 ps.
		Weight::from_parts(200_000, 0)
			// Standard error 4_705.
			.saturating_add(Weight::from_parts(1_735_223, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(a.into())))
	}
	fn conditions() -> Weight {
		// At least 164_836_000 ps.
		Weight::from_parts(166_838_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	fn attest() -> Weight {
		// At least 234_509_000 ps.
		Weight::from_parts(236_392_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn extend() -> Weight {
		// At least 140_389_000 ps.
		Weight::from_parts(145_978_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	// `n` from 0 to 500.
	fn join_groups(n: u32, ) -> Weight {
		// At least 8_102_000 ps.
		Weight::from_parts(8_243_000, 0)
			// Standard error 16_632.
			.saturating_add(Weight::from_parts(8_614_593, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn take_waiting() -> Weight {
		// At least 17_927_000 ps.
		Weight::from_parts(18_889_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn pay_unclaimed() -> Weight {
		// At least 93_109_000 ps.
		Weight::from_parts(95_823_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(8))
	}
}
