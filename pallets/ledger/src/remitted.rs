// SPDX-License-Identifier: Apache-2.0

//! Tax that its office has passed on to the state: what was posted to it until then does not come back
//! from its account (P5). Who refunds it claims it from the office.

use crate::{account::SignerOf, Config, Error, Event, Pallet, RemittedUpTo};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Clock, Participants, Signer},
	AccountNo, AccountType, Date,
};

impl<T: Config> Pallet<T> {
	/// A day that is not over can still bring tax that nobody passed on.
	pub(crate) fn do_mark_remitted(
		signer: SignerOf<T>,
		account: AccountNo,
		up_to: Date,
	) -> DispatchResult {
		let row = Self::row(account)?;
		let is_bank = T::Participants::bank_of(signer.participant) == Some(row.bank);
		ensure!(is_bank || row.owner == signer.participant, Error::<T>::NotOwnerNorBank);
		let is_tax = row.flags.account_type() == Some(AccountType::Tax);
		ensure!(is_tax, Error::<T>::NotATaxAccount);
		ensure!(up_to < T::Clock::today(), Error::<T>::DayNotOver);
		let known = RemittedUpTo::<T>::get(account.key());
		if known == Some(up_to) {
			return Ok(());
		}
		ensure!(known.is_none_or(|known| known < up_to), Error::<T>::RemittedAlready);

		RemittedUpTo::<T>::insert(account.key(), up_to);

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::MarkedRemitted { account, up_to, by, key });
		Ok(())
	}
}
