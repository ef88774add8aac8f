// SPDX-License-Identifier: Apache-2.0

use crate::{
	types::{CYCLE_MS_MIN, EXPONENT_MAX},
	Config, Currencies, CurrencyRow, CycleRecord, Cycles, Error, Event, Pallet, Schedule,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Participants, Signer},
	Currency, CycleNo, ParticipantId, Role, Scope,
};

impl<T: Config> Pallet<T> {
	/// The agent of a currency, by its key.
	pub(crate) fn agent(
		origin: OriginFor<T>,
		currency: Currency,
	) -> Result<(Signer<T::AccountId>, CurrencyRow), DispatchError> {
		let key = ensure_signed(origin)?;
		let signer = T::Participants::signer(&key, Scope::Treasury)?;
		let row = Currencies::<T>::get(currency).ok_or(Error::<T>::UnknownCurrency)?;
		ensure!(row.agent == signer.participant, Error::<T>::NotTheAgent);
		Self::ensure_settlement_agent(row.agent)?;
		Ok((signer, row))
	}

	/// An agent has the role and is no bank, and never was one (M4).
	fn ensure_settlement_agent(agent: ParticipantId) -> Result<(), Error<T>> {
		let facts = T::Participants::facts(agent).ok_or(Error::<T>::NotASettlementAgent)?;
		let has_role = facts.roles.has(Role::SettlementAgent);
		let is_bank = facts.roles.has(Role::Bank) || T::Participants::bank_of(agent).is_some();
		ensure!(has_role && !is_bank, Error::<T>::NotASettlementAgent);
		Ok(())
	}

	pub(crate) fn do_open_currency(
		currency: Currency,
		agent: ParticipantId,
		exponent: u8,
		cycle_ms: u64,
	) -> DispatchResult {
		ensure!(!Currencies::<T>::contains_key(currency), Error::<T>::CurrencyExists);
		ensure!(!Schedule::<T>::get().is_full(), Error::<T>::TooManyCurrencies);
		ensure!(exponent <= EXPONENT_MAX, Error::<T>::ExponentTooLarge);
		Self::ensure_schedule(cycle_ms)?;
		Self::ensure_settlement_agent(agent)?;

		Self::insert_currency(currency, agent, exponent, cycle_ms);

		Self::deposit_event(Event::CurrencyOpened { currency, agent, exponent, cycle_ms });
		Ok(())
	}

	/// Lays a currency down, with its first cycle open.
	pub(crate) fn insert_currency(
		currency: Currency,
		agent: ParticipantId,
		exponent: u8,
		cycle_ms: u64,
	) {
		let cycle = CycleNo(0);
		let row = CurrencyRow {
			agent,
			exponent,
			later: false,
			cycle_ms,
			cycle,
			posted: None,
			unsettled: BoundedVec::new(),
		};
		Currencies::<T>::insert(currency, row);
		Cycles::<T>::insert((currency, cycle), CycleRecord::opening(Self::block()));
		Self::schedule(currency, cycle_ms);
	}

	pub(crate) fn do_set_settlement(
		signer: Signer<T::AccountId>,
		currency: Currency,
		row: CurrencyRow,
		later: bool,
	) -> DispatchResult {
		Currencies::<T>::insert(currency, CurrencyRow { later, ..row });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::SettlementSet { currency, later, by, key });
		Ok(())
	}

	pub(crate) fn do_set_schedule(
		signer: Signer<T::AccountId>,
		currency: Currency,
		row: CurrencyRow,
		cycle_ms: u64,
	) -> DispatchResult {
		Self::ensure_schedule(cycle_ms)?;

		Currencies::<T>::insert(currency, CurrencyRow { cycle_ms, ..row });
		Self::schedule(currency, cycle_ms);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::ScheduleSet { currency, cycle_ms, by, key });
		Ok(())
	}

	fn ensure_schedule(cycle_ms: u64) -> Result<(), Error<T>> {
		ensure!(cycle_ms == 0 || cycle_ms >= CYCLE_MS_MIN, Error::<T>::CycleTooShort);
		Ok(())
	}
}
