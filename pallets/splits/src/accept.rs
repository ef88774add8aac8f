// SPDX-License-Identifier: Apache-2.0

use crate::{
	types::WHOLE_PPM, Acceptances, Ceiling, Ceilings, Config, Error, Event, Pallet, RuleSets,
};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ParticipantFacts, Participants, Signer},
	ParticipantId, Role, RuleHash,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_accept(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		rules: RuleHash,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_acts_for_merchant(by, merchant)?;
		ensure!(RuleSets::<T>::contains_key(rules), Error::<T>::UnknownRuleSet);
		if Acceptances::<T>::contains_key(merchant, rules) {
			return Ok(());
		}

		Acceptances::<T>::insert(merchant, rules, by);

		Self::deposit_event(Event::Accepted { merchant, rules, by, key });
		Ok(())
	}

	pub(crate) fn do_accept_ceilings(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		platform: ParticipantId,
		share_ppm: u32,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_acts_for_merchant(by, merchant)?;
		Self::platform(platform)?;
		ensure!(share_ppm <= WHOLE_PPM, Error::<T>::CeilingOverWhole);
		let before = Ceilings::<T>::get(merchant, platform);
		if before.is_some_and(|ceiling| ceiling.share_ppm == share_ppm) {
			return Ok(());
		}

		Ceilings::<T>::insert(merchant, platform, Ceiling { share_ppm, by });

		Self::deposit_event(Event::CeilingsAccepted { merchant, platform, share_ppm, by, key });
		Ok(())
	}

	/// A merchant speaks for itself, or its sponsor bank does. Merchants are also platforms that sell
	/// their own goods (P5).
	fn ensure_acts_for_merchant(
		by: ParticipantId,
		merchant: ParticipantId,
	) -> Result<(), Error<T>> {
		let sells = |facts: &ParticipantFacts| {
			facts.roles.has(Role::Merchant)
				|| (facts.roles.has(Role::Platform) && facts.self_operated)
		};
		let facts = T::Participants::facts(merchant).filter(sells);
		let sponsor = facts.ok_or(Error::<T>::UnknownMerchant)?.sponsor;
		ensure!([merchant, sponsor].contains(&by), Error::<T>::NotForMerchant);
		Ok(())
	}
}
