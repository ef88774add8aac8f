// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod accept;
mod approve;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod content;
mod errors;
mod invariants;
#[cfg(test)]
mod mock;
mod plan;
mod publish;
mod shelf;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use shelf::Shelf;
pub use types::{Ceiling, Standing, WHOLE_PPM};
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use frame::prelude::*;
	use split_ledger_primitives::{
		limits::RULE_SET_BYTES_MAX, ports::Participants, ParticipantId, RuleHash, Scope,
	};
	use split_rules::RuleSet;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who signs, and what a participant may do. The pallet relies on ids that never change their
		/// meaning, and on the port to refuse a suspended signer.
		type Participants: Participants<Self::AccountId>;

		/// Measured cost of every call.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The content of every rule set that was ever published. It is never removed (T2).
	#[pallet::storage]
	pub type RuleSets<T: Config> =
		StorageMap<_, Identity, RuleHash, BoundedVec<u8, ConstU32<RULE_SET_BYTES_MAX>>>;

	/// Where a rule set stands for a platform. The hash comes first, so that the platforms of a rule
	/// set lie together.
	#[pallet::storage]
	pub type Standings<T: Config> =
		StorageDoubleMap<_, Identity, RuleHash, Identity, ParticipantId, Standing>;

	/// The rule sets that a merchant (first) accepted of a platform (second) by their hash, and who
	/// accepted for it. The platform is part of it: others may publish the same content.
	#[pallet::storage]
	pub type Acceptances<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Identity, ParticipantId>,
			NMapKey<Identity, ParticipantId>,
			NMapKey<Identity, RuleHash>,
		),
		ParticipantId,
	>;

	/// The ceilings by which a merchant (first) accepted a platform (second).
	#[pallet::storage]
	pub type Ceilings<T: Config> =
		StorageDoubleMap<_, Identity, ParticipantId, Identity, ParticipantId, Ceiling>;

	/// What happened. The content of a rule set is in the block that published it, and in the state.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A platform published a rule set.
		#[codec(index = 0)]
		Published {
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// The bank of a platform approved a rule set for it: new orders may name it.
		#[codec(index = 1)]
		Approved {
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A rule set of a platform was accepted for a merchant.
		#[codec(index = 2)]
		Accepted {
			/// The merchant.
			merchant: ParticipantId,
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A platform was accepted for a merchant, up to a share of each order and a liability for it.
		#[codec(index = 3)]
		CeilingsAccepted {
			/// The merchant.
			merchant: ParticipantId,
			/// The platform.
			platform: ParticipantId,
			/// The most that fees and commissions may take, in millionths of the order.
			share_ppm: u32,
			/// The most that the merchant answers for with its own money, in millionths of the order.
			liability_ppm: u32,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
		/// A rule set takes no new orders of a platform any more.
		#[codec(index = 4)]
		Retired {
			/// The platform.
			platform: ParticipantId,
			/// The rule set.
			rules: RuleHash,
			/// The participant that acted.
			by: ParticipantId,
			/// Its key.
			key: T::AccountId,
		},
	}

	/// Why an act or an order is refused. Those from 32 on are the refusals of `split-rules`.
	#[pallet::error]
	pub enum Error<T> {
		/// Only a platform publishes rule sets. Sign with a key of one.
		#[codec(index = 0)]
		NotAPlatform,
		/// Nobody with this id is a platform. Check the id.
		#[codec(index = 1)]
		UnknownPlatform,
		/// Only the bank that sponsors the platform approves its rule sets.
		#[codec(index = 2)]
		NotSponsorBank,
		/// Whoever published a rule set does not approve it (P7).
		#[codec(index = 3)]
		MakerIsChecker,
		/// The signer is neither the platform nor its sponsor bank.
		#[codec(index = 4)]
		NotForPlatform,
		/// Nobody with this id may be the merchant of an order. Check id and roles.
		#[codec(index = 5)]
		UnknownMerchant,
		/// The signer is neither the merchant nor its sponsor bank.
		#[codec(index = 6)]
		NotForMerchant,
		/// No rule set has this hash. Check it, or publish the rule set.
		#[codec(index = 7)]
		UnknownRuleSet,
		/// The platform did not publish this rule set. It publishes first.
		#[codec(index = 8)]
		NotPublished,
		/// The platform's bank has not approved this rule set for it. It approves first.
		#[codec(index = 9)]
		NotApproved,
		/// The platform takes no new orders under this rule set. Use another one.
		#[codec(index = 10)]
		Retired,
		/// The merchant accepted neither this rule set of the platform nor the platform. It accepts
		/// first (P4).
		#[codec(index = 11)]
		NotAccepted,
		/// Fees and commissions of this order are above the share that the merchant accepted.
		#[codec(index = 12)]
		OverCeiling,
		/// The rule set divides orders of another currency.
		#[codec(index = 13)]
		OtherCurrency,
		/// The content is not the encoding of a rule set.
		#[codec(index = 14)]
		BadContent,
		/// A ceiling is at most 1,000,000 millionths.
		#[codec(index = 15)]
		CeilingOverWhole,
		/// The case that the order falls under has more legs than the order states. State the number
		/// of legs of the case, zero ones included.
		#[codec(index = 16)]
		MoreLegsThanStated,
		/// No engine has these semantics. Write the rule set in semantics 1.
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
		/// A condition lists an index that the dictionary does not have.
		#[codec(index = 45)]
		UnknownAttribute,
		/// A condition lists an index twice. List it once.
		#[codec(index = 46)]
		DuplicateAttribute,
		/// The amount from is not below the amount below, so no order matches.
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
		/// A case pays more than the 16 slots that an order can fill.
		#[codec(index = 51)]
		TooManyParties,
		/// A case takes more than the 8 inputs that an order can bring.
		#[codec(index = 52)]
		TooManyInputs,
		/// A case takes an input twice. Each is used at most once in a case.
		#[codec(index = 53)]
		InputTakenTwice,
		/// A leg is for goods, logistics, fee, commission or tax only.
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
		/// A share of the rest stands below the remainder, which leaves none.
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
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			Self::check_invariants()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Publish a rule set, so that the platform's bank can approve and merchants can accept it.
		///
		/// - Origin: a platform, scope rules.
		/// - Refuses what is wrong whatever the amount of an order, with an error for each fault.
		/// - The same content again changes nothing, unless the platform retired it.
		/// - Emits [`Event::Published`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::publish(
			u32::try_from(rule_set.encoded_size()).unwrap_or(u32::MAX)
		))]
		pub fn publish(origin: OriginFor<T>, rule_set: RuleSet) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_publish(signer, rule_set)
		}

		/// Approve a published rule set, so that new orders of the platform may name it.
		///
		/// - Origin: the sponsor bank of the platform, scope rules; never the platform itself.
		/// - Approving again changes nothing.
		/// - Emits [`Event::Approved`].
		#[pallet::call_index(1)]
		pub fn approve(
			origin: OriginFor<T>,
			platform: ParticipantId,
			rules: RuleHash,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_approve(signer, platform, rules)
		}

		/// Accept a rule set of a platform for a merchant, by its hash (P4). The same content that
		/// another platform publishes is not accepted by that.
		///
		/// - Origin: the merchant or its sponsor bank, scope rules.
		/// - Refuses a platform that did not publish it.
		/// - Accepting again changes nothing.
		/// - Emits [`Event::Accepted`].
		#[pallet::call_index(2)]
		pub fn accept(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			platform: ParticipantId,
			rules: RuleHash,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_accept(signer, merchant, platform, rules)
		}

		/// Accept for a merchant every rule set of a platform whose fee and commission legs take at
		/// most `share_ppm` millionths of the order, rounded down, and that lays at most
		/// `liability_ppm` millionths of liability on the merchant (P4). Replaces what was accepted of
		/// this platform by ceilings before.
		///
		/// Liability is the most of an order that the merchant answers for with its own money, when the
		/// order is refunded after a release (R3). Rule sets of semantics 1 lay none on a merchant, so
		/// each of them fits, whatever this ceiling says.
		///
		/// - Origin: the merchant or its sponsor bank, scope rules.
		/// - The same ceilings again change nothing.
		/// - Emits [`Event::CeilingsAccepted`].
		#[pallet::call_index(3)]
		pub fn accept_ceilings(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			platform: ParticipantId,
			share_ppm: u32,
			liability_ppm: u32,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_accept_ceilings(signer, merchant, platform, share_ppm, liability_ppm)
		}

		/// Let a rule set take no new orders of the platform, for ever. Orders that were placed under
		/// it run on.
		///
		/// - Origin: the platform or its sponsor bank, scope rules.
		/// - Retiring again changes nothing.
		/// - Emits [`Event::Retired`].
		#[pallet::call_index(4)]
		pub fn retire(
			origin: OriginFor<T>,
			platform: ParticipantId,
			rules: RuleHash,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_retire(signer, platform, rules)
		}
	}
}
