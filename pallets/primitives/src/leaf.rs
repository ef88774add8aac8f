// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, Amount, Currency, CycleNo, Date, OrderId, Purpose};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What kind of act a leaf of a cycle's root records.
#[derive(Clone, Copy, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
#[serde(rename_all = "kebab-case")]
pub enum LeafKind {
	/// Legs posted to their payees.
	#[codec(index = 0)]
	Paid,
	/// Money that went back to the payer: from the hold, and from receivers or whoever advanced for them.
	#[codec(index = 1)]
	Refunded,
	/// A posted leg, or a part of one, that its receiver gave back.
	#[codec(index = 2)]
	Returned,
	/// What a receiver owed, to whoever had advanced it (R3).
	#[codec(index = 3)]
	Collected,
	/// What a court took out of its hold (M7). There is no order: the reference of the act stands in its
	/// place, in the form of an order's id.
	#[codec(index = 4)]
	Deducted,
	/// What an unclaimed account paid to who is entitled to it (O6).
	#[codec(index = 5)]
	Claimed,
}

/// One leg of a leaf.
#[derive(Clone, Copy, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
pub struct LeafLeg {
	/// The account debited.
	pub from: AccountNo,
	/// The account credited.
	pub to: AccountNo,
	/// How much.
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

/// What one act adds to its cycle's root: its blake2-256, over the SCALE encoding, is the leaf
/// (design section 5). Same-bank postings are included.
#[derive(Clone, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
pub struct Leaf {
	/// What happened.
	pub kind: LeafKind,
	/// To which order.
	pub order: OrderId,
	/// In which currency.
	pub currency: Currency,
	/// In which cycle of the currency.
	pub cycle: CycleNo,
	/// On which business date of the currency (M6).
	pub date: Date,
	/// The legs, in the order of the plan.
	pub legs: Vec<LeafLeg>,
}
