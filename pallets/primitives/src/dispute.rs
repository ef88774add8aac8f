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
