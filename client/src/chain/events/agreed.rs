// SPDX-License-Identifier: Apache-2.0

//! What the chain tells of what was agreed for orders: statements, deadlines, freezes, disputes,
//! assignees; and of what courts took.

use super::By;
use crate::chain::calls::OrderFreezeTerms;
use codec::Decode;
use split_ledger_primitives::{
	AccountNo, Amount, Commitment, Currency, CycleNo, Date, DisputeEnd, Moment, OrderId, Reference,
	Side, Stated, Text,
};

macro_rules! facts {
	($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)+ })+) => {
		$(
			$(#[$meta])*
			#[derive(Clone, Debug, Decode, Eq, PartialEq)]
			#[cfg_attr(test, derive(codec::Encode))]
			pub struct $name { $($(#[$field_meta])* pub $field: $type,)+ }
		)+
	};
}

facts! {
	/// Somebody stated something about a milestone.
	Attested {
		/// The order.
		order: OrderId,
		/// The number of the milestone.
		milestone: u8,
		/// What.
		what: Stated,
		/// Commitment to the evidence.
		commitment: Commitment,
		/// Who.
		by: By,
	}

	/// The conditions of a milestone hold.
	MilestoneMet {
		/// The order.
		order: OrderId,
		/// The number of the milestone.
		milestone: u8,
		/// Whose statement was enough.
		by: By,
	}

	/// A deadline: the one that holds, or the one that one side asked for.
	NewDeadline {
		/// The order.
		order: OrderId,
		/// The deadline.
		deadline: Moment,
		/// Who asked.
		by: By,
	}

	/// An order was frozen.
	OrderFrozen {
		/// The order.
		order: OrderId,
		/// Who ordered it, why, and until when.
		terms: OrderFreezeTerms,
		/// Who froze it.
		by: By,
	}

	/// The freeze of an order was lifted before its date.
	OrderFreezeLifted {
		/// The order.
		order: OrderId,
		/// Who lifted it.
		by: By,
	}

	/// An order is disputed.
	Disputed {
		/// The order.
		order: OrderId,
		/// By which side.
		side: Side,
		/// Commitment to what it brings forward.
		evidence: Commitment,
		/// Until when the other side answers.
		answer_until: Moment,
		/// Who acted.
		by: By,
	}

	/// The other side answered a dispute.
	DisputeAnswered {
		/// The order.
		order: OrderId,
		/// Which side answered.
		side: Side,
		/// Commitment to what it brings forward.
		evidence: Commitment,
		/// Who acted.
		by: By,
	}

	/// A dispute ended of which its resolver did not decide.
	DisputeEnded {
		/// The order.
		order: OrderId,
		/// How.
		how: DisputeEnd,
		/// Who brought it about.
		by: By,
	}

	/// The resolver decided.
	DisputeResolved {
		/// The order.
		order: OrderId,
		/// The reference of the decision.
		reference: Reference,
		/// The share of the payer, in millionths.
		payer_ppm: u32,
		/// What went back out of the hold.
		to_payer: Amount,
		/// What was released to the payees.
		to_payees: Amount,
		/// What went back from accounts.
		refunded_from_accounts: Amount,
		/// What of that nobody could pay now.
		due: Amount,
		/// Commitment to the reasons.
		evidence: Commitment,
		/// The resolver.
		by: By,
	}

	/// What is released of a leg goes to another account from now on.
	Assigned {
		/// The order.
		order: OrderId,
		/// The leg.
		leg: u8,
		/// The account that got it until now.
		from: AccountNo,
		/// The account that gets it from now on.
		to: AccountNo,
		/// Who acted.
		by: By,
	}

	/// An unclaimed account paid who is entitled to what it kept.
	UnclaimedPaid {
		/// The order of which it was.
		order: OrderId,
		/// The unclaimed account.
		from: AccountNo,
		/// The account that was entitled.
		entitled: AccountNo,
		/// The account credited: of the same owner, or of who that one is now that its bank has left.
		to: AccountNo,
		/// How much.
		amount: Amount,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Commitment to what shows who was paid; never missing where it was another owner's account.
		evidence: Option<Commitment>,
		/// Who acted.
		by: By,
	}

	/// A court took an amount out of its hold.
	Deducted {
		/// The bank's own reference.
		reference: Reference,
		/// The account debited.
		account: AccountNo,
		/// The number of the hold on it.
		hold: u32,
		/// The account credited.
		to: AccountNo,
		/// How much.
		amount: Amount,
		/// Who ordered it.
		authority: Text,
		/// Commitment to the order in writing.
		document: Commitment,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Who acted.
		by: By,
	}
}
