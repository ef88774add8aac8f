// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error, Opened, Pallet, References};
use frame::prelude::{blake2_128, ensure, Encode};
use split_ledger_primitives::{
	limits::REFERENCE_AGE_DAYS_MAX, ports::Clock, GroupNo, OrderId, ParticipantId, Reference,
};

/// A reference that was checked and not yet used.
#[must_use = "an act whose reference is not kept could be repeated"]
pub(crate) struct FreshReference {
	key: OrderId,
	hash: [u8; 16],
}

impl FreshReference {
	/// Uses the reference, for ever.
	pub(crate) fn keep<T: Config>(self, group: GroupNo) {
		References::<T>::insert(self.key, Opened { hash: self.hash, group });
	}
}

impl<T: Config> Pallet<T> {
	/// Looks a reference up; none where it opened a group of the same terms before. A repetition is
	/// found before its date is judged, so that a retry finds the first for as long as the chain
	/// remembers it.
	pub(crate) fn claim(
		submitter: ParticipantId,
		reference: &Reference,
		terms: &impl Encode,
	) -> Result<Option<FreshReference>, Error<T>> {
		let key = OrderId::new(reference.date, submitter, blake2_128(&reference.text));
		let hash = blake2_128(&terms.encode());
		if let Some(first) = References::<T>::get(key) {
			ensure!(first.hash == hash, Error::<T>::ReferenceTaken);
			return Ok(None);
		}
		ensure!(!reference.text.is_empty(), Error::<T>::EmptyReference);
		let today = T::Clock::today();
		let oldest = today.0.saturating_sub(REFERENCE_AGE_DAYS_MAX);
		let in_range = (oldest..=today.0).contains(&reference.date.0);
		ensure!(in_range, Error::<T>::ReferenceDateOutOfRange);
		Ok(Some(FreshReference { key, hash }))
	}
}
