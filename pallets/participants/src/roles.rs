// SPDX-License-Identifier: Apache-2.0

use crate::{admit::is_by_sponsor, Config, Error, Event, Pallet, Records};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ParticipantObserver, Signer},
	ParticipantId, Role, Roles,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_roles(
		signer: Signer<T::AccountId>,
		participant: ParticipantId,
		roles: Roles,
		self_operated: bool,
	) -> DispatchResult {
		let mut record = Records::<T>::get(participant).ok_or(Error::<T>::UnknownParticipant)?;
		ensure!(signer.participant == record.sponsor, Error::<T>::NotAllowed);
		// Who was voted in keeps the one role that it was voted in for.
		ensure!(is_by_sponsor(record.roles), Error::<T>::InvalidRoles);
		ensure!(is_by_sponsor(roles), Error::<T>::InvalidRoles);
		ensure!(!self_operated || roles.has(Role::Platform), Error::<T>::InvalidRoles);
		let same = record.roles == roles && record.self_operated == self_operated;
		ensure!(!same, Error::<T>::NothingChanges);

		record.roles = roles;
		record.self_operated = self_operated;
		let facts = record.facts();
		Records::<T>::insert(participant, record);
		T::Observer::participant_changed(participant, &facts);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::RolesSet { participant, roles, self_operated, by, key });
		Ok(())
	}
}
