// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What can be asked of the pallet: each call names who may, what it tells, and what it leaves.
#[pallet_section]
mod calls {
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Place an order: hold its money, or pay it at once.
		///
		/// - Origin: a key of scope pay of the payer account's owner, of its bank (P1), or of whoever has the
		///   mandate on the account that the order names.
		/// - Emits [`Event::Held`], or [`Event::Paid`] where it pays at once.
		/// - The same body again changes nothing (O1).
		#[pallet::call_index(0)]
		#[pallet::weight(weights::of_order::<T>(order))]
		pub fn place(origin: OriginFor<T>, order: OrderBody) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_place(&signer, &order)
		}

		/// Place all orders of a combined payment, or none (O9). Afterwards each lives alone.
		///
		/// - Origin: as for [`Pallet::place`], for each order.
		/// - Emits for each order what [`Pallet::place`] emits.
		/// - Cover is tested on the net effect of all.
		#[pallet::call_index(1)]
		#[pallet::weight(weights::of_items::<T>(core::slice::from_ref(orders)))]
		pub fn place_combined(origin: OriginFor<T>, orders: Item) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_place_combined(&signer, &orders)
		}

		/// Place many payments of one or more orders each. What is refused spoils nothing else.
		///
		/// - Origin: as for [`Pallet::place`], for each order.
		/// - Emits for each order what [`Pallet::place`] emits, then [`Event::BatchDone`].
		/// - Fails as a whole only for a wrong signer and more than 500 orders.
		#[pallet::call_index(2)]
		#[pallet::weight(weights::of_items::<T>(items))]
		pub fn place_batch(
			origin: OriginFor<T>,
			items: BoundedVec<Item, ConstU32<BATCH_MAX>>,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_place_batch(&signer, &items)
		}

		/// Release part or all of an open order to its payees.
		///
		/// - Origin: the payer or its bank; anybody once the moment of release has come, or what is
		///   released is of milestones that are met (P3).
		/// - An order of several milestones is released by these, or as a whole.
		/// - Emits [`Event::Paid`] with every leg, [`Event::Parked`] for those that cannot be credited.
		/// - The same `reference` with the same content changes nothing (O1).
		#[pallet::call_index(3)]
		#[pallet::weight(weights::of_one_released::<T>(LEGS_MAX, MILESTONES_MAX))]
		pub fn release(
			origin: OriginFor<T>,
			reference: Reference,
			order: OrderId,
			what: ReleaseWhat,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_release(&signer, ReleaseItem { reference, order, what })
		}

		/// Release many orders of at most `legs_max` legs each. What is refused spoils nothing else.
		///
		/// - A funder beside the payer counts as two legs, a group as one: 50 always suffices.
		/// - Origin: as for [`Pallet::release`], for each.
		/// - With `all_or_none` the first refusal refuses the whole, and cover is tested on the net
		///   effect of all (R4).
		/// - Emits for each what [`Pallet::release`] emits, then [`Event::BatchDone`].
		#[pallet::call_index(4)]
		#[pallet::weight(weights::of_releases::<T>(items.len(), *legs_max))]
		pub fn release_batch(
			origin: OriginFor<T>,
			items: BoundedVec<ReleaseItem, ConstU32<BATCH_MAX>>,
			legs_max: u8,
			all_or_none: bool,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_release_batch(&signer, items, legs_max, all_or_none)
		}

		/// Give part or all of an order back to its payer, before, after and between releases, divided
		/// among the legs as its rule set says (R2). Each share comes from what is not released of its
		/// leg, then from what is parked, then from the receiver's account, then from who advances (R3).
		///
		/// - Origin: the merchant or its bank, the payee of a plain payment or its bank; the platform as
		///   far as the merchant accepted to answer for it; payer and platform out of the hold, before
		///   anything is released, before the moment of release, before evidence of dispatch and before a
		///   milestone is met (P3).
		/// - `body`: that of an order that has ended (T2).
		/// - Emits [`Event::Refunded`] with everything that moved, and [`Event::LienLaid`].
		/// - Short of cover at any receiver's bank, the whole is refused.
		/// - The same `reference` with the same content changes nothing (O1).
		#[pallet::call_index(5)]
		#[pallet::weight(weights::of_refund::<T>(body.as_deref()))]
		pub fn refund(
			origin: OriginFor<T>,
			reference: Reference,
			order: OrderId,
			#[pallet::compact] amount: Amount,
			body: Option<Box<OrderBody>>,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_refund(&signer, reference, order, amount, body.as_deref())
		}

		/// Credit the parked legs of an order that can be credited by now.
		///
		/// - Origin: any key of scope pay (O6).
		/// - Emits [`Event::Paid`] with the legs that were credited.
		#[pallet::call_index(6)]
		#[pallet::weight(weights::of_retried::<T>(LEGS_MAX))]
		pub fn retry_parked(origin: OriginFor<T>, order: OrderId) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_retry_parked(&signer, order)
		}

		/// Give a leg that was released back, or a part of it: to the order's merchant; of a plain
		/// payment, to its payer (R1).
		///
		/// - Origin: its receiver or the bank of its account; the order's platform where the receiver
		///   agreed to that (P4).
		/// - `body`: that of an order that has ended (T2).
		/// - Emits [`Event::Returned`].
		/// - The same `reference` with the same content changes nothing (O1).
		#[pallet::call_index(7)]
		#[pallet::weight(weights::of_return::<T>(body.as_deref()))]
		pub fn return_leg(
			origin: OriginFor<T>,
			reference: Reference,
			order: OrderId,
			leg: u8,
			#[pallet::compact] amount: Amount,
			body: Option<Box<OrderBody>>,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_return(&signer, &ReturnItem { reference, order, leg, amount, body })
		}

		/// Give legs of many orders back, of at most `legs_max` legs each. What is refused spoils nothing else,
		/// unless `all_or_none` is asked for.
		///
		/// - Origin: as for [`Pallet::return_leg`], for each.
		/// - An item is charged for `legs_max` legs, or, where it brings a body, for those that this states.
		///   A funder beside the payer counts as two legs, a group as one, and parties count where they are
		///   more: 50 always suffices.
		/// - With `all_or_none` the first refusal refuses the whole, and cover is tested on the net
		///   effect of all (R4).
		/// - Emits for each what [`Pallet::return_leg`] emits, then [`Event::BatchDone`].
		#[pallet::call_index(8)]
		#[pallet::weight(weights::of_returns::<T>(items, *legs_max))]
		pub fn return_batch(
			origin: OriginFor<T>,
			items: BoundedVec<ReturnItem, ConstU32<BATCH_MAX>>,
			legs_max: u8,
			all_or_none: bool,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_return_batch(&signer, items, legs_max, all_or_none)
		}

		/// Pay the creditors of an account out of what credits brought to it, the oldest first, and end
		/// liens that are older than 90 days (R3).
		///
		/// - Origin: any key of scope pay.
		/// - Emits [`Event::Collected`] for each creditor, [`Event::LienEnded`] for what ended.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::collect(LIENS_MAX))]
		pub fn collect(origin: OriginFor<T>, debtor: AccountNo) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			Self::do_collect(&signer, debtor)
		}

		/// Let somebody else get what is released of a leg from now on, such as a financier, or let its
		/// payee get it again (O12). What is parked of it follows when it is tried again. The payee stays
		/// the one that returns and refunds.
		///
		/// - Origin: who gets the leg now, or the bank of its account: the payee, or the assignee that it
		///   has.
		/// - `to`: none for the payee's own account.
		/// - Where the payer's bank comes to owe for it, that is tested for cover (C1).
		/// - Emits [`Event::Assigned`].
		#[pallet::call_index(18)]
		#[pallet::weight(weights::with_milestones::<T>(T::WeightInfo::assign_leg()))]
		pub fn assign_leg(
			origin: OriginFor<T>,
			order: OrderId,
			leg: u8,
			to: Option<AccountNo>,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_assign_leg(&signer, order, leg, to)
		}

		/// Pay out of a hold of a court what the court takes (M7), whatever the status of the account.
		///
		/// - Origin: the account's bank.
		/// - Emits [`Event::Deducted`].
		/// - The same `reference` with the same content changes nothing (O1).
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::deduct())]
		pub fn deduct(
			origin: OriginFor<T>,
			reference: Reference,
			deduction: Deduction,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_deduct(&signer, reference, deduction)
		}

		/// Freeze an open order until a date: nothing leaves its hold, and its clocks stand still. Renewal is
		/// a new freeze, which takes the place of the one before. A freeze of an account does not reach an
		/// order (M7).
		///
		/// - Origin: a supervisor or the bank of the payer's account, scope admin.
		/// - Emits [`Event::OrderFrozen`], and [`Event::OrderFreezeEnded`] once the clock has ended it, in
		///   the minute after its date.
		#[pallet::call_index(12)]
		#[pallet::weight(weights::with_milestones::<T>(T::WeightInfo::freeze_order()))]
		pub fn freeze_order(
			origin: OriginFor<T>,
			order: OrderId,
			terms: OrderFreezeTerms,
		) -> DispatchResult {
			let signer = Self::ensure_freezer(origin)?;
			Self::do_freeze_order(&signer, order, terms)
		}

		/// Lift the freeze of an order before its date.
		///
		/// - Origin: who froze it, or a supervisor, scope admin.
		/// - Emits [`Event::OrderFreezeLifted`], and [`Event::ClocksResumed`] where nothing else stops it.
		#[pallet::call_index(13)]
		#[pallet::weight(weights::with_milestones::<T>(T::WeightInfo::lift_order_freeze()))]
		pub fn lift_order_freeze(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let signer = Self::ensure_freezer(origin)?;
			Self::do_lift_order_freeze(&signer, order)
		}

		/// Dispute an order for which that was agreed: one of which something is not released, before its
		/// deadline, whose clocks stand still then; or one that has ended, as long as it can be refunded (O8).
		///
		/// - Origin: the payer or the bank of its account; the merchant or its bank, the payee of a plain
		///   payment or its bank (P3). `side` says for whom a bank of both speaks.
		/// - `body`: that of an order that has ended (T2).
		/// - Emits [`Event::Disputed`].
		#[pallet::call_index(14)]
		#[pallet::weight(weights::with_milestones::<T>(T::WeightInfo::dispute()))]
		pub fn dispute(
			origin: OriginFor<T>,
			order: OrderId,
			side: Side,
			evidence: Commitment,
			body: Option<Box<OrderBody>>,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_dispute(&signer, order, side, evidence, body.as_deref())
		}

		/// Answer a dispute that the other side opened.
		///
		/// - Origin: as for [`Pallet::dispute`], of the other side.
		/// - `body`: that of an order that has ended (T2).
		/// - Emits [`Event::DisputeAnswered`].
		#[pallet::call_index(15)]
		#[pallet::weight(weights::with_milestones::<T>(T::WeightInfo::answer_dispute()))]
		pub fn answer_dispute(
			origin: OriginFor<T>,
			order: OrderId,
			evidence: Commitment,
			body: Option<Box<OrderBody>>,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_answer_dispute(&signer, order, evidence, body.as_deref())
		}

		/// Withdraw a dispute.
		///
		/// - Origin: as for [`Pallet::dispute`], of the side that opened it.
		/// - `body`: that of an order that has ended (T2).
		/// - Emits [`Event::DisputeEnded`], and [`Event::ClocksResumed`] where nothing else stops the order.
		#[pallet::call_index(16)]
		#[pallet::weight(weights::with_milestones::<T>(T::WeightInfo::withdraw_dispute()))]
		pub fn withdraw_dispute(
			origin: OriginFor<T>,
			order: OrderId,
			body: Option<Box<OrderBody>>,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_withdraw_dispute(&signer, order, body.as_deref())
		}

		/// Decide a dispute, in one act (O8): of what is not released the payer gets `payer_ppm` millionths,
		/// rounded down, out of the hold, and the payees the rest; of what was released and not given back,
		/// the same share is refunded as by [`Pallet::refund`].
		///
		/// - Origin: the resolver that was agreed, once the other side answered, or had its time where its
		///   silence decides nothing.
		/// - `body`: that of an order that has ended (T2).
		/// - Emits [`Event::DisputeResolved`], then [`Event::Paid`], [`Event::Parked`], [`Event::Refunded`]
		///   and [`Event::LienLaid`] for what moved.
		/// - Short of cover at any bank, the whole is refused.
		/// - The same `reference` with the same content changes nothing (O1).
		#[pallet::call_index(17)]
		#[pallet::weight(weights::of_resolution::<T>(body.as_deref()))]
		pub fn resolve_dispute(
			origin: OriginFor<T>,
			reference: Reference,
			order: OrderId,
			payer_ppm: u32,
			evidence: Commitment,
			body: Option<Box<OrderBody>>,
		) -> DispatchResultWithPostInfo {
			let signer = Self::ensure_signer(origin)?;
			let verdict = resolve::Verdict { reference, order, payer_ppm, evidence };
			Self::do_resolve_dispute(&signer, verdict, body.as_deref())
		}

		/// Pay what an unclaimed account keeps of an order to who is entitled to it (O6).
		///
		/// - Origin: the owner of the entitled account while the bank that keeps the money is active, or
		///   that bank.
		/// - `to`: the entitled account, or another one of its owner; `evidence` is optional then.
		/// - `to` somebody else's account: only where the bank of the entitled account has left, and the one
		///   that took in its owner, who is somebody new elsewhere since (P2).
		/// - Then only the bank that keeps the money signs, for a customer's account at itself or its own for
		///   buyers (pass-through), and the amount counts against the limits of the key (P7).
		/// - Then `evidence` commits to what shows that it is who was entitled; it is never missing.
		/// - Emits [`Event::UnclaimedPaid`].
		#[pallet::call_index(20)]
		#[pallet::weight(weights::of_claim::<T>())]
		pub fn pay_unclaimed(
			origin: OriginFor<T>,
			order: OrderId,
			from: AccountNo,
			entitled: AccountNo,
			to: AccountNo,
			evidence: Option<Commitment>,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_pay_unclaimed(&signer, order, (from, entitled), to, evidence)
		}

		/// State something about a milestone of an open order, by its number, from 1 on: confirm, or bear
		/// witness (O11). What was stated is never taken back.
		///
		/// - Origin: the payer or its bank; the platform; an attestor whom a condition of the milestone
		///   names for this kind of evidence.
		/// - Emits [`Event::Attested`], and [`Event::MilestoneMet`] where its conditions hold by that.
		/// - The same statement again changes nothing.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::attest())]
		pub fn attest(
			origin: OriginFor<T>,
			order: OrderId,
			milestone: u8,
			what: Stated,
			commitment: Commitment,
		) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_attest(&signer, order, milestone, what, commitment)
		}

		/// Move the deadline of an open order to a later moment, at most to its absolute end (O7).
		///
		/// - Origin: the payer or its bank, where what remains at the deadline goes to the payer; else one
		///   side asks, and it holds once the other side asks for the same moment: payer and merchant, of a
		///   plain payment its payee, or the bank of either (P3).
		/// - Emits [`Event::Extended`], or [`Event::ExtensionAsked`]. What was asked last stands.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::extend())]
		pub fn extend(origin: OriginFor<T>, order: OrderId, deadline: Moment) -> DispatchResult {
			let signer = Self::ensure_signer(origin)?;
			Self::do_extend(&signer, order, deadline)
		}
	}
}
