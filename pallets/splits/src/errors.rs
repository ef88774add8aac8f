// SPDX-License-Identifier: Apache-2.0

use frame::pallet_section;

/// What the pallet refuses.
#[pallet_section]
mod errors {
	/// Why an act or an order is refused. Those from 32 on are the refusals of `split-rules`.
	#[pallet::error]
	pub enum Error<T> {
		/// Only a platform publishes rule sets. Sign with a key of one.
		#[codec(index = 0)]
		NotAPlatform,
		/// Nobody with this id is a platform. Check the id.
		#[codec(index = 1)]
		UnknownPlatform,
		/// Only the bank that sponsors the platform approves its rule sets. Ask that bank to sign.
		#[codec(index = 2)]
		NotSponsorBank,
		/// Whoever made it does not check it (P7). Have another participant approve the rule set, or
		/// another key of the bank confirm the limits.
		#[codec(index = 3)]
		MakerIsChecker,
		/// The signer is neither the platform nor its sponsor bank. Ask one of them to sign.
		#[codec(index = 4)]
		NotForPlatform,
		/// Nobody with this id may be the merchant of an order. Check id and roles.
		#[codec(index = 5)]
		UnknownMerchant,
		/// The signer is neither the merchant nor its sponsor bank. Ask one of them to sign.
		#[codec(index = 6)]
		NotForMerchant,
		/// No rule set has this hash. Check it, or publish the rule set.
		#[codec(index = 7)]
		UnknownRuleSet,
		/// The platform did not publish this rule set. Have it publish first.
		#[codec(index = 8)]
		NotPublished,
		/// The platform's bank has not approved this rule set for it. Ask it to approve first.
		#[codec(index = 9)]
		NotApproved,
		/// The platform takes no new orders under this rule set. Use another one.
		#[codec(index = 10)]
		Retired,
		/// The merchant accepted neither this rule set of the platform nor the platform. Have the merchant
		/// accept first (P4).
		#[codec(index = 11)]
		NotAccepted,
		/// Fees and commissions of this order are above the share that the merchant accepted. Lower them,
		/// or have the merchant accept a higher ceiling (P4).
		#[codec(index = 12)]
		OverCeiling,
		/// The rule set divides orders of another currency. Use one of the order's currency.
		#[codec(index = 13)]
		OtherCurrency,
		/// The content is not the encoding of a rule set. Check the file with `rules check`, and publish
		/// what it makes.
		#[codec(index = 14)]
		BadContent,
		/// A ceiling is at most 1,000,000 millionths. State no more.
		#[codec(index = 15)]
		CeilingOverWhole,
		/// The case that the order falls under has more legs than the order states. State the
		/// number of legs of the case, zero ones included.
		#[codec(index = 16)]
		MoreLegsThanStated,
		/// The rule set takes orders from a later moment on. Place the order then, or use another
		/// one.
		#[codec(index = 17)]
		NotYetEffective,
		/// The platform published this rule set for another moment, which never changes. Name that
		/// one, or publish under another name.
		#[codec(index = 18)]
		OtherEffectiveFrom,
		/// A rule set cannot take orders from a moment on that has passed. Name one to come, in
		/// milliseconds since 1970, or none.
		#[codec(index = 19)]
		EffectiveFromPassed,
		/// Refunds under this rule set can cost the merchant more of its own money than the liability that
		/// it accepted (P4, R3). Have the merchant accept a higher one, or use another rule set.
		#[codec(index = 20)]
		OverLiability,
		/// No account has this number. Check it.
		#[codec(index = 21)]
		UnknownAccount,
		/// The account is closed for ever. Name another one.
		#[codec(index = 22)]
		AccountClosed,
		/// The account is the merchant's own, which needs to be no receiver. Leave it out.
		#[codec(index = 23)]
		OwnAccount,
		/// The account is no receiver of the merchant. Ask the merchant or its bank to add it first.
		#[codec(index = 24)]
		UnknownReceiver,
		/// The signer is neither the owner of the account nor the account's bank; nor, where a receiver is
		/// removed, the merchant or its bank. Ask one of them to sign.
		#[codec(index = 25)]
		NotForReceiver,
		/// The merchant has 20,000 receivers. Remove one first.
		#[codec(index = 26)]
		TooManyReceivers,
		/// Only the bank that sponsors the merchant sets its limits. Ask that bank to sign.
		#[codec(index = 27)]
		NotMerchantsBank,
		/// The limits go further than the consortium lets any merchant's. Lower them.
		#[codec(index = 28)]
		OverConsortiumLimits,
		/// No limits are proposed for the merchant. Propose some first.
		#[codec(index = 29)]
		NothingProposed,
		/// Other limits are proposed than those to be confirmed. Look at them again, and confirm them as
		/// they are.
		#[codec(index = 30)]
		OtherLimitsProposed,
		/// No engine has these semantics. Write the rule set in semantics 1 or 2.
		#[codec(index = 32)]
		UnknownSemantics,
		/// The encoded rule set is over 32,768 bytes. Shorten names or lists.
		#[codec(index = 33)]
		TooLarge,
		/// A name is empty or over 64 bytes. Give it 1 to 64 bytes.
		#[codec(index = 34)]
		BadName,
		/// A name stands twice in its list. Name each entry once.
		#[codec(index = 35)]
		DuplicateName,
		/// More than 255 slots or inputs. Split the rule set.
		#[codec(index = 36)]
		TooManyNames,
		/// A slot that no leg pays. Remove it, or pay it.
		#[codec(index = 37)]
		UnusedSlot,
		/// An input that no leg takes. Remove it, or take it.
		#[codec(index = 38)]
		UnusedInput,
		/// A leg pays a slot that the rule set does not have. Declare it.
		#[codec(index = 39)]
		UnknownSlot,
		/// A leg takes an input that the rule set does not have. Declare it.
		#[codec(index = 40)]
		UnknownInput,
		/// A rule set without cases. Write one without a condition.
		#[codec(index = 41)]
		NoCase,
		/// More than 32 cases. Join some, or split the rule set.
		#[codec(index = 42)]
		TooManyCases,
		/// The last case has a condition, so an order may match none. Remove it.
		#[codec(index = 43)]
		LastCaseConditional,
		/// A case without a condition before the last one. Move it to the end.
		#[codec(index = 44)]
		CaseUnreachable,
		/// A condition lists an index that the dictionary does not have. Add the word to it, or remove the
		/// index.
		#[codec(index = 45)]
		UnknownAttribute,
		/// A condition lists an index twice. List it once.
		#[codec(index = 46)]
		DuplicateAttribute,
		/// The amount from is not below the amount below, so no order matches. Widen the range.
		#[codec(index = 47)]
		EmptyRange,
		/// A group without legs. Give its amount to somebody.
		#[codec(index = 48)]
		EmptyGroup,
		/// More than 50 leaves in a case. Pay fewer parties.
		#[codec(index = 49)]
		TooManyLegs,
		/// Groups are nested deeper than 4. Flatten them.
		#[codec(index = 50)]
		TooDeep,
		/// A case pays more than the 16 slots that an order can fill. Pay fewer slots.
		#[codec(index = 51)]
		TooManyParties,
		/// A case takes more than the 8 inputs that an order can bring. Take fewer inputs.
		#[codec(index = 52)]
		TooManyInputs,
		/// A case takes an input twice. Take each at most once in a case.
		#[codec(index = 53)]
		InputTakenTwice,
		/// A leg is for goods, logistics, fee, commission or tax only. Write one of these.
		#[codec(index = 54)]
		PurposeNotForLegs,
		/// A share is zero or has no denominator. Write a fraction above zero.
		#[codec(index = 55)]
		BadShare,
		/// A share is not in lowest terms. Divide both numbers by what they share.
		#[codec(index = 56)]
		UnreducedShare,
		/// The shares of a group are more than the whole. Lower them.
		#[codec(index = 57)]
		SharesOverWhole,
		/// The floor of a share is over its cap. Swap or change them.
		#[codec(index = 58)]
		FloorOverCap,
		/// A floor or cap in a group without remainder. Add a remainder.
		#[codec(index = 59)]
		BoundsWithoutRemainder,
		/// Nobody owns what the legs of a group leave. Add a remainder.
		#[codec(index = 60)]
		NoOwnerOfResidue,
		/// A group has two remainders. Keep one, and split it if need be.
		#[codec(index = 61)]
		TwoRemainders,
		/// A share of the rest stands below the remainder, which leaves none. Move it above.
		#[codec(index = 62)]
		ShareOfRestBelowRemainder,
		/// These residues need rounding down. Round down, or use the remainder.
		#[codec(index = 63)]
		RoundingNotDown,
		/// The case takes an input that the order does not bring. Bring it, zero at least.
		#[codec(index = 64)]
		InputMissing,
		/// The order brings an input that the case does not take. Leave it out.
		#[codec(index = 65)]
		InputLeftOver,
		/// The order brings an input twice. Bring it once.
		#[codec(index = 66)]
		InputTwice,
		/// A leg is larger than what its group has left; none is clamped. Raise the amount.
		#[codec(index = 67)]
		LegOverRest,
		/// No case matches, which a valid rule set excludes. Validate the rule set.
		#[codec(index = 68)]
		NoCaseMatches,
		/// The release is larger than what remains of the entitlements. Release less.
		#[codec(index = 69)]
		MoreThanRemains,
		/// A figure left its range, which valid input excludes. Report the input.
		#[codec(index = 70)]
		Overflow,
		/// Uncredited legs go to the merchant, but a case has no leg of goods. Add one, or park.
		#[codec(index = 71)]
		NoLegOfGoods,
		/// Refund terms, time windows, shares of net and tiers need semantics 2. Write it.
		#[codec(index = 72)]
		NeedsSemantics2,
		/// The time from is not before the time before, so no order matches. Widen the window.
		#[codec(index = 73)]
		EmptyWindow,
		/// An advancer stands twice in the refund terms. Name each once.
		#[codec(index = 74)]
		AdvancerTwice,
		/// The refund terms need the merchant, but a case has no leg of goods. Add one.
		#[codec(index = 75)]
		RefundWithoutGoods,
		/// A share of net names no leg, a remainder, or one that is not above. Name legs above it.
		#[codec(index = 76)]
		BadNet,
		/// Tiers are 1 to 8, the first from 0 and each from more than the last. Write them so.
		#[codec(index = 77)]
		BadTiers,
		/// The rule set has no case of this number. Take the number from the order's plan.
		#[codec(index = 78)]
		UnknownCase,
	}
}
