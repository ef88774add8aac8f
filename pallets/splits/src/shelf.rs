// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error, RuleSets};
use alloc::collections::{btree_map::Entry, BTreeMap};
use frame::prelude::*;
use split_ledger_primitives::{ports::RuleShelf, RuleHash};
use split_rules::StoredRuleSet;

/// The rule sets that one call needs, each read from the state once, however many orders name it, and
/// decoded as far as they need it.
///
/// It keeps content only, which never changes. Whether a platform may use it and a merchant accepted
/// it is asked for every order.
#[derive(Debug, Default)]
pub struct Shelf {
	rule_sets: BTreeMap<RuleHash, StoredRuleSet>,
	bytes: u32,
}

impl Shelf {
	/// The rule set of this hash.
	pub(crate) fn rule_set<T: Config>(
		&mut self,
		rules: RuleHash,
	) -> Result<&mut StoredRuleSet, Error<T>> {
		match self.rule_sets.entry(rules) {
			Entry::Occupied(entry) => Ok(entry.into_mut()),
			Entry::Vacant(entry) => {
				let content = RuleSets::<T>::get(rules).ok_or(Error::<T>::UnknownRuleSet)?;
				// A block does not hold 2^17 rule sets, which it takes to leave 32 bits.
				let bytes = u32::try_from(content.len()).unwrap_or(u32::MAX);
				self.bytes = self.bytes.saturating_add(bytes);
				let rule_set = StoredRuleSet::read(content.into_inner());
				if rule_set.is_err() {
					defensive!("SPL-7: a stored rule set does not decode");
				}
				Ok(entry.insert(rule_set.map_err(|_| Error::<T>::BadContent)?))
			}
		}
	}
}

impl RuleShelf for Shelf {
	fn bytes(&self) -> u32 {
		self.bytes
	}
}
