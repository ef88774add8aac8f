// SPDX-License-Identifier: Apache-2.0

use crate::{types::WHOLE_PPM, Acceptances, Ceiling, Ceilings, Config, Error, Event, Pallet};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ParticipantFacts, Participants, Signer},
	ParticipantId, Role, RuleHash,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_accept(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		platform: ParticipantId,
		rules: RuleHash,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_acts_for_merchant(by, merchant)?;
		Self::standing(rules, platform)?;
		let acceptance = (merchant, platform, rules);
		if Acceptances::<T>::contains_key(acceptance) {
			return Ok(());
		}

		Acceptances::<T>::insert(acceptance, by);

		Self::deposit_event(Event::Accepted { merchant, platform, rules, by, key });
		Ok(())
	}

	pub(crate) fn do_accept_ceilings(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		platform: ParticipantId,
		share_ppm: u32,
		liability_ppm: u32,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_acts_for_merchant(by, merchant)?;
		Self::platform(platform)?;
		ensure!(share_ppm.max(liability_ppm) <= WHOLE_PPM, Error::<T>::CeilingOverWhole);
		let ceiling = Ceiling { share_ppm, liability_ppm, by };
		let before = Ceilings::<T>::get(merchant, platform);
		if before.is_some_and(|before| before.says_the_same_as(&ceiling)) {
			return Ok(());
		}

		Ceilings::<T>::insert(merchant, platform, ceiling);

		let told =
			Event::CeilingsAccepted { merchant, platform, share_ppm, liability_ppm, by, key };
		Self::deposit_event(told);
		Ok(())
	}

	/// A merchant speaks for itself, or its sponsor bank does.
	pub(crate) fn ensure_acts_for_merchant(
		by: ParticipantId,
		merchant: ParticipantId,
	) -> Result<(), Error<T>> {
		let sponsor = Self::merchant(merchant)?.sponsor;
		ensure!([merchant, sponsor].contains(&by), Error::<T>::NotForMerchant);
		Ok(())
	}

	/// The facts of a participant that sells. Those are also platforms that sell their own goods
	/// (P5).
	pub(crate) fn merchant(id: ParticipantId) -> Result<ParticipantFacts, Error<T>> {
		let sells = |facts: &ParticipantFacts| {
			facts.roles.has(Role::Merchant)
				|| (facts.roles.has(Role::Platform) && facts.self_operated)
		};
		T::Participants::facts(id).filter(sells).ok_or(Error::<T>::UnknownMerchant)
	}
}
