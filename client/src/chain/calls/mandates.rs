// SPDX-License-Identifier: Apache-2.0

//! Calls about mandates: the right to place orders against another's account.

use super::Call;
use split_ledger_primitives::{MandateLimits, MandateNo, MandateTerms};

impl Call {
	/// Proposes a mandate, which another key has to confirm.
	pub fn propose_mandate(terms: &MandateTerms) -> Self {
		Self::new("Mandates", "propose", terms)
	}

	/// Confirms a mandate that another key proposed.
	pub fn confirm_mandate(mandate: MandateNo, terms: &MandateTerms) -> Self {
		Self::new("Mandates", "confirm", &(mandate, terms))
	}

	/// Drops a mandate that was proposed and not confirmed.
	pub fn reject_mandate(mandate: MandateNo) -> Self {
		Self::new("Mandates", "reject", &mandate)
	}

	/// Lets a mandate take no new orders any more.
	pub fn revoke_mandate(mandate: MandateNo) -> Self {
		Self::new("Mandates", "revoke", &mandate)
	}

	/// Lets a mandate go less far.
	pub fn lower_mandate(mandate: MandateNo, limits: MandateLimits) -> Self {
		Self::new("Mandates", "lower", &(mandate, limits))
	}
}
