// SPDX-License-Identifier: Apache-2.0

//! What a customer asks its bank to pay out (M5): held until the bank confirms or rejects it, or the
//! customer withdraws it.

use crate::{
	account::SignerOf,
	hold::{Hold, HoldCause, REQUESTS_MAX},
	references::Claim,
	AccountRow, Config, Error, Event, HoldSums, Holds, Pallet,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Participants, Signer},
	AccountNo, Amount, Commitment, Currency, Domain, HoldKind, Reference, Text,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request_redemption(
		signer: SignerOf<T>,
		reference: Reference,
		account: AccountNo,
		amount: Amount,
		payout: Commitment,
	) -> DispatchResult {
		let row = Self::row_of(account, &signer)?;
		// Confirmations are of the same domain, and of another word.
		let act = ("request", account, amount, payout);
		let fresh = match Self::claim(Domain::Redeem, signer.participant, &reference, &act)? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		let is_limited = Self::ensure_key_may_spend(&signer.key, row.currency, amount)?;
		let row = row.hold(amount).map_err(Error::<T>::from)?;
		let before = HoldSums::<T>::get(account.key());
		ensure!(before.requests < REQUESTS_MAX, Error::<T>::TooManyHolds);
		let after = before.with(amount, HoldKind::Redemption).ok_or(Error::<T>::Overflow)?;

		fresh.keep::<T>();
		let cause = HoldCause::Redemption { payout };
		let hold = Hold { amount, by: signer.participant, cause };
		let request = Self::put_hold(account, row, hold, before, after);
		if is_limited {
			T::Participants::note_spent(&signer.key, row.currency, amount);
		}

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::RedemptionRequested {
			reference,
			account,
			request,
			amount,
			payout,
			by,
			key,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw_redemption(
		signer: SignerOf<T>,
		account: AccountNo,
		request: u32,
	) -> DispatchResult {
		let row = Self::row_of(account, &signer)?;
		let asked = Self::request_of(account, request)?;

		Self::give_back(account, row, request, &asked)?;

		let Signer { participant: by, key } = signer;
		let amount = asked.amount;
		Self::deposit_event(Event::RedemptionWithdrawn { account, request, amount, by, key });
		Ok(())
	}

	pub(crate) fn do_reject_redemption(
		signer: SignerOf<T>,
		account: AccountNo,
		request: u32,
		reason: Text,
	) -> DispatchResult {
		let bank = Self::bank_of(&signer)?;
		let row = Self::row_at(account, bank)?;
		let asked = Self::request_of(account, request)?;
		ensure!(!reason.is_empty(), Error::<T>::ReasonMissing);

		Self::give_back(account, row, request, &asked)?;

		let Signer { participant: by, key } = signer;
		let amount = asked.amount;
		Self::deposit_event(Event::RedemptionRejected {
			account,
			request,
			amount,
			reason,
			by,
			key,
		});
		Ok(())
	}

	/// Whether the key is limited, and then within its limits: what it asks its bank to pay out is
	/// spent as an order is (P7).
	fn ensure_key_may_spend(
		key: &T::AccountId,
		currency: Currency,
		amount: Amount,
	) -> Result<bool, Error<T>> {
		let limit = T::Participants::spending_limit(key, currency);
		if let Some(limit) = limit {
			ensure!(amount <= limit.single, Error::<T>::OverKeySingleLimit);
			ensure!(amount <= limit.left_today, Error::<T>::OverKeyDailyLimit);
		}
		Ok(limit.is_some())
	}

	/// The open request of a number.
	pub(crate) fn request_of(account: AccountNo, request: u32) -> Result<Hold, Error<T>> {
		let hold = Holds::<T>::get(account.key(), request).filter(Hold::is_request);
		hold.ok_or(Error::<T>::NoSuchHold)
	}

	/// The row of an account that must be the signer's own.
	fn row_of(account: AccountNo, signer: &SignerOf<T>) -> Result<AccountRow, Error<T>> {
		let row = Self::row(account)?;
		ensure!(row.owner == signer.participant, Error::<T>::NotOwner);
		Ok(row)
	}
}
