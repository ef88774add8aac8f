// SPDX-License-Identifier: Apache-2.0

use crate::{Amount, MandateNo, MandateTerms, ParticipantId};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

views! {
	/// A mandate: by it, somebody places orders against the account of another.
	MandateView {
		/// Its number.
		number: MandateNo,
		/// What was agreed.
		terms: MandateTerms,
		/// Whether a second key confirmed it (P7): nothing is drawn before.
		confirmed: bool,
		/// Who confirmed it, or proposed it where nobody has confirmed it yet: the owner of the account
		/// or its bank.
		by: ParticipantId,
		/// What the orders of this period drew.
		drawn: Amount,
		/// How many orders of this period there were.
		orders_drawn: u32,
		/// What is left of the period's amount now; nothing where it cannot be used today.
		left: Amount,
		/// How many orders of the period are left now.
		orders_left: u32,
	}
}
