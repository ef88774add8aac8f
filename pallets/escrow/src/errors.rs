// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet refuses, and what to do then.
#[pallet_section]
mod errors {
	/// Why an order, a release, a return or a refund was refused. Nothing is left behind, and no reference is
	/// used up: the same may be sent again once the cause is gone.
	#[pallet::error]
	pub enum Error<T> {
		/// No order has this id. Check submitter, date and text of the reference it was made from;
		/// orders older than the retention are known from the blocks only.
		#[codec(index = 0)]
		UnknownOrder,
		/// The reference was used for something else before. Use another one (O1).
		#[codec(index = 1)]
		ReferenceTaken,
		/// The reference has no text. Write 1 to 64 bytes (O1).
		#[codec(index = 2)]
		EmptyReference,
		/// The date of the reference is in the future, or more than 30 days old. Use today's date (UTC).
		#[codec(index = 3)]
		ReferenceDateOutOfRange,
		/// The last moment at which the order may be placed has passed. Name a later one, and ask the buyer
		/// again.
		#[codec(index = 4)]
		PastNotAfter,
		/// An amount of zero moves nothing. State one above zero.
		#[codec(index = 5)]
		ZeroAmount,
		/// The signer is neither the owner of the account that is to pay nor its bank, and the order names
		/// no mandate for it. Ask one of them to sign, or for a mandate.
		#[codec(index = 6)]
		NotThePayer,
		/// The bank of an account that is to pay takes no new orders (P2). Pay from an account at another bank.
		#[codec(index = 7)]
		BankNotActive,
		/// The parties do not stand by ascending slot, each slot once. Sort them.
		#[codec(index = 8)]
		PartiesNotAscending,
		/// The inputs do not stand by ascending place, each place once. Sort them.
		#[codec(index = 9)]
		InputsNotAscending,
		/// The rule set gives money to a slot for which the order names no account. Name one.
		#[codec(index = 10)]
		PartyMissing,
		/// An order states 1 to 50 legs, and a batch of releases or returns no fewer than its orders count. State
		/// as many as the case has, zero legs included; for a batch two more for each funder beside the payer,
		/// one for a group, and of returns at least the parties: 50 always suffices.
		#[codec(index = 11)]
		TooManyLegs,
		/// An account of the order is in another currency than the payer's. Name accounts of one currency.
		#[codec(index = 12)]
		OtherCurrency,
		/// A leg's purpose does not fit the role of the account that is to get it (P5). Name another
		/// account, or have its owner's bank give it the role.
		#[codec(index = 13)]
		PurposeUnfit,
		/// The order's merchant owns no account of a slot of the chosen case, or is no merchant (P5).
		/// Name an account of the merchant in a slot to which the case gives a leg, or another merchant;
		/// its bank gives it the role.
		#[codec(index = 14)]
		MerchantMissing,
		/// A price of goods goes to a second merchant that is neither a supplier nor a store, headquarters or
		/// brand of the order's one (P5). Have its bank make it a supplier, have the merchant register it as such
		/// a receiver and it consent, or place an order for each merchant and pay them combined (O9).
		#[codec(index = 15)]
		SecondMerchant,
		/// Fees and commissions take more than the merchant's share cap (P6). Lower them, or ask the
		/// merchant's bank for a higher cap.
		#[codec(index = 16)]
		OverShareCap,
		/// The payer's account is to get a leg of its own order. Name another account for one of the two.
		#[codec(index = 17)]
		PayerIsPayee,
		/// The deadline is more than 180 days after the date of the reference (O7). State an earlier one.
		#[codec(index = 18)]
		DeadlineTooFar,
		/// The deadline has passed. State a later one for a new order; of one that stands the clock carries
		/// out what was agreed: look at it again in a minute.
		#[codec(index = 19)]
		PastDeadline,
		/// The moment of release does not lie before the deadline. Name an earlier moment, or a later
		/// deadline.
		#[codec(index = 20)]
		AfterNotBeforeDeadline,
		/// An order can expire to the merchant only where the merchant has a leg of it. Have it expire to
		/// the payer, or use another rule set.
		#[codec(index = 21)]
		NoMerchantLeg,
		/// The batch has more orders than a batch may have, 500. Send it in parts.
		#[codec(index = 22)]
		BatchTooLong,
		/// A payment of the batch has no order. Place one order in it, or leave it out.
		#[codec(index = 23)]
		EmptyPayment,
		/// The signer may not do this to the order (P3). Ask somebody who may: the documentation of the
		/// call names them.
		#[codec(index = 24)]
		NotEntitled,
		/// Until the moment of release only the payer may release; of milestones, until all of those that
		/// are named are met (P3). Wait for that, or ask the payer to release.
		#[codec(index = 25)]
		ConditionNotMet,
		/// More was asked for than what is not released yet, or in a refund, than what was not given back yet.
		/// State that at most: nothing is clamped.
		#[codec(index = 26)]
		MoreThanRemains,
		/// The order has no leg of this number, or the numbers are not ascending. Take them from the
		/// order's view, in its order.
		#[codec(index = 27)]
		UnknownLeg,
		/// Nothing of what was asked for is left: it was released, refunded, or is parked. Try what is
		/// parked with `retry_parked`; of the rest nothing is to be done.
		#[codec(index = 28)]
		NothingRemains,
		/// The order was released by amount 50 times. Release whole legs, or all that is left.
		#[codec(index = 29)]
		TooManyReleases,
		/// No leg of the order is parked. Nothing is to be done.
		#[codec(index = 30)]
		NothingParked,
		/// None of the accounts takes the credit yet; `escrow_parked` tells why. Have that lifted and try
		/// again; otherwise the clock pays elsewhere when the time of what is parked is over (O6).
		#[codec(index = 31)]
		StillNotCreditable,
		/// All of the order was released. Give it back by `refund`, or a leg by `return_leg`.
		#[codec(index = 32)]
		AlreadyReleased,
		/// All of the order went back to the payer. Place a new one where one is wanted.
		#[codec(index = 33)]
		AlreadyRefunded,
		/// A part of the order was released, the rest went back to the payer. Place a new order for more, or give
		/// back by `refund` or `return_leg` what was released.
		#[codec(index = 34)]
		AlreadyPartlyReleased,
		/// The order's deadline passed and its policy was carried out. Look where the money went, and pay
		/// what is missing by a new order.
		#[codec(index = 35)]
		AlreadyExpired,
		/// A sum is greater than any account can hold. State smaller amounts.
		#[codec(index = 36)]
		Overflow,
		/// The plan does not add up to the order. Tell the operators: a rule engine is wrong.
		#[codec(index = 37)]
		PlanNotWhole,
		/// The account is closed for ever. Name another one of that party.
		#[codec(index = 38)]
		PayeeClosed,
		/// An end-to-end id has 1 to 35 characters that ISO 20022 messages carry: letters, digits, space
		/// and `/-?:().,'+` (O1). Write it with these only.
		#[codec(index = 39)]
		BadEndToEnd,
		/// An order from a pass-through account needs the commitment to its buyer (P1). Name it.
		#[codec(index = 40)]
		BuyerMissing,
		/// An account that is to get a leg is no receiver of the merchant, or has not consented (P4). Have
		/// the merchant propose it and its owner consent, or name an account that was opened for anyone.
		#[codec(index = 41)]
		ReceiverNotConsented,
		/// An account would get more of the order than its owner and the merchant agreed on. Agree on a
		/// higher ceiling, or name another account (P4).
		#[codec(index = 42)]
		OverReceiverCeiling,
		/// More promoters get a commission than the merchant's levels allow (P6). Name fewer, or ask the
		/// merchant's bank for more levels.
		#[codec(index = 43)]
		TooManyPromoters,
		/// The order has ended, and the state keeps only the hash of its body. Bring the body, as the
		/// node's RPC or the follower finds it in the blocks (T2).
		#[codec(index = 44)]
		BodyMissing,
		/// The body is not the one that was placed under this id: its hash differs. Bring that one, as the
		/// node's RPC or the follower finds it in the blocks (T2).
		#[codec(index = 45)]
		OtherBody,
		/// The last leg was posted more than 180 days ago, or a dispute could not be answered before that.
		/// Pay by a new order (T2).
		#[codec(index = 46)]
		ReturnsOver,
		/// The order was given back in parts too often: after 150 of these acts it takes refunds only, after
		/// 200 none. Give back all that is left, which is always possible, or pay by a new order.
		#[codec(index = 47)]
		TooManyReturns,
		/// The leg is the merchant's own: what it gives back goes to the payer. Use `refund`.
		#[codec(index = 48)]
		MerchantsOwnLeg,
		/// More was asked for than the receiver got of the leg and did not give back yet. State that at
		/// most.
		#[codec(index = 49)]
		MoreThanReceived,
		/// With this refund the platform would have given back more of the order than the merchant accepted
		/// to answer for. Ask the merchant or its bank to refund it, or to accept a higher liability.
		#[codec(index = 50)]
		OverLiability,
		/// Neither the account of whoever is to have the money back nor the unclaimed account of a bank that
		/// would keep it takes a credit now. Try again when one of them does.
		#[codec(index = 51)]
		PayerNotCreditable,
		/// Nothing was collected from the account and no lien on it is over: there is nothing to pay out.
		/// Wait for its next credit.
		#[codec(index = 52)]
		NothingToCollect,
		/// The amount is more than the key may spend at once in this currency. Sign with another key, or ask two
		/// keys of the participant or its sponsor for a higher limit (P7).
		#[codec(index = 53)]
		OverSingleLimit,
		/// The key would spend more of this currency today than it may. Wait until tomorrow (UTC), sign
		/// with another key, or ask two keys of the participant or its sponsor for a higher limit (P7).
		#[codec(index = 54)]
		OverDailyLimit,
		/// An account brings a part of the order twice, or brings one and is the payer's. Name each once.
		#[codec(index = 60)]
		FunderTwice,
		/// An account brings a part of the order and is a party of it. Fund it from another account, or
		/// name another party.
		#[codec(index = 61)]
		FunderIsParty,
		/// The other funders bring the whole amount, or more: the payer puts in nothing. Make the one whose
		/// order it is the payer, or lower their parts.
		#[codec(index = 62)]
		NothingOfThePayer,
		/// A plain payment of several funders is not returned by leg. Use `refund`, which divides it among
		/// them.
		#[codec(index = 63)]
		ReturnToFunders,
		/// The order is frozen: nothing leaves its hold. Wait for the end of the freeze, or ask whoever froze
		/// it to lift it (M7).
		#[codec(index = 90)]
		OrderFrozen,
		/// The signer is neither a supervisor nor the bank of the payer's account: it freezes no order, and
		/// lifts no freeze. Ask one of them.
		#[codec(index = 91)]
		NotBankNorSupervisor,
		/// Somebody else froze the order. Ask that one, or a supervisor, to lift the freeze or renew it.
		#[codec(index = 92)]
		FrozenByAnother,
		/// The order is not frozen, so there is nothing to lift. Nothing is to be done.
		#[codec(index = 93)]
		NotFrozen,
		/// An order is frozen only with a reason. State one.
		#[codec(index = 94)]
		FreezeReasonMissing,
		/// A freeze names who ordered it. State the authority.
		#[codec(index = 95)]
		FreezeAuthorityMissing,
		/// The freeze would have ended already. State a moment after now.
		#[codec(index = 96)]
		FreezeEndPassed,
		/// The freeze would outlast the absolute end of the order, which the order's view tells. State an
		/// earlier moment (O7).
		#[codec(index = 97)]
		FreezePastEnd,
		/// No way to dispute this order was agreed when it was placed (O8). Agree on a refund instead.
		#[codec(index = 98)]
		NoDisputeAgreed,
		/// The resolver that the order names is unknown or suspended. Name another one (O8).
		#[codec(index = 99)]
		ResolverUnfit,
		/// The resolver takes part in the order: as its payer, funder, receiver, platform, merchant or
		/// submitter, or as the bank that speaks for a side. Name somebody who does not (P3).
		#[codec(index = 100)]
		ResolverIsParty,
		/// A side answers a dispute within 1 to 30 days. State so many (O8).
		#[codec(index = 101)]
		AnswerDaysOutOfRange,
		/// The order is disputed already. Answer, or wait for the end of that dispute.
		#[codec(index = 102)]
		AlreadyDisputed,
		/// No dispute about the order lasts. Open one, where one was agreed.
		#[codec(index = 103)]
		NotDisputed,
		/// There were 5 disputes about the order while it was held, or since it ended. Agree on a release or
		/// a refund.
		#[codec(index = 104)]
		TooManyDisputes,
		/// The other side answered already. Wait for the resolver, who decides now.
		#[codec(index = 105)]
		AlreadyAnswered,
		/// The time to answer is over. Look at the order's terms for what follows from silence; a release
		/// or a refund can still be agreed on.
		#[codec(index = 106)]
		AnswerTooLate,
		/// The other side has not answered, and its time is not over, or its silence decides by the order's
		/// terms. Wait for either.
		#[codec(index = 107)]
		NotAnsweredYet,
		/// The order is disputed: only the payer releases it, only the merchant's side refunds it, and
		/// nothing is added to it. Withdraw the dispute, or wait for the resolver (O8).
		#[codec(index = 108)]
		OrderDisputed,
		/// The payer gets the whole at most: 1,000,000 millionths. State no more.
		#[codec(index = 109)]
		ShareOverWhole,
		/// The mandate that the order names draws on another account, or was given to somebody else. Name
		/// one that this account's owner or bank gave to the signer.
		#[codec(index = 120)]
		MandateUnfit,
		/// The order would draw more than the mandate allows one order to. Place a smaller one, or ask for
		/// a wider mandate.
		#[codec(index = 121)]
		OverMandateSingle,
		/// The order would draw more than the mandate has left for this period. Wait for the next one, or
		/// ask for a wider mandate.
		#[codec(index = 122)]
		OverMandateAmount,
		/// The mandate allows no more orders in this period. Wait for the next one, or ask for a wider
		/// mandate.
		#[codec(index = 123)]
		OverMandateOrders,
		/// Nothing of the leg is left to be released. Nothing is to be done: what was released before stays
		/// with who got it.
		#[codec(index = 130)]
		NothingToAssign,
		/// A leg is assigned to a current account that is no platform's, and tax to nobody: it would pass
		/// through that account (P5). Name another account.
		#[codec(index = 131)]
		AssigneeUnfit,
		/// This account gets the leg already. Name another one, or none for the payee's.
		#[codec(index = 132)]
		GetsItAlready,
		/// The tax was passed on to the state, so its office does not have it any more. Refund it: the
		/// merchant gives it, and claims it from the office (P5).
		#[codec(index = 133)]
		TaxRemitted,
		/// The account is at another bank. Send the order to that bank, which alone executes a deduction
		/// (M7).
		#[codec(index = 134)]
		NotTheBank,
		/// A deduction names who ordered it. State the authority.
		#[codec(index = 135)]
		AuthorityMissing,
		/// An order that is released as agreed has one milestone at least. Name one, or hold it plainly.
		#[codec(index = 70)]
		MilestoneMissing,
		/// A milestone can never be met: it is of zero, a clause needs no check or more than it has, a
		/// quorum is of nobody or of more attestors than are named, one is named twice, or a clause names
		/// two moments (O11). Write it so that it can.
		#[codec(index = 71)]
		MilestoneUnsound,
		/// The milestones do not add up to the order. Change them or the amount until they do.
		#[codec(index = 72)]
		MilestonesNotWhole,
		/// A condition of time comes true only when the deadline has passed. Name an earlier moment, or a
		/// later deadline.
		#[codec(index = 73)]
		TimeNotBeforeDeadline,
		/// Who is to bear witness, or does, is no attestor of the chain, or is suspended. Ask its bank for
		/// the role, or name another one.
		#[codec(index = 74)]
		NotAnAttestor,
		/// Who is to bear witness has a part in the order: it submits it, pays, sells, gets something of it,
		/// or speaks for a side as its bank. Name somebody else (P3).
		#[codec(index = 75)]
		AttestorIsParty,
		/// A condition waits for a group, and the order joins none. Name a group, or leave the condition
		/// out.
		#[codec(index = 76)]
		GroupMissing,
		/// The order has no milestone of this number. Take it from the order's view: they are counted from
		/// 1 on.
		#[codec(index = 77)]
		UnknownMilestone,
		/// Nothing of the milestone is open any more: it was released, or all of it was refunded. Nothing
		/// is to be done; release another one, or all that is left.
		#[codec(index = 78)]
		MilestoneOver,
		/// No condition of the milestone asks for this. Check its number and the kind of evidence.
		#[codec(index = 79)]
		NotAskedFor,
		/// The same was stated before with another commitment, and is never taken back. Nothing is to be
		/// done: no second one is needed.
		#[codec(index = 80)]
		StatedBefore,
		/// The order has several milestones. Release one of them, or all that is left.
		#[codec(index = 81)]
		ByMilestonesOnly,
		/// The deadline asked for is not later than the present one, halts of the chain counted. Name a
		/// later one.
		#[codec(index = 82)]
		NotLater,
		/// The deadline asked for lies beyond the absolute end of the order. Ask for that at most (O7).
		#[codec(index = 83)]
		PastEnd,
		/// No group has this number, or it ended too long ago. Check the number (O10).
		#[codec(index = 110)]
		UnknownGroup,
		/// The group takes no more orders: it is complete, has failed, or was called off; or the orders of
		/// this payment are more than it still needs. Place the order without it, or in another group.
		#[codec(index = 111)]
		GroupClosed,
		/// The group is of another platform, merchant, rule set or currency than the order, or the order is
		/// a plain payment. Name a group of these terms.
		#[codec(index = 112)]
		OtherGroupTerms,
		/// An order of a group is held until the group is complete. Place it to be held (O10).
		#[codec(index = 113)]
		PaidBeforeItsGroup,
		/// The hold would end before the group's deadline. State a later deadline, or none.
		#[codec(index = 114)]
		DeadlineBeforeItsGroups,
		/// The group has a leader, and the order has no leg above zero for the slot of the leader. Name an
		/// account for that slot, or order more.
		#[codec(index = 115)]
		LeaderMissing,
		/// The merchant of an order does not lead its own group. Name another account for that slot.
		#[codec(index = 116)]
		MerchantLeads,
		/// The order's group is not complete: until then nobody releases the order, not even its payer, and
		/// nobody disputes it or assigns the leg of its leader (O10). Wait, or refund it.
		#[codec(index = 117)]
		GroupNotComplete,
		/// The account keeps nothing of this order for that account. Look in `escrow_unclaimed` for what is
		/// kept where and for whom.
		#[codec(index = 140)]
		NothingUnclaimed,
		/// The account to pay to is not of the owner of the entitled account. Name another one. Somebody else's
		/// is paid only once the banks of the entitled account and of its owner have left, by the bank that keeps
		/// the money, to a customer of its own (P2).
		#[codec(index = 141)]
		OtherOwner,
		/// The account to pay to is of another owner than the entitled one. State the commitment to what shows
		/// that they are the same (O6).
		#[codec(index = 142)]
		EvidenceMissing,
		/// What the group's leader is to get of the order is neither fee nor commission. Open the group for a slot
		/// that gets only such.
		#[codec(index = 118)]
		LeaderUnfit,
	}
}
