// SPDX-License-Identifier: Apache-2.0

//! What the calls cost. Measured values are generated into the runtime.

use frame::weights_prelude::Weight;

/// Cost of each call.
pub trait WeightInfo {
	/// [`crate::Pallet::publish`] of a rule set of `b` encoded bytes.
	fn publish(b: u32) -> Weight;
	/// [`crate::Pallet::approve`].
	fn approve() -> Weight;
	/// [`crate::Pallet::accept`].
	fn accept() -> Weight;
	/// [`crate::Pallet::accept_ceilings`].
	fn accept_ceilings() -> Weight;
	/// [`crate::Pallet::retire`].
	fn retire() -> Weight;
}

/// Plausible values for tests.
impl WeightInfo for () {
	fn publish(b: u32) -> Weight {
		Weight::from_parts(40_000_000, 6_000)
			.saturating_add(Weight::from_parts(100_000, 0).saturating_mul(b.into()))
	}

	fn approve() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn accept() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn accept_ceilings() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn retire() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}
}
