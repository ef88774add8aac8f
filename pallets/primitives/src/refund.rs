// SPDX-License-Identifier: Apache-2.0

use crate::limits::ADVANCERS_MAX;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// By which rule a refund is divided among the legs of an order, the same before and after a release
/// (R2). A rule set says it.
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
pub enum RefundPolicy {
	/// By what is left of the entitlements.
	#[default]
	#[codec(index = 0)]
	ProRata,
	/// From the merchant's legs first, then from the others by what is left of theirs.
	#[codec(index = 1)]
	MerchantFirst,
	/// By what is left of the entitlements, where the merchant gives the parts of fees and commissions,
	/// which are kept.
	#[codec(index = 2)]
	FeesKept,
}

/// Who advances what a receiver cannot give back, and becomes the creditor of a lien on it (R3).
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
pub enum Advancer {
	/// The order's merchant, from the account of its leg.
	#[codec(index = 0)]
	Merchant,
	/// The platform, from an account of its own that the order pays.
	#[codec(index = 1)]
	Platform,
	/// The sponsor bank of the receiver, from its guarantee account.
	#[codec(index = 2)]
	Guarantee,
}

/// To whom of several funders a refund goes (O5). None gets back more than it put in.
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
pub enum FundersBack {
	/// By what each put in and did not get back.
	#[default]
	#[codec(index = 0)]
	ProRata,
	/// To the payer first, up to what it put in, then to the others by what they did.
	#[codec(index = 1)]
	PayerFirst,
}

/// How orders of a rule set are refunded (R2, R3, O5). The default is what a plain payment and rule
/// sets of semantics 1 have.
#[derive(
	Clone,
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
#[serde(rename_all = "camelCase")]
pub struct RefundTerms {
	/// How a refund is divided among the legs.
	pub policy: RefundPolicy,
	/// Who advances, in this order, where a receiver is short; each once.
	pub advancers: BoundedVec<Advancer, ConstU32<ADVANCERS_MAX>>,
	/// To whom it goes.
	pub back: FundersBack,
}
