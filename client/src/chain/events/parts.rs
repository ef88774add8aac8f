// SPDX-License-Identifier: Apache-2.0

//! Parts of events.

use super::{Key, Refused};
use codec::Decode;
use split_ledger_primitives::{AccountNo, Amount, ParkReason, ParticipantId, Purpose};

/// Who acted on an order.
#[derive(Clone, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub enum By {
	/// The chain, because its time had come.
	#[codec(index = 0)]
	Clock,
	/// Somebody.
	#[codec(index = 1)]
	Key {
		/// The participant.
		participant: ParticipantId,
		/// Its key.
		key: Key,
	},
}

/// A leg that was posted.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct PaidLeg {
	/// The place of the leaf in the rule.
	pub leg: u8,
	/// The account debited.
	pub from: AccountNo,
	/// The account credited.
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

/// A leg that could not be credited.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct ParkedLeg {
	/// The place of the leaf in the rule.
	pub leg: u8,
	/// The account that did not take it.
	pub payee: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// Why.
	pub reason: ParkReason,
}

/// A part of a refund that did not come from the hold.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct GivenPart {
	/// The leg whose part it is; 0 is the merchant where it has no leg.
	pub leg: u8,
	/// The account debited: the receiver's, the merchant's where a fee is kept, or an advancer's.
	pub from: AccountNo,
	/// The account credited: the payer's, or the unclaimed account of its bank.
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// For whom it was advanced.
	pub advanced_for: Option<AccountNo>,
}

/// An item of a batch that was refused.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct BatchRefusal {
	/// The place of the item in the batch.
	pub item: u16,
	/// The place in the item of the order that was refused; none where the whole was.
	pub order: Option<u16>,
	/// Why.
	pub error: Refused,
}

/// A part of an order's money, by the funder whose it is.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct FunderPart {
	/// The funder's account.
	pub account: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
}
