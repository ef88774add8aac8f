// SPDX-License-Identifier: Apache-2.0

//! Mandates as the tests set them. What is left of each lies in the state, so that what is refused is
//! seen to count nothing.

#![allow(unreachable_pub, reason = "the mock's runtime makes its types public")]

use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{MandateFacts, Mandates},
	AccountNo, Amount, MandateNo, Moment, ParticipantId,
};

pub const NO_MANDATE: DispatchError = DispatchError::Other("no such mandate");

/// Account, grantee, single, left, orders left.
type Left = (AccountNo, ParticipantId, Amount, Amount, u32);

#[storage_alias]
type Rows = StorageMap<FakeMandates, Twox64Concat, MandateNo, Left>;

pub struct FakeMandates;

impl FakeMandates {
	/// Gives a mandate, in place of what had this number before.
	pub fn give(number: MandateNo, account: AccountNo, grantee: u64, limits: (u64, u64, u32)) {
		let (single, left, orders) = limits;
		let row = (account, ParticipantId(grantee as u32), Amount(single), Amount(left), orders);
		Rows::insert(number, row);
	}

	/// What is left of a mandate, and how many orders.
	pub fn left(number: MandateNo) -> (u64, u32) {
		let (_, _, _, left, orders) = Rows::get(number).expect("a mandate");
		(left.0, orders)
	}
}

impl Mandates for FakeMandates {
	fn mandate(number: MandateNo, _: Moment) -> Result<MandateFacts, DispatchError> {
		let (account, grantee, single, left, orders_left) = Rows::get(number).ok_or(NO_MANDATE)?;
		Ok(MandateFacts { account, grantee, single, left, orders_left })
	}

	fn draw(number: MandateNo, amount: Amount, _: Moment) -> DispatchResult {
		let (account, grantee, single, left, orders) = Rows::get(number).ok_or(NO_MANDATE)?;
		let left = left.checked_sub(amount).expect("no more than was left");
		let orders = orders.checked_sub(1).expect("no more orders than were left");
		Rows::insert(number, (account, grantee, single, left, orders));
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_mandate(account: AccountNo, grantee: ParticipantId) -> MandateNo {
		let number = MandateNo(Rows::iter_keys().count() as u32);
		Self::give(number, account, grantee.0.into(), (u64::MAX, u64::MAX, u32::MAX));
		number
	}
}
