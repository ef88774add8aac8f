// SPDX-License-Identifier: Apache-2.0

use crate::{
	Config, Deadlines, Due, Error, Event, GroupRow, GroupTerms, Groups, NextGroup, OpenCounts,
	Pallet, State,
};
use frame::prelude::*;
use split_ledger_primitives::{
	limits::{GROUPS_OPEN_MAX, GROUP_DAYS_MAX, GROUP_HOURS, GROUP_JOINS_MAX, GROUP_JOINS_MIN},
	ports::{Clock, Participants, Signer},
	GroupNo, Moment, ParticipantId, Reference, Role, DAY_MS, MINUTE_MS,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open(
		signer: Signer<T::AccountId>,
		reference: &Reference,
		terms: GroupTerms,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let Some(fresh) = Self::claim(by, reference, &terms)? else { return Ok(()) };
		Self::ensure_parties(&terms, by)?;
		let GroupTerms { platform, merchant, rules, currency, needed, leader_slot, .. } = terms;
		let in_range = (GROUP_JOINS_MIN..=GROUP_JOINS_MAX).contains(&needed);
		ensure!(in_range, Error::<T>::NeededOutOfRange);
		let deadline = Self::deadline(terms.deadline)?;
		let open = OpenCounts::<T>::get(by);
		ensure!(open < GROUPS_OPEN_MAX, Error::<T>::TooManyOpen);
		let group = NextGroup::<T>::get();
		let next = group.0.checked_add(1).ok_or(Error::<T>::NumbersUsedUp)?;

		let row = GroupRow {
			platform,
			merchant,
			rules,
			currency,
			leader_slot,
			opened_by: by,
			needed,
			joined: 0,
			next: 0,
			deadline,
			state: State::Open,
		};
		Groups::<T>::insert(group, row);
		NextGroup::<T>::put(GroupNo(next));
		Deadlines::<T>::insert(Due::of(deadline, group), ());
		// Below the limit.
		OpenCounts::<T>::insert(by, open.saturating_add(1));
		fresh.keep::<T>(group);

		Self::deposit_event(Event::Opened {
			group,
			reference: reference.clone(),
			platform,
			merchant,
			rules,
			currency,
			needed,
			deadline,
			leader_slot,
			by,
			key,
		});
		Ok(())
	}

	/// The signer is one of two that can be what they are named as. Whether the merchant accepted the
	/// platform's rule set is asked of each order (P4).
	fn ensure_parties(terms: &GroupTerms, by: ParticipantId) -> DispatchResult {
		// A leader is paid out of the platform's rule: only the platform can say which slot is its.
		let merchant_may = terms.leader_slot.is_none() && by == terms.merchant;
		ensure!(by == terms.platform || merchant_may, Error::<T>::NotAParty);
		let platform = T::Participants::facts(terms.platform);
		let is_platform = platform.is_some_and(|facts| facts.roles.has(Role::Platform));
		ensure!(is_platform, Error::<T>::UnknownPlatform);
		let merchant = T::Participants::facts(terms.merchant);
		let sells =
			merchant.is_some_and(|facts| facts.roles.has(Role::Merchant) || facts.self_operated);
		ensure!(sells, Error::<T>::UnknownMerchant);
		Ok(())
	}

	fn deadline(asked: Option<Moment>) -> Result<Moment, Error<T>> {
		let now = T::Clock::now();
		let usual = || now.plus(GROUP_HOURS.saturating_mul(60).saturating_mul(MINUTE_MS));
		let deadline = asked.unwrap_or_else(usual);
		let latest = now.plus(GROUP_DAYS_MAX.saturating_mul(DAY_MS));
		ensure!(now < deadline && deadline <= latest, Error::<T>::DeadlineOutOfRange);
		Ok(deadline)
	}
}
