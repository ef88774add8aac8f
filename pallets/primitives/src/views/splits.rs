// SPDX-License-Identifier: Apache-2.0

use super::hex;
use crate::{
	AccountNo, Amount, Attributes, BankIndex, Currency, MerchantLimits, Moment, ParticipantId,
	Purpose, Relation, RuleHash,
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

views! {
	/// A leg as a preview or an explanation shows it.
	PreviewLeg {
		/// Its place among the leaves of the case, from 1 on.
		leg: u8,
		/// The slot that gets it.
		slot: String,
		/// How much.
		amount: Amount,
		/// What for.
		purpose: Purpose,
		/// Why, in words: the take, its base, rounding, floor, cap, residue.
		because: String,
	}

	/// What a rule set makes of an order.
	PreviewView {
		/// The case that matched, from 1 on.
		case: u32,
		/// The leaves, zero legs included.
		legs: Vec<PreviewLeg>,
	}

	/// A rule set.
	RuleSetView {
		/// Its hash.
		hash: RuleHash,
		/// The engine that gives it its meaning.
		semantics: u8,
		/// Its content, SCALE encoded.
		#[serde(with = "hex")]
		content: Vec<u8>,
		/// The platforms for which it is published, approved or retired.
		approvals: Vec<ApprovalView>,
	}

	/// Where a rule set stands for one platform.
	ApprovalView {
		/// The platform.
		platform: ParticipantId,
		/// Whether its bank has approved it.
		approved: bool,
		/// Whether it takes no new orders any more.
		retired: bool,
		/// The moment from which on it takes orders, once it is approved; none stands for its
		/// approval.
		effective_from: Option<Moment>,
	}

	/// What is to be previewed.
	PreviewRequest {
		/// The rule set.
		rules: RulesArg,
		/// The amount of the order.
		amount: Amount,
		/// What the order says of itself; in JSON it may be left out.
		#[serde(default)]
		attributes: Attributes,
		/// The amounts brought to the rule, by the input's place in the rule set, ascending; in
		/// JSON they may be left out.
		#[serde(default)]
		inputs: Vec<(u8, Amount)>,
		/// The moment of the order, for cases of a time window; in JSON it may be left out, and
		/// stands for now.
		#[serde(default)]
		moment: Option<Moment>,
	}

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

/// A rule set, by its hash or by its content: what is not published yet can be previewed too.
#[derive(Clone, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
#[serde(rename_all = "kebab-case")]
pub enum RulesArg {
	/// A rule set of the chain.
	#[codec(index = 0)]
	Hash(RuleHash),
	/// Its SCALE encoding, which nobody has to have published.
	#[codec(index = 1)]
	Content(#[serde(with = "hex")] Vec<u8>),
}
