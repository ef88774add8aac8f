// SPDX-License-Identifier: Apache-2.0

//! What the state keeps of orders, and what events say of them. How an order lives is in
//! [`crate::order`].

use crate::{milestones::Progress, stopped::Disputes};
use alloc::boxed::Box;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32, DispatchError};
use scale_info::TypeInfo;
use split_ledger_primitives::{
	limits::{BATCH_MAX, EXPIRY_PAGE_ORDERS, LEGS_MAX, OTHER_FUNDERS_MAX},
	AccountNo, Amount, BankIndex, Commitment, CoverMode, Currency, Date, DisputeTerms,
	ExpiryPolicy, GroupNo, Milestones, Moment, OrderBody, OrderId, OrderStatus, ParkReason,
	ParticipantId, Purpose, Reference, RefundTerms, Side, Terms, Text, Uncredited,
};

/// The first 16 bytes of the blake2-256 of what a submitter sent: enough to tell a retry from
/// another act under the same reference (O1).
pub type BodyHash = [u8; 16];

/// A page of hints.
pub type Page = BoundedVec<Hint, ConstU32<EXPIRY_PAGE_ORDERS>>;

/// What the clock is to look at once a minute is over.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Hint {
	/// An open order.
	#[codec(index = 0)]
	Order(OrderId),
	/// An account from which something is owed (R3).
	#[codec(index = 1)]
	Debtor(AccountNo),
}

/// The orders of a combined payment, or one order.
pub type Item = BoundedVec<OrderBody, ConstU32<BATCH_MAX>>;

/// What the state keeps of an order.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum OrderRow {
	/// Open: money is held for it.
	#[codec(index = 0)]
	Held(Box<HeldOrder>),
	/// Over.
	#[codec(index = 1)]
	Ended(EndedOrder),
}

impl OrderRow {
	/// The hash of the placed body.
	pub fn body_hash(&self) -> BodyHash {
		match self {
			Self::Held(order) => order.body_hash,
			Self::Ended(order) => order.body_hash,
		}
	}

	/// The block of placement.
	pub fn placed(&self) -> u32 {
		match self {
			Self::Held(order) => order.placed,
			Self::Ended(order) => order.placed,
		}
	}
}

/// An order that is over: body in blocks, hash in state (T2).
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct EndedOrder {
	/// How it ended.
	pub status: OrderStatus,
	/// The hash of the placed body.
	pub body_hash: BodyHash,
	/// The block of placement.
	pub placed: u32,
	/// The case that was chosen at placement, so that what is computed again never depends on time;
	/// 0 for a plain payment.
	pub case: u8,
	/// When a leg was posted last: from then on it can be returned and refunded for 180 days (T2).
	/// The first date of all where none was.
	pub released_on: Date,
}

/// An open order.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct HeldOrder {
	/// The hash of the placed body.
	pub body_hash: BodyHash,
	/// The block of placement.
	pub placed: u32,
	/// What decided who gets what.
	pub terms: Terms,
	/// The case of the rule set that was chosen; 0 for a plain payment.
	pub case: u8,
	/// How it is refunded (R2, R3).
	pub refund: RefundTerms,
	/// In which currency.
	pub currency: Currency,
	/// Whose money is held.
	pub payer: AccountNo,
	/// At which bank: it owes or promises the cross-bank part.
	pub payer_bank: BankIndex,
	/// Who brought a part of the money beside the payer, and what of it is held (O5).
	pub other_funders: BoundedVec<Funder, ConstU32<OTHER_FUNDERS_MAX>>,
	/// Who gets how much, zero legs left out, in the order of the plan.
	pub legs: BoundedVec<Leg, ConstU32<LEGS_MAX>>,
	/// The first goods leg of the order's merchant, by its number: where the merchant's money goes.
	pub merchant_leg: Option<u8>,
	/// The account of the order's merchant among the parties of the chosen case, also where its leg is
	/// zero: where returns go (R1). None for a plain payment.
	pub merchant_account: Option<AccountNo>,
	/// From when on the chain releases it.
	pub after: Option<Moment>,
	/// When the hold ends.
	pub deadline: Moment,
	/// What happens then.
	pub expiry: ExpiryPolicy,
	/// When cover is tested.
	pub cover: CoverMode,
	/// What becomes of a leg that cannot be credited (O6).
	pub uncredited: Uncredited,
	/// Whether parts of other legs were turned over to the merchant's: then the entitlements are not
	/// the plan's any more.
	pub turned_over: bool,
	/// How many releases by amount somebody asked for.
	pub releases: u8,
	/// When a leg was posted last.
	pub released_on: Option<Date>,
	/// Whether the deadline has passed and the policy was carried out: only parked legs are left.
	pub expired: bool,
	/// What is released under which conditions; the amounts are what is still open of each (O11). None
	/// where nothing was agreed but a moment.
	pub milestones: Milestones,
	/// The group that it joined (O10).
	pub group: Option<GroupNo>,
	/// Who receives in the place of a leg's payee (O12).
	pub assignees: BoundedVec<Assignee, ConstU32<LEGS_MAX>>,
	/// How it can be disputed (O8).
	pub dispute_terms: Option<DisputeTerms>,
	/// The absolute end: extension, freeze and dispute never pass it (O7).
	pub end: Moment,
	/// A later deadline that one side asked for and the other has not agreed to yet (P3).
	pub extension: Option<Extension>,
	/// Since when its clocks stand still, because it is frozen or disputed.
	pub stopped_since: Option<Moment>,
	/// Until when it is frozen (M7).
	pub frozen_until: Option<Moment>,
	/// The dispute about it, while it lasts (O8).
	pub open_dispute: Option<OpenDispute>,
	/// How many disputes there were about it while it was held.
	pub disputes: Disputes,
	/// How far its milestones are (O11).
	pub progress: Progress,
	/// The minute of the one expiry hint that counts for it.
	pub hint: u32,
	/// Whether it waits for its group to be complete: then nobody releases it (O10).
	pub awaits_group: bool,
	/// The legs of the leader's slot, as long as they are not given to the leader; none of most orders.
	pub leader_legs: BoundedVec<u8, ConstU32<LEGS_MAX>>,
	/// Whether it is in the list of orders with parked legs (O6).
	pub listed: bool,
}

