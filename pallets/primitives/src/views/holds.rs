// SPDX-License-Identifier: Apache-2.0

//! What weighs on an account: liens, holds of the ledger itself, and what restrains it.

use crate::{AccountNo, Amount, Commitment, HoldKind, Moment, OrderId, ParticipantId};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

views! {
	/// What is owed from an account to whoever advanced for its owner (R3).
	LiensView {
		/// What credits brought and is still held for the creditors.
		collected: Amount,
		/// What is owed, the oldest first.
		liens: Vec<LienView>,
	}

	/// A lien.
	LienView {
		/// Who is paid.
		creditor: AccountNo,
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// What is still owed.
		remaining: Amount,
		/// When it ends, whatever is still owed.
		deadline: Moment,
	}

	/// What one account owes another (R3).
	OwedView {
		/// The account that owes.
		debtor: AccountNo,
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// What is still owed.
		remaining: Amount,
		/// When it ends, whatever is still owed.
		deadline: Moment,
	}

	/// What the ledger itself holds on an account: by order of a court, or to be redeemed.
	HoldView {
		/// Its number on the account.
		hold: u32,
		/// What it is for.
		kind: HoldKind,
		/// How much is left in it.
		amount: Amount,
		/// Who had it set aside.
		by: ParticipantId,
		/// Who ordered it, in words; none of a redemption.
		authority: Option<String>,
		/// Commitment to the order in writing, or to where a redemption is to be paid.
		document: Commitment,
		/// When it ends; none of a redemption, which its bank decides.
		until: Option<Moment>,
	}

	/// Why an account takes no debits or no credits (M2, M7).
	RestraintView {
		/// Whether it refuses debits.
		no_debit: bool,
		/// Whether it refuses credits.
		no_credit: bool,
		/// In the words of who set it.
		reason: String,
		/// The bank or the supervisor.
		by: ParticipantId,
		/// What makes it a freeze; none of a status that stands until it is taken back.
		freeze: Option<FreezeView>,
	}

	/// A freeze.
	FreezeView {
		/// Its number.
		freeze: u32,
		/// Who ordered it, in words.
		authority: String,
		/// Commitment to the order in writing.
		document: Commitment,
		/// When it ends.
		until: Moment,
	}
}
