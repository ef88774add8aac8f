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
	/// [`crate::Pallet::add_receiver`].
	fn add_receiver() -> Weight;
	/// [`crate::Pallet::remove_receiver`].
	fn remove_receiver() -> Weight;
	/// [`crate::Pallet::consent`].
	fn consent() -> Weight;
	/// [`crate::Pallet::withdraw_consent`].
	fn withdraw_consent() -> Weight;
	/// [`crate::Pallet::propose_limits`].
	fn propose_limits() -> Weight;
	/// [`crate::Pallet::confirm_limits`].
	fn confirm_limits() -> Weight;
	/// [`crate::Pallet::reject_limits`].
	fn reject_limits() -> Weight;
	/// [`crate::Pallet::set_consortium_limits`].
	fn set_consortium_limits() -> Weight;
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

	fn add_receiver() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn remove_receiver() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn consent() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn withdraw_consent() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn propose_limits() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn confirm_limits() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn reject_limits() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}

	fn set_consortium_limits() -> Weight {
		Weight::from_parts(30_000_000, 6_000)
	}
}
