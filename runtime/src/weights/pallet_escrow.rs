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
		// At least 178_175_000 ps.
		Weight::from_parts(114_416_800, 0)
			// Standard error 302_590.
			.saturating_add(Weight::from_parts(15_190_178, 0).saturating_mul(l.into()))
			// Standard error 144.
			.saturating_add(Weight::from_parts(2_246, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	// `o` from 1 to 100.
	fn place_combined(o: u32, ) -> Weight {
		// At least 164_696_000 ps.
		Weight::from_parts(113_106_746, 0)
			// Standard error 1_022_891.
			.saturating_add(Weight::from_parts(47_877_542, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(o.into())))
	}
	// `o` from 1 to 500.
	fn place_batch(o: u32, ) -> Weight {
		// At least 198_145_000 ps.
		Weight::from_parts(199_187_000, 0)
			// Standard error 362_300.
			.saturating_add(Weight::from_parts(50_174_479, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(o.into())))
	}
	// `l` from 500 to 4000.
	fn legs_placed(l: u32, ) -> Weight {
		// At least 24_293_584_000 ps.
		Weight::from_parts(23_098_754_168, 0)
			// Standard error 211_231.
			.saturating_add(Weight::from_parts(6_587_899, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(1513))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(505))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
	}
	// `l` from 1 to 16.
	fn release(l: u32, ) -> Weight {
		// At least 117_816_000 ps.
		Weight::from_parts(102_270_449, 0)
			// Standard error 115_686.
			.saturating_add(Weight::from_parts(14_409_530, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	// `o` from 1 to 500.
	fn release_batch(o: u32, ) -> Weight {
		// At least 115_001_000 ps.
		Weight::from_parts(117_565_000, 0)
			// Standard error 132_025.
			.saturating_add(Weight::from_parts(40_879_465, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(o.into())))
	}
	// `l` from 500 to 4000.
	fn legs_released(l: u32, ) -> Weight {
		// At least 20_812_355_000 ps.
		Weight::from_parts(19_325_431_812, 0)
			// Standard error 99_850.
			.saturating_add(Weight::from_parts(4_948_288, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(1509))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(1504))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
	}
	// `l` from 1 to 16.
	// `l` from 1 to 16.
	fn retry_parked(l: u32, ) -> Weight {
		// At least 103_034_000 ps.
		Weight::from_parts(93_270_423, 0)
			// Standard error 165_826.
			.saturating_add(Weight::from_parts(13_967_707, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	fn tick() -> Weight {
		// At least 11_957_000 ps.
		Weight::from_parts(12_459_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn pass_minute() -> Weight {
		// At least 2_513_000 ps.
		Weight::from_parts(2_604_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	// `l` from 1 to 16.
	fn look_at(l: u32, ) -> Weight {
		// At least 91_846_000 ps.
		Weight::from_parts(84_752_619, 0)
			// Standard error 166_291.
			.saturating_add(Weight::from_parts(13_477_508, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(l.into())))
	}
	fn prune_row() -> Weight {
		// At least 22_514_000 ps.
		Weight::from_parts(23_284_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// An estimate until it is measured: a mandate is a row that is read and written.
	fn draws(d: u32) -> Weight {
		<() as pallet_escrow::WeightInfo>::draws(d)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(d.into()))
	}
	// Estimates until they are measured: one order is read and written, with a hint, a row beside it, and
	// the rows of those who may.
	fn freeze_order() -> Weight {
		<() as pallet_escrow::WeightInfo>::freeze_order()
			.saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	fn lift_order_freeze() -> Weight {
		<() as pallet_escrow::WeightInfo>::lift_order_freeze()
			.saturating_add(T::DbWeight::get().reads_writes(9, 6))
	}
	fn dispute() -> Weight {
		<() as pallet_escrow::WeightInfo>::dispute()
			.saturating_add(T::DbWeight::get().reads_writes(9, 4))
	}
	fn answer_dispute() -> Weight {
		<() as pallet_escrow::WeightInfo>::answer_dispute()
			.saturating_add(T::DbWeight::get().reads_writes(9, 4))
	}
	fn withdraw_dispute() -> Weight {
		<() as pallet_escrow::WeightInfo>::withdraw_dispute()
			.saturating_add(T::DbWeight::get().reads_writes(10, 6))
	}
	// As a release and a refund of all legs together.
	fn resolve_dispute(l: u32, b: u32) -> Weight {
		Self::release(l).saturating_add(Self::refund(l, b))
	}
	fn receivers(r: u32) -> Weight {
		<() as pallet_escrow::WeightInfo>::receivers(r)
	}
	fn refund(l: u32, b: u32) -> Weight {
		<() as pallet_escrow::WeightInfo>::refund(l, b)
	}
	fn return_leg(l: u32, b: u32) -> Weight {
		<() as pallet_escrow::WeightInfo>::return_leg(l, b)
	}
	fn return_batch(o: u32) -> Weight {
		<() as pallet_escrow::WeightInfo>::return_batch(o)
	}
	fn collect(n: u32) -> Weight {
		<() as pallet_escrow::WeightInfo>::collect(n)
	}
	fn look_at_debtor() -> Weight {
		<() as pallet_escrow::WeightInfo>::look_at_debtor()
	}
	// An estimate, until it is measured: about what a release of four legs takes.
	fn assign_leg() -> Weight {
		Self::release(4)
	}
	// An estimate, until it is measured: about what a collection for four creditors takes.
	fn deduct() -> Weight {
		Self::collect(4)
	}

	// Estimates until they are measured: a milestone as the decoding and encoding of 460 bytes, an
	// attestor as a row of `receivers`, conditions as the statements that they may have. `attest` is
	// `conditions` and the row of `look_at`; `extend` is `look_at` without legs, with two pages of hints.
	fn milestones(m: u32) -> Weight {
		<() as pallet_escrow::WeightInfo>::milestones(m)
	}
	fn attestors(a: u32) -> Weight {
		Weight::from_parts(3_000_000, 0)
			.saturating_mul(a.into())
			.saturating_add(T::DbWeight::get().reads(a.into()))
	}
	fn conditions() -> Weight {
		Weight::from_parts(400_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	fn attest() -> Weight {
		Weight::from_parts(600_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn extend() -> Weight {
		Weight::from_parts(150_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	// Estimates, until measured: the group's row, the order's place in it, and the index.
	fn join_groups(n: u32) -> Weight {
		Weight::from_parts(25_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_mul(n.into())
	}
	fn take_waiting() -> Weight {
		Weight::from_parts(20_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn pay_unclaimed() -> Weight {
		Self::collect(2)
	}
}
