// SPDX-License-Identifier: Apache-2.0

//! What must always hold of status bits, freezes and what ends by the clock.

use super::Checked;
use crate::{
	types::{Ending, ENDINGS_PAGE},
	Accounts, Config, EndingCount, EndingPages, EndingsDone, HoldCause, Holds, NextFreeze, Pallet,
	StatusReasons,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame::prelude::*;
use split_ledger_primitives::{AccountFlags, Moment};

impl<T: Config> Pallet<T> {
	/// Checks every invariant of status bits and of what ends by the clock.
	pub(super) fn check_status() -> Checked {
		Self::reasons_stand_beside_status_bits()?;
		Self::freezes_are_numbered_once()?;
		Self::what_has_an_end_is_on_its_page()?;
		Self::endings_are_counted()
	}

	/// M2: a status bit is set exactly where a reason sets it, and each reason sets one.
	fn reasons_stand_beside_status_bits() -> Checked {
		for (key, row) in Accounts::<T>::iter() {
			let reasons = StatusReasons::<T>::get(key);
			let no_debit = reasons.iter().any(|entry| entry.no_debit);
			let no_credit = reasons.iter().any(|entry| entry.no_credit);
			let bits =
				(row.flags.has(AccountFlags::NO_DEBIT), row.flags.has(AccountFlags::NO_CREDIT));
			ensure!(bits == (no_debit, no_credit), "INV-LED-2: status bits and reasons differ");
		}
		for (key, reasons) in StatusReasons::<T>::iter() {
			ensure!(Accounts::<T>::contains_key(key), "INV-LED-2: a reason without its account");
			ensure!(!reasons.is_empty(), "INV-LED-2: reasons of which there are none");
			let all_set = reasons.iter().all(|entry| entry.no_debit || entry.no_credit);
			ensure!(all_set, "INV-LED-2: a reason that sets nothing");
			let endless = reasons.iter().filter(|entry| entry.freeze.is_none()).count();
			ensure!(endless <= 1, "INV-LED-2: two statuses without an end");
		}
		Ok(())
	}

	/// INV-LED-5: the number of a freeze was given, and to no other.
	fn freezes_are_numbered_once() -> Checked {
		let next = NextFreeze::<T>::get();
		let mut seen = BTreeSet::new();
		for entry in StatusReasons::<T>::iter_values().flatten() {
			if let Some(freeze) = entry.freeze {
				ensure!(freeze.id < next, "INV-LED-5: a freeze whose number was not given");
				ensure!(seen.insert(freeze.id), "INV-LED-5: two freezes of one number");
			}
		}
		Ok(())
	}

	/// INV-LED-8 (T1): what ends by the clock is on the page of its minute, or of a later one where it
	/// is tried again, and that page is not worked off yet.
	fn what_has_an_end_is_on_its_page() -> Checked {
		let mut pages = BTreeMap::<(u8, u64, u32), u32>::new();
		for (minute, _, page) in EndingPages::<T>::iter() {
			for ending in page {
				pages.insert(key_of(ending), minute);
			}
		}
		let done = EndingsDone::<T>::get().map_or(0, |cursor| cursor.minute);
		for (ending, until) in Self::with_an_end() {
			let minute = pages.get(&key_of(ending));
			let minute = minute.ok_or("INV-LED-8: it ends, and the clock does not know")?;
			ensure!(*minute >= done, "INV-LED-8: it ends, and its minute is worked off");
			ensure!(*minute >= until.minute(), "INV-LED-8: it would end before its date");
		}
		Ok(())
	}

	/// INV-LED-5: the count of what ends in a minute is that of its pages.
	fn endings_are_counted() -> Checked {
		let mut counted = BTreeMap::<u32, u32>::new();
		for (minute, number, page) in EndingPages::<T>::iter() {
			let begin = number.saturating_mul(ENDINGS_PAGE);
			let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
			let end = counted.entry(minute).or_default();
			*end = (*end).max(begin.saturating_add(len));
		}
		for (minute, count) in EndingCount::<T>::iter() {
			let known = counted.remove(&minute);
			ensure!(known == Some(count), "INV-LED-5: endings are not counted right");
		}
		ensure!(counted.is_empty(), "INV-LED-5: a page of endings that is not counted");
		Ok(())
	}

	/// All that ends by the clock, and when.
	fn with_an_end() -> Vec<(Ending, Moment)> {
		let mut all = Vec::new();
		for (key, reasons) in StatusReasons::<T>::iter() {
			let freezes = reasons.into_iter().filter_map(|entry| entry.freeze);
			all.extend(freezes.map(|freeze| {
				let ending = Ending::Freeze { account: key.number(), freeze: freeze.id };
				(ending, freeze.until)
			}));
		}
		for (key, hold, held) in Holds::<T>::iter() {
			match held.cause {
				HoldCause::Judicial { until, .. } => {
					all.push((Ending::Hold { account: key.number(), hold }, until));
				}
				// It stands until somebody decides.
				HoldCause::Redemption { .. } => {}
			}
		}
		all
	}
}

/// What tells endings apart: an ending is scheduled again in a later minute only.
fn key_of(ending: Ending) -> (u8, u64, u32) {
	match ending {
		Ending::Freeze { account, freeze } => (0, account.0, freeze),
		Ending::Hold { account, hold } => (1, account.0, hold),
	}
}
