// SPDX-License-Identifier: Apache-2.0

//! What must always hold of rule sets, by the numbers of `docs/invariants.md`.

#![cfg(any(feature = "std", feature = "try-runtime"))]

use crate::{
	content, types::WHOLE_PPM, Acceptances, Ceilings, Config, Pallet, RuleSets, Standings,
};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use split_ledger_primitives::{ports::Participants, ParticipantId};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of rule sets. It walks all of them.
	pub fn check_invariants() -> Checked {
		Self::rule_sets_are_valid_and_named_by_their_content()?;
		Self::every_rule_set_was_published_and_is_there()?;
		Self::standings_name_known_participants()?;
		Self::acceptances_name_known_participants()?;
		Self::ceilings_name_known_participants_and_are_shares()
	}

	/// SPL-7: every stored rule set is valid, and its key is the hash of its content.
	fn rule_sets_are_valid_and_named_by_their_content() -> Checked {
		for (rules, stored) in RuleSets::<T>::iter() {
			ensure!(content::hash_of(&stored) == rules, "SPL-7: a rule set under another hash");
			let rule_set = content::read(&stored).ok_or("SPL-7: a rule set does not decode")?;
			ensure!(rule_set.validate().is_ok(), "SPL-7: a stored rule set is not valid");
		}
		Ok(())
	}

	/// SPL-4: a rule set is stored if and only if some platform published it, and what a merchant
	/// accepted of a platform was published by that platform.
	fn every_rule_set_was_published_and_is_there() -> Checked {
		for rules in RuleSets::<T>::iter_keys() {
			let is_published = Standings::<T>::iter_key_prefix(rules).next().is_some();
			ensure!(is_published, "SPL-4: a rule set that nobody published");
		}
		for (rules, _) in Standings::<T>::iter_keys() {
			ensure!(RuleSets::<T>::contains_key(rules), "SPL-4: a published rule set is missing");
		}
		for (_, platform, rules) in Acceptances::<T>::iter_keys() {
			let is_published = Standings::<T>::contains_key(rules, platform);
			ensure!(is_published, "SPL-4: a rule set accepted of who did not publish it");
		}
		Ok(())
	}

	/// INV-PAR: platforms and approvers are known, and nobody approved what it published.
	fn standings_name_known_participants() -> Checked {
		for (_, platform, standing) in Standings::<T>::iter() {
			ensure!(is_known::<T>(platform), "INV-PAR: an unknown platform");
			ensure!(standing.names().all(is_known::<T>), "INV-PAR: an unknown approver");
			ensure!(standing.approver() != Some(platform), "INV-PAR: a platform approved itself");
		}
		Ok(())
	}

	/// INV-PAR: merchants, and whoever accepted for them, are known.
	fn acceptances_name_known_participants() -> Checked {
		for ((merchant, ..), by) in Acceptances::<T>::iter() {
			ensure!(is_known::<T>(merchant), "INV-PAR: an unknown merchant");
			ensure!(is_known::<T>(by), "INV-PAR: an unknown participant accepted");
		}
		Ok(())
	}

	/// INV-PAR: both sides of ceilings are known; SPL-2: a ceiling is at most the whole.
	fn ceilings_name_known_participants_and_are_shares() -> Checked {
		for (merchant, platform, ceiling) in Ceilings::<T>::iter() {
			let sides = [merchant, platform, ceiling.by];
			ensure!(sides.into_iter().all(is_known::<T>), "INV-PAR: an unknown side of a ceiling");
			let greatest = ceiling.share_ppm.max(ceiling.liability_ppm);
			ensure!(greatest <= WHOLE_PPM, "SPL-2: a ceiling over the whole");
		}
		Ok(())
	}
}

fn is_known<T: Config>(id: ParticipantId) -> bool {
	T::Participants::facts(id).is_some()
}
