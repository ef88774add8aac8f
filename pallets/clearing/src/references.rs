// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error, Pallet, ReferenceKey, References};
use frame::prelude::*;
use split_ledger_primitives::{
	first_half, limits::REFERENCE_AGE_DAYS_MAX, ports::Clock, OrderId, ParticipantId, Reference,
};

/// What a reference turned out to be (O1).
pub(crate) enum Claim {
	/// Used before, for the same act: nothing is left to do.
	Repeated,
	/// Not used yet.
	Fresh(FreshReference),
}

/// A reference that was checked and not yet used.
#[must_use = "an act whose reference is not kept could be repeated"]
pub(crate) struct FreshReference {
	/// Its key.
	pub(crate) key: ReferenceKey,
	act: [u8; 16],
}

impl FreshReference {
	/// Uses the reference, for ever.
	pub(crate) fn keep<T: Config>(self) {
		References::<T>::insert(self.key, self.act);
	}
}

impl<T: Config> Pallet<T> {
	/// Looks a reference up. `act` is the arguments of the call without the reference. A repetition
	/// is found before its date is judged, so that a retry finds the first for as long as the chain
	/// remembers it.
	pub(crate) fn claim(
		submitter: ParticipantId,
		reference: &Reference,
		act: &impl Encode,
	) -> Result<Claim, Error<T>> {
		let OrderId(key) = OrderId::new(reference.date, submitter, blake2_128(&reference.text));
		let act = first_half(blake2_256(&act.encode()));
		if let Some(first) = References::<T>::get(key) {
			ensure!(first == act, Error::<T>::ReferenceTaken);
			return Ok(Claim::Repeated);
		}
		ensure!(!reference.text.is_empty(), Error::<T>::ReferenceEmpty);
		let today = T::Clock::today();
		let age = today.0.checked_sub(reference.date.0).ok_or(Error::<T>::ReferenceInFuture)?;
		ensure!(age <= REFERENCE_AGE_DAYS_MAX, Error::<T>::ReferenceTooOld);
		Ok(Claim::Fresh(FreshReference { key, act }))
	}
}
