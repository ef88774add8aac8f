// SPDX-License-Identifier: Apache-2.0

//! Calls about groups of orders that succeed together.

use super::Call;
use codec::Encode;
use split_ledger_primitives::{Currency, GroupNo, Moment, ParticipantId, Reference, RuleHash};

/// What the orders of a group have in common (O10).
#[derive(Clone, Debug, Encode, Eq, PartialEq)]
pub struct GroupTerms {
	/// The platform of its orders.
	pub platform: ParticipantId,
	/// Their merchant.
	pub merchant: ParticipantId,
	/// Their rule set.
	pub rules: RuleHash,
	/// Their currency.
	pub currency: Currency,
	/// How many orders make it complete.
	#[codec(compact)]
	pub needed: u32,
	/// The first moment at which it has failed; none: a day after it was opened.
	pub deadline: Option<Moment>,
	/// The slot of the rule set that its leader fills.
	pub leader_slot: Option<u8>,
}

impl Call {
	/// Opens a group.
	pub fn open_group(reference: &Reference, terms: &GroupTerms) -> Self {
		Self::new("Groups", "open", &(reference, terms))
	}

	/// Calls a group off before it is complete: all of its orders go back.
	pub fn call_off_group(group: GroupNo) -> Self {
		Self::new("Groups", "call_off", &group)
	}
}
