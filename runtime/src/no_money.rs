// SPDX-License-Identifier: Apache-2.0

//! A currency without money. The chain has no coin, yet the session pallet wants a type to take
//! key deposits from; the deposit is zero, so nothing here is ever asked to move anything.

use crate::AccountId;
use frame_support::traits::tokens::{
	fungible, DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Everybody has nothing, and nothing can be given to anybody.
pub struct NoMoney;

impl fungible::Inspect<AccountId> for NoMoney {
	type Balance = u32;

	fn total_issuance() -> u32 {
		0
	}

	fn minimum_balance() -> u32 {
		0
	}

	fn total_balance(_: &AccountId) -> u32 {
		0
	}

	fn balance(_: &AccountId) -> u32 {
		0
	}

	fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> u32 {
		0
	}

	fn can_deposit(_: &AccountId, amount: u32, _: Provenance) -> DepositConsequence {
		if amount == 0 {
			DepositConsequence::Success
		} else {
			DepositConsequence::Blocked
		}
	}

	fn can_withdraw(_: &AccountId, amount: u32) -> WithdrawConsequence<u32> {
		if amount == 0 {
			WithdrawConsequence::Success
		} else {
			WithdrawConsequence::BalanceLow
		}
	}
}

impl fungible::Unbalanced<AccountId> for NoMoney {
	fn handle_dust(_: fungible::Dust<AccountId, Self>) {}

	fn write_balance(_: &AccountId, _: u32) -> Result<Option<u32>, DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn set_total_issuance(_: u32) {}
}

impl fungible::Mutate<AccountId> for NoMoney {}

impl fungible::hold::Inspect<AccountId> for NoMoney {
	type Reason = crate::RuntimeHoldReason;

	fn total_balance_on_hold(_: &AccountId) -> u32 {
		0
	}

	fn balance_on_hold(_: &Self::Reason, _: &AccountId) -> u32 {
		0
	}
}

impl fungible::hold::Unbalanced<AccountId> for NoMoney {
	fn set_balance_on_hold(_: &Self::Reason, _: &AccountId, amount: u32) -> DispatchResult {
		if amount == 0 {
			Ok(())
		} else {
			Err(DispatchError::Unavailable)
		}
	}
}

impl fungible::hold::Mutate<AccountId> for NoMoney {}
