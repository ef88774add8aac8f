// SPDX-License-Identifier: Apache-2.0

use crate::{
	AccountNo, Amount, Commitment, DisputeTerms, GroupNo, Milestones, Moment, ParticipantId, Side,
	Stated,
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

views! {
	/// What was agreed for an open order beyond its moment and deadline, and how far that is.
	AgreedView {
		/// Who brought a part of the money, the payer first.
		funders: Vec<FunderView>,
		/// What is released under which conditions; the amounts are what is still open of each.
		milestones: Milestones,
		/// The group that it joined.
		group: Option<GroupNo>,
		/// Who receives in the place of a leg's payee.
		assignees: Vec<AssigneeView>,
		/// How it can be disputed.
		dispute_terms: Option<DisputeTerms>,
		/// Why, and until when, it is frozen.
		freeze: Option<OrderFreezeView>,
		/// Since when its clocks stand still, because it is frozen or disputed.
		stopped_since: Option<Moment>,
		/// A later deadline that waits for the other side's word: who asked, and for when.
		extension: Option<(Side, Moment)>,
		/// The absolute end, which extension, freeze and dispute never pass.
		end: Moment,
		/// Which milestones are met, by their numbers: anybody may release what is open of them.
		met: Vec<u8>,
		/// What was stated about the milestones, the oldest first.
		statements: Vec<StatedView>,
	}

	/// What somebody stated about a milestone.
	StatedView {
		/// The milestone, by its number, from 1 on.
		milestone: u8,
		/// What.
		what: Stated,
		/// Who; for the payer also its bank.
		by: ParticipantId,
		/// Commitment to the evidence.
		commitment: Commitment,
		/// When.
		at: Moment,
	}

	/// Who brought a part of an order's money.
	FunderView {
		/// The account.
		account: AccountNo,
		/// How much it put in.
		amount: Amount,
		/// What of it is still held.
		held: Amount,
	}

	/// What of an order's money is a funder's (O5).
	StakeView {
		/// The account.
		account: AccountNo,
		/// How much it brought.
		amount: Amount,
		/// What of it is still held.
		held: Amount,
		/// What went back to it, out of the hold and from accounts; what is owed to it and what an
		/// unclaimed account keeps for it included. At most what it brought.
		back: Amount,
		/// What debtors still owe to it, or to who keeps it unclaimed for it, for this order (R3): also
		/// what it advanced for others, where it did.
		owed: Amount,
	}

	/// Who receives in the place of a leg's payee.
	AssigneeView {
		/// The leg.
		leg: u8,
		/// The account.
		account: AccountNo,
	}

	/// Why, and until when, an order is frozen (M7).
	OrderFreezeView {
		/// The bank of the payer's account, or a supervisor.
		by: ParticipantId,
		/// Who ordered it, in words.
		authority: String,
		/// Why, in the words of who froze it.
		reason: String,
		/// Commitment to the order in writing.
		document: Commitment,
		/// When it ends.
		until: Moment,
	}

	/// A dispute that lasts (O8).
	DisputeView {
		/// Who opened it.
		by: Side,
		/// Until when the other side can answer.
		answer_until: Moment,
		/// Whether it did.
		answered: bool,
	}

	/// What an unclaimed account keeps of an order, and for whom (O6).
	UnclaimedView {
		/// The unclaimed account.
		keeper: AccountNo,
		/// The account that is entitled to it.
		entitled: AccountNo,
		/// How much is there: `pay_unclaimed` pays it.
		amount: Amount,
		/// What debtors still owe to the keeper for it (R3).
		due: Amount,
	}
}
