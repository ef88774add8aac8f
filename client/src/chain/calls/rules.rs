// SPDX-License-Identifier: Apache-2.0

//! Calls about rule sets, receivers and the limits of merchants.

use super::Call;
use split_ledger_primitives::{
	AccountNo, MerchantLimits, Moment, ParticipantId, Relation, RuleHash,
};
use split_rules::RuleSet;

impl Call {
	/// Publishes a rule set, which takes orders from its approval on.
	pub fn publish(rules: &RuleSet) -> Self {
		Self::publish_from(rules, None)
	}

	/// Publishes a rule set, which takes orders from a moment on once it is approved.
	pub fn publish_from(rules: &RuleSet, effective_from: Option<Moment>) -> Self {
		Self::new("Splits", "publish", &(rules, effective_from))
	}

	/// Approves a platform's rule set.
	pub fn approve(platform: ParticipantId, rules: RuleHash) -> Self {
		Self::new("Splits", "approve", &(platform, rules))
	}

	/// Accepts a platform's rule set for a merchant.
	pub fn accept(merchant: ParticipantId, platform: ParticipantId, rules: RuleHash) -> Self {
		Self::new("Splits", "accept", &(merchant, platform, rules))
	}

	/// Accepts for a merchant all rule sets of a platform below both ceilings, in millionths.
	pub fn accept_ceilings(
		merchant: ParticipantId,
		platform: ParticipantId,
		share_ppm: u32,
		liability_ppm: u32,
	) -> Self {
		let arguments = (merchant, platform, share_ppm, liability_ppm);
		Self::new("Splits", "accept_ceilings", &arguments)
	}

	/// Lets a rule set take no new orders of a platform, for ever.
	pub fn retire(platform: ParticipantId, rules: RuleHash) -> Self {
		Self::new("Splits", "retire", &(platform, rules))
	}

	/// Makes an account a receiver of a merchant, or changes its terms.
	pub fn add_receiver(
		merchant: ParticipantId,
		account: AccountNo,
		relation: Relation,
		ceiling_ppm: u32,
	) -> Self {
		Self::new("Splits", "add_receiver", &(merchant, account, relation, ceiling_ppm))
	}

	/// Lets an account be no receiver of a merchant any more.
	pub fn remove_receiver(merchant: ParticipantId, account: AccountNo) -> Self {
		Self::new("Splits", "remove_receiver", &(merchant, account))
	}

	/// Consents for an account to be a receiver of a merchant.
	pub fn consent(merchant: ParticipantId, account: AccountNo, platform_returns: bool) -> Self {
		Self::new("Splits", "consent", &(merchant, account, platform_returns))
	}

	/// Takes the consent of an account back.
	pub fn withdraw_consent(merchant: ParticipantId, account: AccountNo) -> Self {
		Self::new("Splits", "withdraw_consent", &(merchant, account))
	}

	/// Proposes how far fees and promoters may go in orders of a merchant.
	pub fn propose_limits(merchant: ParticipantId, limits: MerchantLimits) -> Self {
		Self::new("Splits", "propose_limits", &(merchant, limits))
	}

	/// Confirms the limits that another key of the bank proposed.
	pub fn confirm_limits(merchant: ParticipantId, limits: MerchantLimits) -> Self {
		Self::new("Splits", "confirm_limits", &(merchant, limits))
	}

	/// Drops what was proposed and not confirmed.
	pub fn reject_limits(merchant: ParticipantId) -> Self {
		Self::new("Splits", "reject_limits", &merchant)
	}
}