/// Who brought a part of an order's money beside the payer (O5). What the payer put in, and what of it
/// is held, is the rest.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Funder {
	/// The account on which it is held.
	pub account: AccountNo,
	/// At which bank.
	pub bank: BankIndex,
	/// How much it put in.
	#[codec(compact)]
	pub amount: Amount,
	/// What of it is still held.
	#[codec(compact)]
	pub held: Amount,
}

/// A part of an order's money, by the funder whose it is (O5).
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct FunderPart {
	/// The funder's account.
	pub account: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
}

/// Who receives in the place of a leg's payee (O12). The payee stays the one that returns and refunds.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Assignee {
	/// The leg, by its number.
	pub leg: u8,
	/// The account that gets what is released of it.
	pub account: AccountNo,
	/// At which bank.
	pub bank: BankIndex,
}

/// A later deadline that needs the other side's word (P3).
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Extension {
	/// Who asked for it.
	pub by: Side,
	/// The deadline.
	pub deadline: Moment,
}

/// A dispute that lasts (O8).
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct OpenDispute {
	/// Who opened it; the other side answers.
	pub by: Side,
	/// Until when the other side can answer.
	pub answer_until: Moment,
	/// Whether it did.
	pub answered: bool,
}

/// The disputes about an order that has ended (O8): nothing is held any more, so only a refund can follow.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct EndedDispute {
	/// The one that lasts.
	pub open: Option<OpenDispute>,
	/// How many there were since it ended.
	pub disputes: Disputes,
}

/// For what, and until when, an order is frozen (M7).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct OrderFreezeTerms {
	/// Who ordered it, in words: a court, an office, the bank itself.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
	/// Why; no personal data (T3).
	pub reason: Text,
	/// When it ends by itself, at the latest with the absolute end of the order.
	pub until: Moment,
}

/// Why an order is frozen.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct OrderFreeze {
	/// Who froze it: the bank of the payer's account, or a supervisor.
	pub by: ParticipantId,
	/// Who ordered it.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
	/// Why.
	pub reason: Text,
}

/// What an unclaimed account keeps of an order for who is entitled to it (O6).
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct KeptPart {
	/// How much is on it.
	#[codec(compact)]
	pub amount: Amount,
	/// What debtors still owe to it in the place of who is entitled (R3).
	#[codec(compact)]
	pub due: Amount,
}

/// A leg of an open order.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Leg {
	/// The place of the leaf in the rule, depth first, from 1 on.
	pub leg: u8,
	/// Who gets it.
	pub payee: AccountNo,
	/// What for.
	pub purpose: Purpose,
	/// At which bank: what a funder at another one brings of it needs cover.
	pub bank: BankIndex,
	/// Whether its payee is the order's merchant.
	pub of_merchant: bool,
	/// What it is to get in all.
	#[codec(compact)]
	pub entitlement: Amount,
	/// What was posted.
	#[codec(compact)]
	pub released: Amount,
	/// What went back to the payer.
	#[codec(compact)]
	pub refunded: Amount,
	/// What was released and could not be credited yet.
	pub parked: Option<Parked>,
}

