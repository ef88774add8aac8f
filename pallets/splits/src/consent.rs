// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Consent, Event, Pallet, Receiver, Receivers};
use frame::prelude::*;
use split_ledger_primitives::{ports::Signer, AccountNo, ParticipantId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_consent(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		account: AccountNo,
		platform_returns: bool,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let receiver = Self::receiver_row(merchant, account)?;
		Self::ensure_acts_for_account(by, account)?;
		if receiver.consent.is_some_and(|before| before.platform_returns == platform_returns) {
			return Ok(());
		}

		let consent = Some(Consent { platform_returns, by });
		Receivers::<T>::insert(merchant, account.key(), Receiver { consent, ..receiver });

		Self::deposit_event(Event::Consented { merchant, account, platform_returns, by, key });
		Ok(())
	}

	pub(crate) fn do_withdraw_consent(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		account: AccountNo,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let receiver = Self::receiver_row(merchant, account)?;
		Self::ensure_acts_for_account(by, account)?;
		if receiver.consent.is_none() {
			return Ok(());
		}

		Receivers::<T>::insert(merchant, account.key(), Receiver { consent: None, ..receiver });

		Self::deposit_event(Event::ConsentWithdrawn { merchant, account, by, key });
		Ok(())
	}
}
