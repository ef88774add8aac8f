// SPDX-License-Identifier: Apache-2.0

//! Pruning of dates that are older than the retention (T2).

use crate::{
	found::returns_end, types::OrderRow, Config, EndedDisputes, GivenBacks, Orders, Outcomes,
	Pallet, PrunedBefore, References, WeightInfo,
};
use frame::deps::frame_support::weights::WeightMeter;
use split_ledger_primitives::{limits::RETENTION_DAYS, Date, Domain, OrderId, ParticipantId};

impl<T: Config> Pallet<T> {
	/// Removes the rows of dates that are older than the retention (T2), date by date. An order that
	/// is still open, or can still be returned, holds its date up.
	pub(crate) fn prune(today: Date, meter: &mut WeightMeter) {
		let Some(keep) = today.0.checked_sub(RETENTION_DAYS) else { return };
		let known = PrunedBefore::<T>::get();
		let mut date = known.unwrap_or(Date(keep));
		while date.0 < keep && Self::prune_date(date, today, meter) {
			date = Date(date.0.saturating_add(1));
		}
		if known != Some(date) {
			PrunedBefore::<T>::put(date);
		}
	}

	/// Whether nothing of the date is left.
	fn prune_date(date: Date, today: Date, meter: &mut WeightMeter) -> bool {
		// Ids begin with their date, so a date is a prefix; no text has a hash of zero.
		let mut last = OrderId::new(date, ParticipantId(0), [0; 16]);
		loop {
			if meter.try_consume(T::WeightInfo::prune_row()).is_err() {
				return false;
			}
			match Orders::<T>::iter_from_key(last).next() {
				Some((id, row)) if id.date() == date => {
					if is_open(&row, today) {
						return false;
					}
					Orders::<T>::remove(id);
					Outcomes::<T>::remove(id);
					GivenBacks::<T>::remove(id);
					EndedDisputes::<T>::remove(id);
					last = id;
				}
				_ => break,
			}
		}
		[Domain::Release, Domain::Return, Domain::Refund, Domain::Deduct, Domain::Resolution]
			.into_iter()
			.all(|domain| Self::prune_references(domain, date, meter))
	}

	fn prune_references(domain: Domain, date: Date, meter: &mut WeightMeter) -> bool {
		let mut last = OrderId::new(date, ParticipantId(0), [0; 16]);
		loop {
			if meter.try_consume(T::WeightInfo::prune_row()).is_err() {
				return false;
			}
			let from = References::<T>::hashed_key_for(domain, last);
			match References::<T>::iter_key_prefix_from(domain, from).next() {
				Some(key) if key.date() == date => {
					References::<T>::remove(domain, key);
					last = key;
				}
				_ => return true,
			}
		}
	}
}

/// Whether something of an order can still happen.
fn is_open(row: &OrderRow, today: Date) -> bool {
	match row {
		OrderRow::Held(_) => true,
		OrderRow::Ended(row) => today <= returns_end(row.released_on),
	}
}
