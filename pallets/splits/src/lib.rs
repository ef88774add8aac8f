// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

mod accept;
mod approve;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod consent;
mod content;
mod errors;
mod events;
mod invariants;
mod limits;
#[cfg(test)]
mod mock;
mod plan;
mod publish;
mod receivers;
mod rule_errors;
mod shelf;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

use frame::import_section;

pub use pallet::*;
pub use shelf::Shelf;
pub use types::{Ceiling, Consent, OwnLimits, Proposal, Receiver, Standing, WHOLE_PPM};
pub use weights::WeightInfo;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use frame::prelude::*;
	use split_ledger_primitives::{
		limits::RULE_SET_BYTES_MAX,
		ports::{AccountOwners, Clock, Participants},
		AccountKey, AccountNo, MerchantLimits, Moment, ParticipantId, Relation, RuleHash, Scope,
	};
	use split_rules::RuleSet;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who signs, and what a participant may do. The pallet relies on ids that never change
		/// their meaning, and on the port to refuse a suspended signer.
		type Participants: Participants<Self::AccountId>;

		/// Whose an account is. The pallet relies on owner and bank of a number never to change.
		type Accounts: AccountOwners;

		/// The time of the chain.
		type Clock: Clock;

		/// Measured cost of every call.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The content of every rule set that was ever published. It is never removed (T2).
	#[pallet::storage]
	pub type RuleSets<T: Config> =
		StorageMap<_, Identity, RuleHash, BoundedVec<u8, ConstU32<RULE_SET_BYTES_MAX>>>;

	/// Where a rule set stands for a platform. The hash comes first, so that the platforms of a
	/// rule set lie together.
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

	/// The accounts that a merchant made receivers, in the order of their numbers (P4).
	#[pallet::storage]
	pub type Receivers<T: Config> =
		StorageDoubleMap<_, Identity, ParticipantId, Identity, AccountKey, Receiver>;

	/// How many receivers a merchant has; no entry where it has none.
	#[pallet::storage]
	pub type ReceiverCounts<T: Config> = StorageMap<_, Identity, ParticipantId, u32, ValueQuery>;

	/// The limits that its bank set for a merchant (P6). What counts is never beyond those of the
	/// consortium.
	#[pallet::storage]
	pub type LimitsOf<T: Config> = StorageMap<_, Identity, ParticipantId, OwnLimits>;

	/// Limits that a key of a merchant's bank proposed and no other one has confirmed (P7).
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageMap<_, Identity, ParticipantId, Proposal<T::AccountId>>;

	/// How far the limits of any merchant can go, once the consortium has said it (P6).
	#[pallet::storage]
	pub type ConsortiumLimits<T: Config> = StorageValue<_, MerchantLimits>;

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
		/// - `effective_from` is the moment from which on it takes orders once it is approved, so
		///   that a version follows another one to the millisecond; none stands for its approval.
		///   It never changes.
		/// - The same content again changes nothing; for another moment it is refused, and where the
		///   platform retired it.
		/// - Emits [`Event::Published`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::publish(
			u32::try_from(rule_set.encoded_size()).unwrap_or(u32::MAX)
		))]
		pub fn publish(
			origin: OriginFor<T>,
			rule_set: Box<RuleSet>,
			effective_from: Option<Moment>,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_publish(signer, *rule_set, effective_from)
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
		/// `liability_ppm` millionths of liability on the merchant (P4). Replaces what was accepted
		/// of this platform by ceilings before.
		///
		/// Liability is the most of an order that the merchant answers for with its own money, when
		/// the order is refunded after a release (R3). Rule sets that keep fees lay those of each
		/// order on the merchant; those that name the merchant as an advancer lay as much as this
		/// ceiling allows, which must then be above zero; others, and all of semantics 1, lay none.
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

		/// Let a rule set take no new orders of the platform, for ever. Orders that were placed
		/// under it run on.
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

		/// Make an account a receiver of a merchant, with the most that it may get of an order in
		/// millionths (P4), or change the terms of one. It gets nothing before it has consented.
		///
		/// - Origin: the merchant or its sponsor bank, scope rules.
		/// - A consent stands as long as the relation is the same and the ceiling is not raised:
		///   with another relation the account would be something that it never agreed to be, and
		///   with a higher ceiling more could be asked back from it.
		/// - Refuses the merchant's own accounts, closed ones, and a receiver above 20,000.
		/// - The same terms again change nothing.
		/// - Emits [`Event::ReceiverAdded`].
		#[pallet::call_index(5)]
		pub fn add_receiver(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			account: AccountNo,
			relation: Relation,
			ceiling_ppm: u32,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_add_receiver(signer, merchant, account, relation, ceiling_ppm)
		}

		/// Let an account be no receiver of a merchant any more. Orders that were placed before pay
		/// it as planned.
		///
		/// - Origin: the merchant or its sponsor bank, or the owner of the account or the account's
		///   bank; scope rules.
		/// - Emits [`Event::ReceiverRemoved`].
		#[pallet::call_index(6)]
		pub fn remove_receiver(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			account: AccountNo,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_remove_receiver(signer, merchant, account)
		}

		/// Consent for an account to be a receiver of a merchant on the terms that stand, and say
		/// whether the platform of an order may give back for it what it got (P4, R1). Replaces an
		/// earlier consent.
		///
		/// - Origin: the owner of the account or the account's bank, scope rules.
		/// - The same consent again changes nothing.
		/// - Emits [`Event::Consented`].
		#[pallet::call_index(7)]
		pub fn consent(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			account: AccountNo,
			platform_returns: bool,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_consent(signer, merchant, account, platform_returns)
		}

		/// Take the consent of an account back, so that no new order of the merchant pays it.
		/// Orders that were placed before pay it as planned.
		///
		/// - Origin: the owner of the account or the account's bank, scope rules.
		/// - Where no consent stands, nothing changes.
		/// - Emits [`Event::ConsentWithdrawn`].
		#[pallet::call_index(8)]
		pub fn withdraw_consent(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			account: AccountNo,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_withdraw_consent(signer, merchant, account)
		}

		/// Propose how far fees and promoters may go in orders of a merchant (P6). Another key of
		/// the bank confirms it (P7); it replaces what was proposed before.
		///
		/// - Origin: the sponsor bank of the merchant, scope rules.
		/// - Refuses what goes further than the consortium lets any merchant's limits go.
		/// - The same limits again change nothing.
		/// - Emits [`Event::LimitsProposed`].
		#[pallet::call_index(9)]
		pub fn propose_limits(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			limits: MerchantLimits,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_propose_limits(signer, merchant, limits)
		}

		/// Confirm the limits that were proposed for a merchant: they count from the next order on.
		/// The checker repeats them, so that it confirms what it saw.
		///
		/// - Origin: the sponsor bank of the merchant with another key than that which proposed,
		///   scope rules.
		/// - Refuses what goes further than the consortium lets any merchant's limits go now.
		/// - Emits [`Event::LimitsSet`].
		#[pallet::call_index(10)]
		pub fn confirm_limits(
			origin: OriginFor<T>,
			merchant: ParticipantId,
			limits: MerchantLimits,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_confirm_limits(signer, merchant, limits)
		}

		/// Drop what was proposed for a merchant and not confirmed, be it by the key that proposed
		/// it or by another one.
		///
		/// - Origin: the sponsor bank of the merchant, scope rules.
		/// - Emits [`Event::LimitsRejected`].
		#[pallet::call_index(11)]
		pub fn reject_limits(origin: OriginFor<T>, merchant: ParticipantId) -> DispatchResult {
			let key = ensure_signed(origin)?;
			let signer = T::Participants::signer(&key, Scope::Rules)?;
			Self::do_reject_limits(signer, merchant)
		}

		/// Say how far the limits of any merchant can go (P6). Those that go further count as far
		/// as this from now on, and as they were set once this is raised again.
		///
		/// - Origin: root, which is the consortium.
		/// - The same limits again change nothing.
		/// - Emits [`Event::ConsortiumLimitsSet`].
		#[pallet::call_index(12)]
		pub fn set_consortium_limits(
			origin: OriginFor<T>,
			share_cap_ppm_max: u32,
			promoter_levels_max: u8,
		) -> DispatchResult {
			ensure_root(origin)?;
			Self::do_set_consortium_limits(share_cap_ppm_max, promoter_levels_max)
		}
	}
}
