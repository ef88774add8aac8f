// SPDX-License-Identifier: Apache-2.0

use crate::{content::hash_of, Config, Error, Event, Pallet, RuleSets, Standing, Standings};
use codec::Encode;
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{Clock, ParticipantFacts, Participants, Signer},
	Moment, ParticipantId, Role, RuleHash,
};
use split_rules::{RuleError, RuleSet};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_publish(
		signer: Signer<T::AccountId>,
		rule_set: RuleSet,
		effective_from: Option<Moment>,
	) -> DispatchResult {
		let Signer { participant: platform, key } = signer;
		Self::platform(platform).map_err(|_| Error::<T>::NotAPlatform)?;
		let content = BoundedVec::try_from(rule_set.encode())
			.map_err(|_| Error::<T>::from(RuleError::TooLarge))?;
		let rules = hash_of(&content);
		match Standings::<T>::get(rules, platform) {
			None => {}
			Some(Standing::Retired { .. }) => return Err(Error::<T>::Retired.into()),
			Some(standing) => {
				let is_the_same = standing.effective_from() == effective_from;
				ensure!(is_the_same, Error::<T>::OtherEffectiveFrom);
				return Ok(());
			}
		}
		let has_not_passed = effective_from.is_none_or(|from| from >= T::Clock::now());
		ensure!(has_not_passed, Error::<T>::EffectiveFromPassed);
		rule_set.validate().map_err(|fault| Error::<T>::from(fault.error))?;

		RuleSets::<T>::insert(rules, content);
		Standings::<T>::insert(rules, platform, Standing::Published { effective_from });

		let told = Event::Published { platform, rules, effective_from, by: platform, key };
		Self::deposit_event(told);
		Ok(())
	}

	pub(crate) fn do_retire(
		signer: Signer<T::AccountId>,
		platform: ParticipantId,
		rules: RuleHash,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		let sponsor = Self::platform(platform)?.sponsor;
		ensure!([platform, sponsor].contains(&by), Error::<T>::NotForPlatform);
		let standing = match Self::standing(rules, platform)? {
			Standing::Retired { .. } => return Ok(()),
			standing => standing.retired(by),
		};

		Standings::<T>::insert(rules, platform, standing);

		Self::deposit_event(Event::Retired { platform, rules, by, key });
		Ok(())
	}

	/// The facts of a participant that is a platform.
	pub(crate) fn platform(id: ParticipantId) -> Result<ParticipantFacts, Error<T>> {
		T::Participants::facts(id)
			.filter(|facts| facts.roles.has(Role::Platform))
			.ok_or(Error::<T>::UnknownPlatform)
	}

	/// Where a rule set stands for a platform that published it.
	pub(crate) fn standing(rules: RuleHash, platform: ParticipantId) -> Result<Standing, Error<T>> {
		match Standings::<T>::get(rules, platform) {
			Some(standing) => Ok(standing),
			None if RuleSets::<T>::contains_key(rules) => Err(Error::<T>::NotPublished),
			None => Err(Error::<T>::UnknownRuleSet),
		}
	}
}
