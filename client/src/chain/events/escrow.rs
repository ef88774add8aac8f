// SPDX-License-Identifier: Apache-2.0

use super::{
	agreed::{
		Assigned, Attested, Deducted, DisputeAnswered, DisputeEnded, DisputeResolved, Disputed,
		MilestoneMet, NewDeadline, OrderFreezeLifted, OrderFrozen, UnclaimedPaid,
	},
	BatchRefusal, By, FunderPart, GivenPart, PaidLeg, ParkedLeg,
};
use codec::Decode;
use split_ledger_primitives::{
	AccountNo, Amount, CoverMode, Currency, CycleNo, Date, ExpiryPolicy, Moment, OrderId,
	OrderStatus, PlannedLeg, Reference,
};

/// What happened to orders.
#[derive(Clone, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub enum EscrowEvent {
	/// An order was placed and money is held for it.
	#[codec(index = 0)]
	Held {
		/// The order.
		order: OrderId,
		/// Its reference.
		reference: Reference,
		/// The payer's account.
		payer: AccountNo,
		/// The currency.
		currency: Currency,
		/// The whole amount.
		amount: Amount,
		/// The plan.
		legs: Vec<PlannedLeg>,
		/// When the chain releases it.
		after: Option<Moment>,
		/// When the hold ends.
		deadline: Moment,
		/// Who gets then what remains.
		expiry: ExpiryPolicy,
		/// When cover is tested.
		cover: CoverMode,
		/// Who placed it.
		by: By,
		/// Who brought a part of the amount beside the payer, and how much.
		funders: Vec<FunderPart>,
	},
	/// Legs were posted.
	#[codec(index = 1)]
	Paid {
		/// The order.
		order: OrderId,
		/// The reference of the act.
		reference: Option<Reference>,
		/// The legs; one to which several funders brought a part stands once for each of them.
		legs: Vec<PaidLeg>,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Where the order stands from now on.
		status: OrderStatus,
		/// Who acted.
		by: By,
	},
	/// Released legs could not be credited.
	#[codec(index = 2)]
	Parked {
		/// The order.
		order: OrderId,
		/// The legs and why.
		legs: Vec<ParkedLeg>,
		/// Who acted.
		by: By,
	},
	/// Money went back to the payer, and to the other funders.
	#[codec(index = 3)]
	Refunded {
		/// The order.
		order: OrderId,
		/// The reference of the refund.
		reference: Option<Reference>,
		/// The payer's account.
		payer: AccountNo,
		/// How much.
		amount: Amount,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Where the order stands from now on.
		status: OrderStatus,
		/// Who acted.
		by: By,
		/// What of the amount came out of the hold.
		from_hold: Amount,
		/// What came from accounts.
		given: Vec<GivenPart>,
		/// What nobody could pay now.
		due: Amount,
		/// Where the order has several funders: what each of them got out of the hold.
		freed: Vec<FunderPart>,
	},
	/// The deadline of an order passed.
	#[codec(index = 4)]
	Expired {
		/// The order.
		order: OrderId,
		/// Who got what remained.
		policy: ExpiryPolicy,
	},
	/// A batch was worked off.
	#[codec(index = 5)]
	BatchDone {
		/// Orders placed or released.
		done: u32,
		/// Orders or releases that their references had made before.
		repeated: u32,
		/// What was refused.
		refused: Vec<BatchRefusal>,
		/// Who sent it.
		by: By,
	},
	/// The chain had stood still.
	#[codec(index = 6)]
	Halted {
		/// The last block before.
		from: Moment,
		/// The first block after.
		to: Moment,
	},
	/// A receiver gave a leg back, or a part of one.
	#[codec(index = 7)]
	Returned {
		/// The order.
		order: OrderId,
		/// The reference of the return.
		reference: Reference,
		/// The leg.
		leg: u8,
		/// The receiver's account.
		from: AccountNo,
		/// The account credited.
		to: AccountNo,
		/// How much.
		amount: Amount,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Who acted.
		by: By,
	},
	/// Something is owed from an account from now on.
	#[codec(index = 8)]
	LienLaid {
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// The account that owes.
		debtor: AccountNo,
		/// The account that is owed.
		creditor: AccountNo,
		/// How much.
		amount: Amount,
		/// When the lien ends.
		deadline: Moment,
		/// Who acted.
		by: By,
	},
	/// A creditor was paid.
	#[codec(index = 9)]
	Collected {
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// The account debited.
		debtor: AccountNo,
		/// The account credited.
		creditor: AccountNo,
		/// How much.
		amount: Amount,
		/// What is still owed.
		remaining: Amount,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Who acted.
		by: By,
	},
	/// A lien ended with something unpaid.
	#[codec(index = 10)]
	LienEnded {
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// The account that owed.
		debtor: AccountNo,
		/// The account that was not paid.
		creditor: AccountNo,
		/// What was not paid.
		unpaid: Amount,
		/// Who acted.
		by: By,
	},
	/// Somebody stated something about a milestone.
	#[codec(index = 24)]
	Attested(Attested),
	/// The conditions of a milestone hold.
	#[codec(index = 25)]
	MilestoneMet(MilestoneMet),
	/// One side asked for a later deadline.
	#[codec(index = 26)]
	ExtensionAsked(NewDeadline),
	/// An order has a later deadline.
	#[codec(index = 27)]
	Extended(NewDeadline),
	/// An order was frozen.
	#[codec(index = 30)]
	OrderFrozen(OrderFrozen),
	/// The freeze of an order was lifted before its date.
	#[codec(index = 31)]
	OrderFreezeLifted(OrderFreezeLifted),
	/// The freeze of an order came to its date.
	#[codec(index = 32)]
	OrderFreezeEnded {
		/// The order.
		order: OrderId,
	},
	/// An order is disputed.
	#[codec(index = 33)]
	Disputed(Disputed),
	/// The other side answered a dispute.
	#[codec(index = 34)]
	DisputeAnswered(DisputeAnswered),
	/// A dispute ended of which its resolver did not decide.
	#[codec(index = 35)]
	DisputeEnded(DisputeEnded),
	/// The resolver decided.
	#[codec(index = 36)]
	DisputeResolved(DisputeResolved),
	/// The clocks of an order go on.
	#[codec(index = 37)]
	ClocksResumed {
		/// The order.
		order: OrderId,
		/// When the hold ends now.
		deadline: Moment,
	},
	/// What is released of a leg goes to another account from now on.
	#[codec(index = 50)]
	Assigned(Assigned),
	/// A court took an amount out of its hold.
	#[codec(index = 51)]
	Deducted(Deducted),
	/// An unclaimed account paid who is entitled to what it kept.
	#[codec(index = 60)]
	UnclaimedPaid(UnclaimedPaid),
}

