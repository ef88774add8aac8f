// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, Amount, MandateNo, Moment, ParticipantId};
use sp_runtime::{DispatchError, DispatchResult};

/// What a mandate still allows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MandateFacts {
	/// The account on which it draws.
	pub account: AccountNo,
	/// Who may place orders against it.
	pub grantee: ParticipantId,
	/// The most that one order may draw.
	pub single: Amount,
	/// What is left of the period's amount.
	pub left: Amount,
	/// How many orders of the period are left.
	pub orders_left: u32,
}

/// Keeps by which mandates a platform places orders against another's account. Answered by the mandates
/// pallet; asked by escrow when an order is placed.
pub trait Mandates {
	/// What a mandate allows at `now`. Refuses, with an error of its own each: a number that was never
	/// given, a mandate that has ended, one that is not confirmed yet, and one that has not begun.
	fn mandate(number: MandateNo, now: Moment) -> Result<MandateFacts, DispatchError>;

	/// Counts one order of `amount` that was placed at `now`. Refused beyond what
	/// [`Mandates::mandate`] answered.
	fn draw(number: MandateNo, amount: Amount, now: Moment) -> DispatchResult;

	/// Makes a mandate of `account` for `grantee` that allows everything, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_mandate(account: AccountNo, grantee: ParticipantId) -> MandateNo;
}

/// A ledger without mandates.
impl Mandates for () {
	fn mandate(_: MandateNo, _: Moment) -> Result<MandateFacts, DispatchError> {
		Err(DispatchError::CannotLookup)
	}

	fn draw(_: MandateNo, _: Amount, _: Moment) -> DispatchResult {
		Err(DispatchError::CannotLookup)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_mandate(_: AccountNo, _: ParticipantId) -> MandateNo {
		MandateNo(0)
	}
}
