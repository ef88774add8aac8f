// SPDX-License-Identifier: Apache-2.0

use crate::{BankRow, BankRows, Config, Currencies, Error, Event, Pallet, Schedule};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{BankFacts, ParticipantFacts, ParticipantObserver, Participants, Signer},
	Amount, BankIndex, BankStatus, Currency, ParticipantId, Scope,
};

impl<T: Config> Pallet<T> {
	/// An active bank, by its key.
	pub(crate) fn active_bank(
		origin: OriginFor<T>,
	) -> Result<(Signer<T::AccountId>, BankIndex), DispatchError> {
		let key = ensure_signed(origin)?;
		let signer = T::Participants::signer(&key, Scope::Treasury)?;
		let bank = T::Participants::bank_of(signer.participant).ok_or(Error::<T>::NotABank)?;
		let facts = T::Participants::bank(bank).ok_or(Error::<T>::UnknownBank)?;
		ensure!(facts.status == BankStatus::Active, Error::<T>::BankNotActive);
		Ok((signer, bank))
	}

	/// The row of a bank that has joined.
	pub(crate) fn joined(currency: Currency, bank: BankIndex) -> Result<BankRow, Error<T>> {
		BankRows::<T>::get(currency, bank).ok_or(Error::<T>::NotJoined)
	}

	pub(crate) fn do_join(
		signer: Signer<T::AccountId>,
		bank: BankIndex,
		currency: Currency,
	) -> DispatchResult {
		ensure!(Currencies::<T>::contains_key(currency), Error::<T>::UnknownCurrency);
		ensure!(!BankRows::<T>::contains_key(currency, bank), Error::<T>::AlreadyJoined);

		BankRows::<T>::insert(currency, bank, BankRow::default());

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::BankJoined { currency, bank, by, key });
		Ok(())
	}

	pub(crate) fn do_set_cap(
		signer: Signer<T::AccountId>,
		bank: BankIndex,
		currency: Currency,
		cap: Amount,
	) -> DispatchResult {
		let row = Self::joined(currency, bank)?;
		ensure!(cap.position() >= row.demand(), Error::<T>::CapBelowPosition);
		ensure!(cap <= row.reserve, Error::<T>::CapOverReserve);

		BankRows::<T>::insert(currency, bank, BankRow { cap, ..row });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::CapSet { currency, bank, cap, by, key });
		Ok(())
	}

	pub(crate) fn do_set_gross(
		signer: Signer<T::AccountId>,
		currency: Currency,
		a: BankIndex,
		b: BankIndex,
		gross: bool,
	) -> DispatchResult {
		ensure!(a != b, Error::<T>::SelfObligation);
		let (of_a, of_b) = (Self::joined(currency, a)?, Self::joined(currency, b)?);

		let with =
			|row: BankRow, other| BankRow { gross_with: row.gross_with.with(other, gross), ..row };
		BankRows::<T>::insert(currency, a, with(of_a, b));
		BankRows::<T>::insert(currency, b, with(of_b, a));

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::GrossSet { currency, a, b, gross, by, key });
		Ok(())
	}
}

impl<T: Config> ParticipantObserver for Pallet<T> {
	/// Nothing of a participant is mirrored here but the status of a bank.
	fn participant_changed(_: ParticipantId, _: &ParticipantFacts) {}

	fn bank_changed(index: BankIndex, facts: &BankFacts) {
		for due in Schedule::<T>::get() {
			if let Some(row) = BankRows::<T>::get(due.currency, index) {
				BankRows::<T>::insert(due.currency, index, BankRow { status: facts.status, ..row });
			}
		}
	}
}
