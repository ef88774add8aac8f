// SPDX-License-Identifier: Apache-2.0

//! References, retries, and the names of orders (O1).

use crate::{
	order::OrderError,
	types::{BodyHash, By, EndedOrder, HeldOrder, OrderRow},
	Config, Error, Orders, Pallet, References,
};
use codec::Encode;
use frame::prelude::{blake2_128, blake2_256, ensure, frame_system, BlockNumberFor, DispatchError};
use split_ledger_primitives::{
	first_half,
	limits::REFERENCE_AGE_DAYS_MAX,
	ports::{Clock, Signer},
	Domain, OrderBody, OrderId, OrderStatus, ParticipantId, Reference, Uetr,
};

/// The id of the order that `submitter` made or makes under `reference`. Releases, returns and refunds
/// are remembered under keys of the same form.
pub fn order_id(submitter: ParticipantId, reference: &Reference) -> OrderId {
	OrderId::new(reference.date, submitter, blake2_128(&reference.text))
}

/// The hash under which what a submitter sent is remembered.
pub(crate) fn hash_of(content: &impl Encode) -> BodyHash {
	first_half(blake2_256(&content.encode()))
}

/// A release, return or refund as its reference names it.
pub(crate) struct Named {
	domain: Domain,
	key: OrderId,
	hash: BodyHash,
}

impl<T: Config> Pallet<T> {
	/// The hash of a body, as the state keeps it.
	pub fn body_hash_of(body: &OrderBody) -> BodyHash {
		hash_of(body)
	}

	/// The UETR of an order (O1). It follows from the chain and the id alone, so that everybody finds
	/// the same, and never changes: other systems keep it. Two chains give the same id different ones,
	/// since each has its own genesis hash, which the state keeps for ever.
	pub fn uetr_of(id: OrderId) -> Uetr {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::from(0u32));
		Uetr::of_hash(first_half(blake2_256(&(*b"split-ledger/uetr", genesis, id).encode())))
	}

	/// A new reference: with a text, and a date of the last 30 days.
	pub(crate) fn ensure_reference(reference: &Reference) -> Result<(), DispatchError> {
		ensure!(!reference.text.is_empty(), Error::<T>::EmptyReference);
		let today = T::Clock::today();
		let oldest = today.0.saturating_sub(REFERENCE_AGE_DAYS_MAX);
		let in_range = (oldest..=today.0).contains(&reference.date.0);
		ensure!(in_range, Error::<T>::ReferenceDateOutOfRange);
		Ok(())
	}

	/// Whether this was done before under the same reference: then nothing is to be done. Refuses a
	/// reference that stands for something else, and a new one that is out of range.
	pub(crate) fn name_act(
		domain: Domain,
		reference: &Reference,
		signer: &Signer<T::AccountId>,
		content: &impl Encode,
	) -> Result<Option<Named>, DispatchError> {
		let key = order_id(signer.participant, reference);
		let hash = hash_of(content);
		match References::<T>::get(domain, key) {
			Some(known) => {
				ensure!(known == hash, Error::<T>::ReferenceTaken);
				Ok(None)
			}
			None => {
				Self::ensure_reference(reference)?;
				Ok(Some(Named { domain, key, hash }))
			}
		}
	}

	pub(crate) fn remember(act: Named) {
		References::<T>::insert(act.domain, act.key, act.hash);
	}

	/// The open order of this id. What is over says how it ended.
	pub(crate) fn open_order(id: OrderId) -> Result<HeldOrder, DispatchError> {
		match Orders::<T>::get(id) {
			Some(OrderRow::Held(order)) => Ok(*order),
			Some(OrderRow::Ended(EndedOrder { status, .. })) => Err(ended::<T>(status).into()),
			None => Err(Error::<T>::UnknownOrder.into()),
		}
	}

	pub(crate) fn by(signer: &Signer<T::AccountId>) -> By<T::AccountId> {
		By::Key { participant: signer.participant, key: signer.key.clone() }
	}
}

pub(crate) fn ended<T>(status: OrderStatus) -> Error<T> {
	match status {
		OrderStatus::Released => Error::AlreadyReleased,
		OrderStatus::Refunded => Error::AlreadyRefunded,
		OrderStatus::PartlyReleased => Error::AlreadyPartlyReleased,
		OrderStatus::Expired => Error::AlreadyExpired,
		// No ended row says so; the order it speaks of is not there to act on.
		OrderStatus::Held => Error::UnknownOrder,
	}
}

impl<T> From<OrderError> for Error<T> {
	fn from(error: OrderError) -> Self {
		match error {
			OrderError::MoreThanRemains => Self::MoreThanRemains,
			OrderError::NothingRemains => Self::NothingRemains,
			OrderError::UnknownLeg => Self::UnknownLeg,
			OrderError::ZeroAmount => Self::ZeroAmount,
			OrderError::TooManyReleases => Self::TooManyReleases,
			OrderError::TooManyReturns => Self::TooManyReturns,
			OrderError::UnknownMilestone => Self::UnknownMilestone,
			OrderError::MilestoneOver => Self::MilestoneOver,
			OrderError::ByMilestonesOnly => Self::ByMilestonesOnly,
			OrderError::Overflow => Self::Overflow,
		}
	}
}
