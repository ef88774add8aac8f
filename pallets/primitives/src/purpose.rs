// SPDX-License-Identifier: Apache-2.0

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a posting is for: one byte, bound to roles (P5), mapped to ISO 20022 purpose codes (M6).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
	/// A plain payment from one account to another (M5).
	#[codec(index = 0)]
	Transfer,
	/// The price of goods, to merchant and suppliers.
	#[codec(index = 1)]
	Goods,
	/// Freight, to carriers.
	#[codec(index = 2)]
	Logistics,
	/// A platform's or promoter's fee.
	#[codec(index = 3)]
	Fee,
	/// A platform's or promoter's commission.
	#[codec(index = 4)]
	Commission,
	/// Tax, to tax accounts.
	#[codec(index = 5)]
	Tax,
	/// Customer money in.
	#[codec(index = 6)]
	Issue,
	/// Customer money out.
	#[codec(index = 7)]
	Redeem,
	/// A leg given back.
	#[codec(index = 8)]
	Return,
	/// Money back to the payer.
	#[codec(index = 9)]
	Refund,
	/// To the unclaimed account of a bank (O6).
	#[codec(index = 10)]
	Unclaimed,
	/// What a receiver owed, to whoever had advanced it (R3).
	#[codec(index = 11)]
	Collection,
	/// From an unclaimed account to who is entitled to it (O6).
	#[codec(index = 12)]
	Claimed,
}

impl Purpose {
	/// All purposes, in the order of their bytes.
	pub const ALL: &'static [Self] = &[
		Self::Transfer,
		Self::Goods,
		Self::Logistics,
		Self::Fee,
		Self::Commission,
		Self::Tax,
		Self::Issue,
		Self::Redeem,
		Self::Return,
		Self::Refund,
		Self::Unclaimed,
		Self::Collection,
		Self::Claimed,
	];

	/// The ISO 20022 external purpose code that reports carry for it.
	pub const fn iso20022(self) -> &'static str {
		match self {
			Self::Transfer
			| Self::Issue
			| Self::Redeem
			| Self::Unclaimed
			| Self::Collection
			| Self::Claimed => "OTHR",
			Self::Goods => "GDDS",
			Self::Logistics => "DLIV",
			Self::Fee => "FEES",
			Self::Commission => "COMM",
			Self::Tax => "TAXS",
			Self::Return | Self::Refund => "REFU",
		}
	}

	/// Whether a leg of a rule may carry it.
	pub const fn is_for_legs(self) -> bool {
		matches!(self, Self::Goods | Self::Logistics | Self::Fee | Self::Commission | Self::Tax)
	}

	/// Whether it counts against the merchant's share cap (P6).
	pub const fn counts_to_share_cap(self) -> bool {
		matches!(self, Self::Fee | Self::Commission)
	}
}
