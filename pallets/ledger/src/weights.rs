// SPDX-License-Identifier: Apache-2.0

//! What the calls cost. Measured values are generated into the runtime.

use frame::weights_prelude::Weight;

/// Cost of each call and of the work in hooks.
pub trait WeightInfo {
	/// [`crate::Pallet::open_account`], with the bank's unclaimed account.
	fn open_account() -> Weight;
	/// [`crate::Pallet::issue`].
	fn issue() -> Weight;
	/// [`crate::Pallet::redeem`].
	fn redeem() -> Weight;
	/// [`crate::Pallet::set_status`].
	fn set_status() -> Weight;
	/// [`crate::Pallet::close_account`].
	fn close_account() -> Weight;
	/// [`crate::Pallet::allow_bank`].
	fn allow_bank() -> Weight;
	/// [`crate::Pallet::freeze`].
	fn freeze() -> Weight;
	/// [`crate::Pallet::lift_freeze`].
	fn lift_freeze() -> Weight;
	/// [`crate::Pallet::judicial_hold`].
	fn judicial_hold() -> Weight;
	/// [`crate::Pallet::release_hold`].
	fn release_hold() -> Weight;
	/// [`crate::Pallet::request_redemption`].
	fn request_redemption() -> Weight;
	/// [`crate::Pallet::withdraw_redemption`].
	fn withdraw_redemption() -> Weight;
	/// [`crate::Pallet::confirm_redemptions`] of `n` requests.
	fn confirm_redemptions(n: u32) -> Weight;
	/// [`crate::Pallet::reject_redemption`].
	fn reject_redemption() -> Weight;
	/// [`crate::Pallet::mark_remitted`].
	fn mark_remitted() -> Weight;
	/// Looking whether anything ends in a minute that is over.
	fn end_minute() -> Weight;
	/// Ending the `n` freezes and holds of a page.
	fn end_page(n: u32) -> Weight;
	/// Forgetting `n` references.
	fn prune(n: u32) -> Weight;
}

/// Plausible values for tests.
impl WeightInfo for () {
	fn open_account() -> Weight {
		Weight::from_parts(60_000_000, 8_000)
	}

	fn issue() -> Weight {
		Weight::from_parts(50_000_000, 8_000)
	}

	fn redeem() -> Weight {
		Weight::from_parts(50_000_000, 8_000)
	}

	fn set_status() -> Weight {
		Weight::from_parts(40_000_000, 6_000)
	}

	fn close_account() -> Weight {
		Weight::from_parts(30_000_000, 5_000)
	}

	fn allow_bank() -> Weight {
		Weight::from_parts(30_000_000, 5_000)
	}

	fn freeze() -> Weight {
		Weight::from_parts(50_000_000, 8_000)
	}

	fn lift_freeze() -> Weight {
		Weight::from_parts(45_000_000, 6_000)
	}

	fn judicial_hold() -> Weight {
		Weight::from_parts(55_000_000, 9_000)
	}

	fn release_hold() -> Weight {
		Weight::from_parts(50_000_000, 8_000)
	}

	fn request_redemption() -> Weight {
		Weight::from_parts(50_000_000, 8_000)
	}

	fn withdraw_redemption() -> Weight {
		Weight::from_parts(45_000_000, 7_000)
	}

	fn confirm_redemptions(n: u32) -> Weight {
		Weight::from_parts(50_000_000, 8_000)
			.saturating_add(Weight::from_parts(20_000_000, 3_000).saturating_mul(n.into()))
	}

	fn reject_redemption() -> Weight {
		Weight::from_parts(45_000_000, 7_000)
	}

	fn mark_remitted() -> Weight {
		Weight::from_parts(30_000_000, 5_000)
	}

	fn end_minute() -> Weight {
		Weight::from_parts(5_000_000, 1_000)
	}

	fn end_page(n: u32) -> Weight {
		Weight::from_parts(10_000_000, 3_000)
			.saturating_add(Weight::from_parts(25_000_000, 3_000).saturating_mul(n.into()))
	}

	fn prune(n: u32) -> Weight {
		Weight::from_parts(5_000_000, 3_000)
			.saturating_add(Weight::from_parts(3_000_000, 100).saturating_mul(n.into()))
	}
}
