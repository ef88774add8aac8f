// SPDX-License-Identifier: Apache-2.0

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::*;
use split_ledger_primitives::{
	limits::{PROMOTER_LEVELS, PROMOTER_LEVELS_MAX, SHARE_CAP_PPM, SHARE_CAP_PPM_MAX},
	ports::ReceiverFacts,
	views::ApprovalView,
	Advancer, Amount, MerchantLimits, Moment, ParticipantId, RefundPolicy, RefundTerms, Relation,
};

/// The whole of an order, in millionths.
pub const WHOLE_PPM: u32 = 1_000_000;

/// The limits of a merchant for which its bank set no others (P6).
pub(crate) const MERCHANT_LIMITS: MerchantLimits =
	MerchantLimits { share_cap_ppm: SHARE_CAP_PPM, promoter_levels: PROMOTER_LEVELS };

/// How far a bank can go until the consortium says otherwise (P6).
pub(crate) const CONSORTIUM_LIMITS: MerchantLimits =
	MerchantLimits { share_cap_ppm: SHARE_CAP_PPM_MAX, promoter_levels: PROMOTER_LEVELS_MAX };

/// Where a rule set stands for one platform. At most 19 bytes, so that it lies in its trie node.
/// The moment from which on it takes orders is that of its publication, and never changes.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Standing {
	/// The platform published it.
	#[codec(index = 0)]
	Published {
		/// When it takes orders, once it is approved; none stands for its approval.
		effective_from: Option<Moment>,
	},
	/// It takes new orders.
	#[codec(index = 1)]
	Approved {
		/// The bank that approved it.
		by: ParticipantId,
		/// From when on; none stands for its approval.
		effective_from: Option<Moment>,
	},
	/// It takes no new orders any more.
	#[codec(index = 2)]
	Retired {
		/// The bank that had approved it, where one had.
		approved_by: Option<ParticipantId>,
		/// Who retired it.
		by: ParticipantId,
		/// When it was to take orders.
		effective_from: Option<Moment>,
	},
}

impl Standing {
	/// For ever without new orders. What was retired stays as it is.
	pub fn retired(self, by: ParticipantId) -> Self {
		match self {
			Self::Published { effective_from } => {
				Self::Retired { approved_by: None, by, effective_from }
			}
			Self::Approved { by: approved_by, effective_from } => {
				Self::Retired { approved_by: Some(approved_by), by, effective_from }
			}
			Self::Retired { .. } => self,
		}
	}

	/// When it takes orders, or was to.
	pub(crate) fn effective_from(self) -> Option<Moment> {
		match self {
			Self::Published { effective_from }
			| Self::Approved { effective_from, .. }
			| Self::Retired { effective_from, .. } => effective_from,
		}
	}

	/// Everybody whom the record names.
	#[cfg(any(feature = "std", feature = "try-runtime"))]
	pub(crate) fn names(self) -> impl Iterator<Item = ParticipantId> {
		let (first, second) = match self {
			Self::Published { .. } => (None, None),
			Self::Approved { by, .. } => (Some(by), None),
			Self::Retired { approved_by, by, .. } => (approved_by, Some(by)),
		};
		first.into_iter().chain(second)
	}

	/// The bank that approved it, be it retired since.
	pub(crate) fn approver(self) -> Option<ParticipantId> {
		match self {
			Self::Published { .. } => None,
			Self::Approved { by, .. } => Some(by),
			Self::Retired { approved_by, .. } => approved_by,
		}
	}

	pub(crate) fn view(self, platform: ParticipantId) -> ApprovalView {
		ApprovalView {
			platform,
			approved: self.approver().is_some(),
			retired: matches!(self, Self::Retired { .. }),
			effective_from: self.effective_from(),
		}
	}
}

/// Up to which share of each order, and which liability for it, a merchant accepted a platform.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Ceiling {
	/// The most that fee and commission legs may take, in millionths.
	pub share_ppm: u32,
	/// The most of an order that the merchant answers for with its own money when it is refunded
	/// after a release (R3), in millionths.
	pub liability_ppm: u32,
	/// Who accepted.
	pub by: ParticipantId,
}

