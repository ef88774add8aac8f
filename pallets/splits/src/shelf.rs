// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error, LimitsOf, Pallet, Receivers, RuleSets};
use alloc::collections::{btree_map::Entry, BTreeMap};
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ReceiverFacts, RuleShelf},
	AccountNo, MerchantLimits, ParticipantId, RuleHash,
};
use split_rules::StoredRuleSet;

/// What the orders of one call ask again and again, each read from the state once: rule sets,
/// decoded as far as they need it, receivers, and the limits of merchants.
///
/// Nothing of it can change within the call. Whether a platform may use a rule set and a merchant
/// accepted it is asked for every order.
#[derive(Debug, Default)]
pub struct Shelf {
	rule_sets: BTreeMap<RuleHash, StoredRuleSet>,
	bytes: u32,
	receivers: BTreeMap<(ParticipantId, AccountNo), Option<ReceiverFacts>>,
	consortium_limits: Option<MerchantLimits>,
	merchant_limits: BTreeMap<ParticipantId, MerchantLimits>,
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

	/// What the merchant and a receiver agreed on.
	pub(crate) fn receiver<T: Config>(
		&mut self,
		merchant: ParticipantId,
		account: AccountNo,
	) -> Option<ReceiverFacts> {
		let read = || Receivers::<T>::get(merchant, account.key()).and_then(|row| row.facts());
		*self.receivers.entry((merchant, account)).or_insert_with(read)
	}

	/// The limits that count for a merchant.
	pub(crate) fn merchant_limits<T: Config>(&mut self, merchant: ParticipantId) -> MerchantLimits {
		let consortium = *self.consortium_limits.get_or_insert_with(Pallet::<T>::consortium_limits);
		let read = || Pallet::<T>::limits_within(consortium, LimitsOf::<T>::get(merchant));
		*self.merchant_limits.entry(merchant).or_insert_with(read)
	}
}

impl RuleShelf for Shelf {
	fn bytes(&self) -> u32 {
		self.bytes
	}
}
