// SPDX-License-Identifier: Apache-2.0

//! What must always hold of rule sets, receivers and limits, by the numbers of
//! `docs/invariants.md`.

#![cfg(any(feature = "std", feature = "try-runtime"))]

use crate::{
	content, types::WHOLE_PPM, Acceptances, Ceilings, Config, LimitsOf, Pallet, Proposals,
	ReceiverCounts, Receivers, RuleSets, Standings,
};
use alloc::collections::BTreeMap;
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use split_ledger_primitives::{
	limits::RECEIVERS_MAX,
	ports::{AccountOwners, Participants},
	ParticipantId,
};

type Checked = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of rule sets, receivers and limits. It walks all of them.
	pub fn check_invariants() -> Checked {
		Self::rule_sets_are_valid_and_named_by_their_content()?;
		Self::every_rule_set_was_published_and_is_there()?;
		Self::standings_name_known_participants()?;
		Self::acceptances_name_known_participants()?;
		Self::ceilings_name_known_participants_and_are_shares()?;
		Self::every_merchant_counts_its_receivers()?;
		Self::receivers_are_accounts_of_others()?;
		Self::receivers_name_known_participants_and_have_shares()?;
		Self::limits_name_known_participants_and_are_shares()
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

	/// SPL-8: a merchant counts as many receivers as it has, 20,000 at most; none is not counted.
	fn every_merchant_counts_its_receivers() -> Checked {
		let mut rows = BTreeMap::<ParticipantId, u32>::new();
		for (merchant, _) in Receivers::<T>::iter_keys() {
			let count = rows.entry(merchant).or_default();
			*count = count.checked_add(1).ok_or("SPL-8: receivers without number")?;
		}
		for (merchant, count) in ReceiverCounts::<T>::iter() {
			let is_so = rows.remove(&merchant) == Some(count);
			ensure!(is_so, "SPL-8: a merchant has other receivers than it counts");
			ensure!(count <= RECEIVERS_MAX, "SPL-8: a merchant with too many receivers");
		}
		ensure!(rows.is_empty(), "SPL-8: receivers that nobody counts");
		Ok(())
	}

	/// SPL-9: a receiver is an account that exists and is not the merchant's own.
	fn receivers_are_accounts_of_others() -> Checked {
		for (merchant, account) in Receivers::<T>::iter_keys() {
			let facts = T::Accounts::account_owner(account.number());
			let owner = facts.ok_or("SPL-9: a receiver without an account")?.owner;
			ensure!(owner != merchant, "SPL-9: a merchant that receives of itself");
		}
		Ok(())
	}

	/// INV-PAR: merchants with receivers are known, and so is whoever acted for either side; SPL-2:
	/// the ceiling of a receiver is at most the whole.
	fn receivers_name_known_participants_and_have_shares() -> Checked {
		for (merchant, _, receiver) in Receivers::<T>::iter() {
			let consented_by = receiver.consent.map(|consent| consent.by);
			let mut names = [merchant, receiver.added_by].into_iter().chain(consented_by);
			ensure!(names.all(is_known::<T>), "INV-PAR: an unknown side of a receiver");
			let is_share = receiver.ceiling_ppm <= WHOLE_PPM;
			ensure!(is_share, "SPL-2: a receiver's ceiling over the whole");
		}
		Ok(())
	}

	/// INV-PAR: merchants with limits are known, and so are the banks that set or proposed them;
	/// SPL-2: a share cap is at most the whole.
	fn limits_name_known_participants_and_are_shares() -> Checked {
		let set = LimitsOf::<T>::iter().map(|(merchant, own)| (merchant, own.by, own.limits));
		let proposed = Proposals::<T>::iter().map(|(merchant, it)| (merchant, it.by, it.limits));
		for (merchant, by, limits) in set.chain(proposed) {
			let are_known = is_known::<T>(merchant) && is_known::<T>(by);
			ensure!(are_known, "INV-PAR: an unknown side of limits");
			ensure!(limits.share_cap_ppm <= WHOLE_PPM, "SPL-2: a share cap over the whole");
		}
		let consortium = Self::consortium_limits();
		let is_share = consortium.share_cap_ppm <= WHOLE_PPM;
		ensure!(is_share, "SPL-2: the consortium's share cap over the whole");
		Ok(())
	}
}

fn is_known<T: Config>(id: ParticipantId) -> bool {
	T::Participants::facts(id).is_some()
}
