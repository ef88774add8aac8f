// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error, Event, Pallet, Party, Record, Records, SuspendReason};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ParticipantObserver, Signer},
	ParticipantId, Role,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_suspend(
		signer: Signer<T::AccountId>,
		participant: ParticipantId,
		reason: SuspendReason,
	) -> DispatchResult {
		let mut record = Records::<T>::get(participant).ok_or(Error::<T>::UnknownParticipant)?;
		let party = Self::party(&signer, participant, &record)?;
		let acted_before = !record.is_suspended();
		let decision = record.suspension.of(party);
		ensure!(decision.is_none(), Error::<T>::AlreadySuspended);

		*decision = Some(reason);
		let facts = record.facts();
		Records::<T>::insert(participant, record);
		if acted_before {
			T::Observer::participant_changed(participant, &facts);
		}

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::Suspended { participant, party, reason, by, key });
		Ok(())
	}

	pub(crate) fn do_reinstate(
		signer: Signer<T::AccountId>,
		participant: ParticipantId,
	) -> DispatchResult {
		let mut record = Records::<T>::get(participant).ok_or(Error::<T>::UnknownParticipant)?;
		let party = Self::party(&signer, participant, &record)?;
		let decision = record.suspension.of(party);
		ensure!(decision.is_some(), Error::<T>::NotSuspended);

		*decision = None;
		let acts_again = !record.is_suspended();
		let facts = record.facts();
		Records::<T>::insert(participant, record);
		if acts_again {
			T::Observer::participant_changed(participant, &facts);
		}

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::Reinstated { participant, party, acts_again, by, key });
		Ok(())
	}

	/// As what the signer may suspend the participant. Nobody judges itself.
	fn party(
		signer: &Signer<T::AccountId>,
		participant: ParticipantId,
		record: &Record,
	) -> Result<Party, Error<T>> {
		ensure!(signer.participant != participant, Error::<T>::NotAllowed);
		if signer.participant == record.sponsor {
			return Ok(Party::Sponsor);
		}
		let supervises = Records::<T>::get(signer.participant)
			.is_some_and(|acting| acting.roles.has(Role::Supervisor));
		ensure!(supervises, Error::<T>::NotAllowed);
		Ok(Party::Supervisor)
	}
}
