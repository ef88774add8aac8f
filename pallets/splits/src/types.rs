// SPDX-License-Identifier: Apache-2.0

use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::*;
use split_ledger_primitives::{views::ApprovalView, Amount, ParticipantId};

/// The whole of an order, in millionths.
pub const WHOLE_PPM: u32 = 1_000_000;

/// Where a rule set stands for one platform. At most 10 bytes, so that it lies in its trie node.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Standing {
	/// The platform published it.
	#[codec(index = 0)]
	Published,
	/// It takes new orders.
	#[codec(index = 1)]
	Approved {
		/// The bank that approved it.
		by: ParticipantId,
	},
	/// It takes no new orders any more.
	#[codec(index = 2)]
	Retired {
		/// The bank that had approved it, where one had.
		approved_by: Option<ParticipantId>,
		/// Who retired it.
		by: ParticipantId,
	},
}

impl Standing {
	/// For ever without new orders. What was retired stays as it is.
	pub fn retired(self, by: ParticipantId) -> Self {
		match self {
			Self::Published => Self::Retired { approved_by: None, by },
			Self::Approved { by: approved_by } => {
				Self::Retired { approved_by: Some(approved_by), by }
			}
			Self::Retired { .. } => self,
		}
	}

	/// Everybody whom the record names.
	#[cfg(any(feature = "std", feature = "try-runtime"))]
	pub(crate) fn names(self) -> impl Iterator<Item = ParticipantId> {
		let (first, second) = match self {
			Self::Published => (None, None),
			Self::Approved { by } => (Some(by), None),
			Self::Retired { approved_by, by } => (approved_by, Some(by)),
		};
		first.into_iter().chain(second)
	}

	/// The bank that approved it, be it retired since.
	pub(crate) fn approver(self) -> Option<ParticipantId> {
		match self {
			Self::Published => None,
			Self::Approved { by } => Some(by),
			Self::Retired { approved_by, .. } => approved_by,
		}
	}

	pub(crate) fn view(self, platform: ParticipantId) -> ApprovalView {
		ApprovalView {
			platform,
			approved: self.approver().is_some(),
			retired: matches!(self, Self::Retired { .. }),
		}
	}
}

/// Up to which share of each order, and which liability for it, a merchant accepted a platform.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Ceiling {
	/// The most that fee and commission legs may take, in millionths.
	pub share_ppm: u32,
	/// The most of an order that the merchant answers for with its own money when it is refunded after
	/// a release (R3), in millionths. Rule sets of semantics 1 lay no such liability on a merchant: each
	/// of them fits, and a plan has nothing to compare.
	pub liability_ppm: u32,
	/// Who accepted.
	pub by: ParticipantId,
}

impl Ceiling {
	/// Whether `fees` are at most the share of `amount`, rounded down.
	pub fn allows(&self, fees: Amount, amount: Amount) -> bool {
		// 64 bits times 20 bits never leave 128.
		let share = amount.total().saturating_mul(self.share_ppm.into());
		fees.total() <= share.checked_div(WHOLE_PPM.into()).unwrap_or_default()
	}

	/// Whether it allows what the other does, whoever accepted.
	pub(crate) fn says_the_same_as(&self, other: &Self) -> bool {
		(self.share_ppm, self.liability_ppm) == (other.share_ppm, other.liability_ppm)
	}
}
