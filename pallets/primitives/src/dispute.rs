// SPDX-License-Identifier: Apache-2.0

use crate::{words::words, ParticipantId};

words! {
	/// A side of an order.
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum Side {
		/// The payer, or its bank for it.
		#[codec(index = 0)]
		Payer,
		/// The merchant, or the payee of a plain payment, or the bank of either for it.
		#[codec(index = 1)]
		Merchant,
	}

	/// How a dispute ended of which its resolver did not decide (O8).
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum DisputeEnd {
		/// Who opened it withdrew it.
		#[codec(index = 0)]
		Withdrawn,
		/// The payer released, or the merchant's side refunded, all that was not released.
		#[codec(index = 1)]
		GivenIn,
		/// The other side was silent, and the terms say that it loses then.
		#[codec(index = 2)]
		Silence,
		/// The absolute end of the order came first (O7).
		#[codec(index = 3)]
		AbsoluteEnd,
	}

	/// What follows where a side does not answer a dispute in time (O8).
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum Silence {
		/// The silent side loses: all that remains goes back to the payer, or to the payees.
		#[codec(index = 0)]
		AgainstSilent,
		/// The resolver decides all the same.
		#[codec(index = 1)]
		Resolver,
	}

	/// How an order can be disputed, agreed when it is placed (O8).
	#[derive(Copy)]
	#[serde(rename_all = "camelCase")]
	pub struct DisputeTerms {
		/// Who decides: never a party, submitter, funder or receiver of the order (P3).
		pub resolver: ParticipantId,
		/// Within how many days a side answers, 1 to 30.
		pub answer_days: u8,
		/// What follows where it does not.
		pub silence: Silence,
	}
}

impl Side {
	/// The other side.
	pub const fn other(self) -> Self {
		match self {
			Self::Payer => Self::Merchant,
			Self::Merchant => Self::Payer,
		}
	}
}
