// SPDX-License-Identifier: Apache-2.0

//! Which banks may open accounts for whom. An owner has 64 accounts at all banks together, so a bank
//! that could open accounts for anybody could take the places of another bank's customer.

use crate::{account::SignerOf, AllowedBanks, Config, Error, Event, Pallet};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ParticipantFacts, Participants, Signer},
	BankIndex, BankSet, ParticipantId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_allow_bank(
		signer: SignerOf<T>,
		owner: ParticipantId,
		bank: BankIndex,
		allowed: bool,
	) -> DispatchResult {
		let facts = T::Participants::facts(owner).ok_or(Error::<T>::UnknownOwner)?;
		let may = signer.participant == owner || signer.participant == facts.sponsor;
		ensure!(may, Error::<T>::NotOwnerNorSponsor);
		ensure!(T::Participants::bank(bank).is_some(), Error::<T>::UnknownBank);
		let before = AllowedBanks::<T>::get(owner);
		if before.has(bank) == allowed {
			return Ok(());
		}

		let banks = before.with(bank, allowed);
		if banks == BankSet::default() {
			AllowedBanks::<T>::remove(owner);
		} else {
			AllowedBanks::<T>::insert(owner, banks);
		}

		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::BankAllowed { owner, bank, allowed, by, key });
		Ok(())
	}

	/// Whether a bank may open accounts for `owner`: it is the owner, sponsors it, or was allowed.
	pub(crate) fn ensure_allowed(
		bank: BankIndex,
		participant: ParticipantId,
		owner: ParticipantId,
		facts: &ParticipantFacts,
	) -> Result<(), Error<T>> {
		let needs_no_leave = participant == owner || participant == facts.sponsor;
		let may = needs_no_leave || AllowedBanks::<T>::get(owner).has(bank);
		ensure!(may, Error::<T>::OwnerDidNotAllow);
		Ok(())
	}
}
