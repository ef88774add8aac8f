// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error, Event, Pallet, Standing, Standings};
use frame::prelude::*;
use split_ledger_primitives::{ports::Signer, ParticipantId, RuleHash};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_approve(
		signer: Signer<T::AccountId>,
		platform: ParticipantId,
		rules: RuleHash,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		// A bank that is a platform, too, sponsors itself and would check what it made.
		ensure!(by != platform, Error::<T>::MakerIsChecker);
		ensure!(by == Self::platform(platform)?.sponsor, Error::<T>::NotSponsorBank);
		let effective_from = match Self::standing(rules, platform)? {
			Standing::Published { effective_from } => effective_from,
			Standing::Approved { .. } => return Ok(()),
			Standing::Retired { .. } => return Err(Error::<T>::Retired.into()),
		};

		Standings::<T>::insert(rules, platform, Standing::Approved { by, effective_from });

		Self::deposit_event(Event::Approved { platform, rules, by, key });
		Ok(())
	}
}
