// SPDX-License-Identifier: Apache-2.0

//! What calls and steps of the clock cost. Measured values are generated into the runtime.

use frame::weights_prelude::Weight;

/// The measured functions. What escrow does with groups is measured there.
pub trait WeightInfo {
	/// [`crate::Pallet::open`].
	fn open() -> Weight;
	/// [`crate::Pallet::call_off`].
	fn call_off() -> Weight;
	/// What a block costs in which nothing is due.
	fn tick() -> Weight;
	/// A group that was not complete in time, whose deadline is looked for after another one.
	fn fail_due() -> Weight;
	/// A row that is forgotten: a reference, a group, or a member with its entry in the index.
	fn prune_row() -> Weight;
}

/// Plausible values for mocks; a runtime has measured ones.
impl WeightInfo for () {
	fn open() -> Weight {
		Weight::from_parts(40_000_000, 8_000)
	}

	fn call_off() -> Weight {
		Weight::from_parts(40_000_000, 8_000)
	}

	fn tick() -> Weight {
		Weight::from_parts(10_000_000, 3_000)
	}

	fn fail_due() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn prune_row() -> Weight {
		Weight::from_parts(20_000_000, 6_000)
	}
}
