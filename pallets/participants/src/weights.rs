// SPDX-License-Identifier: Apache-2.0

//! What the calls cost.

use frame::weights_prelude::*;

/// Measured cost of every call, and of the check of a signer.
pub trait WeightInfo {
	/// Admit with `k` keys.
	fn admit(k: u32) -> Weight;
	/// Onboard with `k` keys.
	fn onboard(k: u32) -> Weight;
	/// Add a key.
	fn add_key() -> Weight;
	/// Revoke a key.
	fn revoke_key() -> Weight;
	/// Set roles, told to the observer.
	fn set_roles() -> Weight;
	/// Suspend, told to the observer.
	fn suspend() -> Weight;
	/// Reinstate, told to the observer.
	fn reinstate() -> Weight;
	/// Set the status of a bank, with a full consortium.
	fn set_bank_status() -> Weight;
	/// Set whether a bank validates, with a full consortium.
	fn set_validator() -> Weight;
	/// Act as a bank, without the inner call.
	fn act_as_bank() -> Weight;
	/// Act as root, without the inner call.
	fn as_root() -> Weight;
	/// Set a limit of a key at once, with as many limits and proposals as there may be.
	fn propose_key_limit() -> Weight;
	/// Take the last limit of a key away, with as many proposals as there may be.
	fn confirm_key_limit() -> Weight;
	/// Withdraw a limit, with as many proposals as there may be.
	fn withdraw_key_limit_proposal() -> Weight;
	/// The transaction extension `CheckAccess`.
	fn check_access() -> Weight;
}

/// Plausible values for mocks; a runtime brings measured ones.
impl WeightInfo for () {
	fn admit(k: u32) -> Weight {
		by_hand(80, 70, 70).saturating_add(by_hand(5, 2, 2).saturating_mul(k.into()))
	}
	fn onboard(k: u32) -> Weight {
		by_hand(30, 6, 3).saturating_add(by_hand(5, 2, 2).saturating_mul(k.into()))
	}
	fn add_key() -> Weight {
		by_hand(25, 6, 3)
	}
	fn revoke_key() -> Weight {
		by_hand(25, 5, 4)
	}
	fn set_roles() -> Weight {
		by_hand(25, 70, 65)
	}
	fn suspend() -> Weight {
		by_hand(25, 70, 65)
	}
	fn reinstate() -> Weight {
		by_hand(25, 70, 65)
	}
	fn set_bank_status() -> Weight {
		by_hand(80, 70, 70)
	}
	fn set_validator() -> Weight {
		by_hand(30, 70, 1)
	}
	fn act_as_bank() -> Weight {
		by_hand(15, 4, 0)
	}
	fn as_root() -> Weight {
		by_hand(10, 0, 0)
	}
	fn propose_key_limit() -> Weight {
		by_hand(30, 7, 2)
	}
	fn confirm_key_limit() -> Weight {
		by_hand(30, 9, 3)
	}
	fn withdraw_key_limit_proposal() -> Weight {
		by_hand(25, 6, 1)
	}
	fn check_access() -> Weight {
		by_hand(5, 3, 1)
	}
}

/// Microseconds of computing, reads and writes.
fn by_hand(micros: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(micros.saturating_mul(1_000_000), 0)
		.saturating_add(ParityDbWeight::get().reads_writes(reads, writes))
}
