// SPDX-License-Identifier: Apache-2.0

//! What must always hold of mandates, by the numbers of `docs/invariants.md`.

use crate::{
	Config, DateKey, Endings, Mandate, MandatesOf, MandatesTo, NextMandate, Pallet, Rows, State,
	Use,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::ensure};
use split_ledger_primitives::{
	limits::MANDATE_PERIOD_DAYS_MAX,
	ports::{AccountOwners, Participants},
	AccountNo, MandateNo, MandatePeriod, ParticipantId,
};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of mandates. It walks all of them.
	pub fn check_invariants() -> Checked {
		Self::no_more_is_drawn_than_was_allowed()?;
		Self::every_account_lists_its_mandates()?;
		Self::every_mandate_is_sound_and_will_be_forgotten()?;
		Self::mandates_name_known_participants_and_accounts()?;
		Self::every_grantee_lists_its_mandates()
	}

	/// INV-MAN-1: in its period, no more is drawn by a mandate than it allowed then, and by no more orders;
	/// no order draws nothing.
	fn no_more_is_drawn_than_was_allowed() -> Checked {
		for Mandate { terms, state } in Rows::<T>::iter_values() {
			let State::Active { used, .. } = state else { continue };
			let Use { drawn, orders, lowered, .. } = used;
			let is_allowed = lowered || used.is_within(&terms.limits);
			ensure!(is_allowed, "INV-MAN-1: more is drawn than a mandate allows");
			ensure!(drawn.0 >= u64::from(orders), "INV-MAN-1: an order that drew nothing");
			ensure!(orders > 0 || drawn.is_zero(), "INV-MAN-1: drawn without an order");
		}
		Ok(())
	}

	/// INV-MAN-2: an account lists exactly its mandates, by ascending numbers, each evidence once. The list
	/// itself is bounded.
	fn every_account_lists_its_mandates() -> Checked {
		let mut rows = BTreeMap::<AccountNo, BTreeSet<MandateNo>>::new();
		for (number, Mandate { terms, .. }) in Rows::<T>::iter() {
			rows.entry(terms.account).or_default().insert(number);
		}
		for (account, list) in MandatesOf::<T>::iter() {
			let expected = rows.remove(&account.number()).unwrap_or_default();
			let listed = list.iter().map(|listed| listed.number);
			ensure!(listed.eq(expected), "INV-MAN-2: an account lists other mandates than it has");
			ensure!(!list.is_empty(), "INV-MAN-2: an empty list");
			for (place, listed) in list.iter().enumerate() {
				let mut others = list.iter().take(place);
				let is_new = others.all(|other| other.evidence != listed.evidence);
				ensure!(is_new, "INV-MAN-2: two mandates on one evidence");
				let row = Rows::<T>::get(listed.number);
				let is_its_own = row.is_some_and(|row| row.terms.evidence == listed.evidence);
				ensure!(is_its_own, "INV-MAN-2: a mandate listed with other evidence");
			}
		}
		ensure!(rows.is_empty(), "INV-MAN-2: a mandate that its account does not list");
		Ok(())
	}

	/// INV-MAN-3: the terms of a mandate are sound, its number was given, and it has exactly one mark by
	/// which the clock forgets it after its last date.
	fn every_mandate_is_sound_and_will_be_forgotten() -> Checked {
		let mut marks = 0u32;
		for (date, number) in Endings::<T>::iter_keys() {
			let row = Rows::<T>::get(number).ok_or("INV-MAN-3: a mark without a mandate")?;
			let is_last = DateKey::of(row.terms.limits.until) == date;
			ensure!(is_last, "INV-MAN-3: a mark of another date than the last one");
			marks = marks.checked_add(1).ok_or("INV-MAN-3: marks without number")?;
		}
		let mut rows = 0u32;
		for (number, Mandate { terms, .. }) in Rows::<T>::iter() {
			ensure!(number < NextMandate::<T>::get(), "INV-MAN-3: a number that was never given");
			let is_period = match terms.period {
				MandatePeriod::Days(days) => (1..=MANDATE_PERIOD_DAYS_MAX).contains(&days),
				MandatePeriod::Month => true,
			};
			let is_sound = terms.limits.is_sound() && is_period && terms.from <= terms.limits.until;
			ensure!(is_sound, "INV-MAN-3: unsound terms");
			rows = rows.checked_add(1).ok_or("INV-MAN-3: mandates without number")?;
		}
		ensure!(marks == rows, "INV-MAN-3: a mandate that nothing forgets");
		Ok(())
	}

	/// INV-MAN-4: a grantee lists exactly the mandates by which it can draw, or could once they are
	/// confirmed.
	fn every_grantee_lists_its_mandates() -> Checked {
		let rows = Rows::<T>::iter().map(|(number, row)| (row.terms.grantee, number));
		let rows: BTreeSet<_> = rows.collect();
		let listed = MandatesTo::<T>::iter_keys().map(|(grantee, key)| (grantee, key.mandate()));
		let listed: BTreeSet<_> = listed.collect();
		ensure!(
			listed.is_subset(&rows),
			"INV-MAN-4: a grantee lists a mandate that it does not have"
		);
		ensure!(rows.is_subset(&listed), "INV-MAN-4: a mandate that its grantee does not list");
		Ok(())
	}

	/// INV-PAR: the grantee of a mandate is known, and so is who proposed or confirmed it; its account
	/// exists, and neither its owner nor its bank is the grantee.
	fn mandates_name_known_participants_and_accounts() -> Checked {
		for Mandate { terms, state } in Rows::<T>::iter_values() {
			let (State::Proposed { by, .. } | State::Active { by, .. }) = state;
			let are_known = is_known::<T>(terms.grantee) && is_known::<T>(by);
			ensure!(are_known, "INV-PAR: an unknown side of a mandate");
			let account = T::Accounts::account_owner(terms.account);
			let account = account.ok_or("INV-PAR: a mandate on no account")?;
			let bank = T::Participants::bank(account.bank).map(|bank| bank.participant);
			let needs_it = terms.grantee != account.owner && Some(terms.grantee) != bank;
			ensure!(needs_it, "INV-PAR: a mandate for whom needs none");
			let gave = by == account.owner || Some(by) == bank;
			ensure!(gave, "INV-PAR: a mandate given by a stranger");
		}
		Ok(())
	}
}

fn is_known<T: Config>(id: ParticipantId) -> bool {
	T::Participants::facts(id).is_some()
}
