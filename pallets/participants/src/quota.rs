// SPDX-License-Identifier: Apache-2.0

use crate::{Bucket, CallClass, Config, Pallet, Quotas};
use frame::prelude::*;
use split_ledger_primitives::{ports::Clock, ParticipantId};

/// The pool's priorities of one class: a million for the share of the quota that is left.
const CLASS_STEP: u64 = 10_000_000;
/// What is left of an unused quota, in a transaction's priority.
const LEFT_PPM: u64 = 1_000_000;

/// Whether a transaction is looked at by the pool or while a block is made or checked.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Place {
	Pool,
	Block,
}

impl<T: Config> Pallet<T> {
	/// What a sponsor and its customers have used of their quota now.
	pub fn quota_used(sponsor: ParticipantId) -> u64 {
		Self::bucket(sponsor).used
	}

	fn bucket(sponsor: ParticipantId) -> Bucket {
		Quotas::<T>::get(sponsor).settled(T::Clock::now(), T::BucketFill::get())
	}

	/// Whether one more transaction of `class` may be taken.
	///
	/// In the pool a payment needs a bucket that is not empty. Whatever was pooled before it ran
	/// empty still finds its place in a block, up to one bucket more. Governance and clearing get
	/// two buckets above that, so that no flood of payments keeps a bank from voting or settling.
	pub(crate) fn has_quota(sponsor: ParticipantId, class: CallClass, place: Place) -> bool {
		let buckets: u64 = match (class, place) {
			(CallClass::Payment, Place::Pool) => 1,
			(CallClass::Payment, Place::Block) => 2,
			(CallClass::Clearing | CallClass::Governance, Place::Pool) => 3,
			(CallClass::Clearing | CallClass::Governance, Place::Block) => 4,
		};
		Self::quota_used(sponsor) < T::BucketSize::get().saturating_mul(buckets)
	}

	/// Ranks by class, and within a class by what is left of the quota.
	pub(crate) fn priority(sponsor: ParticipantId, class: CallClass) -> u64 {
		let rank: u64 = match class {
			CallClass::Payment => 1,
			CallClass::Clearing => 2,
			CallClass::Governance => 3,
		};
		let size = T::BucketSize::get().max(1);
		let left = size.saturating_sub(Self::quota_used(sponsor));
		let ppm = u128::from(left).saturating_mul(LEFT_PPM.into()).div_euclid(size.into());
		let ppm = u64::try_from(ppm).unwrap_or(LEFT_PPM);
		rank.saturating_mul(CLASS_STEP).saturating_add(ppm)
	}

	pub(crate) fn charge_quota(sponsor: ParticipantId, weight: u64) {
		Quotas::<T>::insert(sponsor, Self::bucket(sponsor).charged(weight));
	}

	pub(crate) fn refund_quota(sponsor: ParticipantId, weight: u64) {
		if weight > 0 {
			Quotas::<T>::mutate(sponsor, |bucket| *bucket = bucket.refunded(weight));
		}
	}
}
