// SPDX-License-Identifier: Apache-2.0

use crate::{
	references::Claim, BankRow, BankRows, Config, Currencies, Error, Event, FrozenPositions,
	Pallet, ReferenceKey, ReserveTotals, Reserves, Withdrawal, Withdrawals,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::Signer, Amount, BankIndex, BankStatus, Currency, Reference, Total,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_issue_reserve(
		signer: Signer<T::AccountId>,
		reference: Reference,
		bank: BankIndex,
		currency: Currency,
		amount: Amount,
	) -> DispatchResult {
		let act = (bank, currency, amount);
		let fresh = match Self::claim(signer.participant, &reference, &act)? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let row = Self::joined(currency, bank)?;
		ensure!(row.status != BankStatus::Exited, Error::<T>::BankExited);
		let totals =
			Reserves::<T>::get(currency).issue(amount).ok_or(Error::<T>::ReserveTooLarge)?;
		let reserve = row.reserve.checked_add(amount).ok_or(Error::<T>::ReserveTooLarge)?;

		fresh.keep::<T>();
		Reserves::<T>::insert(currency, totals);
		BankRows::<T>::insert(currency, bank, BankRow { reserve, ..row });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::ReserveIssued { reference, bank, currency, amount, by, key });
		Ok(())
	}

	pub(crate) fn do_request_withdrawal(
		signer: Signer<T::AccountId>,
		bank: BankIndex,
		reference: Reference,
		currency: Currency,
		amount: Amount,
	) -> DispatchResult {
		let fresh = match Self::claim(signer.participant, &reference, &(currency, amount))? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		ensure!(Currencies::<T>::contains_key(currency), Error::<T>::UnknownCurrency);
		let row = Self::joined(currency, bank)?;
		let earmarked = row.earmarked.checked_add(amount).ok_or(Error::<T>::ShortOfLiquidity)?;
		let asked = BankRow { earmarked, ..row };
		ensure!(!asked.is_short(&row), Error::<T>::ShortOfLiquidity);

		let id = fresh.key;
		fresh.keep::<T>();
		BankRows::<T>::insert(currency, bank, asked);
		Withdrawals::<T>::insert(bank, id, Withdrawal { currency, amount });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::WithdrawalRequested {
			id,
			reference,
			bank,
			currency,
			amount,
			by,
			key,
		});
		Ok(())
	}

	/// Takes all its reserve out for a bank in run-off. It asks for none itself (P2): here nothing is
	/// left that the reserve could be needed for.
	pub(crate) fn do_return_reserve(
		signer: Signer<T::AccountId>,
		reference: Reference,
		bank: BankIndex,
		currency: Currency,
	) -> DispatchResult {
		let fresh = match Self::claim(signer.participant, &reference, &(bank, currency))? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		let row = Self::joined(currency, bank)?;
		ensure!(row.status == BankStatus::RunOff, Error::<T>::BankNotInRunOff);
		let is_open = row.is_open() || Self::is_in_unsettled_cycle(currency, bank);
		ensure!(!is_open, Error::<T>::BankStillOpen);
		let amount = row.reserve;
		ensure!(!amount.is_zero(), Error::<T>::NoReserve);
		let totals = Reserves::<T>::get(currency).withdraw(amount).ok_or(Error::<T>::Overflow)?;

		fresh.keep::<T>();
		Reserves::<T>::insert(currency, totals);
		BankRows::<T>::insert(currency, bank, BankRow { reserve: Amount::ZERO, ..row });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::ReserveReturned { reference, bank, currency, amount, by, key });
		Ok(())
	}

	/// Whether the bank owes or is owed something in a cycle that is closed and not settled.
	fn is_in_unsettled_cycle(currency: Currency, bank: BankIndex) -> bool {
		let cycles = Currencies::<T>::get(currency).map(|row| row.unsettled).unwrap_or_default();
		cycles.into_iter().any(|cycle| {
			let frozen = FrozenPositions::<T>::get((currency, cycle)).unwrap_or_default();
			frozen.positions.into_iter().any(|(of, _)| of == bank)
		})
	}

	/// An open withdrawal, and the agent of its currency by its key.
	pub(crate) fn withdrawal(
		origin: OriginFor<T>,
		bank: BankIndex,
		id: ReferenceKey,
	) -> Result<(Signer<T::AccountId>, Withdrawal), DispatchError> {
		ensure_signed(origin.clone())?;
		let withdrawal = Withdrawals::<T>::get(bank, id).ok_or(Error::<T>::UnknownWithdrawal)?;
		let (signer, _) = Self::agent(origin, withdrawal.currency)?;
		Ok((signer, withdrawal))
	}

	/// Pays a withdrawal out of the earmark, or gives the earmark back: what was set aside when it
	/// was asked for is free of any pledge, so neither can be short.
	pub(crate) fn do_decide_withdrawal(
		signer: Signer<T::AccountId>,
		bank: BankIndex,
		id: ReferenceKey,
		withdrawal: Withdrawal,
		confirm: bool,
	) -> DispatchResult {
		let Withdrawal { currency, amount } = withdrawal;
		let row = Self::joined(currency, bank)?;
		// A bank in run-off takes no reserve out, whenever it asked for it (P2).
		ensure!(!confirm || row.status == BankStatus::Active, Error::<T>::BankNotActive);
		let paid = if confirm { amount } else { Amount::ZERO };
		let earmarked = row.earmarked.checked_sub(amount).ok_or(Error::<T>::Overflow)?;
		let reserve = row.reserve.checked_sub(paid).ok_or(Error::<T>::Overflow)?;
		let totals = Reserves::<T>::get(currency).withdraw(paid).ok_or(Error::<T>::Overflow)?;

		Withdrawals::<T>::remove(bank, id);
		Reserves::<T>::insert(currency, totals);
		BankRows::<T>::insert(currency, bank, BankRow { earmarked, reserve, ..row });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(if confirm {
			Event::WithdrawalConfirmed { id, bank, currency, amount, by, key }
		} else {
			Event::WithdrawalRejected { id, bank, currency, amount, by, key }
		});
		Ok(())
	}
}

impl BankRow {
	/// Whether something is open for which the bank may need its reserve, closed cycles apart in which
	/// it is owed.
	fn is_open(&self) -> bool {
		let open = [self.promised, self.owed, self.earmarked, self.queued];
		self.position != 0 || open.iter().any(|amount| !amount.is_zero())
	}
}

impl ReserveTotals {
	/// What the banks of the currency have in all.
	pub(crate) fn outstanding(&self) -> Option<Total> {
		self.issued.checked_sub(self.withdrawn)
	}

	/// All reserves of a currency fit one row, so that no settlement can overflow one.
	pub(crate) fn issue(self, amount: Amount) -> Option<Self> {
		let issued = self.issued.checked_add(amount.total())?;
		let totals = Self { issued, ..self };
		(totals.outstanding()? <= Amount::MAX.total()).then_some(totals)
	}

	fn withdraw(self, amount: Amount) -> Option<Self> {
		Some(Self { withdrawn: self.withdrawn.checked_add(amount.total())?, ..self })
	}
}
