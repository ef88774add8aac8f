// SPDX-License-Identifier: Apache-2.0

//! What the pallet answers when it is asked. The runtime API adds nothing.

use crate::{Config, Mandate, MandatesOf, MandatesTo, NumberKey, Pallet, State, Use};
use alloc::vec::Vec;
use split_ledger_primitives::{
	ports::Clock, views::MandateView, AccountNo, Amount, MandateNo, ParticipantId,
};

impl<T: Config> Pallet<T> {
	/// A mandate that can still be confirmed or used; none for a number that was never given and for
	/// one that has ended.
	pub fn mandate_view(number: MandateNo) -> Option<MandateView> {
		let today = T::Clock::today();
		let row = Self::open_mandate(number, today).ok()?;
		let period = row.period_of(today);
		let Mandate { terms, state } = row;
		let (confirmed, by, used) = match state {
			State::Proposed { by, .. } => (false, by, Use::default()),
			State::Active { by, used } => (true, by, used.as_of(period)),
		};
		let is_usable = confirmed && terms.from <= today;
		let nothing = (Amount::ZERO, 0);
		let (left, orders_left) = if is_usable { used.left(&terms.limits) } else { nothing };
		let Use { drawn, orders: orders_drawn, .. } = used;
		let view =
			MandateView { number, terms, confirmed, by, drawn, orders_drawn, left, orders_left };
		Some(view)
	}

	/// The mandates of an account that can still be confirmed or used, by their numbers from `from` on,
	/// at most `limit`. The next page begins after the last number of this one.
	pub fn mandates_of(account: AccountNo, from: MandateNo, limit: u32) -> Vec<MandateView> {
		let list = MandatesOf::<T>::get(account.key());
		let numbers = list.iter().map(|listed| listed.number).filter(|number| *number >= from);
		let views = numbers.filter_map(Self::mandate_view);
		views.take(usize::try_from(limit).unwrap_or_default()).collect()
	}

	/// The mandates by which `grantee` can place orders, or could once they are confirmed: by their
	/// numbers after `after`, at most `limit`. Who asks on names the last one that was answered.
	pub fn mandates_to(
		grantee: ParticipantId,
		after: Option<MandateNo>,
		limit: u32,
	) -> Vec<MandateView> {
		let numbers = match after {
			None => MandatesTo::<T>::iter_key_prefix(grantee),
			Some(last) => {
				let from = MandatesTo::<T>::hashed_key_for(grantee, NumberKey::of(last));
				MandatesTo::<T>::iter_key_prefix_from(grantee, from)
			}
		};
		// What is over and not forgotten yet is passed over: the clock soon forgets it.
		let views = numbers.filter_map(|number| Self::mandate_view(number.mandate()));
		views.take(usize::try_from(limit).unwrap_or_default()).collect()
	}
}
