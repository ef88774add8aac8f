// SPDX-License-Identifier: Apache-2.0

//! Limits of keys (P7). Whatever only restricts takes one key, and whatever lets a key spend more
//! takes two: so a lost key is stopped by whoever is awake, and nobody alone opens a door.

use crate::{
	Config, Error, Event, Key, KeyLimits, Keys, LimitProposal, LimitRow, LimitRows, Pallet,
	ProposedLimits,
};
use frame::{prelude::*, traits::Defensive};
use split_ledger_primitives::{
	ports::{Clock, Participants, Signer, SpendingLimit},
	Amount, Currency, KeyLimit, ParticipantId, Scope,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_key_limit(
		signer: Signer<T::AccountId>,
		limited: T::AccountId,
		currency: Currency,
		limit: Option<KeyLimit>,
	) -> DispatchResult {
		let (held, _) = Self::kept_key(&signer, &limited)?;
		ensure!(limit.is_none_or(|limit| limit.single <= limit.daily), Error::<T>::InvalidLimit);
		let rows = KeyLimits::<T>::get(&limited).unwrap_or_default();
		ensure!(limit != rows.get(&currency).map(|row| row.limit), Error::<T>::NothingChanges);
		let after = with_limit(&rows, currency, limit).ok_or(Error::<T>::TooManyLimits)?;
		if widens(&rows, currency, limit) {
			return Self::propose(signer, held.participant, limited, currency, limit);
		}

		Self::put_limits(&limited, held, after);
		Self::end_proposal(&limited, currency);

		let (participant, Signer { participant: by, key }) = (held.participant, signer);
		let maker = None;
		let set = Event::KeyLimitSet { participant, limited, currency, limit, maker, by, key };
		Self::deposit_event(set);
		Ok(())
	}

	fn propose(
		signer: Signer<T::AccountId>,
		participant: ParticipantId,
		limited: T::AccountId,
		currency: Currency,
		limit: Option<KeyLimit>,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let proposal = LimitProposal { limit, by, maker: key.clone() };
		let mut proposals = ProposedLimits::<T>::get(&limited).unwrap_or_default();
		let before = proposals
			.try_insert(currency, proposal.clone())
			.map_err(|_| Error::<T>::TooManyLimits)?;
		ensure!(before != Some(proposal), Error::<T>::NothingChanges);

		ProposedLimits::<T>::insert(&limited, proposals);

		let proposed = Event::KeyLimitProposed { participant, limited, currency, limit, by, key };
		Self::deposit_event(proposed);
		Ok(())
	}

	pub(crate) fn do_confirm_key_limit(
		signer: Signer<T::AccountId>,
		limited: T::AccountId,
		currency: Currency,
		limit: Option<KeyLimit>,
	) -> DispatchResult {
		let (held, _) = Self::kept_key(&signer, &limited)?;
		let LimitProposal { limit: proposed, maker, .. } = ProposedLimits::<T>::get(&limited)
			.and_then(|mut proposals| proposals.remove(&currency))
			.ok_or(Error::<T>::NoProposal)?;
		ensure!(proposed == limit, Error::<T>::ProposalDiffers);
		ensure!(maker != signer.key, Error::<T>::MakerIsChecker);
		ensure!(Self::signer(&maker, Scope::Admin).is_ok(), Error::<T>::MakerGone);
		let rows = KeyLimits::<T>::get(&limited).unwrap_or_default();
		let after = with_limit(&rows, currency, limit).ok_or(Error::<T>::TooManyLimits)?;

		Self::put_limits(&limited, held, after);
		Self::end_proposal(&limited, currency);

		let (participant, Signer { participant: by, key }) = (held.participant, signer);
		let maker = Some(maker);
		let set = Event::KeyLimitSet { participant, limited, currency, limit, maker, by, key };
		Self::deposit_event(set);
		Ok(())
	}

	pub(crate) fn do_withdraw_key_limit_proposal(
		signer: Signer<T::AccountId>,
		limited: T::AccountId,
		currency: Currency,
	) -> DispatchResult {
		let (held, _) = Self::kept_key(&signer, &limited)?;
		let proposals = ProposedLimits::<T>::get(&limited).unwrap_or_default();
		ensure!(proposals.contains_key(&currency), Error::<T>::NoProposal);

		Self::end_proposal(&limited, currency);

		let (participant, Signer { participant: by, key }) = (held.participant, signer);
		let withdrawn =
			Event::KeyLimitProposalWithdrawn { participant, limited, currency, by, key };
		Self::deposit_event(withdrawn);
		Ok(())
	}

	/// Writes the limits of a key, and whether it has any.
	fn put_limits(key: &T::AccountId, held: Key, rows: LimitRows) {
		let limited = !rows.is_empty();
		if limited != held.limited {
			Keys::<T>::insert(key, Key { limited, ..held });
		}
		if limited {
			KeyLimits::<T>::insert(key, rows);
		} else {
			Self::forget_limits(key, &held);
		}
	}

	/// Removes the limits of a key that has none any more. What was proposed to let it spend more
	/// has no sense any more either.
	pub(crate) fn forget_limits(key: &T::AccountId, held: &Key) {
		if held.limited {
			KeyLimits::<T>::remove(key);
			ProposedLimits::<T>::remove(key);
		}
	}

	fn end_proposal(key: &T::AccountId, currency: Currency) {
		ProposedLimits::<T>::mutate_exists(key, |row| {
			*row = row.take().and_then(|mut proposals| {
				proposals.remove(&currency);
				(!proposals.is_empty()).then_some(proposals)
			});
		});
	}

	pub(crate) fn is_limited(key: &T::AccountId) -> bool {
		Keys::<T>::get(key).is_some_and(|held| held.limited)
	}

	/// What a limited key may still spend in a currency.
	pub(crate) fn left_today(key: &T::AccountId, currency: Currency) -> SpendingLimit {
		let rows = KeyLimits::<T>::get(key).unwrap_or_default();
		let nothing = SpendingLimit { single: Amount::ZERO, left_today: Amount::ZERO };
		rows.get(&currency).map_or(nothing, |row| row.left(T::Clock::today()))
	}

	/// Counts what a limited key spent, which whoever lets it spend has checked.
	pub(crate) fn use_limit(key: &T::AccountId, currency: Currency, amount: Amount) {
		KeyLimits::<T>::mutate_extant(key, |rows| {
			let row = rows.get_mut(&currency).defensive_proof("a limited key spends where it may");
			if let Some(row) = row {
				*row = row.spending(amount, T::Clock::today());
				defensive_assert!(!row.is_overspent(), "a limited key spends what was left");
			}
		});
	}
}

/// The limits of a key with another one in `currency`, or none there; `None` where they would be too
/// many.
fn with_limit(rows: &LimitRows, currency: Currency, limit: Option<KeyLimit>) -> Option<LimitRows> {
	let mut rows = rows.clone();
	let before = rows.remove(&currency);
	if let Some(limit) = limit {
		let row = before.map_or(LimitRow::new(limit), |row| row.changed(limit));
		rows.try_insert(currency, row).ok()?;
	}
	Some(rows)
}

/// Whether the key could spend something by the new limit that it cannot spend now. A key without
/// limits spends everything, one with limits nothing in other currencies.
fn widens(rows: &LimitRows, currency: Currency, limit: Option<KeyLimit>) -> bool {
	match (rows.get(&currency), limit) {
		(None, Some(limit)) => !rows.is_empty() && !limit.is_within(KeyLimit::default()),
		(Some(row), Some(limit)) => !limit.is_within(row.limit),
		(Some(_), None) => rows.len() == 1,
		(None, None) => false,
	}
}
