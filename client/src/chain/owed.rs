// SPDX-License-Identifier: Apache-2.0

use super::{storage_key, Block, Chain};
use codec::Decode;
use serde::Serialize;
use split_ledger_primitives::{AccountNo, Amount, Moment, OrderId};

/// What is owed from an account for refunds (R3).
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct Lien {
	/// Who is paid: whoever advanced, or to whom the refund is due.
	pub creditor: AccountNo,
	/// The order that was refunded.
	pub order: OrderId,
	/// The leg that the debtor had got.
	pub leg: u8,
	/// What is still owed.
	#[codec(compact)]
	pub remaining: Amount,
	/// When it ends.
	pub deadline: Moment,
}

/// All that is owed from an account, and what of it came in already.
#[derive(Clone, Debug, Decode, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct Liens {
	/// What came in and waits to be paid to the creditors: a part of what is held.
	#[codec(compact)]
	pub collected: Amount,
	/// The oldest first.
	pub list: Vec<Lien>,
}

impl Chain {
	/// What is owed from an account.
	pub async fn liens(&self, block: Block, account: AccountNo) -> anyhow::Result<Liens> {
		let key = storage_key("Ledger", "LiensOf", &account.key());
		Ok(self.read(block, &key).await?.unwrap_or_default())
	}
}
