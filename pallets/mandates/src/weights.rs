// SPDX-License-Identifier: Apache-2.0

//! What the calls cost. Measured values are generated into the runtime.

use frame::weights_prelude::Weight;

/// Cost of each call, and of the clock's work.
pub trait WeightInfo {
	/// [`crate::Pallet::propose`] for an account that has as many mandates as it may, but one.
	fn propose() -> Weight;
	/// [`crate::Pallet::confirm`].
	fn confirm() -> Weight;
	/// [`crate::Pallet::reject`] on an account with as many mandates as it may have.
	fn reject() -> Weight;
	/// [`crate::Pallet::revoke`] on an account with as many mandates as it may have.
	fn revoke() -> Weight;
	/// [`crate::Pallet::lower`].
	fn lower() -> Weight;
	/// Forgetting `n` mandates that are over, of accounts with as many as they may have.
	fn prune(n: u32) -> Weight;
}

/// Plausible values for tests.
impl WeightInfo for () {
	fn propose() -> Weight {
		Weight::from_parts(50_000_000, 9_000)
	}
	fn confirm() -> Weight {
		Weight::from_parts(50_000_000, 9_000)
	}
	fn reject() -> Weight {
		Weight::from_parts(50_000_000, 9_000)
	}
	fn revoke() -> Weight {
		Weight::from_parts(50_000_000, 9_000)
	}
	fn lower() -> Weight {
		Weight::from_parts(40_000_000, 6_000)
	}
	fn prune(n: u32) -> Weight {
		let look = Weight::from_parts(5_000_000, 3_000);
		look.saturating_add(Weight::from_parts(40_000_000, 6_000).saturating_mul(n.into()))
	}
}