impl EscrowEvent {
	/// The order that it is about, if it is about one.
	pub fn order(&self) -> Option<OrderId> {
		match self {
			Self::Held { order, .. }
			| Self::Paid { order, .. }
			| Self::Parked { order, .. }
			| Self::Refunded { order, .. }
			| Self::Expired { order, .. }
			| Self::Returned { order, .. }
			| Self::LienLaid { order, .. }
			| Self::Collected { order, .. }
			| Self::LienEnded { order, .. }
			| Self::Attested(Attested { order, .. })
			| Self::MilestoneMet(MilestoneMet { order, .. })
			| Self::ExtensionAsked(NewDeadline { order, .. })
			| Self::Extended(NewDeadline { order, .. })
			| Self::OrderFrozen(OrderFrozen { order, .. })
			| Self::OrderFreezeLifted(OrderFreezeLifted { order, .. })
			| Self::OrderFreezeEnded { order }
			| Self::Disputed(Disputed { order, .. })
			| Self::DisputeAnswered(DisputeAnswered { order, .. })
			| Self::DisputeEnded(DisputeEnded { order, .. })
			| Self::DisputeResolved(DisputeResolved { order, .. })
			| Self::ClocksResumed { order, .. }
			| Self::Assigned(Assigned { order, .. })
			| Self::UnclaimedPaid(UnclaimedPaid { order, .. }) => Some(*order),
			Self::BatchDone { .. } | Self::Halted { .. } | Self::Deducted(_) => None,
		}
	}

	/// Who acted, where it says so.
	pub fn by(&self) -> Option<&By> {
		match self {
			Self::Held { by, .. }
			| Self::Paid { by, .. }
			| Self::Parked { by, .. }
			| Self::Refunded { by, .. }
			| Self::BatchDone { by, .. }
			| Self::Returned { by, .. }
			| Self::LienLaid { by, .. }
			| Self::Collected { by, .. }
			| Self::LienEnded { by, .. }
			| Self::Attested(Attested { by, .. })
			| Self::MilestoneMet(MilestoneMet { by, .. })
			| Self::ExtensionAsked(NewDeadline { by, .. })
			| Self::Extended(NewDeadline { by, .. })
			| Self::OrderFrozen(OrderFrozen { by, .. })
			| Self::OrderFreezeLifted(OrderFreezeLifted { by, .. })
			| Self::Disputed(Disputed { by, .. })
			| Self::DisputeAnswered(DisputeAnswered { by, .. })
			| Self::DisputeEnded(DisputeEnded { by, .. })
			| Self::DisputeResolved(DisputeResolved { by, .. })
			| Self::Assigned(Assigned { by, .. })
			| Self::Deducted(Deducted { by, .. })
			| Self::UnclaimedPaid(UnclaimedPaid { by, .. }) => Some(by),
			Self::Expired { .. }
			| Self::Halted { .. }
			| Self::OrderFreezeEnded { .. }
			| Self::ClocksResumed { .. } => None,
		}
	}
}
