// SPDX-License-Identifier: Apache-2.0

//! Rule sets as bytes: their content and their name.

use crate::{Config, Error};
use codec::DecodeLimit;
use frame::prelude::*;
use split_ledger_primitives::{limits::DEPTH_MAX, RuleHash};
use split_rules::{RuleSet, ValidRuleSet};

/// How deep lists nest in a rule set: cases, and the groups of a case.
const DECODE_DEPTH: u32 = DEPTH_MAX + 2;

/// The name of a rule set, by its content.
pub(crate) fn hash_of(content: &[u8]) -> RuleHash {
	RuleHash(blake2_256(content))
}

/// Reads a rule set from bytes that anybody may have made.
pub(crate) fn read(content: &[u8]) -> Option<RuleSet> {
	RuleSet::decode_all_with_depth_limit(DECODE_DEPTH, &mut &content[..]).ok()
}

/// The rule set of stored content. It was valid when it was published, and validity does not
/// change.
pub(crate) fn stored<T: Config>(content: &[u8]) -> Result<ValidRuleSet, Error<T>> {
	let rule_set = read(content);
	if rule_set.is_none() {
		defensive!("SPL-7: a stored rule set does not decode");
	}
	rule_set.map(ValidRuleSet::trust).ok_or(Error::<T>::BadContent)
}
