// SPDX-License-Identifier: Apache-2.0

//! Funders beside the payer, in the verbs of the tests.

use super::*;
use split_ledger_primitives::{FundedPart, MandateNo};

/// The buyer and who can fund its orders, at the banks A, B, C and A.
pub const FUNDERS: [AccountNo; 4] = [BUYER_A, FRIEND_B, SUPPLIER_C, SHOP_A];
pub const UNCLAIMED_B: AccountNo = AccountNo(211);
pub const UNCLAIMED_C: AccountNo = AccountNo(212);

/// Of 1,000: friend at B 300, supplier at C 100; the other 600 are the buyer's.
pub fn funded(body: OrderBody) -> OrderBody {
	funded_by(body, &[(FRIEND_B, 300), (SUPPLIER_C, 100)])
}

/// An order of these funders beside the payer, by the mandates that they gave the buyer.
pub fn funded_by(body: OrderBody, others: &[(AccountNo, u64)]) -> OrderBody {
	let parts = others.iter().map(|(account, amount)| FundedPart {
		account: *account,
		amount: Amount(*amount),
		mandate: Some(MandateNo(account.0 as u32)),
	});
	OrderBody { funders: parts.collect::<Vec<_>>().try_into().expect("three at most"), ..body }
}

/// What is held on the accounts of the first three funders.
pub fn held_of_each() -> [u64; 3] {
	[BUYER_A, FRIEND_B, SUPPLIER_C].map(|account| money(account).1)
}

/// What the first three funders have and nothing holds.
pub fn left_of_each() -> [u64; 3] {
	[BUYER_A, FRIEND_B, SUPPLIER_C].map(|account| money(account).0)
}

impl World {
	/// Funders with 10,000 each who let the buyer draw on them, and accounts of their banks for what nobody
	/// can be paid.
	pub fn with_funders(mut self) -> Self {
		self.0.execute_with(|| {
			for account in FUNDERS {
				FakeLedger::put_money(account, Amount(10_000));
				let all = (u64::MAX, u64::MAX, u32::MAX);
				FakeMandates::give(MandateNo(account.0 as u32), account, BUYER, all);
			}
			open_as(AccountType::Unclaimed, UNCLAIMED_B, BANK_B, B, CNY);
			open_as(AccountType::Unclaimed, UNCLAIMED_C, BANK_C, C, CNY);
		});
		self
	}
}
