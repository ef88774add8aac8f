// SPDX-License-Identifier: Apache-2.0

//! Who comes into the world for some tests only: financiers, a court, a tax office.

use super::*;

pub const FINANCIER: u64 = 40;
pub const TAX_OFFICE: u64 = 41;
pub const COURT: u64 = 42;

pub const FINANCIER_A: AccountNo = AccountNo(140);
pub const FINANCIER_B: AccountNo = AccountNo(141);
pub const FINANCIER_C: AccountNo = AccountNo(142);
pub const FINANCIER_B_USD: AccountNo = AccountNo(143);
pub const TAX_B: AccountNo = AccountNo(144);
pub const COURT_A: AccountNo = AccountNo(145);
pub const COURT_C: AccountNo = AccountNo(146);

/// Tax 13 %, platform 10 %, shop the remainder; refunded as `taxed_by` said.
pub const TAXED: RuleHash = RuleHash([40; 32]);

impl World {
	/// With a financier and a court that have accounts at several banks, and a tax office.
	pub fn with_finance(mut self) -> Self {
		self.0.execute_with(|| {
			join(FINANCIER, 0, &[Role::Buyer]);
			join(TAX_OFFICE, 1, &[Role::Tax]);
			join(COURT, 0, &[Role::Buyer]);
			open(FINANCIER_A, FINANCIER, A, CNY);
			open(FINANCIER_B, FINANCIER, B, CNY);
			open(FINANCIER_C, FINANCIER, C, CNY);
			open(FINANCIER_B_USD, FINANCIER, B, USD);
			open_as(AccountType::Tax, TAX_B, TAX_OFFICE, B, CNY);
			open(COURT_A, COURT, A, CNY);
			open(COURT_C, COURT, C, CNY);
		});
		self
	}
}

/// How orders by `TAXED` that are placed from now on are refunded.
pub fn taxed_by(policy: RefundPolicy) {
	use Purpose::*;
	let leaves =
		[(0, Take::Permille(130), Tax), (1, Take::Permille(100), Fee), (2, Take::Remainder, Goods)];
	publish_refunded(TAXED, &leaves, policy, &[]);
}

/// Of 1,000: tax office at B 130, platform at A 100, shop at B 770.
pub fn taxed(text: &str) -> OrderBody {
	split(text, 1_000, TAXED, &[(0, TAX_B), (1, PLATFORM_A), (2, SHOP_B)], &[])
}
