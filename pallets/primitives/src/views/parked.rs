// SPDX-License-Identifier: Apache-2.0

use crate::{AccountNo, Amount, Currency, Moment, OrderId, ParkReason};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

views! {
	/// An order with released legs that could not be credited (O6).
	ParkedOrderView {
		/// The order.
		order: OrderId,
		/// The account on which the money lies.
		payer: AccountNo,
		/// In which currency.
		currency: Currency,
		/// The parked legs, in the order of the plan.
		legs: Vec<ParkedLegView>,
	}

	/// A parked leg.
	ParkedLegView {
		/// The place of the leaf in the rule.
		leg: u8,
		/// The account that did not take it.
		account: AccountNo,
		/// How much.
		amount: Amount,
		/// Why, when it was last tried.
		reason: ParkReason,
		/// When the clock gives it back to the payer.
		until: Moment,
	}
}
