// SPDX-License-Identifier: Apache-2.0

//! Amounts that are set aside by order of a court until a date (M7). What a court takes of them is a
//! payment, and so the escrow pallet's: the book pays it out of the hold.

use crate::{
	account::SignerOf,
	hold::{Hold, HoldCause, JUDICIAL_HOLDS_MAX},
	references::Claim,
	types::Ending,
	Config, Error, Event, HoldSums, Holds, Pallet,
};
use codec::Encode;
use frame::prelude::*;
use split_ledger_primitives::{
	ports::Signer, AccountFlags, AccountNo, Amount, Commitment, Domain, HoldKind, Moment,
	Reference, Text,
};

/// What the reference of a judicial hold stands for.
#[derive(Encode)]
pub(crate) struct JudicialAct {
	/// The account.
	pub(crate) account: AccountNo,
	/// How much.
	pub(crate) amount: Amount,
	/// Who ordered it.
	pub(crate) authority: Text,
	/// Commitment to the order in writing.
	pub(crate) document: Commitment,
	/// When it ends.
	pub(crate) until: Moment,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_judicial_hold(
		signer: SignerOf<T>,
		reference: Reference,
		act: JudicialAct,
	) -> DispatchResult {
		let row = Self::row(act.account)?;
		Self::ensure_may_change(signer.participant, &row, None)?;
		let fresh = match Self::claim(Domain::Hold, signer.participant, &reference, &act)? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		let JudicialAct { account, amount, authority, document, until } = act;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		ensure!(!authority.is_empty(), Error::<T>::AuthorityMissing);
		Self::ensure_ends_in_time(until)?;
		ensure!(!row.flags.has(AccountFlags::CLOSED), Error::<T>::AccountClosed);
		// A court holds the account of who is entitled, not what a bank keeps for others (O6).
		ensure!(!row.flags.is_unclaimed(), Error::<T>::NotEntitledToUnclaimed);
		let row = row.set_aside(amount).map_err(Error::<T>::from)?;
		let before = HoldSums::<T>::get(account.key());
		ensure!(before.judicial < JUDICIAL_HOLDS_MAX, Error::<T>::TooManyHolds);
		let after = before.with(amount, HoldKind::Judicial).ok_or(Error::<T>::Overflow)?;

		fresh.keep::<T>();
		let cause = HoldCause::Judicial { authority: authority.clone(), document, until };
		let held = Hold { amount, by: signer.participant, cause };
		let hold = Self::put_hold(account, row, held, before, after);
		Self::schedule(until, Ending::Hold { account, hold });

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::HeldByCourt {
			reference,
			account,
			hold,
			amount,
			authority,
			document,
			until,
			by,
			key,
		});
		Ok(())
	}

	pub(crate) fn do_release_hold(
		signer: SignerOf<T>,
		account: AccountNo,
		hold: u32,
	) -> DispatchResult {
		let row = Self::row(account)?;
		// Who may not release learns that before whether there is such a hold.
		Self::ensure_may_change(signer.participant, &row, None)?;
		let held = Self::judicial_hold_of(account, hold).ok_or(Error::<T>::NoSuchHold)?;
		Self::ensure_may_change(signer.participant, &row, Some(held.by))?;

		Self::give_back(account, row, hold, &held)?;

		let Signer { participant: by, key } = signer;
		let amount = held.amount;
		Self::deposit_event(Event::HoldReleased { account, hold, amount, by, key });
		Ok(())
	}

	/// Ends a judicial hold at its date, unless it was released or paid out before.
	pub(crate) fn end_hold(account: AccountNo, hold: u32) -> DispatchResult {
		let Some(held) = Self::judicial_hold_of(account, hold) else { return Ok(()) };
		let row = Self::row(account)?;

		Self::give_back(account, row, hold, &held)?;
		Self::deposit_event(Event::HoldEnded { account, hold, amount: held.amount });
		Ok(())
	}

	fn judicial_hold_of(account: AccountNo, hold: u32) -> Option<Hold> {
		Holds::<T>::get(account.key(), hold).filter(Hold::is_judicial)
	}
}
