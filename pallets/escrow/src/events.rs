// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet tells.
#[pallet_section]
mod events {
	/// What happened to orders. Escrow alone speaks for a payment.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An order was placed and money is held for it.
		#[codec(index = 0)]
		Held {
			/// The order.
			order: OrderId,
			/// Its reference.
			reference: Reference,
			/// The account on which the money is held.
			payer: AccountNo,
			/// The currency.
			currency: Currency,
			/// The whole amount.
			amount: Amount,
			/// The plan, zero legs left out; what of it was paid at once stands in the event that follows.
			legs: BoundedVec<PlannedLeg, ConstU32<LEGS_MAX>>,
			/// When the chain releases it.
			after: Option<Moment>,
			/// When the hold ends.
			deadline: Moment,
			/// Who gets then what remains.
			expiry: ExpiryPolicy,
			/// When cover is tested; `AtRelease` means that none is promised.
			cover: CoverMode,
			/// Who placed it.
			by: By<T::AccountId>,
			/// Who brought a part of the amount beside the payer, and how much (O5); the rest is the
			/// payer's.
			funders: BoundedVec<FunderPart, ConstU32<OTHER_FUNDERS_MAX>>,
		},
		/// Legs were posted to their payees: irrevocable from here (F1).
		#[codec(index = 1)]
		Paid {
			/// The order.
			order: OrderId,
			/// The reference of the act: of the order where it paid at once, of the release. None
			/// where a parked leg was retried, or where the clock acted.
			reference: Option<Reference>,
			/// The legs; one to which several funders brought a part stands once for each of them.
			legs: BoundedVec<PaidLeg, ConstU32<PAID_LEGS_MAX>>,
			/// The currency.
			currency: Currency,
			/// The cycle that the postings belong to.
			cycle: CycleNo,
			/// Business date and value date (M6).
			date: Date,
			/// Where the order stands from now on.
			status: OrderStatus,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// Released legs could not be credited; they stay held, anybody may retry them (O6).
		#[codec(index = 2)]
		Parked {
			/// The order.
			order: OrderId,
			/// The legs and why.
			legs: BoundedVec<ParkedLeg, ConstU32<LEGS_MAX>>,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// Money went back to the payer and the other funders: out of the hold, and from receivers or who
		/// advanced for them.
		#[codec(index = 3)]
		Refunded {
			/// The order.
			order: OrderId,
			/// The reference of the refund; none where the clock acted.
			reference: Option<Reference>,
			/// The payer's account.
			payer: AccountNo,
			/// How much moved now, in all.
			amount: Amount,
			/// The currency.
			currency: Currency,
			/// The cycle of the currency.
			cycle: CycleNo,
			/// The business date (M6).
			date: Date,
			/// Where the order stands from now on.
			status: OrderStatus,
			/// Who acted.
			by: By<T::AccountId>,
			/// What of the amount came out of the hold.
			from_hold: Amount,
			/// What came from accounts: who gave how much for which leg, and for whom it was advanced.
			given: BoundedVec<GivenPart, ConstU32<GIVEN_PARTS_MAX>>,
			/// What nobody could pay now; liens stand for it (R3).
			due: Amount,
			/// Where the order has several funders: what each of them got out of the hold (O5).
			freed: BoundedVec<FunderPart, ConstU32<FUNDERS_MAX>>,
		},
		/// The deadline of an order passed. What was paid or refunded by the policy stands in the
		/// events that follow.
		#[codec(index = 4)]
		Expired {
			/// The order.
			order: OrderId,
			/// Who got what remained. [`ExpiryPolicy::Payer`] also where the agreed policy could not
			/// be carried out.
			policy: ExpiryPolicy,
		},
		/// A batch was worked off.
		#[codec(index = 5)]
		BatchDone {
			/// Orders placed, releases or returns done.
			done: u32,
			/// Orders, releases or returns that their references had made before.
			repeated: u32,
			/// What was refused, and why.
			refused: BoundedVec<Refusal, ConstU32<BATCH_MAX>>,
			/// Who sent it.
			by: By<T::AccountId>,
		},
		/// The chain had stood still; the deadlines inside this time are moved by its length (O7).
		#[codec(index = 6)]
		Halted {
			/// The last block before.
			from: Moment,
			/// The first block after.
			to: Moment,
		},
		/// A receiver gave a leg back, or a part of one (R1).
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
			/// The merchant's account; of a plain payment the payer's, or where that takes no credit,
			/// the unclaimed account of its bank.
			to: AccountNo,
			/// How much.
			amount: Amount,
			/// The currency.
			currency: Currency,
			/// The cycle that the posting belongs to.
			cycle: CycleNo,
			/// Business date and value date (M6).
			date: Date,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// Something is owed from an account from now on (R3). The refund that laid it stands in the event
		/// before.
		#[codec(index = 8)]
		LienLaid {
			/// The order that was refunded.
			order: OrderId,
			/// The leg that the debtor had got.
			leg: u8,
			/// The account that owes.
			debtor: AccountNo,
			/// The account that advanced; where nobody did, the one that the refund goes to.
			creditor: AccountNo,
			/// How much.
			amount: Amount,
			/// When the lien ends, whatever is still owed.
			deadline: Moment,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// A creditor was paid out of what credits brought to the debtor's account (R3).
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
			/// The cycle that the posting belongs to.
			cycle: CycleNo,
			/// Business date and value date (M6).
			date: Date,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// A lien ended after 90 days: what remained of it is not collected any more.
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
			by: By<T::AccountId>,
		},
		/// What is released of a leg goes to another account from now on (O12).
		#[codec(index = 50)]
		Assigned {
			/// The order.
			order: OrderId,
			/// The leg.
			leg: u8,
			/// The account that got it until now: the payee's, or an assignee's.
			from: AccountNo,
			/// The account that gets it from now on: an assignee's, or the payee's again.
			to: AccountNo,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// A court took an amount out of its hold (M7).
		#[codec(index = 51)]
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
			/// The cycle that the posting belongs to.
			cycle: CycleNo,
			/// Business date and value date (M6).
			date: Date,
			/// Who acted.
			by: By<T::AccountId>,
		},
		/// An order was frozen: nothing leaves its hold, and its clocks stand still (M7).
		#[codec(index = 30)]
		OrderFrozen {
			/// The order.
			order: OrderId,
			/// Who ordered it, why, and until when.
			terms: OrderFreezeTerms,
			/// Who froze it.
			by: By<T::AccountId>,
		},
		/// The freeze of an order was lifted before its date.
		#[codec(index = 31)]
		OrderFreezeLifted {
			/// The order.
			order: OrderId,
			/// Who lifted it.
			by: By<T::AccountId>,
		},
		/// The freeze of an order came to its date, or the order to its absolute end.
		#[codec(index = 32)]
		OrderFreezeEnded {
			/// The order.
			order: OrderId,
		},
		/// An order is disputed: the clocks of what is not released stand still (O8).
		#[codec(index = 33)]
		Disputed {
			/// The order.
			order: OrderId,
			/// Which side disputes it; the other one answers.
			side: Side,
			/// Commitment to what the side brings forward.
			evidence: Commitment,
			/// Until when the other side answers.
			answer_until: Moment,
			/// Who disputes it for the side.
			by: By<T::AccountId>,
		},
		/// The other side answered a dispute. The resolver decides now.
		#[codec(index = 34)]
		DisputeAnswered {
			/// The order.
			order: OrderId,
			/// Which side answered.
			side: Side,
			/// Commitment to what it brings forward.
			evidence: Commitment,
			/// Who answered for it.
			by: By<T::AccountId>,
		},
		/// A dispute ended of which its resolver did not decide. What moved by that stands in the events
		/// that follow.
		#[codec(index = 35)]
		DisputeEnded {
			/// The order.
			order: OrderId,
			/// How.
			how: DisputeEnd,
			/// Who brought it about.
			by: By<T::AccountId>,
		},
		/// The resolver decided. What moved stands in the events that follow, under the same reference.
		#[codec(index = 36)]
		DisputeResolved {
			/// The order.
			order: OrderId,
			/// The resolver's own name for the decision.
			reference: Reference,
			/// The share of the payer, in millionths.
			payer_ppm: u32,
			/// What went back to the payer out of the hold, parked legs included.
			to_payer: Amount,
			/// What was released to the payees; some of it may be parked.
			to_payees: Amount,
			/// What went back to the payer from accounts, of what was released before.
			refunded_from_accounts: Amount,
			/// What of that nobody could pay now; liens stand for it (R3).
			due: Amount,
			/// Commitment to the reasons.
			evidence: Commitment,
			/// The resolver.
			by: By<T::AccountId>,
		},
		/// The clocks of an order go on: nothing stops them any more.
		#[codec(index = 37)]
		ClocksResumed {
			/// The order.
			order: OrderId,
			/// When the hold ends now.
			deadline: Moment,
		},
		/// Somebody stated something about a milestone (O11).
		#[codec(index = 24)]
		Attested {
			/// The order.
			order: OrderId,
			/// The milestone, by its number, from 1 on.
			milestone: u8,
			/// What.
			what: Stated,
			/// Commitment to the evidence.
			commitment: Commitment,
			/// Who.
			by: By<T::AccountId>,
		},
		/// The conditions of a milestone hold: what is open of it the clock releases, and anybody can
		/// (O11). This never reverts.
		#[codec(index = 25)]
		MilestoneMet {
			/// The order.
			order: OrderId,
			/// The milestone, by its number, from 1 on.
			milestone: u8,
			/// Whose statement was enough; the clock where time or a group brought it.
			by: By<T::AccountId>,
		},
		/// One side asked for a later deadline; it holds once the other side asks for the same (P3). What
		/// was asked before stands no more.
		#[codec(index = 26)]
		ExtensionAsked {
			/// The order.
			order: OrderId,
			/// The deadline asked for.
			deadline: Moment,
			/// Who asked.
			by: By<T::AccountId>,
		},
		/// An order has a later deadline (O7).
		#[codec(index = 27)]
		Extended {
			/// The order.
			order: OrderId,
			/// The deadline.
			deadline: Moment,
			/// Who brought it about: the payer alone, or the side that asked last.
			by: By<T::AccountId>,
		},
		/// An unclaimed account paid who is entitled to what it kept (O6).
		#[codec(index = 60)]
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
			/// The cycle that the posting belongs to.
			cycle: CycleNo,
			/// Business date and value date (M6).
			date: Date,
			/// Commitment to what shows who was paid; never missing where it was another owner's account.
			evidence: Option<Commitment>,
			/// Who acted.
			by: By<T::AccountId>,
		},
	}
}
