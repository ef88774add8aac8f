// SPDX-License-Identifier: Apache-2.0

//! Customer money in and out: the only acts that change the sum of a currency (M1, M4).

use crate::{
	account::SignerOf, liens, references::Claim, Accounts, BankTotals, Config, Error, Event,
	MoneyAct, Pallet, Totals,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Clearing, ClearingBook, CycleFacts, Signer},
	AccountFlags, Currency, Domain, Purpose, Reference,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_issue(
		signer: SignerOf<T>,
		reference: Reference,
		act: MoneyAct,
	) -> DispatchResult {
		let bank = Self::bank_of(&signer)?;
		let fresh = match Self::claim(Domain::Issue, signer.participant, &reference, &act)? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		Self::ensure_active(bank)?;
		let MoneyAct { account, amount, source, evidence } = act;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let row = Self::row_at(account, bank)?;
		ensure!(!row.flags.is_unclaimed(), Error::<T>::NotEntitledToUnclaimed);
		if let Some(reason) = row.credit_refusal(amount, Purpose::Issue) {
			return Err(Error::<T>::from(reason).into());
		}
		let owed = Self::liens_beside(account, &row);
		let (row, owed) = liens::credit(row, owed, amount).map_err(Error::<T>::from)?;
		let totals = Totals::<T>::get((row.currency, bank));
		let issued = totals.issued.checked_add(amount.total()).ok_or(Error::<T>::Overflow)?;
		let CycleFacts { cycle, date } = Self::open_cycle(row.currency)?;

		fresh.keep::<T>();
		Accounts::<T>::insert(account.key(), row);
		if row.flags.has(AccountFlags::LIEN) {
			Self::put_liens(account, owed);
		}
		Totals::<T>::insert((row.currency, bank), BankTotals { issued, ..totals });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::Issued {
			reference,
			account,
			amount,
			source,
			evidence,
			cycle,
			date,
			by,
			key,
		});
		Ok(())
	}

	pub(crate) fn do_redeem(
		signer: SignerOf<T>,
		reference: Reference,
		act: MoneyAct,
	) -> DispatchResult {
		let bank = Self::bank_of(&signer)?;
		let fresh = match Self::claim(Domain::Redeem, signer.participant, &reference, &act)? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		let MoneyAct { account, amount, source, evidence } = act;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let row = Self::row_at(account, bank)?;
		// A bank that leaves pays who is entitled outside the ledger: its accounts must come to nothing.
		let leaves = row.flags.is_unclaimed() && Self::ensure_active(bank).is_err();
		let row = if leaves { row.debit_unclaimed(amount) } else { row.debit(amount) };
		let row = row.map_err(Error::<T>::from)?;
		let totals = Totals::<T>::get((row.currency, bank));
		let redeemed = totals.redeemed.checked_add(amount.total()).ok_or(Error::<T>::Overflow)?;
		let CycleFacts { cycle, date } = Self::open_cycle(row.currency)?;

		fresh.keep::<T>();
		Accounts::<T>::insert(account.key(), row);
		Totals::<T>::insert((row.currency, bank), BankTotals { redeemed, ..totals });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::Redeemed {
			reference,
			account,
			amount,
			source,
			evidence,
			cycle,
			date,
			by,
			key,
		});
		Ok(())
	}

	/// The cycle and the date that a posting of now carries (M6).
	fn open_cycle(currency: Currency) -> Result<CycleFacts, DispatchError> {
		T::Clearing::open_book().cycle(currency)
	}
}
