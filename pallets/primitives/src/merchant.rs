// SPDX-License-Identifier: Apache-2.0

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a receiver is to the merchant that pays it (P4). It tells people and reports; which legs an
/// account can get is decided by its owner's roles (P5).
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
pub enum Relation {
	/// Supplies the goods.
	#[codec(index = 0)]
	Supplier,
	/// Sells the merchant's goods on.
	#[codec(index = 1)]
	Distributor,
	/// Provides a service to the merchant.
	#[codec(index = 2)]
	ServiceProvider,
	/// Runs the marketplace.
	#[codec(index = 3)]
	Platform,
	/// Carries the goods.
	#[codec(index = 4)]
	Carrier,
	/// Brings buyers.
	#[codec(index = 5)]
	Promoter,
	/// Sells in the merchant's name.
	#[codec(index = 6)]
	Agent,
	/// A store of the merchant's chain.
	#[codec(index = 7)]
	Store,
	/// The headquarters of the merchant's chain.
	#[codec(index = 8)]
	Headquarters,
	/// Owns the brand.
	#[codec(index = 9)]
	Brand,
	/// Shares in the business.
	#[codec(index = 10)]
	Partner,
	/// Anything else.
	#[codec(index = 11)]
	Other,
}

impl Relation {
	/// Whether a merchant with this relation sells under the merchant of an order: a price of goods may go
	/// to it, too (P5).
	pub const fn is_sub_merchant(self) -> bool {
		matches!(self, Self::Store | Self::Headquarters | Self::Brand)
	}
}

/// How far fees and promoters may go in orders of a merchant (P6).
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
#[serde(rename_all = "camelCase")]
pub struct MerchantLimits {
	/// The most that fees and commissions may take of an order, in millionths.
	pub share_cap_ppm: u32,
	/// How many promoters may get a commission of one order.
	pub promoter_levels: u8,
}

impl MerchantLimits {
	/// Of each limit the smaller one.
	pub fn within(self, bounds: Self) -> Self {
		Self {
			share_cap_ppm: self.share_cap_ppm.min(bounds.share_cap_ppm),
			promoter_levels: self.promoter_levels.min(bounds.promoter_levels),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn of_each_limit_the_smaller_one_counts() {
		let limits =
			|share_cap_ppm, promoter_levels| MerchantLimits { share_cap_ppm, promoter_levels };
		assert_eq!(limits(300_000, 1).within(limits(200_000, 3)), limits(200_000, 1));
		assert_eq!(limits(100_000, 4).within(limits(200_000, 3)), limits(100_000, 3));
	}
}
