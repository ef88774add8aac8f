// SPDX-License-Identifier: Apache-2.0

use crate::{
	Config, Deadlines, Due, Ending, Error, Event, GroupRow, Groups, OpenCounts, Pallet, Sorted,
	State, Waiting, WaitingGroups,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Clock, Participants, Signer},
	GroupNo, Moment, ParticipantId, Role, Scope,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_call_off(signer: Signer<T::AccountId>, group: GroupNo) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let row = Groups::<T>::get(group).ok_or(Error::<T>::UnknownGroup)?;
		let entitled = row.opened_by == by || Self::is_supervisor(by);
		ensure!(entitled, Error::<T>::NotEntitled);
		let now = T::Clock::now();
		match row.state {
			State::Open if now < row.deadline => {}
			State::Ended { how: Ending::Complete { .. }, .. } => {
				return Err(Error::<T>::AlreadyComplete.into())
			}
			State::Open | State::Ended { how: Ending::Failed | Ending::CalledOff, .. } => {
				return Err(Error::<T>::AlreadyFailed.into())
			}
		}
		let joined = row.joined;

		Self::end(group, row, Ending::CalledOff, now);

		Self::deposit_event(Event::CalledOff { group, joined, by, key });
		Ok(())
	}

	/// Ends an open group, and lets escrow take up its orders.
	pub(crate) fn end(group: GroupNo, mut row: GroupRow, how: Ending, at: Moment) {
		Deadlines::<T>::remove(Due::of(row.deadline, group));
		OpenCounts::<T>::mutate_exists(row.opened_by, |count| {
			// One at least, since this one is open.
			let rest = count.unwrap_or_default().saturating_sub(1);
			*count = (rest > 0).then_some(rest);
		});
		if row.joined > 0 {
			let waiting = Waiting { last: None, left: row.joined };
			WaitingGroups::<T>::insert(Sorted::of(group.0), waiting);
		}
		row.state = State::Ended { at, how };
		Groups::<T>::insert(group, row);
	}

	/// The supervisor behind a key that has not the scope pay, since it never moves money.
	pub(crate) fn supervisor(key: &T::AccountId) -> Option<Signer<T::AccountId>> {
		let signer = T::Participants::signer(key, Scope::Admin).ok()?;
		Self::is_supervisor(signer.participant).then_some(signer)
	}

	fn is_supervisor(participant: ParticipantId) -> bool {
		let facts = T::Participants::facts(participant);
		facts.is_some_and(|facts| facts.roles.has(Role::Supervisor))
	}
}
