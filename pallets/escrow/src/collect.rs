// SPDX-License-Identifier: Apache-2.0

//! Collecting what is owed (R3): creditors are paid out of what credits brought to the debtor's
//! account, the oldest lien first, under the cover of the debtor's bank. After 90 days a lien ends.

use crate::{
	order::RETRY_MS_MAX,
	posting::{in_item, Book},
	types::By,
	Config, Credited, DebtorHints, Error, Event, Pallet, WeightInfo,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame::{
	deps::frame_support::{storage::with_storage_layer, weights::WeightMeter},
	prelude::{
		blake2_256, defensive, ensure, BoundedVec, DispatchError, DispatchResult,
		DispatchResultWithPostInfo,
	},
};
use split_ledger_primitives::{
	limits::{LIENS_MAX, LIEN_DAYS_MAX},
	ports::{Clock, CycleFacts, Entry, Ledger, LedgerBook, Lien, Liens, Signer},
	AccountNo, Amount, Currency, Leaf, LeafKind, LeafLeg, Moment, Purpose, DAY_MS, MINUTE_MS,
};

/// What was collected and ended of a debtor's liens.
#[derive(Default)]
struct Collecting {
	/// How many creditors were paid, and liens ended.
	done: u32,
	/// Why a creditor could not be paid.
	refused: Option<DispatchError>,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_collect(
		signer: &Signer<T::AccountId>,
		debtor: AccountNo,
	) -> DispatchResultWithPostInfo {
		let mut book = T::Ledger::open_book();
		// Trying a creditor that is refused costs about as much as paying it.
		let liens = u32::try_from(book.liens(debtor)?.list.len()).unwrap_or(u32::MAX);
		let Collecting { done, refused } = Self::collect_in(&mut book, debtor, Self::by(signer))?;
		let nothing = refused.unwrap_or(Error::<T>::NothingToCollect.into());
		ensure!(done > 0, nothing);
		if book.liens(debtor)?.list.is_empty() {
			DebtorHints::<T>::remove(debtor);
		}
		book.commit();
		Ok(Some(T::WeightInfo::collect(liens)).into())
	}

	/// Pays the creditors, then ends the liens whose time is over.
	fn collect_in(
		book: &mut Book<T>,
		debtor: AccountNo,
		by: By<T::AccountId>,
	) -> Result<Collecting, DispatchError> {
		let currency = book.account(debtor)?.currency;
		let mut collecting = Collecting::default();
		Self::pay_creditors(book, (debtor, currency), &by, &mut collecting)?;
		Self::end_overdue(book, debtor, &by, &mut collecting)?;
		Ok(collecting)
	}

	/// Each lien is an item of its own: what is refused for one, for cover or since its creditor's
	/// account takes no credit, leaves the others.
	fn pay_creditors(
		book: &mut Book<T>,
		(debtor, currency): (AccountNo, Currency),
		by: &By<T::AccountId>,
		collecting: &mut Collecting,
	) -> DispatchResult {
		let mut place = 0u8;
		for _ in 0..LIENS_MAX {
			let Liens { collected, list } = book.liens(debtor)?;
			let Some(lien) = list.get(usize::from(place)).copied() else { break };
			let amount = collected.min(lien.remaining);
			if amount.is_zero() {
				break;
			}
			let entry = Entry::Collect { from: debtor, lien: place, amount };
			match in_item(book, |book| book.enter(entry)) {
				Ok(()) => {
					collecting.done = collecting.done.saturating_add(1);
					Self::tell_collected(book, (debtor, currency), lien, amount, by)?;
				}
				Err(error) => {
					collecting.refused = collecting.refused.or(Some(error));
					place = place.saturating_add(1);
				}
			}
		}
		Ok(())
	}

	/// Whatever is still owed after 90 days is not collected any more.
	fn end_overdue(
		book: &mut Book<T>,
		debtor: AccountNo,
		by: &By<T::AccountId>,
		collecting: &mut Collecting,
	) -> DispatchResult {
		let now = T::Clock::now();
		let list = book.liens(debtor)?.list;
		// From the last one on, so that the places of the others stay.
		for (place, lien) in (0u8..).zip(list).collect::<Vec<_>>().into_iter().rev() {
			if lien.deadline > now {
				continue;
			}
			in_item(book, |book| book.end_lien(debtor, place))?;
			collecting.done = collecting.done.saturating_add(1);
			let Lien { creditor, order, leg, remaining: unpaid, .. } = lien;
			Self::expected(order, creditor, unpaid, false)?;
			let by = by.clone();
			Self::deposit_event(Event::LienEnded { order, leg, debtor, creditor, unpaid, by });
		}
		Ok(())
	}

	fn tell_collected(
		book: &mut Book<T>,
		(debtor, currency): (AccountNo, Currency),
		lien: Lien,
		amount: Amount,
		by: &By<T::AccountId>,
	) -> DispatchResult {
		let Lien { creditor, order, leg, remaining, .. } = lien;
		let remaining = remaining.checked_sub(amount).ok_or(Error::<T>::Overflow)?;
		Self::expected(order, creditor, amount, true)?;
		let CycleFacts { cycle, date } = book.cycle(currency)?;
		let purpose = Purpose::Collection;
		let legs = vec![LeafLeg { from: debtor, to: creditor, amount, purpose }];
		let kind = LeafKind::Collected;
		let leaf = Leaf { kind, order, currency, cycle, date, legs };
		book.record(currency, blake2_256(&leaf.encode()));
		Self::note_credits(book, [creditor].into_iter())?;
		Self::deposit_event(Event::Collected {
			order,
			leg,
			debtor,
			creditor,
			amount,
			remaining,
			currency,
			cycle,
			date,
			by: by.clone(),
		});
		Ok(())
	}

	/// Collects from the debtors that were credited since the last block, as far as the meter allows.
	pub(crate) fn collect_credited(now: Moment, meter: &mut WeightMeter) {
		if !Credited::<T>::exists() {
			return;
		}
		let list = Credited::<T>::take();
		let mut done = 0usize;
		for debtor in &list {
			if meter.try_consume(T::WeightInfo::look_at_debtor()).is_err() {
				break;
			}
			Self::look_at_debtor(*debtor, now);
			done = done.saturating_add(1);
		}
		// Creditors that owe something themselves may have been noted meanwhile.
		let rest: Vec<AccountNo> =
			list.into_iter().skip(done).chain(Credited::<T>::get()).collect();
		if !rest.is_empty() {
			Credited::<T>::put(BoundedVec::truncate_from(rest));
		}
	}

	/// Does what is due on a debtor to whom a hint of `minute` led, and hints at when to look again.
	pub(crate) fn look_at_debtor_of(debtor: AccountNo, minute: u32, now: Moment) {
		if DebtorHints::<T>::get(debtor) != Some(minute) {
			return;
		}
		match Self::look_at_debtor(debtor, now) {
			Some(next) => Self::watch_again(debtor, next.max(now).minute()),
			None => DebtorHints::<T>::remove(debtor),
		}
	}

	/// Collects, and answers when to look at the debtor again; none where nothing is owed any more.
	pub(crate) fn look_at_debtor(debtor: AccountNo, now: Moment) -> Option<Moment> {
		let done = with_storage_layer(|| -> Result<_, DispatchError> {
			let mut book = T::Ledger::open_book();
			Self::collect_in(&mut book, debtor, By::Clock)?;
			let list = book.liens(debtor)?.list;
			book.commit();
			if list.is_empty() {
				DebtorHints::<T>::remove(debtor);
			}
			Ok(next_look(&list, now))
		});
		done.unwrap_or_else(|_| {
			// What is refused of one lien is left; nothing else can be.
			defensive!("the clock could not collect from a debtor");
			Some(now.plus(RETRY_MS_MAX))
		})
	}
}

/// When to look at a debtor again that was not credited by an order: at first every minute, then ever
/// more rarely, at last every hour, and at the deadline of a lien.
fn next_look(liens: &[Lien], now: Moment) -> Option<Moment> {
	let deadline = liens.iter().map(|lien| lien.deadline).min()?;
	let term = LIEN_DAYS_MAX.saturating_mul(DAY_MS);
	let age = now.0.saturating_sub(deadline.0.saturating_sub(term));
	let wait = (age / 4).clamp(MINUTE_MS, RETRY_MS_MAX);
	Some(deadline.min(now.plus(wait)))
}
