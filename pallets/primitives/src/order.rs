// SPDX-License-Identifier: Apache-2.0

use crate::{
	limits::{INPUTS_MAX, OTHER_FUNDERS_MAX, PARTIES_MAX},
	words::words,
	AccountNo, Amount, Commitment, DisputeTerms, EndToEndId, GroupNo, MandateNo, Milestones,
	Moment, ParticipantId, Purpose, Reference, RuleHash,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What an order says of itself, as indices into the dictionary of its rule set (design section 5).
///
/// 0 is none or unknown: it matches no list and is never refused.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
pub struct Attributes {
	/// Means of payment or sales channel.
	pub channel: u16,
	/// Category of the goods.
	pub category: u16,
	/// Promotion that the order came by.
	pub promotion: u16,
	/// Tier of the buyer as a member.
	pub member_tier: u16,
}

/// What decides who gets what.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum Terms {
	/// A plain payment: one leg, no rule set (M5).
	#[codec(index = 0)]
	Transfer {
		/// The account that gets the whole amount.
		to: AccountNo,
	},
	/// A split by a rule set.
	#[codec(index = 1)]
	Split {
		/// The platform whose approval of the rule set counts.
		platform: ParticipantId,
		/// The order's one merchant (P5), whose acceptance of the rule set counts (P4).
		merchant: ParticipantId,
		/// The rule set.
		rules: RuleHash,
		/// What the order says of itself.
		attributes: Attributes,
		/// Which account fills which slot, by the slot's place in the rule set, ascending.
		parties: BoundedVec<(u8, AccountNo), ConstU32<PARTIES_MAX>>,
		/// The amounts brought to the rule, by the input's place in the rule set, ascending.
		inputs: BoundedVec<(u8, Amount), ConstU32<INPUTS_MAX>>,
	},
}

/// Who gets what remains when the deadline passes (O7).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum ExpiryPolicy {
	/// Back to the payer.
	#[default]
	#[codec(index = 0)]
	Payer,
	/// To the payees, as the plan has it.
	#[codec(index = 1)]
	Payees,
	/// All to the merchant.
	#[codec(index = 2)]
	Merchant,
}

/// When the cover for the cross-bank parts is tested (C1).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum CoverMode {
	/// Promised at placement: a release never fails for cover.
	#[default]
	#[codec(index = 0)]
	AtPlacement,
	/// Tested at release: shown as uncovered to every payee.
	#[codec(index = 1)]
	AtRelease,
}

/// When the money leaves the payer.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseMode {
	/// At once, in the block of the placement.
	#[codec(index = 0)]
	Now,
	/// Held until somebody entitled releases it, or the clock does.
	#[codec(index = 1)]
	Held {
		/// Released by the chain from this moment on, in full. Must lie before the deadline.
		after: Option<Moment>,
		/// When the hold ends; none stands for the longest allowed (180 days after the reference's
		/// date, so that a repeated body means the same).
		deadline: Option<Moment>,
		/// Who gets what remains at the deadline.
		expiry: ExpiryPolicy,
		/// When cover is tested.
		cover: CoverMode,
	},
	/// T+1: held, and posted by the chain in full at the opening of the currency's next business
	/// date after the placement (C3).
	#[codec(index = 2)]
	NextDate {
		/// When the hold ends, as for [`ReleaseMode::Held`]. Must lie after that opening.
		deadline: Option<Moment>,
		/// Who gets what remains at the deadline.
		expiry: ExpiryPolicy,
		/// When cover is tested.
		cover: CoverMode,
	},
	/// Held until what was agreed is so, milestone by milestone; then the chain releases what the
	/// milestone stands for, and anybody can (O11).
	#[codec(index = 3)]
	Agreed {
		/// What is released under which conditions; the amounts add up to the order's.
		milestones: Milestones,
		/// When the hold ends, as for [`ReleaseMode::Held`].
		deadline: Option<Moment>,
		/// Who gets what remains at the deadline.
		expiry: ExpiryPolicy,
		/// When cover is tested.
		cover: CoverMode,
	},
}

/// What becomes of a leg that cannot be credited when it is released (O6). A rule set says it.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum Uncredited {
	/// It is parked: still held, retried by anybody.
	#[default]
	#[codec(index = 0)]
	Park,
	/// It goes to the order's merchant at once, as goods, where the merchant can be credited without
	/// new cover; else it is parked.
	#[codec(index = 1)]
	Merchant,
}

words! {
	/// A part of an order's money that another than the payer brings: a platform's subsidy, a
	/// merchant's coupon (O5).
	#[derive(Copy)]
	pub struct FundedPart {
		/// The account on which it is held: of the submitter, at it, or drawn on by a mandate.
		pub account: AccountNo,
		/// How much of the order's amount.
		#[codec(compact)]
		pub amount: Amount,
		/// The mandate by which the submitter draws on the account, where it is neither its owner nor
		/// its bank.
		#[serde(default)]
		pub mandate: Option<MandateNo>,
	}
}

/// The body of an order: what a client submits, and repeats byte for byte when it asks again (O1).
///
/// The state keeps 16 bytes of its hash; the body itself is in the blocks (T2).
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "camelCase")]
pub struct OrderBody {
	/// The submitter's own name for it.
	pub reference: Reference,
	/// Who pays: an account of the submitter, or at it.
	pub payer: AccountNo,
	/// How much, in all.
	#[codec(compact)]
	pub amount: Amount,
	/// Who gets what.
	pub terms: Terms,
	/// When.
	pub release: ReleaseMode,
	/// The greatest number of legs that the case chosen for it may have, zero legs included, 1 to 50:
	/// its weight. A plain payment has one.
	pub legs_max: u8,
	/// Passed on unchanged.
	pub end_to_end: Option<EndToEndId>,
	/// The last moment at which it may be placed.
	pub not_after: Option<Moment>,
	/// Salted commitment to a buyer without a participant row: required where the payer's account is
	/// a pass-through account (P1).
	pub buyer: Option<Commitment>,
	/// Who else brings a part of the amount; the rest is the payer's (O5).
	#[serde(default)]
	pub funders: BoundedVec<FundedPart, ConstU32<OTHER_FUNDERS_MAX>>,
	/// The mandate by which the submitter draws on the payer's account, where it is neither its owner
	/// nor its bank.
	#[serde(default)]
	pub mandate: Option<MandateNo>,
	/// The group that this order joins (O10).
	#[serde(default)]
	pub group: Option<GroupNo>,
	/// How it can be disputed; none where it cannot (O8).
	#[serde(default)]
	pub dispute: Option<DisputeTerms>,
}

/// One leaf of a plan.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
pub struct PlannedLeg {
	/// The place of the leaf, depth first, from 1 on. Zero legs are counted but not in the plan.
	pub leg: u8,
	/// The account that is to get it.
	pub payee: AccountNo,
	/// How much: the entitlement.
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

/// Where an order stands.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum OrderStatus {
	/// Money is held for it.
	#[codec(index = 0)]
	Held,
	/// All was released as planned.
	#[codec(index = 1)]
	Released,
	/// All went back to the payer from the hold.
	#[codec(index = 2)]
	Refunded,
	/// A part was released and the rest went back.
	#[codec(index = 3)]
	PartlyReleased,
	/// The deadline passed and the policy was carried out.
	#[codec(index = 4)]
	Expired,
}
