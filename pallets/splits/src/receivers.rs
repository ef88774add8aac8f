// SPDX-License-Identifier: Apache-2.0

use crate::{types::WHOLE_PPM, Config, Error, Event, Pallet, Receiver, ReceiverCounts, Receivers};
use frame::prelude::*;
use split_ledger_primitives::{
	limits::RECEIVERS_MAX,
	ports::{AccountOwners, Participants, Signer},
	AccountNo, ParticipantId, Relation,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_receiver(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		account: AccountNo,
		relation: Relation,
		ceiling_ppm: u32,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_acts_for_merchant(by, merchant)?;
		ensure!(ceiling_ppm <= WHOLE_PPM, Error::<T>::CeilingOverWhole);
		let before = Receivers::<T>::get(merchant, account.key());
		let receiver = Receiver { relation, ceiling_ppm, added_by: by, consent: None };
		let receiver = match before {
			Some(before) if before.is_on_the_terms_of(&receiver) => return Ok(()),
			Some(before) => receiver.with_consent_of(before),
			None => receiver,
		};
		Self::ensure_is_of_another(account, merchant)?;
		let count = ReceiverCounts::<T>::get(merchant);
		ensure!(before.is_some() || count < RECEIVERS_MAX, Error::<T>::TooManyReceivers);

		Receivers::<T>::insert(merchant, account.key(), receiver);
		if before.is_none() {
			// It stays below the limit that was checked.
			ReceiverCounts::<T>::insert(merchant, count.saturating_add(1));
		}

		let consented = receiver.consent.is_some();
		let told =
			Event::ReceiverAdded { merchant, account, relation, ceiling_ppm, consented, by, key };
		Self::deposit_event(told);
		Ok(())
	}

	pub(crate) fn do_remove_receiver(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		account: AccountNo,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::receiver_row(merchant, account)?;
		let sponsor = T::Participants::facts(merchant).map(|facts| facts.sponsor);
		if by != merchant && Some(by) != sponsor {
			Self::ensure_acts_for_account(by, account)?;
		}

		Receivers::<T>::remove(merchant, account.key());
		// A row is counted (SPL-8), so there is one less at least.
		match ReceiverCounts::<T>::get(merchant).saturating_sub(1) {
			0 => ReceiverCounts::<T>::remove(merchant),
			left => ReceiverCounts::<T>::insert(merchant, left),
		}

		Self::deposit_event(Event::ReceiverRemoved { merchant, account, by, key });
		Ok(())
	}

	/// A receiver that the merchant added.
	pub(crate) fn receiver_row(
		merchant: ParticipantId,
		account: AccountNo,
	) -> Result<Receiver, Error<T>> {
		Receivers::<T>::get(merchant, account.key()).ok_or(Error::<T>::UnknownReceiver)
	}

	/// The owner of an account speaks for it, or the bank that keeps it does.
	pub(crate) fn ensure_acts_for_account(
		by: ParticipantId,
		account: AccountNo,
	) -> Result<(), Error<T>> {
		let facts = T::Accounts::account_owner(account).ok_or(Error::<T>::UnknownAccount)?;
		let is_its_bank =
			|| T::Participants::bank(facts.bank).is_some_and(|bank| bank.participant == by);
		ensure!(by == facts.owner || is_its_bank(), Error::<T>::NotForReceiver);
		Ok(())
	}

	/// The account can be credited some day, and is not the merchant's own.
	fn ensure_is_of_another(account: AccountNo, merchant: ParticipantId) -> Result<(), Error<T>> {
		let facts = T::Accounts::account_owner(account).ok_or(Error::<T>::UnknownAccount)?;
		ensure!(!facts.closed, Error::<T>::AccountClosed);
		ensure!(facts.owner != merchant, Error::<T>::OwnAccount);
		Ok(())
	}
}