impl Ceiling {
	/// Whether `fees` are at most the share of `amount`, rounded down.
	pub fn allows(&self, fees: Amount, amount: Amount) -> bool {
		is_at_most(fees, self.share_ppm, amount)
	}

	/// Whether refunds on these terms cost the merchant no more of its own money than its
	/// liability.
	///
	/// Where fees are kept, a full refund costs it all of them: they are at most the liability,
	/// rounded down. Where it advances, it does so for whoever is short then, which nobody knows
	/// beforehand; so some liability must be accepted, and the refund keeps to it
	/// ([`Splits::liability_ppm`]). Merchant first takes nothing but what the merchant got of the
	/// order.
	///
	/// [`Splits::liability_ppm`]: split_ledger_primitives::ports::Splits::liability_ppm
	pub fn bears(&self, refund: &RefundTerms, fees: Amount, amount: Amount) -> bool {
		let advances = refund.advancers.contains(&Advancer::Merchant);
		let gives_for_fees = match refund.policy {
			RefundPolicy::FeesKept => fees,
			RefundPolicy::ProRata | RefundPolicy::MerchantFirst => Amount::ZERO,
		};
		(!advances || self.liability_ppm > 0)
			&& is_at_most(gives_for_fees, self.liability_ppm, amount)
	}

	/// Whether it allows what the other does, whoever accepted.
	pub(crate) fn says_the_same_as(&self, other: &Self) -> bool {
		(self.share_ppm, self.liability_ppm) == (other.share_ppm, other.liability_ppm)
	}
}

/// Whether `part` is at most this share of `amount`, rounded down.
fn is_at_most(part: Amount, share_ppm: u32, amount: Amount) -> bool {
	// 64 bits times 20 bits never leave 128.
	let share = amount.total().saturating_mul(share_ppm.into());
	part.total() <= share.checked_div(WHOLE_PPM.into()).unwrap_or_default()
}

/// An account that a merchant made a receiver. At most 15 bytes.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Receiver {
	/// What it is to the merchant.
	pub relation: Relation,
	/// The most that it may get of an order, in millionths.
	pub ceiling_ppm: u32,
	/// Who set these terms: the merchant or its bank.
	pub added_by: ParticipantId,
	/// What its side agreed to.
	pub consent: Option<Consent>,
}

/// The consent of a receiver.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Consent {
	/// Whether the platform of an order may give back for the account what it got (R1).
	pub platform_returns: bool,
	/// Who consented: the owner of the account or the account's bank.
	pub by: ParticipantId,
}

impl Receiver {
	/// Whether relation and ceiling are the same.
	pub(crate) fn is_on_the_terms_of(&self, other: &Self) -> bool {
		(self.relation, self.ceiling_ppm) == (other.relation, other.ceiling_ppm)
	}

	/// With the consent that was given to earlier terms, where these are not worse for the
	/// receiver: the relation is the same, and no more can be asked back than before.
	pub(crate) fn with_consent_of(self, before: Self) -> Self {
		let is_no_worse =
			self.relation == before.relation && self.ceiling_ppm <= before.ceiling_ppm;
		Self { consent: before.consent.filter(|_| is_no_worse), ..self }
	}

	/// What orders may rely on; none before a consent.
	pub(crate) fn facts(self) -> Option<ReceiverFacts> {
		let Self { relation, ceiling_ppm, consent, .. } = self;
		let Consent { platform_returns, .. } = consent?;
		Some(ReceiverFacts { relation, ceiling_ppm, platform_returns })
	}
}

/// The limits that its bank set for a merchant.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct OwnLimits {
	/// The limits.
	pub limits: MerchantLimits,
	/// The bank.
	pub by: ParticipantId,
}

/// Limits that wait for another key of the bank.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Proposal<AccountId> {
	/// The limits.
	pub limits: MerchantLimits,
	/// The bank.
	pub by: ParticipantId,
	/// Its key that proposed them, which does not confirm them (P7).
	pub maker: AccountId,
}
