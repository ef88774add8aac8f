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
		// At least 31_537_000 ps.
		Weight::from_parts(68_083_339, 0)
			// Standard error 1_172.
			.saturating_add(Weight::from_parts(64_538, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn approve() -> Weight {
		// At least 41_522_000 ps.
		Weight::from_parts(44_957_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn accept() -> Weight {
		// At least 48_212_000 ps.
		Weight::from_parts(54_802_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn accept_ceilings() -> Weight {
		// At least 24_907_000 ps.
		Weight::from_parts(25_147_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn retire() -> Weight {
		// At least 38_998_000 ps.
		Weight::from_parts(39_839_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_receiver() -> Weight {
		<() as pallet_splits::WeightInfo>::add_receiver()
	}
	fn remove_receiver() -> Weight {
		<() as pallet_splits::WeightInfo>::remove_receiver()
	}
	fn consent() -> Weight {
		<() as pallet_splits::WeightInfo>::consent()
	}
	fn withdraw_consent() -> Weight {
		<() as pallet_splits::WeightInfo>::withdraw_consent()
	}
	fn propose_limits() -> Weight {
		<() as pallet_splits::WeightInfo>::propose_limits()
	}
	fn confirm_limits() -> Weight {
		<() as pallet_splits::WeightInfo>::confirm_limits()
	}
	fn reject_limits() -> Weight {
		<() as pallet_splits::WeightInfo>::reject_limits()
	}
	fn set_consortium_limits() -> Weight {
		<() as pallet_splits::WeightInfo>::set_consortium_limits()
	}
}
