// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, BankIndex, Currency, MerchantLimits, ParticipantId, Relation};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

views! {
	/// An account that a merchant may pay legs of its orders to (P4).
	ReceiverView {
		/// The merchant.
		merchant: ParticipantId,
		/// The account.
		account: AccountNo,
		/// Whose it is.
		owner: ParticipantId,
		/// The place of its bank.
		bank: BankIndex,
		/// Its currency.
		currency: Currency,
		/// What it is to the merchant.
		relation: Relation,
		/// The most that it may get of an order of the merchant, in millionths.
		ceiling_ppm: u32,
		/// Whether the consent stands: without it, the account gets nothing.
		consented: bool,
		/// Whether the platform of an order may give back for it what it got (R1).
		platform_returns: bool,
	}

	/// How far fees and promoters may go in orders of a merchant (P6).
	MerchantLimitsView {
		/// The merchant.
		merchant: ParticipantId,
		/// What counts: its own or everybody's, within those of the consortium.
		effective: MerchantLimits,
		/// What its bank set.
		own: Option<MerchantLimits>,
		/// The greatest that a bank can set.
		consortium: MerchantLimits,
		/// What a key of its bank proposed and no other one has confirmed.
		pending: Option<MerchantLimits>,
	}
}