/// A released part that its payee's account did not take (O6).
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Parked {
	/// How much; still held on the funders' accounts.
	#[codec(compact)]
	pub amount: Amount,
	/// Why, when it was last tried.
	pub reason: ParkReason,
	/// From when on its term counts: when it was parked, or last more than doubled (O6).
	pub since: Moment,
}

/// What became of a leg, where that differs from the plan. What went to the merchant in the place of
/// a payee (O6, O7) counts on the merchant's leg and no more on the payee's, under whichever number
/// [`PaidLeg`] told it.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct LegOutcome {
	/// The place of the leaf in the rule.
	pub leg: u8,
	/// What was posted to its payee; on the merchant's leg, also what went there in another's place.
	#[codec(compact)]
	pub released: Amount,
	/// What went back to the payer.
	#[codec(compact)]
	pub refunded: Amount,
}

/// What became of an order's legs.
pub type Outcome = BoundedVec<LegOutcome, ConstU32<LEGS_MAX>>;

/// A leg that was posted. A part that went to the merchant in the place of its payee (O6) is told
/// under its own number; the row and the outcome of the order count it on the merchant's leg. What
/// goes to the merchant at the deadline (O7) is told under the merchant's.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct PaidLeg {
	/// The place of the leaf in the rule from which the part comes.
	pub leg: u8,
	/// The account debited.
	pub from: AccountNo,
	/// The account credited: the payee's, or in its place its assignee's (O12) or the merchant's (O6, O7).
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

/// A leg that could not be credited.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct ParkedLeg {
	/// The place of the leaf in the rule.
	pub leg: u8,
	/// The account that did not take it.
	pub payee: AccountNo,
	/// How much was added to what is parked of this leg.
	#[codec(compact)]
	pub amount: Amount,
	/// Why.
	pub reason: ParkReason,
}

/// Who acted (P1).
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub enum By<AccountId> {
	/// The chain, because its time had come (T1).
	#[codec(index = 0)]
	Clock,
	/// Somebody.
	#[codec(index = 1)]
	Key {
		/// The participant that the key signs for.
		participant: ParticipantId,
		/// The key.
		key: AccountId,
	},
}

/// What to release of an order.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub enum ReleaseWhat {
	/// All that is not released yet.
	#[codec(index = 0)]
	All,
	/// This much, divided by what remains of the entitlements (O3).
	#[codec(index = 1)]
	Amount(#[codec(compact)] Amount),
	/// All that is not released yet of these legs, by their numbers, ascending.
	#[codec(index = 2)]
	Legs(BoundedVec<u8, ConstU32<LEGS_MAX>>),
	/// What is open of this milestone, by its number, from 1 on (O11).
	#[codec(index = 3)]
	Milestone(u8),
}

/// One release of a batch.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct ReleaseItem {
	/// The submitter's own name for the release.
	pub reference: Reference,
	/// The order.
	pub order: OrderId,
	/// What of it.
	pub what: ReleaseWhat,
}

/// One return of a batch.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct ReturnItem {
	/// The submitter's own name for the return.
	pub reference: Reference,
	/// The order.
	pub order: OrderId,
	/// The leg that its receiver gives back, by its number.
	pub leg: u8,
	/// How much of it.
	#[codec(compact)]
	pub amount: Amount,
	/// The body of the order, where it has ended.
	pub body: Option<Box<OrderBody>>,
}

/// What a court takes out of its hold (M7).
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct Deduction {
	/// The account with the hold.
	pub account: AccountNo,
	/// The number of the hold on it.
	pub hold: u32,
	/// Who is paid.
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// Who ordered it.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
}

/// A part of a refund that did not come from the hold.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct GivenPart {
	/// The leg whose part it is. 0 is the merchant's account where the merchant has no leg.
	pub leg: u8,
	/// The account debited: the receiver's, the merchant's where a fee is kept, or that of whoever
	/// advanced.
	pub from: AccountNo,
	/// The account credited: a funder's, or where that takes no credit the unclaimed account of its bank,
	/// of the giver's bank where its own has left.
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// For whom it was advanced; a lien on this account stands for it (R3).
	pub advanced_for: Option<AccountNo>,
}

/// An item of a batch that was refused and left nothing behind.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct Refusal {
	/// The place of the item in the batch, from 0 on.
	pub item: u16,
	/// The place in the item of the order that was refused, from 0 on. None where the item was
	/// refused as a whole: for cover, which is tested on its net effect.
	pub order: Option<u16>,
	/// Why.
	pub error: DispatchError,
}

/// A halt of the chain (O7).
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Halt {
	/// The last block before it.
	pub from: Moment,
	/// The first block after it.
	pub to: Moment,
}

/// How far the expiry hints are worked off.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Cursor {
	/// The first minute that is not.
	pub minute: u32,
	/// How many hints of it are.
	pub index: u32,
}
